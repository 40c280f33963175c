//! How much of a finding is answered: levels of detail, chosen members, and stretches of long texts.

use std::collections::BTreeSet;

use mcp_defectdojo::{screen::Wrapping, tools};
use serde_json::{Value, json};

use crate::support::{Dojo, Setup, plain};

/// What clients of the Python server read in every finding.
const CONTRACT: &[&str] = &[
    "id",
    "test_id",
    "title",
    "severity",
    "active",
    "verified",
    "mitigated",
    "is_mitigated",
    "out_of_scope",
    "false_p",
    "duplicate",
    "risk_accepted",
    "cwe",
    "cvssv3_score",
    "component_name",
    "component_version",
    "file_path",
    "line",
    "tags",
    "vulnerability_ids",
];

fn members(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

/// A contract field that is missing where it is null would break clients; a new field that is empty costs tokens in
/// every row.
#[tokio::test]
async fn each_detail_has_its_members() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let contract: BTreeSet<&str> = CONTRACT.iter().copied().collect();
    let mut with_description = contract.clone();
    with_description.insert("description");
    for (detail, expected) in [("summary", &contract), ("standard", &with_description)] {
        let list = client.good("list_findings", json!({ "detail": detail, "limit": 100 })).await;
        for row in list["items"].as_array().unwrap() {
            assert_eq!(members(row), *expected, "{detail}");
        }
        let one = client.good("get_finding", json!({ "finding_id": 1, "detail": detail })).await;
        let told: BTreeSet<&str> =
            members(&one).into_iter().filter(|name| !name.starts_with('_')).collect();
        assert_eq!(told, *expected, "{detail}");
    }
    let full = client.good("list_findings", json!({ "detail": "full", "limit": 100 })).await;
    let (mut nulls, mut more) = (0, BTreeSet::new());
    for row in full["items"].as_array().unwrap() {
        assert!(members(row).is_superset(&with_description), "{row}");
        for (name, value) in row.as_object().unwrap() {
            let empty = plain(value).is_null() || plain(value) == "" || *plain(value) == json!([]);
            if contract.contains(name.as_str()) {
                nulls += u32::from(value.is_null());
            } else {
                assert!(!empty || name == "description", "{name} is new and empty: {value}");
                more.insert(name.as_str());
            }
        }
    }
    assert!(nulls > 0, "the demo has findings without a component");
    for name in ["product_name", "engagement_name", "test_title", "mitigation", "link"] {
        assert!(more.contains(name), "full has no {name}: {more:?}");
    }
}

/// Every member can be asked for by itself; what is not shown is not listed as foreign either.
#[tokio::test]
async fn fields_choose_members() {
    let dojo = Dojo::start().await;
    let whole = Setup::default().client(&dojo.url).await;
    for wrapping in Wrapping::ALL {
        let client = Setup { wrapping, ..Setup::default() }.client(&dojo.url).await;
        let fields = json!(["title", "product_name", "component_name"]);
        let list = client.good("list_findings", json!({ "fields": fields, "limit": 100 })).await;
        let mut seen = BTreeSet::new();
        for row in list["items"].as_array().unwrap() {
            seen.extend(members(row));
            assert!(members(row).is_superset(&["id", "title", "component_name"].into()), "{row}");
        }
        assert_eq!(seen, ["id", "title", "component_name", "product_name"].into(), "{wrapping:?}");
        let paths = list["_untrusted_paths"].to_string();
        assert!(!paths.contains("file_path"), "{paths}");
    }
    let ids: Vec<u64> =
        dojo.findings().await.iter().map(|one| one["id"].as_u64().unwrap()).collect();
    for id in ids.into_iter().take(12) {
        let all = whole.good("get_finding", json!({ "finding_id": id })).await;
        for (name, value) in all.as_object().unwrap() {
            if name.starts_with('_') {
                continue;
            }
            let arguments = json!({ "finding_id": id, "fields": name });
            let one = whole.good("get_finding", arguments.clone()).await;
            assert_eq!(one[name], *value, "{name} of {id}");
            let listed = json!({ "filters": { "id": [id] }, "fields": [name] });
            let listed = whole.good("list_findings", listed).await;
            assert_eq!(listed["items"][0][name], *value, "{name} of {id} in a list");
        }
    }
}

