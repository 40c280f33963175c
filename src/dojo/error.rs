//! What can go wrong between us and DefectDojo, told so that a model can correct itself.

mod hints;
mod problems;

use http::StatusCode;
use serde_json::Value;

use problems::problems;

use super::capabilities::Release;
use crate::screen::Untrusted;

/// A variant is something a caller would do differently.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing under this id that the key may see; a caller's scope answers the same.
    #[error("{what} does not exist in DefectDojo, or its API key may not see it (HTTP 404)")]
    NotFound { what: String },
    /// Two parents that hold nothing in common.
    #[error("{child} belongs to {holder}, not to {parent}")]
    NotWithin { child: String, parent: String, holder: String },
    /// A list that would have to be put together from several products.
    #[error("your access is limited to some products: say of which {parent}")]
    NeedsParent { parent: &'static str },
    /// What belongs to no product, asked for by a caller that is bound to some.
    #[error("your access is limited to some products, and {what} belong to none")]
    Unbound { what: &'static str },
    #[error("DefectDojo does not accept the API key (HTTP 403)")]
    KeyRefused,
    #[error("Permission denied (HTTP 403): the user of DefectDojo's API key may not do this")]
    Forbidden { reasons: Vec<Problem> },
    #[error("DefectDojo refused the request (HTTP {})", status.as_u16())]
    Rejected { status: StatusCode, problems: Vec<Problem> },
    #[error("DefectDojo failed to answer (HTTP {})", status.as_u16())]
    Failed { status: StatusCode, problems: Vec<Problem> },
    #[error("DefectDojo has no such route (HTTP {}, a web page)", status.as_u16())]
    NotTheApi { status: StatusCode },
    /// A route that this release does not have; nothing was sent.
    #[error("this DefectDojo ({found}) has no {route}")]
    NoRoute { route: String, found: String },
    /// A filter that this release would ignore, and then answer every row; nothing was sent.
    #[error(
        "this DefectDojo ({found}) does not know the filter {filter}, which came with {since}: it would ignore it and answer every finding"
    )]
    LateFilter { filter: &'static str, since: Release, found: String },
    #[error("DefectDojo answered with a redirect (HTTP {}){}", status.as_u16(), to.as_deref().map(|to| format!(" to {to}")).unwrap_or_default())]
    Redirected { status: StatusCode, to: Option<String> },
    #[error("DefectDojo could not be reached: {cause}")]
    Unreachable { cause: &'static str },
    #[error("DefectDojo did not answer within {seconds} s")]
    TimedOut { seconds: u64, sent: bool },
    #[error("DefectDojo's answer broke off: {cause}")]
    BrokeOff { cause: &'static str, sent: bool },
    #[error("DefectDojo's answer could not be read as JSON")]
    Unreadable,
    #[error("DefectDojo's answer is larger than {mebibytes} MiB")]
    TooLarge { mebibytes: usize },
    /// An answer held what the caller's scope does not: a filter that this release of DefectDojo does not know.
    #[error("DefectDojo's answer held rows of other products than the caller's, and is not shown")]
    Strayed,
    #[error("no write key is configured")]
    ReadOnlyKey,
    #[error("the call was cancelled")]
    Cancelled,
}

/// One thing that DefectDojo says is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The field it is about; nothing for the request as a whole.
    pub field: Option<Untrusted>,
    pub message: Untrusted,
}

impl Error {
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Forbidden { reasons: problems }
            | Self::Rejected { problems, .. }
            | Self::Failed { problems, .. } => problems,
            _ => &[],
        }
    }

    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::NotFound { .. } => Some(StatusCode::NOT_FOUND),
            Self::KeyRefused | Self::Forbidden { .. } => Some(StatusCode::FORBIDDEN),
            Self::Rejected { status, .. }
            | Self::Failed { status, .. }
            | Self::NotTheApi { status }
            | Self::Redirected { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// A stable word for programs and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::NotWithin { .. } => "not_within",
            Self::NeedsParent { .. } => "needs_parent",
            Self::Unbound { .. } => "unbound",
            Self::KeyRefused => "key_refused",
            Self::Forbidden { .. } => "forbidden",
            Self::Rejected { .. } => "rejected",
            Self::Failed { .. } => "defectdojo_failed",
            Self::NotTheApi { .. } => "not_the_api",
            Self::NoRoute { .. } | Self::LateFilter { .. } => "not_supported",
            Self::Redirected { .. } => "redirected",
            Self::Unreachable { .. } => "unreachable",
            Self::TimedOut { .. } => "timed_out",
            Self::BrokeOff { .. } => "broke_off",
            Self::Unreadable => "unreadable",
            Self::Strayed => "strayed",
            Self::TooLarge { .. } => "too_large",
            Self::ReadOnlyKey => "read_only_key",
            Self::Cancelled => "cancelled",
        }
    }

    /// What an answer with this status means. `what` names the object that was asked for.
    pub fn from_answer(status: StatusCode, is_json: bool, body: &[u8], what: &str) -> Self {
        if !is_json {
            return match status {
                StatusCode::BAD_GATEWAY
                | StatusCode::SERVICE_UNAVAILABLE
                | StatusCode::GATEWAY_TIMEOUT
                | StatusCode::TOO_MANY_REQUESTS
                | StatusCode::INTERNAL_SERVER_ERROR => {
                    Self::Failed { status, problems: Vec::new() }
                }
                _ => Self::NotTheApi { status },
            };
        }
        let body = serde_json::from_slice(body).unwrap_or(Value::Null);
        if status == StatusCode::FORBIDDEN {
            let detail = body.get("detail").and_then(Value::as_str).unwrap_or_default();
            // The session check answers before the token's, so a bad key is a 403 with one of these texts.
            if detail.starts_with("Invalid token") || detail.starts_with("Authentication cred") {
                return Self::KeyRefused;
            }
            return Self::Forbidden { reasons: problems(body) };
        }
        match status {
            StatusCode::UNAUTHORIZED => Self::KeyRefused,
            StatusCode::NOT_FOUND => Self::NotFound { what: what.to_owned() },
            status if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                Self::Failed { status, problems: problems(body) }
            }
            status => Self::Rejected { status, problems: problems(body) },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(status: u16, body: &Value) -> (String, Vec<(Option<String>, String)>) {
        let status = StatusCode::from_u16(status).unwrap();
        let error = Error::from_answer(status, true, body.to_string().as_bytes(), "finding 7");
        let problems = error
            .problems()
            .iter()
            .map(|problem| {
                let field = problem.field.as_ref().map(|field| field.foreign().clone());
                (field, problem.message.foreign().clone())
            })
            .collect();
        (error.to_string(), problems)
    }

    /// Each of DefectDojo's shapes must reach the model as field and message, without repr and advertisement.
    #[test]
    fn every_shape_of_a_refusal_is_understood() {
        let field = Some("severity".to_owned());
        let cases = [
            (
                json!({"severity": ["Not a word."], "message": "{'severity': [ErrorDetail(string='Not a word.')]}", "pro": ["Try today"]}),
                vec![(field, "Not a word.".to_owned())],
            ),
            (json!({"non_field_errors": ["No."], "pro": []}), vec![(None, "No.".to_owned())]),
            (json!({"detail": "No."}), vec![(None, "No.".to_owned())]),
            (json!({"error": "No."}), vec![(None, "No.".to_owned())]),
            (json!({"message": "No.", "pro": ["x"]}), vec![(None, "No.".to_owned())]),
            (json!(["No."]), vec![(None, "No.".to_owned())]),
            (json!("No."), vec![(None, "No.".to_owned())]),
            (json!({"message": "[ErrorDetail(string='x')]"}), vec![]),
        ];
        for (body, expected) in cases {
            let (text, problems) = told(400, &body);
            assert_eq!(text, "DefectDojo refused the request (HTTP 400)");
            assert_eq!(problems, expected, "{body}");
        }
    }

    #[test]
    fn a_bad_key_and_a_lack_of_permission_are_told_apart() {
        let (key, _) = told(403, &json!({"detail": "Invalid token."}));
        let (missing, _) =
            told(403, &json!({"detail": "Authentication credentials were not provided."}));
        let (rights, problems) =
            told(403, &json!({"detail": "You do not have permission to perform this action."}));
        assert_eq!(key, missing);
        assert_eq!(key, "DefectDojo does not accept the API key (HTTP 403)");
        assert!(rights.starts_with("Permission denied (HTTP 403)"), "{rights}");
        assert_eq!(problems.len(), 1);
    }
}
