//! `/products/` and `/product_types/`, and the same rows under their 3.x names.

use serde_json::{Map, Value};

use super::answer::{Answer, Outcome, Problems};
use super::call::Call;
use super::clock;
use super::engagements;
use super::fields::{PRODUCT, PRODUCT_TYPE};
use super::filter::{self, Filter, Filters, own};
use super::order::{self, Keys};
use super::paging;
use super::prefetch;
use super::row::Row;
use super::show;
use super::store::State;
use super::validate::{Mode, validate};

const FILTERS: Filters = &[
    ("id", Filter::AnyNumber(own, "id")),
    ("name", Filter::Contains(own, "name")),
    ("name_exact", Filter::Same(own, "name")),
    ("description", Filter::Contains(own, "description")),
    ("prod_type", Filter::AnyNumber(own, "prod_type")),
    (
        "business_criticality",
        Filter::Choices(
            own,
            "business_criticality",
            &["very high", "high", "medium", "low", "very low", "none"],
        ),
    ),
    (
        "platform",
        Filter::Choices(own, "platform", &["web service", "desktop", "iot", "mobile", "web"]),
    ),
    ("lifecycle", Filter::Choices(own, "lifecycle", &["construction", "production", "retirement"])),
    (
        "origin",
        Filter::Choices(
            own,
            "origin",
            &[
                "third party library",
                "purchased",
                "contractor",
                "internal",
                "open source",
                "outsourced",
            ],
        ),
    ),
    ("external_audience", Filter::Flag(own, "external_audience")),
    ("internet_accessible", Filter::Flag(own, "internet_accessible")),
    ("product_manager", Filter::AnyNumber(own, "product_manager")),
    ("technical_contact", Filter::AnyNumber(own, "technical_contact")),
    ("team_manager", Filter::AnyNumber(own, "team_manager")),
    ("regulations", Filter::AnyNumber(own, "regulations")),
    ("created", Filter::Span(own, "created")),
    ("has_tags", Filter::FlagBy(|_, row| !row.tags().is_empty())),
    ("tag", Filter::TagContains(own)),
    ("not_tag", Filter::TagLacks(own)),
    ("tags", Filter::AnyTag(own)),
    ("tags__and", Filter::AllTags(own)),
    ("not_tags", Filter::NoTag(own)),
];

const KEYS: Keys = &[
    ("id", own, "id"),
    ("name", own, "name"),
    ("created", own, "created"),
    ("business_criticality", own, "business_criticality"),
    ("platform", own, "platform"),
    ("lifecycle", own, "lifecycle"),
    ("origin", own, "origin"),
    ("external_audience", own, "external_audience"),
    ("internet_accessible", own, "internet_accessible"),
    ("prod_type", own, "prod_type"),
    ("prod_type__name", kind, "name"),
    ("prod_numeric_grade", own, "prod_numeric_grade"),
    ("product_manager", own, "product_manager"),
    ("technical_contact", own, "technical_contact"),
    ("team_manager", own, "team_manager"),
    ("revenue", own, "revenue"),
    ("user_records", own, "user_records"),
    ("updated", own, "updated"),
];

fn kind<'a>(state: &'a State, row: &'a Row) -> Option<&'a Row> {
    state.product_types.find(row.link("prod_type"))
}

/// Product member and its name in `/assets/`.
const ASSET_NAMES: &[(&str, &str)] = &[
    ("prod_type", "organization"),
    ("product_meta", "asset_meta"),
    ("prod_numeric_grade", "asset_numeric_grade"),
    ("enable_product_tag_inheritance", "enable_asset_tag_inheritance"),
    ("product_manager", "asset_managers"),
    ("critical_product", "critical_asset"),
    ("key_product", "key_asset"),
];

fn is_v3(call: &Call) -> bool {
    call.path.contains("/assets/") || call.path.contains("/organizations/")
}

/// The object under the names of the path that was asked.
fn named(call: &Call, value: Value) -> Value {
    match value {
        Value::Object(map) if is_v3(call) => {
            let renamed = map.into_iter().map(|(name, value)| {
                let known = ASSET_NAMES.iter().find(|(old, _)| *old == name);
                (known.map_or(name, |(_, new)| (*new).to_owned()), value)
            });
            renamed.collect::<Map<String, Value>>().into()
        }
        other => other,
    }
}

