//! Reports under another scanner's name: refused before DefectDojo closes the wrong findings, unless the call insists.
//! And what a report leaves behind that DefectDojo cannot read.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use mcp_defectdojo::{reports::shapes, scan_types::SCAN_TYPES};
use serde_json::{Value, json};

use crate::support::{Client, Dojo, Setup, told};

pub(super) const SEMGREP: &str =
    r#"{"version":"1.0.0","errors":[],"paths":{"scanned":[]},"results":[]}"#;
const BANDIT: &str = r#"{"errors":[],"generated_at":"2026-01-01T00:00:00Z","metrics":{},"results":[
    {"test_id":"B105","test_name":"hardcoded","issue_severity":"LOW","issue_confidence":"HIGH","issue_text":"Possible password",
     "filename":"a.py","line_number":3,"code":"x"}]}"#;

pub(super) fn report(scan_type: &str, text: &str, more: Value) -> Value {
    let mut arguments = json!({
        "scan_type": scan_type, "file": BASE64_STANDARD.encode(text), "file_name": "report.json",
    });
    arguments.as_object_mut().unwrap().extend(crate::support::object(more));
    arguments
}

/// A test of this scan type, with open findings, and its engagement.
pub(super) async fn test_of(dojo: &Dojo, scan_type: &str) -> (u64, u64) {
    let tests = dojo.read("tests/?limit=1000").await;
    for test in tests["results"].as_array().unwrap() {
        let id = test["id"].as_u64().unwrap();
        let open = dojo.read(&format!("findings/?test={id}&is_mitigated=false&limit=1")).await;
        if test["scan_type"] == scan_type && open["count"].as_u64().unwrap() > 0 {
            return (id, test["engagement"].as_u64().unwrap());
        }
    }
    panic!("no test of {scan_type}");
}

async fn setting() -> (Dojo, Client, u64, u64) {
    let dojo = Dojo::start().await;
    let (test, engagement) = test_of(&dojo, "Semgrep JSON Report").await;
    let client = Setup::default().client(&dojo.url).await;
    (dojo, client, test, engagement)
}

/// A name in the table that DefectDojo does not have would send a caller into a refusal.
#[test]
fn the_table_of_shapes_names_scan_types_that_there_are() {
    let mut named = std::collections::BTreeSet::new();
    for shape in shapes() {
        for scan_type in shape.scan_types {
            assert!(SCAN_TYPES.contains(scan_type), "{scan_type} of {}", shape.name);
            named.insert(scan_type);
        }
    }
    assert!(named.len() >= 50, "{}", named.len());
}

#[tokio::test]
async fn a_report_of_another_scanner_is_refused_with_the_scan_types_that_read_it() {
    let (dojo, client, _, engagement) = setting().await;
    let before = dojo.read("tests/?limit=1").await["count"].clone();
    let into = || json!({"engagement_id": engagement});
    let refused = client.call("import_scan", report("Semgrep JSON Report", BANDIT, into())).await;
    assert_eq!(told(&refused)["code"], "invalid_arguments");
    let refused = client.bad("import_scan", report("Semgrep JSON Report", BANDIT, into())).await;
    insta::assert_snapshot!(refused, @"invalid arguments: `scan_type`: the report looks like a Bandit JSON report, which the scan type Semgrep JSON Report does not read; scan types that do: Bandit Scan. Give accept_mismatch=true if it is right all the same");
    let zap = r#"{"@programName":"ZAP","@version":"2.15.0","site":[]}"#;
    let refused = client.bad("import_scan", report("ZAP Scan", zap, into())).await;
    insta::assert_snapshot!(refused, @"invalid arguments: `scan_type`: the report looks like a ZAP JSON report, which the scan type ZAP Scan does not read; DefectDojo reads ZAP's XML report (`-x`, or the template traditional-xml). Give accept_mismatch=true if it is right all the same");
    assert_eq!(dojo.read("tests/?limit=1").await["count"], before);

    // Where only one of the two is known, DefectDojo decides and the answer says so.
    let doubtful = client.good("import_scan", report("PMD Scan", BANDIT, into())).await;
    let notice = doubtful["_notice"].as_str().unwrap();
    assert!(
        notice.contains("the report looks like a Bandit JSON report, and it is not known here"),
        "{notice}"
    );

    let insisting = json!({"engagement_id": engagement, "accept_mismatch": true});
    let insisted =
        client.good("import_scan", report("Semgrep JSON Report", BANDIT, insisting)).await;
    assert!(insisted["_notice"].as_str().unwrap().contains("looks like a Bandit JSON report"));
    let right = client.good("import_scan", report("Bandit Scan", BANDIT, into())).await;
    assert_eq!(right["statistics"]["after"]["total"]["total"], 1, "{right}");
    assert!(!right["_notice"].as_str().unwrap().contains("looks like"), "{right}");
}

