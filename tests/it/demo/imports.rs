//! Imports and reimports: what they create, close and reopen.

use mcp_defectdojo::demo::{TOUR_REPORT, TOUR_TEST};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::client::Instance;
use super::upload::{GENERIC, generic, hex, import, reimport, total};

/// The tour shows these four outcomes; they have to come out of the real rules.
#[tokio::test]
async fn the_tours_report_reopens_adds_closes_and_leaves() {
    let demo = Instance::start().await;
    let test = TOUR_TEST.to_string();
    let path = format!("findings/?test={TOUR_TEST}&is_mitigated=true");
    let closed = demo.get(&path).await["results"].clone();
    assert_eq!(closed.as_array().unwrap().len(), 1);
    let reopened = closed[0]["id"].clone();
    let report: Value = serde_json::from_str(TOUR_REPORT).unwrap();
    let fields = [("scan_type", "Semgrep JSON Report"), ("test", test.as_str())];
    let reply = reimport(&demo, &fields, &report).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let reply = reply.json();
    for what in ["created", "closed", "reactivated", "untouched"] {
        assert_eq!(total(&reply, &format!("delta/{what}"), "total"), 1, "{what}");
    }
    assert_eq!(total(&reply, "before", "total"), 3);
    assert_eq!(total(&reply, "after", "total"), 4);
    let row = demo.get(&format!("findings/{reopened}/")).await;
    assert_eq!((&row["active"], &row["mitigated"]), (&json!(true), &Value::Null));
    assert_eq!(row["notes"][0]["entry"], "Re-activated by Semgrep JSON Report re-upload.");
    let history = demo.get(&format!("test_imports/?test={TOUR_TEST}&o=-created")).await;
    let actions: Vec<&str> = history["results"][0]["test_import_finding_action_set"]
        .as_array()
        .unwrap()
        .iter()
        .map(|action| action["action"].as_str().unwrap())
        .collect();
    assert_eq!(actions, ["N", "C", "R", "U"]);
    assert_eq!(
        history["results"][0]["demo_sha256"],
        hex(&Sha256::digest(report.to_string().as_bytes()))
    );
    assert_eq!(history["results"][0]["demo_bytes"], report.to_string().len());
    demo.stop().await;
}

