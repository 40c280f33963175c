//! Streamable HTTP over real sockets.

use std::time::Duration;

use mcp_defectdojo::{
    auth,
    transport::{self, Settings},
};
use rmcp::model::CallToolRequestParams;
use serde_json::json;

use super::{
    probe::take,
    raw::Request,
    server::{READER, Server, WRITER, as_writer, bindings},
};

#[tokio::test]
async fn a_token_becomes_a_caller() {
    let server = Server::bound().await;
    for (token, caller) in [(WRITER, "desk writer"), (READER, "wall reader")] {
        let client = server.client(token).await;
        assert_eq!(client.list_all_tools().await.unwrap().len(), 4);
        let answer = client.call_tool(CallToolRequestParams::new("whoami")).await.unwrap();
        assert_eq!(answer.content[0].as_text().unwrap().text, caller);
        client.cancel().await.unwrap();
    }
    server.stop().await;
}

/// Two callers on one connection, as behind a proxy: the second must not be taken for the first.
#[tokio::test]
async fn identity_is_of_the_request_and_not_of_the_connection() {
    let server = Server::bound().await;
    let mut connection = server.connect().await;
    let whoami = || Request::call("whoami", &json!({}));
    assert_eq!(connection.ask(&as_writer(whoami())).await.text(), "desk writer");
    let reader = whoami().header("Authorization", "Bearer reader-token");
    assert_eq!(connection.ask(&reader).await.text(), "wall reader");
    let nobody = connection.ask(&whoami()).await;
    assert_eq!(nobody.status, 401);
    server.stop().await;
}

#[tokio::test]
async fn wrong_tokens_are_challenged() {
    let server = Server::bound().await;
    let mut connection = server.connect().await;
    for (authorization, status, challenge) in [
        (None, 401, "Bearer"),
        (Some("Basic d3JpdGVyLXRva2Vu"), 401, "Bearer"),
        (Some("Bearer wrong"), 401, "Bearer error=\"invalid_token\""),
        (Some("Bearer writer-token2"), 401, "Bearer error=\"invalid_token\""),
        (Some("Bearer writer-toke"), 401, "Bearer error=\"invalid_token\""),
        (Some("Bearer writer token"), 400, "Bearer error=\"invalid_request\""),
    ] {
        let request = Request::call("whoami", &json!({}));
        let request = match authorization {
            Some(value) => request.header("Authorization", value),
            None => request,
        };
        let answer = connection.ask(&request).await;
        assert_eq!(answer.status, status, "{authorization:?}: {answer:?}");
        assert_eq!(answer.header("www-authenticate"), Some(challenge), "{authorization:?}");
        assert_eq!(answer.json()["error"]["code"], -32600);
        assert!(!answer.body.contains("writer"), "a token is echoed: {answer:?}");
    }
    server.stop().await;
}

/// A token in the address ends in logs and histories (RFC 6750 section 5.3).
#[tokio::test]
async fn a_token_in_the_address_is_not_looked_at() {
    let server = Server::bound().await;
    let mut request = Request::call("whoami", &json!({}));
    request.path = "/mcp?access_token=writer-token";
    assert_eq!(server.connect().await.ask(&request).await.status, 401);
    server.stop().await;
}

#[tokio::test]
async fn open_access_is_named_so() {
    let server = Server::open().await;
    let answer = server.connect().await.ask(&Request::call("whoami", &json!({}))).await;
    assert_eq!(answer.text(), "open-access admin");
    server.stop().await;
}

/// A page whose name was pointed at loopback reaches the socket; the name it came by gives it away.
#[tokio::test]
async fn rebound_names_and_foreign_pages_are_refused() {
    let server = Server::open().await;
    let mut connection = server.connect().await;
    let whoami = || Request::call("whoami", &json!({}));
    for (name, value, status) in [
        ("Host", "rebound.example", 403),
        ("Host", "127.0.0.1:8000", 200),
        ("Origin", "http://evil.example", 403),
        ("Origin", "null", 403),
        ("Origin", "http://localhost:6274", 200),
    ] {
        let answer = connection.ask(&whoami().header(name, value)).await;
        assert_eq!(answer.status, status, "{name}: {value}: {answer:?}");
    }
    server.stop().await;

    let server = Server::bound().await;
    let request = as_writer(whoami()).header("Host", "dojo.example");
    assert_eq!(server.connect().await.ask(&request).await.status, 200);
    let request = as_writer(whoami()).header("Origin", "http://evil.example");
    assert_eq!(server.connect().await.ask(&request).await.status, 403);
    server.stop().await;
}

