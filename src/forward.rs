//! Forwarding audit records to a SIEM. The log's segments are the queue: each destination has a durable cursor in
//! them, and what it has not acknowledged is sent again, for as long as it takes.

mod cursor;
mod datadog;
mod elastic;
mod engine;
mod format;
mod https;
mod loki;
mod ndjson;
mod otlp;
mod outcome;
mod record;
mod sink;
mod splunk;
mod status;
mod syslog;
mod tls;

use std::{
    io,
    path::PathBuf,
    sync::{Arc, PoisonError},
    thread,
    time::Duration,
};

use tokio::{runtime, sync::watch};
use tokio_util::sync::CancellationToken;

use self::status::Shared;
pub use self::{
    cursor::Cursor,
    engine::{Engine, Pace},
    format::{Answer, Format, Kind},
    https::{Https, Settings as HttpsSettings},
    outcome::{Rejected, Verdict},
    record::Record,
    sink::{Limits, Sink},
    status::{State, Status},
    syslog::{Destination, Settings as SyslogSettings, Syslog, Transport},
    tls::{Files as TlsFiles, TlsError},
};
use crate::{audit::Log, platform};

/// What is forwarded where.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub targets: Vec<Target>,
    /// Records that may wait for one destination before the oldest are left out, which a record then tells.
    pub backlog: u64,
    pub pace: Pace,
}

/// One destination.
#[derive(Clone, Debug)]
pub enum Target {
    Syslog(SyslogSettings),
    Https(Box<HttpsSettings>),
}

impl Target {
    /// Names the destination's cursor: the same place keeps its cursor when anything else about it changes.
    pub fn name(&self) -> String {
        match self {
            Self::Syslog(settings) => settings.destination.name(),
            Self::Https(settings) => settings.name(),
        }
    }

    /// The destination in words, without secrets.
    pub fn describe(&self) -> String {
        match self {
            Self::Syslog(settings) => settings.destination.to_string(),
            Self::Https(settings) => settings.describe(),
        }
    }

    /// Sends one probe, which says so of itself.
    pub async fn probe(&self) -> Result<Verdict, StartError> {
        let probe = [Record::probe()];
        Ok(match self {
            Self::Syslog(settings) => Syslog::new(settings)?.deliver(&probe).await,
            Self::Https(settings) => Https::new(settings)?.deliver(&probe).await,
        })
    }
}

/// Why forwarding cannot begin. The text names the variable and the way out.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(
        "{} cannot be written: {source}; a destination's cursor stands there: let this user write to it, or set AUDIT_SPOOL_DIR or AUDIT_LOG_FILE to another place", path.display()
    )]
    Unwritable { path: PathBuf, source: io::Error },
    #[error(
        "audit records are to be forwarded, and the log is not a regular file that they can wait in; set AUDIT_LOG_FILE or AUDIT_SPOOL_DIR"
    )]
    NoQueue,
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error(
        "AUDIT_LOG_HTTPS_TOKEN cannot stand in a header: it holds a line end or another control character"
    )]
    Token,
    #[error("a tenant cannot stand in a header: it holds a line end or another control character")]
    Tenant,
    #[error("AUDIT_LOG_HTTPS_CA={} cannot be read: {source}", path.display())]
    Ca { path: PathBuf, source: io::Error },
    #[error("the client certificate or key {} cannot be read: {source}", path.display())]
    Client { path: PathBuf, source: io::Error },
    #[error("the HTTP client cannot be built: {0}")]
    Http(#[from] reqwest::Error),
    #[error("failed to start the forwarding thread: {0}")]
    Thread(io::Error),
}

/// Destinations that are being served.
#[derive(Debug)]
pub struct Forwarder {
    sinks: Vec<Arc<Shared>>,
    stopping: watch::Sender<bool>,
    halt: CancellationToken,
    ended: watch::Receiver<()>,
}

impl Forwarder {
    /// Takes up every destination's cursor and begins to send, on a thread of its own. Until this is dropped, retention
    /// removes nothing that a destination still has to get; to be started before [`Log::begin_retention`].
    pub fn start(settings: &Settings, log: &Log) -> Result<Self, StartError> {
        let (stopping, is_stopping) = watch::channel(false);
        let halt = CancellationToken::new();
        let mut sinks = Vec::new();
        let mut engines = Vec::<Serving>::new();
        for target in &settings.targets {
            let file = log.status().file.ok_or(StartError::NoQueue)?;
            let path = Cursor::path(&file, &target.name());
            let start = engine::Start {
                cursor: Cursor::open(&path, log.began())
                    .map_err(|source| StartError::Unwritable { path, source })?,
                log: log.clone(),
                file,
                backlog: settings.backlog,
                pace: settings.pace,
                stopping: is_stopping.clone(),
                shared: Arc::new(Shared::new(target.name(), target.describe(), log.hold())),
            };
            sinks.push(Arc::clone(&start.shared));
            let halt = halt.clone();
            engines.push(match target {
                Target::Syslog(settings) => {
                    Box::pin(Engine::new(Syslog::new(settings)?, start).run(halt))
                }
                Target::Https(settings) => {
                    Box::pin(Engine::new(Https::new(settings)?, start).run(halt))
                }
            });
        }
        let (running, ended) = watch::channel(());
        let (told, heard) = std::sync::mpsc::channel();
        thread::Builder::new()
            .name("forward".to_owned())
            .spawn(move || {
                // What is already written can wait; a caller cannot.
                platform::give_way();
                // Made here: a runtime cannot be dropped where another one runs.
                let runtime = runtime::Builder::new_current_thread().enable_all().build();
                let runtime = match runtime {
                    Ok(runtime) => runtime,
                    Err(error) => return drop(told.send(error)),
                };
                drop(told);
                let engines: Vec<_> =
                    engines.into_iter().map(|engine| runtime.spawn(engine)).collect();
                for engine in engines {
                    if let Err(error) = runtime.block_on(engine) {
                        tracing::error!(%error, "a destination is no longer served");
                    }
                }
                drop(running);
            })
            .map_err(StartError::Thread)?;
        match heard.recv() {
            Ok(error) => Err(StartError::Thread(error)),
            Err(_) => Ok(Self { sinks, stopping, halt, ended }),
        }
    }

    pub fn statuses(&self) -> Vec<Status> {
        self.sinks.iter().map(|sink| sink.status()).collect()
    }

    /// Reads one destination's state whenever asked, without keeping the others.
    pub fn readers(
        &self,
    ) -> impl Iterator<Item = (String, impl Fn() -> Status + Clone + Send + Sync + 'static + use<>)>
    + use<> {
        let sinks = self.sinks.clone();
        sinks.into_iter().map(|sink| (sink.name().to_owned(), move || sink.status()))
    }

    /// Sends what the closed log still holds, for at most `patience`, and remembers how far that went.
    pub async fn stop(&self, patience: Duration) {
        self.stopping.send_replace(true);
        let mut ended = self.ended.clone();
        // The thread never sends: an error is how its end shows.
        let all = async { while ended.changed().await.is_ok() {} };
        if tokio::time::timeout(patience, all).await.is_err() {
            self.halt.cancel();
            while ended.changed().await.is_ok() {}
        }
    }
}

type Serving = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

fn lock<T>(mutex: &std::sync::Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
