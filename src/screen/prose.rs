//! Text that a caller writes: checked for length where it is parsed, and for what it says before anything is sent.

use std::{borrow::Cow, fmt, sync::Arc};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

use super::Redactor;

/// Free text of 1 to `N` characters, not yet screened.
#[derive(Clone, Eq, PartialEq)]
pub struct Prose<const N: usize>(String);

impl<const N: usize> Prose<N> {
    pub fn characters(&self) -> usize {
        self.0.chars().count()
    }

    /// The text, for looking something up that it must equal; never for storing.
    pub fn unscreened(&self) -> &str {
        &self.0
    }
}

impl<const N: usize> fmt::Debug for Prose<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prose(<{} chars>)", self.characters())
    }
}

impl<'de, const N: usize> Deserialize<'de> for Prose<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let characters = text.chars().count();
        if text.trim().is_empty() {
            return Err(de::Error::custom(format!("must not be blank (1 to {N} characters)")));
        }
        if characters > N {
            return Err(de::Error::custom(format!(
                "has {characters} characters; at most {N} are allowed"
            )));
        }
        Ok(Self(text))
    }
}

impl<const N: usize> JsonSchema for Prose<N> {
    fn schema_name() -> Cow<'static, str> {
        format!("Text{N}").into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "maxLength": N })
    }
}

/// Text that was screened: all that the client's writing calls take.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Screened<const N: usize>(String);

impl<const N: usize> Screened<N> {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same word as a known name spells it.
    #[must_use]
    pub fn respelt(&self, known: &'static str) -> Self {
        debug_assert!(self.0.trim().eq_ignore_ascii_case(known), "only the case may change");
        Self(known.to_owned())
    }
}

/// Why a text was not accepted. It names the argument and the category and never repeats the text.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{field}` was refused: {category}; {advice}")]
pub struct Refusal {
    pub field: &'static str,
    /// What was found, as SIEM rules key on it.
    pub category: &'static str,
    pub advice: &'static str,
}

/// The check that every text passes on its way to DefectDojo.
#[derive(Clone, Debug, Default)]
pub struct Screening {
    redactor: Arc<Redactor>,
}

impl Screening {
    pub fn new(redactor: Arc<Redactor>) -> Self {
        Self { redactor }
    }

    pub fn admit<const N: usize>(
        &self,
        field: &'static str,
        text: Prose<N>,
    ) -> Result<Screened<N>, Refusal> {
        if self.redactor.finds_own_secret(&text.0) {
            return Err(Refusal {
                field,
                category: "it contains a secret of this server",
                advice: "remove the credential; describe where it was found instead",
            });
        }
        Ok(Screened(text.0))
    }

    pub fn admit_optional<const N: usize>(
        &self,
        field: &'static str,
        text: Option<Prose<N>>,
    ) -> Result<Option<Screened<N>>, Refusal> {
        text.map(|text| self.admit(field, text)).transpose()
    }

    pub fn admit_all<const N: usize>(
        &self,
        field: &'static str,
        texts: Vec<Prose<N>>,
    ) -> Result<Vec<Screened<N>>, Refusal> {
        texts.into_iter().map(|text| self.admit(field, text)).collect()
    }
}
