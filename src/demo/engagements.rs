//! `/engagements/` with close, reopen and notes.

use serde_json::json;

use super::answer::{Answer, Outcome, Problems};
use super::call::Call;
use super::clock;
use super::fields::{ENGAGEMENT, ENGAGEMENT_STATUSES};
use super::filter::{self, Filter, Filters, Order, own};
use super::notes;
use super::order::{self, Keys};
use super::paging;
use super::row::Row;
use super::show;
use super::store::State;
use super::tests;
use super::validate::{Mode, validate};

const FILTERS: Filters = &[
    ("id", Filter::Number(own, "id")),
    ("name", Filter::Exact(own, "name")),
    ("product", Filter::One(own, "product", |state, id| state.products.find(id).is_some())),
    ("product__prod_type", Filter::AnyNumber(product, "prod_type")),
    ("status", Filter::Choices(own, "status", ENGAGEMENT_STATUSES)),
    ("active", Filter::Flag(own, "active")),
    ("api_test", Filter::Flag(own, "api_test")),
    ("pen_test", Filter::Flag(own, "pen_test")),
    ("threat_model", Filter::Flag(own, "threat_model")),
    ("version", Filter::Exact(own, "version")),
    ("target_start", Filter::Day(own, "target_start", Order::On)),
    ("target_end", Filter::Day(own, "target_end", Order::On)),
    ("requester", Filter::Number(own, "requester")),
    ("report_type", Filter::Number(own, "report_type")),
    ("has_tags", Filter::FlagBy(|_, row| !row.tags().is_empty())),
    ("tag", Filter::TagContains(own)),
    ("not_tag", Filter::TagLacks(own)),
    ("tags", Filter::AnyTag(own)),
    ("tags__and", Filter::AllTags(own)),
    ("not_tags", Filter::NoTag(own)),
    ("product__tags", Filter::AnyTag(product)),
    ("product__tags__and", Filter::AllTags(product)),
    ("not_product__tags", Filter::NoTag(product)),
];

const KEYS: Keys = &[
    ("created", own, "created"),
    ("lead", own, "lead"),
    ("name", own, "name"),
    ("status", own, "status"),
    ("target_end", own, "target_end"),
    ("target_start", own, "target_start"),
    ("updated", own, "updated"),
    ("version", own, "version"),
];

fn product<'a>(state: &'a State, row: &'a Row) -> Option<&'a Row> {
    state.product_of_engagement(row)
}

pub(super) fn list(state: &State, call: &Call) -> Outcome {
    let visible = state.engagements.rows().filter(|row| state.may_see_engagement(&call.user, row));
    let mut rows = filter::select(state, call, FILTERS, visible)?;
    order::sort(state, call, KEYS, &mut rows)?;
    Ok(paging::page(call, rows, |row| show::engagement(state, row)))
}

pub(super) fn visible<'a>(state: &'a State, call: &Call) -> Result<&'a Row, Answer> {
    let id = call.id(0)?;
    let row = state.engagements.find(id).filter(|row| state.may_see_engagement(&call.user, row));
    row.ok_or_else(|| Answer::no_match("Engagement"))
}

pub(super) fn detail(state: &State, call: &Call) -> Outcome {
    Ok(Answer::ok(show::engagement(state, visible(state, call)?)))
}

/// Before validation: the product must exist and be the caller's.
pub(super) fn check(state: &State, call: &Call) -> Result<(), Answer> {
    let data = call.data()?;
    let given = data.get("product").filter(|value| !value.is_null());
    let given = given.ok_or_else(|| Answer::no_parent("product"))?;
    let id = given.as_u64().or_else(|| given.as_str().and_then(|text| text.parse().ok()));
    let product = id.and_then(|id| state.products.find(id));
    let product = product.ok_or_else(|| Answer::no_match("Product"))?;
    if state.may_see_product(&call.user, product) { Ok(()) } else { Err(Answer::forbidden()) }
}

