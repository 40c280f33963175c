//! `limit` and `offset` as the REST framework reads them: 25 by default, no maximum, no errors.

use serde_json::{Value, json};

use super::answer::Answer;
use super::call::Call;

const DEFAULT_LIMIT: usize = 25;

/// One page of `items`: each of its items goes through `show`.
pub(super) fn page<T>(call: &Call, items: Vec<T>, show: impl FnMut(T) -> Value) -> Answer {
    Answer::ok(page_body(call, items, show))
}

pub(super) fn page_body<T>(call: &Call, items: Vec<T>, show: impl FnMut(T) -> Value) -> Value {
    let count = items.len();
    let window = Window::of(call);
    let results: Vec<Value> =
        items.into_iter().skip(window.offset).take(window.limit).map(show).collect();
    json!({
        "count": count,
        "next": window.next(call, count),
        "previous": window.previous(call),
        "results": results,
    })
}

/// The part of a list that a call asks for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Window {
    pub(super) limit: usize,
    pub(super) offset: usize,
}

impl Window {
    pub(super) fn of(call: &Call) -> Self {
        let number = |name| call.query.get(name).and_then(|text| text.trim().parse().ok());
        Self {
            limit: number("limit").filter(|limit| *limit > 0).unwrap_or(DEFAULT_LIMIT),
            offset: number("offset").unwrap_or(0),
        }
    }

    fn next(self, call: &Call, count: usize) -> Option<String> {
        let offset = self.offset.saturating_add(self.limit);
        (offset < count).then(|| self.link(call, Some(offset)))
    }

    fn previous(self, call: &Call) -> Option<String> {
        if self.offset == 0 {
            return None;
        }
        let offset = self.offset.checked_sub(self.limit).filter(|offset| *offset > 0);
        Some(self.link(call, offset))
    }

    fn link(self, call: &Call, offset: Option<usize>) -> String {
        let query = call.query.with(&[
            ("limit", Some(self.limit.to_string())),
            ("offset", offset.map(|offset| offset.to_string())),
        ]);
        format!("{}{}?{query}", call.origin, call.path)
    }
}
