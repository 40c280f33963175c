//! What is answered at which path, and what a request must pass before the handler sees it.

use std::{net::IpAddr, sync::Arc};

use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, Method, Request, StatusCode,
    header::{ACCEPT, CONTENT_TYPE},
};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use rmcp::{
    ServerHandler,
    transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Error, Settings, batch,
    body::{self, Limits},
    cors::{preflight, readable_by},
    direct::Direct,
    door::Place,
    origin::{Blocked, Gate},
    reply::{
        Held, INVALID_REQUEST, PARSE_ERROR, Reply, empty, json_reply, only, refuse, refuse_for_now,
    },
    resource::{self, Resource, unauthorized},
    sessions::{Caller, Sessions},
    sse::Bridge,
    status::Surroundings,
    uploads::Uploads,
};
use crate::{
    access::{Permission, Principal, Selection},
    auth::{Authenticator, Proxies, narrowing},
    reports::Reports,
};

/// Everything that answers requests.
pub(super) struct App<H: ServerHandler> {
    limits: Limits,
    gate: Gate,
    proxies: Proxies,
    authenticator: Arc<Authenticator>,
    protocol: StreamableHttpService<H, Sessions>,
    /// Ordinary calls go past `protocol`, where the handler takes them and nobody has a session.
    direct: Option<Direct>,
    sessions: Arc<Sessions>,
    has_sessions: bool,
    bridge: Option<Bridge<H>>,
    surroundings: Surroundings,
    requests: TaskTracker,
    is_tls: bool,
}

/// Where a request came by.
#[derive(Clone, Copy)]
struct Origin<'a> {
    peer: IpAddr,
    place: &'a Place,
}

/// What ends, and what is waited for, when the server stops.
#[derive(Clone, Default)]
pub(super) struct Stops {
    /// Cancelled to take nothing new.
    pub(super) shutdown: CancellationToken,
    /// Cancelled when everything is answered, to end the streams that answers no longer come by.
    pub(super) streams: CancellationToken,
    /// Requests whose answers are not yet handed over.
    pub(super) requests: TaskTracker,
}

