//! Delivery, the same for every kind of destination: at least once, in the order of each chain, for as long as it
//! takes. Nothing is dropped but what a record then tells of.

mod losses;
mod pace;

use std::{
    io,
    ops::RangeInclusive,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use serde_json::json;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::{Cursor, Limits, Record, Sink, State, Verdict, outcome::Rejected, status::Shared};
use crate::{
    audit::{
        Head, Log,
        feed::{Feed, Found},
    },
    backoff::jitter,
};

pub use pace::Pace;

/// How soon a segment that is out of sight is looked for again.
const LATER: Duration = Duration::from_millis(100);
/// How soon, and at least how often, it is seen how many records have gathered: whoever writes one wakes nobody who waits
/// for more.
const GLANCES: RangeInclusive<Duration> = Duration::from_millis(50)..=Duration::from_secs(1);

/// What an engine begins with.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) cursor: Cursor,
    pub(super) log: Log,
    pub(super) file: PathBuf,
    pub(super) backlog: u64,
    pub(super) pace: Pace,
    pub(super) stopping: watch::Receiver<bool>,
    pub(super) shared: Arc<Shared>,
}

/// Serves one destination.
#[derive(Debug)]
pub struct Engine<S> {
    sink: S,
    limits: Limits,
    queue: Feed,
    cursor: Cursor,
    log: Log,
    shared: Arc<Shared>,
    backlog: u64,
    pace: Pace,
    stopping: watch::Receiver<bool>,
    heads: watch::Receiver<Head>,
    checkpoints: watch::Receiver<Option<Arc<str>>>,
    seen: Option<Arc<str>>,
    /// The newest checkpoint, until it is accepted. It goes first.
    checkpoint: Option<Record>,
    /// What has been read and not been accepted, in order.
    batch: Vec<Record>,
    /// Since when something waits to be sent.
    waiting_since: Option<Instant>,
    /// How many records are tried at once: fewer while a culprit is looked for.
    window: usize,
    /// The log may hold more.
    is_behind: bool,
    /// A probe was taken just now, beside which records were rejected.
    is_probed: bool,
    failures: u32,
    resume: Option<Instant>,
    saved: Instant,
    is_dirty: bool,
}

impl<S: Sink> Engine<S> {
    pub(super) fn new(sink: S, start: Start) -> Self {
        let Start { cursor, log, file, backlog, pace, stopping, shared } = start;
        let (heads, checkpoints) = (log.heads(), log.checkpoints());
        let limits = sink.limits();
        let engine = Self {
            queue: Feed::new(&file, log.heads(), cursor.state.place.clone()),
            window: limits.records,
            limits,
            sink,
            cursor,
            log,
            shared,
            backlog,
            pace,
            stopping,
            heads,
            checkpoints,
            seen: None,
            checkpoint: None,
            batch: Vec::new(),
            waiting_since: None,
            is_behind: true,
            is_probed: false,
            failures: 0,
            resume: None,
            saved: Instant::now(),
            is_dirty: false,
        };
        engine.shared.release(&engine.cursor.state.place);
        engine.tell();
        engine
    }

    /// Runs until the log is closed and sent, or cannot be, or `halt` is cancelled.
    pub(super) async fn run(mut self, halt: CancellationToken) {
        loop {
            tokio::select! {
                biased;
                () = halt.cancelled() => break,
                ended = self.turn() => if ended { break },
            }
        }
        self.save();
        self.tell();
    }

    /// Does the next thing; true at the end.
    async fn turn(&mut self) -> bool {
        if self.is_dirty && self.saved.elapsed() >= self.pace.save {
            self.save();
        }
        if self.resume.is_some_and(|resume| resume > Instant::now()) && !self.is_stopping() {
            self.wait(self.resume).await;
            return false;
        }
        self.resume = None;
        self.leave_out_what_is_too_much().await;
        let newest = self.checkpoints.borrow_and_update().clone();
        if newest != self.seen {
            self.checkpoint = newest.as_deref().map(Record::checkpoint);
            self.seen = newest;
        }
        if let Some(checkpoint) = self.checkpoint.take() {
            let sent = [checkpoint];
            let verdict = self.sink.deliver(&sent).await;
            let [checkpoint] = sent;
            return self.judge_checkpoint(checkpoint, verdict);
        }
        if let Some(glance) = self.gathers() {
            self.wait(Some(glance)).await;
            return false;
        }
        if let Err(error) = self.fill().await {
            self.fail(State::Retrying, &format!("the log cannot be read: {error}"), None);
            return self.is_stopping();
        }
        if self.batch.is_empty() {
            if !self.is_behind && self.is_stopping() {
                return true;
            }
            let again = self.is_behind.then(|| Instant::now() + LATER);
            self.wait(again).await;
            return false;
        }
        if let Some(glance) = self.gathers() {
            self.wait(Some(glance)).await;
            return false;
        }
        self.send().await
    }

