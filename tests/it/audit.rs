//! The audit log through its outward interface, checked by verifiers that share no code with it.

mod commands;
mod disks;
mod failing;
mod feeding;
mod format;
mod gone;
mod keeping;
mod killing;
mod oracle;
mod proving;
mod python;
mod python_server;
mod reporting;
mod rotating;
mod speed;
mod starting;
mod verifying;
mod writing;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use mcp_defectdojo::audit::{Call, Ended, Log, Outcome, Record, Settings};
use secrecy::SecretString;
use serde_json::{Map, Value, json};
use uuid::Uuid;

pub(crate) const KEY: &str = "a key for tests";

pub(crate) fn settings(file: &Path) -> Settings {
    Settings {
        file: Some(file.to_owned()),
        key: Some(SecretString::from(KEY)),
        mirror: false,
        deadline: Duration::from_mins(1),
        ..Settings::default()
    }
}

pub(crate) fn call(tool_name: &str) -> Call {
    Call {
        tool_name: tool_name.to_owned(),
        request_id: Uuid::now_v7(),
        client_request_id: Some("7".to_owned()),
        caller_id: "anonymous".to_owned(),
        authenticated_caller_id: "writer-one".to_owned(),
        caller_role: "writer".to_owned(),
        request_params: object(json!({"finding_id": 17})),
        request_digests: Map::new(),
        findings_read_before_mutation: None,
        taint: None,
    }
}

pub(crate) fn success(call: &Call) -> Record {
    Record::outcome(call, &Ended::new(Outcome::Success, Duration::from_micros(1_230)))
}

pub(crate) fn object(value: Value) -> Map<String, Value> {
    let Value::Object(members) = value else { panic!("not an object: {value}") };
    members
}

/// What a log wrote to its stderr.
#[derive(Clone, Default)]
struct Captured(Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Captured {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// A program that `make clients` installs, or nothing where it is not here and the test is passed over.
#[expect(clippy::disallowed_methods, reason = "tells a test whether the Makefile put its tools")]
fn tool(name: &str) -> Option<PathBuf> {
    let places =
        ["/usr/bin", "/usr/sbin", "/usr/local/bin"].map(|place| Path::new(place).join(name));
    let found = places.into_iter().find(|path| path.exists());
    if found.is_none() {
        assert!(std::env::var_os("MCP_TEST_CLIENTS").is_none(), "{name} is not installed");
        eprintln!("passed over: {name} is not here");
    }
    found
}

async fn record_and_close(log: &Log, count: usize) {
    for _ in 0..count {
        log.append(success(&call("get_finding"))).await.unwrap();
    }
    log.close().await;
}
