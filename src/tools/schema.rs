//! Schemas made small: what one repeats is said once, under `$defs`, because clients put them before their models.

use rmcp::model::JsonObject;
use serde_json::{Value, json};

/// Bytes that a definition must save.
const WORTH: usize = 40;

/// An output schema as it is advertised. Which members of its parts are always there it does not repeat: every answer
/// keeps to that, and no client refuses one over it.
pub(super) fn small(mut root: JsonObject) -> JsonObject {
    root.values_mut().for_each(without_required);
    shared(root)
}

fn without_required(value: &mut Value) {
    match value {
        Value::Object(members) => {
            // A property that is called `required` is a schema, not a list.
            if members.get("required").is_some_and(Value::is_array) {
                members.shift_remove("required");
            }
            members.values_mut().for_each(without_required);
        }
        Value::Array(items) => items.iter_mut().for_each(without_required),
        _ => {}
    }
}

/// Moves subschemas that occur more than once to `$defs`, the most wasteful first. Descriptions stay where they are.
fn shared(mut root: JsonObject) -> JsonObject {
    let mut definitions = JsonObject::new();
    loop {
        let mut found: Vec<(String, Value, usize)> = Vec::new();
        let parts = root.values().chain(definitions.values());
        for part in parts {
            count(part, &mut found);
        }
        let saved = |(text, _, times): &(String, Value, usize)| {
            (text.len() * (times - 1)).saturating_sub(times * r##"{"$ref":"#/$defs/d10"}"##.len())
        };
        let worst = found.into_iter().max_by_key(saved).filter(|one| saved(one) >= WORTH);
        let Some((_, schema, _)) = worst else { break };
        let name = format!("d{}", definitions.len() + 1);
        for part in root.values_mut().chain(definitions.values_mut()) {
            replace(part, &schema, &name);
        }
        definitions.insert(name, schema);
    }
    if !definitions.is_empty() {
        root.insert("$defs".to_owned(), definitions.into());
    }
    root
}

/// The schema without its description, where there is a schema.
fn bare(value: &Value) -> Option<Value> {
    let object = value.as_object()?;
    let kind = object.get("type")?;
    // A property that is called `type` is no schema's type.
    if !kind.is_string() && !kind.is_array() {
        return None;
    }
    let mut bare = object.clone();
    bare.shift_remove("description");
    Some(bare.into())
}

fn count(value: &Value, found: &mut Vec<(String, Value, usize)>) {
    if let Some(bare) = bare(value) {
        match found.iter_mut().find(|(_, schema, _)| *schema == bare) {
            Some((_, _, times)) => *times += 1,
            None => found.push((bare.to_string(), bare, 1)),
        }
    }
    match value {
        Value::Object(members) => members.values().for_each(|member| count(member, found)),
        Value::Array(items) => items.iter().for_each(|item| count(item, found)),
        _ => {}
    }
}

fn replace(value: &mut Value, schema: &Value, name: &str) {
    if bare(value).as_ref() == Some(schema) {
        let description = value.get("description").cloned();
        *value = json!({ "$ref": format!("#/$defs/{name}") });
        if let (Some(description), Some(object)) = (description, value.as_object_mut()) {
            object.insert("description".to_owned(), description);
        }
        return;
    }
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(|member| replace(member, schema, name));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, schema, name)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> Value {
        json!({ "type": "object", "properties": { "value": { "type": "string" }, "_warning": { "type": "string" } } })
    }

    fn resolved(value: &Value, definitions: &Value) -> Value {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(path)) = members.get("$ref") {
                    let name = path.rsplit('/').next().unwrap();
                    let mut target = resolved(&definitions[name], definitions);
                    if let Some(description) = members.get("description") {
                        target["description"] = description.clone();
                    }
                    return target;
                }
                members.iter().map(|(key, one)| (key.clone(), resolved(one, definitions))).collect()
            }
            Value::Array(items) => items.iter().map(|one| resolved(one, definitions)).collect(),
            other => other.clone(),
        }
    }

    /// A schema that means something else after it was made small would make clients refuse good answers.
    #[test]
    fn shared_schemas_mean_the_same() {
        let mut described = text();
        described["description"] = "What it is called.".into();
        let row = json!({ "type": "object", "properties": { "a": text(), "b": described, "type": text() }, "required": ["a"] });
        let root = json!({ "type": "object", "properties": { "items": { "type": "array", "items": row }, "one": row } });
        let Value::Object(object) = root.clone() else { unreachable!() };
        let mut small = Value::Object(shared(object));
        assert!(small.to_string().len() < root.to_string().len());
        let definitions = small.as_object_mut().unwrap().shift_remove("$defs").unwrap();
        assert_eq!(resolved(&small, &definitions), root);
    }
}
