//! Finds the lexicon's phrases in folded text.
//!
//! The first reading looks only for phrases that are rare in ordinary text; around its hits a second one reads all
//! classes. The automata are built when a text first needs them.

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::{
    index::Index,
    lexicon::{self, Class},
};
use crate::screen::{
    lanes::next_foreign,
    normalise::{Folded, fold_text},
};

/// A phrase in a text, by byte offsets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub class: Class,
    pub start: usize,
    pub end: usize,
}

/// Disguises hinted at, with the stretches to read without them.
pub(crate) type Outlines = Vec<(Outline, Range<usize>)>;

/// A disguise that the first reading saw the outline of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outline {
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
}

/// How words are separated in the text that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spacing {
    /// As written.
    Words,
    /// All separators removed, so that nothing tells where a word ends.
    Squeezed,
}

/// Bytes before and after a rare phrase that are read closely.
const BEFORE: usize = 160;
const AFTER: usize = 240;

/// Bytes on either side of a word that betrays a disguise.
const DISGUISED: usize = 400;
/// Windows around rare phrases, merged and ascending, and the disguises hinted at with their places.
pub(crate) fn survey(folded: &Folded) -> (Vec<Range<usize>>, Outlines) {
    let text = &folded.text;
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut outlines = Disguised::default();
    let mut mark = |entry: &Entry, start: usize, end: usize| {
        if !entry.rare || !entry.stands_at(folded, start, end, Spacing::Words) {
            return;
        }
        match entry.outline {
            None => places.push((start, end)),
            Some(outline) => outlines.note(outline, text, start, end),
        }
    };
    LEXICON.rare.each(text, 0, &mut mark);
    for stretch in foreign_stretches(text) {
        let foreign = text.get(stretch.clone()).unwrap_or_default();
        LEXICON.foreign.each_anywhere(foreign, stretch.start, &mut mark);
    }
    places.sort_by_key(|(start, _)| *start);
    let mut windows = Vec::new();
    for (start, end) in places {
        widen(&mut windows, text, start..end, BEFORE, AFTER);
    }
    (windows, outlines.found)
}

#[derive(Default)]
struct Disguised {
    found: Outlines,
    /// For each outline, its last stretch among those found.
    last: [Option<usize>; OUTLINES],
}

impl Disguised {
    fn note(&mut self, outline: Outline, text: &str, start: usize, end: usize) {
        let mut place = Vec::new();
        widen(&mut place, text, start..end, DISGUISED, DISGUISED);
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

/// Stretches with characters outside ASCII, and as much around them as a phrase may hold.
fn foreign_stretches(text: &str) -> Vec<Range<usize>> {
    let (ahead, behind) = LEXICON.reach;
    let mut stretches = Vec::new();
    let mut at = 0;
    while let Some(start) = next_foreign(text.as_bytes(), at) {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| *byte < 0x80).unwrap_or(rest.len());
        widen(&mut stretches, text, start..start + length, ahead, behind);
        at = start + length;
    }
    stretches
}

/// All phrases within `window`.
pub(crate) fn hits(folded: &Folded, window: Range<usize>, spacing: Spacing) -> Vec<Hit> {
    let base = window.start;
    let slice = folded.text.get(window).unwrap_or_default();
    let mut found = Vec::new();
    let mut take = |entry: &Entry, start: usize, end: usize| {
        if entry.stands_at(folded, start, end, spacing) {
            found.push(Hit { class: entry.class, start, end });
        }
    };
    match spacing {
        Spacing::Words => {
            LEXICON.every.each(slice, base, &mut take);
            for stretch in foreign_stretches(slice) {
                let foreign = slice.get(stretch.clone()).unwrap_or_default();
                LEXICON.foreign.each_anywhere(foreign, base + stretch.start, &mut take);
            }
        }
        Spacing::Squeezed => SQUEEZED.each(slice, base, &mut take),
    }
    found
}

/// What is removed between letters when a text is squeezed.
pub(crate) fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '.' | '-' | '_' | '·' | '/' | '|' | '+' | ',' | '•')
}

