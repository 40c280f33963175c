//! What an answer costs: calls one after another through the whole server in one thread, with an upstream that
//! answers the same bytes at once (its own cost is in the figures). `cargo bench --bench answers`.
#![recursion_limit = "256"]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to report")]
#![expect(clippy::print_stdout, reason = "its figures are its output")]

use std::{sync::Arc, time::Instant};

use mcp_defectdojo::{
    access::{Principal, Role},
    audit, dojo, guard,
    screen::{Policy, Presentation, Redactor, Screening},
    server::{Parts, Server},
    tools,
};
use rmcp::ServiceExt as _;
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpListener,
};

/// A finding of ordinary size, with every member that DefectDojo sends of interest.
fn finding(id: u64) -> Value {
    let prose = "A crafted request reaches the parser before its length is checked. ".repeat(8);
    json!({
        "id": id, "test": 3, "title": format!("Sample Finding {id}"), "severity": "High", "description": prose,
        "active": true, "verified": false, "mitigated": null, "is_mitigated": false, "out_of_scope": false,
        "false_p": false, "duplicate": false, "risk_accepted": false, "cwe": 787, "cvssv3_score": 8.1,
        "cvssv3": "CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H", "component_name": "parser", "component_version": "1.2.3",
        "file_path": "src/parser.c", "line": 120, "tags": ["sast", "parser"],
        "vulnerability_ids": [{"vulnerability_id": "CVE-2020-0001"}], "cwes": [{"cwe": "CWE-787"}],
        "date": "2026-01-02", "age": 30, "sla_days_remaining": 12, "sla_expiration_date": "2026-03-01",
        "display_status": "Active", "epss_score": 0.12, "epss_percentile": 0.91, "known_exploited": false,
        "mitigation": prose, "impact": "Memory is overwritten.", "references": "https://example.org/advisory",
        "created": "2026-01-02T03:04:05.678901Z", "updated": "2026-01-02T03:04:05.678901Z",
        "last_status_update": "2026-01-02T03:04:05.678901Z", "static_finding": true, "hash_code": "a".repeat(64),
        "found_by": [170], "notes": [], "files": [], "endpoints": [], "request_response": {"req_resp": []},
        "finding_meta": [], "accepted_risks": [], "reviewers": [], "numerical_severity": "S1", "thread_id": 0,
    })
}

async fn upstream() -> String {
    let list: Vec<Value> = (1..=100).map(finding).collect();
    let list = json!({"count": 4000, "next": null, "previous": null, "results": list}).to_string();
    let one = finding(7).to_string();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let (list, one) = (list.clone(), one.clone());
            tokio::spawn(async move {
                let mut buffer = vec![0; 16_384];
                while let Ok(read @ 1..) = stream.read(&mut buffer).await {
                    let head = buffer.get(..read).unwrap();
                    let body =
                        if head.starts_with(b"GET /api/v2/findings/7/") { &one } else { &list };
                    let length = body.len();
                    let answer = format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
                    );
                    stream.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        }
    });
    url
}

fn server(url: &str) -> Server {
    let key = SecretString::from("a-key-of-the-benchmark");
    let redactor = Arc::new(Redactor::new([&key]));
    let settings =
        dojo::Settings { url: url.parse().unwrap(), keys: dojo::Keys::Single(key), ca: None };
    let log = audit::Settings {
        mirror: false,
        file: Some("/dev/null".into()),
        ..audit::Settings::default()
    };
    Server::new(Parts {
        guard: guard::Guard::new(dojo::Client::new(settings), guard::Settings::default()),
        taint: guard::TaintSettings::default(),
        tools: tools::all(),
        settings: tools::Settings::default(),
        presentation: Presentation { redactor: Arc::clone(&redactor), ..Presentation::default() },
        screening: Screening::new(redactor, Policy::default()),
        log: audit::Log::open(&log).unwrap(),
        sync_reads: false,
        content: mcp_defectdojo::render::Content::default(),
        metrics: Arc::default(),
        local: Some(Principal::new("bench", Role::Admin)),
    })
}

fn main() {
    // `cargo test --benches` runs it too, and has no use for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let server = server(&upstream().await);
        let (ours, theirs) = tokio::io::duplex(1 << 21);
        tokio::spawn(async move { server.serve(ours).await.unwrap().waiting().await });
        let (output, mut input) = tokio::io::split(theirs);
        let mut output = BufReader::new(output).lines();
        let hello = r#"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"b","version":"1"}}}"#;
        input.write_all(format!("{hello}\n").as_bytes()).await.unwrap();
        output.next_line().await.unwrap();
        let ready = r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#;
        input.write_all(format!("{ready}\n").as_bytes()).await.unwrap();

        let cases = [
            ("get_finding", json!({"finding_id": 7}), 4_000),
            ("list_findings", json!({"limit": 100, "detail": "full"}), 400),
            ("list_findings", json!({"limit": 20}), 1_000),
        ];
        for (tool, arguments, rounds) in cases {
            let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}});
            let call = format!("{call}\n");
            let mut bytes = 0;
            let mut started = Instant::now();
            for round in 0..rounds + rounds / 10 {
                if round == rounds / 10 {
                    started = Instant::now();
                }
                input.write_all(call.as_bytes()).await.unwrap();
                bytes = output.next_line().await.unwrap().unwrap().len();
            }
            let micros = started.elapsed().as_micros() / rounds;
            println!("{tool:<14} {arguments:<32} {micros:>7} µs a call, {bytes} bytes", arguments = arguments.to_string());
        }
    });
}
