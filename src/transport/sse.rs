//! The transport of protocol revision 2024-11-05: `GET /sse` opens an event stream whose first event names the
//! address that messages are posted to; answers come as events.
//!
//! rmcp no longer serves it. A session is one event stream; it ends with it. Each message is a request of its own
//! that shows its own token, and the session's address is a name, not a key: another caller's is not found.

use std::{
    collections::HashMap,
    convert::Infallible,
    io,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode, Uri,
    header::{CACHE_CONTROL, CONTENT_TYPE},
    request::Parts,
};
use http_body_util::BodyExt as _;
use hyper::body::{Body, Frame};
use rmcp::{
    RoleServer, ServerHandler, ServiceExt as _,
    model::{ClientJsonRpcMessage, GetExtensions as _},
    service::{RxJsonRpcMessage, TxJsonRpcMessage},
    transport::Transport,
};
use tokio::{
    sync::mpsc,
    time::{Instant, Sleep, sleep},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

use super::{
    Settings,
    reply::{INVALID_REQUEST, PARSE_ERROR, Reply, empty, refuse, refuse_for_now},
    unanswered::{Unanswered, answers},
};
use crate::{access::Principal, reports::Held};

/// Messages of one client that wait for the handler, and answers that wait for the client.
const BACKLOG: usize = 16;

/// A comment now and then shows proxies that the stream lives, and us that the client has gone.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The open event streams.
pub(super) struct Bridge<H> {
    handler: H,
    sessions: Arc<Sessions>,
    limit: usize,
    caller_limit: usize,
    running: TaskTracker,
    shutdown: CancellationToken,
}

type Sessions = Mutex<HashMap<Uuid, Session>>;

struct Session {
    owner: Principal,
    messages: mpsc::Sender<Incoming>,
}

/// A message on its way to the handler, with the reports that were taken out of it.
struct Incoming {
    message: ClientJsonRpcMessage,
    held: Vec<Held>,
}

impl<H: ServerHandler + Clone> Bridge<H> {
    /// `running` keeps each session until its last answer is handed over; `shutdown` ends them all.
    pub(super) fn new(
        handler: H,
        settings: &Settings,
        running: TaskTracker,
        shutdown: CancellationToken,
    ) -> Self {
        Self {
            handler,
            sessions: Arc::default(),
            limit: settings.session_limit,
            caller_limit: settings.caller_session_limit,
            running,
            shutdown,
        }
    }

    /// Tells how many event streams are open.
    pub(super) fn open_streams(&self) -> impl Fn() -> u64 + Send + Sync + use<H> {
        let sessions = self.sessions.clone();
        move || lock(&sessions).len() as u64
    }

    /// `GET /sse`
    pub(super) fn open(&self, owner: Principal) -> Reply {
        let id = Uuid::now_v7();
        let (messages, incoming) = mpsc::channel(BACKLOG);
        let (outgoing, events) = mpsc::channel(BACKLOG);
        {
            let mut sessions = lock(&self.sessions);
            let own = sessions.values().filter(|session| session.owner.name == owner.name).count();
            if sessions.len() >= self.limit || own >= self.caller_limit {
                let message = "too many event streams are open";
                return refuse_for_now(StatusCode::SERVICE_UNAVAILABLE, message, 30);
            }
            sessions.insert(id, Session { owner, messages });
        }
        let transport = Stream {
            incoming,
            outgoing,
            unanswered: Unanswered::default(),
            shutdown: self.shutdown.clone(),
            begun: false,
        };
        let handler = self.handler.clone();
        self.running.spawn(async move {
            match handler.serve(transport).await {
                Ok(service) => drop(service.waiting().await),
                Err(error) => tracing::debug!(%error, "an event stream ended before it began"),
            }
        });
        let first = format!("event: endpoint\ndata: /messages?sessionId={id}\n\n");
        let body = Events {
            first: Some(first.into()),
            events,
            quiet: Box::pin(sleep(KEEP_ALIVE)),
            _place: Place { id, sessions: self.sessions.clone() },
        };
        let mut reply = Response::new(body.boxed());
        let headers = reply.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        reply
    }

    /// `POST /messages?sessionId=…` with `body`, by a caller that may or may not be the session's. `held` was taken
    /// out of it.
    pub(super) async fn message(
        &self,
        caller: &Principal,
        parts: Parts,
        body: &[u8],
        held: Vec<Held>,
    ) -> Reply {
        let Some(messages) = self.session(caller, &parts.uri) else {
            let message = "there is no such session; open one with GET /sse";
            return refuse(StatusCode::NOT_FOUND, INVALID_REQUEST, message);
        };
        let mut message: ClientJsonRpcMessage = match serde_json::from_slice(body) {
            Ok(message) => message,
            Err(error) if error.is_data() => {
                let message = "the body is not one JSON-RPC 2.0 request, notification or response";
                return refuse(StatusCode::BAD_REQUEST, INVALID_REQUEST, message);
            }
            Err(error) => {
                let message = format!("the body is not JSON: {error}");
                return refuse(StatusCode::BAD_REQUEST, PARSE_ERROR, &message);
            }
        };
        match &mut message {
            ClientJsonRpcMessage::Request(request) => {
                request.request.extensions_mut().insert(parts);
            }
            ClientJsonRpcMessage::Notification(notification) => {
                notification.notification.extensions_mut().insert(parts);
            }
            _ => {}
        }
        if messages.send(Incoming { message, held }).await.is_err() {
            let message = "the session has ended";
            return refuse(StatusCode::NOT_FOUND, INVALID_REQUEST, message);
        }
        empty(StatusCode::ACCEPTED)
    }

    fn session(&self, caller: &Principal, uri: &Uri) -> Option<mpsc::Sender<Incoming>> {
        let query = url::form_urlencoded::parse(uri.query()?.as_bytes());
        let id = query.into_iter().find(|(name, _)| name == "sessionId")?.1.parse().ok()?;
        let sessions = lock(&self.sessions);
        let session = sessions.get(&id)?;
        (session.owner.name == caller.name).then(|| session.messages.clone())
    }
}

fn lock(sessions: &Sessions) -> MutexGuard<'_, HashMap<Uuid, Session>> {
    sessions.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A session's end that rmcp holds.
struct Stream {
    incoming: mpsc::Receiver<Incoming>,
    outgoing: mpsc::Sender<Bytes>,
    unanswered: Unanswered,
    shutdown: CancellationToken,
    /// Whether a request has been seen.
    begun: bool,
}

impl Transport<RoleServer> for Stream {
    type Error = io::Error;

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let outgoing = self.outgoing.clone();
        let unanswered = self.unanswered.clone();
        async move {
            let mut event = b"event: message\ndata: ".to_vec();
            serde_json::to_writer(&mut event, &item).map_err(io::Error::other)?;
            event.extend_from_slice(b"\n\n");
            let sent = outgoing.send(event.into()).await;
            if let Some(id) = answers(&item) {
                unanswered.answered(&id);
            }
            sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
        }
    }

    /// The next message. Safe to cancel.
    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        loop {
            let message = tokio::select! {
                biased;
                () = self.shutdown.cancelled() => None,
                // The client reads no more.
                () = self.outgoing.closed() => None,
                message = self.incoming.recv() => message,
            };
            let Some(Incoming { message, held }) = message else { break };
            self.begun |= matches!(message, ClientJsonRpcMessage::Request(_));
            // rmcp takes anything but a request for a broken handshake and gives up.
            if self.begun {
                self.unanswered.note(&message, held);
                return Some(message);
            }
        }
        if !self.outgoing.is_closed() {
            tokio::select! {
                () = self.unanswered.none() => {}
                () = self.outgoing.closed() => {}
            }
        }
        None
    }

    async fn close(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The event stream that the client reads. Dropping it ends the session.
struct Events {
    first: Option<Bytes>,
    events: mpsc::Receiver<Bytes>,
    quiet: Pin<Box<Sleep>>,
    _place: Place,
}

impl Body for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let event = match self.first.take() {
            Some(first) => Poll::Ready(Some(first)),
            None => self.events.poll_recv(context),
        };
        let event = match event {
            Poll::Ready(event) => event,
            Poll::Pending => {
                if self.quiet.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                Some(Bytes::from_static(b": still here\n\n"))
            }
        };
        self.quiet.as_mut().reset(Instant::now() + KEEP_ALIVE);
        Poll::Ready(event.map(|event| Ok(Frame::data(event))))
    }
}

/// A session's place in the table.
struct Place {
    id: Uuid,
    sessions: Arc<Sessions>,
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.sessions).remove(&self.id);
    }
}
