//! What machines ask a service: whether it lives, whether it is ready, and what it counts.

use std::{fmt, net::SocketAddr, sync::Arc};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{HeaderValue, Method, Request, Response, StatusCode, header::CONTENT_TYPE};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use serde_json::json;
use tokio::net::TcpListener;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    accept::accept,
    connection::{self, Deadlines},
    direct::Calls,
    reply::{INVALID_REQUEST, Reply, json_reply, refuse},
    uploads::Uploads,
};
use crate::{
    auth::{Names, Refusal},
    metrics::{self, Metrics},
};

/// Connections of scrapers at a time.
const SCRAPERS: usize = 16;

type Readiness = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;
type Told = Arc<dyn Fn() -> serde_json::Value + Send + Sync>;

/// What the rest of the program tells a network transport, where it has something to tell.
#[derive(Clone, Default)]
pub(super) struct Surroundings {
    pub(super) ready: Option<Readiness>,
    /// What else `/ready` tells, by its name.
    pub(super) told: Vec<(&'static str, Told)>,
    pub(super) metrics: Option<Arc<Metrics>>,
    pub(super) names: Option<Names>,
    pub(super) uploads: Option<Uploads>,
    pub(super) calls: Option<Calls>,
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").finish_non_exhaustive()
    }
}

impl Surroundings {
    /// Answers `/health` and `/ready`, which anybody may ask and which tell nothing else.
    pub(super) async fn answer(&self, request: &Request<Incoming>) -> Option<Reply> {
        if ![Method::GET, Method::HEAD].contains(request.method()) {
            return None;
        }
        let (status, word) = match request.uri().path() {
            "/health" => (StatusCode::OK, "alive"),
            "/ready" => {
                let ready = match &self.ready {
                    Some(ready) => ready().await,
                    None => true,
                };
                if ready {
                    (StatusCode::OK, "ready")
                } else {
                    (StatusCode::SERVICE_UNAVAILABLE, "not ready")
                }
            }
            _ => return None,
        };
        let mut answer = json!({ "status": word });
        if let Some(members) = answer.as_object_mut().filter(|_| word != "alive") {
            members.extend(self.told.iter().map(|(name, told)| ((*name).to_owned(), told())));
        }
        Some(json_reply(status, &answer))
    }

    pub(super) fn count_reply(&self, reply: &Reply) {
        let class = match reply.status().as_u16() {
            200..300 => "2xx",
            400..500 => "4xx",
            500.. => "5xx",
            _ => OTHER,
        };
        self.count("mcp_http_responses_total", "HTTP responses by their status.", "status", class);
    }

    pub(super) fn count_refusal(&self, refusal: Refusal) {
        let help = "Requests that were not let in, by the reason.";
        self.count("mcp_refused_logins_total", help, "reason", refusal.name());
    }

    pub(super) fn count_turned_away(&self) {
        let help = "Connections that were refused because all places were taken.";
        self.count("mcp_refused_connections_total", help, "reason", "full");
    }

    fn count(
        &self,
        name: &'static str,
        help: &'static str,
        label: &'static str,
        value: &'static str,
    ) {
        if let Some(metrics) = &self.metrics {
            metrics.count(name, help, label, value);
        }
    }
}

const OTHER: &str = "other";

/// Serves `/metrics` until `stop` is cancelled. It needs no token, and therefore an address of its own.
pub(super) async fn serve_metrics(
    socket: TcpListener,
    metrics: Arc<Metrics>,
    deadlines: Deadlines,
    stop: CancellationToken,
) {
    let connections = TaskTracker::new();
    while let Some((stream, _)) = accept(&socket, &stop).await {
        if connections.len() >= SCRAPERS {
            continue;
        }
        let metrics = metrics.clone();
        let answer = move |request| {
            let reply = scrape(&request, &metrics);
            async move { reply }
        };
        let serving = Box::pin(connection::serve(stream, deadlines, stop.clone(), answer));
        connections.spawn(serving);
    }
}

fn scrape(request: &Request<Incoming>, metrics: &Metrics) -> Reply {
    if request.uri().path() != "/metrics" || request.method() != Method::GET {
        return refuse(StatusCode::NOT_FOUND, INVALID_REQUEST, "nothing is here; try /metrics");
    }
    let mut reply = Response::new(Full::new(Bytes::from(metrics.render())).boxed());
    let kind = HeaderValue::from_static(metrics::CONTENT_TYPE);
    reply.headers_mut().insert(CONTENT_TYPE, kind);
    reply
}

/// Where metrics are served, if they are.
pub(super) struct Scraped {
    pub(super) socket: TcpListener,
    pub(super) address: SocketAddr,
}

impl Scraped {
    pub(super) async fn bind(address: SocketAddr) -> Result<Self, super::Error> {
        let setting = "MCP_METRICS_ADDR";
        let failed = |source| super::Error::Listen { address, setting, source };
        let socket = TcpListener::bind(address).await.map_err(failed)?;
        let address = socket.local_addr().map_err(failed)?;
        Ok(Self { socket, address })
    }
}
