//! Limits over the wire: one window for all tokens and transports of a caller, exactly full under a crowd.

use futures_util::future::join_all;
use mcp_defectdojo::{audit, demo::Demo, render::ERROR};
use serde_json::{Value, json};
use tokio::net::TcpSocket;

use super::served::{Served, token};
use crate::{
    support::{Setup, records, sample_arguments, told},
    transport::raw::{Connection, Request},
};

const CROWD: usize = 64;

fn note(number: usize) -> Value {
    json!({"finding_id": 1, "entry": format!("note {number}")})
}

fn is_error(answer: &Value) -> bool {
    answer["result"]["isError"] == true
}

/// Two tokens of one caller on Streamable HTTP and on an event stream, 64 at a time: not one change too many, none too
/// few, and DefectDojo saw exactly those that the callers were told of.
#[tokio::test]
async fn a_crowd_gets_exactly_the_limit() {
    let roles = [
        token("ci", "writer", "first", ""),
        token("ci", "writer", "second", ""),
        token("desk", "writer", "desk", ""),
    ];
    let served = Served::start(&roles.concat(), &[("MCP_TRANSPORT", "sse")]).await;
    let before = served.call("desk", "list_finding_notes", &json!({"finding_id": 1})).await;

    // What never reaches DefectDojo does not count.
    for _ in 0..5 {
        let wrong = served.call("first", "add_finding_note", &json!({"finding_id": 1})).await;
        assert_eq!(wrong["result"]["_meta"][ERROR]["code"], "invalid_arguments");
    }
    let served = &served;
    let calls = (0..CROWD).map(|number| async move {
        let token = if number % 2 == 0 { "first" } else { "second" };
        [
            served.call(token, "add_finding_note", &note(number)).await,
            served.call(token, "add_finding_note", &note(number)).await,
        ]
    });
    let answers: Vec<Value> = join_all(calls).await.into_iter().flatten().collect();
    let (limited, made): (Vec<_>, Vec<_>) = answers.iter().partition(|answer| is_error(answer));
    assert_eq!((made.len(), limited.len()), (60, 2 * CROWD - 60));
    for answer in limited {
        let content = &answer["result"]["_meta"][ERROR];
        let seconds = content["retry_after_seconds"].as_u64().unwrap();
        assert!((1..=60).contains(&seconds), "{content}");
        let text = answer["result"]["content"][0]["text"].as_str().unwrap();
        let told =
            format!("rate limit exceeded — retry after {seconds}s (Retry-After: {seconds}s; ");
        assert!(text.starts_with(&told), "{text}");
        assert_eq!(content["code"], "rate_limited");
    }

    // The window is the caller's, whatever way it comes; another caller has its own.
    assert_eq!(over_event_stream(served, "second").await["result"]["isError"], true);
    assert!(!is_error(&served.call("desk", "add_finding_note", &note(0)).await));
    let after = served.call("desk", "list_finding_notes", &json!({"finding_id": 1})).await;
    let count = |answer: &Value| {
        answer["result"]["structuredContent"]["pagination"]["count"].as_u64().unwrap()
    };
    assert_eq!(count(&after) - count(&before), 61);
}

/// A change by way of `GET /sse` and `POST /messages`.
async fn over_event_stream(served: &Served, token: &str) -> Value {
    let header = format!("Bearer {token}");
    let mut stream = Connection::open(served.address).await;
    stream.send(&Request::get("/sse").header("Authorization", &header).bytes()).await;
    let (_, path) = stream.event().await;
    let mut messages = Connection::open(served.address).await;
    for request in [Request::initialize(), Request::call("add_finding_note", &note(0))] {
        let request = Request { path: &path, ..request.header("Authorization", &header) };
        assert_eq!(messages.ask(&request).await.status, 202);
        let (_, data) = stream.event().await;
        let answer: Value = serde_json::from_str(&data).unwrap();
        if answer["id"] == 1 {
            return answer;
        }
    }
    panic!("the call was not answered");
}

