//! Takes long reports out of messages as they come, before anything parses them.
//!
//! A report of 50 MiB is 67 MiB of base64, which the protocol's library would hold three times. This follows JSON's
//! strings and nesting and nothing else; the text of `params.arguments.file`, once it is long, is decoded to disk, and
//! a placeholder that nobody can forge goes on in its place.

use std::sync::Arc;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use memchr::memchr2;

use crate::reports::{Held, MALFORMED, Reports, Spool};

/// Shorter texts stay where they are.
pub(super) const SHORT: usize = 64 << 10;
/// Base64 that is decoded at a time, a multiple of four.
const PIECE: usize = 32 << 10;
/// Where reports stand, from the innermost member outwards.
const PLACE: [&[u8]; 3] = [b"file", b"arguments", b"params"];
/// Levels of a message that can hold a report: an array of messages, and objects within it.
const DEEPEST: usize = 6;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Follows one message.
pub(super) struct Extractor {
    reports: Arc<Reports>,
    /// For each open bracket whether it is an object, and the member that it stands at.
    open: Vec<Level>,
    /// Brackets open beyond those.
    deeper: usize,
    mode: Mode,
    taken: Vec<(String, Spool)>,
    held: Vec<Held>,
}

#[derive(Default)]
struct Level {
    is_object: bool,
    name: Vec<u8>,
    /// Whether the next string is a member's name.
    at_name: bool,
}

enum Mode {
    Plain,
    /// In a string; `name` where it is a member's.
    Text {
        escaped: bool,
        name: bool,
    },
    /// In a report's string that began at this place of what goes on.
    Report {
        start: usize,
        escaped: bool,
    },
    Taking(Box<Decoder>),
}

impl Extractor {
    pub(super) fn new(reports: Arc<Reports>) -> Self {
        Self {
            reports,
            open: Vec::new(),
            deeper: 0,
            mode: Mode::Plain,
            taken: Vec::new(),
            held: Vec::new(),
        }
    }

    /// Reads more of the message and appends what goes on of it to `out`, which nobody else changes meanwhile.
    pub(super) fn feed(&mut self, mut input: &[u8], out: &mut Vec<u8>) {
        while !input.is_empty() {
            input = match &mut self.mode {
                Mode::Plain => self.plain(input, out),
                Mode::Text { .. } => self.text(input, out),
                Mode::Report { .. } => self.report(input, out),
                Mode::Taking(decoder) => {
                    let (rest, ended) = decoder.push(input);
                    if ended {
                        self.end_taking(out);
                    }
                    rest
                }
            };
        }
    }

    /// Waits until little of a report is in memory. Safe to cancel.
    pub(super) async fn settle(&mut self) {
        if let Mode::Taking(decoder) = &mut self.mode {
            decoder.spool.settle().await;
        }
    }

    /// Ends the message; what was taken out of it is kept as long as the answer to this. Safe to cancel.
    pub(super) async fn end(&mut self) -> Vec<Held> {
        while let Some((_, spool)) = self.taken.last_mut() {
            spool.flush().await;
            if let Some((placeholder, spool)) = self.taken.pop() {
                self.held.push(self.reports.take_out(placeholder, spool.finish()));
            }
        }
        self.open.clear();
        self.deeper = 0;
        self.mode = Mode::Plain;
        std::mem::take(&mut self.held)
    }

    /// Begins anew, for a message that was thrown away.
    pub(super) fn forget(&mut self) {
        *self = Self::new(Arc::clone(&self.reports));
    }

