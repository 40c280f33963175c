//! The outline of a text: where its letters, digits and signs stand as disguises put them.

use std::ops::Range;

use crate::screen::lanes::{BLOCK, Block, members, shifted};

/// The outline of a text: the stretches where a disguise is worth lifting, by byte offsets, each list ascending.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Single letters between separators, several in a row.
    pub spaced: Vec<Range<usize>>,
    /// Words with digits inside, several close together.
    pub leet: Vec<Range<usize>>,
    /// Entities, percent triplets or backslash escapes, several close together.
    pub escaped: Vec<Range<usize>>,
    /// Long runs of letters and digits.
    pub encoded: Vec<Range<usize>>,
    /// Groups of two or of eight letters and digits, many in a row.
    pub grouped: Vec<Range<usize>>,
}

/// How many single letters in a row are a disguise, and not a list.
pub(super) const SPACED: usize = 6;
/// How many words with digits in them.
const LEET: usize = 3;
/// How many escapes.
const ESCAPED: usize = 4;
/// How far apart such words and escapes may stand, in bytes.
const REACH: usize = 60;
/// The shortest run that can hold an encoded order, in bytes.
pub(super) const ENCODED: usize = 24;
/// Bytes around a stretch that are read with it: its disguise may cover only a part of a sentence.
const AROUND: usize = 80;

/// Stretches of the same thing close together.
struct Cluster {
    count: usize,
    start: usize,
    end: usize,
    least: usize,
    found: Vec<Range<usize>>,
}

impl Cluster {
    fn new(least: usize) -> Self {
        Self { count: 0, start: 0, end: 0, least, found: Vec::new() }
    }

    fn add(&mut self, start: usize, end: usize, reach: usize) {
        if self.count > 0 && start <= self.end + reach {
            self.count += 1;
        } else {
            self.close();
            self.count = 1;
            self.start = start;
        }
        self.end = end;
    }

    fn close(&mut self) {
        if self.count >= self.least {
            self.found.push(self.start..self.end);
        }
        self.count = 0;
    }

    /// The clusters with what surrounds them, merged.
    fn finish(mut self, text: &str, around: usize) -> Vec<Range<usize>> {
        self.close();
        let mut merged: Vec<Range<usize>> = Vec::new();
        for found in self.found {
            let start = text.floor_char_boundary(found.start.saturating_sub(around));
            let end = text.ceil_char_boundary((found.end + around).min(text.len()));
            match merged.last_mut() {
                Some(last) if start <= last.end => last.end = end,
                _ => merged.push(start..end),
            }
        }
        merged
    }
}

impl Shape {
    /// Two passes: which blocks of bytes may hold a disguise at all, and what stands in those and beside them.
    pub(crate) fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (blocks, hinted) = Hints::of(bytes);
        if !hinted.contains(&true) {
            return Self::default();
        }
        let (mut spaced, mut leet, mut escaped) =
            (Cluster::new(SPACED), Cluster::new(LEET), Cluster::new(ESCAPED));
        let (mut encoded, mut grouped) = (Cluster::new(1), Cluster::new(ENCODED / 2));
        let mut end_word = |start: usize, end: usize, digits: u32| {
            let word = end - start;
            match word {
                1 => spaced.add(start, end, 4),
                2 | 8 => grouped.add(start, end, 3),
                ENCODED.. => encoded.add(start, end, 0),
                _ => {}
            }
            if digits > 0 && word < 20 && digits as usize * 4 <= word * 3 {
                leet.add(start, end, REACH);
            }
        };
        let mut before = 0;
        // Where the word begins that is not over yet, and its digits in earlier blocks.
        let (mut start, mut digits) = (0, 0);
        for (number, (masks, hinted)) in blocks.iter().zip(hinted).enumerate() {
            let at = number * BLOCK;
            if !hinted {
                (before, start, digits) = (0, at + BLOCK, 0);
                continue;
            }
            let Masks { digit, word, signs } = *masks;
            // The digits of the word that is not over yet and of what follows it.
            let mut unread = digit;
            for place in members(word ^ shifted(word, before)) {
                let earlier = (1 << place) - 1;
                if word >> place & 1 == 1 {
                    (start, digits) = (at + place, 0);
                } else {
                    end_word(start, at + place, digits + count(unread & earlier));
                }
                unread &= !earlier;
            }
            digits = if shifted(0, word) == 0 { 0 } else { digits + count(unread) };
            for place in members(signs) {
                escaped.add(at + place, at + place + 1, REACH);
            }
            before = word;
        }
        // The last block ends in what is no word but where the text fills it.
        if bytes.len().is_multiple_of(BLOCK) && shifted(0, before) != 0 {
            end_word(start, text.len(), digits);
        }
        Self {
            spaced: spaced.finish(text, AROUND),
            leet: leet.finish(text, AROUND),
            escaped: escaped.finish(text, AROUND),
            encoded: encoded.finish(text, 0),
            grouped: grouped.finish(text, 0),
        }
    }
}

