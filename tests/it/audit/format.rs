//! What stands in a line: the members that SIEM rules key on, in the contract's order and spelling.

use std::time::Duration;

use mcp_defectdojo::audit::{Call, Ended, Log, Outcome, Record, RefusedLogin, Settings, Upstream};
use proptest::prelude::*;
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    Captured, KEY, call, object,
    oracle::{assert_python_writes, verified_text},
};

/// The lines of a log that these records were given to, without `chain_start` and the stop record.
async fn lines(records: Vec<Record>) -> (String, Vec<Value>) {
    let stderr = Captured::default();
    let settings = Settings { key: Some(SecretString::from(KEY)), ..Settings::default() };
    let log = Log::open_with(&settings, Box::new(stderr.clone())).unwrap();
    for record in records {
        log.append(record).await.unwrap();
    }
    log.close().await;
    let text = stderr.text();
    let lines = verified_text(&text);
    (text, lines[1..lines.len() - 1].to_vec())
}

fn names(line: &Value) -> Vec<&str> {
    line.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn a_write_has_the_contracts_members_in_order() {
    let call = Call {
        findings_read_before_mutation: Some(vec![3, 17]),
        taint: None,
        request_digests: object(json!({"note": "hmac-sha256:00"})),
        ..call("close_finding")
    };
    let ended = Ended {
        reason: Some("upstream_refused"),
        error: Some("DefectDojo refused".to_owned()),
        transition_cause: Some("explicit_field".to_owned()),
        upstream: vec![Upstream {
            method: "POST".to_owned(),
            path: "/api/v2/findings/17/close/".to_owned(),
            status: Some(400),
        }],
        ..Ended::new(Outcome::Error, Duration::from_nanos(12_344_999))
    };
    let (_, lines) = lines(vec![Record::intent(&call), Record::outcome(&call, &ended)]).await;
    let [intent, outcome] = lines.as_slice() else { panic!("{lines:?}") };
    let start = [
        "timestamp",
        "level",
        "logger",
        "message",
        "event_type",
        "tool_name",
        "request_id",
        "caller_id",
        "authenticated_caller_id",
        "caller_role",
        "request_params",
    ];
    let mut expected = start.to_vec();
    expected.extend([
        "outcome",
        "duration_ms",
        "error",
        "findings_read_before_mutation",
        "transition_cause",
        "retention_class",
        "seq",
        "chain_id",
        "kid",
        "event_id",
        "client_request_id",
        "reason",
        "upstream",
        "request_digests",
        "integrity_hmac",
    ]);
    assert_eq!(names(outcome), expected);
    assert_eq!(outcome["event_type"], "audit");
    assert_eq!(outcome["level"], "ERROR");
    assert_eq!(outcome["outcome"], "error");
    assert_eq!(outcome["duration_ms"], 12.34);
    assert_eq!(outcome["retention_class"], "security_audit");
    assert_eq!(outcome["findings_read_before_mutation"], json!([3, 17]));
    assert_eq!(outcome["upstream"][0]["status"], 400);

    let mut expected = start.to_vec();
    expected.extend([
        "findings_read_before_mutation",
        "retention_class",
        "seq",
        "chain_id",
        "kid",
        "event_id",
        "client_request_id",
        "request_digests",
        "integrity_hmac",
    ]);
    assert_eq!(names(intent), expected);
    assert_eq!(intent["event_type"], "audit_intent");
    assert_eq!(intent["request_id"], outcome["request_id"]);
    assert_ne!(intent["event_id"], outcome["event_id"]);
}

/// Values that are absent are left out, as the Python server does: SIEM rules test for their presence.
#[tokio::test]
async fn a_read_carries_no_empty_members() {
    let call = Call { client_request_id: None, ..call("get_finding") };
    let ended = Ended::new(Outcome::Success, Duration::ZERO);
    let (_, lines) = lines(vec![Record::outcome(&call, &ended)]).await;
    for absent in
        ["error", "findings_read_before_mutation", "transition_cause", "reason", "upstream"]
    {
        assert!(lines[0].get(absent).is_none(), "{absent}");
    }
    assert_eq!(lines[0]["duration_ms"], 0.0);
    assert_eq!(lines[0]["level"], "INFO");
    assert_eq!(lines[0]["message"], "Tool call completed");
}

#[tokio::test]
async fn refusals_are_counted_as_denied() {
    let denied =
        Ended { reason: Some("rate_limited"), ..Ended::new(Outcome::Denied, Duration::ZERO) };
    let login = RefusedLogin {
        request_id: Uuid::now_v7(),
        reason: "unknown_token",
        throttled: false,
        unreported: 2,
        peer: Some("127.0.0.1:50000".to_owned()),
    };
    let (_, lines) =
        lines(vec![Record::outcome(&call("x"), &denied), Record::login_refused(&login)]).await;
    for line in &lines {
        assert_eq!(line["event_type"], "audit");
        assert_eq!(line["outcome"], "denied");
        assert_eq!(line["level"], "WARNING");
    }
    assert_eq!(lines[0]["reason"], "rate_limited");
    assert_eq!(lines[1]["authenticated_caller_id"], Value::Null);
}

#[tokio::test]
async fn warnings_carry_what_rules_join_on() {
    let call = Call { caller_id: "claims-to-be-admin".to_owned(), ..call("close_finding") };
    let (_, lines) = lines(vec![
        Record::open_access(&call),
        Record::note_attach_failure(&call, 17, "Finding closed but note failed: timeout"),
        Record::security_warning("A warning", &object(json!({"detail": 1}))),
        Record::lifecycle("A change", &object(json!({"detail": 2}))),
    ])
    .await;
    let [open, note, warning, change] = lines.as_slice() else { panic!("{lines:?}") };
    assert_eq!(open["event_type"], "security_warning");
    assert_eq!(open["meta_caller_id"], "claims-to-be-admin");
    assert_eq!(note["event_type"], "note_attach_failure");
    assert_eq!((&note["finding_id"], &note["note_attach_failed"]), (&json!(17), &json!(true)));
    assert_eq!(
        (&warning["retention_class"], &warning["detail"]),
        (&json!("security_audit"), &json!(1))
    );
    assert_eq!((&change["retention_class"], &change["detail"]), (&json!("operational"), &json!(2)));
}

/// A client chooses these texts: none may fill the log.
#[tokio::test]
async fn what_a_client_names_is_cut() {
    let long = "é".repeat(100_000);
    let call = Call {
        tool_name: long.clone(),
        caller_id: long.clone(),
        client_request_id: Some(long.clone()),
        ..call("x")
    };
    let ended = Ended { error: Some(long), ..Ended::new(Outcome::Error, Duration::ZERO) };
    let (_, lines) = lines(vec![Record::outcome(&call, &ended)]).await;
    let length = |name: &str| lines[0][name].as_str().unwrap().chars().count();
    assert_eq!(length("client_request_id"), 64);
    assert_eq!((length("tool_name"), length("caller_id"), length("error")), (256, 256, 4096));
}

#[tokio::test]
async fn long_texts_are_withheld_and_told_apart_by_digest() {
    let settings = Settings { key: Some(SecretString::from(KEY)), ..Settings::default() };
    let log = Log::open_with(&settings, Box::new(Captured::default())).unwrap();
    let arguments = object(json!({
        "finding_id": 3, "note": "naïve", "title": "naïve", "nothing": null, "tags": ["a"],
        "anything": "x".repeat(1025), "short": "x".repeat(1024),
    }));
    let (params, digests) = log.withhold(&arguments);
    assert_eq!(
        Value::from(params),
        json!({
            "finding_id": 3, "note": "<5 chars>", "title": "<5 chars>", "tags": ["a"],
            "anything": "<1025 chars>", "short": "x".repeat(1024),
        })
    );
    assert_eq!(digests.keys().collect::<Vec<_>>(), ["note", "title", "anything"]);
    assert_eq!(digests["note"], digests["title"]);
    assert_eq!(digests["note"], log.digest("naïve"));
    assert_ne!(digests["note"], digests["anything"]);
    log.close().await;
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("JSON has no such number", |it| it.is_finite())
            .prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[\u{0}-\u{ff}\u{2028}\u{d7ff}\u{e000}\u{fffd}-\u{10001}\u{10ffff}\"\\\\/]{0,20}"
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Whatever is recorded reads back as it was, and Python would have written the very same bytes, so that the
/// Python server's users can re-serialise our lines with their own tools.
#[test]
fn any_value_reads_back_and_is_what_python_writes() {
    let values = std::cell::RefCell::new(Vec::new());
    proptest!(ProptestConfig { cases: 512, failure_persistence: None, ..Default::default() }, |(value in any_json())| {
        values.borrow_mut().push(value);
    });
    let values = values.into_inner();
    assert!(values.len() >= 512);
    let records = values
        .iter()
        .map(|value| {
            Record::lifecycle("é\u{7f}", &Map::from_iter([("value".to_owned(), value.clone())]))
        })
        .collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (text, lines) = runtime.block_on(lines(records));
    for (value, line) in values.iter().zip(&lines) {
        // Through text on both sides: serde_json reads some floats one unit in the last place off.
        let read_back: Value = serde_json::from_str(&value.to_string()).unwrap();
        assert_eq!(line["value"], read_back);
    }
    assert_eq!(values.len(), lines.len());
    assert_python_writes(&text);
}
