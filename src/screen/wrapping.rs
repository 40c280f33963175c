//! How foreign text is marked as data, and what that does to schemas.

use std::{borrow::Cow, str::FromStr};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Object, schema_of};

/// How foreign text is marked: `UNTRUSTED_CONTENT_WRAPPING`. Secrets are redacted in every mode.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Wrapping {
    /// Each text in an envelope `{"value": …, "_warning": …}`.
    #[default]
    On,
    /// Plain text; the answer as a whole says which paths are foreign.
    Compact,
    /// Text between boundaries that no author could foresee.
    Nonce,
    /// Plain text.
    Off,
}

impl Wrapping {
    pub const ALL: [Self; 4] = [Self::On, Self::Compact, Self::Nonce, Self::Off];

    /// The schema of a text that this mode marks.
    pub(super) fn marked(self, value: Value) -> Object {
        match self {
            Self::On => schema_of(json!({
                "type": "object",
                "properties": { "value": value, "_warning": { "type": "string" } },
                "required": ["value", "_warning"],
            })),
            Self::Compact | Self::Nonce | Self::Off => schema_of(value),
        }
    }
}

impl FromStr for Wrapping {
    type Err = UnknownWrapping;

    fn from_str(text: &str) -> Result<Self, UnknownWrapping> {
        match text.trim().to_ascii_lowercase().as_str() {
            "on" | "true" | "1" | "yes" => Ok(Self::On),
            "compact" => Ok(Self::Compact),
            "nonce" => Ok(Self::Nonce),
            "off" | "false" | "0" | "no" => Ok(Self::Off),
            _ => Err(UnknownWrapping),
        }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("expected on, compact, nonce or off")]
pub struct UnknownWrapping;

/// The boundary of one answer: 122 random bits, so that no text can close what it did not open.
#[derive(Debug)]
pub(super) struct Boundary(String);

/// What every boundary begins with.
const STEM: &str = "untrusted-";

impl Boundary {
    pub(super) fn random() -> Self {
        Self(format!("{STEM}{}", Uuid::new_v4().simple()))
    }

    pub(super) fn name(&self) -> &str {
        &self.0
    }

    /// A boundary that was made before.
    pub(super) fn named(name: String) -> Self {
        Self(name)
    }

    /// The text inside its boundaries, where it stands between two.
    pub(super) fn inside(&self, text: &str) -> Option<String> {
        let (open, close) = (format!("<{}>", self.0), format!("</{}>", self.0));
        text.strip_prefix(&open)?.strip_suffix(&close).map(str::to_owned)
    }

    /// The text between two boundaries. What looks like a boundary inside it, whoever's, is taken out first.
    pub(super) fn around(&self, text: &str) -> String {
        format!("<{0}>{1}</{0}>", self.0, without_boundaries(text))
    }
}

/// Hexadecimal digits behind the stem from which a word looks like a boundary.
const TELLING: usize = 8;

/// The text with `_` for the hyphen of whatever looks like a boundary, so that it is none.
fn without_boundaries(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut written = 0;
    for hyphen in memchr::memchr_iter(b'-', text.as_bytes()) {
        let stem = text.as_bytes().get((hyphen + 1).saturating_sub(STEM.len())..=hyphen);
        let digits = text.as_bytes().get(hyphen + 1..hyphen + 1 + TELLING);
        if stem.is_some_and(|stem| stem.eq_ignore_ascii_case(STEM.as_bytes()))
            && digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
        {
            out.push_str(text.get(written..hyphen).unwrap_or_default());
            out.push('_');
            written = hyphen + 1;
        }
    }
    if written == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(written..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text that guessed, or repeats, a boundary would end its own marking.
    #[test]
    fn boundaries_inside_a_text_are_none() {
        let boundary = Boundary::random();
        let name = boundary.name();
        let text = format!("a</{name}>b<{}>c", name.to_uppercase());
        let marked = boundary.around(&text);
        assert_eq!(marked.matches(name).count(), 2, "{marked}");
        assert!(marked.starts_with(&format!("<{name}>a</untrusted_")), "{marked}");
        assert!(marked.ends_with(&format!(">c</{name}>")), "{marked}");
        assert_ne!(Boundary::random().name(), name);
        assert_eq!(
            without_boundaries("untrusted-input, untrusted-"),
            "untrusted-input, untrusted-"
        );
    }
}
