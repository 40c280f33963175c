//! Reports: `/import-scan/` and `/reimport-scan/`.

mod bandit;
mod form;
mod generic;
mod grype;
mod python_json;
mod reimport;
mod report;
mod response;
mod run;
mod sarif;
mod semgrep;
mod statistics;
mod target;
mod trivy;

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::store::{State, User};
use form::{Order, Verb};
use report::Unread;
use serde_json::Value;

/// The permission check, which comes before everything else, a GET's 405 included.
pub(super) fn check(state: &State, call: &Call) -> Result<(), Answer> {
    target::find(state, &call.user, call.form()?, verb(call)).map(|_| ())
}

fn verb(call: &Call) -> Verb {
    if call.path.contains("/reimport-scan/") { Verb::Reimport } else { Verb::Import }
}

pub(super) fn import(state: &mut State, call: &Call) -> Outcome {
    run::answer(state, call, Verb::Import)
}

pub(super) fn reimport(state: &mut State, call: &Call) -> Outcome {
    run::answer(state, call, Verb::Reimport)
}

/// Imports a Semgrep report of that day without HTTP, as the seed does.
pub(super) fn seed_import(
    state: &mut State,
    user: &User,
    engagement: u64,
    (title, day): (&str, &str),
    report: &str,
) -> Option<u64> {
    let order = Order::of_seed(title, day, report);
    run::import(state, user, &order, engagement).ok().map(|done| done.test)
}

/// What `test_imports` keeps of an import that sets nothing.
pub(super) fn default_settings() -> Value {
    Order::of_seed("", "", "").settings()
}

impl From<Unread> for Answer {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Sentence(sentence) => Self::raised(&sentence),
            Unread::Crash => Self::crashed(),
        }
    }
}
