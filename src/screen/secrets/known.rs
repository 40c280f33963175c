//! Finds the secrets that this server was configured with, in any of the encodings that a text may hold them in.

use aho_corasick::{AhoCorasick, MatchKind};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Match, settle};
use crate::screen::unicode::is_ignorable;

/// The shortest secret that is searched for, in bytes: a shorter one would be found in ordinary words.
pub(super) const SHORTEST: usize = 8;

/// Secrets searched for by exact match.
#[derive(Default)]
pub struct Known {
    searcher: Option<AhoCorasick>,
    /// The same forms without what [`separates`].
    joined: Option<AhoCorasick>,
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

impl Known {
    /// Prepares the search for `secrets`, each with its class. Those under [`SHORTEST`] bytes are left out.
    pub fn new<'a>(secrets: impl IntoIterator<Item = (&'static str, &'a str)>) -> Self {
        let (mut forms, mut classes) = (Vec::new(), Vec::new());
        for (class, secret) in secrets {
            if secret.len() < SHORTEST {
                continue;
            }
            for form in encodings(secret) {
                if !forms.contains(&form) {
                    forms.push(form);
                    classes.push(class);
                }
            }
        }
        let joined = forms.iter().map(|form: &String| form.replace(separates, ""));
        // One too short to search for gives its place to a form that no joined text holds.
        let joined =
            joined.map(|form| if form.len() < SHORTEST { "\n".repeat(SHORTEST) } else { form });
        let mut search = AhoCorasick::builder();
        search.match_kind(MatchKind::LeftmostLongest);
        Self { joined: search.build(joined).ok(), searcher: search.build(&forms).ok(), classes }
    }

    /// Every configured secret in `text`, ascending and apart. Line breaks and invisible characters inside a secret do
    /// not hide it.
    pub fn find(&self, text: &str) -> Vec<Match> {
        let (Some(searcher), Some(joined_searcher)) = (&self.searcher, &self.joined) else {
            return Vec::new();
        };
        if self.classes.is_empty() {
            return Vec::new();
        }
        let class =
            |pattern: usize| self.classes.get(pattern).copied().unwrap_or("configured_secret");
        let mut found: Vec<Match> = searcher
            .find_iter(text)
            .map(|hit| Match {
                class: class(hit.pattern().as_usize()),
                start: hit.start(),
                end: hit.end(),
            })
            .collect();
        // Once more without what only separates: each byte kept remembers where it stood.
        let (mut joined, mut origins) = (Vec::new(), Vec::new());
        for (at, character) in text.char_indices() {
            if separates(character) {
                continue;
            }
            joined.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            origins.extend((at..).take(character.len_utf8()));
        }
        if joined.len() < text.len() {
            found.extend(joined_searcher.find_iter(&joined).filter_map(|hit| {
                let start = *origins.get(hit.start())?;
                let end = *origins.get(hit.end() - 1)? + 1;
                Some(Match { class: class(hit.pattern().as_usize()), start, end })
            }));
        }
        settle(found)
    }
}

/// Whether a character may stand inside a secret that was wrapped, joined or emphasised.
fn separates(character: char) -> bool {
    character.is_whitespace()
        || is_ignorable(character)
        || matches!(character, '"' | '\'' | '`' | '\\' | '*')
}

/// The ways in which `secret` may be written.
fn encodings(secret: &str) -> Vec<String> {
    let bytes = secret.as_bytes();
    let hex = bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let mut forms = vec![
        secret.to_owned(),
        hex.to_ascii_uppercase(),
        hex,
        utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
        utf8_percent_encode(secret, RESERVED).to_string(),
        json(secret),
        html(secret),
    ];
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
    let lower = forms
        .get(3)
        .map(|percent| percent.to_ascii_lowercase())
        .filter(|_| secret.bytes().all(|byte| !byte.is_ascii_uppercase()));
    forms.extend(lower);
    forms.retain(|form| form.len() >= SHORTEST);
    forms
}

fn json(secret: &str) -> String {
    let quoted = serde_json::Value::from(secret).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

fn html(secret: &str) -> String {
    secret
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
