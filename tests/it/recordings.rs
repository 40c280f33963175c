//! The exchanges recorded from a real DefectDojo: every one parses, or becomes the error that it is.

use std::fs;

use http::{Method, StatusCode};
use mcp_defectdojo::dojo::{self, models};
use serde_json::Value;

use crate::support::shared;

struct Recording {
    name: String,
    method: Method,
    path: String,
    status: StatusCode,
    is_json: bool,
    body: String,
}

/// Reads `> METHOD PATH`, `< HTTP/1.1 STATUS`, the headers, a blank line and the body.
fn parse(name: &str, text: &str) -> Option<Recording> {
    let request = text.lines().find_map(|line| line.strip_prefix("> "))?;
    let mut words = request.split_whitespace();
    let method = words.next()?.parse().ok()?;
    let path = words.next()?.to_owned();
    let answer = text.find("\n< HTTP/1.1 ")? + 1;
    let (head, body) = text[answer..].split_once("\n\n")?;
    let status = head.split_whitespace().nth(2)?.parse().ok()?;
    let is_json = head.to_lowercase().contains("content-type: application/json");
    Some(Recording {
        name: name.to_owned(),
        method,
        path,
        status,
        is_json,
        body: body.trim_end().to_owned(),
    })
}

fn recordings() -> Option<Vec<Recording>> {
    let folder = shared("defectdojo/responses")?;
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if let Some(recording) = parse(&name, &String::from_utf8_lossy(&fs::read(&path).unwrap())) {
            found.push(recording);
        }
    }
    assert!(found.len() > 300, "{} recordings", found.len());
    found.sort_by(|left, right| left.name.cmp(&right.name));
    Some(found)
}

/// The model that reads what this path answers, tried on the body.
fn parses(path: &str, method: &Method, body: &str) -> Option<Result<(), String>> {
    fn read<T: for<'de> serde::Deserialize<'de>>(body: &str) -> Result<(), String> {
        serde_json::from_str::<T>(body).map(drop).map_err(|error| error.to_string())
    }
    let path = path.trim_start_matches("/api/v2/");
    let (route, query) = path.split_once('?').unwrap_or((path, ""));
    let segments: Vec<_> = route.trim_matches('/').split('/').collect();
    let one = segments.len() == 2 || *method == Method::POST;
    Some(match (segments[0], segments.get(2).copied()) {
        ("findings", None) if segments.len() == 1 && *method == Method::GET => {
            read::<models::Page<models::Finding>>(body)
        }
        ("findings", None) if one => read::<models::Finding>(body),
        ("findings", Some("notes")) if *method == Method::GET => read::<models::Notes>(body),
        ("findings", Some("notes")) => read::<models::Note>(body),
        ("findings", Some("tags")) => read::<models::Tags>(body),
        ("findings", Some("files")) if *method == Method::GET => read::<models::Files>(body),
        ("findings", Some("metadata")) if *method == Method::GET => {
            read::<models::Rows<models::Meta>>(body)
        }
        ("test_imports", None) => read::<models::Page<models::TestImport>>(body),
        ("jira_finding_mappings", None) => read::<models::Page<models::JiraIssue>>(body),
        ("location_findings", None) if *method == Method::GET => {
            read::<models::Page<models::LocationLink>>(body)
        }
        ("location", None) if !one => read::<models::Page<models::Location>>(body),
        ("endpoints", None) if !one => read::<models::Page<models::Endpoint>>(body),
        ("endpoint_status", None) if !one => read::<models::EndpointStatuses>(body),
        ("users", None) if !one => read::<models::Page<models::User>>(body),
        ("products", None) if one => read::<models::Product>(body),
        ("products", None) => read::<models::Page<models::Product>>(body),
        ("product_types", None) if one => read::<models::ProductType>(body),
        ("product_types", None) => read::<models::Page<models::ProductType>>(body),
        ("engagements", None) if one => read::<models::Engagement>(body),
        ("engagements", None) => read::<models::Page<models::Engagement>>(body),
        ("tests", None) if one => read::<models::Test>(body),
        ("tests", None) => read::<models::Page<models::Test>>(body),
        ("test_types", None) if one => read::<models::TestType>(body),
        ("test_types", None) => read::<models::Page<models::TestType>>(body),
        ("user_profile", None) => read::<models::UserProfile>(body),
        ("import-scan" | "reimport-scan", None) => read::<models::Import>(body),
        _ => {
            let _ = query;
            return None;
        }
    })
}

