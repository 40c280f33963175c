//! Real disks that fill, turn read-only or are rotated under the writer by the real logrotate, and clocks that
//! go back. What needs rights that are not given here says so and is passed over.
#![cfg(target_os = "linux")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use mcp_defectdojo::audit::{
    FailMode, Keyring, Log, OpenError, Record, Settings, Unrecorded,
    verify::{self, Class, Report, Request, Verdict},
};
use secrecy::SecretString;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::{KEY, call, record_and_close, settings, success, tool};

/// A file system of its own, gone with the test.
struct Mounted(TempDir);

impl Mounted {
    fn small(bytes: usize) -> Option<Self> {
        let mounted = Self(tempdir().unwrap());
        let size = format!("size={bytes}");
        let output = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "none"])
            .arg(mounted.path())
            .output();
        if output.is_ok_and(|output| output.status.success()) {
            return Some(mounted);
        }
        eprintln!("passed over: this user may not mount");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn remount(&self, how: &str) -> bool {
        let options = format!("remount,{how}");
        Command::new("mount").args(["-o", &options]).arg(self.path()).status().unwrap().success()
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        // Also where an open file still holds it.
        Command::new("umount").arg("--lazy").arg(self.path()).status().ok();
    }
}

fn verified(directory: &Path) -> Report {
    let key = SecretString::from(KEY);
    let request = Request {
        paths: vec![directory.to_owned()],
        keyring: Keyring::read(None, Some(&key)).unwrap().unwrap(),
        checkpoints: Vec::new(),
        public_key: None,
        jobs: 2,
    };
    verify::run(&request, &|_| {}).unwrap()
}

/// Every line of every segment, as JSON.
fn lines(directory: &Path) -> Vec<Value> {
    let text = |path: PathBuf| fs::read_to_string(path).unwrap_or_default();
    let all = fs::read_dir(directory).unwrap().map(|entry| text(entry.unwrap().path()));
    let mut lines: Vec<Value> = all
        .flat_map(|text| {
            text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect::<Vec<_>>()
        })
        .filter(|line: &Value| line["seq"].is_u64())
        .collect();
    lines.sort_by_key(|line| line["seq"].as_u64());
    lines
}

/// Asks again and again, as callers do, until the log takes records again.
async fn append_until_it_works(log: &Log) {
    let started = Instant::now();
    // An intent that is refused is not kept: asking in vain leaves nothing behind that has to be written.
    while log.append(Record::intent(&call("reopen_finding"))).await.is_err() {
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", log.status());
    }
}

/// A disk that is full refuses at once, says so in the log itself, and is recovered from without a restart:
/// nothing that was acknowledged is missing, and what happened meanwhile is told.
#[tokio::test]
async fn a_full_disk_refuses_says_so_and_is_recovered_from() {
    let Some(disk) = Mounted::small(64 * 1024) else { return };
    let ballast = disk.path().join("ballast");
    fs::write(&ballast, vec![b'x'; 24 * 1024]).unwrap();
    let file = disk.path().join("audit.log");
    let log = Log::open(&Settings { network: true, ..settings(&file) }).unwrap();
    let mut acknowledged = 0;
    let error = loop {
        match log.append(Record::intent(&call("close_finding"))).await {
            Ok(()) => acknowledged += 1,
            Err(error) => break error,
        }
    };
    assert!(
        matches!(&error, Unrecorded::Failed(cause) if cause.contains("No space left")),
        "{error:?}"
    );
    assert!(acknowledged > 5, "{acknowledged}");
    // What is left of the reserve still takes records; then reads are refused too.
    while log.hand_over(success(&call("get_finding"))).await.is_ok() {}
    let refusals =
        |lines: &[Value]| lines.iter().filter(|line| line["event_type"] == "audit_refusal").count();
    // Callers are told first: the reserve has room for the reason, which comes right after.
    let started = Instant::now();
    while refusals(&lines(disk.path())) == 0 {
        assert!(started.elapsed() < Duration::from_secs(20), "no reason in the log");
    }

    fs::remove_file(&ballast).unwrap();
    append_until_it_works(&log).await;
    assert!(log.status().writable);
    log.close().await;
    let lines = lines(disk.path());
    let announced = |line: &&Value| {
        line["event_type"] == "audit_intent" && line["tool_name"] == "close_finding"
    };
    let found = lines.iter().filter(announced).count();
    eprintln!("acknowledged {acknowledged}, found {found}, lost {}", acknowledged - found);
    assert_eq!(found, acknowledged);
    assert!(lines.iter().any(|line| {
        line["event_type"] == "audit_gap"
            && line["cause"].as_str().unwrap().contains("No space left")
    }));
    let report = verified(disk.path());
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
    assert!(
        disk.path().join("audit.log.reserve").exists(),
        "the reserve is there for the next time"
    );
}

