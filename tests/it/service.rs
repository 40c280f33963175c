//! The server as an operator runs it: a process of its own on a network transport, looked at from outside.

mod abuse;
mod direct;
mod ending;
mod idle;
mod readiness;
mod stdio;
mod traces;

use std::{net::SocketAddr, process::Stdio, time::Duration};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStderr, Command},
};

use crate::transport::raw::{Answer, Connection, Request};

pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// A server process, its addresses and the folder of its files.
pub(crate) struct Service {
    pub(crate) child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) metrics: SocketAddr,
    pub(crate) folder: tempfile::TempDir,
    /// Two tokens: of a writer and of a reader.
    pub(crate) tokens: [String; 2],
}

/// A token that stands in no file.
fn token(role: &str) -> String {
    ["token", "of", "the", role, "in", "tests"].join("-")
}

impl Service {
    /// Over Streamable HTTP on the embedded DefectDojo.
    pub(crate) async fn demo(environment: &[(&str, &str)]) -> Self {
        Self::start(&["serve", "--demo"], environment).await
    }

    pub(crate) async fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tokens = [token("writer"), token("reader")];
        let mut child = Command::new(server())
            .args(arguments)
            .current_dir(&folder)
            .env_clear()
            .env("MCP_TRANSPORT", "http")
            .env("MCP_HOST", "127.0.0.1")
            .env("MCP_PORT", "0")
            .env("MCP_METRICS_ADDR", "127.0.0.1:0")
            .env("MCP_ROLE_DESK", format!("{}:writer", tokens[0]))
            .env("MCP_ROLE_WALL", format!("{}:reader", tokens[1]))
            .env("AUDIT_LOG_FILE", folder.path().join("audit.log"))
            .env("AUDIT_HMAC_KEY", "0123456789abcdef".repeat(2))
            .envs(environment.iter().copied())
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = announced(&mut log, "listening on ").await;
        let metrics = announced(&mut log, "metrics at ").await;
        // Whoever does not read it would stop the server's log.
        tokio::spawn(async move { while let Ok(Some(_)) = log.next_line().await {} });
        Self { child, address, metrics, folder, tokens }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) async fn connect(&self) -> Connection {
        Connection::open(self.address).await
    }

    /// A call as the writer makes it.
    pub(crate) async fn call(&self, connection: &mut Connection) -> Answer {
        let token = format!("Bearer {}", self.tokens[0]);
        let call = Request::call("get_finding", &json!({"finding_id": 1}));
        connection.ask(&call.header("Authorization", &token)).await
    }

    /// A call on a connection of its own, which must be good.
    pub(crate) async fn answers(&self) {
        let call = async { self.call(&mut self.connect().await).await };
        let answer = tokio::time::timeout(PATIENCE, call).await.unwrap();
        assert_eq!(answer.json()["result"]["isError"], false, "{answer:?}");
    }

    pub(crate) async fn scrape(&self) -> String {
        Connection::open(self.metrics).await.ask(&Request::get("/metrics")).await.body
    }

    /// A metric's value, the name with its labels.
    pub(crate) async fn metric(&self, name: &str) -> u64 {
        let text = self.scrape().await;
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.unwrap_or_else(|| panic!("{name} is not in {text}")).parse().unwrap()
    }

    /// Waits until a metric is what it should be; the last value is told where it never is.
    pub(crate) async fn until(&self, name: &str, wanted: impl Fn(u64) -> bool) -> u64 {
        let start = tokio::time::Instant::now();
        loop {
            let value = self.metric(name).await;
            if wanted(value) {
                return value;
            }
            assert!(start.elapsed() < PATIENCE, "{name} stays at {value}");
            tokio::task::yield_now().await;
        }
    }

    /// Resident memory in KiB.
    pub(crate) async fn memory(&self) -> u64 {
        self.metric("process_resident_memory_bytes").await / 1024
    }

    pub(crate) fn signal(&self, name: &str) {
        let id = self.child.id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args([name, &id]).status().unwrap();
        assert!(sent.success());
    }
}

/// The address that a log line announces.
async fn announced(log: &mut Lines<BufReader<ChildStderr>>, what: &str) -> SocketAddr {
    let mut seen = String::new();
    let found = async {
        while let Some(line) = log.next_line().await.unwrap() {
            let record: Value = serde_json::from_str(&line).unwrap_or_default();
            if let Some(url) = record["message"].as_str().and_then(|text| text.strip_prefix(what)) {
                return url.split('/').nth(2).unwrap().parse().unwrap();
            }
            seen = format!("{seen}{line}\n");
        }
        panic!("the server ended without {what:?}: {seen}");
    };
    tokio::time::timeout(PATIENCE, found).await.unwrap()
}

/// The server under test: the one that was built with the tests, or the release that `make long` measures.
#[expect(clippy::disallowed_methods, reason = "`make long` asks for the release")]
pub(crate) fn server() -> std::ffi::OsString {
    std::env::var_os("MCP_TEST_SERVER")
        .unwrap_or_else(|| env!("CARGO_BIN_EXE_mcp-defectdojo").into())
}

/// A count that `make long` raises.
#[expect(clippy::disallowed_methods, reason = "`make long` asks for the full counts")]
pub(crate) fn count(name: &str, otherwise: usize) -> usize {
    std::env::var(name).map_or(otherwise, |count| count.parse().unwrap())
}
