//! The audit log: every call written down before its answer leaves, each line sealed to the one before it.

#[cfg(test)]
mod crashes;
#[cfg(test)]
mod model;
#[cfg(test)]
mod queueing;
#[cfg(test)]
mod schedules;

mod chain;
mod checkpoint;
pub mod feed;
mod files;
#[cfg(fuzzing)]
pub mod fuzzing;
mod head;
mod health;
mod keys;
mod lifecycle;
mod line;
mod merkle;
mod mirror;
mod note;
mod open;
pub mod prove;
mod queue;
mod record;
mod recover;
mod reserve;
mod retention;
mod sealed;
mod segments;
mod settings;
pub mod show;
#[cfg(test)]
mod simulated;
mod state;
mod store;
pub mod summary;
pub mod verify;
mod writer;

use std::{
    io,
    path::PathBuf,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use serde_json::{Map, Value};
use tokio::sync::watch;

use self::{
    chain::Key,
    feed::Place,
    health::Health,
    queue::{Closed, Nudge, Queue},
    retention::Holds,
};
pub use self::{
    head::Head,
    keys::{KeyError, Keyring, rotate as rotate_keys},
    note::PublicKey,
    record::{Call, Ended, Outcome, Record, RefusedLogin, Ruling, Taint, Upstream},
    retention::{Hold, Keep},
    settings::{FailMode, Fsync, Settings},
};

/// Texts that a record never holds, only their length and a keyed digest.
const WITHHELD: &[&str] = &["title", "description", "file", "entry", "note"];
/// No text of an argument that is longer than this stands in a record, whatever its name.
const LONGEST_PARAMETER: usize = 1024;

/// A handle to the log. Clones share one writer.
#[derive(Clone, Debug)]
pub struct Log {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    queue: Queue<Record, Unrecorded>,
    health: Arc<Health>,
    key: Arc<RwLock<Key>>,
    holds: Holds,
    fail_mode: FailMode,
    network: bool,
    deadline: Duration,
    fsync: Fsync,
    durability: String,
    file: Option<PathBuf>,
    notice: Option<String>,
    checkpoints: watch::Receiver<Option<Arc<str>>>,
    began: Place,
    heads: watch::Receiver<Head>,
    /// Disconnected when the writer has ended.
    ended: watch::Receiver<()>,
}

/// Why a record is not in the log. Whoever asked for a write is refused it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unrecorded {
    /// The file refuses: disk full, read-only, gone.
    #[error("the audit log cannot be written: {0}")]
    Failed(String),
    /// The disk is slower than the calls.
    #[error("the audit log did not take the record within {} s", .0.as_secs_f64())]
    Late(Duration),
    /// The server is stopping.
    #[error("the audit log is closed")]
    Closed,
}

/// Why the log cannot be opened. The text names the variable and the way out.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "AUDIT_LOG_FILE={} cannot be written: {cause}; let this user write to the file and its directory, or name another file", path.display()
    )]
    Unwritable { path: PathBuf, cause: io::Error },
    #[error(
        "AUDIT_LOG_FILE={} is in use by another process; stop that one, or give each its own file", .0.display()
    )]
    InUse(PathBuf),
    #[error("AUDIT_LOG_QUEUE_SIZE=0 leaves no room for a record; the least is 1")]
    NoQueue,
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("failed to start the audit writer: {0}")]
    Thread(io::Error),
}

/// What `/ready` and the start line say about the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The last attempt to write succeeded.
    pub writable: bool,
    /// `group`, `interval=<n>ms`, `off`, or `none` without a file.
    pub durability: String,
    pub last_error: Option<String>,
    /// Records written since the start.
    pub records: u64,
    /// Records that wait for the writer.
    pub waiting: usize,
    /// The file that is written: not `AUDIT_LOG_FILE` where another process holds that.
    pub file: Option<PathBuf>,
    /// What the operator should read once.
    pub notice: Option<String>,
}

impl Log {
    /// Opens the log, finds its chain and writes `chain_start`. Mirrors to stderr.
    pub fn open(settings: &Settings) -> Result<Self, OpenError> {
        Self::open_with(settings, Box::new(io::stderr()))
    }

    /// As [`Log::open`], with another place in stderr's stead.
    pub fn open_with(
        settings: &Settings,
        stderr: Box<dyn io::Write + Send>,
    ) -> Result<Self, OpenError> {
        open::open(settings, stderr)
    }

    /// Records something that must not happen unrecorded. On `Ok` the record is as durable as `AUDIT_FSYNC`
    /// promises; on `Err` what it announces must not be done, except where it has been done already.
    pub async fn append(&self, record: Record) -> Result<(), Unrecorded> {
        let shared = &self.shared;
        let recorded = shared.queue.ask(shared.announced(record));
        let result = tokio::time::timeout(shared.deadline, recorded).await;
        match result.map(|told| told.unwrap_or(Err(Unrecorded::Closed))) {
            Ok(Err(Unrecorded::Failed(_))) if shared.fail_mode == FailMode::Open => Ok(()),
            Ok(result) => result,
            Err(_) => Err(Unrecorded::Late(shared.deadline)),
        }
    }

