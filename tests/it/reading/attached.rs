//! `include` on `get_finding`: what is shown is what DefectDojo holds, and what it keeps to itself is named.

use std::collections::BTreeSet;

use axum::{
    extract::Request,
    http::StatusCode,
    middleware::{Next, from_fn},
    response::{IntoResponse as _, Response},
};
use mcp_defectdojo::{
    access::{Principal, Role, Scope},
    demo::Demo,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::{Dojo, Setup, WITH_A_FINDING, plain};

/// The story's first finding has some of everything.
#[tokio::test]
async fn everything_that_hangs_on_a_finding_is_shown_as_it_is() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let bare = client.good("get_finding", json!({"finding_id": 1})).await;
    for part in WITH_A_FINDING {
        assert_eq!(bare.get(part), None, "{part} was not asked for");
    }
    let all = json!({"finding_id": 1, "include": WITH_A_FINDING});
    let shown = client.good("get_finding", all).await;
    for (name, value) in bare.as_object().unwrap() {
        if !name.starts_with('_') {
            assert_eq!(&shown[name], value, "{name}");
        }
    }
    let texts = |rows: &Value, member: &str| -> Vec<Value> {
        rows.as_array().unwrap().iter().map(|row| plain(&row[member]).clone()).collect()
    };
    let notes = dojo.read("findings/1/notes/").await["notes"].clone();
    assert!(!notes.as_array().unwrap().is_empty());
    assert_eq!(texts(&shown["notes"], "entry"), texts(&notes, "entry"));
    assert_eq!(texts(&shown["notes"], "id"), texts(&notes, "id"));
    let files = dojo.read("findings/1/files/").await["files"].clone();
    assert_eq!(texts(&shown["files"], "title"), ["Class path of the gateway"]);
    assert_eq!(texts(&shown["files"], "url"), texts(&files, "file"));
    let metadata = dojo.read("findings/1/metadata/").await;
    assert_eq!(texts(&shown["metadata"], "value"), texts(&metadata, "value"));
    assert_eq!(texts(&shown["metadata"], "name"), ["owner"]);
    let issues = dojo.read("jira_finding_mappings/?finding=1").await["results"].clone();
    assert_eq!(texts(&shown["jira"], "key"), ["SEC-1"]);
    assert_eq!(texts(&shown["jira"], "url"), texts(&issues, "url"));
    assert_eq!(shown["jira"][0]["created"], issues[0]["jira_creation"]);
    assert_eq!(shown["locations"], json!([]), "asked for, and there are none");
    assert_eq!(shown.get("_notice"), None, "{shown}");

    // Asked for one by one, or in words of 2.x, nothing else comes.
    for (include, member) in [(json!("metadata"), "metadata"), (json!(["endpoints"]), "locations")]
    {
        let arguments = json!({"finding_id": 1, "fields": ["severity"], "include": include});
        let shown = client.good("get_finding", arguments).await;
        let members: BTreeSet<&str> = shown
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .filter(|name| !name.starts_with('_'))
            .collect();
        assert_eq!(members, ["id", "severity", member].into());
    }
}

/// What takes the place of an argument is said, and a wrong part is answered with those that there are.
#[tokio::test]
async fn wrong_parts_are_corrected() {
    let client = Setup::default().client("http://127.0.0.1:9/").await;
    for (arguments, told) in [
        (json!({"notes": true}), "use `include`: [\"notes\"]"),
        (json!({"endpoints": true}), "use `include`: [\"locations\"]"),
        (json!({"include": ["note"]}), "`include`: must be a list of some of notes, files"),
        (json!({"include": [1]}), "must be a list"),
        (json!({"include": {"notes": true}}), "must be a list"),
        (json!({"include": ["notes"], "section": "impact"}), "answers nothing else"),
    ] {
        let mut arguments = arguments;
        arguments["finding_id"] = json!(1);
        let text = client.bad("get_finding", arguments).await;
        assert!(text.contains(told), "{text}");
    }
}

