//! A DefectDojo that misbehaves: what the model is told, word for word, in each case.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use rmcp::model::{CallToolRequestParams, ClientRequest, Request};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Notify,
};

use crate::support::{Client, Setup, object, records};

/// Answers every connection with these bytes, then closes it; counts the requests.
async fn answering(bytes: impl Into<Vec<u8>>) -> (String, Arc<AtomicUsize>) {
    let bytes: Vec<u8> = bytes.into();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let url = listening(move |mut stream| {
        let bytes = bytes.clone();
        let counted = Arc::clone(&counted);
        async move {
            read_head(&mut stream).await;
            counted.fetch_add(1, Ordering::SeqCst);
            stream.write_all(&bytes).await.ok();
            stream.shutdown().await.ok();
        }
    })
    .await;
    (url, count)
}

async fn listening<F>(answer: impl Fn(TcpStream) -> F + Send + 'static) -> String
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    url
}

/// Reads one request: its head, and a body as long as the head says.
async fn read_head(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.unwrap_or(0);
        text.extend_from_slice(&buffer[..read]);
        let Some(end) = text.windows(4).position(|window| window == b"\r\n\r\n") else {
            if read == 0 {
                return String::new();
            }
            continue;
        };
        let head = String::from_utf8_lossy(&text[..end]).to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .map_or(0, |length| length.trim().parse().unwrap());
        if read == 0 || text.len() >= end + 4 + length {
            return head;
        }
    }
}

fn response(status: &str, kind: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
        .into_bytes()
}

async fn told(url: &str, tool: &str, arguments: Value) -> String {
    Setup::default().client(url).await.bad(tool, arguments).await
}

async fn told_of(status: &str, kind: &str, body: &str) -> (String, usize) {
    let (url, count) = answering(response(status, kind, body)).await;
    let text = told(&url, "get_finding", json!({"finding_id": 7})).await;
    (text, count.load(Ordering::SeqCst))
}

