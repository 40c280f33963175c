//! The network transports: Streamable HTTP at `/mcp`, without sessions and with JSON answers (event streams where
//! a handler sends notifications before its answer) for every protocol revision, and the older event streams.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use futures_util::FutureExt as _;
use rmcp::ServerHandler;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Error, Settings,
    accept::accept,
    app::{App, Stops},
    connection::{self, Deadlines},
    direct::Calls,
    door::{Door, Place},
    status::{Scraped, Surroundings, serve_metrics},
    tls::Tls,
    uploads::Uploads,
};
use crate::{
    auth::{Authenticator, Names, Proxies},
    metrics::Metrics,
    platform,
};

/// How long a stop waits for clients to take answers that are ready.
const FLUSH: Duration = Duration::from_secs(5);

/// A socket that listens and does not answer yet.
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
    settings: Settings,
    proxies: Proxies,
    tls: Option<Arc<Tls>>,
    scraped: Option<Scraped>,
    surroundings: Surroundings,
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Takes the address of the settings, and checks everything else in them.
pub async fn bind(settings: Settings) -> Result<Listener, Error> {
    let proxies = Proxies::parse(&settings.trusted_proxies)?;
    let tls = settings.tls.clone().map(Tls::load).transpose()?.map(Arc::new);
    let setting = "MCP_HOST, MCP_PORT";
    let failed = |source| Error::Listen { address: settings.bind, setting, source };
    let socket = TcpListener::bind(settings.bind).await.map_err(failed)?;
    let address = socket.local_addr().map_err(failed)?;
    let scraped = match settings.metrics {
        Some(address) => Some(Scraped::bind(address).await?),
        None => None,
    };
    raise_file_limit(settings.connection_limit);
    let surroundings = Surroundings::default();
    Ok(Listener { socket, address, settings, proxies, tls, scraped, surroundings })
}

/// Each connection is a file, and each call may open one to `DefectDojo`.
fn raise_file_limit(connections: usize) {
    if let Err(error) = platform::raise_file_limit(2 * connections as u64 + 256) {
        tracing::warn!(%error, "the limit of open files stays lower than the limit of connections");
    }
}

impl Listener {
    /// Where it listens, with the real port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether it speaks TLS.
    pub fn is_tls(&self) -> bool {
        self.tls.is_some()
    }

