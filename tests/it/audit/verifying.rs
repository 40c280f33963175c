//! `audit verify` on logs that are as they were written, and on logs that somebody changed in every way.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use mcp_defectdojo::audit::{
    Ended, Keyring, Log, Outcome, Record, Settings,
    verify::{self, Class, Report, Request, Verdict},
};
use secrecy::SecretString;
use tempfile::{TempDir, tempdir};

use super::{KEY, call, record_and_close, settings, success};

fn request(paths: &[&Path]) -> Request {
    let key = SecretString::from(KEY);
    Request {
        paths: paths.iter().map(|path| path.to_path_buf()).collect(),
        keyring: Keyring::read(None, Some(&key)).unwrap().unwrap(),
        checkpoints: Vec::new(),
        public_key: None,
        jobs: 2,
    }
}

fn verified(path: &Path) -> Report {
    verify::run(&request(&[path]), &|_| {}).unwrap()
}

fn classes(report: &Report) -> Vec<(Class, u64)> {
    report.problems.iter().map(|problem| (problem.class, problem.line)).collect()
}

/// A log of eight lines that ended well.
async fn small_log() -> (TempDir, PathBuf) {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    for _ in 0..3 {
        log.append(Record::intent(&call("close_finding"))).await.unwrap();
        let ended = Ended::new(Outcome::Success, Duration::from_millis(3));
        log.append(Record::outcome(&call("close_finding"), &ended)).await.unwrap();
    }
    log.close().await;
    (directory, file)
}

#[tokio::test]
async fn a_log_that_ended_well_is_proven() {
    let (directory, file) = small_log().await;
    for path in [file.as_path(), directory.path()] {
        let report = verified(path);
        assert_eq!(report.verdict, Verdict::Proven, "{report}");
        assert_eq!(report.verdict.exit_code(), 0);
        assert_eq!(report.lines, 8);
        assert_eq!((report.chains[0].records, report.chains[0].proven_to), (8, 8));
    }
}

/// The end of a log that nobody vouches for is never called good.
#[tokio::test]
async fn without_its_checkpoint_the_end_is_unproven() {
    let (directory, file) = small_log().await;
    fs::remove_file(directory.path().join("audit.log.checkpoint")).unwrap();
    let report = verified(&file);
    assert_eq!(report.verdict, Verdict::Unproven, "{report}");
    assert_eq!(report.verdict.exit_code(), 2);
    assert!(report.problems.is_empty());
}

/// While the server runs, what came after the last checkpoint is intact but unproven.
#[tokio::test]
async fn a_log_that_is_being_written_is_proven_to_its_checkpoint() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    log.append(success(&call("get_finding"))).await.unwrap();
    let report = verified(&file);
    assert_eq!(report.verdict, Verdict::Unproven, "{report}");
    assert_eq!((report.chains[0].last_seq, report.chains[0].proven_to), (2, 1));
    log.close().await;
    assert_eq!(verified(&file).verdict, Verdict::Proven);
}

/// A log and checkpoint put back to an earlier state look good by themselves; a checkpoint kept elsewhere
/// shows what is missing.
#[tokio::test]
async fn a_checkpoint_kept_elsewhere_shows_a_log_that_was_put_back() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let checkpoint = directory.path().join("audit.log.checkpoint");
    record_and_close(&Log::open(&settings(&file)).unwrap(), 2).await;
    let earlier = (fs::read(&file).unwrap(), fs::read(&checkpoint).unwrap());
    record_and_close(&Log::open(&settings(&file)).unwrap(), 2).await;
    let kept = directory.path().join("kept");
    fs::copy(&checkpoint, &kept).unwrap();
    fs::write(&file, earlier.0).unwrap();
    fs::write(&checkpoint, earlier.1).unwrap();
    assert_eq!(verified(&file).verdict, Verdict::Proven);
    let request = Request { checkpoints: vec![kept], ..request(&[&file]) };
    let report = verify::run(&request, &|_| {}).unwrap();
    assert_eq!(report.verdict, Verdict::Tampered, "{report}");
    assert_eq!(classes(&report), [(Class::Truncated, 4)]);
}

#[tokio::test]
async fn every_flipped_byte_is_a_modified_line() {
    let (_directory, file) = small_log().await;
    let good = fs::read(&file).unwrap();
    let starts: Vec<usize> = std::iter::once(0)
        .chain(good.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1))
        .collect();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 1;
        fs::write(&file, &bad).unwrap();
        let report = verified(&file);
        let line = starts.iter().filter(|start| **start <= at).count() as u64;
        assert_eq!(report.verdict, Verdict::Tampered, "byte {at}, line {line}\n{report}");
        if good[at] == b'\n' {
            // Two lines have become one, or the last has no end.
            assert!(report.problems.iter().any(|problem| problem.line == line), "{at} {report}");
        } else {
            assert_eq!(classes(&report), [(Class::Modified, line)], "byte {at}\n{report}");
        }
    }
}

#[tokio::test]
async fn every_deleted_line_is_missed() {
    let (_directory, file) = small_log().await;
    let lines = lines_of(&file);
    for first in 0..lines.len() {
        for count in 1..=lines.len() - first {
            let mut left = lines.clone();
            left.drain(first..first + count);
            fs::write(&file, left.concat()).unwrap();
            if left.is_empty() {
                assert!(verify::run(&request(&[&file]), &|_| {}).is_err());
                continue;
            }
            let report = verified(&file);
            let context = format!("{first} {count}\n{report}");
            if first == 0 {
                // What is missing at the beginning may be in another file: not proven, and the checkpoint
                // cannot be held against it.
                assert_eq!(report.verdict, Verdict::Unproven, "{context}");
                continue;
            }
            assert_eq!(report.verdict, Verdict::Tampered, "{context}");
            let expected = if first + count == lines.len() {
                (Class::Truncated, first as u64)
            } else {
                (Class::Deleted, first as u64 + 1)
            };
            assert_eq!(classes(&report), [expected], "{context}");
        }
    }
}

