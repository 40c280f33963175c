//! What operators and clients take away from what a role allows, in lists and in calls.

use serde_json::{Value, json};

use super::served::{Served, token};
use crate::{process::Process, transport::raw::Request};

async fn listed(served: &Served, token: &str, headers: &[(&'static str, &str)]) -> Vec<String> {
    let authorization = format!("Bearer {token}");
    let mut request =
        Request::rpc(1, "tools/list", &json!({})).header("Authorization", &authorization);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    names(&served.ask(&request).await.json())
}

fn names(answer: &Value) -> Vec<String> {
    let tools = answer["result"]["tools"].as_array().unwrap_or_else(|| panic!("{answer}"));
    tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
}

fn roles() -> String {
    token("boss", "admin", "boss", "") + &token("wall", "reader", "wall", "")
}

/// Variables hold for everybody, headers for one request; each narrows what the others leave.
#[tokio::test]
async fn variables_and_headers_narrow_lists_and_calls() {
    let variables =
        [("MCP_TOOLSETS", "findings,triage,system"), ("MCP_EXCLUDE_TOOLS", "Create_Finding")];
    let served = Served::start(&roles(), &variables).await;
    let all = listed(&served, "boss", &[]).await;
    assert_eq!(
        all,
        [
            "health_check",
            "server_info",
            "list_findings",
            "get_finding",
            "list_finding_notes",
            "update_finding",
            "close_finding",
            "reopen_finding",
            "add_finding_note",
            "add_finding_tags",
            "remove_finding_tags"
        ]
    );
    let reads =
        ["health_check", "server_info", "list_findings", "get_finding", "list_finding_notes"];
    assert_eq!(listed(&served, "wall", &[]).await, reads);
    for (headers, expected) in [
        (&[("X-MCP-Readonly", "true")][..], &reads[..]),
        (&[("X-MCP-Tools", "get_finding,close_finding")], &["get_finding", "close_finding"]),
        (&[("X-MCP-Toolsets", "system,hierarchy")], &["health_check", "server_info"]),
        (&[("X-MCP-Toolsets", "all"), ("X-MCP-Tools", "create_finding,list_products")], &[]),
        (&[("X-MCP-Tools", "get_finding"), ("X-MCP-Exclude-Tools", "get_finding")], &[]),
        (
            &[
                ("x-mcp-toolsets", "findings"),
                ("X-MCP-Exclude-Tools", "get_finding, list_findings"),
            ],
            &["list_finding_notes"],
        ),
    ] {
        assert_eq!(listed(&served, "boss", headers).await, expected, "{headers:?}");
    }

    // What is not listed cannot be called either, and is answered like what there is not.
    let call = |tool, header: (&'static str, &'static str)| {
        let arguments = json!({"finding_id": 1});
        let request = Request::call(tool, &arguments).header("Authorization", "Bearer boss");
        request.header(header.0, header.1)
    };
    for (tool, header) in [
        ("create_product", ("X-MCP-Toolsets", "all")),
        ("create_finding", ("X-MCP-Tools", "create_finding")),
        ("reopen_finding", ("X-MCP-Readonly", "1")),
        ("get_finding", ("X-MCP-Tools", "close_finding")),
    ] {
        let answer = served.ask(&call(tool, header)).await.json();
        assert_eq!(answer["error"]["code"], -32602, "{answer}");
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("Unknown tool: {tool}")), "{message}");
        assert!(!message.contains(&format!("mean {tool}")), "{message}");
    }
    let good = served.ask(&call("get_finding", ("X-MCP-Readonly", "true"))).await.json();
    assert_eq!(good["result"]["isError"], false, "{good}");

    // A restriction that is not understood must not pass for none.
    for (name, value, problem) in [
        (
            "X-MCP-Tools",
            "get_findings",
            "x-mcp-tools names `get_findings`, which is no tool of this server; did you mean get_finding?",
        ),
        (
            "X-MCP-Toolsets",
            "finding",
            "x-mcp-toolsets names `finding`, which is no toolset; there are hierarchy, findings, triage, imports, system, all",
        ),
        ("X-MCP-Readonly", "ja", "x-mcp-readonly must be true or false"),
    ] {
        let answer = served.ask(&call("get_finding", (name, value))).await;
        assert_eq!((answer.status, &answer.json()["error"]["message"]), (400, &json!(problem)));
    }
    let records = served.stop().await;
    let reasons: Vec<_> = records
        .iter()
        .filter(|record| record["outcome"] == "denied")
        .map(|record| record["reason"].as_str().unwrap())
        .collect();
    assert_eq!(reasons, ["not_offered"; 4]);
}

/// Over stdio there are no headers; the variables hold all the same.
#[tokio::test]
async fn stdio_is_narrowed_too() {
    let variables =
        [("MCP_TOOLS", "get_finding,close_finding,add_finding_note"), ("MCP_READ_ONLY", "true")];
    let mut process = Process::start(&["serve", "--demo"], &variables);
    process.initialize().await;
    process.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).to_string()).await;
    assert_eq!(names(&process.receive().await), ["get_finding"]);
    process.call(2, "close_finding", json!({"finding_id": 1, "reason": "mitigated"})).await;
    let message = "Unknown tool: close_finding; did you mean get_finding?";
    assert_eq!(process.receive().await["error"]["message"], message);
    process.call(3, "get_finding", json!({"finding_id": 1})).await;
    assert_eq!(process.receive().await["result"]["isError"], false);
    process.input = None;
    assert_eq!(process.ends().await, 0);
}

/// Nothing that writes is left, not even the key.
#[tokio::test]
async fn read_only_keeps_no_key_that_writes() {
    let served = Served::start(&roles(), &[("MCP_READ_ONLY", "true")]).await;
    let tools = listed(&served, "boss", &[]).await;
    assert_eq!(tools, listed(&served, "wall", &[]).await);
    assert_eq!(tools.len(), 15);
    // Nobody imports a report, so nobody needs room for one.
    let long = "x".repeat(5 << 20);
    let request = Request::post(long).header("Authorization", "Bearer boss");
    assert_eq!(served.ask(&request).await.status, 413);
    served.stop().await;
}
