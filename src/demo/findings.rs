//! `/findings/`: the list with its filters, and the single object.

pub(super) mod actions;
pub(super) mod attached;
pub(super) mod create;
pub(super) mod filters;
pub(super) mod status;
pub(super) mod update;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::filter;
use super::order;
use super::paging;
use super::prefetch;
use super::row::Row;
use super::show;
use super::store::State;

pub(super) fn list(state: &State, call: &Call) -> Outcome {
    let mut conditions = filter::conditions(state, call, filters::FILTERS)?;
    conditions.extend(filters::percentages(call)?);
    let mut rows: Vec<&Row> = state
        .visible_findings(&call.user)
        .filter(|row| conditions.iter().all(|meets| meets(state, row)))
        .collect();
    order::sort(state, call, filters::KEYS, &mut rows)?;
    let window = paging::Window::of(call);
    let shown: Vec<&Row> = rows.iter().skip(window.offset).take(window.limit).copied().collect();
    let mut body = paging::page_body(call, rows, |row| show::finding(state, call, row));
    prefetch::add(&mut body, prefetch::of_findings(state, call, &shown));
    Ok(Answer::ok(body))
}

pub(super) fn detail(state: &State, call: &Call) -> Outcome {
    let row = visible(state, call)?;
    let mut body = show::finding(state, call, row);
    prefetch::add(&mut body, prefetch::of_findings(state, call, &[row]));
    Ok(Answer::ok(body))
}

/// The finding of the path, if the caller may see it.
pub(super) fn visible<'a>(state: &'a State, call: &Call) -> Result<&'a Row, Answer> {
    let id = call.id(0)?;
    state
        .findings
        .find(id)
        .filter(|row| state.may_see_finding(&call.user, row))
        .ok_or_else(|| Answer::no_match("Finding"))
}

/// The same, to change it; members may change what they see.
pub(super) fn visible_mut<'a>(state: &'a mut State, call: &Call) -> Result<&'a mut Row, Answer> {
    let id = visible(state, call)?.link("id");
    state.findings.find_mut(id).ok_or_else(|| Answer::no_match("Finding"))
}

pub(super) fn delete(state: &mut State, call: &Call) -> Outcome {
    let id = visible(state, call)?.link("id");
    if !(call.user.superuser || call.user.staff) {
        return Err(Answer::forbidden());
    }
    remove(state, id);
    Ok(Answer::no_content())
}

/// Removes a finding with what hangs on it; the first of its duplicates becomes the original.
pub(super) fn remove(state: &mut State, id: u64) {
    let Some(gone) = state.findings.remove(id) else { return };
    let duplicates: Vec<u64> = state
        .findings
        .rows()
        .filter(|row| row.link("duplicate_finding") == id)
        .map(|row| row.link("id"))
        .collect();
    if let Some((first, others)) = duplicates.split_first() {
        if let Some(row) = state.findings.find_mut(*first) {
            row.set("duplicate", false)
                .clear("duplicate_finding")
                .set("active", gone.flag("active"));
        }
        for other in others {
            if let Some(row) = state.findings.find_mut(*other) {
                row.set("duplicate_finding", *first);
            }
        }
    }
    for note in gone.links("notes") {
        state.notes.remove(note);
    }
    let of_it = |row: &Row| row.link("finding") == id;
    state.metadata.remove_where(of_it);
    state.pairs.remove_where(of_it);
    state.location_findings.remove_where(of_it);
    state.import_actions.remove_where(of_it);
    for risk in state.risk_acceptances.rows_mut() {
        let left: Vec<u64> =
            risk.links("accepted_findings").into_iter().filter(|one| *one != id).collect();
        risk.set("accepted_findings", left);
    }
}
