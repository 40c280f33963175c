//! Authentication, paging, visibility, paths and the seeded content.

use std::collections::BTreeSet;

use mcp_defectdojo::demo::{MEMBER_KEY, NOBODY_KEY, STAFF_KEY};
use reqwest::Method;
use serde_json::{Value, json};

use super::client::Instance;

/// A refused credential is 403 with one of four sentences: a client must not wait for a 401.
#[tokio::test]
async fn credentials_are_refused_as_defectdojo_refuses_them() {
    let demo = Instance::start().await;
    for (header, detail) in [
        (None, "Authentication credentials were not provided."),
        (Some("Bearer demo-admin-key"), "Authentication credentials were not provided."),
        (Some("Token"), "Invalid token header. No credentials provided."),
        (
            Some("Token demo-admin-key x"),
            "Invalid token header. Token string should not contain spaces.",
        ),
        (Some("Token wrong"), "Invalid token."),
    ] {
        let reply =
            demo.request(Method::GET, "findings/?limit=1").authorization(header).send().await;
        assert_eq!(reply.status, 403);
        assert_eq!(reply.json(), json!({ "detail": detail }));
    }
    let lower = demo
        .request(Method::GET, "user_profile/")
        .authorization(Some("token demo-admin-key"))
        .send()
        .await;
    assert_eq!(lower.json()["user"]["is_superuser"], true);
    demo.stop().await;
}

