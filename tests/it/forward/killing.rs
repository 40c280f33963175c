//! Whoever dies, and as often as they like: every record that was acknowledged arrives, in the order of its chain.
#![cfg(unix)]

use std::{
    collections::HashSet,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use mcp_defectdojo::audit::{Log, Settings};
use tempfile::tempdir;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use super::{
    PATIENCE, call, forwarder, lines, member, of_the_log,
    receiver::{Received, Receiver},
    settings, success,
    syslog::{records, target},
    until,
};

const ROUNDS: usize = 12;
const SEGMENT: u64 = 20_000;

#[expect(clippy::disallowed_methods, reason = "parameters of the test's own second process")]
fn parameter(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Draws numbers from a seed, so that a failure can be had again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn open(file: &Path) -> Log {
    Log::open(&Settings { rotate_bytes: Some(SEGMENT), ..settings(file) }).unwrap()
}

/// The second process: records, forwards, and tells on stdout what was acknowledged, until it is killed.
async fn serve_until_killed(file: PathBuf, destination: &str) {
    let log = open(&file);
    let _forwarder = forwarder(&log, vec![target(destination)]);
    loop {
        let call = call("add_finding_note");
        log.append(success(&call)).await.unwrap();
        let line = format!("acknowledged {}\n", call.request_id);
        if std::io::stdout().write_all(line.as_bytes()).is_err() {
            return;
        }
    }
}

async fn until_acknowledged(victim: &mut Child, count: u64, acknowledged: &mut HashSet<String>) {
    let mut output = BufReader::new(victim.stdout.take().unwrap()).lines();
    let mut told = 0;
    while told < count {
        let line = tokio::time::timeout(PATIENCE, output.next_line()).await.unwrap().unwrap();
        let line = line.unwrap();
        if let Some((_, id)) = line.split_once("acknowledged ") {
            acknowledged.insert(id.to_owned());
            told += 1;
        }
    }
    victim.start_kill().unwrap();
    // What was acknowledged before it died counts as well.
    while let Ok(Some(line)) = output.next_line().await {
        let id = line.split_once("acknowledged ").map(|(_, id)| id);
        acknowledged.extend(id.filter(|id| id.len() == 36).map(str::to_owned));
    }
    victim.wait().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn deaths_on_both_sides_lose_nothing() {
    if let (Some(file), Some(destination)) =
        (parameter("FORWARD_TEST_FILE"), parameter("FORWARD_TEST_DESTINATION"))
    {
        return serve_until_killed(file.into(), &destination).await;
    }
    let rounds = parameter("ROUNDS").map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let seed =
        parameter("SEED").map_or_else(|| u64::from(std::process::id()), |it| it.parse().unwrap());
    eprintln!("SEED={seed}");
    let mut dice = Dice(seed);
    let folder = tempdir().unwrap();
    let file = folder.path().join("audit.log");
    let events = Received::new();
    let mut receiver = Some(Receiver::syslog("127.0.0.1:0", &events, None).await);
    let address = receiver.as_ref().unwrap().address.to_string();
    let destination = format!("tcp://{address}");
    let mut acknowledged = HashSet::new();
    for _ in 0..rounds {
        // The receiver is there, is not, or dies in the middle.
        match dice.roll(3) {
            0 => receiver = None,
            _ if receiver.is_none() => {
                receiver = Some(Receiver::syslog(&address, &events, None).await);
            }
            _ => {}
        }
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "forward::killing::deaths_on_both_sides_lose_nothing", "--nocapture"])
            .env("FORWARD_TEST_FILE", &file)
            .env("FORWARD_TEST_DESTINATION", &destination)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        if receiver.is_some() && dice.roll(2) == 0 {
            let before = events.all().len();
            events.until(|all| all.len() > before).await;
            receiver = None;
        }
        until_acknowledged(&mut victim, 5 + dice.roll(60), &mut acknowledged).await;
    }
    let _receiver = match receiver {
        Some(receiver) => receiver,
        None => Receiver::syslog(&address, &events, None).await,
    };
    let log = open(&file);
    let forwarder = forwarder(&log, vec![target(&destination)]);
    log.close().await;
    until(&forwarder, |status| status.lag == 0).await;
    forwarder.stop(PATIENCE).await;
    let came = records(&events);
    let once = of_the_log(&came);
    let ids: HashSet<_> = once
        .iter()
        .filter_map(|event| member(event, "request_id").as_str().map(str::to_owned))
        .collect();
    let lost: Vec<_> = acknowledged.iter().filter(|id| !ids.contains(*id)).collect();
    assert!(lost.is_empty(), "SEED={seed}: {} of {} lost", lost.len(), acknowledged.len());
    assert_eq!(once, lines(&file), "SEED={seed}");
    let in_log = came.iter().filter(|event| !member(event, "seq").is_null()).count();
    eprintln!(
        "{rounds} rounds: {} acknowledged, {} delivered, {} duplicates, 0 lost",
        acknowledged.len(),
        once.len(),
        in_log - once.len()
    );
}