/// The body under the product names.
fn data(call: &Call) -> Result<Map<String, Value>, Answer> {
    let map = call.data()?;
    if !is_v3(call) {
        return Ok(map);
    }
    let renamed = map.into_iter().map(|(name, value)| {
        let known = ASSET_NAMES.iter().find(|(_, new)| *new == name);
        (known.map_or(name, |(old, _)| (*old).to_owned()), value)
    });
    Ok(renamed.collect())
}

pub(super) fn list(state: &State, call: &Call) -> Outcome {
    let visible = state.products.rows().filter(|row| state.may_see_product(&call.user, row));
    let mut rows = filter::select(state, call, FILTERS, visible)?;
    rows.sort_by(|left, right| left.text("name").cmp(right.text("name")));
    order::sort(state, call, KEYS, &mut rows)?;
    let window = paging::Window::of(call);
    let shown: Vec<&Row> = rows.iter().skip(window.offset).take(window.limit).copied().collect();
    let mut body = paging::page_body(call, rows, |row| named(call, show::product(state, row)));
    prefetch::add(&mut body, prefetch::of_products(state, call, &shown));
    Ok(Answer::ok(body))
}

pub(super) fn visible<'a>(state: &'a State, call: &Call) -> Result<&'a Row, Answer> {
    let id = call.id(0)?;
    let row = state.products.find(id).filter(|row| state.may_see_product(&call.user, row));
    row.ok_or_else(|| Answer::no_match("Product"))
}

pub(super) fn detail(state: &State, call: &Call) -> Outcome {
    let row = visible(state, call)?;
    let mut body = named(call, show::product(state, row));
    prefetch::add(&mut body, prefetch::of_products(state, call, &[row]));
    Ok(Answer::ok(body))
}

/// Before validation: the product type must exist, and the caller must be allowed to add to it.
pub(super) fn check(state: &State, call: &Call) -> Result<(), Answer> {
    let data = data(call)?;
    let name = if is_v3(call) { "organization" } else { "prod_type" };
    let given = data.get("prod_type").filter(|value| !value.is_null());
    let given = given.ok_or_else(|| Answer::no_parent(name))?;
    let id = given.as_u64().or_else(|| given.as_str().and_then(|text| text.parse().ok()));
    let kind = id.and_then(|id| state.product_types.find(id));
    let kind = kind.ok_or_else(|| Answer::no_match("Product_Type"))?;
    let member = kind.links("authorized_users").contains(&call.user.id);
    if call.user.superuser || call.user.staff || member { Ok(()) } else { Err(Answer::forbidden()) }
}

pub(super) fn create(state: &mut State, call: &Call) -> Outcome {
    let row = validate(state, PRODUCT, &data(call)?, Mode::Create)?;
    refuse_taken_name(state, &row, 0)?;
    let given_tags = row.items("tags").to_vec();
    let id = store(state, row);
    let row = state.products.find(id).ok_or_else(Answer::crashed)?;
    let mut body = named(call, show::product(state, row));
    if let Some(map) = body.as_object_mut() {
        map.insert("tags".into(), given_tags.into());
    }
    Ok(Answer::created(body))
}

/// Stores a new product with DefectDojo's defaults.
pub(super) fn store(state: &mut State, mut row: Row) -> u64 {
    for (name, value) in [
        ("enable_full_risk_acceptance", Value::from(true)),
        ("sla_configuration", Value::from(1)),
        ("created", Value::from(clock::now())),
    ] {
        if !row.has(name) {
            row.set(name, value);
        }
    }
    let tags: Vec<String> = row.tags().into_iter().map(str::to_owned).collect();
    row.set_tags(tags);
    state.products.insert(row)
}

fn refuse_taken_name(state: &State, row: &Row, own: u64) -> Result<(), Answer> {
    let taken = state
        .products
        .rows()
        .any(|other| other.link("id") != own && other.text("name") == row.text("name"));
    if row.has("name") && taken {
        return Err(Problems::one("name", "product with this name already exists.", "unique"));
    }
    Ok(())
}

pub(super) fn patch(state: &mut State, call: &Call) -> Outcome {
    change(state, call, Mode::Patch)
}

pub(super) fn put(state: &mut State, call: &Call) -> Outcome {
    change(state, call, Mode::Replace)
}

