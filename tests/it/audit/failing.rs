//! Files that refuse, at start and later.
#![cfg(unix)]

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use mcp_defectdojo::audit::{FailMode, Log, OpenError, Record, Settings, Unrecorded};
use tempfile::tempdir;

use super::{
    call,
    oracle::{assert_contiguous, verified},
    settings, success,
};

#[tokio::test]
async fn a_full_disk_at_start_is_said_with_the_variable() {
    if !Path::new("/dev/full").exists() {
        eprintln!("passed over: no /dev/full");
        return;
    }
    let error = Log::open(&settings(Path::new("/dev/full"))).unwrap_err();
    assert!(matches!(error, OpenError::Unwritable { .. }));
    let text = error.to_string();
    assert!(
        text.starts_with("AUDIT_LOG_FILE=/dev/full cannot be written: No space left"),
        "{text}"
    );
}

#[tokio::test]
async fn a_missing_directory_is_said_with_the_variable() {
    let directory = tempdir().unwrap();
    let error = Log::open(&settings(&directory.path().join("missing/audit.log"))).unwrap_err();
    assert!(
        error.to_string().contains("missing/audit.log cannot be written: No such file"),
        "{error}"
    );
}

#[tokio::test]
async fn a_queue_without_room_is_refused() {
    let error = Log::open(&Settings { queue_size: 0, ..Settings::default() }).unwrap_err();
    assert!(error.to_string().contains("AUDIT_LOG_QUEUE_SIZE=0"), "{error}");
}

/// Runs one test of this binary again in a process whose files may not grow past 64 KiB: the kernel itself
/// then refuses to write.
fn in_a_process_with_small_files(test: &str, directory: &Path) -> std::process::Output {
    let program = std::env::current_exe().unwrap();
    Command::new("sh")
        .arg("-c")
        .arg("trap '' XFSZ; ulimit -f 64; exec \"$@\"")
        .arg("sh")
        .arg(program)
        .args(["--exact", &format!("audit::failing::{test}"), "--nocapture"])
        .env("AUDIT_TEST_DIRECTORY", directory)
        .output()
        .unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a parameter of the test's own second process")]
fn directory_of_the_small_process() -> Option<PathBuf> {
    std::env::var_os("AUDIT_TEST_DIRECTORY").map(PathBuf::from)
}

/// A record that the disk has no room for is refused at once; nothing of it stays in the file.
#[tokio::test]
async fn a_file_that_cannot_grow_refuses_writes_and_stays_whole() {
    let Some(directory) = directory_of_the_small_process() else {
        let directory = tempdir().unwrap();
        let test = "a_file_that_cannot_grow_refuses_writes_and_stays_whole";
        let output = in_a_process_with_small_files(test, directory.path());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(verified(&directory.path().join("audit.log")).len() > 20, "the process has run");
        return;
    };
    let file = directory.join("audit.log");
    let log = Log::open(&Settings { network: true, ..settings(&file) }).unwrap();
    let mut recorded = 0;
    let error = loop {
        match log.append(Record::intent(&call("close_finding"))).await {
            Ok(()) => recorded += 1,
            Err(error) => break error,
        }
    };
    assert!(
        matches!(&error, Unrecorded::Failed(cause) if cause.contains("too large")),
        "{error:?}"
    );
    let started = Instant::now();
    assert!(log.append(Record::intent(&call("close_finding"))).await.is_err());
    assert!(started.elapsed().as_millis() < 1_000, "a refusal is quick");
    // Reads are refused with them, and what they would have told is kept.
    let read = success(&call("get_finding"));
    while log.status().writable {
        log.hand_over(success(&call("get_finding"))).await.ok();
    }
    assert!(log.hand_over(read).await.is_err());
    assert!(log.status().last_error.is_some());
    log.close().await;
    let lines = verified(&file);
    assert_contiguous(&lines);
    assert_eq!(lines.len(), recorded + 1);
}

/// `AUDIT_FAIL_MODE` decides what goes on while nothing can be recorded.
#[tokio::test]
async fn the_fail_mode_decides_what_goes_on() {
    let Some(directory) = directory_of_the_small_process() else {
        let directory = tempdir().unwrap();
        let output =
            in_a_process_with_small_files("the_fail_mode_decides_what_goes_on", directory.path());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(directory.path().join("Open").exists(), "the process has run");
        return;
    };
    let cases = [
        (FailMode::Closed, true, true, true),
        (FailMode::Closed, false, true, false),
        (FailMode::Mutations, true, true, false),
        (FailMode::Open, true, false, false),
    ];
    for (fail_mode, network, refuses_writes, refuses_reads) in cases {
        let file = directory.join(format!("{fail_mode:?}"));
        std::fs::remove_file(&file).ok();
        let log = Log::open(&Settings { network, fail_mode, ..settings(&file) }).unwrap();
        while log.status().writable {
            log.append(success(&call("create_finding"))).await.ok();
        }
        let write = log.append(Record::intent(&call("close_finding"))).await;
        assert_eq!(write.is_err(), refuses_writes, "{fail_mode:?} {network} {write:?}");
        let read = log.hand_over(success(&call("get_finding"))).await;
        assert_eq!(read.is_err(), refuses_reads, "{fail_mode:?} {network} {read:?}");
        log.close().await;
    }
}
