//! Receivers that take the records as they are: a JSON array, as the Python server sent it, or one object a line.

use super::{Format, Record};

/// One JSON array, with a bearer token.
pub(super) struct Array;

/// One JSON object a line, with a bearer token.
pub(super) struct Ndjson;

impl Format for Array {
    fn encode(&self, batch: &[Record]) -> Vec<u8> {
        let records: Vec<_> = batch.iter().map(Record::text).collect();
        format!("[{}]", records.join(", ")).into_bytes()
    }
}

impl Format for Ndjson {
    fn content_type(&self) -> &'static str {
        "application/x-ndjson"
    }

    fn encode(&self, batch: &[Record]) -> Vec<u8> {
        lines(batch.iter().map(Record::text))
    }
}

pub(super) fn lines<'text>(texts: impl Iterator<Item = &'text str>) -> Vec<u8> {
    let mut body = Vec::new();
    for text in texts {
        body.extend_from_slice(text.as_bytes());
        body.push(b'\n');
    }
    body
}
