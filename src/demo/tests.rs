//! `/tests/` and `/test_types/`.

use serde_json::{Map, json};

use super::answer::{Answer, Outcome, Problems};
use super::call::Call;
use super::clock;
use super::fields::{TEST, TEST_TYPE};
use super::filter::{self, Filter, Filters, own};
use super::findings;
use super::notes;
use super::order::{self, Keys};
use super::paging;
use super::prefetch;
use super::row::Row;
use super::show;
use super::store::State;
use super::validate::{Mode, validate};

/// There is no `engagement__product` among them: DefectDojo ignores it, and so does the demo.
const FILTERS: Filters = &[
    ("id", Filter::Number(own, "id")),
    (
        "engagement",
        Filter::One(own, "engagement", |state, id| state.engagements.find(id).is_some()),
    ),
    ("test_type", Filter::One(own, "test_type", |state, id| state.test_types.find(id).is_some())),
    ("title", Filter::Exact(own, "title")),
    ("scan_type", Filter::Exact(own, "scan_type")),
    ("version", Filter::Exact(own, "version")),
    ("branch_tag", Filter::Exact(own, "branch_tag")),
    ("build_id", Filter::Exact(own, "build_id")),
    ("commit_hash", Filter::Exact(own, "commit_hash")),
    ("percent_complete", Filter::Number(own, "percent_complete")),
    ("has_tags", Filter::FlagBy(|_, row| !row.tags().is_empty())),
    ("tag", Filter::TagContains(own)),
    ("not_tag", Filter::TagLacks(own)),
    ("tags", Filter::AnyTag(own)),
    ("tags__and", Filter::AllTags(own)),
    ("not_tags", Filter::NoTag(own)),
    ("engagement__tags", Filter::AnyTag(engagement)),
    ("engagement__tags__and", Filter::AllTags(engagement)),
    ("not_engagement__tags", Filter::NoTag(engagement)),
    ("engagement__product__tags", Filter::AnyTag(product)),
    ("engagement__product__tags__and", Filter::AllTags(product)),
    ("not_engagement__product__tags", Filter::NoTag(product)),
];

const KEYS: Keys = &[
    ("branch_tag", own, "branch_tag"),
    ("build_id", own, "build_id"),
    ("commit_hash", own, "commit_hash"),
    ("created", own, "created"),
    ("engagement", own, "engagement"),
    ("lead", own, "lead"),
    ("target_end", own, "target_end"),
    ("target_start", own, "target_start"),
    ("test_type", own, "test_type"),
    ("title", own, "title"),
    ("updated", own, "updated"),
    ("version", own, "version"),
    ("api_scan_configuration", own, "api_scan_configuration"),
];

fn engagement<'a>(state: &'a State, row: &'a Row) -> Option<&'a Row> {
    state.engagement_of_test(row)
}

fn product<'a>(state: &'a State, row: &'a Row) -> Option<&'a Row> {
    state.product_of_test(row)
}

pub(super) fn list(state: &State, call: &Call) -> Outcome {
    let visible = state.tests.rows().filter(|row| state.may_see_test(&call.user, row));
    let mut rows = filter::select(state, call, FILTERS, visible)?;
    order::sort(state, call, KEYS, &mut rows)?;
    let window = paging::Window::of(call);
    let shown: Vec<&Row> = rows.iter().skip(window.offset).take(window.limit).copied().collect();
    let mut body = paging::page_body(call, rows, |row| show::test(state, row));
    prefetch::add(&mut body, prefetch::of_tests(state, call, &shown));
    Ok(Answer::ok(body))
}

pub(super) fn visible<'a>(state: &'a State, call: &Call) -> Result<&'a Row, Answer> {
    let id = call.id(0)?;
    let row = state.tests.find(id).filter(|row| state.may_see_test(&call.user, row));
    row.ok_or_else(|| Answer::no_match("Test"))
}

pub(super) fn detail(state: &State, call: &Call) -> Outcome {
    let row = visible(state, call)?;
    let mut body = show::test(state, row);
    prefetch::add(&mut body, prefetch::of_tests(state, call, &[row]));
    Ok(Answer::ok(body))
}

/// Before validation: the engagement must exist and be the caller's.
pub(super) fn check(state: &State, call: &Call) -> Result<(), Answer> {
    parent(state, call).map(|_| ())
}

fn parent(state: &State, call: &Call) -> Result<u64, Answer> {
    let data = call.data()?;
    let given = data.get("engagement").filter(|value| !value.is_null());
    let given = given.ok_or_else(|| Answer::no_parent("engagement"))?;
    let id = given.as_u64().or_else(|| given.as_str().and_then(|text| text.parse().ok()));
    let row = id.and_then(|id| state.engagements.find(id));
    let row = row.ok_or_else(|| Answer::no_match("Engagement"))?;
    if !state.may_see_engagement(&call.user, row) {
        return Err(Answer::forbidden());
    }
    Ok(row.link("id"))
}

pub(super) fn create(state: &mut State, call: &Call) -> Outcome {
    let engagement = parent(state, call)?;
    let row = validate(state, TEST, &call.data()?, Mode::Create)?;
    refuse_reversed(&row)?;
    let id = store(state, row.with("engagement", engagement));
    let row = state.tests.find(id).ok_or_else(Answer::crashed)?;
    Ok(Answer::created(show::created_test(state, row)))
}

