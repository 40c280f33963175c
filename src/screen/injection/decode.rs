//! Lifts disguises: spaced letters, entities, escapes, percent, base64, hexadecimal, binary.

use std::ops::Range;

use base64::{
    Engine as _,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};

use super::{
    phrases::is_separator,
    shape::{ENCODED, SPACED, Shape},
};
use crate::screen::unicode::is_alphanumeric;

/// The stretches of single letters with their separators removed.
pub(crate) fn squeeze(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    let (mut run, mut kept) = (0, 0);
    // Where the piece begins that is read, and how many letters it has.
    let (mut start, mut letters) = (0, 0);
    for (at, character) in folded.char_indices().chain([(folded.len(), ' ')]) {
        if !is_separator(character) {
            letters += usize::from(is_alphanumeric(character));
            continue;
        }
        let piece = folded.get(start..at).unwrap_or_default();
        // A separator beside a separator, or a sign beside its letter: `a _ b`, `a b >`.
        if letters < 2 {
            run += usize::from(!piece.is_empty());
            out.push_str(piece);
        } else {
            if run < SPACED {
                out.truncate(kept);
            }
            if out.len() > kept {
                out.push(' ');
            }
            kept = out.len();
            run = 0;
        }
        (start, letters) = (at + character.len_utf8(), 0);
    }
    if run < SPACED {
        out.truncate(kept);
    }
    out
}

/// Entities, percent triplets, and `\u`, `\x` and octal escapes replaced by their characters; `None` where so few
/// were that they hide nothing.
pub(crate) fn unescape(text: &str) -> Option<String> {
    let mut out: Vec<u8> = Vec::with_capacity(text.len());
    let mut told = 0;
    let mut rest = text;
    while let Some(at) = memchr::memchr3(b'&', b'%', b'\\', rest.as_bytes()) {
        let (plain, tail) = rest.split_at_checked(at).unwrap_or_default();
        out.extend_from_slice(plain.as_bytes());
        if let Some((decoded, length)) = escape(tail) {
            let before = out.len();
            match decoded {
                Escape::Byte(byte) => out.push(byte),
                Escape::Character(character) => {
                    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                }
            }
            told += match out.get(before) {
                Some(letter) if letter.is_ascii_alphanumeric() => LETTER,
                Some(b' ') => SPACE,
                _ => OTHER,
            };
            rest = tail.get(length..).unwrap_or_default();
        } else {
            out.extend_from_slice(tail.as_bytes().get(..1).unwrap_or_default());
            rest = tail.get(1..).unwrap_or_default();
        }
    }
    out.extend_from_slice(rest.as_bytes());
    (told >= HIDING).then(|| String::from_utf8_lossy(&out).into_owned())
}

/// What an escape tells of a disguise, by what it is written for: a letter, which needs none; a space or the end of a
/// line; a sign, or a letter that ASCII has not. From [`HIDING`] on they are lifted.
const LETTER: u32 = 4;
const SPACE: u32 = 1;
const OTHER: u32 = 2;
const HIDING: u32 = 4;

/// Whether the escape that `text` begins with, if it does, is written for a letter or a digit.
pub(super) fn escapes_letter(text: &str) -> Option<bool> {
    escape(text).map(|(escape, _)| match escape {
        Escape::Byte(byte) => byte.is_ascii_alphanumeric(),
        Escape::Character(character) => character.is_ascii_alphanumeric(),
    })
}

enum Escape {
    Byte(u8),
    Character(char),
}

