//! What leaves: the exact query of every filter, every ordering and every named argument, and nothing else ever.

use std::{
    cell::Cell,
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use mcp_defectdojo::dojo::filters::{Encoding, findings};
use proptest::{
    prelude::{Just, Strategy, any, prop_oneof},
    test_runner::{Config, TestRunner},
};
use serde_json::{Map, Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::table::FILTERS;
use crate::support::{Client, Setup, shared};

/// A DefectDojo that writes down what it is asked and answers one row too little to say anything.
struct Recorder {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let record = Arc::clone(&record);
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    let mut byte = [0; 2048];
                    loop {
                        let read = stream.read(&mut byte).await.unwrap_or(0);
                        head.extend_from_slice(&byte[..read]);
                        if read == 0 {
                            return;
                        }
                        if !head.ends_with(b"\r\n\r\n") {
                            continue;
                        }
                        let text = String::from_utf8(std::mem::take(&mut head)).unwrap();
                        let target = text.split(' ').nth(1).unwrap().to_owned();
                        record.lock().unwrap().push(target);
                        let body = r#"{"count":1,"next":null,"results":[]}"#;
                        let answer = format!(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                            body.len()
                        );
                        stream.write_all(answer.as_bytes()).await.ok();
                    }
                });
            }
        });
        Self { url, asked }
    }

    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }

    /// The one query that a call made, decoded: `limit=20&offset=0&…`.
    async fn query(&self, client: &Client, tool: &str, arguments: Value) -> String {
        client.good(tool, arguments.clone()).await;
        let asked = self.taken();
        assert_eq!(asked.len(), 1, "{arguments} asked {asked:?}");
        let pairs: Vec<_> =
            pairs(&asked[0]).into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&")
    }
}

