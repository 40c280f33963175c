//! Finds phrases where words begin, at the cost of a few looks at small tables for each word.

use super::phrases::Entry;
use crate::screen::{
    buckets::Buckets,
    lanes::{BLOCK, Block, counted, first_eight, members, shifted},
};

/// Phrases by the hash of their first bytes: a word that begins none of them costs a look at each table's bits.
pub(super) struct Index {
    long: Table<LONG, 2048>,
    middle: Table<MIDDLE, 1024>,
    short: Table<SHORT, 1024>,
    tiny: Table<TINY, 1024>,
}

/// The bytes that are hashed of phrases that have as many: enough to tell `without telling` from `without`.
const LONG: usize = 9;
/// Of those that have as many and no more, so that most words part from them.
const MIDDLE: usize = 6;
/// Of shorter ones.
const SHORT: usize = 4;
/// The bytes that are hashed of the rest.
pub(super) const TINY: usize = 2;

/// Phrases of which an [`Index`] is to be made.
#[derive(Default)]
pub(super) struct Gathered {
    long: Rows,
    middle: Rows,
    short: Rows,
    tiny: Rows,
}

impl Gathered {
    /// Adds a phrase of at least [`TINY`] bytes.
    pub(super) fn add(&mut self, phrase: &str, entry: Entry) {
        match phrase.len() {
            LONG.. => self.long.add(phrase, entry),
            MIDDLE.. => self.middle.add(phrase, entry),
            SHORT.. => self.short.add(phrase, entry),
            _ => self.tiny.add(phrase, entry),
        }
    }

    pub(super) fn index(self) -> Index {
        Index {
            long: Table::new(self.long),
            middle: Table::new(self.middle),
            short: Table::new(self.short),
            tiny: Table::new(self.tiny),
        }
    }
}

impl Index {
    /// The phrases, in no order.
    pub(super) fn phrases(&self) -> impl Iterator<Item = (&str, &Entry)> {
        let rows = [&self.long.rows, &self.middle.rows, &self.short.rows, &self.tiny.rows];
        rows.into_iter()
            .flat_map(|rows| rows.phrases.iter().map(|phrase| (rows.text(phrase), &phrase.entry)))
    }

    /// Calls `visit` with every phrase of `text` that begins a word or with a byte that `signs` tells; offsets count
    /// from `base`.
    pub(super) fn each(
        &self,
        text: &str,
        base: usize,
        signs: impl Fn(u8) -> bool,
        visit: &mut impl FnMut(&Entry, usize, usize),
    ) {
        let bytes = text.as_bytes();
        let (mut at, mut before) = (0, 0);
        while let Some(block) = Block::at(bytes, at) {
            let words = block.mask(|byte| byte.is_ascii_alphanumeric());
            let begins = words & !shifted(words, before) | block.mask_of_few(&signs);
            self.begin_each(bytes, at, begins, base, visit);
            before = words;
            at += BLOCK;
        }
    }

    /// Calls `visit` with every phrase of `text`, wherever it begins, as scripts that write words together need it; but
    /// neither inside words of Latin or Cyrillic letters nor with a sign of ASCII, unless `inside` says so.
    pub(super) fn each_anywhere(
        &self,
        text: &str,
        base: usize,
        inside: bool,
        visit: &mut impl FnMut(&Entry, usize, usize),
    ) {
        let bytes = text.as_bytes();
        let (mut at, mut before) = (0, (0, 0));
        while let Some(block) = Block::at(bytes, at) {
            let foreign = block.mask(|byte| byte >= 0xc0);
            let words = block.mask(|byte| byte.is_ascii_alphanumeric());
            // Letters from U+0400 to U+047F take two bytes, the first of which is one of these.
            let cyrillic = block.mask_of_few(|byte| byte == 0xd0 || byte == 0xd1);
            let after = shifted(words, before.0) | cyrillic << 2 | before.1 >> (BLOCK - 2);
            let begins = if inside {
                foreign | block.mask(|byte| byte.is_ascii())
            } else {
                (foreign | words) & !(after & (words | cyrillic))
            };
            self.begin_each(bytes, at, begins, base, visit);
            before = (words, cyrillic);
            at += BLOCK;
        }
    }

