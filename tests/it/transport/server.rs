//! A server on a free port, with two callers or none.

use std::{net::SocketAddr, sync::Arc};

use mcp_defectdojo::{
    access::Role,
    auth::{self, Authenticator, Binding, TokenHash},
    transport::{self, Error, Settings, http::Listener},
};
use rmcp::{
    RoleClient, ServiceExt as _,
    service::RunningService,
    transport::{
        StreamableHttpClientTransport, streamable_http_client::StreamableHttpClientTransportConfig,
    },
};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{
    probe::Probe,
    raw::{Connection, Request},
};

pub(crate) const WRITER: &str = "writer-token";
pub(crate) const READER: &str = "reader-token";

pub(crate) struct Server {
    pub(crate) probe: Probe,
    pub(crate) address: SocketAddr,
    pub(crate) metrics: Option<SocketAddr>,
    pub(crate) shutdown: CancellationToken,
    pub(crate) task: JoinHandle<Result<(), Error>>,
}

impl Server {
    pub(crate) async fn start(settings: Settings, auth: auth::Settings) -> Self {
        Self::with(settings, Authenticator::new(auth).unwrap()).await
    }

    pub(crate) async fn with(settings: Settings, authenticator: Authenticator) -> Self {
        Self::listening(settings, authenticator, |listener| listener).await
    }

    pub(crate) async fn listening(
        settings: Settings,
        authenticator: Authenticator,
        set_up: impl FnOnce(Listener) -> Listener,
    ) -> Self {
        let probe = Probe::new();
        let shutdown = CancellationToken::new();
        let settings = Settings { bind: ([127, 0, 0, 1], 0).into(), ..settings };
        let listener = set_up(transport::http::bind(settings).await.unwrap());
        let (address, metrics) = (listener.address(), listener.metrics_address());
        let calls = probe.calls.clone();
        let authenticator = Arc::new(authenticator);
        let serving = listener.serve(probe.clone(), authenticator, calls, shutdown.clone());
        Self { probe, address, metrics, shutdown, task: tokio::spawn(serving) }
    }

    pub(crate) async fn bound() -> Self {
        Self::start(Settings::default(), bindings()).await
    }

    pub(crate) async fn open() -> Self {
        Self::start(Settings::default(), auth::Settings::default()).await
    }

    pub(crate) async fn client(&self, token: &str) -> RunningService<RoleClient, ()> {
        let url = format!("http://{}/mcp", self.address);
        let config = StreamableHttpClientTransportConfig::with_uri(url).auth_header(token);
        ().serve(StreamableHttpClientTransport::from_config(config)).await.unwrap()
    }

    pub(crate) async fn connect(&self) -> Connection {
        Connection::open(self.address).await
    }

    pub(crate) async fn stop(self) {
        self.shutdown.cancel();
        self.task.await.unwrap().unwrap();
    }
}

pub(crate) fn bindings() -> auth::Settings {
    let binding =
        |name: &str, token, role| Binding { name: name.into(), token: TokenHash::of(token), role };
    let bindings =
        vec![binding("desk", WRITER, Role::Writer), binding("wall", READER, Role::Reader)];
    auth::Settings { bindings, require: true, ..auth::Settings::default() }
}

pub(crate) fn as_writer(request: Request<'_>) -> Request<'_> {
    request.header("Authorization", "Bearer writer-token")
}