/// Measured: DefectDojo takes a Bandit report into a Semgrep test and closes what Semgrep found.
#[tokio::test]
async fn a_reimport_keeps_to_the_scan_type_of_its_test() {
    let (dojo, client, test, _) = setting().await;
    let open = || async {
        dojo.read(&format!("findings/?test={test}&is_mitigated=false&limit=1")).await["count"]
            .clone()
    };
    let before = open().await;
    let wrong = report("Bandit Scan", BANDIT, json!({"test_id": test}));
    let refused = client.bad("reimport_scan", wrong).await;
    let expected = format!("test {test} is of the scan type Semgrep JSON Report");
    assert!(refused.contains(&expected) && refused.contains("accept_mismatch=true"), "{refused}");
    assert_eq!(open().await, before);

    let insisting = json!({"test_id": test, "accept_mismatch": true});
    let insisted = client.good("reimport_scan", report("Bandit Scan", BANDIT, insisting)).await;
    assert_eq!(insisted["statistics"]["delta"]["closed"]["total"]["total"], before, "{insisted}");
}

/// Nothing in the answer of a failed import says that it left a test behind, which would be found in every list.
#[tokio::test]
async fn the_empty_test_that_a_failed_import_leaves_is_named_and_can_be_used() {
    let (dojo, client, _, engagement) = setting().await;
    let into = || json!({"engagement_id": engagement});
    for broken in ["{\"results\": [", "{}"] {
        let before = dojo.read("tests/?limit=1").await["count"].as_u64().unwrap();
        let arguments = report("Bandit Scan", broken, into());
        let failed = client.call("import_scan", arguments).await;
        let tests = dojo.read("tests/?limit=1000").await;
        assert_eq!(tests["count"], before + 1, "DefectDojo left no test behind");
        let rows = tests["results"].as_array().unwrap();
        let newest = rows.iter().filter_map(|test| test["id"].as_u64()).max().unwrap();
        let left = &told(&failed)["left_behind"];
        assert!(left.as_array().unwrap().contains(&json!(newest)), "{failed:?}");
        let text = &failed.content[0].as_text().unwrap().text;
        assert!(text.contains("DefectDojo had made") && text.contains("reimport_scan"), "{text}");
        let into = json!({"test_id": newest});
        let corrected = client.good("reimport_scan", report("Bandit Scan", BANDIT, into)).await;
        assert_eq!(corrected["statistics"]["after"]["total"]["total"], 1, "{corrected}");
    }
    // By names it is found too.
    let engagement = dojo.read(&format!("engagements/{engagement}/")).await;
    let product = dojo.read(&format!("products/{}/", engagement["product"])).await;
    let names = json!({"product_name": product["name"], "engagement_name": engagement["name"]});
    let failed = client.call("import_scan", report("Bandit Scan", "{}", names)).await;
    assert!(told(&failed)["left_behind"].is_array(), "{failed:?}");
}

/// What was refused before there was a test leaves none, and a test that others made is not taken for one.
#[tokio::test]
async fn no_test_is_named_where_none_was_left() {
    let (dojo, client, _, engagement) = setting().await;
    let into = || json!({"engagement_id": engagement});
    // Somebody else's, made a moment ago and empty, but of another type or complete.
    client.good("import_scan", report("Semgrep JSON Report", SEMGREP, into())).await;
    let before = dojo.read("tests/?limit=1").await["count"].clone();
    for (scan_type, text, more) in [
        ("SARIF", "{\"runs\": [", into()),
        ("No Such Scan", BANDIT, into()),
        ("Bandit Scan", BANDIT, json!({"engagement_id": 999_999})),
        ("Bandit Scan", BANDIT, json!({"engagement_id": engagement, "environment": "Nowhere"})),
    ] {
        let failed = client.call("import_scan", report(scan_type, text, more)).await;
        assert_eq!(failed.is_error, Some(true));
        assert!(told(&failed).get("left_behind").is_none(), "{failed:?}");
    }
    assert_eq!(dojo.read("tests/?limit=1").await["count"], before);
}
