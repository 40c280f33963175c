//! Changing a finding: plain members as they are, state flags as DefectDojo means them.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Changed, Detail, Finding, present, state};
use crate::{
    access::{EngagementMgmt, FindingMgmt, Permission},
    dojo::{
        FindingChange, models,
        words::{CloseReason, FindingId, Flag, Severity},
    },
    guard::Call,
    screen::{Prose, Screened, Screening},
    tools::{Error, Hiding, Screen, Settings, Tool},
};

pub(super) struct UpdateFinding;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UpdateFindingArgs {
    /// The finding's id.
    finding_id: FindingId,
    /// A new title.
    title: Option<Prose<200>>,
    /// A new severity.
    severity: Option<Severity>,
    /// A new description; it replaces the old one.
    description: Option<Prose<10_000>>,
    /// false deactivates without closing; true on a closed finding reopens it.
    active: Option<Flag>,
    /// true confirms an active finding.
    verified: Option<Flag>,
    /// true closes as false positive; false reopens one closed so.
    false_p: Option<Flag>,
    /// true closes as duplicate; false reopens one closed so.
    duplicate: Option<Flag>,
    /// true closes as out of scope; false reopens one closed so.
    out_of_scope: Option<Flag>,
    /// true closes as mitigated (fixed); false on a closed finding reopens it.
    is_mitigated: Option<Flag>,
}

pub(super) struct Update {
    finding_id: FindingId,
    title: Option<Screened<200>>,
    severity: Option<Severity>,
    description: Option<Screened<10_000>>,
    flags: Flags,
}

#[derive(Clone, Copy)]
struct Flags {
    active: Option<bool>,
    verified: Option<bool>,
    false_p: Option<bool>,
    duplicate: Option<bool>,
    out_of_scope: Option<bool>,
    is_mitigated: Option<bool>,
}

impl Screen for UpdateFindingArgs {
    type Screened = Update;

    fn screen(self, screening: &Screening) -> Result<Update, Error> {
        let value = |flag: Option<Flag>| flag.map(|Flag(flag)| flag);
        let update = Update {
            finding_id: self.finding_id,
            title: screening.admit_optional("title", self.title)?,
            severity: self.severity,
            description: screening.admit_optional("description", self.description)?,
            flags: Flags {
                active: value(self.active),
                verified: value(self.verified),
                false_p: value(self.false_p),
                duplicate: value(self.duplicate),
                out_of_scope: value(self.out_of_scope),
                is_mitigated: value(self.is_mitigated),
            },
        };
        update.flags.check()?;
        if !update.changes_text() && update.flags.none() {
            return Err(conflict(
                "No fields to update: give at least one of title, severity, description, active, verified, false_p, duplicate, out_of_scope, is_mitigated",
            ));
        }
        Ok(update)
    }
}

impl Update {
    fn changes_text(&self) -> bool {
        self.title.is_some() || self.severity.is_some() || self.description.is_some()
    }

    /// Whether there is a finding that this would hide.
    fn may_hide(&self) -> bool {
        self.severity.is_some_and(|to| to < Severity::Critical)
            || self.flags.closes().is_some()
            || self.flags.active == Some(false)
            || self.flags.verified == Some(false)
    }

    /// What this takes from a finding that is as `now`.
    fn hides(&self, now: &models::Finding) -> Vec<Hiding> {
        let finding = self.finding_id;
        let lower = self.severity.filter(|to| now.severity.is_none_or(|from| *to < from));
        let downgrade = lower.map(|to| Hiding::Downgrade { finding, from: now.severity, to });
        let close = match self.flags.transition(now) {
            Transition::Close(reason) => Some(Hiding::Close { finding, reason }),
            _ if self.flags.active == Some(false) && now.active => {
                Some(Hiding::Deactivate { finding })
            }
            _ => None,
        };
        let unverify = (self.flags.verified == Some(false) && now.verified && close.is_none())
            .then_some(Hiding::Unverify { finding });
        [downgrade, close, unverify].into_iter().flatten().collect()
    }
}

fn conflict(message: &str) -> Error {
    Error::Conflict(message.to_owned())
}

impl Flags {
    fn none(self) -> bool {
        self.active.is_none() && self.verified.is_none() && !self.touches_closing()
    }

    fn touches_closing(self) -> bool {
        [self.false_p, self.duplicate, self.out_of_scope, self.is_mitigated]
            .iter()
            .any(Option::is_some)
    }

