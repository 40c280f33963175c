//! Orderings, and the filters of the other lists.

use serde_json::Value;

use super::client::Instance;
use super::oracle::{refused, rows};

/// The 26 keys sort, a minus reverses, several break ties, and anything else is a 400.
#[tokio::test]
async fn orderings() {
    let demo = Instance::start().await;
    for key in [
        "active",
        "component_name",
        "component_version",
        "created",
        "last_status_update",
        "last_reviewed",
        "cwe",
        "date",
        "duplicate",
        "dynamic_finding",
        "false_p",
        "id",
        "is_mitigated",
        "numerical_severity",
        "out_of_scope",
        "planned_remediation_date",
        "severity",
        "sla_expiration_date",
        "static_finding",
        "title",
        "under_defect_review",
        "under_review",
        "verified",
    ] {
        let up = rows(&demo, &format!("findings/?limit=100000&o={key},id")).await;
        let down = rows(&demo, &format!("findings/?limit=100000&o=-{key},-id")).await;
        assert!(up.iter().eq(down.iter().rev()), "{key}");
        for pair in up.windows(2) {
            let (left, right) = (&pair[0][key], &pair[1][key]);
            let ordered = match (left, right) {
                (_, Value::Null) => true,
                (Value::String(left), Value::String(right)) => left <= right,
                (Value::Number(left), Value::Number(right)) => left.as_f64() <= right.as_f64(),
                (Value::Bool(left), Value::Bool(right)) => left <= right,
                _ => false,
            };
            assert!(ordered, "{key}: {left} before {right}");
            assert!(left != right || pair[0]["id"].as_u64() < pair[1]["id"].as_u64(), "{key}");
        }
    }
    for key in ["found_by", "reviewers", "test__engagement__product__name"] {
        let body = demo.get(&format!("findings/?limit=1&o={key}")).await;
        assert!(body["count"].as_u64().unwrap() >= 320, "{key}");
    }
    for word in ["nope", "-epss_score", "-priority", "-kev_date", "-cvssv3_score", "-mitigated"] {
        let sentence =
            format!("Select a valid choice. {word} is not one of the available choices.");
        refused(&demo, &format!("o={word}"), "o", &sentence).await;
        refused(&demo, &format!("o=id,{word}"), "o", &sentence).await;
    }
    demo.stop().await;
}

/// The other lists have other filters; what is none of theirs is ignored.
#[tokio::test]
async fn other_lists() {
    let demo = Instance::start().await;
    for (path, count) in [
        ("products/?name=STORE", 1),
        ("products/?name_exact=web%20storefront", 1),
        ("products/?name_exact=storefront", 0),
        ("products/?prod_type=2", 3),
        ("products/?id=1,2,99", 2),
        ("products/?tags=pci", 2),
        ("products/?tags__and=pci,api", 1),
        ("products/?not_tags=pci", 4),
        ("products/?lifecycle=retirement&lifecycle=construction", 2),
        ("products/?search=nothing", 6),
        ("engagements/?product=1", 3),
        ("engagements/?product=1&active=true", 2),
        ("engagements/?status=Completed", 1),
        ("engagements/?name=nightly-sast", 3),
        ("engagements/?name=nightly", 0),
        ("engagements/?product__prod_type=3", 5),
        ("engagements/?product__tags=pci", 5),
        ("engagements/?tag=NIGHT", 3),
        ("tests/?engagement=5", 2),
        ("tests/?engagement__product=1", 19),
        ("tests/?title=payments-ledger", 1),
        ("tests/?title=ledger", 0),
        ("tests/?tags=dast", 2),
        ("tests/?scan_type=Trivy%20Scan", 2),
        ("tests/?engagement__product__tags=pci", 9),
        ("test_types/?name=Semgrep%20JSON%20Report", 1),
        ("test_types/?name=semgrep", 0),
        ("product_types/?name=Customer%20Services", 1),
        ("product_types/?name=customer", 0),
        ("risk_acceptance/?name__icontains=GATEWAY", 1),
        ("metadata/?product=1", 1),
        ("users/?username=member", 1),
    ] {
        assert_eq!(demo.get(path).await["count"], count, "{path}");
    }
    for (path, member) in [
        ("engagements/?product=99999", "product"),
        ("engagements/?status=Nope", "status"),
        ("tests/?engagement=99999", "engagement"),
        ("products/?o=nope", "o"),
        ("products/?id=x", "id"),
    ] {
        let reply = demo.request(reqwest::Method::GET, path).send().await;
        assert_eq!(reply.status, 400, "{path}");
        assert!(reply.json()[member].is_array(), "{path}");
    }
    demo.stop().await;
}
