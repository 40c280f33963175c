//! Text that came from DefectDojo, and so perhaps from an attacker.

use std::fmt;

use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value, json};

use super::{Present, Walk, Wrapping};

/// A text, or a list of texts, that somebody else wrote: a scanner, a stranger, an attacker.
///
/// It has no `Serialize`: the only way out of the process is [`Presentation::present`](super::Presentation::present),
/// which redacts it and marks it.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Untrusted<T = String>(T);

impl<T> Untrusted<T> {
    pub fn new(text: T) -> Self {
        Self(text)
    }

    /// The text itself, for comparing and sending back to where it came from; never for showing.
    pub fn foreign(&self) -> &T {
        &self.0
    }

    pub fn into_foreign(self) -> T {
        self.0
    }

    /// The same text as an unstarred contract field: see [`Bare`].
    pub fn bare(self) -> Bare<T> {
        Bare(self.0)
    }
}

/// Keeps foreign text out of logs and panics.
impl<T> fmt::Debug for Untrusted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Untrusted(…)")
    }
}

/// Untrusted text in a field that the Python server answered as a plain string: it keeps its type, and its path is
/// listed in the result's `_untrusted_paths`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Bare<T = String>(T);

impl Present for Untrusted {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        walk.marked(self.0)
    }

    fn foreign_bytes(&self) -> usize {
        self.0.len()
    }

    fn schema(wrapping: Wrapping) -> Map<String, Value> {
        wrapping.marked(json!({ "type": "string" }))
    }
}

impl Present for Untrusted<Vec<String>> {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        walk.marked_list(self.0)
    }

    fn foreign_bytes(&self) -> usize {
        self.0.iter().map(String::len).sum()
    }

    fn schema(wrapping: Wrapping) -> Map<String, Value> {
        wrapping.marked(json!({ "type": "array", "items": { "type": "string" } }))
    }
}

impl Present for Bare {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        walk.bare(self.0)
    }

    fn foreign_bytes(&self) -> usize {
        self.0.len()
    }

    fn schema(_: Wrapping) -> Map<String, Value> {
        super::schema_of(json!({ "type": "string" }))
    }
}

impl Present for Bare<Vec<String>> {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        // Listed also where there is no text now: the path is foreign whatever stands there.
        walk.list_path();
        self.0.into_iter().map(|text| walk.bare(text)).collect()
    }

    fn foreign_bytes(&self) -> usize {
        self.0.iter().map(String::len).sum()
    }

    fn schema(_: Wrapping) -> Map<String, Value> {
        super::schema_of(json!({ "type": "array", "items": { "type": "string" } }))
    }
}

/// Lenient: DefectDojo's field may hold a number or a boolean where a text was expected.
impl<'de> Deserialize<'de> for Untrusted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Text).map(Self)
    }
}

impl<'de> Deserialize<'de> for Untrusted<Vec<String>> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Texts).map(Self)
    }
}

struct Text;

impl<'de> de::Visitor<'de> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_none<E: de::Error>(self) -> Result<String, E> {
        Ok(String::new())
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut odd: A) -> Result<String, A::Error> {
        while odd.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(String::new())
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut odd: A) -> Result<String, A::Error> {
        while odd.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
        Ok(String::new())
    }
}

struct Texts;

impl<'de> de::Visitor<'de> for Texts {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of texts")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<String>, E> {
        Ok(vec![text.to_owned()])
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E: de::Error>(self) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Vec<String>, A::Error> {
        let mut texts = Vec::new();
        while let Some(Untrusted(text)) = list.next_element::<Untrusted>()? {
            texts.push(text);
        }
        Ok(texts)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut odd: A) -> Result<Vec<String>, A::Error> {
        while odd.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
        Ok(Vec::new())
    }
}
