//! Finds the lexicon's phrases in folded text.
//!
//! The first reading looks only for phrases that are rare in ordinary text; around its hits a second one reads all
//! classes. The indexes are built when a text first needs them.

use std::{borrow::Cow, ops::Range, sync::LazyLock};

use super::{
    calls::carries_data,
    index::{Gathered, Index},
    lexicon::{self, Class},
};
use crate::screen::{
    lanes::{BLOCK, is_one_of, next_foreign},
    normalise::{Folded, fold_text, is_folded},
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
            // Most links are ordinary, and no phrase beside them changes that.
            None if entry.class == Class::Image && !carries_data(text, start) => {}
            None => places.push((start, end)),
            Some(outline) => outlines.note(outline, text, start, end),
        }
    };
    LEXICON.rare.each(text, 0, begins_rare, &mut mark);
    for stretch in foreign_stretches(text) {
        let foreign = text.get(stretch.clone()).unwrap_or_default();
        LEXICON.foreign.each_anywhere(foreign, stretch.start, false, &mut mark);
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
    let bytes = text.as_bytes();
    let mut stretches = Vec::new();
    let mut at = 0;
    while let Some(first) = next_foreign(bytes, at) {
        // What stands between two of them so close is read with them.
        at = (first + BLOCK).min(bytes.len());
        let near = bytes.get(first..at).unwrap_or_default();
        let length = near.iter().rposition(|byte| *byte >= 0x80).map_or(0, |last| last + 1);
        widen(&mut stretches, text, first..first + length, ahead, behind);
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
            LEXICON.every.each(slice, base, begins_any, &mut take);
            for stretch in foreign_stretches(slice) {
                let foreign = slice.get(stretch.clone()).unwrap_or_default();
                LEXICON.foreign.each_anywhere(foreign, base + stretch.start, false, &mut take);
            }
        }
        Spacing::Squeezed => SQUEEZED.each_anywhere(slice, base, true, &mut take),
    }
    found
}

/// Whether a rare phrase begins with this sign.
fn begins_rare(sign: u8) -> bool {
    is_one_of(sign, *b"#/<[]{")
}

/// Whether any phrase begins with this sign.
fn begins_any(sign: u8) -> bool {
    is_one_of(sign, *b"#/<[]{',.")
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
    let [mut rare, mut every, mut foreign]: [Gathered; 3] = Default::default();
    let mut reach = (0, 0);
    for (phrase, entry) in self::every() {
        if phrase.is_ascii() {
            every.add(&phrase, entry);
            if entry.rare {
                rare.add(&phrase, entry);
            }
            continue;
        }
        foreign.add(&phrase, entry);
        let ascii = |byte: &u8| byte.is_ascii();
        let begins = phrase.bytes().take_while(ascii).count();
        let ends = phrase.bytes().rev().take_while(ascii).count();
        reach = (begins.max(reach.0), ends.max(reach.1));
    }
    for (word, entry) in outlines() {
        rare.add(&word, entry);
    }
    Lexicon { rare: rare.index(), every: every.index(), foreign: foreign.index(), reach }
});

/// The phrases without what separates their words.
static SQUEEZED: LazyLock<Index> = LazyLock::new(|| {
    let mut squeezed = Gathered::default();
    for (phrase, entry) in every() {
        let phrase = phrase.replace(is_separator, "");
        // Short words would be found inside others once the spaces are gone.
        let long = phrase.chars().count() >= 6 || entry.class == Class::Prior;
        if long || !phrase.is_ascii() {
            squeezed.add(&phrase, entry);
        }
    }
    squeezed.index()
});

fn every() -> impl Iterator<Item = (Cow<'static, str>, Entry)> {
    lexicon::phrases().map(|(class, phrase)| entry(class, phrase))
}

fn entry(class: Class, phrase: &'static str) -> (Cow<'static, str>, Entry) {
    let opening = phrase.starts_with('^');
    let stem = phrase.ends_with('*');
    let words = phrase.trim_start_matches('^').trim_end_matches('*');
    let folded = if is_folded(words.trim_end_matches(' ')) {
        Cow::Borrowed(words)
    } else {
        let folded = fold_text(words);
        Cow::Owned(if words.ends_with(' ') { folded + " " } else { folded })
    };
    let edge = |character: Option<char>| character.is_some_and(ends_words);
    let whole_start = edge(folded.chars().next());
    let whole_end = !stem && edge(folded.chars().next_back());
    let rare = class.opens();
    (folded, Entry { class, rare, outline: None, opening, whole_start, whole_end })
}

/// Whether the letter's script separates words and adds no particles to them.
fn ends_words(character: char) -> bool {
    match character {
        '\0'..='\u{7f}' => character.is_ascii_alphanumeric(),
        // The letters of Russian, Ukrainian and the like: the table of all letters takes long to search.
        '\u{400}'..='\u{47f}' => true,
        '\u{590}'..='\u{6ff}'
        | '\u{900}'..='\u{dff}'
        | '\u{e00}'..='\u{eff}'
        | '\u{1100}'..='\u{11ff}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => false,
        _ => character.is_alphanumeric(),
    }
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

    /// A shorter phrase would never be found by the index, nor one behind a sign that is not looked at.
    #[test]
    fn phrases_begin_as_the_index_looks_for_them() {
        let words = outlines().into_iter().map(|(word, entry)| (Cow::Owned(word), entry));
        for (phrase, entry) in every().chain(words) {
            assert!((TINY..256).contains(&phrase.len()), "{phrase}");
            let first = phrase.as_bytes()[0];
            let begins = if entry.rare { begins_rare } else { begins_any };
            assert!(
                !first.is_ascii() || first.is_ascii_alphanumeric() || begins(first),
                "{phrase}"
            );
            assert!(!begins_rare(first) || begins_any(first), "{phrase}");
        }
    }
}
