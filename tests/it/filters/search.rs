//! Searching as an analyst does: the arguments beyond the first sixteen, against the same brute-force oracle.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Case, case, engagement, expected, flag, ids, lower, tagged};
use crate::support::{self, Client, Dojo, Setup, plain};

fn day(value: &Value) -> String {
    value.as_str().unwrap_or_default().chars().take(10).collect()
}

fn between(value: &str, from: &str, to: &str) -> bool {
    !value.is_empty() && value >= from && value <= to
}

fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()))
}

fn part(argument: &'static str, value: &str) -> Case {
    let wanted = value.to_lowercase();
    case(argument, json!(value), move |finding| lower(&finding[argument]).contains(&wanted))
}

/// A day in the middle of what the findings hold there.
fn middle(findings: &[Value], member: &str) -> String {
    let mut days: Vec<String> = findings
        .iter()
        .map(|finding| day(&finding[member]))
        .filter(|day| !day.is_empty())
        .collect();
    days.sort();
    days[days.len() / 2].clone()
}

fn cases(findings: &[Value]) -> Vec<Case> {
    let product = engagement(&findings[0])["product"]["name"].as_str().unwrap().to_owned();
    let found = middle(findings, "date");
    let closed = middle(findings, "mitigated");
    let due = middle(findings, "sla_expiration_date");
    let kev = middle(findings, "kev_date");
    let after = |argument, member: &'static str, bound: &str| {
        let bound = bound.to_owned();
        case(argument, json!(bound), move |finding| between(&day(&finding[member]), &bound, "9999"))
    };
    let before = |argument, member: &'static str, bound: &str| {
        let bound = bound.to_owned();
        case(argument, json!(bound), move |finding| between(&day(&finding[member]), "0", &bound))
    };
    let score = |finding: &Value| {
        number(&finding["cvssv3_score"]).or_else(|| number(&finding["cvssv4_score"]))
    };
    let wanted = product.clone();
    let vulnerable = |finding: &Value, id: &str| {
        let ids = finding["vulnerability_ids"].as_array().unwrap();
        ids.iter().any(|one| one["vulnerability_id"] == id)
    };
    vec![
        case("product_name", json!(product.to_uppercase()), move |finding| {
            engagement(finding)["product"]["name"] == wanted.as_str()
        }),
        case("risk_acceptance", json!("accepted"), |finding| finding["risk_accepted"] == true),
        case("risk_acceptance", json!("not_accepted"), |finding| finding["risk_accepted"] == false),
        case("tags_all", json!(["sca", "Container"]), |finding| {
            tagged(finding, &["sca"]) && tagged(finding, &["container"])
        }),
        case("tags_none", json!(["sast", "dast"]), |finding| !tagged(finding, &["sast", "dast"])),
        flag("known_exploited", true),
        flag("ransomware_used", true),
        case("epss_min", json!(0.5), |finding| {
            number(&finding["epss_score"]).is_some_and(|score| score >= 0.5)
        }),
        case("epss_max", json!(0.05), |finding| {
            number(&finding["epss_score"]).is_some_and(|score| score <= 0.05)
        }),
        case("epss_min", json!(0), |finding| number(&finding["epss_score"]).is_some()),
        case("epss_max", json!(0), |finding| number(&finding["epss_score"]) == Some(0.0)),
        case("cwe", json!("CWE-79, 89"), |finding| finding["cwe"] == 79 || finding["cwe"] == 89),
        case("cve", json!(["cve-2021-44228", "CVE-2022-0778"]), move |finding| {
            vulnerable(finding, "CVE-2021-44228") || vulnerable(finding, "CVE-2022-0778")
        }),
        part("component_version", "1.1"),
        part("file_path", "SRC"),
        after("discovered_from", "date", &found),
        before("discovered_to", "date", &found),
        after("mitigated_from", "mitigated", &closed),
        before("mitigated_to", "mitigated", &closed),
        case("cvss_min", json!(9), move |finding| score(finding).is_some_and(|score| score >= 9.0)),
        case("cvss_max", json!(5.3), move |finding| {
            score(finding).is_some_and(|score| score <= 5.3)
        }),
        after("sla_due_from", "sla_expiration_date", &due),
        before("sla_due_to", "sla_expiration_date", &due),
        after("kev_from", "kev_date", &kev),
        before("kev_to", "kev_date", &kev),
        case("filters", json!({"service": "gateway"}), |finding| finding["service"] == "gateway"),
        case(
            "filters",
            json!({"test__engagement__product__tags": ["PCI"], "has_tags": true}),
            |_| false,
        ),
    ]
}

