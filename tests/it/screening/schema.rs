//! As much of JSON Schema as the output schemas use; a word that it does not know fails.

use serde_json::Value;

/// Panics where `value` is not what `schema` says.
pub(crate) fn satisfies(value: &Value, schema: &Value, place: &str) {
    holds(value, schema, &schema["$defs"], place);
}

fn holds(value: &Value, schema: &Value, definitions: &Value, place: &str) {
    for (word, rule) in schema.as_object().unwrap() {
        match word.as_str() {
            "type" => {
                let kinds: Vec<&str> = match rule {
                    Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
                    kind => kind.as_str().into_iter().collect(),
                };
                assert!(kinds.iter().any(|kind| is(value, kind)), "{place}: {value} is not {rule}");
            }
            "enum" => assert!(rule.as_array().unwrap().contains(value), "{place}: {value}"),
            "properties" => {
                for (name, rule) in rule.as_object().unwrap() {
                    if let Some(member) = value.get(name) {
                        holds(member, rule, definitions, &format!("{place}.{name}"));
                    }
                }
            }
            "required" if value.is_object() => {
                for name in rule.as_array().unwrap() {
                    assert!(value.get(name.as_str().unwrap()).is_some(), "{place} lacks {name}");
                }
            }
            "items" => {
                for item in value.as_array().into_iter().flatten() {
                    holds(item, rule, definitions, &format!("{place}[]"));
                }
            }
            "$ref" => {
                let name = rule.as_str().unwrap().rsplit('/').next().unwrap();
                holds(value, &definitions[name], definitions, place);
            }
            "$defs" | "required" | "description" | "title" | "$schema" => {}
            other => panic!("{place}: {other} is not checked by this test"),
        }
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("{other} is no type"),
    }
}
