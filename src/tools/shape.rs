//! How an answer is wanted, whichever tool gives it.

use rmcp::model::JsonObject;

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

/// What a call says of its answer, whichever tool gives it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// The caller asked for a number of rows and gets it.
    pub(super) limited: bool,
}

impl Shape {
    pub(super) fn of(arguments: &JsonObject) -> Self {
        Self { limited: arguments.get("limit").is_some_and(|limit| !limit.is_null()) }
    }
}
