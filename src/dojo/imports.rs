//! Reports on their way to DefectDojo: a multipart form whose file is streamed.

use std::{fmt, sync::Arc, time::Duration};

use futures_util::TryStreamExt as _;
use http::Method;
use reqwest::{Body, multipart};

use super::{
    Dojo, Error, Trail, Window,
    client::{Class, Payload, Request},
    filters::{self, Order, Query},
    models::{Engagement, Finding, Import, Moment, Page, Product, Test},
    parsed,
    words::{Date, EngagementId, Flag, Limit, Severity, TestId},
};
use crate::{
    access::{Access, ScanMgmt, Scope},
    reports::Report,
    screen::Screened,
};

/// What the findings of a report are put into.
#[derive(Debug, Default)]
pub struct Target {
    pub test: Option<TestId>,
    pub engagement: Option<EngagementId>,
    pub product_name: Option<Screened<200>>,
    pub engagement_name: Option<Screened<200>>,
    pub product_type_name: Option<Screened<200>>,
    /// Which test of the engagement, where several have the scan type.
    pub test_title: Option<Screened<255>>,
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
    pub details: Details,
}

/// Fields that DefectDojo alone looks at, under its names.
#[derive(Debug, Default)]
pub struct Details(Vec<(&'static str, String)>);

impl Details {
    pub fn text<const N: usize>(&mut self, field: &'static str, text: Option<&Screened<N>>) {
        self.add(field, text.map(Screened::as_str));
    }

    pub fn texts<const N: usize>(&mut self, field: &'static str, texts: &[Screened<N>]) {
        for text in texts {
            self.add(field, Some(text.as_str()));
        }
    }

    pub fn flag(&mut self, field: &'static str, flag: Option<Flag>) {
        self.add(field, flag.map(|Flag(flag)| flag));
    }

    pub fn date(&mut self, field: &'static str, date: Option<Date>) {
        self.add(field, date);
    }

    pub fn severity(&mut self, field: &'static str, severity: Option<Severity>) {
        self.add(field, severity.map(Severity::name));
    }

    /// The id of something that belongs to a product, a user or a tool.
    pub fn id(&mut self, field: &'static str, id: Option<impl fmt::Display>) {
        self.add(field, id);
    }

    pub fn value(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, value)| value.as_str())
    }

    fn add(&mut self, field: &'static str, value: Option<impl fmt::Display>) {
        self.0.extend(value.map(|value| (field, value.to_string())));
    }
}

/// Ids in a form that may name things of any product.
const FOREIGN: [&str; 2] = ["endpoint_to_add", "api_scan_configuration"];

impl Dojo<ScanMgmt> {
    /// Puts a report's findings into a new test.
    pub async fn import(&self, form: ImportForm, report: Report) -> Result<Import, Error> {
        self.check_target(&form).await?;
        self.upload("import-scan", form, report).await
    }

    /// Brings a test up to date with a report.
    pub async fn reimport(&self, form: ImportForm, report: Report) -> Result<Import, Error> {
        self.check_target(&form).await?;
        self.upload("reimport-scan", form, report).await
    }

