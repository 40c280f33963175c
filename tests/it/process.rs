//! The binary itself, as a client starts it: stdout belongs to the protocol, and every end is a clean one.

use std::{process::Stdio, time::Duration};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    net::TcpListener,
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::mpsc,
};

/// A server process and its streams.
pub(crate) struct Process {
    child: Child,
    pub(crate) input: Option<ChildStdin>,
    /// `None` once nobody reads it.
    output: Option<Lines<BufReader<ChildStdout>>>,
}

const PATIENCE: Duration = Duration::from_secs(30);

impl Process {
    pub(crate) fn start(arguments: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"))
            .args(arguments)
            .env_clear()
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, input, output: Some(output) }
    }

    pub(crate) async fn send(&mut self, line: &str) {
        let input = self.input.as_mut().unwrap();
        input.write_all(format!("{line}\n").as_bytes()).await.unwrap();
        input.flush().await.unwrap();
    }

    pub(crate) async fn initialize(&mut self) {
        let hello = json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {
            "protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}});
        self.send(&hello.to_string()).await;
        assert_eq!(self.receive().await["result"]["serverInfo"]["name"], "mcp-defectdojo");
        self.send(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#).await;
    }

    /// The next line of stdout, which must be JSON-RPC.
    pub(crate) async fn receive(&mut self) -> Value {
        let output = self.output.as_mut().unwrap();
        let line = tokio::time::timeout(PATIENCE, output.next_line()).await.unwrap();
        let message: Value = serde_json::from_str(&line.unwrap().unwrap()).unwrap();
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        message
    }

    pub(crate) async fn call(&mut self, id: u64, tool: &str, arguments: Value) {
        let call = json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": {"name": tool, "arguments": arguments}});
        self.send(&call.to_string()).await;
    }

    /// Closes both ends, as the pipes of a client do that was killed.
    pub(crate) fn hang_up(&mut self) {
        self.input = None;
        self.output = None;
    }

    pub(crate) async fn ends(&mut self) -> i32 {
        let status = tokio::time::timeout(PATIENCE, self.child.wait()).await.unwrap().unwrap();
        status.code().unwrap()
    }

    /// The most memory that it ever held, KiB.
    pub(crate) fn peak(&self) -> u64 {
        let status = format!("/proc/{}/status", self.child.id().unwrap());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").trim().parse().unwrap()
    }

    fn terminate(&self) {
        let id = self.child.id().unwrap().to_string();
        assert!(
            std::process::Command::new("kill").args(["-TERM", &id]).status().unwrap().success()
        );
    }
}

/// A DefectDojo that tells when a request has come and answers when it is told to.
pub(crate) async fn patient() -> (String, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let (arrived, arrival) = mpsc::channel(8);
    let (go, mut going) = mpsc::channel(8);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 65_536];
            let length = stream.read(&mut request).await.unwrap();
            if request[..length].starts_with(b"GET ") {
                // The look at what it can do is not what is waited for.
                let nothing =
                    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                stream.write_all(nothing.as_bytes()).await.ok();
                continue;
            }
            arrived.send(()).await.ok();
            if going.recv().await.is_none() {
                return;
            }
            let body = r#"{"entry": "x", "private": false}"#;
            let length = body.len();
            let answer = format!(
                "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
            stream.write_all(answer.as_bytes()).await.ok();
        }
    });
    (url, arrival, go)
}

pub(crate) fn environment<'a>(url: &'a str, audit: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("DEFECTDOJO_URL", url),
        ("DEFECTDOJO_API_KEY", "a-key-of-the-tests"),
        ("ALLOW_INSECURE_HTTP", "true"),
        ("AUDIT_LOG_FILE", audit),
        ("AUDIT_HMAC_KEY", "0123456789abcdef0123456789abcdef"),
    ]
}

/// A change that runs when the process is told to stop is finished, answered and recorded.
#[tokio::test]
async fn sigterm_in_the_middle_of_a_call_finishes_it() {
    let folder = tempfile::tempdir().unwrap();
    let audit = folder.path().join("audit.log");
    let (url, mut arrived, go) = patient().await;
    let mut process = Process::start(&["serve"], &environment(&url, audit.to_str().unwrap()));
    process.initialize().await;
    process.call(7, "add_finding_note", json!({"finding_id": 7, "entry": "x"})).await;
    tokio::time::timeout(PATIENCE, arrived.recv()).await.unwrap().unwrap();
    process.terminate();
    go.send(()).await.unwrap();
    let answer = process.receive().await;
    assert_eq!((&answer["id"], &answer["result"]["isError"]), (&json!(7), &json!(false)));
    assert_eq!(process.ends().await, 0);
    let log = std::fs::read_to_string(audit).unwrap();
    let last: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(
        last.iter().any(|record| record["event_type"] == "audit" && record["outcome"] == "success")
    );
    assert_eq!(last.last().unwrap()["chain_event"], "chain_stop");
}

