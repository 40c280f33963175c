//! Streamable HTTP at `/mcp`, without sessions and with JSON answers (event streams where a handler sends
//! notifications before its answer), for every protocol revision.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
        ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, CONTENT_TYPE, VARY,
        WWW_AUTHENTICATE,
    },
};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use rmcp::{
    ServerHandler,
    transport::streamable_http_server::{
        StreamableHttpServerConfig, StreamableHttpService, session::never::NeverSessionManager,
    },
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Error, Settings, body,
    connection::{self, Deadlines},
    origin::{Blocked, Gate},
    reply::{INVALID_REQUEST, PARSE_ERROR, Reply, empty, refuse},
};
use crate::auth::{Authenticator, Refusal};

/// How long a stop waits for clients to take answers that are ready.
const FLUSH: Duration = Duration::from_secs(5);

/// How long accepting pauses when the process has no file descriptor left.
const BREATH: Duration = Duration::from_millis(50);

/// A socket that listens and does not answer yet.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
    settings: Settings,
}

/// Takes the address of the settings.
pub async fn bind(settings: Settings) -> Result<Listener, Error> {
    let failed = |source| Error::Listen { address: settings.bind, source };
    let socket = TcpListener::bind(settings.bind).await.map_err(failed)?;
    let address = socket.local_addr().map_err(failed)?;
    Ok(Listener { socket, address, settings })
}

impl Listener {
    /// Where it listens, with the real port.
    pub fn address(&self) -> SocketAddr {
        self.address
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
        let gate = Gate::new(&self.settings, authenticator.is_open())?;
        let streams = CancellationToken::new();
        let protocol = protocol(handler, &streams);
        let requests = TaskTracker::new();
        let deadlines = Deadlines::of(&self.settings);
        let drain = self.settings.drain;
        let app = Arc::new(App {
            settings: self.settings,
            gate,
            authenticator,
            protocol,
            requests: requests.clone(),
        });
        let connections = TaskTracker::new();
        let abort = CancellationToken::new();
        while let Some(stream) = accept(&self.socket, &shutdown).await {
            let app = app.clone();
            let answer = move |request| app.clone().answer(request);
            let serving = connection::serve(stream, deadlines, shutdown.clone(), answer);
            connections.spawn(abort.clone().run_until_cancelled_owned(serving));
        }
        drop(self.socket);

        requests.close();
        calls.close();
        let running = async {
            requests.wait().await;
            calls.wait().await;
        };
        if tokio::time::timeout(drain, running).await.is_err() {
            tracing::warn!("calls were still running when the time to stop was over");
        }
        streams.cancel();
        connections.close();
        if tokio::time::timeout(FLUSH, connections.wait()).await.is_err() {
            abort.cancel();
            connections.wait().await;
        }
        Ok(())
    }
}

fn protocol<H>(
    handler: H,
    streams: &CancellationToken,
) -> StreamableHttpService<H, NeverSessionManager>
where
    H: ServerHandler + Clone,
{
    // Hosts, origins and sizes are judged before rmcp sees a request, with answers that clients can read.
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_cancellation_token(streams.clone())
        .with_max_request_body_bytes(usize::MAX)
        .disable_allowed_hosts()
        .disable_allowed_origins();
    let sessions = Arc::new(NeverSessionManager::default());
    StreamableHttpService::new(move || Ok(handler.clone()), sessions, config)
}

/// The next connection, or `None` once `shutdown` is cancelled.
async fn accept(socket: &TcpListener, shutdown: &CancellationToken) -> Option<TcpStream> {
    loop {
        let accepted = shutdown.run_until_cancelled(socket.accept()).await?;
        match accepted {
            Ok((stream, _)) => {
                // An answer is written at once and whole; waiting for more to send costs 40 ms a call.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection was gone before it was served");
                    continue;
                }
                return Some(stream);
            }
            Err(error) => {
                tracing::warn!(%error, "failed to accept a connection");
                shutdown.run_until_cancelled(tokio::time::sleep(BREATH)).await?;
            }
        }
    }
}

struct App<H: ServerHandler> {
    settings: Settings,
    gate: Gate,
    authenticator: Arc<Authenticator>,
    protocol: StreamableHttpService<H, NeverSessionManager>,
    requests: TaskTracker,
}

