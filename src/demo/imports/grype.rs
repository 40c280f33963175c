//! Grype's JSON.

use serde_json::{Value, json};

use super::report::{Item, Unread, at, list, severity, text};
use crate::demo::row::Row;

pub(super) fn read(report: &Value) -> Result<Vec<Item>, Unread> {
    let matches = report.get("matches").and_then(Value::as_array).ok_or(Unread::Crash)?;
    Ok(matches.iter().map(|one| Item::new(finding(one))).collect())
}

fn finding(one: &Value) -> Row {
    let id = text(one, &["vulnerability", "id"]);
    let (name, version) = (text(one, &["artifact", "name"]), text(one, &["artifact", "version"]));
    let urls: Vec<String> = list(one, &["vulnerability", "urls"])
        .iter()
        .filter_map(|url| Some(format!("- {}", url.as_str()?)))
        .collect();
    let mut row = Row::default()
        .with("title", format!("{id} in {name}:{version}"))
        .with("severity", severity(text(one, &["vulnerability", "severity"])))
        .with(
            "description",
            format!(
                "**Vulnerability Namespace:** {}\n**Vulnerability Description:** {}",
                text(one, &["vulnerability", "namespace"]),
                text(one, &["vulnerability", "description"])
            ),
        )
        .with(
            "references",
            format!(
                "**Vulnerability Datasource:** {}\n**Vulnerability URLs:**\n{}",
                text(one, &["vulnerability", "dataSource"]),
                urls.join("\n")
            ),
        )
        .with("vulnerability_ids", json!([{"vulnerability_id": id}]))
        .with("vuln_id_from_tool", id)
        .with("component_name", name)
        .with("component_version", version)
        .with("nb_occurences", 1)
        .with("static_finding", true)
        .with("dynamic_finding", false)
        .with("active", true);
    let path = list(one, &["artifact", "locations"]).first().map(|place| text(place, &["path"]));
    if let Some(path) = path.filter(|path| !path.is_empty()) {
        row.set("file_path", path);
    }
    let fixed: Vec<&str> =
        list(one, &["vulnerability", "fix", "versions"]).iter().filter_map(Value::as_str).collect();
    row.set("fix_available", !fixed.is_empty());
    if !fixed.is_empty() {
        row.set("fix_version", fixed.join(", "))
            .set("mitigation", format!("Upgrade to version: {}", fixed.join(", ")));
    }
    let vector = list(one, &["vulnerability", "cvss"])
        .iter()
        .map(|score| text(score, &["vector"]))
        .find(|vector| vector.starts_with("CVSS:3"));
    if let Some(vector) = vector {
        row.set("cvssv3", vector);
    }
    if let Some(epss) = list(one, &["vulnerability", "epss"]).first() {
        for (name, member) in [("epss_score", "epss"), ("epss_percentile", "percentile")] {
            if let Some(number) = at(epss, &[member]).and_then(Value::as_f64) {
                row.set(name, number);
            }
        }
    }
    row
}
