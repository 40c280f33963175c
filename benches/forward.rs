//! How fast a backlog is forwarded, and what destinations cost a call. `cargo bench --bench forward`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a benchmark that cannot run has nothing to report"
)]
#![expect(clippy::indexing_slicing, reason = "the receiver's fixed frames")]
#![expect(clippy::print_stdout, reason = "its figures are its output")]

mod log;
#[expect(dead_code, reason = "tests need more of it")]
#[path = "../tests/it/forward/receiver.rs"]
mod receiver;

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use mcp_defectdojo::{
    audit::{Fsync, Log},
    forward::{
        Forwarder, HttpsSettings, Kind, Settings as ForwardSettings, SyslogSettings, Target,
        TlsFiles,
    },
};
use secrecy::SecretString;
use serde_json::json;
use tokio::{
    net::TcpListener,
    runtime::{Builder, Runtime},
};

use self::{
    log::{open, processor_time, record},
    receiver::{Authority, Received, Receiver, Reply},
};

const PATIENCE: Duration = Duration::from_mins(1);
const BACKLOG: u32 = 200_000;
/// Calls a second, far below what the log takes, so that waiting for a turn is no part of the figure.
const CALLS: u32 = 200;
const CALLING: Duration = Duration::from_secs(3);
const ROUNDS: usize = 8;

fn main() {
    // `cargo test --benches` runs it too, and has no use for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let ca = directory.path().join("ca.pem");
    authority.write(&ca);
    // Receivers have threads of their own; they share the machine with what is measured.
    let outside = Runtime::new().unwrap();
    catch_up(directory.path(), &outside, &authority, &ca);
    side_by_side(directory.path(), &elsewhere());
}

/// What stands for other machines: it takes no time of a core that a call could have.
fn elsewhere() -> Runtime {
    let yielding = || {
        #[cfg(target_os = "linux")]
        rustix::process::setpriority_process(None, 19).unwrap();
    };
    Builder::new_multi_thread()
        .worker_threads(1)
        .on_thread_start(yielding)
        .enable_all()
        .build()
        .unwrap()
}

