//! A person asked over stdio, where calls go past rmcp and questions through it.

use mcp_defectdojo::{
    guard::TaintPolicy,
    transport::{Error, stdio},
};
use serde_json::{Value, json};
use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, Lines, ReadHalf,
        WriteHalf,
    },
    task::JoinHandle,
};

use super::{Planted, confirm::close};
use crate::support::past_rmcp;

/// A client that was just asked about a call of its own.
struct Asked {
    input: WriteHalf<DuplexStream>,
    output: Lines<BufReader<ReadHalf<DuplexStream>>>,
    serving: JoinHandle<Result<(), Error>>,
    question: Value,
}

impl Asked {
    async fn about_closing(planted: &Planted) -> Self {
        let server = planted.setup(TaintPolicy::Confirm).server(&planted.dojo.url);
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let surroundings = stdio::Surroundings {
            line_limit: stdio::LINE_LIMIT,
            reports: None,
            calls: Some(past_rmcp(&server)),
            running: server.running(),
        };
        let stop = tokio_util::sync::CancellationToken::new();
        let streams = tokio::io::split(ours);
        let serving = tokio::spawn(stdio::serve_streams(server, streams, surroundings, stop));
        let (output, input) = tokio::io::split(theirs);
        let output = BufReader::new(output).lines();
        let mut client = Self { input, output, serving, question: Value::Null };
        for message in [
            json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
                "protocolVersion": "2025-06-18", "capabilities": { "elicitation": {} },
                "clientInfo": { "name": "test", "version": "1" } } }),
            json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
            json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
                "name": "get_finding", "arguments": { "finding_id": planted.bad } } }),
        ] {
            client.send(&message).await;
        }
        assert_eq!(client.receive().await["id"], 0);
        assert_eq!(client.receive().await["id"], 1);
        let params = json!({ "name": "close_finding", "arguments": close(planted.good) });
        client
            .send(&json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": params }))
            .await;
        client.question = client.receive().await;
        assert_eq!(client.question["method"], "elicitation/create");
        client
    }

    async fn send(&mut self, message: &Value) {
        self.input.write_all(format!("{message}\n").as_bytes()).await.unwrap();
    }

    async fn receive(&mut self) -> Value {
        serde_json::from_str(&self.output.next_line().await.unwrap().unwrap()).unwrap()
    }

    /// Ends the input, and with it the server.
    async fn leaves(&mut self) {
        self.input.shutdown().await.unwrap();
        (&mut self.serving).await.unwrap().unwrap();
    }
}

/// The answer must come back to the call that asked, which rmcp knows nothing of.
#[tokio::test]
async fn the_person_decides() {
    for (action, wanted) in [("accept", "done"), ("decline", "confirmation_declined")] {
        let planted = Planted::new().await;
        let mut client = Asked::about_closing(&planted).await;
        let id = client.question["id"].clone();
        client.send(&json!({ "jsonrpc": "2.0", "id": id, "result": { "action": action } })).await;
        let answer = client.receive().await;
        assert_eq!(answer["id"], 2, "{answer}");
        let failed = answer["result"]["isError"] == true;
        assert_eq!(failed, wanted != "done", "{answer}");
        assert_eq!(planted.is_open(planted.good).await, failed);
        client.leaves().await;
    }
}

/// A call that was taken back asks nothing more, and is not answered.
#[tokio::test]
async fn taking_the_call_back_ends_the_question() {
    let planted = Planted::new().await;
    let mut client = Asked::about_closing(&planted).await;
    let taken_back = json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 2 } });
    client.send(&taken_back).await;
    let told = client.receive().await;
    assert_eq!(told["method"], "notifications/cancelled");
    assert_eq!(told["params"]["requestId"], client.question["id"]);
    client.leaves().await;
    assert_eq!(client.output.next_line().await.unwrap(), None);
    let wanted = ["audit_confirmation asked", "audit error cancelled withdrawn"];
    assert_eq!(planted.told("close_finding"), wanted);
    assert!(planted.is_open(planted.good).await);
}

/// A client that went away while a person was thinking must not keep the process for as long as one may think.
#[tokio::test]
async fn the_end_of_input_ends_a_question() {
    let planted = Planted::new().await;
    let mut client = Asked::about_closing(&planted).await;
    let schema = &client.question["params"]["requestedSchema"];
    assert_eq!(schema, &json!({"type": "object", "properties": {}}));
    client.leaves().await;
    let wanted = ["audit_confirmation asked", "audit denied confirmation_unanswered unanswered"];
    assert_eq!(planted.told("close_finding"), wanted);
    assert!(planted.is_open(planted.good).await);
}
