//! Tools over findings: what a scanner reported, and what became of it.

mod attached;
mod contradictions;
mod corrections;
mod detail;
mod fields;
mod list;
mod notes;
mod row;
mod search;
mod state;
mod tags;
mod update;

use std::str::FromStr;

use schemars::JsonSchema;
use serde::Deserialize;

pub use corrections::NAMED;
use row::{Changed, Finding};
pub(super) use tags::check as check_tag;

use super::products::present;
use crate::{
    access::FindingMgmt,
    dojo::{
        NewFinding,
        words::{Flag, Severity, TestId},
    },
    guard::Call,
    screen::{Prose, Screening},
    tools::{Entry, Error, Screen, Settings, Tool},
};

/// How the rest of a finding's long text is read.
const READS_ON: &str = "get_finding with `section` and `offset` reads on";

pub(super) const TOOLS: &[Entry] = &[
    Entry::of::<list::ListFindings>(),
    Entry::of::<detail::GetFinding>(),
    Entry::of::<notes::ListFindingNotes>(),
    Entry::of::<CreateFinding>(),
];

/// What is decided about findings that are there.
pub(super) const TRIAGE: &[Entry] = &[
    Entry::of::<update::UpdateFinding>(),
    Entry::of::<state::CloseFinding>(),
    Entry::of::<state::ReopenFinding>(),
    Entry::of::<notes::AddFindingNote>(),
    Entry::of::<tags::AddFindingTags>(),
    Entry::of::<tags::RemoveFindingTags>(),
];

/// How much of each finding a list shows.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Detail {
    #[default]
    Summary,
    Standard,
    Full,
}

impl FromStr for Detail {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        match text.trim().to_ascii_lowercase().as_str() {
            "summary" => Ok(Self::Summary),
            "standard" => Ok(Self::Standard),
            "full" => Ok(Self::Full),
            _ => Err("must be summary, standard or full"),
        }
    }
}

struct CreateFinding;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateFindingArgs {
    /// Id of the test it belongs to; `list_tests` shows it, `create_test` makes one.
    test_id: TestId,
    /// A short name; DefectDojo stores it in Title Case.
    title: Prose<200>,
    /// How bad it is.
    severity: Severity,
    /// What was found, where, and how to see it.
    description: Prose<10_000>,
    /// Whether it is open.
    #[serde(default = "yes")]
    active: Flag,
    /// Whether a person confirmed it.
    #[serde(default = "no")]
    verified: Flag,
}

fn yes() -> Flag {
    Flag(true)
}

fn no() -> Flag {
    Flag(false)
}

impl Screen for CreateFindingArgs {
    type Screened = NewFinding;

    fn screen(self, screening: &Screening) -> Result<NewFinding, Error> {
        if self.verified.0 && !self.active.0 {
            return Err(state::verified_but_inactive());
        }
        Ok(NewFinding {
            test: self.test_id,
            title: screening.admit("title", self.title)?,
            severity: self.severity,
            description: screening.admit("description", self.description)?,
            active: self.active.0,
            verified: self.verified.0,
            found_by: Vec::new(),
        })
    }
}

impl Tool for CreateFinding {
    const NAME: &'static str = "create_finding";
    const TITLE: &'static str = "Create a finding";
    const DESCRIPTION: &'static str = "Creates a finding in a test. Look with list_findings first: \
        what is entered by hand is not deduplicated.";
    const IDEMPOTENT: bool = false;

    type Access = FindingMgmt;
    type Args = CreateFindingArgs;
    type Output = Changed;

    async fn run(
        call: &Call<FindingMgmt>,
        settings: &Settings,
        mut finding: NewFinding,
    ) -> Result<Changed, Error> {
        finding.found_by.extend(settings.default_found_by);
        let stored = call.dojo.create_finding(&finding).await?;
        let rewritten = stored.title.foreign() != finding.title.as_str();
        let mut shown = present(Finding::from(stored, Detail::Standard, &call.dojo))?;
        if rewritten {
            shown.notice("DefectDojo rewrote the title; `title` is what it stored");
        }
        Ok(Changed(shown))
    }
}