    async fn upload(&self, route: &str, form: ImportForm, report: Report) -> Result<Import, Error> {
        let trail = Arc::clone(&self.trail);
        let file = part(report, trail).file_name(form.file_name.as_str().to_owned());
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

impl<A: Access> Dojo<A> {
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

    /// The engagement that DefectDojo takes for a name: the newest that has it in the product.
    pub async fn engagement_named(
        &self,
        product: u64,
        name: &str,
    ) -> Result<Option<Engagement>, Error> {
        let mut query = Query::default();
        query.number(filters::engagements::PRODUCT, Some(product));
        if query.value(filters::engagements::NAME, &name.into()).is_err() {
            return Ok(None);
        }
        let window = Window { limit: Limit::LONGEST, ..Window::default() };
        let found = self.engagements(query, None, window).await?;
        let named = found
            .rows
            .into_iter()
            .filter(|engagement| engagement.name.as_ref().is_some_and(|own| own.foreign() == name));
        Ok(named.max_by_key(|engagement| engagement.id))
    }

    /// The newest tests of an engagement, of this scan type, that were made within that time of DefectDojo's last answer
    /// and have stayed empty and incomplete: what an import leaves behind whose report cannot be read.
    pub async fn empty_tests(
        &self,
        engagement: EngagementId,
        scan_type: &str,
        within: Duration,
    ) -> Result<Vec<u64>, Error> {
        /// Tests that are looked at: others may have been made meanwhile.
        const NEWEST: u32 = 10;
        /// The clock of an answer has no fractions of a second.
        const ROUNDED: Duration = Duration::from_secs(2);
        let now = self.trail.clock();
        let Some(since) = now.and_then(|now| now.checked_sub(within + ROUNDED)) else {
            return Ok(Vec::new());
        };
        if self.scope != Scope::All {
            self.engagement(engagement).await?;
        }
        let mut query = Query::default();
        query.number(filters::tests::ENGAGEMENT, Some(engagement.value()));
        query.order(Order::parse("-created", filters::tests::ORDERINGS, "created").ok().as_ref());
        let page: Page<Test> = self.page(&["tests"], &query.at(NEWEST, 0), "tests").await?;
        let mut empty = Vec::new();
        for test in page.results {
            let is_new = test.created.as_ref().and_then(Moment::time).is_some_and(|at| at >= since);
            let is_its = test.scan_type.as_ref().is_some_and(|own| own.foreign() == scan_type);
            let is_incomplete = test.percent_complete.is_some_and(|percent| percent < 100);
            let Some(id) = test.id.filter(|_| is_new && is_its && is_incomplete) else { continue };
            let mut query = Query::default();
            query.number(filters::findings::TEST, Some(id));
            let findings: Page<Finding> =
                self.page(&["findings"], &query.at(1, 0), "findings").await?;
            if findings.count == 0 {
                empty.push(id);
            }
        }
        Ok(empty)
    }

    /// A caller bound to products imports into nothing else.
    pub async fn check_target(&self, form: &ImportForm) -> Result<(), Error> {
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
        match FOREIGN.iter().find(|field| form.details.value(field).is_some()) {
            None => Ok(()),
            Some(field) => Err(Error::NotFound { what: format!("what {field} names") }),
        }
    }
}

/// The file's part of the form, sent in pieces from where it lies.
fn part(report: Report, trail: Arc<Trail>) -> multipart::Part {
    let length = report.length();
    let mut sent = 0;
    let pieces = report.pieces().inspect_ok(move |piece| {
        sent += piece.len() as u64;
        trail.sends(sent, length);
    });
    multipart::Part::stream_with_length(Body::wrap_stream(pieces), length)
}

/// All fields but the file, which comes last: whatever leads up to it is small and harmless alone.
fn multipart_form(form: ImportForm) -> multipart::Form {
    let mut fields = form.details;
    let target = form.target;
    fields.text("scan_type", Some(&form.scan_type));
    fields.id("test", target.test);
    fields.id("engagement", target.engagement);
    fields.text("product_name", target.product_name.as_ref());
    fields.text("engagement_name", target.engagement_name.as_ref());
    fields.text("product_type_name", target.product_type_name.as_ref());
    fields.text("test_title", target.test_title.as_ref());
    fields.flag("auto_create_context", form.auto_create_context);
    fields.flag("close_old_findings", form.close_old_findings);
    fields.flag("deduplication_on_engagement", form.deduplication_on_engagement);
    fields.flag("active", form.active);
    fields.flag("verified", form.verified);
    fields
        .0
        .into_iter()
        .fold(multipart::Form::new(), |multipart, (name, value)| multipart.text(name, value))
}