fn escape(text: &str) -> Option<(Escape, usize)> {
    let mut characters = text.chars();
    let number =
        |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    match (characters.next()?, characters.next()?) {
        ('%', _) => {
            let byte = u8::from_str_radix(text.get(1..3)?, 16).ok()?;
            Some((Escape::Byte(byte), 3))
        }
        ('&', '#') => {
            let end = text
                .get(2..)?
                .find(|next: char| !next.is_ascii_alphanumeric())
                .unwrap_or(text.len() - 2)
                + 2;
            let digits = text.get(2..end.min(12))?;
            let character = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => number(hex, 16)?,
                None => number(digits, 10)?,
            };
            let semicolon = text.get(end..).is_some_and(|tail| tail.starts_with(';'));
            Some((Escape::Character(character), end + usize::from(semicolon)))
        }
        ('&', _) => {
            let named = [
                ("&lt;", '<'),
                ("&gt;", '>'),
                ("&amp;", '&'),
                ("&quot;", '"'),
                ("&apos;", '\''),
                ("&nbsp;", ' '),
            ];
            let (name, character) = named.into_iter().find(|(name, _)| text.starts_with(name))?;
            Some((Escape::Character(character), name.len()))
        }
        ('\\', 'u') => {
            if let Some(braced) = text.get(2..)?.strip_prefix('{') {
                let end = braced.get(..9.min(braced.len()))?.find('}')?;
                return Some((Escape::Character(number(braced.get(..end)?, 16)?), end + 4));
            }
            Some((Escape::Character(number(text.get(2..6)?, 16)?), 6))
        }
        ('\\', 'U') => Some((Escape::Character(number(text.get(2..10)?, 16)?), 10)),
        ('\\', 'x') => Some((Escape::Byte(u8::from_str_radix(text.get(2..4)?, 16).ok()?), 4)),
        ('\\', '0'..='3') => Some((Escape::Byte(u8::from_str_radix(text.get(1..4)?, 8).ok()?), 4)),
        ('\\', 'n' | 't' | 'r') => Some((Escape::Byte(b' '), 2)),
        _ => None,
    }
}

/// What the long runs and the groups of `text` say in base64, hexadecimal or binary, where they say anything
/// printable; one line each, and whether that is all: past `limit` bytes the rest is left out.
pub(crate) fn decoded_runs(text: &str, shape: &Shape, limit: usize) -> (String, bool) {
    let mut said = String::new();
    let mut done = 0;
    for run in &shape.encoded {
        if run.start < done {
            continue;
        }
        if said.len() > limit {
            return (said, false);
        }
        let (start, end) = whole_run(text, run);
        done = end;
        let run = text.get(start..end).unwrap_or_default();
        if let Some(decoded) = hexadecimal(run).or_else(|| base64(run)).and_then(printable) {
            said.push_str(&decoded);
            said.push('\n');
        }
    }
    for run in &shape.grouped {
        if said.len() > limit {
            return (said, false);
        }
        if let Some(decoded) = text.get(run.clone()).and_then(groups) {
            said.push_str(&decoded);
            said.push('\n');
        }
    }
    (said, true)
}

/// `run` with the signs of base64 that join it to its neighbours.
fn whole_run(text: &str, run: &Range<usize>) -> (usize, usize) {
    let member = |byte: &&u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=')
    };
    let bytes = text.as_bytes();
    let before = bytes
        .get(..run.start)
        .unwrap_or_default()
        .iter()
        .rev()
        .take(4096)
        .take_while(member)
        .count();
    let after = bytes.get(run.start..).unwrap_or_default().iter().take_while(member).count();
    (run.start - before, (run.start + after).max(run.start))
}

fn base64(run: &str) -> Option<Vec<u8>> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let run = run.trim_matches('=').trim_start_matches(['-', '_', '/', '+']);
    // A run cut short ends in a lone digit, which holds no byte.
    let run = if run.len() % 4 == 1 { run.get(..run.len() - 1)? } else { run };
    let alphabet = if run.contains(['-', '_']) { URL_SAFE } else { STANDARD };
    GeneralPurpose::new(&alphabet, LENIENT).decode(run).ok()
}

fn hexadecimal(run: &str) -> Option<Vec<u8>> {
    let digits = run.strip_prefix("0x").unwrap_or(run).as_bytes();
    let pair = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).ok()?, 16).ok();
    digits.chunks_exact(2).map(pair).collect()
}

/// Groups of two hexadecimal or eight binary digits, joined.
fn groups(run: &str) -> Option<String> {
    let words = run
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    let bytes: Vec<u8> = words
        .filter_map(|word| match word.len() {
            8 => u8::from_str_radix(word, 2).ok(),
            2 => u8::from_str_radix(word, 16).ok(),
            _ => None,
        })
        .collect();
    printable(bytes)
}

/// Text, if the bytes are mostly that.
fn printable(bytes: Vec<u8>) -> Option<String> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        // The tail of a cut run may not be text.
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            if valid * 4 < bytes.len() * 3 {
                return None;
            }
            bytes.truncate(valid);
            String::from_utf8(bytes).ok()?
        }
    };
    let signs = text
        .chars()
        .filter(|character| character.is_control() && !character.is_whitespace())
        .count();
    (text.len() >= ENCODED / 2 && signs * 10 <= text.len()).then_some(text)
}
