//! The chain: each line's MAC covers the line and the MAC before it.

use std::{fmt, fmt::Write as _};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{
    merkle::{self, Frontier},
    record::Record,
};

pub(super) const MAC_MEMBER: &[u8] = b", \"integrity_hmac\": \"";

/// A key of the chain. The MAC is keyed with the UTF-8 text of `AUDIT_HMAC_KEY` as it stands, not
/// hex-decoded, because the Python server does so.
#[derive(Clone)]
pub(super) struct Key {
    mac: Hmac<Sha256>,
    /// Keyed apart, so that a digest of a text can never pass for the MAC of a line.
    digest: Hmac<Sha256>,
    /// Names the key in each line without giving it away.
    id: String,
}

impl Key {
    pub(super) fn new(secret: &[u8]) -> Self {
        let mac = keyed(secret);
        let derived = |purpose: &[u8]| finish(mac.clone(), purpose);
        let digest = keyed(&derived(b"mcp-defectdojo audit request digest"));
        let mut id = hex(&derived(b"mcp-defectdojo audit key id"));
        id.truncate(8);
        Self { mac, digest, id }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    /// The seed of the key that signs checkpoints, where the operator gives none.
    pub(super) fn signing_seed(&self) -> [u8; 32] {
        finish(self.mac.clone(), b"mcp-defectdojo audit checkpoint signing")
    }

    /// `hmac-sha256:` and 64 hex digits: equal texts have equal digests, and without the key nobody can
    /// try texts out.
    pub(super) fn digest(&self, text: &str) -> String {
        format!("hmac-sha256:{}", hex(&finish(self.digest.clone(), text.as_bytes())))
    }

    /// The MAC of a line, given its bytes without the MAC and the brace that closes it.
    pub(super) fn line_mac(&self, previous: &Tail, line: &[u8]) -> Tail {
        let mut mac = self.mac.clone();
        mac.update(previous.as_bytes());
        mac.update(b"|");
        mac.update(line);
        mac.update(b"}");
        Tail(Some(hex_digits(&mac.finalize().into_bytes())))
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Key").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The MAC that the next line is chained to: none before the first line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tail(Option<[u8; 64]>);

impl Tail {
    /// Reads 64 lower-case hex digits.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let digits: [u8; 64] = text.try_into().ok()?;
        let is_hex = |byte: u8| byte.is_ascii_digit() | (b'a'..=b'f').contains(&byte);
        // Looking at all of them is faster than stopping at the first that is none.
        digits.iter().fold(true, |all, byte| all & is_hex(*byte)).then_some(Self(Some(digits)))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |digits| digits)
    }

    pub(super) fn text(&self) -> &str {
        str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The first 12 digits, as `prior_chain_tail` shows them.
    pub(super) fn short(&self) -> String {
        self.as_bytes().iter().take(12).copied().map(char::from).collect()
    }
}

/// Where a chain stands: what the next line needs to know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// The MAC of the last line, of this chain or of what stood in the file before it.
    pub(super) tail: Tail,
    /// All lines of the chain so far.
    pub(super) tree: Frontier,
}

impl Position {
    /// The number of the next line. The first is 1.
    pub(super) fn next(&self) -> u64 {
        self.tree.size() + 1
    }
}

/// Gives each record its place and seals it.
#[derive(Debug)]
pub(super) struct Chain {
    key: Key,
    id: String,
    position: Position,
}

impl Chain {
    /// A chain that goes on from `position`.
    pub(super) fn new(key: Key, id: String, position: Position) -> Self {
        Self { key, id, position }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn key_id(&self) -> &str {
        self.key.id()
    }

    /// Seals with another key from here on.
    pub(super) fn take_key(&mut self, key: Key) {
        self.key = key;
    }

    pub(super) fn position(&self) -> &Position {
        &self.position
    }

    /// Takes back every seal since `position`: those lines never reached the file.
    pub(super) fn rewind(&mut self, position: Position) {
        self.position = position;
    }

    /// Writes the record's line, newline included, to the end of `out`.
    pub(super) fn seal(&mut self, record: &Record, out: &mut Vec<u8>) {
        let start = out.len();
        let (head, rest) = record.parts();
        out.extend_from_slice(head);
        let Self { key, id, position } = self;
        out.extend_from_slice(b", \"seq\": ");
        out.extend_from_slice(position.next().to_string().as_bytes());
        for (name, value) in [(", \"chain_id\": \"", &*id), ("\", \"kid\": \"", &key.id)] {
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(value.as_bytes());
        }
        out.push(b'"');
        out.extend_from_slice(rest);
        position.tail = key.line_mac(&position.tail, out.get(start..).unwrap_or_default());
        out.extend_from_slice(MAC_MEMBER);
        out.extend_from_slice(position.tail.as_bytes());
        out.extend_from_slice(b"\"}");
        position.tree.push(merkle::leaf(out.get(start..).unwrap_or_default()));
        out.push(b'\n');
    }
}

fn keyed(secret: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(secret).expect("HMAC takes keys of any length")
}

fn finish(mut mac: Hmac<Sha256>, text: &[u8]) -> [u8; 32] {
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// Reads hex digits, as many as fill the array.
pub(super) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
        text
    })
}

