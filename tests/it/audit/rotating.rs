//! What happens to the file from outside: logrotate in both its ways, a deletion, a foreign hand, new keys.
#![cfg(unix)]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use mcp_defectdojo::audit::{
    Keyring, Log, Record, Settings, rotate_keys,
    verify::{self, Class, Report, Request, Verdict},
};
use secrecy::SecretString;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::{KEY, call, oracle::verified, record_and_close, settings, success};

struct Written {
    directory: TempDir,
    file: PathBuf,
    log: Log,
}

/// A log with three records, still open.
async fn written() -> Written {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    for _ in 0..2 {
        log.append(success(&call("get_finding"))).await.unwrap();
    }
    Written { directory, file, log }
}

fn verify_directory(directory: &Path, keyring: Option<&Path>) -> Report {
    let key = SecretString::from(KEY);
    let request = Request {
        paths: vec![directory.to_owned()],
        keyring: Keyring::read(keyring, Some(&key)).unwrap().unwrap(),
        checkpoints: Vec::new(),
        public_key: None,
        jobs: 2,
    };
    verify::run(&request, &|_| {}).unwrap()
}

fn lines(path: &Path) -> Vec<Value> {
    fs::read_to_string(path)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test]
async fn logrotate_with_create_loses_nothing() {
    let Written { directory, file, log } = written().await;
    fs::rename(&file, directory.path().join("audit.log.1")).unwrap();
    fs::write(&file, "").unwrap();
    log.reopen();
    record_and_close(&log, 2).await;
    let opening = &lines(&file)[0];
    assert_eq!(
        (&opening["chain_event"], &opening["reason"]),
        (&"segment_start".into(), &"moved".into())
    );
    let report = verify_directory(directory.path(), None);
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
    assert_eq!(report.chains[0].records, 7);

    // The next process finds its chain although its last segment has another name by now.
    fs::rename(&file, directory.path().join("audit.log.2")).unwrap();
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;
    let report = verify_directory(directory.path(), None);
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
    assert_eq!((report.chains.len(), report.chains[0].records), (1, 11));
}

/// A segment that was moved away comes before the file that followed it, also for the next process.
#[tokio::test]
async fn a_moved_segment_keeps_its_place() {
    let Written { directory, file, log } = written().await;
    fs::rename(&file, directory.path().join("audit.log.1")).unwrap();
    log.reopen();
    record_and_close(&log, 1).await;
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;
    assert!(!directory.path().join("audit.log.unverified.1").exists());
    let report = verify_directory(directory.path(), None);
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
    assert_eq!(report.chains.len(), 1);
}

#[tokio::test]
async fn a_packed_segment_is_read_as_it_is() {
    let Written { directory, file, log } = written().await;
    let moved = directory.path().join("audit.log.1");
    fs::rename(&file, &moved).unwrap();
    record_and_close(&log, 2).await;
    let packed = std::process::Command::new("gzip").arg(&moved).status();
    if !packed.is_ok_and(|status| status.success()) {
        eprintln!("passed over: no gzip");
        return;
    }
    assert!(!moved.exists());
    let report = verify_directory(directory.path(), None);
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
    assert_eq!(report.chains[0].records, 7);
}

/// What is written between logrotate's copy and its cut is lost, and the log says so.
#[tokio::test]
async fn logrotate_with_copytruncate_is_declared() {
    for lost in [0, 2] {
        let Written { directory, file, log } = written().await;
        fs::copy(&file, directory.path().join("audit.log.1")).unwrap();
        for _ in 0..lost {
            log.append(success(&call("get_finding"))).await.unwrap();
        }
        fs::OpenOptions::new().write(true).open(&file).unwrap().set_len(0).unwrap();
        record_and_close(&log, 1).await;
        let opening = &lines(&file)[0];
        assert_eq!(
            (&opening["event_type"], &opening["reason"]),
            (&"audit_gap".into(), &"truncated".into())
        );
        let report = verify_directory(directory.path(), None);
        let classes: Vec<_> = report.problems.iter().map(|problem| problem.class).collect();
        if lost == 0 {
            assert_eq!((report.verdict, classes), (Verdict::Proven, vec![]), "{report}");
            assert!(report.notes.iter().any(|note| note.contains("gap (truncated)")), "{report}");
        } else {
            assert_eq!(report.verdict, Verdict::Unproven, "{report}");
            assert_eq!(classes, [Class::DeclaredGap], "{report}");
        }
    }
}

#[tokio::test]
async fn a_deleted_log_is_begun_again_and_missed() {
    let Written { directory, file, log } = written().await;
    fs::remove_file(&file).unwrap();
    record_and_close(&log, 1).await;
    let report = verify_directory(directory.path(), None);
    assert_eq!(report.verdict, Verdict::Unproven, "{report}");
    assert!(
        report.unproven.iter().any(|it| it.contains("records 1 to 3 are not among")),
        "{report}"
    );
}

