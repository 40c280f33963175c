//! Which members of a finding a caller wants: `fields`.

use std::{borrow::Cow, sync::Arc};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use super::row::Finding;
use crate::{
    screen::{Object, Present, Walk, Wrapping},
    tools::{
        Detail,
        arguments::{nearest, shown_name},
    },
};

/// Names of members of a finding, each of which there is.
#[derive(Clone, Debug)]
pub(super) struct Fields(Arc<[String]>);

/// Members that DefectDojo tells only when it is asked for a finding's ancestors.
const OF_ANCESTORS: &[&str] = &[
    "test_title",
    "test_type_name",
    "engagement_id",
    "engagement_name",
    "product_id",
    "product_name",
];

impl Fields {
    pub(super) fn name_ancestors(&self) -> bool {
        self.0.iter().any(|name| OF_ANCESTORS.contains(&name.as_str()))
    }
}

/// What members are called elsewhere, in words that are not near theirs.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("cve", "vulnerability_ids"),
    ("cves", "vulnerability_ids"),
    ("status", "display_status"),
    ("kev", "known_exploited"),
    ("sla", "sla_days_remaining"),
    ("due_date", "sla_expiration_date"),
    ("url", "link"),
    ("fix", "fix_version"),
    ("scanner", "test_type_name"),
    ("product", "product_name"),
    ("engagement", "engagement_name"),
    ("path", "file_path"),
];

/// Every member that a finding may have; what an answer says about itself is not asked for.
fn known() -> Vec<String> {
    match Finding::schema(Wrapping::Off).get_mut("properties") {
        Some(Value::Object(properties)) => {
            properties.keys().filter(|name| !name.starts_with('_')).cloned().collect()
        }
        _ => Vec::new(),
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let names: Vec<String> = match Value::deserialize(deserializer)? {
            Value::String(names) => names.split(',').map(|name| name.trim().to_owned()).collect(),
            Value::Array(names) => names
                .iter()
                .map(|name| name.as_str().map(|name| name.trim().to_owned()))
                .collect::<Option<_>>()
                .ok_or_else(not_names::<D::Error>)?,
            _ => return Err(not_names()),
        };
        let known = known();
        let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
        if names.is_empty() {
            return Err(not_names());
        }
        match names.iter().find(|name| !known.contains(name)) {
            None => Ok(Self(names.into())),
            Some(name) => {
                let other = OTHER_NAMES.iter().find(|(other, _)| other == name);
                let near = match other {
                    Some((_, member)) => vec![*member],
                    None => nearest(name, known.iter().map(String::as_str)),
                };
                let meant = match near.as_slice() {
                    [] => "; known are".to_owned(),
                    near => format!("; did you mean {}? Known are", near.join(" or ")),
                };
                let (name, known) = (shown_name(name), known.join(", "));
                Err(de::Error::custom(format!("a finding has no member {name}{meant} {known}")))
            }
        }
    }
}

fn not_names<E: de::Error>() -> E {
    E::custom("must be a list of names such as [\"title\",\"severity\"]")
}

impl JsonSchema for Fields {
    fn schema_name() -> Cow<'static, str> {
        "Fields".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": { "type": "string" }, "maxItems": 60 })
    }
}

/// A finding as far as it was asked for: its id, and of the rest the fields that were named, or all that its detail has.
#[derive(Debug)]
pub(in crate::tools) struct Chosen {
    pub(super) finding: Finding,
    pub(super) fields: Option<Fields>,
}

/// How much has to be known of a finding to show what was asked for.
pub(super) fn needed(fields: Option<&Fields>, detail: Detail) -> Detail {
    if fields.is_some() { Detail::Full } else { detail }
}

impl Present for Chosen {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        match self.fields {
            None => self.finding.present(walk),
            Some(Fields(names)) => walk.only(names, |walk| self.finding.present(walk)),
        }
    }

    fn foreign_bytes(&self) -> usize {
        self.finding.foreign_bytes()
    }

    /// A row of a list: what every row has, as the schema of `get_finding` says the rest.
    fn schema(wrapping: Wrapping) -> Object {
        let mut schema = Finding::schema(wrapping);
        let always = schema.shift_remove("required").unwrap_or_default();
        let always: Vec<&str> =
            always.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            properties.retain(|name, _| name == "description" || always.contains(&name.as_str()));
        }
        schema
    }
}
