//! Finds the literals that formats begin with and the words that name credentials, in either case.
//!
//! Nearly all of them begin a word, or are signs and a word: where a word begins, its first bytes are looked up. Names
//! and a few parts of formats also stand inside words (`dbpassword`); there, two letters decide whether to look.

use std::collections::VecDeque;

use crate::screen::{
    buckets::{Buckets, Hashes},
    lanes::{BLOCK, Block, counted, first_eight, is_one_of, members, shifted},
};

/// A literal in a text, by byte offsets; of two, the one that ends first comes first, and then the longer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hit {
    pub end: usize,
    pub start: usize,
    /// Its number.
    pub literal: usize,
}

/// Literals by the hash of the bytes that they are looked up by.
pub(super) struct Literals {
    /// In lower case, each with the bytes that stand before what it is looked up by.
    texts: Vec<(Vec<u8>, usize)>,
    longest: usize,
    begun: Hashes,
    buckets: Buckets,
    /// By their hashes.
    rows: Vec<Row>,
}

/// A literal under one of its hashes.
struct Row {
    hash: u16,
    literal: usize,
    /// The first bytes of what is looked up, and which of their bits count, in either case of a letter: most other words
    /// differ there.
    head: u64,
    counted: u64,
}

impl Literals {
    /// For `literals` in lower case.
    pub(super) fn new(literals: Vec<String>) -> Self {
        let texts: Vec<(Vec<u8>, usize)> = literals
            .into_iter()
            .map(|text| {
                let signs = text.bytes().position(|byte| byte.is_ascii_alphanumeric());
                (text.into_bytes(), signs.unwrap_or(0))
            })
            .collect();
        let mut rows = Vec::new();
        for (literal, (text, signs)) in texts.iter().enumerate() {
            let sought = text.get(*signs..).unwrap_or_default();
            let head = first_eight(sought);
            let cases: Vec<u8> = sought
                .iter()
                .map(|byte| if byte.is_ascii_alphabetic() { 0x20 } else { 0 })
                .collect();
            let counted = counted(sought.len()) & !first_eight(&cases);
            let mut add = |hash| rows.push(Row { hash, literal, head, counted });
            let head = head | SMALL;
            if sought.len() == 2 {
                // Whatever the third byte is.
                let thirds = (0..=u8::MAX).filter(|third| third & 0x20 != 0);
                thirds.for_each(|third| add(hash(head & 0xffff | u64::from(third) << 16)));
            } else {
                add(hash(head));
            }
        }
        rows.sort_unstable_by_key(|row| (row.hash, row.literal));
        let begun = Hashes::of(rows.iter().map(|row| row.hash));
        let buckets = Buckets::of(rows.iter().map(|row| row.hash));
        let longest = texts.iter().map(|(text, _)| text.len()).max().unwrap_or(0);
        Self { texts, longest, begun, buckets, rows }
    }

    /// Looks for them in `text`, from its beginning to its end.
    pub(super) fn search<'a>(&'a self, text: &'a str) -> Search<'a> {
        Search {
            literals: self,
            bytes: text.as_bytes(),
            next: 0,
            left: 0,
            before: 0,
            reached: 0,
            pending: VecDeque::new(),
        }
    }

    /// Whether a literal has the hash of what stands at `at`.
    #[inline]
    fn may_begin(&self, bytes: &[u8], at: usize) -> bool {
        self.begun.has(hash(first_eight(bytes.get(at..).unwrap_or_default()) | SMALL))
    }

    /// Calls `visit` with the literals that are looked up at `at`.
    fn each_at(&self, bytes: &[u8], at: usize, mut visit: impl FnMut(Hit)) {
        let begins = first_eight(bytes.get(at..).unwrap_or_default());
        let hash = hash(begins | SMALL);
        for row in self.rows.get(self.buckets.first(hash)..).unwrap_or_default() {
            if row.hash > hash {
                break;
            }
            if (begins ^ row.head) & row.counted != 0 {
                continue;
            }
            let Some((text, signs)) = self.texts.get(row.literal) else { continue };
            let Some(start) = at.checked_sub(*signs) else { continue };
            let end = start + text.len();
            let whole = *signs == 0 && text.len() <= 8;
            if whole || bytes.get(start..end).is_some_and(|found| found.eq_ignore_ascii_case(text))
            {
                visit(Hit { end, start, literal: row.literal });
            }
        }
    }
}

/// The bit by which small letters differ from capitals, in each of eight bytes.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// Of the first three bytes, the same for both cases.
#[inline]
fn hash(begins: u64) -> u16 {
    let head = u32::try_from(begins & 0xff_ffff).unwrap_or_default();
    u16::try_from(head.wrapping_mul(0x9e37_79b1) >> 16).unwrap_or_default()
}

/// Whether a literal that may stand inside a word begins with these letters.
#[inline]
fn begins_inside(first: u8, second: u8) -> bool {
    let (first, second) = (first | 0x20, second | 0x20);
    let pairs = |letter: u8, seconds: bool| u8::from(first == letter) & u8::from(seconds);
    pairs(b'a', is_one_of(second, *b"cipuz"))
        | pairs(b'c', second == b'r')
        | pairs(b'k', second == b'e')
        | pairs(b'n', second == b'r')
        | pairs(b'p', is_one_of(second, *b"arsw"))
        | pairs(b'q', second == b'~')
        | pairs(b's', second == b'e')
        | pairs(b't', is_one_of(second, *b"3o"))
        != 0
}