/// The size that the disk has from the start is too small for the reserve as well.
#[tokio::test]
async fn a_disk_without_room_for_a_reserve_still_takes_records() {
    let Some(disk) = Mounted::small(12 * 1024) else { return };
    let file = disk.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    let mut acknowledged = 0;
    while log.append(success(&call("get_finding"))).await.is_ok() {
        acknowledged += 1;
    }
    assert!(acknowledged > 0);
    log.close().await;
    let report = verified(disk.path());
    assert_ne!(report.verdict, Verdict::Tampered, "{report}");
    assert!(report.lines > acknowledged, "{report}");
}

/// An ext4 file system in a file.
struct Image {
    mounted: Mounted,
    directory: TempDir,
}

impl Image {
    fn new() -> Option<Self> {
        let directory = tempdir().unwrap();
        let file = directory.path().join("image");
        fs::File::create(&file).unwrap().set_len(8 << 20).unwrap();
        let made = Command::new("mkfs.ext4").arg("-q").arg(&file).status();
        let image = Self { mounted: Mounted(tempdir().unwrap()), directory };
        if made.is_ok_and(|made| made.success()) && image.mount() {
            return Some(image);
        }
        eprintln!("passed over: this user may not mount an image");
        None
    }

    fn mount(&self) -> bool {
        let mut command = Command::new("mount");
        command.args(["-o", "loop,errors=remount-ro"]);
        command.arg(self.directory.path().join("image")).arg(self.mounted.path());
        command.output().unwrap().status.success()
    }

    /// Has the file system find an error and turn read-only, as it does when its disk fails.
    fn break_it(&self) -> bool {
        let output =
            Command::new("findmnt").args(["-no", "SOURCE"]).arg(self.mounted.path()).output();
        let source = String::from_utf8(output.unwrap().stdout).unwrap();
        let device = source.trim().trim_start_matches("/dev/");
        fs::write(format!("/sys/fs/ext4/{device}/trigger_fs_error"), "a test").is_ok()
    }

    /// What an operator does: checks the disk and mounts it again.
    fn repair(&self) {
        assert!(Command::new("umount").arg(self.mounted.path()).status().unwrap().success());
        let image = self.directory.path().join("image");
        let checked = Command::new("fsck.ext4").arg("-fy").arg(image).output().unwrap();
        assert!(checked.status.code().unwrap() <= 1, "{checked:?}");
        assert!(self.mount());
    }
}

/// `AUDIT_FAIL_MODE` on a disk that has turned read-only while the log was open.
#[tokio::test]
async fn a_disk_that_turns_read_only_refuses_by_the_mode_and_is_recovered_from() {
    let cases = [
        (FailMode::Closed, true, true),
        (FailMode::Mutations, true, false),
        (FailMode::Open, false, false),
    ];
    for (fail_mode, refuses_writes, refuses_reads) in cases {
        let Some(image) = Image::new() else { return };
        let file = image.mounted.path().join("audit.log");
        let settings = Settings { network: true, fail_mode, ..settings(&file) };
        let log = Log::open(&settings).unwrap();
        let mut promised = 0;
        for _ in 0..10 {
            log.append(success(&call("get_finding"))).await.unwrap();
            promised += 1;
        }
        if !image.break_it() {
            log.close().await;
            eprintln!("passed over: this kernel cannot be told to fail");
            return;
        }
        let write = log.append(Record::intent(&call("close_finding"))).await;
        assert_eq!(write.is_err(), refuses_writes, "{fail_mode:?} {write:?}");
        let read = log.hand_over(success(&call("get_finding"))).await;
        assert_eq!(read.is_err(), refuses_reads, "{fail_mode:?} {read:?}");
        assert!(!log.status().writable);
        let error = log.status().last_error.unwrap();
        assert!(error.contains("Read-only") || error.contains("Input/output"), "{error}");
        log.close().await;

        image.repair();
        record_and_close(&Log::open(&settings).unwrap(), 1).await;
        let found = lines(image.mounted.path());
        let found = found.iter().filter(|line| line["event_type"] == "audit").count();
        eprintln!("{fail_mode:?}: acknowledged {promised}, found {}, lost 0", found - 1);
        assert!(found > promised);
        let report = verified(image.mounted.path());
        assert_eq!(report.verdict, Verdict::Proven, "{report}");
        assert_eq!(report.chains.len(), 1, "{report}");
    }
}

/// At start, a directory that cannot be written is said with the variable.
#[tokio::test]
async fn a_read_only_disk_at_start_is_said_with_the_variable() {
    let Some(disk) = Mounted::small(1 << 20) else { return };
    assert!(disk.remount("ro"));
    let error = Log::open(&settings(&disk.path().join("audit.log"))).unwrap_err();
    assert!(matches!(error, OpenError::Unwritable { .. }));
    assert!(error.to_string().contains("AUDIT_LOG_FILE="), "{error}");
    assert!(error.to_string().contains("Read-only file system"), "{error}");
}

