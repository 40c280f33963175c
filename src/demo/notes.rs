//! Notes on findings, tests and engagements.

use serde_json::{Value, json};

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::clock;
use super::row::Row;
use super::show;
use super::store::{State, User};
use super::validate::flag;

/// `Demo Admin (admin) (1)`, as DefectDojo signs the notes that it writes itself.
pub(super) fn signature(user: &User) -> String {
    format!("{} {} ({}) ({})", user.first_name, user.last_name, user.username, user.id)
}

/// A note that DefectDojo writes by itself has no history.
pub(super) fn attach_to_finding(state: &mut State, finding: u64, user: &User, entry: &str) {
    let note = state.notes.insert(
        Row::default().with("author", user.id).with("entry", entry).with("date", clock::now()),
    );
    if let Some(row) = state.findings.find_mut(finding) {
        row.push("notes", note);
    }
}

/// Stores the note of a POST; the answer to it carries neither id nor date.
pub(super) fn write(state: &mut State, call: &Call) -> Result<(u64, Answer), Answer> {
    let data = call.data()?;
    let entry = match data.get("entry") {
        None => return Err(Answer::plain("entry", "This field is required.")),
        Some(Value::Null) => return Err(Answer::plain("entry", "This field may not be null.")),
        Some(value) => value.as_str().map(str::trim).unwrap_or_default(),
    };
    if entry.is_empty() {
        return Err(Answer::plain("entry", "This field may not be blank."));
    }
    let private = data.get("private").and_then(flag).unwrap_or(false);
    let id = state.notes.insert(
        Row::default()
            .with("author", call.user.id)
            .with("entry", entry)
            .with("date", clock::now())
            .with("private", private)
            .with("note_type", data.get("note_type").cloned().unwrap_or_default())
            .with("kept", true),
    );
    let answer = Answer::created(json!({
        "author": show::author(&call.user),
        "editor": null,
        "entry": entry,
        "private": private,
        "edit_time": null,
    }));
    Ok((id, answer))
}

/// `/notes/` is the superuser's: every note there is.
pub(super) fn list(state: &State, call: &Call) -> Outcome {
    if !call.user.superuser {
        return Err(Answer::forbidden());
    }
    let rows: Vec<&Row> = state.notes.rows().collect();
    Ok(super::paging::page(call, rows, |row| show::note(state, row)))
}
