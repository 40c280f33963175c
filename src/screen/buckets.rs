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

    /// The rows in the order of their `keys`, which begin with their hashes, and the buckets for them; fewer than 65,536.
    /// As many as there are buckets are put in order sooner than a sort does it.
    pub(crate) fn arrange<T: Copy, K: Ord>(
        rows: &[T],
        hash: impl Fn(&T) -> u16,
        keys: impl Fn(&T) -> K,
    ) -> (Self, Vec<T>) {
        let bucket = |row: &T| usize::from(hash(row) >> WITHIN);
        let mut begins = vec![0_u16; (1 << (u16::BITS - WITHIN)) + 1];
        for row in rows {
            if let Some(count) = begins.get_mut(bucket(row) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for begin in &mut begins {
            sum += *begin;
            *begin = sum;
        }
        let mut next = begins.clone();
        let mut order = vec![0_u16; rows.len()];
        for (index, row) in (0..).zip(rows) {
            let Some(next) = next.get_mut(bucket(row)) else { continue };
            if let Some(place) = order.get_mut(usize::from(*next)) {
                *place = index;
            }
            *next += 1;
        }
        let placed = order.iter().filter_map(|index| rows.get(usize::from(*index)).copied());
        let mut placed: Vec<T> = placed.collect();
        let mut start = 0;
        for end in begins.iter().skip(1).map(|end| usize::from(*end)) {
            if end > start + 1
                && let Some(bucket) = placed.get_mut(start..end)
            {
                bucket.sort_unstable_by_key(&keys);
            }
            start = end;
        }
        (Self(begins), placed)
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
    fn rows_are_arranged_as_a_sort_does_it() {
        let numbers = (0..9_999_u16).zip((0..7_u8).cycle());
        let rows: Vec<(u16, u8)> =
            numbers.map(|(n, key)| (n.wrapping_mul(40_503) & 0xfff3, key)).collect();
        let (buckets, arranged) = Buckets::arrange(&rows, |row| row.0, |row| *row);
        let mut sorted = rows.clone();
        sorted.sort_unstable();
        assert_eq!(arranged, sorted);
        let known = Buckets::of(sorted.iter().map(|row| row.0));
        for hash in 0..=u16::MAX {
            assert_eq!(buckets.first(hash), known.first(hash), "{hash}");
        }
    }

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
