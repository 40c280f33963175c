//! How fast the log is beside one sync for each record, in the same run: the group commit must pay.

use std::{
    fs::OpenOptions,
    io::Write as _,
    time::{Duration, Instant},
};

use mcp_defectdojo::audit::Log;
use tempfile::tempdir;

use super::{call, settings, success};

/// Unoptimised and beside other tests, the log still takes several times what one sync each would.
#[tokio::test(flavor = "multi_thread")]
async fn waiting_callers_share_their_syncs() {
    let directory = tempdir().unwrap();
    let single = one_sync_each(&directory.path().join("single"), Duration::from_millis(300));
    let log = Log::open(&settings(&directory.path().join("audit.log"))).unwrap();
    let grouped = records_per_second(&log, 64, Duration::from_millis(600)).await;
    log.close().await;
    eprintln!("one sync each {single:.0}/s, 64 callers {grouped:.0}/s");
    assert!(grouped > 3.0 * single, "{grouped:.0}/s is not 3 times {single:.0}/s");
}

async fn records_per_second(log: &Log, callers: usize, time: Duration) -> f64 {
    let started = Instant::now();
    let callers: Vec<_> = (0..callers)
        .map(|_| {
            let log = log.clone();
            tokio::spawn(async move {
                let mut count = 0_u32;
                while started.elapsed() < time {
                    log.append(success(&call("close_finding"))).await.unwrap();
                    count += 1;
                }
                count
            })
        })
        .collect();
    let mut count = 0;
    for caller in callers {
        count += caller.await.unwrap();
    }
    f64::from(count) / started.elapsed().as_secs_f64()
}

fn one_sync_each(path: &std::path::Path, time: Duration) -> f64 {
    let mut file = OpenOptions::new().append(true).create(true).open(path).unwrap();
    let line = vec![b'x'; 700];
    let started = Instant::now();
    let mut count = 0_u32;
    while started.elapsed() < time {
        file.write_all(&line).unwrap();
        file.sync_data().unwrap();
        count += 1;
    }
    f64::from(count) / started.elapsed().as_secs_f64()
}
