//! What fuzzing asks of the line parser, which nothing else outside of the log sees.

use serde_json::{Map, Value};

use super::{chain::MAC_MEMBER, line::Members, sealed::Sealed};

/// Bytes that may be a line: whatever is taken for one is put together from its parts again.
pub fn any_line(line: &[u8]) {
    let Some(sealed) = Sealed::parse(line) else { return };
    let again = [sealed.body, MAC_MEMBER, sealed.mac.as_bytes(), b"\"}"].concat();
    assert_eq!(again, line);
    // None of them may trust what it reads.
    let _parts = (sealed.place(), sealed.prior_segment(), sealed.prior_tree(), sealed.timestamp());
}

/// A line of these members: each is found as it was written, and no other.
pub fn members(members: &Map<String, Value>) {
    let mut line = Members::new();
    line.all(members);
    let body = line.into_bytes();
    if body.is_empty() {
        return;
    }
    let line = [body.as_slice(), MAC_MEMBER, &[b'0'; 64], b"\"}"].concat();
    let sealed = Sealed::parse(&line).expect("a line of ours is one");
    assert_eq!(sealed.body, body);
    let found: Vec<_> = sealed.members().collect();
    assert_eq!(found.len(), members.len());
    for ((name, value), (found_name, found_value)) in members.iter().zip(found) {
        assert_eq!(serde_json::from_slice::<String>(&quoted(found_name)).as_ref().ok(), Some(name));
        assert_eq!(serde_json::from_slice::<Value>(found_value).as_ref().ok(), Some(value));
    }
}

fn quoted(name: &[u8]) -> Vec<u8> {
    [b"\"".as_slice(), name, b"\""].concat()
}
