//! One record as an RFC 5424 message: header, structured data, and the line of the log byte for byte.

use std::{
    borrow::Cow,
    fmt::{self, Write as _},
    process,
};

use super::super::Record;
use crate::platform;

/// "log audit" (RFC 5424, section 6.2.1).
const FACILITY: u8 = 13;
/// The enterprise number that RFC 5612 sets aside for those who have none.
const ENTERPRISE: u32 = 32473;
const APP_NAME: &str = "mcp-defectdojo";
const LONGEST_HOSTNAME: usize = 255;
const LONGEST_MSGID: usize = 32;
/// What receivers should be able to take in a datagram (RFC 5426, section 3.2).
pub(super) const LONGEST_DATAGRAM: usize = 2048;
/// `sequenceId` begins again at 1 after this (RFC 5424, section 7.3.1).
const LAST_SEQUENCE_ID: u64 = 2_147_483_647;

/// Who sends: the same in every message.
pub(super) struct Sender {
    hostname: String,
    process_id: u32,
}

impl Sender {
    pub(super) fn of_this_process() -> Self {
        Self {
            hostname: word(&platform::host_name(), LONGEST_HOSTNAME).into_owned(),
            process_id: process::id(),
        }
    }

    /// Appends the message with its length before it (RFC 6587, section 3.4.1).
    pub(super) fn frame(&self, record: &Record, out: &mut Vec<u8>) {
        let head = self.head(record);
        let length = head.len() + record.text().len();
        out.extend_from_slice(length.to_string().as_bytes());
        out.push(b' ');
        out.extend_from_slice(head.as_bytes());
        out.extend_from_slice(record.text().as_bytes());
    }

    /// The message for a datagram: beyond the size that every receiver takes, a stub that names the record and
    /// holds its digest.
    pub(super) fn datagram(&self, record: &Record) -> String {
        let head = self.head(record);
        let longest = LONGEST_DATAGRAM.saturating_sub(head.len());
        head + &record.text_within(longest)
    }

    /// The message up to its text.
    fn head(&self, record: &Record) -> String {
        let Self { hostname, process_id } = self;
        let severity = match record.level() {
            "ERROR" => 3,
            "WARNING" => 4,
            _ => 6,
        };
        let priority = FACILITY * 8 + severity;
        let timestamp = word(record.timestamp(), 32);
        let kind = word(record.event_type(), LONGEST_MSGID);
        let sequence = record.seq().saturating_sub(1) % LAST_SEQUENCE_ID + 1;
        let mut head = String::with_capacity(LONGEST_HOSTNAME + 256);
        let mut put = |text: fmt::Arguments<'_>| {
            head.write_fmt(text).expect("a String takes everything");
        };
        put(format_args!("<{priority}>1 {timestamp} {hostname} {APP_NAME} {process_id} {kind} "));
        put(format_args!("[meta sequenceId=\"{sequence}\"][audit@{ENTERPRISE}"));
        let mut member = |name, value: &str| {
            if !value.is_empty() {
                put(format_args!(" {name}=\"{}\"", escaped(value)));
            }
        };
        member("chain", record.chain_id());
        member("seq", &record.seq().to_string());
        member("kid", record.kid());
        member("mac", record.mac());
        head.push_str("] ");
        head
    }
}

/// Printable ASCII without spaces, as header fields are; `-` where nothing is left.
fn word(text: &str, longest: usize) -> Cow<'_, str> {
    if text.len() <= longest && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return text.into();
    }
    let word: String = text.chars().filter(char::is_ascii_graphic).take(longest).collect();
    if word.is_empty() { "-".into() } else { word.into() }
}

/// RFC 5424, section 6.3.3.
fn escaped(value: &str) -> Cow<'_, str> {
    if !value.contains(['\\', '"', ']']) {
        return value.into();
    }
    value.replace('\\', "\\\\").replace('"', "\\\"").replace(']', "\\]").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structured_data_is_escaped_and_headers_are_words() {
        assert_eq!(escaped(r#"a"b]c\d é"#), r#"a\"b\]c\\d é"#);
        assert_eq!(word("a b\u{7f}é\n", 9), "ab");
        assert_eq!(word("é", 9), "-");
        assert_eq!(word("abcdef", 3), "abc");
    }

    #[test]
    fn a_frame_counts_its_octets() {
        let sender = Sender { hostname: "here".to_owned(), process_id: 7 };
        let mut frame = Vec::new();
        let note = "origin/a-chain\n3\nroot\n\nsignature\n";
        sender.frame(&Record::checkpoint(note), &mut frame);
        let frame = String::from_utf8(frame).unwrap();
        let (length, message) = frame.split_once(' ').unwrap();
        assert_eq!(length.parse(), Ok(message.len()));
        let (header, rest) = message.split_once(" [meta ").unwrap();
        assert!(header.starts_with("<110>1 20"), "{header}");
        assert!(header.ends_with(" here mcp-defectdojo 7 audit_checkpoint"), "{header}");
        assert!(rest.starts_with(r#"sequenceId="3"][audit@32473 chain="a-chain" seq="3"] {"#));
    }
}