/// A search that is under way.
pub(super) struct Search<'a> {
    literals: &'a Literals,
    bytes: &'a [u8],
    /// Where the next block begins.
    next: usize,
    /// The places of the last block that are still to be looked at, one bit each.
    left: u64,
    /// The letters and digits of the last block.
    before: u64,
    /// Nothing that is found later ends here or before.
    reached: usize,
    /// What was found and not told yet, ascending.
    pending: VecDeque<Hit>,
}

impl Search<'_> {
    /// The next literal.
    pub(super) fn next(&mut self) -> Option<Hit> {
        loop {
            if self.pending.front().is_some_and(|first| first.end <= self.reached) {
                return self.pending.pop_front();
            }
            let Some(place) = members(self.left).next() else {
                if !self.enter() {
                    if self.pending.is_empty() {
                        return None;
                    }
                    self.reached = usize::MAX;
                }
                continue;
            };
            self.left &= self.left - 1;
            let at = self.next - BLOCK + place;
            self.reached = at;
            let pending = &mut self.pending;
            self.literals.each_at(self.bytes, at, |hit| insert(pending, hit));
        }
    }

    /// Finds in the next block where literals may begin; whether there is one.
    fn enter(&mut self) -> bool {
        let Some(block) = Block::at(self.bytes, self.next) else { return false };
        let words = block.mask(|byte| byte.is_ascii_alphanumeric());
        let colons = block.mask_of_few(|byte| byte == b':');
        let follow = shifted(words, self.before);
        let inside = Block::at(self.bytes, self.next + 1)
            .map_or(0, |following| block.mask_with(&following, begins_inside));
        self.left = 0;
        for place in members(words & (!follow | inside) | colons) {
            let begins = self.literals.may_begin(self.bytes, self.next + place);
            self.left |= u64::from(begins) << place;
        }
        self.before = words;
        self.next += BLOCK;
        true
    }

    /// Adds the literals that stand inside words where `hit` led to a credential at `start..end`: up to the end of it, a
    /// format need not begin a word. What lies within it is a part of it.
    pub(super) fn look_inside(&mut self, hit: Hit, start: usize, end: usize) {
        let longest = self.literals.longest;
        let mut at = hit.end.saturating_sub(longest).max(start).max(1);
        while at <= end {
            if at >= start && at + longest <= end {
                at = end - longest + 1;
            }
            if self.literals.may_begin(self.bytes, at) && is_inside(self.bytes, at) {
                let pending = &mut self.pending;
                self.literals.each_at(self.bytes, at, |other| {
                    if other > hit {
                        insert(pending, other);
                    }
                });
            }
            at += 1;
        }
    }
}

/// Whether the letter at `at` stands inside a word, where nothing is looked up.
fn is_inside(bytes: &[u8], at: usize) -> bool {
    let letter = |at: usize| bytes.get(at).copied().filter(u8::is_ascii_alphanumeric);
    match (letter(at.wrapping_sub(1)), letter(at), bytes.get(at + 1)) {
        (Some(_), Some(first), Some(second)) => !begins_inside(first, *second),
        _ => false,
    }
}

/// Keeps `pending` ascending, with each literal once.
fn insert(pending: &mut VecDeque<Hit>, hit: Hit) {
    // Few are pending, and most of them end before.
    if pending.back().is_none_or(|last| *last < hit) {
        return pending.push_back(hit);
    }
    let before = pending.iter().rposition(|other| *other <= hit);
    if before.and_then(|before| pending.get(before)) != Some(&hit) {
        pending.insert(before.map_or(0, |before| before + 1), hit);
    }
}

#[cfg(test)]
mod tests {
    use aho_corasick::AhoCorasick;
    use proptest::prelude::*;

    use super::*;

    /// What is looked up by a single byte would not be found.
    #[test]
    fn literals_have_two_bytes_to_be_looked_up_by() {
        for (text, signs) in &super::super::ENGINE.literals.texts {
            assert!(text.len() >= signs + 2, "{}", String::from_utf8_lossy(text));
        }
    }

    const LITERALS: &[&str] = &["key", "_key-", "ab", "abab", "--ak", "token", "tok", "://", "k-k"];

    fn found(text: &str) -> Vec<Hit> {
        let literals = Literals::new(LITERALS.iter().map(|text| (*text).to_owned()).collect());
        let mut search = literals.search(text);
        std::iter::from_fn(|| search.next()).collect()
    }

    /// A name or an infix that is not looked for inside words would be missed there.
    #[test]
    fn whatever_may_stand_inside_a_word_is_looked_for_there() {
        use super::super::{ENGINE, Name, Task};
        for ((text, _), tasks) in ENGINE.literals.texts.iter().zip(&ENGINE.tasks) {
            let inside = tasks.iter().any(|task| match task {
                Task::Format(shape) => shape.before.is_some(),
                Task::Named(name) => *name != Name::Scheme,
                Task::Address | Task::Command | Task::Argument(_) => false,
            });
            assert!(
                !inside || !text[0].is_ascii_alphanumeric() || begins_inside(text[0], text[1]),
                "{}",
                String::from_utf8_lossy(text)
            );
        }
    }

    proptest! {
        /// What begins a word, and what has the letters that are looked for inside, is found as an automaton finds it.
        #[test]
        fn the_same_is_found_as_by_an_automaton(text in "([abktoen:/_ -]|key|KEY|token|é|://|--ak|ab){0,60}") {
            let automaton = AhoCorasick::builder().ascii_case_insensitive(true).build(LITERALS).unwrap();
            let bytes = text.as_bytes();
            let expected: Vec<Hit> = automaton
                .find_overlapping_iter(&text)
                .map(|found| Hit { end: found.end(), start: found.start(), literal: found.pattern().as_usize() })
                .filter(|hit| !is_inside(bytes, hit.start))
                .collect();
            prop_assert_eq!(found(&text), expected);
        }
    }
}
