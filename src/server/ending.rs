//! How a call ends, and what follows from that for its record and its caller.

use rmcp::model::InputRequiredResult;

use crate::{
    guard,
    metrics::Outcome,
    render::Failure,
    screen::{Presentation, Presented},
    tools,
};

/// How a call ended, on its way to the record and the client.
pub(super) enum Ending {
    Answered(Presented),
    Failed(Failure),
    /// Refused before anything was sent.
    Refused(Failure),
    /// A person is asked before anything is sent; the client calls again with the answer.
    Asking(Box<InputRequiredResult>),
    /// Answered on the level of the protocol: there is no such tool for this caller. The log has the reason.
    NoSuchTool(&'static str),
}

impl Ending {
    pub(super) fn counted(&self) -> Outcome {
        match self {
            Self::Answered(_) => Outcome::Success,
            Self::Failed(failure) if failure.code == "cancelled" => Outcome::Cancelled,
            Self::Failed(_) => Outcome::Error,
            Self::Refused(failure) => match failure.code {
                "rate_limited" => Outcome::RateLimited,
                "invalid_arguments" => Outcome::InvalidArguments,
                _ => Outcome::Denied,
            },
            Self::Asking(_) => Outcome::Asked,
            Self::NoSuchTool(_) => Outcome::Denied,
        }
    }
}

/// The signals that count against what the caller does next.
pub(super) fn strong(answer: &Presented) -> Vec<guard::Signal> {
    let strong = answer.signals().iter().filter(|signal| signal.strong);
    strong
        .map(|signal| guard::Signal { finding: signal.finding, category: signal.category })
        .collect()
}

/// The end of a call that a tool gave up on.
pub(super) fn failed(error: &tools::Error, presentation: &Presentation) -> Ending {
    let failure = Failure::of(error, presentation);
    match error {
        tools::Error::Arguments(_) | tools::Error::Denied(_) | tools::Error::NeedsTool { .. } => {
            Ending::Refused(failure)
        }
        _ => Ending::Failed(failure),
    }
}
