//! Locations of a finding that is at many, for keys that may and may not ask for them all at once.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Json, Router,
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Semaphore};

use crate::support::{Client, Setup, plain};

/// A DefectDojo 3.2 with one finding at `links` locations.
struct Spread {
    client: Client,
    asked: Arc<AtomicUsize>,
    most_at_once: Arc<AtomicUsize>,
}

impl Spread {
    async fn of(links: u64, superuser: bool) -> Self {
        let (asked, most, now) = (
            Arc::new(AtomicUsize::new(0)),
            Arc::new(AtomicUsize::new(0)),
            Arc::new(AtomicUsize::new(0)),
        );
        let turn = Arc::new(Semaphore::new(1));
        let (counted, at_once) = (Arc::clone(&asked), Arc::clone(&most));
        let answer = move |Path(path): Path<String>, RawQuery(query): RawQuery| {
            let (counted, at_once) = (Arc::clone(&counted), Arc::clone(&at_once));
            let (now, turn) = (Arc::clone(&now), Arc::clone(&turn));
            async move {
                counted.fetch_add(1, Ordering::SeqCst);
                at_once.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                // Those that are asked at once queue here, so that they are seen together.
                let turn = turn.acquire().await.unwrap();
                tokio::task::yield_now().await;
                let answer =
                    page(path.trim_matches('/'), &query.unwrap_or_default(), links, superuser);
                drop(turn);
                now.fetch_sub(1, Ordering::SeqCst);
                answer
            }
        };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let router = Router::new().route("/api/v2/{*path}", axum::routing::get(answer));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { client: Setup::default().client(&url).await, asked, most_at_once: most }
    }

    async fn locations(&self) -> Value {
        let arguments = json!({"finding_id": 7, "fields": ["id"], "include": ["locations"]});
        self.client.good("get_finding", arguments).await
    }
}

fn page(path: &str, query: &str, links: u64, superuser: bool) -> Response {
    let asked = |name: &str| -> Option<u64> {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key == name)?.1.parse().ok()
    };
    let listed =
        |rows: Vec<Value>| Json(json!({"count": rows.len(), "results": rows})).into_response();
    match path {
        "findings/7" => Json(json!({"id": 7, "title": "x"})).into_response(),
        "location_findings" => {
            assert_eq!(asked("finding_equals"), Some(7));
            listed((1..=links).map(|id| json!({"id": id, "finding": 7, "location": 100 + id, "status": "RiskAccepted"})).collect())
        }
        "location" if superuser => {
            assert_eq!(asked("findings__finding_equals"), Some(7));
            listed(
                (1..=links)
                    .map(|id| json!({"id": 100 + id, "location_value": format!("https://h/{id}")}))
                    .collect(),
            )
        }
        "location" => {
            let body = json!({"detail": "You do not have permission to perform this action."});
            (StatusCode::FORBIDDEN, Json(body)).into_response()
        }
        "endpoints" => {
            let id = asked("location_id").unwrap() - 100;
            listed(vec![
                json!({"id": 900 + id, "protocol": "https", "userinfo": "me:secret", "host": "h", "port": 443, "path": id.to_string(), "query": "", "fragment": ""}),
            ])
        }
        other => panic!("{other} was asked for"),
    }
}

#[tokio::test]
async fn many_addresses_are_asked_for_at_once_or_a_few_at_a_time() {
    for (links, superuser, requests) in [(3, false, 5), (9, true, 3), (9, false, 12)] {
        let spread = Spread::of(links, superuser).await;
        let shown = spread.locations().await;
        let places = shown["locations"].as_array().unwrap();
        let addresses: Vec<_> =
            places.iter().map(|place| plain(&place["address"]).clone()).collect();
        let expected: Vec<_> = (1..=links).map(|id| json!(format!("https://h/{id}"))).collect();
        assert_eq!(addresses, expected);
        assert!(places.iter().all(|place| place["status"] == "risk_accepted"));
        assert_eq!(spread.asked.load(Ordering::SeqCst), requests, "{links} {superuser}");
        assert!(spread.most_at_once.load(Ordering::SeqCst) <= 4);
        assert!(!shown.to_string().contains("secret"), "who is signed in is not shown");
    }
}
