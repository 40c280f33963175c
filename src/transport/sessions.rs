//! Sessions of the protocol revisions before 2026-07-28, for clients that insist on them: so many at a time, each
//! for as long as it is used, and each its caller's own.
//!
//! rmcp keeps sessions and asks this module; the caller reaches it through a task-local, because rmcp hands a
//! session manager ids alone.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    time::Duration,
};

use futures_util::Stream;
use rmcp::{
    model::{ClientJsonRpcMessage, ServerJsonRpcMessage},
    transport::streamable_http_server::session::{
        ServerSseMessage, SessionId, SessionManager,
        local::{LocalSessionManager, LocalSessionManagerError},
    },
};
use tokio::time::Instant;

use super::Settings;

tokio::task_local! {
    static CALLER: Caller;
}

/// Whose request is being handled.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    name: Arc<str>,
    /// Whether there was no room for a session of the caller's.
    refused: Arc<AtomicBool>,
}

impl Caller {
    pub(super) fn new(name: Arc<str>) -> Self {
        Self { name, refused: Arc::default() }
    }

    /// Runs `request` as this caller's.
    pub(super) async fn run<F: Future>(&self, request: F) -> F::Output {
        CALLER.scope(self.clone(), request).await
    }

    pub(super) fn was_refused(&self) -> bool {
        self.refused.load(Relaxed)
    }
}

/// rmcp's sessions within bounds.
#[derive(Debug)]
pub(super) struct Sessions {
    inner: LocalSessionManager,
    owned: Mutex<HashMap<SessionId, Owned>>,
    limit: usize,
    caller_limit: usize,
}

#[derive(Debug)]
struct Owned {
    owner: Arc<str>,
    used: Instant,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    #[error("there is no room for another session")]
    Full,
    #[error("there is no such session")]
    Unknown,
    #[error(transparent)]
    Session(#[from] LocalSessionManagerError),
}

impl Sessions {
    pub(super) fn new(settings: &Settings) -> Self {
        let mut inner = LocalSessionManager::default();
        inner.session_config.keep_alive = Some(settings.session_idle_limit);
        inner.session_config.init_timeout = Some(Duration::from_secs(10));
        Self {
            inner,
            owned: Mutex::default(),
            limit: settings.session_limit,
            caller_limit: settings.caller_session_limit,
        }
    }

    /// Whether the session is there and `caller`'s.
    pub(super) fn belongs_to(&self, id: &str, caller: &Caller) -> bool {
        self.lock().get(id).is_some_and(|session| session.owner == caller.name)
    }

    /// Sessions open now.
    pub(super) fn open(&self) -> u64 {
        self.lock().len() as u64
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<SessionId, Owned>> {
        self.owned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that the caller at hand uses its session. Tasks of rmcp's own have no caller and may.
    fn touch(&self, id: &SessionId) -> Result<(), Error> {
        let mut owned = self.lock();
        let session = owned.get_mut(id).ok_or(Error::Unknown)?;
        if CALLER.try_with(|caller| caller.name != session.owner).unwrap_or(false) {
            return Err(Error::Unknown);
        }
        session.used = Instant::now();
        Ok(())
    }

    /// The session that gives way to a new one of `caller`'s, if one has to: its own that was used least lately.
    /// Callers that cannot keep count of their sessions do not take those of others.
    fn gives_way(&self, caller: &Caller) -> Result<Option<SessionId>, Error> {
        let owned = self.lock();
        let own = || owned.iter().filter(|(_, session)| session.owner == caller.name);
        if owned.len() < self.limit && own().count() < self.caller_limit {
            return Ok(None);
        }
        let stalest = own().min_by_key(|(_, session)| session.used);
        stalest.map(|(id, _)| Some(id.clone())).ok_or(Error::Full)
    }
}

impl SessionManager for Sessions {
    type Error = Error;
    type Transport = <LocalSessionManager as SessionManager>::Transport;

    async fn create_session(&self) -> Result<(SessionId, Self::Transport), Error> {
        let caller = CALLER.try_with(Clone::clone).map_err(|_| Error::Unknown)?;
        let stalest =
            self.gives_way(&caller).inspect_err(|_| caller.refused.store(true, Relaxed))?;
        if let Some(id) = stalest {
            self.lock().remove(&id);
            self.inner.close_session(&id).await?;
        }
        let (id, transport) = self.inner.create_session().await?;
        let session = Owned { owner: caller.name, used: Instant::now() };
        self.lock().insert(id.clone(), session);
        Ok((id, transport))
    }

    async fn initialize_session(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> Result<ServerJsonRpcMessage, Error> {
        Ok(self.inner.initialize_session(id, message).await?)
    }

    async fn has_session(&self, id: &SessionId) -> Result<bool, Error> {
        Ok(self.touch(id).is_ok() && self.inner.has_session(id).await?)
    }

    async fn close_session(&self, id: &SessionId) -> Result<(), Error> {
        match self.touch(id) {
            Ok(()) => {
                self.lock().remove(id);
                Ok(self.inner.close_session(id).await?)
            }
            // Ended already, or another's.
            Err(_) => Ok(()),
        }
    }

    async fn create_stream(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Error> {
        self.touch(id)?;
        Ok(self.inner.create_stream(id, message).await?)
    }

    async fn accept_message(
        &self,
        id: &SessionId,
        message: ClientJsonRpcMessage,
    ) -> Result<(), Error> {
        self.touch(id)?;
        Ok(self.inner.accept_message(id, message).await?)
    }

    async fn create_standalone_stream(
        &self,
        id: &SessionId,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Error> {
        self.touch(id)?;
        Ok(self.inner.create_standalone_stream(id).await?)
    }

    async fn resume(
        &self,
        id: &SessionId,
        last_event_id: String,
    ) -> Result<impl Stream<Item = ServerSseMessage> + Send + Sync + 'static, Error> {
        self.touch(id)?;
        Ok(self.inner.resume(id, last_event_id).await?)
    }
}
