//! Words that betray a text in another alphabet or written backwards.

use std::ops::Range;

use super::phrases::widen;

/// Disguises hinted at, with the stretches to read without them.
pub(super) type Outlines = Vec<(Outline, Range<usize>)>;

/// A disguise that the first reading saw the outline of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outline {
    /// The alphabet is shifted by so many letters.
    Shifted(u8),
    /// The text reads backwards.
    Reversed,
}

/// How many disguises there are: a shift for each letter but the first, and backwards.
const OUTLINES: usize = 26;

impl Outline {
    fn index(self) -> usize {
        match self {
            Self::Shifted(by) => usize::from(by) % OUTLINES,
            Self::Reversed => 0,
        }
    }

    /// `text` without the disguise.
    pub(super) fn lift(self, text: &str) -> String {
        match self {
            Self::Shifted(by) => shift(text, by),
            Self::Reversed => text.chars().rev().collect(),
        }
    }
}

/// Bytes on either side of a word that betrays a disguise.
const DISGUISED: usize = 400;

/// The disguises that words of a text betray.
#[derive(Default)]
pub(super) struct Disguised {
    pub found: Outlines,
    /// For each outline, its last stretch among those found.
    last: [Option<usize>; OUTLINES],
}

impl Disguised {
    /// Notes that a word at `word` betrays `outline`.
    pub(super) fn note(&mut self, outline: Outline, text: &str, word: Range<usize>) {
        let mut place = Vec::new();
        widen(&mut place, text, word, DISGUISED, DISGUISED);
        let (Some(place), Some(last)) = (place.pop(), self.last.get_mut(outline.index())) else {
            return;
        };
        match last.and_then(|last| self.found.get_mut(last)) {
            Some((_, known)) if place.start <= known.end => known.end = place.end.max(known.end),
            _ => {
                *last = Some(self.found.len());
                self.found.push((outline, place));
            }
        }
    }
}

/// Words that show in a shifted or reversed alphabet: long enough never to arise by chance.
const WORDS: &[&str] = &[
    "about",
    "administrator",
    "analyst",
    "approve",
    "assistant",
    "before",
    "close",
    "confirmation",
    "conversation",
    "create",
    "critical",
    "delete",
    "developer",
    "disregard",
    "everything",
    "finding",
    "findings",
    "following",
    "forget",
    "guidelines",
    "history",
    "ignore",
    "image",
    "instruction",
    "instructions",
    "language",
    "message",
    "override",
    "password",
    "positive",
    "previous",
    "product",
    "prompt",
    "report",
    "reveal",
    "security",
    "severity",
    "system",
    "update",
    "vulnerability",
    "without",
];

/// The words as each disguise spells them.
pub(super) fn words() -> Vec<(String, Outline)> {
    // Of the other shifts, only of words that no shift turns into something that code and prose hold.
    let long = |word: &str| word.len() >= 7;
    let mut words = Vec::new();
    for word in WORDS {
        words.push((word.chars().rev().collect(), Outline::Reversed));
        for by in (1..26).filter(|by| *by == 13 || long(word) || *word == "ignore") {
            words.push((shift(word, by), Outline::Shifted(26 - by)));
        }
    }
    words
}

/// `text` with every Latin letter moved `by` places along the alphabet.
fn shift(text: &str, by: u8) -> String {
    let moved = |letter: u8, first: u8| char::from(first + (letter - first + by % 26) % 26);
    text.chars()
        .map(|character| match u8::try_from(character) {
            Ok(letter @ b'a'..=b'z') => moved(letter, b'a'),
            Ok(letter @ b'A'..=b'Z') => moved(letter, b'A'),
            _ => character,
        })
        .collect()
}