fn pairs(target: &str) -> Vec<(String, String)> {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

#[tokio::test]
async fn every_filter_leaves_as_defectdojo_reads_it() {
    let known: BTreeSet<_> = FILTERS.iter().map(|(name, _, _)| *name).collect();
    let ours: BTreeSet<_> = findings::ALL.iter().map(|filter| filter.name).collect();
    assert_eq!(known, ours);
    assert_eq!(known.len(), 111);
    let recorder = Recorder::start().await;
    let client = Setup::default().client(&recorder.url).await;
    for (name, value, sent) in FILTERS {
        let value: Value = serde_json::from_str(value).unwrap();
        let arguments = json!({ "filters": { *name: value } });
        let query = recorder.query(&client, "list_findings", arguments).await;
        assert_eq!(query, format!("limit=20&offset=0&{name}={sent}"));
    }
}

/// The table is DefectDojo's own: its `OpenAPI` document names the same parameters.
#[test]
fn the_table_is_what_defectdojo_documents() {
    let Some(path) = shared("defectdojo/openapi-3.2.0.json") else { return };
    let document: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let parameters = &document["paths"]["/api/v2/findings/"]["get"]["parameters"];
    let parameters = parameters.as_array().unwrap();
    let controls = ["o", "limit", "offset", "prefetch", "related_fields"];
    let names: BTreeSet<_> = parameters
        .iter()
        .map(|parameter| parameter["name"].as_str().unwrap())
        .filter(|name| !controls.contains(name))
        .collect();
    assert_eq!(names, findings::ALL.iter().map(|filter| filter.name).collect());
    let order = parameters.iter().find(|parameter| parameter["name"] == "o").unwrap();
    let keys = order["schema"]["items"]["enum"].as_array().unwrap().iter();
    let keys: BTreeSet<String> = keys.map(|key| key.as_str().unwrap().to_owned()).collect();
    let ours = findings::ORDERINGS.iter().flat_map(|key| [(*key).to_owned(), format!("-{key}")]);
    assert_eq!(keys, ours.collect());
}

#[tokio::test]
async fn every_order_leaves_with_a_last_key_that_decides() {
    let recorder = Recorder::start().await;
    let client = Setup::default().client(&recorder.url).await;
    assert_eq!(findings::ORDERINGS.len(), 26);
    for key in findings::ORDERINGS {
        for sign in ["", "-"] {
            let order = format!("{sign}{key}");
            let sent = if *key == "id" { order.clone() } else { format!("{order},id") };
            let query = recorder.query(&client, "list_findings", json!({ "order": order })).await;
            assert_eq!(query, format!("limit=20&offset=0&o={sent}"));
        }
    }
    let several = json!({"order": "numerical_severity, -date", "limit": 5, "offset": 10});
    let query = recorder.query(&client, "list_findings", several).await;
    assert_eq!(query, "limit=5&offset=10&o=numerical_severity,-date,id");
}

#[tokio::test]
async fn every_named_argument_leaves_as_it_is_meant() {
    let recorder = Recorder::start().await;
    let client = Setup::default().client(&recorder.url).await;
    for (arguments, sent) in [
        (json!({}), ""),
        (json!({"test_id": 3}), "&test=3"),
        (json!({"product_id": "4"}), "&test__engagement__product=4"),
        (json!({"engagement_id": 5}), "&test__engagement=5"),
        (json!({"severity": "high,critical"}), "&severity=Critical,High"),
        (json!({"active": true}), "&active=true"),
        (json!({"outside_of_sla": true}), "&outside_of_sla=1"),
        (json!({"outside_of_sla": false}), "&outside_of_sla=0"),
        (json!({"has_jira": false}), "&has_jira=false"),
        (json!({"known_exploited": true}), "&known_exploited=true"),
        (json!({"ransomware_used": true}), "&ransomware_used=true"),
        (json!({"risk_acceptance": "expired"}), "&risk_acceptance=3"),
        (json!({"tags": ["PCI", "a"]}), "&tags=pci,a"),
        (json!({"tags_all": ["PCI", "a"]}), "&tags__and=pci,a"),
        (json!({"tags_none": ["PCI"]}), "&not_tags=pci"),
        (json!({"cwe": "CWE-79, 89"}), "&cwe=79,89"),
        (json!({"cwe": 79}), "&cwe=79"),
        (json!({"cve": "cve-2021-44228"}), "&vulnerability_id=CVE-2021-44228"),
        (json!({"epss_min": 0.5}), "&epss_score_min=50"),
        (json!({"epss_max": 0.07}), "&epss_score_max=7"),
        (json!({"epss_min": 0, "epss_max": 0.5}), "&epss_score_max=50"),
        (json!({"component_name": " log4j "}), "&component_name=log4j"),
        (json!({"component_version": "1.1"}), "&component_version=1.1"),
        (json!({"file_path": "src/a b"}), "&file_path=src/a b"),
        (json!({"title": "x & y"}), "&title=x & y"),
        (json!({"discovered_from": "2024-03-01"}), "&discovered_after=2024-02-29"),
        (json!({"discovered_to": "2024-02-29"}), "&discovered_before=2024-03-01"),
        (json!({"mitigated_from": "2024-01-01"}), "&mitigated_after=2023-12-31"),
        (json!({"mitigated_to": "2023-12-31"}), "&mitigated_before=2024-01-01"),
    ] {
        let query = recorder.query(&client, "list_findings", arguments.clone()).await;
        assert_eq!(query, format!("limit=20&offset=0{sent}"), "{arguments}");
    }
    let counted = recorder.query(&client, "list_findings", json!({"count_only": true})).await;
    assert_eq!(counted, "limit=1&offset=0");
    // What this side checks is read in pages of 100, most urgent first where a last day is given.
    for (arguments, sent) in [
        (json!({"cvss_min": 9, "active": true}), "limit=100&offset=0&active=true"),
        (json!({"epss_max": 0}), "limit=100&offset=0"),
        (json!({"epss_min": 0}), "limit=100&offset=0"),
        (json!({"kev_from": "2024-01-01", "limit": 3}), "limit=100&offset=0"),
        (json!({"sla_due_to": "2024-01-01"}), "limit=100&offset=0&o=sla_expiration_date,id"),
    ] {
        let query = recorder.query(&client, "list_findings", arguments.clone()).await;
        assert_eq!(query, sent, "{arguments}");
    }
}

#[tokio::test]
async fn the_other_lists_leave_as_defectdojo_reads_them() {
    let recorder = Recorder::start().await;
    let client = Setup::default().client(&recorder.url).await;
    for (tool, arguments, sent) in [
        (
            "list_products",
            json!({"name": "shop", "product_type_id": 2, "lifecycle": "Production", "business_criticality": "very high", "tags": ["A"]}),
            "limit=20&offset=0&name=shop&prod_type=2&lifecycle=production&business_criticality=very high&tags=a",
        ),
        (
            "list_engagements",
            json!({"product_id": 2, "status": "in progress", "active": true, "version": "1", "tags_all": ["A"], "newest_first": true}),
            "limit=20&offset=0&status=In Progress&active=true&version=1&tags__and=a&o=-created&product=2",
        ),
        ("list_engagements", json!({"name": "round"}), "limit=100&offset=0"),
        (
            "list_tests",
            json!({"engagement_id": 2, "branch_tag": "main", "build_id": "7", "commit_hash": "ab", "version": "1", "tags_none": ["x"]}),
            "limit=20&offset=0&version=1&branch_tag=main&build_id=7&commit_hash=ab&not_tags=x&engagement=2",
        ),
        ("list_tests", json!({"title": "weekly"}), "limit=100&offset=0"),
        // Short lists are read whole, and kept.
        ("list_product_types", json!({}), "limit=1000&offset=0"),
        ("list_test_types", json!({"name": "sarif"}), "limit=1000&offset=0"),
    ] {
        let query = recorder.query(&client, tool, arguments.clone()).await;
        assert_eq!(query, sent, "{tool} {arguments}");
    }
}

/// What DefectDojo does with each kind of value, in a second reading: whether this text is one it understands.
fn is_understood(encoding: Encoding, sent: &str) -> bool {
    let entries = || sent.split(',');
    let number = |text: &str| text.parse::<u64>().is_ok_and(|number| number > 0);
    let text = !sent.trim().is_empty() && !sent.chars().any(char::is_control);
    let date = |text: &str| text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok();
    match encoding {
        Encoding::Flag => ["true", "false"].contains(&sent),
        Encoding::OneOrZero => ["1", "0"].contains(&sent),
        Encoding::Number => number(sent),
        Encoding::Numbers | Encoding::Cwes => entries().all(number),
        Encoding::Words(known) => entries().all(|entry| known.contains(&entry)),
        Encoding::Word(known) => known.contains(&sent),
        Encoding::Choice(choices) => choices.iter().any(|(_, code)| *code == sent),
        Encoding::Vulnerabilities => {
            text && entries().all(|entry| {
                !entry.is_empty() && entry.trim() == entry && !entry.starts_with("cve-")
            })
        }
        Encoding::Tags => {
            text && entries().all(|entry| !entry.is_empty() && entry.to_lowercase() == entry)
        }
        Encoding::Contains | Encoding::Same | Encoding::Exact => text && sent.trim() == sent,
        Encoding::Span => number(sent) && sent <= "7" && sent.len() == 1,
        Encoding::Date => date(sent),
        Encoding::Moment => date(sent) || sent.parse::<jiff::Timestamp>().is_ok(),
        Encoding::Percent => sent.parse::<f64>().is_ok_and(|share| share > 0.0 && share <= 100.0),
        Encoding::Score => sent.parse::<f64>().is_ok_and(|score| (0.0..=10.0).contains(&score)),
    }
}

fn odd_value() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        any::<String>().prop_map(Value::from),
        "[ ,&=#%+a-zA-Z0-9-]{0,12}".prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_u64..12).prop_map(Value::from),
        (-0.5_f64..1.5).prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(json!("Critical, high")),
        Just(json!("cve-2021-1")),
        Just(json!("CWE-79")),
        Just(json!("2024-02-29")),
        Just(json!("today")),
        Just(json!("accepted")),
        Just(json!("-date")),
        Just(json!("\u{1c}")),
        Just(Value::Null),
    ];
    prop_oneof![
        4 => word.clone(),
        1 => proptest::collection::vec(word, 0..4).prop_map(Value::Array),
    ]
}

