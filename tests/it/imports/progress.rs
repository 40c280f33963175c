//! What a client is told while a call takes its time, in each revision of the protocol and over each transport.

use std::{fs::File, process::Stdio, sync::Arc};

use axum::{Router, extract::RawQuery, routing::get};
use mcp_defectdojo::reports::{Reports, Settings};
use rmcp::{
    ClientHandler, RoleClient, ServiceExt as _,
    model::{CallToolRequestParams, ProgressNotificationParam},
    service::NotificationContext,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
    sync::mpsc,
};

use super::slow::Slow;
use crate::{
    service::Service,
    support::{Setup, object, records},
    transport::{
        probe::take,
        raw::{Connection, Request},
    },
};

/// More than lies in the buffers between two programs.
const LENGTH: u64 = 16 << 20;
const NEWEST: &str = "2026-07-28";
const WITH_HANDSHAKE: [&str; 4] = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

fn environment<'a>(slow: &'a Slow, root: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("DEFECTDOJO_URL", &slow.url),
        ("DEFECTDOJO_API_KEY", "a-key-of-this-test"),
        ("ALLOW_INSECURE_HTTP", "true"),
        ("IMPORT_ROOTS", root),
    ]
}

/// A folder with one report.
fn report() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    File::create(place.path().join("large.sarif")).unwrap().set_len(LENGTH).unwrap();
    place
}

/// The parameters of an import of that report whose client wants to be told.
fn import(revision: &str) -> Value {
    let mut meta = json!({"progressToken": "how-far"});
    if revision == NEWEST {
        meta["io.modelcontextprotocol/protocolVersion"] = json!(NEWEST);
        meta["io.modelcontextprotocol/clientInfo"] = json!({"name": "test", "version": "1"});
        meta["io.modelcontextprotocol/clientCapabilities"] = json!({});
    }
    let arguments = json!({"scan_type": "SARIF", "file_path": "large.sarif", "engagement_id": 1});
    json!({"name": "import_scan", "arguments": arguments, "_meta": meta})
}

/// Where messages come from.
enum Coming {
    Lines(Lines<BufReader<ChildStdout>>),
    Events(Connection),
}

impl Coming {
    async fn next(&mut self) -> Value {
        let text = match self {
            Self::Lines(lines) => lines.next_line().await.unwrap().unwrap(),
            Self::Events(connection) => connection.event().await.1,
        };
        serde_json::from_str(&text).unwrap()
    }

    /// Lets DefectDojo go on when the client is told of it, and checks all that it is told.
    async fn told(&mut self, slow: &Slow, way: &str) {
        let mut numbers = Vec::new();
        let mut parsing = false;
        loop {
            let message = self.next().await;
            if message["id"] == 7 {
                assert_eq!(
                    message["result"]["structuredContent"]["test_id"], 1,
                    "{way}: {message}"
                );
                break;
            }
            assert_eq!(message["method"], "notifications/progress", "{way}: {message}");
            let told = &message["params"];
            assert_eq!(told["progressToken"], "how-far", "{way}");
            let text = told["message"].as_str().unwrap();
            if numbers.is_empty() {
                assert!(text.ends_with("of 16.0 MiB sent to DefectDojo"), "{way}: {text}");
                assert_eq!(told["total"].as_f64(), Some(16_777_216.0), "{way}");
                slow.read.add_permits(1);
            }
            if text == "DefectDojo has the report and is parsing it" {
                parsing = true;
                slow.answer.add_permits(1);
            }
            numbers.push(told["progress"].as_f64().unwrap());
        }
        assert!(parsing, "{way}: {numbers:?}");
        assert!(numbers.is_sorted_by(|before, after| before < after), "{way}: {numbers:?}");
    }
}

fn hello(revision: &str) -> Value {
    json!({"protocolVersion": revision, "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"}})
}

fn message(id: u64, method: &str, params: &Value) -> String {
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
}

/// The program over its standard streams.
struct Local {
    _child: Child,
    input: ChildStdin,
    output: Coming,
}

impl Local {
    fn start(slow: &Slow, root: &str) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"))
            .arg("serve")
            .env_clear()
            .envs(environment(slow, root))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let output = Coming::Lines(BufReader::new(child.stdout.take().unwrap()).lines());
        Self { _child: child, input, output }
    }

    async fn send(&mut self, message: String) {
        self.input.write_all(format!("{message}\n").as_bytes()).await.unwrap();
    }
}

