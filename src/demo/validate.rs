//! Turns a request's body into stored values, or into the problems that DefectDojo would report.

use serde_json::{Map, Value, json};

use super::answer::{Answer, Problems};
use super::call::python_type;
use super::clock;
use super::cvss;
use super::field::{Field, Kind, Required, Target};
use super::fields::SEVERITIES;
use super::row::Row;
use super::store::State;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Create,
    Replace,
    Patch,
}

/// The writable values of `data`. Unknown and read-only members are ignored without a word.
pub(super) fn validate(
    state: &State,
    fields: &[Field],
    data: &Map<String, Value>,
    mode: Mode,
) -> Result<Row, Answer> {
    let mut row = Row::default();
    let mut problems = Problems::default();
    for field in fields.iter().filter(|field| field.writable) {
        match data.get(field.name) {
            None => {
                let missing = match field.required {
                    Required::Never => false,
                    Required::Create => mode == Mode::Create,
                    Required::Whole => mode != Mode::Patch,
                };
                if missing {
                    problems.add(field.name, "This field is required.", "required");
                }
            }
            Some(Value::Null) if field.nullable => {
                row.set(field.name, Value::Null);
            }
            Some(Value::Null) => {
                problems.add(field.name, "This field may not be null.", "null");
            }
            Some(value) => match parse(state, field.kind, value) {
                Ok(value) => {
                    row.set(field.name, value);
                }
                Err(Problem { text, code }) => problems.add(field.name, text, code),
            },
        }
    }
    problems.none_or_refuse()?;
    Ok(row)
}

struct Problem {
    text: String,
    code: &'static str,
}

fn problem<T>(text: impl Into<String>, code: &'static str) -> Result<T, Problem> {
    Err(Problem { text: text.into(), code })
}

fn parse(state: &State, kind: Kind, value: &Value) -> Result<Value, Problem> {
    match kind {
        Kind::Text { max, blank } => text(value, max, blank),
        Kind::Flag => match flag(value) {
            Some(flag) => Ok(flag.into()),
            None => problem("Must be a valid boolean.", "invalid"),
        },
        Kind::Integer => match integer(value) {
            Some(number) => Ok(number.into()),
            None => problem("A valid integer is required.", "invalid"),
        },
        Kind::Number { max } => number(value, max),
        Kind::Day => match value.as_str().and_then(clock::parse_date) {
            Some(date) => Ok(date.to_string().into()),
            None => problem(
                "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.",
                "invalid",
            ),
        },
        Kind::Moment => moment(value),
        Kind::Choice(choices) => match value.as_str() {
            Some("") => Ok(Value::Null),
            Some(text) if choices.contains(&text) => Ok(text.into()),
            _ => problem(format!("\"{}\" is not a valid choice.", plain(value)), "invalid_choice"),
        },
        Kind::Severity => match value.as_str() {
            Some(text) if SEVERITIES.contains(&text) => Ok(text.into()),
            _ => problem(
                "Severity must be one of the following: \
                 ['Info', 'Low', 'Medium', 'High', 'Critical']",
                "invalid",
            ),
        },
        Kind::Cvss3 => match value.as_str() {
            Some(text) if cvss::score(text).is_some() => Ok(text.into()),
            _ => problem("No valid CVSS3 vectors found by cvss.parse_cvss_from_text()", "invalid"),
        },
        Kind::Cvss4 => match value.as_str() {
            Some(text) if text.starts_with("CVSS:4.0/AV:") => Ok(text.into()),
            _ => problem("No valid CVSS4 vectors found by cvss.parse_cvss_from_text()", "invalid"),
        },
        Kind::Link(target) => link(state, target, value),
        Kind::Links(target) => {
            let items = list(value)?;
            let links: Result<Vec<Value>, Problem> =
                items.iter().map(|item| link(state, target, item)).collect();
            Ok(links?.into())
        }
        Kind::Tags => {
            tags(value).map(Value::from).map_err(|text| Problem { text, code: "invalid" })
        }
        Kind::VulnerabilityIds => references(value, "vulnerability_id"),
        Kind::Cwes => references(value, "cwe"),
        Kind::Computed => Ok(value.clone()),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn text(value: &Value, max: usize, blank: bool) -> Result<Value, Problem> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return problem("Not a valid string.", "invalid"),
    };
    if text.is_empty() && !blank {
        return problem("This field may not be blank.", "blank");
    }
    if text.chars().count() > max {
        return problem(
            format!("Ensure this field has no more than {max} characters."),
            "max_length",
        );
    }
    Ok(text.into())
}

