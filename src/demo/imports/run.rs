//! Running an import, and what imports and reimports share.

use serde_json::{Value, json};

use super::form::{Order, Verb};
use super::report::{self, Item, Report};
use super::{reimport, response, statistics, target};
use crate::demo::answer::{Answer, Outcome};
use crate::demo::call::Call;
use crate::demo::clock;
use crate::demo::dedupe;
use crate::demo::findings::create;
use crate::demo::notes;
use crate::demo::places;
use crate::demo::row::Row;
use crate::demo::store::{State, User};
use crate::demo::tests;

/// What one run did.
#[derive(Debug)]
pub(super) struct Done {
    pub(super) test: u64,
    pub(super) statistics: Value,
    /// What the demo left out, in words.
    pub(super) notice: Option<String>,
}

/// The findings of a run, by what became of them.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) created: Vec<u64>,
    pub(super) closed: Vec<u64>,
    pub(super) reactivated: Vec<u64>,
    pub(super) untouched: Vec<u64>,
}

pub(super) fn answer(state: &mut State, call: &Call, verb: Verb) -> Outcome {
    let form = call.form()?;
    let target = target::find(state, &call.user, form, verb)?;
    let order = Order::read(form, verb)?;
    if let Some(name) = order.text("environment")
        && !state.environments.rows().any(|row| row.text("name") == name)
    {
        return Err(Answer::raised(&format!("Environment named {name} does not exist.")));
    }
    let engagement = target::engagement(state, form, target, order.deduplication_on_engagement);
    let done = match target.test {
        Some(test) if verb == Verb::Reimport => reimport::run(state, &call.user, &order, test)?,
        _ => import(state, &call.user, &order, engagement)?,
    };
    Ok(Answer::created(response::body(state, &order, verb, done)))
}

/// A report into a new test. One that cannot be read leaves the test behind, empty and at 50 %.
pub(super) fn import(
    state: &mut State,
    user: &User,
    order: &Order,
    engagement: u64,
) -> Result<Done, Answer> {
    let read = || report::read(&order.scan_type, &order.file.name, &order.file.bytes);
    // The parsers that name the tool are asked before there is a test; the others leave theirs behind.
    let early = report::names_its_tool(&order.scan_type).then(read).transpose()?;
    let test = make_test(state, order, engagement);
    let Report { items, test_type, notice } = early.map_or_else(read, Ok)?;
    if let Some(name) = test_type {
        let kind = state.test_type(&name);
        if let Some(row) = state.tests.find_mut(test) {
            row.set("test_type", kind);
        }
    }
    let mut changes = Changes::default();
    for item in items.iter().filter(|item| order.severe_enough(item.finding.text("severity"))) {
        let row = build(state, user, order, test, item);
        changes.created.push(insert(state, row, item));
    }
    group(state, order, test, &changes.created);
    if order.close_old_findings {
        changes.closed = close_old(state, user, order, test, &changes.created);
    }
    let counted = |state: &State| json!({"after": statistics::count(state.findings_of_test(test))});
    let early = counted(state);
    dedupe::deduplicate(state, &changes.created);
    let statistics = if waits(order) { counted(state) } else { early };
    finish(state, order, Verb::Import, test, &changes);
    Ok(Done { test, statistics, notice })
}

/// Whether the answer waits for the deduplication.
pub(super) fn waits(order: &Order) -> bool {
    matches!(order.deduplication.as_deref(), Some("sync" | "async_wait"))
}

fn make_test(state: &mut State, order: &Order, engagement: u64) -> u64 {
    let kind = state.test_type(&order.scan_type);
    let environment = order.text("environment").unwrap_or("Development");
    let environment = state.environments.rows().find(|row| row.text("name") == environment);
    let start = match &order.scan_date {
        Some(date) => format!("{date}T00:00:00Z"),
        None => clock::now(),
    };
    let mut row = Row::default()
        .with("engagement", engagement)
        .with("test_type", kind)
        .with("scan_type", order.scan_type.as_str())
        .with("title", order.text("test_title"))
        .with("target_start", start.clone())
        .with("target_end", start)
        .with("percent_complete", 50)
        .with("environment", environment.map(|row| row.link("id")))
        .with("lead", order.text("lead").and_then(|text| text.parse::<u64>().ok()));
    describe(order, &mut row);
    tests::store(state, row)
}

/// Version, build and tags of a test: the last import's.
fn describe(order: &Order, row: &mut Row) {
    for name in ["version", "branch_tag", "build_id", "commit_hash"] {
        if let Some(text) = order.text(name) {
            row.set(name, text);
        }
    }
    if let Some(tags) = &order.tags {
        row.set_tags(tags);
    }
}

/// One finding of a report as it would be stored, its hash included.
pub(super) fn build(state: &State, user: &User, order: &Order, test: u64, item: &Item) -> Row {
    let mut row = item.finding.clone();
    let kind = state.tests.find(test).map_or(0, |row| row.link("test_type"));
    if row.get("date").is_null() || order.scan_date.is_some() {
        row.set("date", order.day());
    }
    if let Some(active) = order.active {
        row.set("active", active);
    }
    if let Some(verified) = order.verified {
        row.set("verified", verified);
    }
    if let Some(service) = order.text("service") {
        row.set("service", service);
    }
    if order.apply_tags_to_findings {
        let mut tags: Vec<String> = row.tags().into_iter().map(str::to_owned).collect();
        tags.extend(order.tags.clone().unwrap_or_default());
        row.set_tags(tags);
    }
    row.set("test", test)
        .set("found_by", json!([kind]))
        .set("reporter", user.id)
        .set("last_reviewed", clock::now())
        .set("last_reviewed_by", user.id);
    create::prepare(state, &mut row, user.id);
    row
}

