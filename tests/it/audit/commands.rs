//! The `audit` commands of the real binary: what they print and how they end.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use mcp_defectdojo::audit::{Ended, Log, Outcome, Record};
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use super::{KEY, call, settings, success};

fn audit(directory: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"))
        .arg("audit")
        .args(args)
        .env_clear()
        .current_dir(directory)
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

/// A log of six records in a directory of its own.
async fn log() -> TempDir {
    let directory = tempdir().unwrap();
    fs::create_dir(directory.path().join("log")).unwrap();
    let log = Log::open(&settings(&directory.path().join("log/audit.log"))).unwrap();
    log.append(success(&call("get_finding"))).await.unwrap();
    let mut write = call("close_finding");
    write.request_params.insert("finding_id".to_owned(), json!(99));
    write.findings_read_before_mutation = Some(vec![17]);
    log.append(Record::intent(&write)).await.unwrap();
    log.append(success(&write)).await.unwrap();
    let mut denied = Ended::new(Outcome::Denied, std::time::Duration::ZERO);
    denied.reason = Some("rate_limited");
    log.append(Record::outcome(&call("create_product"), &denied)).await.unwrap();
    log.close().await;
    directory
}

#[tokio::test]
async fn verify_ends_with_the_code_of_its_verdict() {
    let directory = log().await;
    let here = directory.path();
    let proven = audit(here, &["verify", "log", "--key", KEY]);
    assert_eq!(proven.status.code(), Some(0), "{}{}", stdout(&proven), stderr(&proven));
    assert!(stdout(&proven).ends_with("(6 lines in 1 files)\n"), "{}", stdout(&proven));

    let wrong_key = audit(here, &["verify", "log", "--key", "another"]);
    assert_eq!(wrong_key.status.code(), Some(2), "{}", stdout(&wrong_key));

    let file = here.join("log/audit.log");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("writer-one", "writer-two")).unwrap();
    let tampered = audit(here, &["verify", "log", "--key", KEY, "--json"]);
    assert_eq!(tampered.status.code(), Some(1));
    let report: Value = serde_json::from_str(stdout(&tampered)).unwrap();
    assert_eq!(report["verdict"], "tampered");
    let problem = &report["problems"][0];
    assert_eq!((&problem["class"], &problem["line"]), (&json!("modified"), &json!(2)));

    for wrong in [
        &["verify", "missing", "--key", KEY][..],
        &["verify", "log"],
        &["verify", "--key", KEY],
        &["verify", "log", "--key", KEY, "--jobs", "0"],
        &["verify", "log", "--key", KEY, "--pubkey", "no key"],
        &["verify", "log", "--keyring", "missing"],
    ] {
        let output = audit(here, wrong);
        assert_eq!(output.status.code(), Some(3), "{wrong:?}");
        assert!(stdout(&output).is_empty());
        assert!(!stderr(&output).is_empty(), "{wrong:?} is not explained");
    }
}

/// The server's own settings say where its log is and with which key.
#[tokio::test]
async fn the_configured_log_is_taken_where_none_is_named() {
    let directory = log().await;
    let mut command = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"));
    command.env_clear().current_dir(directory.path()).args(["audit", "verify"]);
    let output =
        command.env("AUDIT_LOG_FILE", "log/audit.log").env("AUDIT_HMAC_KEY", KEY).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
}

#[tokio::test]
async fn a_proof_is_checked_with_the_public_key_alone() {
    let directory = log().await;
    let here = directory.path();
    let first = fs::read_to_string(here.join("log/audit.log")).unwrap();
    let first: Value = serde_json::from_str(first.lines().next().unwrap()).unwrap();
    let key = first["checkpoint_public_key"].as_str().unwrap();
    let proof = audit(here, &["prove", "log", "--seq", "4"]);
    assert_eq!(proof.status.code(), Some(0), "{}", stderr(&proof));
    fs::write(here.join("a.tlog-proof"), &proof.stdout).unwrap();
    let checked = audit(here, &["check-proof", "a.tlog-proof", "--pubkey", key]);
    assert_eq!(checked.status.code(), Some(0), "{}", stderr(&checked));
    let line: Value = serde_json::from_str(stdout(&checked)).unwrap();
    assert_eq!((&line["seq"], &line["tool_name"]), (&json!(4), &json!("close_finding")));

    let changed = stdout(&proof).replace("index 3", "index 2");
    fs::write(here.join("a.tlog-proof"), changed).unwrap();
    let checked = audit(here, &["check-proof", "a.tlog-proof", "--pubkey", key]);
    assert_eq!(checked.status.code(), Some(1), "{}", stdout(&checked));
    assert_eq!(audit(here, &["prove", "log", "--seq", "7"]).status.code(), Some(3));
}

#[tokio::test]
async fn show_finds_who_did_what() {
    let directory = log().await;
    let here = directory.path();
    let count = |args: &[&str]| {
        let output = audit(here, &[&["show", "log", "--json"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output).lines().count()
    };
    assert_eq!(count(&[]), 6);
    assert_eq!(count(&["--tool", "close_finding"]), 2);
    assert_eq!(count(&["--outcome", "denied"]), 1);
    assert_eq!(count(&["--event", "lifecycle"]), 2);
    assert_eq!(count(&["--finding", "99"]), 2);
    // Read by the call of another tool, or before a write.
    assert_eq!(count(&["--finding", "17"]), 4);
    assert_eq!(count(&["--caller", "writer"]), 4);
    assert_eq!(count(&["--caller", "nobody"]), 0);
    assert_eq!(count(&["--since", "2020", "--until", "2999-01-01"]), 6);
    assert_eq!(count(&["--until", "2020-01-01"]), 0);
    assert_eq!(count(&["--since", "2020-01-01 08:15:00Z"]), 6);
    // What passes no filter is said, and a time that is none is refused rather than compared.
    let nothing = audit(here, &["show", "log", "--tool", "no_such_tool"]);
    assert_eq!((nothing.status.code(), stdout(&nothing)), (Some(0), ""));
    assert!(stderr(&nothing).contains("no record is like that"), "{}", stderr(&nothing));
    for wrong in ["yesterday", "202", "2026/01/31", "2026-01-31T08:15+02:00"] {
        assert_eq!(audit(here, &["show", "log", "--since", wrong]).status.code(), Some(3));
    }
    // Lines are shown as they stand, so that their seals can be checked.
    let shown = audit(here, &["show", "log", "--json"]);
    assert_eq!(stdout(&shown), fs::read_to_string(here.join("log/audit.log")).unwrap());

    let table = audit(here, &["show", "log", "--outcome", "denied"]);
    let lines: Vec<_> = stdout(&table).lines().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[0].starts_with("TIME (UTC)"));
    assert!(
        lines[1].contains("create_product") && lines[1].contains("reason: rate_limited"),
        "{}",
        lines[1]
    );
}

#[tokio::test]
async fn a_rotated_key_is_added_to_the_ring() {
    let directory = tempdir().unwrap();
    let output = audit(directory.path(), &["keys", "rotate", "ring"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let ring = fs::read_to_string(directory.path().join("ring")).unwrap();
    assert_eq!((ring.lines().count(), ring.trim().len()), (1, 64));
    // The key itself is shown nowhere.
    assert!(!stdout(&output).contains(ring.trim()));
}
