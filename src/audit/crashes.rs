//! The writer on a file system that fails, writes short or crashes at every single operation: whatever
//! happens, what was acknowledged is there afterwards, and no crash looks like somebody's hand.

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use secrecy::SecretString;
use serde_json::{Map, Value, json};
use tokio::sync::{Semaphore, oneshot};

use super::{
    Call, Ended, Keyring, Outcome, Record, Settings,
    files::Files,
    open::prepare,
    simulated::{Fault, Simulated, Unsynced},
    verify::{self, Report, Request, Verdict},
    writer::{Job, Writer},
};

/// Segments of few lines, and one segment for all of them.
const SEGMENT_BYTES: [u64; 2] = [3_000, 100_000];

pub(super) fn settings(segment_bytes: u64) -> Settings {
    Settings {
        file: Some(PathBuf::from("/log/audit.log")),
        key: Some(SecretString::from("a key for tests")),
        rotate_bytes: Some(segment_bytes),
        queue_size: 1_000,
        mirror: false,
        ..Settings::default()
    }
}

/// One process: opens the log and records until it ends or the machine does. What it was promised is added
/// to `promised`.
fn process(
    files: &Simulated,
    segment_bytes: u64,
    name: &str,
    promised: &mut Vec<String>,
) -> Result<(), String> {
    let files: Arc<dyn Files> = Arc::new(files.clone());
    let prepared = prepare(&settings(segment_bytes), &files, Box::new(io::sink()));
    let mut writer = prepared.map_err(|error| error.to_string())?.writer;
    for batch in 0..4 {
        let is_write = batch % 2 == 0;
        if is_write {
            record(&mut writer, [(Record::intent(&call(name, batch, 9)), true)], promised);
        }
        let records = (0..3).map(|number| {
            let ended = Ended::new(Outcome::Success, Duration::ZERO);
            (Record::outcome(&call(name, batch, number), &ended), is_write && number == 2)
        });
        record(&mut writer, records, promised);
        writer.do_what_is_due();
        if batch == 1 {
            // Its failure costs certainty about the end, never a record.
            writer.checkpoint().ok();
        }
    }
    writer.stop();
    Ok(())
}

/// Commits one batch; `true` for a record that is waited for.
pub(super) fn record(
    writer: &mut Writer,
    records: impl IntoIterator<Item = (Record, bool)>,
    promised: &mut Vec<String>,
) {
    let room = Arc::new(Semaphore::new(100));
    let mut told = Vec::new();
    let jobs = records
        .into_iter()
        .map(|(record, is_awaited)| {
            let (waiter, receiver) = oneshot::channel();
            if is_awaited {
                told.push((record.event_id(), receiver));
            }
            let room = Arc::clone(&room).try_acquire_owned().unwrap();
            Job { record, waiter: is_awaited.then_some(waiter), room }
        })
        .collect();
    writer.commit(jobs);
    for (event_id, mut receiver) in told {
        if receiver.try_recv() == Ok(Ok(())) {
            promised.push(event_id);
        }
    }
}

pub(super) fn call(name: &str, batch: u64, number: u64) -> Call {
    Call {
        tool_name: "close_finding".to_owned(),
        request_id: uuid::Uuid::now_v7(),
        client_request_id: None,
        caller_id: name.to_owned(),
        authenticated_caller_id: "writer".to_owned(),
        caller_role: "writer".to_owned(),
        request_params: Map::from_iter([("at".to_owned(), json!([batch, number]))]),
        request_digests: Map::new(),
        findings_read_before_mutation: None,
        taint: None,
    }
}

/// Verifies what is on the disk, which must be proven, and returns the ids of the events that count.
fn verified(files: &Simulated, context: &str) -> HashSet<String> {
    let (report, lines) = lines(files);
    assert_eq!(report.verdict, Verdict::Proven, "{context}\n{report}");
    lines.iter().map(|line| line["event_id"].as_str().unwrap().to_owned()).collect()
}

