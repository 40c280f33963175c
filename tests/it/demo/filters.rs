//! Flags, texts, tags and numbers: each filter of `/findings/` against its rule.

use serde_json::Value;

use super::client::Instance;
use super::oracle::{Rule, Whole, check, everything, flag, refused, tags, text};

type Member = fn(&Whole) -> &Value;

/// A flag takes four spellings; any other filters nothing, without an error.
#[tokio::test]
async fn flags() {
    let demo = Instance::start().await;
    let all = everything(&demo).await;
    for name in [
        "active",
        "duplicate",
        "dynamic_finding",
        "false_p",
        "is_mitigated",
        "out_of_scope",
        "static_finding",
        "under_review",
        "verified",
        "known_exploited",
        "ransomware_used",
        "risk_accepted",
        "fix_available",
    ] {
        for (word, wanted) in [("true", true), ("False", false)] {
            check(&demo, &all, &format!("{name}={word}"), flag(name, wanted), true).await;
        }
    }
    for (word, wanted) in [("True", true), ("2", true), ("false", false), ("3", false)] {
        check(&demo, &all, &format!("active={word}"), flag("active", wanted), true).await;
    }
    for word in ["1", "0", "TRUE", "FALSE", "banana", ""] {
        check(&demo, &all, &format!("active={word}"), Box::new(|_| true), false).await;
    }
    check(&demo, &all, "under_defect_review=true", Box::new(|_| false), false).await;
    check(
        &demo,
        &all,
        "has_jira=true",
        Box::new(|whole| !whole.finding["jira_creation"].is_null()),
        true,
    )
    .await;
    check(
        &demo,
        &all,
        "has_jira=false",
        Box::new(|whole| whole.finding["jira_creation"].is_null()),
        true,
    )
    .await;
    check(&demo, &all, "has_tags=true", Box::new(|whole| !tags(&whole.finding).is_empty()), false)
        .await;
    let mitigation = |whole: &Whole| !text(&whole.finding["mitigation"]).is_empty();
    check(&demo, &all, "mitigation_available=true", Box::new(mitigation), true).await;
    demo.stop().await;
}

/// Texts: contains and equals without the case, exact with it, lists without trimming.
#[tokio::test]
async fn texts() {
    let demo = Instance::start().await;
    let all = everything(&demo).await;
    for (name, wanted) in [
        ("component_name", "OPENSSL"),
        ("component_version", "1.1"),
        ("description", "COMPONENT"),
        ("file_path", "Registry.demo"),
        ("impact", "session"),
        ("mitigation", "upgrade"),
        ("param", "q"),
        ("references", "cwe.mitre"),
        ("steps_to_reproduce", "change the"),
        ("title", "INJECTION"),
        ("unique_id_from_tool", "nothing"),
        ("payload", "nothing"),
        ("severity_justification", "nothing"),
        ("hash_code", "ab"),
    ] {
        let query = format!("{name}={}", wanted.replace(' ', "%20"));
        let rule: Rule =
            Box::new(move |whole| text(&whole.finding[name]).contains(&wanted.to_lowercase()));
        check(&demo, &all, &query, rule, wanted != "nothing").await;
    }
    let first = all[40].finding.clone();
    let title = text(&first["title"]);
    let query = format!("exact_title={}", title.to_uppercase().replace(' ', "%20"));
    let rule: Rule = Box::new(move |whole| text(&whole.finding["title"]) == title);
    check(&demo, &all, &query, rule, true).await;
    let storefront: fn(&Whole) -> bool = |whole| whole.product["name"] == "Web Storefront";
    check(&demo, &all, "product_name=web%20STOREFRONT", Box::new(storefront), true).await;
    check(&demo, &all, "product_name_contains=front", Box::new(storefront), true).await;
    for (name, wanted, sharp) in [
        ("service", "gateway", true),
        ("service", "Gateway", false),
        ("fix_version", "1.1.1n", true),
        ("vuln_id_from_tool", "CVE-2022-0778", true),
        ("vuln_id_from_tool", "cve-2022-0778", false),
        ("effort_for_fixing", "Medium", true),
        ("planned_remediation_version", "2.0", true),
        ("cvssv3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", true),
        ("cvssv4", "x", false),
        ("sast_source_object", "x", false),
        ("sast_sink_object", "x", false),
        ("sast_source_file_path", "x", false),
    ] {
        let rule: Rule = Box::new(move |whole| whole.finding[name] == wanted);
        check(&demo, &all, &format!("{name}={wanted}"), rule, sharp).await;
    }
    let severe = |words: &'static [&'static str]| -> Rule {
        Box::new(move |whole| words.iter().any(|word| whole.finding["severity"] == *word))
    };
    check(&demo, &all, "severity=Critical,High", severe(&["Critical", "High"]), true).await;
    check(&demo, &all, "severity=Critical,%20High", severe(&["Critical"]), true).await;
    check(&demo, &all, "severity=critical", severe(&[]), false).await;
    check(&demo, &all, "severity=High&severity=Low", severe(&["Low"]), true).await;
    let numerical: Rule = Box::new(|whole| whole.finding["numerical_severity"] == "S0");
    check(&demo, &all, "numerical_severity=S0", numerical, true).await;
    let retired: Rule = Box::new(|whole| whole.product["lifecycle"] == "retirement");
    check(&demo, &all, "product_lifecycle=retirement,none", retired, true).await;
    let vulnerable: Rule = Box::new(|whole| {
        let ids = whole.finding["vulnerability_ids"].as_array().unwrap();
        ids.iter().any(|id| id["vulnerability_id"] == "CVE-2021-44228")
    });
    check(&demo, &all, "vulnerability_id=CVE-1-1,CVE-2021-44228", vulnerable, true).await;
    check(&demo, &all, "vulnerability_id=cve-2021-44228", Box::new(|_| false), false).await;
    demo.stop().await;
}