/// Whatever a model writes: what leaves is in the table, understood, said once and never empty.
#[test]
fn nothing_outside_the_table_ever_leaves() {
    let arguments: Vec<String> = {
        let tools = mcp_defectdojo::tools::all();
        let definition = tools
            .find("list_findings")
            .unwrap()
            .definition(&mcp_defectdojo::screen::Presentation::default());
        definition.input_schema["properties"].as_object().unwrap().keys().cloned().collect()
    };
    let argument = proptest::sample::select(arguments);
    let others: Vec<&str> = findings::ALL.iter().map(|filter| filter.name).collect();
    let filters = proptest::collection::vec((proptest::sample::select(others), odd_value()), 0..3);
    let strategy = (proptest::collection::vec((argument, odd_value()), 0..4), filters);

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (recorder, client) = runtime.block_on(async {
        let recorder = Recorder::start().await;
        let client = Setup::default().client(&recorder.url).await;
        (recorder, client)
    });
    let left = Cell::new(0);
    let mut runner = TestRunner::new(Config::default());
    let outcome = runner.run(&strategy, |(given, filters)| {
        let mut object: Map<String, Value> = given.into_iter().collect();
        if !filters.is_empty() {
            let filters = filters.into_iter().map(|(name, value)| (name.to_owned(), value));
            object.insert("filters".to_owned(), Value::Object(filters.collect()));
        }
        runtime.block_on(client.call("list_findings", Value::Object(object.clone())));
        for target in recorder.taken() {
            left.set(left.get() + 1);
            let pairs = pairs(&target);
            let names: BTreeSet<_> = pairs.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names.len(), pairs.len(), "{target} says something twice");
            if !target.starts_with("/api/v2/findings/?") {
                continue;
            }
            for (name, value) in &pairs {
                let understood = match name.as_str() {
                    "limit" => (1..=100).contains(&value.parse().unwrap_or(0)),
                    "offset" => value.parse::<u64>().is_ok(),
                    "o" => value
                        .split(',')
                        .all(|key| findings::ORDERINGS.contains(&key.trim_start_matches('-'))),
                    name => findings::ALL
                        .iter()
                        .find(|filter| filter.name == name)
                        .is_some_and(|filter| is_understood(filter.encoding, value)),
                };
                assert!(understood, "{object:?} sent {name}={value}");
            }
        }
        Ok(())
    });
    outcome.unwrap();
    assert!(left.get() > 20, "only {} requests left", left.get());
}
