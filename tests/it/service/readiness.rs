//! `/ready` and `/metrics` of a whole server.

use std::{
    collections::BTreeSet,
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::Service;
use crate::transport::raw::Request;

/// A DefectDojo that can be away, and how often it was asked.
async fn moody() -> (String, Arc<AtomicBool>, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let (well, asked) = (Arc::<AtomicBool>::default(), Arc::<AtomicUsize>::default());
    let (is_well, count) = (well.clone(), asked.clone());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = vec![0; 65_536];
            if stream.read(&mut request).await.unwrap_or(0) == 0 {
                continue;
            }
            // The look at what it can do tries again on its own, and is not counted.
            if !request.starts_with(b"GET /api/v2/ ") {
                count.fetch_add(1, SeqCst);
            }
            let status = if is_well.load(SeqCst) { "200 OK" } else { "503 Unavailable" };
            let answer = format!(
                "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"
            );
            stream.write_all(answer.as_bytes()).await.ok();
        }
    });
    (url, well, asked)
}

/// A balancer that probes each second must neither flood DefectDojo nor be told that all is well while it is away.
#[tokio::test]
async fn readiness_knows_whether_defectdojo_answers_without_asking_each_time() {
    let (url, well, asked) = moody().await;
    let environment = [
        ("DEFECTDOJO_URL", url.as_str()),
        ("DEFECTDOJO_API_KEY", "a-key-of-the-tests"),
        ("ALLOW_INSECURE_HTTP", "true"),
    ];
    let service = Service::start(&["serve"], &environment).await;
    let mut connection = service.connect().await;
    let ready = Request::get("/ready");
    for _ in 0..50 {
        let answer = connection.ask(&ready).await;
        assert_eq!((answer.status, answer.body.as_str()), (503, r#"{"status":"not ready"}"#));
    }
    // One question for all of them, or two where the machine was slow.
    assert!((1..=2).contains(&asked.load(SeqCst)), "{asked:?}");
    assert_eq!(connection.ask(&Request::get("/health")).await.status, 200);
    well.store(true, SeqCst);
    // Silence is believed for 5 seconds; a call that succeeds is believed at once.
    service.call(&mut connection).await;
    let before = asked.load(SeqCst);
    for _ in 0..50 {
        assert_eq!(connection.ask(&ready).await.status, 200);
    }
    assert_eq!(asked.load(SeqCst), before);
}

/// Whoever chose speed over durability is reminded where they look, and nobody else is told anything.
#[tokio::test]
async fn a_weak_audit_fsync_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("audit.log");
    for (fsync, named) in
        [("group", None), ("interval=250", Some("interval=250ms")), ("off", Some("off"))]
    {
        let environment = [("AUDIT_FSYNC", fsync), ("AUDIT_LOG_FILE", file.to_str().unwrap())];
        let service = Service::demo(&environment).await;
        let answer = service.connect().await.ask(&Request::get("/ready")).await;
        let answer: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(answer.get("audit_fsync").and_then(Value::as_str), named, "{answer}");
    }
}

/// Names of metrics in the text, without labels and the suffixes of histograms.
fn names(text: &str) -> BTreeSet<String> {
    let typed = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
    typed.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
}

/// What operators build alerts on stands in the documents, all of it and nothing else.
#[tokio::test]
async fn every_metric_is_documented() {
    let service = Service::demo(&[]).await;
    let mut connection = service.connect().await;
    service.call(&mut connection).await;
    // A refused login, so that its counter is there; a refused connection needs a full house.
    connection.ask(&Request::call("get_finding", &serde_json::json!({}))).await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/operations.md");
    let documents = fs::read_to_string(path).unwrap();
    let table = documents.lines().filter_map(|line| line.strip_prefix("| `"));
    let documented: BTreeSet<_> = table
        .filter_map(|row| row.split_once('`'))
        .map(|(name, _)| name.split('{').next().unwrap().to_owned())
        .filter(|name| name.starts_with("mcp_") || name.starts_with("process_"))
        .collect();
    let mut counted = names(&service.scrape().await);
    counted.insert("mcp_refused_connections_total".to_owned());
    assert_eq!(counted, documented);
}

/// Callers choose names, ids and tokens; none of that may become a series.
#[tokio::test]
async fn callers_cannot_make_series() {
    let service = Service::demo(&[]).await;
    let mut connection = service.connect().await;
    service.call(&mut connection).await;
    connection.ask(&Request::call("nothing", &serde_json::json!({}))).await;
    connection.ask(&Request::get("/nothing")).await;
    let before = service.scrape().await.lines().count();
    let token = format!("Bearer {}", service.tokens[0]);
    for number in 0..100 {
        let tool = format!("made_up_{number}");
        let call = Request::call(&tool, &serde_json::json!({}));
        connection.ask(&call.header("Authorization", &token)).await;
        let wrong = format!("Bearer wrong-{number}");
        let call = Request::call("get_finding", &serde_json::json!({}));
        connection.ask(&call.header("Authorization", &wrong)).await;
        let path = format!("/made/up/{number}");
        connection.ask(&Request::get(&path)).await;
    }
    let text = service.scrape().await;
    assert!(!text.contains("made_up"), "{text}");
    // The reasons for which logins are refused appear with the first of each: unknown and throttled.
    assert!(text.lines().count() <= before + 4, "{text}");
}
