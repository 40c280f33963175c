//! What the taint policy decides with: what was read, what would be hidden, and what an operator wants done about it.

use std::{collections::BTreeSet, time::Duration};

/// What becomes of a change that hides a finding, made by a caller that has read text with strong signals:
/// `TAINT_POLICY`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum TaintPolicy {
    /// Nothing is looked at.
    Off,
    /// The change is made, and its records say what had been read.
    #[default]
    Audit,
    /// A person at the client decides.
    Confirm,
    /// The change is refused.
    Deny,
}

impl TaintPolicy {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Audit => "audit",
            Self::Confirm => "confirm",
            Self::Deny => "deny",
        }
    }
}

/// The taint policy and its one number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TaintSettings {
    pub policy: TaintPolicy,
    /// How long a person may take to answer.
    pub answer_within: Duration,
}

impl Default for TaintSettings {
    fn default() -> Self {
        Self { policy: TaintPolicy::default(), answer_within: Duration::from_mins(5) }
    }
}

/// A strong signal in text that a caller was shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Signal {
    /// The finding that the text is of, where it is of one.
    pub finding: Option<u64>,
    /// A category of the detector.
    pub category: &'static str,
}

/// What a caller has read that looked like instructions to a model.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Taint {
    /// Oldest reading first. Empty where only text outside of findings had signals.
    pub findings: Vec<u64>,
    pub categories: BTreeSet<&'static str>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an operator writes in `TAINT_POLICY` is what a record and a log line say.
    #[test]
    fn policies_have_the_names_of_the_setting() {
        use TaintPolicy::{Audit, Confirm, Deny, Off};
        let names = [Off, Audit, Confirm, Deny].map(TaintPolicy::name);
        assert_eq!(names, ["off", "audit", "confirm", "deny"]);
    }

    /// Without a setting nothing is held up, and nothing goes unrecorded.
    #[test]
    fn what_is_not_set_only_records() {
        let settings = TaintSettings::default();
        assert_eq!(settings.policy, TaintPolicy::Audit);
        assert_eq!(settings.answer_within, Duration::from_mins(5));
    }
}
