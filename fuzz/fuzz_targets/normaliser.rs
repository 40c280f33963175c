//! Folding folded text changes nothing, a short text never becomes a long one, and what is made visible stays so.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mcp_defectdojo::screen::{normalise, unicode};

fuzz_target!(|text: &str| {
    let once = normalise::fold_text(text);
    assert_eq!(normalise::fold_text(&once), once);
    assert!(once.chars().count() <= 4 * text.chars().count());

    let shown = unicode::visible(text).into_owned();
    assert_eq!(unicode::has_hidden(&shown), None);
    assert_eq!(unicode::visible(&shown), shown);
});