/// What stands in a block of bytes, one bit a byte.
#[derive(Clone, Copy)]
struct Masks {
    /// Digits and what is written for letters like them.
    digit: u64,
    /// Letters and digits.
    word: u64,
    /// What begins an escape.
    signs: u64,
}

/// Counts of the last four blocks.
#[derive(Default)]
struct Hints {
    singles: Counts,
    pairs: Counts,
    eights: Counts,
    mixed: Counts,
    signs: Counts,
}

/// Four counts, the newest lowest.
#[derive(Default, Clone, Copy)]
struct Counts(u64);

impl Counts {
    fn add(&mut self, mask: u64) {
        self.0 = self.0 << 16 | u64::from(count(mask));
    }

    fn of_two(self) -> u64 {
        (self.0 & 0xffff) + (self.0 >> 16 & 0xffff)
    }

    fn of_four(self) -> u64 {
        self.of_two() + Self(self.0 >> 32).of_two()
    }
}

/// A digit, or what is written for a letter as digits are.
fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'@' || byte == b'$'
}

/// How many blocks before and after a hint are read with it: more than any disguise takes up before it is hinted at.
const BESIDE: usize = 4;

impl Hints {
    /// The blocks of `bytes`, and which of them stand where a disguise may be. The counts are a little lower than what
    /// the clusters ask for, since what a block's border cuts is not counted.
    fn of(bytes: &[u8]) -> (Vec<Masks>, Vec<bool>) {
        let mut hints = Self::default();
        let mut blocks: Vec<Masks> = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut hinted = vec![false; bytes.len().div_ceil(BLOCK)];
        let mut before = Masks { digit: 0, word: 0, signs: 0 };
        while let Some(block) = Block::at(bytes, blocks.len() * BLOCK) {
            let letter = block.mask(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
            let digit = block.mask_of_few(is_digit);
            let signs = block.mask_of_few(|byte| matches!(byte, b'&' | b'%' | b'\\'));
            let masks = Masks { digit, word: digit | letter, signs };
            if hints.add(masks, before) {
                let last = blocks.len();
                let first = last.saturating_sub(2 * BESIDE);
                hinted.iter_mut().take(last + BESIDE + 1).skip(first).for_each(|hint| *hint = true);
            }
            before = masks;
            blocks.push(masks);
        }
        (blocks, hinted)
    }

    fn add(&mut self, masks: Masks, before: Masks) -> bool {
        let Masks { digit, word, signs } = masks;
        let letter = word & !digit;
        let starts = word & !shifted(word, before.word);
        let ends = word & !(word >> 1);
        // Of two, four and eight letters and digits in a row, where the first stands.
        let two = word & word >> 1;
        let four = two & two >> 2;
        let eight = four & four >> 4;
        let turns = digit & shifted(letter, before.word & !before.digit)
            | letter & shifted(digit, before.digit);
        self.singles.add(starts & ends);
        self.pairs.add(starts & ends >> 1);
        self.eights.add(starts & eight & ends >> 7);
        self.mixed.add(turned(word, turns));
        self.signs.add(signs);
        let (pairs, eights) = (self.pairs.of_four(), self.eights.of_four());
        let long = {
            let both = u128::from(word) << BLOCK | u128::from(before.word);
            let two = both & both >> 1;
            let four = two & two >> 2;
            let eight = four & four >> 4;
            eight & eight >> 8 & eight >> 16 != 0
        };
        long || self.singles.of_two() >= 5
            || self.pairs.of_two() >= 10
            || eights >= 8
            || eights >= 3 && pairs + eights >= 9
            || self.mixed.of_four() >= LEET as u64
            || self.signs.of_four() >= ESCAPED as u64
    }
}

/// One of the `turns` between letters and digits for each run of `word` that has any: its last.
fn turned(word: u64, turns: u64) -> u64 {
    let (mut last, mut left) = (0, turns);
    while left != 0 {
        let at = left.ilog2();
        last |= 1 << at;
        // The run that it stands in, from its other end on.
        let run = (!word & ((1 << at) - 1)).checked_ilog2().map_or(0, |gap| gap + 1);
        left &= if run == 0 { 0 } else { (1 << run) - 1 };
    }
    last
}

/// How many bits are set; most often none.
#[inline]
fn count(mask: u64) -> u32 {
    if mask == 0 { 0 } else { mask.count_ones() }
}