#[tokio::test]
async fn every_swap_duplication_and_insertion_is_named() {
    let (_directory, file) = small_log().await;
    let lines = lines_of(&file);
    for one in 0..lines.len() {
        for other in 0..lines.len() {
            let mut changed = lines.clone();
            changed.insert(other, lines[one].clone());
            fs::write(&file, changed.concat()).unwrap();
            let report = verified(&file);
            // A copy in front of its original is told as the original behind its copy.
            let context = format!("{one} copied before {other}\n{report}");
            assert_eq!(report.verdict, Verdict::Tampered, "{context}");
            let found: Vec<_> = classes(&report).iter().map(|(class, _)| *class).collect();
            assert!(
                found.iter().all(|class| matches!(class, Class::Duplicated | Class::Reordered)),
                "{context}"
            );
            assert!(found.contains(&Class::Duplicated), "{context}");

            if one < other {
                let mut changed = lines.clone();
                changed.swap(one, other);
                fs::write(&file, changed.concat()).unwrap();
                let report = verified(&file);
                let context = format!("{one} and {other} swapped\n{report}");
                assert_eq!(report.verdict, Verdict::Tampered, "{context}");
                assert!(
                    report.problems.iter().all(|problem| problem.class == Class::Reordered),
                    "{context}"
                );
            }
        }
        let foreign = lines[one].replace("\"message\": \"", "\"message\": \"x");
        let mut changed = lines.clone();
        changed.insert(one, foreign);
        fs::write(&file, changed.concat()).unwrap();
        let report = verified(&file);
        assert_eq!(classes(&report), [(Class::Inserted, one as u64 + 1)], "{one}\n{report}");
    }
}

#[tokio::test]
async fn every_truncation_is_noticed() {
    let (directory, file) = small_log().await;
    let good = fs::read(&file).unwrap();
    let checkpoint = directory.path().join("audit.log.checkpoint");
    let note = fs::read(&checkpoint).unwrap();
    for length in 1..good.len() {
        fs::write(&file, &good[..length]).unwrap();
        fs::write(&checkpoint, &note).unwrap();
        let report = verified(&file);
        let has_whole_line = good[..length].contains(&b'\n');
        if has_whole_line {
            assert_eq!(report.verdict, Verdict::Tampered, "{length}\n{report}");
        }
        assert_ne!(report.verdict, Verdict::Proven, "{length}\n{report}");
        fs::remove_file(&checkpoint).unwrap();
        let report = verified(&file);
        assert_eq!(report.verdict, Verdict::Unproven, "{length}\n{report}");
        let is_torn = good[length - 1] != b'\n';
        assert_eq!(report.problems.iter().any(|it| it.class == Class::Torn), is_torn, "{length}");
    }
}

/// A number is sealed with its line: another one is a changed line, and no sign of records that are missing.
#[tokio::test]
async fn a_last_line_with_another_number_is_a_modified_line() {
    let (_directory, file) = small_log().await;
    let mut lines = lines_of(&file);
    lines[7] = lines[7].replace("\"seq\": 8,", "\"seq\": 80,");
    fs::write(&file, lines.concat()).unwrap();
    let report = verified(&file);
    assert_eq!(classes(&report), [(Class::Modified, 8)], "{report}");
    assert_eq!((report.chains[0].records, report.chains[0].last_seq), (7, 8));
}

#[tokio::test]
async fn a_log_that_was_cut_says_how_much_is_missing() {
    let (_directory, file) = small_log().await;
    fs::write(&file, lines_of(&file)[..5].concat()).unwrap();
    let report = verified(&file).to_string();
    assert!(report.contains("8 records, the log ends after 5: 3 missing"), "{report}");
}

/// Without its key a log says nothing, and that is not the same as being wrong.
#[tokio::test]
async fn another_key_is_said_to_be_another_key() {
    let (_directory, file) = small_log().await;
    let other = SecretString::from("another key");
    let request = Request {
        keyring: Keyring::read(None, Some(&other)).unwrap().unwrap(),
        ..request(&[&file])
    };
    let report = verify::run(&request, &|_| {}).unwrap();
    assert_eq!(report.verdict, Verdict::Unproven, "{report}");
    let mut counts = HashMap::new();
    for problem in &report.problems {
        *counts.entry(problem.class).or_insert(0) += 1;
    }
    assert_eq!(counts, HashMap::from([(Class::UnknownKey, 8)]));
}

#[tokio::test]
async fn segments_are_one_log_and_a_missing_one_is_missed() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let small = Settings { rotate_bytes: Some(4_096), ..settings(&file) };
    for _ in 0..3 {
        record_and_close(&Log::open(&small).unwrap(), 12).await;
    }
    let second = directory.path().join("audit.log.000002");
    assert!(directory.path().join("audit.log.000004").exists());
    let report = verified(directory.path());
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
    assert_eq!(report.chains.len(), 1);

    let alone = verified(&second);
    assert_eq!(alone.verdict, Verdict::Unproven, "{alone}");
    assert!(alone.problems.is_empty(), "{alone}");

    let kept = fs::read(&second).unwrap();
    fs::remove_file(&second).unwrap();
    let report = verified(directory.path());
    assert_eq!(report.verdict, Verdict::Tampered, "{report}");
    assert_eq!(report.problems[0].class, Class::Deleted);
    fs::write(&second, kept).unwrap();
    assert_eq!(verified(directory.path()).verdict, Verdict::Proven);
}

fn lines_of(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap().split_inclusive('\n').map(str::to_owned).collect()
}
