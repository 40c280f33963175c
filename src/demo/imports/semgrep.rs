//! Semgrep's JSON.

use serde_json::Value;

use super::report::{Item, at, cwe, list, severity, text};
use crate::demo::row::Row;

/// A report without results has none: DefectDojo does not mind.
pub(super) fn read(report: &Value) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for result in list(report, &["results"]) {
        let row = finding(result);
        let seen = items.iter_mut().find(|item| {
            ["title", "file_path", "line"]
                .iter()
                .all(|name| item.finding.get(name) == row.get(name))
        });
        if let Some(item) = seen {
            let count = item.finding.link("nb_occurences") + 1;
            item.finding.set("nb_occurences", count);
        } else {
            items.push(Item::new(row));
        }
    }
    items
}

fn finding(result: &Value) -> Row {
    let id = text(result, &["check_id"]);
    let mut description = Vec::new();
    for (what, words) in [
        ("Result message", text(result, &["extra", "message"])),
        ("Snippet", text(result, &["extra", "lines"])),
    ] {
        if what == "Snippet" && !words.is_empty() {
            description.push(format!("**Snippet:**\n```{words}```"));
        } else if !words.is_empty() {
            description.push(format!("**{what}:** {words}"));
        }
    }
    let mut row = Row::default()
        .with("title", id)
        .with("severity", severity(text(result, &["extra", "severity"])))
        .with("description", description.join("\n") + "\n")
        .with("file_path", text(result, &["path"]))
        .with("static_finding", true)
        .with("dynamic_finding", false)
        .with("vuln_id_from_tool", id)
        .with("nb_occurences", 1)
        .with("active", true);
    if let Some(line) = at(result, &["start", "line"]).and_then(Value::as_u64) {
        row.set("line", line);
    }
    let weakness = at(result, &["extra", "metadata", "cwe"]);
    let weakness = weakness.map(|value| value.get(0).unwrap_or(value));
    if let Some(number) = weakness.and_then(Value::as_str).and_then(cwe) {
        row.set("cwe", number);
    }
    let references: Vec<&str> = list(result, &["extra", "metadata", "references"])
        .iter()
        .filter_map(Value::as_str)
        .collect();
    if !references.is_empty() {
        row.set("references", references.join("\n"));
    }
    let fix = text(result, &["extra", "fix"]);
    if !fix.is_empty() {
        row.set("mitigation", fix).set("fix_available", true);
    }
    let print = text(result, &["extra", "fingerprint"]);
    if !print.is_empty() && print != "requires login" {
        row.set("unique_id_from_tool", print);
    }
    row
}
