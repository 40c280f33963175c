//! Objects as the API shows them: stored members, the values of unset ones, and the worked-out ones.

use serde_json::{Map, Value, json};

use super::call::Call;
use super::dedupe;
use super::field::Field;
use super::fields::{
    ENGAGEMENT, FINDING, FINDING_CREATED, PRODUCT, PRODUCT_TYPE, RISK_ACCEPTANCE, TEST,
    TEST_CREATED, TEST_TYPE,
};
use super::row::Row;
use super::sla;
use super::store::{State, User};

/// Shows the fields of `row`, asking `computed` first for each.
fn object(
    fields: &[Field],
    row: &Row,
    computed: impl Fn(&str) -> Option<Value>,
) -> Map<String, Value> {
    let mut map = Map::new();
    for field in fields {
        let value = computed(field.name).unwrap_or_else(|| stored(field, row));
        map.insert(field.name.to_owned(), value);
    }
    map
}

fn stored(field: &Field, row: &Row) -> Value {
    if row.has(field.name) { row.get(field.name).clone() } else { field.unset.value() }
}

pub(super) fn finding(state: &State, call: &Call, row: &Row) -> Value {
    let related = call.query.get("related_fields") == Some("true");
    object(FINDING, row, |name| computed_of_finding(state, row, name, related)).into()
}

/// The answer to PATCH and PUT lacks `push_to_jira`, and never expands the related objects.
pub(super) fn patched_finding(state: &State, row: &Row) -> Value {
    let mut map = object(FINDING, row, |name| computed_of_finding(state, row, name, false));
    map.shift_remove("push_to_jira");
    map.into()
}

pub(super) fn created_finding(state: &State, row: &Row) -> Value {
    let mut map = Map::new();
    for name in FINDING_CREATED {
        let value = computed_of_finding(state, row, name, false).unwrap_or_else(|| {
            FINDING
                .iter()
                .find(|field| field.name == *name)
                .map_or(Value::Null, |field| stored(field, row))
        });
        map.insert((*name).to_owned(), value);
    }
    map.into()
}

fn computed_of_finding(state: &State, row: &Row, name: &str, related: bool) -> Option<Value> {
    let id = row.link("id");
    let value = match name {
        "request_response" => json!({ "req_resp": pairs(state, id) }),
        "accepted_risks" => {
            let accepted = state
                .risk_acceptances
                .rows()
                .filter(|risk| risk.links("accepted_findings").contains(&id));
            accepted.map(|risk| risk_acceptance(state, risk)).collect()
        }
        "age" => sla::age(row).into(),
        "sla_days_remaining" => sla::days_remaining(row).into(),
        "finding_meta" => metadata_of(state, "finding", id),
        "related_fields" if related => related_fields(state, row),
        "display_status" => display_status(row).into(),
        "finding_groups" => {
            let groups = state.groups.rows().filter(|group| group.links("findings").contains(&id));
            groups.map(group).collect()
        }
        "endpoints" => {
            let links = state.location_findings.rows().filter(|link| link.link("finding") == id);
            links.map(|link| link.get("id").clone()).collect()
        }
        "notes" => notes_of(state, row),
        "files" => row.items("files").to_vec().into(),
        "thread_id" => 0.into(),
        _ => return None,
    };
    Some(value)
}

/// DefectDojo's words for the flags, always in this order.
fn display_status(row: &Row) -> String {
    let mut words = Vec::new();
    if row.flag("under_review") {
        words.push("Under Review");
    }
    words.push(if row.flag("active") { "Active" } else { "Inactive" });
    let mitigated = row.flag("is_mitigated") || !row.get("mitigated").is_null();
    for (on, word) in [
        (row.flag("verified"), "Verified"),
        (mitigated, "Mitigated"),
        (row.flag("false_p"), "False Positive"),
        (row.flag("out_of_scope"), "Out Of Scope"),
        (row.flag("duplicate"), "Duplicate"),
        (row.flag("risk_accepted"), "Risk Accepted"),
    ] {
        if on {
            words.push(word);
        }
    }
    words.join(", ")
}

pub(super) fn pairs(state: &State, finding: u64) -> Value {
    let pairs = state.pairs.rows().filter(|pair| pair.link("finding") == finding);
    pairs
        .map(|pair| json!({"request": pair.get("request"), "response": pair.get("response")}))
        .collect()
}

pub(super) fn metadata_of(state: &State, owner: &str, id: u64) -> Value {
    let entries = state.metadata.rows().filter(|entry| entry.link(owner) == id);
    entries.map(|entry| json!({"name": entry.get("name"), "value": entry.get("value")})).collect()
}

pub(super) fn group(row: &Row) -> Value {
    json!({
        "id": row.get("id"),
        "name": row.get("name"),
        "test": row.get("test"),
        "jira_issue": null,
    })
}

fn related_fields(state: &State, finding: &Row) -> Value {
    let Some(test) = state.test_of(finding) else { return Value::Null };
    let environment = state.environments.find(test.link("environment"));
    json!({
        "test": {
            "id": test.get("id"),
            "title": test.get("title"),
            "test_type": {
                "id": test.get("test_type"),
                "name": state.test_type_name(test),
            },
            "engagement": state.engagement_of_test(test).map(|row| related_engagement(state, row)),
            "environment": environment
                .map(|row| json!({"id": row.get("id"), "name": row.get("name")})),
            "branch_tag": test.get("branch_tag"),
            "build_id": test.get("build_id"),
            "commit_hash": test.get("commit_hash"),
            "version": test.get("version"),
        },
        "jira": null,
    })
}

