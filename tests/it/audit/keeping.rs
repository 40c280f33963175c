//! What is kept of the log and what may go, and keys that change while it is written.

use std::{
    fs,
    path::{Path, PathBuf},
};

use mcp_defectdojo::audit::{
    Keep, Keyring, Log, Settings, rotate_keys,
    verify::{self, Report, Request, Verdict},
};
use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::tempdir;

use super::{KEY, call, settings, success};

fn verified(directory: &Path, keyring: Option<&Path>) -> Report {
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

/// The names of the segments that are there, the one that is written to left out.
fn closed(file: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(file.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("audit.log.0"))
        .collect();
    names.sort();
    names
}

fn records(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(file).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn small(file: &Path, keep: Keep) -> Settings {
    Settings { rotate_bytes: Some(4_096), keep, ..settings(file) }
}

async fn write(log: &Log, count: usize) {
    for _ in 0..count {
        log.append(success(&call("get_finding"))).await.unwrap();
    }
}

/// Records until so many segments are there. A pass is made before the next record is acknowledged, so this
/// ends as soon as retention has done its work.
async fn write_until(log: &Log, file: &Path, closed_segments: usize) {
    for _ in 0..10_000 {
        if closed(file).len() == closed_segments {
            return;
        }
        write(log, 1).await;
    }
    panic!("still {:?}", closed(file));
}

#[tokio::test]
async fn by_default_everything_is_kept() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&small(&file, Keep::default())).unwrap();
    log.begin_retention();
    write(&log, 60).await;
    log.close().await;
    assert!(closed(&file).len() > 8);
    assert_eq!(verified(directory.path(), None).verdict, Verdict::Proven);
}

/// What is configured to go goes, the log says so, and what is left still proves that nothing else is missing.
#[tokio::test]
async fn the_oldest_segments_go_and_the_rest_is_proven() {
    for keep in [
        Keep { segments: Some(4), ..Keep::default() },
        Keep { bytes: Some(16_384), ..Keep::default() },
    ] {
        let directory = tempdir().unwrap();
        let file = directory.path().join("audit.log");
        let log = Log::open(&small(&file, keep)).unwrap();
        write(&log, 60).await;
        let before = closed(&file);
        assert!(before.len() > 8, "nothing goes before retention has begun");
        log.begin_retention();
        write_until(&log, &file, 3).await;
        write(&log, 60).await;
        log.close().await;
        let left = closed(&file);
        assert!(left.len() <= 4, "{left:?}");
        assert!(!left.contains(&before[0]));
        let report = verified(directory.path(), None);
        assert_eq!(report.verdict, Verdict::Proven, "{report}");
        assert!(report.notes.iter().any(|note| note.contains("removed")), "{report}");
        assert!(report.chains[0].first_seq > 1);

        // The next process goes on, even where the state beside the log is lost.
        fs::remove_file(directory.path().join("audit.log.state")).unwrap();
        let log = Log::open(&small(&file, keep)).unwrap();
        write(&log, 1).await;
        log.close().await;
        let report = verified(directory.path(), None);
        assert_eq!((report.verdict, report.chains.len()), (Verdict::Proven, 1), "{report}");

        // More is missing than the log says.
        let left = closed(&file);
        fs::remove_file(directory.path().join(&left[0])).unwrap();
        let report = verified(directory.path(), None);
        assert_ne!(report.verdict, Verdict::Proven, "{report}");
    }
}

/// A destination that is behind by a week still finds every record.
#[tokio::test]
async fn nothing_goes_that_somebody_still_needs() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let keep = Keep { segments: Some(1), ..Keep::default() };
    let log = Log::open(&small(&file, keep)).unwrap();
    let hold = log.hold();
    log.begin_retention();
    write(&log, 60).await;
    let all = closed(&file);
    assert_eq!(all[0], "audit.log.000001");
    let chain_id = records(&file)[0]["chain_id"].as_str().unwrap().to_owned();
    let third = records(&directory.path().join(&all[2]))[0]["seq"].as_u64().unwrap();
    hold.release_up_to(&chain_id, third);
    // A new segment makes it look again.
    let last = all.last().unwrap().clone();
    while closed(&file).last() == Some(&last) {
        write(&log, 1).await;
    }
    write(&log, 1).await;
    assert_eq!(
        closed(&file)[0],
        all[2],
        "the third holds the record after the last that was taken"
    );
    drop(hold);
    write_until(&log, &file, 0).await;
    log.close().await;
    assert_eq!(verified(directory.path(), None).verdict, Verdict::Proven);
}

/// `SIGHUP` takes a key that `audit keys rotate` has added; no call is refused and no restart is needed.
#[tokio::test]
async fn a_running_log_takes_a_new_key() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("log/audit.log");
    fs::create_dir(file.parent().unwrap()).unwrap();
    let keyring: PathBuf = directory.path().join("keys");
    rotate_keys(&keyring).unwrap();
    let settings = Settings { keyring_file: Some(keyring.clone()), ..settings(&file) };
    let log = Log::open(&settings).unwrap();
    write(&log, 1).await;
    let digest = log.digest("a text");
    let new = rotate_keys(&keyring).unwrap();
    log.reopen();
    write(&log, 2).await;
    assert_ne!(log.digest("a text"), digest, "digests are made with the new key too");
    // Nothing new, and then something that cannot be read: the key in use seals on.
    log.reopen();
    write(&log, 1).await;
    let ring = fs::read(&keyring).unwrap();
    fs::write(&keyring, "# nothing\n").unwrap();
    log.reopen();
    write(&log, 1).await;
    log.close().await;
    let lines = records(&file);
    let rotations: Vec<_> =
        lines.iter().filter(|line| line["chain_event"] == "key_rotate").collect();
    assert_eq!(rotations.len(), 1, "{lines:?}");
    assert_eq!((&rotations[0]["new_kid"], &rotations[0]["kid"]), (&json!(new), &json!(new)));
    assert_eq!(rotations[0]["prior_kid"], lines[0]["kid"]);
    assert!(lines.iter().any(|line| line["chain_event"] == "key_reload_failed"), "{lines:?}");
    assert_eq!(lines.last().unwrap()["kid"], json!(new));
    fs::write(&keyring, ring).unwrap();
    let report = verified(file.parent().unwrap(), Some(&keyring));
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
}