#[test]
fn every_good_answer_parses() {
    let Some(recordings) = recordings() else { return };
    let mut parsed = 0;
    for recording in
        recordings.iter().filter(|recording| recording.status.is_success() && recording.is_json)
    {
        // A recording that was cut for its size is no JSON any more.
        if serde_json::from_str::<Value>(&recording.body).is_err() {
            continue;
        }
        if let Some(result) = parses(&recording.path, &recording.method, &recording.body) {
            assert_eq!(result, Ok(()), "{}", recording.name);
            parsed += 1;
        }
    }
    assert!(parsed >= 100, "only {parsed} recordings were parsed");
}

/// No refusal loses its reason, and none shows DefectDojo's internals.
#[test]
fn every_refusal_becomes_its_error() {
    let Some(recordings) = recordings() else { return };
    let mut seen = 0;
    for recording in recordings.iter().filter(|recording| !recording.status.is_success()) {
        if recording.status.is_redirection() {
            continue;
        }
        let error = dojo::Error::from_answer(
            recording.status,
            recording.is_json,
            recording.body.as_bytes(),
            "the object",
        );
        let name = &recording.name;
        let expected = match (recording.status.as_u16(), recording.is_json) {
            (404, true) => "not_found",
            (403, true) if name.starts_with("auth_") || name.contains("no_header") => "key_refused",
            (403, true) => "forbidden",
            (500.., _) => "defectdojo_failed",
            (_, true) => "rejected",
            (_, false) => "not_the_api",
        };
        assert_eq!(error.code(), expected, "{name}");
        if expected == "rejected" && name != "error_405" {
            assert!(!error.problems().is_empty(), "{name} lost its reason: {}", recording.body);
        }
        for problem in error.problems() {
            let text = problem.message.foreign();
            for internal in
                ["ErrorDetail", "Traceback", "Pro comes with support", "hello@defectdojo"]
            {
                assert!(!text.contains(internal), "{name}: {text}");
            }
        }
        seen += 1;
    }
    assert!(seen >= 60, "only {seen} refusals");
}

/// Refusals that are about no field.
const ABOUT_THE_WHOLE: &[(&str, &str)] = &[
    ("api_token_auth_400", "signing in with a password, which nothing here does"),
    ("findings_patch_400_malformed_json", "a body that is no JSON, which nothing here sends"),
];

/// A model can only correct what it is told: which field, in words that are not Python's.
#[test]
fn every_recorded_400_names_its_field_in_plain_words() {
    let Some(recordings) = recordings() else { return };
    let mut seen = 0;
    let mut passed_over = Vec::new();
    for recording in recordings.iter().filter(|recording| recording.status == 400) {
        let name = recording.name.as_str();
        let error = dojo::Error::from_answer(
            recording.status,
            recording.is_json,
            recording.body.as_bytes(),
            "the object",
        );
        for problem in error.problems() {
            let text = problem.message.foreign();
            for internal in
                ["['", "[\"", "{'", "ErrorDetail", "Traceback", "Pro comes", "hello@defectdojo"]
            {
                assert!(!text.contains(internal), "{name}: {text}");
            }
            assert!(!text.trim().is_empty(), "{name}: an empty reason");
        }
        assert!(error.hint().is_some(), "{name}: what to do is not said");
        if ABOUT_THE_WHOLE.iter().any(|(known, _)| *known == name) {
            passed_over.push(name);
            continue;
        }
        let fields: Vec<_> =
            error.problems().iter().map(|problem| problem.field.as_ref()).collect();
        assert!(!fields.is_empty(), "{name} lost its reason: {}", recording.body);
        for field in fields {
            let field =
                field.unwrap_or_else(|| panic!("{name} names no field: {}", recording.body));
            let plain =
                |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            assert!(field.foreign().bytes().all(plain), "{name}: {}", field.foreign());
            assert_ne!(field.foreign(), "message", "{name}");
        }
        seen += 1;
    }
    let listed: Vec<_> = ABOUT_THE_WHOLE.iter().map(|(name, _)| *name).collect();
    assert_eq!(passed_over, listed, "an exception that is none");
    assert!(seen >= 55, "only {seen} recordings of 400");
    eprintln!("{seen} recordings of 400 name their field, {} are about none", listed.len());
}