/// A client that resets its own patience with each notification would give up on a long import without them.
#[tokio::test]
async fn an_import_tells_how_far_it_is_over_stdio() {
    let (slow, place) = (Slow::start().await, report());
    let root = place.path().to_str().unwrap();
    for revision in WITH_HANDSHAKE.into_iter().chain([NEWEST]) {
        let mut local = Local::start(&slow, root);
        if revision != NEWEST {
            local.send(message(1, "initialize", &hello(revision))).await;
            assert_eq!(local.output.next().await["result"]["protocolVersion"], revision);
        }
        local.send(message(7, "tools/call", &import(revision))).await;
        local.output.told(&slow, revision).await;
    }
}

#[tokio::test]
async fn an_import_tells_how_far_it_is_over_http() {
    let (slow, place) = (Slow::start().await, report());
    let root = place.path().to_str().unwrap();
    let service = Service::start(&["serve"], &environment(&slow, root)).await;
    let token = format!("Bearer {}", service.tokens[0]);
    for revision in WITH_HANDSHAKE.into_iter().chain([NEWEST]) {
        let mut request = Request::post(message(7, "tools/call", &import(revision)))
            .header("Authorization", &token);
        if revision >= "2025-06-18" {
            request = request.header("MCP-Protocol-Version", revision);
        }
        if revision == NEWEST {
            request = request.header("Mcp-Method", "tools/call").header("Mcp-Name", "import_scan");
        }
        let mut connection = service.connect().await;
        connection.send(&request.bytes()).await;
        Coming::Events(connection).told(&slow, revision).await;
    }
}

/// In a batch there is one body for all answers: who wants to be told still gets the answer itself.
#[tokio::test]
async fn an_import_in_a_batch_is_answered() {
    let (slow, place) = (Slow::start().await, report());
    let root = place.path().to_str().unwrap();
    let service = Service::start(&["serve"], &environment(&slow, root)).await;
    let token = format!("Bearer {}", service.tokens[0]);
    slow.read.add_permits(1);
    slow.answer.add_permits(1);
    let import = message(7, "tools/call", &import("2025-03-26"));
    let list = message(8, "tools/list", &json!({}));
    let batch = Request::post(format!("[{import},{list}]")).header("Authorization", &token);
    let answers = service.connect().await.ask(&batch).await.json();
    assert_eq!(answers[0]["id"], 7, "{answers}");
    assert_eq!(answers[0]["result"]["structuredContent"]["test_id"], 1, "{answers}");
    assert_eq!(answers[1]["id"], 8, "{answers}");
}

#[tokio::test]
async fn an_import_tells_how_far_it_is_over_the_older_event_streams() {
    let (slow, place) = (Slow::start().await, report());
    let root = place.path().to_str().unwrap();
    let environment = environment(&slow, root);
    let environment = [&environment[..], &[("MCP_TRANSPORT", "sse")]].concat();
    let service = Service::start(&["serve"], &environment).await;
    let token = format!("Bearer {}", service.tokens[0]);
    let mut events = service.connect().await;
    events.send(&Request::get("/sse").header("Authorization", &token).bytes()).await;
    let (_, path) = events.event().await;
    let post = async |body: String| {
        let mut request = Request::post(body).header("Authorization", &token);
        request.path = &path;
        assert_eq!(service.connect().await.ask(&request).await.status, 202);
    };
    let mut events = Coming::Events(events);
    post(message(1, "initialize", &hello("2024-11-05"))).await;
    assert_eq!(events.next().await["id"], 1);
    post(message(7, "tools/call", &import("2024-11-05"))).await;
    events.told(&slow, "2024-11-05 over SSE").await;
}

/// Passes on what it is told.
struct Listener(mpsc::UnboundedSender<ProgressNotificationParam>);

impl ClientHandler for Listener {
    async fn on_progress(
        &self,
        told: ProgressNotificationParam,
        _: NotificationContext<RoleClient>,
    ) {
        self.0.send(told).ok();
    }
}

