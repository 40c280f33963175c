//! A line of the log as it is read back: what was sealed, and the seal.

use serde::Deserialize;

use super::chain::{MAC_MEMBER, Tail};

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
    pub(super) fn place(&self) -> Option<Place> {
        let mut json = self.body.to_vec();
        json.push(b'}');
        serde_json::from_slice(&json).ok()
    }
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) seq: Option<u64>,
    pub(super) chain_id: Option<String>,
    pub(super) kid: Option<String>,
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
        assert_eq!(sealed.place().unwrap().seq, Some(3));
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
            r#"{{"request_params": {{"seq": 9, "chain_id": "x"}}, "seq": 3, "integrity_hmac": "{mac}"}}"#
        );
        let place = Sealed::parse(line.as_bytes()).unwrap().place().unwrap();
        assert_eq!(place, Place { seq: Some(3), chain_id: None, kid: None });
    }
}
