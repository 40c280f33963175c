//! The recorded exchanges of a real DefectDojo 3.2.0, replayed against the demo.
//!
//! Status, content type and shape must agree; of an error, the texts too. The recordings stand
//! where `../shared` stands beside the checkout; elsewhere the test says that it passes over them.

mod objects;
mod recording;
mod reports;
mod shape;

use std::path::Path;

use mcp_defectdojo::demo::{ADMIN_KEY, MEMBER_KEY, NOBODY_KEY, STAFF_KEY};
use reqwest::Method;
use serde_json::{Value, json};

use super::client::{Instance, Reply};
use objects::{Objects, renamed};
use recording::Recording;

/// Recordings that are not replayed, and why.
const PASSED_OVER: &[(&str, &str)] = &[
    ("finding_templates_post", "the demo's list of finding templates is empty and stays so"),
    ("findings_generate_report_200_unpaginated", "the demo writes no reports"),
    ("location_findings_post", "the demo's locations come with findings alone"),
    ("location_products_post", "the demo's locations come with findings alone"),
    ("products_generate_report", "the demo writes no reports"),
    ("schema_anonymous", "the demo does not carry the schema's 850 kB"),
    ("url_post", "the demo's locations come with findings alone"),
];

#[tokio::test]
async fn the_demo_answers_as_the_recordings_do() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/defectdojo/responses"));
    if !folder.is_dir() {
        eprintln!("passed over: no recordings beside the checkout");
        return;
    }
    let (recordings, unread) = recording::read_all(folder);
    assert_eq!(unread, ["INDEX", "rate_limit_api_token_auth"], "files without a request");
    let mut passed_over = Vec::new();
    let mut failures = Vec::new();
    let mut replayed = 0;
    let reader = Instance::start().await;
    let mut objects = Objects::make(&reader).await;
    prepare_reads(&reader, &mut objects).await;
    for recording in &recordings {
        if let Some((name, why)) = PASSED_OVER.iter().find(|(name, _)| *name == recording.name) {
            passed_over.push(*name);
            eprintln!("passed over {name}: {why}");
            continue;
        }
        replayed += 1;
        let found = if recording.method == Method::GET {
            replay(&reader, &objects, recording).await
        } else {
            let demo = Instance::start().await;
            let mut objects = Objects::make(&demo).await;
            prepare_write(&demo, &mut objects, &recording.name).await;
            let found = replay(&demo, &objects, recording).await;
            demo.stop().await;
            found
        };
        failures.extend(found.into_iter().map(|what| format!("{}: {what}", recording.name)));
    }
    reader.stop().await;
    eprintln!("replayed {replayed}, passed over {}", passed_over.len());
    assert!(failures.is_empty(), "{}:\n{}", failures.len(), failures.join("\n"));
    let listed: Vec<&str> = PASSED_OVER.iter().map(|(name, _)| *name).collect();
    assert_eq!(passed_over, listed, "the list names recordings that are not there");
    assert!(replayed >= 300, "only {replayed} were replayed");
}

/// What the recorded reads found there.
async fn prepare_reads(demo: &Instance, objects: &mut Objects) {
    objects.make_group(demo).await;
    let finding = objects.finding;
    for (path, body) in [
        (format!("findings/{finding}/notes/"), json!({"entry": "a note"})),
        ("tests/1/notes/".into(), json!({"entry": "a test note"})),
        (format!("findings/{finding}/metadata/"), json!({"name": "owner", "value": "a"})),
        (
            format!("findings/{finding}/request_response/"),
            json!({"req_resp": [{"request": "a", "response": "b"}]}),
        ),
        (
            "risk_acceptance/".into(),
            json!({"name": "accepted", "owner": 1, "accepted_findings": [finding]}),
        ),
    ] {
        let reply = demo.post(&path, body).await;
        assert!(reply.status < 300, "{path}: {}", reply.text);
    }
    reports::reimport_the_tour(demo).await;
}

