//! What hangs on a finding: files, metadata, duplicates, issues. A finding that was read is the proof that the caller
//! may see it.

use super::{
    Dojo, Error, Listed, Window, absent,
    filters::{self, Query, findings as filter},
    findings::Unfilterable,
    models::{File, Files, Finding, JiraIssue, Meta, Note, Notes, Page, Rows},
    words::{FindingId, Limit},
};
use crate::access::Access;

/// The findings that DefectDojo takes for the same.
#[derive(Debug)]
pub struct Duplicates {
    /// The one that all others are duplicates of, where it is another than the one asked about.
    pub original: Option<Finding>,
    /// The others, up to a page of them.
    pub others: Listed<Finding>,
}

impl<A: Access> Dojo<A> {
    pub async fn notes_on(&self, finding: &Finding) -> Result<Vec<Note>, Error> {
        let id = id_of(finding)?;
        let path = ["findings", &id.to_string(), "notes"];
        let notes: Notes = self.read(&path, None, &format!("finding {id}")).await?;
        Ok(notes.notes)
    }

    pub async fn files(&self, finding: &Finding) -> Result<Vec<File>, Error> {
        let id = id_of(finding)?;
        let path = ["findings", &id.to_string(), "files"];
        let files: Files = self.read(&path, None, &format!("finding {id}")).await?;
        Ok(files.files)
    }

    pub async fn metadata(&self, finding: &Finding) -> Result<Vec<Meta>, Error> {
        let id = id_of(finding)?;
        let path = ["findings", &id.to_string(), "metadata"];
        let rows: Rows<Meta> = self.read(&path, None, &format!("finding {id}")).await?;
        Ok(rows.0)
    }

    /// The issues of the finding itself; those of its groups come with it.
    pub async fn jira_issues(&self, finding: &Finding) -> Result<Vec<JiraIssue>, Error> {
        let id = id_of(finding)?;
        let mut query = Query::default();
        query.number(filters::jira_issues::FINDING, Some(id.value()));
        let query = query.at(Limit::MOST, 0);
        let page: Page<JiraIssue> =
            self.page(&["jira_finding_mappings"], &query, "JIRA issues").await?;
        // A filter that was ignored would show the issues of others.
        let own = |issue: &JiraIssue| issue.finding == Some(id.value());
        Ok(page.results.into_iter().filter(own).collect())
    }

    /// The finding's original and everything else that is a duplicate of that, as far as the caller may see it.
    /// DefectDojo's own route for it answers all of them whole, those of other products included.
    pub async fn duplicates(&self, finding: &Finding) -> Result<Duplicates, Error> {
        let id = id_of(finding)?;
        let mut found = Duplicates { original: None, others: Listed::nothing() };
        if finding.duplicates_stranger {
            return Ok(found);
        }
        let mut root = id;
        if let Some(original) = finding.duplicate_finding.and_then(FindingId::new) {
            root = original;
            found.original = Some(self.finding(original).await?);
        }
        let mut query = Query::default();
        query.number(filter::DUPLICATE_FINDING, Some(root.value()));
        found.others = self.findings(query, &Unfilterable::default(), Window::default()).await?;
        found.others.rows.retain(|row| row.id != finding.id);
        if found.original.is_some() {
            // Itself is one of the duplicates of its original, wherever among them it stands.
            found.others.count = found.others.count.saturating_sub(1);
        }
        Ok(found)
    }
}

fn id_of(finding: &Finding) -> Result<FindingId, Error> {
    finding.id.and_then(FindingId::new).ok_or_else(|| absent("the finding"))
}
