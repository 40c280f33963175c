//! `/risk_acceptance/`.

use serde_json::Value;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::clock;
use super::fields::RISK_ACCEPTANCE;
use super::filter::{self, Filter, Filters, Order, own};
use super::findings::status;
use super::notes;
use super::order::{self, Keys};
use super::paging;
use super::prefetch;
use super::row::Row;
use super::show;
use super::store::State;
use super::validate::{Mode, validate};
use axum::http::StatusCode;

const DECISIONS: &[&str] = &["A", "F", "M", "T", "V"];

const FILTERS: Filters = &[
    ("name", Filter::Exact(own, "name")),
    ("name__icontains", Filter::Contains(own, "name")),
    ("accepted_by", Filter::Exact(own, "accepted_by")),
    ("accepted_by__icontains", Filter::Contains(own, "accepted_by")),
    ("decision", Filter::Choices(own, "decision", DECISIONS)),
    ("decision_details__icontains", Filter::Contains(own, "decision_details")),
    ("recommendation", Filter::Choices(own, "recommendation", DECISIONS)),
    ("recommendation_details__icontains", Filter::Contains(own, "recommendation_details")),
    ("owner", Filter::One(own, "owner", |state, id| state.user(id).is_some())),
    (
        "accepted_findings",
        Filter::One(own, "accepted_findings", |state, id| state.findings.find(id).is_some()),
    ),
    ("created", Filter::Span(own, "created")),
    ("updated", Filter::Span(own, "updated")),
    ("created__gt", Filter::Moment(own, "created", Order::After)),
    ("created__lt", Filter::Moment(own, "created", Order::Before)),
    ("expiration_date__gt", Filter::Moment(own, "expiration_date", Order::After)),
    ("expiration_date__lt", Filter::Moment(own, "expiration_date", Order::Before)),
];

const KEYS: Keys =
    &[("created", own, "created"), ("name", own, "name"), ("updated", own, "updated")];

/// Newest first; only those whose findings the caller may see.
pub(super) fn list(state: &State, call: &Call) -> Outcome {
    let visible = state.risk_acceptances.rows().rev().filter(|risk| may_see(state, call, risk));
    let mut rows = filter::select(state, call, FILTERS, visible)?;
    order::sort(state, call, KEYS, &mut rows)?;
    let mut body = paging::page_body(call, rows, |row| show::risk_acceptance(state, row));
    prefetch::add(&mut body, serde_json::Map::new());
    Ok(Answer::ok(body))
}

fn may_see(state: &State, call: &Call, risk: &Row) -> bool {
    risk.links("accepted_findings").iter().all(|id| {
        state.findings.find(*id).is_some_and(|row| state.may_see_finding(&call.user, row))
    })
}

pub(super) fn detail(state: &State, call: &Call) -> Outcome {
    let id = call.id(0)?;
    let row = state.risk_acceptances.find(id).filter(|row| may_see(state, call, row));
    let row = row.ok_or_else(|| Answer::no_match("Risk_Acceptance"))?;
    let mut body = show::risk_acceptance(state, row);
    prefetch::add(&mut body, serde_json::Map::new());
    Ok(Answer::ok(body))
}

pub(super) fn create(state: &mut State, call: &Call) -> Outcome {
    let row = validate(state, RISK_ACCEPTANCE, &call.data()?, Mode::Create)?;
    let mut engagements: Vec<u64> = Vec::new();
    for id in row.links("accepted_findings") {
        let Some(finding) = state.findings.find(id) else { continue };
        if !state.may_see_finding(&call.user, finding) {
            return Err(Answer::forbidden());
        }
        engagements.extend(state.test_of(finding).map(|test| test.link("engagement")));
    }
    engagements.sort_unstable();
    engagements.dedup();
    if engagements.len() > 1 {
        return Err(Answer::detail(
            StatusCode::FORBIDDEN,
            "You are not permitted to add findings from multiple engagements",
        ));
    }
    let id = accept(state, call, row);
    let row = state.risk_acceptances.find(id).ok_or_else(Answer::crashed)?;
    Ok(Answer::created(show::risk_acceptance(state, row)))
}

/// Stores an acceptance: its findings turn inactive and accepted, each with a note of it.
pub(super) fn accept(state: &mut State, call: &Call, mut row: Row) -> u64 {
    let now = clock::now();
    row.set("created", now.clone()).set("updated", now);
    let entry = format!(
        "{} added this finding to the risk acceptance: \"{}\" ()",
        notes::signature(&call.user),
        row.text("name")
    );
    let findings = row.links("accepted_findings");
    let id = state.risk_acceptances.insert(row);
    let mut engagement = None;
    for finding in findings {
        if let Some(row) = state.findings.find_mut(finding) {
            let before = row.clone();
            row.set("active", false).set("risk_accepted", true);
            status::settle(Some(&before), row, call.user.id);
            row.set("updated", clock::now());
        }
        notes::attach_to_finding(state, finding, &call.user, &entry);
        let row = state.findings.find(finding);
        engagement = row.and_then(|row| state.test_of(row)).map(|test| test.link("engagement"));
    }
    if let Some(engagement) = engagement.and_then(|id| state.engagements.find_mut(id)) {
        engagement.push("risk_acceptance", Value::from(id));
    }
    id
}
