//! What belongs to the instance and not to a product: the API root, users, settings, small lists.
#![expect(
    clippy::unnecessary_wraps,
    reason = "the handlers of the route table share one signature"
)]

use serde_json::{Map, Value, json};

use super::answer::{Answer, Outcome, Problems};
use super::call::Call;
use super::filter::{self, Filter, Filters, own};
use super::paging;
use super::prefetch;
use super::row::{Row, Table};
use super::store::{State, User};

/// The resources of a 3.2.0's root, in its order.
const RESOURCES: &[&str] = &[
    "announcements",
    "configuration_permissions",
    "development_environments",
    "endpoint_meta_import",
    "import-languages",
    "import-scan",
    "jira_instances",
    "jira_configurations",
    "jira_finding_mappings",
    "jira_product_configurations",
    "jira_projects",
    "languages",
    "language_types",
    "metadata",
    "network_locations",
    "notes",
    "note_type",
    "notifications",
    "notification_webhooks",
    "products",
    "product_api_scan_configurations",
    "product_types",
    "engagements",
    "engagement_presets",
    "finding_templates",
    "findings",
    "request_response_pairs",
    "regulations",
    "reimport-scan",
    "risk_acceptance",
    "sla_configurations",
    "sonarqube_issues",
    "sonarqube_transitions",
    "system_settings",
    "technologies",
    "tests",
    "test_types",
    "test_imports",
    "tool_configurations",
    "tool_product_settings",
    "tool_types",
    "users",
    "user_contact_infos",
    "location",
    "location_findings",
    "location_products",
    "url",
    "endpoints",
    "endpoint_status",
    "assets",
    "asset_api_scan_configurations",
    "cicd_infrastructure",
    "organizations",
];

pub(super) fn root(state: &State, call: &Call) -> Outcome {
    let links = RESOURCES
        .iter()
        .filter(|name| !state.release.lacks(name))
        .map(|name| ((*name).to_owned(), format!("{}/api/v2/{name}/", call.origin).into()));
    Ok(Answer::ok(links.collect::<Map<String, Value>>()))
}

/// The front of the schema, which is all that tells the version; the rest is not imitated.
pub(super) fn schema(state: &State, _: &Call) -> Outcome {
    Ok(Answer::ok(json!({
        "openapi": "3.0.3",
        "info": { "title": "DefectDojo API v2", "version": state.release.version },
        "paths": {},
    })))
}

fn person(user: &User) -> Value {
    json!({
        "id": user.id,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "email": format!("{}@demo.invalid", user.username),
        "date_joined": user.joined,
        "last_login": null,
        "is_active": true,
        "is_staff": user.staff || user.superuser,
        "is_superuser": user.superuser,
        "token_last_reset": null,
        "password_last_reset": null,
        "configuration_permissions": [],
    })
}

pub(super) fn user_profile(_: &State, call: &Call) -> Outcome {
    Ok(Answer::ok(json!({"user": person(&call.user), "user_contact_info": null})))
}

pub(super) fn superuser_only(_: &State, call: &Call) -> Result<(), Answer> {
    if call.user.superuser { Ok(()) } else { Err(Answer::forbidden()) }
}

pub(super) fn users(state: &State, call: &Call) -> Outcome {
    let same = |parameter: &str, text: &str| {
        call.query.get(parameter).is_none_or(|wanted| wanted.eq_ignore_ascii_case(text))
    };
    let rows: Vec<&User> =
        state.users.iter().filter(|user| same("username", user.username)).collect();
    Ok(paging::page(call, rows, person))
}

pub(super) fn user_detail(state: &State, call: &Call) -> Outcome {
    let user = state.user(call.id(0)?).ok_or_else(|| Answer::no_match("User"))?;
    Ok(Answer::ok(person(user)))
}

/// Passwords are not the demo's way in: it has keys, and they are printed where it starts.
pub(super) fn token(_: &mut State, call: &Call) -> Outcome {
    let data = call.data()?;
    let mut problems = Problems::default();
    for name in ["username", "password"] {
        if !data.contains_key(name) {
            problems.add(name, "This field is required.", "required");
        }
    }
    problems.none_or_refuse()?;
    Err(Problems::one(
        "non_field_errors",
        "Unable to log in with provided credentials.",
        "authorization",
    ))
}

