//! How fast a backlog is caught up with, and that a dead destination costs a call nothing.

use std::time::{Duration, Instant};

use mcp_defectdojo::{
    audit::{Fsync, Log, Settings},
    forward::{HttpsSettings, Kind, Target},
};
use tempfile::tempdir;
use tokio::net::TcpListener;

use super::{
    PATIENCE, call, compliance, forwarder,
    receiver::{Authority, Received, Receiver, Reply},
    record, settings, success, syslog,
    vendors::Vendor,
};

const RECORDS: usize = 20_000;
/// Of the unoptimised build on a busy machine: far below what a release does, far above one record a round trip.
const FLOOR: f64 = 1_000.0;

#[tokio::test(flavor = "multi_thread")]
async fn a_backlog_is_caught_up_with_in_large_batches() {
    let folder = tempdir().unwrap();
    let authority = Authority::new();
    let tcp = Receiver::syslog("127.0.0.1:0", &Received::new(), None).await;
    let ca = folder.path().join("ca.pem");
    authority.write(&ca);
    let receiver = Receiver::https("127.0.0.1:0", &authority, |_| Reply::ok()).await;
    let ndjson = compliance::target(&Vendor::new(Kind::Ndjson), &receiver, &ca);
    let lines = HttpsSettings { batch_size: 1_000, patience: PATIENCE, ..ndjson };
    let targets = [
        ("TCP", syslog::target(&format!("tcp://{}", tcp.address))),
        ("HTTPS", Target::Https(Box::new(lines))),
    ];
    for (name, target) in targets {
        let file = folder.path().join(format!("{name}.log"));
        let log = Log::open(&Settings { fsync: Fsync::Off, ..settings(&file) }).unwrap();
        for _ in 0..RECORDS {
            log.hand_over(success(&call("get_finding"))).await.unwrap();
        }
        log.close().await;
        let started = Instant::now();
        let forwarder = forwarder(&log, vec![target]);
        forwarder.stop(PATIENCE).await;
        let elapsed = started.elapsed().as_secs_f64();
        let status = forwarder.statuses().remove(0);
        assert_eq!(status.lag, 0, "{status:?}");
        let count = status.delivered;
        #[expect(clippy::cast_precision_loss, reason = "a rate is not exact")]
        let rate = count as f64 / elapsed;
        eprintln!("{name}: {count} records in {elapsed:.2} s: {rate:.0}/s");
        assert!(rate > FLOOR, "{rate:.0}/s");
    }
}

/// Four destinations, one of them dead and one that never answers, beside none: calls take as long.
#[tokio::test(flavor = "multi_thread")]
async fn destinations_that_do_not_answer_slow_no_call() {
    let folder = tempdir().unwrap();
    let authority = Authority::new();
    let dead = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let ca = folder.path().join("ca.pem");
    authority.write(&ca);
    let hanging = Receiver::https("127.0.0.1:0", &authority, |_| Reply::Hang).await;
    let receivers = [
        Receiver::syslog("127.0.0.1:0", &Received::new(), None).await,
        Receiver::syslog("127.0.0.1:0", &Received::new(), None).await,
    ];
    let mut targets: Vec<_> = receivers
        .iter()
        .map(|receiver| syslog::target(&format!("tcp://{}", receiver.address)))
        .collect();
    targets.push(syslog::target(&format!("tcp://{dead}")));
    let hanging = compliance::target(&Vendor::new(Kind::Array), &hanging, &ca);
    targets.push(Target::Https(Box::new(hanging)));
    let mut median = Vec::new();
    for targets in [Vec::new(), targets] {
        let file = folder.path().join(format!("{}.log", targets.len()));
        let log = Log::open(&settings(&file)).unwrap();
        let forwarder = forwarder(&log, targets);
        let mut waits = Vec::new();
        for _ in 0..300 {
            let started = Instant::now();
            record(&log, 1).await;
            waits.push(started.elapsed());
        }
        waits.sort_unstable();
        eprintln!(
            "{} destinations: p50 {:?}, p99 {:?}",
            forwarder.statuses().len(),
            waits[150],
            waits[297]
        );
        median.push(waits[150]);
        log.close().await;
        forwarder.stop(Duration::ZERO).await;
    }
    assert!(median[1] < 5 * median[0] + Duration::from_millis(20), "{median:?}");
}
