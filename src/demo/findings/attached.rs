//! What hangs on a finding: tags, notes, metadata, files, request and response pairs.

use serde_json::{Map, Value, json};

use super::{visible, visible_mut};
use crate::demo::answer::{Answer, Outcome, Problems, python};
use crate::demo::call::{Call, Payload};
use crate::demo::notes;
use crate::demo::row::Row;
use crate::demo::show;
use crate::demo::store::State;
use crate::demo::validate;
use axum::http::StatusCode;

pub(in crate::demo) fn tags(state: &State, call: &Call) -> Outcome {
    Ok(Answer::ok(json!({ "tags": visible(state, call)?.tags() })))
}

fn given_tags(call: &Call) -> Result<Vec<String>, Answer> {
    let data = call.data()?;
    let value = data.get("tags").ok_or_else(|| Answer::plain("tags", "This field is required."))?;
    validate::tags(value).map_err(|text| Answer::plain("tags", text))
}

/// Appends, and answers the whole list: the old ones in order, then the new ones.
pub(in crate::demo) fn add_tags(state: &mut State, call: &Call) -> Outcome {
    visible(state, call)?;
    let given = given_tags(call)?;
    let row = visible_mut(state, call)?;
    let mut all: Vec<String> = row.tags().into_iter().map(str::to_owned).collect();
    for tag in given.iter().map(|tag| tag.to_lowercase()) {
        if !all.contains(&tag) {
            all.push(tag);
        }
    }
    row.set_tags(&all);
    Ok(Answer::ok(json!({ "tags": all })))
}

pub(in crate::demo) fn remove_tags(state: &mut State, call: &Call) -> Outcome {
    visible(state, call)?;
    let given = given_tags(call)?;
    let refuse = |text: String| Err(Answer::json(StatusCode::BAD_REQUEST, json!({"error": text})));
    if given.is_empty() {
        return refuse("Empty Tag List Not Allowed".into());
    }
    let row = visible_mut(state, call)?;
    let mut all: Vec<String> = row.tags().into_iter().map(str::to_owned).collect();
    for tag in given {
        let Some(place) = all.iter().position(|known| *known == tag) else {
            let list: Vec<String> = all.iter().map(|known| python(known)).collect();
            return refuse(format!("'{tag}' is not a valid tag in list '[{}]'", list.join(", ")));
        };
        all.remove(place);
    }
    row.set_tags(&all);
    Ok(Answer::emptied())
}

pub(in crate::demo) fn notes(state: &State, call: &Call) -> Outcome {
    let row = visible(state, call)?;
    Ok(Answer::ok(json!({
        "finding_id": row.get("id"),
        "notes": show::notes_of(state, row),
    })))
}

pub(in crate::demo) fn add_note(state: &mut State, call: &Call) -> Outcome {
    visible(state, call)?;
    let (note, answer) = notes::write(state, call)?;
    visible_mut(state, call)?.push("notes", note);
    Ok(answer)
}

/// The author and superusers may remove a note.
pub(in crate::demo) fn remove_note(state: &mut State, call: &Call) -> Outcome {
    visible(state, call)?;
    let data = call.data()?;
    let id = data
        .get("note_id")
        .and_then(Value::as_u64)
        .ok_or_else(|| Answer::plain("note_id", "This field is required."))?;
    let note = state.notes.find(id).ok_or_else(|| Answer::no_match("Notes"))?;
    if note.link("author") != call.user.id && !call.user.superuser {
        return Err(Answer::forbidden());
    }
    let row = visible_mut(state, call)?;
    let mut left = row.links("notes");
    let Some(place) = left.iter().position(|known| *known == id) else {
        return Err(Answer::json(
            StatusCode::BAD_REQUEST,
            json!({"error": format!("({id}) is not present in this finding's notes")}),
        ));
    };
    left.remove(place);
    row.set("notes", left);
    state.notes.remove(id);
    Ok(Answer::emptied())
}

pub(in crate::demo) fn metadata(state: &State, call: &Call) -> Outcome {
    let id = visible(state, call)?.link("id");
    Ok(Answer::ok(show::metadata_of(state, "finding", id)))
}

fn named_entry<'a>(state: &'a State, finding: u64, name: &str) -> Option<&'a Row> {
    state
        .metadata
        .rows()
        .find(|entry| entry.link("finding") == finding && entry.text("name") == name)
}

