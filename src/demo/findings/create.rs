//! `POST /findings/`.

use serde_json::{Value, json};

use super::status;
use crate::demo::answer::{Answer, Outcome, Problems};
use crate::demo::call::Call;
use crate::demo::clock;
use crate::demo::cvss;
use crate::demo::dedupe;
use crate::demo::field::Unset;
use crate::demo::fields::FINDING;
use crate::demo::row::Row;
use crate::demo::show;
use crate::demo::sla;
use crate::demo::store::State;
use crate::demo::title_case::title_case;
use crate::demo::validate::{Mode, validate};

/// The permission check that comes before any validation: the test must exist and be the caller's.
pub(in crate::demo) fn check(state: &State, call: &Call) -> Result<(), Answer> {
    parent(state, call).map(|_| ())
}

fn parent(state: &State, call: &Call) -> Result<u64, Answer> {
    let data = call.data()?;
    let given = data.get("test").filter(|value| !value.is_null());
    let given = given.ok_or_else(|| Answer::no_parent("test"))?;
    let id = given.as_u64().or_else(|| given.as_str().and_then(|text| text.parse().ok()));
    let test = id.and_then(|id| state.tests.find(id)).ok_or_else(|| Answer::no_match("Test"))?;
    if !state.may_see_test(&call.user, test) {
        return Err(Answer::forbidden());
    }
    Ok(test.link("id"))
}

pub(in crate::demo) fn create(state: &mut State, call: &Call) -> Outcome {
    let test = parent(state, call)?;
    let data = call.data()?;
    let mut row = validate(state, FINDING, &data, Mode::Create)?;
    refuse_mitigated_data(&row)?;
    row.set("test", test);
    let simple =
        state.product_of(&row).is_some_and(|product| product.flag("enable_simple_risk_acceptance"));
    if let Some(text) = status::contradiction(&row, row.flag("risk_accepted"), simple) {
        return Err(Problems::whole(text));
    }
    if row.links("found_by").is_empty()
        && let Some(row_test) = state.tests.find(test)
    {
        row.set("found_by", json!([row_test.link("test_type")]));
    }
    if !row.has("reporter") {
        row.set("reporter", call.user.id);
    }
    let given_tags = row.items("tags").to_vec();
    let id = store(state, row, call.user.id);
    let row = state.findings.find(id).ok_or_else(Answer::crashed)?;
    let mut body = show::created_finding(state, row);
    // The answer repeats the tags as they came; only a read shows them in lower case.
    if let Some(map) = body.as_object_mut() {
        map.insert("tags".into(), given_tags.into());
    }
    Ok(Answer::created(body).header("location", "None"))
}

/// Stores a complete new finding.
pub(in crate::demo) fn store(state: &mut State, mut row: Row, user: u64) -> u64 {
    prepare(state, &mut row, user);
    state.findings.insert(row)
}

/// What `Finding.save` works out: title, severity, dates, SLA and hash.
pub(in crate::demo) fn prepare(state: &State, row: &mut Row, user: u64) {
    let now = clock::now();
    let title: String = row.text("title").chars().take(511).collect();
    row.set("title", title_case(&title));
    row.set("numerical_severity", status::numerical(row.text("severity")));
    for name in ["created", "updated"] {
        if !row.has(name) {
            row.set(name, now.clone());
        }
    }
    if row.get("date").is_null() {
        row.set("date", clock::today().to_string());
    }
    let placed = !row.text("file_path").is_empty();
    if !row.has("static_finding") {
        row.set("static_finding", placed);
    }
    if !row.has("dynamic_finding") {
        row.set("dynamic_finding", !placed);
    }
    join_weaknesses(row);
    score(row);
    // Filters and orderings look at what is stored.
    for field in FINDING.iter().filter(|field| matches!(field.unset, Unset::False | Unset::Zero)) {
        if !row.has(field.name) {
            row.set(field.name, field.unset.value());
        }
    }
    let tags: Vec<String> = row.tags().into_iter().map(str::to_owned).collect();
    row.set_tags(tags);
    sla::update(row);
    status::settle(None, row, user);
    if let Some(test) = state.test_of(row) {
        let hash = dedupe::hash_code(dedupe::scan_type_of(state, test), row);
        row.set("hash_code", hash);
    }
}

/// `cwe` is the first of `cwes`; the one fills the other.
fn join_weaknesses(row: &mut Row) {
    let cwe = row.link("cwe");
    let mut cwes = row.items("cwes").to_vec();
    if cwe != 0 {
        let own = json!({ "cwe": format!("CWE-{cwe}") });
        if !cwes.contains(&own) {
            cwes.insert(0, own);
        }
    } else if let Some(number) = cwes
        .first()
        .and_then(|first| first.get("cwe")?.as_str()?.strip_prefix("CWE-")?.parse::<u64>().ok())
    {
        row.set("cwe", number);
    }
    row.set("cwes", cwes);
}

/// A CVSS 3 vector decides its score.
pub(super) fn score(row: &mut Row) {
    if let Some(score) = cvss::score(row.text("cvssv3")) {
        row.set("cvssv3_score", score);
    }
}

/// `mitigated` and `mitigated_by` are DefectDojo's own while
/// `EDITABLE_MITIGATED_DATA` is off.
pub(super) fn refuse_mitigated_data(row: &Row) -> Result<(), Answer> {
    for (name, what) in [("mitigated", "mitigated timestamp"), ("mitigated_by", "mitigated_by")] {
        if !matches!(row.get(name), Value::Null) {
            return Err(Problems::one(
                name,
                format!("Editing {what} is disabled (EDITABLE_MITIGATED_DATA=false)"),
                "invalid",
            ));
        }
    }
    Ok(())
}
