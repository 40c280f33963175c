//! Finds the lexicon's phrases in folded text.
//!
//! The first reading looks only for phrases that are rare in ordinary text; around its hits a second one reads all
//! classes. The indexes are built when a text first needs them.

use std::{ops::Range, sync::LazyLock};

use super::{
    calls::carries_data,
    index::{Gathered, Index},
    lexicon::{self, Class},
    outlines::{self, Disguised, Outline, Outlines},
};
use crate::screen::{
    lanes::{BLOCK, is_one_of, next_foreign},
    normalise::{Folded, fold_letters, fold_text},
    unicode::is_alphanumeric,
};

/// A phrase in a text, by byte offsets.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub class: Class,
    pub start: usize,
    pub end: usize,
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

/// What the first reading saw.
pub(crate) struct Survey<'a> {
    pub close: Close<'a>,
    /// The disguises hinted at, with their places.
    pub outlines: Outlines,
}

/// What is to be read closely.
pub(crate) struct Close<'a> {
    pub folded: &'a Folded,
    /// What surrounds the rare phrases, merged and ascending.
    pub windows: Vec<Range<usize>>,
    /// The phrases that were found already, ascending: those outside ASCII, or all.
    known: Vec<Hit>,
    all: bool,
}

impl Close<'_> {
    /// How many phrases were found already.
    pub(crate) fn found(&self) -> usize {
        self.known.len()
    }

    /// All phrases within `window`.
    pub(crate) fn hits(&self, window: &Range<usize>) -> Vec<Hit> {
        let begin = self.known.partition_point(|hit| hit.start < window.start);
        let known = self.known.get(begin..).unwrap_or_default().iter();
        let within = known.take_while(|hit| hit.start < window.end);
        let mut found = within.filter(|hit| hit.end <= window.end).copied().collect();
        if !self.all {
            add_plain(&mut found, self.folded, window);
        }
        found
    }
}

/// Looks for what opens a closer reading.
pub(crate) fn survey(folded: &Folded) -> Survey<'_> {
    let text = &folded.text;
    let [mut windows, mut others]: [Vec<Range<usize>>; 2] = Default::default();
    let mut outlines = Disguised::default();
    let mut mark = |entry: &Entry, start: usize, end: usize| {
        if !entry.rare || !entry.stands_at(folded, start, end, Spacing::Words) {
            return;
        }
        match entry.outline {
            // Most links are ordinary, and no phrase beside them changes that.
            None if entry.class == Class::Image && !carries_data(text, start) => {}
            None => widen(&mut windows, text, start..end, BEFORE, AFTER),
            Some(outline) => outlines.note(outline, text, start..end),
        }
    };
    LEXICON.rare.each(text, 0, begins_rare, &mut mark);
    let known = foreign(folded, 0..text.len());
    open(&mut others, text, &known);
    if !others.is_empty() {
        windows.append(&mut others);
        windows.sort_by_key(|window| window.start);
        windows = windows.into_iter().fold(Vec::new(), |mut merged, window| {
            widen(&mut merged, text, window, 0, 0);
            merged
        });
    }
    Survey { close: Close { folded, windows, known, all: false }, outlines: outlines.found }
}

/// Looks for all phrases at once, as is quicker where a disguise was lifted and nearly all of them stand in windows.
pub(crate) fn read(folded: &Folded) -> Close<'_> {
    let text = &folded.text;
    let mut known = hits(folded, &(0..text.len()));
    known.sort_by_key(|hit| hit.start);
    let mut windows = Vec::new();
    open(&mut windows, text, &known);
    Close { folded, windows, known, all: true }
}

/// Adds what surrounds the rare of these phrases, which ascend.
fn open(windows: &mut Vec<Range<usize>>, text: &str, hits: &[Hit]) {
    for hit in hits.iter().filter(|hit| hit.class.opens()) {
        if hit.class != Class::Image || carries_data(text, hit.start) {
            widen(windows, text, hit.start..hit.end, BEFORE, AFTER);
        }
    }
}

/// Bytes of a text for each phrase that room is made for at once.
const FOREIGN: usize = 16;