    /// Where more is waited for, until when: records stay in the log meanwhile, and are read all at once.
    fn gathers(&mut self) -> Option<Instant> {
        let unread = self.queue.head().distance(self.queue.place());
        let waiting = unread.saturating_add(self.batch.len() as u64);
        if waiting == 0 {
            self.waiting_since = None;
        }
        if waiting == 0 || self.is_behind || self.is_stopping() {
            return None;
        }
        let now = Instant::now();
        let since = *self.waiting_since.get_or_insert(now);
        let due = since + self.limits.linger;
        let most = self.limits.records as u64;
        // At the rate so far, the half of what is missing.
        let missing = u32::try_from(most.saturating_sub(waiting) / waiting / 2).unwrap_or(u32::MAX);
        let soon = (now - since).saturating_mul(missing);
        let glance = soon.clamp(*GLANCES.start(), *GLANCES.end());
        (waiting < most && due > now).then(|| due.min(now + glance))
    }

    /// Waits for something to do.
    async fn wait(&mut self, until: Option<Instant>) {
        let save = self.is_dirty.then(|| self.saved + self.pace.save);
        // A log that is closed no longer changes; the stop says what to do then.
        let far = Instant::now() + Duration::from_hours(1);
        let until = [until, save].into_iter().flatten().min().unwrap_or(far);
        let is_paused = self.resume.is_some();
        let is_idle = !is_paused && self.waiting_since.is_none();
        tokio::select! {
            () = tokio::time::sleep_until(until.into()) => {}
            Ok(()) = self.heads.changed(), if is_idle => {}
            Ok(()) = self.checkpoints.changed(), if !is_paused => {}
            Ok(()) = self.stopping.changed() => {}
        }
        self.tell();
    }

    /// Reads on where there is room.
    async fn fill(&mut self) -> io::Result<()> {
        let room = self.limits.records.saturating_sub(self.batch.len());
        let bytes: usize = self.batch.iter().map(|record| record.text().len()).sum();
        let bytes = self.limits.bytes.saturating_sub(bytes);
        if room == 0 || bytes == 0 {
            self.is_behind = true;
            return Ok(());
        }
        self.heads.mark_unchanged();
        match self.queue.read(room, bytes)? {
            Found::Lines(lines) => {
                self.batch.extend(lines.into_iter().map(Record::from));
                self.is_behind = self.queue.head().distance(self.queue.place()) > 0;
            }
            Found::End => self.is_behind = false,
            // What has been read goes out meanwhile.
            Found::Later => self.is_behind = true,
            Found::Missing { chain_id, first, last } => {
                self.is_behind = true;
                let members = json!({"chain_id": chain_id, "first_seq": first, "last_seq": last});
                let cause = "they are no longer in the log";
                if !self.leave_out(members, last - first + 1, cause).await {
                    self.batch.clear();
                    self.queue.skip_to(self.cursor.state.place.clone());
                }
            }
        }
        Ok(())
    }

    /// Sends what is to be sent now; true where that ends everything.
    async fn send(&mut self) -> bool {
        let is_open = self.failures >= self.pace.breaker;
        let count = if is_open { 1 } else { self.window.clamp(1, self.batch.len().max(1)) };
        let batch = self.batch.get(..count).unwrap_or(&self.batch);
        let count = batch.len();
        match self.sink.deliver(batch).await {
            Verdict::Accepted => {
                self.accept(count);
                self.succeed();
                false
            }
            Verdict::Partly { rejected, again_from, after, reason } => {
                let end = again_from.unwrap_or(count).min(count);
                if end > 0 && rejected.len() >= end && again_from.is_none() {
                    return self.doubt(rejected, reason).await;
                }
                self.take(end, rejected).await;
                if again_from.is_none() {
                    return false;
                }
                self.fail(State::Retrying, &reason, after);
                self.is_stopping()
            }
            Verdict::Rejected { reason } => self.narrow(count, reason).await,
            Verdict::Retry { reason, after } => {
                self.fail(State::Retrying, &reason, after);
                self.is_stopping()
            }
            Verdict::Refused { reason, fix } => {
                self.fail(State::Refused, &format!("{reason}; {fix}"), None);
                self.is_stopping()
            }
        }
    }

    /// Looks for the record that a batch was rejected for; true where that ends everything.
    async fn narrow(&mut self, count: usize, reason: String) -> bool {
        if count > 1 {
            self.window = count / 2;
            return false;
        }
        self.doubt(vec![Rejected { index: 0, reason: reason.clone() }], reason).await
    }

