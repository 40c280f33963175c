//! `migrate` on environments as people have them: what it says is a snapshot, and no secret is in it.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// Secrets of this run's making, by their places in the files.
const SECRETS: [&str; 5] = ["dojo", "first", "second", "third", "audit"];

fn secret(of: &str) -> String {
    [of, "4f9c0a77", of, "e1b2d3c4", of, "a5b6c7d8e9f0"].concat()
}

/// A folder with the file `old.env` and a file that holds a key.
fn folder(file: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/migrate").join(file);
    let mut text = fs::read_to_string(path).unwrap();
    for name in SECRETS {
        text = text.replace(&format!("{{{name}}}"), &secret(name));
    }
    let place = folder.path().display().to_string();
    fs::write(folder.path().join("old.env"), text.replace("{folder}", &place)).unwrap();
    fs::write(folder.path().join("dojo-key"), secret("dojo")).unwrap();
    folder
}

fn migrate(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"))
        .arg("migrate")
        .args(arguments)
        .env_clear()
        .envs(environment.iter().copied())
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

/// What is said, with the exit code in front.
fn told(folder: &Path, output: &Output) -> String {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    for name in SECRETS {
        assert!(!text.contains(&secret(name)) && !errors.contains(&secret(name)), "{text}{errors}");
    }
    let all = format!("exit code {}\n\n{text}{errors}", output.status.code().unwrap());
    all.replace(&folder.display().to_string(), "[folder]")
}

/// Twelve environments, each with all that is said about it.
#[test]
fn each_environment_is_told_line_by_line() {
    let mut count = 0;
    for (name, code) in [
        ("laptop", 0),
        ("docker-desktop", 0),
        ("team-server", 0),
        ("splunk", 0),
        ("syslog", 0),
        ("open-lab", 1),
        ("no-audit-key", 1),
        ("mistyped", 1),
        ("plain-webhook", 1),
        ("shared-token", 1),
        ("reader-only", 1),
        ("half-moved", 0),
    ] {
        let folder = folder(&format!("{name}.env"));
        let output = migrate(folder.path(), &["old.env"], &[]);
        let text = told(folder.path(), &output);
        assert_eq!(output.status.code(), Some(code), "{name}: {text}");
        insta::assert_snapshot!(format!("migrate_{name}"), text);
        count += 1;

        // A program is told the same.
        let output = migrate(folder.path(), &["--json", "old.env"], &[]);
        told(folder.path(), &output);
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(answer["ok"], Value::Bool(code == 0), "{name}");
        let lines = answer["report"]["settings"].as_array().unwrap();
        for line in lines {
            assert!(text.contains(line["name"].as_str().unwrap()), "{name}: {line}");
            assert!(line["line"].is_u64() && line["verdict"].is_string(), "{name}: {line}");
        }
    }
    assert_eq!(count, 12);
}

/// What `migrate` calls good starts, and what it calls wrong does not: `check` reads the same file by itself.
#[test]
fn the_verdict_is_the_one_of_a_start() {
    for name in ["team-server", "syslog", "open-lab", "mistyped", "shared-token"] {
        let folder = folder(&format!("{name}.env"));
        let ours = migrate(folder.path(), &["old.env"], &[]);
        let check = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"))
            .args(["check", "--json", "--timeout", "1", "--env-file", "old.env"])
            .env_clear()
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let answer: Value = serde_json::from_slice(&check.stdout).unwrap();
        let refused = answer["checks"]
            .as_array()
            .unwrap()
            .iter()
            .any(|check| check["name"] == "configuration" && check["status"] == "problem");
        assert_eq!(ours.status.code() == Some(1), refused, "{name}: {answer}");
    }
}

/// Without a file it is the environment that counts, and the `.env` that a start would read.
#[test]
fn an_environment_is_read_as_a_start_reads_it() {
    let folder = folder("laptop.env");
    fs::rename(folder.path().join("old.env"), folder.path().join(".env")).unwrap();
    let output = migrate(folder.path(), &[], &[("LOG_LEVEL", "ERROR")]);
    insta::assert_snapshot!("migrate_environment_and_env_file", told(folder.path(), &output));

    // The Python package would have put both together.
    let output = migrate(folder.path(), &[], &[("DEFECTDOJO_API_KEY", &secret("second"))]);
    insta::assert_snapshot!("migrate_environment_alone", told(folder.path(), &output));

    let empty = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(
        "migrate_nothing",
        told(empty.path(), &migrate(empty.path(), &[], &[]))
    );
}

#[test]
fn a_file_that_is_not_there_is_an_error_of_usage() {
    let folder = tempfile::tempdir().unwrap();
    let output = migrate(folder.path(), &["no.env"], &[]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(output.stdout, b"");
    assert!(String::from_utf8_lossy(&output.stderr).contains("no.env cannot be read"));
}