/// What each recorded write found there.
async fn prepare_write(demo: &Instance, objects: &mut Objects, name: &str) {
    let path = format!("findings/{}/", objects.finding);
    let changes = match name {
        "findings_patch_false_p_on_verified_400" => json!({"verified": true}),
        "findings_patch_undo_false_p" => json!({"false_p": true}),
        "findings_patch_risk_unaccept" => json!({"risk_accepted": true, "active": false}),
        "findings_reopen_after_close"
        | "findings_patch_reopen_active_only"
        | "findings_patch_reopen_active_true_is_mitigated_false" => {
            json!({"active": false, "is_mitigated": true})
        }
        "findings_remove_tags_400_missing" => {
            json!({"tags": ["comma", "needs-fix", "upper", "with"]})
        }
        "findings_remove_tags_patch_204" => json!({"tags": ["beta"]}),
        "findings_remove_tags_put_204" => json!({"tags": ["alpha"]}),
        _ => json!({}),
    };
    assert_eq!(demo.patch(&path, changes).await.status, 200);
    if name.starts_with("findings_metadata_") && name != "findings_metadata_post" {
        let body = json!({"name": "owner", "value": "team-a"});
        demo.post(&format!("{path}metadata/"), body).await;
    }
    if name == "findings_remove_note_204" {
        demo.post(&format!("{path}notes/"), json!({"entry": "to go"})).await;
        let notes = demo.get(&format!("{path}notes/")).await;
        objects.note = notes["notes"][0]["id"].as_u64().unwrap();
    }
    if name == "reimport_scan_names_auto_create_second_time_201" {
        reports::import_bandit_by_names(demo).await;
    }
}

async fn replay(demo: &Instance, objects: &Objects, recording: &Recording) -> Vec<String> {
    let reply = send(demo, objects, recording).await;
    let mut found = Vec::new();
    if reply.status != recording.status {
        found.push(format!("{} for {}: {}", reply.status, recording.status, reply.text));
        return found;
    }
    if reply.header("content-type") != recording.answer_type.as_deref() {
        found.push(format!("{:?} for {:?}", reply.header("content-type"), recording.answer_type));
    }
    let location = recording.location.as_deref();
    if reply.header("location") != location {
        found.push(format!("leads to {:?} for {location:?}", reply.header("location")));
    }
    let Some(expected) = &recording.answer else { return found };
    let answered: Value = match serde_json::from_str(&reply.text) {
        Ok(answered) => answered,
        Err(error) => {
            found.push(format!("no JSON: {error}"));
            return found;
        }
    };
    if recording.status >= 400 {
        let expected: Value = serde_json::from_str(&renamed(&expected.to_string())).unwrap();
        if answered != expected {
            found.push(format!("{answered} for {expected}"));
        }
    } else {
        found.extend(shape::differences(expected, &answered));
    }
    found
}

async fn send(demo: &Instance, objects: &Objects, recording: &Recording) -> Reply {
    let target = match recording.name.as_str() {
        // It had been deleted before.
        "findings_detail_404" => "/api/v2/findings/99999998/".into(),
        _ => objects.target(&recording.target),
    };
    let path = target.strip_prefix("/api/v2/").unwrap();
    let keys = [
        ("<admin>", ADMIN_KEY),
        ("<writer>", STAFF_KEY),
        ("<reader>", MEMBER_KEY),
        ("<nobody>", NOBODY_KEY),
    ];
    let authorization = recording.authorization.as_ref().map(|value| {
        keys.iter().fold(value.clone(), |value, (word, key)| value.replace(word, key))
    });
    let request =
        demo.request(recording.method.clone(), path).authorization(authorization.as_deref());
    let kind = recording.content_type.clone().unwrap_or_default();
    if kind.starts_with("multipart/form-data") {
        let form = reports::form(objects, recording);
        return request.with(move |builder| builder.multipart(form)).send().await;
    }
    if recording.body.is_empty() {
        return request.send().await;
    }
    let body = if recording.name == "error_large_json_body_9MB" {
        let description = "x".repeat(9_000_000);
        json!({"test": 1, "title": "big", "severity": "Low", "numerical_severity": "S3",
            "active": false, "verified": false, "found_by": [1], "description": description})
        .to_string()
    } else {
        match serde_json::from_str(&recording.body) {
            // Its name is free in the recording and taken here.
            Ok(body) if recording.name == "products_post_201" => body_with_new_name(body),
            Ok(body) => objects.body(&body).to_string(),
            Err(_) => recording.body.clone(),
        }
    };
    request.raw(&kind, body).send().await
}

fn body_with_new_name(mut body: Value) -> String {
    body["name"] = "Another Shop".into();
    body.to_string()
}