fn catch_up(directory: &Path, outside: &Runtime, authority: &Authority, ca: &Path) {
    let file = directory.join("backlog");
    let runtime = Runtime::new().unwrap();
    let log = open(&file, Fsync::Off);
    runtime.block_on(async {
        for _ in 0..BACKLOG {
            log.hand_over(record()).await.unwrap();
        }
        log.close().await;
    });
    let bytes = fs::metadata(&file).unwrap().len() / u64::from(BACKLOG);
    println!("a backlog of {BACKLOG} records of {bytes} bytes, one destination:");
    let tcp = outside.block_on(Receiver::syslog("127.0.0.1:0", &Received::new(), None));
    let tls = Some(authority.server(None));
    let tls = outside.block_on(Receiver::syslog("127.0.0.1:0", &Received::new(), tls));
    let mut targets = vec![
        ("syslog tcp".to_owned(), syslog(&format!("tcp://{}", tcp.address), ca)),
        (
            "syslog tcp+tls".to_owned(),
            syslog(&format!("tls://localhost:{}", tls.address.port()), ca),
        ),
    ];
    let mut receivers = Vec::new();
    for (word, kind) in Kind::ALL {
        // It answers for each record of an Elasticsearch batch.
        let receiver =
            outside.block_on(Receiver::https("127.0.0.1:0", authority, move |request| {
                let lines = memchr::memchr_iter(b'\n', &request.body).count();
                match kind {
                    Kind::Splunk => reply("200 OK", r#"{"text":"Success","code":0}"#.to_owned()),
                    Kind::Datadog => reply("202 Accepted", "{}".to_owned()),
                    Kind::Loki => reply("204 No Content", String::new()),
                    Kind::Elastic => {
                        let items = vec![json!({"create": {"status": 201}}); lines / 2];
                        reply("200 OK", json!({"items": items}).to_string())
                    }
                    Kind::Array | Kind::Ndjson | Kind::Otlp => reply("200 OK", "{}".to_owned()),
                }
            }));
        let url = format!("https://localhost:{}/{word}/_bulk", receiver.address.port());
        targets.push((format!("https {word}"), https(kind, &url, ca)));
        receivers.push(receiver);
    }
    for (name, target) in targets {
        let (started, used) = (Instant::now(), processor_time());
        let settings = ForwardSettings { targets: vec![target], ..ForwardSettings::default() };
        let forwarder = Forwarder::start(&settings, &log).unwrap();
        runtime.block_on(forwarder.stop(PATIENCE));
        let status = forwarder.statuses().pop().unwrap();
        assert_eq!(status.lag, 0, "{status:?}");
        let rate = f64::from(BACKLOG) / started.elapsed().as_secs_f64();
        let micros = (processor_time() - used) * 1e6 / f64::from(BACKLOG);
        println!(
            "{name:<16} {rate:>10.0} records/s, {micros:>5.1} us of a core each with the receiver's"
        );
    }
}

/// What waiting for a durable record takes without destinations, once more so that the noise is seen, and with four of
/// which one is dead and one hangs.
fn side_by_side(directory: &Path, outside: &Runtime) {
    let dead = outside.block_on(TcpListener::bind("127.0.0.1:0")).unwrap().local_addr().unwrap();
    let silent = outside.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let receivers =
        [(); 2].map(|()| outside.block_on(Receiver::syslog("127.0.0.1:0", &Received::new(), None)));
    let places = [receivers[0].address, receivers[1].address, dead, silent.local_addr().unwrap()];
    let runtime = Runtime::new().unwrap();
    println!("{CALLS} calls a second, {ROUNDS} rounds of {CALLING:?} each way in turn:");
    let names = ["no destination", "no destination, again", "four, one dead, one silent"];
    let mut waits = names.map(|_| Vec::new());
    for round in 0..ROUNDS {
        for (way, waits) in waits.iter_mut().enumerate() {
            let file = directory.join(format!("{round}-{way}.log"));
            let log = open(&file, Fsync::Group);
            let targets = places.iter().filter(|_| way == 2);
            let targets = targets.map(|place| syslog(&format!("tcp://{place}"), &file)).collect();
            let settings = ForwardSettings { targets, ..ForwardSettings::default() };
            let forwarder = Forwarder::start(&settings, &log).unwrap();
            waits.append(&mut runtime.block_on(call(&log)));
            runtime.block_on(log.close());
            runtime.block_on(forwarder.stop(Duration::ZERO));
        }
    }
    for (name, mut waits) in names.into_iter().zip(waits) {
        waits.sort_unstable();
        let at = |part: usize| waits.get(waits.len() * part / 1000).copied().unwrap_or_default();
        println!("{name:<28} p50 {:?}, p99 {:?}, p99.9 {:?}", at(500), at(990), at(999));
    }
}

async fn call(log: &Log) -> Vec<Duration> {
    let mut turns = tokio::time::interval(Duration::from_secs(1) / CALLS);
    let (started, mut waits) = (Instant::now(), Vec::new());
    while started.elapsed() < CALLING {
        turns.tick().await;
        let before = Instant::now();
        log.append(record()).await.unwrap();
        waits.push(before.elapsed());
    }
    waits
}

fn reply(status: &'static str, body: String) -> Reply {
    Reply::Answer(status, String::new(), body)
}

fn syslog(destination: &str, ca: &Path) -> Target {
    Target::Syslog(SyslogSettings {
        destination: destination.parse().unwrap(),
        files: TlsFiles { ca: Some(ca.to_owned()), ..TlsFiles::default() },
        patience: SyslogSettings::PATIENCE,
    })
}

fn https(kind: Kind, url: &str, ca: &Path) -> Target {
    Target::Https(Box::new(HttpsSettings {
        url: url.parse().unwrap(),
        token: Some(SecretString::from("a token for benchmarks")),
        kind,
        batch_size: 1_000,
        flush: Duration::from_secs(5),
        files: TlsFiles { ca: Some(ca.to_owned()), ..TlsFiles::default() },
        tenant: None,
        patience: HttpsSettings::PATIENCE,
    }))
}