/// The phrases outside ASCII within `window`, ascending.
fn foreign(folded: &Folded, window: Range<usize>) -> Vec<Hit> {
    let base = window.start;
    let slice = folded.text.get(window).unwrap_or_default();
    let stretches = foreign_stretches(slice);
    let foreign: usize = stretches.iter().map(ExactSizeIterator::len).sum();
    let mut found = Vec::with_capacity(foreign / FOREIGN);
    let mut take = |entry: &Entry, start: usize, end: usize| {
        if entry.stands_at(folded, start, end, Spacing::Words) {
            found.push(Hit { class: entry.class, start, end });
        }
    };
    for stretch in stretches {
        let foreign = slice.get(stretch.clone()).unwrap_or_default();
        LEXICON.foreign.each_anywhere(foreign, base + stretch.start, false, &mut take);
    }
    found
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
pub(super) fn hits(folded: &Folded, window: &Range<usize>) -> Vec<Hit> {
    let mut found = foreign(folded, window.clone());
    add_plain(&mut found, folded, window);
    found
}

/// Adds the phrases of ASCII within `window`.
fn add_plain(found: &mut Vec<Hit>, folded: &Folded, window: &Range<usize>) {
    let slice = folded.text.get(window.clone()).unwrap_or_default();
    let mut take = |entry: &Entry, start: usize, end: usize| {
        if entry.stands_at(folded, start, end, Spacing::Words) {
            found.push(Hit { class: entry.class, start, end });
        }
    };
    LEXICON.every.each(slice, window.start, begins_any, &mut take);
}

/// All phrases of a text whose separators were removed.
pub(super) fn squeezed(folded: &Folded) -> Vec<Hit> {
    let mut found = Vec::new();
    let mut take = |entry: &Entry, start: usize, end: usize| {
        if entry.stands_at(folded, start, end, Spacing::Squeezed) {
            found.push(Hit { class: entry.class, start, end });
        }
    };
    SQUEEZED.each_anywhere(&folded.text, 0, true, &mut take);
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
pub(super) fn widen(
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
    /// Not as an option of a program: `--ignore-file`.
    spoken: bool,
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
                && before.is_some_and(is_alphanumeric));
        }
        let clear = |edge: Option<char>| !edge.is_some_and(ends_words);
        if (self.whole_start && !clear(before))
            || (self.whole_end && !clear(character_after(text, end)))
            || self.spoken && text.get(..start).is_some_and(|head| head.ends_with("--"))
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
    let head = folded.text.get(..start).unwrap_or_default();
    // The second part of a word, or the name of an option.
    if let Some(word) = head.strip_suffix('-')
        && word.ends_with(|last: char| last == '-' || is_alphanumeric(last))
    {
        return false;
    }
    let head = head.trim_end();
    match head.chars().next_back() {
        None => true,
        Some(last) if !is_alphanumeric(last) && last != '\'' && last != '_' && last != '/' => true,
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
    self::every(|phrase, entry| {
        if phrase.is_ascii() {
            every.add(phrase, entry);
            if entry.rare {
                rare.add(phrase, entry);
            }
            return;
        }
        foreign.add(phrase, entry);
        let ascii = |byte: &u8| byte.is_ascii();
        let begins = phrase.bytes().take_while(ascii).count();
        let ends = phrase.bytes().rev().take_while(ascii).count();
        reach = (begins.max(reach.0), ends.max(reach.1));
    });
    for (word, outline) in outlines::words() {
        rare.add(&word, betraying(outline));
    }
    Lexicon { rare: rare.index(), every: every.index(), foreign: foreign.index(), reach }
});

/// The phrases without what separates their words.
static SQUEEZED: LazyLock<Index> = LazyLock::new(|| {
    let mut squeezed = Gathered::default();
    every(|phrase, entry| {
        let phrase = phrase.replace(is_separator, "");
        // Short words would be found inside others once the spaces are gone.
        let long = phrase.chars().count() >= 6 || entry.class == Class::Prior;
        if long || !phrase.is_ascii() {
            squeezed.add(&phrase, entry);
        }
    });
    squeezed.index()
});

/// The phrases, folded, and whether their last words may go on.
pub(super) fn texts() -> impl Iterator<Item = (&'static str, bool)> {
    let phrases = LEXICON.every.phrases().chain(LEXICON.foreign.phrases());
    phrases.map(|(phrase, entry)| (phrase, !entry.whole_end))
}

/// Calls `visit` with every phrase, folded.
fn every(mut visit: impl FnMut(&str, Entry)) {
    let mut folded = String::new();
    lexicon::phrases().for_each(|(class, phrase)| {
        let opening = phrase.starts_with('^');
        let stem = phrase.ends_with('*');
        let words = phrase.trim_start_matches('^').trim_end_matches('*');
        if !fold_letters(words.trim_end_matches(' '), &mut folded) {
            folded = fold_text(words);
        }
        // With the blank that it may end in.
        if words.ends_with(' ') {
            folded.push(' ');
        }
        let edge = |character: Option<char>| character.is_some_and(ends_words);
        let whole_start = edge(folded.chars().next());
        let whole_end = !stem && edge(folded.chars().next_back());
        let rare = class.opens();
        let spoken = matches!(class, Class::Ignore | Class::IgnoreAnywhere | Class::IgnoreNow);
        let entry = Entry { class, rare, outline: None, opening, spoken, whole_start, whole_end };
        visit(&folded, entry);
    });
}

/// A word that betrays a disguise.
fn betraying(outline: Outline) -> Entry {
    Entry {
        class: Class::Ignore,
        rare: true,
        outline: Some(outline),
        opening: false,
        spoken: false,
        whole_start: true,
        whole_end: true,
    }
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
        _ => is_alphanumeric(character),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::index::TINY, *};

    /// A shorter phrase would never be found by the index, nor one behind a sign that is not looked at.
    #[test]
    fn phrases_begin_as_the_index_looks_for_them() {
        let begins_as_looked_for = |phrase: &str, entry: Entry| {
            assert!((TINY..256).contains(&phrase.len()), "{phrase}");
            let first = phrase.as_bytes()[0];
            let begins = if entry.rare { begins_rare } else { begins_any };
            assert!(
                !first.is_ascii() || first.is_ascii_alphanumeric() || begins(first),
                "{phrase}"
            );
            assert!(!begins_rare(first) || begins_any(first), "{phrase}");
        };
        every(begins_as_looked_for);
        for (word, outline) in outlines::words() {
            begins_as_looked_for(&word, betraying(outline));
        }
    }
}
