//! The access matrix: every tool for every kind of caller, listed, called over the wire and looked up in the audit log.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::Timestamp;
use mcp_defectdojo::{render::ERROR, tools};
use serde_json::{Value, json};

use super::served::{Served, token};
use crate::{
    auth::issuer::{Issuer, Key},
    process::Process,
    support::{records, sample_arguments},
    transport::raw::Request,
};

const AUDIENCE: &str = "https://dojo-mcp.example/mcp";

/// What came of one call: shown in a cell by a sign that the legend explains.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
struct Seen {
    listed: bool,
    answer: String,
    audited: Vec<String>,
}

impl Seen {
    fn meaning(&self) -> String {
        let listed = if self.listed { "listed" } else { "not listed" };
        format!("{listed}; {}; audited as {}", self.answer, self.audited.join(" + "))
    }
}

/// Whether a call was answered by the tool itself. Whether DefectDojo liked it is not this table's question.
fn answer(reply: &Value) -> String {
    match (&reply["result"], reply["error"]["message"].as_str()) {
        (Value::Null, Some(message)) if message.starts_with("Unknown tool") => {
            "no such tool".into()
        }
        (Value::Null, message) => panic!("{message:?}"),
        (result, _) if result["_meta"][ERROR]["code"] == "permission_denied" => {
            "denied by the tool".into()
        }
        _ => "called".into(),
    }
}

/// The records of one call, in order, in words: kind, outcome, reason.
fn audited<'a>(records: impl Iterator<Item = &'a Value>) -> Vec<String> {
    records
        .map(|record| {
            let words = ["event_type", "outcome", "reason"].map(|name| record[name].as_str());
            // A tool that was called may fail at DefectDojo: of no concern here.
            let words: Vec<_> = match words {
                [kind, Some("error"), _] => vec![kind, Some("success")],
                words => words.to_vec(),
            };
            words.into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
        .collect()
}

/// A caller over Streamable HTTP: who asks, what the server is told, and the token that is shown.
async fn over_http(roles: &str, environment: &[(&str, &str)], token: Option<&str>) -> Vec<Seen> {
    let more = [("MCP_TRUSTED_PROXIES", "127.0.0.1")];
    let served = Served::start(roles, &[environment, &more[..]].concat()).await;
    let authorization = token.map(|token| format!("Bearer {token}"));
    let signed = |request: Request<'static>, authorization: &Option<String>| {
        let mut request = request;
        if let Some(value) = authorization {
            request.headers.push(("Authorization", String::leak(value.clone())));
        }
        request
    };
    let list = signed(Request::rpc(1, "tools/list", &json!({})), &authorization);
    let list = served.ask(&list).await;
    let mut answers = Vec::new();
    for (number, entry) in tools::all().iter().enumerate() {
        // Each from an address of its own: whoever fails too often has to wait, which is not this table's question.
        let address = format!("198.51.100.{}", number + 1);
        let call = Request::call(entry.name, &sample_arguments(entry.name));
        let call = signed(call, &authorization);
        let reply = served.ask(&call.header("X-Forwarded-For", &address)).await;
        let word =
            if reply.status == 200 { answer(&reply.json()) } else { reply.status.to_string() };
        answers.push((entry.name, address, word));
    }
    let records = served.stop().await;
    answers
        .into_iter()
        .map(|(name, address, answer)| {
            let own = records
                .iter()
                .filter(|record| record["tool_name"] == name || record["peer"] == address.as_str());
            Seen {
                listed: list.status == 200 && lists(&list.json(), name),
                answer,
                audited: audited(own),
            }
        })
        .collect()
}

fn lists(answer: &Value, name: &str) -> bool {
    let tools = answer["result"]["tools"].as_array().unwrap_or_else(|| panic!("{answer}"));
    tools.iter().any(|tool| tool["name"] == name)
}

async fn over_stdio(environment: &[(&str, &str)]) -> Vec<Seen> {
    let folder = tempfile::tempdir().unwrap();
    let audit = folder.path().join("audit.log");
    let more =
        [("AUDIT_LOG_FILE", audit.to_str().unwrap()), ("OPEN_ACCESS_MUTATION_RATE_LIMIT", "1000")];
    let mut process = Process::start(&["serve", "--demo"], &[environment, &more[..]].concat());
    process.initialize().await;
    process.send(&json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).to_string()).await;
    let list = process.receive().await;
    let mut answers = Vec::new();
    for entry in tools::all().iter() {
        process.call(2, entry.name, sample_arguments(entry.name)).await;
        answers.push((entry.name, answer(&process.receive().await)));
    }
    process.input = None;
    assert_eq!(process.ends().await, 0);
    let records = records(&audit);
    let seen = answers.into_iter().map(|(name, answer)| {
        let own = records.iter().filter(|record| record["tool_name"] == name);
        Seen { listed: lists(&list, name), answer, audited: audited(own) }
    });
    seen.collect()
}

