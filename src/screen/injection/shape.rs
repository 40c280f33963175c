//! The outline of a text: where its letters, digits and signs stand as disguises put them.

use std::ops::Range;

use super::{
    decode,
    leet::{self, Made, SHORT_WORDS},
};
use crate::screen::lanes::{BLOCK, Block, is_one_of, members, shifted};

/// The outline of a text: the stretches where a disguise is worth lifting, by byte offsets, each list ascending.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Single letters between separators, several in a row.
    pub spaced: Vec<Range<usize>>,
    /// Words with digits inside that make words of the lexicon; of two or three letters, several close together.
    pub leet: Vec<Range<usize>>,
    /// Entities, percent triplets or backslash escapes, one that is written for a letter or several close together.
    pub escaped: Vec<Range<usize>>,
    /// Long runs of letters and digits.
    pub encoded: Vec<Range<usize>>,
    /// Groups of two or of eight letters and digits, many in a row.
    pub grouped: Vec<Range<usize>>,
}

/// How many single letters in a row are a disguise, and not a list.
pub(super) const SPACED: usize = 6;
/// How many escapes, where none of them is written for a letter.
const ESCAPED: usize = 4;
/// How far apart such words and escapes may stand, in bytes.
const REACH: usize = 60;
/// The shortest run that can hold an encoded order, in bytes.
pub(super) const ENCODED: usize = 24;
/// How many groups can hold one.
const GROUPED: usize = ENCODED / 2;
/// Bytes around a stretch that are read with it: its disguise may cover only a part of a sentence.
const AROUND: usize = 80;
/// Bytes around a word with digits in it: the rest of the order may be written as it is.
const LEET_AROUND: usize = 240;

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

    /// The clusters of this one and of another with what surrounds them, merged.
    fn finish_with(mut self, mut other: Self, text: &str, around: usize) -> Vec<Range<usize>> {
        other.close();
        self.close();
        self.found.append(&mut other.found);
        self.found.sort_by_key(|found| found.start);
        self.finish(text, around)
    }

    /// The clusters with what surrounds them, merged.
    fn finish(mut self, text: &str, around: usize) -> Vec<Range<usize>> {
        self.close();
        let mut merged: Vec<Range<usize>> = Vec::new();
        for found in self.found {
            let start = text.floor_char_boundary(found.start.saturating_sub(around));
            let end = text.ceil_char_boundary((found.end + around).min(text.len()));
            match merged.last_mut() {
                // What stands between two so close costs less than a view of its own.
                Some(last) if start <= last.end + around => {
                    last.end = end.max(last.end);
                }
                _ => merged.push(start..end),
            }
        }
        merged
    }
}

impl Shape {
    /// Two passes: which blocks of bytes may hold a disguise at all, and what stands in those and beside them.
    pub(crate) fn of(text: &str) -> Self {
        let (blocks, hinted) = Hints::of(text.as_bytes());
        Self::within(text, &blocks, hinted)
    }

    /// What stands in the `hinted` of the text's blocks.
    fn within(text: &str, blocks: &[Masks], hinted: Vec<Range<usize>>) -> Self {
        let mut clusters = Clusters::new(text);
        for stretch in hinted {
            let mut before = Masks::default();
            let mut word = Unfinished::default();
            for (number, masks) in blocks.iter().enumerate().take(stretch.end).skip(stretch.start) {
                clusters.read(*masks, before, number * BLOCK, &mut word);
                before = *masks;
            }
            // The last block ends in what is no word but where the text fills it.
            if stretch.end == blocks.len() && text.len().is_multiple_of(BLOCK) {
                clusters.read(Masks::default(), before, text.len(), &mut word);
            }
        }
        Self {
            spaced: clusters.spaced.finish(text, AROUND),
            leet: clusters.leet.finish_with(clusters.short, text, LEET_AROUND),
            escaped: clusters.letters.finish_with(clusters.escaped, text, AROUND),
            encoded: clusters.encoded.finish(text, 0),
            grouped: clusters.grouped.finish(text, 0),
        }
    }
}

/// What is collected for each list of a [`Shape`].
struct Clusters<'a> {
    text: &'a str,
    spaced: Cluster,
    leet: Cluster,
    /// Words of two or three letters like those.
    short: Cluster,
    escaped: Cluster,
    /// Escapes that are written for letters.
    letters: Cluster,
    encoded: Cluster,
    grouped: Cluster,
}

/// The word that goes on where the last block ended, if one does.
#[derive(Default)]
struct Unfinished {
    start: usize,
    /// Whether it holds both letters and digits.
    mixed: bool,
}

