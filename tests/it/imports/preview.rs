//! `preview`: what would happen is told, and nothing happens.

use mcp_defectdojo::{access::Role, dojo::Keys, tools};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::mismatch::{SEMGREP, report, test_of};
use crate::support::{Dojo, Setup, plain, records};

const SCAN_TYPE: &str = "Semgrep JSON Report";

/// Everything that an import could change, in numbers.
async fn state(dojo: &Dojo) -> Vec<Value> {
    let mut counts = Vec::new();
    for list in ["products", "engagements", "tests", "test_imports", "findings", "product_types"] {
        counts.push(dojo.read(&format!("{list}/?limit=1")).await["count"].clone());
    }
    for finding in dojo.findings().await {
        counts.push(json!([finding["id"], finding["updated"], finding["active"]]));
    }
    counts
}

/// What it costs is what a read costs: no change is counted, none is announced, and no request leaves that writes.
#[tokio::test]
async fn a_preview_changes_nothing_and_counts_as_a_read() {
    let dojo = Dojo::start().await;
    let (test, engagement) = test_of(&dojo, SCAN_TYPE).await;
    let before = state(&dojo).await;
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("audit.log");
    let mut setup = Setup { mutations: 1, ..Setup::as_role(Role::Scanner) };
    // A request that writes would be refused for its key.
    setup.keys = Keys::Pair {
        read: SecretString::from("demo-admin-key"),
        write: SecretString::from("no-such-key-at-all"),
    };
    setup.audit.file = Some(log.clone());
    let client = setup.client(&dojo.url).await;
    for (tool, place) in [
        ("import_scan", json!({"engagement_id": engagement, "close_old_findings": true})),
        ("reimport_scan", json!({"test_id": test})),
        ("reimport_scan", json!({"test_id": test, "preview": "true"})),
        ("import_scan", json!({"product_name": "Nobody's", "engagement_name": "None"})),
    ] {
        let mut arguments = report(SCAN_TYPE, SEMGREP, place);
        if arguments.get("preview").is_none() {
            arguments["preview"] = json!(true);
        }
        let plan = client.good(tool, arguments).await;
        assert!(plan["preview"]["would"].is_string(), "{plan}");
    }
    assert_eq!(state(&dojo).await, before);
    let records = records(&log);
    assert!(records.iter().all(|record| record["event_type"] != "audit_intent"), "{records:?}");
    let calls: Vec<_> = records.iter().filter(|record| record["event_type"] == "audit").collect();
    assert_eq!(calls.len(), 4, "{calls:?}");
    for call in calls {
        assert_eq!(call["outcome"], "success");
        let upstream = call["upstream"].as_array().unwrap();
        assert!(upstream.iter().all(|request| request["method"] == "GET"), "{call}");
        assert!(call.get("findings_read_before_mutation").is_none_or(Value::is_null), "{call}");
    }
    // The one change that the caller has is still there: it is refused for its key alone.
    let real = client
        .bad("import_scan", report(SCAN_TYPE, SEMGREP, json!({"engagement_id": engagement})))
        .await;
    assert!(real.starts_with("DefectDojo does not accept the API key"), "{real}");
}

/// A preview that says less than what happens would be worse than none.
#[tokio::test]
async fn what_it_says_could_be_closed_is_what_an_empty_report_closes() {
    for (tool, scope) in [
        ("reimport_scan", "test"),
        ("import_scan", "engagement"),
        ("import_scan", "product"),
        ("import_scan", "nothing"),
    ] {
        let dojo = Dojo::start().await;
        let (test, engagement) = test_of(&dojo, SCAN_TYPE).await;
        let place = match scope {
            "test" => json!({"test_id": test}),
            "engagement" => json!({"engagement_id": engagement, "close_old_findings": true}),
            "product" => json!({
                "engagement_id": engagement, "close_old_findings": true, "close_old_findings_product_scope": true,
            }),
            _ => json!({"engagement_id": engagement}),
        };
        let client = Setup::default().client(&dojo.url).await;
        let mut asking = report(SCAN_TYPE, SEMGREP, place.clone());
        asking["preview"] = json!(true);
        let plan = client.good(tool, asking).await;
        let told = plan["preview"]["closes_at_most"].as_u64().unwrap();
        let open =
            async || dojo.read("findings/?active=true&limit=1").await["count"].as_u64().unwrap();
        let before = open().await;
        client.good(tool, report(SCAN_TYPE, SEMGREP, place)).await;
        let closed = before - open().await;
        assert!(told >= closed, "{scope}: {told} told, {closed} closed");
        if scope == "nothing" {
            assert_eq!((told, closed), (0, 0));
        } else {
            assert!(closed > 0, "{scope}: nothing was closed");
            // Exact but for what is not active and still counted as open.
            assert!(told - closed <= 3, "{scope}: {told} told, {closed} closed");
        }
    }
}

