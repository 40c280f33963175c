//! Finds phrases where words begin, at the cost of a look at a small table for each word.

use super::phrases::Entry;
use crate::screen::lanes::{BLOCK, Block, counted, first_eight, members, shifted};

/// Phrases by the hash of their first bytes: a word that begins none of them costs one look at a small table.
pub(super) struct Index {
    /// The signs that phrases begin with.
    signs: [bool; 128],
    /// The beginnings of all phrases, which most words share with none.
    begun: Box<Bits>,
    long: Table<LONG>,
    short: Table<SHORT>,
    tiny: Table<TINY>,
}

/// The bytes that are hashed of phrases that have as many: enough to tell `without telling` from `without`.
const LONG: usize = 9;
/// The bytes that are hashed of most others.
const SHORT: usize = 4;
/// The bytes that are hashed of the rest.
pub(super) const TINY: usize = 2;

impl Index {
    /// An index of `phrases`, all of at least [`TINY`] bytes.
    pub(super) fn new(phrases: impl Iterator<Item = (String, Entry)>) -> Self {
        let (tiny, longer): (Vec<_>, Vec<_>) =
            phrases.partition(|(phrase, _)| phrase.len() < SHORT);
        let (long, short): (Vec<_>, Vec<_>) =
            longer.into_iter().partition(|(phrase, _)| phrase.len() >= LONG);
        let mut signs = [false; 128];
        let mut begun = Vec::new();
        for (phrase, _) in long.iter().chain(&short).chain(&tiny) {
            begun.extend(Table::<SHORT>::hash(phrase.as_bytes()));
            let first = phrase.bytes().next().map(usize::from);
            if let Some(known) = first.and_then(|first| signs.get_mut(first)) {
                *known = true;
            }
        }
        Self {
            signs,
            begun: bits(begun.into_iter()),
            long: Table::new(long),
            short: Table::new(short),
            tiny: Table::new(tiny),
        }
    }

    /// Calls `visit` with every phrase of `text` that begins a word or with a sign; offsets count from `base`.
    pub(super) fn each(
        &self,
        text: &str,
        base: usize,
        visit: &mut impl FnMut(&Entry, usize, usize),
    ) {
        let bytes = text.as_bytes();
        let (mut at, mut before) = (0, 0);
        while let Some(block) = Block::at(bytes, at) {
            let words = block.mask(|byte| byte.is_ascii_alphanumeric());
            let other = block.mask(|byte| byte == b' ' || byte >= 0x80);
            let mut begins = words & !shifted(words, before);
            for place in members(!(words | other)) {
                let sign =
                    bytes.get(at + place).and_then(|sign| self.signs.get(usize::from(*sign)));
                begins |= u64::from(sign.is_some_and(|begins| *begins)) << place;
            }
            for place in members(begins) {
                self.begin(bytes, at + place, base, visit);
            }
            before = words;
            at += BLOCK;
        }
    }

    /// Calls `visit` with every phrase of `text`, wherever it begins, as scripts that write words together need it.
    pub(super) fn each_anywhere(
        &self,
        text: &str,
        base: usize,
        visit: &mut impl FnMut(&Entry, usize, usize),
    ) {
        let bytes = text.as_bytes();
        for (start, byte) in bytes.iter().enumerate() {
            let begins = *byte < 0x80 || *byte >= 0xc0;
            if begins {
                self.begin(bytes, start, base, visit);
            }
        }
    }

    /// Visits the phrases that begin at `start`.
    #[inline]
    fn begin(
        &self,
        bytes: &[u8],
        start: usize,
        base: usize,
        visit: &mut impl FnMut(&Entry, usize, usize),
    ) {
        let Some(rest) = bytes.get(start..) else { return };
        if let Some(hash) = Table::<TINY>::hash(rest).filter(|hash| self.tiny.begins(*hash)) {
            self.tiny.at(rest, hash, base + start, visit);
        }
        let Some(hash) = Table::<SHORT>::hash(rest).filter(|hash| has(&self.begun, *hash)) else {
            return;
        };
        if self.short.begins(hash) {
            self.short.at(rest, hash, base + start, visit);
        }
        if let Some(hash) = Table::<LONG>::hash(rest).filter(|hash| self.long.begins(*hash)) {
            self.long.at(rest, hash, base + start, visit);
        }
    }
}

