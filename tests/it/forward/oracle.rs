//! The oracle: every record that was acknowledged is an obligation. Whatever goes wrong at random, each is delivered, in
//! the order of its chain; duplicates are counted.

use std::{
    collections::HashSet,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use jiff::Timestamp;
use mcp_defectdojo::audit::{Log, Settings};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use super::{
    PATIENCE, call, forwarder, lines, member, of_the_log,
    receiver::Received,
    settings, success,
    syslog::{impatient, records},
    until,
};

const SEGMENT: u64 = 20_000;

#[expect(clippy::disallowed_methods, reason = "parameters of the test's own second process")]
pub(super) fn parameter(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Draws numbers from a seed, so that a failure can be had again.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What stands between a server and its receiver, and can fail.
pub(super) trait World {
    /// `host:port` of the receiver, the same for all of its lives.
    fn address(&self) -> String;

    /// What has come, in all lives.
    fn events(&self) -> &Received;

    fn is_receiving(&self) -> bool;

    async fn revive(&mut self);

    async fn kill(&mut self);

    /// Makes the command ready that starts a server here.
    fn prepare(&self, _command: &mut Command) {}

    /// Does what else can go wrong here to a server that runs.
    async fn harm(&mut self, _server: &mut Server, _dice: &mut Dice) {}

    /// Ends all of that.
    fn mend(&mut self) {}
}

fn open(file: &Path) -> Log {
    Log::open(&Settings { rotate_bytes: Some(SEGMENT), ..settings(file) }).unwrap()
}

/// A second process that records and forwards until it is killed.
pub(super) struct Server {
    child: Child,
    output: Lines<BufReader<ChildStdout>>,
    acknowledged: HashSet<String>,
}

impl Server {
    /// What that process does: tells on stdout what was acknowledged, and what was refused when. True where this process
    /// is one.
    pub(super) async fn ran() -> bool {
        let (Some(file), Some(address)) =
            (parameter("FORWARD_TEST_FILE"), parameter("FORWARD_TEST_ADDRESS"))
        else {
            return false;
        };
        let log = open(&PathBuf::from(file));
        let _forwarder = forwarder(&log, vec![impatient(&address)]);
        loop {
            let call = call("add_finding_note");
            let line = match log.append(success(&call)).await {
                Ok(()) => format!("acknowledged {}\n", call.request_id),
                Err(_) => format!("refused {}\n", Timestamp::now()),
            };
            if std::io::stdout().write_all(line.as_bytes()).is_err() {
                return true;
            }
        }
    }

    fn start(world: &impl World, test: &str, file: &Path) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["--exact", test, "--nocapture"])
            .env("FORWARD_TEST_FILE", file)
            .env("FORWARD_TEST_ADDRESS", world.address())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        world.prepare(&mut command);
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, output, acknowledged: HashSet::new() }
    }

    /// The rest of the next line that begins with this word; what is acknowledged meanwhile counts.
    async fn told(&mut self, word: &str) -> String {
        loop {
            let line = tokio::time::timeout(PATIENCE, self.output.next_line()).await;
            let line = line.unwrap().unwrap().expect("it runs until it is killed");
            self.note(&line);
            // The first line stands behind what the test harness says.
            if let Some((_, rest)) = line.split_once(&format!("{word} ")) {
                return rest.to_owned();
            }
        }
    }

    fn note(&mut self, line: &str) {
        let id = line.split_once("acknowledged ").map(|(_, id)| id);
        self.acknowledged.extend(id.filter(|id| id.len() == 36).map(str::to_owned));
    }

    async fn acknowledges(&mut self, count: u64) {
        for _ in 0..count {
            self.told("acknowledged").await;
        }
    }

    /// When it refused something, by its own clock; not before that time.
    pub(super) async fn refuses(&mut self, not_before: Timestamp) -> Timestamp {
        loop {
            let at = self.told("refused").await.parse().unwrap();
            if at >= not_before {
                return at;
            }
        }
    }

    async fn kill(mut self) -> HashSet<String> {
        self.child.start_kill().unwrap();
        // What was acknowledged before it died counts as well.
        while let Ok(Some(line)) = self.output.next_line().await {
            self.note(&line);
        }
        self.child.wait().await.unwrap();
        self.acknowledged
    }
}

/// Rounds of everything that can go wrong, at random; `test` is the name of the test that asks, which its servers run.
pub(super) async fn run(world: &mut impl World, test: &str, file: &Path, rounds: usize) {
    let rounds = parameter("ROUNDS").map_or(rounds, |rounds| rounds.parse().unwrap());
    let seed =
        parameter("SEED").map_or_else(|| u64::from(std::process::id()), |it| it.parse().unwrap());
    eprintln!("SEED={seed}");
    let mut dice = Dice(seed);
    let mut acknowledged = HashSet::new();
    world.revive().await;
    for _ in 0..rounds {
        // The receiver is there, is not, or dies in the middle.
        match dice.roll(3) {
            0 => world.kill().await,
            _ if !world.is_receiving() => world.revive().await,
            _ => {}
        }
        let mut server = Server::start(world, test, file);
        server.acknowledges(1 + dice.roll(20)).await;
        if world.is_receiving() && dice.roll(2) == 0 {
            let before = world.events().count();
            world.events().until(|all| all.len() > before).await;
            world.kill().await;
        }
        world.harm(&mut server, &mut dice).await;
        server.acknowledges(1 + dice.roll(40)).await;
        if dice.roll(2) == 0 {
            world.mend();
            server.acknowledges(1 + dice.roll(40)).await;
        }
        acknowledged.extend(server.kill().await);
        world.mend();
    }
    if !world.is_receiving() {
        world.revive().await;
    }
    let log = open(file);
    let forwarder = forwarder(&log, vec![impatient(&world.address())]);
    log.close().await;
    until(&forwarder, |status| status.lag == 0).await;
    forwarder.stop(PATIENCE).await;
    let log = lines(file);
    // A receiver in another process tells later what it has read.
    let newest = log.last().unwrap();
    world.events().until(|all| all.iter().any(|it| it.ends_with(newest.as_str()))).await;
    let came = records(world.events());
    let once = of_the_log(&came);
    let ids: HashSet<_> = once
        .iter()
        .filter_map(|event| member(event, "request_id").as_str().map(str::to_owned))
        .collect();
    let lost: Vec<_> = acknowledged.iter().filter(|id| !ids.contains(*id)).collect();
    assert!(lost.is_empty(), "SEED={seed}: {} of {} lost", lost.len(), acknowledged.len());
    assert_eq!(once, log, "SEED={seed}");
    let in_log = came.iter().filter(|event| !member(event, "seq").is_null()).count();
    eprintln!(
        "{rounds} rounds: {} acknowledged, {} delivered, {} duplicates, 0 lost",
        acknowledged.len(),
        once.len(),
        in_log - once.len()
    );
}