#[tokio::test]
async fn each_argument_answers_exactly_what_matches() {
    let dojo = Dojo::start().await;
    let findings = dojo.findings().await;
    let products = dojo.read("products/?limit=1000").await;
    let pci: BTreeSet<u64> = products["results"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|product| product["tags"].as_array().unwrap().contains(&json!("pci")))
        .map(|product| product["id"].as_u64().unwrap())
        .collect();
    let mut cases = cases(&findings);
    let tagged_products = cases.last_mut().unwrap();
    tagged_products.matches = Box::new(move |finding| {
        pci.contains(&engagement(finding)["product"]["id"].as_u64().unwrap())
            && !finding["tags"].as_array().unwrap().is_empty()
    });
    let client = Setup::default().client(&dojo.url).await;
    let mut telling = BTreeSet::new();
    for (at, one) in cases.iter().enumerate() {
        let wanted = expected(&findings, &[one]);
        let (got, count) = ids(&client, json!({ one.argument: one.value })).await;
        assert_eq!(got, wanted, "{}={}", one.argument, one.value);
        assert_eq!(count, wanted.len() as u64, "{}={}", one.argument, one.value);
        if !wanted.is_empty() && wanted.len() < findings.len() {
            telling.insert(one.argument);
        }
        // With the next one of another name, and the two counted alone.
        let Some(other) =
            cases[at + 1..].iter().find(|other| other.argument.get(..4) != one.argument.get(..4))
        else {
            continue;
        };
        let arguments =
            json!({ one.argument: one.value, other.argument: other.value, "count_only": true });
        let wanted = expected(&findings, &[one, other]);
        let counted = client.good("list_findings", arguments.clone()).await;
        assert_eq!(counted["pagination"]["count"], wanted.len(), "{arguments}");
        assert_eq!(counted["items"], json!([]));
        assert_eq!(counted["pagination"]["has_next"], false);
    }
    let names: BTreeSet<_> = cases.iter().map(|case| case.argument).collect();
    assert_eq!(telling, names, "an argument is only tried where it matches all or nothing");
}

/// Both orders of paging come together to the whole list, and the rows come as the key says.
#[tokio::test]
async fn ordered_pages_neither_skip_nor_repeat() {
    let dojo = Dojo::start().await;
    let all = dojo.findings().await.len();
    let client = Setup::default().client(&dojo.url).await;
    for order in ["numerical_severity", "-date", "test__engagement__product__name,-cwe"] {
        let mut seen = BTreeSet::new();
        let mut severities = Vec::new();
        let mut next = Some(0);
        while let Some(offset) = next {
            let page = json!({"order": order, "limit": 37, "offset": offset});
            let list = client.good("list_findings", page).await;
            for item in list["items"].as_array().unwrap() {
                assert!(seen.insert(item["id"].as_u64().unwrap()), "{order}: a row came twice");
                severities.push(item["severity"].as_str().unwrap().to_owned());
            }
            next = list["pagination"]["next_offset"].as_u64();
        }
        assert_eq!(seen.len(), all, "{order}");
        if order == "numerical_severity" {
            let rank = |word: &String| {
                ["Critical", "High", "Medium", "Low", "Info"].iter().position(|one| one == word)
            };
            assert!(severities.iter().is_sorted_by_key(rank), "not the worst first");
        }
    }
    let list = client.good("list_findings", json!({"order": "severity", "limit": 1})).await;
    assert!(list["_notice"].as_str().unwrap().contains("numerical_severity"), "{list}");
}

