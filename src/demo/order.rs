//! The `o` parameter: known keys, each with an optional minus, in a comma list.

use std::cmp::Ordering;

use serde_json::Value;

use super::answer::{Answer, Problems};
use super::call::Call;
use super::filter::Via;
use super::row::Row;
use super::store::State;

/// Key, the object that it looks at, and its member there.
pub(super) type Keys = &'static [(&'static str, Via, &'static str)];

/// Sorts `rows` as `o` asks; without it they stay as they are.
pub(super) fn sort(
    state: &State,
    call: &Call,
    keys: Keys,
    rows: &mut [&Row],
) -> Result<(), Answer> {
    let Some(wanted) = call.query.get("o") else { return Ok(()) };
    let mut chosen = Vec::new();
    for word in wanted.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let name = word.strip_prefix('-').unwrap_or(word);
        let Some((_, via, member)) = keys.iter().find(|(key, _, _)| *key == name) else {
            return Err(Problems::one(
                "o",
                format!("Select a valid choice. {word} is not one of the available choices."),
                "invalid_choice",
            ));
        };
        chosen.push((*via, *member, word.starts_with('-')));
    }
    rows.sort_by(|left, right| {
        let mut result = Ordering::Equal;
        for (via, member, descending) in &chosen {
            let of = |row| via(state, row).map_or(&Value::Null, |row| row.get(member));
            let order = compare(of(left), of(right));
            result = result.then(if *descending { order.reverse() } else { order });
        }
        result
    });
    Ok(())
}

/// As `PostgreSQL` orders: null after everything; a list goes by its first item; false before true.
fn compare(left: &Value, right: &Value) -> Ordering {
    let first = |value: &Value| match value {
        Value::Array(items) => items.first().cloned().unwrap_or_default(),
        other => other.clone(),
    };
    match (first(left), first(right)) {
        (Value::Null, Value::Null) => Ordering::Equal,
        (Value::Null, _) => Ordering::Greater,
        (_, Value::Null) => Ordering::Less,
        (Value::Bool(left), Value::Bool(right)) => left.cmp(&right),
        (Value::Number(left), Value::Number(right)) => {
            left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal)
        }
        (Value::String(left), Value::String(right)) => left.cmp(&right),
        _ => Ordering::Equal,
    }
}
