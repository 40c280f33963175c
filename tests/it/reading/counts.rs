//! `counts` against a brute-force oracle: a number that somebody reports must be the number that there is.

use serde_json::{Value, json};

use crate::support::{Client, Dojo, Setup};

fn engagement(finding: &Value) -> &Value {
    &finding["related_fields"]["test"]["engagement"]
}

async fn check(
    dojo: &Dojo,
    client: &Client,
    (tool, argument, id): (&str, &str, u64),
    holds: impl Fn(&Value) -> bool,
) -> Value {
    let plain = client.good(tool, json!({ argument: id })).await;
    assert_eq!(plain.get("counts"), None, "{tool}: counts cost requests that nobody asked for");
    let shown = client.good(tool, json!({ argument: id, "counts": true })).await;
    let counts = &shown["counts"];
    let findings = dojo.findings().await;
    let today = dojo.read("findings/?outside_of_sla=1&limit=100000").await["results"].clone();
    let late: Vec<&Value> = today.as_array().unwrap().iter().map(|row| &row["id"]).collect();
    let open: Vec<&Value> =
        findings.iter().filter(|one| holds(one) && one["active"] == true).collect();
    let count = |wanted: &dyn Fn(&Value) -> bool| open.iter().filter(|one| wanted(one)).count();
    for severity in ["Critical", "High", "Medium", "Low", "Info"] {
        let expected = count(&|one| one["severity"] == severity);
        assert_eq!(counts["open"][severity.to_lowercase()], expected, "{tool} {id} {severity}");
    }
    assert_eq!(counts["open"]["total"], open.len(), "{tool} {id}");
    assert_eq!(counts["past_sla"], count(&|one| late.contains(&&one["id"])), "{tool} {id}");
    assert_eq!(counts["known_exploited"], count(&|one| one["known_exploited"] == true));
    assert!(counts["basis"].as_str().unwrap().starts_with("open: active=true"), "{counts}");
    counts.clone()
}

/// The newest import into any of these tests.
async fn newest_import(dojo: &Dojo, of: impl Fn(&Value) -> bool) -> Value {
    let imports = dojo.read("test_imports/?limit=100000").await["results"].clone();
    let mut own: Vec<Value> =
        imports.as_array().unwrap().iter().filter(|import| of(&import["test"])).cloned().collect();
    own.sort_by_key(|import| import["created"].as_str().unwrap().to_owned());
    own.pop().map_or(Value::Null, |import| import["created"].clone())
}

#[tokio::test]
async fn counts_are_what_there_is() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let engagements = dojo.read("engagements/?limit=1000").await["results"].clone();
    let tests = dojo.read("tests/?limit=1000").await["results"].clone();
    let (engagements, tests) = (engagements.as_array().unwrap(), tests.as_array().unwrap());
    let mut telling = 0;
    for product in 1..=3_u64 {
        let holds = |finding: &Value| engagement(finding)["product"]["id"] == product;
        let counts = check(&dojo, &client, ("get_product", "product_id", product), holds).await;
        let own: Vec<&Value> = engagements
            .iter()
            .filter(|one| one["product"] == product)
            .map(|one| &one["id"])
            .collect();
        assert_eq!(counts["engagements"], own.len());
        let of = |test: &Value| {
            let test = tests.iter().find(|one| one["id"] == *test).unwrap();
            own.contains(&&test["engagement"])
        };
        assert_eq!(counts["last_import"]["date"], newest_import(&dojo, of).await, "{product}");
        telling +=
            counts["past_sla"].as_u64().unwrap() + counts["known_exploited"].as_u64().unwrap();
    }
    assert!(telling > 5, "the demo has nothing that is late or exploited");
    let id = engagements[0]["id"].as_u64().unwrap();
    let holds = |finding: &Value| engagement(finding)["id"] == id;
    let counts = check(&dojo, &client, ("get_engagement", "engagement_id", id), holds).await;
    let own: Vec<&Value> = tests.iter().filter(|test| test["engagement"] == id).collect();
    assert_eq!(counts["tests"], own.len());
    let of = |test: &Value| own.iter().any(|one| one["id"] == *test);
    assert_eq!(counts["last_import"]["date"], newest_import(&dojo, of).await);
    let holds = |finding: &Value| finding["test"] == 1;
    let counts = check(&dojo, &client, ("get_test", "test_id", 1), holds).await;
    assert_eq!(counts["last_import"]["test_id"], 1);
    assert_eq!(counts["last_import"]["kind"], "import");
}