    /// Visits the phrases that begin where `begins` tells of the block at `at`.
    #[inline]
    fn begin_each(
        &self,
        bytes: &[u8],
        at: usize,
        begins: u64,
        base: usize,
        visit: &mut impl FnMut(&Entry, usize, usize),
    ) {
        // A jump for each word, which no machine foresees, would cost more than all the looks.
        let mut likely = 0;
        for place in members(begins) {
            likely |= u64::from(self.may_begin(bytes, at + place)) << place;
        }
        for place in members(likely) {
            self.begin(bytes, at + place, base, visit);
        }
    }

    /// Whether a phrase begins at `start`, as far as hashes tell.
    #[inline]
    fn may_begin(&self, bytes: &[u8], start: usize) -> bool {
        let head = Head::at(bytes, start);
        self.tiny.begins(head)
            | self.short.begins(head)
            | self.middle.begins(head)
            | self.long.begins(head)
    }

    /// Visits the phrases that begin at `start`.
    fn begin(
        &self,
        bytes: &[u8],
        start: usize,
        base: usize,
        visit: &mut impl FnMut(&Entry, usize, usize),
    ) {
        let head = Head::at(bytes, start);
        self.tiny.at(bytes, start, head, base, visit);
        self.short.at(bytes, start, head, base, visit);
        self.middle.at(bytes, start, head, base, visit);
        self.long.at(bytes, start, head, base, visit);
    }
}

/// The first bytes of something; past its end they are zero, as they are in no phrase.
#[derive(Clone, Copy)]
struct Head {
    eight: u64,
    ninth: u8,
}

impl Head {
    #[inline]
    fn at(bytes: &[u8], start: usize) -> Self {
        let rest = bytes.get(start..).unwrap_or_default();
        Self { eight: first_eight(rest), ninth: rest.get(8).copied().unwrap_or(0) }
    }

    /// A hash of the first `length` bytes.
    #[inline]
    fn hash<const LENGTH: usize>(self) -> Hash {
        const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
        let begins = if LENGTH < 8 {
            self.eight & counted(LENGTH)
        } else {
            self.eight.rotate_left(8) ^ self.eight >> 32 ^ u64::from(self.ninth) << 56
        };
        Hash(begins.wrapping_mul(SPREAD))
    }
}

/// A hash whose upper bits are the good ones.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    /// Its upper 16 bits.
    #[inline]
    fn short(self) -> u16 {
        u16::try_from(self.0 >> 48).unwrap_or_default()
    }

    /// Its place among the bits of `words`, a power of two.
    #[inline]
    fn place(self, words: usize) -> (usize, u64) {
        let bits = words.trailing_zeros() + u64::BITS.trailing_zeros();
        let place = self.0 >> (u64::BITS - bits);
        (usize::try_from(place >> 6).unwrap_or_default(), place & 63)
    }
}

/// Phrases by a hash of their first bytes; `WORDS` times 64 bits tell what begins none of them.
struct Table<const HASHED: usize, const WORDS: usize> {
    /// One bit for each hash that a phrase has.
    begun: Box<[u64; WORDS]>,
    buckets: Buckets,
    /// In the order of their hashes, and the shorter ones first.
    rows: Rows,
}

/// Phrases and their texts.
struct Rows {
    phrases: Vec<Phrase>,
    texts: String,
}

impl Default for Rows {
    /// With room for most tables: what is moved to a larger place again and again costs more.
    fn default() -> Self {
        Self { phrases: Vec::with_capacity(4096), texts: String::with_capacity(64 * 1024) }
    }
}