    fn plain<'a>(&mut self, input: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
        let Some((&byte, rest)) = input.split_first() else { return input };
        out.push(byte);
        match byte {
            b'"' => {
                let name = self.deeper == 0 && self.open.last().is_some_and(|level| level.at_name);
                self.mode = if name {
                    self.at(|level| {
                        level.at_name = false;
                        level.name.clear();
                    });
                    Mode::Text { escaped: false, name: true }
                } else if self.is_report() {
                    Mode::Report { start: out.len(), escaped: false }
                } else {
                    Mode::Text { escaped: false, name: false }
                };
            }
            b'{' | b'[' if self.open.len() == DEEPEST => self.deeper += 1,
            b'{' | b'[' => {
                let is_object = byte == b'{';
                self.open.push(Level { is_object, name: Vec::new(), at_name: is_object });
            }
            b'}' | b']' if self.deeper > 0 => self.deeper -= 1,
            b'}' | b']' => drop(self.open.pop()),
            b',' if self.deeper == 0 => self.at(|level| level.at_name = level.is_object),
            _ => {}
        }
        rest
    }

    fn text<'a>(&mut self, input: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
        let Mode::Text { escaped, name } = self.mode else { return input };
        let Some((&first, rest)) = input.split_first() else { return input };
        if escaped {
            out.push(first);
            self.mode = Mode::Text { escaped: false, name };
            return rest;
        }
        let length = memchr2(b'"', b'\\', input).unwrap_or(input.len());
        let (piece, rest) = input.split_at(length);
        out.extend_from_slice(piece);
        if name {
            // A letter more than the longest name looked for tells a longer one.
            self.at(|level| {
                let room = 10_usize.saturating_sub(level.name.len());
                level.name.extend(piece.iter().take(room));
            });
        }
        let Some((&byte, rest)) = rest.split_first() else { return rest };
        out.push(byte);
        self.mode = if byte == b'"' { Mode::Plain } else { Mode::Text { escaped: true, name } };
        rest
    }

    /// Like any text, until it is long.
    fn report<'a>(&mut self, input: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
        let Mode::Report { start, escaped } = self.mode else { return input };
        if out.len() - start >= SHORT {
            let mut decoder = Box::new(Decoder::new(self.reports.spool()));
            decoder.push(out.get(start..).unwrap_or_default());
            out.truncate(start);
            self.mode = Mode::Taking(decoder);
            return input;
        }
        let Some((&first, rest)) = input.split_first() else { return input };
        if escaped {
            out.push(first);
            self.mode = Mode::Report { start, escaped: false };
            return rest;
        }
        let length = memchr2(b'"', b'\\', input).unwrap_or(input.len());
        let (piece, rest) = input.split_at(length.min(SHORT));
        out.extend_from_slice(piece);
        if length > SHORT {
            return rest;
        }
        let Some((&byte, rest)) = rest.split_first() else { return rest };
        out.push(byte);
        self.mode = if byte == b'"' { Mode::Plain } else { Mode::Report { start, escaped: true } };
        rest
    }

    fn end_taking(&mut self, out: &mut Vec<u8>) {
        if let Mode::Taking(decoder) = std::mem::replace(&mut self.mode, Mode::Plain) {
            match decoder.finish() {
                Some(spool) => {
                    let placeholder = spool.placeholder();
                    out.extend_from_slice(placeholder.as_bytes());
                    self.taken.push((placeholder, spool));
                }
                None => out.extend_from_slice(MALFORMED.as_bytes()),
            }
            out.push(b'"');
        }
    }

    fn at(&mut self, change: impl FnOnce(&mut Level)) {
        if let Some(level) = self.open.last_mut() {
            change(level);
        }
    }

    fn is_report(&self) -> bool {
        self.deeper == 0
            && self.open.len() >= PLACE.len()
            && self
                .open
                .iter()
                .rev()
                .zip(PLACE)
                .all(|(level, name)| level.is_object && level.name == name)
    }
}

/// From the inside of a JSON string to the bytes that it is base64 of.
struct Decoder {
    spool: Spool,
    /// Base64 without escapes and white space.
    clean: Vec<u8>,
    /// An escape that has begun.
    escape: Vec<u8>,
    malformed: bool,
}

impl Decoder {
    fn new(spool: Spool) -> Self {
        Self { spool, clean: Vec::new(), escape: Vec::new(), malformed: false }
    }

    /// Reads up to the end of the string, and says whether that came.
    fn push<'a>(&mut self, mut input: &'a [u8]) -> (&'a [u8], bool) {
        loop {
            if self.escape.is_empty() {
                let length = memchr2(b'"', b'\\', input).unwrap_or(input.len());
                let (piece, rest) = input.split_at(length);
                self.take(piece);
                match rest.split_first() {
                    None => return (rest, false),
                    Some((b'"', rest)) => return (rest, true),
                    Some((byte, rest)) => {
                        self.escape.push(*byte);
                        input = rest;
                    }
                }
            } else {
                let Some((byte, rest)) = input.split_first() else { return (input, false) };
                self.escape.push(*byte);
                input = rest;
                self.unescape();
            }
        }
    }

    /// RFC 8259 section 7: what may stand after a backslash, as far as base64 can need it.
    fn unescape(&mut self) {
        let plain = match self.escape.as_slice() {
            [_, b'/'] => Some(b'/'),
            [_, b'n' | b'r' | b't'] => Some(b' '),
            [_, b'u', digits @ ..] if digits.len() < 4 => return,
            [_, b'u', digits @ ..] => std::str::from_utf8(digits)
                .ok()
                .and_then(|digits| u32::from_str_radix(digits, 16).ok())
                .and_then(|code| u8::try_from(code).ok()),
            _ => None,
        };
        self.escape.clear();
        match plain {
            Some(byte) => self.take(&[byte]),
            None => self.malformed = true,
        }
    }

    fn take(&mut self, piece: &[u8]) {
        if self.malformed {
            return;
        }
        for part in piece.split(u8::is_ascii_whitespace) {
            self.clean.extend_from_slice(part);
        }
        if self.clean.len() > PIECE {
            // The last four may be padded, and are not the last before the string ends.
            let whole = (self.clean.len() - 1) / 4 * 4;
            self.decode(whole);
        }
    }

    fn decode(&mut self, length: usize) {
        let rest = self.clean.split_off(length);
        let whole = std::mem::replace(&mut self.clean, rest);
        let padded = whole.ends_with(b"=") && !self.clean.is_empty();
        match BASE64.decode(whole) {
            Ok(bytes) if !padded => self.spool.push(&bytes),
            _ => self.malformed = true,
        }
        if self.malformed {
            self.clean = Vec::new();
        }
    }

    fn finish(mut self) -> Option<Spool> {
        self.decode(self.clean.len());
        (!self.malformed).then_some(self.spool)
    }
}