pub(super) fn settings(state: &State, call: &Call) -> Outcome {
    Ok(paging::page(call, vec![state.settings.get("values")], Clone::clone))
}

/// Known settings alone change; unknown ones are ignored.
pub(super) fn change_settings(state: &mut State, call: &Call) -> Outcome {
    let data = call.data()?;
    let Value::Object(mut values) = state.settings.get("values").clone() else {
        return Err(Answer::crashed());
    };
    if call.id(0)? != 1 {
        return Err(Answer::no_match("System_Settings"));
    }
    for (name, value) in data {
        if let Some(known) = values.get_mut(&name).filter(|_| name != "id") {
            *known = value;
        }
    }
    state.settings.set("values", values.clone());
    Ok(Answer::ok(values))
}

pub(super) fn celery_status(_: &State, _: &Call) -> Outcome {
    Ok(Answer::ok(json!({
        "worker_status": true,
        "broker_status": true,
        "queue_length": 0,
        "task_time_limit": 43_200,
        "task_soft_time_limit": null,
        "task_default_expires": 43_200,
    })))
}

pub(super) fn celery_queue(_: &State, _: &Call) -> Outcome {
    Ok(Answer::ok(json!([])))
}

/// A list of rows that are shown as they are stored, in the order of `names`.
fn plain(call: &Call, table: &Table, names: &[&str]) -> Answer {
    let rows: Vec<&Row> = table.rows().collect();
    paging::page(call, rows, |row| plain_row(row, names))
}

fn plain_row(row: &Row, names: &[&str]) -> Value {
    names
        .iter()
        .map(|name| ((*name).to_owned(), row.get(name).clone()))
        .collect::<Map<_, _>>()
        .into()
}

pub(super) fn environments(state: &State, call: &Call) -> Outcome {
    const FILTERS: Filters = &[("name", Filter::Exact(own, "name"))];
    let rows = filter::select(state, call, FILTERS, state.environments.rows())?;
    Ok(paging::page(call, rows, |row| plain_row(row, &["id", "name"])))
}

pub(super) fn announcements(state: &State, call: &Call) -> Outcome {
    Ok(plain(call, &state.announcements, &["id", "message", "style", "dismissable"]))
}

const SLA: &[&str] = &[
    "id",
    "name",
    "description",
    "critical",
    "enforce_critical",
    "high",
    "enforce_high",
    "medium",
    "enforce_medium",
    "low",
    "enforce_low",
    "restart_sla_on_reactivation",
];

pub(super) fn slas(state: &State, call: &Call) -> Outcome {
    Ok(plain(call, &state.slas, SLA))
}

pub(super) fn sla_detail(state: &State, call: &Call) -> Outcome {
    let row = state.slas.find(call.id(0)?).ok_or_else(|| Answer::no_match("SLA_Configuration"))?;
    Ok(Answer::ok(plain_row(row, SLA)))
}

pub(super) fn regulations(state: &State, call: &Call) -> Outcome {
    let names = ["id", "name", "acronym", "category", "jurisdiction", "description", "reference"];
    Ok(plain(call, &state.regulations, &names))
}

pub(super) fn tool_types(state: &State, call: &Call) -> Outcome {
    Ok(plain(call, &state.tool_types, &["id", "name", "description"]))
}

/// A resource that the demo knows and holds nothing of.
pub(super) fn nothing(_: &State, call: &Call) -> Outcome {
    Ok(paging::page(call, Vec::<Value>::new(), |value| value))
}

/// The same for a resource that supports `prefetch`.
pub(super) fn nothing_prefetched(_: &State, call: &Call) -> Outcome {
    let mut body = paging::page_body(call, Vec::<Value>::new(), |value| value);
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}

const METADATA_FILTERS: Filters = &[
    ("id", Filter::Number(own, "id")),
    ("product", Filter::Number(own, "product")),
    ("finding", Filter::Number(own, "finding")),
    ("location", Filter::Number(own, "location")),
    ("name", Filter::Exact(own, "name")),
    ("name_case_insensitive", Filter::Same(own, "name")),
    ("value", Filter::Exact(own, "value")),
    ("value_case_insensitive", Filter::Same(own, "value")),
];

fn metadata_entry(row: &Row) -> Value {
    plain_row(row, &["id", "product", "endpoint", "location", "finding", "name", "value"])
}

