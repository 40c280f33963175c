//! `…/ID/delete_preview/`: what a DELETE would take along.

use serde_json::{Value, json};

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::engagements;
use super::findings;
use super::paging;
use super::products;
use super::row::Row;
use super::store::State;
use super::tests;

fn entry(model: &str, row: &Row, name: &str) -> Value {
    json!({"model": model, "id": row.get("id"), "name": name})
}

/// A finding, and what hangs on it.
fn add_finding(state: &State, row: &Row, out: &mut Vec<Value>) {
    let id = row.link("id");
    out.push(entry("Finding", row, row.text("title")));
    for note in row.links("notes").iter().filter_map(|note| state.notes.find(*note)) {
        out.push(entry("Notes", note, note.text("entry")));
    }
    for (model, table) in [
        ("Test_Import_Finding_Action", &state.import_actions),
        ("DojoMeta", &state.metadata),
        ("BurpRawRequestResponse", &state.pairs),
        ("LocationFindingReference", &state.location_findings),
    ] {
        for part in table.rows().filter(|part| part.link("finding") == id) {
            out.push(entry(model, part, &format!("{model} object ({})", part.link("id"))));
        }
    }
}

fn add_test(state: &State, row: &Row, out: &mut Vec<Value>) {
    let id = row.link("id");
    let name = row.get("title").as_str().unwrap_or_else(|| state.test_type_name(row));
    out.push(entry("Test", row, name));
    for import in state.imports.rows().filter(|import| import.link("test") == id) {
        out.push(entry("Test_Import", import, import.text("type")));
    }
    for finding in state.findings_of_test(id) {
        add_finding(state, finding, out);
    }
}

fn add_engagement(state: &State, row: &Row, out: &mut Vec<Value>) {
    out.push(entry("Engagement", row, row.text("name")));
    for test in state.tests.rows().filter(|test| test.link("engagement") == row.link("id")) {
        add_test(state, test, out);
    }
}

fn add_product(state: &State, row: &Row, out: &mut Vec<Value>) {
    let id = row.link("id");
    out.push(entry("Product", row, row.text("name")));
    for engagement in state.engagements.rows().filter(|row| row.link("product") == id) {
        add_engagement(state, engagement, out);
    }
}

fn answer(call: &Call, entries: Vec<Value>) -> Answer {
    paging::page(call, entries, |entry| entry)
}

pub(super) fn finding(state: &State, call: &Call) -> Outcome {
    let mut entries = Vec::new();
    add_finding(state, findings::visible(state, call)?, &mut entries);
    Ok(answer(call, entries))
}

pub(super) fn test(state: &State, call: &Call) -> Outcome {
    let mut entries = Vec::new();
    add_test(state, tests::visible(state, call)?, &mut entries);
    Ok(answer(call, entries))
}

pub(super) fn engagement(state: &State, call: &Call) -> Outcome {
    let mut entries = Vec::new();
    add_engagement(state, engagements::visible(state, call)?, &mut entries);
    Ok(answer(call, entries))
}

pub(super) fn product(state: &State, call: &Call) -> Outcome {
    let mut entries = Vec::new();
    add_product(state, products::visible(state, call)?, &mut entries);
    Ok(answer(call, entries))
}

pub(super) fn product_type(state: &State, call: &Call) -> Outcome {
    let row = products::visible_type(state, call)?;
    let mut entries = vec![entry("Product_Type", row, row.text("name"))];
    for product in state.products.rows().filter(|one| one.link("prod_type") == row.link("id")) {
        add_product(state, product, &mut entries);
    }
    Ok(answer(call, entries))
}
