//! The text of one audit line: JSON exactly as Python's `json.dumps` writes it, so that the logs of the
//! Python server and ours are read and verified by the same tools.

use std::io;

use serde::Serialize;
use serde_json::{
    Map, Value,
    ser::{Formatter, Serializer},
};

/// The members of one line while they are written: `{"a": 1, "b": 2` without the closing brace.
#[derive(Debug, Default)]
pub(super) struct Members {
    bytes: Vec<u8>,
}

impl Members {
    pub(super) fn new() -> Self {
        Self { bytes: Vec::with_capacity(1024) }
    }

    /// Writes one member. Names are ours and need no escaping.
    pub(super) fn member(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        self.bytes.extend_from_slice(if self.bytes.is_empty() { b"{\"" } else { b", \"" });
        self.bytes.extend_from_slice(name.as_bytes());
        self.bytes.extend_from_slice(b"\": ");
        write_value(&mut self.bytes, value);
    }

    /// Writes a member only where there is a value: an absent one is left out, as the Python server does.
    pub(super) fn optional(
        &mut self,
        name: &'static str,
        value: Option<&(impl Serialize + ?Sized)>,
    ) {
        if let Some(value) = value {
            self.member(name, value);
        }
    }

    /// Writes every member of a map.
    pub(super) fn all(&mut self, members: &Map<String, Value>) {
        for (name, value) in members {
            self.bytes.extend_from_slice(if self.bytes.is_empty() { b"{" } else { b", " });
            write_value(&mut self.bytes, name);
            self.bytes.extend_from_slice(b": ");
            write_value(&mut self.bytes, value);
        }
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

fn write_value(bytes: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    value
        .serialize(&mut Serializer::with_formatter(bytes, Python))
        .expect("text, numbers and maps with text keys always serialise into memory");
}

/// `json.dumps` with its defaults: `", "` and `": "`, `ensure_ascii`, `float.__repr__`.
struct Python;

impl Formatter for Python {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        writer.write_all(float_repr(value).as_bytes())
    }

    fn write_f32<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        self.write_f64(writer, f64::from(value))
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        if first { Ok(()) } else { writer.write_all(b", ") }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    /// `serde_json` escapes quotes, backslashes and C0 controls as Python does; what is left is DEL and
    /// everything beyond ASCII, as UTF-16 code units.
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.bytes().all(is_plain) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut units = [0; 2];
        let mut rest = fragment;
        while let Some(plain) = rest.bytes().position(|byte| !is_plain(byte)) {
            let (before, from) = rest.split_at(plain);
            writer.write_all(before.as_bytes())?;
            let mut characters = from.chars();
            if let Some(character) = characters.next() {
                for unit in character.encode_utf16(&mut units) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

fn is_plain(byte: u8) -> bool {
    byte < 0x7f
}

/// `repr(float)`: the shortest digits that read back as the same number, an exponent of at least two digits
/// below 1e-4 and from 1e16 on, and always a point or an exponent.
fn float_repr(value: f64) -> String {
    let scientific = format!("{value:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let plain = format!("{value}");
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn text(value: &Value) -> String {
        let mut bytes = Vec::new();
        write_value(&mut bytes, value);
        String::from_utf8(bytes).unwrap()
    }

    /// Expected texts were printed by Python 3.12's `json.dumps`.
    #[test]
    fn writes_what_python_writes() {
        let cases = [
            (json!({"a": [1, 2, {}], "b": {"c": null}}), r#"{"a": [1, 2, {}], "b": {"c": null}}"#),
            (
                json!("\"\\/\u{8}\u{c}\n\r\t\u{0}\u{1f}\u{7f}"),
                r#""\"\\/\b\f\n\r\t\u0000\u001f\u007f""#,
            ),
            (json!("é€😀\u{ffff}\u{10ffff}"), r#""\u00e9\u20ac\ud83d\ude00\uffff\udbff\udfff""#),
            (json!("plain 😀 then é end"), r#""plain \ud83d\ude00 then \u00e9 end""#),
            (json!([[], {}, "", true]), r#"[[], {}, "", true]"#),
        ];
        for (value, expected) in cases {
            assert_eq!(text(&value), expected);
        }
    }

    #[test]
    fn writes_floats_as_python_does() {
        let cases = [
            (12.34, "12.34"),
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (100.0, "100.0"),
            (0.1 + 0.2, "0.30000000000000004"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.234_567_890_123_456_7e17, "1.2345678901234566e+17"),
            (5e-324, "5e-324"),
            (1.797_693_134_862_315_7e308, "1.7976931348623157e+308"),
            (-123.456, "-123.456"),
        ];
        for (value, expected) in cases {
            assert_eq!(float_repr(value), expected);
        }
    }

    proptest::proptest! {
        /// To the last bit: a number that changed on its way would be another record.
        #[test]
        fn reads_the_floats_that_it_writes(
            value in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO
        ) {
            let read: f64 = serde_json::from_str(&float_repr(value)).unwrap();
            proptest::prop_assert_eq!(read.to_bits(), value.to_bits());
        }
    }

    #[test]
    fn short_floats_are_written_like_long_ones() {
        let mut bytes = Vec::new();
        write_value(&mut bytes, &[0.5_f32, 3.0]);
        assert_eq!(bytes, b"[0.5, 3.0]");
    }
}
