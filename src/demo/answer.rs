//! What the demo answers: JSON, nothing or a page, with the headers and the error shapes of DefectDojo.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Map, Value, json};

/// An answer or, as the error, an answer that ends the call early.
pub(super) type Outcome = Result<Answer, Answer>;

const ADVERT: &str =
    "Pro comes with support. Try today for free or email us at hello@defectdojo.com";

#[derive(Debug)]
pub(super) struct Answer {
    status: StatusCode,
    body: Content,
    headers: Vec<(&'static str, String)>,
}

#[derive(Debug)]
enum Content {
    Json(Value),
    Page(String),
    Nothing,
}

impl Answer {
    pub(super) fn ok(body: impl Into<Value>) -> Self {
        Self::json(StatusCode::OK, body)
    }

    pub(super) fn created(body: impl Into<Value>) -> Self {
        Self::json(StatusCode::CREATED, body)
    }

    pub(super) fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: Content::Nothing, headers: Vec::new() }
    }

    /// 204 of the actions that render nothing as JSON: it carries the type of what is not there.
    pub(super) fn emptied() -> Self {
        Self::no_content().header("content-type", "application/json")
    }

    pub(super) fn json(status: StatusCode, body: impl Into<Value>) -> Self {
        Self { status, body: Content::Json(body.into()), headers: Vec::new() }
    }

    /// Django's redirect to the path with its slash; most clients turn a POST into a GET on it.
    pub(super) fn moved(location: String) -> Self {
        Self {
            status: StatusCode::MOVED_PERMANENTLY,
            body: Content::Page(String::new()),
            headers: vec![("location", location)],
        }
    }

    pub(super) fn page(status: StatusCode, text: impl Into<String>) -> Self {
        Self { status, body: Content::Page(text.into()), headers: Vec::new() }
    }

    pub(super) fn detail(status: StatusCode, text: impl Into<String>) -> Self {
        Self::json(status, json!({ "detail": text.into() }))
    }

    /// 403: DefectDojo's one sentence for every missing right.
    pub(super) fn forbidden() -> Self {
        Self::detail(StatusCode::FORBIDDEN, "You do not have permission to perform this action.")
    }

    /// 404 for an object that is not there or that the caller may not see.
    pub(super) fn no_match(model: &str) -> Self {
        Self::detail(StatusCode::NOT_FOUND, format!("No {model} matches the given query."))
    }

    /// 404 for an id that is no number.
    pub(super) fn not_found() -> Self {
        Self::json(
            StatusCode::NOT_FOUND,
            json!({"detail": "Not found.", "message": "", "pro": [ADVERT]}),
        )
    }

    /// 500 as DefectDojo answers an exception that nobody caught.
    pub(super) fn crashed() -> Self {
        Self::message(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Internal server error, check logs for details",
        )
    }

    pub(super) fn message(status: StatusCode, text: impl Into<String>) -> Self {
        Self::json(status, json!({"message": text.into(), "pro": [ADVERT]}))
    }

    /// 400 raised by Django (not by the REST framework): the sentence as a Python list.
    pub(super) fn raised(text: &str) -> Self {
        Self::message(StatusCode::BAD_REQUEST, format!("[{}]", python(text)))
    }

    /// 400 of the permission check of imports: a bare list.
    pub(super) fn bare(text: impl Into<String>) -> Self {
        Self::json(StatusCode::BAD_REQUEST, json!([text.into()]))
    }

    /// 400 of a permission check that misses the parent's id.
    pub(super) fn no_parent(attribute: &str) -> Self {
        Self::detail(
            StatusCode::BAD_REQUEST,
            format!("Unable to check for permissions: Attribute '{attribute}' is required"),
        )
    }

    /// 400 of an action's own serializer: the field map alone.
    pub(super) fn plain(field: &str, text: impl Into<String>) -> Self {
        Self::json(StatusCode::BAD_REQUEST, json!({ field: [text.into()] }))
    }

    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(super) fn into_response(self, allow: Option<&str>) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let mut kind = None;
        let body = match self.body {
            Content::Json(value) => {
                kind = Some("application/json");
                Body::from(value.to_string())
            }
            Content::Page(text) => {
                kind = Some("text/html; charset=utf-8");
                Body::from(text)
            }
            Content::Nothing => Body::empty(),
        };
        if let Some(kind) = kind {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        for (name, value) in [
            ("server", "mcp-defectdojo demo"),
            ("x-frame-options", "DENY"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("vary", "Cookie"),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        if let Some(value) = allow.and_then(|text| HeaderValue::from_str(text).ok()) {
            headers.insert(header::ALLOW, value);
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        *response.body_mut() = body;
        response
    }
}

/// The problems of one request, in the order in which DefectDojo finds them.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<(String, String, &'static str)>);

impl Problems {
    pub(super) fn add(&mut self, field: &str, text: impl Into<String>, code: &'static str) {
        self.0.push((field.to_owned(), text.into(), code));
    }

    pub(super) fn none_or_refuse(self) -> Result<(), Answer> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into()) }
    }

    /// One problem that belongs to no field.
    pub(super) fn whole(text: impl Into<String>) -> Answer {
        Self::one("non_field_errors", text, "invalid")
    }

    pub(super) fn one(field: &str, text: impl Into<String>, code: &'static str) -> Answer {
        let mut problems = Self::default();
        problems.add(field, text, code);
        problems.into()
    }
}

impl From<Problems> for Answer {
    /// The field map, the same again as a Python repr in `message`, and the advertisement.
    fn from(problems: Problems) -> Self {
        let mut body = Map::new();
        let mut repr = Vec::new();
        for (field, text, code) in problems.0 {
            repr.push(format!(
                "{}: [ErrorDetail(string={}, code='{code}')]",
                python(&field),
                python(&text)
            ));
            body.insert(field, json!([text]));
        }
        body.insert("message".into(), format!("{{{}}}", repr.join(", ")).into());
        body.insert("pro".into(), json!([ADVERT]));
        Answer::json(StatusCode::BAD_REQUEST, body)
    }
}

/// A text as Python's `repr` writes it.
pub(super) fn python(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            character if character == quote => {
                out.push('\\');
                out.push(character);
            }
            character => out.push(character),
        }
    }
    out.push(quote);
    out
}