/// Adds `place` with what surrounds it to windows that ascend; merges it into the last one where they meet.
fn widen(
    windows: &mut Vec<Range<usize>>,
    text: &str,
    place: Range<usize>,
    before: usize,
    after: usize,
) {
    let from = text.floor_char_boundary(place.start.saturating_sub(before));
    let to = text.ceil_char_boundary((place.end + after).min(text.len()));
    match windows.last_mut() {
        Some(last) if from <= last.end => last.end = last.end.max(to),
        _ => windows.push(from..to),
    }
}

#[derive(Clone, Copy)]
pub(super) struct Entry {
    class: Class,
    /// Rare enough in ordinary text to open a closer look.
    rare: bool,
    outline: Option<Outline>,
    /// Only at the beginning of a sentence or clause.
    opening: bool,
    /// Not inside a longer word.
    whole_start: bool,
    whole_end: bool,
}

impl Entry {
    fn stands_at(self, folded: &Folded, start: usize, end: usize, spacing: Spacing) -> bool {
        let text = &folded.text;
        let before = character_before(text, start);
        if spacing == Spacing::Squeezed {
            return !(self.opening
                && self.class == Class::VoiceLine
                && before.is_some_and(char::is_alphanumeric));
        }
        let clear = |edge: Option<char>| !edge.is_some_and(ends_words);
        if (self.whole_start && !clear(before))
            || (self.whole_end && !clear(character_after(text, end)))
        {
            return false;
        }
        !self.opening || opens_clause(folded, start)
    }
}

/// The character that ends at `at`; ASCII, as most are, without a look at the rest.
fn character_before(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at.checked_sub(1)?) {
        Some(ascii) if ascii.is_ascii() => Some(char::from(*ascii)),
        _ => text.get(..at).and_then(|head| head.chars().next_back()),
    }
}

/// The character that begins at `at`.
fn character_after(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at)? {
        ascii if ascii.is_ascii() => Some(char::from(*ascii)),
        _ => text.get(at..).and_then(|tail| tail.chars().next()),
    }
}

/// Whether a sentence or clause begins at `start`: at a line, after its punctuation, after a quote or a bracket.
fn opens_clause(folded: &Folded, start: usize) -> bool {
    let head = folded.text.get(..start).unwrap_or_default().trim_end();
    match head.chars().next_back() {
        None => true,
        Some(last) if !last.is_alphanumeric() && last != '\'' && last != '_' && last != '/' => true,
        Some(_) => folded.line_starts.binary_search(&start).is_ok(),
    }
}

struct Automaton {
    searcher: Option<AhoCorasick>,
    entries: Vec<Entry>,
}

impl Automaton {
    fn new(phrases: Vec<(String, Entry)>) -> Self {
        let (patterns, entries): (Vec<String>, Vec<Entry>) = phrases.into_iter().unzip();
        let searcher = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .prefilter(false)
            .build(patterns);
        // Building fails only past 2^31 states; without an automaton nothing would be found, which tests would show.
        Self { searcher: searcher.ok(), entries }
    }

    /// Calls `visit` with every phrase of `text`; offsets count from `base`.
    fn each(&self, text: &str, base: usize, visit: &mut impl FnMut(&Entry, usize, usize)) {
        let Some(searcher) = &self.searcher else { return };
        for found in searcher.find_overlapping_iter(text) {
            if let Some(entry) = self.entries.get(found.pattern().as_usize()) {
                visit(entry, base + found.start(), base + found.end());
            }
        }
    }
}

