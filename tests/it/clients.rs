//! Clients of other people: the official Python SDK and the Inspector call every tool, and DefectDojo is read back.

mod others;
mod revisions;

use std::path::PathBuf;

use serde_json::{Value, json};
use tokio::process::Command;

use crate::support::{Dojo, plain, sample_arguments};

/// Where `make clients` installs them; without that they are passed over.
#[expect(clippy::disallowed_methods, reason = "tells a test where the Makefile put its tools")]
pub(crate) fn installed() -> Option<PathBuf> {
    let folder = std::env::var_os("MCP_TEST_CLIENTS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("passing over: run `make test` to have the clients of others installed");
    }
    folder
}

pub(crate) const SERVER: &str = env!("CARGO_BIN_EXE_mcp-defectdojo");

pub(crate) async fn output(mut command: Command) -> String {
    let output = command.kill_on_drop(true).output().await.unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}\n{errors}");
    text
}

/// Every tool over stdio in three ways of starting a session, each effect read back over the REST API.
#[tokio::test]
async fn the_python_sdk_calls_every_tool() {
    let Some(clients) = installed() else { return };
    for mode in ["auto", "legacy", "2026-07-28"] {
        let dojo = Dojo::start().await;
        let mut command = Command::new(clients.join("venv/bin/python"));
        command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients/every_tool.py"));
        command.args([SERVER, &dojo.url, mode]);
        let text = output(command).await;
        assert!(text.ends_with("27 tools called, every effect read back\n"), "{mode}: {text}");
    }
}

fn inspector(clients: &std::path::Path, url: &str) -> Command {
    let bin = clients.join("clients/node_modules/.bin");
    let mut command = Command::new(bin.join("mcp-inspector"));
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", bin.display());
    command.env_clear().env("PATH", path).env("HOME", std::env::temp_dir());
    command.args(["--cli", "-e", &format!("DEFECTDOJO_URL={url}")]);
    command.args(["-e", "DEFECTDOJO_API_KEY=demo-admin-key", "-e", "ALLOW_INSECURE_HTTP=true"]);
    command.args(["-e", "OPEN_ACCESS_MUTATION_RATE_LIMIT=1000", SERVER, "serve"]);
    command
}

#[tokio::test]
async fn the_inspector_finds_the_schemas_portable() {
    let Some(clients) = installed() else { return };
    let dojo = Dojo::start().await;
    let mut command = inspector(&clients, &dojo.url);
    command.args(["--method", "tools/list", "--strict"]);
    let listed: Value = serde_json::from_str(&output(command).await).unwrap();
    assert_eq!(listed["tools"].as_array().unwrap().len(), 27);
}

/// Every tool by the Inspector's command line, arguments as a shell gives them.
#[tokio::test]
async fn the_inspector_calls_every_tool() {
    let Some(clients) = installed() else { return };
    let dojo = Dojo::start().await;
    for entry in mcp_defectdojo::tools::all().iter() {
        let mut arguments = sample_arguments(entry.name);
        if arguments["scan_type"] == "SARIF" {
            // An empty SARIF report.
            arguments["file"] = json!("eyJ2ZXJzaW9uIjoiMi4xLjAiLCJydW5zIjpbXX0=");
        }
        let mut command = inspector(&clients, &dojo.url);
        command.args(["--method", "tools/call", "--tool-name", entry.name]);
        for (name, value) in arguments.as_object().unwrap() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            command.arg("--tool-arg").arg(format!("{name}={text}"));
        }
        let answer: Value = serde_json::from_str(&output(command).await).unwrap();
        assert_ne!(answer["isError"], true, "{}: {answer}", entry.name);
        assert!(answer["structuredContent"].is_object(), "{}", entry.name);
    }
    let note = &dojo.read("findings/1/notes/").await["notes"][0];
    assert_eq!(plain(&note["entry"]), "A sample");
    assert_eq!(dojo.finding(1).await["severity"], "Low");
    assert_eq!(dojo.read("products/?name_exact=Sample").await["count"], 1);
}
