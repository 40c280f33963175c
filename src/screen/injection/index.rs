//! Finds phrases where words begin, at the cost of a look at a small table for each word.

use super::phrases::Entry;

/// Phrases by the hash of their first bytes: a word that begins none of them costs one look at a small table.
pub(super) struct Index {
    /// The first bytes of all phrases.
    first: [bool; 256],
    /// The beginnings of all phrases, which most words share with none.
    begun: Vec<u64>,
    long: Table<LONG>,
    short: Table<SHORT>,
}

/// The bytes that are hashed of phrases that have as many: enough to tell `without telling` from `without`.
const LONG: usize = 9;
/// The bytes that are hashed of the rest.
pub(super) const SHORT: usize = 4;

impl Index {
    /// An index of `phrases`, all of at least [`SHORT`] bytes.
    pub(super) fn new(phrases: impl Iterator<Item = (String, Entry)>) -> Self {
        let (long, short): (Vec<_>, Vec<_>) = phrases.partition(|(phrase, _)| phrase.len() >= LONG);
        let mut first = [false; 256];
        let mut begun = Vec::new();
        for (phrase, _) in long.iter().chain(&short) {
            begun.extend(Table::<SHORT>::hash(phrase.as_bytes()));
            if let Some(known) =
                phrase.bytes().next().and_then(|byte| first.get_mut(usize::from(byte)))
            {
                *known = true;
            }
        }
        Self {
            first,
            begun: bits(begun.into_iter()),
            long: Table::new(long),
            short: Table::new(short),
        }
    }

    /// Calls `visit` with every phrase of `text` that begins a word or with a sign.
    pub(super) fn each(&self, text: &str, visit: &mut impl FnMut(&Entry, usize, usize)) {
        let bytes = text.as_bytes();
        let mut inside = false;
        for (start, byte) in bytes.iter().enumerate() {
            let letter = byte.is_ascii_alphanumeric();
            let skip = inside && letter;
            inside = letter;
            if skip || !self.first.get(usize::from(*byte)).is_some_and(|first| *first) {
                continue;
            }
            let Some(rest) = bytes.get(start..) else { return };
            let Some(hash) = Table::<SHORT>::hash(rest) else { return };
            if has(&self.begun, hash) {
                self.short.at(rest, hash, start, visit);
                if let Some(hash) = Table::<LONG>::hash(rest) {
                    self.long.at(rest, hash, start, visit);
                }
            }
        }
    }
}

/// One bit for each of `hashes`.
fn bits(hashes: impl Iterator<Item = u16>) -> Vec<u64> {
    let mut bits = vec![0; 1024];
    for hash in hashes {
        if let Some(word) = bits.get_mut(usize::from(hash >> 6)) {
            *word |= 1_u64 << (hash & 63);
        }
    }
    bits
}

#[inline]
fn has(bits: &[u64], hash: u16) -> bool {
    bits.get(usize::from(hash >> 6)).is_some_and(|word| word >> (hash & 63) & 1 == 1)
}

struct Table<const HASHED: usize> {
    /// One bit for each hash.
    begun: Vec<u64>,
    /// Phrases in the order of their hashes.
    phrases: Vec<(u16, String, Entry)>,
}

impl<const HASHED: usize> Table<HASHED> {
    fn new(phrases: Vec<(String, Entry)>) -> Self {
        let hashed = |(phrase, entry): (String, Entry)| {
            Some((Self::hash(phrase.as_bytes())?, phrase, entry))
        };
        let mut phrases: Vec<_> = phrases.into_iter().filter_map(hashed).collect();
        phrases.sort_by_key(|(hash, _, _)| *hash);
        Self { begun: bits(phrases.iter().map(|(hash, _, _)| *hash)), phrases }
    }

    #[inline]
    fn at(
        &self,
        rest: &[u8],
        hash: u16,
        start: usize,
        visit: &mut impl FnMut(&Entry, usize, usize),
    ) {
        if !has(&self.begun, hash) {
            return;
        }
        let first = self.phrases.partition_point(|(other, _, _)| *other < hash);
        let same = self.phrases.iter().skip(first).take_while(|(other, _, _)| *other == hash);
        for (_, phrase, entry) in same.filter(|(_, phrase, _)| rest.starts_with(phrase.as_bytes()))
        {
            visit(entry, start, start + phrase.len());
        }
    }

    /// `None` for fewer bytes than are hashed.
    #[inline]
    fn hash(bytes: &[u8]) -> Option<u16> {
        let bytes: &[u8; HASHED] = bytes.first_chunk()?;
        let head = u32::from_le_bytes(*bytes.first_chunk()?).wrapping_mul(0x9e37_79b1);
        let tail = u32::from_le_bytes(*bytes.last_chunk()?).wrapping_mul(0x85eb_ca6b);
        let middle = u32::from(*bytes.get(HASHED / 2)?).wrapping_mul(0xc2b2_ae35);
        u16::try_from((head ^ tail.rotate_left(7) ^ middle) >> 16).ok()
    }
}