fn hex_digits(bytes: &[u8]) -> [u8; 64] {
    // Without a branch, so that many are made at once.
    let digit = |nibble: u8| b'0' + nibble + u8::from(nibble > 9) * (b'a' - b'0' - 10);
    let mut digits = [0; 64];
    for (pair, byte) in digits.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 15)];
    }
    digits
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;

    /// The MAC of one fixed line, computed with Python's `hmac` module.
    #[test]
    fn the_mac_is_that_of_the_python_server() {
        let key = Key::new(b"a-test-key");
        let first = key.line_mac(&Tail::default(), br#"{"a": 1"#);
        assert_eq!(
            first.as_bytes(),
            b"2a0a6f871a0b279fdd20b62cc9878128dbace36ffa55864497b973e26b45afa2"
        );
        let second = key.line_mac(&first, br#"{"b": 2"#);
        assert_eq!(
            second.as_bytes(),
            b"a495fe7944048be3294a23dc5a22be12e60e4ed30f8672e47994e58f030509bc"
        );
    }

    #[test]
    fn a_rewound_chain_gives_the_same_numbers_again() {
        let mut chain =
            Chain::new(Key::new(b"a-test-key"), "a-chain".to_owned(), Position::default());
        let record = Record::lifecycle("Test", &Map::new());
        let before = chain.position().clone();
        let (mut first, mut second) = (Vec::new(), Vec::new());
        chain.seal(&record, &mut first);
        chain.rewind(before);
        chain.seal(&record, &mut second);
        assert_eq!(first, second);
    }

    #[test]
    fn a_tail_is_64_lower_case_hex_digits() {
        assert!(Tail::parse(&[b'a'; 64]).is_some());
        assert!(Tail::parse(&[b'A'; 64]).is_none());
        assert!(Tail::parse(&[b'a'; 63]).is_none());
    }

    /// Keys are parts of what is logged when something goes wrong; none of them may show more than its name.
    #[test]
    fn a_key_shows_its_name_alone() {
        let key = Key::new(b"a-test-key");
        assert_eq!(format!("{key:?}"), format!("Key {{ id: {:?}, .. }}", key.id()));
        assert_eq!(key.id().len(), 8);
    }

    #[test]
    fn a_tail_is_shown_by_its_first_digits() {
        let tail = Tail::parse(&b"0123456789abcdef".repeat(4)).unwrap();
        assert_eq!(tail.short(), "0123456789ab");
        assert_eq!(tail.text(), "0123456789abcdef".repeat(4));
        assert_eq!((Tail::default().short(), Tail::default().text()), (String::new(), ""));
    }

    #[test]
    fn hex_is_read_only_in_its_own_length() {
        assert_eq!(hex(&[0, 9, 0xa0, 0xff]), "0009a0ff");
        assert_eq!(unhex("0009a0ff"), Some([0, 9, 0xa0, 0xff]));
        for wrong in ["", "0009a0f", "0009a0ff00", "0009a0fg", "0009a0\u{e9}"] {
            assert_eq!(unhex::<4>(wrong), None, "{wrong}");
        }
    }
}
