//! The event streams of protocol revision 2024-11-05.

use mcp_defectdojo::transport::Settings;
use serde_json::{Value, json};

use super::{
    probe::take,
    raw::{Connection, Request},
    server::{Server, as_writer, bindings},
};

/// An open event stream and the address that its messages go to.
struct Stream {
    events: Connection,
    path: String,
}

impl Stream {
    async fn open(server: &Server, token: &str) -> Self {
        let mut events = server.connect().await;
        events.send(&Request::get("/sse").header("Authorization", token).bytes()).await;
        let (kind, path) = events.event().await;
        assert_eq!(kind, "endpoint");
        Self { events, path }
    }

    async fn started(server: &Server, token: &str) -> Self {
        let mut stream = Self::open(server, token).await;
        assert_eq!(stream.post(server, token, Request::initialize()).await, 202);
        assert_eq!(stream.answer().await["result"]["protocolVersion"], "2025-06-18");
        stream
    }

    async fn post<'a>(&'a self, server: &Server, token: &'a str, request: Request<'a>) -> u16 {
        let mut request = request.header("Authorization", token);
        request.path = &self.path;
        server.connect().await.ask(&request).await.status
    }

    async fn answer(&mut self) -> Value {
        let (kind, data) = self.events.event().await;
        assert_eq!(kind, "message");
        serde_json::from_str(&data).unwrap()
    }
}

const DESK: &str = "Bearer writer-token";
const WALL: &str = "Bearer reader-token";

async fn serving() -> Server {
    Server::start(Settings { legacy_sse: true, ..Settings::default() }, bindings()).await
}

fn text(answer: &Value) -> &str {
    answer["result"]["content"][0]["text"].as_str().unwrap()
}

#[tokio::test]
async fn messages_are_answered_as_events() {
    let server = serving().await;
    let mut stream = Stream::started(&server, DESK).await;
    let call = || Request::call("whoami", &json!({}));
    assert_eq!(stream.post(&server, DESK, call()).await, 202);
    assert_eq!(text(&stream.answer().await), "desk writer");
    // Beside it, Streamable HTTP goes on.
    assert_eq!(server.connect().await.ask(&as_writer(call())).await.text(), "desk writer");
    server.stop().await;
}

/// Whoever learns a session's address must not read or write in another's name.
#[tokio::test]
async fn a_session_is_its_callers_alone() {
    let server = serving().await;
    let mut stream = Stream::started(&server, DESK).await;
    let call = || Request::call("whoami", &json!({}));
    assert_eq!(stream.post(&server, WALL, call()).await, 404);
    assert_eq!(stream.post(&server, "Bearer wrong", call()).await, 401);
    assert_eq!(stream.post(&server, DESK, call()).await, 202);
    assert_eq!(text(&stream.answer().await), "desk writer");
    server.stop().await;
}

#[tokio::test]
async fn what_is_no_message_is_refused() {
    let server = serving().await;
    let mut stream = Stream::open(&server, DESK).await;
    for (body, status) in [("garbage", 400), ("[]", 400), (r#"{"id":1}"#, 400)] {
        assert_eq!(stream.post(&server, DESK, Request::post(body.into())).await, status, "{body}");
    }
    // A notification before the first request must not end the session.
    let early = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
    assert_eq!(stream.post(&server, DESK, Request::post(early.into())).await, 202);
    assert_eq!(stream.post(&server, DESK, Request::initialize()).await, 202);
    assert_eq!(stream.answer().await["id"], 0);

    let mut connection = server.connect().await;
    for path in ["/messages", "/messages?sessionId=", "/messages?sessionId=x", "/messages?other=1"]
    {
        let mut request = as_writer(Request::initialize());
        request.path = path;
        assert_eq!(connection.ask(&request).await.status, 404, "{path}");
    }
    let get = as_writer(Request::get("/messages"));
    assert_eq!(connection.ask(&get).await.status, 405);
    assert_eq!(connection.ask(&Request::get("/sse")).await.status, 401);
    server.stop().await;
}

/// Streams that were left open by crashed clients would pile up without an end.
#[tokio::test]
async fn a_session_ends_with_its_stream() {
    let server = serving().await;
    let stream = Stream::started(&server, DESK).await;
    assert_eq!(stream.post(&server, DESK, Request::call("wait", &json!({}))).await, 202);
    take(&server.probe.started).await;
    let Stream { events, path } = stream;
    drop(events);
    // The handler is told once its time to answer is over; until then the session may still be found.
    server.probe.release.add_permits(1);
    take(&server.probe.finished).await;
    let mut connection = server.connect().await;
    loop {
        let mut request = as_writer(Request::call("whoami", &json!({})));
        request.path = &path;
        let answer = connection.ask(&request).await;
        if answer.status == 404 {
            break;
        }
        tokio::task::yield_now().await;
    }
    server.stop().await;
}

#[tokio::test]
async fn the_number_of_streams_is_bounded() {
    let settings = Settings {
        legacy_sse: true,
        session_limit: 3,
        caller_session_limit: 2,
        ..Settings::default()
    };
    let server = Server::start(settings, bindings()).await;
    let refused = async |token| {
        let request = Request::get("/sse").header("Authorization", token);
        let answer = server.connect().await.ask(&request).await;
        (answer.status, answer.header("retry-after").map(str::to_owned))
    };
    let full = (503, Some("30".to_owned()));
    let _first = Stream::open(&server, DESK).await;
    let _second = Stream::open(&server, DESK).await;
    assert_eq!(refused(DESK).await, full);
    let _third = Stream::open(&server, WALL).await;
    assert_eq!(refused(WALL).await, full);
    server.stop().await;
}

#[tokio::test]
async fn a_stop_answers_what_runs_and_ends_the_stream() {
    let server = serving().await;
    let mut stream = Stream::started(&server, DESK).await;
    assert_eq!(stream.post(&server, DESK, Request::call("wait", &json!({}))).await, 202);
    take(&server.probe.started).await;
    server.shutdown.cancel();
    server.probe.release.add_permits(1);
    assert_eq!(text(&stream.answer().await), "waited");
    server.task.await.unwrap().unwrap();
    assert_eq!(stream.events.rest().await, "\r\n0\r\n\r\n");
}
