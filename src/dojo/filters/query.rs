//! The query of one list call: only filters of the table get in, and an empty value never does.

use serde_json::Value;

use super::{Encoding, Filter, ORDER, Order};
use crate::dojo::words::{Flag, Limit, Offset, Severities, Severity};

/// What is asked of one list.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Query(Vec<(&'static str, String)>);

const LIMIT: &str = "limit";
const OFFSET: &str = "offset";
const RELATED: &str = "related_fields";
const PREFETCH: &str = "prefetch";

impl Query {
    /// Rows `offset` to `offset + limit`, in DefectDojo's order by id.
    pub fn page(limit: Limit, offset: Offset) -> Self {
        Self::default().at(limit.value(), offset.value())
    }

    /// The same rows, cut elsewhere.
    #[must_use]
    pub(in crate::dojo) fn at(&self, limit: u32, offset: u64) -> Self {
        let mut pairs = vec![(LIMIT, limit.to_string()), (OFFSET, offset.to_string())];
        pairs.extend(self.0.iter().filter(|(name, _)| ![LIMIT, OFFSET].contains(name)).cloned());
        Self(pairs)
    }

    /// Asks for the ancestors' names with each finding.
    #[must_use]
    pub fn with_related_fields(mut self) -> Self {
        self.0.push((RELATED, "true".to_owned()));
        self
    }

    /// Asks for the objects of one relation beside the rows.
    #[must_use]
    pub(in crate::dojo) fn with(mut self, relation: &str) -> Self {
        self.0.push((PREFETCH, relation.to_owned()));
        self
    }

    pub fn order(&mut self, order: Option<&Order>) {
        if let Some(order) = order {
            self.push(ORDER, order.as_str().to_owned());
        }
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

    pub fn severity(&mut self, filter: Filter, severity: Severity) {
        self.push(filter, severity.name().to_owned());
    }

    /// A value as its caller wrote it, encoded as the filter asks.
    pub fn value(&mut self, filter: Filter, value: &Value) -> Result<(), String> {
        let encoded = filter.encode(value)?;
        self.push(filter, encoded);
        Ok(())
    }

    /// Adds a pair, or replaces the one of that name: of a repeated parameter DefectDojo reads the last alone.
    fn push(&mut self, filter: Filter, value: String) {
        self.0.retain(|(name, _)| *name != filter.name);
        if !value.is_empty() {
            self.0.push((filter.name, value));
        }
    }

    pub(in crate::dojo) fn pairs(&self) -> &[(&'static str, String)] {
        &self.0
    }

    /// The value sent for a filter, if one is.
    pub fn sent(&self, filter: Filter) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == filter.name).map(|(_, value)| value.as_str())
    }

    /// What is asked for, the order included, the cut not: `severity=Critical,High`.
    pub fn applied(&self) -> Vec<String> {
        self.0
            .iter()
            .filter(|(name, _)| ![LIMIT, OFFSET, RELATED, PREFETCH].contains(name))
            .map(|(name, value)| format!("{name}={value}"))
            .collect()
    }
}
