//! The one thread that writes: it takes whatever waits, seals it, writes it in one piece, syncs once and then
//! tells every caller.

use std::{
    collections::VecDeque,
    io, mem,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use serde_json::{Map, Value, json};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::{
    Unrecorded,
    chain::Chain,
    mirror::Mirror,
    record::{Level, Record, Retention},
    settings::Fsync,
    store::Store,
};

const LARGEST_BATCH: usize = 4096;
/// A record that nobody waits for is on disk after at most this time and one sync.
const UNAWAITED_SYNC: Duration = Duration::from_millis(25);
/// How often a file that refused is tried again while something is kept for it.
const RETRY: Duration = Duration::from_secs(1);
const MIRROR_PATIENCE: Duration = Duration::from_secs(1);

/// A record on its way, and who waits for it.
pub(super) struct Job {
    pub(super) record: Record,
    /// Told when the record is durable. Nobody waits for a read's.
    pub(super) waiter: Option<oneshot::Sender<Result<(), Unrecorded>>>,
    /// Its place in the queue, free again once the job is done.
    pub(super) _room: OwnedSemaphorePermit,
}

/// What the writer tells the rest of the program.
#[derive(Debug, Default)]
pub(super) struct State {
    records: AtomicU64,
    failure: Mutex<Option<String>>,
    last_error: Mutex<Option<String>>,
}

impl State {
    pub(super) fn records(&self) -> u64 {
        self.records.load(Ordering::Relaxed)
    }

    /// Why nothing can be written now.
    pub(super) fn failure(&self) -> Option<String> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn last_error(&self) -> Option<String> {
        self.last_error.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_failure(&self, failure: Option<String>) {
        if failure.is_some() {
            self.last_error.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&failure);
        }
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }
}

pub(super) struct Writer {
    pub(super) chain: Chain,
    /// `None`: stderr alone.
    pub(super) store: Option<Store>,
    pub(super) mirror: Option<Mirror>,
    pub(super) fsync: Fsync,
    pub(super) state: Arc<State>,
    /// Records that the file refused and that must not be lost, oldest first.
    pub(super) kept: VecDeque<Record>,
    pub(super) most_kept: usize,
    /// Records given up since the file refused, because `most_kept` were kept already.
    pub(super) given_up: u64,
    /// Lines that stderr never took and that a record already tells of.
    pub(super) told_left_out: u64,
    pub(super) sync_due: Option<Instant>,
    pub(super) lines: Vec<u8>,
}

impl Writer {
    /// Runs until the last sender is gone and everything sent is written.
    pub(super) fn run(mut self, jobs: &Receiver<Job>) {
        let mut batch = Vec::new();
        loop {
            match self.next(jobs) {
                Ok(job) => batch.push(job),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            batch.extend(jobs.try_iter().take(LARGEST_BATCH));
            self.commit(mem::take(&mut batch));
            self.sync_if_due();
        }
        self.stop();
    }

    /// Writes the records that open the log; the caller learns at once if they cannot be written.
    pub(super) fn write_now(&mut self, records: &[Record]) -> io::Result<()> {
        self.write(records.iter(), true)
    }

    fn next(&self, jobs: &Receiver<Job>) -> Result<Job, RecvTimeoutError> {
        let retry = (!self.kept.is_empty()).then(|| Instant::now() + RETRY);
        let wake = [self.sync_due, retry].into_iter().flatten().min();
        match wake {
            Some(at) => jobs.recv_timeout(at.saturating_duration_since(Instant::now())),
            None => jobs.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    fn commit(&mut self, mut batch: Vec<Job>) {
        // A write whose caller has stopped waiting was refused: its intent would announce what never happens.
        batch.retain(|job| {
            let gone = job.waiter.as_ref().is_some_and(oneshot::Sender::is_closed);
            !gone || job.record.is_kept()
        });
        if batch.is_empty() && self.kept.is_empty() {
            return;
        }
        let kept = mem::take(&mut self.kept);
        let gap = self.gap();
        let records = gap.iter().chain(&kept).chain(batch.iter().map(|job| &job.record));
        let awaited = batch.iter().any(|job| job.waiter.is_some());
        let result = self.write(records, awaited);
        match result {
            Ok(()) => {
                self.given_up = 0;
                self.state.set_failure(None);
                for job in batch {
                    acknowledge(job, Ok(()));
                }
            }
            Err(error) => self.fail(&error, kept, batch),
        }
    }

    /// Seals and writes records, all of them or none: on an error file and chain stand where they stood before.
    fn write<'record>(
        &mut self,
        records: impl Iterator<Item = &'record Record>,
        awaited: bool,
    ) -> io::Result<()> {
        let before = self.chain.position();
        self.lines.clear();
        let mut count = 0;
        for record in records {
            self.chain.seal(record, &mut self.lines);
            count += 1;
        }
        if let Err(error) = self.store_lines(awaited) {
            self.chain.rewind(before);
            return Err(error);
        }
        if let Some(mirror) = &self.mirror {
            mirror.write(&self.lines, count);
        }
        self.state.records.fetch_add(count, Ordering::Relaxed);
        Ok(())
    }

    fn store_lines(&mut self, awaited: bool) -> io::Result<()> {
        let Some(store) = &mut self.store else { return Ok(()) };
        let length = store.length();
        store.append(&self.lines)?;
        let synced = self.sync_after_write(awaited);
        if synced.is_err()
            && let Some(store) = &mut self.store
        {
            store.roll_back(length);
        }
        synced
    }

    fn sync_after_write(&mut self, awaited: bool) -> io::Result<()> {
        let wait = match self.fsync {
            Fsync::Group if awaited => return self.sync(),
            Fsync::Group => UNAWAITED_SYNC,
            Fsync::Interval(interval) => interval,
            Fsync::Off => return Ok(()),
        };
        self.sync_due.get_or_insert_with(|| Instant::now() + wait);
        Ok(())
    }

    fn sync_if_due(&mut self) {
        if self.sync_due.is_some_and(|due| due <= Instant::now())
            && let Err(error) = self.sync()
        {
            self.state.set_failure(Some(error.to_string()));
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_due = None;
        self.store.as_mut().map_or(Ok(()), Store::sync)
    }

    fn fail(&mut self, error: &io::Error, kept: VecDeque<Record>, batch: Vec<Job>) {
        let cause = error.to_string();
        self.state.set_failure(Some(cause.clone()));
        self.kept = kept;
        for mut job in batch {
            if let Some(waiter) = job.waiter.take() {
                // The caller may have stopped waiting.
                drop(waiter.send(Err(Unrecorded::Failed(cause.clone()))));
            }
            if !job.record.is_kept() {
                continue;
            }
            if self.kept.len() < self.most_kept {
                self.kept.push_back(job.record);
            } else {
                self.given_up += 1;
            }
        }
    }

    /// Tells of records that are missing, where some are.
    fn gap(&mut self) -> Option<Record> {
        let mut members = Map::new();
        if self.given_up > 0 {
            members.insert("records_not_written".to_owned(), self.given_up.into());
            members.insert("cause".to_owned(), json!(self.state.last_error()));
        }
        let left_out = self.mirror.as_ref().map_or(0, Mirror::left_out);
        if self.store.is_none() && left_out > self.told_left_out {
            members.insert("lines_not_read".to_owned(), (left_out - self.told_left_out).into());
            self.told_left_out = left_out;
        }
        (!members.is_empty()).then(|| {
            let message = "Audit records are missing";
            Record::free("audit_gap", Level::Error, message, &members, Retention::SecurityAudit)
        })
    }

    fn stop(&mut self) {
        let mut members = Map::new();
        members.insert("chain_event".to_owned(), Value::from("chain_stop"));
        members.insert("records".to_owned(), self.state.records().into());
        let stop = Record::lifecycle("Session shutdown", &members);
        let kept = mem::take(&mut self.kept);
        let gap = self.gap();
        let records = gap.iter().chain(&kept).chain([&stop]);
        if let Err(error) = self.write(records, true).and_then(|()| self.sync()) {
            self.state.set_failure(Some(error.to_string()));
        }
        if let Some(mirror) = &mut self.mirror {
            mirror.close(MIRROR_PATIENCE);
        }
    }

    pub(super) fn path(&self) -> Option<PathBuf> {
        self.store.as_ref().map(|store| store.path().to_owned())
    }
}

fn acknowledge(job: Job, result: Result<(), Unrecorded>) {
    if let Some(waiter) = job.waiter {
        // The caller may have stopped waiting.
        drop(waiter.send(result));
    }
}