    /// Pairs that no finding can have, whatever it is now.
    fn check(self) -> Result<(), Error> {
        let yes = Some(true);
        let closes = self.closes();
        if self.active == yes && self.is_mitigated == yes {
            return Err(conflict(
                "Cannot set active=true and is_mitigated=true in the same request: a mitigated finding is closed",
            ));
        }
        if self.verified == yes && self.active == Some(false) {
            return Err(state::verified_but_inactive());
        }
        if self.verified == yes && self.false_p == yes {
            return Err(conflict(
                "Cannot set verified=true and false_p=true: DefectDojo keeps no verified false positive",
            ));
        }
        if self.duplicate == yes && (self.active == yes || self.verified == yes) {
            return Err(conflict(
                "Cannot set active=true or verified=true on a duplicate: DefectDojo keeps duplicates inactive and unverified",
            ));
        }
        if closes.is_some() && self.active == yes {
            return Err(conflict(
                "Cannot close a finding and set active=true in the same request: leave active out",
            ));
        }
        if closes.is_some() && self.is_mitigated == Some(false) {
            return Err(conflict(
                "Cannot close a finding and set is_mitigated=false in the same request: leave is_mitigated out",
            ));
        }
        if closes.is_some() && self.verified == yes {
            return Err(conflict(
                "Cannot set verified=true on a finding that this request closes: leave verified out",
            ));
        }
        let reasons = [self.false_p, self.duplicate, self.out_of_scope];
        if reasons.iter().filter(|flag| **flag == yes).count() > 1 {
            return Err(conflict(
                "Give one closing flag alone: false_p, duplicate or out_of_scope",
            ));
        }
        Ok(())
    }

    /// The reason for which the flags close.
    fn closes(self) -> Option<CloseReason> {
        let yes = Some(true);
        if self.false_p == yes {
            Some(CloseReason::FalsePositive)
        } else if self.duplicate == yes {
            Some(CloseReason::Duplicate)
        } else if self.out_of_scope == yes {
            Some(CloseReason::OutOfScope)
        } else if self.is_mitigated == yes {
            Some(CloseReason::Mitigated)
        } else {
            None
        }
    }

    /// What becomes of a finding that is as `now`.
    fn transition(self, now: &models::Finding) -> Transition {
        if let Some(reason) = self.closes() {
            let already = now.is_mitigated
                && match reason {
                    CloseReason::Mitigated => true,
                    CloseReason::FalsePositive => now.false_p,
                    CloseReason::Duplicate => now.duplicate,
                    CloseReason::OutOfScope => now.out_of_scope,
                };
            return if already { Transition::Stay } else { Transition::Close(reason) };
        }
        if self.causes(now).is_empty() { Transition::Stay } else { Transition::Reopen }
    }

