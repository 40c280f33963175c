//! Reports that were taken out of messages, and the placeholders that stand in for them until the call is parsed.

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use uuid::Uuid;

use super::{Reports, Spooled, Unspooled, lock};

/// Not of base64's alphabet: no report can begin like this.
const MARK: &str = "report:";
/// Stands for what was not base64.
pub const MALFORMED: &str = "report:malformed";

/// What was taken out, by its placeholder.
#[derive(Debug, Default)]
pub(super) struct Table(HashMap<String, Entry>);

#[derive(Debug)]
struct Entry {
    taken: Result<Spooled, Unspooled>,
    /// Messages under way that hold the same report.
    holders: usize,
}

/// Keeps a taken report until its message is answered.
#[derive(Debug)]
pub struct Held {
    reports: Arc<Reports>,
    placeholder: String,
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut table = lock(&self.reports.taken);
        if let Some(entry) = table.0.get_mut(&self.placeholder) {
            entry.holders -= 1;
            if entry.holders == 0 {
                table.0.remove(&self.placeholder);
            }
        }
    }
}

impl Reports {
    /// Keeps what was taken out of a message under the placeholder that stands in it.
    pub fn take_out(
        self: &Arc<Self>,
        placeholder: String,
        taken: Result<Spooled, Unspooled>,
    ) -> Held {
        let mut table = lock(&self.taken);
        let entry = table.0.entry(placeholder.clone()).or_insert(Entry { taken, holders: 0 });
        entry.holders += 1;
        Held { reports: Arc::clone(self), placeholder }
    }

    /// What a placeholder stands for. Nothing for one that this server did not issue, or whose message is gone.
    pub fn taken(&self, placeholder: &str) -> Option<Result<Spooled, Unspooled>> {
        lock(&self.taken).0.get(placeholder).map(|entry| entry.taken.clone())
    }
}

/// The placeholder of a report: the same for the same bytes, so that a question to a person knows the call again, and
/// with a seal that nobody else can make.
pub(super) fn placeholder(length: u64, sha256: [u8; 32]) -> String {
    static KEY: OnceLock<[u8; 32]> = OnceLock::new();
    let key = KEY.get_or_init(|| {
        let mut key = [0; 32];
        let halves = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
        key.copy_from_slice(&halves);
        key
    });
    let mut seal = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    seal.update(&length.to_be_bytes());
    seal.update(&sha256);
    format!("{MARK}{length}:{}:{}", hex(&sha256), hex(&seal.finalize().into_bytes()))
}

impl super::Spool {
    /// What stands in for this report in its message.
    pub fn placeholder(&self) -> String {
        placeholder(self.length(), self.sha256())
    }
}

pub fn is_placeholder(text: &str) -> bool {
    text.starts_with(MARK)
}

/// A placeholder as a record may show it: without its seal.
pub fn described(placeholder: &str) -> Option<String> {
    let (length, digests) = placeholder.strip_prefix(MARK)?.split_once(':')?;
    let (sha256, _) = digests.split_once(':')?;
    Some(format!("<{length} bytes, SHA-256 {sha256}>"))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        for half in [byte >> 4, byte & 15] {
            hex.extend(char::from_digit(half.into(), 16));
        }
        hex
    })
}