impl<'a> Clusters<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            spaced: Cluster::new(SPACED),
            leet: Cluster::new(1),
            short: Cluster::new(SHORT_WORDS),
            escaped: Cluster::new(ESCAPED),
            letters: Cluster::new(1),
            encoded: Cluster::new(1),
            grouped: Cluster::new(GROUPED),
        }
    }

    /// Reads the block at `at`, `before` which another one stands: the words that end in it, and its signs. Words of
    /// one kind are picked out of the masks at once, since most are of none.
    fn read(&mut self, masks: Masks, before: Masks, at: usize, unfinished: &mut Unfinished) {
        let word = masks.word;
        let one = shifted(word, before.word);
        let two = word << 2 | before.word >> (BLOCK - 2);
        let three = word << 3 | before.word >> (BLOCK - 3);
        // Past the end of each word, one bit.
        let ends = one & !word;
        for place in members(ends & !two) {
            self.spaced.add(at + place - 1, at + place, 4);
        }
        let (eights, longs) = ends_of_eight_and_more(word, before.word);
        let pairs = ends & two & !three;
        for place in members(pairs | eights) {
            let length = if pairs >> place & 1 == 1 { 2 } else { 8 };
            self.grouped.add(at + place - length, at + place, 3);
        }
        let start_of = |place: usize, unfinished: &Unfinished| {
            let gaps = !word & ((1 << place) - 1);
            let start = gaps.checked_ilog2().map(|gap| at + gap as usize + 1);
            start.unwrap_or(if before.word >> (BLOCK - 1) == 1 { unfinished.start } else { at })
        };
        for place in members(longs) {
            let (start, end) = (start_of(place, unfinished), at + place);
            if end - start >= ENCODED {
                self.encoded.add(start, end, 0);
            }
        }
        self.read_mixed(masks, before, at, unfinished, start_of);
        for place in members(masks.signs) {
            let (start, end) = (at + place, at + place + 1);
            let Some(letter) = decode::escapes_letter(self.text.get(start..).unwrap_or_default())
            else {
                continue;
            };
            if letter {
                self.letters.add(start, end, REACH);
            }
            self.escaped.add(start, end, REACH);
        }
        if word >> (BLOCK - 1) == 1 {
            unfinished.start = start_of(BLOCK - 1, unfinished);
        }
    }

    /// Words of letters and digits that end in the block.
    fn read_mixed(
        &mut self,
        masks: Masks,
        before: Masks,
        at: usize,
        unfinished: &mut Unfinished,
        start_of: impl Fn(usize, &Unfinished) -> usize,
    ) {
        let mut left = masks.turns(before);
        let mut from = if unfinished.mixed { Some(0) } else { None };
        unfinished.mixed = false;
        while let Some(turn) = from.take().or((left != 0).then(|| left.trailing_zeros())) {
            let rest = !masks.word >> turn;
            if rest == 0 {
                unfinished.mixed = true;
                return;
            }
            let place = (turn + rest.trailing_zeros()) as usize;
            left &= u64::MAX.checked_shl(turn + rest.trailing_zeros()).unwrap_or(0);
            let (start, end) = (start_of(place, unfinished), at + place);
            let length = end - start;
            if length > leet::LONGEST {
                continue;
            }
            let inside = masks.digit & ((1 << place) - 1);
            let digits = match at.checked_sub(start) {
                Some(0) => count(inside),
                Some(earlier) => count(inside) + count(before.digit >> (BLOCK - earlier)),
                None => count(inside >> (start - at)),
            };
            if digits as usize * 4 <= length * 3 && !begins_with_escape(self.text.as_bytes(), start)
            {
                match leet::made(self.text.as_bytes().get(start..end).unwrap_or_default()) {
                    None => {}
                    Some(Made::Word) => self.leet.add(start, end, REACH),
                    Some(Made::ShortWord) => self.short.add(start, end, REACH),
                }
            }
        }
    }
}

/// Whether the word at `start` begins inside an escape: its digits stand for no letters that look like them, and it is
/// read again without the escape.
fn begins_with_escape(bytes: &[u8], start: usize) -> bool {
    let word = bytes.get(start..).unwrap_or_default();
    let hexadecimal = |digits: Option<&[u8]>| {
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    match bytes.get(..start).unwrap_or_default() {
        [.., b'%'] => hexadecimal(word.get(..2)),
        [.., b'\\'] => matches!(word, [b'x' | b'u', ..]) && hexadecimal(word.get(1..3)),
        [.., b'&', b'#'] => true,
        _ => false,
    }
}

/// Past the end of each word of eight letters and digits, and of each word of at least sixteen, one bit.
fn ends_of_eight_and_more(word: u64, before: u64) -> (u64, u64) {
    let both = u128::from(word) << BLOCK | u128::from(before);
    let two = both & both << 1;
    let four = two & two << 2;
    let eight = four & four << 4;
    let upper = |mask: u128| u64::try_from(mask >> BLOCK).unwrap_or_default();
    let ends = upper(eight << 1) & !word;
    if ends == 0 {
        return (0, 0);
    }
    let longer = upper(both << 9);
    (ends & !longer, ends & upper(eight << 9))
}

/// What stands in a block of bytes, one bit a byte.
#[derive(Clone, Copy, Default)]
struct Masks {
    /// Digits and what is written for letters like them.
    digit: u64,
    /// Letters and digits.
    word: u64,
    /// What begins an escape.
    signs: u64,
}

impl Masks {
    /// Where letters follow digits in a word, or digits letters.
    fn turns(self, before: Self) -> u64 {
        let letter = self.word & !self.digit;
        self.digit & shifted(letter, before.word & !before.digit)
            | letter & shifted(self.digit, before.digit)
    }
}

/// What the blocks read so far end in.
#[derive(Default)]
struct Hints {
    /// Single letters with no longer word than two between them.
    singles: Row,
    /// Words of two and of eight with none but single letters between them.
    groups: Row,
}

/// Words of one kind in a row, up to the end of a block.
#[derive(Default)]
struct Row(usize);

impl Row {
    /// Whether `least` of the `members` of the next block stand in a row, with what came before: about, for a block that
    /// holds so many is not looked at more closely. A word of `breaks` ends the row.
    fn reaches(&mut self, least: usize, members: u64, breaks: u64) -> bool {
        let all = count(members) as usize;
        let Some(last_break) = breaks.checked_ilog2() else {
            self.0 += all;
            return self.0 >= least;
        };
        let before_any = (1 << breaks.trailing_zeros()) - 1;
        let before = self.0 + count(members & before_any) as usize;
        self.0 = count(members & !(u64::MAX >> (u64::BITS - 1 - last_break))) as usize;
        before >= least || all >= least
    }
}

/// A digit, or what is written for a letter as digits are.
fn is_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || is_one_of(byte, *b"@$")
}

