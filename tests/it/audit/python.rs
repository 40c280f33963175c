//! Logs of the Python server: they verify as far as they can, and our chain goes on in them.

use std::{fmt::Write as _, fs, path::Path};

use hmac::{Hmac, KeyInit as _, Mac as _};
use mcp_defectdojo::audit::{
    Keyring, Log,
    verify::{self, Class, Report, Request, Verdict},
};
use secrecy::SecretString;
use sha2::Sha256;
use tempfile::tempdir;

use super::{KEY, oracle::verified, record_and_close, settings};

/// Lines as that server writes them: no numbers, no chain, no key id.
fn lines(count: usize, mut previous: String) -> (String, String) {
    let mut text = String::new();
    for number in 0..count {
        let body = format!(
            r#"{{"timestamp": "2026-01-02T03:04:05.{number:06}+00:00", "level": "INFO", "logger": "mcp_defectdojo.audit_logging", "message": "Tool call completed", "event_type": "audit", "tool_name": "get_finding", "request_id": "{number}", "caller_id": "anonymous", "authenticated_caller_id": "mcp-client", "request_params": {{"finding_id": {number}}}, "outcome": "success", "duration_ms": 12.34, "retention_class": "security_audit""#
        );
        let mut mac = Hmac::<Sha256>::new_from_slice(KEY.as_bytes()).unwrap();
        mac.update(format!("{previous}|{body}}}").as_bytes());
        previous = mac
            .finalize()
            .into_bytes()
            .iter()
            .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        writeln!(text, "{body}, \"integrity_hmac\": \"{previous}\"}}").unwrap();
    }
    (text, previous)
}

pub(super) fn verify(path: &Path) -> Report {
    verify_with(path, KEY)
}

fn verify_with(path: &Path, key: &str) -> Report {
    let key = SecretString::from(key);
    let request = Request {
        paths: vec![path.to_owned()],
        keyring: Keyring::read(None, Some(&key)).unwrap().unwrap(),
        checkpoints: Vec::new(),
        public_key: None,
        jobs: 2,
    };
    verify::run(&request, &|_| {}).unwrap()
}

#[test]
fn its_log_is_intact_and_its_end_unproven() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let (text, tail) = lines(20, String::new());
    fs::write(&file, &text).unwrap();
    let report = verify(&file);
    assert_eq!(report.verdict, Verdict::Unproven, "{report}");
    assert!(report.problems.is_empty(), "{report}");
    assert_eq!(report.chains[0].records, 20);

    // Rotated by logrotate, it goes on in the next file without a word.
    fs::rename(&file, directory.path().join("audit.log.1")).unwrap();
    fs::write(&file, lines(5, tail).0).unwrap();
    for path in [directory.path(), &file] {
        let report = verify(path);
        assert_eq!(report.verdict, Verdict::Unproven, "{report}");
        assert!(report.problems.is_empty(), "{report}");
    }
}

#[test]
fn a_changed_line_of_its_is_named() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let text = lines(20, String::new()).0;
    fs::write(&file, text.replace("\"finding_id\": 7}", "\"finding_id\": 8}")).unwrap();
    let report = verify(&file);
    assert_eq!(report.verdict, Verdict::Tampered, "{report}");
    let found: Vec<_> =
        report.problems.iter().map(|problem| (problem.class, problem.line)).collect();
    assert_eq!(found, [(Class::Modified, 8)], "{report}");
}

/// Lines without the name of their key are all wrong under a wrong key, and nobody has changed them.
#[test]
fn another_key_for_its_log_is_said_to_be_another_key() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let text = lines(20, String::new()).0;
    fs::write(&file, &text).unwrap();
    let report = verify_with(&file, "another key");
    assert_eq!(report.verdict, Verdict::Unproven, "{report}");
    assert!(report.problems.iter().all(|problem| problem.class == Class::UnknownKey), "{report}");
    assert_eq!(report.to_string().matches("unknown key").count(), 1, "{report}");
}

#[tokio::test]
async fn our_chain_goes_on_where_its_ends() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let (text, tail) = lines(20, String::new());
    fs::write(&file, text).unwrap();
    for _ in 0..2 {
        record_and_close(&Log::open(&settings(&file)).unwrap(), 3).await;
    }
    let lines = verified(&file);
    let start = &lines[20];
    assert_eq!((&start["prior_tail_status"], &start["seq"]), (&"resumed".into(), &1.into()));
    assert_eq!(start["prior_chain_tail"], tail[..12]);
    assert_eq!(lines[25]["prior_tail_status"], "resumed");
    assert_eq!(lines[29]["seq"], 10);
    let report = verify(&file);
    assert_eq!(report.verdict, Verdict::Unproven, "{report}");
    assert!(report.problems.is_empty(), "{report}");
    let ours = report.chains.iter().find(|chain| chain.chain_id.is_some()).unwrap();
    assert_eq!((ours.records, ours.proven_to), (10, 10), "{report}");
}

/// Rotated by logrotate, its last file may hold a single line of its own before our chain begins.
#[tokio::test]
async fn a_file_that_begins_with_one_of_its_lines_ends_in_our_chain() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let (before, tail) = lines(20, String::new());
    fs::write(&file, lines(1, tail).0).unwrap();
    record_and_close(&Log::open(&settings(&file)).unwrap(), 3).await;
    let alone = verify(&file);
    assert_eq!(alone.verdict, Verdict::Unproven, "{alone}");
    assert!(alone.problems.is_empty(), "{alone}");
    let is_missed = |it: &String| it.contains("the line before its first is not among these logs");
    assert!(alone.unproven.iter().any(is_missed), "{alone}");

    fs::write(directory.path().join("audit.log.1"), before).unwrap();
    for report in [alone, verify(directory.path())] {
        assert!(report.problems.is_empty(), "{report}");
        let ours = report.chains.iter().find(|chain| chain.chain_id.is_some()).unwrap();
        assert_eq!((ours.records, ours.proven_to), (5, 5), "{report}");
    }
}

/// What stands before its first line nobody can check: a made-up one in the place of ours must not hide what was
/// taken away.
#[tokio::test]
async fn a_made_up_line_of_its_does_not_stand_for_lines_of_ours() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    record_and_close(&Log::open(&settings(&file)).unwrap(), 3).await;
    fs::remove_file(directory.path().join("audit.log.checkpoint")).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    for removed in 1..4 {
        let kept = text.lines().skip(removed).map(|line| format!("{line}\n"));
        let last = text.lines().nth(removed - 1).unwrap();
        let mac = last.rsplit_once(", \"integrity_hmac\": ").unwrap().1;
        let body = r#"{"timestamp": "2026-01-02T03:04:05.000000+00:00", "level": "INFO""#;
        let made_up = format!("{body}, \"integrity_hmac\": {mac}\n");
        fs::write(&file, made_up + &kept.collect::<String>()).unwrap();
        let report = verify(&file);
        assert_eq!(report.verdict, Verdict::Tampered, "{removed} removed\n{report}");
    }
}
