//! The one thread that writes: it takes whatever waits, seals it, writes it in one piece, syncs once and then
//! tells every caller.

use std::{
    collections::VecDeque,
    io, mem,
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
    chain::{Chain, Position},
    checkpoint::Checkpoints,
    mirror::Mirror,
    record::{Level, Phase, Record, Retention},
    reserve,
    settings::Fsync,
    state::{Intent, Intents},
    store::{Opening, Store},
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

/// What the queue carries.
pub(super) enum Message {
    Job(Job),
    /// Look at the file now: somebody says that it has been moved.
    Reopen,
}

/// What the writer tells the rest of the program.
#[derive(Debug, Default)]
pub(super) struct Health {
    records: AtomicU64,
    failure: Mutex<Option<String>>,
    last_error: Mutex<Option<String>>,
}

impl Health {
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

    pub(super) fn set_last_error(&self, error: String) {
        *self.last_error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    fn set_failure(&self, failure: Option<String>) {
        if let Some(error) = &failure {
            self.set_last_error(error.clone());
        }
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }
}

pub(super) struct Writer {
    pub(super) chain: Chain,
    /// `None`: stderr alone.
    pub(super) store: Option<Store>,
    pub(super) mirror: Option<Mirror>,
    pub(super) checkpoints: Checkpoints,
    pub(super) fsync: Fsync,
    pub(super) health: Arc<Health>,
    pub(super) open_intents: Intents,
    /// How many records are kept while the file refuses.
    pub(super) most_kept: usize,
    pub(super) backlog: Backlog,
    /// Where the chain stood at the last sync.
    pub(super) durable: Position,
    pub(super) sync_due: Option<Instant>,
    pub(super) lines: Vec<u8>,
}

/// What is still to be written, or may have to be written again.
#[derive(Default)]
pub(super) struct Backlog {
    /// Records that the file refused and that must not be lost, oldest first.
    kept: VecDeque<Record>,
    /// Records that are written and that no sync has covered.
    unsynced: Vec<Record>,
    /// When the file began to refuse.
    failing_since: Option<Instant>,
    /// Records given up since then, because too many were kept already.
    given_up: u64,
    /// The record of the refusal is in the log, thanks to the reserve.
    is_refusal_told: bool,
    /// Lines that stderr never took and that a record already tells of.
    told_left_out: u64,
}

impl Writer {
    /// Runs until the last sender is gone and everything sent is written.
    pub(super) fn run(mut self, messages: &Receiver<Message>) {
        let mut batch = Vec::new();
        loop {
            match self.next(messages) {
                Ok(message) => batch.extend(job_of(message)),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            batch.extend(messages.try_iter().take(LARGEST_BATCH).filter_map(job_of));
            self.commit(mem::take(&mut batch));
            self.do_what_is_due();
        }
        self.stop();
    }

    /// Writes the records that open the log; the caller learns at once if they cannot be written.
    pub(super) fn write_now(&mut self, records: &[Record]) -> io::Result<()> {
        self.write(records.iter(), true)?;
        self.checkpoint()
    }

    fn next(&self, messages: &Receiver<Message>) -> Result<Message, RecvTimeoutError> {
        let retry = (!self.backlog.kept.is_empty()).then(|| Instant::now() + RETRY);
        let checkpoint = self.store.as_ref().and_then(|_| self.checkpoints.wake(&self.chain));
        match [self.sync_due, retry, checkpoint].into_iter().flatten().min() {
            Some(at) => messages.recv_timeout(at.saturating_duration_since(Instant::now())),
            None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    pub(super) fn commit(&mut self, mut batch: Vec<Job>) {
        // A write whose caller has stopped waiting was refused: its intent would announce what never happens.
        batch.retain(|job| {
            let gone = job.waiter.as_ref().is_some_and(oneshot::Sender::is_closed);
            !gone || job.record.is_kept()
        });
        if batch.is_empty() && self.backlog.kept.is_empty() {
            return;
        }
        let mut result = self.attempt(&batch);
        if result.is_err() && self.store.as_ref().is_some_and(Store::is_spoilt) {
            result = self.attempt(&batch);
        }
        match result {
            Ok(()) => {
                self.health.set_failure(None);
                let is_unsynced = self.sync_due.is_some();
                for job in batch {
                    if let Some(waiter) = job.waiter {
                        // The caller may have stopped waiting.
                        drop(waiter.send(Ok(())));
                    }
                    if is_unsynced {
                        self.backlog.unsynced.push(job.record);
                    }
                }
            }
            Err(error) => self.fail(&error, batch),
        }
    }

    /// Tries to write what is kept and a batch.
    fn attempt(&mut self, batch: &[Job]) -> io::Result<()> {
        let gap = self.gap();
        let awaited = batch.iter().any(|job| job.waiter.is_some());
        let kept = mem::take(&mut self.backlog.kept);
        let records = gap.iter().chain(&kept).chain(batch.iter().map(|job| &job.record));
        match self.write(records, awaited) {
            Ok(()) => {
                if self.sync_due.is_some() {
                    self.backlog.unsynced.extend(gap.into_iter().chain(kept));
                }
                self.backlog.failing_since = None;
                self.backlog.given_up = 0;
                self.backlog.is_refusal_told = false;
                self.backlog.told_left_out = self.left_out();
                Ok(())
            }
            Err(error) => {
                // In front of them may stand what a failed sync has brought back.
                self.backlog.kept.extend(kept);
                Err(error)
            }
        }
    }

    /// Seals and writes records, all of them or none: on an error the chain stands where it stood before.
    fn write<'record>(
        &mut self,
        records: impl Iterator<Item = &'record Record> + Clone,
        awaited: bool,
    ) -> io::Result<()> {
        let bytes = records.clone().map(Record::about_bytes).sum();
        let opening = self.store.as_mut().map_or(Ok(None), |store| store.opening(bytes));
        let opening = opening.map_err(|error| self.after_spoiling(error))?;
        let opening = opening.map(|opening| opening_record(&opening, &self.chain));
        let before = self.chain.position().clone();
        self.lines.clear();
        let mut count = 0;
        if let Some(opening) = &opening {
            self.chain.seal(opening, &mut self.lines);
            count += 1;
        }
        for record in records.clone() {
            self.chain.seal(record, &mut self.lines);
            count += 1;
        }
        if let Some(store) = &mut self.store
            && let Err(error) = store.append(&self.lines)
        {
            self.chain.rewind(before);
            return Err(self.after_spoiling(error));
        }
        self.sync_after_write(awaited)?;
        if let Some(mirror) = &self.mirror {
            mirror.write(&self.lines, count);
        }
        let first = before.next() + u64::from(opening.is_some());
        for (seq, record) in (first..).zip(records) {
            self.follow(record, seq);
        }
        self.health.records.fetch_add(count, Ordering::Relaxed);
        Ok(())
    }

    fn sync_after_write(&mut self, awaited: bool) -> io::Result<()> {
        let wait = match self.fsync {
            Fsync::Group if awaited => return self.sync(),
            Fsync::Group => UNAWAITED_SYNC,
            Fsync::Interval(interval) => interval,
            Fsync::Off => {
                self.durable = self.chain.position().clone();
                return Ok(());
            }
        };
        self.sync_due.get_or_insert_with(|| Instant::now() + wait);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let synced = self.store.as_mut().map_or(Ok(()), Store::sync);
        synced.map_err(|error| self.after_spoiling(error))?;
        self.sync_due = None;
        self.backlog.unsynced.clear();
        self.durable = self.chain.position().clone();
        Ok(())
    }

    /// After a sync has failed, what it did not cover is written again, to a new segment.
    fn after_spoiling(&mut self, error: io::Error) -> io::Error {
        if self.store.as_ref().is_some_and(Store::is_spoilt) {
            self.chain.rewind(self.durable.clone());
            self.sync_due = None;
            let mut again = VecDeque::from(mem::take(&mut self.backlog.unsynced));
            again.append(&mut self.backlog.kept);
            self.backlog.kept = again;
        }
        error
    }

    pub(super) fn do_what_is_due(&mut self) {
        if self.sync_due.is_some_and(|due| due <= Instant::now())
            && let Err(error) = self.sync()
        {
            self.health.set_failure(Some(error.to_string()));
            self.commit(Vec::new());
        }
        if self.store.is_some() && self.checkpoints.is_due(&self.chain) {
            self.note_error(Self::checkpoint);
        }
    }

    /// Signs what is durable. Without it the log is still whole: its end is only less surely known.
    pub(super) fn checkpoint(&mut self) -> io::Result<()> {
        self.sync()?;
        match self.store.as_ref().filter(|store| store.is_regular()) {
            Some(store) => self.checkpoints.write(&self.chain, store, &self.open_intents),
            None => Ok(()),
        }
    }

    fn note_error(&mut self, act: impl FnOnce(&mut Self) -> io::Result<()>) {
        if let Err(error) = act(self) {
            self.health.set_last_error(error.to_string());
        }
    }

    fn fail(&mut self, error: &io::Error, batch: Vec<Job>) {
        let cause = error.to_string();
        self.health.set_failure(Some(cause.clone()));
        self.backlog.failing_since.get_or_insert_with(Instant::now);
        for mut job in batch {
            if let Some(waiter) = job.waiter.take() {
                // The caller may have stopped waiting.
                drop(waiter.send(Err(Unrecorded::Failed(cause.clone()))));
            }
            if !job.record.is_kept() {
                continue;
            }
            if self.backlog.kept.len() < self.most_kept {
                self.backlog.kept.push_back(job.record);
            } else {
                self.backlog.given_up += 1;
            }
        }
        if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) {
            self.tell_of_refusal(&cause);
        }
    }

    /// Uses the reserve for the one record that says why there are no others.
    fn tell_of_refusal(&mut self, cause: &str) {
        let Some(store) = self.store.as_ref().filter(|_| !self.backlog.is_refusal_told) else {
            return;
        };
        if !reserve::release(store.files(), store.path()) {
            return;
        }
        let members = Map::from_iter([("cause".to_owned(), json!(cause))]);
        let message = "Audit log cannot be written: calls are refused";
        let record = Record::free(
            "audit_refusal",
            Level::Error,
            message,
            &members,
            Retention::SecurityAudit,
        );
        self.backlog.is_refusal_told = self.write([&record].into_iter(), true).is_ok();
    }

    /// Tells of records that are missing, where some are.
    fn gap(&mut self) -> Option<Record> {
        let mut members = Map::new();
        if let Some(since) = self.backlog.failing_since {
            members.insert("cause".to_owned(), json!(self.health.last_error()));
            members.insert("outage_seconds".to_owned(), since.elapsed().as_secs().into());
            members.insert("records_not_written".to_owned(), self.backlog.given_up.into());
        }
        let left_out = self.left_out() - self.backlog.told_left_out;
        if self.store.is_none() && left_out > 0 {
            members.insert("lines_not_read".to_owned(), left_out.into());
        }
        if let Some(store) = self.store.as_ref().filter(|_| self.backlog.failing_since.is_some()) {
            // There may be no room for it yet: the next attempt takes it.
            drop(reserve::keep(store.files(), store.path()));
        }
        (!members.is_empty()).then(|| {
            let message = "Audit log was not written for a time";
            Record::free("audit_gap", Level::Error, message, &members, Retention::SecurityAudit)
        })
    }

    fn left_out(&self) -> u64 {
        self.mirror.as_ref().map_or(0, Mirror::left_out)
    }

    fn follow(&mut self, record: &Record, seq: u64) {
        match record.phase() {
            Phase::Announces { request_id, tool_name } => {
                let intent = Intent { seq, tool_name: tool_name.clone() };
                self.open_intents.insert(request_id.clone(), intent);
            }
            Phase::Ends { request_id } => {
                self.open_intents.remove(request_id);
            }
            Phase::Neither => {}
        }
    }

    pub(super) fn stop(&mut self) {
        let mut members = Map::new();
        members.insert("chain_event".to_owned(), Value::from("chain_stop"));
        members.insert("records".to_owned(), self.health.records().into());
        self.backlog.kept.push_back(Record::lifecycle("Session shutdown", &members));
        self.commit(Vec::new());
        self.note_error(Self::checkpoint);
        if let Some(mirror) = &mut self.mirror {
            mirror.close(MIRROR_PATIENCE);
        }
    }
}

fn job_of(message: Message) -> Option<Job> {
    match message {
        Message::Job(job) => Some(job),
        // Waking up is enough: the file is looked at before each batch.
        Message::Reopen => None,
    }
}

/// The first record of a segment. It carries the MAC before it whole, so that the segment can be verified
/// without the one before.
fn opening_record(opening: &Opening, chain: &Chain) -> Record {
    let mut members = Map::new();
    let mut member = |name: &str, value: Value| members.insert(name.to_owned(), value);
    member("chain_event", json!("segment_start"));
    member("segment", json!(opening.number));
    member("reason", json!(opening.reason.word()));
    if let Some(path) = &opening.prior {
        member("prior_segment", json!(path.file_name().map(|name| name.to_string_lossy())));
    }
    if let Some(bytes) = opening.prior_bytes {
        member("prior_segment_bytes", json!(bytes));
    }
    member("prior_integrity_hmac", json!(chain.position().tail.text()));
    if opening.reason.is_gap() {
        let message = "Audit log was changed from outside: records may be missing";
        return Record::free(
            "audit_gap",
            Level::Error,
            message,
            &members,
            Retention::SecurityAudit,
        );
    }
    Record::lifecycle("Audit segment start", &members)
}
