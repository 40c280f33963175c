//! What shown texts were seen to try: told to their reader, and to the policies that judge what it does next.

use serde_json::{Value, json};

use super::{injection, unicode};

/// A sign that a shown text tries to command its reader.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Signal {
    /// The finding that the text belongs to; nothing for other objects.
    pub finding: Option<u64>,
    /// Whether the text would be refused in a write.
    pub strong: bool,
    /// [`injection::Category::name`] or [`unicode::Hidden::name`].
    pub category: &'static str,
}

/// What one text shows.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Seen {
    pub(super) strong: bool,
    /// The heaviest first.
    pub(super) categories: Vec<&'static str>,
}

/// Categories told of one text.
const MOST_CATEGORIES: usize = 5;

impl Seen {
    /// Of a text as it came, before anything in it was redacted or made visible.
    pub(super) fn in_text(text: &str) -> Option<Self> {
        let judgement = injection::judge(text);
        let told = judgement.verdict != injection::Verdict::Pass;
        let mut categories: Vec<_> = judgement
            .signals
            .iter()
            .filter(|_| told)
            .map(|signal| signal.category.name())
            .take(MOST_CATEGORIES - 1)
            .collect();
        categories.extend(unicode::has_hidden(text).map(unicode::Hidden::name));
        let strong = judgement.verdict == injection::Verdict::Refuse;
        (!categories.is_empty()).then_some(Self { strong, categories })
    }

    /// Of several texts in one place.
    pub(super) fn add(&mut self, other: Self) {
        self.strong |= other.strong;
        for category in other.categories {
            if self.categories.len() < MOST_CATEGORIES && !self.categories.contains(&category) {
                self.categories.push(category);
            }
        }
    }

    pub(super) fn strength(&self) -> &'static str {
        if self.strong { "strong" } else { "weak" }
    }

    pub(super) fn value(&self) -> Value {
        json!({ "strength": self.strength(), "categories": self.categories })
    }
}
