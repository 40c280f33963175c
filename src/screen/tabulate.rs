//! A list's rows in one text, marked as a whole instead of cell by cell.

use std::mem;

use serde_json::{Value, json};

use super::{Object, Presented, WARNING, Wrapping, wrapping::Boundary};

impl Presented {
    /// Puts what `write` makes of the rows into `table`, marked as this mode marks texts, and leaves `items` empty.
    ///
    /// The text of the answer is then the other members, a line break and the table.
    pub fn tabulate(&mut self, wrapping: Wrapping, write: impl FnOnce(&[Object]) -> String) {
        let Value::Object(answer) = &mut self.value else { return };
        let Some(Value::Array(items)) = answer.get_mut("items").map(mem::take) else { return };
        let boundary = answer.get("_untrusted_boundary").and_then(Value::as_str);
        let boundary = boundary.map(|name| Boundary::named(name.to_owned()));
        let mut rows = Vec::with_capacity(items.len());
        let mut signals = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let Value::Object(mut row) = item else { continue };
            for (name, cell) in &mut row {
                unmark(cell, boundary.as_ref(), &mut |signal| {
                    let mut told = json!({ "path": format!("items[{index}].{name}") });
                    if let (Some(told), Value::Object(signal)) = (told.as_object_mut(), signal) {
                        told.extend(signal);
                    }
                    signals.push(told);
                });
            }
            rows.push(row);
        }
        let mut table = write(&rows);
        if let Some(boundary) = &boundary {
            table = boundary.around(&table);
        }
        answer.insert("items".to_owned(), Value::Array(Vec::new()));
        if !signals.is_empty() {
            let all = answer.entry("_signals").or_insert_with(|| Value::Array(Vec::new()));
            if let Value::Array(all) = all {
                all.extend(signals);
            }
        }
        if let Some(Value::Array(paths)) = answer.get_mut("_untrusted_paths") {
            paths.retain(|path| !path.as_str().is_some_and(|path| path.starts_with("items")));
        }
        self.text = Some(format!("{}\n{table}", head(answer, wrapping)));
        let marked = match wrapping {
            Wrapping::On => json!({ "value": table, "_warning": WARNING }),
            Wrapping::Compact | Wrapping::Nonce | Wrapping::Off => table.into(),
        };
        answer.insert("table".to_owned(), marked);
        if wrapping == Wrapping::Compact {
            let paths = answer.entry("_untrusted_paths").or_insert_with(|| json!([]));
            if let Value::Array(paths) = paths {
                paths.push("table".into());
            }
        }
        let none = |paths: &Value| paths.as_array().is_some_and(Vec::is_empty);
        if answer.get("_untrusted_paths").is_some_and(none) {
            answer.shift_remove("_untrusted_paths");
        }
    }
}

/// What the text of an answer says before its table.
fn head(answer: &Object, wrapping: Wrapping) -> Value {
    let mut head = answer.clone();
    head.shift_remove("items");
    let below = match wrapping {
        Wrapping::Off => json!("below"),
        _ => json!({ "value": "below", "_warning": WARNING }),
    };
    head.insert("table".to_owned(), below);
    Value::Object(head)
}

/// Takes the mark off each text in a value, and tells what its envelope said it was seen to try.
fn unmark(value: &mut Value, boundary: Option<&Boundary>, tell: &mut impl FnMut(Value)) {
    match value {
        Value::String(text) => {
            if let Some(inner) = boundary.and_then(|boundary| boundary.inside(text)) {
                *text = inner;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| unmark(item, boundary, tell)),
        Value::Object(members) => {
            if members.get("_warning").is_some_and(|warning| warning == WARNING) {
                if let Some(signals) = members.shift_remove("_signals") {
                    tell(signals);
                }
                *value = members.get_mut("value").map(mem::take).unwrap_or_default();
            } else {
                members.values_mut().for_each(|member| unmark(member, boundary, tell));
            }
        }
        _ => {}
    }
}
