//! The audit log: every call written down before its answer leaves, each line sealed to the one before it.

mod chain;
mod files;
mod line;
mod mirror;
mod record;
mod sealed;
mod settings;
mod store;
mod writer;

use std::{
    collections::VecDeque,
    io,
    path::PathBuf,
    sync::{
        Arc, PoisonError, RwLock,
        mpsc::{Sender, channel},
    },
    thread,
    time::Duration,
};

use secrecy::ExposeSecret as _;
use serde_json::{Map, Value, json};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};

use self::{
    chain::{Chain, Key, Tail},
    files::{Disk, Files},
    mirror::Mirror,
    store::{Found, Store, StoreError, beside},
    writer::{Job, State, Writer},
};
pub use self::{
    record::{Call, Ended, Outcome, Record, RefusedLogin, Upstream},
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
    /// `None` once the log is closed.
    jobs: RwLock<Option<Sender<Job>>>,
    /// One permit for each record that may still be queued.
    room: Arc<Semaphore>,
    queue_size: usize,
    state: Arc<State>,
    key: Key,
    fail_mode: FailMode,
    network: bool,
    deadline: Duration,
    durability: String,
    file: Option<PathBuf>,
    notice: Option<String>,
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
        "AUDIT_LOG_FILE={} cannot be written: {source}; let this user write to the file and its directory, or name another file", path.display()
    )]
    Unwritable { path: PathBuf, source: io::Error },
    #[error(
        "AUDIT_LOG_FILE={} is in use by another process; stop that one, or give each its own file", .0.display()
    )]
    InUse(PathBuf),
    #[error("AUDIT_LOG_QUEUE_SIZE=0 leaves no room for a record; the least is 1")]
    NoQueue,
    #[error("AUDIT_HMAC_KEY is not set and no key can be made: this system gives no random bytes")]
    NoRandomness,
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
        if settings.queue_size == 0 {
            return Err(OpenError::NoQueue);
        }
        let queue_size = settings.queue_size.min(Semaphore::MAX_PERMITS);
        let key = match &settings.key {
            Some(key) => Key::new(key.expose_secret().as_bytes()),
            None => Key::ephemeral().ok_or(OpenError::NoRandomness)?,
        };
        let opened = Opened::find(settings, &key)?;
        let durability = match &opened.store {
            Some(store) if store.is_regular() => settings.fsync.to_string(),
            _ => "none".to_owned(),
        };
        let start = opened.chain_start(settings, &durability);
        let mirrors = settings.mirror || opened.store.is_none();
        let mirror =
            mirrors.then(|| Mirror::start(stderr)).transpose().map_err(OpenError::Thread)?;
        let state = Arc::new(State::default());
        let mut writer = Writer {
            chain: opened.chain,
            store: opened.store,
            mirror,
            fsync: settings.fsync,
            state: Arc::clone(&state),
            kept: VecDeque::new(),
            most_kept: queue_size,
            given_up: 0,
            told_left_out: 0,
            sync_due: None,
            lines: Vec::new(),
        };
        let file = writer.path();
        writer.write_now(&[start]).map_err(|source| OpenError::Unwritable {
            path: file.clone().unwrap_or_default(),
            source,
        })?;

        let (jobs, receiver) = channel();
        let (running, ended) = watch::channel(());
        thread::Builder::new()
            .name("audit-writer".to_owned())
            .spawn(move || {
                writer.run(&receiver);
                drop(running);
            })
            .map_err(OpenError::Thread)?;
        Ok(Self {
            shared: Arc::new(Shared {
                jobs: RwLock::new(Some(jobs)),
                room: Arc::new(Semaphore::new(queue_size)),
                queue_size,
                state,
                key,
                fail_mode: settings.fail_mode,
                network: settings.network,
                deadline: settings.deadline,
                durability,
                file,
                notice: opened.notice,
                ended,
            }),
        })
    }

    /// Records something that must not happen unrecorded. On `Ok` the record is as durable as `AUDIT_FSYNC`
    /// promises; on `Err` what it announces must not be done, except where it has been done already.
    pub async fn append(&self, record: Record) -> Result<(), Unrecorded> {
        let shared = &self.shared;
        let recorded = async {
            let (waiter, told) = oneshot::channel();
            shared.send(record, Some(waiter)).await?;
            told.await.unwrap_or(Err(Unrecorded::Closed))
        };
        match tokio::time::timeout(shared.deadline, recorded).await {
            Ok(Err(Unrecorded::Failed(_))) if shared.fail_mode == FailMode::Open => Ok(()),
            Ok(result) => result,
            Err(_) => Err(Unrecorded::Late(shared.deadline)),
        }
    }

    /// Hands over a record that nobody waits for: it is never dropped, and on disk within 50 ms. `Err` means
    /// that nothing can be recorded now and that this call too must be refused (`AUDIT_FAIL_MODE`).
    pub async fn hand_over(&self, record: Record) -> Result<(), Unrecorded> {
        let shared = &self.shared;
        match tokio::time::timeout(shared.deadline, shared.send(record, None)).await {
            Ok(sent) => sent?,
            Err(_) => return Err(Unrecorded::Late(shared.deadline)),
        }
        let refuses = shared.network && shared.fail_mode == FailMode::Closed;
        match shared.state.failure().filter(|_| refuses) {
            Some(cause) => Err(Unrecorded::Failed(cause)),
            None => Ok(()),
        }
    }

    /// `hmac-sha256:` and 64 hex digits, keyed: shows that two texts are equal and nothing else.
    pub fn digest(&self, text: &str) -> String {
        self.shared.key.digest(text)
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
        drop(self.shared.jobs.write().unwrap_or_else(PoisonError::into_inner).take());
        let mut ended = self.shared.ended.clone();
        // The writer never sends: an error is how its end shows.
        while ended.changed().await.is_ok() {}
    }

    pub fn status(&self) -> Status {
        let shared = &self.shared;
        Status {
            writable: shared.state.failure().is_none(),
            durability: shared.durability.clone(),
            last_error: shared.state.last_error(),
            records: shared.state.records(),
            waiting: shared.queue_size.saturating_sub(shared.room.available_permits()),
            file: shared.file.clone(),
            notice: shared.notice.clone(),
        }
    }
}