impl Rows {
    fn add(&mut self, text: &str, entry: Entry) {
        let (Ok(start), Ok(length)) = (self.texts.len().try_into(), text.len().try_into()) else {
            return;
        };
        self.texts.push_str(text);
        let head = Head::at(text.as_bytes(), 0).eight;
        let last = text.as_bytes().last().copied().unwrap_or(0);
        self.phrases.push(Phrase { head, start, length, last, hash: 0, entry });
    }

    fn text(&self, phrase: &Phrase) -> &str {
        let start = phrase.start as usize;
        self.texts.get(start..start + usize::from(phrase.length)).unwrap_or_default()
    }
}

/// A phrase, in as little room as it can be told from others in: most of what is asked stands in no cache.
#[derive(Clone, Copy)]
struct Phrase {
    /// Its first bytes: most others differ there.
    head: u64,
    /// Where it stands among the texts, its length and its last byte.
    start: u32,
    length: u8,
    last: u8,
    hash: u16,
    entry: Entry,
}

impl<const HASHED: usize, const WORDS: usize> Table<HASHED, WORDS> {
    fn new(mut rows: Rows) -> Self {
        let mut begun = Box::new([0; WORDS]);
        let mut tell = |head: Head| {
            let (word, bit) = Self::asked(head).place(WORDS);
            if let Some(word) = begun.get_mut(word) {
                *word |= 1_u64 << bit;
            }
        };
        let mut phrases = std::mem::take(&mut rows.phrases);
        for phrase in &mut phrases {
            let head = Head::at(rows.text(phrase).as_bytes(), 0);
            phrase.hash = head.hash::<HASHED>().short();
            if usize::from(phrase.length) >= Self::ASKED {
                tell(head);
                continue;
            }
            // Whatever follows it.
            for next in 0..=u8::MAX {
                let next = u64::from(next) << (8 * u32::from(phrase.length));
                tell(Head { eight: head.eight | next, ..head });
            }
        }
        let hash = |phrase: &Phrase| phrase.hash;
        let (buckets, phrases) =
            Buckets::arrange(&phrases, hash, |phrase| (phrase.hash, phrase.length));
        rows.phrases = phrases;
        Self { begun, buckets, rows }
    }

    /// Whether a phrase has the hash of `head`.
    #[inline]
    fn begins(&self, head: Head) -> bool {
        let (word, bit) = Self::asked(head).place(WORDS);
        self.begun.get(word).is_some_and(|word| word >> bit & 1 == 1)
    }

    /// The bytes that `begun` is asked with: what is hashed, and of the shortest phrases what follows them.
    const ASKED: usize = if HASHED == TINY { TINY + 1 } else { HASHED };

    #[inline]
    fn asked(head: Head) -> Hash {
        if HASHED == TINY { head.hash::<{ TINY + 1 }>() } else { head.hash::<HASHED>() }
    }

    /// Visits the phrases that stand at `start`, where `head` is.
    #[inline]
    fn at(
        &self,
        bytes: &[u8],
        start: usize,
        head: Head,
        base: usize,
        visit: &mut impl FnMut(&Entry, usize, usize),
    ) {
        if self.begins(head) {
            self.visit(bytes, start, head, base, visit);
        }
    }

    #[inline(never)]
    fn visit(
        &self,
        bytes: &[u8],
        start: usize,
        head: Head,
        base: usize,
        visit: &mut impl FnMut(&Entry, usize, usize),
    ) {
        let hash = head.hash::<HASHED>().short();
        let first = self.buckets.first(hash);
        let rest = bytes.get(start..).unwrap_or_default();
        for phrase in self.rows.phrases.get(first..).unwrap_or_default() {
            if phrase.hash > hash {
                break;
            }
            let length = usize::from(phrase.length);
            if (head.eight ^ phrase.head) & counted(length) != 0 {
                continue;
            }
            let ends = || rest.get(length.wrapping_sub(1)) == Some(&phrase.last);
            if length <= 8 || ends() && rest.starts_with(self.rows.text(phrase).as_bytes()) {
                visit(&phrase.entry, base + start, base + start + length);
            }
        }
    }
}
