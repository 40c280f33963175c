//! Whether two answers have the same shape: the same members, of the same types, at every depth.

use serde_json::Value;

/// The demo's own members, which DefectDojo lacks.
const OWN: [&str; 3] = ["demo_notice", "demo_sha256", "demo_bytes"];

/// Members whose own members are ids or names of data.
const MAPS: [&str; 13] = [
    "test",
    "reporter",
    "found_by",
    "endpoints",
    "notes",
    "prod_type",
    "engagement",
    "test_type",
    "finding_group_set",
    "risk_acceptance_set",
    "reviewers",
    "files",
    "mitigated_by",
];

/// What differs, as a path and a word; null stands for any type.
pub(super) fn differences(recorded: &Value, answered: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", recorded, answered, &mut found);
    found
}

fn compare(path: &str, recorded: &Value, answered: &Value, found: &mut Vec<String>) {
    match (recorded, answered) {
        (Value::Null, _) | (_, Value::Null) => {}
        (Value::Object(left), Value::Object(right)) => {
            let mapped = path.strip_prefix(".prefetch.").is_some_and(|name| MAPS.contains(&name));
            if mapped {
                if let (Some(left), Some(right)) = (left.values().next(), right.values().next()) {
                    compare(&format!("{path}.*"), left, right, found);
                }
                return;
            }
            for name in left.keys().filter(|name| !right.contains_key(*name)) {
                found.push(format!("{path}.{name} is missing"));
            }
            for name in right.keys().filter(|name| !left.contains_key(*name)) {
                if !OWN.contains(&name.as_str()) {
                    found.push(format!("{path}.{name} is new"));
                }
            }
            for (name, value) in left {
                if let Some(other) = right.get(name) {
                    compare(&format!("{path}.{name}"), value, other, found);
                }
            }
        }
        (Value::Array(left), Value::Array(right)) => {
            if let Some(first) = left.first() {
                for other in right {
                    compare(&format!("{path}[]"), first, other, found);
                }
            }
        }
        _ => {
            if kind(recorded) != kind(answered) {
                found.push(format!("{path} is {} for {}", kind(answered), kind(recorded)));
            }
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a flag",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
