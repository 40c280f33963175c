//! From a name to the one object that has it. An unknown or ambiguous name is answered with candidates.

use super::{ArgumentProblem, Error, nearest};
use crate::{
    access::Access,
    dojo::{
        self, Window,
        filters::{self, Filter, Query},
        words::{EngagementId, Limit, ProductId, TestId},
    },
    guard::Call,
    screen::Untrusted,
};

/// Something that a caller may have meant.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub id: u64,
    pub name: Untrusted,
    /// What it belongs to: `product 3`.
    pub of: Option<String>,
}

/// Why a name does not say what is meant.
#[derive(Debug)]
pub struct Unresolved {
    pub argument: &'static str,
    /// `product`, `engagement` or `test`.
    pub kind: &'static str,
    /// Whether several have that name; else none has.
    pub ambiguous: bool,
    pub candidates: Vec<Candidate>,
    /// What else the caller can do.
    pub also: Option<&'static str>,
}

impl std::fmt::Display for Unresolved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { argument, kind, .. } = self;
        let also = self.also.map(|also| format!("; {also}")).unwrap_or_default();
        if self.ambiguous {
            write!(f, "`{argument}`: several {kind}s have this name; give {kind}_id")
        } else if self.candidates.is_empty() {
            write!(
                f,
                "`{argument}`: no {kind} has this name, and none is near; list_{kind}s shows all{also}"
            )
        } else {
            write!(
                f,
                "`{argument}`: no {kind} has this name; take the name or {kind}_id of a candidate{also}"
            )
        }
    }
}

/// As many candidates as an error shows.
const SHOWN: usize = 10;

fn window() -> Window {
    Window { limit: Limit::LONGEST, ..Window::default() }
}

fn named(argument: &'static str, filter: Filter, name: &str) -> Result<Query, Error> {
    let mut query = Query::default();
    query.value(filter, &name.into()).map_err(|message| {
        Error::Arguments(vec![ArgumentProblem { argument: argument.to_owned(), message }])
    })?;
    Ok(query)
}

pub(super) async fn product<A: Access>(
    call: &Call<A>,
    argument: &'static str,
    name: &str,
) -> Result<ProductId, Error> {
    let listed = |query: Query| async move {
        let found = call.dojo.products(query, window()).await?;
        let rows = found.rows.into_iter().filter_map(|product| {
            Some(Candidate { id: product.id?, name: product.name, of: None })
        });
        Ok::<Vec<Candidate>, Error>(rows.collect())
    };
    let mut exact = listed(named(argument, filters::products::NAME_EXACT, name)?).await?;
    // DefectDojo compares without the case; where two differ in nothing else, the case decides.
    if exact.iter().any(|one| one.name.foreign() == name) {
        exact.retain(|one| one.name.foreign() == name);
    }
    let near = async {
        let parts = listed(named(argument, filters::products::NAME, name)?).await?;
        if parts.is_empty() {
            return Ok(likely(name, &listed(Query::default()).await?));
        }
        Ok(parts)
    };
    let id = resolve(argument, "product", exact, near).await?;
    ProductId::new(id).ok_or(Error::Dojo(dojo::Error::Unreadable))
}

pub(super) async fn engagement<A: Access>(
    call: &Call<A>,
    argument: &'static str,
    product: Option<ProductId>,
    name: &str,
) -> Result<EngagementId, Error> {
    let listed = |mut query: Query| async move {
        query.number(filters::engagements::PRODUCT, product.map(ProductId::value));
        let found = call.dojo.engagements(query, None, window()).await?;
        let rows = found.rows.into_iter().filter_map(|engagement| {
            let of = engagement.product.map(|product| format!("product {product}"));
            Some(Candidate { id: engagement.id?, name: engagement.name.unwrap_or_default(), of })
        });
        Ok::<Vec<Candidate>, Error>(rows.collect())
    };
    let exact = listed(named(argument, filters::engagements::NAME, name)?).await?;
    let near = async { Ok(likely(name, &listed(Query::default()).await?)) };
    let id = resolve(argument, "engagement", exact, near).await?;
    EngagementId::new(id).ok_or(Error::Dojo(dojo::Error::Unreadable))
}

pub(super) async fn test<A: Access>(
    call: &Call<A>,
    argument: &'static str,
    engagement: Option<EngagementId>,
    title: &str,
) -> Result<TestId, Error> {
    let listed = |mut query: Query| async move {
        query.number(filters::tests::ENGAGEMENT, engagement.map(EngagementId::value));
        let found = call.dojo.tests(&query, None, window()).await?;
        let rows = found.rows.into_iter().filter_map(|test| {
            let of = test.engagement.map(|engagement| format!("engagement {engagement}"));
            Some(Candidate { id: test.id?, name: test.title?, of })
        });
        Ok::<Vec<Candidate>, Error>(rows.collect())
    };
    let exact = listed(named(argument, filters::tests::TITLE, title)?).await?;
    let near = async { Ok(likely(title, &listed(Query::default()).await?)) };
    let id = resolve(argument, "test", exact, near).await?;
    TestId::new(id).ok_or(Error::Dojo(dojo::Error::Unreadable))
}

/// The id of the only one that has the name; else an error with those that have it, or with those that are near.
async fn resolve(
    argument: &'static str,
    kind: &'static str,
    mut exact: Vec<Candidate>,
    near: impl Future<Output = Result<Vec<Candidate>, Error>>,
) -> Result<u64, Error> {
    let ambiguous = !exact.is_empty();
    let mut candidates = match exact.pop() {
        Some(only) if exact.is_empty() => return Ok(only.id),
        Some(last) => {
            exact.push(last);
            exact
        }
        None => near.await?,
    };
    candidates.truncate(SHOWN);
    Err(Error::Unresolved(Unresolved { argument, kind, ambiguous, candidates, also: None }))
}

/// Those whose name is near to what was written, nearest first.
fn likely(name: &str, all: &[Candidate]) -> Vec<Candidate> {
    let names: Vec<String> = all.iter().map(|one| one.name.foreign().clone()).collect();
    let near = nearest(name, names.iter().map(String::as_str));
    near.into_iter()
        .flat_map(|one| all.iter().filter(move |candidate| candidate.name.foreign() == one))
        .cloned()
        .collect()
}