    /// Where metrics are served, if they are.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.scraped.as_ref().map(|scraped| scraped.address)
    }

    /// Has `/ready` ask, as often as anybody wants to know. Without, the server is ready from the start.
    #[must_use]
    pub fn ready_when<F>(mut self, ready: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = bool> + Send + 'static,
    {
        self.surroundings.ready = Some(Arc::new(move || ready().boxed()));
        self
    }

    /// Has `/ready` answer this as well, which must be quick and tell nothing that not everybody may know.
    #[must_use]
    pub fn telling(
        mut self,
        name: &'static str,
        told: impl Fn() -> serde_json::Value + Send + Sync + 'static,
    ) -> Self {
        self.surroundings.told.push((name, Arc::new(told)));
        self
    }

    /// Counts into `metrics`, and serves them where [`Settings::metrics`] says.
    #[must_use]
    pub fn counting(mut self, metrics: Arc<Metrics>) -> Self {
        self.surroundings.metrics = Some(metrics);
        self
    }

    /// Reads the headers that narrow a request's tools, knowing which tools and toolsets there are. Without, they
    /// are not looked at.
    #[must_use]
    pub fn narrowing(mut self, names: Names) -> Self {
        self.surroundings.names = Some(names);
        self
    }

    /// Has ordinary calls of tools answered by `calls` and not through the handler: rmcp takes as long to bring one
    /// there as a small call takes.
    #[must_use]
    pub fn answering(mut self, calls: Calls) -> Self {
        self.surroundings.calls = Some(calls);
        self
    }

    /// Takes reports at `/uploads`, and long ones out of messages. Without, they stay in memory.
    #[must_use]
    pub fn taking(mut self, uploads: Uploads) -> Self {
        self.surroundings.uploads = Some(uploads);
        self
    }

    /// Answers requests until `shutdown` is cancelled.
    ///
    /// Then no connection and no further request is taken, and what runs is finished and answered: requests,
    /// and what the handler keeps in `calls`, for at most [`Settings::drain`].
    pub async fn serve<H>(
        self,
        handler: H,
        authenticator: Arc<Authenticator>,
        calls: TaskTracker,
        shutdown: CancellationToken,
    ) -> Result<(), Error>
    where
        H: ServerHandler + Clone,
    {
        let Self { socket, settings, proxies, tls, scraped, surroundings, .. } = self;
        let stops = Stops { shutdown: shutdown.clone(), ..Stops::default() };
        let drain = settings.drain;
        let connections = TaskTracker::new();
        let abort = CancellationToken::new();
        let door = Arc::new(Door::new(&settings, proxies.clone()));
        let deadlines = Deadlines::of(&settings);
        let metrics = surroundings.metrics.clone();
        if let Some(metrics) = surroundings.metrics.clone() {
            let door = door.clone();
            metrics.gauge("mcp_connections", "Open connections.", None, move || door.open());
            if let Some(Scraped { socket, .. }) = scraped {
                tokio::spawn(serve_metrics(socket, metrics, deadlines, shutdown.clone()));
            }
        }
        let current = authenticator.clone();
        tokio::spawn(current.follow(settings.reload_interval, shutdown.clone()));
        let serving = Arc::new(Serving {
            deadlines,
            handshake: settings.handshake_deadline,
            tls,
            shutdown: shutdown.clone(),
            app: App::new(
                handler,
                &settings,
                proxies,
                authenticator,
                surroundings.clone(),
                stops.clone(),
            )?,
        });
        if let Some(metrics) = metrics {
            let open = serving.app.sessions_open();
            metrics.gauge("mcp_sessions", "Open sessions and event streams.", None, move || open());
        }
        if let Some(tls) = serving.tls.clone() {
            tokio::spawn(tls.follow(settings.reload_interval, shutdown.clone()));
        }
        while let Some((stream, peer)) = accept(&socket, &shutdown).await {
            let Some(place) = door.admit(peer.ip()) else {
                surroundings.count_turned_away();
                tracing::debug!(%peer, "a connection was refused: all places are taken");
                continue;
            };
            let (abort, leave) = (abort.clone(), place.leave.clone());
            // Boxed once: each future that another one holds is held twice.
            let connection = serving.clone().connection(stream, peer.ip(), Arc::new(place));
            connections.spawn(async move {
                tokio::select! {
                    () = connection => {}
                    () = leave.cancelled() => {}
                    () = abort.cancelled() => {}
                }
            });
        }
        drop(socket);

        stops.requests.close();
        calls.close();
        let running = async {
            stops.requests.wait().await;
            calls.wait().await;
        };
        if timeout(drain, running).await.is_err() {
            tracing::warn!("calls were still running when the time to stop was over");
        }
        stops.streams.cancel();
        connections.close();
        if timeout(FLUSH, connections.wait()).await.is_err() {
            abort.cancel();
            connections.wait().await;
        }
        Ok(())
    }
}

/// What all connections have in common.
struct Serving<H: ServerHandler> {
    app: App<H>,
    deadlines: Deadlines,
    handshake: Duration,
    tls: Option<Arc<Tls>>,
    shutdown: CancellationToken,
}

impl<H: ServerHandler + Clone> Serving<H> {
    fn connection(
        self: Arc<Self>,
        stream: TcpStream,
        peer: IpAddr,
        place: Arc<Place>,
    ) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        match self.tls.clone() {
            None => self.requests(stream, peer, place),
            Some(tls) => Box::pin(async move {
                let agreed = Box::pin(timeout(self.handshake, tls.acceptor().accept(stream)));
                match self.shutdown.run_until_cancelled(agreed).await {
                    Some(Ok(Ok(stream))) => self.clone().requests(stream, peer, place).await,
                    Some(Ok(Err(error))) => {
                        tracing::debug!(%peer, %error, "a TLS handshake failed");
                    }
                    Some(Err(_)) => tracing::debug!(%peer, "a TLS handshake took too long"),
                    None => {}
                }
            }),
        }
    }

    fn requests<IO>(
        self: Arc<Self>,
        stream: IO,
        peer: IpAddr,
        place: Arc<Place>,
    ) -> Pin<Box<dyn Future<Output = ()> + Send>>
    where
        IO: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        let (deadlines, stop) = (self.deadlines, self.shutdown.clone());
        let answer = move |request| {
            let (serving, place) = (self.clone(), place.clone());
            async move { serving.app.answer(request, peer, &place).await }
        };
        Box::pin(connection::serve(stream, deadlines, stop, answer))
    }
}
