//! Matches are ascending, apart and on characters, and nothing is left to find in a text that was redacted.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use mcp_defectdojo::screen::secrets::{Known, find, redact};

/// Stands for a key of the server's own configuration, with signs that each encoding treats in its own way.
const OWN: &str = "own/Key+<&>\"9 x";

static KNOWN: LazyLock<Known> = LazyLock::new(|| Known::new([("own_key", OWN)]));

fuzz_target!(|text: &str| {
    let mut end = 0;
    for found in find(text) {
        assert!(found.start >= end && found.start < found.end);
        assert!(text.get(found.start..found.end).is_some());
        end = found.end;
    }
    let shown = redact(text);
    assert!(find(&shown).is_empty(), "left in {shown:?}");

    let held = format!("{text}{OWN}{text}");
    let at = text.len();
    assert!(
        KNOWN.find(&held).iter().any(|found| found.start <= at && found.end >= at + OWN.len()),
        "not found in {held:?}"
    );
});
