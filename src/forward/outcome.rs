//! What a destination made of a batch.

use std::time::Duration;

/// A destination's judgement of a batch. What is neither accepted nor rejected is sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every record.
    Accepted,
    /// Some. What follows `again_from` is sent again, in order; before it all but `rejected` are accepted.
    Partly {
        rejected: Vec<Rejected>,
        again_from: Option<usize>,
        after: Option<Duration>,
        reason: String,
    },
    /// None, for a reason that passes: away, overloaded.
    Retry { reason: String, after: Option<Duration> },
    /// None, because of something in it: the engine looks for the record that it is.
    Rejected { reason: String },
    /// None, and none of any other batch until a person does something. Tried again all the same.
    Refused {
        reason: String,
        /// What to do about it.
        fix: String,
    },
}

/// A record that a destination will never take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// In the batch.
    pub index: usize,
    pub reason: String,
}

impl Verdict {
    pub(crate) fn retry(reason: impl Into<String>) -> Self {
        Self::Retry { reason: reason.into(), after: None }
    }

    pub(crate) fn refused(reason: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::Refused { reason: reason.into(), fix: fix.into() }
    }

    /// The verdict in words, for a person.
    pub fn in_words(&self) -> String {
        match self {
            Self::Accepted => "accepted".to_owned(),
            Self::Partly { reason, .. } => format!("accepted in part: {reason}"),
            Self::Retry { reason, .. } => format!("not accepted now: {reason}"),
            Self::Rejected { reason } => format!("rejected: {reason}"),
            Self::Refused { reason, fix } => format!("refused: {reason}; {fix}"),
        }
    }
}