#[tokio::test]
async fn listed_pages_may_ask_and_read() {
    let server = Server::bound().await;
    let mut connection = server.connect().await;
    let mut preflight = Request::get("/mcp").header("Origin", "http://localhost:6274");
    preflight.method = "OPTIONS";
    let answer = connection.ask(&preflight).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-origin"), Some("http://localhost:6274"));
    assert_eq!(answer.header("access-control-allow-headers"), Some("*, Authorization"));
    let call = as_writer(Request::call("whoami", &json!({})));
    let answer = connection.ask(&call.header("Origin", "http://localhost:6274")).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("http://localhost:6274"));
    server.stop().await;
}

#[tokio::test]
async fn unreadable_messages_are_explained() {
    let server = Server::open().await;
    let mut connection = server.connect().await;
    for (body, status, code) in [
        ("garbage", 400, -32700),
        ("", 400, -32700),
        ("{\"jsonrpc\":\"2.0\",\"id\":1,", 400, -32700),
        ("[]", 400, -32600),
        ("{\"id\":1}", 400, -32600),
    ] {
        let answer = connection.ask(&Request::post(body.into())).await;
        assert_eq!(answer.status, status, "{body}: {answer:?}");
        assert_eq!(answer.json()["error"]["code"], code, "{body}: {answer:?}");
    }
    for (name, value, status) in
        [("Accept", "application/json", 406), ("Content-Type", "text/plain", 415)]
    {
        let answer = connection.ask(&Request::call("whoami", &json!({})).header(name, value)).await;
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(answer.json()["error"]["code"], -32600);
    }
    // Who names no kind of answer, as plain HTTP clients do, takes any.
    for kinds in ["*/*", "text/html, */*;q=0.1"] {
        let request = Request::call("whoami", &json!({})).header("Accept", kinds);
        assert_eq!(connection.ask(&request).await.status, 200, "{kinds}");
    }
    let mut silent = Request::call("whoami", &json!({}));
    silent.headers.retain(|(name, _)| *name != "Accept");
    assert_eq!(connection.ask(&silent).await.status, 200);
    for path in ["/", "/sse", "/messages", "/mcp/x", "/health/../mcp"] {
        let answer = connection.ask(&Request::get(path)).await;
        assert_eq!(answer.status, 404, "{path}: {answer:?}");
        assert_eq!(answer.json()["error"]["code"], -32600);
    }
    let answer = connection.ask(&Request::get("/mcp")).await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
    server.stop().await;
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused_readably() {
    let settings = Settings { body_limit: 2000, report_limit: 2000, ..Settings::default() };
    let server = Server::start(settings, bindings()).await;
    let text = "x".repeat(1500);
    let echo = as_writer(Request::call("echo", &json!({"text": text})));
    assert_eq!(server.connect().await.ask(&echo).await.text(), text);

    let over = as_writer(Request::call("echo", &json!({"text": "x".repeat(2000)})));
    let answer = server.connect().await.ask(&over).await;
    assert_eq!(answer.status, 413);
    let message = "the request body is longer than this server's limit of 2000 bytes";
    assert_eq!(answer.json()["error"]["message"], message);

    // In chunks, its length is seen only as it comes; the rest is never read.
    let mut head = String::from_utf8(as_writer(Request::post(String::new())).bytes()).unwrap();
    head = head.replace("Content-Length: 0", "Transfer-Encoding: chunked");
    let mut connection = server.connect().await;
    connection.send(head.as_bytes()).await;
    for _ in 0..3 {
        connection.send(format!("3e8\r\n{}\r\n", "x".repeat(1000)).as_bytes()).await;
    }
    assert_eq!(connection.answer().await.unwrap().status, 413);
    connection.closed().await;

    // A caller without a token is refused before its body is looked at.
    let mut stranger = over;
    stranger.headers.retain(|(name, _)| *name != "Authorization");
    assert_eq!(server.connect().await.ask(&stranger).await.status, 401);
    server.stop().await;
}

/// A handler that reports progress is heard at once, in an event stream.
#[tokio::test]
async fn notifications_come_before_the_answer() {
    let server = Server::open().await;
    let params = json!({"name": "progress", "_meta": {"progressToken": "p"}});
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
    let mut connection = server.connect().await;
    let request = Request::post(body.to_string()).header("Connection", "close");
    connection.send(&request.bytes()).await;
    let stream = connection.rest().await;
    assert!(stream.contains("content-type: text/event-stream"), "{stream}");
    let progress = stream.find("notifications/progress").unwrap();
    assert!(progress < stream.find("progressed").unwrap(), "{stream}");
    server.stop().await;
}

#[tokio::test]
async fn a_stop_finishes_running_calls_and_takes_no_more() {
    let server = Server::bound().await;
    let mut idle = server.connect().await;
    idle.ask(&as_writer(Request::call("whoami", &json!({})))).await;
    let mut busy = server.connect().await;
    busy.send(&as_writer(Request::call("wait", &json!({}))).bytes()).await;
    take(&server.probe.started).await;

    server.shutdown.cancel();
    idle.closed().await;
    assert!(!server.task.is_finished());
    server.probe.release.add_permits(1);
    assert_eq!(busy.answer().await.unwrap().text(), "waited");
    busy.closed().await;
    server.task.await.unwrap().unwrap();
    tokio::net::TcpStream::connect(server.address).await.unwrap_err();
}

/// The handler learns that its caller left, and is waited for: what it was writing is recorded.
#[tokio::test]
async fn a_call_whose_client_left_is_told_and_waited_for() {
    let server = Server::open().await;
    let mut connection = server.connect().await;
    connection.send(&Request::call("wait", &json!({})).bytes()).await;
    take(&server.probe.started).await;
    drop(connection);
    take(&server.probe.cancelled).await;
    server.shutdown.cancel();
    assert!(!server.task.is_finished());
    server.probe.release.add_permits(1);
    take(&server.probe.finished).await;
    server.task.await.unwrap().unwrap();
}

/// Nothing but the drain limit ends a call that never ends.
#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let settings = Settings { drain: Duration::from_millis(20), ..Settings::default() };
    let server = Server::start(settings, auth::Settings::default()).await;
    let mut connection = server.connect().await;
    connection.send(&Request::call("wait", &json!({})).bytes()).await;
    take(&server.probe.started).await;
    server.shutdown.cancel();
    server.task.await.unwrap().unwrap();
}

