//! Reports on their way to DefectDojo: a multipart form whose file is streamed.

use http::Method;
use reqwest::{Body, multipart};

use super::{
    Dojo, Error, Window,
    client::{Class, Payload, Request},
    filters::{self, Query},
    models::{Import, Product},
    parsed,
    words::{EngagementId, Flag, Severity, TestId},
};
use crate::{
    access::{ScanMgmt, Scope},
    screen::Screened,
};

/// Where a report comes from.
#[derive(Debug)]
pub enum ReportSource {
    /// Decoded from the call itself.
    Inline(Vec<u8>),
}

/// What the findings of a report are put into.
#[derive(Debug, Default)]
pub struct Target {
    pub test: Option<TestId>,
    pub engagement: Option<EngagementId>,
    pub product_name: Option<Screened<200>>,
    pub engagement_name: Option<Screened<200>>,
    pub product_type_name: Option<Screened<200>>,
}

/// The fields of an import; an absent one is left to DefectDojo.
#[derive(Debug)]
pub struct ImportForm {
    pub scan_type: Screened<200>,
    pub file_name: Screened<255>,
    pub target: Target,
    pub auto_create_context: Option<Flag>,
    pub close_old_findings: Option<Flag>,
    pub deduplication_on_engagement: Option<Flag>,
    pub active: Option<Flag>,
    pub verified: Option<Flag>,
    pub minimum_severity: Option<Severity>,
    pub push_to_jira: Option<Flag>,
    pub do_not_reactivate: Option<Flag>,
    pub version: Option<Screened<100>>,
    pub branch_tag: Option<Screened<200>>,
    pub commit_hash: Option<Screened<64>>,
    pub build_id: Option<Screened<200>>,
    pub tags: Vec<Screened<200>>,
    pub group_by: Option<Screened<200>>,
}

impl Dojo<ScanMgmt> {
    /// Puts a report's findings into a new test.
    pub async fn import(&self, form: ImportForm, report: ReportSource) -> Result<Import, Error> {
        self.check_target(&form).await?;
        self.upload("import-scan", form, report).await
    }

    /// Brings a test up to date with a report.
    pub async fn reimport(&self, form: ImportForm, report: ReportSource) -> Result<Import, Error> {
        self.check_target(&form).await?;
        self.upload("reimport-scan", form, report).await
    }

    /// The product of this name, where there is one that the key may see.
    pub async fn product_named(&self, name: &str) -> Result<Option<Product>, Error> {
        let mut query = Query::default();
        if query.value(filters::products::NAME_EXACT, &name.into()).is_err() {
            // No product's name is blank, that long, or has control characters.
            return Ok(None);
        }
        let found = self.products(query, Window::default()).await?;
        Ok(found.rows.into_iter().find(|product| product.name.foreign() == name))
    }

    /// A caller bound to products imports into nothing else.
    async fn check_target(&self, form: &ImportForm) -> Result<(), Error> {
        if self.scope == Scope::All {
            return Ok(());
        }
        let target = &form.target;
        if let Some(test) = target.test {
            self.test(test).await?;
        }
        if let Some(engagement) = target.engagement {
            self.engagement(engagement).await?;
        }
        if let Some(name) = &target.product_name
            && self.product_named(name.as_str()).await?.is_none()
        {
            return Err(Error::NotFound { what: "the product of that name".to_owned() });
        }
        Ok(())
    }

    async fn upload(
        &self,
        route: &str,
        form: ImportForm,
        report: ReportSource,
    ) -> Result<Import, Error> {
        let file = part(report).file_name(form.file_name.as_str().to_owned());
        let form = multipart_form(form).part("file", file);
        let request = Request {
            method: Method::POST,
            path: &[route],
            query: None,
            payload: Payload::Form(Box::new(form)),
            class: Class::Import,
            what: "the test, engagement or product",
        };
        parsed(&self.client.send(&self.trail, request).await?)
    }
}

/// The file's part of the form, sent in pieces from where it lies.
fn part(report: ReportSource) -> multipart::Part {
    match report {
        ReportSource::Inline(bytes) => {
            let length = bytes.len() as u64;
            multipart::Part::stream_with_length(Body::from(bytes), length)
        }
    }
}

fn multipart_form(form: ImportForm) -> multipart::Form {
    let flag = |flag: Option<Flag>| flag.map(|Flag(flag)| flag.to_string());
    let target = form.target;
    let fields = [
        ("scan_type", Some(form.scan_type.as_str().to_owned())),
        ("test", target.test.map(|id| id.to_string())),
        ("engagement", target.engagement.map(|id| id.to_string())),
        ("product_name", text(target.product_name)),
        ("engagement_name", text(target.engagement_name)),
        ("product_type_name", text(target.product_type_name)),
        ("auto_create_context", flag(form.auto_create_context)),
        ("close_old_findings", flag(form.close_old_findings)),
        ("deduplication_on_engagement", flag(form.deduplication_on_engagement)),
        ("active", flag(form.active)),
        ("verified", flag(form.verified)),
        ("minimum_severity", form.minimum_severity.map(|severity| severity.name().to_owned())),
        ("push_to_jira", flag(form.push_to_jira)),
        ("do_not_reactivate", flag(form.do_not_reactivate)),
        ("version", text(form.version)),
        ("branch_tag", text(form.branch_tag)),
        ("commit_hash", text(form.commit_hash)),
        ("build_id", text(form.build_id)),
        ("group_by", text(form.group_by)),
    ];
    let mut multipart = multipart::Form::new();
    for (name, value) in fields {
        if let Some(value) = value {
            multipart = multipart.text(name, value);
        }
    }
    for tag in form.tags {
        multipart = multipart.text("tags", tag.as_str().to_owned());
    }
    multipart
}

fn text<const N: usize>(text: Option<Screened<N>>) -> Option<String> {
    text.map(|text| text.as_str().to_owned())
}