/// How many blocks before a hint are read with it: as many as any disguise takes up until it is hinted at, and the one
/// that its first word may begin in.
const EARLIER: usize = 4;
/// How many of those that follow: the last word may end there.
const LATER: usize = 2;

impl Hints {
    /// The blocks of `bytes`, and which of them stand where a disguise may be. The counts are a little lower than what
    /// the clusters ask for, since what a block's border cuts is not counted.
    fn of(bytes: &[u8]) -> (Vec<Masks>, Vec<Range<usize>>) {
        let mut hints = Self::default();
        let mut blocks: Vec<Masks> = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut hinted: Vec<Range<usize>> = Vec::new();
        let most = bytes.len().div_ceil(BLOCK);
        let mut before = Masks::default();
        while let Some(block) = Block::at(bytes, blocks.len() * BLOCK) {
            let letter = block.mask(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
            let digit = block.mask_of_few(is_digit);
            let signs = block.mask_of_few(|byte| is_one_of(byte, *b"&%\\"));
            let masks = Masks { digit, word: digit | letter, signs };
            if hints.add(masks, before) {
                let start = blocks.len().saturating_sub(EARLIER);
                let end = most.min(blocks.len() + LATER + 1);
                match hinted.last_mut() {
                    Some(last) if start <= last.end => last.end = end,
                    _ => hinted.push(start..end),
                }
            }
            before = masks;
            blocks.push(masks);
        }
        (blocks, hinted)
    }

    fn add(&mut self, masks: Masks, before: Masks) -> bool {
        let Masks { word, signs, .. } = masks;
        let starts = word & !shifted(word, before.word);
        let ends = word & !(word >> 1);
        // Of two, four and eight letters and digits in a row, where the first stands.
        let two = word & word >> 1;
        let four = two & two >> 2;
        let eight = four & four >> 4;
        let single = starts & ends;
        let group = starts & (ends >> 1 | eight & ends >> 7);
        // Whether a word that the block's end cuts is of a kind does not show yet.
        let cut = !u64::MAX.checked_shr(word.leading_ones()).unwrap_or(0);
        let longer = starts & two & word >> 2;
        let singles = self.singles.reaches(SPACED - 1, single, longer);
        let groups = self.groups.reaches(GROUPED - 3, group, longer & !group & !cut);
        let long = {
            let both = u128::from(word) << BLOCK | u128::from(before.word);
            let two = both & both >> 1;
            let four = two & two >> 2;
            let eight = four & four >> 4;
            eight & eight >> 8 & eight >> 16 != 0
        };
        long || singles || groups || masks.turns(before) != 0 || signs != 0
    }
}

/// How many bits are set; most often none.
#[inline]
fn count(mask: u64) -> u32 {
    if mask == 0 { 0 } else { mask.count_ones() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        /// A disguise that is not hinted at would not be lifted.
        #[test]
        fn the_hints_leave_out_no_disguise(
            text in "([a-z]{1,9}[ ./-]{1,3}|([a-z] ){4,9}|([a-f0-9]{2}[ :]){10,14}|([01]{8} ){10,14}|([a-z]{1,3}[0-9][a-z]{0,3} ){1,4}|(&#x4f;|%41|\\\\x41){1,5}|[A-Za-z0-9]{20,70}|é{1,9}|[a-z]{40} ){0,40}"
        ) {
            let (blocks, _) = Hints::of(text.as_bytes());
            let all = Shape::within(&text, &blocks, std::iter::once(0..blocks.len()).collect());
            prop_assert_eq!(Shape::of(&text), all);
        }
    }
}
