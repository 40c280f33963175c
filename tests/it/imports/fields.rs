//! Every field of both forms, by the names that DefectDojo's own description has.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::receiver::Receiver;
use crate::support::{Setup, shared};

/// What a caller writes, and the field that it becomes.
fn fields() -> Vec<(&'static str, Value, &'static str)> {
    vec![
        ("scan_type", json!("SARIF"), "SARIF"),
        ("product_name", json!("Product"), "Product"),
        ("engagement_name", json!("Engagement"), "Engagement"),
        ("product_type_name", json!("Type"), "Type"),
        ("auto_create_context", json!(false), "false"),
        ("engagement_end_date", json!("2026-12-31"), "2026-12-31"),
        ("deduplication_on_engagement", json!(true), "true"),
        ("close_old_findings", json!(true), "true"),
        ("close_old_findings_product_scope", json!(true), "true"),
        ("active", json!(true), "true"),
        ("verified", json!(false), "false"),
        ("minimum_severity", json!("Low"), "Low"),
        ("scan_date", json!("2026-01-02"), "2026-01-02"),
        ("test_title", json!("Title"), "Title"),
        ("version", json!("1.2"), "1.2"),
        ("branch_tag", json!("main"), "main"),
        ("commit_hash", json!("abc"), "abc"),
        ("build_id", json!("b"), "b"),
        ("tags", json!(["one"]), "one"),
        ("apply_tags_to_findings", json!(true), "true"),
        ("apply_tags_to_endpoints", json!(true), "true"),
        ("group_by", json!("file_path"), "file_path"),
        ("create_finding_groups_for_all_findings", json!(false), "false"),
        ("service", json!("api"), "api"),
        ("environment", json!("Production"), "Production"),
        ("source_code_management_uri", json!("https://code.test/a"), "https://code.test/a"),
        ("push_to_jira", json!(false), "false"),
        ("deduplication_execution_mode", json!("sync"), "sync"),
        ("lead", json!(4), "4"),
        ("endpoint_to_add", json!(3), "3"),
        ("api_scan_configuration", json!(5), "5"),
    ]
}

/// A field that is left out, or sent under another name, is one that DefectDojo ignores without a word.
#[tokio::test]
async fn each_argument_becomes_the_field_of_its_name_and_none_is_missing() {
    let receiver = Receiver::start().await;
    let client = Setup::default().client(&receiver.url).await;
    for (tool, schema, own, most) in [
        ("import_scan", "ImportScanRequest", ("engagement_id", "engagement", None), 33),
        (
            "reimport_scan",
            "ReImportScanRequest",
            ("test_id", "test", Some(("do_not_reactivate", json!(true), "true"))),
            34,
        ),
    ] {
        let (id, id_field, more) = own;
        let mut table = fields();
        table.extend(more);
        let mut arguments = json!({
            "file": "e30=", "file_name": "report.sarif", id: 7, "accept_mismatch": true,
        });
        for (argument, value, _) in &table {
            arguments[*argument] = value.clone();
        }
        client.good(tool, arguments).await;
        let arrived = receiver.arrived().pop().unwrap();
        let field = |name: &str| {
            let mut named = arrived.fields.iter().filter(|(field, _)| field == name);
            let value = named.next().unwrap_or_else(|| panic!("{tool} sent no {name}"));
            assert!(named.next().is_none(), "{tool} sent {name} twice");
            value.1.clone()
        };
        for (argument, _, value) in &table {
            assert_eq!(field(argument), *value, "{tool}.{argument}");
        }
        assert_eq!(field(id_field), "7");
        let mut sent: BTreeSet<String> =
            arrived.fields.iter().map(|(name, _)| name.clone()).collect();
        sent.insert("file".to_owned());
        assert_eq!(sent.len(), most, "{tool}: {sent:?}");
        let Some(path) = shared("defectdojo/openapi-3.2.0.json") else { continue };
        let api: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let properties = &api["components"]["schemas"][schema]["properties"];
        let described: BTreeSet<String> = properties.as_object().unwrap().keys().cloned().collect();
        assert_eq!(sent, described, "{tool}");
    }
}
