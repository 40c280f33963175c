//! The network is cut, the disk is full for an hour, and everybody dies as well: in namespaces of the test's own, with a
//! cable between them, a small file system, and a clock that it moves. Where that is not allowed the test says so.
#![cfg(target_os = "linux")]

use std::{
    fs,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use jiff::{SignedDuration, Timestamp};
use tempfile::{TempDir, tempdir};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    process,
    sync::watch,
};

use super::{
    PATIENCE,
    oracle::{self, Dice, Server, World, parameter},
    receiver::{Received, Receiver},
};

const ROUNDS: usize = 6;
const TEST: &str = "forward::cutting::cut_networks_and_full_disks_lose_nothing";
const OURS: &str = "10.77.0.1/24";
const THEIRS: &str = "10.77.0.2/24";
const ADDRESS: &str = "10.77.0.2:5514";

#[tokio::test(flavor = "multi_thread")]
async fn cut_networks_and_full_disks_lose_nothing() {
    if Server::ran().await {
        return;
    }
    match parameter("FORWARD_TEST_ROLE").as_deref() {
        Some("receiver") => receive_as_told().await,
        Some("inside") => {
            let mut apart = Apart::new();
            let file = apart.disk.path().join("audit.log");
            oracle::run(&mut apart, TEST, &file, ROUNDS).await;
        }
        _ => outside(),
    }
}

/// Runs the test again as the root of namespaces of its own.
fn outside() {
    let unshare = ["--map-root-user", "--net", "--mount"];
    let is_allowed = Command::new("unshare").args(unshare).args(["ip", "link"]).output();
    if !is_allowed.is_ok_and(|output| output.status.success()) {
        eprintln!("passed over: this user may not make namespaces, or ip is not installed");
        return;
    }
    if clock().is_none() {
        eprintln!("passed over: faketime is not installed");
        return;
    }
    let mut inside = Command::new("unshare");
    inside.args(unshare).arg(std::env::current_exe().unwrap());
    inside.args(["--exact", TEST, "--nocapture"]).env("FORWARD_TEST_ROLE", "inside");
    assert!(inside.stdout(Stdio::null()).status().unwrap().success());
}

fn run(program: &str, arguments: &str) {
    let status = Command::new(program).args(arguments.split(' ')).status().unwrap();
    assert!(status.success(), "{program} {arguments}");
}

/// The library that has a process see another time.
fn clock() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?.map(|entry| entry.unwrap().path());
    folders.map(|it| it.join("faketime/libfaketime.so.1")).find(|path| path.exists())
}

/// A receiver in a network namespace of its own, and a small disk.
struct Apart {
    holder: Child,
    receiver: process::Child,
    commands: process::ChildStdin,
    answers: watch::Receiver<u64>,
    asked: u64,
    is_receiving: bool,
    events: Received,
    disk: TempDir,
    /// Where the servers read how far their clock is ahead.
    clock: PathBuf,
    ahead: SignedDuration,
    _folder: TempDir,
}

impl Apart {
    fn new() -> Self {
        run("ip", "link set lo up");
        // Whoever lives in the other namespace keeps it.
        let holder = Command::new("unshare").args(["--net", "cat"]).stdin(Stdio::piped()).spawn();
        let holder = holder.unwrap();
        let space = |process: &str| fs::read_link(format!("/proc/{process}/ns/net")).ok();
        while space(&holder.id().to_string()) == space("self") {
            std::thread::yield_now();
        }
        let there = |arguments: &str| {
            run("nsenter", &format!("--target {} --net ip {arguments}", holder.id()));
        };
        run("ip", &format!("link add here type veth peer name there netns {}", holder.id()));
        run("ip", &format!("addr add {OURS} dev here"));
        run("ip", "link set here up");
        there(&format!("addr add {THEIRS} dev there"));
        there("link set there up");
        let mut receiver = process::Command::new("nsenter")
            .args(["--target", &holder.id().to_string(), "--net"])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", TEST, "--nocapture"])
            .env("FORWARD_TEST_ROLE", "receiver")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let events = Received::new();
        let (answered, answers) = watch::channel(0);
        let mut output = BufReader::new(receiver.stdout.take().unwrap()).lines();
        let coming = events.clone();
        tokio::spawn(async move {
            while let Ok(Some(line)) = output.next_line().await {
                match line.split_once("came ") {
                    Some((_, message)) => coming.push(message.to_owned()),
                    None if line.contains("done") => answered.send_modify(|count| *count += 1),
                    None => {}
                }
            }
        });
        let (disk, folder) = (tempdir().unwrap(), tempdir().unwrap());
        run("mount", &format!("-t tmpfs -o size=48m none {}", disk.path().display()));
        let clock = folder.path().join("clock");
        fs::write(&clock, "+0").unwrap();
        Self {
            holder,
            commands: receiver.stdin.take().unwrap(),
            receiver,
            answers,
            asked: 0,
            is_receiving: false,
            events,
            disk,
            clock,
            ahead: SignedDuration::ZERO,
            _folder: folder,
        }
    }

