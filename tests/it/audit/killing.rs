//! `kill -9` in the middle of writing, again and again: every record that was acknowledged is in the log.
#![cfg(unix)]

use std::{
    collections::HashSet,
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
};

use mcp_defectdojo::audit::{
    Keyring, Log, Settings,
    verify::{self, Request, Verdict},
};
use secrecy::SecretString;
use tempfile::tempdir;
use uuid::Uuid;

use super::{KEY, call, record_and_close, settings, success};

const ROUNDS: usize = 20;

#[expect(clippy::disallowed_methods, reason = "parameters of the test's own second process")]
fn parameter(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The second process: eight writers, each telling on stdout what was acknowledged, until it is killed.
async fn write_until_killed(file: PathBuf) {
    let log = Log::open(&Settings { rotate_bytes: Some(50_000), ..settings(&file) }).unwrap();
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let log = log.clone();
            tokio::spawn(async move {
                loop {
                    let call = call("add_finding_note");
                    log.append(success(&call)).await.unwrap();
                    let line = format!("acknowledged {}\n", call.request_id);
                    if std::io::stdout().write_all(line.as_bytes()).is_err() {
                        return;
                    }
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_process_loses_nothing_that_it_acknowledged() {
    if let Some(file) = parameter("AUDIT_TEST_FILE") {
        return write_until_killed(file.into()).await;
    }
    let rounds = parameter("ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let mut acknowledged = HashSet::new();
    for round in 0..rounds {
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "audit::killing::a_killed_process_loses_nothing_that_it_acknowledged",
            ])
            .arg("--nocapture")
            .env("AUDIT_TEST_FILE", &file)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(victim.stdout.take().unwrap()).lines();
        let enough = 20 + round % 20 * 7;
        let mut told = 0;
        for line in lines {
            let line = line.unwrap();
            if let Some((_, id)) = line.split_once("acknowledged ")
                && let Ok(id) = Uuid::parse_str(id)
            {
                acknowledged.insert(id.to_string());
                told += 1;
                if told == enough {
                    victim.kill().unwrap();
                }
            }
        }
        victim.wait().unwrap();
        assert!(told >= enough, "the process has written");
    }
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;

    let mut found = HashSet::new();
    for entry in std::fs::read_dir(directory.path()).unwrap() {
        for line in std::fs::read_to_string(entry.unwrap().path()).unwrap_or_default().lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap_or_default();
            found.extend(line["request_id"].as_str().map(str::to_owned));
        }
    }
    let lost: Vec<_> = acknowledged.difference(&found).collect();
    eprintln!(
        "{rounds} kills: {} records acknowledged, {} found, {} lost",
        acknowledged.len(),
        acknowledged.intersection(&found).count(),
        lost.len()
    );
    assert!(lost.is_empty(), "{} of {} lost: {lost:?}", lost.len(), acknowledged.len());

    let key = SecretString::from(KEY);
    let request = Request {
        paths: vec![directory.path().to_owned()],
        keyring: Keyring::read(None, Some(&key)).unwrap().unwrap(),
        checkpoints: Vec::new(),
        public_key: None,
        jobs: 2,
    };
    let report = verify::run(&request, &|_| {}).unwrap();
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
    assert_eq!(report.chains.len(), 1, "{report}");
}
