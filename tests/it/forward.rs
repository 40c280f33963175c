//! Forwarding through its outward interface: a log, real connections over loopback, and receivers of our own that
//! write down what came.

mod collector;
mod compliance;
mod cutting;
mod daemons;
mod killing;
mod losses;
mod naming;
mod oracle;
mod receiver;
mod retaining;
mod speed;
mod syslog;
mod telling;
mod vendors;
mod waiting;
mod wire;

use std::{fs, path::Path, time::Duration};

use mcp_defectdojo::{
    audit::Log,
    forward::{Forwarder, Pace, Settings, Status, Target},
};
use serde_json::Value;

use crate::audit::{call, settings, success};

const PATIENCE: Duration = Duration::from_secs(30);

/// No test waits for a pause that only spares real receivers.
const PACE: Pace = Pace {
    first_pause: Duration::from_millis(4),
    longest_pause: Duration::from_millis(50),
    breaker: 5,
    save: Duration::from_millis(20),
};

fn forwarder(log: &Log, targets: Vec<Target>) -> Forwarder {
    let settings = Settings { targets, pace: PACE, ..Settings::default() };
    Forwarder::start(&settings, log).unwrap()
}

async fn record(log: &Log, count: usize) {
    for _ in 0..count {
        log.append(success(&call("get_finding"))).await.unwrap();
    }
}

/// The lines of a log's segments, in the order of their numbers.
fn lines(file: &Path) -> Vec<String> {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let mut lines = Vec::new();
    for entry in fs::read_dir(file.parent().unwrap()).unwrap() {
        let path = entry.unwrap().path();
        let other = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_segment = other.strip_prefix(&name).is_some_and(|suffix| {
            suffix.trim_start_matches('.').bytes().all(|byte| byte.is_ascii_digit())
        });
        if is_segment {
            lines.extend(fs::read_to_string(&path).unwrap().lines().map(str::to_owned));
        }
    }
    lines.sort_by_key(|line| member(line, "seq").as_u64());
    lines
}

fn member(line: &str, name: &str) -> Value {
    serde_json::from_str::<Value>(line).unwrap()[name].clone()
}

/// What of these events stands in the log, each once, and in which order it came first.
fn of_the_log(events: &[String]) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    events
        .iter()
        .filter(|event| !member(event, "seq").is_null() && seen.insert((*event).clone()))
        .cloned()
        .collect()
}

async fn until(forwarder: &Forwarder, holds: impl Fn(&Status) -> bool) -> Status {
    let reached = async {
        loop {
            if let Some(status) = forwarder.statuses().into_iter().find(|status| holds(status)) {
                return status;
            }
            tokio::task::yield_now().await;
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(PATIENCE, reached)
        .await
        .unwrap_or_else(|_| panic!("never reached: {:?}", forwarder.statuses()))
}