/// What was asked, and who counted, stands in the answer.
#[tokio::test]
async fn the_answer_says_what_it_rests_on() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let arguments = json!({"severity": "critical", "active": true, "cvss_min": 9, "limit": 2});
    let list = client.good("list_findings", arguments).await;
    assert_eq!(
        list["filters_applied"],
        json!(["severity=Critical", "active=true", "cvss_min=9 (checked by this server)"])
    );
    let pagination = &list["pagination"];
    assert_eq!(pagination["count_basis"], "scan");
    assert_eq!(pagination["complete"], true);
    assert_eq!(pagination["next_offset"], 2);
    let plain = client.good("list_findings", json!({"limit": 100, "offset": 100_000})).await;
    assert_eq!(plain["filters_applied"], json!([]));
    assert_eq!(plain["pagination"]["count_basis"], "defectdojo");
    assert_eq!(plain["pagination"].get("next_offset"), None);
}

#[tokio::test]
async fn contradictions_are_named() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    for (arguments, named) in [
        (json!({"product_id": 1, "product_name": "x"}), ["product_id", "product_name"]),
        (json!({"engagement_id": 1, "engagement_name": "x"}), ["engagement_id", "engagement_name"]),
        (json!({"test_id": 1, "test_title": "x"}), ["test_id", "test_title"]),
        (json!({"epss_min": 0.6, "epss_max": 0.5}), ["epss_min", "epss_max"]),
        (json!({"cvss_min": 9, "cvss_max": 8}), ["cvss_min", "cvss_max"]),
        (
            json!({"discovered_from": "2024-02-01", "discovered_to": "2024-01-31"}),
            ["discovered_from", "discovered_to"],
        ),
        (
            json!({"sla_due_from": "2024-02-01", "sla_due_to": "2024-01-31"}),
            ["sla_due_from", "sla_due_to"],
        ),
        (json!({"tags_all": ["A", "b"], "tags_none": ["a"]}), ["tags_all", "tags_none"]),
        (json!({"tags": ["a"], "tags_none": ["A", "b"]}), ["tags", "tags_none"]),
        (
            json!({"risk_accepted": false, "risk_acceptance": "accepted"}),
            ["risk_accepted", "risk_acceptance"],
        ),
        (
            json!({"severity": "High", "filters": {"severity": "Low"}}),
            ["severity", "filters.severity"],
        ),
        (
            json!({"product_id": 1, "filters": {"test__engagement__product": 2}}),
            ["product_id", "filters.test__engagement__product"],
        ),
    ] {
        let text = client.bad("list_findings", arguments.clone()).await;
        for name in named {
            assert!(text.contains(&format!("`{name}`")), "{arguments}: {text}");
        }
    }
    let findings = dojo.findings().await;
    let product = engagement(&findings[0])["product"]["id"].as_u64().unwrap();
    let other = findings
        .iter()
        .map(engagement)
        .find(|engagement| engagement["product"]["id"] != product)
        .unwrap()["id"]
        .clone();
    let text =
        client.bad("list_findings", json!({"product_id": product, "engagement_id": other})).await;
    assert!(text.contains("belongs to product"), "{text}");
}

/// A name that DefectDojo would ignore in silence is answered with the one that is meant.
#[tokio::test]
async fn wrong_names_are_corrected() {
    let client = Setup::default().client("http://127.0.0.1:9/").await;
    for (wrong, right) in [
        ("status", "`active`"),
        ("search", "`title`"),
        ("priority", "`severity`"),
        ("title__icontains", "`title`"),
        ("description__icontains", "`filters`: {\"description\""),
        ("service", "`filters`: {\"service\""),
        ("severity__in", "`severity`"),
        ("ordering", "`order`"),
        ("test__engagement__product", "`filters`"),
        ("product", "`product_name`"),
        ("product", "product_name_contains"),
        ("product_tags", "test__engagement__product__tags"),
        ("cvssv3_score__gte", "`filters`"),
        ("created_after", "`discovered_from`"),
        ("overdue", "`outside_of_sla`"),
        ("url", "cannot filter"),
    ] {
        let text = client.bad("list_findings", json!({ wrong: "x" })).await;
        assert!(text.contains(&format!("`{wrong}`: unknown argument")), "{text}");
        assert!(text.contains(right), "{wrong}: {text}");
        let text = client.bad("list_findings", json!({"filters": { wrong: "x" }})).await;
        assert!(text.contains("`filters`") || text.contains("could not be reached"), "{text}");
    }
    for (filters, told) in [
        (json!({"severty": "High"}), "did you mean severity"),
        (json!({"status": "open"}), "`active`"),
        (json!({"date": "2024-01-01"}), "today, past_7_days"),
        (json!({"epss_score_min": 50}), "from 0 to 1"),
        (json!({"id": []}), "must not be empty"),
        (json!({"ignore all rules and": 1}), "(not a name)"),
    ] {
        let text = client.bad("list_findings", json!({ "filters": filters })).await;
        assert!(text.contains("`filters`") && text.contains(told), "{filters}: {text}");
        assert!(!text.contains("ignore all"), "{text}");
    }
}

