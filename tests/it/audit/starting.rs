//! What the log does with what it finds at start.

use std::{fs, io::Write as _};

use mcp_defectdojo::audit::{Log, OpenError, Settings};
use secrecy::SecretString;
use tempfile::tempdir;

use super::{
    call,
    oracle::{assert_contiguous, verified},
    record_and_close, settings, success,
};

#[tokio::test]
async fn the_chain_goes_on_after_a_restart() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    for _ in 0..3 {
        record_and_close(&Log::open(&settings(&file)).unwrap(), 2).await;
    }
    let lines = verified(&file);
    assert_contiguous(&lines);
    let starts: Vec<_> = lines.iter().filter(|line| line["chain_event"] == "chain_start").collect();
    let status: Vec<_> = starts.iter().map(|line| &line["prior_tail_status"]).collect();
    assert_eq!(status, ["no_prior_file", "resumed", "resumed"]);
    assert_eq!(starts[0]["prior_chain_tail"], serde_json::Value::Null);
    let mac = lines[3]["integrity_hmac"].as_str().unwrap();
    assert_eq!(starts[1]["prior_chain_tail"], mac[..12]);
}

#[tokio::test]
async fn an_empty_file_is_said_to_be_empty() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    fs::write(&file, "").unwrap();
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;
    let start = &verified(&file)[0];
    assert_eq!(start["prior_tail_status"], "empty_file");
    assert_eq!(start.get("torn_tail_bytes"), None, "nothing was torn");
}

/// A crash in the middle of a line must not make the log unverifiable for ever, as it did.
#[tokio::test]
async fn a_torn_tail_is_set_aside_and_declared() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    record_and_close(&Log::open(&settings(&file)).unwrap(), 2).await;
    let torn = br#"{"timestamp": "2026-01-01T"#;
    fs::OpenOptions::new().append(true).open(&file).unwrap().write_all(torn).unwrap();
    record_and_close(&Log::open(&settings(&file)).unwrap(), 2).await;

    let lines = verified(&file);
    assert_contiguous(&lines);
    let start = &lines[4];
    assert_eq!(start["prior_tail_status"], "resumed");
    assert_eq!(start["torn_tail_bytes"], torn.len());
    let aside = directory.path().join(start["torn_tail_file"].as_str().unwrap());
    assert_eq!(fs::read(aside).unwrap(), torn);
}

/// Lines longer than the window in which the end is looked for.
#[tokio::test]
async fn the_tail_of_a_long_line_is_found() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    for length in [300_000, 65_536, 200_000] {
        let mut call = call("import_scan");
        let list = vec![serde_json::Value::from("x"); length / 5];
        call.request_params.insert("list".to_owned(), list.into());
        log.append(success(&call)).await.unwrap();
    }
    drop(log);
    // The writer ends by itself when the last handle is gone; opening again waits for its lock.
    let log = loop {
        match Log::open(&Settings { network: true, ..settings(&file) }) {
            Ok(log) => break log,
            Err(OpenError::InUse(_)) => tokio::task::yield_now().await,
            Err(error) => panic!("{error}"),
        }
    };
    record_and_close(&log, 1).await;
    assert_contiguous(&verified(&file));
}

/// With another key, or after someone changed the last line, the old log stays as it is for `audit verify`.
#[tokio::test]
async fn a_log_that_does_not_verify_is_set_aside_whole() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    record_and_close(&Log::open(&settings(&file)).unwrap(), 2).await;
    let before = fs::read(&file).unwrap();
    let other = Settings { key: Some(SecretString::from("another key")), ..settings(&file) };
    record_and_close(&Log::open(&other).unwrap(), 1).await;
    let text = fs::read_to_string(&file).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["prior_tail_status"], "unreadable");
    assert_eq!(lines[0]["seq"], 1);
    assert_eq!(lines[1]["event_type"], "security_warning");
    assert_eq!(lines[1]["problem"], "unknown_key");
    let aside = directory.path().join(lines[1]["set_aside"].as_str().unwrap());
    assert_eq!(fs::read(aside).unwrap(), before);
}

/// Somebody who gave the wrong key puts the log back from what was set aside, and may leave that where it is.
#[tokio::test]
async fn a_log_that_was_put_back_goes_on_beside_what_was_set_aside() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    record_and_close(&Log::open(&settings(&file)).unwrap(), 2).await;
    let other = Settings { key: Some(SecretString::from("another key")), ..settings(&file) };
    record_and_close(&Log::open(&other).unwrap(), 1).await;
    for companion in ["", ".state", ".checkpoint"] {
        let aside = directory.path().join(format!("audit.log.unverified.1{companion}"));
        fs::copy(aside, directory.path().join(format!("audit.log{companion}"))).unwrap();
    }
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;
    let lines = verified(&file);
    assert_contiguous(&lines);
    assert_eq!(lines[4]["prior_tail_status"], "resumed");
    assert!(!directory.path().join("audit.log.unverified.2").exists());
}

/// Without a state every line is read again: one that was changed is found in front of lines that nobody touched.
#[tokio::test]
async fn a_changed_line_is_not_gone_on_with() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    record_and_close(&Log::open(&settings(&file)).unwrap(), 3).await;
    fs::remove_file(directory.path().join("audit.log.state")).unwrap();
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("get_finding", "set_finding", 1)).unwrap();
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;
    let fresh = verified(&file);
    assert_eq!(fresh[0]["prior_tail_status"], "unreadable");
    assert_eq!(fresh[1]["problem"], "changed");
}

#[tokio::test]
async fn a_second_process_on_stdio_writes_its_own_chain() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let first = Log::open(&settings(&file)).unwrap();
    let second = Log::open(&settings(&file)).unwrap();
    let own = second.status().file.unwrap();
    assert_ne!(own, file);
    assert!(second.status().notice.unwrap().contains("AUDIT_LOG_FILE"));
    assert!(first.status().notice.is_none());
    record_and_close(&first, 2).await;
    record_and_close(&second, 2).await;
    let lines = verified(&own);
    assert_contiguous(&lines);
    assert!(own.to_str().unwrap().ends_with(lines[0]["chain_id"].as_str().unwrap()));
    assert_contiguous(&verified(&file));
}

#[tokio::test]
async fn a_second_process_on_a_network_transport_refuses_to_start() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let first = Log::open(&settings(&file)).unwrap();
    let error = Log::open(&Settings { network: true, ..settings(&file) }).unwrap_err();
    assert!(matches!(error, OpenError::InUse(_)), "{error}");
    assert!(error.to_string().contains("AUDIT_LOG_FILE"), "{error}");
    first.close().await;
    record_and_close(&Log::open(&Settings { network: true, ..settings(&file) }).unwrap(), 1).await;
}

#[cfg(unix)]
#[tokio::test]
async fn the_log_is_for_its_owners_eyes() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}
