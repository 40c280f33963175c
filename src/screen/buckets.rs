//! Finds rows by the upper bits of their hashes.

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_stands_in_the_bucket_of_its_hash() {
        let hashes = [0, 15, 15, 16, 40, 4_096, u16::MAX];
        let buckets = Buckets::of(hashes.into_iter());
        for hash in 0..=u16::MAX {
            let first = hashes.iter().take_while(|row| **row >> WITHIN < hash >> WITHIN).count();
            assert_eq!(buckets.first(hash), first, "{hash}");
        }
    }
}
