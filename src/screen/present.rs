//! From a typed answer to what the caller reads: one walk that redacts, marks and lists foreign text.

use std::{mem, sync::Arc};

use serde_json::{Map, Value, json};

use super::{Objection, Redactor, Signal, Walk, Wrapping};

pub type Object = Map<String, Value>;

/// How answers are shown: decided once, at start.
#[derive(Clone, Debug, Default)]
pub struct Presentation {
    pub wrapping: Wrapping,
    pub redactor: Arc<Redactor>,
}

/// An answer as it leaves: what text and structured content are both made from.
pub struct Presented {
    pub(super) value: Value,
    signals: Vec<Signal>,
    /// The text, where it is not the value's.
    pub(super) text: Option<String>,
    /// The value's JSON, where it is known already.
    pub(super) json: Option<String>,
}

/// An answer as text.
pub enum Text {
    /// The JSON of the value.
    Json(String),
    /// Another one.
    Own(String),
}

impl Presented {
    pub(super) fn new(value: Value, signals: Vec<Signal>) -> Self {
        Self { value, signals, text: None, json: None }
    }

    pub fn into_value(self) -> Value {
        self.value
    }

    /// The value and its text.
    pub fn into_parts(self) -> (Value, Text) {
        let text = match (self.text, self.json) {
            (Some(text), _) => Text::Own(text),
            (None, Some(json)) => Text::Json(json),
            (None, None) => Text::Json(compact(&self.value)),
        };
        (self.value, text)
    }

    /// Adds what the texts of the call itself were let pass with.
    pub fn warn(&mut self, warnings: &[Objection]) {
        if let (false, Value::Object(object)) = (warnings.is_empty(), &mut self.value) {
            let warnings = warnings.iter().map(|warning| {
                json!({
                    "field": warning.field, "category": warning.concern.name(), "found": warning.found,
                    "message": format!("sent as it is, though {warning}"),
                })
            });
            object.insert("_warnings".to_owned(), warnings.collect());
        }
    }

    /// What its texts were seen to try: each finding and category once.
    pub fn signals(&self) -> &[Signal] {
        &self.signals
    }
}

impl Presentation {
    pub fn present(&self, answer: impl Present) -> Presented {
        let mut walk = Walk::new(self);
        let value = answer.present(&mut walk);
        walk.finish(value)
    }

    /// The schema that every presented `A` satisfies. What any answer may have beside its own members (`_signals`,
    /// `_warnings`, `_untrusted_paths`, `_untrusted_boundary`) the server's instructions say once for all tools.
    pub fn schema<A: Present>(&self) -> Object {
        A::schema(self.wrapping)
    }
}

/// Something that can be shown. Trusted types (ids, numbers, booleans, dates, enums) show themselves; foreign text is
/// redacted and marked on the way.
pub trait Present {
    fn present(self, walk: &mut Walk<'_>) -> Value;

    fn schema(wrapping: Wrapping) -> Object;

    /// Bytes of foreign text in it: what showing it costs.
    fn foreign_bytes(&self) -> usize {
        0
    }

    /// Whether a member with this value is absent from its object.
    fn left_out(&self) -> bool {
        false
    }

    /// Whether a member of this type may be absent.
    const OPTIONAL: bool = false;

    /// Whether it is a list: an object with `items`.
    const LIST: bool = false;
}

/// A value as compact JSON. Not `to_string`: that goes through `fmt` piece by piece and checks each for UTF-8.
pub(super) fn compact(value: &Value) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A JSON object literal as a schema.
pub fn schema_of(schema: Value) -> Object {
    match schema {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}

/// `null` stays: a contract field is always there.
impl<P: Present> Present for Option<P> {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        self.map_or(Value::Null, |value| value.present(walk))
    }

    fn foreign_bytes(&self) -> usize {
        self.as_ref().map_or(0, P::foreign_bytes)
    }

    fn schema(wrapping: Wrapping) -> Object {
        let mut schema = P::schema(wrapping);
        if let Some(kind @ Value::String(_)) = schema.get_mut("type") {
            let plain = mem::take(kind);
            *kind = json!([plain, "null"]);
        }
        if let Some(Value::Array(words)) = schema.get_mut("enum") {
            words.push(Value::Null);
        }
        schema
    }
}

/// A member that is absent when there is nothing to say.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Optional<P>(pub Option<P>);

impl<P> Default for Optional<P> {
    fn default() -> Self {
        Self(None)
    }
}

impl<P: Present> Present for Optional<P> {
    const OPTIONAL: bool = true;

    fn present(self, walk: &mut Walk<'_>) -> Value {
        self.0.present(walk)
    }

