//! Opening the log: finds its file and chain, says what was found, and starts the writer.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, RwLock},
    thread,
};

use serde_json::{Map, Value, json};
use tokio::sync::{Semaphore, watch};
use uuid::Uuid;

use super::{
    Log, OpenError, Shared,
    chain::{Chain, Key},
    checkpoint::Checkpoints,
    feed::Place,
    files::{Disk, Files, beside},
    head::Head,
    health::Health,
    keys::{KeySource, Keyring, signer},
    lifecycle,
    mirror::Mirror,
    queue::Queue,
    record::{Level, Record, Retention as Class},
    recover::{Found, Problem},
    reserve,
    retention::Retention,
    settings::Settings,
    state::Intents,
    store::{Limits, Store, StoreError},
    writer::{Backlog, Writer},
};

pub(super) fn open(
    settings: &Settings,
    stderr: Box<dyn io::Write + Send>,
) -> Result<Log, OpenError> {
    let files: Arc<dyn Files> = Arc::new(Disk);
    let Prepared { writer, key, durability, file, notice, newest_checkpoint, began, heads } =
        prepare(settings, &files, stderr)?;
    let (queue, inbox) = Queue::new(writer.most_kept);
    let health = Arc::clone(&writer.health);
    let holds = writer.retention.holds.clone();
    let (running, ended) = watch::channel(());
    thread::Builder::new()
        .name("audit-writer".to_owned())
        .spawn(move || {
            writer.run(&inbox);
            drop(running);
        })
        .map_err(OpenError::Thread)?;
    Ok(Log {
        shared: Arc::new(Shared {
            queue,
            health,
            key,
            holds,
            fail_mode: settings.fail_mode,
            network: settings.network,
            deadline: settings.deadline,
            fsync: settings.fsync,
            durability,
            file,
            notice,
            checkpoints: newest_checkpoint,
            began,
            heads,
            ended,
        }),
    })
}

/// A writer whose log is open and has its first records.
pub(super) struct Prepared {
    pub(super) writer: Writer,
    key: Arc<RwLock<Key>>,
    durability: String,
    file: Option<PathBuf>,
    notice: Option<String>,
    newest_checkpoint: watch::Receiver<Option<Arc<str>>>,
    began: Place,
    heads: watch::Receiver<Head>,
}

pub(super) fn prepare(
    settings: &Settings,
    files: &Arc<dyn Files>,
    stderr: Box<dyn io::Write + Send>,
) -> Result<Prepared, OpenError> {
    if settings.queue_size == 0 {
        return Err(OpenError::NoQueue);
    }
    let key = Keyring::read(settings.keyring_file.as_deref(), settings.key.as_ref())?;
    let has_key = key.is_some();
    let keyring = Arc::new(key.map_or_else(Keyring::ephemeral, Ok)?);
    let signer = signer(settings.signing_key_file.as_deref(), &keyring)?;
    let public_key = signer.public_key();
    let Opened { chain_id, store, found, notice } = Opened::find(settings, files, &keyring)?;
    let durability = match &store {
        Some(store) if store.is_regular() => settings.fsync.to_string(),
        _ => "none".to_owned(),
    };
    let public_key = public_key.to_base64();
    let mut start = found.start_records(&keyring, &public_key);
    start.insert(0, {
        let mut members = found.chain_start();
        members.insert("durability".to_owned(), json!(durability));
        members.insert("key".to_owned(), json!(if has_key { "configured" } else { "ephemeral" }));
        members.insert("checkpoint_public_key".to_owned(), json!(public_key));
        members.insert("server_version".to_owned(), json!(env!("CARGO_PKG_VERSION")));
        Record::lifecycle("Audit chain start", &members)
    });
    let mirrors = settings.mirror || store.is_none();
    let mirror = mirrors.then(|| Mirror::start(stderr)).transpose().map_err(OpenError::Thread)?;
    let (checkpoints, newest_checkpoint) = Checkpoints::new(signer, Arc::clone(&keyring));
    let chain_id = found.chain_id.clone().unwrap_or(chain_id);
    let file = store.as_ref().map(|store| store.path().to_owned());
    let key = Arc::new(RwLock::new(keyring.newest().clone()));
    let began = Place::after(&chain_id, found.position.tree.size());
    let (heads, newest_head) = watch::channel(Head::default());
    let mut writer = Writer {
        chain: Chain::new(keyring.newest().clone(), chain_id, found.position.clone()),
        store,
        mirror,
        checkpoints,
        retention: Retention::new(settings.keep),
        keys: KeySource {
            keyring_file: settings.keyring_file.clone(),
            key: settings.key.clone(),
            signing_key_file: settings.signing_key_file.clone(),
            newest: Arc::clone(&key),
        },
        fsync: settings.fsync,
        health: Arc::new(Health::default()),
        open_intents: Intents::new(),
        most_kept: settings.queue_size.min(Semaphore::MAX_PERMITS),
        backlog: Backlog::default(),
        durable: found.position,
        sync_due: None,
        heads,
        lines: Vec::new(),
    };
    let unwritable =
        |cause| OpenError::Unwritable { path: file.clone().unwrap_or_default(), cause };
    writer.write_now(&start).map_err(unwritable)?;
    Ok(Prepared {
        writer,
        key,
        durability,
        file,
        notice,
        newest_checkpoint,
        began,
        heads: newest_head,
    })
}