impl<H: ServerHandler + Clone> App<H> {
    pub(super) fn new(
        handler: H,
        settings: &Settings,
        proxies: Proxies,
        authenticator: Arc<Authenticator>,
        surroundings: Surroundings,
        stops: Stops,
    ) -> Result<Self, Error> {
        let gate = Gate::new(settings, authenticator.is_open())?;
        let Stops { shutdown, streams, requests } = stops;
        let bridge = settings
            .legacy_sse
            .then(|| Bridge::new(handler.clone(), settings, requests.clone(), shutdown));
        // Hosts, origins and sizes are judged before rmcp sees a request, with answers that clients can read.
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(settings.sessions)
            .with_json_response(true)
            .with_cancellation_token(streams.clone())
            .with_max_request_body_bytes(usize::MAX)
            .disable_allowed_hosts()
            .disable_allowed_origins();
        let direct = surroundings.calls.clone().filter(|_| !settings.sessions);
        let direct = direct.map(|calls| Direct::new(calls, &handler, streams.clone()));
        let sessions = Arc::new(Sessions::new(settings));
        let protocol =
            StreamableHttpService::new(move || Ok(handler.clone()), sessions.clone(), config);
        let is_tls = settings.tls.is_some();
        Ok(Self {
            limits: Limits::of(settings),
            gate,
            proxies,
            authenticator,
            protocol,
            direct,
            sessions,
            has_sessions: settings.sessions,
            bridge,
            surroundings,
            requests,
            is_tls,
        })
    }

    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
        peer: IpAddr,
        place: &Place,
    ) -> Reply {
        let reply = match self.surroundings.answer(&request).await {
            Some(reply) => reply,
            None => self.gated(request, Origin { peer, place }).await,
        };
        self.surroundings.count_reply(&reply);
        reply
    }

    async fn gated(&self, request: Request<Incoming>, from: Origin<'_>) -> Reply {
        let origin = match self.gate.admit(request.uri(), request.headers()) {
            Ok(origin) => origin.cloned(),
            Err(Blocked::Host) => {
                let message = "this server does not answer to the name in Host; MCP_ALLOWED_HOSTS lists those it does";
                return refuse(StatusCode::FORBIDDEN, INVALID_REQUEST, message);
            }
            Err(Blocked::Origin) => {
                let message = "pages of this Origin may not use this server; MCP_ALLOWED_ORIGINS lists those that may";
                return refuse(StatusCode::FORBIDDEN, INVALID_REQUEST, message);
            }
        };
        let reply = if origin.is_some() && request.method() == Method::OPTIONS {
            preflight()
        } else {
            self.route(request, from).await
        };
        match origin {
            Some(origin) => readable_by(origin, reply),
            None => reply,
        }
    }

    async fn route(&self, request: Request<Incoming>, from: Origin<'_>) -> Reply {
        match (request.uri().path(), &self.bridge) {
            ("/mcp" | "/mcp/", _) => self.message(request, from).await,
            ("/sse" | "/sse/", Some(bridge)) => {
                Box::pin(self.event_stream(bridge, &request, from)).await
            }
            ("/messages" | "/messages/", Some(bridge)) => {
                Box::pin(self.event_message(bridge, request, from)).await
            }
            (path, _)
                if path == UPLOADS
                    || path.strip_prefix(UPLOADS).is_some_and(|rest| rest.starts_with('/')) =>
            {
                match &self.surroundings.uploads {
                    Some(uploads) => Box::pin(self.upload(uploads, request, from)).await,
                    None => refuse(
                        StatusCode::NOT_FOUND,
                        INVALID_REQUEST,
                        "this server takes no uploads",
                    ),
                }
            }
            (path, _) if path.starts_with(resource::PATH) => self.metadata(&request),
            _ => refuse(StatusCode::NOT_FOUND, INVALID_REQUEST, "nothing is here; try /mcp"),
        }
    }

    /// One message of Streamable HTTP.
    async fn message(&self, request: Request<Incoming>, from: Origin<'_>) -> Reply {
        let principal = match self.identify(&request, from).await {
            Ok(principal) => principal,
            Err(reply) => return *reply,
        };
        let running = self.requests.token();
        let caller = Caller::new(principal.name.clone());
        let is_delete = request.method() == Method::DELETE;
        if is_delete && !self.owns_session(request.headers(), &caller) {
            return refuse(StatusCode::NOT_FOUND, INVALID_REQUEST, "there is no such session");
        }
        let is_call = request.method() == Method::POST;
        let reports = self.surroundings.uploads.as_ref().map(|uploads| &uploads.reports);
        let (parts, body::Body { bytes: body, share, held }) =
            match self.collect(request, principal, reports).await {
                Ok(collected) => collected,
                Err(reply) => return *reply,
            };
        if is_call && let Some(batch) = batch::messages(&parts.headers, &body, self.has_sessions) {
            return match batch {
                Ok(messages) => Box::pin(self.batch(&parts, messages, &caller)).await,
                Err(message) => refuse(StatusCode::BAD_REQUEST, INVALID_REQUEST, &message),
            };
        }
        let call = self.direct.as_ref().and_then(|direct| direct.recognise(&parts, &body));
        if let (Some(direct), Some(call)) = (&self.direct, call) {
            return direct.answer(call, parts).await;
        }
        let request = Request::from_parts(parts, Full::new(body.clone()));
        // Boxed: rmcp's future has kilobytes, and room for it would be moved with every call.
        let reply = Box::pin(caller.run(self.protocol.handle(request))).await;
        if caller.was_refused() {
            let message = "there is no room for another session";
            return refuse_for_now(StatusCode::SERVICE_UNAVAILABLE, message, 30);
        }
        let streamed = reply.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == EVENT_STREAM);
        if is_delete && reply.status() == StatusCode::ACCEPTED {
            // The session is gone; clients take 202 for a failure.
            return empty(StatusCode::NO_CONTENT);
        }
        if is_call && streamed {
            return reply.map(|body| Held { body, _until_sent: (running, share, held) }.boxed());
        }
        explain(reply, &body).await
    }

    /// Several messages of Streamable HTTP, one after the other.
    async fn batch(
        &self,
        parts: &http::request::Parts,
        messages: Vec<Bytes>,
        caller: &Caller,
    ) -> Reply {
        let mut answers = Vec::new();
        for message in messages {
            let request = Request::from_parts(parts.clone(), Full::new(message.clone()));
            let reply = caller.run(self.protocol.handle(request)).await;
            let answer = explain(reply, &message).await.into_body().collect().await;
            let answer = answer.map(http_body_util::Collected::to_bytes).unwrap_or_default();
            // What is no request has no answer.
            answers.extend(batch::answer(&answer));
        }
        if answers.is_empty() {
            empty(StatusCode::ACCEPTED)
        } else {
            json_reply(StatusCode::OK, &answers.into())
        }
    }

    /// Sessions open now, and event streams.
    pub(super) fn sessions_open(&self) -> Arc<dyn Fn() -> u64 + Send + Sync> {
        let sessions = self.sessions.clone();
        let streams = self.bridge.as_ref().map(Bridge::open_streams);
        Arc::new(move || sessions.open() + streams.as_ref().map_or(0, |streams| streams()))
    }

    async fn event_stream(
        &self,
        bridge: &Bridge<H>,
        request: &Request<Incoming>,
        from: Origin<'_>,
    ) -> Reply {
        if request.method() != Method::GET {
            return only("GET");
        }
        match self.identify(request, from).await {
            Ok(principal) => bridge.open(principal),
            Err(reply) => *reply,
        }
    }

    async fn event_message(
        &self,
        bridge: &Bridge<H>,
        request: Request<Incoming>,
        from: Origin<'_>,
    ) -> Reply {
        if request.method() != Method::POST {
            return only("POST");
        }
        let principal = match self.identify(&request, from).await {
            Ok(principal) => principal,
            Err(reply) => return *reply,
        };
        let reports = self.surroundings.uploads.as_ref().map(|uploads| &uploads.reports);
        match self.collect(request, principal.clone(), reports).await {
            Ok((parts, body)) => bridge.message(&principal, parts, &body.bytes, body.held).await,
            Err(reply) => *reply,
        }
    }

    async fn identify(
        &self,
        request: &Request<Incoming>,
        from: Origin<'_>,
    ) -> Result<Principal, Box<Reply>> {
        let headers = request.headers();
        let address = self.proxies.client(from.peer, headers);
        match self.authenticator.admit(headers, address).await {
            Ok(principal) => {
                from.place.prove();
                Ok(principal)
            }
            Err(denied) => {
                self.surroundings.count_refusal(denied.refusal);
                let issuer = self.authenticator.issuer();
                let resource = issuer.map(|issuer| Resource::of(issuer, request, self.is_tls));
                Err(Box::new(unauthorized(denied, resource.as_ref())))
            }
        }
    }

    /// Where to get a token (RFC 9728 section 3), asked for by clients that have none.
    fn metadata(&self, request: &Request<Incoming>) -> Reply {
        let below = request.uri().path().strip_prefix(resource::PATH).unwrap_or_default();
        match self.authenticator.issuer() {
            Some(issuer) if ["", "/mcp", "/sse"].contains(&below) => {
                Resource::of(issuer, request, self.is_tls).metadata()
            }
            _ => refuse(StatusCode::NOT_FOUND, INVALID_REQUEST, "nothing is here"),
        }
    }

    fn owns_session(&self, headers: &HeaderMap, caller: &Caller) -> bool {
        let id = headers.get("mcp-session-id").and_then(|id| id.to_str().ok());
        // Without an id rmcp has an answer of its own.
        id.is_none_or(|id| self.sessions.belongs_to(id, caller))
    }

    /// What a request's headers leave of the tools.
    fn narrowed(&self, headers: &HeaderMap) -> Result<Option<Selection>, Box<Reply>> {
        let Some(names) = &self.surroundings.names else { return Ok(None) };
        narrowing::read(headers, names).map_err(|error| {
            let message = error.to_string();
            Box::new(refuse(StatusCode::BAD_REQUEST, INVALID_REQUEST, &message))
        })
    }

    /// A report that waits for its import.
    async fn upload(
        &self,
        uploads: &Uploads,
        request: Request<Incoming>,
        from: Origin<'_>,
    ) -> Reply {
        let principal = match self.identify(&request, from).await {
            Ok(principal) => principal,
            Err(reply) => return *reply,
        };
        match self.narrowed(request.headers()) {
            Ok(left) => uploads.answer(request, principal, left, self.limits.deadline()).await,
            Err(reply) => *reply,
        }
    }

    /// Reads the rest of a request: the headers that narrow it, and its body.
    async fn collect(
        &self,
        request: Request<Incoming>,
        principal: Principal,
        reports: Option<&Arc<Reports>>,
    ) -> Result<(http::request::Parts, body::Body), Box<Reply>> {
        let (mut parts, body) = request.into_parts();
        take_any_for_both(&mut parts.headers);
        if let Some(left) = self.narrowed(&parts.headers)? {
            parts.extensions.insert(left);
        }
        let may_be_large = principal.may(Permission::ScanMgmt);
        let body = self.limits.collect(body, may_be_large, reports).await;
        let body = body.map_err(|refused| Box::new(unread(refused)))?;
        parts.extensions.insert(principal);
        Ok((parts, body))
    }
}

/// Where uploads go; clients may append the name of a file, as `curl -T` does.
const UPLOADS: &str = "/uploads";

const EVENT_STREAM: &str = "text/event-stream";

/// Clients name both kinds of answers that there may be, says the protocol; by HTTP's own rules, who names none or takes
/// any takes both (RFC 9110 section 12.5.1).
fn take_any_for_both(headers: &mut HeaderMap) {
    let takes_any = headers
        .get(ACCEPT)
        .is_none_or(|kinds| kinds.as_bytes().windows(3).any(|kind| kind == b"*/*"));
    if takes_any {
        headers.insert(ACCEPT, HeaderValue::from_static("application/json, text/event-stream"));
    }
}

fn unread(refused: body::Refused) -> Reply {
    let status = match refused {
        body::Refused::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        body::Refused::Busy => {
            let status = StatusCode::SERVICE_UNAVAILABLE;
            return refuse_for_now(status, &refused.to_string(), 10);
        }
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
