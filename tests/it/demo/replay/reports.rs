//! Reports that stand for the recorded ones, which are not part of the recordings.

use mcp_defectdojo::demo::{TOUR_REPORT, TOUR_TEST};
use reqwest::multipart::{Form, Part};
use serde_json::json;

use super::objects::Objects;
use super::recording::Recording;
use crate::demo::client::Instance;
use crate::demo::upload;

pub(super) async fn reimport_the_tour(demo: &Instance) {
    let test = TOUR_TEST.to_string();
    let report = serde_json::from_str(TOUR_REPORT).unwrap();
    let fields = [("scan_type", "Semgrep JSON Report"), ("test", test.as_str())];
    assert_eq!(upload::reimport(demo, &fields, &report).await.status, 201);
}

pub(super) async fn import_bandit_by_names(demo: &Instance) {
    let fields = [
        ("scan_type", "Bandit Scan"),
        ("product_name", "Payments API"),
        ("engagement_name", "nightly-sast"),
        ("auto_create_context", "true"),
        ("test_title", "svc-a"),
    ];
    let report = serde_json::from_str(&bandit()).unwrap();
    assert_eq!(upload::reimport(demo, &fields, &report).await.status, 201);
}

fn bandit() -> String {
    json!({"results": [{
        "issue_text": "Use of assert detected", "issue_severity": "LOW", "filename": "a.py",
        "issue_confidence": "HIGH", "line_number": 3, "test_id": "B101", "test_name": "assert_used",
    }]})
    .to_string()
}

/// The form of a recording: `name=value` and `name=@file` lines.
pub(super) fn form(objects: &Objects, recording: &Recording) -> Form {
    let mut form = Form::new();
    let mut scan_type = "";
    for (name, value) in recording.body.lines().filter_map(|line| line.split_once('=')) {
        if name == "scan_type" {
            scan_type = value;
        }
        form = match value.strip_prefix('@') {
            Some(file) => {
                let bytes = content(&recording.name, scan_type, file);
                form.part(name.to_owned(), Part::bytes(bytes).file_name(file.to_owned()))
            }
            None => form.text(name.to_owned(), objects.field(name, value)),
        };
    }
    form
}

fn content(recording: &str, scan_type: &str, file: &str) -> Vec<u8> {
    let text = match recording {
        "import_scan_empty_file_400" => String::new(),
        "import_scan_empty_object" => "{}".into(),
        "import_scan_malformed_report" | "reimport_scan_malformed" => "{\"results".into(),
        "import_scan_malformed_xml" => "<OWASPZAPReport><site>".into(),
        "import_scan_400_file_101MB" => " ".repeat(101 * 1024 * 1024),
        _ => match (scan_type, file) {
            (_, "no_vuln.json") => json!({"results": []}).to_string(),
            ("Bandit Scan", _) => bandit(),
            ("Semgrep JSON Report", _) => TOUR_REPORT.to_owned(),
            ("Anchore Grype", _) => json!({"matches": []}).to_string(),
            ("ZAP Scan", "one_vuln.json") => "{}".into(),
            ("ZAP Scan", _) => "<OWASPZAPReport></OWASPZAPReport>".into(),
            _ => "text".into(),
        },
    };
    text.into_bytes()
}
