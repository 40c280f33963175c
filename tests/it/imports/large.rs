//! A report of 50 MiB by each way through the real program: the same bytes arrive, and little of it is ever in memory.

use std::{io::Write as _, path::Path, process::Stdio};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process::{Child, ChildStdin, Command},
};

use super::receiver::{Arrived, Receiver, digest_of};
use crate::{
    service::server,
    transport::raw::{Connection, Request},
};

const TOKEN: &str = "scanner-token-of-this-test";
/// Beside what an idle server takes, in any build: KiB. A report has 51,200, its base64 68,267.
const BY_PATH_OR_UPLOAD: u64 = 8 << 10;
const IN_THE_CALL: u64 = 24 << 10;

fn sarif() -> Vec<u8> {
    let mut report =
        br#"{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"probe"}},"results":["#.to_vec();
    let one = br#"{"ruleId":"r","message":{"text":"found"},"locations":[]},"#;
    while report.len() < (50 << 20) - 100 {
        report.extend_from_slice(one);
    }
    report.pop();
    report.extend_from_slice(b"]}]}");
    report
}

struct Running {
    child: Child,
    /// Kept open: at the end of its input the process would end.
    input: Option<ChildStdin>,
    idle: u64,
}

impl Running {
    fn start(url: &str, more: &[(&str, &str)]) -> Self {
        let child = Command::new(server())
            .args(["serve"])
            .env_clear()
            .envs([
                ("DEFECTDOJO_URL", url),
                ("DEFECTDOJO_API_KEY", "a-key-of-this-test"),
                ("ALLOW_INSECURE_HTTP", "true"),
            ])
            .envs(more.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self { child, input: None, idle: 0 }
    }

    /// The most memory that it ever held, KiB.
    fn peak(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id().unwrap());
        let status = std::fs::read_to_string(path).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        line.trim().trim_end_matches(" kB").trim().parse().unwrap()
    }

    fn grew_at_most(&self, way: &str, most: u64) {
        let grew = self.peak() - self.idle;
        eprintln!("50 MiB {way}: {} KiB idle, {grew} KiB more at the peak", self.idle);
        assert!(grew <= most, "{way}: {grew} KiB more at the peak");
    }

    async fn on_the_network(url: &str, transport: &str) -> (Self, String) {
        let mut running = Self::start(
            url,
            &[
                ("MCP_TRANSPORT", transport),
                ("MCP_HOST", "127.0.0.1"),
                ("MCP_PORT", "0"),
                ("MCP_ROLE_BUILD", &format!("{TOKEN}:scanner")),
                ("AUDIT_HMAC_KEY", "a-key-of-32-characters-or-more-for-tests"),
            ],
        );
        let mut log = BufReader::new(running.child.stderr.take().unwrap());
        let mut line = String::new();
        let base = loop {
            line.clear();
            assert!(log.read_line(&mut line).await.unwrap() > 0, "it did not start");
            if let Some((_, rest)) = line.split_once("listening on ") {
                break rest.split('/').take(3).collect::<Vec<_>>().join("/");
            }
        };
        tokio::spawn(async move {
            let mut rest = String::new();
            while log.read_line(&mut rest).await.unwrap_or(0) > 0 {
                rest.clear();
            }
        });
        (running, base)
    }
}

fn call(arguments: &Value) -> Value {
    json!({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "import_scan", "arguments": arguments}})
}

fn by(way: &str, what: &str) -> Value {
    json!({"scan_type": "SARIF", way: what, "file_name": "large.sarif", "engagement_id": 1})
}

fn check(arrived: &[Arrived], report: &[u8], answer: &Value) {
    assert_eq!(answer["result"]["structuredContent"]["test_id"], 1, "{answer}");
    let last = arrived.last().unwrap();
    assert_eq!((last.length, &last.sha256), (report.len() as u64, &digest_of(report)));
}

/// One line in, one line out.
async fn over_stdio(url: &str, root: &Path, arguments: &Value) -> (Running, Value) {
    let mut running = Running::start(url, &[("IMPORT_ROOTS", root.to_str().unwrap())]);
    drop(running.child.stderr.take());
    let mut input = running.child.stdin.take().unwrap();
    let mut output = BufReader::new(running.child.stdout.take().unwrap()).lines();
    let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}});
    let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
    input.write_all(format!("{hello}\n{ready}\n").as_bytes()).await.unwrap();
    output.next_line().await.unwrap().unwrap();
    running.idle = running.peak();
    input.write_all(format!("{}\n", call(arguments)).as_bytes()).await.unwrap();
    let answer = serde_json::from_str(&output.next_line().await.unwrap().unwrap()).unwrap();
    running.input = Some(input);
    (running, answer)
}

