//! `PUT /uploads`: whose a report is, how many may wait, and for how long.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use mcp_defectdojo::{
    access::{Principal, Role},
    reports::{Reports, Settings},
    transport::{self, Uploaded, Uploads},
};
use serde_json::{Value, json};

use super::receiver::Receiver;
use crate::{
    support::{Dojo, Setup},
    transport::server::{READER, Server, WRITER, bindings},
};

type Outcome = Result<(String, u64, String), &'static str>;

struct Spool {
    server: Server,
    reports: Arc<Reports>,
    recorded: Arc<Mutex<Vec<Outcome>>>,
    http: reqwest::Client,
}

impl Spool {
    async fn start(settings: Settings, writes_down: bool) -> Self {
        let reports = Arc::new(Reports::new(settings));
        let recorded: Arc<Mutex<Vec<_>>> = Arc::default();
        let seen = Arc::clone(&recorded);
        let uploads = Uploads {
            reports: Arc::clone(&reports),
            may: Arc::new(|principal: &Principal, _| principal.role != Role::Reader),
            recorded: Arc::new(move |uploaded: Uploaded| {
                seen.lock().unwrap().push(uploaded.outcome);
                Box::pin(std::future::ready(writes_down))
            }),
        };
        let authenticator = mcp_defectdojo::auth::Authenticator::new(bindings()).unwrap();
        let server = Server::listening(transport::Settings::default(), authenticator, |listener| {
            listener.taking(uploads)
        })
        .await;
        Self { server, reports, recorded, http: reqwest::Client::new() }
    }

    async fn put(&self, token: &str, report: &str) -> (u16, Value) {
        let url = format!("http://{}/uploads", self.server.address);
        let request = self.http.put(url).bearer_auth(token).body(report.to_owned());
        let reply = request.send().await.unwrap();
        (reply.status().as_u16(), reply.json().await.unwrap())
    }
}

/// What somebody else uploaded is as if it did not exist.
#[tokio::test]
async fn an_upload_is_its_callers_own_and_used_once() {
    let spool = Spool::start(Settings::default(), true).await;
    let (status, kept) = spool.put(WRITER, "{}").await;
    assert_eq!((status, &kept["bytes"]), (201, &json!(2)), "{kept}");
    let receiver = Receiver::start().await;
    let client = |name: &str| {
        let mut setup = Setup { caller: Principal::new(name, Role::Scanner), ..Setup::default() };
        setup.settings.reports = Arc::clone(&spool.reports);
        setup.client(&receiver.url)
    };
    let import = |id: &Value| json!({"scan_type": "SARIF", "upload_id": id, "file_name": "a.sarif", "engagement_id": 1});
    let absent = json!("7f0e1f8e-55f0-4d3b-9c1f-111111111111");
    let other = client("other").await;
    let theirs = other.bad("import_scan", import(&kept["upload_id"])).await;
    assert_eq!(theirs, other.bad("import_scan", import(&absent)).await);
    assert!(theirs.contains("no such upload of yours"), "{theirs}");
    let own = client("desk").await;
    own.good("import_scan", import(&kept["upload_id"])).await;
    assert_eq!(own.bad("import_scan", import(&kept["upload_id"])).await, theirs);
    assert_eq!(receiver.arrived().len(), 1);
    spool.server.stop().await;
}

#[tokio::test]
async fn who_may_not_import_uploads_nothing() {
    let spool = Spool::start(Settings::default(), true).await;
    assert_eq!(spool.put(READER, "{}").await.0, 403);
    assert_eq!(spool.put("no-such-token", "{}").await.0, 401);
    assert_eq!(spool.put(WRITER, "").await.0, 400);
    assert_eq!(*spool.recorded.lock().unwrap(), [Err("permission_denied"), Err("empty")]);
    spool.server.stop().await;
}

/// A preview must leave the report for the import that follows it.
#[tokio::test]
async fn a_preview_does_not_use_an_upload_up() {
    let spool = Spool::start(Settings::default(), true).await;
    let (_, kept) = spool.put(WRITER, r#"{"findings": []}"#).await;
    let dojo = Dojo::start().await;
    let mut setup = Setup { caller: Principal::new("desk", Role::Scanner), ..Setup::default() };
    setup.settings.reports = Arc::clone(&spool.reports);
    let client = setup.client(&dojo.url).await;
    let import = |preview: bool| {
        json!({
            "scan_type": "Generic Findings Import", "upload_id": kept["upload_id"], "file_name": "a.json",
            "engagement_id": 1, "preview": preview,
        })
    };
    for _ in 0..2 {
        let plan = client.good("import_scan", import(true)).await;
        assert_eq!(plan["preview"]["report"]["bytes"], 16, "{plan}");
    }
    client.good("import_scan", import(false)).await;
    let used = client.bad("import_scan", import(true)).await;
    assert!(used.contains("no such upload of yours"), "{used}");
    spool.server.stop().await;
}

/// One caller must not fill the disk, nor keep others from theirs.
#[tokio::test]
async fn waiting_uploads_are_bounded_and_expire() {
    let settings = Settings { uploads: 2, upload_bytes: 10, ..Settings::default() };
    let spool = Spool::start(settings, true).await;
    assert_eq!(spool.put(WRITER, "12345").await.0, 201);
    assert_eq!(spool.put(WRITER, "123456").await.0, 429);
    assert_eq!(spool.put(WRITER, "12345").await.0, 201);
    assert_eq!(spool.put(WRITER, "").await.0, 429);
    spool.server.stop().await;

    let settings = Settings { lifetime: Duration::ZERO, ..Settings::default() };
    let spool = Spool::start(settings, true).await;
    let (_, kept) = spool.put(WRITER, "{}").await;
    assert!(spool.reports.uploaded("desk", kept["upload_id"].as_str().unwrap()).is_none());
    spool.server.stop().await;
}

/// What is not written down has not happened.
#[tokio::test]
async fn an_upload_that_cannot_be_recorded_is_not_kept() {
    let settings = Settings { uploads: 1, ..Settings::default() };
    let spool = Spool::start(settings, false).await;
    for _ in 0..2 {
        assert_eq!(spool.put(WRITER, "{}").await.0, 503);
    }
    let kept = spool.recorded.lock().unwrap()[0].clone().unwrap();
    assert!(spool.reports.uploaded("desk", &kept.0).is_none());
    spool.server.stop().await;
}