    /// Hands over a record that nobody waits for: it is never dropped, and on disk within 50 ms. `Err` means
    /// that nothing can be recorded now and that this call too must be refused (`AUDIT_FAIL_MODE`).
    pub async fn hand_over(&self, record: Record) -> Result<(), Unrecorded> {
        let shared = &self.shared;
        let sent = shared.queue.hand_over(shared.announced(record));
        match tokio::time::timeout(shared.deadline, sent).await {
            Ok(sent) => sent?,
            Err(_) => return Err(Unrecorded::Late(shared.deadline)),
        }
        let refuses = shared.network && shared.fail_mode == FailMode::Closed;
        match shared.health.failure().filter(|_| refuses) {
            Some(cause) => Err(Unrecorded::Failed(cause)),
            None => Ok(()),
        }
    }

    /// `hmac-sha256:` and 64 hex digits, keyed: shows that two texts are equal and nothing else.
    pub fn digest(&self, text: &str) -> String {
        self.shared.key.read().unwrap_or_else(PoisonError::into_inner).digest(text)
    }

    /// A call's arguments as a record may hold them, and the digests of what was withheld: of the texts that
    /// the contract names and of any that is long, only the number of characters is left.
    pub fn withhold(
        &self,
        arguments: &Map<String, Value>,
    ) -> (Map<String, Value>, Map<String, Value>) {
        let mut params = Map::new();
        let mut digests = Map::new();
        for (name, value) in arguments {
            if value.is_null() {
                continue;
            }
            let withheld = WITHHELD.contains(&name.as_str());
            let kept = match value {
                Value::String(text) if withheld || text.len() > LONGEST_PARAMETER => {
                    digests.insert(name.clone(), self.digest(text).into());
                    Value::from(format!("<{} chars>", text.chars().count()))
                }
                other => other.clone(),
            };
            params.insert(name.clone(), kept);
        }
        (params, digests)
    }

    /// Writes everything that was handed over and the stop record, syncs and ends the writer. What is
    /// recorded afterwards answers [`Unrecorded::Closed`].
    pub async fn close(&self) {
        self.shared.queue.close();
        let mut ended = self.shared.ended.clone();
        // The writer never sends: an error is how its end shows.
        while ended.changed().await.is_ok() {}
    }

    /// Looks whether the file has been moved and whether the keyring has a new key, as on `SIGHUP`. Nothing is
    /// lost where nobody says so: the file is looked at before each batch too.
    pub fn reopen(&self) {
        // A closed log has no file to look at.
        drop(self.shared.queue.nudge(Nudge::Reopen));
    }

    /// Keeps every segment from being removed until the hold says otherwise. To be taken before
    /// [`Log::begin_retention`].
    pub fn hold(&self) -> Hold {
        self.shared.holds.take()
    }

    /// From now on segments beyond [`Settings::keep`] are removed, as far as nobody holds them.
    pub fn begin_retention(&self) {
        // A closed log removes nothing.
        drop(self.shared.queue.nudge(Nudge::Retain));
    }

    /// The newest checkpoint, a signed note: for the sinks, ahead of other traffic.
    pub fn checkpoints(&self) -> watch::Receiver<Option<Arc<str>>> {
        self.shared.checkpoints.clone()
    }

    /// How far the log may be forwarded: what is durable.
    pub fn heads(&self) -> watch::Receiver<Head> {
        self.shared.heads.clone()
    }

    /// The place before this run's first record.
    pub fn began(&self) -> &Place {
        &self.shared.began
    }

    /// `interval=<n>ms` or `off`, where `AUDIT_FSYNC` asks for less than the disk can promise.
    pub fn weak_fsync(&self) -> Option<String> {
        (self.shared.fsync != Fsync::Group).then(|| self.shared.fsync.to_string())
    }

    pub fn status(&self) -> Status {
        let shared = &self.shared;
        Status {
            writable: shared.health.failure().is_none(),
            durability: shared.durability.clone(),
            last_error: shared.health.last_error(),
            records: shared.health.records(),
            waiting: shared.queue.waiting(),
            file: shared.file.clone(),
            notice: shared.notice.clone(),
        }
    }
}

impl Shared {
    /// Where nothing is refused, what a record announces is done even if it cannot be written.
    fn announced(&self, mut record: Record) -> Record {
        if self.fail_mode == FailMode::Open {
            record.keep();
        }
        record
    }
}

impl From<Closed> for Unrecorded {
    fn from(_: Closed) -> Self {
        Self::Closed
    }
}

/// What `queue` is built on: tests put others in their place, which run every order of events.
mod blocking {
    pub(super) use std::{
        sync::{Mutex, RwLock, mpsc},
        time::{Duration, Instant},
    };
}
