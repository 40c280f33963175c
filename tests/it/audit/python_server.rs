//! The Python server itself, over the embedded DefectDojo: what it wrote verifies, and our chain goes on in it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use mcp_defectdojo::audit::{
    Log,
    verify::{Report, Verdict},
};
use serde_json::{Value, json};
use tempfile::tempdir;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

use super::{KEY, oracle, python::verify, record_and_close, settings};
use crate::{
    clients::installed,
    support::{Dojo, sample_arguments},
};

/// The Python server as a child, spoken to over stdio.
struct PythonServer {
    child: Child,
    stdin: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    asked: u64,
}

impl PythonServer {
    async fn start(program: &Path, dojo: &Dojo, log: &Path) -> Self {
        let mut child = Command::new(program)
            .env_clear()
            .envs([
                ("DEFECTDOJO_URL", dojo.url.as_str()),
                ("DEFECTDOJO_API_KEY", "demo-admin-key"),
                ("ALLOW_INSECURE_HTTP", "true"),
                ("FASTMCP_TRANSPORT", "stdio"),
                ("OPEN_ACCESS_MUTATION_RATE_LIMIT", "1000"),
                ("AUDIT_HMAC_KEY", KEY),
            ])
            .env("AUDIT_LOG_FILE", log)
            .env("HOME", log.parent().unwrap())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut server = Self { child, stdin, lines, asked: 0 };
        let client = json!({"name": "tests", "version": "1"});
        let hello =
            json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client});
        server.ask("initialize", hello).await;
        server.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"})).await;
        server
    }

    async fn send(&mut self, message: &Value) {
        self.stdin.write_all(format!("{message}\n").as_bytes()).await.unwrap();
    }

    async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params})).await;
        loop {
            let line = self.lines.next_line().await.unwrap().expect("it answers before it ends");
            let answer: Value = serde_json::from_str(&line).unwrap();
            if answer["id"] == id {
                return answer;
            }
        }
    }

    /// Every tool that it has, texts that JSON must escape, and calls that it refuses.
    async fn work(mut self) {
        let listed = self.ask("tools/list", json!({})).await;
        let tools = listed["result"]["tools"].as_array().unwrap();
        assert!(tools.len() >= 24, "{listed}");
        for tool in tools.iter().filter_map(|tool| tool["name"].as_str()) {
            self.call(tool, sample_arguments(tool)).await;
        }
        let odd = "é \u{1f600} \u{7f} \u{2028} \"quoted\" back\\slash \u{0}";
        self.call("create_product", json!({"name": odd, "description": odd, "prod_type_id": 1}))
            .await;
        self.call("get_finding", json!({"finding_id": 999_999})).await;
        self.call("get_finding", json!({"finding_id": "none", "seq": 7, "kid": "x"})).await;
        drop(self.stdin);
        assert!(self.child.wait().await.unwrap().success());
    }

    async fn call(&mut self, tool: &str, arguments: Value) {
        self.ask("tools/call", json!({"name": tool, "arguments": arguments})).await;
    }
}

fn assert_intact(report: &Report) {
    assert_eq!(report.verdict, Verdict::Unproven, "{report}");
    assert!(report.problems.is_empty(), "{report}");
}

/// Whoever moves over must be able to verify the old log with the new tool, and go on in it.
#[tokio::test]
async fn what_it_wrote_verifies_and_goes_on_in_our_chain() {
    let Some(clients) = installed() else { return };
    let program: PathBuf = clients.join("python-server/bin/mcp-defectdojo");
    let dojo = Dojo::start().await;
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let mut before = 0;
    // The second time it goes on in its own log.
    for _ in 0..2 {
        PythonServer::start(&program, &dojo, &file).await.work().await;
        let lines = oracle::verified(&file);
        let calls = lines.iter().filter(|line| line["event_type"] == "audit").count();
        assert!(calls >= before + 25, "{calls} calls are recorded, {before} before");
        before = calls;
        let report = verify(&file);
        assert_intact(&report);
        assert_eq!((report.chains.len(), report.lines), (1, lines.len() as u64), "{report}");
    }
    let text = fs::read_to_string(&file).unwrap();
    let theirs = text.lines().count();
    assert_eq!(text.matches("\"resumed_from_prior\": true").count(), 1);

    let changed =
        text.replacen("\"tool_name\": \"close_finding\"", "\"tool_name\": \"get_finding\"", 1);
    assert_ne!(changed, text);
    fs::write(&file, changed).unwrap();
    assert_eq!(verify(&file).verdict, Verdict::Tampered);
    fs::write(&file, &text).unwrap();

    record_and_close(&Log::open(&settings(&file)).unwrap(), 3).await;
    let lines = oracle::verified(&file);
    assert_eq!(lines[theirs]["prior_tail_status"], "resumed");
    assert_intact(&verify(&file));
}
