//! How an answer is wanted, whichever tool gives it: how large it may be, and in which format a list comes.

use rmcp::model::JsonObject;
use serde_json::{Value, json};

use super::{ArgumentProblem, Error};
use crate::screen::Object;

/// The most that one answer may hold, in tokens: bytes of one copy of it ÷ 4.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Tokens(pub u32);

impl Tokens {
    pub fn bytes(self) -> usize {
        (self.0 as usize).saturating_mul(4)
    }
}

impl Default for Tokens {
    fn default() -> Self {
        Self(20_000)
    }
}

/// In what form a list's rows come.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Format {
    #[default]
    Json,
    Csv,
    Markdown,
}

/// The argument that every list has.
pub(super) const FORMAT: &str = "format";

/// What a call says of its answer.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// The caller asked for a number of rows and gets it.
    pub(super) limited: bool,
    pub(super) format: Format,
}

impl Shape {
    /// Takes what is about the answer of a list out of its arguments.
    pub(super) fn take(arguments: &mut JsonObject) -> Result<Self, Error> {
        let limited = arguments.get("limit").is_some_and(|limit| !limit.is_null());
        let format = match arguments.shift_remove(FORMAT) {
            None | Some(Value::Null) => Format::Json,
            Some(format) => match format.as_str() {
                Some("json") => Format::Json,
                Some("csv") => Format::Csv,
                Some("markdown") => Format::Markdown,
                _ => {
                    return Err(Error::Arguments(vec![ArgumentProblem {
                        argument: FORMAT.to_owned(),
                        message: "must be json, csv or markdown".to_owned(),
                    }]));
                }
            },
        };
        Ok(Self { limited, format })
    }

    pub(super) fn schema() -> Value {
        json!({
            "type": "string",
            "enum": ["json", "csv", "markdown"],
            "description": "Of the rows.",
        })
    }
}

impl Format {
    /// How rows are written, where they are not JSON.
    pub(super) fn writer(self) -> Option<fn(&[Object]) -> String> {
        match self {
            Self::Json => None,
            Self::Csv => Some(super::table::csv),
            Self::Markdown => Some(super::table::markdown),
        }
    }
}
