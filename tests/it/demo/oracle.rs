//! A second reading of the filters: rules over the whole list.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde_json::{Value, json};

use super::client::Instance;

pub(super) fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

pub(super) fn ago(days: i64) -> Date {
    today().checked_sub(days.days()).unwrap()
}

pub(super) fn date(value: &Value) -> Option<Date> {
    value.as_str().map(|text| text[..10].parse().unwrap())
}

pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_lowercase()
}

pub(super) fn tags(value: &Value) -> Vec<String> {
    value["tags"].as_array().unwrap().iter().map(text).collect()
}

/// The finding with its test, engagement and product, as `related` expands them.
pub(super) struct Whole {
    pub(super) finding: Value,
    pub(super) test: Value,
    pub(super) engagement: Value,
    pub(super) product: Value,
}

pub(super) async fn everything(demo: &Instance) -> Vec<Whole> {
    let tests = rows(demo, "tests/?limit=1000").await;
    let engagements = rows(demo, "engagements/?limit=1000").await;
    let products = rows(demo, "products/?limit=1000").await;
    let by_id =
        |rows: &[Value], id: &Value| rows.iter().find(|row| row["id"] == *id).cloned().unwrap();
    let whole = demo.findings().await.into_iter().map(|finding| {
        let test = by_id(&tests, &finding["test"]);
        let engagement = by_id(&engagements, &test["engagement"]);
        let product = by_id(&products, &engagement["product"]);
        Whole { finding, test, engagement, product }
    });
    whole.collect()
}

pub(super) async fn rows(demo: &Instance, path: &str) -> Vec<Value> {
    demo.get(path).await["results"].as_array().unwrap().clone()
}

pub(super) type Rule = Box<dyn Fn(&Whole) -> bool>;

/// Asserts that the query finds exactly what the rule says, and neither nothing nor everything
/// unless it must.
pub(super) async fn check(demo: &Instance, all: &[Whole], query: &str, rule: Rule, sharp: bool) {
    let expected: Vec<u64> = all
        .iter()
        .filter(|whole| rule(whole))
        .map(|whole| whole.finding["id"].as_u64().unwrap())
        .collect();
    let body = demo.get(&format!("findings/?limit=100000&{query}")).await;
    let found: Vec<u64> =
        body["results"].as_array().unwrap().iter().map(|row| row["id"].as_u64().unwrap()).collect();
    assert_eq!(found, expected, "{query}");
    if sharp {
        assert!(!found.is_empty() && found.len() < all.len(), "{query} proves nothing");
    }
}

pub(super) fn flag(name: &'static str, wanted: bool) -> Rule {
    Box::new(move |whole| whole.finding[name] == json!(wanted))
}

/// A 400 with that sentence for that field.
pub(super) async fn refused(demo: &Instance, query: &str, name: &str, sentence: &str) {
    let path = format!("findings/?{query}");
    let reply = demo.request(reqwest::Method::GET, &path).send().await;
    assert_eq!(reply.status, 400, "{query}");
    assert_eq!(reply.json()[name], json!([sentence]), "{query}");
}
