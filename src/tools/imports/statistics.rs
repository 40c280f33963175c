//! What an import did, in numbers. Zeros are left out: a missing severity or count is 0.

use serde_json::{Value, json};

use crate::{
    dojo::models,
    screen::{Object, Optional, Present, Walk, Wrapping, answer, schema_of},
};

/// [`Tables`], described in a sentence: both imports would repeat 1 KiB of schema before every conversation.
#[derive(Debug)]
pub(super) struct Statistics(Tables);

impl Present for Statistics {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        self.0.present(walk)
    }

    fn schema(_: Wrapping) -> Object {
        schema_of(json!({
            "type": "object",
            "description": "before, delta (created, closed, reactivated, untouched) and after: counts by severity; \
                what is missing is 0",
        }))
    }
}

answer! {
    struct Counts {
        total: u64,
        active: Optional<u64>,
        verified: Optional<u64>,
        duplicate: Optional<u64>,
        false_p: Optional<u64>,
        out_of_scope: Optional<u64>,
        is_mitigated: Optional<u64>,
        risk_accepted: Optional<u64>,
    }

    struct BySeverity {
        critical: Optional<Counts>,
        high: Optional<Counts>,
        medium: Optional<Counts>,
        low: Optional<Counts>,
        info: Optional<Counts>,
        total: Optional<Counts>,
    }

    struct Delta {
        created: Optional<BySeverity>,
        closed: Optional<BySeverity>,
        reactivated: Optional<BySeverity>,
        untouched: Optional<BySeverity>,
    }

    struct Tables {
        /// The test's findings before a reimport.
        before: Optional<BySeverity>,
        /// What a reimport changed.
        delta: Optional<Delta>,
        /// The test's findings now; what is missing is 0.
        after: Optional<BySeverity>,
    }
}

impl From<models::Statistics> for Statistics {
    fn from(statistics: models::Statistics) -> Self {
        Self(Tables {
            before: by_severity(statistics.before),
            delta: Optional(statistics.delta.map(|delta| Delta {
                created: by_severity(delta.created),
                closed: by_severity(delta.closed),
                reactivated: by_severity(delta.reactivated),
                untouched: by_severity(delta.untouched),
            })),
            after: by_severity(statistics.after),
        })
    }
}

fn by_severity(table: Option<models::BySeverity>) -> Optional<BySeverity> {
    let row = |counts: Option<models::Counts>| {
        Optional(counts.filter(|counts| counts.total > 0).map(Counts::from))
    };
    Optional(table.map(|table| BySeverity {
        critical: row(table.critical),
        high: row(table.high),
        medium: row(table.medium),
        low: row(table.low),
        info: row(table.info),
        total: Optional(table.total.map(Counts::from)),
    }))
}

impl From<models::Counts> for Counts {
    fn from(counts: models::Counts) -> Self {
        let some = |count: u64| Optional((count > 0).then_some(count));
        Self {
            total: counts.total,
            active: some(counts.active),
            verified: some(counts.verified),
            duplicate: some(counts.duplicate),
            false_p: some(counts.false_p),
            out_of_scope: some(counts.out_of_scope),
            is_mitigated: some(counts.is_mitigated),
            risk_accepted: some(counts.risk_accepted),
        }
    }
}