/// The spellings of true and false that the REST framework takes.
pub(super) fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => match number.as_i64() {
            Some(1) => Some(true),
            Some(0) => Some(false),
            _ => None,
        },
        Value::String(text) => match text.to_lowercase().as_str() {
            "t" | "y" | "yes" | "true" | "on" | "1" => Some(true),
            "f" | "n" | "no" | "false" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn integer(value: &Value) -> Option<i64> {
    let number = match value {
        Value::Number(number) => number.as_i64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    i32::try_from(number).ok().map(i64::from)
}

fn number(value: &Value, max: f64) -> Result<Value, Problem> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    match number {
        None => problem("A valid number is required.", "invalid"),
        Some(number) if number > max => {
            problem(format!("Ensure this value is less than or equal to {max:.1}."), "max_value")
        }
        Some(number) if number < 0.0 => {
            problem("Ensure this value is greater than or equal to 0.0.", "min_value")
        }
        Some(number) => Ok(number.into()),
    }
}

fn moment(value: &Value) -> Result<Value, Problem> {
    match value.as_str().and_then(clock::parse_moment) {
        Some(moment) => Ok(clock::stamp(moment).into()),
        None => problem(
            "Datetime has wrong format. Use one of these formats instead: \
             YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].",
            "invalid",
        ),
    }
}

fn list(value: &Value) -> Result<Vec<Value>, Problem> {
    match value {
        Value::Array(items) => Ok(items.clone()),
        // A form carries a list as one text.
        Value::String(text) if text.trim().parse::<u64>().is_ok() => Ok(vec![value.clone()]),
        other => problem(
            format!("Expected a list of items but got type \"{}\".", python_type(other)),
            "not_a_list",
        ),
    }
}

fn link(state: &State, target: Target, value: &Value) -> Result<Value, Problem> {
    let id = match value {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let Some(id) = id else {
        let kind = python_type(value);
        return problem(
            format!("Incorrect type. Expected pk value, received {kind}."),
            "incorrect_type",
        );
    };
    let exists = match target {
        Target::User => state.user(id).is_some(),
        Target::TestType => state.test_types.find(id).is_some(),
        Target::Environment => state.environments.find(id).is_some(),
        Target::ProductType => state.product_types.find(id).is_some(),
        Target::Product => state.products.find(id).is_some(),
        Target::Engagement => state.engagements.find(id).is_some(),
        Target::Finding => state.findings.find(id).is_some(),
        Target::Regulation => state.regulations.find(id).is_some(),
        Target::Sla => state.slas.find(id).is_some(),
        Target::Nothing => false,
    };
    if exists {
        Ok(id.into())
    } else {
        problem(format!("Invalid pk \"{id}\" - object does not exist."), "does_not_exist")
    }
}

/// Tags as a list, or as a JSON list in a text; a comma splits one, a space or a quote refuses it.
pub(super) fn tags(value: &Value) -> Result<Vec<String>, String> {
    let items = match value {
        Value::Array(items) => items.clone(),
        Value::String(text) => match serde_json::from_str(text) {
            Ok(Value::Array(items)) => items,
            _ => {
                return Err("Invalid json list. A tag list submitted in string form must be \
                            valid json."
                    .into());
            }
        },
        other => {
            return Err(format!(
                "Expected a list of items but got type \"{}\".",
                python_type(other)
            ));
        }
    };
    let mut tags = Vec::new();
    for item in &items {
        let Some(text) = item.as_str() else { return Err("Not a valid string.".into()) };
        tags.extend(split_tag(text)?);
    }
    Ok(tags)
}

pub(super) fn split_tag(text: &str) -> Result<Vec<String>, String> {
    let mut parts: Vec<&str> =
        text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.sort_unstable();
    for part in &parts {
        if part.contains([' ', '"', '\'']) {
            return Err(format!(
                "Invalid tag: '{part}'. Tags should not contain spaces, commas, or quotes."
            ));
        }
    }
    Ok(parts.into_iter().map(str::to_owned).collect())
}

/// `[{"cwe": "CWE-79"}]` or `["CWE-79"]`, stored as the first form.
fn references(value: &Value, member: &'static str) -> Result<Value, Problem> {
    let items = list(value)?;
    let mut out = Vec::new();
    for item in &items {
        let text = item.as_str().or_else(|| item.get(member).and_then(Value::as_str));
        match text.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => out.push(json!({ member: text })),
            None => return problem("This field is required.", "required"),
        }
    }
    Ok(out.into())
}
