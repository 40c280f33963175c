//! Bandit's JSON.

use serde_json::Value;

use super::report::{Item, Unread, at, severity, text};
use crate::demo::row::Row;

/// DefectDojo's parser takes `results` for granted.
pub(super) fn read(report: &Value) -> Result<Vec<Item>, Unread> {
    let results = report.get("results").and_then(Value::as_array).ok_or(Unread::Crash)?;
    Ok(results.iter().map(|result| Item::new(finding(result))).collect())
}

fn finding(result: &Value) -> Row {
    let description = format!(
        "**Test Name:** `{}`\n**Test ID:** `{}`\n**Filename:** `{}`\n**Issue Confidence:** `{}`\n\n\
         ```\n{}\n```",
        text(result, &["test_name"]),
        text(result, &["test_id"]),
        text(result, &["filename"]),
        text(result, &["issue_confidence"]),
        text(result, &["code"]),
    );
    let confidence = match text(result, &["issue_confidence"]) {
        "HIGH" => 1,
        "MEDIUM" => 3,
        _ => 6,
    };
    let mut row = Row::default()
        .with("title", text(result, &["issue_text"]))
        .with("severity", severity(text(result, &["issue_severity"])))
        .with("description", description)
        .with("file_path", text(result, &["filename"]))
        .with(
            "vuln_id_from_tool",
            format!("{}:{}", text(result, &["test_name"]), text(result, &["test_id"])),
        )
        .with("references", text(result, &["more_info"]))
        .with("scanner_confidence", confidence)
        .with("static_finding", true)
        .with("dynamic_finding", false)
        .with("active", true);
    if let Some(line) = result.get("line_number").and_then(Value::as_u64) {
        row.set("line", line);
    }
    if let Some(number) = at(result, &["issue_cwe", "id"]).and_then(Value::as_u64) {
        row.set("cwe", number);
    }
    row
}
