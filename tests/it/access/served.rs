//! The binary on the demo DefectDojo, on a free port, with an audit log that the test reads.

use std::{fs, net::SocketAddr, process::Stdio, time::Duration};

use mcp_defectdojo::auth::TokenHash;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStderr, Command},
};

use crate::{
    support::records,
    transport::raw::{Answer, Connection, Request},
};

const PATIENCE: Duration = Duration::from_mins(1);

const KEY: &str = "a-key-for-the-chain-of-this-test-run";

pub(super) struct Served {
    pub(super) address: SocketAddr,
    /// Lines of the log until it listened.
    pub(super) said: Vec<Value>,
    child: Child,
    log: Lines<BufReader<ChildStderr>>,
    folder: TempDir,
}

/// One `[[token]]` of a roles file.
pub(super) fn token(name: &str, role: &str, token: &str, more: &str) -> String {
    let hash = TokenHash::of(token);
    format!("[[token]]\nname = \"{name}\"\nrole = \"{role}\"\nhash = \"{hash}\"\n{more}\n")
}

impl Served {
    /// `serve --demo` with these callers and variables.
    pub(super) async fn start(roles: &str, environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"));
        command
            .args(["serve", "--demo"])
            .env_clear()
            .env("MCP_TRANSPORT", "streamable-http")
            .env("MCP_HOST", "127.0.0.1")
            .env("MCP_PORT", "0")
            .env("AUDIT_HMAC_KEY", KEY)
            .env("AUDIT_LOG_FILE", folder.path().join("audit.log"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        if !roles.is_empty() {
            let path = folder.path().join("roles.toml");
            fs::write(&path, roles).unwrap();
            command.env("MCP_ROLES_FILE", path);
        }
        // An empty value stands for one that is not set.
        command.envs(environment.iter().copied());
        let mut child = command.spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        let address = loop {
            let line = tokio::time::timeout(PATIENCE, log.next_line()).await.unwrap().unwrap();
            let line = line.unwrap_or_else(|| panic!("it did not start: {said:?}"));
            let Ok(line) = serde_json::from_str::<Value>(&line) else {
                said.push(json!({ "message": line }));
                continue;
            };
            let message = line["message"].as_str().unwrap_or_default().to_owned();
            said.push(line);
            if let Some(url) = message.strip_prefix("listening on http://") {
                break url.split('/').next().unwrap().parse().unwrap();
            }
        };
        Self { address, said, child, log, folder }
    }

    pub(super) async fn ask(&self, request: &Request<'_>) -> Answer {
        Connection::open(self.address).await.ask(request).await
    }

    /// What a call over Streamable HTTP answers, as the result or the error of JSON-RPC.
    pub(super) async fn call(&self, token: &str, tool: &str, arguments: &Value) -> Value {
        let header = format!("Bearer {token}");
        let answer =
            self.ask(&Request::call(tool, arguments).header("Authorization", &header)).await;
        assert_eq!(answer.status, 200, "{tool}: {answer:?}");
        answer.json()
    }

    /// Stops it and answers what is in its audit log.
    pub(super) async fn stop(mut self) -> Vec<Value> {
        let id = self.child.id().unwrap().to_string();
        let killed = std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap();
        assert!(killed.success());
        let ended = async {
            while let Ok(Some(_)) = self.log.next_line().await {}
            self.child.wait().await.unwrap()
        };
        assert!(tokio::time::timeout(PATIENCE, ended).await.unwrap().success());
        records(&self.folder.path().join("audit.log"))
    }
}