/// The phrases, folded once.
struct Lexicon {
    /// What opens a closer look, and the words that betray a disguise; ASCII alone.
    rare: Index,
    /// What is read then; ASCII alone.
    every: Index,
    /// All that is not ASCII.
    foreign: Index,
    /// The most bytes of ASCII that a phrase of those begins with before its first other character, and ends with after
    /// its last.
    reach: (usize, usize),
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let (every, foreign): (Vec<_>, Vec<_>) =
        every().partition(|(phrase, _): &(String, Entry)| phrase.is_ascii());
    let rare = every.iter().filter(|(_, entry)| entry.rare).cloned().chain(outlines());
    let reach = foreign.iter().fold((0, 0), |(ahead, behind), (phrase, _)| {
        let ascii = |byte: &u8| byte.is_ascii();
        let begins = phrase.bytes().take_while(ascii).count();
        let ends = phrase.bytes().rev().take_while(ascii).count();
        (ahead.max(begins), behind.max(ends))
    });
    Lexicon {
        rare: Index::new(rare),
        every: Index::new(every.iter().cloned()),
        foreign: Index::new(foreign.into_iter()),
        reach,
    }
});

static SQUEEZED: LazyLock<Automaton> = LazyLock::new(|| {
    let phrases = lexicon::phrases().map(|(class, phrase)| {
        let (folded, entry) = entry(class, phrase);
        (folded.replace(is_separator, ""), entry)
    });
    // Short words would be found inside others once the spaces are gone.
    let long = phrases.filter(|(phrase, entry)| {
        phrase.chars().count() >= 6 || matches!(entry.class, Class::Prior) || !phrase.is_ascii()
    });
    Automaton::new(long.collect())
});

fn every() -> impl Iterator<Item = (String, Entry)> {
    lexicon::phrases().map(|(class, phrase)| entry(class, phrase))
}

fn entry(class: Class, phrase: &str) -> (String, Entry) {
    let opening = phrase.starts_with('^');
    let stem = phrase.ends_with('*');
    let folded = fold_text(phrase.trim_start_matches('^'));
    let folded = if phrase.ends_with(' ') { folded + " " } else { folded };
    let edge = |character: Option<char>| character.is_some_and(ends_words);
    let whole_start = edge(folded.chars().next());
    let whole_end = !stem && edge(folded.chars().next_back());
    let rare = class.opens();
    (folded, Entry { class, rare, outline: None, opening, whole_start, whole_end })
}

/// Whether the letter's script separates words and adds no particles to them.
fn ends_words(character: char) -> bool {
    character.is_alphanumeric()
        && !matches!(character, '\u{590}'..='\u{6ff}' | '\u{900}'..='\u{dff}' | '\u{e00}'..='\u{eff}'
            | '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Words that betray a shifted or reversed alphabet: long enough never to arise by chance.
fn outlines() -> Vec<(String, Entry)> {
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
    // Of the other shifts, only of words that no shift turns into something that code and prose hold.
    let long = |word: &str| word.len() >= 7;
    let entry = |outline| Entry {
        class: Class::Ignore,
        rare: true,
        outline: Some(outline),
        opening: false,
        whole_start: true,
        whole_end: true,
    };
    let mut phrases = Vec::new();
    for word in WORDS {
        phrases.push((word.chars().rev().collect(), entry(Outline::Reversed)));
        for by in (1..26).filter(|by| *by == 13 || long(word) || *word == "ignore") {
            phrases.push((shift(word, by), entry(Outline::Shifted(26 - by))));
        }
    }
    phrases
}

/// `text` with every Latin letter moved `by` places along the alphabet.
pub(crate) fn shift(text: &str, by: u8) -> String {
    let moved = |letter: u8, first: u8| char::from(first + (letter - first + by % 26) % 26);
    text.chars()
        .map(|character| match u8::try_from(character) {
            Ok(letter @ b'a'..=b'z') => moved(letter, b'a'),
            Ok(letter @ b'A'..=b'Z') => moved(letter, b'A'),
            _ => character,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{super::index::TINY, *};

    /// A shorter phrase would never be found by the index.
    #[test]
    fn phrases_are_long_enough_to_be_indexed() {
        let short: Vec<String> = every()
            .chain(outlines())
            .map(|(phrase, _)| phrase)
            .filter(|phrase| phrase.len() < TINY)
            .collect();
        assert!(short.is_empty(), "{short:?}");
    }
}
