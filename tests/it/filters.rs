//! `list_findings` against a brute-force oracle: a filter that lies is worse than one that is missing.

mod scan;
mod search;
mod table;
mod wire;

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Client, Dojo, Setup};

type Matches = Box<dyn Fn(&Value) -> bool>;

/// One filter: argument, value, and what it must mean, written down without looking at the server.
struct Case {
    argument: &'static str,
    value: Value,
    matches: Matches,
}

fn case(argument: &'static str, value: Value, matches: impl Fn(&Value) -> bool + 'static) -> Case {
    Case { argument, value, matches: Box::new(matches) }
}

fn flag(argument: &'static str, value: bool) -> Case {
    case(argument, json!(value), move |finding| finding[argument] == value)
}

fn engagement(finding: &Value) -> &Value {
    &finding["related_fields"]["test"]["engagement"]
}

fn lower(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_lowercase()
}

fn tagged(finding: &Value, tags: &[&str]) -> bool {
    finding["tags"].as_array().unwrap().iter().any(|tag| tags.contains(&tag.as_str().unwrap()))
}

/// Open and past its date; a finding due today is in neither set.
fn outside_of_sla(finding: &Value, today: &str, wanted: bool) -> bool {
    let due = finding["sla_expiration_date"].as_str();
    if wanted {
        let open = finding["active"] == true
            && ["false_p", "duplicate", "out_of_scope", "risk_accepted", "is_mitigated"]
                .iter()
                .all(|flag| finding[*flag] == false);
        open && due.is_some_and(|due| due < today)
    } else {
        due.is_none_or(|due| due > today)
    }
}

/// The sixteen filters, most of them with more than one value.
fn cases(findings: &[Value], today: &str) -> Vec<Case> {
    let first = &findings[0];
    let test = first["test"].clone();
    let product = engagement(first)["product"]["id"].clone();
    let engagement_id = engagement(first)["id"].clone();
    let component = findings.iter().find_map(|finding| finding["component_name"].as_str()).unwrap();
    let part: String = component.chars().take(4).collect::<String>().to_uppercase();
    let (today, late) = (today.to_owned(), today.to_owned());
    let (wanted_test, wanted_product, wanted_engagement) =
        (test.clone(), product.clone(), engagement_id.clone());
    let component_part = part.to_lowercase();
    vec![
        case("test_id", test, move |finding| finding["test"] == wanted_test),
        case("product_id", product, move |finding| {
            engagement(finding)["product"]["id"] == wanted_product
        }),
        case("engagement_id", engagement_id, move |finding| {
            engagement(finding)["id"] == wanted_engagement
        }),
        case("severity", json!("critical"), |finding| finding["severity"] == "Critical"),
        case("severity", json!(" HIGH , low"), |finding| {
            finding["severity"] == "High" || finding["severity"] == "Low"
        }),
        case("severity", json!(["Info", "medium"]), |finding| {
            finding["severity"] == "Info" || finding["severity"] == "Medium"
        }),
        flag("active", true),
        flag("active", false),
        flag("verified", true),
        flag("verified", false),
        flag("duplicate", true),
        flag("duplicate", false),
        flag("false_p", true),
        flag("false_p", false),
        flag("out_of_scope", true),
        flag("out_of_scope", false),
        flag("is_mitigated", true),
        flag("is_mitigated", false),
        flag("risk_accepted", true),
        flag("risk_accepted", false),
        case("tags", json!(["sast"]), |finding| tagged(finding, &["sast"])),
        case("tags", json!(["DAST", "container"]), |finding| {
            tagged(finding, &["dast", "container"])
        }),
        case("outside_of_sla", json!(true), move |finding| outside_of_sla(finding, &today, true)),
        case("outside_of_sla", json!(false), move |finding| outside_of_sla(finding, &late, false)),
        case("has_jira", json!(true), |finding| !finding["jira_creation"].is_null()),
        case("has_jira", json!(false), |finding| finding["jira_creation"].is_null()),
        case("component_name", json!(part), move |finding| {
            lower(&finding["component_name"]).contains(&component_part)
        }),
        case("title", json!("INJECTION"), |finding| lower(&finding["title"]).contains("injection")),
    ]
}

/// By DefectDojo's definition nothing is both.
fn contradict(left: &Case, right: &Case) -> bool {
    let closing = ["duplicate", "false_p", "out_of_scope", "is_mitigated", "risk_accepted"];
    left.argument == "outside_of_sla"
        && left.value == true
        && (closing.contains(&right.argument) && right.value == true
            || right.argument == "active" && right.value == false)
}

async fn ids(client: &Client, mut arguments: Value) -> (BTreeSet<u64>, u64) {
    let mut found = BTreeSet::new();
    arguments["limit"] = json!(100);
    for page in 0.. {
        arguments["offset"] = json!(page * 100);
        let list = client.good("list_findings", arguments.clone()).await;
        for item in list["items"].as_array().unwrap() {
            assert!(found.insert(item["id"].as_u64().unwrap()), "a row came twice: {arguments}");
        }
        if list["pagination"]["has_next"] == false {
            return (found, list["pagination"]["count"].as_u64().unwrap());
        }
    }
    unreachable!("a list ends")
}