/// What verification says of what is on the disk, and the lines that count.
pub(super) fn lines(files: &Simulated) -> (Report, Vec<Value>) {
    let directory = tempfile::tempdir().unwrap();
    files.copy_to(directory.path());
    let key = settings(0).key.unwrap();
    let request = Request {
        paths: vec![directory.path().to_owned()],
        keyring: Keyring::read(None, Some(&key)).unwrap().unwrap(),
        checkpoints: Vec::new(),
        public_key: None,
        jobs: 1,
    };
    let report = verify::run(&request, &|_| {}).unwrap();
    let mut lines = Vec::new();
    for log in verify::sources::find(&request.paths).unwrap() {
        let mut text = Vec::new();
        io::Read::read_to_end(&mut log.open().unwrap(), &mut text).unwrap();
        // What is no line makes the report say more than this could.
        let read =
            text.split(|byte| *byte == b'\n').filter_map(|it| serde_json::from_slice(it).ok());
        lines.extend(read);
    }
    (report, lines)
}

/// Runs a second process on what the first left, and checks everything that both were promised.
fn check_afterwards(disk: &Simulated, mut promised: Vec<String>, context: &str) {
    let before = promised.len();
    process(disk, 3_000, "second", &mut promised)
        .unwrap_or_else(|error| panic!("{context}: {error}"));
    assert_eq!(promised.len(), before + 4, "{context}: the second process works");
    let unverified = disk.list(Path::new("/log")).unwrap();
    let set_aside = |path: &PathBuf| path.to_string_lossy().contains("unverified");
    assert!(!unverified.iter().any(set_aside), "{context}: a crash was taken for tampering");
    let events = verified(disk, context);
    for event in &promised {
        assert!(events.contains(event), "{context}: a promised record is lost");
    }
}

/// How many operations a process needs that nothing happens to, after another one has run.
fn operations(segment_bytes: u64) -> usize {
    let files = Simulated::default();
    process(&files, segment_bytes, "first", &mut Vec::new()).unwrap();
    files.operations()
}

#[test]
fn a_crash_at_any_operation_loses_nothing_that_was_promised() {
    let all = [Unsynced::Nothing, Unsynced::Everything, Unsynced::HalfTheBytes, Unsynced::Zeros];
    for segment_bytes in SEGMENT_BYTES {
        let operations = operations(segment_bytes);
        assert!(operations > 30, "{operations}");
        for (at, unsynced, are_names_kept) in each(0..operations, &all, &[true, false]) {
            let context =
                format!("crash at operation {at}, {unsynced:?}, {are_names_kept}, {segment_bytes}");
            let files = Simulated::with_fault(at, Fault::Crash);
            let mut promised = Vec::new();
            process(&files, segment_bytes, "first", &mut promised).ok();
            assert!(files.has_crashed(), "{context}");
            check_afterwards(&files.after_crash(unsynced, are_names_kept), promised, &context);
        }
    }
}

/// Recovery itself may crash, and the one after it too.
#[test]
fn a_crash_while_recovering_loses_nothing_either() {
    let halves = [Unsynced::HalfTheBytes, Unsynced::Zeros];
    for segment_bytes in SEGMENT_BYTES {
        let firsts = (0..operations(segment_bytes)).step_by(3);
        for (at, unsynced, again) in each(firsts, &halves, &[0, 1, 2, 3, 4, 5, 6, 8, 11, 15, 20]) {
            let context = format!("crash at operation {at}, then at {again}, {unsynced:?}");
            let files = Simulated::with_fault(at, Fault::Crash);
            let mut promised = Vec::new();
            process(&files, segment_bytes, "first", &mut promised).ok();
            let disk = files.after_crash(unsynced, true);
            disk.fail_at(again, Fault::Crash);
            process(&disk, segment_bytes, "recovering", &mut promised).ok();
            check_afterwards(&disk.after_crash(unsynced, again % 3 == 0), promised, &context);
        }
    }
}

#[test]
fn an_error_at_any_operation_refuses_or_is_overcome() {
    let faults = [
        Fault::Error(io::ErrorKind::StorageFull),
        Fault::Error(io::ErrorKind::Other),
        Fault::ErrorFromThen(io::ErrorKind::StorageFull),
        Fault::ErrorFromThen(io::ErrorKind::Other),
        Fault::Short,
    ];
    let unsynced = [Unsynced::Nothing, Unsynced::Everything];
    for segment_bytes in SEGMENT_BYTES {
        for (at, fault, unsynced) in each(0..operations(segment_bytes), &faults, &unsynced) {
            let context = format!("{fault:?} at operation {at}, {unsynced:?}, {segment_bytes}");
            let files = Simulated::with_fault(at, fault);
            let mut promised = Vec::new();
            process(&files, segment_bytes, "first", &mut promised).ok();
            check_afterwards(&files.after_crash(unsynced, true), promised, &context);
        }
    }
}

