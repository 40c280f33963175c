//! Imports that DefectDojo refused or failed at: the way out, and the empty test that one may leave behind.

use std::time::Instant;

use http::StatusCode;

use crate::{
    access::ScanMgmt,
    dojo::{self, ImportForm, Problem, words::EngagementId},
    guard::Call,
    scan_types::SCAN_TYPES,
    screen::Untrusted,
    tools::{Error, nearest},
};

/// An import on its way, so far as it is needed to look for what it leaves behind.
pub(super) struct Attempt {
    began: Instant,
    scan_type: String,
    place: Place,
}

enum Place {
    Engagement(EngagementId),
    /// The names of a product and an engagement.
    Named(String, String),
    /// A test that was there before.
    Test,
}

impl Attempt {
    pub(super) fn of(form: &ImportForm) -> Self {
        let target = &form.target;
        let place = match (target.test, target.engagement) {
            (Some(_), _) => Place::Test,
            (None, Some(engagement)) => Place::Engagement(engagement),
            (None, None) => {
                let [product, engagement] = [&target.product_name, &target.engagement_name]
                    .map(|name| name.as_ref().map(|name| name.as_str().to_owned()));
                Place::Named(product.unwrap_or_default(), engagement.unwrap_or_default())
            }
        };
        Self { began: Instant::now(), scan_type: form.scan_type.as_str().to_owned(), place }
    }

    /// What came of it, told with what to do about it.
    pub(super) async fn failed(self, call: &Call<ScanMgmt>, error: dojo::Error) -> Error {
        let tests = if may_leave_a_test(&error) { self.left(call).await } else { Vec::new() };
        match explain(error) {
            Error::Dojo(source) if !tests.is_empty() => Error::LeftBehind { tests, source },
            other => other,
        }
    }

    /// Tests that stayed empty. Where they cannot be looked for, none is named.
    async fn left(self, call: &Call<ScanMgmt>) -> Vec<u64> {
        let engagement = match self.place {
            Place::Test => None,
            Place::Engagement(engagement) => Some(engagement),
            Place::Named(product, engagement) => {
                engagement_named(call, &product, &engagement).await.ok().flatten()
            }
        };
        let Some(engagement) = engagement else { return Vec::new() };
        // Up to the last answer, whose clock is looked at.
        let within = self.began.elapsed();
        call.dojo.empty_tests(engagement, &self.scan_type, within).await.unwrap_or_default()
    }
}

async fn engagement_named(
    call: &Call<ScanMgmt>,
    product: &str,
    name: &str,
) -> Result<Option<EngagementId>, dojo::Error> {
    let product = call.dojo.product_named(product).await?.and_then(|product| product.id);
    let Some(product) = product else { return Ok(None) };
    let engagement = call.dojo.engagement_named(product, name).await?;
    Ok(engagement.and_then(|engagement| engagement.id).and_then(EngagementId::new))
}

/// DefectDojo checks the form before it makes a test, and reads the report after that.
fn may_leave_a_test(error: &dojo::Error) -> bool {
    match error {
        dojo::Error::Rejected { status: StatusCode::BAD_REQUEST, problems } => {
            problems.iter().all(|problem| {
                let text = problem.message.foreign();
                problem.field.as_ref().is_none_or(|field| field.foreign() == "file")
                    && !text.contains("does not exist")
                    && !text.contains("parameter missing")
            })
        }
        dojo::Error::Failed { status: StatusCode::INTERNAL_SERVER_ERROR, .. } => true,
        _ => false,
    }
}

/// Adds the nearest scan types to a refusal of an unknown one, and the way out to a refusal of a missing context.
fn explain(error: dojo::Error) -> Error {
    let dojo::Error::Rejected { status, mut problems } = error else { return Error::Dojo(error) };
    let about_type = problems
        .iter()
        .any(|problem| problem.field.as_ref().is_some_and(|field| field.foreign() == "scan_type"));
    let missing =
        problems.iter().any(|problem| problem.message.foreign().contains("does not exist"));
    let advice = if about_type {
        let asked = problems
            .iter()
            .find_map(|problem| problem.message.foreign().split('"').nth(1).map(str::to_owned))
            .unwrap_or_default();
        let near = nearest(&asked, SCAN_TYPES.iter().copied());
        Some(if near.is_empty() {
            "scan_type must be one of the names that list_test_types shows".to_owned()
        } else {
            format!("the nearest scan types are: {}", near.join(", "))
        })
    } else if missing {
        Some("create what is missing, or give auto_create_context=true (and product_type_name for a new product)".to_owned())
    } else {
        None
    };
    problems.extend(advice.map(|advice| Problem { field: None, message: Untrusted::new(advice) }));
    Error::Dojo(dojo::Error::Rejected { status, problems })
}