/// Runs the real logrotate once.
fn rotate(logrotate: &Path, directory: &Path, rules: &str) {
    let file = directory.join("log/audit.log");
    let configuration = directory.join("logrotate.conf");
    let text = format!("{} {{\n su root root\n rotate 9\n {rules}\n}}\n", file.display());
    fs::write(&configuration, text).unwrap();
    let output = Command::new(logrotate)
        .args(["--force", "--state"])
        .arg(directory.join("state"))
        .arg(&configuration)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Eight writers while logrotate runs again and again; how many records they were promised.
async fn written_while_rotated(logrotate: &Path, directory: &Path, rules: &str) -> usize {
    fs::create_dir(directory.join("log")).unwrap();
    let log = Log::open(&settings(&directory.join("log/audit.log"))).unwrap();
    let stop = tokio_util::sync::CancellationToken::new();
    let writers: Vec<_> = (0..8)
        .map(|_| {
            let (log, stop) = (log.clone(), stop.clone());
            tokio::spawn(async move {
                let mut acknowledged = 0;
                while !stop.is_cancelled() {
                    log.append(success(&call("get_finding"))).await.unwrap();
                    acknowledged += 1;
                }
                acknowledged
            })
        })
        .collect();
    let (logrotate, here, rules) = (logrotate.to_owned(), directory.to_owned(), rules.to_owned());
    let told = log.clone();
    tokio::task::spawn_blocking(move || {
        for _ in 0..5 {
            rotate(&logrotate, &here, &rules);
            told.reopen();
        }
    })
    .await
    .unwrap();
    stop.cancel();
    let mut acknowledged = 0;
    for writer in writers {
        acknowledged += writer.await.unwrap();
    }
    log.close().await;
    acknowledged
}

#[tokio::test(flavor = "multi_thread")]
async fn the_real_logrotate_with_create_loses_nothing() {
    let Some(logrotate) = tool("logrotate") else { return };
    let directory = tempdir().unwrap();
    let acknowledged = written_while_rotated(&logrotate, directory.path(), "create 0600").await;
    let log = directory.path().join("log");
    let found = lines(&log).iter().filter(|line| line["event_type"] == "audit").count();
    eprintln!("acknowledged {acknowledged}, found {found}, lost {}", acknowledged - found);
    assert_eq!(found, acknowledged);
    assert!(fs::read_dir(&log).unwrap().count() > 6, "it has rotated");
    let report = verified(&log);
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
    assert_eq!(report.chains.len(), 1, "{report}");
}

/// What `copytruncate` loses between its two steps is declared, and never taken for tampering.
#[tokio::test(flavor = "multi_thread")]
async fn the_real_logrotate_with_copytruncate_is_declared() {
    let Some(logrotate) = tool("logrotate") else { return };
    let directory = tempdir().unwrap();
    let acknowledged = written_while_rotated(&logrotate, directory.path(), "copytruncate").await;
    let log = directory.path().join("log");
    let lines = lines(&log);
    let found = lines.iter().filter(|line| line["event_type"] == "audit").count();
    eprintln!("acknowledged {acknowledged}, found {found}");
    let gaps = lines.iter().filter(|line| line["event_type"] == "audit_gap").count();
    assert!(gaps > 0, "each cut is told");
    let report = verified(&log);
    assert_ne!(report.verdict, Verdict::Tampered, "{report}");
    let classes: Vec<_> = report.problems.iter().map(|problem| problem.class).collect();
    assert!(
        classes.iter().all(|class| matches!(class, Class::DeclaredGap | Class::Torn)),
        "{report}"
    );
    if found < acknowledged {
        assert_eq!(report.verdict, Verdict::Unproven, "{report}");
    }
}

/// A clock that is set back changes times, not the chain; verification says that the times are not to be trusted.
#[tokio::test]
async fn a_clock_that_is_set_back_is_told_and_breaks_nothing() {
    let Some(faketime) = tool("faketime") else { return };
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let aged = Settings { rotate_age: Some(Duration::from_hours(1)), ..settings(&file) };
    record_and_close(&Log::open(&aged).unwrap(), 2).await;
    let output = Command::new(faketime)
        .args(["-f", "-3d"])
        .arg(env!("CARGO_BIN_EXE_mcp-defectdojo"))
        .args(["serve", "--demo"])
        .env_clear()
        .env("AUDIT_LOG_FILE", &file)
        .env("AUDIT_HMAC_KEY", KEY)
        .env("AUDIT_ROTATE_AGE", "1h")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    record_and_close(&Log::open(&aged).unwrap(), 1).await;
    let report = verified(directory.path());
    assert_eq!(report.verdict, Verdict::Proven, "{report}");
    assert_eq!(report.chains.len(), 1, "{report}");
    assert!(report.notes.iter().any(|note| note.contains("clock had gone back")), "{report}");
}