/// Clients that stall are let go; each deadline is the only thing that can end its wait.
#[tokio::test]
async fn stalled_clients_are_let_go() {
    let short = Duration::from_millis(30);
    let long = Duration::from_mins(10);
    let deadlines = |head_deadline, body_deadline, idle_limit| Settings {
        head_deadline,
        body_deadline,
        idle_limit,
        ..Settings::default()
    };
    let whole = Request::call("whoami", &json!({})).bytes();
    let (head, _) = whole.split_at(whole.len() - 10);

    let server = Server::start(deadlines(short, long, long), auth::Settings::default()).await;
    server.connect().await.closed().await;
    let mut slow_head = server.connect().await;
    slow_head.send(b"POST /mcp HTTP/1.1\r\nHost: loc").await;
    slow_head.closed().await;
    let mut slow_second = server.connect().await;
    slow_second.ask(&Request::call("whoami", &json!({}))).await;
    slow_second.send(b"P").await;
    slow_second.closed().await;
    server.stop().await;

    let server = Server::start(deadlines(long, short, long), auth::Settings::default()).await;
    let mut slow_body = server.connect().await;
    slow_body.send(head).await;
    assert_eq!(slow_body.answer().await.unwrap().status, 408);
    slow_body.closed().await;
    server.stop().await;

    let server = Server::start(deadlines(long, long, short), auth::Settings::default()).await;
    let mut idle = server.connect().await;
    idle.ask(&Request::call("whoami", &json!({}))).await;
    idle.closed().await;
    server.stop().await;
}

/// A running call is not a stalled client: the idle limit must not cut a slow import.
#[tokio::test]
async fn a_running_call_outlives_the_idle_limit() {
    let short = Duration::from_millis(10);
    let settings = Settings { head_deadline: short, idle_limit: short, ..Settings::default() };
    let server = Server::start(settings, auth::Settings::default()).await;
    let mut connection = server.connect().await;
    connection.send(&Request::call("wait", &json!({})).bytes()).await;
    take(&server.probe.started).await;
    // Several idle limits pass, seen on connections that they do end.
    for _ in 0..5 {
        server.connect().await.closed().await;
    }
    server.probe.release.add_permits(1);
    assert_eq!(connection.answer().await.unwrap().text(), "waited");
    server.stop().await;
}

/// Writing in two pieces with Nagle's algorithm on costs 40 ms a call; a hundred calls would take 4 s.
#[tokio::test]
async fn answers_are_not_delayed() {
    let server = Server::open().await;
    let mut connection = server.connect().await;
    let request = Request::call("whoami", &json!({}));
    let began = std::time::Instant::now();
    for _ in 0..100 {
        connection.ask(&request).await;
    }
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
    server.stop().await;
}

#[tokio::test]
async fn an_address_in_use_is_said() {
    let server = Server::open().await;
    let settings = Settings { bind: server.address, ..Settings::default() };
    let error = transport::http::bind(settings).await.unwrap_err();
    assert!(error.to_string().starts_with(&format!("listen on {}", server.address)), "{error}");
    server.stop().await;
}
