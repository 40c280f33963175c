//! The one thread that writes: it takes whatever waits, seals it, writes it in one piece, syncs once and then
//! tells every caller.

use std::{
    collections::VecDeque,
    io, mem,
    sync::Arc,
    time::{Duration, Instant},
};

use serde_json::{Map, Value, json};
use tokio::sync::watch;

use super::{
    Unrecorded,
    chain::{Chain, Position},
    checkpoint::Checkpoints,
    head::Head,
    health::Health,
    keys::KeySource,
    lifecycle,
    mirror::Mirror,
    queue::{self, Inbox, Nudge},
    record::{Phase, Record},
    reserve,
    retention::Retention,
    settings::Fsync,
    state::{Intent, Intents},
    store::Store,
};

/// A record that nobody waits for is on disk at most this time and one sync after it is written.
const UNAWAITED_SYNC: Duration = Duration::from_millis(25);
/// How often a file that refused is tried again while something is kept for it.
const RETRY: Duration = Duration::from_secs(1);
const MIRROR_PATIENCE: Duration = Duration::from_secs(1);

pub(super) type Job = queue::Job<Record, Unrecorded>;

pub(super) struct Writer {
    pub(super) chain: Chain,
    /// `None`: stderr alone.
    pub(super) store: Option<Store>,
    pub(super) mirror: Option<Mirror>,
    pub(super) checkpoints: Checkpoints,
    pub(super) retention: Retention,
    pub(super) keys: KeySource,
    pub(super) fsync: Fsync,
    pub(super) health: Arc<Health>,
    pub(super) open_intents: Intents,
    /// How many records are kept while the file refuses.
    pub(super) most_kept: usize,
    pub(super) backlog: Backlog,
    /// Where the chain stood at the last sync.
    pub(super) durable: Position,
    pub(super) sync_due: Option<Instant>,
    /// Up to where the log may be read by those that forward it.
    pub(super) heads: watch::Sender<Head>,
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
    /// Runs until the queue is closed and everything in it is written.
    pub(super) fn run(mut self, inbox: &Inbox<Record, Unrecorded>) {
        while let Some(batch) = inbox.next(self.patience(Instant::now())) {
            self.commit(batch.jobs);
            for nudge in batch.nudges {
                match nudge {
                    // The file itself is looked at before each batch.
                    Nudge::Reopen => self.reload_keys(),
                    Nudge::Retain => self.retention.begin(),
                }
            }
            self.do_what_is_due();
        }
        self.stop();
    }

    /// Writes the records that open the log; the caller learns at once if they cannot be written.
    pub(super) fn write_now(&mut self, records: &[Record]) -> io::Result<()> {
        self.write(records.iter(), true)?;
        self.checkpoint()
    }

    /// How long there is nothing to do if nothing comes.
    pub(super) fn patience(&self, now: Instant) -> Option<Duration> {
        let retry = (!self.backlog.kept.is_empty()).then(|| now + RETRY);
        let checkpoint = self.store.as_ref().and_then(|_| self.checkpoints.wake(&self.chain));
        let next = [self.sync_due, retry, checkpoint, self.retention.wake()];
        let next = next.into_iter().flatten().min();
        next.map(|at| at.saturating_duration_since(now))
    }

