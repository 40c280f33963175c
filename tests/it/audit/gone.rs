//! Clients that are gone before the answer to their change is: what was done is in the log all the same.

use std::path::Path;

use serde_json::{Value, json};
use tokio::time::timeout;

use super::oracle;
use crate::{
    process::{Process, environment, patient},
    service::{PATIENCE, Service},
    transport::raw::Request,
};

/// One note, announced before it was sent and told with what DefectDojo answered.
fn assert_recorded(log: &Path) {
    let lines: Vec<Value> = std::fs::read_to_string(log)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    oracle::assert_contiguous(&lines);
    let of = |kind: &str| -> Vec<&Value> {
        let is_it =
            |line: &&Value| line["event_type"] == kind && line["tool_name"] == "add_finding_note";
        lines.iter().filter(is_it).collect()
    };
    let (intents, outcomes) = (of("audit_intent"), of("audit"));
    assert_eq!((intents.len(), outcomes.len()), (1, 1), "{lines:?}");
    let outcome = outcomes[0];
    assert_eq!(outcome["request_id"], intents[0]["request_id"]);
    assert_eq!(outcome["outcome"], "success", "{outcome}");
    let upstream = &outcome["upstream"][0];
    assert_eq!((&upstream["method"], &upstream["status"]), (&json!("POST"), &json!(201)));
    assert_eq!(lines.last().unwrap()["chain_event"], "chain_stop");
}

fn note() -> Value {
    json!({"finding_id": 7, "entry": "x"})
}

/// A client on the network that closes its connection while DefectDojo still works.
#[tokio::test]
async fn a_client_that_hangs_up_leaves_its_change_in_the_log() {
    let (url, mut arrived, go) = patient().await;
    let log = tempfile::tempdir().unwrap();
    let file = log.path().join("audit.log");
    let mut service = Service::start(&["serve"], &environment(&url, file.to_str().unwrap())).await;
    let mut connection = service.connect().await;
    let token = format!("Bearer {}", service.tokens[0]);
    let call = Request::call("add_finding_note", &note());
    connection.send(&call.header("Authorization", &token).bytes()).await;
    timeout(PATIENCE, arrived.recv()).await.unwrap().unwrap();
    drop(connection);
    go.send(()).await.unwrap();
    // It ends once what runs has ended.
    service.signal("-TERM");
    assert!(timeout(PATIENCE, service.child.wait()).await.unwrap().unwrap().success());
    assert_recorded(&file);
}

/// A client that no longer wants an answer, and one whose process is gone with both ends of its pipes.
#[tokio::test]
async fn a_client_that_cancels_or_is_killed_leaves_its_change_in_the_log() {
    for is_killed in [false, true] {
        let (url, mut arrived, go) = patient().await;
        let log = tempfile::tempdir().unwrap();
        let file = log.path().join("audit.log");
        let mut process = Process::start(&["serve"], &environment(&url, file.to_str().unwrap()));
        process.initialize().await;
        process.call(7, "add_finding_note", note()).await;
        timeout(PATIENCE, arrived.recv()).await.unwrap().unwrap();
        if is_killed {
            process.hang_up();
        } else {
            let cancel = json!({"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 7}});
            process.send(&cancel.to_string()).await;
            process.input = None;
        }
        go.send(()).await.unwrap();
        process.ends().await;
        assert_recorded(&file);
    }
}
