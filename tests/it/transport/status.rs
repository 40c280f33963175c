//! Liveness, readiness, metrics, and the headers that narrow a request.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use mcp_defectdojo::{
    access::Naming as _,
    auth::{Authenticator, Names},
    metrics::Metrics,
    tools,
    transport::Settings,
};
use serde_json::json;

use super::{
    raw::{Answer, Connection, Request},
    server::{Server, as_writer, bindings},
};

fn authenticator() -> Authenticator {
    Authenticator::new(bindings()).unwrap()
}

async fn get(server: &Server, path: &str) -> Answer {
    // A probe of an orchestrator calls by address, whatever names the server answers to.
    server.connect().await.ask(&Request::get(path).header("Host", "10.1.2.3:8000")).await
}

#[tokio::test]
async fn health_and_readiness_are_told_to_anybody() {
    let ready = Arc::new(AtomicBool::new(false));
    let asked = ready.clone();
    let settings = Settings { allowed_hosts: vec!["dojo.example".into()], ..Settings::default() };
    let server = Server::listening(settings, authenticator(), |listener| {
        listener.ready_when(move || std::future::ready(asked.load(Relaxed)))
    })
    .await;
    let health = get(&server, "/health").await;
    assert_eq!((health.status, health.json()), (200, json!({"status": "alive"})));
    let unready = get(&server, "/ready").await;
    assert_eq!((unready.status, unready.json()), (503, json!({"status": "not ready"})));
    ready.store(true, Relaxed);
    let answer = get(&server, "/ready").await;
    assert_eq!((answer.status, answer.json()), (200, json!({"status": "ready"})));
    assert_eq!(get(&server, "/metrics").await.status, 403);
    server.stop().await;
}

#[tokio::test]
async fn metrics_have_an_address_of_their_own() {
    let metrics = Arc::new(Metrics::new(["whoami"]));
    let settings = Settings { metrics: Some(([127, 0, 0, 1], 0).into()), ..Settings::default() };
    let counted = metrics.clone();
    let server =
        Server::listening(settings, authenticator(), |listener| listener.counting(counted)).await;
    let mut connection = server.connect().await;
    let whoami = || Request::call("whoami", &json!({}));
    assert_eq!(connection.ask(&as_writer(whoami())).await.status, 200);
    assert_eq!(connection.ask(&whoami()).await.status, 401);
    let wrong = whoami().header("Authorization", "Bearer wrong");
    assert_eq!(connection.ask(&wrong).await.status, 401);
    assert_eq!(connection.ask(&as_writer(Request::get("/metrics"))).await.status, 404);

    let mut scraper = Connection::open(server.metrics.unwrap()).await;
    let answer = scraper.ask(&Request::get("/metrics")).await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").unwrap().starts_with("text/plain; version=0.0.4"));
    for line in [
        "mcp_connections 1",
        r#"mcp_http_responses_total{status="2xx"} 1"#,
        r#"mcp_http_responses_total{status="4xx"} 3"#,
        r#"mcp_refused_logins_total{reason="missing_token"} 1"#,
        r#"mcp_refused_logins_total{reason="unknown_token"} 1"#,
    ] {
        assert!(answer.body.lines().any(|known| known == line), "{line}\n{}", answer.body);
    }
    assert_eq!(scraper.ask(&Request::get("/mcp")).await.status, 404);
    server.stop().await;
}

/// A client that asks for much and reads nothing would hold its answer in memory for ever.
#[tokio::test]
async fn clients_that_do_not_read_are_let_go() {
    let settings = Settings {
        metrics: Some(([127, 0, 0, 1], 0).into()),
        write_deadline: Duration::from_millis(20),
        ..Settings::default()
    };
    let metrics = Arc::new(Metrics::default());
    let server =
        Server::listening(settings, authenticator(), |listener| listener.counting(metrics)).await;
    let large = as_writer(Request::call("echo", &json!({"text": "x".repeat(4_000_000)}))).bytes();
    let mut unread = server.connect().await;
    // More than the system's buffers on both sides take: until the server hangs up.
    while unread.try_send(&large).await {}
    let mut scraper = Connection::open(server.metrics.unwrap()).await;
    while !scraper.ask(&Request::get("/metrics")).await.body.contains("mcp_connections 0") {
        tokio::task::yield_now().await;
    }
    assert_eq!(get(&server, "/health").await.status, 200);
    server.stop().await;
}

#[tokio::test]
async fn headers_that_narrow_reach_the_handler_or_are_refused() {
    let names: Names = Arc::new(tools::all());
    let server = Server::listening(Settings::default(), authenticator(), |listener| {
        listener.narrowing(names)
    })
    .await;
    let mut connection = server.connect().await;
    let call = || as_writer(Request::call("narrowed", &json!({})));
    assert_eq!(connection.ask(&call()).await.text(), "None");
    let narrowed = call().header("X-MCP-Toolsets", "findings").header("X-MCP-Readonly", "true");
    let registry = tools::all();
    let left = registry.toolset("findings").unwrap().without(registry.writing());
    assert_eq!(connection.ask(&narrowed).await.text(), format!("{:?}", Some(left)));
    let answer = connection.ask(&call().header("X-MCP-Tools", "get_finding, get_fnding")).await;
    assert_eq!(answer.status, 400);
    let message = "x-mcp-tools names `get_fnding`, which is no tool of this server; did you mean get_finding?";
    assert_eq!(answer.json()["error"]["message"], message);
    server.stop().await;
}
