//! Clients that mean no good, and others that are answered throughout. Memory returns when they have gone.

use std::{path::PathBuf, process::Stdio};

use serde_json::json;
use tokio::{io::AsyncWriteExt as _, net::TcpStream, process::Command};

use super::{PATIENCE, Service, count};
use crate::transport::raw::Request;

/// Memory that may stay after an attack, in KiB: what the allocator keeps for the next one.
const KEPT: u64 = 24 << 10;

/// What a connection may take on which nothing was said, in KiB, and what the calls beside them may.
const SILENT: u64 = 3;
const NOISE: u64 = 4 << 10;

/// Memory before an attack, once ordinary calls take no more: what they need is held against no attacker.
async fn settled(service: &Service) -> u64 {
    const CALLS: usize = 256;
    const STEADY: u64 = 256;
    let mut before = service.memory().await;
    for _ in 0..32 {
        for _ in 0..CALLS {
            service.answers().await;
        }
        let after = service.memory().await;
        if after <= before + STEADY {
            return after;
        }
        before = after;
    }
    before
}

async fn returns(service: &Service, before: u64) {
    service.until("mcp_connections", |open| open <= 1).await;
    let name = "process_resident_memory_bytes";
    let after = service.until(name, |bytes| bytes / 1024 <= before + KEPT).await / 1024;
    eprintln!("memory was {before} KiB before and is {after} KiB after");
    service.answers().await;
}

/// Where `slowhttptest` is, which the tests' packages bring.
#[expect(clippy::disallowed_methods, reason = "tells a test where the Makefile put its tools")]
fn slowhttptest() -> Option<PathBuf> {
    let found = PathBuf::from("/usr/bin/slowhttptest");
    if found.exists() {
        return Some(found);
    }
    assert!(std::env::var_os("MCP_TEST_CLIENTS").is_none(), "slowhttptest is not installed");
    eprintln!("passing over: slowhttptest is not installed");
    None
}

/// Heads and bodies that come a byte at a time, and answers read a byte at a time.
#[tokio::test]
async fn slow_clients_keep_nobody_out() {
    let Some(slowhttptest) = slowhttptest() else { return };
    let service = Service::demo(&[("MCP_CONNECTION_LIMIT", "300")]).await;
    let before = settled(&service).await;
    let seconds = count("SLOW_SECONDS", 4).to_string();
    for mode in [vec!["-H"], vec!["-B"], vec!["-X", "-k", "3"]] {
        let mut attack = Command::new(&slowhttptest)
            .args(&mode)
            // More connections than there are places, 500 a second, one byte in 2 seconds.
            .args(["-c", "600", "-r", "500", "-i", "2", "-l", &seconds, "-p", "2"])
            .args(["-u", &service.url("/mcp")])
            .env_clear()
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut calls = 0;
        while attack.try_wait().unwrap().is_none() {
            service.answers().await;
            calls += 1;
        }
        eprintln!("{mode:?}: {calls} calls were answered meanwhile");
        assert!(calls > 10, "{mode:?}: {calls} calls");
    }
    returns(&service, before).await;
}

/// Connections that say nothing, many more than there are places.
#[tokio::test]
async fn thousands_of_silent_connections_keep_nobody_out() {
    let number = count("SILENT_CONNECTIONS", 800);
    let limit = number / 2;
    let service = Service::demo(&[("MCP_CONNECTION_LIMIT", &limit.to_string())]).await;
    let before = settled(&service).await;
    let mut silent = Vec::new();
    for index in 0..number {
        silent.push(TcpStream::connect(service.address).await.unwrap());
        if index % 100 == 0 {
            service.answers().await;
        }
    }
    service.answers().await;
    // Who says nothing has nothing set up for it.
    let open = service.memory().await;
    eprintln!("{limit} silent connections: {before} KiB before, {open} KiB with them");
    assert!(open <= before + NOISE + SILENT * limit as u64, "{before} KiB, then {open} KiB");
    drop(silent);
    returns(&service, before).await;
}

