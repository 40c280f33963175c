//! A line of the log as it is read back: what was sealed, and the seal.

use super::{
    chain::{MAC_MEMBER, Tail, unhex},
    merkle::Frontier,
};

const END: &[u8] = b"\"}";

/// A line split at its MAC. Whether the MAC is right is for the key to say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sealed<'line> {
    /// The line's bytes before the MAC member, without the brace that closes them.
    pub(super) body: &'line [u8],
    pub(super) mac: Tail,
}

impl<'line> Sealed<'line> {
    /// Splits a line given without its newline.
    pub(super) fn parse(line: &'line [u8]) -> Option<Self> {
        let line = line.strip_suffix(END)?;
        let (rest, mac) = line.split_at_checked(line.len().checked_sub(64)?)?;
        let body = rest.strip_suffix(MAC_MEMBER)?;
        Some(Self { body, mac: Tail::parse(mac)? })
    }

    /// The members that give the line its place. The Python server's lines have none of them.
    pub(super) fn place(&self) -> Place<'line> {
        let mut place = Place::default();
        for (name, value) in self.members() {
            match name {
                b"event_type" => place.event_type = plain_text(value),
                b"seq" => place.seq = str::from_utf8(value).ok().and_then(|text| text.parse().ok()),
                b"chain_id" => place.chain_id = plain_text(value),
                b"kid" => {
                    place.kid = plain_text(value);
                    // The last of the three: what follows is not looked at.
                    break;
                }
                _ => {}
            }
        }
        place
    }

    /// One member of the line itself, as JSON.
    pub(super) fn member(&self, name: &str) -> Option<&'line [u8]> {
        self.members().find(|(other, _)| *other == name.as_bytes()).map(|(_, value)| value)
    }

    /// A member whose value is a text without escapes: an id, a hash, a word of ours.
    pub(super) fn word(&self, name: &str) -> Option<&'line str> {
        self.member(name).and_then(plain_text)
    }

    /// A member that is a whole number.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        str::from_utf8(self.member(name)?).ok()?.parse().ok()
    }

    /// The time, in the one form that all lines have, so that times compare as texts do.
    pub(super) fn timestamp(&self) -> Option<&'line [u8]> {
        let time = self.body.strip_prefix(b"{\"timestamp\": \"")?.get(..33)?;
        time.strip_suffix(b"\"")
    }

    /// Name and length of the segment before the one that this line opens: what that one holds beyond was
    /// never promised to anyone.
    pub(super) fn prior_segment(&self) -> Option<(&'line str, u64)> {
        Some((self.word("prior_segment")?, self.number("prior_segment_bytes")?))
    }

    /// The tree of all lines before this one, where it opens a segment.
    pub(super) fn prior_tree(&self) -> Option<Frontier> {
        let peaks: Vec<&str> = serde_json::from_slice(self.member("prior_tree_peaks")?).ok()?;
        let peaks = peaks.into_iter().map(unhex).collect::<Option<_>>()?;
        Frontier::from_parts(self.place().seq?.checked_sub(1)?, peaks)
    }

    /// The members of the line itself, not those inside its values: a client can name an argument `seq`.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'line [u8], &'line [u8])> {
        let mut rest = self.body.strip_prefix(b"{").unwrap_or_default();
        std::iter::from_fn(move || {
            let name = rest.get(..string_end(rest)?)?;
            let after = rest.get(name.len()..)?.strip_prefix(b": ")?;
            let value = after.get(..value_end(after)?)?;
            let next = after.get(value.len()..)?;
            rest = next.strip_prefix(b", ").unwrap_or_default();
            Some((name.get(1..name.len() - 1)?, value))
        })
    }
}

/// Where a line says it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place<'line> {
    pub(super) event_type: Option<&'line str>,
    pub(super) seq: Option<u64>,
    pub(super) chain_id: Option<&'line str>,
    pub(super) kid: Option<&'line str>,
}

impl Place<'_> {
    /// The Python server's lines have neither a number nor the name of their key.
    pub(super) fn is_pythons(&self) -> bool {
        self.seq.is_none() && self.kid.is_none()
    }
}

