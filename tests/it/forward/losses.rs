//! What a destination does not get is told of, and nothing else is lost.

use std::fs;

use mcp_defectdojo::{
    audit::{Log, Settings},
    forward::{Forwarder, Settings as ForwardSettings},
};
use tempfile::tempdir;
use tokio::net::TcpListener;

use super::{
    PACE, PATIENCE, forwarder, lines, member, of_the_log,
    receiver::{Received, Receiver, record_of},
    record, settings, syslog, until,
};

#[tokio::test]
async fn a_backlog_beyond_its_limit_becomes_a_record() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let address = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let log = Log::open(&settings(&file)).unwrap();
    let targets = vec![syslog::target(&format!("tcp://{address}"))];
    let limited = ForwardSettings { targets, backlog: 50, pace: PACE };
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
