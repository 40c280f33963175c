//! `MAX_RESULT_TOKENS`: no answer without a `limit` is larger, none is cut without saying so, and what was cut can be read.

use mcp_defectdojo::{audit, screen::Wrapping, tools};
use serde_json::json;

use crate::support::{Dojo, Setup, plain, records, sample_arguments};

const TOKENS: u32 = 2_000;

fn setup() -> Setup {
    let settings = tools::Settings { max_result: tools::Tokens(TOKENS), ..Default::default() };
    Setup { settings, ..Setup::default() }
}

/// Findings, a product and notes with more text than an answer may hold.
async fn verbose() -> Dojo {
    let dojo = Dojo::start().await;
    let text = "What a scanner says, \"quoted\", ü漢🦀, over and over.\n".repeat(100);
    for finding in 1..=12 {
        let change = json!({ "description": text, "mitigation": text });
        dojo.patch(&format!("findings/{finding}/"), change).await;
    }
    for number in 1..=12 {
        let note = json!({ "entry": format!("{number}: {text}") });
        dojo.post("findings/1/notes/", note).await;
    }
    let short: String = text.chars().take(3_900).collect();
    for product in 1..=3 {
        dojo.patch(&format!("products/{product}/"), json!({ "description": short })).await;
    }
    dojo
}

/// A tool that went past the budget would fill its caller's context.
#[tokio::test]
async fn every_tool_keeps_to_the_budget() {
    let dojo = verbose().await;
    for wrapping in Wrapping::ALL {
        let client = Setup { wrapping, ..setup() }.client(&dojo.url).await;
        for entry in tools::all().iter().filter(|entry| !entry.writes()) {
            let mut calls = vec![sample_arguments(entry.name)];
            if entry.name == "list_findings" {
                calls.push(json!({ "detail": "full" }));
                calls.push(json!({ "detail": "standard" }));
            }
            for arguments in calls {
                let answer = client.good(entry.name, arguments).await;
                let tokens = answer.to_string().len() / 4;
                assert!(tokens <= TOKENS as usize, "{} {wrapping:?}: {tokens}", entry.name);
            }
        }
    }
}

/// Text goes first; rows go only where nobody asked for a number of them, and paging on finds them all.
#[tokio::test]
async fn rows_that_do_not_fit_are_paged_to() {
    let dojo = verbose().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let audit =
        audit::Settings { mirror: false, file: Some(file.clone()), ..audit::Settings::default() };
    let client = Setup { audit, ..setup() }.client(&dojo.url).await;
    let all: Vec<u64> =
        dojo.findings().await.iter().map(|one| one["id"].as_u64().unwrap()).collect();
    let (mut offset, mut seen, mut first) = (0, Vec::new(), Vec::new());
    loop {
        let list =
            client.good("list_findings", json!({ "detail": "full", "offset": offset })).await;
        let rows = list["items"].as_array().unwrap();
        let page = &list["pagination"];
        seen.extend(rows.iter().map(|row| row["id"].as_u64().unwrap()));
        if first.is_empty() {
            first.clone_from(&seen);
            assert_eq!(page["limit"], rows.len());
            let notice = list["_notice"].as_str().unwrap();
            assert!(notice.contains("long texts are cut"), "{notice}");
            assert!(notice.contains(&format!("go on with offset={}", rows.len())), "{notice}");
            let change = json!({ "finding_id": 1, "tags": ["read-before"] });
            client.good("add_finding_tags", change).await;
        }
        match page["next_offset"].as_u64() {
            Some(next) => offset = next,
            None => break,
        }
    }
    assert_eq!(seen, all, "paging on skips or repeats rows");

    let change = records(&file).into_iter().find(|record| {
        record["tool_name"] == "add_finding_tags" && record["event_type"] == "audit"
    });
    let read = &change.unwrap()["findings_read_before_mutation"];
    assert_eq!(*read, json!(first), "rows that were left out were not read");

    let asked = client.good("list_findings", json!({ "detail": "full", "limit": 12 })).await;
    assert_eq!(asked["items"].as_array().unwrap().len(), 12, "a number that was asked for is kept");
    let notice = asked["_notice"].as_str().unwrap();
    assert!(notice.contains("ask for fewer rows"), "{notice}");

    let (mut offset, mut entries) = (0, Vec::new());
    loop {
        let notes =
            client.good("list_finding_notes", json!({ "finding_id": 1, "offset": offset })).await;
        entries.extend(notes["items"].as_array().unwrap().iter().map(|note| note["id"].clone()));
        match notes["pagination"]["next_offset"].as_u64() {
            Some(next) => offset = next,
            None => break,
        }
    }
    entries.dedup();
    assert!(entries.len() >= 12, "{entries:?}");
}

/// A cut says where it is, and there the text goes on.
#[tokio::test]
async fn a_cut_text_can_be_read_on() {
    let dojo = verbose().await;
    let client = setup().client(&dojo.url).await;
    let finding = client.good("get_finding", json!({ "finding_id": 1 })).await;
    let cut = plain(&finding["mitigation"]).as_str().unwrap();
    let (beginning, mark) = cut.rsplit_once(" … [cut: ").unwrap();
    let (shown, of) = mark.strip_suffix(" characters]").unwrap().split_once(" of ").unwrap();
    let (shown, of): (u64, u64) = (shown.parse().unwrap(), of.parse().unwrap());
    assert_eq!(beginning.chars().count() as u64, shown);
    let notice = finding["_notice"].as_str().unwrap();
    assert!(notice.contains("`section` and `offset`"), "{notice}");
    let on = json!({ "finding_id": 1, "section": "mitigation", "offset": shown });
    let on = client.good("get_finding", on).await;
    assert_eq!(on["section"]["of"], of);
    let whole = dojo.finding(1).await;
    let next = plain(&on["section"]["text"]).as_str().unwrap();
    let both = format!("{beginning}{next}");
    assert!(whole["mitigation"].as_str().unwrap().starts_with(&both));
}
