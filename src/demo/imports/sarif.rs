//! SARIF 2.1.0, of any tool.

use serde_json::{Value, json};

use super::report::{Item, Report, Unread, cwe, list, text};
use crate::demo::row::Row;

pub(super) fn read(report: &Value) -> Result<Report, Unread> {
    let runs = report.get("runs").and_then(Value::as_array).ok_or(Unread::Crash)?;
    let mut items = Vec::new();
    for run in runs {
        let rules = list(run, &["tool", "driver", "rules"]);
        for result in list(run, &["results"]) {
            if matches!(text(result, &["kind"]), "pass" | "notApplicable" | "informational") {
                continue;
            }
            items.push(Item::new(finding(result, rule_of(result, rules))));
        }
    }
    let tool = runs.first().map(|run| text(run, &["tool", "driver", "name"])).unwrap_or_default();
    let test_type = (!tool.is_empty()).then(|| format!("{tool} Scan (SARIF)"));
    Ok(Report { items, test_type, notice: None })
}

fn rule_of<'a>(result: &Value, rules: &'a [Value]) -> &'a Value {
    static NONE: Value = Value::Null;
    let id = rule_id(result);
    let by_index = result
        .get("ruleIndex")
        .and_then(Value::as_u64)
        .and_then(|index| rules.get(usize::try_from(index).ok()?));
    rules.iter().find(|rule| text(rule, &["id"]) == id).or(by_index).unwrap_or(&NONE)
}

fn rule_id(result: &Value) -> &str {
    let id = text(result, &["ruleId"]);
    if id.is_empty() { text(result, &["rule", "id"]) } else { id }
}

fn finding(result: &Value, rule: &Value) -> Row {
    let message = text(result, &["message", "text"]);
    let id = rule_id(result);
    let titles = [message, text(rule, &["shortDescription", "text"]), text(rule, &["name"]), id];
    let title = titles.into_iter().find(|title| !title.is_empty()).unwrap_or("No title");
    let place = list(result, &["locations"]).first().unwrap_or(&Value::Null);
    let region = ["physicalLocation", "region"];
    let snippet = text(place, &["physicalLocation", "region", "snippet", "text"]);
    let mut description = Vec::new();
    for (what, words) in [
        ("Result message", message),
        ("Rule name", if text(rule, &["name"]).is_empty() { id } else { text(rule, &["name"]) }),
        ("Rule short description", text(rule, &["shortDescription", "text"])),
        ("Rule full description", text(rule, &["fullDescription", "text"])),
    ] {
        if !words.is_empty() {
            description.push(format!("**{what}:** {words}"));
        }
        if what == "Result message" && !snippet.is_empty() {
            description.push(format!("**Snippet:**\n```\n{snippet}\n```"));
        }
    }
    let labels: Vec<&str> =
        list(rule, &["properties", "tags"]).iter().filter_map(Value::as_str).collect();
    let mut row = Row::default()
        .with("title", shorten(title))
        .with("severity", severity(result, rule))
        .with("description", description.join("\n"))
        .with("static_finding", true)
        .with("dynamic_finding", false)
        .with("vuln_id_from_tool", id)
        .with("active", list(result, &["suppressions"]).is_empty());
    row.set_tags(labels.iter().filter_map(|label| label.rsplit('/').next()));
    let path = text(place, &["physicalLocation", "artifactLocation", "uri"]);
    if !path.is_empty() {
        row.set("file_path", path.trim_start_matches("file://"));
    }
    let line = super::report::at(place, &region).and_then(|region| region.get("startLine"));
    if let Some(line) = line.and_then(Value::as_u64) {
        row.set("line", line);
    }
    if let Some(number) = labels.iter().find_map(|label| cwe(label)) {
        row.set("cwe", number);
    }
    if let Some(prints) = result.get("partialFingerprints").and_then(Value::as_object) {
        let prints: Vec<String> = prints
            .iter()
            .filter_map(|(name, value)| Some(format!("{name}:{}", value.as_str()?)))
            .collect();
        row.set("unique_id_from_tool", prints.join("|"));
    }
    if let Some(help) = rule.get("helpUri").and_then(Value::as_str) {
        row.set("references", json!(help));
    }
    row
}

/// Titles are cut at 150 characters, at a word.
fn shorten(title: &str) -> String {
    let words: Vec<&str> = title.split_whitespace().collect();
    let whole = words.join(" ");
    if whole.chars().count() <= 150 {
        return whole;
    }
    let mut out = String::new();
    for word in words {
        if out.chars().count() + word.chars().count() + 7 > 150 {
            break;
        }
        out = if out.is_empty() { word.to_owned() } else { format!("{out} {word}") };
    }
    format!("{out} [...]")
}

/// The rule's `security-severity` as a CVSS score, else the level of the result or of the rule.
fn severity(result: &Value, rule: &Value) -> &'static str {
    let score = super::report::at(rule, &["properties", "security-severity"]);
    let score = score.and_then(|score| score.as_f64().or_else(|| score.as_str()?.parse().ok()));
    if let Some(score) = score {
        return match score {
            score if score >= 9.0 => "Critical",
            score if score >= 7.0 => "High",
            score if score >= 4.0 => "Medium",
            score if score > 0.0 => "Low",
            _ => "Info",
        };
    }
    let levels = [text(result, &["level"]), text(rule, &["defaultConfiguration", "level"])];
    match levels.into_iter().find(|level| !level.is_empty()) {
        Some("error") => "High",
        Some("note" | "none") => "Info",
        _ => "Medium",
    }
}