/// An engagement as related fields and prefetch carry it.
pub(super) fn related_engagement(state: &State, row: &Row) -> Value {
    let product = state.product_of_engagement(row);
    let kind = product.and_then(|product| state.product_types.find(product.link("prod_type")));
    json!({
        "id": row.get("id"),
        "name": row.get("name"),
        "description": row.get("description"),
        "product": product.map(|product| json!({
            "id": product.get("id"),
            "name": product.get("name"),
            "prod_type": kind.map(|kind| json!({"id": kind.get("id"), "name": kind.get("name")})),
        })),
        "target_start": row.get("target_start"),
        "target_end": row.get("target_end"),
        "branch_tag": row.get("branch_tag"),
        "engagement_type": row.get("engagement_type"),
        "build_id": row.get("build_id"),
        "commit_hash": row.get("commit_hash"),
        "version": row.get("version"),
        "created": row.get("created"),
        "updated": row.get("updated"),
    })
}

pub(super) fn product_type(row: &Row) -> Value {
    object(PRODUCT_TYPE, row, |_| None).into()
}

pub(super) fn product(state: &State, row: &Row) -> Value {
    let id = row.link("id");
    let tests: Vec<u64> = state
        .tests
        .rows()
        .filter(|test| {
            state
                .engagement_of_test(test)
                .is_some_and(|engagement| engagement.link("product") == id)
        })
        .map(|test| test.link("id"))
        .collect();
    let findings: Vec<u64> = state
        .findings
        .rows()
        .filter(|finding| tests.contains(&finding.link("test")))
        .map(|finding| finding.link("id"))
        .collect();
    object(PRODUCT, row, |name| match name {
        "findings_count" => Some(findings.len().into()),
        "findings_list" => Some(findings.clone().into()),
        "product_meta" => Some(metadata_of(state, "product", id)),
        _ => None,
    })
    .into()
}

pub(super) fn engagement(state: &State, row: &Row) -> Value {
    object(ENGAGEMENT, row, |name| match name {
        "notes" => Some(notes_of(state, row)),
        "files" => Some(row.items("files").to_vec().into()),
        "risk_acceptance" => Some(row.items("risk_acceptance").to_vec().into()),
        _ => None,
    })
    .into()
}

pub(super) fn test(state: &State, row: &Row) -> Value {
    let id = row.link("id");
    let kind = state.test_type_name(row);
    let rule = dedupe::rule(row.get("scan_type").as_str().unwrap_or(kind));
    object(TEST, row, |name| match name {
        "test_type_name" => Some(kind.into()),
        "deduplication_algorithm" => Some(rule.algorithm.name().into()),
        "hash_code_fields" => Some(rule.declared_fields()),
        "notes" => Some(notes_of(state, row)),
        "files" => Some(row.items("files").to_vec().into()),
        "finding_groups" => {
            let groups = state.groups.rows().filter(|group| group.link("test") == id);
            Some(groups.map(group).collect())
        }
        _ => None,
    })
    .into()
}

pub(super) fn created_test(state: &State, row: &Row) -> Value {
    let mut map = Map::new();
    if let Value::Object(mut shown) = test(state, row) {
        for name in TEST_CREATED {
            map.insert((*name).to_owned(), shown.shift_remove(*name).unwrap_or_default());
        }
    }
    map.into()
}

pub(super) fn test_type(row: &Row) -> Value {
    object(TEST_TYPE, row, |_| None).into()
}

pub(super) fn risk_acceptance(state: &State, row: &Row) -> Value {
    object(RISK_ACCEPTANCE, row, |name| (name == "notes").then(|| notes_of(state, row))).into()
}

/// A user as notes and prefetch carry one.
pub(super) fn author(user: &User) -> Value {
    json!({
        "id": user.id,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
    })
}

/// The notes of an object, newest first.
pub(super) fn notes_of(state: &State, owner: &Row) -> Value {
    let mut notes: Vec<&Row> =
        owner.links("notes").into_iter().filter_map(|id| state.notes.find(id)).collect();
    notes.sort_by(|left, right| {
        (right.text("date"), right.link("id")).cmp(&(left.text("date"), left.link("id")))
    });
    notes.into_iter().map(|row| note(state, row)).collect()
}

pub(super) fn note(state: &State, row: &Row) -> Value {
    let person = state.user(row.link("author")).map(author);
    let history = if row.flag("kept") {
        json!([{
            "id": row.get("id"),
            "current_editor": person,
            "note_type": row.get("note_type"),
            "data": row.get("entry"),
            "time": row.get("date"),
        }])
    } else {
        json!([])
    };
    json!({
        "id": row.get("id"),
        "author": person,
        "editor": null,
        "history": history,
        "note_type": row.get("note_type"),
        "entry": row.get("entry"),
        "date": row.get("date"),
        "private": row.flag("private"),
        "edited": false,
        "edit_time": row.get("date"),
    })
}