/// One page of what a model reads when DefectDojo is not well.
#[tokio::test]
async fn every_failure_has_its_text() {
    let json = "application/json";
    let html = "text/html; charset=utf-8";
    let cases = [
        told_of("400 Bad Request", json, r#"{"title": ["This field may not be blank."], "message": "{'title': [ErrorDetail(string='x')]}", "pro": ["Try today"]}"#).await,
        told_of("403 Forbidden", json, r#"{"detail": "Invalid token."}"#).await,
        told_of("403 Forbidden", json, r#"{"detail": "You do not have permission to perform this action."}"#).await,
        told_of("404 Not Found", json, r#"{"detail": "No Finding matches the given query."}"#).await,
        told_of("404 Not Found", html, "<!DOCTYPE html><html>secret internals</html>").await,
        told_of("500 Internal Server Error", json, r#"{"message": "Internal server error, check logs for details", "pro": ["Pro"]}"#).await,
        told_of("500 Internal Server Error", html, "<h1>Server Error (500)</h1>").await,
        told_of("200 OK", html, "<html>Log in</html>").await,
        told_of("200 OK", json, "{\"id\": 7, ").await,
        told_of("200 OK", json, "not json at all").await,
        told_of("409 Conflict", json, r#"{"message": "A record with that name already exists"}"#).await,
    ];
    let texts: Vec<_> = cases.iter().map(|(text, count)| format!("{count}x {text}")).collect();
    insta::assert_snapshot!("failures", texts.join("\n"));
}

#[tokio::test]
async fn a_redirect_is_not_followed_and_names_the_target() {
    let (elsewhere, followed) = answering(response("200 OK", "application/json", "{}")).await;
    let redirect = format!(
        "HTTP/1.1 301 Moved Permanently\r\nLocation: {elsewhere}api/v2/x/?q=1\r\nContent-Length: 0\r\n\r\n"
    );
    let (url, _) = answering(redirect).await;
    let text = told(&url, "get_finding", json!({"finding_id": 7})).await;
    let target = elsewhere.trim_end_matches('/');
    assert!(
        text.starts_with(&format!("DefectDojo answered with a redirect (HTTP 301) to {target}:")),
        "{text}"
    );
    assert_eq!(followed.load(Ordering::SeqCst), 0, "the key was carried elsewhere");
}

#[tokio::test]
async fn a_dead_defectdojo_is_told_and_asked_again() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let text = told(&url, "get_finding", json!({"finding_id": 7})).await;
    assert!(
        text.starts_with("DefectDojo could not be reached: the connection was refused"),
        "{text}"
    );
}

/// A DefectDojo that takes a request and never answers: the wait ends, and the text says after how long.
#[tokio::test]
async fn a_slow_defectdojo_is_not_waited_for_for_ever() {
    let arrived = Arc::new(Notify::new());
    let seen = Arc::clone(&arrived);
    let url = listening(move |mut stream| {
        let seen = Arc::clone(&seen);
        async move {
            read_head(&mut stream).await;
            seen.notify_one();
            std::future::pending::<()>().await;
        }
    })
    .await;
    let client = Setup::default().client(&url).await;
    let call =
        tokio::spawn(async move { client.bad("get_finding", json!({"finding_id": 7})).await });
    arrived.notified().await;
    // From here on time passes as fast as everybody waits.
    tokio::time::pause();
    let text = call.await.unwrap();
    assert!(
        text.starts_with("DefectDojo did not answer within 30 s: ask for less at once"),
        "{text}"
    );
}

/// A body that ends early is retried for a read and never taken for the whole.
#[tokio::test]
async fn a_truncated_answer_is_retried_and_told() {
    let truncated = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"id\": 7, \"title\": \"x";
    let (url, count) = answering(truncated).await;
    let text = told(&url, "get_finding", json!({"finding_id": 7})).await;
    assert!(text.starts_with("DefectDojo's answer broke off: the connection was closed"), "{text}");
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_busy_defectdojo_is_asked_again_and_a_change_is_not() {
    let busy = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 0\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    let (url, count) = answering(busy).await;
    let text = told(&url, "list_products", json!({})).await;
    assert!(text.starts_with("DefectDojo failed to answer (HTTP 503)"), "{text}");
    assert_eq!(count.load(Ordering::SeqCst), 3, "a read is tried three times");
    let (url, count) = answering(busy).await;
    told(&url, "add_finding_note", json!({"finding_id": 7, "entry": "x"})).await;
    assert_eq!(count.load(Ordering::SeqCst), 1, "a change is sent once");
}

/// After a byte of a change went out, nobody knows: the text says so.
#[tokio::test]
async fn a_change_without_an_answer_says_that_it_may_have_been_made() {
    let url = listening(|mut stream| async move {
        read_head(&mut stream).await;
    })
    .await;
    let text = told(&url, "add_finding_note", json!({"finding_id": 7, "entry": "x"})).await;
    assert!(
        text.contains("the change may have been made: read the object before you try again"),
        "{text}"
    );
}

/// One odd row, odd values and unknown members never fail a list.
#[tokio::test]
async fn odd_rows_are_passed_over() {
    let body = json!({
        "count": 5, "next": null, "previous": null, "surprise": [1, {"a": 2}],
        "results": [
            {"id": 1, "title": "Good", "severity": "High", "tags": ["a"], "new_member": {"x": []}},
            null,
            "odd",
            {"title": "No id"},
            {"id": "3", "title": 17, "severity": "Terrible", "active": "true", "cwe": {"id": 3}, "tags": null,
             "line": "12", "vulnerability_ids": [null, {"vulnerability_id": "CVE-1"}], "cvssv3_score": "9.8"},
        ],
    });
    let (url, _) = answering(response("200 OK", "application/json", &body.to_string())).await;
    let client = Setup::default().client(&url).await;
    let list = client.good("list_findings", json!({"detail": "full"})).await;
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(items[1]["id"], 3);
    assert_eq!(items[1]["title"]["value"], "17");
    assert_eq!(items[1]["severity"], Value::Null);
    assert_eq!(items[1]["active"], true);
    assert_eq!(items[1]["cwe"], Value::Null);
    assert_eq!(items[1]["line"], 12);
    assert_eq!(items[1]["cvssv3_score"], 9.8);
    assert_eq!(items[1]["vulnerability_ids"], json!([{"vulnerability_id": "CVE-1"}]));
}

/// Our own key, coming back in whatever a finding says, does not reach the model.
#[tokio::test]
async fn our_own_key_never_comes_back() {
    let key = "demo-admin-key";
    let body = json!({"id": 7, "title": format!("uses {key}"), "description": "ZGVtby1hZG1pbi1rZXk=", "component_name": key});
    let (url, _) = answering(response("200 OK", "application/json", &body.to_string())).await;
    let client = Setup::default().client(&url).await;
    let finding = client.good("get_finding", json!({"finding_id": 7})).await.to_string();
    assert!(!finding.contains(key) && !finding.contains("ZGVtby1hZG1p"), "{finding}");
    assert!(finding.contains("[REDACTED:configured_secret]"));
    let text = client
        .bad("add_finding_note", json!({"finding_id": 7, "entry": format!("the key is {key}")}))
        .await;
    assert!(text.starts_with("`entry` was refused"), "{text}");
    assert!(!text.contains(key));
}

/// The state changed, the note was not stored: the call succeeds, and both answer and log say so.
#[tokio::test]
async fn a_note_that_cannot_be_stored_does_not_undo_a_close() {
    let url = listening(|mut stream| async move {
        let head = read_head(&mut stream).await;
        let json = "application/json";
        let finding = r#"{"id": 7, "title": "Sample", "active": false, "is_mitigated": true}"#;
        let answer = if head.starts_with("post /api/v2/findings/7/notes/") {
            response("500 Internal Server Error", json, "{}")
        } else {
            response("200 OK", json, finding)
        };
        stream.write_all(&answer).await.ok();
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    for tool in ["close_finding", "reopen_finding"] {
        let file = folder.path().join(tool);
        let mut setup = Setup::default();
        setup.audit.file = Some(file.clone());
        let client = setup.client(&url).await;
        let mut arguments = json!({"finding_id": 7, "note": "x"});
        if tool == "close_finding" {
            arguments["reason"] = json!("mitigated");
        }
        let closed = client.good(tool, arguments).await;
        assert_eq!(closed["_warning"]["note_attach_failed"], true, "{tool}: {closed}");
        assert_eq!(closed["_warning"]["finding_id"], 7);
        let failure = |record: &Value| {
            record["event_type"] == "note_attach_failure" && record["tool_name"] == tool
        };
        assert!(records(&file).iter().any(failure), "{tool} left no note_attach_failure");
    }
}

/// The third change within a window of two is refused with the time to wait; what was refused before is not counted.
#[tokio::test]
async fn changes_are_limited_and_told_when_to_come_back() {
    let (url, count) =
        answering(response("201 Created", "application/json", r#"{"entry": "x"}"#)).await;
    let client = Setup { mutations: 2, ..Setup::default() }.client(&url).await;
    let note = json!({"finding_id": 7, "entry": "x"});
    client.bad("add_finding_note", json!({"finding_id": 0, "entry": "x"})).await;
    for _ in 0..2 {
        client.good("add_finding_note", note.clone()).await;
    }
    let refused = client.call("add_finding_note", note).await;
    let content = crate::support::told(&refused);
    assert_eq!(content["code"], "rate_limited");
    let seconds = content["retry_after_seconds"].as_u64().unwrap();
    assert!((1..=60).contains(&seconds));
    let text = &refused.content[0].as_text().unwrap().text;
    assert!(text.contains(&format!("Retry-After: {seconds}s")), "{text}");
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

async fn start_call(
    client: &Client,
    tool: &str,
    arguments: Value,
) -> rmcp::service::RequestHandle<rmcp::RoleClient> {
    let mut request = CallToolRequestParams::new(tool.to_owned());
    request.arguments = Some(object(arguments));
    let request = ClientRequest::CallToolRequest(Request::new(request));
    client
        .service
        .send_cancellable_request(request, rmcp::service::PeerRequestOptions::no_options())
        .await
        .unwrap()
}

/// Cancelling a read ends it; cancelling a change that is on its way does not, and both are in the log.
#[tokio::test]
async fn a_cancelled_read_ends_and_a_cancelled_change_is_finished_and_recorded() {
    let arrived = Arc::new(Notify::new());
    let go_on = Arc::new(Notify::new());
    let (seen, may) = (Arc::clone(&arrived), Arc::clone(&go_on));
    let url = listening(move |mut stream| {
        let (seen, may) = (Arc::clone(&seen), Arc::clone(&may));
        async move {
            read_head(&mut stream).await;
            seen.notify_one();
            may.notified().await;
            let body =
                response("201 Created", "application/json", r#"{"entry": "x", "private": false}"#);
            stream.write_all(&body).await.ok();
        }
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let mut setup = Setup::default();
    setup.audit.file = Some(file.clone());
    let client = setup.client(&url).await;

    let read = start_call(&client, "get_finding", json!({"finding_id": 7})).await;
    arrived.notified().await;
    read.cancel(None).await.unwrap();
    let change =
        start_call(&client, "add_finding_note", json!({"finding_id": 7, "entry": "x"})).await;
    arrived.notified().await;
    change.cancel(None).await.unwrap();
    go_on.notify_waiters();
    go_on.notify_one();

    let outcomes = || {
        let calls = records(&file).into_iter().filter(|record| record["event_type"] == "audit");
        calls
            .map(|record| {
                (
                    record["tool_name"].as_str().unwrap().to_owned(),
                    record["outcome"].as_str().unwrap().to_owned(),
                )
            })
            .collect::<Vec<_>>()
    };
    let both = async {
        while outcomes().len() < 2 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), both).await.unwrap();
    let mut outcomes = outcomes();
    outcomes.sort();
    let pair = |tool: &str, outcome: &str| (tool.to_owned(), outcome.to_owned());
    assert_eq!(outcomes, [pair("add_finding_note", "success"), pair("get_finding", "error")]);
}
