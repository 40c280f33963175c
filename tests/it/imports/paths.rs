//! `file_path`: a report read where the scanner wrote it.

use std::{fs, os::unix::fs::symlink, path::Path, sync::Arc};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use mcp_defectdojo::reports::{Reports, Settings};
use serde_json::json;

use super::receiver::{Receiver, digest_of};
use crate::support::{Dojo, Setup, told};

const SARIF: &str =
    r#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"probe"}},"results":[]}]}"#;

fn allowing(root: &Path) -> Setup {
    let mut setup = Setup::default();
    setup.settings.reports =
        Arc::new(Reports::new(Settings { roots: vec![root.to_owned()], ..Settings::default() }));
    setup
}

#[tokio::test]
async fn a_file_arrives_whole_with_its_name_and_every_field() {
    let place = tempfile::tempdir().unwrap();
    let report = format!("{SARIF}{}", " ".repeat(300_000));
    fs::write(place.path().join("scan.sarif"), &report).unwrap();
    let receiver = Receiver::start().await;
    let client = allowing(place.path()).client(&receiver.url).await;
    let arguments = json!({
        "scan_type": "sarif", "file_path": "scan.sarif", "engagement_id": 1, "scan_date": "2026-01-02",
        "minimum_severity": "Low", "active": true, "verified": false, "endpoint_to_add": 3,
        "product_type_name": "Type", "product_name": "Product", "engagement_name": "Engagement",
        "engagement_end_date": "2026-12-31", "source_code_management_uri": "https://code.test/a", "test_title": "Title",
        "auto_create_context": false, "deduplication_on_engagement": true, "lead": 4, "push_to_jira": false,
        "deduplication_execution_mode": "async_wait", "environment": "Production", "build_id": "b", "branch_tag": "main",
        "commit_hash": "abc", "api_scan_configuration": 5, "service": "api",
        "group_by": "component_name+component_version", "create_finding_groups_for_all_findings": false,
        "apply_tags_to_findings": true, "apply_tags_to_endpoints": true, "tags": ["one", "two"],
        "close_old_findings": true, "close_old_findings_product_scope": true, "version": "1.2",
    });
    client.good("import_scan", arguments).await;
    let arrived = receiver.arrived().remove(0);
    assert_eq!(
        (arrived.name.as_str(), arrived.length, arrived.sha256),
        ("scan.sarif", report.len() as u64, digest_of(report.as_bytes()))
    );
    let mut fields: Vec<_> =
        arrived.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    fields.sort();
    insta::assert_snapshot!(fields.join("\n"), @r"
    active=true
    api_scan_configuration=5
    apply_tags_to_endpoints=true
    apply_tags_to_findings=true
    auto_create_context=false
    branch_tag=main
    build_id=b
    close_old_findings=true
    close_old_findings_product_scope=true
    commit_hash=abc
    create_finding_groups_for_all_findings=false
    deduplication_execution_mode=async_wait
    deduplication_on_engagement=true
    endpoint_to_add=3
    engagement=1
    engagement_end_date=2026-12-31
    engagement_name=Engagement
    environment=Production
    group_by=component_name+component_version
    lead=4
    minimum_severity=Low
    product_name=Product
    product_type_name=Type
    push_to_jira=false
    scan_date=2026-01-02
    scan_type=SARIF
    service=api
    source_code_management_uri=https://code.test/a
    tags=one
    tags=two
    test_title=Title
    verified=false
    version=1.2
    ");
    // All that DefectDojo's own description of the form has, the file among them.
    let names: std::collections::BTreeSet<_> =
        arrived.fields.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len() + 1, 33);
}

/// A model must learn what it may name, and must not get at anything else.
#[tokio::test]
async fn what_is_not_a_file_in_an_allowed_folder_is_refused_with_the_way_out() {
    let place = tempfile::tempdir().unwrap();
    let (inside, outside) = (place.path().join("reports"), place.path().join("elsewhere"));
    fs::create_dir(&inside).unwrap();
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("secret.json"), SARIF).unwrap();
    symlink(outside.join("secret.json"), inside.join("link.json")).unwrap();
    let dojo = Dojo::start().await;
    let before = dojo.read("tests/?limit=1").await["count"].clone();
    let client = allowing(&inside).client(&dojo.url).await;
    let outside_path = outside.join("secret.json");
    for (path, expected) in [
        ("../elsewhere/secret.json", "must not contain `..`"),
        (outside_path.to_str().unwrap(), "is not in an allowed folder"),
        ("/dev/zero", "is not in an allowed folder"),
        ("link.json", "symbolic link"),
        ("absent.json", "no such file"),
    ] {
        let arguments = json!({"scan_type": "SARIF", "file_path": path, "engagement_id": 1});
        let refused = client.bad("import_scan", arguments.clone()).await;
        assert!(refused.contains("`file_path`") && refused.contains(expected), "{path}: {refused}");
        let refused = client.call("import_scan", arguments).await;
        assert_eq!(told(&refused)["code"], "invalid_arguments");
    }
    assert_eq!(dojo.read("tests/?limit=1").await["count"], before);

    let closed = Setup::default().client(&dojo.url).await;
    let arguments = json!({"scan_type": "SARIF", "file_path": "/etc/passwd", "engagement_id": 1});
    let refused = closed.bad("import_scan", arguments).await;
    assert!(refused.contains("IMPORT_ROOTS"), "{refused}");
}

#[tokio::test]
async fn a_call_names_one_report() {
    let place = tempfile::tempdir().unwrap();
    let client = allowing(place.path()).client("http://127.0.0.1:9/").await;
    let file = BASE64_STANDARD.encode(SARIF);
    let both =
        json!({"scan_type": "SARIF", "file": file, "file_path": "a.json", "engagement_id": 1});
    let refused = client.bad("import_scan", both).await;
    assert!(refused.contains("exactly one of"), "{refused}");
    let none = json!({"scan_type": "SARIF", "engagement_id": 1});
    assert!(client.bad("import_scan", none).await.contains("exactly one of"));
    let unnamed = json!({"scan_type": "SARIF", "file": file, "engagement_id": 1});
    assert!(client.bad("import_scan", unnamed).await.contains("`file_name`: is required"));
}
