//! The `prefetch` parameter: related objects by id beside the answer.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::call::Call;
use super::row::Row;
use super::show;
use super::store::State;

/// Puts the member `prefetch` at the end of an answer.
pub(super) fn add(body: &mut Value, prefetch: Map<String, Value>) {
    if let Some(map) = body.as_object_mut() {
        map.insert("prefetch".into(), prefetch.into());
    }
}

/// The names that a call asks for: a comma list or a repeated parameter, not both.
fn names(call: &Call) -> Vec<String> {
    let last = call.query.get("prefetch").unwrap_or_default();
    if last.contains(',') {
        last.split(',').map(|name| name.trim().to_owned()).collect()
    } else {
        call.query.all("prefetch").into_iter().map(str::to_owned).collect()
    }
}

/// For each asked and known relation: the objects that `rows` point at.
fn collect(
    call: &Call,
    rows: &[&Row],
    known: &[&str],
    ids: impl Fn(&Row, &str) -> Vec<u64>,
    show: impl Fn(&str, u64) -> Option<Value>,
) -> Map<String, Value> {
    let mut out = Map::new();
    for name in names(call) {
        if !known.contains(&name.as_str()) || rows.is_empty() {
            continue;
        }
        let wanted: BTreeSet<u64> =
            rows.iter().flat_map(|row| ids(row, &name)).filter(|id| *id != 0).collect();
        let mut objects = Map::new();
        for id in wanted {
            if let Some(value) = show(&name, id) {
                objects.insert(id.to_string(), value);
            }
        }
        out.insert(name, objects.into());
    }
    out
}

fn stored_ids(row: &Row, name: &str) -> Vec<u64> {
    match row.get(name) {
        Value::Array(_) => row.links(name),
        _ => vec![row.link(name)],
    }
}

pub(super) fn of_findings(state: &State, call: &Call, rows: &[&Row]) -> Map<String, Value> {
    const KNOWN: &[&str] = &[
        "defect_review_requested_by",
        "duplicate_finding",
        "endpoints",
        "files",
        "finding_group_set",
        "found_by",
        "last_reviewed_by",
        "mitigated_by",
        "notes",
        "reporter",
        "review_requested_by",
        "reviewers",
        "risk_acceptance_set",
        "sonarqube_issue",
        "test",
    ];
    let ids = |row: &Row, name: &str| -> Vec<u64> {
        let finding = row.link("id");
        match name {
            "endpoints" => {
                let links =
                    state.location_findings.rows().filter(|link| link.link("finding") == finding);
                links.map(|link| link.link("id")).collect()
            }
            "finding_group_set" => {
                let groups =
                    state.groups.rows().filter(|group| group.links("findings").contains(&finding));
                groups.map(|group| group.link("id")).collect()
            }
            "risk_acceptance_set" => {
                let risks = state
                    .risk_acceptances
                    .rows()
                    .filter(|risk| risk.links("accepted_findings").contains(&finding));
                risks.map(|risk| risk.link("id")).collect()
            }
            name => stored_ids(row, name),
        }
    };
    collect(call, rows, KNOWN, ids, |name, id| match name {
        "test" => state.tests.find(id).map(|row| show::test(state, row)),
        "found_by" => state.test_types.find(id).map(show::test_type),
        "endpoints" => state.location_findings.find(id).map(location_finding),
        "notes" => state.notes.find(id).map(|row| show::note(state, row)),
        "files" => state.files.find(id).map(
            |row| json!({"id": row.get("id"), "file": row.get("file"), "title": row.get("title")}),
        ),
        "finding_group_set" => state.groups.find(id).map(show::group),
        "risk_acceptance_set" => {
            state.risk_acceptances.find(id).map(|row| show::risk_acceptance(state, row))
        }
        "duplicate_finding" => state.findings.find(id).map(|row| show::patched_finding(state, row)),
        _ => state.user(id).map(show::author),
    })
}

pub(super) fn of_tests(state: &State, call: &Call, rows: &[&Row]) -> Map<String, Value> {
    let known = ["engagement", "test_type", "environment", "lead", "notes"];
    collect(call, rows, &known, stored_ids, |name, id| match name {
        "engagement" => state.engagements.find(id).map(|row| show::related_engagement(state, row)),
        "test_type" => state.test_types.find(id).map(show::test_type),
        "environment" => state
            .environments
            .find(id)
            .map(|row| json!({"id": row.get("id"), "name": row.get("name")})),
        "notes" => state.notes.find(id).map(|row| show::note(state, row)),
        _ => state.user(id).map(show::author),
    })
}

pub(super) fn of_products(state: &State, call: &Call, rows: &[&Row]) -> Map<String, Value> {
    let known =
        ["prod_type", "authorized_users", "product_manager", "technical_contact", "team_manager"];
    collect(call, rows, &known, stored_ids, |name, id| match name {
        "prod_type" => state.product_types.find(id).map(show::product_type),
        _ => state.user(id).map(show::author),
    })
}

pub(super) fn location_finding(row: &Row) -> Value {
    json!({
        "id": row.get("id"),
        "created": row.get("created"),
        "updated": row.get("updated"),
        "relationship": "",
        "relationship_data": {},
        "audit_time": null,
        "status": row.get("status"),
        "location": row.get("location"),
        "finding": row.get("finding"),
        "auditor": null,
    })
}