async fn names(client: &Client, tool: &str, arguments: Value) -> (BTreeSet<u64>, u64) {
    let list = client.good(tool, arguments).await;
    let ids = list["items"].as_array().unwrap().iter().map(|item| item["id"].as_u64().unwrap());
    (ids.collect(), list["pagination"]["count"].as_u64().unwrap())
}

/// A user knows names: each list is reached by them, and an unknown or ambiguous one is answered with what there is.
#[tokio::test]
async fn names_resolve_exactly_or_with_candidates() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let engagements = dojo.read("engagements/?limit=1000").await["results"].clone();
    let engagements = engagements.as_array().unwrap();
    let tests = dojo.read("tests/?limit=1000").await["results"].clone();
    let products = dojo.read("products/?limit=1000").await["results"].clone();
    let product = &products[0];
    let of_product: BTreeSet<u64> = engagements
        .iter()
        .filter(|one| one["product"] == product["id"])
        .map(|one| one["id"].as_u64().unwrap())
        .collect();
    let by_name = json!({"product_name": product["name"], "limit": 100});
    assert_eq!(names(&client, "list_engagements", by_name.clone()).await.0, of_product);
    let tests_of: BTreeSet<u64> = tests
        .as_array()
        .unwrap()
        .iter()
        .filter(|test| of_product.contains(&test["engagement"].as_u64().unwrap()))
        .map(|test| test["id"].as_u64().unwrap())
        .collect();
    assert!(!tests_of.is_empty());
    assert_eq!(names(&client, "list_tests", by_name).await.0, tests_of);

    let unique = engagements
        .iter()
        .find(|one| engagements.iter().filter(|other| other["name"] == one["name"]).count() == 1)
        .unwrap();
    let findings = dojo.findings().await;
    let wanted: BTreeSet<u64> = findings
        .iter()
        .filter(|finding| engagement(finding)["id"] == unique["id"])
        .map(|finding| finding["id"].as_u64().unwrap())
        .collect();
    let (got, _) = ids(&client, json!({"engagement_name": unique["name"]})).await;
    assert_eq!(got, wanted);

    let part: String = product["name"].as_str().unwrap().chars().take(5).collect();
    let unknown = client.call("list_findings", json!({"product_name": part})).await;
    let error = support::told(&unknown);
    assert_eq!(error["code"], "unknown_name", "{error}");
    assert_eq!(plain(&error["candidates"][0]["name"]), &product["name"], "{error}");
    assert_eq!(error["candidates"][0]["id"], product["id"]);
    let text = client.bad("list_findings", json!({"product_name": part})).await;
    assert!(text.contains("{\"product_name_contains\": part}"), "{text}");
    let text = client.bad("list_engagements", json!({"product_name": "zzzzzz"})).await;
    assert!(text.contains("list_products shows all"), "{text}");

    let twin = json!({"product": engagements[0]["product"], "name": unique["name"], "target_start": "2026-01-01", "target_end": "2026-01-02"});
    dojo.post("engagements/", twin).await;
    let ambiguous = client.call("list_findings", json!({"engagement_name": unique["name"]})).await;
    let error = support::told(&ambiguous);
    assert_eq!(error["code"], "ambiguous_name", "{error}");
    assert_eq!(error["candidates"].as_array().unwrap().len(), 2);
    assert!(error["candidates"][0]["of"].as_str().unwrap().starts_with("product "));
}

