//! Closing and reopening.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Changed, Detail, Finding, present};
use crate::{
    access::{EngagementMgmt, FindingMgmt},
    dojo::words::{CloseReason, FindingId},
    guard::Call,
    screen::{Prose, Screened, Screening},
    tools::{Error, Hiding, Screen, Settings, Tool},
};

pub(super) struct CloseFinding;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CloseFindingArgs {
    /// The finding's id.
    finding_id: FindingId,
    /// Why: mitigated (fixed), `false_positive`, `out_of_scope` or duplicate.
    reason: CloseReason,
    /// A note on the finding that says how this was decided.
    note: Option<Prose<10_000>>,
}

pub(super) struct Close {
    finding_id: FindingId,
    reason: CloseReason,
    note: Option<Screened<10_000>>,
}

impl Screen for CloseFindingArgs {
    type Screened = Close;

    fn screen(self, screening: &Screening) -> Result<Close, Error> {
        Ok(Close {
            finding_id: self.finding_id,
            reason: self.reason,
            note: screening.admit_optional("note", self.note)?,
        })
    }
}

impl Tool for CloseFinding {
    const NAME: &'static str = "close_finding";
    const TITLE: &'static str = "Close a finding";
    const DESCRIPTION: &'static str = "Closes a finding for one of four reasons, as DefectDojo's own dialogue does. \
        Read it with get_finding first and say in the note what the decision rests on. reopen_finding takes it back.";
    const IDEMPOTENT: bool = true;
    const DESTRUCTIVE: bool = true;

    type Access = FindingMgmt;
    type Args = CloseFindingArgs;
    type Output = Changed;

    async fn hides(
        _: &Call<FindingMgmt>,
        _: &Settings,
        close: &Close,
    ) -> Result<Vec<Hiding>, Error> {
        Ok(vec![Hiding::Close { finding: close.finding_id, reason: close.reason }])
    }

    async fn run(call: &Call<FindingMgmt>, _: &Settings, close: Close) -> Result<Changed, Error> {
        let closing = call.dojo.close(close.finding_id, close.reason, close.note.as_ref()).await?;
        let mut shown = present(Finding::from(closing.finding, Detail::Standard, &call.dojo))?;
        if closing.verified_cleared {
            shown.notice(VERIFIED_CLEARED);
        }
        if closing.note_failure.is_some() {
            call.note_not_attached(shown.id.0);
            shown.warn_of_note(
                "the finding was closed, but the note could not be stored; try add_finding_note",
            );
        }
        Ok(Changed(shown))
    }
}

pub(super) const VERIFIED_CLEARED: &str = "the finding was verified; DefectDojo keeps no verified false positive or duplicate, so `verified` was set to false";

pub(super) struct ReopenFinding;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ReopenFindingArgs {
    /// The finding's id.
    finding_id: FindingId,
    /// A note on the finding that says why.
    note: Option<Prose<10_000>>,
}

pub(super) struct Reopen {
    finding_id: FindingId,
    note: Option<Screened<10_000>>,
}

impl Screen for ReopenFindingArgs {
    type Screened = Reopen;

    fn screen(self, screening: &Screening) -> Result<Reopen, Error> {
        Ok(Reopen {
            finding_id: self.finding_id,
            note: screening.admit_optional("note", self.note)?,
        })
    }
}

impl Tool for ReopenFinding {
    const NAME: &'static str = "reopen_finding";
    const TITLE: &'static str = "Reopen a finding";
    const DESCRIPTION: &'static str = "Reopens a closed finding: it becomes active, and mitigated, false positive, out of scope, \
        duplicate and accepted risk are taken away.";
    const IDEMPOTENT: bool = true;
    const DESTRUCTIVE: bool = true;

    type Access = EngagementMgmt;
    type Args = ReopenFindingArgs;
    type Output = Changed;

    async fn run(
        call: &Call<EngagementMgmt>,
        _: &Settings,
        reopen: Reopen,
    ) -> Result<Changed, Error> {
        let before = call.dojo.finding(reopen.finding_id).await?;
        let was_accepted = before.risk_accepted;
        let after = call.dojo.reopen(&before).await?;
        let note_failed = match &reopen.note {
            Some(entry) => call.dojo.add_note(reopen.finding_id, entry, false).await.is_err(),
            None => false,
        };
        let mut shown = present(Finding::from(after, Detail::Standard, &call.dojo))?;
        if was_accepted {
            shown.notice("the risk of this finding had been accepted; that was taken back");
        }
        if note_failed {
            call.note_not_attached(shown.id.0);
            shown.warn_of_note(
                "the finding was reopened, but the note could not be stored; try add_finding_note",
            );
        }
        Ok(Changed(shown))
    }
}

pub(super) fn verified_but_inactive() -> Error {
    Error::Conflict(
        "Cannot set verified=true on an inactive finding (active=false): set active=true too, or leave verified out"
            .to_owned(),
    )
}
