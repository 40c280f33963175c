//! Trivy's JSON, schema 2: vulnerabilities, misconfigurations and secrets.

use serde_json::{Value, json};

use super::report::{Item, Unread, at, cwe, list, severity, text};
use crate::demo::row::Row;

pub(super) fn read(report: &Value) -> Result<Vec<Item>, Unread> {
    let results = report.get("Results").and_then(Value::as_array);
    let results = match results {
        Some(results) => results.as_slice(),
        None if report.get("SchemaVersion").is_some() => &[],
        None => {
            let sentence = "Schema of Trivy json report is not supported";
            return Err(Unread::Sentence(sentence.into()));
        }
    };
    let mut items = Vec::new();
    for result in results {
        items.extend(
            list(result, &["Vulnerabilities"]).iter().map(|one| vulnerability(result, one)),
        );
        items.extend(
            list(result, &["Misconfigurations"]).iter().map(|one| misconfiguration(result, one)),
        );
        items.extend(list(result, &["Secrets"]).iter().map(|one| secret(result, one)));
    }
    Ok(items.into_iter().map(Item::new).collect())
}

fn base(result: &Value, one: &Value) -> Row {
    let mut row = Row::default()
        .with("severity", severity(text(one, &["Severity"])))
        .with("file_path", text(result, &["Target"]))
        .with("static_finding", true)
        .with("dynamic_finding", false)
        .with("active", true);
    let kinds = [text(result, &["Type"]), text(result, &["Class"])];
    row.set_tags(kinds.into_iter().filter(|kind| !kind.is_empty()));
    row
}

fn vulnerability(result: &Value, one: &Value) -> Row {
    let (id, package) = (text(one, &["VulnerabilityID"]), text(one, &["PkgName"]));
    let (installed, fixed) = (text(one, &["InstalledVersion"]), text(one, &["FixedVersion"]));
    let description = format!(
        "{}\n**Target:** {}\n**Type:** {}\n**Fixed version:** {fixed}\n\n{}",
        text(one, &["Title"]),
        text(result, &["Target"]),
        text(result, &["Type"]),
        text(one, &["Description"]),
    );
    let references: Vec<&str> =
        list(one, &["References"]).iter().filter_map(Value::as_str).collect();
    let mut row = base(result, one)
        .with("title", format!("{id} {package} {installed}"))
        .with("description", description)
        .with("mitigation", fixed)
        .with("fix_available", !fixed.is_empty())
        .with("references", references.join("\n"))
        .with("impact", text(one, &["Status"]))
        .with("component_name", package)
        .with("component_version", installed)
        .with("vulnerability_ids", json!([{"vulnerability_id": id}]));
    if let Some(path) = one.get("PkgPath").and_then(Value::as_str) {
        row.set("file_path", path);
    }
    let weakness = list(one, &["CweIDs"]).iter().filter_map(Value::as_str).find_map(cwe);
    if let Some(number) = weakness {
        row.set("cwe", number);
    }
    let vector = ["nvd", "ghsa", "redhat"]
        .iter()
        .map(|source| text(one, &["CVSS", source, "V3Vector"]))
        .find(|vector| !vector.is_empty());
    if let Some(vector) = vector {
        row.set("cvssv3", vector);
    }
    row
}

fn misconfiguration(result: &Value, one: &Value) -> Row {
    let description = format!(
        "**Target:** {}\n**Type:** {}\n\n{}\n{}",
        text(result, &["Target"]),
        text(one, &["Type"]),
        text(one, &["Description"]),
        text(one, &["Message"]),
    );
    base(result, one)
        .with("title", format!("{} - {}", text(one, &["ID"]), text(one, &["Title"])))
        .with("description", description)
        .with("mitigation", text(one, &["Resolution"]))
        .with("references", text(one, &["PrimaryURL"]))
        .with("vuln_id_from_tool", text(one, &["ID"]))
}

fn secret(result: &Value, one: &Value) -> Row {
    let title = text(one, &["Title"]);
    let mut row = base(result, one)
        .with("title", format!("Secret detected in {} - {title}", text(result, &["Target"])))
        .with(
            "description",
            format!(
                "{title}\n**Category:** {}\n**Match:** {}",
                text(one, &["Category"]),
                text(one, &["Match"])
            ),
        );
    if let Some(line) = at(one, &["StartLine"]).and_then(Value::as_u64) {
        row.set("line", line);
    }
    row
}
