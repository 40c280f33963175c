//! What a destination does not get is told of, and nothing else is lost.

use std::{fs, sync::Arc};

use mcp_defectdojo::{
    audit::{Log, Settings},
    forward::{Forwarder, Settings as ForwardSettings},
};
use tempfile::tempdir;
use tokio::net::TcpListener;

use super::{
    PACE, PATIENCE, forwarder,
    https::{events, target},
    lines, member, of_the_log,
    receiver::{Authority, Memory, Received, Receiver, Reply, record_of},
    record, settings, syslog, until,
};

/// One record that a receiver cannot take must not stop those behind it, nor go without a trace.
#[tokio::test]
async fn a_record_that_is_rejected_is_found_kept_and_told_of() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let authority = Authority::new();
    let taken: Memory<Vec<String>> = Arc::default();
    let taking = taken.clone();
    let receiver = Receiver::https("127.0.0.1:0", &authority, move |request| {
        let events = events(&request.body);
        if events.iter().any(|event| member(event, "seq") == 7) {
            return Reply::status("400 Bad Request");
        }
        taking.lock().unwrap().extend(events);
        Reply::ok()
    })
    .await;
    let log = Log::open(&settings(&file)).unwrap();
    record(&log, 20).await;
    let forwarder = forwarder(&log, vec![target(&receiver, &authority, folder.path())]);
    let status = until(&forwarder, |status| status.dead_letters == 1).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
    let log = lines(&file);
    let expected: Vec<_> = log.iter().filter(|line| member(line, "seq") != 7).cloned().collect();
    assert_eq!(of_the_log(&taken.lock().unwrap()), expected);
    let dead = fs::read_to_string(folder.path().join(format!("audit.log.{}.dead", status.name)));
    let dead = dead.unwrap();
    assert_eq!(dead.lines().count(), 1);
    assert_eq!(member(&dead, "record"), log[6].as_str());
    let told: Vec<_> =
        log.iter().filter(|line| member(line, "event_type") == "audit_dead_letter").collect();
    assert_eq!(told.len(), 1);
    assert_eq!(member(told[0], "rejected_seq"), 7);
    assert_eq!(member(told[0], "destination"), status.name.as_str());
    assert!(member(told[0], "reason").as_str().unwrap().contains("HTTP 400"));
}

/// With a wrong format every record is rejected: that is the operator's to mend, and no record is given up for it.
#[tokio::test]
async fn a_receiver_that_rejects_everything_costs_no_record() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let authority = Authority::new();
    let mended: Memory<bool> = Arc::default();
    let taken: Memory<Vec<String>> = Arc::default();
    let (is_mended, taking) = (mended.clone(), taken.clone());
    let receiver = Receiver::https("127.0.0.1:0", &authority, move |request| {
        if !*is_mended.lock().unwrap() {
            return Reply::status("400 Bad Request");
        }
        taking.lock().unwrap().extend(events(&request.body));
        Reply::ok()
    })
    .await;
    let log = Log::open(&settings(&file)).unwrap();
    let forwarder = forwarder(&log, vec![target(&receiver, &authority, folder.path())]);
    record(&log, 12).await;
    let refused = until(&forwarder, |status| {
        status.last_error.as_ref().is_some_and(|it| it.contains("probe"))
    })
    .await;
    assert_eq!((refused.dead_letters, refused.delivered), (0, 0));
    *mended.lock().unwrap() = true;
    log.close().await;
    until(&forwarder, |status| status.lag == 0).await;
    forwarder.stop(PATIENCE).await;
    assert_eq!(of_the_log(&taken.lock().unwrap()), lines(&file));
}

#[tokio::test]
async fn a_backlog_beyond_its_limit_becomes_a_record() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let log = Log::open(&settings(&file)).unwrap();
    let targets = vec![syslog::target(&format!("tcp://{address}"))];
    let limited =
        ForwardSettings { targets, backlog: 50, pace: PACE, ..ForwardSettings::default() };
    let forwarder = Forwarder::start(&limited, &log).unwrap();
    record(&log, 200).await;
    until(&forwarder, |status| status.left_out >= 100).await;
    let receiver = Receiver::syslog(&address.to_string(), &Received::new(), None).await;
    log.close().await;
    until(&forwarder, |status| status.lag == 0).await;
    forwarder.stop(PATIENCE).await;
    let came: Vec<_> = receiver.received.all().iter().map(|it| record_of(it)).collect();
    let came = of_the_log(&came);
    let log = lines(&file);
    let gaps: Vec<_> =
        log.iter().filter(|line| member(line, "event_type") == "audit_forward_gap").collect();
    let is_told = |line: &String| {
        let seq = member(line, "seq").as_u64().unwrap();
        gaps.iter().any(|gap| {
            (member(gap, "first_seq").as_u64().unwrap()..=member(gap, "last_seq").as_u64().unwrap())
                .contains(&seq)
        })
    };
    for line in &log {
        let (has_come, is_told) = (came.contains(line), is_told(line));
        assert!(has_come != is_told, "came: {has_come}, told: {is_told}: {line}\n{gaps:#?}");
    }
    assert!(!gaps.is_empty() && gaps.len() < 60, "{} gaps", gaps.len());
}

#[tokio::test]
async fn segments_that_were_removed_too_early_are_told_of() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let log = Log::open(&Settings { rotate_bytes: Some(5_000), ..settings(&file) }).unwrap();
    let forwarder = forwarder(&log, vec![syslog::target(&format!("tcp://{address}"))]);
    record(&log, 1).await;
    until(&forwarder, |status| status.last_error.is_some()).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
    let log = Log::open(&Settings { rotate_bytes: Some(5_000), ..settings(&file) }).unwrap();
    record(&log, 40).await;
    fs::remove_file(folder.path().join("audit.log.000002")).unwrap();
    let receiver = Receiver::syslog(&address.to_string(), &Received::new(), None).await;
    let forwarder = super::forwarder(&log, vec![syslog::target(&format!("tcp://{address}"))]);
    until(&forwarder, |status| status.left_out > 0 && status.lag == 0).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
    let came: Vec<_> = receiver.received.all().iter().map(|it| record_of(it)).collect();
    assert_eq!(of_the_log(&came), lines(&file));
    let gap = came.iter().find(|event| member(event, "event_type") == "audit_forward_gap").unwrap();
    let missing =
        member(gap, "last_seq").as_u64().unwrap() - member(gap, "first_seq").as_u64().unwrap();
    assert_eq!(member(gap, "records"), missing + 1);
}