fn required_text(data: &Map<String, Value>, name: &str) -> Result<String, Answer> {
    let value = data.get(name).and_then(Value::as_str);
    value
        .map(str::to_owned)
        .ok_or_else(|| Problems::one(name, "This field is required.", "required"))
}

pub(in crate::demo) fn add_metadata(state: &mut State, call: &Call) -> Outcome {
    let finding = visible(state, call)?.link("id");
    let data = call.data()?;
    let (name, value) = (required_text(&data, "name")?, required_text(&data, "value")?);
    if named_entry(state, finding, &name).is_some() {
        return Err(Answer::json(
            StatusCode::BAD_REQUEST,
            "Create failed probably because the name of the metadata already exists",
        ));
    }
    let answer = json!({"name": name, "value": value});
    state
        .metadata
        .insert(Row::default().with("finding", finding).with("name", name).with("value", value));
    Ok(Answer::ok(answer))
}

/// The entry that `?name=` names.
fn entry_of(state: &State, call: &Call) -> Result<u64, Answer> {
    let finding = visible(state, call)?.link("id");
    let name = call.query.get("name").unwrap_or_default();
    named_entry(state, finding, name)
        .map(|entry| entry.link("id"))
        .ok_or_else(|| Answer::no_match("DojoMeta"))
}

pub(in crate::demo) fn change_metadata(state: &mut State, call: &Call) -> Outcome {
    let entry = entry_of(state, call)?;
    let data = call.data()?;
    let (name, value) = (required_text(&data, "name")?, required_text(&data, "value")?);
    if let Some(row) = state.metadata.find_mut(entry) {
        row.set("name", name.clone()).set("value", value.clone());
    }
    Ok(Answer::ok(json!({"name": name, "value": value})))
}

pub(in crate::demo) fn delete_metadata(state: &mut State, call: &Call) -> Outcome {
    let entry = entry_of(state, call)?;
    state.metadata.remove(entry);
    Ok(Answer::ok("Metadata deleted"))
}

pub(in crate::demo) fn files(state: &State, call: &Call) -> Outcome {
    let row = visible(state, call)?;
    let finding = row.link("id");
    let files = row.links("files").into_iter().filter_map(|id| state.files.find(id));
    let files: Vec<Value> = files
        .map(|file| {
            let id = file.link("id");
            json!({
                "id": id,
                "file": format!("{}/access_file/{id}/{finding}/Finding", call.origin),
                "title": file.get("title"),
            })
        })
        .collect();
    Ok(Answer::ok(json!({"finding_id": finding, "files": files})))
}

pub(in crate::demo) fn add_file(state: &mut State, call: &Call) -> Outcome {
    visible(state, call)?;
    let required = |name| Answer::plain(name, "This field is required.");
    let Payload::Form(form) = &call.payload else { return Err(required("file")) };
    let upload = form.file.as_ref().ok_or_else(|| required("file"))?;
    let title = form.fields.iter().find(|(name, _)| name == "title").map(|(_, title)| title);
    let title = title.ok_or_else(|| required("title"))?;
    let extension = upload.name.rsplit_once('.').map_or("bin", |(_, extension)| extension);
    // DefectDojo names the stored file at random; the demo takes the bytes' own hash.
    let name = upload.sha256.get(..32).unwrap_or_default();
    let file = format!("/media/uploaded_files/{name}.{extension}");
    let id =
        state.files.insert(Row::default().with("file", file.clone()).with("title", title.as_str()));
    visible_mut(state, call)?.push("files", id);
    Ok(Answer::created(json!({"id": id, "file": file, "title": title})))
}

pub(in crate::demo) fn request_response(state: &State, call: &Call) -> Outcome {
    let id = visible(state, call)?.link("id");
    Ok(Answer::ok(json!({ "req_resp": show::pairs(state, id) })))
}

pub(in crate::demo) fn add_request_response(state: &mut State, call: &Call) -> Outcome {
    let finding = visible(state, call)?.link("id");
    let data = call.data()?;
    let pairs = data
        .get("req_resp")
        .and_then(Value::as_array)
        .ok_or_else(|| Answer::plain("req_resp", "This field is required."))?;
    for pair in pairs {
        let text = |name: &str| pair.get(name).cloned().unwrap_or_else(|| "".into());
        state.pairs.insert(
            Row::default()
                .with("finding", finding)
                .with("request", text("request"))
                .with("response", text("response")),
        );
    }
    Ok(Answer::ok(json!({ "req_resp": pairs })))
}