/// A condition that DefectDojo cannot check takes many pages; a person who waits wants to see them go by.
#[tokio::test]
async fn a_scan_tells_how_many_rows_it_has_read() {
    const FINDINGS: u64 = 700;
    let answer = |RawQuery(query): RawQuery| async move {
        let query = query.unwrap_or_default();
        let asked = |name: &str| -> u64 {
            let mut pairs = url::form_urlencoded::parse(query.as_bytes());
            pairs.find(|(key, _)| key == name).unwrap().1.parse().unwrap()
        };
        let rows = (asked("offset")..FINDINGS).take(asked("limit").try_into().unwrap());
        let rows: Vec<_> = rows.map(|at| json!({"id": at + 1, "title": "Sample"})).collect();
        axum::Json(json!({"count": FINDINGS, "next": null, "previous": null, "results": rows}))
    };
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = Router::new().route("/api/v2/findings/", get(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });

    let (ours, theirs) = tokio::io::duplex(1 << 16);
    let server = Setup::default().server(&url);
    tokio::spawn(async move { server.serve(ours).await.unwrap().waiting().await });
    let (told, mut heard) = mpsc::unbounded_channel();
    let client = Listener(told).serve(theirs).await.unwrap();
    let mut request = CallToolRequestParams::new("list_findings");
    request.arguments = Some(object(json!({"cvss_min": 9.5, "count_only": true})));
    // rmcp's client gives each request a token of its own.
    let answer = client.call_tool(request).await.unwrap().structured_content.unwrap();
    assert_eq!(answer["pagination"]["scanned"], FINDINGS, "{answer}");
    let mut last = 0.0;
    let mut heard_of = 0;
    while let Ok(told) = heard.try_recv() {
        assert!(told.progress > last && told.progress <= 700.0, "{told:?}");
        assert_eq!(told.total, Some(700.0));
        assert!(told.message.unwrap().ends_with(" of 700 rows read"));
        last = told.progress;
        heard_of += 1;
    }
    assert!(heard_of > 0);
}

/// A client that takes its request back must be heard by DefectDojo too: a read, or a report of which a part has
/// left, ends there; a report that left whole is waited for, because its findings will be stored.
#[tokio::test]
async fn cancelling_closes_the_connection_until_a_report_has_left() {
    let (slow, place) = (Slow::start().await, report());
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("audit.log");
    let mut setup = Setup::default();
    setup.audit.file = Some(log.clone());
    let roots = vec![place.path().to_owned()];
    setup.settings.reports = Arc::new(Reports::new(Settings { roots, ..Settings::default() }));
    let client = setup.client(&slow.url).await;
    let call = async |tool: &'static str, arguments: Value| {
        let mut request = CallToolRequestParams::new(tool);
        request.arguments = Some(object(arguments));
        let request = rmcp::model::Request::new(request);
        let request = rmcp::model::ClientRequest::CallToolRequest(request);
        let options = rmcp::service::PeerRequestOptions::no_options();
        client.service.send_cancellable_request(request, options).await.unwrap()
    };
    let import = json!({"scan_type": "SARIF", "file_path": "large.sarif", "engagement_id": 1});

    let read = call("get_finding", json!({"finding_id": 7})).await;
    take(&slow.whole).await;
    read.cancel(None).await.unwrap();
    take(&slow.dropped).await;

    let part = call("import_scan", import.clone()).await;
    take(&slow.begun).await;
    take(&slow.begun).await;
    part.cancel(None).await.unwrap();
    slow.read.add_permits(1);
    take(&slow.dropped).await;

    let whole = call("import_scan", import).await;
    slow.read.add_permits(1);
    take(&slow.whole).await;
    whole.cancel(None).await.unwrap();
    // Answered after the server took note of the message before it.
    client.service.list_tools(None).await.unwrap();
    slow.answer.add_permits(1);
    let outcomes = async {
        loop {
            let audit = records(&log).into_iter().filter(|record| record["event_type"] == "audit");
            let outcomes: Vec<_> = audit
                .map(|record| {
                    [&record["outcome"], &record["reason"]].map(Value::to_string).join(" ")
                })
                .collect();
            if outcomes.len() == 3 {
                break outcomes;
            }
            tokio::task::yield_now().await;
        }
    };
    let outcomes = tokio::time::timeout(crate::service::PATIENCE, outcomes).await.unwrap();
    assert_eq!(
        outcomes,
        [r#""error" "cancelled""#, r#""error" "cancelled""#, r#""success" "answer_not_delivered""#]
    );
    assert_eq!(slow.dropped.available_permits(), 0);
}