pub(super) fn create(state: &mut State, call: &Call) -> Outcome {
    let row = validate(state, ENGAGEMENT, &call.data()?, Mode::Create)?;
    refuse_reversed(&row)?;
    let id = store(state, row);
    let row = state.engagements.find(id).ok_or_else(Answer::crashed)?;
    Ok(Answer::created(show::engagement(state, row)))
}

/// Stores a new engagement with DefectDojo's defaults.
pub(super) fn store(state: &mut State, mut row: Row) -> u64 {
    let now = clock::now();
    for (name, value) in [
        ("created", now.as_str()),
        ("updated", now.as_str()),
        ("status", "Not Started"),
        ("engagement_type", "Interactive"),
    ] {
        if !row.has(name) {
            row.set(name, value);
        }
    }
    for name in ["active", "threat_model", "api_test", "pen_test", "check_list"] {
        if !row.has(name) {
            row.set(name, true);
        }
    }
    let tags: Vec<String> = row.tags().into_iter().map(str::to_owned).collect();
    row.set_tags(tags);
    state.engagements.insert(row)
}

fn refuse_reversed(row: &Row) -> Result<(), Answer> {
    let (start, end) = (row.text("target_start"), row.text("target_end"));
    if !start.is_empty() && !end.is_empty() && start > end {
        return Err(Problems::whole("Your target start date exceeds your target end date"));
    }
    Ok(())
}

pub(super) fn patch(state: &mut State, call: &Call) -> Outcome {
    change(state, call, Mode::Patch)
}

pub(super) fn put(state: &mut State, call: &Call) -> Outcome {
    change(state, call, Mode::Replace)
}

fn change(state: &mut State, call: &Call, mode: Mode) -> Outcome {
    let mut row = visible(state, call)?.clone();
    let id = row.link("id");
    row.merge(validate(state, ENGAGEMENT, &call.data()?, mode)?);
    refuse_reversed(&row)?;
    let tags: Vec<String> = row.tags().into_iter().map(str::to_owned).collect();
    row.set_tags(tags);
    row.set("updated", clock::now());
    let stored = state.engagements.find_mut(id).ok_or_else(Answer::crashed)?;
    *stored = row;
    let row = state.engagements.find(id).ok_or_else(Answer::crashed)?;
    Ok(Answer::ok(show::engagement(state, row)))
}

pub(super) fn close(state: &mut State, call: &Call) -> Outcome {
    set_open(state, call, false, "Completed")
}

pub(super) fn reopen(state: &mut State, call: &Call) -> Outcome {
    set_open(state, call, true, "In Progress")
}

fn set_open(state: &mut State, call: &Call, active: bool, status: &str) -> Outcome {
    let id = visible(state, call)?.link("id");
    let row = state.engagements.find_mut(id).ok_or_else(Answer::crashed)?;
    row.set("active", active).set("status", status).set("updated", clock::now());
    Ok(Answer::ok(json!({})))
}

pub(super) fn notes(state: &State, call: &Call) -> Outcome {
    let row = visible(state, call)?;
    Ok(Answer::ok(json!({
        "engagement_id": row.get("id"),
        "notes": show::notes_of(state, row),
    })))
}

pub(super) fn add_note(state: &mut State, call: &Call) -> Outcome {
    let id = visible(state, call)?.link("id");
    let (note, answer) = notes::write(state, call)?;
    if let Some(row) = state.engagements.find_mut(id) {
        row.push("notes", note);
    }
    Ok(answer)
}

pub(super) fn delete(state: &mut State, call: &Call) -> Outcome {
    let id = visible(state, call)?.link("id");
    if !(call.user.superuser || call.user.staff) {
        return Err(Answer::forbidden());
    }
    remove(state, id);
    Ok(Answer::no_content())
}

pub(super) fn remove(state: &mut State, id: u64) {
    state.engagements.remove(id);
    let gone: Vec<u64> = state
        .tests
        .rows()
        .filter(|row| row.link("engagement") == id)
        .map(|row| row.link("id"))
        .collect();
    for test in gone {
        tests::remove(state, test);
    }
}