fn change(state: &mut State, call: &Call, mode: Mode) -> Outcome {
    let id = visible(state, call)?.link("id");
    let changes = validate(state, PRODUCT, &data(call)?, mode)?;
    refuse_taken_name(state, &changes, id)?;
    if let Some(row) = state.products.find_mut(id) {
        row.merge(changes);
        let tags: Vec<String> = row.tags().into_iter().map(str::to_owned).collect();
        row.set_tags(tags);
    }
    let row = state.products.find(id).ok_or_else(Answer::crashed)?;
    Ok(Answer::ok(named(call, show::product(state, row))))
}

pub(super) fn delete(state: &mut State, call: &Call) -> Outcome {
    let id = visible(state, call)?.link("id");
    if !(call.user.superuser || call.user.staff) {
        return Err(Answer::forbidden());
    }
    remove(state, id);
    Ok(Answer::no_content())
}

fn remove(state: &mut State, id: u64) {
    state.products.remove(id);
    let of_it = |row: &Row| row.link("product") == id;
    let gone: Vec<u64> =
        state.engagements.rows().filter(|row| of_it(row)).map(|row| row.link("id")).collect();
    for engagement in gone {
        engagements::remove(state, engagement);
    }
    state.metadata.remove_where(of_it);
    state.location_products.remove_where(of_it);
}

const TYPE_FILTERS: Filters = &[
    ("id", Filter::Number(own, "id")),
    ("name", Filter::Exact(own, "name")),
    ("critical_product", Filter::Flag(own, "critical_product")),
    ("key_product", Filter::Flag(own, "key_product")),
];

pub(super) fn list_types(state: &State, call: &Call) -> Outcome {
    let visible = state.product_types.rows().filter(|row| may_see_type(call, row));
    let mut rows = filter::select(state, call, TYPE_FILTERS, visible)?;
    rows.sort_by(|left, right| left.text("name").cmp(right.text("name")));
    let mut body = paging::page_body(call, rows, |row| named(call, show::product_type(row)));
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}

/// A member of a product alone does not see its type.
fn may_see_type(call: &Call, row: &Row) -> bool {
    let user = &call.user;
    user.superuser || user.staff || row.links("authorized_users").contains(&user.id)
}

pub(super) fn visible_type<'a>(state: &'a State, call: &Call) -> Result<&'a Row, Answer> {
    let id = call.id(0)?;
    let row = state.product_types.find(id).filter(|row| may_see_type(call, row));
    row.ok_or_else(|| Answer::no_match("Product_Type"))
}

pub(super) fn type_detail(state: &State, call: &Call) -> Outcome {
    let mut body = named(call, show::product_type(visible_type(state, call)?));
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}

pub(super) fn create_type(state: &mut State, call: &Call) -> Outcome {
    if !(call.user.superuser || call.user.staff) {
        return Err(Answer::forbidden());
    }
    let row = validate(state, PRODUCT_TYPE, &data(call)?, Mode::Create)?;
    if state.product_types.rows().any(|other| other.text("name") == row.text("name")) {
        return Err(Problems::one(
            "name",
            "product_ type with this name already exists.",
            "unique",
        ));
    }
    let now = clock::now();
    let id = state.product_types.insert(row.with("created", now.clone()).with("updated", now));
    let row = state.product_types.find(id).ok_or_else(Answer::crashed)?;
    Ok(Answer::created(named(call, show::product_type(row))))
}

pub(super) fn change_type(state: &mut State, call: &Call) -> Outcome {
    let id = visible_type(state, call)?.link("id");
    let changes = validate(state, PRODUCT_TYPE, &data(call)?, Mode::Patch)?;
    let row = state.product_types.find_mut(id).ok_or_else(Answer::crashed)?;
    row.merge(changes);
    row.set("updated", clock::now());
    Ok(Answer::ok(named(call, show::product_type(row))))
}

pub(super) fn delete_type(state: &mut State, call: &Call) -> Outcome {
    let id = visible_type(state, call)?.link("id");
    if !(call.user.superuser || call.user.staff) {
        return Err(Answer::forbidden());
    }
    let products: Vec<u64> = state
        .products
        .rows()
        .filter(|row| row.link("prod_type") == id)
        .map(|row| row.link("id"))
        .collect();
    for product in products {
        remove(state, product);
    }
    state.product_types.remove(id);
    Ok(Answer::no_content())
}
