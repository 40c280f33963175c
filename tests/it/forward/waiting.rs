//! What waits for a destination survives rotation, renaming, restarts and a cursor that is lost.

use std::{
    fs,
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use mcp_defectdojo::{
    audit::{Log, Settings},
    forward::{HttpsSettings, Kind, Target},
};
use tempfile::tempdir;
use tokio::net::TcpListener;

use super::{
    PATIENCE, compliance, forwarder, lines, of_the_log,
    receiver::{Authority, Received, Receiver, Reply},
    record, settings,
    syslog::{records, target},
    until,
    vendors::Vendor,
};

/// An address at which nobody listens.
async fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

/// One run of a server that records and cannot deliver.
async fn run_without_receiver(file: &Path, address: SocketAddr, rotate: u64, count: usize) {
    let log = Log::open(&Settings { rotate_bytes: Some(rotate), ..settings(file) }).unwrap();
    let forwarder = forwarder(&log, vec![target(&format!("tcp://{address}"))]);
    record(&log, count).await;
    until(&forwarder, |status| status.last_error.is_some()).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
}

#[tokio::test]
async fn runs_without_a_receiver_are_caught_up_across_segments() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let address = nobody().await;
    for _ in 0..3 {
        run_without_receiver(&file, address, 5_000, 40).await;
    }
    let receiver = Receiver::syslog(&address.to_string(), &Received::new(), None).await;
    let log = Log::open(&Settings { rotate_bytes: Some(5_000), ..settings(&file) }).unwrap();
    let forwarder = forwarder(&log, vec![target(&format!("tcp://{address}"))]);
    record(&log, 5).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
    assert!(lines(&file).len() > 130);
    let came = records(&receiver.received);
    assert_eq!(of_the_log(&came), lines(&file));

    // And what has been taken does not come again.
    let before = receiver.received.all().len();
    let log = Log::open(&settings(&file)).unwrap();
    let forwarder = super::forwarder(&log, vec![target(&format!("tcp://{address}"))]);
    log.close().await;
    forwarder.stop(PATIENCE).await;
    let again = of_the_log(&records(&receiver.received)[before..]);
    assert!(again.len() <= 3, "{again:#?}");
}

/// logrotate renames the file under the server, or copies and empties it.
#[tokio::test]
async fn files_that_others_rotate_are_followed() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let address = nobody().await;
    let log = Log::open(&settings(&file)).unwrap();
    let forwarder = forwarder(&log, vec![target(&format!("tcp://{address}"))]);
    record(&log, 10).await;
    fs::rename(&file, folder.path().join("audit.log.2")).unwrap();
    record(&log, 10).await;
    fs::copy(&file, folder.path().join("audit.log.1")).unwrap();
    fs::File::options().write(true).open(&file).unwrap().set_len(0).unwrap();
    record(&log, 10).await;
    until(&forwarder, |status| status.last_error.is_some()).await;
    let receiver = Receiver::syslog(&address.to_string(), &Received::new(), None).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
    assert_eq!(of_the_log(&records(&receiver.received)), lines(&file));
}

/// Twice is better than never.
#[tokio::test]
async fn a_cursor_that_was_damaged_has_everything_sent_again() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let receiver = Receiver::syslog("127.0.0.1:0", &Received::new(), None).await;
    let destination = format!("tcp://{}", receiver.address);
    for _ in 0..2 {
        let log = Log::open(&settings(&file)).unwrap();
        let forwarder = forwarder(&log, vec![target(&destination)]);
        record(&log, 5).await;
        log.close().await;
        forwarder.stop(PATIENCE).await;
        let name = forwarder.statuses()[0].name.clone();
        fs::write(folder.path().join(format!("audit.log.{name}.cursor")), "{").unwrap();
    }
    let came = records(&receiver.received);
    let log = lines(&file);
    assert_eq!(of_the_log(&came), log);
    let first = |event: &&String| **event == log[0];
    assert_eq!(came.iter().filter(first).count(), 2);
}

/// A destination that is new to an old log gets what happens from now on, not years of it.
#[tokio::test]
async fn a_new_destination_begins_with_its_first_run() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    record(&log, 5).await;
    log.close().await;
    let old = lines(&file).len();
    let receiver = Receiver::syslog("127.0.0.1:0", &Received::new(), None).await;
    let log = Log::open(&settings(&file)).unwrap();
    let forwarder = forwarder(&log, vec![target(&format!("tcp://{}", receiver.address))]);
    record(&log, 5).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
    assert_eq!(of_the_log(&records(&receiver.received)), lines(&file)[old..]);
}

/// Records that come one by one go out together, and what fills a batch does not wait until that is due.
#[tokio::test(flavor = "multi_thread")]
async fn records_gather_until_they_fill_a_batch() {
    let folder = tempdir().unwrap();
    let authority = Authority::new();
    let ca = folder.path().join("ca.pem");
    authority.write(&ca);
    // The records of each request, checkpoints left out.
    let sizes = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&sizes);
    let receiver = Receiver::https("127.0.0.1:0", &authority, move |request| {
        let body = String::from_utf8_lossy(&request.body);
        let records = body.lines().filter(|line| line.contains("get_finding")).count();
        if records > 0 {
            told.lock().unwrap().push(records);
        }
        Reply::ok()
    })
    .await;
    let settings_of = |flush| HttpsSettings {
        batch_size: 40,
        flush,
        patience: PATIENCE,
        ..compliance::target(&Vendor::new(Kind::Ndjson), &receiver, &ca)
    };
    let file = folder.path().join("gathered.log");
    let log = Log::open(&settings(&file)).unwrap();
    let target = Target::Https(Box::new(settings_of(Duration::from_hours(1))));
    let forwarder = forwarder(&log, vec![target]);
    record(&log, 20).await;
    // Whatever is left goes out at the end.
    log.close().await;
    forwarder.stop(PATIENCE).await;
    let together = std::mem::take(&mut *sizes.lock().unwrap());
    assert_eq!(together.iter().sum::<usize>(), 20, "{together:?}");
    assert!(together.len() <= 4, "{together:?}");

    let file = folder.path().join("full.log");
    let log = Log::open(&settings(&file)).unwrap();
    let target = Target::Https(Box::new(settings_of(Duration::from_hours(1))));
    let forwarder = super::forwarder(&log, vec![target]);
    record(&log, 100).await;
    // What is there when it begins goes out at once; less than a batch is left.
    until(&forwarder, |status| status.delivered > 100 - 40).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
    assert_eq!(sizes.lock().unwrap().iter().sum::<usize>(), 100);
}
