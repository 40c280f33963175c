//! Findings: reading one, and every change of its state as DefectDojo means it.

mod list;

use http::Method;
use serde::Serialize;
use serde_json::json;

use super::{
    Dojo, Error, WritesNotes, absent,
    filters::Query,
    hidden,
    models::{Finding, Note, Notes, Tags},
    words::{CloseReason, FindingId, Severity, TestId},
};
pub use list::Unfilterable;

use crate::{
    access::{Access, EngagementMgmt, FindingMgmt, Scope},
    screen::{Screened, Untrusted},
};

/// What creating a finding sends; DefectDojo requires every member.
#[derive(Debug, Serialize)]
pub struct NewFinding {
    pub test: TestId,
    pub title: Screened<200>,
    pub severity: Severity,
    pub description: Screened<10_000>,
    pub active: bool,
    pub verified: bool,
    /// Ids of the test types that found it; none may be named.
    pub found_by: Vec<u64>,
}

/// Members of a finding to change; what is absent stays.
#[derive(Debug, Default, Serialize)]
pub struct FindingChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Screened<200>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Screened<10_000>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub false_p: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub out_of_scope: Option<bool>,
}

/// What came of closing a finding.
#[derive(Debug)]
pub struct Closing {
    pub finding: Finding,
    /// DefectDojo keeps no verified finding that is a false positive or a duplicate: the flag was taken away first.
    pub verified_cleared: bool,
    /// Why the note could not be stored, where it could not; the finding is closed all the same.
    pub note_failure: Option<Error>,
}

impl<A: Access> Dojo<A> {
    /// One finding with the names of its test, engagement and product.
    pub async fn finding(&self, id: FindingId) -> Result<Finding, Error> {
        let what = format!("finding {id}");
        let query = Query::default().with_related_fields();
        let mut finding: Finding =
            self.read(&["findings", &id.to_string()], Some(&query), &what).await?;
        self.check_ancestry(&finding, &what).await?;
        self.hide_strangers(std::slice::from_mut(&mut finding)).await?;
        Ok(finding)
    }

    /// Notes on a finding, newest first.
    pub async fn notes(&self, id: FindingId) -> Result<Notes, Error> {
        let what = format!("finding {id}");
        self.check_finding(id).await?;
        self.read(&["findings", &id.to_string(), "notes"], None, &what).await
    }

    pub async fn tags(&self, id: FindingId) -> Result<Tags, Error> {
        let what = format!("finding {id}");
        self.check_finding(id).await?;
        self.read(&["findings", &id.to_string(), "tags"], None, &what).await
    }

    /// Refuses a finding outside the caller's products; costs nothing for a caller that may see them all.
    async fn check_finding(&self, id: FindingId) -> Result<(), Error> {
        if self.scope != Scope::All {
            self.finding(id).await?;
        }
        Ok(())
    }

    async fn check_ancestry(&self, finding: &Finding, what: &str) -> Result<(), Error> {
        if self.scope == Scope::All {
            return Ok(());
        }
        let product = finding.product();
        if product.is_some() {
            return self.in_scope(product, what);
        }
        let test = finding.test.and_then(TestId::new).ok_or_else(|| absent(what))?;
        self.test(test).await.map(drop).map_err(|error| hidden(error, what))
    }
}

impl<A: WritesNotes> Dojo<A> {
    /// Adds a note. DefectDojo's answer has neither its id nor its date.
    pub async fn add_note(
        &self,
        id: FindingId,
        entry: &Screened<10_000>,
        private: bool,
    ) -> Result<Note, Error> {
        self.check_finding(id).await?;
        let body = json!({ "entry": entry, "private": private });
        let what = format!("finding {id}");
        self.write_for(Method::POST, &["findings", &id.to_string(), "notes"], &body, &what).await
    }
}

impl Dojo<FindingMgmt> {
    pub async fn create_finding(&self, finding: &NewFinding) -> Result<Finding, Error> {
        if self.scope != Scope::All {
            self.test(finding.test).await?;
        }
        let mut body = json!(finding);
        // It is required, and written over from the severity.
        if let Some(members) = body.as_object_mut() {
            members.insert("numerical_severity".to_owned(), finding.severity.numerical().into());
        }
        let what = format!("test {}", finding.test);
        self.write_for(Method::POST, &["findings"], &body, &what).await
    }