#[tokio::test]
async fn what_another_hand_writes_is_shut_away_and_named() {
    let Written { directory, file, log } = written().await;
    let foreign =
        fs::read_to_string(&file).unwrap().lines().next().unwrap().replace("INFO", "NONE");
    writeln!(fs::OpenOptions::new().append(true).open(&file).unwrap(), "{foreign}").unwrap();
    record_and_close(&log, 1).await;
    let opening = &lines(&file)[0];
    assert_eq!(
        (&opening["event_type"], &opening["reason"]),
        (&"audit_gap".into(), &"changed".into())
    );
    // The segment declares where the one before it ends: what stands there beyond was never ours.
    let report = verify_directory(directory.path(), None);
    assert!(report.notes.iter().any(|note| note.contains("gap (changed)")), "{report}");
    let closed = directory.path().join("audit.log.000001");
    let request = Request { paths: vec![closed.clone()], ..request_of(directory.path()) };
    let report = verify::run(&request, &|_| {}).unwrap();
    assert_eq!(report.verdict, Verdict::Tampered, "{report}");
    assert_eq!(report.problems[0].line, 4);
}

fn request_of(directory: &Path) -> Request {
    let key = SecretString::from(KEY);
    Request {
        paths: vec![directory.to_owned()],
        keyring: Keyring::read(None, Some(&key)).unwrap().unwrap(),
        checkpoints: Vec::new(),
        public_key: None,
        jobs: 1,
    }
}

#[tokio::test]
async fn a_log_changed_while_nothing_ran_is_not_gone_on_with() {
    let Written { directory, file, log } = written().await;
    log.close().await;
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.split_inclusive('\n').take(2).collect::<String>()).unwrap();
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;
    let fresh = verified(&file);
    assert_eq!(fresh[0]["prior_tail_status"], "unreadable");
    assert_eq!(fresh[1]["problem"], "truncated");
    let aside = directory.path().join(fresh[1]["set_aside"].as_str().unwrap());
    let request = Request { paths: vec![aside], ..request_of(directory.path()) };
    let report = verify::run(&request, &|_| {}).unwrap();
    assert_eq!(report.verdict, Verdict::Tampered, "{report}");
    assert_eq!(report.problems[0].class, Class::Truncated);
}

#[tokio::test]
async fn keys_are_rotated_and_all_of_them_verify() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let keyring = directory.path().join("keys");
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;
    for _ in 0..2 {
        rotate_keys(&keyring).unwrap();
        let rotated = Settings { keyring_file: Some(keyring.clone()), ..settings(&file) };
        record_and_close(&Log::open(&rotated).unwrap(), 1).await;
    }
    let lines = lines(&file);
    let rotations: Vec<_> =
        lines.iter().filter(|line| line["chain_event"] == "key_rotate").collect();
    assert_eq!(rotations.len(), 2);
    assert_eq!(rotations[1]["prior_kid"], rotations[0]["new_kid"]);
    assert_eq!(rotations[1]["kid"], rotations[1]["new_kid"]);
    let report = verify_directory(directory.path(), Some(&keyring));
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
    let report = verify_directory(directory.path(), None);
    assert_eq!(report.verdict, Verdict::Unproven, "{report}");
    assert!(report.problems.iter().all(|problem| problem.class == Class::UnknownKey), "{report}");
}

/// A process that ends between announcing a write and telling what became of it leaves a question, and the
/// next one asks it.
#[tokio::test]
async fn an_announced_write_without_an_outcome_is_asked_about() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    let (open, done) = (call("close_finding"), call("close_finding"));
    log.append(Record::intent(&open)).await.unwrap();
    log.append(Record::intent(&done)).await.unwrap();
    log.append(success(&done)).await.unwrap();
    log.close().await;
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;
    let lines = verified(&file);
    let orphans: Vec<_> =
        lines.iter().filter(|line| line["event_type"] == "audit_orphan").collect();
    assert_eq!(orphans.len(), 1, "asked once");
    assert_eq!(orphans[0]["request_id"], open.request_id.to_string());
    assert_eq!(
        (&orphans[0]["tool_name"], &orphans[0]["intent_seq"]),
        (&"close_finding".into(), &2.into())
    );
}

/// Whoever sets a size gets segments of that size, but for what the chain adds to the last line.
#[tokio::test]
async fn a_segment_is_closed_before_it_grows_too_large() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let limit = 4_000;
    let log = Log::open(&Settings { rotate_bytes: Some(limit), ..settings(&file) }).unwrap();
    for _ in 0..20 {
        log.append(success(&call("get_finding"))).await.unwrap();
    }
    let written = verify_directory(directory.path(), None).lines;
    assert_eq!(log.status().records, written, "what opens a segment is a record");
    log.close().await;
    let mut sizes = Vec::new();
    for number in 1.. {
        let Ok(segment) = fs::metadata(directory.path().join(format!("audit.log.{number:06}")))
        else {
            break;
        };
        sizes.push(segment.len());
    }
    assert!(sizes.len() >= 3, "{sizes:?}");
    assert!(sizes.iter().all(|size| (limit / 2..limit + 50).contains(size)), "{sizes:?}");
    assert_eq!(lines(&file)[0]["reason"], "size");
}

#[tokio::test]
async fn a_segment_that_is_old_is_closed() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let of_age = |age| Settings { rotate_age: Some(age), ..settings(&file) };
    record_and_close(&Log::open(&of_age(Duration::from_hours(1))).unwrap(), 2).await;
    assert!(!directory.path().join("audit.log.000001").exists(), "it is young");
    record_and_close(&Log::open(&of_age(Duration::ZERO)).unwrap(), 2).await;
    assert_eq!(lines(&file)[0]["reason"], "age");
    assert!(directory.path().join("audit.log.000003").exists());
    let report = verify_directory(directory.path(), None);
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
}
