//! Ordinary calls over stdio go past rmcp as well. No client may see a difference.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use mcp_defectdojo::{
    access::Role,
    render::Content,
    screen::Wrapping,
    server::Server,
    transport::{Calls, stdio},
};
use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf,
};
use tokio_util::sync::CancellationToken;

use super::direct::{call, calls, messages};
use crate::support::{Dojo, Setup, past_rmcp};

struct Client {
    input: WriteHalf<DuplexStream>,
    output: Lines<BufReader<ReadHalf<DuplexStream>>>,
}

impl Client {
    fn of(server: &Server, calls: Option<Calls>) -> Self {
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        let running = server.running();
        let surroundings =
            stdio::Surroundings { line_limit: stdio::LINE_LIMIT, reports: None, calls, running };
        let stop = CancellationToken::new();
        let streams = tokio::io::split(ours);
        tokio::spawn(stdio::serve_streams(server.clone(), streams, surroundings, stop));
        let (output, input) = tokio::io::split(theirs);
        Self { input, output: BufReader::new(output).lines() }
    }

    async fn ask(&mut self, message: &Value) -> String {
        self.input.write_all(format!("{message}\n").as_bytes()).await.unwrap();
        self.output.next_line().await.unwrap().unwrap()
    }
}

/// A client whose calls go past rmcp, one whose calls do not, and the count of those that went past.
fn both(server: &Server) -> ([Client; 2], Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let (past, counted) = (past_rmcp(server), Arc::clone(&count));
    let past: Calls = Arc::new(move |request, context| {
        counted.fetch_add(1, Ordering::Relaxed);
        past(request, context)
    });
    ([Client::of(server, Some(past)), Client::of(server, None)], count)
}

async fn server(content: Content, wrapping: Wrapping) -> (Dojo, Server) {
    let dojo = Dojo::start().await;
    let setup = Setup { wrapping, content, ..Setup::as_role(Role::Reader) };
    let server = setup.server(&dojo.url);
    (dojo, server)
}

/// Every kind of answer, in every form, to every revision that begins with a handshake, and what is not quite a call.
#[tokio::test]
async fn both_ways_answer_alike() {
    let forms = [
        (Content::Both, Wrapping::On),
        (Content::Text, Wrapping::Off),
        (Content::Structured, Wrapping::Compact),
    ];
    for (content, wrapping) in forms {
        let (_dojo, server) = server(content, wrapping).await;
        for revision in ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"] {
            let (mut clients, past) = both(&server);
            let hello = json!({
                "protocolVersion": revision, "capabilities": {},
                "clientInfo": {"name": "raw", "version": "0"},
            });
            let hello = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello});
            for client in &mut clients {
                client.ask(&hello).await;
            }
            let mut told = call(&json!(8), "get_finding", &json!({"finding_id": 1}));
            told["params"]["_meta"] = json!({"progressToken": 1});
            // What has no id is not answered.
            let messages = messages().into_iter().filter(|message| message.get("id").is_some());
            for message in messages.chain([told]) {
                let [one, other] = &mut clients;
                let answers = (one.ask(&message).await, other.ask(&message).await);
                assert_eq!(answers.0, answers.1, "{message} in {revision}");
            }
            assert_eq!(past.load(Ordering::Relaxed), 9);
        }
    }
}

/// From 2026-07-28 on there is no handshake: each request describes itself.
#[tokio::test]
async fn both_ways_answer_the_newest_revision_alike() {
    let (_dojo, server) = server(Content::Both, Wrapping::On).await;
    let (mut clients, past) = both(&server);
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "raw", "version": "0"},
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let mut list = json!({"jsonrpc": "2.0", "id": 0, "method": "tools/list", "params": {}});
    list["params"]["_meta"] = meta.clone();
    for client in &mut clients {
        client.ask(&list).await;
    }
    for (tool, arguments) in calls() {
        let undescribed = call(&json!("a"), tool, &arguments);
        let mut described = undescribed.clone();
        described["params"]["_meta"] = meta.clone();
        let mut told = described.clone();
        told["params"]["_meta"]["progressToken"] = 1.into();
        let mut older = described.clone();
        older["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"] = "2025-11-25".into();
        for message in [undescribed, described, told, older] {
            let [one, other] = &mut clients;
            let answers = (one.ask(&message).await, other.ask(&message).await);
            assert_eq!(answers.0, answers.1, "{message}");
        }
    }
    assert_eq!(past.load(Ordering::Relaxed), 5);
}