#[tokio::test]
async fn the_other_lists_answer_exactly_what_matches() {
    type Rule = fn(&Value) -> bool;
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let cases: [(&str, &str, Value, Rule); 13] = [
        ("list_products", "products", json!({"name": "FRONT"}), |row| {
            lower(&row["name"]).contains("front")
        }),
        ("list_products", "products", json!({"tags": ["PCI"]}), |row| {
            row["tags"].as_array().unwrap().contains(&json!("pci"))
        }),
        ("list_products", "products", json!({"tags_none": ["PCI"]}), |row| {
            !row["tags"].as_array().unwrap().contains(&json!("pci"))
        }),
        ("list_products", "products", json!({"product_type_id": 2}), |row| row["prod_type"] == 2),
        ("list_products", "products", json!({"lifecycle": "production"}), |row| {
            row["lifecycle"] == "production"
        }),
        ("list_product_types", "product_types", json!({"name": "E"}), |row| {
            lower(&row["name"]).contains('e')
        }),
        ("list_engagements", "engagements", json!({"status": "in progress"}), |row| {
            row["status"] == "In Progress"
        }),
        ("list_engagements", "engagements", json!({"active": true, "newest_first": true}), |row| {
            row["active"] == true
        }),
        ("list_engagements", "engagements", json!({"name": "C"}), |row| {
            lower(&row["name"]).contains('c')
        }),
        ("list_engagements", "engagements", json!({"ends_from": "2026-06-01"}), |row| {
            row["target_end"].as_str().is_some_and(|day| day >= "2026-06-01")
        }),
        ("list_tests", "tests", json!({"test_type_name": "SCAN"}), |row| {
            lower(&row["test_type_name"]).contains("scan")
        }),
        ("list_tests", "tests", json!({"tags": ["sast"]}), |row| {
            row["tags"].as_array().unwrap().contains(&json!("sast"))
        }),
        ("list_test_types", "test_types", json!({"name": "sarif"}), |row| {
            lower(&row["name"]).contains("sarif")
        }),
    ];
    for (tool, path, mut arguments, rule) in cases {
        let rows = dojo.read(&format!("{path}/?limit=1000")).await["results"].clone();
        let wanted: BTreeSet<u64> = rows
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| rule(row))
            .map(|row| row["id"].as_u64().unwrap())
            .collect();
        arguments["limit"] = json!(100);
        let (got, count) = names(&client, tool, arguments.clone()).await;
        assert_eq!(got, wanted, "{tool} {arguments}");
        assert_eq!(count, wanted.len() as u64, "{tool} {arguments}");
    }
}

/// A caller bound to products sees no other through any filter.
#[tokio::test]
async fn a_scope_holds_for_every_search() {
    use mcp_defectdojo::access::{Principal, Role, Scope};
    let dojo = Dojo::start().await;
    let caller = |ids: &[u64]| Setup {
        caller: Principal {
            scope: Scope::Products(ids.into()),
            ..Principal::new("bound", Role::Reader)
        },
        ..Setup::default()
    };
    let one = caller(&[1]).client(&dojo.url).await;
    let findings = dojo.findings().await;
    let wanted: BTreeSet<u64> = findings
        .iter()
        .filter(|finding| engagement(finding)["product"]["id"] == 1)
        .map(|finding| finding["id"].as_u64().unwrap())
        .collect();
    assert_eq!(ids(&one, json!({})).await.0, wanted);
    let (scanned, _) = ids(&one, json!({"sla_due_from": "1900-01-01"})).await;
    assert!(!scanned.is_empty() && scanned.is_subset(&wanted));
    let (engagements, _) = names(&one, "list_engagements", json!({"limit": 100})).await;
    let theirs = dojo.read("engagements/?limit=1000&product=1").await["count"].as_u64().unwrap();
    assert_eq!(engagements.len() as u64, theirs);
    let text = one.bad("list_tests", json!({"title": "x"})).await;
    assert!(text.contains("say of which engagement"), "{text}");
    let two = caller(&[1, 2]).client(&dojo.url).await;
    let text = two.bad("list_engagements", json!({})).await;
    assert!(text.contains("say of which product"), "{text}");
    let hidden = dojo.read("products/3/").await["name"].clone();
    let unknown = two.call("list_findings", json!({"product_name": hidden})).await;
    let error = support::told(&unknown);
    assert_eq!(error["code"], "unknown_name");
    assert!(!error["candidates"].to_string().contains(hidden.as_str().unwrap()), "{error}");
}