impl<H: ServerHandler + Clone> App<H> {
    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Reply {
        let origin = match self.gate.admit(request.uri(), request.headers()) {
            Ok(origin) => origin.cloned(),
            Err(Blocked::Host) => {
                let message = "this server does not answer to the name in Host";
                return refuse(StatusCode::FORBIDDEN, INVALID_REQUEST, message);
            }
            Err(Blocked::Origin) => {
                let message = "pages of this Origin may not use this server";
                return refuse(StatusCode::FORBIDDEN, INVALID_REQUEST, message);
            }
        };
        let reply = if origin.is_some() && request.method() == Method::OPTIONS {
            preflight()
        } else {
            self.route(request).await
        };
        match origin {
            Some(origin) => readable_by(origin, reply),
            None => reply,
        }
    }

    async fn route(&self, request: Request<Incoming>) -> Reply {
        match request.uri().path() {
            "/mcp" | "/mcp/" => self.message(request).await,
            _ => refuse(StatusCode::NOT_FOUND, INVALID_REQUEST, "nothing is here; try /mcp"),
        }
    }

    /// One message of the protocol.
    async fn message(&self, request: Request<Incoming>) -> Reply {
        let principal = match self.authenticator.identify(request.headers()) {
            Ok(principal) => principal,
            Err(refusal) => return unauthorized(refusal),
        };
        let _running = self.requests.token();
        let (mut parts, body) = request.into_parts();
        let Settings { body_limit, body_deadline, .. } = self.settings;
        let body = match body::collect(body, body_limit, body_deadline).await {
            Ok(body) => body,
            Err(refused) => return unread(refused),
        };
        parts.extensions.insert(principal);
        let reply = self.protocol.handle(Request::from_parts(parts, Full::new(body.clone()))).await;
        explain(reply, &body).await
    }
}

fn unread(refused: body::Refused) -> Reply {
    let status = match refused {
        body::Refused::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        body::Refused::Late => StatusCode::REQUEST_TIMEOUT,
        body::Refused::Broken => StatusCode::BAD_REQUEST,
    };
    refuse(status, INVALID_REQUEST, &refused.to_string())
}

/// rmcp's own refusals are plain text, and it answers unreadable messages with 415.
async fn explain(reply: Reply, body: &Bytes) -> Reply {
    let status = reply.status();
    if !status.is_client_error() || reply.headers().contains_key(CONTENT_TYPE) {
        return reply;
    }
    let (parts, text) = reply.into_parts();
    let text = text.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let unreadable =
        status == StatusCode::UNSUPPORTED_MEDIA_TYPE && text.starts_with("fail to des");
    let mut reply = if !unreadable {
        refuse(status, INVALID_REQUEST, &text)
    } else if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(body) {
        let message = format!("the body is not JSON: {error}");
        refuse(StatusCode::BAD_REQUEST, PARSE_ERROR, &message)
    } else {
        let message = "the body is not one JSON-RPC 2.0 request, notification or response";
        refuse(StatusCode::BAD_REQUEST, INVALID_REQUEST, message)
    };
    for (name, value) in &parts.headers {
        reply.headers_mut().append(name, value.clone());
    }
    reply
}

/// RFC 6750 section 3: a challenge, and with a token that does not do, its reason.
fn unauthorized(refusal: Refusal) -> Reply {
    let (status, challenge) = match refusal {
        Refusal::Missing => (StatusCode::UNAUTHORIZED, "Bearer"),
        Refusal::Malformed => (StatusCode::BAD_REQUEST, "Bearer error=\"invalid_request\""),
        Refusal::Unknown => (StatusCode::UNAUTHORIZED, "Bearer error=\"invalid_token\""),
    };
    let mut reply = refuse(status, INVALID_REQUEST, &refusal.to_string());
    reply.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    reply
}

/// A browser asks before it lets a page send a token (Fetch standard, CORS preflight).
fn preflight() -> Reply {
    let mut reply = empty(StatusCode::NO_CONTENT);
    let headers = reply.headers_mut();
    headers.insert(
        ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, DELETE, OPTIONS"),
    );
    // `*` does not cover Authorization, and names sent with a request differ from revision to revision.
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("*, Authorization"));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    reply
}

fn readable_by(origin: HeaderValue, mut reply: Reply) -> Reply {
    let headers = reply.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(
        ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("Mcp-Session-Id, WWW-Authenticate, Retry-After"),
    );
    headers.append(VARY, HeaderValue::from_static("Origin"));
    reply
}
