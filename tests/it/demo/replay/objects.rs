//! Which object of the demo stands for which of the recorded instance.

use mcp_defectdojo::demo::TOUR_TEST;
use serde_json::{Value, json};

use crate::demo::client::Instance;

/// The objects that recordings speak of, on one demo.
#[derive(Debug)]
pub(super) struct Objects {
    /// Made anew, in a product that the member sees and that allows simple risk acceptance.
    pub(super) finding: u64,
    duplicate: u64,
    original: u64,
    /// In a product that the member does not see.
    foreign: u64,
    web: u64,
    /// Of the same engagement, and of another.
    neighbours: [u64; 2],
    elsewhere: u64,
    pub(super) group: u64,
    grouped: u64,
    pub(super) note: u64,
}

/// Recorded names and those of the demo.
const NAMES: [(&str, &str); 5] = [
    ("Juice Shop", "Payments API"),
    ("E-Commerce", "Customer Services"),
    ("Platform Infra", "Kubernetes Platform"),
    ("juice", "payments"),
    ("Internal Platform", "Another Platform"),
];

impl Objects {
    pub(super) async fn make(demo: &Instance) -> Self {
        let body = json!({
            "test": 1, "title": "hand made SQL injection in the form", "severity": "High",
            "description": "A parameter is concatenated.", "active": true, "verified": false,
            "found_by": [7], "numerical_severity": "S1",
        });
        let finding = demo.post("findings/", body).await.json()["id"].as_u64().unwrap();
        let first = async |query: &str, place: usize| -> u64 {
            let body = demo.get(&format!("findings/?limit=3&{query}")).await;
            body["results"][place]["id"].as_u64().unwrap()
        };
        let duplicate = first("duplicate=true", 0).await;
        let row = demo.get(&format!("findings/{duplicate}/")).await;
        Self {
            finding,
            duplicate,
            original: row["duplicate_finding"].as_u64().unwrap(),
            foreign: first("test__engagement__product=4", 0).await,
            web: first("test=8&tags=dast&severity=High", 0).await,
            neighbours: [
                first("test=1&active=true", 0).await,
                first("test=1&active=true", 1).await,
            ],
            elsewhere: first("test=3&active=true", 0).await,
            group: 0,
            grouped: 0,
            note: 0,
        }
    }

    /// Findings with a group, as an import with `group_by` makes them.
    pub(super) async fn make_group(&mut self, demo: &Instance) {
        let report = json!({"matches": [{
            "vulnerability": {"id": "CVE-2000-0001", "severity": "High"},
            "artifact": {"name": "sample", "version": "1.2"},
        }]});
        let fields = [
            ("scan_type", "Anchore Grype"),
            ("engagement", "9"),
            ("group_by", "component_name+component_version"),
        ];
        let reply = crate::demo::upload::import(demo, &fields, &report).await.json();
        let rows = demo.get(&format!("findings/?test={}", reply["test"])).await;
        self.grouped = rows["results"][0]["id"].as_u64().unwrap();
        self.group = rows["results"][0]["finding_groups"][0]["id"].as_u64().unwrap();
    }

    /// The demo's id for a recorded one; an unknown id stays.
    fn id(&self, kind: &str, id: u64) -> u64 {
        match (kind, id) {
            ("findings", 5630 | 5633) => self.finding,
            ("findings", 1865) => self.duplicate,
            ("findings", 1863) => self.original,
            ("findings", 2108 | 5590) => self.foreign,
            ("findings", 58 | 2101) => self.web,
            ("findings", 5656) => self.grouped,
            ("findings", 2341) => self.neighbours[0],
            ("findings", 2418) => self.neighbours[1],
            ("findings", 2425) => self.elsewhere,
            ("groups", 1) => self.group,
            ("notes", 7) => self.note,
            ("products", 3) => 4,
            ("products", 4) => 2,
            ("products", 5) => 6,
            ("engagements", 14) | ("tests", 22) => 1,
            ("engagements", 16) => 3,
            ("engagements", 7) | ("tests", 2) => 8,
            ("tests", 23) => TOUR_TEST,
            ("tests", 15) => 13,
            (_, id) => id,
        }
    }

    /// A path with its ids and names replaced.
    pub(super) fn target(&self, target: &str) -> String {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut kind = "";
        let path: Vec<String> = path
            .split('/')
            .map(|part| {
                if let Ok(id) = part.parse() {
                    return self.id(kind, id).to_string();
                }
                kind = if part == "original" { "findings" } else { part };
                part.to_owned()
            })
            .collect();
        let query: Vec<String> = query
            .split('&')
            .map(|pair| match pair.split_once('=') {
                Some((name, value)) => match (kind_of(name), value.parse()) {
                    (Some(kind), Ok(id)) => format!("{name}={}", self.id(kind, id)),
                    _ => format!("{name}={}", renamed(value)),
                },
                None => pair.to_owned(),
            })
            .collect();
        let query = query.join("&");
        if query.is_empty() { path.join("/") } else { format!("{}?{query}", path.join("/")) }
    }

    /// A body with its ids and names replaced.
    pub(super) fn body(&self, value: &Value) -> Value {
        match value {
            Value::Object(map) => map
                .iter()
                .map(|(name, value)| {
                    let value = match (kind_of(name), value) {
                        (Some(kind), Value::Number(id)) => {
                            id.as_u64().map_or(value.clone(), |id| self.id(kind, id).into())
                        }
                        (Some(kind), Value::Array(ids)) => ids
                            .iter()
                            .map(|id| id.as_u64().map_or(id.clone(), |id| self.id(kind, id).into()))
                            .collect(),
                        _ => self.body(value),
                    };
                    (name.clone(), value)
                })
                .collect::<serde_json::Map<_, _>>()
                .into(),
            Value::Array(items) => items.iter().map(|item| self.body(item)).collect(),
            Value::String(text) => renamed(text).into(),
            other => other.clone(),
        }
    }

    pub(super) fn field(&self, name: &str, value: &str) -> String {
        match (kind_of(name), value.parse()) {
            (Some(kind), Ok(id)) => self.id(kind, id).to_string(),
            _ => renamed(value),
        }
    }
}

fn kind_of(name: &str) -> Option<&'static str> {
    match name {
        "test" => Some("tests"),
        "engagement" => Some("engagements"),
        "product" | "test__engagement__product" => Some("products"),
        "finding" | "accepted_findings" | "findings__finding_equals" => Some("findings"),
        "finding_group" => Some("groups"),
        "note_id" => Some("notes"),
        _ => None,
    }
}

pub(super) fn renamed(text: &str) -> String {
    NAMES.iter().fold(text.to_owned(), |text, (recorded, own)| {
        text.replace(recorded, own).replace(
            &recorded.replace(' ', "%20").to_lowercase(),
            &own.replace(' ', "%20").to_lowercase(),
        )
    })
}
