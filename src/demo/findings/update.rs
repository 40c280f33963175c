//! `PATCH` and `PUT /findings/ID/`.

use super::{create, status, visible};
use crate::demo::answer::{Answer, Outcome, Problems};
use crate::demo::call::Call;
use crate::demo::clock;
use crate::demo::fields::FINDING;
use crate::demo::notes;
use crate::demo::row::Row;
use crate::demo::show;
use crate::demo::sla;
use crate::demo::store::State;
use crate::demo::title_case::title_case;
use crate::demo::validate::{Mode, validate};

pub(in crate::demo) fn patch(state: &mut State, call: &Call) -> Outcome {
    change(state, call, Mode::Patch)
}

pub(in crate::demo) fn put(state: &mut State, call: &Call) -> Outcome {
    change(state, call, Mode::Replace)
}

fn change(state: &mut State, call: &Call, mode: Mode) -> Outcome {
    let before = visible(state, call)?.clone();
    let id = before.link("id");
    let changes = validate(state, FINDING, &call.data()?, mode)?;
    create::refuse_mitigated_data(&changes)?;
    let mut row = before.clone();
    row.merge(changes);
    let accepting = row.flag("risk_accepted") && !before.flag("risk_accepted");
    let simple =
        state.product_of(&row).is_some_and(|product| product.flag("enable_simple_risk_acceptance"));
    if let Some(text) = status::contradiction(&row, accepting, simple) {
        return Err(Problems::whole(text));
    }
    save(&before, &mut row, call.user.id);
    let unaccepting = before.flag("risk_accepted") && !row.flag("risk_accepted");
    if unaccepting {
        let accepted = row.clone();
        row.set("active", true);
        status::settle(Some(&accepted), &mut row, call.user.id);
    }
    if let Some(stored) = state.findings.find_mut(id) {
        *stored = row;
    }
    if accepting || unaccepting {
        let what = if accepting { "has risk accepted" } else { "removed a risk exception from" };
        let entry = format!("{} {what} this finding", notes::signature(&call.user));
        notes::attach_to_finding(state, id, &call.user, &entry);
    }
    let row = state.findings.find(id).ok_or_else(Answer::crashed)?;
    Ok(Answer::ok(show::patched_finding(state, row)))
}

/// What saving a changed finding rewrites.
pub(in crate::demo) fn save(before: &Row, row: &mut Row, user: u64) {
    if row.text("title") != before.text("title") {
        row.set("title", title_case(row.text("title")));
    }
    row.set("numerical_severity", status::numerical(row.text("severity")));
    if row.text("cvssv3") != before.text("cvssv3") {
        create::score(row);
    }
    let tags: Vec<String> = row.tags().into_iter().map(str::to_owned).collect();
    row.set_tags(tags);
    status::settle(Some(before), row, user);
    let dated = ["severity", "date", "sla_start_date"];
    if dated.iter().any(|name| row.get(name) != before.get(name)) {
        sla::update(row);
    }
    row.set("updated", clock::now());
}