pub(super) fn store(state: &mut State, mut row: Row) -> u64 {
    let now = clock::now();
    for name in ["created", "updated"] {
        if !row.has(name) {
            row.set(name, now.clone());
        }
    }
    let tags: Vec<String> = row.tags().into_iter().map(str::to_owned).collect();
    row.set_tags(tags);
    state.tests.insert(row)
}

fn refuse_reversed(row: &Row) -> Result<(), Answer> {
    let moment = |name: &str| clock::parse_moment(row.text(name));
    if let (Some(start), Some(end)) = (moment("target_start"), moment("target_end"))
        && start > end
    {
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
    row.merge(validate(state, TEST, &call.data()?, mode)?);
    refuse_reversed(&row)?;
    let tags: Vec<String> = row.tags().into_iter().map(str::to_owned).collect();
    row.set_tags(tags);
    row.set("updated", clock::now());
    let stored = state.tests.find_mut(id).ok_or_else(Answer::crashed)?;
    *stored = row;
    let row = state.tests.find(id).ok_or_else(Answer::crashed)?;
    Ok(Answer::ok(show::test(state, row)))
}

pub(super) fn notes(state: &State, call: &Call) -> Outcome {
    let row = visible(state, call)?;
    Ok(Answer::ok(json!({
        "test_id": row.get("id"),
        "notes": show::notes_of(state, row),
    })))
}

pub(super) fn add_note(state: &mut State, call: &Call) -> Outcome {
    let id = visible(state, call)?.link("id");
    let (note, answer) = notes::write(state, call)?;
    if let Some(row) = state.tests.find_mut(id) {
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
    state.tests.remove(id);
    let gone: Vec<u64> = state.findings_of_test(id).map(|row| row.link("id")).collect();
    for finding in gone {
        findings::remove(state, finding);
    }
    let of_it = |row: &Row| row.link("test") == id;
    state.imports.remove_where(of_it);
    state.groups.remove_where(of_it);
}

/// Exact: `name=semgrep` finds nothing.
const TYPE_FILTERS: Filters = &[("name", Filter::Exact(own, "name"))];

pub(super) fn list_types(state: &State, call: &Call) -> Outcome {
    let rows = filter::select(state, call, TYPE_FILTERS, state.test_types.rows())?;
    Ok(paging::page(call, rows, show::test_type))
}

pub(super) fn type_detail(state: &State, call: &Call) -> Outcome {
    let row = state.test_types.find(call.id(0)?).ok_or_else(|| Answer::no_match("Test_Type"))?;
    Ok(Answer::ok(show::test_type(row)))
}

pub(super) fn create_type(state: &mut State, call: &Call) -> Outcome {
    if !(call.user.superuser || call.user.staff) {
        return Err(Answer::forbidden());
    }
    let row = validate(state, TEST_TYPE, &call.data()?, Mode::Create)?;
    if state.test_types.rows().any(|other| other.text("name") == row.text("name")) {
        return Err(Problems::one("name", "test_ type with this name already exists.", "unique"));
    }
    let id = state.test_types.insert(row.with("active", true));
    let row = state.test_types.find(id).ok_or_else(Answer::crashed)?;
    Ok(Answer::created(show::test_type(row)))
}

const IMPORT_FILTERS: Filters = &[
    ("test", Filter::One(own, "test", |state, id| state.tests.find(id).is_some())),
    ("version", Filter::Exact(own, "version")),
    ("build_id", Filter::Exact(own, "build_id")),
    ("branch_tag", Filter::Exact(own, "branch_tag")),
    ("commit_hash", Filter::Exact(own, "commit_hash")),
    (
        "findings_affected",
        Filter::One(own, "findings_affected", |state, id| state.findings.find(id).is_some()),
    ),
];

const IMPORT_KEYS: Keys = &[
    ("branch_tag", own, "branch_tag"),
    ("build_id", own, "build_id"),
    ("commit_hash", own, "commit_hash"),
    ("created", own, "created"),
    ("id", own, "id"),
    ("modified", own, "created"),
    ("version", own, "version"),
];

/// The history of imports: what each did to which finding (N new, C closed, R reactivated, U not touched).
pub(super) fn list_imports(state: &State, call: &Call) -> Outcome {
    let visible = state.imports.rows().filter(|row| {
        state.tests.find(row.link("test")).is_some_and(|test| state.may_see_test(&call.user, test))
    });
    let mut rows = filter::select(state, call, IMPORT_FILTERS, visible)?;
    order::sort(state, call, IMPORT_KEYS, &mut rows)?;
    let mut body = paging::page_body(call, rows, |row| {
        let id = row.link("id");
        let actions: Vec<_> = state
            .import_actions
            .rows()
            .filter(|action| action.link("test_import") == id)
            .map(|action| {
                json!({
                    "id": action.get("id"),
                    "created": row.get("created"),
                    "modified": row.get("created"),
                    "action": action.get("action"),
                    "test_import": id,
                    "finding": action.get("finding"),
                })
            })
            .collect();
        json!({
            "id": id,
            "test_import_finding_action_set": actions,
            "created": row.get("created"),
            "modified": row.get("created"),
            "import_settings": row.get("import_settings"),
            "type": row.get("type"),
            "version": row.text("version"),
            "build_id": row.text("build_id"),
            "commit_hash": row.text("commit_hash"),
            "branch_tag": row.text("branch_tag"),
            "test": row.get("test"),
            "findings_affected": row.items("findings_affected"),
            // The demo's own: what it was sent, so that a client's bytes can be compared.
            "demo_sha256": row.get("demo_sha256"),
            "demo_bytes": row.get("demo_bytes"),
        })
    });
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}
