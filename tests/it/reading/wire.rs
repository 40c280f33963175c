//! What leaves for each of the new reads, word for word.

use serde_json::json;

use crate::{
    capabilities::posing_as,
    support::{Setup, WITH_A_FINDING},
};

#[tokio::test]
async fn each_read_asks_for_what_it_shows_and_nothing_else() {
    let dojo = posing_as("3.2.0", &[]).await;
    let client = Setup::default().client(&dojo.url).await;
    let mut before = 0;
    for (tool, arguments, expected) in [
        (
            "get_finding",
            json!({"finding_id": 1, "include": WITH_A_FINDING}),
            vec![
                "findings/1/?related_fields=true",
                "findings/1/files/",
                "findings/1/metadata/",
                "findings/1/notes/",
                "findings/?limit=20&offset=0&duplicate_finding=1",
                "jira_finding_mappings/?limit=100&offset=0&finding=1",
                "location_findings/?limit=100&offset=0&finding_equals=1",
            ],
        ),
        (
            "list_test_imports",
            json!({"test_id": 1, "limit": 7, "offset": 2}),
            vec!["test_imports/?limit=7&offset=2&test=1&o=-created%2Cid", "tests/1/"],
        ),
        (
            "get_test",
            json!({"test_id": 1, "counts": true}),
            vec![
                "findings/?limit=1&offset=0&test=1&active=true&known_exploited=true",
                "findings/?limit=1&offset=0&test=1&active=true&outside_of_sla=1",
                "findings/?limit=1&offset=0&test=1&active=true&severity=Critical",
                "findings/?limit=1&offset=0&test=1&active=true&severity=High",
                "findings/?limit=1&offset=0&test=1&active=true&severity=Info",
                "findings/?limit=1&offset=0&test=1&active=true&severity=Low",
                "findings/?limit=1&offset=0&test=1&active=true&severity=Medium",
                "test_imports/?limit=1&offset=0&test=1&o=-created%2Cid",
                "tests/1/",
            ],
        ),
        ("list_users", json!({}), vec!["users/?limit=20&offset=0"]),
        ("list_users", json!({"name": "a"}), vec!["users/?limit=100&offset=0"]),
    ] {
        client.good(tool, arguments).await;
        let paths = dojo.paths();
        let mut asked: Vec<&str> =
            paths[before..].iter().map(|line| line.strip_prefix("GET /api/v2/").unwrap()).collect();
        asked.sort_unstable();
        assert_eq!(asked, expected, "{tool}");
        before = paths.len();
    }
}
