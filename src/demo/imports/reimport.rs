//! A report into a test that exists: what is new, what is gone, what is back.

use serde_json::json;

use super::form::{Order, Verb};
use super::report::{self, Report};
use super::run::{Changes, Done, build, finish, group, insert, mitigate, waits};
use super::statistics;
use crate::demo::answer::Answer;
use crate::demo::clock;
use crate::demo::dedupe;
use crate::demo::notes;
use crate::demo::row::Row;
use crate::demo::store::{State, User};

/// The scan type of the report is not compared with the test's.
pub(super) fn run(
    state: &mut State,
    user: &User,
    order: &Order,
    test: u64,
) -> Result<Done, Answer> {
    let Report { items, notice, .. } =
        report::read(&order.scan_type, &order.file.name, &order.file.bytes)?;
    let before = statistics::count(state.findings_of_test(test));
    let scan_type = state
        .tests
        .find(test)
        .map(|row| dedupe::scan_type_of(state, row).to_owned())
        .unwrap_or_default();
    let originals: Vec<u64> = state.findings_of_test(test).map(|row| row.link("id")).collect();
    let mut changes = Changes::default();
    for item in items.iter().filter(|item| order.severe_enough(item.finding.text("severity"))) {
        let row = build(state, user, order, test, item);
        match twin(state, &scan_type, &row, &originals) {
            Some(known) => meet(state, user, order, known, &mut changes),
            None => changes.created.push(insert(state, row, item)),
        }
    }
    if order.close_old_findings {
        let gone = originals
            .iter()
            .copied()
            .filter(|id| !changes.reactivated.contains(id) && !changes.untouched.contains(id));
        let open = |id: &u64| state.findings.find(*id).is_some_and(|row| !row.flag("is_mitigated"));
        changes.closed = gone.filter(open).collect();
        let entry = format!("Mitigated by {} re-upload.", order.scan_type);
        for id in changes.closed.clone() {
            mitigate(state, user, id, &entry);
        }
    }
    group(state, order, test, &changes.created);
    let counted = |state: &State| {
        let of =
            |ids: &[u64]| statistics::count(ids.iter().filter_map(|id| state.findings.find(*id)));
        json!({
            "before": before,
            "delta": {
                "created": of(&changes.created),
                "closed": of(&changes.closed),
                "reactivated": of(&changes.reactivated),
                "untouched": of(&changes.untouched),
            },
            "after": statistics::count(state.findings_of_test(test)),
        })
    };
    let early = counted(state);
    dedupe::deduplicate(state, &changes.created);
    let statistics = if waits(order) { counted(state) } else { early };
    finish(state, order, Verb::Reimport, test, &changes);
    Ok(Done { test, statistics, notice })
}

/// The finding of the test that a new one repeats.
fn twin(state: &State, scan_type: &str, row: &Row, originals: &[u64]) -> Option<u64> {
    let rule = dedupe::rule(scan_type);
    originals.iter().copied().find(|id| {
        state.findings.find(*id).is_some_and(|known| {
            rule.same(row, known) || row.text("hash_code") == known.text("hash_code")
        })
    })
}

/// A finding that is in the report again: a closed one opens, unless it was judged or the order
/// forbids it.
fn meet(state: &mut State, user: &User, order: &Order, id: u64, changes: &mut Changes) {
    if changes.reactivated.contains(&id) || changes.untouched.contains(&id) {
        return;
    }
    let Some(row) = state.findings.find_mut(id) else { return };
    let judged = ["false_p", "out_of_scope", "risk_accepted"].iter().any(|flag| row.flag(flag));
    if !row.flag("is_mitigated") || judged {
        changes.untouched.push(id);
        return;
    }
    if order.do_not_reactivate {
        changes.untouched.push(id);
        let entry = format!(
            "Finding has skipped reactivation from {} re-upload with user decision \
             do_not_reactivate.",
            order.scan_type
        );
        notes::attach_to_finding(state, id, user, &entry);
        return;
    }
    let now = clock::now();
    row.set("is_mitigated", false)
        .set("active", order.active.unwrap_or(true))
        .set("last_status_update", now.clone())
        .set("updated", now)
        .clear("mitigated")
        .clear("mitigated_by");
    if let Some(verified) = order.verified {
        row.set("verified", verified);
    }
    changes.reactivated.push(id);
    notes::attach_to_finding(
        state,
        id,
        user,
        &format!("Re-activated by {} re-upload.", order.scan_type),
    );
}
