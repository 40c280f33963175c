//! Posting over HTTPS: what arrives, and what each answer and each failure leads to.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use mcp_defectdojo::{
    audit::Log,
    forward::{HttpsSettings, Kind, State, Target},
};
use secrecy::SecretString;
use serde_json::Value;
use tempfile::tempdir;

use super::{
    PATIENCE, forwarder, lines, of_the_log,
    receiver::{Authority, Memory, Receiver, Reply},
    record, settings, until,
};

pub(super) fn target(receiver: &Receiver, authority: &Authority, folder: &Path) -> Target {
    Target::Https(Box::new(https(receiver, authority, folder)))
}

pub(super) fn https(receiver: &Receiver, authority: &Authority, folder: &Path) -> HttpsSettings {
    let ca = folder.join("ca.pem");
    authority.write(&ca);
    HttpsSettings {
        url: format!("https://localhost:{}/in", receiver.address.port()).parse().unwrap(),
        token: Some(SecretString::from("a-token-for-tests")),
        kind: Kind::Array,
        batch_size: 10,
        flush: Duration::from_millis(50),
        ca: Some(ca),
        patience: Duration::from_millis(400),
    }
}

/// The records of an array or of lines, each as it stands in the body.
pub(super) fn events(body: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(body).unwrap();
    if let Some(array) = text.strip_prefix('[') {
        let array: Vec<Value> = serde_json::from_str(&format!("[{array}")).unwrap();
        assert!(!array.is_empty());
        let inner = array_items(text);
        assert_eq!(inner.len(), array.len());
        return inner;
    }
    text.lines().map(str::to_owned).collect()
}

/// The items' own bytes.
fn array_items(text: &str) -> Vec<String> {
    let mut rest = text.strip_prefix('[').unwrap();
    let mut items = Vec::new();
    while rest != "]" {
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        stream.next().unwrap().unwrap();
        let (item, after) = rest.split_at(stream.byte_offset());
        items.push(item.to_owned());
        rest = after.trim_start_matches([',', ' ']);
    }
    items
}

#[tokio::test]
async fn arrays_and_lines_carry_every_record_byte_for_byte() {
    for kind in [Kind::Array, Kind::Ndjson] {
        let folder = tempdir().unwrap();
        let file = folder.path().join("audit.log");
        let authority = Authority::new();
        let taken: Memory<Vec<(String, Vec<String>)>> = Arc::default();
        let taking = taken.clone();
        let receiver = Receiver::https("127.0.0.1:0", &authority, move |request| {
            assert_eq!(request.target, "/in");
            taking.lock().unwrap().push((request.headers.clone(), events(&request.body)));
            Reply::ok()
        })
        .await;
        let log = Log::open(&settings(&file)).unwrap();
        let settings = HttpsSettings { kind, ..https(&receiver, &authority, folder.path()) };
        let forwarder = forwarder(&log, vec![Target::Https(Box::new(settings))]);
        record(&log, 35).await;
        log.close().await;
        forwarder.stop(PATIENCE).await;
        let taken = taken.lock().unwrap();
        for (headers, events) in taken.iter() {
            assert!(headers.contains("authorization: bearer a-token-for-tests"), "{headers}");
            assert!(events.len() <= 10);
        }
        let came: Vec<_> = taken.iter().flat_map(|(_, events)| events.clone()).collect();
        assert_eq!(of_the_log(&came), lines(&file));
    }
}

/// Whatever goes wrong for a while, nothing is lost and nothing is out of order.
#[tokio::test]
async fn failures_of_every_kind_are_survived() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let authority = Authority::new();
    let count: Memory<usize> = Arc::default();
    let taken: Memory<Vec<String>> = Arc::default();
    let taking = taken.clone();
    let receiver = Receiver::https("127.0.0.1:0", &authority, move |request| {
        let mut count = count.lock().unwrap();
        *count += 1;
        match *count % 9 {
            1 => Reply::status("500 Internal Server Error"),
            2 => Reply::Hang,
            3 => Reply::CloseInBody,
            4 => Reply::status("401 Unauthorized"),
            5 => Reply::status("429 Too Many Requests"),
            6 => Reply::status("302 Found"),
            7 if events(&request.body).len() > 1 => Reply::status("413 Content Too Large"),
            _ => {
                taking.lock().unwrap().extend(events(&request.body));
                Reply::ok()
            }
        }
    })
    .await;
    let log = Log::open(&settings(&file)).unwrap();
    let forwarder = forwarder(&log, vec![target(&receiver, &authority, folder.path())]);
    record(&log, 60).await;
    log.close().await;
    until(&forwarder, |status| status.lag == 0).await;
    forwarder.stop(PATIENCE).await;
    assert_eq!(forwarder.statuses()[0].dead_letters, 0);
    assert_eq!(of_the_log(&taken.lock().unwrap()), lines(&file));
}

#[tokio::test]
async fn retry_after_is_kept_to() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let authority = Authority::new();
    let times: Memory<Vec<Instant>> = Arc::default();
    let timing = times.clone();
    let receiver = Receiver::https("127.0.0.1:0", &authority, move |_| {
        let mut times = timing.lock().unwrap();
        times.push(Instant::now());
        if times.len() == 1 {
            let headers = "retry-after: 1\r\n".to_owned();
            return Reply::Answer("429 Too Many Requests", headers, String::new());
        }
        Reply::ok()
    })
    .await;
    let log = Log::open(&settings(&file)).unwrap();
    let forwarder = forwarder(&log, vec![target(&receiver, &authority, folder.path())]);
    record(&log, 1).await;
    until(&forwarder, |status| status.lag == 0).await;
    let times = times.lock().unwrap().clone();
    assert!(times[1] - times[0] >= Duration::from_secs(1), "{:?}", times[1] - times[0]);
    log.close().await;
    forwarder.stop(PATIENCE).await;
}

/// What only a person can mend is said at once, with what to do.
#[tokio::test]
async fn what_needs_a_person_is_named_with_its_fix() {
    let cases = [
        ("401 Unauthorized", "AUDIT_LOG_HTTPS_TOKEN"),
        ("403 Forbidden", "AUDIT_LOG_HTTPS_TOKEN"),
        ("404 Not Found", "AUDIT_LOG_HTTPS_URL"),
        ("415 Unsupported Media Type", "AUDIT_LOG_HTTPS_FORMAT"),
        ("301 Moved Permanently", "redirects"),
    ];
    for (status, fix) in cases {
        let folder = tempdir().unwrap();
        let file = folder.path().join("audit.log");
        let authority = Authority::new();
        let receiver =
            Receiver::https("127.0.0.1:0", &authority, move |_| Reply::status(status)).await;
        let log = Log::open(&settings(&file)).unwrap();
        let forwarder = forwarder(&log, vec![target(&receiver, &authority, folder.path())]);
        let refused = until(&forwarder, |status| status.state == State::Refused).await;
        let error = refused.last_error.unwrap();
        assert!(error.contains(fix) && error.contains("because"), "{error}");
        log.close().await;
        forwarder.stop(PATIENCE).await;
        assert_eq!(forwarder.statuses()[0].dead_letters, 0);
    }
}
