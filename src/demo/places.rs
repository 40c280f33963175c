//! Where findings are: locations and links to them, and their read-only projection as 2.x endpoints.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::answer::{Answer, Outcome};
use super::call::Call;
use super::filter::{self, Filter, Filters, own};
use super::order::{self, Keys};
use super::paging;
use super::prefetch;
use super::row::Row;
use super::store::State;

/// Before anything but a read of the projections.
pub(super) fn write_is_deprecated(_: &mut State, _: &Call) -> Outcome {
    Err(Answer::detail(
        StatusCode::FORBIDDEN,
        "Writes to this endpoint are deprecated when V3_FEATURE_LOCATIONS is enabled",
    ))
}

pub(super) fn superuser_only(_: &State, call: &Call) -> Result<(), Answer> {
    if call.user.superuser { Ok(()) } else { Err(Answer::forbidden()) }
}

fn location<'a>(state: &'a State, row: &'a Row) -> Option<&'a Row> {
    state.locations.find(row.link("location"))
}

const ENDPOINT_FILTERS: Filters = &[
    ("id", Filter::Number(own, "id")),
    ("product", Filter::Number(own, "product")),
    ("location_id", Filter::Number(own, "location")),
    ("host", Filter::Same(location, "host")),
    ("path", Filter::Same(location, "path")),
    ("protocol", Filter::Same(location, "protocol")),
    ("port", Filter::Number(location, "port")),
    ("query", Filter::Same(location, "query")),
    ("fragment", Filter::Same(location, "fragment")),
    ("userinfo", Filter::Same(location, "user_info")),
    ("tag", Filter::TagContains(location)),
    ("not_tag", Filter::TagLacks(location)),
    ("tags", Filter::AnyTag(location)),
    ("tags__and", Filter::AllTags(location)),
    ("not_tags", Filter::NoTag(location)),
];

const ENDPOINT_KEYS: Keys =
    &[("id", own, "id"), ("host", location, "host"), ("product", own, "product")];

/// One row for each location of a product.
pub(super) fn endpoints(state: &State, call: &Call) -> Outcome {
    let visible = state.location_products.rows().filter(|row| may_see(state, call, row));
    let mut rows = filter::select(state, call, ENDPOINT_FILTERS, visible)?;
    match call.query.get("o") {
        Some("active_finding_count") => rows.sort_by_key(|row| active_findings(state, row)),
        Some("-active_finding_count") => {
            rows.sort_by_key(|row| std::cmp::Reverse(active_findings(state, row)));
        }
        _ => order::sort(state, call, ENDPOINT_KEYS, &mut rows)?,
    }
    let mut body = paging::page_body(call, rows, |row| endpoint(state, row));
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}

pub(super) fn endpoint_detail(state: &State, call: &Call) -> Outcome {
    let row = state.location_products.find(call.id(0)?).filter(|row| may_see(state, call, row));
    let row = row.ok_or_else(|| Answer::no_match("LocationProductReference"))?;
    let mut body = endpoint(state, row);
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}

fn may_see(state: &State, call: &Call, row: &Row) -> bool {
    state
        .products
        .find(row.link("product"))
        .is_some_and(|product| state.may_see_product(&call.user, product))
}

fn active_findings(state: &State, row: &Row) -> usize {
    let (location, product) = (row.link("location"), row.link("product"));
    state
        .location_findings
        .rows()
        .filter(|link| link.link("location") == location)
        .filter_map(|link| state.findings.find(link.link("finding")))
        .filter(|finding| {
            finding.flag("active")
                && state.product_of(finding).is_some_and(|row| row.link("id") == product)
        })
        .count()
}

fn endpoint(state: &State, row: &Row) -> Value {
    let empty = Row::default();
    let place = location(state, row).unwrap_or(&empty);
    json!({
        "id": row.get("id"),
        "protocol": place.get("protocol"),
        "userinfo": place.text("user_info"),
        "host": place.get("host"),
        "port": place.get("port"),
        "path": place.text("path"),
        "query": place.text("query"),
        "fragment": place.text("fragment"),
        "tags": place.tags(),
        "location_id": row.get("location"),
        "active_finding_count": active_findings(state, row),
        "created": row.get("created"),
        "updated": row.get("created"),
        "relationship": "",
        "relationship_data": {},
        "status": row.get("status"),
        "product": row.get("product"),
    })
}