    pub(super) fn commit(&mut self, mut batch: Vec<Job>) {
        // A write whose caller has stopped waiting was refused: its intent would announce what never happens.
        batch.retain(|job| !job.is_abandoned() || job.record.is_kept());
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
                let written = batch.into_iter().map(|job| job.tell(Ok(())));
                if is_unsynced {
                    self.backlog.unsynced.extend(written);
                } else {
                    written.for_each(drop);
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
        // A segment is synced before it is closed: what is in it must not be written again after a later fault.
        if self.store.as_ref().is_some_and(Store::is_all_durable) {
            self.note_durable();
        }
        let opening = opening.map_err(|error| self.after_spoiling(error))?;
        let opening = opening.map(|opening| lifecycle::segment_start(&opening, &self.chain));
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
        if opening.is_some() {
            self.retention.look_soon();
        }
        let first = before.next() + u64::from(opening.is_some());
        for (seq, record) in (first..).zip(records) {
            self.follow(record, seq);
        }
        self.health.count(count);
        Ok(())
    }

    fn sync_after_write(&mut self, awaited: bool) -> io::Result<()> {
        let wait = match self.fsync {
            Fsync::Group if awaited => return self.sync(),
            Fsync::Group => UNAWAITED_SYNC,
            Fsync::Interval(interval) => interval,
            Fsync::Off => {
                self.durable = self.chain.position().clone();
                self.tell_head();
                return Ok(());
            }
        };
        self.sync_due.get_or_insert_with(|| Instant::now() + wait);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let synced = self.store.as_mut().map_or(Ok(()), Store::sync);
        synced.map_err(|error| self.after_spoiling(error))?;
        self.note_durable();
        self.tell_head();
        Ok(())
    }

    fn note_durable(&mut self) {
        self.sync_due = None;
        self.backlog.unsynced.clear();
        self.durable = self.chain.position().clone();
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
        if self.store.is_some() && self.checkpoints.is_due(&self.chain, Instant::now()) {
            self.note_error(Self::checkpoint);
        }
        if self.retention.is_due() {
            self.note_error(Self::retire);
        }
    }

    /// Removes the segments that nobody is to keep any more, after saying so.
    pub(super) fn retire(&mut self) -> io::Result<()> {
        let Some(store) = self.store.as_ref().filter(|store| store.is_regular()) else {
            return Ok(());
        };
        let Some(expired) = self.retention.pass(store.files(), store.path())? else {
            return Ok(());
        };
        self.write([&lifecycle::segments_removed(&expired)].into_iter(), true)?;
        // The state may still point into a segment that goes.
        self.checkpoint()?;
        self.store.as_ref().map_or(Ok(()), |store| store.remove(&expired.paths))
    }

    /// Takes a new key, where the keyring has one by now.
    pub(super) fn reload_keys(&mut self) {
        let record = match self.keys.reload() {
            Ok(Some((signer, keyring))) => {
                let key = keyring.newest().clone();
                let public_key = signer.public_key().to_base64();
                let record = lifecycle::key_rotate(self.chain.key_id(), key.id(), &public_key);
                self.chain.take_key(key);
                self.checkpoints.take_keys(signer, keyring);
                record
            }
            Ok(None) => return,
            Err(error) => {
                let members = Map::from_iter([
                    ("chain_event".to_owned(), json!("key_reload_failed")),
                    ("cause".to_owned(), json!(error.to_string())),
                ]);
                self.health.set_last_error(error.to_string());
                Record::security_warning(
                    "The audit keys cannot be read again: the key in use seals on",
                    &members,
                )
            }
        };
        self.backlog.kept.push_back(record);
        self.commit(Vec::new());
        self.note_error(Self::checkpoint);
    }

    /// Signs what is durable. Without it the log is still whole: its end is only less surely known.
    pub(super) fn checkpoint(&mut self) -> io::Result<()> {
        self.sync()?;
        match self.store.as_ref().filter(|store| store.is_regular()) {
            Some(store) => {
                self.checkpoints.write(&self.chain, store, &self.open_intents)?;
                // Given up on a full disk, it is taken again as soon as there is room, whoever made it.
                drop(reserve::keep(store.files(), store.path()));
                Ok(())
            }
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
        for job in batch {
            let record = job.tell(Err(Unrecorded::Failed(cause.clone())));
            if !record.is_kept() {
                continue;
            }
            if self.backlog.kept.len() < self.most_kept {
                self.backlog.kept.push_back(record);
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
        let record = lifecycle::refusal(cause);
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
        (!members.is_empty())
            .then(|| lifecycle::gap("Audit log was not written for a time", &members))
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
        if self.store.as_ref().is_some_and(Store::is_spoilt) {
            // What the failed sync did not cover still has a new segment to go to.
            self.commit(Vec::new());
            self.note_error(Self::checkpoint);
        }
        if let Some(mirror) = &mut self.mirror {
            mirror.close(MIRROR_PATIENCE);
        }
    }
}