/// The next process reads from memory what a failed sync has lost. What it builds on that must last all the same.
#[test]
fn what_a_failed_sync_lost_is_not_built_on() {
    let faults = [
        Fault::Error(io::ErrorKind::StorageFull),
        Fault::Error(io::ErrorKind::Other),
        Fault::ErrorFromThen(io::ErrorKind::Other),
        Fault::Short,
    ];
    let unsynced = [Unsynced::Nothing, Unsynced::Everything, Unsynced::HalfTheBytes];
    for segment_bytes in SEGMENT_BYTES {
        for (at, fault, unsynced) in each(0..operations(segment_bytes), &faults, &unsynced) {
            let context = format!("{fault:?} at operation {at}, {unsynced:?}, {segment_bytes}");
            let files = Simulated::with_fault(at, fault);
            let mut promised = Vec::new();
            process(&files, segment_bytes, "first", &mut promised).ok();
            files.heal();
            process(&files, segment_bytes, "second", &mut promised)
                .unwrap_or_else(|error| panic!("{context}: {error}"));
            check_afterwards(&files.after_crash(unsynced, true), promised, &context);
        }
    }
}

fn writer_on(files: &Simulated) -> Writer {
    let files: Arc<dyn Files> = Arc::new(files.clone());
    prepare(&settings(1_000_000), &files, Box::new(io::sink())).unwrap().writer
}

/// Records a read, which nobody waits for and which is kept while the disk refuses; `true` where it does not.
fn takes_a_read(writer: &mut Writer) -> bool {
    let ended = Ended::new(Outcome::Success, Duration::ZERO);
    record(writer, [(Record::outcome(&call("reader", 0, 0), &ended), false)], &mut Vec::new());
    writer.health.failure().is_none()
}

/// A disk that refuses is asked again each second and not all the time, also where no call comes.
#[test]
fn a_second_passes_between_attempts_to_write_what_is_kept() {
    let files = Simulated::default();
    let mut writer = writer_on(&files);
    let now = Instant::now();
    assert_eq!(writer.patience(now), None);
    files.fail_at(files.operations(), Fault::Error(io::ErrorKind::Other));
    assert!(!takes_a_read(&mut writer));
    assert_eq!(writer.patience(now), Some(Duration::from_secs(1)));
    writer.commit(Vec::new());
    assert_eq!(writer.health.failure(), None);
    assert_eq!(lines(&files).1.len(), 3, "what was kept and that it is late");
}

/// On a full disk the reserve has room for why there are no records: told once each time the disk is full, and
/// only then.
#[test]
fn a_full_disk_is_told_of_once_in_the_log() {
    let files = Simulated::default();
    let mut writer = writer_on(&files);
    let told = || {
        let lines = lines(&files).1;
        let refusals = lines.iter().filter(|line| line["event_type"] == "audit_refusal");
        refusals.map(|line| line["cause"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let reserve = Path::new("/log/audit.log.reserve");
    let is_kept = || files.identity(reserve).unwrap().is_some();
    assert!(is_kept());
    files.fail_at(files.operations(), Fault::Error(io::ErrorKind::Other));
    assert!(!takes_a_read(&mut writer));
    assert!(is_kept() && told().is_empty(), "another fault needs no room");
    assert!(takes_a_read(&mut writer));

    files.leave_room(Some(0));
    assert!(!takes_a_read(&mut writer));
    assert_eq!(told(), [io::Error::from(io::ErrorKind::StorageFull).to_string()]);
    assert!(!is_kept());
    // Room for the reserve and for nothing else.
    files.leave_room(Some(16 * 1024));
    assert!(!takes_a_read(&mut writer));
    assert!(is_kept());
    assert_eq!(told().len(), 1);

    files.leave_room(None);
    assert!(takes_a_read(&mut writer));
    files.leave_room(Some(0));
    assert!(!takes_a_read(&mut writer));
    assert_eq!(told().len(), 2, "full again");
}

/// Every combination.
fn each<A: Copy, B: Copy>(
    operations: impl Iterator<Item = usize>,
    one: &[A],
    other: &[B],
) -> Vec<(usize, A, B)> {
    operations
        .flat_map(|at| {
            one.iter().flat_map(move |one| other.iter().map(move |other| (at, *one, *other)))
        })
        .collect()
}