#[tokio::test]
async fn fields_that_there_are_not_are_refused() {
    let client = Setup::default().client("http://127.0.0.1:9/").await;
    for (fields, told) in [
        (json!(["titel"]), "`fields`: a finding has no member titel; did you mean title"),
        (
            json!("cve"),
            "`fields`: a finding has no member cve; did you mean vulnerability_ids? Known",
        ),
        (json!("zzzz"), "`fields`: a finding has no member zzzz; known are id, "),
        (json!("title,cvss"), "`fields`: a finding has no member cvss; did you mean cvssv3"),
        (json!([]), "`fields`: must be a list of names"),
        (json!([1]), "`fields`: must be a list of names"),
        (json!(["_warning"]), "`fields`: a finding has no member _warning"),
    ] {
        for (tool, mut arguments) in
            [("list_findings", json!({})), ("get_finding", json!({ "finding_id": 1 }))]
        {
            arguments["fields"] = fields.clone();
            let text = client.bad(tool, arguments).await;
            assert!(text.contains(told), "{text}");
        }
    }
    let text = client.bad("get_finding", json!({ "finding_id": 1, "offset": 5 })).await;
    assert!(text.contains("`offset`: goes with `section`"), "{text}");
}

/// What a reader of stretches puts together is the text, whatever it is made of, with its secrets redacted although
/// stretches end inside them.
#[tokio::test]
async fn a_long_text_can_be_read_to_its_end() {
    let dojo = Dojo::start().await;
    let credential = format!("AK{}", "IAQ4TZ7NP2WX6LMB3K");
    let text = (0..400).map(|line| format!("{line} ü漢🦀 \"quoted\"\t\\ key {credential} end\n"));
    let text: String = text.collect();
    dojo.patch("findings/1/", json!({ "description": text })).await;
    let large = tools::Settings { max_result: tools::Tokens(1_000_000), ..Default::default() };
    let client = Setup { settings: large, ..Setup::default() }.client(&dojo.url).await;
    let whole = client.good("get_finding", json!({ "finding_id": 1 })).await;
    let whole = whole["description"]["value"].as_str().unwrap();
    assert!(!whole.contains(&credential) && whole.contains("399 ü漢🦀"));

    for wrapping in Wrapping::ALL {
        let settings = tools::Settings { max_result: tools::Tokens(1_000), ..Default::default() };
        let client = Setup { settings, wrapping, ..Setup::default() }.client(&dojo.url).await;
        let (mut offset, mut read, mut calls) = (0, String::new(), 0);
        loop {
            let arguments = json!({ "finding_id": 1, "section": "description", "offset": offset });
            let answer = client.good("get_finding", arguments).await;
            assert!(answer.to_string().len() <= 4_000, "{}", answer.to_string().len());
            let section = &answer["section"];
            assert_eq!(section["offset"], offset);
            assert_eq!(section["of"], whole.chars().count());
            let mut part = plain(&section["text"]).as_str().unwrap();
            if let Some(boundary) = answer["_untrusted_boundary"].as_str() {
                part = part.strip_prefix(&format!("<{boundary}>")).unwrap();
                part = part.strip_suffix(&format!("</{boundary}>")).unwrap();
            }
            read.push_str(part);
            calls += 1;
            match section["next_offset"].as_u64() {
                Some(next) => offset = next,
                None => break,
            }
        }
        assert_eq!(read, whole, "{wrapping:?}");
        assert!(calls > 3, "{calls}");
    }
    let client = Setup::default().client(&dojo.url).await;
    let past = json!({ "finding_id": 1, "section": "description", "offset": 1_000_000 });
    let past = client.good("get_finding", past).await;
    assert_eq!(past["section"]["text"]["value"], "");
    assert_eq!(past["section"]["characters"], 0);
}
