//! What DefectDojo cannot filter is read here: within bounds, a few pages at a time, and said.

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use axum::{Router, extract::RawQuery, routing::get};
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::Semaphore};

use crate::{
    process::Process,
    support::{Client, Setup},
};

/// A DefectDojo with as many findings as a test wants, of which every tenth has a high score.
struct Crowd {
    url: String,
    client: Client,
    requests: Arc<AtomicU64>,
    most_at_once: Arc<AtomicUsize>,
}

impl Crowd {
    /// `bytes` is how long the description of each finding is.
    async fn of(findings: u64, bytes: usize) -> Self {
        let requests = Arc::new(AtomicU64::new(0));
        let most_at_once = Arc::new(AtomicUsize::new(0));
        let now = Arc::new(AtomicUsize::new(0));
        let one_at_a_time = Arc::new(Semaphore::new(1));
        let (counted, most) = (Arc::clone(&requests), Arc::clone(&most_at_once));
        let answer = move |RawQuery(query): RawQuery| {
            let (counted, most) = (Arc::clone(&counted), Arc::clone(&most));
            let (now, turn) = (Arc::clone(&now), Arc::clone(&one_at_a_time));
            async move {
                counted.fetch_add(1, Ordering::SeqCst);
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                // Those that are asked at once queue here, so that they are seen together.
                let turn = turn.acquire().await.unwrap();
                tokio::task::yield_now().await;
                let page = page(&query.unwrap_or_default(), findings, bytes);
                drop(turn);
                now.fetch_sub(1, Ordering::SeqCst);
                axum::Json(page)
            }
        };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let router = Router::new().route("/api/v2/findings/", get(answer));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let client = Setup::default().client(&url).await;
        Self { url, client, requests, most_at_once }
    }
}

fn page(query: &str, findings: u64, bytes: usize) -> Value {
    let asked = |name: &str| -> u64 {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key == name).unwrap().1.parse().unwrap()
    };
    let (first, limit) = (asked("offset"), asked("limit"));
    let rows: Vec<Value> = (first..findings.min(first + limit))
        .map(|at| {
            json!({
                "id": at + 1,
                "severity": "High",
                "description": "d".repeat(bytes),
                "cvssv3_score": if at % 10 == 0 { 9.8 } else { 5.0 },
                "sla_expiration_date": format!("2{:03}-01-01", at / 10),
            })
        })
        .collect();
    json!({ "count": findings, "next": null, "results": rows })
}

#[tokio::test]
async fn a_scan_reads_all_there_is_with_four_requests_at_once() {
    let crowd = Crowd::of(1_234, 10).await;
    let arguments = json!({"cvss_min": 9, "limit": 5, "offset": 120});
    let list = crowd.client.good("list_findings", arguments).await;
    let ids: Vec<u64> =
        list["items"].as_array().unwrap().iter().map(|row| row["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [1201, 1211, 1221, 1231]);
    assert_eq!(list["pagination"]["count"], 124);
    assert_eq!(list["pagination"]["scanned"], 1_234);
    assert_eq!(list["pagination"]["complete"], true);
    assert_eq!(list.get("_notice"), None);
    assert_eq!(crowd.requests.load(Ordering::SeqCst), 13);
    let most = crowd.most_at_once.load(Ordering::SeqCst);
    assert!((2..=4).contains(&most), "{most} requests at once");
}

#[tokio::test]
async fn a_scan_ends_at_its_bound_and_says_so() {
    let crowd = Crowd::of(6_088, 10).await;
    let arguments = json!({"cvss_min": 9, "count_only": true});
    let list = crowd.client.good("list_findings", arguments).await;
    assert_eq!(list["pagination"]["count"], 400);
    assert_eq!(list["pagination"]["scanned"], 4_000);
    assert_eq!(list["pagination"]["complete"], false);
    let notice = list["_notice"].as_str().unwrap();
    assert!(notice.starts_with("4000 of 6088 rows were looked at"), "{notice}");
    assert_eq!(crowd.requests.load(Ordering::SeqCst), 40);
}

/// In order of the date a scan has seen all that matters once the range is over.
#[tokio::test]
async fn a_scan_by_due_date_ends_where_the_range_ends() {
    let crowd = Crowd::of(6_088, 10).await;
    let arguments = json!({"sla_due_from": "2010-01-01", "sla_due_to": "2019-12-31"});
    let list = crowd.client.good("list_findings", arguments).await;
    assert_eq!(list["pagination"]["count"], 100);
    assert_eq!(list["pagination"]["complete"], true);
    let asked = crowd.requests.load(Ordering::SeqCst);
    assert!(asked <= 8, "{asked} requests for the first 201 rows");
}

/// Pages that would not fit in memory together are read in halves, and no row is lost on the way.
#[tokio::test]
async fn fat_pages_are_read_in_halves() {
    let crowd = Crowd::of(130, 60_000).await;
    let list = crowd.client.good("list_findings", json!({"cvss_min": 9, "limit": 100})).await;
    assert_eq!(list["pagination"]["count"], 13);
    assert_eq!(list["items"].as_array().unwrap().len(), 13);
    assert!(crowd.requests.load(Ordering::SeqCst) > 2, "no page was split");
}

/// What one question may take of the memory of a server that everybody shares, KiB.
const MOST_HELD: u64 = 20 << 10;

/// 4,000 findings of 18 KB each, just below what a page may hold: 72 MB pass through, and little stays.
#[tokio::test(flavor = "multi_thread")]
async fn a_scan_of_four_thousand_findings_holds_little() {
    let crowd = Crowd::of(4_000, 18_000).await;
    let mut process = Process::start(
        &["serve"],
        &[
            ("DEFECTDOJO_URL", crowd.url.as_str()),
            ("DEFECTDOJO_API_KEY", "a-key-of-this-test"),
            ("ALLOW_INSECURE_HTTP", "true"),
        ],
    );
    process.initialize().await;
    // The first call sets up what every call needs.
    process.call(1, "list_findings", json!({"limit": 1})).await;
    process.receive().await;
    let (idle, before) = (process.peak(), crowd.requests.load(Ordering::SeqCst));
    process.call(2, "list_findings", json!({"cvss_min": 9, "limit": 20})).await;
    let answer = process.receive().await;
    let page = &answer["result"]["structuredContent"]["pagination"];
    assert_eq!((&page["count"], &page["scanned"]), (&json!(400), &json!(4_000)), "{answer}");
    assert_eq!(crowd.requests.load(Ordering::SeqCst) - before, 40);
    assert!(crowd.most_at_once.load(Ordering::SeqCst) <= 4);
    let grew = process.peak() - idle;
    eprintln!("a scan of 4,000 findings: {idle} KiB idle, {grew} KiB more at the peak");
    assert!(grew <= MOST_HELD, "{grew} KiB more at the peak");
    drop(process.input.take());
    assert_eq!(process.ends().await, 0);
}