impl Shared {
    async fn send(
        &self,
        mut record: Record,
        waiter: Option<oneshot::Sender<Result<(), Unrecorded>>>,
    ) -> Result<(), Unrecorded> {
        if self.fail_mode == FailMode::Open {
            record.keep();
        }
        let room: OwnedSemaphorePermit =
            Arc::clone(&self.room).acquire_owned().await.map_err(|_| Unrecorded::Closed)?;
        let jobs = self.jobs.read().unwrap_or_else(PoisonError::into_inner);
        let jobs = jobs.as_ref().ok_or(Unrecorded::Closed)?;
        jobs.send(Job { record, waiter, _room: room }).map_err(|_| Unrecorded::Closed)
    }
}

/// The log as it was found at start.
struct Opened {
    chain: Chain,
    store: Option<Store>,
    found: Option<Found>,
    notice: Option<String>,
}

impl Opened {
    fn find(settings: &Settings, key: &Key) -> Result<Self, OpenError> {
        let new_id = uuid::Uuid::now_v7().to_string();
        let Some(path) = &settings.file else {
            let chain = Chain::start(key.clone(), new_id, Tail::START);
            return Ok(Self { chain, store: None, found: None, notice: None });
        };
        let files: Arc<dyn Files> = Arc::new(Disk);
        let unwritable =
            |path: &PathBuf, source| OpenError::Unwritable { path: path.clone(), source };
        match Store::open(Arc::clone(&files), path, key, &new_id) {
            Ok((store, chain, found)) => {
                Ok(Self { chain, store: Some(store), found: Some(found), notice: None })
            }
            Err(StoreError::Io(error)) => Err(unwritable(path, error)),
            Err(StoreError::InUse) if settings.network => Err(OpenError::InUse(path.clone())),
            // Two editor windows, each with its own server, are ordinary on stdio.
            Err(StoreError::InUse) => {
                let own = beside(path, &new_id);
                let (store, chain, found) =
                    Store::open(files, &own, key, &new_id).map_err(|error| match error {
                        StoreError::Io(error) => unwritable(&own, error),
                        StoreError::InUse => OpenError::InUse(own.clone()),
                    })?;
                let notice = format!(
                    "AUDIT_LOG_FILE={} is in use by another process: this one writes {}; `audit verify` takes their directory",
                    path.display(),
                    own.display()
                );
                let notice = Some(notice);
                Ok(Self { chain, store: Some(store), found: Some(found), notice })
            }
        }
    }

    fn chain_start(&self, settings: &Settings, durability: &str) -> Record {
        let status = self.found.as_ref().map_or("no_prior_file", |found| found.status.word());
        let resumed = status == "resumed";
        let tail = self.found.as_ref().filter(|_| resumed).map(|found| found.tail.short());
        let mut members = Map::new();
        let mut member = |name: &str, value: Value| members.insert(name.to_owned(), value);
        member("chain_event", json!("chain_start"));
        member("resumed_from_prior", json!(resumed));
        member("prior_chain_tail", json!(tail));
        member("prior_tail_status", json!(status));
        member("durability", json!(durability));
        member("key", json!(if settings.key.is_some() { "configured" } else { "ephemeral" }));
        member("server_version", json!(env!("CARGO_PKG_VERSION")));
        if let Some((bytes, path)) = self.found.as_ref().and_then(|found| found.torn.as_ref()) {
            member("torn_tail_bytes", json!(bytes));
            member("torn_tail_file", json!(path.file_name().map(|name| name.to_string_lossy())));
        }
        if let Some(path) = self.found.as_ref().and_then(|found| found.set_aside.as_ref()) {
            member("unverified_log", json!(path.file_name().map(|name| name.to_string_lossy())));
        }
        Record::lifecycle("Audit chain start", &members)
    }
}
