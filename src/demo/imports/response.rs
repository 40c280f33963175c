//! The answer to an import: the form with its defaults, the ids, the statistics.

use serde_json::{Map, Value, json};

use super::form::{Order, Verb};
use super::run::{Done, waits};
use crate::demo::store::State;
use crate::demo::validate::flag;

pub(super) fn body(state: &State, order: &Order, verb: Verb, done: Done) -> Value {
    let test = state.tests.find(done.test);
    let engagement = test.map_or(0, |row| row.link("engagement"));
    let product = test.and_then(|row| state.product_of_test(row));
    let mut map = Map::new();
    let mut put = |name: &str, value: Value| {
        map.insert(name.to_owned(), value);
    };
    if let Some(date) = &order.scan_date {
        put("scan_date", json!(date));
    }
    put("minimum_severity", json!(order.minimum_severity));
    put("active", json!(order.active.unwrap_or(false)));
    put("verified", json!(order.verified.unwrap_or(false)));
    put("endpoint_to_add", Value::Null);
    for name in [
        "product_type_name",
        "product_name",
        "engagement_name",
        "engagement_end_date",
        "source_code_management_uri",
        "test_title",
    ] {
        if let Some(text) = order.text(name) {
            put(name, json!(text));
        }
    }
    let auto = order.text("auto_create_context").and_then(|text| flag(&json!(text)));
    put("auto_create_context", json!(auto.unwrap_or(false)));
    put("deduplication_on_engagement", json!(order.deduplication_on_engagement));
    put("lead", order.text("lead").and_then(|text| text.parse::<u64>().ok()).into());
    put("push_to_jira", json!(false));
    put("deduplication_execution_mode", json!(order.deduplication));
    for name in ["environment", "build_id", "branch_tag", "commit_hash"] {
        if let Some(text) = order.text(name) {
            put(name, json!(text));
        }
    }
    put("api_scan_configuration", Value::Null);
    for name in ["service", "group_by"] {
        if let Some(text) = order.text(name) {
            put(name, json!(text));
        }
    }
    put("create_finding_groups_for_all_findings", json!(order.create_finding_groups));
    put("test_id", json!(done.test));
    put("engagement_id", json!(engagement));
    put("product_id", product.map(|row| row.link("id")).into());
    put("product_type_id", product.map(|row| row.link("prod_type")).into());
    put("statistics", done.statistics);
    put("deduplication_complete", json!(waits(order)));
    if order.scan_type.starts_with("Semgrep") {
        put(
            "pro",
            json!([format!(
                "Did you know, Pro has an automated no-code connector for {}? Try today for free or \
                 email us at hello@defectdojo.com",
                order.scan_type
            )]),
        );
    }
    put("apply_tags_to_findings", json!(order.apply_tags_to_findings));
    put("apply_tags_to_endpoints", json!(order.apply_tags_to_endpoints));
    if verb == Verb::Reimport {
        put("do_not_reactivate", json!(order.do_not_reactivate));
    }
    put("scan_type", json!(order.scan_type));
    if order.text("engagement").is_some() && verb == Verb::Import {
        put("engagement", json!(engagement));
    }
    if verb == Verb::Reimport {
        put("test", json!(done.test));
    }
    if let Some(tags) = &order.tags {
        put("tags", json!(tags));
    }
    put("close_old_findings", json!(order.close_old_findings));
    put("close_old_findings_product_scope", json!(order.close_old_findings_product_scope));
    if let Some(version) = order.text("version") {
        put("version", json!(version));
    }
    put("test", json!(done.test));
    if let Some(notice) = done.notice {
        put("demo_notice", json!(notice));
    }
    map.into()
}