    async fn ask(&mut self, command: &str) {
        self.commands.write_all(command.as_bytes()).await.unwrap();
        self.asked += 1;
        let asked = self.asked;
        let answered = self.answers.wait_for(|count| *count >= asked);
        tokio::time::timeout(PATIENCE, answered).await.unwrap().unwrap();
    }

    fn cable(&self, state: &str) {
        let holder = self.holder.id();
        run("nsenter", &format!("--target {holder} --net ip link set there {state}"));
    }

    fn ballast(&self) -> PathBuf {
        self.disk.path().join("ballast")
    }

    /// The disk is full, and stays so for an hour by the server's clock.
    async fn full_for_an_hour(&mut self, server: &mut Server) {
        fill(&self.ballast());
        let began = server.refuses(Timestamp::MIN).await;
        for minute in 1..=60 {
            self.ahead += SignedDuration::from_mins(1);
            let new = self.clock.with_extension("new");
            fs::write(&new, format!("+{}", self.ahead.as_secs())).unwrap();
            fs::rename(&new, &self.clock).unwrap();
            server.refuses(began + SignedDuration::from_mins(minute)).await;
        }
        fs::remove_file(self.ballast()).unwrap();
    }
}

/// Takes what is left of a file system, to the last byte.
fn fill(ballast: &Path) {
    let mut file = fs::File::create(ballast).unwrap();
    for size in [1 << 20, 4_096, 1] {
        let block = vec![b'x'; size];
        loop {
            match file.write(&block) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => break,
                Err(error) => panic!("{error}"),
            }
        }
    }
}

impl World for Apart {
    fn address(&self) -> String {
        ADDRESS.to_owned()
    }

    fn events(&self) -> &Received {
        &self.events
    }

    fn is_receiving(&self) -> bool {
        self.is_receiving
    }

    async fn revive(&mut self) {
        self.ask("start\n").await;
        self.is_receiving = true;
    }

    async fn kill(&mut self) {
        self.ask("die\n").await;
        self.is_receiving = false;
    }

    fn prepare(&self, command: &mut process::Command) {
        command
            .env_remove("FORWARD_TEST_ROLE")
            .env("LD_PRELOAD", clock().unwrap())
            .env("FAKETIME_TIMESTAMP_FILE", &self.clock)
            .env("FAKETIME_NO_CACHE", "1")
            // Waiting threads would wait by one clock and be woken by another.
            .env("FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    async fn harm(&mut self, server: &mut Server, dice: &mut Dice) {
        match dice.roll(4) {
            0 => self.full_for_an_hour(server).await,
            1 => {}
            _ => self.cable("down"),
        }
    }

    fn mend(&mut self) {
        self.cable("up");
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        // Its namespace goes with it.
        self.holder.kill().ok();
        self.holder.wait().ok();
        self.receiver.start_kill().ok();
    }
}

/// What the process in the other namespace does: receives between `start` and `die`, and tells what came.
async fn receive_as_told() {
    let events = Received::new();
    let mut coming = events.watch();
    let mut commands = BufReader::new(tokio::io::stdin()).lines();
    let mut receiver = None;
    let mut told = 0;
    loop {
        tokio::select! {
            command = commands.next_line() => {
                match command.unwrap().as_deref() {
                    Some("start") => receiver = Some(Receiver::syslog(ADDRESS, &events, None).await),
                    Some(_) => drop(receiver.take()),
                    None => return,
                }
                std::io::stdout().write_all(b"done\n").unwrap();
            }
            _ = coming.changed() => {
                let new: Vec<_> = coming.borrow_and_update().iter().skip(told).cloned().collect();
                told += new.len();
                for message in new {
                    std::io::stdout().write_all(format!("came {message}\n").as_bytes()).unwrap();
                }
            }
        }
    }
}
