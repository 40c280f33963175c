//! Sessions on Streamable HTTP, for clients that insist on them.

use std::time::Duration;

use mcp_defectdojo::transport::Settings;
use serde_json::json;

use super::{
    probe::take,
    raw::{Answer, Request},
    server::{Server, as_writer, bindings},
};

const DESK: &str = "Bearer writer-token";
const WALL: &str = "Bearer reader-token";

fn settings() -> Settings {
    Settings { sessions: true, ..Settings::default() }
}

async fn serving() -> Server {
    Server::start(settings(), bindings()).await
}

/// Sends one request on a connection of its own and reads the start of its answer.
async fn send(server: &Server, token: &str, session: Option<&str>, request: Request<'_>) -> Answer {
    let request = request.header("Authorization", token).header("Connection", "close");
    let request = match session {
        Some(id) => request.header("Mcp-Session-Id", id),
        None => request,
    };
    server.connect().await.ask(&request).await
}

async fn begin(server: &Server, token: &str) -> String {
    let answer = send(server, token, None, Request::initialize()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.header("mcp-session-id").unwrap().to_owned()
}

fn ping<'a>() -> Request<'a> {
    Request::rpc(5, "ping", &json!({}))
}

fn delete<'a>() -> Request<'a> {
    let mut request = Request::get("/mcp");
    request.method = "DELETE";
    request
}

#[tokio::test]
async fn a_real_client_keeps_its_session() {
    let server = serving().await;
    let client = server.client("writer-token").await;
    for _ in 0..3 {
        let call = rmcp::model::CallToolRequestParams::new("whoami");
        let answer = client.call_tool(call).await.unwrap();
        assert_eq!(answer.content[0].as_text().unwrap().text, "desk writer");
    }
    client.cancel().await.unwrap();
    server.stop().await;
}

/// rmcp alone lets any token use, read and end any session whose id it learns.
#[tokio::test]
async fn a_session_is_its_callers_alone() {
    let server = serving().await;
    let id = begin(&server, DESK).await;
    let stream = || Request::get("/mcp").header("Accept", "text/event-stream");
    for request in [ping(), stream(), delete()] {
        let answer = send(&server, WALL, Some(&id), request).await;
        assert_eq!(answer.status, 404, "{answer:?}");
    }
    assert_eq!(send(&server, "Bearer wrong", Some(&id), ping()).await.status, 401);
    assert_eq!(send(&server, DESK, Some(&id), ping()).await.status, 200);
    assert_eq!(send(&server, DESK, Some(&id), delete()).await.status, 204);
    assert_eq!(send(&server, DESK, Some(&id), ping()).await.status, 404);
    server.stop().await;
}

/// A client that begins and abandons sessions by the thousand harms itself alone.
#[tokio::test]
async fn abandoned_sessions_give_way() {
    let settings = Settings { session_limit: 5, caller_session_limit: 3, ..settings() };
    let server = Server::start(settings, bindings()).await;
    let wall = begin(&server, WALL).await;
    let first = begin(&server, DESK).await;
    let second = begin(&server, DESK).await;
    let third = begin(&server, DESK).await;
    assert_eq!(send(&server, DESK, Some(&first), ping()).await.status, 200);
    let fourth = begin(&server, DESK).await;
    // The one used least lately made room.
    for (id, status) in [(&first, 200), (&second, 404), (&third, 200), (&fourth, 200)] {
        assert_eq!(send(&server, DESK, Some(id), ping()).await.status, status);
    }
    for _ in 0..100 {
        begin(&server, DESK).await;
    }
    assert_eq!(send(&server, WALL, Some(&wall), ping()).await.status, 200);
    server.stop().await;
}

#[tokio::test]
async fn a_full_house_says_so() {
    let settings = Settings { session_limit: 1, ..settings() };
    let server = Server::start(settings, bindings()).await;
    begin(&server, DESK).await;
    let answer = send(&server, WALL, None, Request::initialize()).await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("30")));
    server.stop().await;
}

#[tokio::test]
async fn an_unused_session_ends() {
    let idle = Duration::from_millis(20);
    let server =
        Server::start(Settings { session_idle_limit: idle, ..settings() }, bindings()).await;
    let id = begin(&server, DESK).await;
    // Its event stream ends with it.
    let mut events = server.connect().await;
    let request = as_writer(Request::get("/mcp").header("Accept", "text/event-stream"));
    events.send(&request.header("Mcp-Session-Id", &id).header("Connection", "close").bytes()).await;
    events.rest().await;
    while send(&server, DESK, Some(&id), delete()).await.status != 404 {
        tokio::task::yield_now().await;
    }
    server.stop().await;
}

#[tokio::test]
async fn a_stop_answers_what_runs_in_sessions() {
    let server = serving().await;
    let id = begin(&server, DESK).await;
    let mut idle = server.connect().await;
    let stream = as_writer(Request::get("/mcp").header("Accept", "text/event-stream"));
    idle.send(&stream.header("Mcp-Session-Id", &id).bytes()).await;
    let mut connection = server.connect().await;
    let call = as_writer(Request::call("wait", &json!({}))).header("Mcp-Session-Id", &id);
    connection.send(&call.bytes()).await;
    take(&server.probe.started).await;
    server.shutdown.cancel();
    server.probe.release.add_permits(1);
    assert!(connection.rest().await.contains("waited"));
    idle.rest().await;
    server.task.await.unwrap().unwrap();
}
