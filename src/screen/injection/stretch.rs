//! What the rules ask of a stretch of text for one phrase after another, read once: where its sentences end, where it
//! negates, where topics stand before their verbs, how many characters it has.

use std::{cell::OnceCell, ops::Range, sync::LazyLock};

use aho_corasick::AhoCorasick;

use crate::screen::{lanes::BLOCK, normalise::fold_word, unicode::is_alphanumeric};

/// A stretch of a folded text; whatever is asked of it is read when it is first asked for. Offsets are those of the
/// whole text.
pub(super) struct Stretch<'a> {
    /// The whole text.
    pub text: &'a str,
    /// What is read of it: the stretch, and as much around it as is asked for.
    read: Range<usize>,
    sentence_ends: OnceCell<Vec<usize>>,
    negations: OnceCell<Vec<Range<usize>>>,
    topics: OnceCell<Topics>,
    characters: OnceCell<Vec<usize>>,
}

/// How much of a clause is looked at, in bytes: a topic stands no farther from its verb.
const CLAUSE: usize = 240;
/// How far from the rest a negation may stand, in bytes.
const NEGATED: usize = 16;

impl<'a> Stretch<'a> {
    pub(super) fn new(text: &'a str, stretch: &Range<usize>) -> Self {
        let from = text.floor_char_boundary(stretch.start.saturating_sub(CLAUSE + NEGATED));
        let to = text.ceil_char_boundary((stretch.end + CLAUSE).min(text.len()));
        Self {
            text,
            read: from..to,
            sentence_ends: OnceCell::new(),
            negations: OnceCell::new(),
            topics: OnceCell::new(),
            characters: OnceCell::new(),
        }
    }

    fn slice(&self) -> &'a str {
        self.text.get(self.read.clone()).unwrap_or_default()
    }

    /// Whether a sentence ends somewhere between `start` and `end`.
    pub(super) fn ends_sentence(&self, start: usize, end: usize) -> bool {
        let ends = self.sentence_ends.get_or_init(|| {
            let bytes = self.slice().as_bytes();
            let ends = memchr::memchr3_iter(b'.', b'!', b'?', bytes);
            let ended =
                |at: &usize| bytes.get(at + 1).is_some_and(|next| *next == b' ' || *next >= 0x80);
            ends.filter(ended).map(|at| self.read.start + at).collect()
        });
        let next = ends.partition_point(|at| *at < start);
        ends.get(next).is_some_and(|at| at + 1 < end)
    }

    /// Whether the words between `start` and `end`, or just beside them, hold a negation.
    pub(super) fn is_negated(&self, start: usize, end: usize) -> bool {
        let negations = self.negations.get_or_init(|| {
            let Negations { words, searcher } = &*NEGATIONS;
            let slice = self.slice();
            let found = searcher.iter().flat_map(|searcher| searcher.find_overlapping_iter(slice));
            let stands = |at: usize, end: usize, word: usize| {
                let head = slice.get(..at).unwrap_or_default();
                let whole = !head.ends_with(is_alphanumeric);
                match words.get(word).map(String::as_str) {
                    // Of Cyrillic letters that look like Latin ones; those of its neighbours do not all.
                    Some("he ") => {
                        let near = slice.as_bytes().get(end..(end + NEGATED).min(slice.len()));
                        whole && near.is_some_and(|near| !near.is_ascii())
                    }
                    // Without its marks, `đừng` is the end of many verbs.
                    Some("dung ") => whole && !head.trim_end().ends_with(is_alphanumeric),
                    Some(word) => whole || !word.is_ascii(),
                    None => false,
                }
            };
            let found = found
                .filter(|found| stands(found.start(), found.end(), found.pattern().as_usize()));
            let base = self.read.start;
            // Ascending by their ends.
            found.map(|found| base + found.start()..base + found.end()).collect()
        });
        let from = start.saturating_sub(NEGATED);
        let next = negations.partition_point(|negation| negation.end <= from);
        let near = negations.get(next..).unwrap_or_default();
        near.iter()
            .take_while(|negation| negation.end <= end + NEGATED)
            .any(|negation| negation.start >= from)
    }

    /// Whether a topic of `language` stands in the clause that ends at `end`.
    pub(super) fn has_topic(&self, language: VerbLast, end: usize) -> bool {
        let topics = self.topics.get_or_init(|| Topics::of(self.slice(), self.read.start));
        let particles = match language {
            VerbLast::Japanese => &topics.japanese,
            VerbLast::Korean => &topics.korean,
        };
        let next = particles.partition_point(|particle| particle.end <= end);
        let Some(last) = next.checked_sub(1).and_then(|last| particles.get(last)) else {
            return false;
        };
        let sign = topics.signs.partition_point(|sign| *sign < last.end);
        let ended = topics.signs.get(sign).is_some_and(|sign| *sign < end);
        last.start + CLAUSE >= end && !ended
    }

    /// Whether no more than `most` characters stand between `from` and `to`.
    pub(super) fn reaches(&self, from: usize, to: usize, most: usize) -> bool {
        let bytes = to.saturating_sub(from);
        bytes <= most || bytes <= most * WIDEST && self.before(to) - self.before(from) <= most
    }

    /// How many characters of what is read begin before `at`.
    fn before(&self, at: usize) -> usize {
        let bytes = self.slice().as_bytes();
        let blocks = self.characters.get_or_init(|| {
            let mut sum = 0;
            let mut before = |block: &[u8]| {
                let before = sum;
                sum += characters(block);
                before
            };
            bytes.chunks(BLOCK).map(&mut before).collect()
        });
        let at = at.saturating_sub(self.read.start).min(bytes.len());
        let block = (at / BLOCK).min(blocks.len().saturating_sub(1));
        let rest = bytes.get(block * BLOCK..at).unwrap_or_default();
        blocks.get(block).copied().unwrap_or(0) + characters(rest)
    }
}