    fn schema(wrapping: Wrapping) -> Object {
        P::schema(wrapping)
    }

    fn foreign_bytes(&self) -> usize {
        self.0.foreign_bytes()
    }

    fn left_out(&self) -> bool {
        self.0.is_none()
    }
}

impl<P: Present> Present for Vec<P> {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        walk.items(self)
    }

    fn foreign_bytes(&self) -> usize {
        self.iter().map(P::foreign_bytes).sum()
    }

    fn schema(wrapping: Wrapping) -> Object {
        schema_of(json!({ "type": "array", "items": P::schema(wrapping) }))
    }
}

macro_rules! trusted {
    ($($type:ty => $schema:tt),* $(,)?) => {
        $(
            impl Present for $type {
                fn present(self, _: &mut Walk<'_>) -> Value {
                    json!(self)
                }

                fn schema(_: Wrapping) -> Object {
                    schema_of(json!($schema))
                }
            }
        )*
    };
}

/// Text of our own making.
impl Present for String {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        Value::String(walk.clean(self))
    }

    fn schema(_: Wrapping) -> Object {
        schema_of(json!({ "type": "string" }))
    }
}

/// The id of a finding: texts beside it in the same object, and below, are that finding's.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct FindingKey(pub u64);

impl Present for FindingKey {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        walk.finding = Some(self.0);
        self.0.into()
    }

    fn schema(wrapping: Wrapping) -> Object {
        u64::schema(wrapping)
    }
}

/// Something that belongs to a finding whose id it does not show.
#[derive(Debug)]
pub struct OfFinding<P> {
    pub finding: u64,
    pub shown: P,
}

impl<P: Present> Present for OfFinding<P> {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        let around = walk.finding.replace(self.finding);
        let shown = self.shown.present(walk);
        walk.finding = around;
        shown
    }

    fn foreign_bytes(&self) -> usize {
        self.shown.foreign_bytes()
    }

    fn schema(wrapping: Wrapping) -> Object {
        P::schema(wrapping)
    }
}

trusted! {
    bool => { "type": "boolean" },
    u32 => { "type": "integer" },
    u64 => { "type": "integer" },
    i64 => { "type": "integer" },
    f64 => { "type": "number" },
    &'static str => { "type": "string" },
}

/// Whether a member is what makes its answer a list.
pub(crate) const fn is_items(member: &str) -> bool {
    matches!(member.as_bytes(), b"items")
}

/// Declares an answer: a struct, how it is shown, and the schema of what is shown. A field's doc comment is what a
/// client reads in the schema.
macro_rules! answer {
    ($($(#[doc = $doc:literal])* $vis:vis struct $name:ident { $($(#[doc = $field_doc:literal])* $field_vis:vis $field:ident: $type:ty,)* })+) => {
        $(
            $(#[doc = $doc])*
            #[derive(Debug)]
            $vis struct $name {
                $($(#[doc = $field_doc])* $field_vis $field: $type,)*
            }

            impl $crate::screen::Present for $name {
                const LIST: bool = false $(|| $crate::screen::is_items(stringify!($field)))*;

                fn present(self, walk: &mut $crate::screen::Walk<'_>) -> serde_json::Value {
                    let members = 0 $(+ usize::from(!$crate::screen::Present::left_out(&self.$field)))*;
                    let mut object = $crate::screen::Object::with_capacity(members);
                    let around = walk.enter();
                    $(walk.member(&mut object, stringify!($field), self.$field);)*
                    walk.leave(around);
                    serde_json::Value::Object(object)
                }

                fn foreign_bytes(&self) -> usize {
                    0 $(+ $crate::screen::Present::foreign_bytes(&self.$field))*
                }

                fn schema(wrapping: $crate::screen::Wrapping) -> $crate::screen::Object {
                    let mut properties = $crate::screen::Object::new();
                    let mut required: Vec<&str> = Vec::new();
                    $(
                        let name = stringify!($field);
                        let mut schema = <$type as $crate::screen::Present>::schema(wrapping);
                        let lines: &[&str] = &[$($field_doc.trim()),*];
                        let description = lines.join(" ");
                        if !description.is_empty() {
                            schema.insert("description".to_owned(), description.into());
                        }
                        properties.insert(name.to_owned(), schema.into());
                        if !<$type as $crate::screen::Present>::OPTIONAL {
                            required.push(name);
                        }
                    )*
                    let mut schema = $crate::screen::schema_of(serde_json::json!({
                        "type": "object", "properties": properties,
                    }));
                    if !required.is_empty() {
                        schema.insert("required".to_owned(), required.into());
                    }
                    schema
                }
            }
        )+
    };
}
pub(crate) use answer;
