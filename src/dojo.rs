//! DefectDojo's REST API, typed: what a caller may do stands in the client's type. Knows nothing of MCP.

mod client;
mod error;
pub mod filters;
mod findings;
mod imports;
mod lenient;
pub mod models;
mod scope;
mod trail;
pub mod words;

use std::{marker::PhantomData, sync::Arc};

use http::Method;
use serde::{Serialize, de::DeserializeOwned};

pub use client::{Client, Keys, Settings};
pub use error::{Error, Problem};
pub use findings::{Closing, FindingChange, NewFinding};
pub use imports::{ImportForm, ReportSource, Target};
pub use trail::{Exchange, Trail};

use crate::{
    access::{Access, EngagementMgmt, FindingMgmt, ProductMgmt, Scope},
    screen::Screened,
};
use client::{Class, Payload, Request};
use filters::{Filter, Query};
use models::{Engagement, Page, Product, ProductType, Test, TestType, UserProfile};
use words::{Date, EngagementId, ProductId, ProductTypeId, TestId, TestTypeId};

/// A client limited by its type to what the guard admitted, and by its scope to the products of the caller.
///
/// Only `guard` makes one. Reading is open to every [`Access`]; each write exists for the permission it needs.
pub struct Dojo<A> {
    client: Arc<Client>,
    scope: Scope,
    trail: Arc<Trail>,
    access: PhantomData<A>,
}

impl Client {
    /// Called by the guard and by nothing else; `tests/tidy.rs` checks.
    pub(crate) fn limited_to<A: Access>(
        client: &Arc<Self>,
        scope: Scope,
        trail: Arc<Trail>,
    ) -> Dojo<A> {
        Dojo { client: Arc::clone(client), scope, trail, access: PhantomData }
    }
}

impl<A: Access> Dojo<A> {
    /// The address of a page of DefectDojo's user interface.
    pub fn link(&self, kind: &str, id: u64) -> String {
        format!("{}{kind}/{id}", self.client.base())
    }

    /// Who the API key belongs to; the cheapest authenticated request.
    pub async fn user_profile(&self) -> Result<UserProfile, Error> {
        self.read(&["user_profile"], None, "the user profile").await
    }

    pub async fn products(&self, mut query: Query) -> Result<Page<Product>, Error> {
        if let Scope::Products(ids) = &self.scope {
            if ids.is_empty() {
                return Ok(nothing());
            }
            query.numbers(filters::products::ID, ids);
        }
        let page: Page<Product> = self.page(&["products"], &query, "products").await?;
        self.only_own(page.results.iter().filter(|row| row.id.is_some()).map(|row| row.id))?;
        Ok(page)
    }

    pub async fn product(&self, id: ProductId) -> Result<Product, Error> {
        let what = format!("product {id}");
        self.in_scope(Some(id.value()), &what)?;
        self.read(&["products", &id.to_string()], None, &what).await
    }

    /// Product types; for a caller that is bound to products, those of its products.
    pub async fn product_types(&self, query: Query) -> Result<Page<ProductType>, Error> {
        match &self.scope {
            Scope::All => self.page(&["product_types"], &query, "product types").await,
            Scope::Products(_) => self.own_product_types(&query).await,
        }
    }

    /// Engagements of one product; an unknown product is [`Error::NotFound`].
    pub async fn engagements(
        &self,
        product: ProductId,
        mut query: Query,
    ) -> Result<Page<Engagement>, Error> {
        let what = format!("product {product}");
        self.in_scope(Some(product.value()), &what)?;
        query.number(filters::engagements::PRODUCT, Some(product.value()));
        let page = self.page(&["engagements"], &query, "engagements").await;
        let page: Page<Engagement> =
            page.map_err(|error| no_such_choice(error, filters::engagements::PRODUCT, &what))?;
        self.only_own(page.results.iter().map(|engagement| engagement.product))?;
        if page.count == 0 {
            self.product(product).await?;
        }
        Ok(page)
    }

    pub async fn engagement(&self, id: EngagementId) -> Result<Engagement, Error> {
        let what = format!("engagement {id}");
        let engagement: Engagement =
            self.read(&["engagements", &id.to_string()], None, &what).await?;
        self.in_scope(engagement.product, &what)?;
        Ok(engagement)
    }

    pub async fn tests(
        &self,
        engagement: EngagementId,
        mut query: Query,
    ) -> Result<Page<Test>, Error> {
        if self.scope != Scope::All {
            self.engagement(engagement).await?;
        }
        query.number(filters::tests::ENGAGEMENT, Some(engagement.value()));
        let page = self.page(&["tests"], &query, "tests").await;
        let what = format!("engagement {engagement}");
        let page: Page<Test> =
            page.map_err(|error| no_such_choice(error, filters::tests::ENGAGEMENT, &what))?;
        let strays = |test: &Test| test.engagement != Some(engagement.value());
        if self.scope != Scope::All && page.results.iter().any(strays) {
            return Err(Error::Strayed);
        }
        if page.count == 0 {
            self.engagement(engagement).await?;
        }
        Ok(page)
    }

