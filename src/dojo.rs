//! DefectDojo's REST API, typed: what a caller may do stands in the client's type. Knows nothing of MCP.

mod attached;
pub mod capabilities;
mod client;
mod error;
pub mod filters;
mod findings;
mod history;
mod imports;
mod lenient;
pub mod models;
mod overview;
mod places;
mod reference;
mod scan;
mod scope;
mod trail;
pub mod words;

use std::{marker::PhantomData, sync::Arc};

use http::Method;
use serde::{Serialize, de::DeserializeOwned};

pub use attached::Duplicates;
pub use client::{Client, Keys, Settings};
pub use error::{Error, Problem};
pub use findings::{Closing, FindingChange, NewFinding, Unfilterable};
pub use imports::{Details, ImportForm, Target};
pub use overview::{ENGAGEMENTS_ASKED, Holder, Overview};
pub use places::{Place, Places};
pub use scan::{Between, Listed, MOST_SCANNED, Scanned, Window};
pub use trail::{Exchange, Progress, Trail};

use crate::{
    access::{Access, EngagementMgmt, FindingMgmt, ProductMgmt, Scope},
    screen::Screened,
};
use capabilities::Capabilities;
use client::{Class, Payload, Request};
use filters::{Filter, Query};
use models::{Engagement, Page, Product, ProductType, Test, TestType, User, UserProfile};
use scan::Sieve;
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

    pub fn may_write(&self) -> bool {
        self.client.may_write()
    }

    /// What DefectDojo can do, with its release where it tells it; nothing while that is not known.
    pub async fn capabilities(&self) -> Option<Arc<Capabilities>> {
        self.client.capabilities()?;
        self.client.release().await;
        self.client.capabilities()
    }

    /// Tells whoever follows the call how many rows of a list it has read.
    pub fn has_read(&self, rows: u64, of: u64) {
        self.trail.read(rows, of);
    }

    /// Who the API key belongs to; the cheapest authenticated request.
    pub async fn user_profile(&self) -> Result<UserProfile, Error> {
        self.read(&["user_profile"], None, "the user profile").await
    }

    pub async fn products(
        &self,
        mut query: Query,
        window: Window,
    ) -> Result<Listed<Product>, Error> {
        if let Scope::Products(ids) = &self.scope {
            if ids.is_empty() {
                return Ok(Listed::nothing());
            }
            query.numbers(filters::products::ID, ids);
        }
        let found: Listed<Product> = self.listed("products", &query, window).await?;
        self.only_own(found.rows.iter().filter(|row| row.id.is_some()).map(|row| row.id))?;
        Ok(found)
    }

    pub async fn product(&self, id: ProductId) -> Result<Product, Error> {
        let what = format!("product {id}");
        self.in_scope(Some(id.value()), &what)?;
        self.read(&["products", &id.to_string()], None, &what).await
    }

    /// Product types, for a caller that is bound to products those of its products; `part` of the name is looked for here, because DefectDojo only compares whole names.
    pub async fn product_types(
        &self,
        part: Option<&str>,
        window: Window,
    ) -> Result<Listed<ProductType>, Error> {
        if let Scope::Products(ids) = &self.scope {
            return self.own_product_types(ids, part, window).await;
        }
        let keeps =
            move |row: &ProductType| part.is_none_or(|part| contains(row.name.foreign(), part));
        self.kept_product_types(&keeps, part.is_none(), window).await
    }

    /// Engagements, of one product where the query asks for one; an unknown one is [`Error::NotFound`].
    pub async fn engagements(
        &self,
        mut query: Query,
        keeps: Option<&(dyn Fn(&Engagement) -> bool + Sync)>,
        window: Window,
    ) -> Result<Listed<Engagement>, Error> {
        let filter = filters::engagements::PRODUCT;
        let asked = query.sent(filter).and_then(|id| id.parse().ok());
        if let Some(product) = asked {
            self.in_scope(Some(product), &format!("product {product}"))?;
        } else if let Scope::Products(ids) = &self.scope {
            match **ids {
                [] => return Ok(Listed::nothing()),
                [only] => query.number(filter, Some(only)),
                _ => return Err(Error::NeedsParent { parent: "product" }),
            }
        }
        let found = match keeps {
            Some(keeps) => {
                let sieve = Sieve { keeps, past: &|_| false };
                self.scan("engagements", &query, window, sieve).await
            }
            None => self.listed("engagements", &query, window).await,
        };
        let what = format!("product {}", query.sent(filter).unwrap_or_default());
        let found = found.map_err(|error| no_such_choice(error, filter, &what))?;
        self.only_own(found.rows.iter().map(|engagement| engagement.product))?;
        if let (0, Some(product)) = (found.count, asked.and_then(ProductId::new)) {
            self.product(product).await?;
        }
        Ok(found)
    }

    pub async fn engagement(&self, id: EngagementId) -> Result<Engagement, Error> {
        let what = format!("engagement {id}");
        let engagement: Engagement =
            self.read(&["engagements", &id.to_string()], None, &what).await?;
        self.in_scope(engagement.product, &what)?;
        Ok(engagement)
    }

    /// Tests, of one engagement where the query asks for one; an unknown one is [`Error::NotFound`].
    pub async fn tests(
        &self,
        query: &Query,
        keeps: Option<&(dyn Fn(&Test) -> bool + Sync)>,
        window: Window,
    ) -> Result<Listed<Test>, Error> {
        let filter = filters::tests::ENGAGEMENT;
        let asked = query.sent(filter).and_then(|id| id.parse().ok()).and_then(EngagementId::new);
        if self.scope != Scope::All {
            // DefectDojo cannot list the tests of a product.
            let engagement = asked.ok_or(Error::NeedsParent { parent: "engagement" })?;
            self.engagement(engagement).await?;
        }
        let found = match keeps {
            Some(keeps) => {
                let sieve = Sieve { keeps, past: &|_| false };
                self.scan("tests", query, window, sieve).await
            }
            None => self.listed("tests", query, window).await,
        };
        let found = found.map_err(|error| match asked {
            Some(engagement) => no_such_choice(error, filter, &format!("engagement {engagement}")),
            None => error,
        })?;
        let strays = |test: &Test| test.engagement != asked.map(EngagementId::value);
        if self.scope != Scope::All && found.rows.iter().any(strays) {
            return Err(Error::Strayed);
        }
        if let (0, Some(engagement)) = (found.count, asked) {
            self.engagement(engagement).await?;
        }
        Ok(found)
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

    /// Test types; `part` of the name is looked for here, because DefectDojo only compares whole names.
    pub async fn test_types(
        &self,
        part: Option<&str>,
        window: Window,
    ) -> Result<Listed<TestType>, Error> {
        let keeps =
            move |row: &TestType| part.is_none_or(|part| contains(row.name.foreign(), part));
        self.kept_test_types(&keeps, part.is_none(), window).await
    }

    /// People who may sign in to DefectDojo, by part of a name; no product holds them, so a caller that is bound to
    /// products is told of none.
    pub async fn users(&self, part: Option<&str>, window: Window) -> Result<Listed<User>, Error> {
        if self.scope != Scope::All {
            return Err(Error::Unbound { what: "users" });
        }
        let query = Query::default();
        let Some(part) = part else { return self.listed("users", &query, window).await };
        let keeps = |row: &User| {
            [&row.username, &row.first_name, &row.last_name]
                .into_iter()
                .flatten()
                .any(|name| contains(name.foreign(), part))
        };
        self.scan("users", &query, window, Sieve { keeps: &keeps, past: &|_| false }).await
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
        self.read_as(Class::Read, path, query, what).await
    }

    async fn read_as<T: DeserializeOwned>(
        &self,
        class: Class,
        path: &[&str],
        query: Option<&Query>,
        what: &str,
    ) -> Result<T, Error> {
        let payload = Payload::Nothing;
        let request = Request { method: Method::GET, path, query, payload, class, what };
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

/// Whether a text has this part, whatever the case.
pub fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
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
