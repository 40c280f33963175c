//! A receiver of OTLP built on the OpenTelemetry project's own message classes: what it parses is what stands in the log.

use std::process::Stdio;

use mcp_defectdojo::{
    audit::Log,
    forward::{HttpsSettings, Kind, Target},
};
use serde_json::Value;
use tempfile::tempdir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::Command,
};

use super::{
    PATIENCE, compliance, forwarder, lines, member, receiver::Authority, receiver::Receiver,
    receiver::Reply, record, settings, vendors::Vendor,
};
use crate::clients::installed;

#[tokio::test]
async fn an_otlp_receiver_parses_what_was_meant() {
    let Some(clients) = installed() else { return };
    let folder = tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let authority = Authority::new();
    authority.write(&path("ca.pem"));
    authority.issue(&path("server.pem"), &path("server.key"));
    let mut command = Command::new(clients.join("venv/bin/python"));
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients/otlp_receiver.py"));
    command.args([path("server.pem"), path("server.key")]);
    let mut collector = command.stdout(Stdio::piped()).kill_on_drop(true).spawn().unwrap();
    let mut output = BufReader::new(collector.stdout.take().unwrap()).lines();
    let port = output.next_line().await.unwrap().expect("its port");
    let unused = Receiver::https("127.0.0.1:0", &authority, |_| Reply::ok()).await;
    let settings_of_otlp = HttpsSettings {
        // The path is the format's own.
        url: format!("https://localhost:{port}").parse().unwrap(),
        patience: PATIENCE,
        ..compliance::target(&Vendor::new(Kind::Otlp), &unused, &path("ca.pem"))
    };
    let file = path("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    let forwarder = forwarder(&log, vec![Target::Https(Box::new(settings_of_otlp))]);
    record(&log, 25).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
    assert_eq!(forwarder.statuses()[0].lag, 0, "{:?}", forwarder.statuses());
    let expected = lines(&file);
    let mut parsed = Vec::<Value>::new();
    while parsed.len() < expected.len() {
        let line = tokio::time::timeout(PATIENCE, output.next_line()).await.unwrap();
        let told: Value = serde_json::from_str(&line.unwrap().unwrap()).unwrap();
        if told["event"] != "audit_checkpoint" {
            parsed.push(told);
        }
    }
    for (told, line) in parsed.iter().zip(&expected) {
        assert_eq!(told["body"], line.as_str());
        assert_eq!(told["event"], member(line, "event_type"));
        let time: jiff::Timestamp = member(line, "timestamp").as_str().unwrap().parse().unwrap();
        assert_eq!(i128::from(told["time"].as_u64().unwrap()), time.as_nanosecond());
        let number = if member(line, "level") == "INFO" { 9 } else { 13 };
        assert_eq!(told["severity"][0], number);
        assert_eq!(told["severity"][1], member(line, "level"));
        assert_eq!(told["attributes"]["audit.chain_id"], member(line, "chain_id"));
        assert_eq!(told["attributes"]["audit.seq"], member(line, "seq"));
        assert_eq!(told["resource"]["service.name"], "mcp-defectdojo");
        assert_eq!(told["scope"], "mcp-defectdojo.audit");
    }
}