/// The content has to show every state that the tools and the tour speak of.
#[tokio::test]
async fn the_seed_holds_every_kind_of_finding() {
    let demo = Instance::start().await;
    let findings = demo.findings().await;
    assert!(findings.len() >= 320, "{}", findings.len());
    let count = |test: &dyn Fn(&Value) -> bool| findings.iter().filter(|row| test(row)).count();
    for (what, least, number) in [
        ("active", 200, count(&|row| row["active"] == true)),
        ("verified", 60, count(&|row| row["verified"] == true)),
        ("mitigated", 15, count(&|row| row["is_mitigated"] == true)),
        ("false positive", 5, count(&|row| row["false_p"] == true)),
        ("out of scope", 5, count(&|row| row["out_of_scope"] == true)),
        ("under review", 10, count(&|row| row["under_review"] == true)),
        ("duplicate", 3, count(&|row| row["duplicate"] == true)),
        ("risk accepted", 3, count(&|row| row["risk_accepted"] == true)),
        ("known exploited", 10, count(&|row| row["known_exploited"] == true)),
        ("with EPSS", 100, count(&|row| row["epss_score"].is_f64())),
        ("with a component", 100, count(&|row| row["component_name"].is_string())),
        ("with a line", 80, count(&|row| row["line"].is_u64())),
        ("with an address", 40, count(&|row| row["endpoints"] != json!([]))),
        ("with a note", 15, count(&|row| row["notes"] != json!([]))),
        ("overdue", 50, count(&|row| row["sla_days_remaining"].as_i64() < Some(0))),
        ("due today", 5, count(&|row| row["sla_days_remaining"] == 0)),
    ] {
        eprintln!("{what}: {number}");
        assert!(number >= least, "{what}: {number} of at least {least}");
    }
    for severity in ["Critical", "High", "Medium", "Low", "Info"] {
        assert!(count(&|row| row["severity"] == severity) >= 5, "{severity}");
    }
    let tests = demo.get("tests/?limit=100").await;
    let kinds: BTreeSet<&str> = tests["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|test| test["test_type_name"].as_str().unwrap())
        .collect();
    assert!(kinds.len() >= 8, "{kinds:?}");
    assert!(demo.get("products/").await["count"].as_u64().unwrap() >= 5);
    assert!(demo.get("engagements/").await["count"].as_u64().unwrap() >= 10);
    let story = &findings[0];
    assert_eq!(story["id"], 1);
    assert_eq!(story["known_exploited"], true);
    assert_eq!(story["sla_days_remaining"], -12);
    demo.stop().await;
}

/// The links are absolute, sorted, and carry the limit; odd values fall back without an error.
#[tokio::test]
async fn pages_follow_limit_and_offset() {
    let demo = Instance::start().await;
    let base = format!("{}/api/v2/products/", demo.origin());
    let page = demo.get("products/?offset=2&limit=2&tag=&o=name").await;
    assert_eq!(page["next"], format!("{base}?limit=2&o=name&offset=4&tag="));
    assert_eq!(page["previous"], format!("{base}?limit=2&o=name&tag="));
    assert_eq!(page["results"].as_array().unwrap().len(), 2);
    for odd in ["limit=0", "limit=-1", "limit=abc", "limit=", "limit=25"] {
        let page = demo.get(&format!("findings/?{odd}")).await;
        assert_eq!(page["results"].as_array().unwrap().len(), 25, "{odd}");
        assert!(page["next"].as_str().unwrap().contains("limit=25&offset=25"), "{odd}");
    }
    let past = demo.get("products/?limit=2&offset=400").await;
    assert_eq!(past["results"], json!([]));
    assert_eq!(past["previous"], format!("{base}?limit=2&offset=398"));
    let findings = demo.findings().await;
    let mut seen = Vec::new();
    for offset in (0..findings.len()).step_by(100) {
        let page = demo.get(&format!("findings/?limit=100&offset={offset}")).await;
        seen.extend(page["results"].as_array().unwrap().iter().map(|row| row["id"].clone()));
    }
    let all: Vec<Value> = findings.iter().map(|row| row["id"].clone()).collect();
    assert_eq!(seen, all, "pages neither skip nor repeat");
    demo.stop().await;
}

/// A member sees two products and what is in them; the rest is not there for him.
#[tokio::test]
async fn a_member_sees_his_products_alone() {
    let demo = Instance::start().await;
    let member = |path: &'static str| demo.request(Method::GET, path).key(MEMBER_KEY).send();
    let products = member("products/").await.json();
    assert_eq!(products["count"], 2);
    let ids: BTreeSet<u64> = products["results"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|row| row["findings_list"].as_array().unwrap())
        .map(|id| id.as_u64().unwrap())
        .collect();
    let findings = member("findings/?limit=10000").await.json();
    let listed: BTreeSet<u64> = findings["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_u64().unwrap())
        .collect();
    assert_eq!(listed, ids);
    let foreign = demo.findings().await;
    let foreign =
        foreign.iter().map(|row| row["id"].as_u64().unwrap()).find(|id| !ids.contains(id)).unwrap();
    let path = format!("findings/{foreign}/");
    let reply = demo.request(Method::GET, &path).key(MEMBER_KEY).send().await;
    assert_eq!(reply.status, 404);
    assert_eq!(reply.json()["detail"], "No Finding matches the given query.");
    assert_eq!(member("products/4/").await.status, 404);
    assert_eq!(member("product_types/").await.json()["count"], 0);
    for path in ["users/", "system_settings/", "notes/", "location/", "url/", "celery/status/"] {
        let reply = demo.request(Method::GET, path).key(MEMBER_KEY).send().await;
        assert_eq!(reply.status, 403, "{path}");
    }
    let product = json!({"name": "New", "description": "d", "prod_type": 2});
    for (key, status) in [(MEMBER_KEY, 403), (NOBODY_KEY, 403), (STAFF_KEY, 201)] {
        let request = demo.request(Method::POST, "products/").key(key).json(product.clone());
        assert_eq!(request.send().await.status, status, "{key}");
    }
    let removal = demo.request(Method::DELETE, "findings/1/").key(MEMBER_KEY).send().await;
    assert_eq!(removal.status, 403);
    let none = demo.request(Method::GET, "findings/").key(NOBODY_KEY).send().await.json();
    assert_eq!(none["count"], 0);
    demo.stop().await;
}

/// A missing slash is a redirect, an unknown path a page, a wrong method or body an object.
#[tokio::test]
async fn odd_paths_methods_and_bodies_are_answered_like_django_does() {
    let demo = Instance::start().await;
    for method in [Method::GET, Method::POST] {
        let reply = demo.request(method, "findings?limit=1").send().await;
        assert_eq!(reply.status, 301);
        assert_eq!(reply.header("location"), Some("/api/v2/findings/?limit=1"));
    }
    for path in ["no_such/", "no_such", "findings/1/no_such/", "roles/"] {
        let reply = demo.request(Method::GET, path).send().await;
        assert_eq!(reply.status, 404, "{path}");
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"));
    }
    let letters = demo.request(Method::GET, "findings/abc/").send().await;
    assert_eq!((letters.status, letters.json()["detail"].as_str()), (404, Some("Not found.")));
    let method = demo.request(Method::DELETE, "findings/").send().await;
    assert_eq!(method.status, 405);
    assert_eq!(method.header("allow"), Some("GET, POST, HEAD, OPTIONS"));
    assert_eq!(method.json()["detail"], "Method \"DELETE\" not allowed.");
    let xml = demo.request(Method::POST, "findings/").raw("text/xml", "<a/>".into()).send().await;
    assert_eq!(xml.status, 415);
    let cut = demo
        .request(Method::PATCH, "findings/1/")
        .raw("application/json", "{\"severity\": ".into())
        .send()
        .await;
    assert_eq!(cut.status, 400);
    assert_eq!(cut.json(), json!({"message": "JSON request content is malformed"}));
    let page = demo
        .request(Method::GET, "findings/")
        .with(|builder| builder.header("accept", "text/html"))
        .send()
        .await;
    assert_eq!(page.status, 406);
    demo.stop().await;
}

/// Nobody may take it for a real instance.
#[tokio::test]
async fn it_says_what_it_is() {
    let demo = Instance::start().await;
    let reply = demo.request(Method::GET, "announcements/").send().await;
    assert_eq!(reply.header("server"), Some("mcp-defectdojo demo"));
    assert!(reply.text.contains("a simulator with invented content, not DefectDojo"));
    let front = reqwest::get(demo.origin()).await.unwrap().text().await.unwrap();
    assert!(front.contains("This is a simulator, not DefectDojo"), "{front}");
    demo.stop().await;
}
