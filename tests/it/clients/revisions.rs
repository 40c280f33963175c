//! A client of our own lines, for what the SDKs hide: each protocol revision, with and without the handshake, and
//! batches.

use serde_json::{Value, json};

use crate::{
    service::Service,
    transport::raw::{Answer, Connection, Request},
};

const REVISIONS: [&str; 4] = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];
const NEWEST: &str = "2026-07-28";

async fn ask(connection: &mut Connection, token: &str, request: Request<'_>) -> Answer {
    connection.ask(&request.header("Authorization", token)).await
}

/// Revisions with the handshake work with it, and, because nothing is kept between requests, without it too.
#[tokio::test]
async fn older_revisions_list_call_and_err_with_and_without_the_handshake() {
    let service = Service::demo(&[]).await;
    let token = format!("Bearer {}", service.tokens[0]);
    for revision in REVISIONS {
        for greets in [true, false] {
            let mut connection = service.connect().await;
            // The header came with 2025-06-18.
            let named = revision >= "2025-06-18";
            let versioned = |request: Request<'static>| {
                if named { request.header("MCP-Protocol-Version", revision) } else { request }
            };
            if greets {
                let params = json!({"protocolVersion": revision, "capabilities": {},
                    "clientInfo": {"name": "raw", "version": "0"}});
                let hello = Request::rpc(0, "initialize", &params);
                let hello = ask(&mut connection, &token, hello).await.json();
                assert_eq!(hello["result"]["protocolVersion"], revision);
                let noted = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
                let noted = versioned(Request::post(noted.to_string()));
                assert_eq!(ask(&mut connection, &token, noted).await.status, 202);
            }
            let list = versioned(Request::rpc(1, "tools/list", &json!({})));
            let list = ask(&mut connection, &token, list).await.json();
            assert_eq!(list["result"]["tools"].as_array().unwrap().len(), 26, "{revision}");
            let call =
                |id: u64| versioned(Request::call("get_finding", &json!({"finding_id": id})));
            let good = ask(&mut connection, &token, call(1)).await.json();
            assert_eq!(good["result"]["structuredContent"]["id"], 1, "{revision}");
            let refused = ask(&mut connection, &token, call(0)).await.json();
            assert_eq!(refused["result"]["isError"], true, "{revision}");
            let unknown = versioned(Request::call("get_nothing", &json!({})));
            let unknown = ask(&mut connection, &token, unknown).await.json();
            assert_eq!(unknown["error"]["code"], -32602, "{revision}");
        }
    }
}

/// A request of revision 2026-07-28, which carries everything itself.
fn newest(method: &'static str, mut params: Value, name: Option<&'static str>) -> Request<'static> {
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": NEWEST,
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let request = Request::rpc(1, method, &params)
        .header("MCP-Protocol-Version", NEWEST)
        .header("Mcp-Method", method);
    match name {
        Some(name) => request.header("Mcp-Name", name),
        None => request,
    }
}

#[tokio::test]
async fn the_newest_revision_discovers_lists_calls_and_errs() {
    let service = Service::demo(&[]).await;
    let token = format!("Bearer {}", service.tokens[0]);
    let mut connection = service.connect().await;
    let found = newest("server/discover", json!({}), None);
    let found = ask(&mut connection, &token, found).await.json();
    let versions = found["result"]["supportedVersions"].as_array().unwrap();
    assert!(versions.contains(&json!(NEWEST)), "{found}");
    let list = ask(&mut connection, &token, newest("tools/list", json!({}), None)).await.json();
    assert_eq!(list["result"]["cacheScope"], "private");
    assert_eq!(list["result"]["resultType"], "complete");
    let call = |id: u64| {
        let params = json!({"name": "get_finding", "arguments": {"finding_id": id}});
        newest("tools/call", params, Some("get_finding"))
    };
    let good = ask(&mut connection, &token, call(1)).await.json();
    assert_eq!(good["result"]["structuredContent"]["id"], 1);
    let refused = ask(&mut connection, &token, call(0)).await.json();
    assert_eq!(refused["result"]["isError"], true);
    // Programs find what a model reads in words.
    let meta = &refused["result"]["_meta"]["mcp-defectdojo/error"];
    assert_eq!(meta["code"], "invalid_arguments");
    assert_eq!(refused["result"].get("structuredContent"), None);
    let mismatched = call(1).header("Mcp-Name", "list_products");
    let mismatched = ask(&mut connection, &token, mismatched).await;
    assert_eq!((mismatched.status, &mismatched.json()["error"]["code"]), (400, &json!(-32020)));
    let unknown = ask(&mut connection, &token, newest("tools/nothing", json!({}), None)).await;
    assert_eq!((unknown.status, &unknown.json()["error"]["code"]), (404, &json!(-32601)));
}

/// Revision 2025-03-26 lets clients send several messages at once, and no other does.
#[tokio::test]
async fn batches_are_answered_where_the_revision_has_them() {
    let service = Service::demo(&[]).await;
    let token = format!("Bearer {}", service.tokens[0]);
    let mut connection = service.connect().await;
    let rpc = |id: u64, method: &str, params: Value| json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
    let find = |id: u64| json!({"name": "get_finding", "arguments": {"finding_id": id}});
    let note = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    let batch = json!([
        rpc(1, "ping", json!({})),
        note,
        rpc(2, "tools/call", find(1)),
        rpc(3, "nothing", json!({})),
        {"jsonrpc": "2.0", "id": 4},
    ]);
    let sent = Request::post(batch.to_string());
    let answer = ask(&mut connection, &token, sent).await;
    let answers = answer.json();
    let answers = answers.as_array().unwrap();
    assert_eq!(answers.len(), 4, "{answers:?}");
    assert_eq!((&answers[0]["id"], &answers[0]["result"]), (&json!(1), &json!({})));
    assert_eq!(answers[1]["result"]["structuredContent"]["id"], 1);
    assert_eq!(answers[2]["error"]["code"], -32601);
    assert_eq!(answers[3]["error"]["code"], -32600);
    let named = Request::post(batch.to_string()).header("MCP-Protocol-Version", "2025-03-26");
    assert_eq!(ask(&mut connection, &token, named).await.status, 200);
    let notes = Request::post(json!([note, note]).to_string());
    let answer = ask(&mut connection, &token, notes).await;
    assert_eq!((answer.status, answer.body.as_str()), (202, ""));

    let hello = rpc(
        0,
        "initialize",
        json!({"protocolVersion": "2025-03-26", "capabilities": {},
        "clientInfo": {"name": "raw", "version": "0"}}),
    );
    let many = json!(vec![rpc(1, "ping", json!({})); 33]);
    for (batch, version, told) in [
        (batch.clone(), "2025-06-18", "this protocol revision has no batches"),
        (json!([]), "2025-03-26", "a batch holds 1 to 32 messages"),
        (many, "2025-03-26", "a batch holds 1 to 32 messages"),
        (json!([hello]), "2025-03-26", "initialize must not be part of a batch"),
    ] {
        let sent = Request::post(batch.to_string()).header("MCP-Protocol-Version", version);
        let answer = ask(&mut connection, &token, sent).await;
        let error = &answer.json()["error"];
        assert_eq!((answer.status, &error["code"]), (400, &json!(-32600)), "{told}");
        assert!(error["message"].as_str().unwrap().contains(told), "{error}");
    }
}
