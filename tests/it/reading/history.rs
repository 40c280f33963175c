//! `list_test_imports`: what each import did, newest first.

use serde_json::{Value, json};

use crate::support::{Dojo, Setup};

#[tokio::test]
async fn each_import_says_what_it_did() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let report = |titles: &[&str]| {
        let rows: Vec<Value> = titles
            .iter()
            .map(|title| json!({"title": title, "severity": "High", "description": "x", "static_finding": true}))
            .collect();
        json!({ "findings": rows }).to_string()
    };
    let arguments = |titles: &[&str], target: Value| {
        use base64::{Engine as _, prelude::BASE64_STANDARD};
        let mut arguments = target;
        arguments["scan_type"] = json!("Generic Findings Import");
        arguments["file"] = json!(BASE64_STANDARD.encode(report(titles)));
        arguments["file_name"] = json!("report.json");
        arguments
    };
    let first = arguments(&["One", "Two"], json!({"engagement_id": 1, "branch_tag": "main"}));
    let test = client.good("import_scan", first).await["test_id"].clone();
    let into = json!({"test_id": test, "close_old_findings": true});
    client.good("reimport_scan", arguments(&["Two", "Three"], into)).await;
    let list = client.good("list_test_imports", json!({"test_id": test, "with_ids": true})).await;
    let rows = list["items"].as_array().unwrap();
    let did: Vec<_> = rows
        .iter()
        .map(|row| {
            let counts = ["created", "closed", "reactivated", "untouched"];
            (row["kind"].as_str().unwrap(), counts.map(|name| row[name].as_u64().unwrap()))
        })
        .collect();
    assert_eq!(did, [("reimport", [1, 1, 0, 1]), ("import", [2, 0, 0, 0])]);
    assert_eq!(list["pagination"]["count"], 2);
    let of_test = dojo.read(&format!("findings/?test={test}&limit=100")).await["results"].clone();
    let id = |title: &str| {
        let found = of_test.as_array().unwrap().iter().find(|row| row["title"] == title);
        found.unwrap()["id"].clone()
    };
    assert_eq!(rows[0]["finding_ids"]["created"], json!([id("Three")]));
    assert_eq!(rows[0]["finding_ids"]["closed"], json!([id("One")]));
    assert_eq!(rows[1]["branch_tag"]["value"], "main");

    let plain = client.good("list_test_imports", json!({"test_id": test, "limit": 1})).await;
    assert_eq!(plain["items"].as_array().unwrap().len(), 1);
    assert_eq!(plain["items"][0].get("finding_ids"), None);
    assert_eq!(plain["pagination"]["next_offset"], 1);
    let refused = client.bad("list_test_imports", json!({"test_id": 987_654})).await;
    assert!(
        refused.contains("test 987654 does not exist") && refused.contains("list_tests"),
        "{refused}"
    );
}