#[tokio::test(flavor = "multi_thread")]
async fn over_stdio_by_path_and_in_the_call() {
    let report = sarif();
    let receiver = Receiver::start().await;
    let place = tempfile::tempdir().unwrap();
    std::fs::File::create(place.path().join("large.sarif")).unwrap().write_all(&report).unwrap();

    let arguments = by("file_path", "large.sarif");
    let (running, answer) = over_stdio(&receiver.url, place.path(), &arguments).await;
    check(&receiver.arrived(), &report, &answer);
    running.grew_at_most("by path over stdio", BY_PATH_OR_UPLOAD);

    let arguments = by("file", &BASE64_STANDARD.encode(&report));
    let (running, answer) = over_stdio(&receiver.url, place.path(), &arguments).await;
    assert_eq!(receiver.arrived().len(), 2);
    check(&receiver.arrived(), &report, &answer);
    running.grew_at_most("in the call over stdio", IN_THE_CALL);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_http_by_upload_and_in_the_call() {
    let report = sarif();
    let receiver = Receiver::start().await;
    let http = reqwest::Client::new();
    let (mut running, base) = Running::on_the_network(&receiver.url, "http").await;
    let post = |arguments: Value| {
        let request = http.post(format!("{base}/mcp")).bearer_auth(TOKEN).json(&call(&arguments));
        let request = request.header("Accept", "application/json, text/event-stream");
        async move { request.send().await.unwrap().json::<Value>().await.unwrap() }
    };
    let failed = post(by("upload_id", "7f0e1f8e-55f0-4d3b-9c1f-111111111111")).await;
    assert_eq!(failed["result"]["isError"], true, "{failed}");
    running.idle = running.peak();

    let put =
        http.put(format!("{base}/uploads/large.sarif")).bearer_auth(TOKEN).body(report.clone());
    let kept: Value = put.send().await.unwrap().json().await.unwrap();
    assert_eq!(kept["sha256"], digest_of(&report), "{kept}");
    let answer = post(by("upload_id", kept["upload_id"].as_str().unwrap())).await;
    check(&receiver.arrived(), &report, &answer);
    running.grew_at_most("by upload over HTTP", BY_PATH_OR_UPLOAD);

    let answer = post(by("file", &BASE64_STANDARD.encode(&report))).await;
    assert_eq!(receiver.arrived().len(), 2);
    check(&receiver.arrived(), &report, &answer);
    running.grew_at_most("in the call over HTTP", IN_THE_CALL);

    let used = post(by("upload_id", kept["upload_id"].as_str().unwrap())).await;
    assert!(used.to_string().contains("no such upload of yours"), "{used}");
}

/// The older event streams take messages by requests of their own, which are read like all others.
#[tokio::test(flavor = "multi_thread")]
async fn over_the_older_event_streams_in_the_call() {
    let report = sarif();
    let receiver = Receiver::start().await;
    let (mut running, base) = Running::on_the_network(&receiver.url, "sse").await;
    let token = format!("Bearer {TOKEN}");
    let address = base.trim_start_matches("http://").parse().unwrap();
    let mut events = Connection::open(address).await;
    events.send(&Request::get("/sse").header("Authorization", &token).bytes()).await;
    let (_, path) = events.event().await;
    let post = async |message: String| {
        let mut request = Request::post(message).header("Authorization", &token);
        request.path = &path;
        assert_eq!(Connection::open(address).await.ask(&request).await.status, 202);
    };
    let hello = json!({"protocolVersion": "2024-11-05", "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"}});
    let hello = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello});
    post(hello.to_string()).await;
    events.event().await;
    running.idle = running.peak();
    post(call(&by("file", &BASE64_STANDARD.encode(&report))).to_string()).await;
    let answer = serde_json::from_str(&events.event().await.1).unwrap();
    check(&receiver.arrived(), &report, &answer);
    running.grew_at_most("in the call over SSE", IN_THE_CALL);
}