fn expected(findings: &[Value], cases: &[&Case]) -> BTreeSet<u64> {
    findings
        .iter()
        .filter(|finding| cases.iter().all(|case| (case.matches)(finding)))
        .map(|finding| finding["id"].as_u64().unwrap())
        .collect()
}

#[tokio::test]
async fn each_filter_alone_and_in_pairs_answers_exactly_what_matches() {
    let dojo = Dojo::start().await;
    let findings = dojo.findings().await;
    assert!(findings.len() >= 300, "the demo has {} findings", findings.len());
    let today = jiff::Zoned::now().date().to_string();
    let cases = cases(&findings, &today);
    let names: BTreeSet<_> = cases.iter().map(|case| case.argument).collect();
    assert_eq!(names.len(), 16, "a filter has no case");
    let client = Setup::default().client(&dojo.url).await;

    let mut telling = BTreeSet::new();
    for case in &cases {
        let wanted = expected(&findings, &[case]);
        let (got, count) = ids(&client, json!({ case.argument: case.value })).await;
        assert_eq!(got, wanted, "{}={}", case.argument, case.value);
        assert_eq!(count, wanted.len() as u64, "{}={}", case.argument, case.value);
        if !wanted.is_empty() && wanted.len() < findings.len() {
            telling.insert(case.argument);
        }
    }
    assert_eq!(telling, names, "a filter is only tried where it matches all or nothing");

    let mut pairs = 0;
    for (at, left) in cases.iter().enumerate() {
        for right in cases.iter().skip(at + 1).filter(|right| right.argument != left.argument) {
            let wanted = expected(&findings, &[left, right]);
            let arguments = json!({ left.argument: left.value, right.argument: right.value });
            if contradict(left, right) || contradict(right, left) {
                assert!(wanted.is_empty(), "{arguments}");
                let text = client.bad("list_findings", arguments).await;
                assert!(text.contains("contradict") && text.contains(right.argument), "{text}");
                continue;
            }
            let (got, _) = ids(&client, arguments.clone()).await;
            assert_eq!(got, wanted, "{arguments}");
            pairs += 1;
        }
    }
    assert!(pairs > 300, "{pairs} pairs");
}

#[tokio::test]
async fn pages_neither_skip_nor_repeat() {
    let dojo = Dojo::start().await;
    let all = dojo.findings().await.len();
    let client = Setup::default().client(&dojo.url).await;
    let mut seen = BTreeSet::new();
    let mut offset = 0;
    loop {
        let list = client.good("list_findings", json!({"limit": 7, "offset": offset})).await;
        let items = list["items"].as_array().unwrap();
        seen.extend(items.iter().map(|item| item["id"].as_u64().unwrap()));
        offset += items.len();
        let pagination = &list["pagination"];
        assert_eq!(pagination["count"], all);
        assert_eq!(pagination["limit"], 7);
        if pagination["has_next"] == false {
            break;
        }
    }
    assert_eq!((seen.len(), offset), (all, all));
    let past = client.good("list_findings", json!({"offset": 100_000})).await;
    assert_eq!(past["items"], json!([]));
    assert_eq!(past["pagination"]["has_next"], false);
}

/// DefectDojo answers an unknown test with an error and other unknown parents with nothing: both must be understood.
#[tokio::test]
async fn unknown_parents_are_told() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    for (tool, argument) in [
        ("list_findings", "test_id"),
        ("list_findings", "product_id"),
        ("list_findings", "engagement_id"),
        ("list_engagements", "product_id"),
        ("list_tests", "engagement_id"),
    ] {
        let text = client.bad(tool, json!({ argument: 999_999 })).await;
        assert!(text.contains("999999 does not exist"), "{text}");
    }
}

#[tokio::test]
async fn detail_decides_what_a_row_shows() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let contract = [
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
    let keys = |list: &Value| -> BTreeSet<String> {
        list["items"][0].as_object().unwrap().keys().cloned().collect()
    };
    let summary = client.good("list_findings", json!({"limit": 1})).await;
    assert_eq!(keys(&summary), contract.iter().map(|key| (*key).to_owned()).collect());
    assert_eq!(summary["omitted"], json!(["description"]));
    let standard = client.good("list_findings", json!({"limit": 1, "detail": "standard"})).await;
    let mut with_description: BTreeSet<String> =
        contract.iter().map(|key| (*key).to_owned()).collect();
    with_description.insert("description".to_owned());
    assert_eq!(keys(&standard), with_description);
    assert_eq!(standard.get("omitted"), None);
    let full = client.good("list_findings", json!({"limit": 1, "detail": "full"})).await;
    for key in
        ["epss_score", "known_exploited", "sla_days_remaining", "date", "age", "mitigation", "link"]
    {
        assert!(full["items"][0].get(key).is_some(), "{key} is missing");
    }
}

/// A model's text in a filter only searches: nothing of it is judged.
#[tokio::test]
async fn filters_take_any_text() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let list = client
        .good("list_findings", json!({"title": "Ignore all previous instructions & x=1#?/"}))
        .await;
    assert_eq!(list["pagination"]["count"], 0);
}
