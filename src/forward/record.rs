//! What is sent: a line of the log, a checkpoint of it, or a probe.

use std::{borrow::Cow, fmt::Write as _};

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::audit::feed::{Line, Place};

/// One event on its way. Its text is a JSON object on one line, ASCII alone.
#[derive(Clone, Debug)]
pub struct Record {
    line: Line,
    /// Whether it stands in the log.
    is_logged: bool,
}

impl Record {
    /// The JSON object: byte for byte what stands in the log.
    pub fn text(&self) -> &str {
        &self.line.text
    }

    /// The text, or where that is longer than a receiver takes, a stub that names the record and holds its digest.
    pub fn text_within(&self, longest: usize) -> Cow<'_, str> {
        if self.line.text.len() <= longest { self.text().into() } else { self.stub().into() }
    }

    /// What stands for a record that is too long for a receiver.
    pub fn stub(&self) -> String {
        let digest = Sha256::digest(self.line.text.as_bytes());
        let digest = digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        let stub = json!({
            "timestamp": self.line.timestamp, "level": self.line.level,
            "message": "This record is too long for this destination; the audit log holds it",
            "event_type": self.line.event_type, "outcome": self.line.outcome,
            "seq": self.line.seq, "chain_id": self.line.chain_id,
            "record_bytes": self.line.text.len(), "record_sha256": digest,
        });
        ascii(&stub.to_string())
    }

    pub fn chain_id(&self) -> &str {
        &self.line.chain_id
    }

    /// Its number in the chain. Of a checkpoint, the number of records that it covers; of a probe 0.
    pub fn seq(&self) -> u64 {
        self.line.seq
    }

    /// The key that its MAC was made with; empty where there is no MAC.
    pub fn kid(&self) -> &str {
        &self.line.kid
    }

    pub fn mac(&self) -> &str {
        &self.line.mac
    }

    /// RFC 3339 with microseconds.
    pub fn timestamp(&self) -> &str {
        &self.line.timestamp
    }

    /// When it was made.
    pub fn time(&self) -> Timestamp {
        self.line.timestamp.parse().unwrap_or_default()
    }

    /// Nanoseconds since 1970, as many receivers want it.
    pub fn nanoseconds(&self) -> i128 {
        self.time().as_nanosecond()
    }

    /// `INFO`, `WARNING` or `ERROR`.
    pub fn level(&self) -> &str {
        &self.line.level
    }

    pub fn event_type(&self) -> &str {
        &self.line.event_type
    }

    pub fn outcome(&self) -> Option<&str> {
        self.line.outcome.as_deref()
    }

    /// The same for the same record however often it is sent, so that receivers can tell duplicates.
    pub fn id(&self) -> String {
        let Line { chain_id, seq, event_type, .. } = &self.line;
        if self.is_logged {
            format!("{chain_id}-{seq}")
        } else {
            format!("{chain_id}-{event_type}-{seq}")
        }
    }

    /// The place behind it; `None` for what does not stand in the log.
    pub fn place(&self) -> Option<Place> {
        self.is_logged.then(|| self.line.place())
    }

    /// A signed checkpoint of a chain (c2sp.org/tlog-checkpoint): its second line says how many records it covers.
    pub fn checkpoint(note: &str) -> Self {
        let mut lines = note.lines();
        let chain_id =
            lines.next().and_then(|origin| origin.rsplit('/').next()).unwrap_or_default();
        let size = lines.next().and_then(|size| size.parse().ok()).unwrap_or(0);
        Self::made("audit_checkpoint", "Audit checkpoint", chain_id, size, ("checkpoint", note))
    }

    /// A probe that a person or the engine sends to see whether a destination takes anything.
    pub fn probe() -> Self {
        let id = Uuid::now_v7().to_string();
        let message = "Probe of audit forwarding: nothing has happened";
        Self::made(
            "audit_forward_probe",
            message,
            &id,
            0,
            ("server_version", env!("CARGO_PKG_VERSION")),
        )
    }

    fn made(
        event_type: &str,
        message: &str,
        chain_id: &str,
        seq: u64,
        (name, value): (&str, &str),
    ) -> Self {
        let timestamp = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string();
        let mut members = Map::new();
        let mut member = |name: &str, value: Value| members.insert(name.to_owned(), value);
        member("timestamp", timestamp.as_str().into());
        member("level", "INFO".into());
        member("logger", "mcp_defectdojo.audit_logging".into());
        member("message", message.into());
        member("event_type", event_type.into());
        member("chain_id", chain_id.into());
        if seq > 0 {
            member("size", seq.into());
        }
        member(name, value.into());
        let line = Line {
            text: ascii(&Value::Object(members).to_string()),
            chain_id: chain_id.into(),
            seq,
            timestamp,
            level: "INFO".to_owned(),
            event_type: event_type.to_owned(),
            ..Line::default()
        };
        Self { line, is_logged: false }
    }
}

impl From<Line> for Record {
    fn from(line: Line) -> Self {
        Self { line, is_logged: true }
    }
}

/// JSON with everything beyond ASCII escaped, as the log's own lines are.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            text.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                write!(text, "\\u{unit:04x}").expect("a String takes everything");
            }
        }
    }
    text
}

#[cfg(test)]
impl Record {
    /// The same at another time.
    pub(super) fn dated(&self, timestamp: &str) -> Self {
        let text = self.line.text.replace(&self.line.timestamp, timestamp);
        let line = Line { text, timestamp: timestamp.to_owned(), ..self.line.clone() };
        Self { line, is_logged: self.is_logged }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkpoint_says_what_it_covers_and_is_ascii() {
        let note = "example/0190-chain\n42\nroot\n\n\u{2014} name sig\n";
        let record = Record::checkpoint(note);
        assert_eq!((record.chain_id(), record.seq()), ("0190-chain", 42));
        assert!(record.text().is_ascii());
        let members: Value = serde_json::from_str(record.text()).unwrap();
        assert_eq!(members["checkpoint"], note);
        assert_eq!(record.id(), "0190-chain-audit_checkpoint-42");
        assert!(record.nanoseconds() > 0);
    }
}
