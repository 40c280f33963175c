//! A stretch of a long foreign text, for a reader who reads on.

use serde_json::{Value, json};

use super::{Object, Present, Untrusted, Walk, Wrapping, schema_of};

/// A stretch of a text, with where it stands in the whole.
///
/// Positions count characters of the text as it is shown: it is redacted and looked at whole before it is cut, so that
/// no cut parts a secret or hides what the text tries.
#[derive(Debug)]
pub struct Excerpt {
    /// Which text it is.
    pub name: &'static str,
    pub text: Untrusted,
    /// Characters before it.
    pub offset: usize,
    /// Bytes of JSON that it may fill.
    pub bytes: usize,
}

/// Where a stretch stands, in characters.
pub(super) struct Extent {
    pub(super) shown: usize,
    pub(super) of: usize,
}

impl Present for Excerpt {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        let mut object = Object::new();
        object.insert("name".to_owned(), self.name.into());
        let text = self.text.into_foreign();
        let extent = walk.stretch(&mut object, "text", text, self.offset, self.bytes);
        object.insert("offset".to_owned(), self.offset.into());
        object.insert("characters".to_owned(), extent.shown.into());
        object.insert("of".to_owned(), extent.of.into());
        let next = self.offset.saturating_add(extent.shown);
        if next < extent.of {
            object.insert("next_offset".to_owned(), next.into());
        }
        Value::Object(object)
    }

    fn foreign_bytes(&self) -> usize {
        self.text.foreign_bytes()
    }

    fn schema(wrapping: Wrapping) -> Object {
        let count = json!({ "type": "integer" });
        schema_of(json!({
            "type": "object",
            "properties": {
                "name": { "type": "string" },
                "text": Untrusted::<String>::schema(wrapping),
                "offset": count,
                "characters": count,
                "of": count,
                "next_offset": count,
            },
        }))
    }
}