/// The second import of a report repeats it: the copies point at the first, within the product.
#[tokio::test]
async fn a_second_import_is_deduplicated() {
    let demo = Instance::start().await;
    let report = generic(&[("First thing", "High"), ("Second thing", "Low")]);
    let first = import(&demo, &[GENERIC, ("engagement", "4")], &report).await.json();
    assert_eq!(total(&first, "after", "active"), 2);
    let late = import(&demo, &[GENERIC, ("engagement", "5")], &report).await.json();
    assert_eq!(total(&late, "after", "active"), 2, "counted before the deduplication");
    assert_eq!(late["deduplication_complete"], false);
    let sync = [GENERIC, ("engagement", "5"), ("deduplication_execution_mode", "sync")];
    let sync = import(&demo, &sync, &report).await.json();
    assert_eq!((total(&sync, "after", "active"), total(&sync, "after", "duplicate")), (0, 2));
    assert_eq!(sync["deduplication_complete"], true);
    let originals = demo.get(&format!("findings/?test={}&o=id", first["test"])).await;
    let originals: Vec<&Value> =
        originals["results"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
    for test in [&late["test"], &sync["test"]] {
        let copies = demo.get(&format!("findings/?test={test}&o=id")).await;
        for (copy, original) in copies["results"].as_array().unwrap().iter().zip(&originals) {
            assert_eq!(&&copy["duplicate_finding"], original);
            assert_eq!(copy["display_status"], "Inactive, Duplicate");
        }
    }
    // Another product, or an engagement that keeps to itself, finds no original.
    let elsewhere = import(&demo, &[GENERIC, ("engagement", "12")], &report).await.json();
    let rows = demo.get(&format!("findings/?test={}&duplicate=true", elsewhere["test"])).await;
    assert_eq!(rows["count"], 0);
    let own = [
        GENERIC,
        ("product_name", "Web Storefront"),
        ("engagement_name", "kept apart"),
        ("auto_create_context", "true"),
        ("deduplication_on_engagement", "true"),
    ];
    let own = import(&demo, &own, &report).await.json();
    let rows = demo.get(&format!("findings/?test={}&duplicate=true", own["test"])).await;
    assert_eq!(rows["count"], 0);
    demo.stop().await;
}

/// Closing what is gone is the default of a reimport and not of an import.
#[tokio::test]
async fn old_findings_are_closed_where_that_is_asked_for() {
    let demo = Instance::start().await;
    let both = generic(&[("Stays", "High"), ("Goes", "Low")]);
    let one = generic(&[("Stays", "High")]);
    let first = import(&demo, &[GENERIC, ("engagement", "10")], &both).await.json();
    let goes = format!("findings/?test={}&title=goes", first["test"]);
    import(&demo, &[GENERIC, ("engagement", "10")], &one).await;
    assert_eq!(demo.get(&goes).await["results"][0]["active"], true, "an import closes nothing");
    let close = [GENERIC, ("engagement", "10"), ("close_old_findings", "true")];
    assert_eq!(import(&demo, &close, &one).await.json()["close_old_findings"], true);
    let row = demo.get(&goes).await["results"][0].clone();
    assert_eq!(row["display_status"], "Inactive, Mitigated");
    assert!(row["notes"][0]["entry"].as_str().unwrap().contains("automatically closed"));
    let test = first["test"].to_string();
    let back = [GENERIC, ("test", test.as_str())];
    let skipped = [GENERIC, ("test", test.as_str()), ("do_not_reactivate", "true")];
    let reply = reimport(&demo, &skipped, &both).await.json();
    assert_eq!(total(&reply, "delta/reactivated", "total"), 0);
    assert_eq!(demo.get(&goes).await["results"][0]["is_mitigated"], true);
    let reply = reimport(&demo, &back, &both).await.json();
    assert_eq!(total(&reply, "delta/reactivated", "total"), 1);
    let kept = [GENERIC, ("test", test.as_str()), ("close_old_findings", "false")];
    let reply = reimport(&demo, &kept, &one).await.json();
    assert_eq!(total(&reply, "delta/closed", "total"), 0);
    let reply = reimport(&demo, &back, &one).await.json();
    assert_eq!(total(&reply, "delta/closed", "is_mitigated"), 1);
    let note = demo.get(&goes).await["results"][0]["notes"][0]["entry"].clone();
    assert_eq!(note, "Mitigated by Generic Findings Import re-upload.");
    demo.stop().await;
}

/// The form decides what the report leaves open.
#[tokio::test]
async fn the_form_overrides_the_report() {
    let demo = Instance::start().await;
    let report = generic(&[("Info thing", "Info"), ("High thing", "High")]);
    let fields = [
        GENERIC,
        ("engagement", "4"),
        ("minimum_severity", "Medium"),
        ("active", "false"),
        ("verified", "true"),
        ("tags", "One,two"),
        ("apply_tags_to_findings", "true"),
        ("scan_date", "2024-02-03"),
        ("service", "shop"),
        ("environment", "Staging"),
        ("version", "9.9"),
        ("test_title", "by form"),
    ];
    let reply = import(&demo, &fields, &report).await.json();
    assert_eq!(reply["tags"], json!(["One", "two"]));
    assert_eq!((&reply["scan_date"], &reply["verified"]), (&json!("2024-02-03"), &json!(true)));
    let rows = demo.get(&format!("findings/?test={}", reply["test"])).await;
    assert_eq!(rows["count"], 1);
    let row = &rows["results"][0];
    assert_eq!(row["title"], "High Thing");
    assert_eq!(row["display_status"], "Inactive, Verified");
    assert_eq!(row["tags"], json!(["one", "two"]));
    assert_eq!((&row["date"], &row["service"]), (&json!("2024-02-03"), &json!("shop")));
    let test = demo.get(&format!("tests/{}/", reply["test"])).await;
    assert_eq!((&test["title"], &test["version"]), (&json!("by form"), &json!("9.9")));
    assert_eq!((&test["environment"], &test["percent_complete"]), (&json!(2), &json!(100)));
    assert_eq!(test["target_start"], "2024-02-03T00:00:00Z");
    demo.stop().await;
}

/// Names find the newest test, and create what is missing where that is allowed.
#[tokio::test]
async fn a_reimport_by_names_creates_once() {
    let demo = Instance::start().await;
    let fields = [
        GENERIC,
        ("product_type_name", "New Type"),
        ("product_name", "New Product"),
        ("engagement_name", "first"),
        ("test_title", "svc-a"),
        ("auto_create_context", "true"),
        ("group_by", "finding_title"),
    ];
    let report = generic(&[("One", "High")]);
    let first = reimport(&demo, &fields, &report).await.json();
    assert!(first["statistics"].get("before").is_none(), "the first time is an import");
    let second = reimport(&demo, &fields, &report).await.json();
    assert_eq!(second["test"], first["test"]);
    assert_eq!(total(&second, "delta/untouched", "total"), 1);
    let engagement = demo.get(&format!("engagements/{}/", first["engagement_id"])).await;
    assert_eq!(engagement["engagement_type"], "CI/CD");
    let types = demo.get("product_types/?name=New%20Type").await;
    assert_eq!(types["results"][0]["id"], first["product_type_id"]);
    let rows = demo.get(&format!("findings/?test={}", first["test"])).await;
    let group = &rows["results"][0]["finding_groups"][0];
    assert_eq!(group["name"], "Findings in: One");
    let grouped = demo.get(&format!("findings/?finding_group={}", group["id"])).await;
    assert_eq!(grouped["count"], 1);
    demo.stop().await;
}
