//! The counts that an import answers with, for each severity and in all.

use serde_json::{Map, Value, json};

use crate::demo::fields::SEVERITIES;
use crate::demo::row::Row;

const FLAGS: [&str; 7] =
    ["active", "verified", "duplicate", "false_p", "out_of_scope", "is_mitigated", "risk_accepted"];

pub(super) fn count<'a>(rows: impl Iterator<Item = &'a Row>) -> Value {
    let rows: Vec<&Row> = rows.collect();
    let mut map = Map::new();
    for severity in SEVERITIES {
        let of_it: Vec<&Row> =
            rows.iter().filter(|row| row.text("severity") == severity).copied().collect();
        map.insert(severity.to_lowercase(), flags(&of_it));
    }
    map.insert("total".into(), flags(&rows));
    map.into()
}

fn flags(rows: &[&Row]) -> Value {
    let mut map: Map<String, Value> = FLAGS
        .iter()
        .map(|flag| ((*flag).to_owned(), json!(rows.iter().filter(|row| row.flag(flag)).count())))
        .collect();
    map.insert("total".into(), json!(rows.len()));
    map.into()
}