    /// Why a mitigated finding leaves that state, or changes its reason: the words SIEM rules key on.
    fn causes(self, now: &models::Finding) -> Vec<&'static str> {
        if !now.is_mitigated {
            return Vec::new();
        }
        let flips =
            |wanted: Option<bool>, current: bool| wanted.is_some_and(|flag| flag != current);
        [
            (self.is_mitigated == Some(false), "explicit_field"),
            (self.active == Some(true), "active_side_effect"),
            (flips(self.false_p, now.false_p), "false_p_side_effect"),
            (flips(self.duplicate, now.duplicate), "duplicate_side_effect"),
            (flips(self.out_of_scope, now.out_of_scope), "out_of_scope_side_effect"),
        ]
        .into_iter()
        .filter_map(|(fires, cause)| fires.then_some(cause))
        .collect()
    }

    /// Pairs that the finding cannot have, being what it is now.
    fn check_against(self, now: &models::Finding, transition: Transition) -> Result<(), Error> {
        let reopens = transition == Transition::Reopen;
        let active = self.active.unwrap_or(now.active || reopens);
        let verified = self.verified.unwrap_or(now.verified);
        if self.verified == Some(true) && !active {
            return Err(state::verified_but_inactive());
        }
        if self.verified == Some(true) && now.false_p && self.false_p != Some(false) && !reopens {
            return Err(conflict(
                "Cannot set verified=true on a false positive: reopen it first (reopen_finding)",
            ));
        }
        let duplicate = self.duplicate.unwrap_or(now.duplicate && !reopens);
        if duplicate && (self.active == Some(true) || self.verified == Some(true)) {
            return Err(conflict(
                "Cannot set active=true or verified=true on a duplicate: reopen it first (reopen_finding)",
            ));
        }
        if self.active == Some(false) && verified && now.active && self.verified.is_none() {
            return Err(conflict(
                "This finding is verified, and a verified finding cannot be inactive: give verified=false too, or close it with close_finding",
            ));
        }
        if now.risk_accepted && self.active == Some(true) && !reopens {
            return Err(conflict(
                "The risk of this finding is accepted, so it cannot be active: use reopen_finding",
            ));
        }
        Ok(())
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Transition {
    Stay,
    Close(CloseReason),
    Reopen,
}

impl Tool for UpdateFinding {
    const NAME: &'static str = "update_finding";
    const TITLE: &'static str = "Change a finding";
    const DESCRIPTION: &'static str = "Changes the members that are given and leaves the rest. To close or reopen, \
        close_finding and reopen_finding are clearer and take a note; flags given here do the same.";
    const IDEMPOTENT: bool = true;
    const DESTRUCTIVE: bool = true;

    fn correction(name: &str) -> Option<String> {
        Some(match name {
            "status" | "state" | "reason" => {
                "close with close_finding, open again with reopen_finding, or set the flags here"
                    .to_owned()
            }
            "tags" => "use add_finding_tags and remove_finding_tags".to_owned(),
            "note" | "notes" | "comment" => "use add_finding_note".to_owned(),
            "risk_accepted" => "risks are accepted in DefectDojo itself".to_owned(),
            _ => return None,
        })
    }

    type Access = FindingMgmt;
    type Args = UpdateFindingArgs;
    type Output = Changed;

    async fn hides(
        call: &Call<FindingMgmt>,
        _: &Settings,
        update: &Update,
    ) -> Result<Vec<Hiding>, Error> {
        if !update.may_hide() {
            return Ok(Vec::new());
        }
        Ok(update.hides(&call.dojo.finding(update.finding_id).await?))
    }

    async fn run(call: &Call<FindingMgmt>, _: &Settings, update: Update) -> Result<Changed, Error> {
        let id = update.finding_id;
        let flags = update.flags;
        let changes_text = update.changes_text();
        let mut change = FindingChange {
            title: update.title,
            severity: update.severity,
            description: update.description,
            ..FindingChange::default()
        };
        if flags.none() {
            let after = call.dojo.change_finding(id, &change).await?;
            return present(Finding::from(after, Detail::Standard, &call.dojo)).map(Changed);
        }

        let now = call.dojo.finding(id).await?;
        let causes = flags.causes(&now);
        if !causes.is_empty() {
            call.leaves_mitigated_state(causes.join(","));
        }
        let transition = flags.transition(&now);
        flags.check_against(&now, transition)?;
        let partly = |error| {
            if changes_text {
                Error::Partly { done: "the change of text or severity", source: error }
            } else {
                Error::Dojo(error)
            }
        };
        let (after, notice) = match transition {
            Transition::Stay => {
                change.active = flags.active;
                change.verified = flags.verified;
                // A flag that a finding which is not closed only seems to have.
                change.false_p = flags.false_p.filter(|flag| *flag != now.false_p);
                change.duplicate = flags.duplicate.filter(|flag| *flag != now.duplicate);
                change.out_of_scope = flags.out_of_scope.filter(|flag| *flag != now.out_of_scope);
                (call.dojo.change_finding(id, &change).await?, None)
            }
            Transition::Close(reason) => {
                if changes_text {
                    call.dojo.change_finding(id, &change).await?;
                }
                let closing = call.dojo.close(id, reason, None).await.map_err(partly)?;
                let mut after = closing.finding;
                if flags.verified == Some(false) && after.verified {
                    let change =
                        FindingChange { verified: Some(false), ..FindingChange::default() };
                    after = call.dojo.change_finding(id, &change).await?;
                }
                (after, closing.verified_cleared.then_some(state::VERIFIED_CLEARED))
            }
            Transition::Reopen => {
                let opener = call.also::<EngagementMgmt>().map_err(|_| Error::NeedsTool {
                    permission: Permission::EngagementMgmt,
                    tool: "reopen_finding",
                })?;
                if changes_text {
                    call.dojo.change_finding(id, &change).await?;
                }
                let mut after = opener.dojo.reopen(&now).await.map_err(partly)?;
                let rest = FindingChange {
                    active: flags.active.filter(|active| !active),
                    verified: flags.verified,
                    ..FindingChange::default()
                };
                if rest.active.is_some() || rest.verified.is_some() {
                    after = call.dojo.change_finding(id, &rest).await?;
                }
                (after, None)
            }
        };
        let mut shown = present(Finding::from(after, Detail::Standard, &call.dojo))?;
        if let Some(notice) = notice {
            shown.notice(notice);
        }
        Ok(Changed(shown))
    }
}
