//! The actions that change what a finding is: close, verify, duplicates, acceptance in bulk.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{update, visible, visible_mut};
use crate::demo::answer::{Answer, Outcome, Problems};
use crate::demo::call::{Call, Payload};
use crate::demo::clock;
use crate::demo::notes;
use crate::demo::risk;
use crate::demo::row::Row;
use crate::demo::show;
use crate::demo::store::State;
use crate::demo::validate::flag;

/// `is_mitigated` must be sent although the schema calls it optional: without it DefectDojo crashes.
pub(in crate::demo) fn close(state: &mut State, call: &Call) -> Outcome {
    let id = visible(state, call)?.link("id");
    let data = call.data()?;
    let read = |name: &str| match data.get(name) {
        None => Ok(None),
        Some(value) => match flag(value) {
            Some(flag) => Ok(Some(flag)),
            None => Err(Answer::plain(name, "Must be a valid boolean.")),
        },
    };
    let (mitigated, false_p) = (read("is_mitigated")?, read("false_p")?.unwrap_or(false));
    let out_of_scope = read("out_of_scope")?.unwrap_or(false);
    let duplicate = read("duplicate")?.unwrap_or(false);
    if data.get("mitigated_by").is_some_and(|value| !value.is_null()) {
        return Err(Answer::plain("mitigated_by", "Not allowed to set mitigated_by."));
    }
    let mitigated = mitigated.ok_or_else(Answer::crashed)?;
    let now = clock::now();
    if let Some(row) = state.findings.find_mut(id) {
        row.set("is_mitigated", mitigated)
            .set("mitigated", now.clone())
            .set("mitigated_by", call.user.id)
            .set("active", false)
            .set("false_p", false_p)
            .set("out_of_scope", out_of_scope)
            .set("duplicate", duplicate)
            .set("under_review", false)
            .set("last_reviewed", now.clone())
            .set("last_reviewed_by", call.user.id)
            .set("last_status_update", now.clone())
            .set("updated", now.clone());
        if false_p || out_of_scope {
            row.set("verified", false);
        }
        if !duplicate {
            row.clear("duplicate_finding");
        }
    }
    if let Some(entry) = data.get("note").and_then(Value::as_str).filter(|entry| !entry.is_empty())
    {
        notes::attach_to_finding(state, id, &call.user, entry);
    }
    Ok(Answer::ok(json!({
        "is_mitigated": mitigated,
        "mitigated": now,
        "false_p": false_p,
        "out_of_scope": out_of_scope,
        "duplicate": duplicate,
        "mitigated_by": call.user.id,
        "note_type": data.get("note_type").cloned().unwrap_or_default(),
    })))
}

pub(in crate::demo) fn verify(state: &mut State, call: &Call) -> Outcome {
    let before = visible(state, call)?.clone();
    let id = before.link("id");
    let data = call.data()?;
    if before.flag("duplicate") {
        return Err(Problems::whole("Duplicate findings cannot be verified or active"));
    }
    if let Some(row) = state.findings.find_mut(id) {
        row.set("verified", true)
            .set("last_reviewed", clock::now())
            .set("last_reviewed_by", call.user.id);
        update::save(&before, row, call.user.id);
    }
    if let Some(entry) = data.get("note").and_then(Value::as_str).filter(|entry| !entry.is_empty())
    {
        notes::attach_to_finding(state, id, &call.user, entry);
    }
    let row = state.findings.find(id).ok_or_else(Answer::crashed)?;
    Ok(Answer::ok(show::finding(state, call, row)))
}

/// The findings that share an original with this one: itself included where it is a duplicate, the
/// original never.
pub(in crate::demo) fn cluster(state: &State, call: &Call) -> Outcome {
    let row = visible(state, call)?;
    let original =
        if row.flag("duplicate") { row.link("duplicate_finding") } else { row.link("id") };
    let mut rows: Vec<&Row> = state
        .findings
        .rows()
        .filter(|other| original != 0 && other.link("duplicate_finding") == original)
        .collect();
    rows.sort_by(|left, right| left.text("title").cmp(right.text("title")));
    Ok(Answer::ok(rows.iter().map(|row| show::finding(state, call, row)).collect::<Value>()))
}

pub(in crate::demo) fn reset_duplicate(state: &mut State, call: &Call) -> Outcome {
    let row = visible_mut(state, call)?;
    row.set("duplicate", false).set("active", true).clear("duplicate_finding");
    row.set("last_status_update", clock::now()).set("updated", clock::now());
    Ok(Answer::no_content())
}

/// Makes the second finding of the path the original of the first and of its duplicates.
pub(in crate::demo) fn set_original(state: &mut State, call: &Call) -> Outcome {
    let row = visible(state, call)?;
    let (id, old) = (row.link("id"), row.link("duplicate_finding"));
    let original = call.id(1)?;
    let known =
        state.findings.find(original).filter(|other| state.may_see_finding(&call.user, other));
    if known.is_none() || original == id {
        return Err(Answer::detail(StatusCode::NOT_FOUND, "Not found."));
    }
    for other in state.findings.rows_mut() {
        let other_id = other.link("id");
        if other_id == original {
            other.set("duplicate", false).clear("duplicate_finding");
        } else if other_id == id
            || (old != 0 && (other_id == old || other.link("duplicate_finding") == old))
            || other.link("duplicate_finding") == id
        {
            other
                .set("duplicate", true)
                .set("duplicate_finding", original)
                .set("active", false)
                .set("verified", false)
                .set("last_status_update", clock::now());
        }
    }
    Ok(Answer::no_content())
}

/// Accepts every active and verified finding that carries one of the vulnerability ids.
pub(in crate::demo) fn accept_risks(state: &mut State, call: &Call) -> Outcome {
    let Payload::Json(Value::Array(entries)) = &call.payload else {
        return Err(Problems::whole("Expected a list of items but got type \"dict\"."));
    };
    let mut made = Vec::new();
    for entry in entries {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        let wanted = json!({ "vulnerability_id": text("vulnerability_id") });
        let matches: Vec<(u64, u64)> = state
            .visible_findings(&call.user)
            .filter(|row| row.flag("active") && row.flag("verified"))
            .filter(|row| row.items("vulnerability_ids").contains(&wanted))
            .filter_map(|row| Some((state.test_of(row)?.link("engagement"), row.link("id"))))
            .collect();
        let mut engagements: Vec<u64> = matches.iter().map(|(engagement, _)| *engagement).collect();
        engagements.dedup();
        for engagement in engagements {
            let accepted: Vec<u64> = matches
                .iter()
                .filter(|(of, _)| *of == engagement)
                .map(|(_, finding)| *finding)
                .collect();
            let row = Row::default()
                .with("name", text("vulnerability_id"))
                .with("decision_details", text("justification"))
                .with("accepted_by", text("accepted_by"))
                .with("owner", call.user.id)
                .with("accepted_findings", accepted);
            made.push(risk::accept(state, call, row));
        }
    }
    let rows = made.iter().filter_map(|id| state.risk_acceptances.find(*id));
    Ok(Answer::created(rows.map(|row| show::risk_acceptance(state, row)).collect::<Value>()))
}