    pub async fn test(&self, id: TestId) -> Result<Test, Error> {
        let what = format!("test {id}");
        let test: Test = self.read(&["tests", &id.to_string()], None, &what).await?;
        if self.scope != Scope::All {
            let engagement = test.engagement.and_then(EngagementId::new);
            let engagement = engagement.ok_or_else(|| absent(&what))?;
            self.engagement(engagement).await.map_err(|error| hidden(error, &what))?;
        }
        Ok(test)
    }

    pub async fn test_types(&self, query: Query) -> Result<Page<TestType>, Error> {
        self.page(&["test_types"], &query, "test types").await
    }

    async fn page<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &Query,
        what: &str,
    ) -> Result<Page<T>, Error> {
        self.read(path, Some(query), what).await
    }

    async fn read<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: Option<&Query>,
        what: &str,
    ) -> Result<T, Error> {
        let request = Request {
            method: Method::GET,
            path,
            query,
            payload: Payload::Nothing,
            class: Class::Read,
            what,
        };
        self.client.json(&self.trail, request).await
    }

    async fn write(
        &self,
        method: Method,
        path: &[&str],
        body: &(impl Serialize + Sync),
        what: &str,
    ) -> Result<Vec<u8>, Error> {
        let payload = Payload::Json(serde_json::to_vec(body).map_err(|_| Error::Unreadable)?);
        let request = Request { method, path, query: None, payload, class: Class::Write, what };
        self.client.send(&self.trail, request).await
    }

    async fn write_for<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &[&str],
        body: &(impl Serialize + Sync),
        what: &str,
    ) -> Result<T, Error> {
        parsed(&self.write(method, path, body, what).await?)
    }
}

impl Dojo<ProductMgmt> {
    pub async fn create_product(&self, product: &NewProduct) -> Result<Product, Error> {
        if self.scope != Scope::All {
            return Err(Error::Forbidden { reasons: Vec::new() });
        }
        let what = format!("product type {}", product.prod_type);
        self.write_for(Method::POST, &["products"], product, &what).await
    }
}

impl Dojo<EngagementMgmt> {
    pub async fn create_engagement(&self, engagement: &NewEngagement) -> Result<Engagement, Error> {
        let what = format!("product {}", engagement.product);
        self.in_scope(Some(engagement.product.value()), &what)?;
        self.write_for(Method::POST, &["engagements"], engagement, &what).await
    }

    pub async fn create_test(&self, test: &NewTest) -> Result<Test, Error> {
        if self.scope != Scope::All {
            self.engagement(test.engagement).await?;
        }
        let what = format!("engagement {}", test.engagement);
        self.write_for(Method::POST, &["tests"], test, &what).await
    }
}

#[derive(Debug, Serialize)]
pub struct NewProduct {
    pub name: Screened<200>,
    pub description: Screened<10_000>,
    pub prod_type: ProductTypeId,
}

#[derive(Debug, Serialize)]
pub struct NewEngagement {
    pub product: ProductId,
    pub name: Screened<200>,
    pub target_start: Date,
    pub target_end: Date,
}

#[derive(Debug, Serialize)]
pub struct NewTest {
    pub engagement: EngagementId,
    pub test_type: TestTypeId,
    pub target_start: Date,
    pub target_end: Date,
}

/// A permission under which notes are written on findings.
pub trait WritesNotes: Access {}

impl WritesNotes for FindingMgmt {}
impl WritesNotes for EngagementMgmt {}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Error> {
    // The change is made by now; an answer that cannot be read must not look as if it had not been.
    serde_json::from_slice(body)
        .map_err(|_| Error::BrokeOff { cause: "it could not be read", sent: true })
}

fn nothing<T>() -> Page<T> {
    Page { count: 0, next: crate::screen::Untrusted::default(), results: Vec::new() }
}

/// Some filters are a choice among what exists: DefectDojo answers an unknown id with an error, not with no rows.
fn no_such_choice(error: Error, filter: Filter, what: &str) -> Error {
    let about = |problem: &Problem| {
        problem.field.as_ref().is_some_and(|field| field.foreign() == filter.name)
    };
    match &error {
        Error::Rejected { problems, .. } if problems.iter().any(about) => absent(what),
        _ => error,
    }
}

fn absent(what: &str) -> Error {
    Error::NotFound { what: what.to_owned() }
}

/// The answer for something whose parent the caller may not see is the answer for something that does not exist.
fn hidden(error: Error, what: &str) -> Error {
    match error {
        Error::NotFound { .. } => absent(what),
        other => other,
    }
}