/// The same for a client that closes its end.
#[tokio::test]
async fn the_end_of_input_in_the_middle_of_a_call_finishes_it() {
    let folder = tempfile::tempdir().unwrap();
    let audit = folder.path().join("audit.log");
    let (url, mut arrived, go) = patient().await;
    let mut process = Process::start(&[], &environment(&url, audit.to_str().unwrap()));
    process.initialize().await;
    process.call(7, "add_finding_note", json!({"finding_id": 7, "entry": "x"})).await;
    tokio::time::timeout(PATIENCE, arrived.recv()).await.unwrap().unwrap();
    process.input = None;
    go.send(()).await.unwrap();
    assert_eq!(process.receive().await["id"], 7);
    assert_eq!(process.ends().await, 0);
}

#[tokio::test]
async fn a_client_that_says_nothing_leaves_cleanly() {
    let mut process = Process::start(&["serve", "--demo"], &[]);
    process.input = None;
    assert_eq!(process.ends().await, 0);
}

/// Whatever comes in, only JSON-RPC goes out, and the next call works.
#[tokio::test]
async fn garbage_is_answered_and_does_no_harm() {
    let mut process = Process::start(&["serve", "--demo"], &[("LOG_LEVEL", "DEBUG")]);
    process.initialize().await;
    for garbage in ["garbage", "{", "[]", "\"text\"", "{\"jsonrpc\": \"2.0\", \"id\": 5}", "\u{0}"]
    {
        process.send(garbage).await;
        let answer = process.receive().await;
        assert!(
            answer["error"]["code"].as_i64().is_some_and(|code| code < -32_000),
            "{garbage}: {answer}"
        );
    }
    process.send("").await;
    process.call(9, "get_finding", json!({"finding_id": 1})).await;
    let answer = process.receive().await;
    assert_eq!((&answer["id"], &answer["result"]["isError"]), (&json!(9), &json!(false)));
    process.input = None;
    assert_eq!(process.ends().await, 0);
}

/// Over stdio without authentication everybody is the same caller, and each call says so in the log.
#[tokio::test]
async fn open_access_is_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let audit = folder.path().join("audit.log");
    let mut process = Process::start(
        &["serve", "--demo"],
        &[("AUDIT_LOG_FILE", audit.to_str().unwrap()), ("LOG_LEVEL", "CRITICAL")],
    );
    process.initialize().await;
    let call = json!({"jsonrpc": "2.0", "id": "abc", "method": "tools/call", "params": {
        "name": "list_products", "arguments": {}, "_meta": {"client_id": "some-agent"}}});
    process.send(&call.to_string()).await;
    process.receive().await;
    process.input = None;
    assert_eq!(process.ends().await, 0);
    let log = std::fs::read_to_string(audit).unwrap();
    let records: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let warning = records.iter().find(|record| record["event_type"] == "security_warning").unwrap();
    assert_eq!(warning["meta_caller_id"], "some-agent");
    let call = records.iter().find(|record| record["event_type"] == "audit").unwrap();
    assert_eq!(call["authenticated_caller_id"], "open-access");
    assert_eq!(call["caller_id"], "some-agent");
    assert_eq!(call["client_request_id"], "abc");
}

/// A change is refused while it cannot be recorded, and nothing reaches DefectDojo.
#[tokio::test]
async fn a_full_disk_refuses_changes() {
    let mut process = Process::start(&["serve", "--demo"], &[("AUDIT_LOG_FILE", "/dev/full")]);
    let code = process.ends().await;
    assert_eq!(code, 1, "a log that cannot be written stops the start");
    let mut told = String::new();
    process.child.stderr.take().unwrap().read_to_string(&mut told).await.unwrap();
    assert!(told.contains("AUDIT_LOG_FILE=/dev/full cannot be written"), "{told}");
}

/// The tour runs without a terminal, without colour, and ends well.
#[tokio::test]
async fn the_tour_runs_to_its_end() {
    let output = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"))
        .args(["demo", "--once"])
        .env_clear()
        .output()
        .await
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(!text.contains('\u{1b}'), "colour where nobody looks");
    for part in [
        "27 tools",
        "KEV yes",
        "reactivated 2",
        "is open again",
        "close_finding",
        "Claude Code",
        "VS Code",
        "Codex",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}
