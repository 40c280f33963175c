//! Which findings are the same: DefectDojo's algorithm and hash fields for each scan type.

use std::collections::HashMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::row::Row;
use super::server::hex;
use super::store::State;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    /// Title, CWE, line, file and description; never for findings without a place.
    Legacy,
    HashCode,
    UniqueIdOrHashCode,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) algorithm: Algorithm,
    /// The members that the hash is made of, where the scan type declares any.
    fields: Option<&'static [&'static str]>,
}

const LEGACY: &[&str] = &["title", "cwe", "line", "file_path", "description"];

const RULES: &[(&str, Rule)] = &[
    ("Anchore Grype", hash(&["title", "severity", "component_name", "component_version"])),
    ("Bandit Scan", hash(&["file_path", "line", "vuln_id_from_tool"])),
    ("Generic Findings Import", hash(&["title", "description"])),
    ("Nuclei Scan", hash(&["title", "cwe", "severity"])),
    ("Trivy Scan", hash(&["title", "severity", "vulnerability_ids", "cwe", "description"])),
    ("ZAP Scan", hash(&["title", "cwe", "severity"])),
    ("Gitleaks Scan", Rule { algorithm: Algorithm::HashCode, fields: None }),
    ("SARIF", Rule { algorithm: Algorithm::UniqueIdOrHashCode, fields: None }),
    ("Semgrep JSON Report", Rule { algorithm: Algorithm::UniqueIdOrHashCode, fields: None }),
];

const fn hash(fields: &'static [&'static str]) -> Rule {
    Rule { algorithm: Algorithm::HashCode, fields: Some(fields) }
}

pub(super) fn rule(scan_type: &str) -> Rule {
    let known = RULES.iter().find(|(name, _)| *name == scan_type);
    known.map_or(Rule { algorithm: Algorithm::Legacy, fields: None }, |(_, rule)| *rule)
}

impl Rule {
    pub(super) fn declared_fields(self) -> Value {
        self.fields.map_or(Value::Null, |fields| json!(fields))
    }

    /// Whether two findings are the same by this rule.
    pub(super) fn same(self, left: &Row, right: &Row) -> bool {
        let by_hash =
            !left.text("hash_code").is_empty() && left.text("hash_code") == right.text("hash_code");
        match self.algorithm {
            Algorithm::Legacy => by_hash && !left.text("file_path").is_empty(),
            Algorithm::HashCode => by_hash,
            Algorithm::UniqueIdOrHashCode => {
                let unique = left.text("unique_id_from_tool");
                by_hash || (!unique.is_empty() && unique == right.text("unique_id_from_tool"))
            }
        }
    }
}

impl Algorithm {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Legacy => "legacy",
            Self::HashCode => "hash_code",
            Self::UniqueIdOrHashCode => "unique_id_from_tool_or_hash_code",
        }
    }
}

/// The SHA-256 of the members that the scan type compares, in hex.
pub(super) fn hash_code(scan_type: &str, finding: &Row) -> String {
    let mut hash = Sha256::new();
    for name in rule(scan_type).fields.unwrap_or(LEGACY) {
        match finding.get(name) {
            Value::Null => {}
            Value::String(text) => hash.update(text.as_bytes()),
            other => hash.update(other.to_string().as_bytes()),
        }
        hash.update([0]);
    }
    hex(&hash.finalize())
}

/// The name that decides the rule of a test's findings.
pub(super) fn scan_type_of<'a>(state: &'a State, test: &'a Row) -> &'a str {
    test.get("scan_type").as_str().unwrap_or_else(|| state.test_type_name(test))
}

/// Marks new findings as duplicates of older ones of the same scan type, within the engagement
/// where it asks for that, else within the product.
pub(super) fn deduplicate(state: &mut State, new: &[u64]) {
    // Candidates share a key; without the index every new finding would meet every old one.
    let mut known: HashMap<String, Vec<u64>> = HashMap::new();
    for row in state.findings.rows() {
        for key in keys(row) {
            known.entry(key.to_owned()).or_default().push(row.link("id"));
        }
    }
    for id in new {
        if let Some(original) = original_for(state, *id, &known)
            && let Some(finding) = state.findings.find_mut(*id)
        {
            finding
                .set("duplicate", true)
                .set("duplicate_finding", original)
                .set("active", false)
                .set("verified", false);
        }
    }
}

fn keys(row: &Row) -> impl Iterator<Item = &str> {
    ["hash_code", "unique_id_from_tool"]
        .into_iter()
        .map(|name| row.text(name))
        .filter(|key| !key.is_empty())
}

fn original_for(state: &State, id: u64, known: &HashMap<String, Vec<u64>>) -> Option<u64> {
    let finding = state.findings.find(id)?;
    let test = state.test_of(finding)?;
    let engagement = state.engagement_of_test(test)?;
    let product = engagement.link("product");
    let scan_type = scan_type_of(state, test);
    let rule = rule(scan_type);
    let within_engagement = engagement.flag("deduplication_on_engagement");
    let candidates = keys(finding)
        .filter_map(|key| known.get(key))
        .flatten()
        .filter(|other| **other < id)
        .filter_map(|other| state.findings.find(*other))
        .filter(|other| !other.flag("duplicate") && rule.same(finding, other))
        .filter(|other| {
            let Some(other_test) = state.test_of(other) else { return false };
            let Some(other_engagement) = state.engagement_of_test(other_test) else {
                return false;
            };
            let same_place = if within_engagement {
                other_engagement.link("id") == engagement.link("id")
            } else {
                other_engagement.link("product") == product
                    && !other_engagement.flag("deduplication_on_engagement")
            };
            same_place && scan_type_of(state, other_test) == scan_type
        });
    candidates.map(|other| other.link("id")).min()
}
