//! The conformance suite, the official SDKs and the Inspector against a server on each transport.

use std::path::Path;

use serde_json::Value;
use tokio::process::Command;

use super::{SERVER, installed, output};
use crate::service::Service;

fn node(clients: &Path, program: &str) -> Command {
    let bin = clients.join("clients/node_modules/.bin");
    let mut command = Command::new(bin.join(program));
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display());
    command.env_clear().env("PATH", path).env("HOME", std::env::temp_dir());
    command
}

const FILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients");

/// Every scenario that a revision requires. What does not apply is listed with its reason; a listed check that passes
/// fails the test as one does that is not listed and fails.
#[tokio::test]
async fn the_conformance_suite_passes_where_it_applies() {
    let Some(clients) = installed() else { return };
    let open = [
        ("REQUIRE_AUTH", "false"),
        ("MCP_ROLE_DESK", ""),
        ("MCP_ROLE_WALL", ""),
        ("OPEN_ACCESS_MUTATION_RATE_LIMIT", "1000"),
    ];
    let service = Service::demo(&open).await;
    for revision in ["2025-11-25", "2026-07-28"] {
        let mut command = node(&clients, "conformance");
        command.current_dir(&service.folder);
        command.args(["server", "--url", &service.url("/mcp"), "--requirements", revision]);
        command.args(["--expected-failures", &format!("{FILES}/conformance-expected.yml")]);
        let text = output(command).await;
        assert!(text.contains("server-initialize: 2 passed") || revision != "2025-11-25", "{text}");
        assert!(text.contains("tools-list: "), "{text}");
    }
    // What needs sessions.
    let sessions = [open.as_slice(), &[("MCP_SESSIONS", "true")]].concat();
    let service = Service::demo(&sessions).await;
    for scenario in ["server-initialize", "server-session-lifecycle", "server-sse-multiple-streams"]
    {
        let mut command = node(&clients, "conformance");
        command.current_dir(&service.folder);
        command.args(["server", "--url", &service.url("/mcp"), "--scenario", scenario]);
        command.args(["--spec-version", "2025-11-25"]);
        let text = output(command).await;
        assert!(text.contains("0 failed") && !text.contains(" 0 passed"), "{scenario}: {text}");
    }
}

/// What a client saw of listing, calling and two kinds of error.
fn judge(text: &str, tools: u64, what: &str) {
    let report: Value =
        serde_json::from_str(text.trim()).unwrap_or_else(|error| panic!("{what}: {error}: {text}"));
    assert_eq!(
        (&report["finding"], &report["refused"]),
        (&1.into(), &true.into()),
        "{what}: {report}"
    );
    assert_eq!((&report["tools"], &report["unknown"]), (&tools.into(), &(-32602).into()), "{what}");
}

fn typescript(clients: &Path, arguments: [&str; 4]) -> Command {
    let mut command = node(clients, "node");
    command.arg(format!("{FILES}/session.mjs")).arg(clients.join("clients")).args(arguments);
    command
}

fn python(clients: &Path, arguments: [&str; 3]) -> Command {
    let mut command = Command::new(clients.join("venv/bin/python"));
    command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin");
    command.arg(format!("{FILES}/session.py")).args(arguments);
    command
}

#[tokio::test]
async fn the_sdks_list_call_and_err_over_stdio() {
    let Some(clients) = installed() else { return };
    for (sdk, era) in
        [("sdk", "legacy"), ("client", "legacy"), ("client", "auto"), ("client", "2026-07-28")]
    {
        let text = output(typescript(&clients, [sdk, "stdio", SERVER, era])).await;
        judge(&text, 27, &format!("{sdk} {era}"));
    }
    for era in ["legacy", "auto", "2026-07-28"] {
        judge(&output(python(&clients, ["stdio", SERVER, era])).await, 27, era);
    }
}

async fn over_the_network(clients: &Path, service: &Service, transport: &str) {
    let url = service.url(if transport == "sse" { "/sse" } else { "/mcp" });
    let token = service.tokens[0].as_str();
    for (sdk, era) in [("sdk", "legacy"), ("client", "auto"), ("client", "2026-07-28")] {
        let mut command = typescript(clients, [sdk, transport, &url, era]);
        command.env("MCP_TOKEN", token);
        judge(&output(command).await, 26, &format!("{sdk} {transport} {era}"));
    }
    for era in ["legacy", "2026-07-28"] {
        let mut command = python(clients, [transport, &url, era]);
        command.env("MCP_TOKEN", token);
        judge(&output(command).await, 26, &format!("python {transport} {era}"));
    }
    let inspector = |tool: &[&str]| {
        let mut command = node(clients, "mcp-inspector");
        command.args(["--cli", "--transport", transport, "--server-url", &url]);
        command.args(["--header", &format!("Authorization: Bearer {token}")]);
        command.args(tool);
        command
    };
    let listed = output(inspector(&["--method", "tools/list"])).await;
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(listed["tools"].as_array().unwrap().len(), 26);
    let call = ["--method", "tools/call", "--tool-name", "get_finding", "--tool-arg"];
    let good = output(inspector(&[call.as_slice(), &["finding_id=1"]].concat())).await;
    let good: Value = serde_json::from_str(&good).unwrap();
    assert_eq!(good["structuredContent"]["id"], 1);
    let refused = inspector(&[call.as_slice(), &["finding_id=0"]].concat()).output().await.unwrap();
    let text = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert_eq!(
        refused.status.code(),
        Some(5),
        "an error of a tool is the Inspector's exit code 5: {text}"
    );
}

#[tokio::test]
async fn the_sdks_list_call_and_err_over_streamable_http() {
    let Some(clients) = installed() else { return };
    let service = Service::demo(&[]).await;
    over_the_network(&clients, &service, "http").await;
}

#[tokio::test]
async fn the_sdks_list_call_and_err_in_sessions() {
    let Some(clients) = installed() else { return };
    let service = Service::demo(&[("MCP_SESSIONS", "true")]).await;
    over_the_network(&clients, &service, "http").await;
}

#[tokio::test]
async fn the_sdks_list_call_and_err_over_sse() {
    let Some(clients) = installed() else { return };
    let service = Service::demo(&[("MCP_TRANSPORT", "sse")]).await;
    over_the_network(&clients, &service, "sse").await;
    over_the_network(&clients, &service, "http").await;
}
