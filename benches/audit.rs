//! The audit log's budgets: durable records a second beside one sync each, what one caller waits, and how fast
//! a log is verified. `cargo bench --bench audit`; with `-- --large` the start on a log of 5 GB instead.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing to report")]
#![expect(clippy::print_stdout, reason = "its figures are its output")]

mod log;

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::Path,
    time::{Duration, Instant},
};

use mcp_defectdojo::audit::{
    Fsync, Keyring, Log, Settings,
    verify::{self, Request},
};
use secrecy::SecretString;

use self::log::{open, processor_time, record, settings};

const TIME: Duration = Duration::from_secs(3);
const VERIFIED_RECORDS: u32 = 400_000;
const LARGE: u64 = 5_000_000_000;

fn main() {
    // `cargo test --benches` runs it too, and has no use for figures.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if std::env::args().any(|argument| argument == "--large") {
        return large(&runtime);
    }
    let directory = tempfile::tempdir().unwrap();
    let single = one_sync_each(&directory.path().join("single"));
    println!("one sync each                {single:>10.0} records/s");
    for callers in [1, 64, 256] {
        let file = directory.path().join(format!("group-{callers}"));
        let log = open(&file, Fsync::Group);
        let (rate, mut waits) = runtime.block_on(load(&log, callers));
        runtime.block_on(log.close());
        waits.sort_unstable();
        let at = |part: usize| waits.get(waits.len() * part / 1000).copied().unwrap_or_default();
        println!(
            "{callers:>3} waiting callers          {rate:>10.0} records/s, {:>5.1} x, p50 {:?}, p99 {:?}, longest {:?}",
            rate / single,
            at(500),
            at(990),
            waits.last().copied().unwrap_or_default()
        );
    }
    let file = directory.path().join("log");
    let log = open(&file, Fsync::Off);
    let started = Instant::now();
    runtime.block_on(async {
        for _ in 0..VERIFIED_RECORDS {
            log.hand_over(record()).await.unwrap();
        }
        log.close().await;
    });
    let each = started.elapsed() / VERIFIED_RECORDS;
    println!("record, queue, seal, write   {each:>10.1?} each");
    for jobs in [1, 2, 4] {
        let key = SecretString::from("a key for benchmarks");
        let request = Request {
            paths: vec![file.clone()],
            keyring: Keyring::read(None, Some(&key)).unwrap().unwrap(),
            checkpoints: Vec::new(),
            public_key: None,
            jobs,
        };
        let (started, used) = (Instant::now(), processor_time());
        let report = verify::run(&request, &|_| {}).unwrap();
        let rate = f64::from(VERIFIED_RECORDS) / started.elapsed().as_secs_f64();
        // What a core does while it is ours: other programs may have it for most of the time.
        let each = f64::from(VERIFIED_RECORDS) / (processor_time() - used);
        assert_eq!(report.verdict.exit_code(), 0, "{report}");
        println!(
            "verify, {jobs} threads            {rate:>10.0} records/s, {each:.0} in each second of a core"
        );
    }
    let started = Instant::now();
    let log = open(&file, Fsync::Group);
    let length = fs::metadata(&file).unwrap().len() >> 20;
    println!("start on a log of {length:>4} MiB   {:>10.1?}", started.elapsed());
    runtime.block_on(log.close());
}

/// Starts on a log of 5 GB: where it ended well, and where it ended with what a second of records leaves behind the
/// newest checkpoint.
fn large(runtime: &tokio::runtime::Runtime) {
    let directory = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let file = directory.path().join("audit.log");
    let [state, checkpoint] =
        ["state", "checkpoint"].map(|word| directory.path().join(format!("audit.log.{word}")));
    let settings = Settings { rotate_bytes: Some(256 << 20), ..settings(&file, Fsync::Off) };
    let log = Log::open(&settings).unwrap();
    runtime.block_on(async {
        while size(directory.path()) < LARGE {
            for _ in 0..100_000 {
                log.hand_over(record()).await.unwrap();
            }
        }
    });
    let before = [&state, &checkpoint].map(|path| fs::read(path).unwrap());
    runtime.block_on(async {
        for _ in 0..40_000 {
            log.hand_over(record()).await.unwrap();
        }
        log.close().await;
    });
    let bytes = size(directory.path());
    for ended in ["well", "40,000 records after its checkpoint"] {
        let started = Instant::now();
        let log = Log::open(&settings).unwrap();
        println!(
            "start on {} MB in {} segments that ended {ended}: {:.1?}",
            bytes / 1_000_000,
            fs::read_dir(directory.path()).unwrap().count(),
            started.elapsed()
        );
        runtime.block_on(log.close());
        for (path, bytes) in [&state, &checkpoint].into_iter().zip(&before) {
            fs::write(path, bytes).unwrap();
        }
    }
}

fn size(directory: &Path) -> u64 {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum()
}

async fn load(log: &Log, callers: usize) -> (f64, Vec<Duration>) {
    let started = Instant::now();
    let callers: Vec<_> = (0..callers)
        .map(|_| {
            let log = log.clone();
            tokio::spawn(async move {
                let mut waits = Vec::new();
                while started.elapsed() < TIME {
                    let before = Instant::now();
                    log.append(record()).await.unwrap();
                    waits.push(before.elapsed());
                }
                waits
            })
        })
        .collect();
    let mut waits = Vec::new();
    for caller in callers {
        waits.append(&mut caller.await.unwrap());
    }
    let count = u32::try_from(waits.len()).unwrap();
    (f64::from(count) / started.elapsed().as_secs_f64(), waits)
}

fn one_sync_each(path: &Path) -> f64 {
    let mut file = OpenOptions::new().append(true).create(true).open(path).unwrap();
    let line = vec![b'x'; 700];
    let started = Instant::now();
    let mut count = 0_u32;
    while started.elapsed() < TIME {
        file.write_all(&line).unwrap();
        file.sync_data().unwrap();
        count += 1;
    }
    f64::from(count) / started.elapsed().as_secs_f64()
}