/// One bit for each hash.
type Bits = [u64; 1024];

/// One bit for each of `hashes`.
fn bits(hashes: impl Iterator<Item = u16>) -> Box<Bits> {
    let mut bits = Box::new([0; 1024]);
    for hash in hashes {
        if let Some(word) = bits.get_mut(usize::from(hash >> 6)) {
            *word |= 1_u64 << (hash & 63);
        }
    }
    bits
}

#[inline]
fn has(bits: &Bits, hash: u16) -> bool {
    bits.get(usize::from(hash >> 6)).is_some_and(|word| word >> (hash & 63) & 1 == 1)
}

struct Table<const HASHED: usize> {
    begun: Box<Bits>,
    /// Where the phrases of each bucket begin: a bucket shares the upper bits of its hashes.
    buckets: Vec<u16>,
    /// In the order of their hashes, and the shorter ones first.
    phrases: Vec<Phrase>,
}

struct Phrase {
    hash: u16,
    /// Its first bytes, and which of their bits count: most others differ there.
    head: u64,
    counted: u64,
    text: Box<str>,
    entry: Entry,
}

/// The bits of a hash that phrases of one bucket may differ in.
const WITHIN_BUCKET: u32 = 4;

impl<const HASHED: usize> Table<HASHED> {
    fn new(phrases: Vec<(String, Entry)>) -> Self {
        let hashed = |(text, entry): (String, Entry)| {
            let hash = Self::hash(text.as_bytes())?;
            let (head, counted) = (first_eight(text.as_bytes()), counted(text.len()));
            Some(Phrase { hash, head, counted, text: text.into_boxed_str(), entry })
        };
        let mut phrases: Vec<Phrase> = phrases.into_iter().filter_map(hashed).collect();
        phrases.sort_by_key(|phrase| (phrase.hash, phrase.text.len()));
        let mut below = 0;
        let buckets = (0..=u16::MAX >> WITHIN_BUCKET)
            .map(|number| {
                while phrases
                    .get(usize::from(below))
                    .is_some_and(|phrase| phrase.hash >> WITHIN_BUCKET < number)
                {
                    below += 1;
                }
                below
            })
            .collect();
        Self { begun: bits(phrases.iter().map(|phrase| phrase.hash)), buckets, phrases }
    }

    /// Whether a phrase has this hash.
    #[inline]
    fn begins(&self, hash: u16) -> bool {
        has(&self.begun, hash)
    }

    /// Visits the phrases of this hash that `rest` begins with.
    #[inline(never)]
    fn at(
        &self,
        rest: &[u8],
        hash: u16,
        start: usize,
        visit: &mut impl FnMut(&Entry, usize, usize),
    ) {
        let bucket = self.buckets.get(usize::from(hash >> WITHIN_BUCKET)).copied();
        let first = bucket.map_or(usize::MAX, usize::from);
        let begins = first_eight(rest);
        for phrase in self.phrases.get(first..).unwrap_or_default() {
            if phrase.hash > hash {
                break;
            }
            if (begins ^ phrase.head) & phrase.counted == 0
                && rest.starts_with(phrase.text.as_bytes())
            {
                visit(&phrase.entry, start, start + phrase.text.len());
            }
        }
    }

    /// `None` for fewer bytes than are hashed.
    #[inline]
    fn hash(bytes: &[u8]) -> Option<u16> {
        let bytes: &[u8; HASHED] = bytes.first_chunk()?;
        if HASHED < SHORT {
            return bytes.first_chunk().copied().map(u16::from_le_bytes);
        }
        let head = u32::from_le_bytes(*bytes.first_chunk()?).wrapping_mul(0x9e37_79b1);
        if HASHED == SHORT {
            return u16::try_from(head >> 16).ok();
        }
        let tail = u32::from_le_bytes(*bytes.last_chunk()?).wrapping_mul(0x85eb_ca6b);
        let middle = u32::from(*bytes.get(HASHED / 2)?).wrapping_mul(0xc2b2_ae35);
        u16::try_from((head ^ tail.rotate_left(7) ^ middle) >> 16).ok()
    }
}
