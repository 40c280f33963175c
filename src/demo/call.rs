//! One request as the handlers see it.

use std::sync::Arc;

use axum::http::StatusCode;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::answer::{Answer, Problems};
use super::store::User;

#[derive(Debug)]
pub(super) struct Call {
    pub(super) user: User,
    /// `http://host`, as DefectDojo takes it from the Host header.
    pub(super) origin: String,
    pub(super) path: String,
    pub(super) query: Query,
    pub(super) payload: Payload,
    /// The parts of the path that stood for ids.
    pub(super) parts: Vec<String>,
}

#[derive(Debug)]
pub(super) enum Payload {
    Nothing,
    Json(Value),
    Form(Form),
}

/// A form, with the file it carried.
#[derive(Clone, Debug, Default)]
pub(super) struct Form {
    pub(super) fields: Vec<(String, String)>,
    pub(super) file: Option<Upload>,
    pub(super) multipart: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub(super) name: String,
    pub(super) bytes: Arc<Vec<u8>>,
    pub(super) sha256: String,
    /// The length of the whole file, of which `bytes` may hold less once it passed the limit.
    pub(super) length: u64,
}

impl Call {
    /// The id at that place of the path; a text that is no number is answered like Django does.
    pub(super) fn id(&self, place: usize) -> Result<u64, Answer> {
        self.parts.get(place).and_then(|part| part.parse().ok()).ok_or_else(Answer::not_found)
    }

    /// The body as a map: JSON as it is, a form as texts.
    pub(super) fn data(&self) -> Result<Map<String, Value>, Answer> {
        match &self.payload {
            Payload::Nothing => Ok(Map::new()),
            Payload::Json(Value::Object(map)) => Ok(map.clone()),
            Payload::Json(other) => Err(Problems::whole(format!(
                "Invalid data. Expected a dictionary, but got {}.",
                python_type(other)
            ))),
            Payload::Form(form) => {
                let mut map = Map::new();
                for (name, text) in &form.fields {
                    map.insert(name.clone(), json!(text));
                }
                Ok(map)
            }
        }
    }

    pub(super) fn form(&self) -> Result<&Form, Answer> {
        match &self.payload {
            Payload::Form(form) if form.multipart => Ok(form),
            Payload::Form(_) => Err(unsupported("application/x-www-form-urlencoded")),
            Payload::Json(_) => Err(unsupported("application/json")),
            Payload::Nothing => Err(Answer::bare("product_name parameter missing")),
        }
    }
}

pub(super) fn unsupported(kind: &str) -> Answer {
    Answer::detail(
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
        format!("Unsupported media type \"{kind}\" in request."),
    )
}

pub(super) fn python_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}

/// The query string, in its order.
#[derive(Clone, Debug, Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    pub(super) fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        });
        Self(pairs.collect())
    }

    /// The last value of that name: a repeated one wins. An empty value counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let last = self.0.iter().rev().find(|(key, _)| key == name);
        last.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    /// The same query with some parameters replaced (or removed), sorted by name as the REST
    /// framework's links are.
    pub(super) fn with(&self, replace: &[(&str, Option<String>)]) -> String {
        let mut pairs: Vec<(String, String)> = self
            .0
            .iter()
            .filter(|(key, _)| replace.iter().all(|(name, _)| name != key))
            .cloned()
            .collect();
        for (name, value) in replace {
            if let Some(value) = value {
                pairs.push(((*name).to_owned(), value.clone()));
            }
        }
        pairs.sort_by(|left, right| left.0.cmp(&right.0));
        let pairs: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        pairs.join("&")
    }
}

fn decode(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// Python's `quote_plus`.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            byte => {
                out.push('%');
                let digits = [byte >> 4, byte & 15].map(|nibble| {
                    char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase()
                });
                out.extend(digits);
            }
        }
    }
    out
}

pub(super) fn decode_form(text: &str) -> Vec<(String, String)> {
    Query::parse(text).0
}
