//! Answers put together: members that were asked for beside those that are always there, and parts whose schema is
//! not worth its tokens.

use serde_json::{Value, json};

use crate::screen::{Object, Present, Walk, Wrapping, schema_of};

/// One object with the members of both.
#[derive(Debug)]
pub(super) struct Beside<P, Q>(pub(super) P, pub(super) Q);

impl<P: Present, Q: Present> Present for Beside<P, Q> {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        let mut both = self.0.present(walk);
        if let (Value::Object(both), Value::Object(more)) = (&mut both, self.1.present(walk)) {
            both.extend(more);
        }
        both
    }

    fn foreign_bytes(&self) -> usize {
        self.0.foreign_bytes() + self.1.foreign_bytes()
    }

    fn schema(wrapping: Wrapping) -> Object {
        let mut schema = P::schema(wrapping);
        let mut more = Q::schema(wrapping);
        if let (Some(Value::Object(both)), Some(Value::Object(more))) =
            (schema.get_mut("properties"), more.get_mut("properties"))
        {
            both.append(more);
        }
        schema
    }
}

/// A part whose members explain themselves to who reads them: only its kind is advertised.
#[derive(Debug)]
pub(super) struct Sketched<P>(pub(super) P);

impl<P: Present> Present for Sketched<P> {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        self.0.present(walk)
    }

    fn foreign_bytes(&self) -> usize {
        self.0.foreign_bytes()
    }

    fn schema(wrapping: Wrapping) -> Object {
        let kind = P::schema(wrapping).shift_remove("type").unwrap_or_default();
        schema_of(json!({ "type": kind }))
    }
}
