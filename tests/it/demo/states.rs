//! The states of a finding: what each change does to the other flags.

use mcp_defectdojo::demo::MEMBER_KEY;
use reqwest::Method;
use serde_json::{Value, json};

use super::client::Instance;

/// A finding of one's own in a product that allows simple risk acceptance.
async fn make(demo: &Instance, more: Value) -> u64 {
    let mut body = json!({
        "test": 1, "title": "hand made SQL injection in the form", "severity": "High",
        "description": "A parameter is concatenated.", "active": true, "verified": false,
        "found_by": [7], "numerical_severity": "S1",
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let reply = demo.post("findings/", body).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    assert_eq!(reply.header("location"), Some("None"));
    reply.json()["id"].as_u64().unwrap()
}

async fn status(demo: &Instance, id: u64) -> (String, bool) {
    let row = demo.get(&format!("findings/{id}/")).await;
    (row["display_status"].as_str().unwrap().to_owned(), row["mitigated"].is_string())
}

/// Bodies, each with the display status and whether there is a date of mitigation; `Err` is a
/// refusal, whose text is given.
type Walk = Vec<(Value, Result<(&'static str, bool), &'static str>)>;

/// Every step from one state to the next.
#[tokio::test]
async fn patches_follow_the_table() {
    let duplicate = "Duplicate findings cannot be verified or active";
    let positive = "False positive findings cannot be verified.";
    let accepted = "Active findings cannot be risk accepted.";
    let walks: Vec<Walk> = vec![
        vec![
            (json!({"active": false}), Ok(("Inactive", false))),
            (json!({"active": true}), Ok(("Active", false))),
            (json!({"is_mitigated": true}), Ok(("Active, Mitigated", true))),
            (json!({"active": false, "is_mitigated": true}), Ok(("Inactive, Mitigated", true))),
            (json!({"is_mitigated": false}), Ok(("Inactive", false))),
        ],
        vec![
            (json!({"active": false, "is_mitigated": true}), Ok(("Inactive, Mitigated", true))),
            (json!({"active": true}), Ok(("Active", false))),
            (json!({"verified": true}), Ok(("Active, Verified", false))),
            (json!({"false_p": true}), Err(positive)),
            (
                json!({"false_p": true, "verified": false}),
                Ok(("Inactive, Mitigated, False Positive", true)),
            ),
            (json!({"false_p": false}), Ok(("Inactive, Mitigated", true))),
            (json!({"active": true}), Ok(("Active", false))),
            (json!({"out_of_scope": true}), Ok(("Inactive, Mitigated, Out Of Scope", true))),
            (json!({"out_of_scope": false, "active": true}), Ok(("Active", false))),
        ],
        vec![
            (json!({"risk_accepted": true}), Err(accepted)),
            (
                json!({"risk_accepted": true, "active": false}),
                Ok(("Inactive, Risk Accepted", false)),
            ),
            (json!({"active": true}), Err(accepted)),
            (json!({"risk_accepted": false}), Ok(("Active", false))),
        ],
        vec![
            (json!({"duplicate": true}), Err(duplicate)),
            (json!({"no_such_field": 1}), Ok(("Active", false))),
            (json!({"test": 2}), Ok(("Active", false))),
        ],
    ];
    let demo = Instance::start().await;
    for walk in walks {
        let id = make(&demo, json!({})).await;
        for (body, expected) in walk {
            let reply = demo.patch(&format!("findings/{id}/"), body.clone()).await;
            match expected {
                Ok((words, mitigated)) => {
                    assert_eq!(reply.status, 200, "{body}: {}", reply.text);
                    assert_eq!(status(&demo, id).await, (words.into(), mitigated), "{body}");
                }
                Err(sentence) => {
                    assert_eq!(reply.status, 400, "{body}");
                    assert_eq!(reply.json()["non_field_errors"], json!([sentence]));
                }
            }
        }
        assert_eq!(demo.get(&format!("findings/{id}/")).await["test"], 1);
    }
    let elsewhere = make(&demo, json!({"test": 12})).await;
    let body = json!({"risk_accepted": true, "active": false});
    let reply = demo.patch(&format!("findings/{elsewhere}/"), body).await;
    let sentence = reply.json()["non_field_errors"][0].as_str().unwrap().to_owned();
    assert!(sentence.starts_with("Simple risk acceptance is disabled"), "{sentence}");
    demo.stop().await;
}

/// Closing overwrites every flag; reopening has no endpoint but a PATCH.
#[tokio::test]
async fn closing_follows_the_table() {
    let demo = Instance::start().await;
    for (body, code, expected) in [
        (json!({}), 500, ("Active", false)),
        (json!({"is_mitigated": true, "mitigated_by": 1}), 400, ("Active", false)),
        (json!({"is_mitigated": true}), 200, ("Inactive, Mitigated", true)),
        (
            json!({"is_mitigated": true, "false_p": true}),
            200,
            ("Inactive, Mitigated, False Positive", true),
        ),
        (
            json!({"is_mitigated": true, "out_of_scope": true}),
            200,
            ("Inactive, Mitigated, Out Of Scope", true),
        ),
        (
            json!({"is_mitigated": true, "duplicate": true}),
            200,
            ("Inactive, Mitigated, Duplicate", true),
        ),
        (json!({"is_mitigated": false}), 200, ("Inactive, Mitigated", true)),
        (
            json!({"is_mitigated": true, "mitigated": "2020-01-01T00:00:00Z"}),
            200,
            ("Inactive, Mitigated", true),
        ),
    ] {
        let id = make(&demo, json!({})).await;
        let reply = demo.post(&format!("findings/{id}/close/"), body.clone()).await;
        assert_eq!(reply.status, code, "{body}");
        assert_eq!(status(&demo, id).await, (expected.0.into(), expected.1), "{body}");
        if code == 200 {
            assert_eq!(reply.json().as_object().unwrap().len(), 7, "{body}");
            let row = demo.get(&format!("findings/{id}/")).await;
            assert_eq!(row["mitigated"], reply.json()["mitigated"]);
            assert!(row["mitigated"].as_str().unwrap() > "2021");
            let open = json!({"active": true, "is_mitigated": false, "duplicate": false});
            let reply = demo.patch(&format!("findings/{id}/"), open).await;
            assert_eq!(reply.status, 200, "{}", reply.text);
            assert_eq!(status(&demo, id).await, ("Active".into(), false));
        }
    }
    let id = make(&demo, json!({})).await;
    let path = format!("findings/{id}/close/");
    let body = json!({"is_mitigated": true, "note": "Fixed in 2.0"});
    let reply = demo.request(Method::POST, &path).key(MEMBER_KEY).json(body).send().await;
    assert_eq!(reply.json()["mitigated_by"], 3);
    let notes = demo.get(&format!("findings/{id}/notes/")).await;
    assert_eq!(notes["notes"][0]["entry"], "Fixed in 2.0");
    let reply = demo.post(&format!("findings/{id}/verify/"), json!({"note": "seen"})).await;
    assert_eq!(reply.json()["display_status"], "Inactive, Verified, Mitigated");
    demo.stop().await;
}

/// What a POST rewrites, fills in and refuses.
#[tokio::test]
async fn creating_follows_the_notes() {
    let demo = Instance::start().await;
    let id = make(
        &demo,
        json!({"severity": "Critical", "numerical_severity": "S4",
        "cvssv3": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "tags": ["B", "a"],
        "vulnerability_ids": [{"vulnerability_id": "CVE-2024-1"}, "GHSA-x"],
        "cwe": 89, "cwes": [{"cwe": "CWE-564"}], "found_by": []}),
    )
    .await;
    let row = demo.get(&format!("findings/{id}/")).await;
    assert_eq!(row["title"], "Hand Made SQL Injection in the Form");
    assert_eq!(row["numerical_severity"], "S0");
    assert_eq!(row["cvssv3_score"], 9.8);
    assert_eq!(row["tags"], json!(["a", "b"]));
    assert_eq!(row["sla_days_remaining"], 7);
    assert_eq!(row["cwes"], json!([{"cwe": "CWE-89"}, {"cwe": "CWE-564"}]));
    assert_eq!(row["vulnerability_ids"][1]["vulnerability_id"], "GHSA-x");
    assert_eq!(row["found_by"].as_array().unwrap().len(), 1);
    let reply = demo.patch(&format!("findings/{id}/"), json!({"severity": "Low"})).await.json();
    assert_eq!(
        (&reply["numerical_severity"], &reply["sla_days_remaining"]),
        (&json!("S3"), &json!(120))
    );
    assert!(reply.get("push_to_jira").is_none());
    let whole = json!({"test": 1, "title": "t", "severity": "High", "description": "d",
        "active": true, "verified": true, "found_by": [7], "numerical_severity": "S1"});
    for (change, member, sentence) in [
        (
            json!({"severity": "high"}),
            "severity",
            "Severity must be one of the following: ['Info', 'Low', 'Medium', 'High', 'Critical']",
        ),
        (
            json!({"title": "x".repeat(512)}),
            "title",
            "Ensure this field has no more than 511 characters.",
        ),
        (json!({"title": " "}), "title", "This field may not be blank."),
        (json!({"numerical_severity": null}), "numerical_severity", "This field may not be null."),
        (
            json!({"cvssv3": "AV:N/garbage"}),
            "cvssv3",
            "No valid CVSS3 vectors found by cvss.parse_cvss_from_text()",
        ),
        (
            json!({"false_p": true}),
            "non_field_errors",
            "False positive findings cannot be verified.",
        ),
        (
            json!({"duplicate": true}),
            "non_field_errors",
            "Duplicate findings cannot be verified or active",
        ),
        (json!({"active": "maybe"}), "active", "Must be a valid boolean."),
        (
            json!({"date": "01.02.2024"}),
            "date",
            "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.",
        ),
        (json!({"found_by": [99999]}), "found_by", "Invalid pk \"99999\" - object does not exist."),
        (
            json!({"tags": ["a b"]}),
            "tags",
            "Invalid tag: 'a b'. Tags should not contain spaces, commas, or quotes.",
        ),
        (
            json!({"epss_score": 1.5}),
            "epss_score",
            "Ensure this value is less than or equal to 1.0.",
        ),
    ] {
        let mut body = whole.clone();
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let reply = demo.post("findings/", body).await;
        assert_eq!(reply.status, 400, "{change}");
        assert_eq!(reply.json()[member], json!([sentence]), "{change}");
    }
    demo.stop().await;
}

/// Tags append, notes keep their order, duplicates can be moved and reset.
#[tokio::test]
async fn what_hangs_on_a_finding() {
    let demo = Instance::start().await;
    let id = make(&demo, json!({})).await;
    let tags = format!("findings/{id}/tags/");
    let remove = format!("findings/{id}/remove_tags/");
    assert_eq!(demo.post(&tags, json!({"tags": ["alpha"]})).await.json()["tags"], json!(["alpha"]));
    let reply = demo.post(&tags, json!({"tags": ["UPPER", "with,comma"]})).await.json();
    assert_eq!(reply["tags"], json!(["alpha", "upper", "comma", "with"]));
    assert_eq!(demo.get(&tags).await["tags"], json!(["alpha", "comma", "upper", "with"]));
    assert_eq!(demo.patch(&remove, json!({"tags": ["comma"]})).await.status, 204);
    let reply = demo.patch(&remove, json!({"tags": ["nope"]})).await;
    assert_eq!(
        reply.json()["error"],
        "'nope' is not a valid tag in list '['alpha', 'upper', 'with']'"
    );
    assert_eq!(demo.patch(&remove, json!({"tags": []})).await.status, 400);
    let notes = format!("findings/{id}/notes/");
    for entry in ["first", "second"] {
        let reply = demo.post(&notes, json!({"entry": entry})).await;
        assert_eq!(reply.status, 201);
        assert!(reply.json().get("id").is_none());
    }
    let listed = demo.get(&notes).await;
    assert_eq!(listed["notes"][0]["entry"], "second");
    let note = listed["notes"][1]["id"].clone();
    let path = format!("findings/{id}/remove_note/");
    let body = json!({ "note_id": note });
    let stranger = demo.request(Method::PATCH, &path).key(MEMBER_KEY).json(body.clone()).send();
    assert_eq!(stranger.await.status, 403);
    assert_eq!(demo.patch(&path, body.clone()).await.status, 204);
    assert_eq!(demo.patch(&path, body).await.status, 404);
    let (original, copy) = (make(&demo, json!({})).await, make(&demo, json!({})).await);
    let moved = demo.post(&format!("findings/{copy}/original/{original}/"), json!({})).await;
    assert_eq!(moved.status, 204);
    let row = demo.get(&format!("findings/{copy}/")).await;
    assert_eq!(row["display_status"], "Inactive, Duplicate");
    assert_eq!(row["duplicate_finding"], original);
    let cluster = demo.get(&format!("findings/{original}/duplicate/")).await;
    assert_eq!(cluster[0]["id"], copy);
    assert_eq!(cluster.as_array().unwrap().len(), 1);
    assert_eq!(
        demo.post(&format!("findings/{copy}/duplicate/reset/"), json!({})).await.status,
        204
    );
    assert_eq!(status(&demo, copy).await, ("Active".into(), false));
    assert_eq!(demo.get(&format!("findings/{original}/duplicate/")).await, json!([]));
    let preview = demo.get(&format!("findings/{id}/delete_preview/")).await;
    assert_eq!(preview["count"], 2, "the finding and the note that is left");
    let gone = demo.request(Method::DELETE, &format!("findings/{id}/")).send().await;
    assert_eq!(gone.status, 204);
    let gone = demo.request(Method::GET, &format!("findings/{id}/")).send().await;
    assert_eq!(gone.status, 404);
    demo.stop().await;
}