/// While DefectDojo is away, callers do not use up what they may change once it is back.
#[tokio::test]
async fn a_refused_connection_is_no_change() {
    // Bound and not listening: connections are refused, and nobody else can take the port.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let url = format!("http://{}/", socket.local_addr().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let audit = audit::Settings { file: Some(file.clone()), ..Setup::default().audit };
    let client = Setup { mutations: 1, audit, ..Setup::default() }.client(&url).await;
    for tool in ["add_finding_note", "create_product", "update_finding", "import_scan"] {
        let text = client.bad(tool, sample_arguments(tool)).await;
        let cause = "DefectDojo could not be reached: the connection was refused";
        assert!(text.starts_with(cause), "{tool}: {text}");
    }

    let demo = Demo::seeded();
    let listener = socket.listen(64).unwrap();
    tokio::spawn(async move { demo.serve(listener, std::future::pending()).await });
    client.good("add_finding_note", note(0)).await;
    let limited = client.call("add_finding_note", note(1)).await;
    assert_eq!(told(&limited)["code"], "rate_limited");

    // The log tells apart what was announced and did not arrive.
    let mut ends = records(&file);
    ends.retain(|record| record["event_type"] == "audit");
    let reasons: Vec<_> =
        ends.iter().map(|record| record["reason"].as_str().unwrap_or("none")).collect();
    let away = "unreachable";
    assert_eq!(reasons, [away, away, away, away, "none", "rate_limited"]);
}

/// All callers without authentication are one.
#[tokio::test]
async fn open_access_shares_one_bucket() {
    let served = Served::start("", &[("REQUIRE_AUTH", "false")]).await;
    let served = &served;
    let calls = (0..CROWD).map(|number| async move {
        served.ask(&Request::call("add_finding_note", &note(number))).await.json()
    });
    let answers = join_all(calls).await;
    assert_eq!(answers.iter().filter(|answer| !is_error(answer)).count(), 10);
}

/// Reads and what they answer have limits of their own, which changes do not eat into.
#[tokio::test]
async fn reads_are_limited_by_number_and_by_bytes() {
    let roles = token("ci", "writer", "one", "") + &token("desk", "reader", "two", "");
    let variables = [("READ_RATE_LIMIT", "2"), ("READ_VOLUME_LIMIT", "1")];
    let served = Served::start(&roles, &variables).await;
    assert!(!is_error(&served.call("one", "add_finding_note", &note(0)).await));
    let read = json!({"finding_id": 1});
    // Refused before DefectDojo was asked: does not count.
    assert!(is_error(&served.call("one", "get_finding", &json!({})).await));
    for _ in 0..2 {
        assert!(!is_error(&served.call("one", "get_finding", &read).await));
    }
    let limited = served.call("one", "get_finding", &read).await;
    let text = limited["result"]["content"][0]["text"].as_str().unwrap();
    assert!(text.ends_with("; 2 reads in 60 s are allowed)"), "{text}");
    assert!(!is_error(&served.call("one", "add_finding_note", &note(1)).await));
    assert!(!is_error(&served.call("two", "get_finding", &read).await));
    let records = served.stop().await;
    let denied: Vec<_> = records.iter().filter(|record| record["outcome"] == "denied").collect();
    let reasons: Vec<_> = denied.iter().map(|record| record["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["invalid_arguments", "rate_limited"]);

    let served = Served::start(&roles, &[("READ_VOLUME_LIMIT", "1")]).await;
    let all = json!({"limit": 100, "detail": "full"});
    let mut bytes = 0;
    let text = loop {
        let answer = served.call("one", "list_findings", &all).await;
        let text = answer["result"]["content"][0]["text"].as_str().unwrap().to_owned();
        if is_error(&answer) {
            break text;
        }
        bytes += text.len();
        assert!(bytes < 8 << 20, "nothing limits the bytes");
    };
    assert!(bytes >= 1 << 20, "{bytes}: {text}");
    assert!(text.ends_with("; 1048576 bytes of answers in 60 s are allowed)"), "{text}");
}
