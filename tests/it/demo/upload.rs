//! Sending reports.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use super::client::{Instance, Reply};

/// Sends a report; `fields` are the form's texts.
pub(super) async fn send(
    demo: &Instance,
    path: &str,
    key: Option<&str>,
    fields: &[(&str, &str)],
    file: Option<(&str, Vec<u8>)>,
) -> Reply {
    let mut form = Form::new();
    for (name, value) in fields {
        form = form.text((*name).to_owned(), (*value).to_owned());
    }
    if let Some((name, bytes)) = file {
        form = form.part("file", Part::bytes(bytes).file_name(name.to_owned()));
    }
    let mut request = demo.request(Method::POST, path);
    if let Some(key) = key {
        request = request.key(key);
    }
    request.with(move |builder| builder.multipart(form)).send().await
}

pub(super) async fn import(demo: &Instance, fields: &[(&str, &str)], report: &Value) -> Reply {
    send(demo, "import-scan/", None, fields, Some(("report.json", report.to_string().into()))).await
}

pub(super) async fn reimport(demo: &Instance, fields: &[(&str, &str)], report: &Value) -> Reply {
    send(demo, "reimport-scan/", None, fields, Some(("report.json", report.to_string().into())))
        .await
}

pub(super) fn generic(findings: &[(&str, &str)]) -> Value {
    let findings: Vec<Value> = findings
        .iter()
        .map(|(title, severity)| {
            json!({"title": title, "severity": severity, "description": format!("about {title}")})
        })
        .collect();
    json!({ "findings": findings })
}

pub(super) fn total(reply: &Value, path: &str, what: &str) -> u64 {
    let value = reply.pointer(&format!("/statistics/{path}/total/{what}"));
    value.and_then(Value::as_u64).unwrap_or_else(|| panic!("{path} {what} in {reply}"))
}

pub(super) const GENERIC: (&str, &str) = ("scan_type", "Generic Findings Import");

pub(super) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from_digit(u32::from(digit), 16).unwrap()).collect()
}
