//! The one table of filters that may be sent. DefectDojo ignores an unknown one in silence and returns everything.

use super::words::{Flag, Limit, Offset, Severities};

/// A query parameter that DefectDojo is known to understand, with the way it wants its value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Filter {
    pub name: &'static str,
    pub encoding: Encoding,
}

/// How DefectDojo reads a value; anything else it ignores, misreads or answers with an error.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Encoding {
    /// `true` or `false`; `1` and `0` are ignored.
    Flag,
    /// `1` or `0`; `true` is an error.
    OneOrZero,
    /// A number.
    Number,
    /// Numbers, comma-separated, any of them.
    Numbers,
    /// Words exactly as stored, comma-separated without spaces, any of them.
    Words,
    /// Tags, comma-separated, in lower case as they are stored, any of them.
    Tags,
    /// Part of the text, in any case.
    Contains,
    /// The whole text.
    Exact,
}

const fn filter(name: &'static str, encoding: Encoding) -> Filter {
    Filter { name, encoding }
}

/// Filters of `GET findings/`.
pub mod findings {
    use super::{
        Encoding::{Contains, Flag, Number, Numbers, OneOrZero, Tags, Words},
        Filter, filter,
    };

    pub const ID: Filter = filter("id", Numbers);
    pub const TEST: Filter = filter("test", Number);
    pub const ENGAGEMENT: Filter = filter("test__engagement", Numbers);
    pub const PRODUCT: Filter = filter("test__engagement__product", Numbers);
    pub const SEVERITY: Filter = filter("severity", Words);
    pub const ACTIVE: Filter = filter("active", Flag);
    pub const VERIFIED: Filter = filter("verified", Flag);
    pub const DUPLICATE: Filter = filter("duplicate", Flag);
    pub const FALSE_P: Filter = filter("false_p", Flag);
    pub const OUT_OF_SCOPE: Filter = filter("out_of_scope", Flag);
    pub const IS_MITIGATED: Filter = filter("is_mitigated", Flag);
    pub const RISK_ACCEPTED: Filter = filter("risk_accepted", Flag);
    pub const HAS_JIRA: Filter = filter("has_jira", Flag);
    pub const OUTSIDE_OF_SLA: Filter = filter("outside_of_sla", OneOrZero);
    pub const TAGS: Filter = filter("tags", Tags);
    pub const COMPONENT_NAME: Filter = filter("component_name", Contains);
    pub const TITLE: Filter = filter("title", Contains);
}

/// Filters of `GET products/`.
pub mod products {
    use super::{
        Encoding::{Exact, Numbers},
        Filter, filter,
    };

    pub const ID: Filter = filter("id", Numbers);
    pub const NAME_EXACT: Filter = filter("name_exact", Exact);
}

/// Filters of `GET engagements/`.
pub mod engagements {
    use super::{Encoding::Numbers, Filter, filter};

    pub const PRODUCT: Filter = filter("product", Numbers);
}

/// Filters of `GET tests/`.
pub mod tests {
    use super::{Encoding::Numbers, Filter, filter};

    pub const ENGAGEMENT: Filter = filter("engagement", Numbers);
}

/// The query of one list call. Only filters of the table get in, and an empty value never does.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Query(Vec<(&'static str, String)>);

impl Query {
    /// Rows `offset` to `offset + limit`, in DefectDojo's order by id.
    pub fn page(limit: Limit, offset: Offset) -> Self {
        Self(vec![("limit", limit.value().to_string()), ("offset", offset.value().to_string())])
    }

    /// The first `count` rows, however many that are.
    pub(super) fn rows(count: usize) -> Self {
        Self(vec![("limit", count.to_string())])
    }

    /// The page of a list that is at hand whole.
    pub(super) fn cut<'a, T>(&self, list: &'a [T]) -> &'a [T] {
        let number = |wanted| {
            let value = self.0.iter().find(|(name, _)| *name == wanted);
            value.and_then(|(_, value)| value.parse::<usize>().ok())
        };
        let rest = list.get(number("offset").unwrap_or(0)..).unwrap_or_default();
        rest.get(..number("limit").unwrap_or(rest.len())).unwrap_or(rest)
    }

    /// Asks for the ancestors' names with each finding.
    #[must_use]
    pub fn with_related_fields(mut self) -> Self {
        self.0.push(("related_fields", "true".to_owned()));
        self
    }

    pub fn flag(&mut self, filter: Filter, flag: Option<Flag>) {
        if let Some(Flag(flag)) = flag {
            let value = match (filter.encoding, flag) {
                (Encoding::OneOrZero, true) => "1",
                (Encoding::OneOrZero, false) => "0",
                (_, true) => "true",
                (_, false) => "false",
            };
            self.push(filter, value.to_owned());
        }
    }

    pub fn number(&mut self, filter: Filter, number: Option<u64>) {
        if let Some(number) = number {
            self.push(filter, number.to_string());
        }
    }

    pub fn numbers(&mut self, filter: Filter, numbers: &[u64]) {
        let list: Vec<_> = numbers.iter().map(u64::to_string).collect();
        self.push(filter, list.join(","));
    }

    pub fn severities(&mut self, filter: Filter, severities: Option<&Severities>) {
        if let Some(severities) = severities {
            self.push(filter, severities.csv());
        }
    }

    pub fn text(&mut self, filter: Filter, text: Option<&str>) {
        if let Some(text) = text {
            self.push(filter, text.to_owned());
        }
    }

    pub fn tags<'a>(&mut self, filter: Filter, tags: impl IntoIterator<Item = &'a str>) {
        let list: Vec<_> = tags.into_iter().map(str::to_lowercase).collect();
        self.push(filter, list.join(","));
    }

    /// Adds a pair, or replaces the one of that name: of a repeated parameter DefectDojo reads the last alone.
    fn push(&mut self, filter: Filter, value: String) {
        self.0.retain(|(name, _)| *name != filter.name);
        if !value.is_empty() {
            self.0.push((filter.name, value));
        }
    }

    pub(super) fn pairs(&self) -> &[(&'static str, String)] {
        &self.0
    }

    /// The value sent for a filter, if one is.
    pub(super) fn value(&self, filter: Filter) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == filter.name).map(|(_, value)| value.as_str())
    }
}
