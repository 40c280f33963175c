//! Finds the lexicon's phrases in folded text.
//!
//! Two automata read the text. The first holds only phrases that are rare in ordinary text and passes over everything
//! else; around its hits the second one reads all classes. Both are built when the first text arrives.

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::lexicon::{self, Class};
use crate::screen::normalise::{Folded, fold_text};

/// A phrase in a text, by byte offsets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub class: Class,
    pub start: usize,
    pub end: usize,
}

/// A disguise that the first reading saw the outline of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outline {
    /// The alphabet is shifted by so many letters.
    Shifted(u8),
    /// The text reads backwards.
    Reversed,
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
const BEFORE: usize = 220;
const AFTER: usize = 320;

/// Windows around rare phrases, merged and ascending, and the disguises hinted at.
pub(crate) fn survey(folded: &Folded) -> (Vec<Range<usize>>, Vec<Outline>) {
    let text = &folded.text;
    let mut windows: Vec<Range<usize>> = Vec::new();
    let mut outlines = Vec::new();
    let mut mark = |entry: &Entry, start: usize, end: usize| {
        if !entry.stands_at(folded, start, end, Spacing::Words) {
            return;
        }
        match entry.outline {
            Some(outline) if !outlines.contains(&outline) => outlines.push(outline),
            Some(_) => {}
            None => widen(&mut windows, text, start, end),
        }
    };
    if text.is_ascii() {
        RARE_ASCII.each(text, &mut mark);
    } else {
        RARE_ALL.each(text, &mut mark);
    }
    (windows, outlines)
}

/// All phrases within `window`, in the order of their ends.
pub(crate) fn hits(folded: &Folded, window: Range<usize>, spacing: Spacing) -> Vec<Hit> {
    let base = window.start;
    let slice = folded.text.get(window).unwrap_or_default();
    let automaton = match spacing {
        Spacing::Words => &*EVERY,
        Spacing::Squeezed => &*SQUEEZED,
    };
    let mut found = Vec::new();
    automaton.each(slice, &mut |entry, start, end| {
        let (start, end) = (base + start, base + end);
        if entry.stands_at(folded, start, end, spacing) {
            found.push(Hit { class: entry.class, start, end });
        }
    });
    found
}

/// What is removed between letters when a text is squeezed.
pub(crate) fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '.' | '-' | '_' | '·' | '/' | '|' | '+' | ',' | '•')
}

fn widen(windows: &mut Vec<Range<usize>>, text: &str, start: usize, end: usize) {
    let from = text.floor_char_boundary(start.saturating_sub(BEFORE));
    let to = text.ceil_char_boundary((end + AFTER).min(text.len()));
    match windows.last_mut() {
        Some(last) if from <= last.end => last.end = last.end.max(to),
        _ => windows.push(from..to),
    }
}

struct Entry {
    class: Class,
    outline: Option<Outline>,
    /// Only at the beginning of a sentence or clause.
    opening: bool,
    /// Not inside a longer word.
    whole_start: bool,
    whole_end: bool,
}

impl Entry {
    fn stands_at(&self, folded: &Folded, start: usize, end: usize, spacing: Spacing) -> bool {
        let text = &folded.text;
        let before = text.get(..start).and_then(|head| head.chars().next_back());
        if spacing == Spacing::Squeezed {
            return !(self.opening
                && self.class == Class::VoiceLine
                && before.is_some_and(char::is_alphanumeric));
        }
        let after = text.get(end..).and_then(|tail| tail.chars().next());
        let clear = |edge: Option<char>| !edge.is_some_and(char::is_alphanumeric);
        if (self.whole_start && !clear(before)) || (self.whole_end && !clear(after)) {
            return false;
        }
        !self.opening || opens_clause(folded, start)
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
    fn new(kind: AhoCorasickKind, phrases: Vec<(String, Entry)>) -> Self {
        let (patterns, entries): (Vec<String>, Vec<Entry>) = phrases.into_iter().unzip();
        let searcher =
            AhoCorasick::builder().match_kind(MatchKind::Standard).kind(Some(kind)).build(patterns);
        // Building fails only past 2^31 states; without an automaton nothing would be found, which tests would show.
        Self { searcher: searcher.ok(), entries }
    }

    fn each(&self, text: &str, visit: &mut impl FnMut(&Entry, usize, usize)) {
        let Some(searcher) = &self.searcher else { return };
        for found in searcher.find_overlapping_iter(text) {
            if let Some(entry) = self.entries.get(found.pattern().as_usize()) {
                visit(entry, found.start(), found.end());
            }
        }
    }
}

static RARE_ASCII: LazyLock<Automaton> = LazyLock::new(|| {
    let phrases = rare().into_iter().filter(|(phrase, _)| phrase.is_ascii()).collect();
    Automaton::new(AhoCorasickKind::DFA, phrases)
});

static RARE_ALL: LazyLock<Automaton> =
    LazyLock::new(|| Automaton::new(AhoCorasickKind::ContiguousNFA, rare()));

static EVERY: LazyLock<Automaton> = LazyLock::new(|| {
    let phrases = lexicon::phrases().map(|(class, phrase)| entry(class, phrase)).collect();
    Automaton::new(AhoCorasickKind::ContiguousNFA, phrases)
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
    Automaton::new(AhoCorasickKind::ContiguousNFA, long.collect())
});

fn rare() -> Vec<(String, Entry)> {
    let words = lexicon::phrases()
        .filter(|(class, _)| class.opens())
        .map(|(class, phrase)| entry(class, phrase));
    words.chain(outlines()).collect()
}

fn entry(class: Class, phrase: &str) -> (String, Entry) {
    let opening = phrase.starts_with('^');
    let stem = phrase.ends_with('*');
    let folded = fold_text(phrase.trim_start_matches('^'));
    let folded = if phrase.ends_with(' ') { folded + " " } else { folded };
    let edge = |character: Option<char>| character.is_some_and(ends_words);
    let whole_start = edge(folded.chars().next());
    let whole_end = !stem && edge(folded.chars().next_back());
    (folded, Entry { class, outline: None, opening, whole_start, whole_end })
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
        "instruction",
        "instructions",
        "previous",
        "ignore",
        "disregard",
        "forget",
        "finding",
        "findings",
        "without",
        "system",
        "everything",
        "prompt",
        "before",
        "assistant",
        "password",
        "guidelines",
        "vulnerability",
        "language",
        "developer",
        "administrator",
    ];
    // Read only backwards and in ROT13, the two that need no key.
    const MORE: &[&str] = &[
        "conversation",
        "history",
        "product",
        "critical",
        "severity",
        "analyst",
        "delete",
        "create",
        "update",
        "confirmation",
        "report",
        "instead",
        "security",
        "approve",
        "following",
        "about",
        "image",
        "close",
        "positive",
        "reveal",
        "message",
        "override",
    ];
    let whole = |outline| Entry {
        class: Class::Ignore,
        outline: Some(outline),
        opening: false,
        whole_start: true,
        whole_end: true,
    };
    let mut phrases = Vec::new();
    for word in WORDS {
        phrases.push((word.chars().rev().collect(), whole(Outline::Reversed)));
        for by in 1..26 {
            phrases.push((shift(word, by), whole(Outline::Shifted(26 - by))));
        }
    }
    for word in MORE {
        phrases.push((word.chars().rev().collect(), whole(Outline::Reversed)));
        phrases.push((shift(word, 13), whole(Outline::Shifted(13))));
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