pub(super) fn insert(state: &mut State, row: Row, item: &Item) -> u64 {
    let id = state.findings.insert(row);
    for address in &item.addresses {
        places::locate(state, id, address);
    }
    id
}

/// Findings that the new test no longer has, of the same type in the engagement (or the product).
fn close_old(state: &mut State, user: &User, order: &Order, test: u64, new: &[u64]) -> Vec<u64> {
    let Some(new_test) = state.tests.find(test) else { return Vec::new() };
    let scope = |row: &Row| {
        if order.close_old_findings_product_scope {
            state.product_of_test(row).map(|product| product.link("id"))
        } else {
            Some(row.link("engagement"))
        }
    };
    let rule = dedupe::rule(&order.scan_type);
    let fresh: Vec<&Row> = new.iter().filter_map(|id| state.findings.find(*id)).collect();
    let old: Vec<u64> = state
        .findings
        .rows()
        .filter(|row| row.link("test") != test && row.flag("active"))
        .filter(|row| row.get("service").as_str() == order.text("service"))
        .filter(|row| {
            state.test_of(row).is_some_and(|old_test| {
                old_test.link("test_type") == new_test.link("test_type")
                    && scope(old_test) == scope(new_test)
            })
        })
        .filter(|row| {
            !fresh
                .iter()
                .any(|new| rule.same(new, row) || new.text("hash_code") == row.text("hash_code"))
        })
        .map(|row| row.link("id"))
        .collect();
    let entry = "This finding has been automatically closed as it is not present anymore in \
                 recent scans.";
    for id in &old {
        mitigate(state, user, *id, entry);
    }
    old
}

pub(super) fn mitigate(state: &mut State, user: &User, id: u64, entry: &str) {
    let now = clock::now();
    if let Some(row) = state.findings.find_mut(id) {
        row.set("active", false)
            .set("is_mitigated", true)
            .set("mitigated", now.clone())
            .set("mitigated_by", user.id)
            .set("last_status_update", now.clone())
            .set("updated", now);
    }
    notes::attach_to_finding(state, id, user, entry);
}

/// Groups new findings by what the order names.
pub(super) fn group(state: &mut State, order: &Order, test: u64, new: &[u64]) {
    let Some(by) = order.group_by.as_deref() else { return };
    let mut groups: Vec<(String, Vec<u64>)> = Vec::new();
    for row in new.iter().filter_map(|id| state.findings.find(*id)) {
        let key = match by {
            "component_name+component_version" => {
                format!("{}:{}", row.text("component_name"), row.text("component_version"))
            }
            "finding_title" => row.text("title").to_owned(),
            member => row.text(member).to_owned(),
        };
        if key.is_empty() || key == ":" {
            continue;
        }
        let name = format!("Findings in: {key}");
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, findings)) => findings.push(row.link("id")),
            None => groups.push((name, vec![row.link("id")])),
        }
    }
    for (name, findings) in groups {
        if order.create_finding_groups || findings.len() > 1 {
            state.groups.insert(
                Row::default().with("name", name).with("test", test).with("findings", findings),
            );
        }
    }
}

/// Completes the test and writes the history.
pub(super) fn finish(state: &mut State, order: &Order, verb: Verb, test: u64, changes: &Changes) {
    let now = clock::now();
    if let Some(row) = state.tests.find_mut(test) {
        row.set("percent_complete", 100).set("updated", now.clone());
        describe(order, row);
        let engagement = row.link("engagement");
        if let Some(engagement) = state.engagements.find_mut(engagement) {
            engagement.set("updated", now.clone());
        }
    }
    let actions = [
        ("N", &changes.created),
        ("C", &changes.closed),
        ("R", &changes.reactivated),
        ("U", &changes.untouched),
    ];
    let affected: Vec<u64> = [&changes.created, &changes.closed, &changes.reactivated]
        .into_iter()
        .flatten()
        .copied()
        .collect();
    let copy = |name: &str| order.text(name).unwrap_or_default().to_owned();
    let import = state.imports.insert(
        Row::default()
            .with("test", test)
            .with("type", if verb == Verb::Import { "import" } else { "reimport" })
            .with("created", now)
            .with("version", copy("version"))
            .with("build_id", copy("build_id"))
            .with("commit_hash", copy("commit_hash"))
            .with("branch_tag", copy("branch_tag"))
            .with("import_settings", order.settings())
            .with("findings_affected", affected)
            .with("demo_sha256", order.file.sha256.as_str())
            .with("demo_bytes", order.file.length),
    );
    for (action, findings) in actions {
        for finding in findings {
            state.import_actions.insert(
                Row::default()
                    .with("test_import", import)
                    .with("finding", *finding)
                    .with("action", action),
            );
        }
    }
}