const STATUS_FILTERS: Filters = &[
    ("finding", Filter::Number(own, "finding")),
    ("endpoint", Filter::Number(own, "location")),
    ("false_positive", Filter::FlagBy(|_, row| row.text("status") == "FalsePositive")),
    ("out_of_scope", Filter::FlagBy(|_, row| row.text("status") == "OutOfScope")),
    ("risk_accepted", Filter::FlagBy(|_, row| row.text("status") == "RiskAccepted")),
];

fn visible_links<'a>(state: &'a State, call: &'a Call) -> impl Iterator<Item = &'a Row> {
    state.location_findings.rows().filter(|row| {
        state
            .findings
            .find(row.link("finding"))
            .is_some_and(|finding| state.may_see_finding(&call.user, finding))
    })
}

/// `mitigated` is a date even where the finding is active: as DefectDojo answers.
pub(super) fn endpoint_status(state: &State, call: &Call) -> Outcome {
    let rows = filter::select(state, call, STATUS_FILTERS, visible_links(state, call))?;
    if state.release.lacks("location_findings") {
        return Ok(endpoint_status_of_2(state, call, &rows));
    }
    let mut body = paging::page_body(call, rows, |row| {
        let date = row.text("created").get(..10).unwrap_or_default();
        json!({
            "id": row.get("id"),
            "date": date,
            "last_modified": row.get("created"),
            "mitigated": date,
            "mitigated_time": null,
            "mitigated_by": null,
            "false_positive": false,
            "out_of_scope": false,
            "risk_accepted": false,
            "endpoint": row.get("location"),
            "location_id": row.get("location"),
            "created": row.get("created"),
            "updated": row.get("created"),
            "relationship": "",
            "relationship_data": {},
            "audit_time": null,
            "status": row.get("status"),
            "finding": row.get("finding"),
            "auditor": null,
        })
    });
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}

/// Before there were locations: flags in place of a status, the endpoint beside them on request.
fn endpoint_status_of_2(state: &State, call: &Call, rows: &[&Row]) -> Answer {
    let mut body = paging::page_body(call, rows.to_vec(), |row| {
        let is = |status: &str| row.text("status") == status;
        json!({
            "id": row.get("id"),
            "date": row.text("created").get(..10).unwrap_or_default(),
            "last_modified": row.get("created"),
            "mitigated": is("Mitigated"),
            "mitigated_time": null,
            "false_positive": is("FalsePositive"),
            "out_of_scope": is("OutOfScope"),
            "risk_accepted": is("RiskAccepted"),
            "mitigated_by": null,
            "endpoint": row.get("location"),
            "finding": row.get("finding"),
        })
    });
    let mut beside = Map::new();
    if call.query.get("prefetch") == Some("endpoint") {
        let of = |row: &&Row| {
            let location = row.link("location");
            let product =
                state.location_products.rows().find(|link| link.link("location") == location)?;
            let mut shown = endpoint(state, product);
            let members = shown.as_object_mut()?;
            members.insert("id".into(), location.into());
            for later in ["location_id", "relationship", "relationship_data", "status"] {
                members.shift_remove(later);
            }
            Some((location.to_string(), shown))
        };
        beside.insert("endpoint".into(), rows.iter().filter_map(of).collect::<Map<_, _>>().into());
    }
    prefetch::add(&mut body, beside);
    Answer::ok(body)
}

const LINK_FILTERS: Filters = &[
    ("finding_equals", Filter::Number(own, "finding")),
    ("location_equals", Filter::Number(own, "location")),
    ("status_exact", Filter::Exact(own, "status")),
];

pub(super) fn location_findings(state: &State, call: &Call) -> Outcome {
    let rows = filter::select(state, call, LINK_FILTERS, visible_links(state, call))?;
    let mut body = paging::page_body(call, rows, prefetch::location_finding);
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}

