//! DefectDojo's own JSON: `{"findings": [{"title", "severity", "description", …}]}`.

use serde_json::{Map, Value, json};

use super::report::{Item, Report, Unread};
use crate::demo::answer::python;
use crate::demo::fields::SEVERITIES;
use crate::demo::row::Row;

const REQUIRED: [&str; 3] = ["description", "severity", "title"];

/// The members that are stored as they are.
const PLAIN: &[&str] = &[
    "title",
    "severity",
    "description",
    "date",
    "cwe",
    "epss_score",
    "epss_percentile",
    "known_exploited",
    "ransomware_used",
    "kev_date",
    "cvssv3",
    "cvssv3_score",
    "cvssv4",
    "cvssv4_score",
    "mitigation",
    "impact",
    "steps_to_reproduce",
    "severity_justification",
    "references",
    "active",
    "verified",
    "false_p",
    "out_of_scope",
    "under_review",
    "is_mitigated",
    "line",
    "file_path",
    "component_name",
    "component_version",
    "static_finding",
    "dynamic_finding",
    "scanner_confidence",
    "unique_id_from_tool",
    "vuln_id_from_tool",
    "sast_source_object",
    "sast_sink_object",
    "sast_source_line",
    "sast_source_file_path",
    "nb_occurences",
    "publish_date",
    "service",
    "planned_remediation_date",
    "planned_remediation_version",
    "effort_for_fixing",
    "fix_available",
    "fix_version",
    "param",
    "payload",
];

/// The members that are read in their own way, or known and left out.
const SPECIAL: &[&str] = &[
    "tags",
    "endpoints",
    "vulnerability_ids",
    "cve",
    "cwes",
    "req_resp",
    "files",
    "duplicate",
    "risk_accepted",
    "mitigated",
    "thread_id",
    "numerical_severity",
];

pub(super) fn read(report: &Value) -> Result<Report, Unread> {
    let findings = report.get("findings").and_then(Value::as_array).ok_or(Unread::Crash)?;
    let mut items = Vec::new();
    for entry in findings {
        items.push(item(entry.as_object().ok_or(Unread::Crash)?)?);
    }
    let kind = report.get("type").and_then(Value::as_str).filter(|kind| !kind.is_empty());
    let test_type = kind.map(|kind| format!("{kind} Scan (Generic Findings Import)"));
    Ok(Report { items, test_type, notice: None })
}

fn item(entry: &Map<String, Value>) -> Result<Item, Unread> {
    let names = |names: &[&str]| {
        let names: Vec<String> = names.iter().map(|name| python(name)).collect();
        names.join(", ")
    };
    let missing: Vec<&str> =
        REQUIRED.iter().filter(|name| !entry.contains_key(**name)).copied().collect();
    if !missing.is_empty() {
        let sentence = format!("Required fields are missing: [{}]", names(&missing));
        return Err(Unread::Sentence(sentence));
    }
    let mut unknown: Vec<&str> = entry
        .keys()
        .map(String::as_str)
        .filter(|name| !PLAIN.contains(name) && !SPECIAL.contains(name))
        .collect();
    unknown.sort_unstable();
    if !unknown.is_empty() {
        let sentence = format!("Not allowed fields are present: [{}]", names(&unknown));
        return Err(Unread::Sentence(sentence));
    }
    let mut row = Row::default().with("active", true);
    for name in PLAIN {
        if let Some(value) = entry.get(*name).filter(|value| !value.is_null()) {
            row.set(name, value.clone());
        }
    }
    let severity = row.text("severity").to_owned();
    if !SEVERITIES.contains(&severity.as_str()) {
        row.set("severity", "Info");
    }
    let texts = |name: &str| -> Vec<&str> {
        let items = entry.get(name).and_then(Value::as_array);
        items.map_or(Vec::new(), |items| items.iter().filter_map(Value::as_str).collect())
    };
    row.set_tags(texts("tags"));
    let mut ids = texts("vulnerability_ids");
    ids.extend(entry.get("cve").and_then(Value::as_str));
    let ids: Vec<Value> = ids.into_iter().map(|id| json!({"vulnerability_id": id})).collect();
    row.set("vulnerability_ids", ids);
    let addresses = entry.get("endpoints").and_then(Value::as_array);
    let addresses =
        addresses.map_or(Vec::new(), |items| items.iter().filter_map(address).collect());
    Ok(Item { finding: row, addresses })
}

/// An endpoint as an address or as its parts.
fn address(endpoint: &Value) -> Option<String> {
    if let Some(address) = endpoint.as_str() {
        return Some(address.to_owned());
    }
    let text = |name: &str| endpoint.get(name).and_then(Value::as_str).unwrap_or_default();
    let host = Some(text("host")).filter(|host| !host.is_empty())?;
    let protocol = if text("protocol").is_empty() { "https" } else { text("protocol") };
    let number = endpoint.get("port").and_then(Value::as_u64);
    let suffix = number.map(|number| format!(":{number}")).unwrap_or_default();
    Some(format!("{protocol}://{host}{suffix}/{}", text("path").trim_start_matches('/')))
}
