//! Ordinary calls go past rmcp. No client may see a difference, and none may do more.

use serde_json::{Value, json};

use super::Service;
use crate::transport::raw::{Answer, Connection, Request};

/// What clients send, and the same, which rmcp is left to judge.
const KINDS: [&str; 2] =
    ["application/json, text/event-stream", "application/json;q=1, text/event-stream"];

/// The answers to one message on both ways.
async fn asked(
    connection: &mut Connection,
    message: &Value,
    headers: &[(&str, &str)],
) -> [Answer; 2] {
    let request = |kinds| {
        let mut request = Request::post(message.to_string()).header("Accept", kinds);
        request.headers.extend(headers);
        request
    };
    let [plain, weighed] = KINDS.map(request);
    [connection.ask(&plain).await, connection.ask(&weighed).await]
}

pub(super) fn call(id: &Value, tool: &str, arguments: &Value) -> Value {
    let params = json!({"name": tool, "arguments": arguments});
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params})
}

/// A call for each kind of answer, good and bad.
pub(super) fn calls() -> [(&'static str, Value); 5] {
    [
        ("get_finding", json!({"finding_id": 1})),
        ("list_findings", json!({"limit": 5})),
        ("get_finding", json!({"finding_id": 999_999_999})),
        ("get_finding", json!({})),
        ("no_such_tool", json!({})),
    ]
}

/// Calls, and what is not quite one.
pub(super) fn messages() -> Vec<Value> {
    let number = json!(7);
    vec![
        call(&number, "get_finding", &json!({"finding_id": 1})),
        call(&json!("a \"text\" é"), "get_finding", &json!({"finding_id": 2})),
        call(&json!(-1), "list_findings", &json!({"limit": 30, "detail": "full"})),
        call(&number, "list_findings", &json!({"limit": 5, "format": "csv"})),
        call(&number, "get_finding", &json!({"finding_id": 999_999_999})),
        call(&number, "get_finding", &json!({"finding": 1})),
        call(&number, "get_findings", &json!({})),
        call(&number, "close_finding", &json!({"finding_id": 1, "reason": "mitigated"})),
        json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "list_test_types"}}),
        json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"arguments": {}}}),
        json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": 7}}),
        json!({"jsonrpc": "2.0", "id": null, "method": "tools/call", "params": {"name": "health_check"}}),
        json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call"}),
        json!({"jsonrpc": "1.0", "id": 1, "method": "tools/call", "params": {"name": "health_check"}}),
        json!({"jsonrpc": "2.0", "method": "tools/call", "params": {"name": "health_check"}}),
        json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}),
    ]
}

/// Every kind of answer, in every form, to every revision, and what is not quite a call.
#[tokio::test]
async fn both_ways_answer_alike() {
    let messages = messages();
    let revisions =
        ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28", "1999-01-01"];
    for (content, wrapping) in [("both", "on"), ("text", "off"), ("structured", "compact")] {
        let environment = [("RESULT_CONTENT", content), ("UNTRUSTED_CONTENT_WRAPPING", wrapping)];
        let service = Service::demo(&environment).await;
        let reader = format!("Bearer {}", service.tokens[1]);
        let mut connection = service.connect().await;
        for message in &messages {
            let said = revisions.iter().map(|revision| Some(("MCP-Protocol-Version", *revision)));
            for revision in said.chain([None]) {
                let mut headers = vec![("Authorization", reader.as_str())];
                headers.extend(revision);
                let [plain, weighed] = asked(&mut connection, message, &headers).await;
                assert_eq!(plain.body, weighed.body, "{message} with {revision:?}");
                assert_eq!(plain.status, weighed.status, "{message} with {revision:?}");
                let kinds = [&plain, &weighed].map(|answer| answer.header("content-type"));
                assert_eq!(kinds[0], kinds[1], "{message} with {revision:?}");
            }
        }
    }
}

/// Clients of 2026-07-28 describe each call in its metadata and in headers.
#[tokio::test]
async fn both_ways_answer_the_newest_revision_alike() {
    let service = Service::demo(&[]).await;
    let mut connection = service.connect().await;
    let reader = format!("Bearer {}", service.tokens[1]);
    for (tool, arguments) in calls() {
        let mut message = call(&json!(1), tool, &arguments);
        message["params"]["_meta"] = json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientInfo": {"name": "raw", "version": "0"},
            "io.modelcontextprotocol/clientCapabilities": {},
        });
        let headers = [
            ("Authorization", reader.as_str()),
            ("MCP-Protocol-Version", "2026-07-28"),
            ("Mcp-Method", "tools/call"),
            ("Mcp-Name", tool),
        ];
        let [plain, weighed] = asked(&mut connection, &message, &headers).await;
        assert_eq!(plain.body, weighed.body, "{message}");
        assert_eq!(plain.status, weighed.status, "{message}");
    }
}

/// What narrows or refuses a request does so on both ways.
#[tokio::test]
async fn both_ways_refuse_alike() {
    let service = Service::demo(&[]).await;
    let mut connection = service.connect().await;
    let message = call(&json!(1), "get_finding", &json!({"finding_id": 1}));
    let reader = format!("Bearer {}", service.tokens[1]);
    let narrowed = [("Authorization", reader.as_str()), ("X-MCP-Exclude-Tools", "get_finding")];
    for answer in asked(&mut connection, &message, &narrowed).await {
        assert_eq!(answer.json()["error"]["code"], -32602, "{answer:?}");
    }
    for answer in asked(&mut connection, &message, &[("Authorization", "Bearer nobody")]).await {
        assert_eq!(answer.status, 401, "{answer:?}");
    }
}
