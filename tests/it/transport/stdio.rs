//! The stdio transport over in-memory streams and, through its library function, line by line.

use mcp_defectdojo::transport::{Error, stdio};
use rmcp::{ServiceExt as _, model::CallToolRequestParams};
use serde_json::{Value, json};
use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, Lines, ReadHalf,
        WriteHalf, duplex, split,
    },
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

use super::probe::{Probe, take};

const LIMIT: usize = 4096;

struct Session {
    probe: Probe,
    input: Option<WriteHalf<DuplexStream>>,
    output: Lines<BufReader<ReadHalf<DuplexStream>>>,
    shutdown: CancellationToken,
    server: JoinHandle<Result<(), Error>>,
}

/// By which way calls come to the handler.
#[derive(Clone, Copy)]
enum Way {
    Rmcp,
    Past,
}

fn surroundings(probe: &Probe, way: Way) -> stdio::Surroundings {
    let calls = match way {
        Way::Rmcp => None,
        Way::Past => Some(probe.past_rmcp()),
    };
    stdio::Surroundings { line_limit: LIMIT, reports: None, calls, running: probe.calls.clone() }
}

impl Session {
    fn start() -> Self {
        Self::by(Way::Past)
    }

    fn by(way: Way) -> Self {
        let probe = Probe::new();
        let shutdown = CancellationToken::new();
        let (near, far) = duplex(1 << 16);
        let server = tokio::spawn(stdio::serve_streams(
            probe.clone(),
            split(far),
            surroundings(&probe, way),
            shutdown.clone(),
        ));
        let (output, input) = split(near);
        let output = BufReader::new(output).lines();
        Self { probe, input: Some(input), output, shutdown, server }
    }

    async fn started() -> Self {
        Self::started_by(Way::Past).await
    }

    /// What must hold on both ways.
    async fn both() -> [Self; 2] {
        [Self::started_by(Way::Rmcp).await, Self::started_by(Way::Past).await]
    }

