//! Where an import goes: by id or by names, with the permission that it takes.

use axum::http::StatusCode;
use serde_json::json;

use super::form::Verb;
use crate::demo::answer::Answer;
use crate::demo::call::Form;
use crate::demo::clock;
use crate::demo::engagements;
use crate::demo::products;
use crate::demo::row::Row;
use crate::demo::store::{State, User};
use crate::demo::validate::flag;

/// What of the target exists already.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Target {
    product_type: Option<u64>,
    product: Option<u64>,
    pub(super) engagement: Option<u64>,
    pub(super) test: Option<u64>,
}

pub(super) fn find(state: &State, user: &User, form: &Form, verb: Verb) -> Result<Target, Answer> {
    if verb == Verb::Reimport
        && let Some(text) = form.get("test")
    {
        return by_test(state, user, text);
    }
    if verb == Verb::Import
        && let Some(text) = form.get("engagement")
    {
        let found = text.trim().parse().ok().and_then(|id| state.engagements.find(id));
        let row =
            found.ok_or_else(|| Answer::bare(format!("Engagement \"{text}\" does not exist")))?;
        if !state.may_see_engagement(user, row) {
            return Err(Answer::forbidden());
        }
        return Ok(Target { engagement: Some(row.link("id")), ..Target::default() });
    }
    by_names(state, user, form, verb)
}

fn by_test(state: &State, user: &User, text: &str) -> Result<Target, Answer> {
    let found = text.trim().parse().ok().and_then(|id| state.tests.find(id));
    let row = found.ok_or_else(|| Answer::bare(format!("Test \"{text}\" does not exist")))?;
    if !state.may_see_test(user, row) {
        return Err(Answer::forbidden());
    }
    Ok(Target {
        engagement: Some(row.link("engagement")),
        test: Some(row.link("id")),
        ..Target::default()
    })
}

fn by_names(state: &State, user: &User, form: &Form, verb: Verb) -> Result<Target, Answer> {
    let name = |field: &str| {
        let missing = || Answer::bare(format!("{field} parameter missing"));
        form.get(field).ok_or_else(missing)
    };
    let (product_name, engagement_name) = (name("product_name")?, name("engagement_name")?);
    let type_name = form.get("product_type_name");
    let kind = state.product_types.rows().find(|row| Some(row.text("name")) == type_name);
    let product = state.products.rows().find(|row| row.text("name") == product_name);
    if let (Some(type_name), Some(product)) = (type_name, product) {
        let own = state.product_types.find(product.link("prod_type"));
        let own = own.map_or("", |row| row.text("name"));
        if own != type_name {
            return Err(Answer::bare(format!(
                "The fetched product has a conflict with the supplied product type name: existing \
                 product type name - {own} vs supplied product type name - {type_name}"
            )));
        }
    }
    let engagement = product.and_then(|product| {
        let of_it = state.engagements.rows().rev().filter(|row| {
            row.link("product") == product.link("id") && row.text("name") == engagement_name
        });
        of_it.into_iter().next()
    });
    let test = engagement
        .filter(|_| verb == Verb::Reimport)
        .and_then(|engagement| newest_test(state, form, engagement.link("id")));
    let target = Target {
        product_type: kind.map(|row| row.link("id")),
        product: product.map(|row| row.link("id")),
        engagement: engagement.map(|row| row.link("id")),
        test,
    };
    if let Some(product) = product
        && !state.may_see_product(user, product)
    {
        return Err(Answer::forbidden());
    }
    let complete = if verb == Verb::Reimport { test.is_some() } else { engagement.is_some() };
    let auto = form.get("auto_create_context").and_then(|text| flag(&json!(text)));
    if complete {
        return Ok(target);
    }
    if auto != Some(true) {
        return Err(incomplete(form, target, product_name, engagement_name));
    }
    if target.product.is_none() {
        may_create_product(user, kind, product_name, type_name)?;
    }
    Ok(target)
}

/// The newest test of the scan type, with the title where one is given.
fn newest_test(state: &State, form: &Form, engagement: u64) -> Option<u64> {
    let (scan_type, title) = (form.get("scan_type"), form.get("test_title"));
    state
        .tests
        .rows()
        .rev()
        .find(|row| {
            row.link("engagement") == engagement
                && row.get("scan_type").as_str() == scan_type
                && (title.is_none() || row.get("title").as_str() == title)
        })
        .map(|row| row.link("id"))
}

/// What is missing, where nothing may be created.
fn incomplete(form: &Form, target: Target, product: &str, engagement: &str) -> Answer {
    let type_name = form.get("product_type_name");
    if let Some(type_name) = type_name.filter(|_| target.product_type.is_none()) {
        return Answer::bare(format!("Product Type \"{type_name}\" does not exist"));
    }
    if target.product.is_none() {
        let place = type_name.map(|name| format!(" in Product_Type \"{name}\""));
        return Answer::bare(format!(
            "Product \"{product}\" does not exist{}",
            place.unwrap_or_default()
        ));
    }
    if target.engagement.is_none() {
        return Answer::bare(format!(
            "Engagement \"{engagement}\" does not exist in Product \"{product}\""
        ));
    }
    let scan_type = form.get("scan_type").unwrap_or_default();
    let title = form.get("test_title").map(|title| format!(" \"{title}\"")).unwrap_or_default();
    Answer::bare(format!(
        "Test{title} with scan_type \"{scan_type}\" does not exist in Engagement \"{engagement}\""
    ))
}

fn may_create_product(
    user: &User,
    kind: Option<&Row>,
    product: &str,
    type_name: Option<&str>,
) -> Result<(), Answer> {
    let Some(type_name) = type_name else {
        return Err(Answer::bare(format!(
            "Product \"{product}\" does not exist and no product_type_name provided to create the \
             new product in"
        )));
    };
    let refuse = |what: String| Err(Answer::detail(StatusCode::FORBIDDEN, what));
    let staff = user.superuser || user.staff;
    match kind {
        None if !staff => refuse(format!("No permission to create product_type \"{type_name}\"")),
        Some(kind) if !staff && !kind.links("authorized_users").contains(&user.id) => {
            refuse(format!("No permission to create products in product_type \"{type_name}\""))
        }
        _ => Ok(()),
    }
}

/// The engagement of a target, made with its product and product type where they are missing.
pub(super) fn engagement(state: &mut State, form: &Form, target: Target, dedupe: bool) -> u64 {
    if let Some(engagement) = target.engagement {
        return engagement;
    }
    let text = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let product = target.product.unwrap_or_else(|| {
        let kind = target.product_type.unwrap_or_else(|| {
            let now = clock::now();
            state.product_types.insert(
                Row::default()
                    .with("name", text("product_type_name"))
                    .with("created", now.clone())
                    .with("updated", now),
            )
        });
        let name = text("product_name");
        products::store(
            state,
            Row::default()
                .with("name", name.clone())
                .with("description", name)
                .with("prod_type", kind),
        )
    });
    let today = clock::today();
    let end = form.get("engagement_end_date").and_then(clock::parse_date);
    engagements::store(
        state,
        Row::default()
            .with("product", product)
            .with("name", text("engagement_name"))
            .with("engagement_type", "CI/CD")
            .with("status", "In Progress")
            .with("target_start", today.to_string())
            .with("target_end", end.unwrap_or_else(|| clock::plus(today, 365)).to_string())
            .with("deduplication_on_engagement", dedupe)
            .with("source_code_management_uri", form.get("source_code_management_uri")),
    )
}
