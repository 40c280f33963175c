//! Tells which hashes rows have, and finds rows by the upper bits of their hashes.

/// Where the rows of each bucket begin among rows in the order of their hashes: a bucket shares the upper bits.
pub(crate) struct Buckets(Vec<u16>);

/// The bits of a hash that rows of one bucket may differ in.
const WITHIN: u32 = 4;

impl Buckets {
    /// For rows with these hashes, which ascend; fewer than 65,536.
    pub(crate) fn of(hashes: impl Iterator<Item = u16>) -> Self {
        let mut numbers = hashes.map(|hash| hash >> WITHIN).peekable();
        let mut below = 0;
        let begins = |bucket| {
            while numbers.next_if(|number| *number < bucket).is_some() {
                below += 1;
            }
            below
        };
        Self((0..=u16::MAX >> WITHIN).map(begins).collect())
    }

    /// The first row that may have this hash.
    #[inline]
    pub(crate) fn first(&self, hash: u16) -> usize {
        self.0.get(usize::from(hash >> WITHIN)).copied().map_or(usize::MAX, usize::from)
    }
}

/// Which hashes there are, one bit each.
pub(crate) struct Hashes(Vec<u64>);

impl Hashes {
    pub(crate) fn of(hashes: impl Iterator<Item = u16>) -> Self {
        let mut words = vec![0; 1 << (u16::BITS - u64::BITS.ilog2())];
        for hash in hashes {
            if let Some(word) = words.get_mut(usize::from(hash >> 6)) {
                *word |= 1_u64 << (hash & 63);
            }
        }
        Self(words)
    }

    #[inline]
    pub(crate) fn has(&self, hash: u16) -> bool {
        self.0.get(usize::from(hash >> 6)).is_some_and(|word| word >> (hash & 63) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_stands_in_the_bucket_of_its_hash() {
        let hashes = [0, 15, 15, 16, 40, 4_096, u16::MAX];
        let buckets = Buckets::of(hashes.into_iter());
        let known = Hashes::of(hashes.into_iter());
        for hash in 0..=u16::MAX {
            let first = hashes.iter().take_while(|row| **row >> WITHIN < hash >> WITHIN).count();
            assert_eq!(buckets.first(hash), first, "{hash}");
            assert_eq!(known.has(hash), hashes.contains(&hash), "{hash}");
        }
    }
}
