//! What retention and a spool keep for destinations, and what an operator asks of them: through the log, and through the
//! program itself.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use mcp_defectdojo::audit::{Keep, Log, Settings};
use tempfile::tempdir;
use tokio::net::TcpListener;

use super::{
    PATIENCE, forwarder, lines, member, of_the_log,
    receiver::{Received, Receiver},
    record, settings,
    syslog::{records, target},
    until,
};

fn segments(file: &Path) -> Vec<PathBuf> {
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    let all = fs::read_dir(file.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    let is_closed = |path: &PathBuf| {
        let other = path.file_name().unwrap().to_string_lossy();
        other.strip_prefix(&name).is_some_and(|rest| rest.starts_with(".0"))
    };
    all.filter(is_closed).collect()
}

/// Retention that went ahead of a destination that is away would lose what the destination is there for; one that never
/// caught up again would fill the disk.
#[tokio::test]
async fn retention_waits_for_every_destination_and_goes_on_behind_them() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let away = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let near = Receiver::syslog("127.0.0.1:0", &Received::new(), None).await;
    let keep = Keep { segments: Some(1), ..Keep::default() };
    let keeping = Settings { rotate_bytes: Some(5_000), keep, ..settings(&file) };
    let targets =
        || vec![target(&format!("tcp://{}", near.address)), target(&format!("tcp://{away}"))];
    let log = Log::open(&keeping).unwrap();
    let serving = forwarder(&log, targets());
    log.begin_retention();
    record(&log, 60).await;
    until(&serving, |status| status.lag == 0).await;
    record(&log, 10).await;
    let before = segments(&file).len();
    assert!(
        before > 8,
        "{before} segments: the one that is near has everything, the other nothing"
    );
    log.close().await;
    serving.stop(PATIENCE).await;

    // After a restart the cursor says how far it is, before the destination does.
    let log = Log::open(&keeping).unwrap();
    let serving = forwarder(&log, targets());
    log.begin_retention();
    record(&log, 10).await;
    assert!(segments(&file).len() >= before);
    let all = lines(&file);
    let back = Receiver::syslog(&away.to_string(), &Received::new(), None).await;
    let is_behind = |text: &Vec<String>| text.iter().any(|it| it.ends_with(all.last().unwrap()));
    back.received.until(is_behind).await;
    // What it has goes, as records come and segments with them.
    for _ in 0..2_000 {
        if segments(&file).len() <= 2 {
            break;
        }
        record(&log, 1).await;
    }
    assert!(segments(&file).len() <= 2, "{:?}", segments(&file));
    log.close().await;
    serving.stop(PATIENCE).await;
    for status in serving.statuses() {
        assert_eq!((status.lag, status.left_out), (0, 0), "{status:?}");
    }
    let came = of_the_log(&records(&back.received));
    assert_eq!(came[..all.len()], all, "everything, from the first record on");
}

fn program(folder: &Path, environment: &[(&str, &str)], arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"));
    command.env_clear().envs(environment.iter().copied()).env("AUDIT_HMAC_KEY", "k".repeat(48));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

fn text(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

async fn output(mut command: Command) -> Output {
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

/// Without `AUDIT_LOG_FILE` records wait in a spool, which a destination that was away is served from by the next run; and
/// a folder that cannot be written is known before the first call.
#[tokio::test]
async fn a_spool_carries_records_from_run_to_run() {
    let folder = tempdir().unwrap();
    let spool = folder.path().join("spool/deep");
    let away = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let destination = format!("tcp://{away}");
    let environment =
        [("AUDIT_SPOOL_DIR", spool.to_str().unwrap()), ("AUDIT_LOG_SYSLOG", destination.as_str())];
    let run = || output(program(folder.path(), &environment, &["serve", "--demo"]));
    let ended = run().await;
    assert!(ended.status.success(), "{:?}", text(&ended));
    let (_, errors) = text(&ended);
    assert!(errors.contains("the connection was refused"), "said at the start: {errors}");
    let first = lines(&spool.join("audit.log"));
    assert_eq!(member(&first[0], "chain_event"), "chain_start");
    let receiver = Receiver::syslog(&away.to_string(), &Received::new(), None).await;
    assert!(run().await.status.success());
    let came = of_the_log(&records(&receiver.received));
    assert_eq!(came[..first.len()], first);

    fs::write(folder.path().join("file"), "").unwrap();
    let blocked = folder.path().join("file/spool");
    let environment = [("AUDIT_SPOOL_DIR", blocked.to_str().unwrap()), environment[1]];
    let ended = output(program(folder.path(), &environment, &["serve", "--demo"])).await;
    let (_, errors) = text(&ended);
    assert!(!ended.status.success() && errors.contains("AUDIT_SPOOL_DIR="), "{errors}");
}

/// `audit sinks` as an operator asks it: of a configuration file, before and after the server ran, and with a probe.
#[tokio::test]
async fn audit_sinks_reads_the_configuration_file_and_tells_in_words() {
    let folder = tempdir().unwrap();
    let receiver = Receiver::syslog("127.0.0.1:0", &Received::new(), None).await;
    let away = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (here, gone) = (receiver.address, away);
    let config = format!(
        "audit_log_file = \"audit.log\"\n[[audit_sinks]]\nsyslog = \"tcp://{here}\"\n[[audit_sinks]]\nsyslog = \"tcp://{gone}\"\n"
    );
    fs::write(folder.path().join("settings.toml"), config).unwrap();
    let ask = |arguments: &[&str]| {
        output(program(folder.path(), &[], &[arguments, &["--config", "settings.toml"]].concat()))
    };
    let served = ask(&["serve", "--demo"]).await;
    assert!(served.status.success(), "{:?}", text(&served));
    let asked = ask(&["audit", "sinks"]).await;
    let (said, _) = text(&asked);
    assert_eq!(asked.status.code(), Some(1), "one does not deliver: {said}");
    let (good, bad) = said.split_once(&format!("syslog tcp://{gone}")).unwrap();
    assert!(good.contains("state         delivering\n  lag           0 records"), "{said}");
    assert!(bad.contains("state         retrying"), "{said}");
    assert!(bad.contains("last error    the connection was refused"), "{said}");
    let (said, _) = text(&ask(&["audit", "sinks", "test"]).await);
    assert!(said.contains(&format!("syslog tcp://{here}: accepted\n")), "{said}");
    let refused = format!("syslog tcp://{gone}: not accepted now: the connection was refused\n");
    assert!(said.contains(&refused), "{said}");
    let (said, _) = text(&ask(&["audit", "sinks", "--json"]).await);
    for line in said.lines() {
        assert!(member(line, "lag").is_u64() && member(line, "remembered").is_object(), "{line}");
    }

    // What is wrong with the settings is said, and not taken for there being no destination.
    fs::write(folder.path().join("settings.toml"), "[[audit_sinks]]\nurl = \"http://a\"\n")
        .unwrap();
    let asked = ask(&["audit", "sinks"]).await;
    let (_, errors) = text(&asked);
    assert_eq!(asked.status.code(), Some(3), "{errors}");
    assert!(errors.contains("entry 1 url must be a URL that starts with https://"), "{errors}");
}