#[cfg(test)]
mod tests {
    use base64::prelude::BASE64_STANDARD;
    use futures_util::TryStreamExt as _;
    use serde_json::{Value, json};

    use super::*;

    /// What goes on of a message that comes in such pieces, and what stands behind its placeholders.
    async fn through(message: &str, piece: usize) -> (Value, Option<Vec<u8>>) {
        let reports = Arc::new(Reports::default());
        let mut extractor = Extractor::new(Arc::clone(&reports));
        let mut out = Vec::new();
        for bytes in message.as_bytes().chunks(piece) {
            extractor.feed(bytes, &mut out);
            extractor.settle().await;
        }
        let held = extractor.end().await;
        let value: Value = serde_json::from_slice(&out).unwrap();
        let place = value.pointer("/params/arguments/file").and_then(Value::as_str);
        let taken = match place.and_then(|placeholder| reports.taken(placeholder)) {
            Some(Ok(spooled)) => {
                Some(spooled.report.pieces().try_collect::<Vec<_>>().await.unwrap().concat())
            }
            _ => None,
        };
        let placeholder = place.map(str::to_owned);
        drop(held);
        if let Some(placeholder) = placeholder {
            assert!(reports.taken(&placeholder).is_none(), "kept beyond its message");
        }
        (value, taken)
    }

    fn call(file: &str) -> String {
        format!(
            r#"{{"id":1,"params":{{"name":"import_scan","arguments":{{"a":[{{"file":"x"}}],"file":"{file}","b":"\"}}"}}}}}}"#
        )
    }

    /// Every length modulo 3, every escape that encoders use, and pieces that split them.
    #[tokio::test]
    async fn long_reports_are_taken_out_byte_for_byte() {
        for extra in 0..3 {
            let report: Vec<u8> =
                (0..=250_u8).map(|at| at.wrapping_mul(7)).cycle().take(200_000 + extra).collect();
            let text = BASE64_STANDARD.encode(&report);
            let lines = text.as_bytes().chunks(76).map(|line| String::from_utf8_lossy(line));
            let lines = lines.collect::<Vec<_>>().join("\\r\\n");
            for file in [
                text.clone(),
                text.trim_end_matches('=').to_owned(),
                text.replace('/', "\\/").replace('+', "\\u002b").replace('=', "\\u003D"),
                lines,
            ] {
                for piece in [61, 4096, 1 << 20] {
                    let (value, taken) = through(&call(&file), piece).await;
                    assert_eq!(taken.as_deref(), Some(report.as_slice()));
                    assert_eq!(value["params"]["arguments"]["a"][0]["file"], "x");
                    assert_eq!(value["params"]["arguments"]["b"], "\"}");
                }
            }
        }
    }

    #[tokio::test]
    async fn everything_else_stays_as_it_is() {
        let long = "A".repeat(100_000);
        for message in [
            call("e30="),
            json!({"params": {"file": long, "arguments": {"note": long, "x": {"file": long}}}}).to_string(),
            json!({"arguments": {"file": long}, "deep": [[[[[[[[{"params": {"arguments": {"file": long}}}]]]]]]]]}).to_string(),
        ] {
            let (value, taken) = through(&message, 1000).await;
            assert_eq!(value, serde_json::from_str::<Value>(&message).unwrap());
            assert_eq!(taken, None);
        }
    }

    #[tokio::test]
    async fn what_is_not_base64_says_so() {
        let good = "A".repeat(100_000);
        for bad in ["*", "\\u0000", "\\q", "=AAAA", "é"] {
            for file in [format!("{bad}{good}"), format!("{good}{bad}{good}")] {
                let message = call(&file);
                let reports = Arc::new(Reports::default());
                let mut extractor = Extractor::new(reports);
                let mut out = Vec::new();
                extractor.feed(message.as_bytes(), &mut out);
                extractor.end().await;
                let value: Value = serde_json::from_slice(&out).unwrap();
                assert!(value["params"]["arguments"]["file"] == MALFORMED, "{bad}");
            }
        }
    }
}