/// Every member of a cluster shows all the others and never itself, whichever of them is asked.
#[tokio::test]
async fn duplicates_are_the_same_seen_from_each_of_them() {
    let dojo = Dojo::start().await;
    let findings = dojo.findings().await;
    let product =
        |finding: &Value| finding["related_fields"]["test"]["engagement"]["product"]["id"].clone();
    let own: Vec<u64> = findings
        .iter()
        .filter(|finding| product(finding) == 1 && finding["duplicate_finding"].is_null())
        .map(|finding| finding["id"].as_u64().unwrap())
        .filter(|id| findings.iter().all(|other| other["duplicate_finding"] != *id))
        .take(3)
        .collect();
    let stranger = findings
        .iter()
        .find(|finding| product(finding) == 2 && finding["duplicate_finding"].is_null());
    let stranger = stranger.unwrap()["id"].as_u64().unwrap();
    let [root, second, third] = own[..] else { panic!("{own:?}") };
    for duplicate in [second, third, stranger] {
        dojo.post(&format!("findings/{duplicate}/original/{root}/"), json!({})).await;
    }
    let cluster: BTreeSet<u64> = [root, second, third, stranger].into();
    let whole = Setup::default().client(&dojo.url).await;
    let scope = Scope::Products([1].into());
    let caller = Principal { scope, ..Principal::new("bound", Role::Reader) };
    let bound = Setup { caller, ..Setup::default() }.client(&dojo.url).await;
    for (client, visible) in [
        (&whole, cluster.clone()),
        (&bound, cluster.iter().copied().filter(|id| *id != stranger).collect()),
    ] {
        for id in &visible {
            let arguments = json!({"finding_id": id, "include": ["duplicates"]});
            let shown = client.good("get_finding", arguments).await;
            let twins = shown["duplicates"].as_array().unwrap();
            let ids: BTreeSet<u64> =
                twins.iter().map(|twin| twin["id"].as_u64().unwrap()).collect();
            let others: BTreeSet<u64> =
                visible.iter().copied().filter(|other| other != id).collect();
            assert_eq!(ids, others, "of {id}");
            assert_eq!(twins.len(), ids.len(), "twice");
            for twin in twins {
                assert_eq!(twin.get("original").is_some(), twin["id"] == root, "{twin}");
            }
            assert_eq!(shown.get("_notice"), None, "{shown}");
        }
    }
    // A duplicate of what the caller may not see has nothing to show, and does not say why.
    dojo.post(&format!("findings/{second}/original/{stranger}/"), json!({})).await;
    let arguments = json!({"finding_id": second, "include": ["duplicates"]});
    let shown = bound.good("get_finding", arguments).await;
    assert_eq!(shown["duplicates"], json!([]));
    assert_eq!(shown.get("duplicate_finding"), None);
}

/// A cluster that is longer than what is shown says so, and where the rest is.
#[tokio::test]
async fn what_is_not_shown_of_a_long_list_is_counted() {
    let dojo = Dojo::start().await;
    let findings = dojo.findings().await;
    let alone: Vec<u64> = findings
        .iter()
        .filter(|finding| finding["duplicate_finding"].is_null() && finding["id"] != 1)
        .map(|finding| finding["id"].as_u64().unwrap())
        .filter(|id| findings.iter().all(|other| other["duplicate_finding"] != *id))
        .take(25)
        .collect();
    let before = findings.iter().filter(|finding| finding["duplicate_finding"] == 1).count();
    for id in &alone {
        dojo.post(&format!("findings/{id}/original/1/"), json!({})).await;
        dojo.post("findings/1/notes/", json!({"entry": format!("note {id}")})).await;
    }
    let client = Setup::default().client(&dojo.url).await;
    let arguments = json!({"finding_id": 1, "include": "duplicates, notes"});
    let shown = client.good("get_finding", arguments).await;
    assert_eq!(shown["duplicates"].as_array().unwrap().len(), 20);
    assert_eq!(shown["notes"].as_array().unwrap().len(), 20);
    let notice = shown["_notice"].as_str().unwrap();
    assert!(notice.contains(&format!("20 of {} duplicates are shown", 25 + before)), "{notice}");
    assert!(notice.contains("list_finding_notes has all"), "{notice}");
    let rest = json!({"filters": {"duplicate_finding": 1}, "limit": 100});
    let rest = client.good("list_findings", rest).await;
    assert_eq!(rest["pagination"]["count"], 25 + before);
}

/// One part that DefectDojo keeps from its key does not cost the others.
#[tokio::test]
async fn what_the_key_may_not_see_is_named_and_the_rest_is_shown() {
    async fn closed(request: Request, next: Next) -> Response {
        if request.uri().path().contains("jira") {
            let body = json!({"detail": "You do not have permission to perform this action."});
            return (StatusCode::FORBIDDEN, axum::Json(body)).into_response();
        }
        next.run(request).await
    }
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = Demo::seeded().router().layer(from_fn(closed));
    tokio::spawn(async move { axum::serve(listener, router).await });
    let client = Setup::default().client(&url).await;
    let arguments = json!({"finding_id": 1, "include": ["jira", "metadata"]});
    let shown = client.good("get_finding", arguments).await;
    assert_eq!(shown.get("jira"), None);
    assert_eq!(shown["metadata"].as_array().unwrap().len(), 1);
    let notice = shown["_notice"].as_str().unwrap();
    assert!(notice.starts_with("jira cannot be shown: Permission denied (HTTP 403)"), "{notice}");
}
