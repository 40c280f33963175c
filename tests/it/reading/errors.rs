//! What went wrong says where to look: the list that shows what exists, the field that is wrong.

use serde_json::{Value, json};

use crate::support::{Dojo, Setup};

#[tokio::test]
async fn an_error_says_what_to_call_next() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let dates = |mut arguments: Value| {
        arguments["target_start"] = json!("2026-01-01");
        arguments["target_end"] = json!("2026-01-02");
        arguments
    };
    for (tool, arguments, next) in [
        ("get_finding", json!({"finding_id": 987_654}), "list_findings"),
        ("list_finding_notes", json!({"finding_id": 987_654}), "list_findings"),
        ("get_product", json!({"product_id": 987_654}), "list_products"),
        ("get_engagement", json!({"engagement_id": 987_654}), "list_engagements"),
        ("list_tests", json!({"engagement_id": 987_654}), "list_engagements"),
        ("list_test_imports", json!({"test_id": 987_654}), "list_tests"),
        (
            "create_test",
            dates(json!({"engagement_id": 1, "test_type_id": 987_654})),
            "list_test_types",
        ),
        (
            "create_product",
            json!({"name": "New", "description": "x", "prod_type_id": 987_654}),
            "list_product_types",
        ),
        (
            "create_engagement",
            dates(json!({"product_id": 987_654, "name": "New"})),
            "list_products",
        ),
        (
            "create_finding",
            json!({"test_id": 987_654, "title": "New", "severity": "Low", "description": "x"}),
            "list_tests",
        ),
        (
            "import_scan",
            json!({"engagement_id": 987_654, "scan_type": "SARIF", "file": "e30=", "file_name": "a.sarif"}),
            "list_engagements",
        ),
        (
            "create_product",
            json!({"name": "Payments API", "description": "x", "prod_type_id": 1}),
            "it is there already: find it with a list tool",
        ),
        ("get_finding", json!({"id": 1}), "did you mean `finding_id`"),
        ("update_finding", json!({"finding_id": 1, "status": "closed"}), "close_finding"),
        ("update_finding", json!({"finding_id": 1, "tags": ["a"]}), "add_finding_tags"),
    ] {
        let text = client.bad(tool, arguments.clone()).await;
        assert!(text.contains(next), "{tool} {arguments}: {text}");
    }
}

/// Nothing found by a tag is not the same as nothing there: the tag may be a product's.
#[tokio::test]
async fn an_empty_answer_by_tag_says_whose_tags_were_looked_at() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let list = client.good("list_findings", json!({"tags": ["pci"], "count_only": true})).await;
    assert_eq!(list["pagination"]["count"], 0);
    let notice = list["_notice"].as_str().unwrap();
    assert!(notice.contains("test__engagement__product__tags"), "{notice}");
    let filters =
        json!({"filters": {"test__engagement__product__tags": ["pci"]}, "count_only": true});
    let list = client.good("list_findings", filters).await;
    assert!(list["pagination"]["count"].as_u64().unwrap() > 0);
    assert_eq!(list.get("_notice"), None);
}

/// The analyst's question in one call, whichever way the products are named.
#[tokio::test]
async fn one_call_counts_what_is_open_exploited_and_late() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let late = dojo.read("findings/?outside_of_sla=1&limit=100000&related_fields=true").await;
    let expected = late["results"].as_array().unwrap().iter().filter(|finding| {
        let product = &finding["related_fields"]["test"]["engagement"]["product"]["name"];
        finding["severity"] == "Critical"
            && finding["active"] == true
            && finding["known_exploited"] == true
            && product.as_str().unwrap().contains("Payments")
    });
    let expected = expected.count();
    assert!(expected > 0);
    for (name, value) in [
        ("product_name", json!("Payments API")),
        ("filters", json!({"product_name_contains": "payments"})),
    ] {
        let question = json!({
            "severity": "critical", "active": true, "known_exploited": true, "outside_of_sla": true,
            "count_only": true, name: value,
        });
        let answer = client.good("list_findings", question).await;
        assert_eq!(answer["pagination"]["count"], expected, "{name}");
        assert_eq!(answer["pagination"]["complete"], true);
    }
}