/// The log as it was found.
struct Opened {
    /// The name of the chain, where a new one begins.
    chain_id: String,
    store: Option<Store>,
    found: Found,
    notice: Option<String>,
}

impl Opened {
    fn find(
        settings: &Settings,
        files: &Arc<dyn Files>,
        keyring: &Keyring,
    ) -> Result<Self, OpenError> {
        let chain_id = Uuid::now_v7().to_string();
        let Some(path) = &settings.file else {
            return Ok(Self { chain_id, store: None, found: Found::default(), notice: None });
        };
        let limits = Limits { bytes: settings.rotate_bytes, age: settings.rotate_age };
        let open = |path: &Path| match Store::open(Arc::clone(files), path, keyring, limits) {
            Ok((store, found)) => {
                if store.is_regular() {
                    // Without a reserve a full disk is still noticed, only not written down.
                    drop(reserve::keep(store.files(), path));
                }
                Ok((store, found))
            }
            Err(StoreError::InUse) => Err(OpenError::InUse(path.to_owned())),
            Err(StoreError::Io(cause)) => {
                Err(OpenError::Unwritable { path: path.to_owned(), cause })
            }
        };
        match open(path) {
            Ok((store, found)) => Ok(Self { chain_id, store: Some(store), found, notice: None }),
            // Two editor windows, each with its own server, are ordinary on stdio.
            Err(OpenError::InUse(_)) if !settings.network => {
                let own = beside(path, &chain_id);
                let (store, found) = open(&own)?;
                let notice = Some(format!(
                    "AUDIT_LOG_FILE={} is in use by another process: this one writes {}; `audit verify` takes their directory",
                    path.display(),
                    own.display()
                ));
                Ok(Self { chain_id, store: Some(store), found, notice })
            }
            Err(error) => Err(error),
        }
    }
}

impl Found {
    fn chain_start(&self) -> Map<String, Value> {
        let status = self.status.word();
        let resumed = status == "resumed";
        let mut members = Map::new();
        let mut member = |name: &str, value: Value| members.insert(name.to_owned(), value);
        member("chain_event", json!("chain_start"));
        member("resumed_from_prior", json!(resumed));
        member("prior_chain_tail", json!(resumed.then(|| self.position.tail.short())));
        member("prior_tail_status", json!(status));
        if let Some((bytes, path)) = &self.torn {
            member("torn_tail_bytes", json!(bytes));
            member("torn_tail_file", json!(name_of(path)));
        }
        members
    }

    /// What else is to be said of the past, each in a record of its own.
    fn start_records(&self, keyring: &Keyring, public_key: &str) -> Vec<Record> {
        let mut records = Vec::new();
        records.extend(self.problem.as_ref().map(problem_record));
        records.extend(
            self.prior_kid
                .as_ref()
                .map(|prior| lifecycle::key_rotate(prior, keyring.newest().id(), public_key)),
        );
        records.extend(self.open_intents.iter().map(|(request_id, intent)| {
            let members = [
                ("tool_name".to_owned(), json!(intent.tool_name)),
                ("request_id".to_owned(), json!(request_id)),
                ("intent_seq".to_owned(), json!(intent.seq)),
            ];
            let message =
                "A write was announced and its outcome was never recorded: it may have happened";
            Record::free(
                "audit_orphan",
                Level::Warning,
                message,
                &Map::from_iter(members),
                Class::SecurityAudit,
            )
        }));
        records
    }
}

fn problem_record(problem: &Problem) -> Record {
    let members = [
        ("chain_event".to_owned(), json!("prior_log_refused")),
        ("problem".to_owned(), json!(problem.what.word())),
        ("file".to_owned(), json!(name_of(&problem.file))),
        ("byte".to_owned(), json!(problem.byte)),
        ("set_aside".to_owned(), json!(problem.set_aside.as_deref().map(name_of))),
    ];
    let message =
        "The audit log found at start does not verify: it was set aside and a new chain begins";
    Record::security_warning(message, &Map::from_iter(members))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