/// Tags of the finding, of its test, of its engagement and of its product.
#[tokio::test]
async fn tag_filters() {
    let demo = Instance::start().await;
    let all = everything(&demo).await;
    let owners: [(&str, Member, &str, &str); 4] = [
        ("", |whole| &whole.finding, "SCA", "Container"),
        ("test__", |whole| &whole.test, "sast", "python"),
        ("test__engagement__", |whole| &whole.engagement, "weekly", "dast"),
        ("test__engagement__product__", |whole| &whole.product, "pci", "api"),
    ];
    for (path, owner, one, two) in owners {
        let holds =
            move |whole: &Whole, tag: &str| tags(owner(whole)).contains(&tag.to_lowercase());
        let any: Rule = Box::new(move |whole| holds(whole, one) || holds(whole, two));
        check(&demo, &all, &format!("{path}tags={one},{two}"), any, true).await;
        let both: Rule = Box::new(move |whole| holds(whole, one) && holds(whole, two));
        check(&demo, &all, &format!("{path}tags__and={one},{two}"), both, true).await;
        let none: Rule = Box::new(move |whole| !holds(whole, one) && !holds(whole, two));
        check(&demo, &all, &format!("not_{path}tags={one},{two}"), none, true).await;
    }
    let contains: Rule =
        Box::new(|whole| tags(&whole.finding).iter().any(|tag| tag.contains("ontai")));
    check(&demo, &all, "tag=ONTAI", contains, true).await;
    let lacks: Rule =
        Box::new(|whole| !tags(&whole.finding).iter().any(|tag| tag.contains("ontai")));
    check(&demo, &all, "not_tag=ontai", lacks, true).await;
    demo.stop().await;
}

/// Comma lists of numbers, single ids, and the 400 of what is none.
#[tokio::test]
async fn numbers() {
    let demo = Instance::start().await;
    let all = everything(&demo).await;
    let members: [(&str, Member, &str); 15] = [
        ("id", |whole| &whole.finding["id"], "3,7,99999"),
        ("cwe", |whole| &whole.finding["cwe"], "79,89"),
        ("test__engagement", |whole| &whole.test["engagement"], "2,5"),
        ("test__engagement__product", |whole| &whole.engagement["product"], "1,%204"),
        ("test__engagement__product__prod_type", |whole| &whole.product["prod_type"], "2"),
        ("test__test_type", |whole| &whole.test["test_type"], "99999"),
        ("found_by", |whole| &whole.finding["found_by"], "99999"),
        ("reporter", |whole| &whole.finding["reporter"], "1"),
        ("reviewers", |whole| &whole.finding["reviewers"], "1"),
        ("review_requested_by", |whole| &whole.finding["review_requested_by"], "3"),
        ("last_reviewed_by", |whole| &whole.finding["last_reviewed_by"], "1"),
        ("mitigated_by", |whole| &whole.finding["mitigated_by"], "1"),
        ("nb_occurences", |whole| &whole.finding["nb_occurences"], "1"),
        ("scanner_confidence", |whole| &whole.finding["scanner_confidence"], "1,2"),
        ("sast_source_line", |whole| &whole.finding["sast_source_line"], "1"),
    ];
    for (name, member, list) in members {
        let wanted: Vec<u64> =
            list.replace("%20", "").split(',').map(|one| one.parse().unwrap()).collect();
        let rule: Rule = Box::new(move |whole| match member(whole) {
            Value::Array(items) => items.iter().any(|one| wanted.contains(&one.as_u64().unwrap())),
            one => one.as_u64().is_some_and(|one| wanted.contains(&one)),
        });
        check(&demo, &all, &format!("{name}={list}"), rule, false).await;
        refused(&demo, &format!("{name}=1,abc"), name, "Enter a number.").await;
    }
    let choice = "Select a valid choice. That choice is not one of the available choices.";
    let rule: Rule = Box::new(|whole| whole.finding["test"] == 3);
    check(&demo, &all, "test=3", rule, true).await;
    for value in ["99999", "abc", "1,2"] {
        refused(&demo, &format!("test={value}"), "test", choice).await;
    }
    let copy = all.iter().find(|whole| whole.finding["duplicate"] == true).unwrap();
    let original = copy.finding["duplicate_finding"].clone();
    let query = format!("duplicate_finding={original}");
    let rule: Rule = Box::new(move |whole| whole.finding["duplicate_finding"] == original);
    check(&demo, &all, &query, rule, true).await;
    check(&demo, &all, "endpoints=1", Box::new(|_| false), false).await;
    let rule: Rule = Box::new(|whole| whole.finding["cvssv3_score"] == 9.8);
    check(&demo, &all, "cvssv3_score=9.8", rule, true).await;
    check(&demo, &all, "cvssv4_score=9.8", Box::new(|_| false), false).await;
    demo.stop().await;
}