/// The most bytes that a letter of any living alphabet takes.
pub(super) const WIDEST: usize = 3;

/// How many characters begin in a block of bytes.
fn characters(bytes: &[u8]) -> usize {
    usize::from(bytes.iter().map(|byte| u8::from(*byte & 0xc0 != 0x80)).sum::<u8>())
}

/// A language whose verbs come last: an order has its object before it, and a statement its topic before that.
#[derive(Clone, Copy)]
pub(super) enum VerbLast {
    Japanese,
    Korean,
}

/// Where topics stand, and the signs that end their clauses.
#[derive(Default)]
struct Topics {
    japanese: Vec<Range<usize>>,
    korean: Vec<Range<usize>>,
    signs: Vec<usize>,
}

impl Topics {
    /// Of `slice`, which begins at `base`.
    fn of(slice: &str, base: usize) -> Self {
        let mut topics = Self::default();
        let mut last = ' ';
        let mut at = 0;
        while let Some(first) = slice.as_bytes().get(at) {
            if first.is_ascii() {
                // Most of a text that holds few letters of those languages.
                last = char::from(*first);
                if is_sign(last) {
                    topics.signs.push(base + at);
                }
                at += 1;
                continue;
            }
            let tail = slice.get(at..).unwrap_or_default();
            let Some(character) = tail.chars().next() else { break };
            let place = base + at..base + at + character.len_utf8();
            at += character.len_utf8();
            let before = std::mem::replace(&mut last, character);
            match character {
                'は' => topics.japanese.push(place),
                '는' | '은' | '이' | '가'
                    if slice.as_bytes().get(at) == Some(&b' ') && !describes(before, character) =>
                {
                    topics.korean.push(place.start..place.end + 1);
                }
                _ if is_sign(character) => topics.signs.push(place.start),
                _ => {}
            }
        }
        topics
    }
}

/// Whether this syllable only makes a verb describe the next noun, or is the word for this.
fn describes(before: char, syllable: char) -> bool {
    match syllable {
        '는' | '은' => "있없하되지받들쓰리오보한".contains(before),
        _ => before == ' ',
    }
}

/// Whether a clause ends at this character.
pub(super) fn is_sign(character: char) -> bool {
    match character {
        ' ' | '\'' => false,
        _ => !is_alphanumeric(character),
    }
}

/// Words that are looked for together.
struct Negations {
    words: Vec<String>,
    searcher: Option<AhoCorasick>,
}

/// Not and never, in the languages of [`Class::Hand`].
static NEGATIONS: LazyLock<Negations> = LazyLock::new(|| {
    let words = [
        "nicht ",
        "kein ",
        "keinen ",
        "niemals ",
        "keine ",
        "ne ",
        "pas ",
        "jamais ",
        "aucun ",
        "aucune ",
        "no ",
        "nunca ",
        "ningun ",
        "ninguna ",
        "nenhum ",
        "nenhuma ",
        "jamás ",
        "não ",
        "non ",
        "mai ",
        "nessun ",
        "nessuna ",
        "niet ",
        "nooit ",
        "geen ",
        "nie ",
        "nigdy ",
        "nikdy ",
        "đừng ",
        "không ",
        "не ",
        "никогда",
        "ніколи",
        "不要",
        "切勿",
        "请勿",
        "不得",
        "لا ",
        "عدم",
        "मत ",
        "न करें",
        "ないで",
        "しない",
        "지 마",
        "지 말",
    ]
    .map(fold_word)
    .to_vec();
    // So few words always make an automaton.
    let searcher = AhoCorasick::new(&words).ok();
    Negations { words, searcher }
});
