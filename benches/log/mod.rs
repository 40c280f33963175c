//! A log and records of ordinary size, for benchmarks.

use std::{fs, path::Path, time::Duration};

use mcp_defectdojo::audit::{Call, Ended, Fsync, Log, Outcome, Record, Settings};
use secrecy::SecretString;
use serde_json::{Map, json};
use uuid::Uuid;

/// Seconds that this process has had a core, by the kernel's ticks of 10 ms.
pub(crate) fn processor_time() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks =
        after_name.split_whitespace().skip(11).take(2).filter_map(|it| it.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

pub(crate) fn open(file: &Path, fsync: Fsync) -> Log {
    Log::open(&settings(file, fsync)).unwrap()
}

pub(crate) fn settings(file: &Path, fsync: Fsync) -> Settings {
    Settings {
        file: Some(file.to_owned()),
        key: Some(SecretString::from("a key for benchmarks")),
        fsync,
        mirror: false,
        rotate_bytes: None,
        deadline: Duration::from_mins(1),
        ..Settings::default()
    }
}

pub(crate) fn record() -> Record {
    let call = Call {
        tool_name: "close_finding".to_owned(),
        request_id: Uuid::now_v7(),
        client_request_id: Some("42".to_owned()),
        caller_id: "anonymous".to_owned(),
        authenticated_caller_id: "writer".to_owned(),
        caller_role: "writer".to_owned(),
        request_params: Map::from_iter([
            ("finding_id".to_owned(), json!(17)),
            ("reason".to_owned(), json!("mitigated")),
            ("note".to_owned(), json!("<120 chars>")),
        ]),
        request_digests: Map::new(),
        findings_read_before_mutation: Some(vec![3, 17, 21]),
        taint: None,
    };
    Record::outcome(&call, &Ended::new(Outcome::Success, Duration::from_micros(1_234)))
}