/// The whole access policy on one page, as it is and not as it is meant to be.
#[tokio::test]
async fn every_tool_for_every_caller() {
    let roles = [
        token("boss", "admin", "admin-token", ""),
        token("desk", "writer", "writer-token", ""),
        token("ci", "scanner", "scanner-token", ""),
        token("wall", "reader", "reader-token", ""),
        token("team", "admin", "scoped-token", "products = [1]"),
        token("gone", "admin", "expired-token", "expires = 2001-01-01"),
    ]
    .concat();
    let key = Key::ec("one");
    let issuer = Issuer::start(&[&key]).await;
    let url = issuer.url();
    let oauth = [
        ("MCP_OAUTH_ISSUER", url.as_str()),
        ("MCP_OAUTH_AUDIENCE", AUDIENCE),
        ("MCP_OAUTH_ROLE_MAP", "boss=admin"),
    ];
    let bound = [&oauth[..], &[("MCP_OAUTH_PRODUCTS_CLAIM", "products")]].concat();
    let signed = |audience: &str, left: i64| {
        let now = Timestamp::now().as_second();
        key.sign(&json!({
            "iss": url, "aud": audience, "sub": "agent", "roles": ["boss"], "products": [1],
            "exp": now + left,
        }))
    };
    let (good, elsewhere, late) =
        (signed(AUDIENCE, 600), signed("https://other.example", 600), signed(AUDIENCE, -600));
    let none = &[][..];
    let read_only = &[("MCP_READ_ONLY", "true")][..];

    let columns = [
        ("admin", over_http(&roles, none, Some("admin-token")).await),
        ("writer", over_http(&roles, none, Some("writer-token")).await),
        ("scanner", over_http(&roles, none, Some("scanner-token")).await),
        ("reader", over_http(&roles, none, Some("reader-token")).await),
        ("scoped", over_http(&roles, none, Some("scoped-token")).await),
        ("readonly", over_http(&roles, read_only, Some("admin-token")).await),
        ("oauth", over_http("", &oauth, Some(&good)).await),
        ("oauth-prd", over_http("", &bound, Some(&good)).await),
        ("no-token", over_http(&roles, none, None).await),
        ("bad-token", over_http(&roles, none, Some("some-token")).await),
        ("expired", over_http(&roles, none, Some("expired-token")).await),
        ("late-jwt", over_http("", &oauth, Some(&late)).await),
        ("audience", over_http("", &oauth, Some(&elsewhere)).await),
        ("stdio", over_stdio(none).await),
        ("stdio-rd", over_stdio(&[("MCP_STDIO_ROLE", "reader")]).await),
    ];
    insta::assert_snapshot!("matrix", table(&columns));
}

fn table(columns: &[(&str, Vec<Seen>)]) -> String {
    let mut signs: BTreeMap<&Seen, char> = BTreeMap::new();
    let mut legend = String::new();
    for seen in columns.iter().flat_map(|(_, column)| column) {
        let next = ('A'..='Z').nth(signs.len()).unwrap();
        signs.entry(seen).or_insert_with(|| {
            writeln!(legend, "{next}  {}", seen.meaning()).unwrap();
            next
        });
    }
    let mut text = format!("{:<22}", "");
    for (name, _) in columns {
        write!(text, "{name:>10}").unwrap();
    }
    for (number, entry) in tools::all().iter().enumerate() {
        write!(text, "\n{:<22}", entry.name).unwrap();
        for (_, column) in columns {
            write!(text, "{:>10}", signs[&column[number]]).unwrap();
        }
    }
    format!("{text}\n\n{legend}")
}