const PRODUCT_LINK_FILTERS: Filters = &[
    ("product_equals", Filter::Number(own, "product")),
    ("location_equals", Filter::Number(own, "location")),
    ("status_exact", Filter::Exact(own, "status")),
];

pub(super) fn location_products(state: &State, call: &Call) -> Outcome {
    let visible = state.location_products.rows().filter(|row| may_see(state, call, row));
    let rows = filter::select(state, call, PRODUCT_LINK_FILTERS, visible)?;
    let mut body = paging::page_body(call, rows, |row| {
        json!({
            "id": row.get("id"),
            "created": row.get("created"),
            "updated": row.get("created"),
            "relationship": "",
            "relationship_data": {},
            "status": row.get("status"),
            "location": row.get("location"),
            "product": row.get("product"),
        })
    });
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}

const LOCATION_FILTERS: Filters = &[
    ("location_value_contains", Filter::Contains(own, "string")),
    (
        "findings__finding_equals",
        Filter::Custom(|value| {
            let finding = filter::number(value)?;
            Ok(Box::new(move |state, row| {
                state.location_findings.rows().any(|link| {
                    link.link("location") == row.link("id")
                        && link
                            .get("finding")
                            .as_f64()
                            .is_some_and(|id| (id - finding).abs() < 1e-9)
                })
            }))
        }),
    ),
];

pub(super) fn locations(state: &State, call: &Call) -> Outcome {
    let rows = filter::select(state, call, LOCATION_FILTERS, state.locations.rows())?;
    Ok(paging::page(call, rows, |row| {
        json!({
            "id": row.get("id"),
            "tags": row.tags(),
            "inherited_tags": [],
            "created": row.get("created"),
            "updated": row.get("created"),
            "location_type": "url",
            "location_value": row.get("string"),
        })
    }))
}

const URL_FILTERS: Filters = &[
    ("host_exact", Filter::Exact(own, "host")),
    ("host_contains", Filter::Contains(own, "host")),
    ("path_contains", Filter::Contains(own, "path")),
];

pub(super) fn urls(state: &State, call: &Call) -> Outcome {
    let rows = filter::select(state, call, URL_FILTERS, state.locations.rows())?;
    let mut body = paging::page_body(call, rows, |row| {
        json!({
            "id": row.get("id"),
            "string": row.get("string"),
            "type": "url",
            "tags": row.tags(),
            "protocol": row.get("protocol"),
            "user_info": row.text("user_info"),
            "host": row.get("host"),
            "port": row.get("port"),
            "path": row.text("path"),
            "query": row.text("query"),
            "fragment": row.text("fragment"),
            "host_validation_failure": false,
        })
    });
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}

/// Puts a finding at an address, which becomes one of its product's too. What is no URL is left out.
pub(super) fn locate(state: &mut State, finding: u64, address: &str) {
    let Ok(url) = url::Url::parse(address) else { return };
    let Some(row) = state.findings.find(finding) else { return };
    let Some(product) = state.product_of(row).map(|product| product.link("id")) else { return };
    let created = row.text("created").to_owned();
    let known = state.locations.rows().find(|row| row.text("string") == address);
    let location = if let Some(id) = known.map(|row| row.link("id")) {
        id
    } else {
        state.locations.insert(
            Row::default()
                .with("string", address)
                .with("protocol", url.scheme())
                .with("host", url.host_str())
                .with("port", url.port_or_known_default())
                .with("path", url.path().trim_start_matches('/'))
                .with("query", url.query().unwrap_or_default())
                .with("fragment", url.fragment().unwrap_or_default())
                .with("created", created.clone()),
        )
    };
    let linked = state
        .location_products
        .rows()
        .any(|link| link.link("location") == location && link.link("product") == product);
    let link =
        Row::default().with("location", location).with("status", "Active").with("created", created);
    if !linked {
        state.location_products.insert(link.clone().with("product", product));
    }
    state.location_findings.insert(link.with("finding", finding));
}
