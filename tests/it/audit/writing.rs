//! Many callers at once, stderr, and the end of the log.

use std::{fs, sync::mpsc, time::Duration};

use mcp_defectdojo::audit::{Fsync, Log, Settings, Unrecorded};
use secrecy::SecretString;
use serde_json::json;
use tempfile::tempdir;

use super::{
    Captured, KEY, call,
    oracle::{assert_contiguous, verified, verified_text},
    record_and_close, settings, success,
};

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_callers_at_once_leave_one_unbroken_chain() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    let callers: Vec<_> = (0..64)
        .map(|caller| {
            let log = log.clone();
            tokio::spawn(async move {
                for number in 0..20 {
                    let mut call = call("add_finding_note");
                    call.request_params.insert("number".to_owned(), json!([caller, number]));
                    log.append(success(&call)).await.unwrap();
                    log.hand_over(success(&call)).await.unwrap();
                }
            })
        })
        .collect();
    for caller in callers {
        caller.await.unwrap();
    }
    assert!(log.status().writable);
    log.close().await;

    let lines = verified(&file);
    assert_contiguous(&lines);
    assert_eq!(lines.len(), 64 * 20 * 2 + 2);
    for caller in 0..64 {
        let numbers: Vec<_> = lines
            .iter()
            .filter(|line| line["request_params"]["number"][0] == caller)
            .map(|line| line["request_params"]["number"][1].as_u64().unwrap())
            .collect();
        let expected: Vec<_> = (0..20).flat_map(|number| [number, number]).collect();
        assert_eq!(numbers, expected, "one caller's records stand in the order they were made");
    }
}

/// A record that is promised must be in the file, not in a buffer, when the caller goes on.
#[tokio::test]
async fn what_is_acknowledged_is_in_the_file() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    for count in 1..=10 {
        log.append(success(&call("close_finding"))).await.unwrap();
        assert_eq!(verified(&file).len(), count + 1);
    }
    log.close().await;
}

#[tokio::test]
async fn closing_writes_everything_that_was_handed_over() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    for _ in 0..500 {
        log.hand_over(success(&call("get_finding"))).await.unwrap();
    }
    log.close().await;
    log.close().await;
    let lines = verified(&file);
    assert_eq!(lines.len(), 502);
    assert_eq!(lines[501]["chain_event"], "chain_stop");
    let late = success(&call("get_finding"));
    assert_eq!(log.append(late).await, Err(Unrecorded::Closed));
    let late = success(&call("get_finding"));
    assert_eq!(log.hand_over(late).await, Err(Unrecorded::Closed));
    assert_eq!(verified(&file).len(), 502);
}

#[tokio::test]
async fn without_a_file_lines_go_to_stderr_and_promise_nothing() {
    let stderr = Captured::default();
    let settings = Settings { key: Some(SecretString::from(KEY)), ..Settings::default() };
    let log = Log::open_with(&settings, Box::new(stderr.clone())).unwrap();
    assert_eq!(log.status().durability, "none");
    record_and_close(&log, 3).await;
    let lines = verified_text(&stderr.text());
    assert_contiguous(&lines);
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[0]["durability"], "none");
    assert_eq!(lines[0]["key"], "configured");
}

#[tokio::test]
async fn with_a_file_stderr_shows_the_same_lines() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let stderr = Captured::default();
    let settings = Settings { mirror: true, ..settings(&file) };
    let log = Log::open_with(&settings, Box::new(stderr.clone())).unwrap();
    assert_eq!(log.status().durability, "group");
    record_and_close(&log, 3).await;
    assert_eq!(stderr.text(), fs::read_to_string(&file).unwrap());
}

/// A client that never reads stderr must not stop the server.
#[tokio::test]
async fn an_unread_stderr_holds_up_nobody() {
    struct Stuck(mpsc::Receiver<()>);
    impl std::io::Write for Stuck {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.recv().ok();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let (unstick, stuck) = mpsc::channel();
    let settings = Settings { mirror: true, ..settings(&file) };
    let log = Log::open_with(&settings, Box::new(Stuck(stuck))).unwrap();
    for _ in 0..1_200 {
        log.append(success(&call("get_finding"))).await.unwrap();
    }
    drop(unstick);
    log.close().await;
    assert_eq!(verified(&file).len(), 1_202);
}

/// A start line says so where less than a disk's promise was asked for.
#[tokio::test]
async fn a_log_that_promises_less_says_so() {
    let directory = tempdir().unwrap();
    for (fsync, weak) in [
        (Fsync::Group, None),
        (Fsync::Interval(Duration::from_millis(250)), Some("interval=250ms")),
        (Fsync::Off, Some("off")),
    ] {
        let file = directory.path().join(fsync.to_string());
        let log = Log::open(&Settings { fsync, ..settings(&file) }).unwrap();
        assert_eq!(log.weak_fsync().as_deref(), weak);
        assert_eq!(log.status().durability, fsync.to_string());
        log.close().await;
    }
}