    /// Every record that was sent is rejected. Were it the destination or the settings, a probe would be too; should it
    /// have been mended in between, they are taken now. True where that ends everything.
    async fn doubt(&mut self, rejected: Vec<Rejected>, reason: String) -> bool {
        if self.is_probed {
            self.take(rejected.len(), rejected).await;
            return false;
        }
        match self.sink.deliver(&[Record::probe()]).await {
            Verdict::Accepted => {
                self.is_probed = true;
                false
            }
            Verdict::Retry { reason, after } => {
                self.fail(State::Retrying, &reason, after);
                self.is_stopping()
            }
            other => {
                let detail = match other {
                    Verdict::Refused { .. } => other.in_words(),
                    _ => format!(
                        "{reason}; it rejects a probe as well: check that the format is the one that this address takes"
                    ),
                };
                self.fail(State::Refused, &detail, None);
                self.is_stopping()
            }
        }
    }

    fn accept(&mut self, count: usize) {
        let accepted = self.batch.drain(..count.min(self.batch.len()));
        if let Some(place) = accepted.rev().find_map(|record| record.place()) {
            self.cursor.state.place = place;
        }
        self.cursor.state.delivered += count as u64;
        self.is_dirty = true;
        if self.batch.is_empty() {
            self.waiting_since = None;
        }
    }

    fn succeed(&mut self) {
        if self.cursor.state.state != State::Delivering {
            tracing::info!(destination = self.shared.name(), "audit records are delivered");
        }
        self.cursor.state.state = State::Delivering;
        self.cursor.state.last_success = Some(Timestamp::now());
        self.window = self.window.saturating_mul(2).min(self.limits.records);
        self.failures = 0;
        self.is_probed = false;
        self.is_dirty = true;
        self.tell();
    }

    /// Remembers why, says it once, and has everything wait.
    fn fail(&mut self, state: State, reason: &str, after: Option<Duration>) {
        let pause = jitter(self.failures, self.pace.first_pause, self.pace.longest_pause);
        self.resume = Some(Instant::now() + after.unwrap_or(pause).max(self.pace.first_pause / 4));
        self.failures = self.failures.saturating_add(1);
        self.is_probed = false;
        let remembered = &mut self.cursor.state;
        if remembered.state != state || remembered.last_error.as_deref() != Some(reason) {
            let destination = self.shared.name();
            if state == State::Refused {
                tracing::error!(destination, %reason, "a destination refuses audit records; they are kept");
            } else {
                tracing::warn!(destination, %reason, "a destination does not take audit records now; they are kept");
            }
        }
        remembered.state = state;
        remembered.last_error = Some(reason.to_owned());
        remembered.last_error_at = Some(Timestamp::now());
        self.is_dirty = true;
        self.tell();
    }

    fn judge_checkpoint(&mut self, checkpoint: Record, verdict: Verdict) -> bool {
        let keep = match verdict {
            Verdict::Accepted => {
                self.succeed();
                None
            }
            Verdict::Retry { reason, after } | Verdict::Partly { reason, after, .. } => {
                self.fail(State::Retrying, &reason, after);
                Some(checkpoint)
            }
            Verdict::Refused { reason, fix } => {
                self.fail(State::Refused, &format!("{reason}; {fix}"), None);
                Some(checkpoint)
            }
            // It also stands beside the log: the records go on without it.
            Verdict::Rejected { reason } => {
                tracing::warn!(destination = self.shared.name(), %reason, "a destination rejects checkpoints");
                None
            }
        };
        let failed = keep.is_some();
        self.checkpoint = keep;
        failed && self.is_stopping()
    }

    fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Without its cursor a destination gets records twice after a restart, and none is lost.
    fn save(&mut self) {
        self.saved = Instant::now();
        match self.cursor.save() {
            Ok(()) => {
                self.is_dirty = false;
                self.shared.release(&self.cursor.state.place);
            }
            Err(error) => {
                self.cursor.state.last_error =
                    Some(format!("the cursor cannot be written: {error}"));
                self.cursor.state.last_error_at = Some(Timestamp::now());
            }
        }
    }

    fn tell(&self) {
        let lag = self.queue.head().distance(&self.cursor.state.place);
        let state = self.cursor.state.clone();
        self.shared.change(|status| {
            status.lag = lag;
            status.state = state.state;
            status.delivered = state.delivered;
            status.dead_letters = state.dead_letters;
            status.left_out = state.left_out;
            status.last_success = state.last_success;
            status.last_error = state.last_error;
            status.last_error_at = state.last_error_at;
        });
    }
}