fn may_see_owner(state: &State, call: &Call, row: &Row) -> bool {
    let product = state.products.find(row.link("product"));
    let finding = state.findings.find(row.link("finding"));
    product.is_some_and(|product| state.may_see_product(&call.user, product))
        || finding.is_some_and(|finding| state.may_see_finding(&call.user, finding))
}

pub(super) fn metadata(state: &State, call: &Call) -> Outcome {
    let visible = state.metadata.rows().filter(|row| may_see_owner(state, call, row));
    let rows = filter::select(state, call, METADATA_FILTERS, visible)?;
    let mut body = paging::page_body(call, rows, metadata_entry);
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}

/// The owner that a body names: a product or a finding of the caller's.
fn owner(state: &State, call: &Call) -> Result<Row, Answer> {
    let data = call.data()?;
    let id = |name: &str| data.get(name).and_then(Value::as_u64);
    let mut row = Row::default();
    for name in ["product", "finding"] {
        if let Some(id) = id(name) {
            row.set(if name == "product" { "product" } else { "finding" }, id);
        }
    }
    if !row.has("product") && !row.has("finding") {
        return Err(Problems::whole(
            "Metadata entries need either a product, endpoint, location or a finding",
        ));
    }
    if !may_see_owner(state, call, &row) {
        return Err(Answer::forbidden());
    }
    Ok(row)
}

pub(super) fn add_metadata(state: &mut State, call: &Call) -> Outcome {
    let mut row = owner(state, call)?;
    let data = call.data()?;
    for name in ["name", "value"] {
        let text = data.get(name).and_then(Value::as_str);
        let text =
            text.ok_or_else(|| Problems::one(name, "This field is required.", "required"))?;
        row.set(if name == "name" { "name" } else { "value" }, text);
    }
    let id = state.metadata.insert(row);
    let row = state.metadata.find(id).ok_or_else(Answer::crashed)?;
    Ok(Answer::created(metadata_entry(row)))
}

pub(super) fn add_metadata_batch(state: &mut State, call: &Call) -> Outcome {
    let owner = owner(state, call)?;
    let data = call.data()?;
    let entries = data.get("metadata").and_then(Value::as_array);
    let entries =
        entries.ok_or_else(|| Problems::one("metadata", "This field is required.", "required"))?;
    for entry in entries {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
        state
            .metadata
            .insert(owner.clone().with("name", text("name")).with("value", text("value")));
    }
    Ok(Answer::created(json!({
        "product": owner.get("product"),
        "finding": owner.get("finding"),
        "metadata": entries,
    })))
}

const JIRA_FILTERS: Filters = &[
    ("id", Filter::Number(own, "id")),
    ("jira_id", Filter::Exact(own, "jira_id")),
    ("jira_key", Filter::Exact(own, "jira_key")),
    ("finding", Filter::One(own, "finding", |state, id| state.findings.find(id).is_some())),
];

/// The issues that findings were sent to a tracker as.
pub(super) fn jira_issues(state: &State, call: &Call) -> Outcome {
    let visible = state.jira_issues.rows().filter(|row| may_see_owner(state, call, row));
    let rows = filter::select(state, call, JIRA_FILTERS, visible)?;
    let mut body = paging::page_body(call, rows, |row| {
        json!({
            "id": row.get("id"),
            "url": format!("https://jira.demo.invalid/browse/{}", row.text("jira_key")),
            "jira_id": row.get("jira_id"),
            "jira_key": row.get("jira_key"),
            "jira_creation": row.get("jira_creation"),
            "jira_change": row.get("jira_change"),
            "jira_project": null,
            "finding": row.get("finding"),
            "engagement": null,
            "finding_group": null,
        })
    });
    prefetch::add(&mut body, Map::new());
    Ok(Answer::ok(body))
}

pub(super) fn pairs(state: &State, call: &Call) -> Outcome {
    use base64::Engine as _;
    let rows: Vec<&Row> = state
        .pairs
        .rows()
        .filter(|row| {
            let finding = state.findings.find(row.link("finding"));
            finding.is_some_and(|finding| state.may_see_finding(&call.user, finding))
        })
        .collect();
    let encode = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    Ok(paging::page(call, rows, |row| {
        json!({
            "id": row.get("id"),
            "finding": row.get("finding"),
            "burpRequestBase64": encode(row.text("request")),
            "burpResponseBase64": encode(row.text("response")),
        })
    }))
}
