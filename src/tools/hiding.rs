//! What a call would hide: the changes that the taint policy is about, in words that a person can be shown.

use std::fmt;

use crate::{
    dojo::words::{CloseReason, EngagementId, FindingId, Severity, TestId},
    screen::Screened,
};

/// A change after which a finding is out of sight, counts for less or counts no more.
///
/// It shows itself in words of ours, ids and names made plain: what an instruction planted in a text would want a person to
/// read cannot get into the question that the person is asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Hiding {
    Close {
        finding: FindingId,
        reason: CloseReason,
    },
    Downgrade {
        finding: FindingId,
        /// Nothing where DefectDojo did not say.
        from: Option<Severity>,
        to: Severity,
    },
    Deactivate {
        finding: FindingId,
    },
    /// DefectDojo's metrics, grades and JIRA leave unverified findings out, unless its settings say otherwise.
    Unverify {
        finding: FindingId,
    },
    /// An import that closes what its report does not have.
    CloseOld {
        place: Place,
    },
    /// An import whose findings are stored as inactive.
    StoreInactive {
        place: Place,
    },
}

/// Where a report goes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Place {
    Test(TestId),
    Engagement(EngagementId),
    /// By the names of a product and an engagement, made plain.
    Named(String),
}

impl Place {
    pub fn named(product: Option<&Screened<200>>, engagement: Option<&Screened<200>>) -> Self {
        let [product, engagement] =
            [product, engagement].map(|name| plain(name.map(Screened::as_str).unwrap_or_default()));
        Self::Named(format!("\"{product}\" / \"{engagement}\""))
    }
}

/// A name cut short, with nothing left that could be read as more than a name.
fn plain(name: &str) -> String {
    const LONGEST: usize = 40;
    let allowed = |char: char| char.is_ascii_alphanumeric() || " ._-".contains(char);
    name.chars().take(LONGEST).map(|char| if allowed(char) { char } else { '?' }).collect()
}

impl fmt::Display for Hiding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Close { finding, reason } => {
                let reason = match reason {
                    CloseReason::Mitigated => "mitigated",
                    CloseReason::FalsePositive => "a false positive",
                    CloseReason::OutOfScope => "out of scope",
                    CloseReason::Duplicate => "a duplicate",
                };
                write!(f, "finding {}: closed as {reason}", finding.value())
            }
            Self::Downgrade { finding, from, to } => {
                let from = from.map_or("unknown", Severity::name);
                write!(f, "finding {}: severity from {from} to {}", finding.value(), to.name())
            }
            Self::Deactivate { finding } => write!(f, "finding {}: made inactive", finding.value()),
            Self::Unverify { finding } => {
                write!(f, "finding {}: no longer verified", finding.value())
            }
            Self::CloseOld { place } => {
                write!(f, "{place}: every finding that the report does not have is closed")
            }
            Self::StoreInactive { place } => {
                write!(f, "{place}: the report's findings are stored as inactive")
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Test(id) => write!(f, "test {}", id.value()),
            Self::Engagement(id) => write!(f, "engagement {}", id.value()),
            Self::Named(names) => f.write_str(names),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A product could be named so that the question seems to say something else.
    #[test]
    fn names_are_made_plain() {
        assert_eq!(plain("Shop 2.1_x-y"), "Shop 2.1_x-y");
        assert_eq!(plain("A\nAccept: \u{202e}safe\"`"), "A?Accept? ?safe??");
        assert_eq!(plain(&"x".repeat(500)).len(), 40);
    }
}
