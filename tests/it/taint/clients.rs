//! The official Python SDK as a client with and without a person to ask, on every transport and in both eras.

use serde_json::{Value, json};
use tokio::process::Command;

use super::{Planted, http::Served};
use crate::clients::{SERVER, installed, output};

/// One run of the client: what it was asked, and what came of its call.
async fn run(planted: &Planted, how: &[&str], environment: &[(&str, &str)]) -> Option<Value> {
    let clients = installed()?;
    let mut command = Command::new(clients.join("venv/bin/python"));
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/clients/taint.py")).args(how);
    command.args([planted.bad, planted.good].map(|id| id.to_string()));
    command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin");
    command.envs(environment.iter().copied());
    Some(serde_json::from_str(&output(command).await).unwrap())
}

/// How often a client's person was asked, and what came of its call.
fn summary(came: &Value) -> String {
    let asked = came["asked"].as_array().unwrap();
    for question in asked {
        assert_eq!(question["schema"], json!({ "type": "object", "properties": {} }));
    }
    format!("asked {}, {}", asked.len(), came["code"].as_str().unwrap())
}

const ANSWERS: [(&str, &str); 4] = [
    ("accept", "asked 1, closed"),
    ("decline", "asked 1, confirmation_declined"),
    ("cancel", "asked 1, confirmation_dismissed"),
    ("none", "asked 0, confirmation_unavailable"),
];

/// What the log says of a call with each of these answers, in one call or two.
fn told(answer: &str) -> Vec<&'static str> {
    let outcome: &[_] = match answer {
        "accept" => &["audit_intent accepted", "audit success accepted"],
        "decline" => &["audit denied confirmation_declined declined"],
        "cancel" => &["audit denied confirmation_dismissed dismissed"],
        _ => return vec!["audit denied confirmation_unavailable unavailable"],
    };
    [&["audit_confirmation asked"], outcome].concat()
}

#[tokio::test]
async fn over_stdio() {
    for mode in ["legacy", "2026-07-28"] {
        for (answer, wanted) in ANSWERS {
            let planted = Planted::new().await;
            let log = planted.log();
            let environment = [
                ("DEFECTDOJO_URL", planted.dojo.url.as_str()),
                ("DEFECTDOJO_API_KEY", "demo-admin-key"),
                ("ALLOW_INSECURE_HTTP", "true"),
                ("TAINT_POLICY", "confirm"),
                ("AUDIT_LOG_FILE", log.to_str().unwrap()),
                ("AUDIT_HMAC_KEY", "0123456789abcdef0123456789abcdef"),
            ];
            let how = ["stdio", SERVER, mode, answer];
            let Some(came) = run(&planted, &how, &environment).await else { return };
            assert_eq!(summary(&came), wanted, "{mode}: {came}");
            assert_eq!(planted.is_open(planted.good).await, answer != "accept");
            assert_eq!(planted.told("close_finding"), told(answer), "{mode}");
        }
    }
}

async fn over(path: &str, mode: &str, sessions: bool, answers: &[(&str, &str)]) {
    for (answer, wanted) in answers {
        let planted = Planted::new().await;
        let served = Served::start(&planted, sessions).await;
        let url = format!("http://{}/{path}", served.address);
        let transport = if path == "sse" { "sse" } else { "http" };
        let how = [transport, &url, mode, answer];
        let token = super::http::token("desk");
        let Some(came) = run(&planted, &how, &[("TOKEN", &token)]).await else { return };
        assert_eq!(summary(&came), *wanted, "{path} {mode}: {came}");
        assert_eq!(planted.is_open(planted.good).await, !wanted.ends_with("closed"));
        served.stop().await;
    }
}

#[tokio::test]
async fn over_streamable_http() {
    over("mcp", "2026-07-28", false, &ANSWERS).await;
}

#[tokio::test]
async fn over_streamable_http_with_sessions() {
    over("mcp", "legacy", true, &ANSWERS).await;
}

#[tokio::test]
async fn over_legacy_sse() {
    over("sse", "legacy", false, &ANSWERS).await;
}

/// A client that could ask, on a connection that carries no questions.
#[tokio::test]
async fn over_stateless_http_an_older_client_is_refused() {
    over("mcp", "legacy", false, &[("accept", "asked 0, confirmation_unavailable")]).await;
}