    async fn started_by(way: Way) -> Self {
        let mut session = Self::by(way);
        let params = json!({
            "protocolVersion": "2025-06-18", "capabilities": {},
            "clientInfo": {"name": "raw", "version": "0"},
        });
        let hello = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params});
        session.send(&hello.to_string()).await;
        assert_eq!(session.answer().await["result"]["protocolVersion"], "2025-06-18");
        session.send(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#).await;
        session
    }

    async fn send(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(line.as_bytes()).await.unwrap();
        input.write_all(b"\n").await.unwrap();
    }

    async fn call(&mut self, id: u32, tool: &str) {
        let params = json!({"name": tool, "arguments": {}});
        let call = json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params});
        self.send(&call.to_string()).await;
    }

    async fn answer(&mut self) -> Value {
        serde_json::from_str(&self.output.next_line().await.unwrap().unwrap()).unwrap()
    }

    async fn end_input(&mut self) {
        self.input.take().unwrap().shutdown().await.unwrap();
    }

    /// The server ends without an error and without another line.
    async fn ends(mut self) {
        if self.input.is_some() {
            self.end_input().await;
        }
        self.server.await.unwrap().unwrap();
        assert_eq!(self.output.next_line().await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_real_client_calls() {
    let probe = Probe::new();
    let (near, far) = duplex(1 << 16);
    let shutdown = CancellationToken::new();
    let surroundings = surroundings(&probe, Way::Past);
    let server = tokio::spawn(stdio::serve_streams(probe, split(far), surroundings, shutdown));
    let client = ().serve(near).await.unwrap();
    assert_eq!(client.list_all_tools().await.unwrap().len(), 4);
    let answer = client.call_tool(CallToolRequestParams::new("whoami")).await.unwrap();
    assert_eq!(answer.content[0].as_text().unwrap().text, "local admin");
    client.cancel().await.unwrap();
    server.await.unwrap().unwrap();
}

/// A client that starts the server and leaves, as editors do on a cancelled start, is no failure.
#[tokio::test]
async fn the_end_of_input_is_a_clean_end() {
    let mut session = Session::start();
    session.end_input().await;
    session.ends().await;

    let mut session = Session::started().await;
    session.end_input().await;
    session.ends().await;
}

#[tokio::test]
async fn a_stop_is_a_clean_end() {
    let session = Session::start();
    session.shutdown.cancel();
    session.server.await.unwrap().unwrap();

    let session = Session::started().await;
    session.shutdown.cancel();
    session.server.await.unwrap().unwrap();
}

/// A client that pipes its requests in and closes the pipe must still read every answer.
#[tokio::test]
async fn running_calls_are_answered_after_the_end_of_input() {
    for mut session in Session::both().await {
        session.call(1, "wait").await;
        session.call(2, "wait").await;
        session.call(3, "whoami").await;
        session.end_input().await;
        take(&session.probe.started).await;
        take(&session.probe.started).await;
        assert_eq!(session.answer().await["id"], 3);
        assert!(!session.server.is_finished());
        session.probe.release.add_permits(2);
        let mut ids = [session.answer().await["id"].clone(), session.answer().await["id"].clone()];
        ids.sort_by_key(ToString::to_string);
        assert_eq!(ids, [json!(1), json!(2)]);
        session.ends().await;
    }
}

#[tokio::test]
async fn running_calls_are_answered_after_a_stop() {
    for mut session in Session::both().await {
        session.call(1, "wait").await;
        take(&session.probe.started).await;
        session.shutdown.cancel();
        session.call(2, "whoami").await;
        session.probe.release.add_permits(1);
        assert_eq!(session.answer().await["id"], 1);
        session.ends().await;
    }
}

/// The handler goes on after its caller has cancelled, to record what became of a write: the process must not
/// end before it has.
#[tokio::test]
async fn a_cancelled_call_is_waited_for_and_not_answered() {
    for mut session in Session::both().await {
        session.call(1, "wait").await;
        take(&session.probe.started).await;
        session
            .send(
                r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#,
            )
            .await;
        take(&session.probe.cancelled).await;
        session.end_input().await;
        assert!(!session.server.is_finished());
        session.probe.release.add_permits(1);
        take(&session.probe.finished).await;
        session.ends().await;
    }
}

/// A line that cannot be read is answered, before and after the first request, and the next is served.
#[tokio::test]
async fn garbage_is_answered_and_does_no_harm() {
    let cases = [
        ("garbage", json!(null), -32700),
        (r#"{"jsonrpc":"2.0","id":5,"#, json!(null), -32700),
        ("\u{1f980}", json!(null), -32700),
        (r#"{"id":5}"#, json!(5), -32600),
        (r#"{"jsonrpc":"1.0","id":"five","method":"ping"}"#, json!("five"), -32600),
        (r#"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#, json!(null), -32600),
        ("[]", json!(null), -32600),
        ("null", json!(null), -32600),
        (r#""text""#, json!(null), -32600),
    ];
    for mut session in [Session::start(), Session::started().await] {
        for (line, id, code) in &cases {
            session.send(line).await;
            let answer = session.answer().await;
            assert_eq!(&answer["id"], id, "{line}: {answer}");
            assert_eq!(answer["error"]["code"], *code, "{line}: {answer}");
        }
        session.send(r#"{"jsonrpc":"2.0","id":9,"method":"ping"}"#).await;
        assert_eq!(session.answer().await["id"], 9);
        session.ends().await;
    }
}

/// What asks for no answer gets none: one out of the blue would confuse a client more than it helps.
#[tokio::test]
async fn notifications_and_blank_lines_are_not_answered() {
    for mut session in [Session::start(), Session::started().await] {
        for line in [
            "",
            "  \r",
            r#"{"jsonrpc":"2.0","method":"notifications/unheard-of","params":{"a":1}}"#,
            r#"{"jsonrpc":"2.0","method":"$/setTrace","params":{"value":"off"}}"#,
            r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":77}}"#,
            r#"{"jsonrpc":"2.0","id":77,"result":{}}"#,
            r#"{"jsonrpc":"2.0","error":{"code":-32700,"message":"no"}}"#,
        ] {
            session.send(line).await;
        }
        session.send("\u{feff}{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"ping\"}\r").await;
        assert_eq!(session.answer().await["id"], 9);
        session.ends().await;
    }
}

/// Dropped silently, an overlong line leaves its client waiting for ever.
#[tokio::test]
async fn an_overlong_line_is_answered_with_its_id() {
    let mut session = Session::started().await;
    let filler = "x".repeat(LIMIT);
    let first = json!({"jsonrpc": "2.0", "id": 11, "method": "ping", "params": {"filler": filler}});
    let last = json!({"params": {"id": 1, "filler": filler}, "method": "ping", "id": "twelve"});
    for (line, id) in [
        (first.to_string(), json!(11)),
        (last.to_string(), json!("twelve")),
        (filler.clone() + "\"", json!(null)),
    ] {
        session.send(&line).await;
        let answer = session.answer().await;
        assert_eq!(answer["id"], id);
        assert_eq!(answer["error"]["code"], -32600);
        let message = "the message is longer than this server's limit of 4096 bytes";
        assert_eq!(answer["error"]["message"], message);
    }
    session.call(13, "whoami").await;
    assert_eq!(session.answer().await["id"], 13);
    session.ends().await;
}

/// Long-lived clients reuse ids; a bookkeeping by id must not hold the end up for them.
#[tokio::test]
async fn reused_ids_do_not_hold_up_the_end() {
    for mut session in Session::both().await {
        for _ in 0..3 {
            session.call(1, "whoami").await;
            assert_eq!(session.answer().await["id"], 1);
        }
        session.end_input().await;
        session.ends().await;
    }
}

/// Without the last request's answer, a script of piped requests loses its result.
#[tokio::test]
async fn a_last_line_without_an_end_is_served() {
    let mut session = Session::started().await;
    let input = session.input.as_mut().unwrap();
    input.write_all(br#"{"jsonrpc":"2.0","id":4,"method":"ping"}"#).await.unwrap();
    session.end_input().await;
    assert_eq!(session.answer().await["id"], 4);
    session.ends().await;
}

/// The client may be gone without having closed our input.
#[tokio::test]
async fn a_client_that_stops_reading_ends_the_server() {
    let probe = Probe::new();
    let (input, mut to_server) = tokio::io::simplex(1 << 16);
    let (nowhere, closed) = duplex(64);
    drop(closed);
    let surroundings = surroundings(&probe, Way::Past);
    let shutdown = CancellationToken::new();
    let streams = (input, nowhere);
    let server = tokio::spawn(stdio::serve_streams(probe, streams, surroundings, shutdown.clone()));
    to_server.write_all(b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n").await.unwrap();
    server.await.unwrap().unwrap();
    assert!(!shutdown.is_cancelled());
}
