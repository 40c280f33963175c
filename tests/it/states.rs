//! Changes of findings, each read back past the server: what the tool says and what DefectDojo holds must agree.

use mcp_defectdojo::access::Role;
use serde_json::{Value, json};

use crate::support::{Client, Dojo, Setup, plain};

async fn start() -> (Dojo, Client) {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    (dojo, client)
}

fn is_open(finding: &Value) -> bool {
    finding["active"] == true
        && ["duplicate", "risk_accepted"].iter().all(|flag| finding[*flag] == false)
}

fn flags(finding: &Value) -> String {
    ["active", "verified", "is_mitigated", "false_p", "out_of_scope", "duplicate"]
        .into_iter()
        .filter(|flag| finding[*flag] == true)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Each reason on a verified and on an unverified finding, and back.
#[tokio::test]
async fn closing_sets_what_the_reason_means_and_reopening_clears_all_of_it() {
    let (dojo, client) = start().await;
    let cases = [
        ("mitigated", true, "verified is_mitigated"),
        ("mitigated", false, "is_mitigated"),
        ("false_positive", true, "is_mitigated false_p"),
        ("false_positive", false, "is_mitigated false_p"),
        ("out_of_scope", true, "is_mitigated out_of_scope"),
        ("out_of_scope", false, "is_mitigated out_of_scope"),
        ("duplicate", true, "is_mitigated duplicate"),
        ("duplicate", false, "is_mitigated duplicate"),
    ];
    let mut used = Vec::new();
    for (reason, verified, expected) in cases {
        let id = dojo
            .find(|finding| {
                is_open(finding)
                    && finding["verified"] == verified
                    && !used.contains(&finding["id"].as_u64().unwrap())
            })
            .await;
        used.push(id);
        let note = format!("closed as {reason}");
        let arguments = json!({"finding_id": id, "reason": reason, "note": note});
        let closed = client.good("close_finding", arguments).await;
        let stored = dojo.finding(id).await;
        assert_eq!(flags(&stored), expected, "{reason}, verified {verified}");
        assert_eq!(flags(&closed), expected, "{reason}, verified {verified}");
        assert!(closed["mitigated"].is_string());
        let cleared = verified && matches!(reason, "false_positive" | "duplicate");
        assert_eq!(closed.get("_notice").is_some(), cleared, "{reason}: {closed}");
        let notes = client.good("list_finding_notes", json!({"finding_id": id})).await;
        assert_eq!(plain(&notes["items"][0]["entry"]), &json!(note));

        let opened =
            client.good("reopen_finding", json!({"finding_id": id, "note": "it is back"})).await;
        let stored = dojo.finding(id).await;
        // DefectDojo itself takes `verified` from what is out of scope.
        let rest = if verified && reason == "mitigated" { "active verified" } else { "active" };
        assert_eq!(flags(&stored), rest, "reopened from {reason}");
        assert_eq!(flags(&opened), rest, "reopened from {reason}");
        assert_eq!(opened["mitigated"], Value::Null);
    }
}

#[tokio::test]
async fn a_real_duplicate_and_an_accepted_risk_can_be_reopened() {
    let (dojo, client) = start().await;
    let duplicate = dojo.find(|finding| !finding["duplicate_finding"].is_null()).await;
    client.good("reopen_finding", json!({"finding_id": duplicate})).await;
    let stored = dojo.finding(duplicate).await;
    assert_eq!(flags(&stored), "active");
    assert_eq!(stored["duplicate_finding"], Value::Null);

    let accepted = dojo.find(|finding| finding["risk_accepted"] == true).await;
    let opened = client.good("reopen_finding", json!({"finding_id": accepted})).await;
    assert!(opened["_notice"].as_str().unwrap().contains("taken back"), "{opened}");
    let stored = dojo.finding(accepted).await;
    assert_eq!((&stored["active"], &stored["risk_accepted"]), (&json!(true), &json!(false)));
}

/// State flags given to `update_finding` do what the clearer tools do.
#[tokio::test]
async fn updating_flags_closes_deactivates_and_reopens() {
    let (dojo, client) = start().await;
    let id = dojo.find(|finding| is_open(finding) && finding["verified"] == false).await;
    let steps = [
        (json!({"verified": true}), "active verified"),
        (json!({"severity": "low"}), "active verified"),
        (json!({"active": false, "verified": false}), ""),
        (json!({"active": true}), "active"),
        (json!({"is_mitigated": true}), "is_mitigated"),
        (json!({"is_mitigated": false}), "active"),
        (json!({"false_p": true, "title": "renamed by a test"}), "is_mitigated false_p"),
        (json!({"false_p": false}), "active"),
        (json!({"out_of_scope": true}), "is_mitigated out_of_scope"),
        (json!({"active": true}), "active"),
        (json!({"duplicate": true}), "is_mitigated duplicate"),
        (json!({"duplicate": false, "verified": true}), "active verified"),
        (json!({"is_mitigated": true}), "verified is_mitigated"),
        (json!({"is_mitigated": false, "active": false, "verified": false}), ""),
    ];
    for (mut arguments, expected) in steps {
        arguments["finding_id"] = json!(id);
        let answered = client.good("update_finding", arguments.clone()).await;
        assert_eq!(flags(&dojo.finding(id).await), expected, "{arguments}");
        assert_eq!(flags(&answered), expected, "{arguments}");
    }
    let stored = dojo.finding(id).await;
    assert_eq!((&stored["severity"], &stored["numerical_severity"]), (&json!("Low"), &json!("S3")));
    assert_eq!(stored["title"], "Renamed by a Test");
}

/// Pairs that no finding can have are refused before anything is sent, looking at what the finding is.
#[tokio::test]
async fn impossible_pairs_are_refused_and_change_nothing() {
    let (dojo, client) = start().await;
    let open = dojo.find(|finding| is_open(finding) && finding["verified"] == false).await;
    let verified = dojo.find(|finding| is_open(finding) && finding["verified"] == true).await;
    let mitigated =
        dojo.find(|finding| finding["is_mitigated"] == true && finding["false_p"] == false).await;
    let duplicate =
        dojo.find(|finding| finding["duplicate"] == true && finding["is_mitigated"] == false).await;
    let cases = [
        (open, json!({})),
        (open, json!({"active": true, "is_mitigated": true})),
        (open, json!({"active": false, "verified": true})),
        (open, json!({"verified": true, "false_p": true})),
        (open, json!({"active": true, "duplicate": true})),
        (open, json!({"verified": true, "duplicate": true})),
        (open, json!({"false_p": true, "out_of_scope": true})),
        (open, json!({"false_p": true, "is_mitigated": false})),
        (verified, json!({"active": false})),
        (mitigated, json!({"verified": true})),
        (duplicate, json!({"active": true})),
        (duplicate, json!({"verified": true})),
    ];
    for (id, mut arguments) in cases {
        let before = dojo.finding(id).await;
        arguments["finding_id"] = json!(id);
        let text = client.bad("update_finding", arguments.clone()).await;
        assert!(!text.contains("DefectDojo refused"), "{arguments} was sent: {text}");
        assert_eq!(dojo.finding(id).await, before, "{arguments}");
    }
}

/// A change that DefectDojo refuses half way leaves nothing half done.
#[tokio::test]
async fn a_refused_close_puts_verified_back() {
    let (dojo, client) = start().await;
    let text =
        client.bad("close_finding", json!({"finding_id": 999_999, "reason": "mitigated"})).await;
    assert!(text.starts_with("finding 999999 does not exist"), "{text}");
    let text = client.bad("close_finding", json!({"finding_id": 1, "reason": "fixed"})).await;
    assert!(text.contains("`reason`: must be one of `mitigated`, `false_positive`"), "{text}");
    drop(dojo);
}

#[tokio::test]
async fn tags_answer_what_is_left() {
    let (dojo, client) = start().await;
    let id = dojo.find(is_open).await;
    dojo.patch(&format!("findings/{id}/"), json!({"tags": []})).await;
    let added = client
        .good("add_finding_tags", json!({"finding_id": id, "tags": ["Beta", "alpha:1"]}))
        .await;
    assert_eq!(plain(&added["tags"]), &json!(["beta", "alpha:1"]));
    let left = client
        .good("remove_finding_tags", json!({"finding_id": id, "tags": ["BETA", "gone"]}))
        .await;
    assert_eq!(plain(&left["tags"]), &json!(["alpha:1"]));
    assert!(left["_notice"].is_string());
    let left =
        client.good("remove_finding_tags", json!({"finding_id": id, "tags": ["never"]})).await;
    assert_eq!(plain(&left["tags"]), &json!(["alpha:1"]));
    assert_eq!(dojo.finding(id).await["tags"], json!(["alpha:1"]));
    for bad in [json!(["with space"]), json!(["a,b"]), json!(["it's"]), json!([""]), json!([])] {
        let text = client.bad("add_finding_tags", json!({"finding_id": id, "tags": bad})).await;
        assert!(text.contains("`tags"), "{text}");
    }
}

#[tokio::test]
async fn notes_come_newest_first_with_their_authors() {
    let (dojo, client) = start().await;
    let id = dojo.find(|finding| finding["notes"].as_array().is_some_and(Vec::is_empty)).await;
    for entry in ["first", "second"] {
        let note = client
            .good("add_finding_note", json!({"finding_id": id, "entry": entry, "private": true}))
            .await;
        assert_eq!(plain(&note["entry"]), entry);
        assert_eq!(note["private"], true);
    }
    let notes = client.good("list_finding_notes", json!({"finding_id": id})).await;
    let entries: Vec<_> =
        notes["items"].as_array().unwrap().iter().map(|note| plain(&note["entry"])).collect();
    assert_eq!(entries, ["second", "first"]);
    assert!(notes["items"][0]["author"]["username"].is_string());
    assert!(notes["items"][0]["id"].is_u64());
    assert_eq!(notes["pagination"]["count"], 2);
}

#[tokio::test]
async fn a_created_finding_shows_what_was_stored() {
    let (dojo, client) = start().await;
    let finding = client
        .good(
            "create_finding",
            json!({"test_id": 1, "title": "sql injection in search", "severity": "HIGH", "description": "By hand."}),
        )
        .await;
    assert_eq!(plain(&finding["title"]), "SQL Injection in Search");
    assert!(finding["_notice"].as_str().unwrap().contains("title"));
    let stored = dojo.finding(finding["id"].as_u64().unwrap()).await;
    assert_eq!(
        (&stored["severity"], &stored["active"], &stored["verified"]),
        (&json!("High"), &json!(true), &json!(false))
    );
    let text = client
        .bad(
            "create_finding",
            json!({"test_id": 999_999, "title": "x", "severity": "Low", "description": "x"}),
        )
        .await;
    assert!(text.starts_with("test 999999 does not exist"), "{text}");
}

#[tokio::test]
async fn products_engagements_and_tests_are_created() {
    let (dojo, client) = start().await;
    let product = client
        .good(
            "create_product",
            json!({"name": "Sample shop", "description": "Made by a test", "prod_type_id": 1}),
        )
        .await;
    let id = product["id"].clone();
    let engagement = client
        .good(
            "create_engagement",
            json!({"product_id": id, "name": "Spring", "target_start": "2026-03-01", "target_end": "2026-03-31"}),
        )
        .await;
    assert_eq!(engagement["product_id"], id);
    let test = client
        .good(
            "create_test",
            json!({"engagement_id": engagement["id"], "test_type_id": 1, "target_start": "2026-03-01", "target_end": "2026-03-02"}),
        )
        .await;
    assert_eq!(test["engagement_id"], engagement["id"]);
    let stored = dojo.read(&format!("tests/{}/", test["id"])).await;
    assert_eq!(stored["engagement"], engagement["id"]);
    let told = client
        .bad(
            "create_product",
            json!({"name": "Sample shop", "description": "Again", "prod_type_id": 1}),
        )
        .await;
    assert!(told.contains("product with this name already exists"), "{told}");
    let told = client
        .bad(
            "create_engagement",
            json!({"product_id": id, "name": "Back", "target_start": "2026-03-02", "target_end": "2026-03-01"}),
        )
        .await;
    assert!(told.starts_with("target_end must not be before target_start"), "{told}");
}

/// What makes up a judgement is there in one call.
#[tokio::test]
async fn a_finding_can_be_judged_from_one_call() {
    let (dojo, client) = start().await;
    let id = dojo.find(|finding| finding["known_exploited"] == true).await;
    let finding = client.good("get_finding", json!({"finding_id": id})).await;
    for member in [
        "date",
        "age",
        "sla_days_remaining",
        "sla_expiration_date",
        "epss_score",
        "epss_percentile",
        "kev_date",
        "cvssv3",
        "cvssv3_score",
        "cwe",
        "mitigation",
        "impact",
        "references",
        "component_name",
        "test_type_name",
        "engagement_id",
        "engagement_name",
        "product_id",
        "product_name",
        "display_status",
    ] {
        assert!(
            finding.get(member).is_some_and(|value| !value.is_null()),
            "{member} is missing in {finding}"
        );
    }
    assert_eq!(finding["link"], format!("{}finding/{id}", dojo.url));
    assert!(finding["_untrusted_paths"].as_array().unwrap().contains(&json!("component_name")));
}

/// A member of DefectDojo's that sees two products is told nothing of the others.
#[tokio::test]
async fn the_keys_rights_are_told_apart_from_a_bad_key() {
    let dojo = Dojo::start().await;
    let with_key = |key: &str| Setup {
        keys: mcp_defectdojo::dojo::Keys::Single(secrecy::SecretString::from(key)),
        ..Setup::as_role(Role::Admin)
    };
    let member = with_key("demo-member-key").client(&dojo.url).await;
    let text = member
        .bad(
            "create_product",
            json!({"name": "Not allowed", "description": "x", "prod_type_id": 1}),
        )
        .await;
    assert!(text.starts_with("Permission denied (HTTP 403)"), "{text}");
    let stranger = with_key("no-such-key-at-all").client(&dojo.url).await;
    let text = stranger.bad("list_products", json!({})).await;
    assert!(text.starts_with("DefectDojo does not accept the API key (HTTP 403)"), "{text}");
    let health = stranger.good("health_check", json!({})).await;
    assert_eq!(health["status"], "unhealthy");
}