/// The place is found by DefectDojo's own rules, not by ours: the answer of the import itself has the same ids.
#[tokio::test]
async fn the_place_is_that_of_the_import_itself() {
    let dojo = Dojo::start().await;
    let (test, engagement) = test_of(&dojo, SCAN_TYPE).await;
    let engagement = dojo.read(&format!("engagements/{engagement}/")).await;
    let product = dojo.read(&format!("products/{}/", engagement["product"])).await;
    let names = json!({"product_name": product["name"], "engagement_name": engagement["name"]});
    let client = Setup::default().client(&dojo.url).await;
    for (tool, place) in [
        ("reimport_scan", names.clone()),
        ("reimport_scan", json!({"test_id": test})),
        ("import_scan", names),
        ("import_scan", json!({"engagement_id": engagement["id"]})),
    ] {
        let mut asking = report(SCAN_TYPE, SEMGREP, place.clone());
        asking["preview"] = json!(true);
        let plan = client.good(tool, asking).await;
        let done = client.good(tool, report(SCAN_TYPE, SEMGREP, place)).await;
        assert_eq!(plan["engagement_id"], done["engagement_id"], "{plan}");
        assert_eq!(plan["product_id"], done["product_id"], "{plan}");
        assert_eq!(plain(&plan["preview"]["product"]["name"]), &product["name"]);
        if tool == "reimport_scan" {
            assert_eq!(plan["test_id"], done["test_id"], "{plan}");
            assert_eq!(
                plan["preview"]["would"],
                format!("bring test {} up to date", done["test_id"])
            );
            assert!(plan["preview"].get("creates").is_none(), "{plan}");
        } else {
            assert!(plan["test_id"].is_null());
            assert_eq!(plan["preview"]["creates"], json!(["test"]));
        }
    }
}

/// What would be created, what would be refused and why, and what DefectDojo would pass over.
#[tokio::test]
async fn it_tells_what_would_be_created_refused_and_passed_over() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let asked = async |tool: &str, scan_type: &str, more: Value| {
        let mut asking = report(scan_type, SEMGREP, more);
        asking["preview"] = json!(true);
        client.good(tool, asking).await["preview"].clone()
    };
    let kind = dojo.read("product_types/?limit=1").await["results"][0]["name"].clone();
    let new = json!({
        "product_name": "Brand New", "engagement_name": "First", "auto_create_context": true, "product_type_name": kind,
        "apply_tags_to_findings": true,
    });
    let plan = asked("import_scan", SCAN_TYPE, new.clone()).await;
    assert_eq!(plan["creates"], json!(["product", "engagement", "test"]));
    assert_eq!(plan["would"], "create product, engagement, test and put the findings into it");
    assert_eq!(plan["unused"], json!(["apply_tags_to_findings: there are no tags"]));
    assert_eq!(plan["report"]["looks_like"], "a Semgrep JSON report");
    assert_eq!(plan["report"]["scan_types"], json!([SCAN_TYPE]));
    assert_eq!(plan["report"]["bytes"], SEMGREP.len());
    assert!(plan.get("problems").is_none(), "{plan}");

    let absent = json!({"product_name": "Brand New", "engagement_name": "First"});
    let plan = asked("reimport_scan", SCAN_TYPE, absent).await;
    let problems = plan["problems"].to_string();
    assert!(problems.contains("there is no product of this name"), "{plan}");
    assert!(plan["would"].as_str().unwrap().starts_with("be refused"), "{plan}");

    let (test, engagement) = test_of(&dojo, SCAN_TYPE).await;
    let plan = asked("reimport_scan", "Bandit Scan", json!({"test_id": test})).await;
    let problems = plan["problems"].to_string();
    assert!(problems.contains("looks like a Semgrep JSON report"), "{plan}");
    assert!(problems.contains("is of the scan type Semgrep JSON Report"), "{plan}");

    let both = json!({"engagement_id": engagement, "product_name": "Any", "engagement_name": "Any", "engagement_end_date": "2030-01-01"});
    let plan = asked("import_scan", SCAN_TYPE, both).await;
    assert_eq!(
        plan["unused"],
        json!([
            "product_name: an id says where the report goes",
            "engagement_name: an id says where the report goes",
            "engagement_end_date: the engagement exists",
        ])
    );

    // Who may not create what would be created may not preview it either; nor may who may not import.
    let mut asking = report(SCAN_TYPE, SEMGREP, new);
    asking["preview"] = json!(true);
    let scanner = Setup::as_role(Role::Scanner).client(&dojo.url).await;
    let refused = scanner.bad("import_scan", asking.clone()).await;
    assert!(refused.contains("creating one needs product_mgmt"), "{refused}");
    let mut setup = Setup::as_role(Role::Scanner);
    setup.settings.import_defaults = tools::ImportDefaults::Python;
    let closing = report(SCAN_TYPE, SEMGREP, json!({"engagement_id": engagement, "preview": true}));
    let plan = setup.client(&dojo.url).await.good("import_scan", closing).await;
    assert!(
        plan["preview"]["closes_at_most"].as_u64().unwrap() > 0,
        "the defaults that are set close: {plan}"
    );
}
