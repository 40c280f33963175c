//! Short lists that hardly change are read once, however many ask, and anew after a change.

use serde_json::json;

use crate::{capabilities::posing_as, support::Setup};

#[tokio::test]
async fn reference_data_is_fetched_once_for_all_who_ask() {
    let dojo = posing_as("3.2.0", &[]).await;
    let client = Setup::default().client(&dojo.url).await;
    let asked = |path: &str| {
        let path = format!("/api/v2/{path}/?");
        dojo.paths().iter().filter(|line| line.contains(&path)).count()
    };
    let at_once = (0..12).map(|at| {
        let arguments =
            if at % 2 == 0 { json!({"name": "scan"}) } else { json!({"limit": 5, "offset": at}) };
        client.good("list_test_types", arguments)
    });
    let answers = futures_util::future::join_all(at_once).await;
    assert_eq!(asked("test_types"), 1);
    assert_eq!(answers[0], answers[2]);
    assert_eq!(answers[1]["items"].as_array().unwrap().len(), 5);
    assert_ne!(answers[1]["items"], answers[3]["items"], "another page of the same");
    assert_eq!(answers[0]["pagination"]["count_basis"], "scan");
    assert_eq!(answers[1]["pagination"]["count_basis"], "defectdojo");
    for name in ["a", "b", "c"] {
        client.good("list_product_types", json!({ "name": name })).await;
    }
    assert_eq!(asked("product_types"), 1);

    client.good("add_finding_note", json!({"finding_id": 1, "entry": "A change"})).await;
    client.good("list_test_types", json!({})).await;
    assert_eq!(asked("test_types"), 2, "a change may have made a type");
}
