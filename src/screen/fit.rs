//! How much room a text takes in JSON.

/// The longest beginning of a text that fills at most `bytes` bytes of JSON.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    let mut filled = 0;
    let end = text.char_indices().find(|(_, char)| {
        filled += escaped(*char);
        filled > bytes
    });
    end.map_or(text, |(at, _)| text.get(..at).unwrap_or_default())
}

/// Bytes of a character inside a JSON string.
fn escaped(char: char) -> usize {
    match char {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        '\0'..'\u{20}' => 6,
        other => other.len_utf8(),
    }
}
