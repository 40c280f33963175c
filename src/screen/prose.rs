//! Text that a caller writes: checked for length where it is parsed, and for what it says before anything is sent.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

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
        // That it must not be blank is told to those who try: 14 bytes in each of some 60 arguments are not.
        json_schema!({ "type": "string", "maxLength": N })
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

impl<const N: usize> Screened<N> {
    /// Of a text that [`super::Screening`] let pass.
    pub(super) fn admitted(text: Prose<N>) -> Self {
        Self(text.0)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The limit counts characters, and holds for every length beyond it.
    #[test]
    fn a_text_has_at_least_one_and_at_most_so_many_characters() {
        let is_taken = |text: &str| serde_json::from_value::<Prose<3>>(json!(text)).is_ok();
        assert!(is_taken("a") && is_taken("añ語"));
        assert!(!is_taken("añ語b") && !is_taken("añ語bc"));
        assert!(!is_taken("") && !is_taken("  "));
    }
}