/// The length of the string that `json` begins with, quotes included.
fn string_end(json: &[u8]) -> Option<usize> {
    let mut at = 1;
    json.strip_prefix(b"\"")?;
    loop {
        at += quote_or_escape(json.get(at..)?)?;
        match json.get(at)? {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}

/// Where the first quote or backslash stands. Names and most values are so short that eight bytes at a time beat a
/// call of `memchr`, and a log has dozens of them in each line.
fn quote_or_escape(text: &[u8]) -> Option<usize> {
    const QUOTES: u64 = u64::from_ne_bytes([b'"'; 8]);
    const ESCAPES: u64 = u64::from_ne_bytes([b'\\'; 8]);
    let (words, rest) = text.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = zero_bytes(word ^ QUOTES) | zero_bytes(word ^ ESCAPES);
        if found != 0 {
            return Some(index * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    Some(words.len() * 8 + at)
}

/// The high bit of each byte that is zero; above the lowest of them others may be set too.
fn zero_bytes(word: u64) -> u64 {
    const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    word.wrapping_sub(LOW) & !word & HIGH
}

/// The length of the value that `json` begins with.
fn value_end(json: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => {
                at += string_end(json.get(at..)?)?;
                if depth == 0 {
                    return Some(at);
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b',' if depth == 0 => return Some(at),
            _ => {}
        }
        at += 1;
    }
    (depth == 0).then_some(at)
}

pub(super) fn plain_text(value: &[u8]) -> Option<&str> {
    let text = value.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    str::from_utf8(text).ok().filter(|text| !text.contains('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_only_what_ends_in_a_mac() {
        let mac = "0".repeat(64);
        let line = format!(r#"{{"seq": 3, "integrity_hmac": "{mac}"}}"#);
        let sealed = Sealed::parse(line.as_bytes()).unwrap();
        assert_eq!(sealed.body, br#"{"seq": 3"#);
        assert_eq!(sealed.place().seq, Some(3));
        for cut in 1..line.len() {
            assert!(Sealed::parse(&line.as_bytes()[..cut]).is_none(), "{cut}");
        }
        assert!(Sealed::parse(b"").is_none());
        assert!(Sealed::parse(line.to_uppercase().as_bytes()).is_none());
    }

    /// A client can name an argument `seq`: only a member of the line itself counts.
    #[test]
    fn members_inside_arguments_are_not_the_lines_own() {
        let mac = "0".repeat(64);
        let line = format!(
            r#"{{"request_params": {{"seq": 9, "a": ["}}", "\"", {{}}, "\\"], "kid": "x"}}, "n": -1.5e3, "seq": 3, "kid": "k", "integrity_hmac": "{mac}"}}"#
        );
        let sealed = Sealed::parse(line.as_bytes()).unwrap();
        assert_eq!(sealed.place(), Place { seq: Some(3), kid: Some("k"), ..Place::default() });
        assert_eq!(sealed.member("n"), Some(b"-1.5e3".as_slice()));
        assert_eq!(sealed.word("kid"), Some("k"));
        assert_eq!(sealed.word("seq"), None);
        assert_eq!(sealed.member("a"), None);
    }

    /// The scanner sees the same members as a JSON parser, and survives what is not JSON at all.
    #[test]
    fn the_scanner_agrees_with_a_parser_and_never_panics() {
        use proptest::prelude::*;
        let member = ("[a-z]{1,4}", "[ -~]{0,12}", any::<i64>());
        proptest!(|(members in prop::collection::vec(member, 1..6), noise in ".{0,60}")| {
            let mut object = serde_json::Map::new();
            for (name, text, number) in members {
                object.insert(format!("{name}_n"), number.into());
                object.insert(name, serde_json::json!([text, {"x": text}]));
            }
            let mut draft = super::super::line::Members::new();
            draft.member("first", &0);
            draft.all(&object);
            let body = draft.into_bytes();
            let sealed = Sealed { body: &body, mac: Tail::default() };
            for (name, value) in &object {
                let found: serde_json::Value =
                    serde_json::from_slice(sealed.member(name).unwrap()).unwrap();
                prop_assert_eq!(&found, value);
            }
            for body in [noise.as_bytes(), &body[..body.len() / 2]] {
                let sealed = Sealed { body, mac: Tail::default() };
                prop_assert!(sealed.members().count() <= body.len());
                let _place = sealed.place();
            }
        });
    }
}
