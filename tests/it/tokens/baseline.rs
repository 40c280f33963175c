//! What the list of tools and the default answers cost, as a committed table: a change shows in review, and a ceiling holds.

use std::fmt::Write as _;

use mcp_defectdojo::{screen::Presentation, tools};
use serde_json::{Value, json};

use crate::support::{Dojo, Setup, WITH_A_FINDING, sample_arguments};

/// Bytes of the text of the Python server's answer to `list_findings` with 20 rows, measured: two copies are sent.
const PYTHON_20_FINDINGS: usize = 55_767;

fn bytes(value: &impl serde::Serialize) -> usize {
    serde_json::to_string(value).unwrap().len()
}

/// Each byte of it stands before every conversation.
#[test]
fn the_list_of_tools_has_a_price() {
    let mut table = format!("{:<22}{:>8}{:>8}\n", "bytes", "without", "with");
    let (mut without, mut with) = (0, 0);
    for entry in tools::all().iter() {
        let mut definition = entry.definition(&Presentation::default());
        let whole = bytes(&definition);
        definition.output_schema = None;
        let bare = bytes(&definition);
        writeln!(table, "{:<22}{bare:>8}{whole:>8}", entry.name).unwrap();
        (without, with) = (without + bare + 1, with + whole + 1);
    }
    writeln!(table, "{:<22}{without:>8}{with:>8}", "all").unwrap();
    insta::assert_snapshot!("list_of_tools", table);
    assert!(without <= 36_000, "{without} bytes without output schemas");
    assert!(with <= 64_000, "{with} bytes with output schemas");
}

/// The demo's rows change with the day by a few bytes, so the ceiling is what is held.
#[tokio::test]
async fn default_answers_have_a_price() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    for (tool, ceiling) in [
        ("list_findings", 13_000),
        ("get_finding", 3_000),
        ("list_products", 3_600),
        ("list_engagements", 1_500),
        ("list_tests", 3_200),
    ] {
        let result = client.call(tool, sample_arguments(tool)).await;
        let text = result.content[0].as_text().unwrap().text.len();
        let both = text + bytes(&result.structured_content);
        eprintln!("{tool}: {text} bytes of text, {both} in all");
        assert!(text <= ceiling, "{tool}: {text} bytes of text");
        if tool == "list_findings" {
            let rows: Value = result.structured_content.unwrap();
            assert_eq!(rows["items"].as_array().unwrap().len(), 20);
            assert!(both * 2 <= PYTHON_20_FINDINGS, "{both} bytes in all");
        }
    }
    let parts = json!({ "finding_id": 1, "include": WITH_A_FINDING });
    let counts = json!({ "product_id": 1, "counts": true });
    for (tool, what, arguments, ceiling) in [
        ("get_finding", "with all parts", parts, 5_000),
        ("get_product", "with counts", counts, 1_600),
    ] {
        let result = client.call(tool, arguments).await;
        let text = result.content[0].as_text().unwrap().text.len();
        eprintln!("{tool}, {what}: {text} bytes of text");
        assert!(text <= ceiling, "{tool}, {what}: {text}");
    }
    for (what, arguments) in [
        ("csv", json!({ "format": "csv" })),
        ("markdown", json!({ "format": "markdown" })),
        ("four fields", json!({ "fields": ["title", "severity", "epss_score"] })),
        ("standard", json!({ "detail": "standard" })),
        ("full", json!({ "detail": "full" })),
        ("count_only", json!({ "count_only": true })),
    ] {
        let result = client.call("list_findings", arguments).await;
        let text = result.content[0].as_text().unwrap().text.len();
        eprintln!("list_findings, {what}: {text} bytes of text");
        assert!(text <= 80_000, "{what}: {text}");
    }
}
