//! Records as rows that a person reads in a terminal.

use std::fmt::Write as _;

use serde_json::{Map, Value};

pub(super) const HEADING: &str = "TIME (UTC)           EVENT            OUTCOME  CALLER            TOOL                     DETAIL\n";
const LONGEST_DETAIL: usize = 160;

pub(super) fn row(record: &Map<String, Value>) -> String {
    let text = |name: &str| record.get(name).and_then(Value::as_str).unwrap_or("");
    let time = text("timestamp").get(..19).unwrap_or("").replace('T', " ");
    let caller = visible(text("authenticated_caller_id"));
    let mut row = String::new();
    // Writing to a string cannot fail.
    write!(
        row,
        "{time:19}  {:15}  {:7}  {caller:16}  {:23}  ",
        visible(text("event_type")),
        visible(text("outcome")),
        visible(text("tool_name"))
    )
    .ok();
    let detail: String = visible(&detail(record)).chars().take(LONGEST_DETAIL).collect();
    row.push_str(&detail);
    row.truncate(row.trim_end().len());
    row.push('\n');
    row
}

fn detail(record: &Map<String, Value>) -> String {
    let mut parts = Vec::new();
    if let Some(Value::Object(params)) = record.get("request_params") {
        parts.extend(params.iter().map(|(name, value)| format!("{name}={value}")));
    }
    if let Some(Value::Object(taint)) = record.get("taint") {
        parts.extend(
            ["changes", "findings", "confirmation"]
                .iter()
                .filter_map(|name| taint.get(*name).map(|value| format!("taint.{name}: {value}"))),
        );
    }
    for name in
        ["chain_event", "reason", "problem", "finding_id", "findings_read_before_mutation", "error"]
    {
        parts.extend(record.get(name).filter(|value| !value.is_null()).map(|value| match value {
            Value::String(text) => format!("{name}: {text}"),
            other => format!("{name}: {other}"),
        }));
    }
    if parts.is_empty() {
        parts.extend(record.get("message").and_then(Value::as_str).map(str::to_owned));
    }
    parts.join(" ")
}

/// Foreign text must not move a terminal's cursor, nor other text about.
pub(super) fn visible(text: &str) -> String {
    text.chars()
        .map(|character| match character {
            ' '..='~' => character,
            '\u{a0}'.. if !is_format(character) => character,
            _ => '\u{fffd}',
        })
        .collect()
}

/// Invisible characters that change the order or look of others.
fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_a_terminal_are_made_visible() {
        let record = serde_json::json!({
            "timestamp": "2026-01-02T03:04:05.000006+00:00", "event_type": "audit", "outcome": "denied",
            "authenticated_caller_id": "writer", "tool_name": "x\u{1b}[2Jy",
            "request_params": {"title": "a\u{202e}b"}, "error": "line\nbreak",
        });
        let row = row(record.as_object().unwrap());
        assert!(row.starts_with("2026-01-02 03:04:05  audit            denied   writer"), "{row}");
        assert_eq!(row.matches('\n').count(), 1);
        assert!(!row.contains('\u{1b}') && !row.contains('\u{202e}'), "{row:?}");
    }
}
