//! The configurations of clients that the documents show: each is read as its client would read it, and a session comes of it.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::markdown::{blocks, documents, read};
use crate::{clients::SERVER, service::Service, support::Dojo, transport::raw::Request};

/// Every entry of `mcpServers` or `servers`, with the place that shows it.
fn entries() -> Vec<(String, Value)> {
    let mut entries = Vec::new();
    for document in documents() {
        for block in blocks(&read(&document)).into_iter().filter(|block| block.language == "json") {
            let parsed: Value = serde_json::from_str(&block.text).unwrap();
            for outer in ["mcpServers", "servers"] {
                for (_, entry) in parsed[outer].as_object().into_iter().flatten() {
                    entries.push((format!("{}:{}", document.display(), block.line), entry.clone()));
                }
            }
        }
    }
    entries
}

/// The answer to `initialize` of the command that an entry names.
fn initialized(entry: &Value, url: &str) -> Value {
    let mut command = Command::new(SERVER);
    command.env_clear().env("ALLOW_INSECURE_HTTP", "true");
    for argument in entry["args"].as_array().into_iter().flatten() {
        command.arg(argument.as_str().unwrap());
    }
    for (name, value) in entry["env"].as_object().into_iter().flatten() {
        let value = value.as_str().unwrap();
        let value = value.replace("https://defectdojo.example.org", url);
        command.env(name, value.replace("${input:dojo-key}", "demo-admin-key"));
    }
    let mut child = command
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let message = json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize",
        "params": {
            "protocolVersion": "2025-11-25", "capabilities": {},
            "clientInfo": {"name": "reader", "version": "1"},
        },
    });
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), format!("{message}\n").as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{entry}");
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(text.lines().next().unwrap_or_default())
        .unwrap_or_else(|error| panic!("{entry}: {error}: {text}"))
}

#[tokio::test]
async fn every_configuration_of_a_client_makes_a_session() {
    let dojo = Dojo::start().await;
    let service = Service::demo(&[("MCP_ROLE_DEMO", "demo-token:writer")]).await;
    let (mut commands, mut addresses) = (0, 0);
    for (place, entry) in entries() {
        if let Some(url) = entry["url"].as_str() {
            assert!(
                url.starts_with("http://127.0.0.1:") && url.ends_with("/mcp"),
                "{place}: {url}"
            );
            let call = Request::call("health_check", &json!({}));
            let bearer = entry["headers"]["Authorization"].as_str().unwrap();
            let answer = service.connect().await.ask(&call.header("Authorization", bearer)).await;
            assert_eq!(answer.json()["result"]["isError"], false, "{place}: {answer:?}");
            addresses += 1;
        } else {
            assert!(entry["command"].as_str().unwrap().ends_with("mcp-defectdojo"), "{place}");
            let answer = initialized(&entry, &dojo.url);
            assert_eq!(
                answer["result"]["serverInfo"]["name"], "mcp-defectdojo",
                "{place}: {answer}"
            );
            commands += 1;
        }
    }
    assert!(commands >= 3 && addresses >= 2, "{commands} commands, {addresses} addresses");
}
