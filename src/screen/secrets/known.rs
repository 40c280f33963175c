//! Finds the secrets that this server was configured with, in any of the encodings that a text may hold them in.

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, Anchored, automaton::Automaton as _, nfa::contiguous::NFA};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Match, settle};
use crate::screen::unicode::is_ignorable;

/// The shortest secret that is searched for, in bytes: a shorter one would be found in ordinary words.
pub(super) const SHORTEST: usize = 8;

/// The least that must be left of a form, in bytes, to be searched for without what separates.
const LEAST_JOINED: usize = 6;

/// Secrets searched for by exact match.
#[derive(Default)]
pub struct Known {
    /// Forms without what [`separates`], searched for in texts without it.
    joined: Option<Joined>,
    /// Forms of which too little is left without it.
    plain: Option<(AhoCorasick, Vec<&'static str>)>,
}

struct Joined {
    searcher: NFA,
    classes: Vec<&'static str>,
}

/// The reserved characters alone, as many clients encode them.
const RESERVED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'/')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?')
    .add(b'@')
    .add(b':')
    .add(b'`')
    .add(b'{')
    .add(b'}');

/// All but what RFC 3986, section 2.3 never needs encoded.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Known {
    /// Prepares the search for `secrets`, each with its class. Those under [`SHORTEST`] bytes are left out.
    pub fn new<'a>(secrets: impl IntoIterator<Item = (&'static str, &'a str)>) -> Self {
        let (mut joined, mut plain) = (BTreeMap::new(), BTreeMap::new());
        for (class, secret) in secrets.into_iter().filter(|(_, secret)| secret.len() >= SHORTEST) {
            for form in encodings(secret) {
                let bare = form.replace(separates, "");
                if bare.len() < SHORTEST {
                    plain.entry(form).or_insert(class);
                }
                if bare.len() >= LEAST_JOINED {
                    joined.entry(bare).or_insert(class);
                }
            }
        }
        let searcher = |forms: &BTreeMap<String, _>| NFA::new(forms.keys()).ok();
        Self {
            joined: (!joined.is_empty())
                .then(|| searcher(&joined))
                .flatten()
                .map(|searcher| Joined { searcher, classes: joined.into_values().collect() }),
            plain: (!plain.is_empty())
                .then(|| AhoCorasick::new(plain.keys()).ok())
                .flatten()
                .map(|searcher| (searcher, plain.into_values().collect())),
        }
    }

    /// Every configured secret in `text`, ascending and apart. Line breaks and invisible characters inside a secret do
    /// not hide it.
    pub fn find(&self, text: &str) -> Vec<Match> {
        let mut found = self.joined.as_ref().map(|joined| joined.find(text)).unwrap_or_default();
        if let Some((searcher, classes)) = &self.plain {
            found.extend(searcher.find_overlapping_iter(text).filter_map(|hit| {
                let class = classes.get(hit.pattern().as_usize())?;
                Some(Match { class, start: hit.start(), end: hit.end() })
            }));
        }
        if found.is_empty() { found } else { settle(found) }
    }
}

impl Joined {
    /// One pass over the text that steps over what separates.
    fn find(&self, text: &str) -> Vec<Match> {
        let mut found = Vec::new();
        let Ok(start) = self.searcher.start_state(Anchored::No) else { return found };
        let (mut state, mut at) = (start, 0);
        while let Some(&byte) = text.as_bytes().get(at) {
            let separator = separator(text, at, byte);
            if separator > 0 {
                at += separator;
                continue;
            }
            state = self.searcher.next_state(Anchored::No, state, byte);
            at += 1;
            if self.searcher.is_special(state) && self.searcher.is_match(state) {
                found.extend((0..self.searcher.match_len(state)).filter_map(|index| {
                    let pattern = self.searcher.match_pattern(state, index);
                    let class = self.classes.get(pattern.as_usize())?;
                    let start = begin(text, at, self.searcher.pattern_len(pattern))?;
                    Some(Match { class, start, end: at })
                }));
            }
        }
        found
    }
}

/// The width of the separating character at `at`, 0 for any other.
fn separator(text: &str, at: usize, byte: u8) -> usize {
    if byte < 0x80 {
        return usize::from(separates(char::from(byte)));
    }
    let character = text.get(at..).and_then(|rest| rest.chars().next());
    character.filter(|character| separates(*character)).map_or(0, char::len_utf8)
}

/// Where the `length` bytes begin, separators not counted, that end at `end`.
fn begin(text: &str, end: usize, length: usize) -> Option<usize> {
    let mut left = length;
    for (at, character) in text.get(..end)?.char_indices().rev() {
        if !separates(character) {
            left = left.saturating_sub(character.len_utf8());
        }
        if left == 0 {
            return Some(at);
        }
    }
    None
}

/// Whether a character may stand inside a secret that was wrapped, joined or emphasised.
fn separates(character: char) -> bool {
    if character.is_ascii() {
        return matches!(character, '\t'..='\r' | ' ' | '"' | '\'' | '`' | '\\' | '*');
    }
    character.is_whitespace() || is_ignorable(character)
}

/// The ways in which `secret` may be written.
fn encodings(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let hex = bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let percents = [NON_ALPHANUMERIC, UNRESERVED, RESERVED]
        .map(|set| utf8_percent_encode(secret, set).to_string());
    let each = bytes.iter().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
    let mut forms = vec![secret.to_owned(), hex.to_ascii_uppercase(), hex, json(secret)];
    forms.extend(["&#39;", "&#x27;", "&apos;"].map(|quote| html(secret, quote)));
    for percent in percents.into_iter().chain([each]) {
        forms.push(lower_escapes(&percent));
        forms.push(percent);
    }
    // At each of the three places in a group that the secret may begin, the groups that hold nothing else.
    for lead in 0..3 {
        let mut padded = vec![0; lead];
        padded.extend_from_slice(bytes);
        let from = (lead * 8).div_ceil(6);
        let to = padded.len() * 8 / 6;
        for encoded in [STANDARD_NO_PAD.encode(&padded), URL_SAFE_NO_PAD.encode(&padded)] {
            forms.extend(encoded.get(from..to).map(str::to_owned));
        }
    }
    forms.retain(|form| form.len() >= SHORTEST);
    forms
}

/// Percent-encoded text with small letters in its escapes.
fn lower_escapes(percent: &str) -> String {
    let mut pieces = percent.split('%');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (escape, rest) = piece.split_at_checked(2).unwrap_or((piece, ""));
        text.push('%');
        text.push_str(&escape.to_ascii_lowercase());
        text.push_str(rest);
    }
    text
}

fn json(secret: &str) -> String {
    let quoted = serde_json::Value::from(secret).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

fn html(secret: &str, quote: &str) -> String {
    secret
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', quote)
}