/// Clients that begin TLS and leave it at that.
#[tokio::test]
async fn half_open_handshakes_keep_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (cert, key) = (folder.path().join("tls.crt"), folder.path().join("tls.key"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let limit = "300";
    let environment = [
        ("MCP_TLS_CERT", cert.to_str().unwrap()),
        ("MCP_TLS_KEY", key.to_str().unwrap()),
        ("MCP_CONNECTION_LIMIT", limit),
    ];
    let service = Service::demo(&environment).await;
    let http = reqwest::Client::builder()
        .tls_certs_only([reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).unwrap()])
        .build()
        .unwrap();
    let url = format!("https://localhost:{}/health", service.address.port());
    let answers = async || {
        // A connection each: the one before may have made room for silent ones.
        let request = http.get(&url).header("Connection", "close").timeout(PATIENCE);
        assert_eq!(request.send().await.unwrap().status(), 200);
    };
    answers().await;
    let before = service.memory().await;
    let mut half = Vec::new();
    // The start of a record that announces 512 bytes of a ClientHello.
    let beginning = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03];
    for index in 0..count("HALF_OPEN_HANDSHAKES", 900) {
        let mut stream = TcpStream::connect(service.address).await.unwrap();
        stream.write_all(&beginning).await.unwrap();
        half.push(stream);
        if index % 100 == 0 {
            answers().await;
        }
    }
    answers().await;
    drop(half);
    service.until("mcp_connections", |open| open <= 2).await;
    let name = "process_resident_memory_bytes";
    service.until(name, |bytes| bytes / 1024 <= before + KEPT).await;
}

/// Somebody who may not import reports has no business with a body of 70 MB, whether or not it says its length.
#[tokio::test]
async fn a_large_body_of_a_reader_is_refused_unread() {
    let service = Service::demo(&[]).await;
    let before = settled(&service).await;
    let token = format!("Bearer {}", service.tokens[1]);
    let head = |length: &str| {
        format!(
            "POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nAuthorization: {token}\r\n{length}\r\n\r\n"
        )
    };
    let piece = vec![b'x'; 1 << 20];
    for length in ["Content-Length: 70000000", "Transfer-Encoding: chunked"] {
        let mut connection = service.connect().await;
        connection.send(head(length).as_bytes()).await;
        for _ in 0..70 {
            service.answers().await;
            let is_sent = if length.starts_with("Transfer") {
                let chunk = [format!("{:x}\r\n", piece.len()).as_bytes(), &piece, b"\r\n"].concat();
                connection.try_send(&chunk).await
            } else {
                connection.try_send(&piece).await
            };
            if !is_sent {
                break;
            }
        }
        if let Some(answer) = connection.answer_or_noise().await {
            assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        }
        let after = service.memory().await;
        assert!(after <= before + KEPT, "{length}: {before} KiB, then {after} KiB");
    }
    returns(&service, before).await;
}

/// Clients that begin sessions and never end them.
#[tokio::test]
async fn sessions_abandoned_by_the_thousand_give_way_and_memory_returns() {
    let environment =
        [("MCP_SESSIONS", "true"), ("MCP_SESSION_LIMIT", "256"), ("MCP_SESSION_IDLE", "2s")];
    let service = Service::demo(&environment).await;
    let before = service.memory().await;
    let token = format!("Bearer {}", service.tokens[1]);
    let mut connection = service.connect().await;
    for _ in 0..count("ABANDONED_SESSIONS", 1_000) {
        let begin = Request::initialize().header("Authorization", &token);
        connection.send(&begin.bytes()).await;
        let answer = connection.chunked().await;
        assert!(answer.contains("mcp-session-id") || answer.contains("serverInfo"), "{answer}");
    }
    drop(connection);
    // A caller keeps a sixteenth of the places, whatever it does.
    assert!(service.metric("mcp_sessions").await <= 16);
    let name = "mcp_sessions";
    service.until(name, |open| open == 0).await;
    let ping = Request::rpc(1, "ping", &json!({})).header("Authorization", &token);
    let mut connection = service.connect().await;
    let unknown = ping.header("Mcp-Session-Id", "01a20441-e39e-77f6-b9f7-a484b2ea5418");
    assert_eq!(connection.ask(&unknown).await.status, 404);
    drop(connection);
    let name = "process_resident_memory_bytes";
    let after = service.until(name, |bytes| bytes / 1024 <= before + KEPT).await / 1024;
    eprintln!("memory was {before} KiB before and is {after} KiB after");
}