    /// Changes members that do not leave the mitigated state; see [`Dojo::reopen`] for those that do.
    pub async fn change_finding(
        &self,
        id: FindingId,
        change: &FindingChange,
    ) -> Result<Finding, Error> {
        self.check_finding(id).await?;
        let what = format!("finding {id}");
        self.write_for(Method::PATCH, &["findings", &id.to_string()], change, &what).await
    }

    /// Closes a finding as DefectDojo's own dialogue does, so that reviews, locations and risk acceptances follow.
    pub async fn close(
        &self,
        id: FindingId,
        reason: CloseReason,
        note: Option<&Screened<10_000>>,
    ) -> Result<Closing, Error> {
        let before = self.finding(id).await?;
        let verified_cleared = before.verified
            && matches!(reason, CloseReason::FalsePositive | CloseReason::Duplicate);
        let unverified = FindingChange { verified: Some(false), ..FindingChange::default() };
        if verified_cleared {
            self.change_finding(id, &unverified).await?;
        }
        if let Err(error) = self.send_close(id, reason).await {
            if verified_cleared && matches!(error, Error::Rejected { .. } | Error::Forbidden { .. })
            {
                // Nothing was closed, so nothing stays changed.
                let verified = FindingChange { verified: Some(true), ..FindingChange::default() };
                self.change_finding(id, &verified).await?;
            }
            return Err(error);
        }
        let note_failure = match note {
            Some(entry) => self.add_note(id, entry, false).await.err(),
            None => None,
        };
        let finding = self.finding(id).await.map_err(made)?;
        Ok(Closing { finding, verified_cleared, note_failure })
    }

    async fn send_close(&self, id: FindingId, reason: CloseReason) -> Result<(), Error> {
        // Without `is_mitigated` DefectDojo answers 500, though its schema says optional.
        let mut body = json!({ "is_mitigated": true });
        let flag = match reason {
            CloseReason::Mitigated => None,
            CloseReason::FalsePositive => Some("false_p"),
            CloseReason::OutOfScope => Some("out_of_scope"),
            CloseReason::Duplicate => Some("duplicate"),
        };
        if let (Some(flag), Some(members)) = (flag, body.as_object_mut()) {
            members.insert(flag.to_owned(), true.into());
        }
        let what = format!("finding {id}");
        let path = ["findings", &id.to_string(), "close"];
        self.write(Method::POST, &path, &body, &what).await.map(drop)
    }

    /// Adds tags and answers all that the finding has then.
    pub async fn add_tags(&self, id: FindingId, tags: &[Screened<200>]) -> Result<Tags, Error> {
        self.check_finding(id).await?;
        let what = format!("finding {id}");
        let path = ["findings", &id.to_string(), "tags"];
        self.write_for(Method::POST, &path, &json!({ "tags": tags }), &what).await
    }

    /// Removes tags that the finding holds, word for word, and answers what is left.
    pub async fn remove_tags(
        &self,
        id: FindingId,
        tags: &Untrusted<Vec<String>>,
    ) -> Result<Tags, Error> {
        self.check_finding(id).await?;
        let what = format!("finding {id}");
        let path = ["findings", &id.to_string(), "remove_tags"];
        self.write(Method::PATCH, &path, &json!({ "tags": tags.foreign() }), &what).await?;
        self.tags(id).await.map_err(made)
    }
}

impl Dojo<EngagementMgmt> {
    /// Clears every flag that closes a finding and makes it active.
    pub async fn reopen(&self, before: &Finding) -> Result<Finding, Error> {
        let id = before.id.and_then(FindingId::new).ok_or_else(|| absent("the finding"))?;
        let what = format!("finding {id}");
        let path = id.to_string();
        if before.duplicate_finding.is_some() {
            // Also takes the pointer to the original away, which no field of the finding can.
            let path = ["findings", &path, "duplicate", "reset"];
            self.write(Method::POST, &path, &json!({}), &what).await?;
        }
        let mut body = json!({
            "active": true,
            "is_mitigated": false,
            "false_p": false,
            "out_of_scope": false,
            "duplicate": false,
        });
        if let (true, Some(members)) = (before.risk_accepted, body.as_object_mut()) {
            // DefectDojo keeps no active finding whose risk is accepted.
            members.insert("risk_accepted".to_owned(), false.into());
        }
        self.write(Method::PATCH, &["findings", &path], &body, &what).await?;
        self.finding(id).await.map_err(made)
    }
}

/// An error that came after the change was made says so.
#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn made(error: Error) -> Error {
    match error {
        Error::TimedOut { seconds, .. } => Error::TimedOut { seconds, sent: true },
        _ => Error::BrokeOff { cause: "the state after the change could not be read", sent: true },
    }
}
