//! How messages arrive and answers leave: stdio and Streamable HTTP.
//!
//! A transport knows nothing of tools. It frames messages, bounds them, says who is calling, and on the way out
//! waits until what runs has been answered. The handler finds its caller as
//! `context.extensions.get::<http::request::Parts>()?.extensions.get::<Principal>()` on network transports.

use std::{io, net::SocketAddr, time::Duration};

use crate::auth;

pub mod http;
pub mod stdio;
pub mod tls;

mod accept;
mod app;
mod batch;
mod body;
mod connection;
mod cors;
mod direct;
mod door;
mod extract;
mod origin;
mod reply;
mod resource;
mod scan;
mod sessions;
mod sse;
mod status;
mod unanswered;
mod uploads;

pub use direct::Calls;
pub use origin::{is_host, is_origin};
pub use uploads::{Uploaded, Uploads};

const MIB: usize = 1 << 20;

/// What the operator decided about the network transports.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen. Port 0 takes any free port.
    pub bind: SocketAddr,
    /// Values of `Host` that are answered, with or without a port. When empty, any is answered if callers must
    /// authenticate; if they need not, loopback names and the address itself, or any address where it listens on all
    /// of them (DNS rebinding needs a name).
    pub allowed_hosts: Vec<String>,
    /// Values of `Origin` that are answered; a port of `*` stands for any. When empty, loopback origins alone.
    /// A request without `Origin` does not come from a browser's page and passes.
    pub allowed_origins: Vec<String>,
    /// `None` speaks plain HTTP, as behind a proxy that ends TLS.
    pub tls: Option<tls::Settings>,
    /// How often files are looked at for changes.
    pub reload_interval: Duration,
    /// Addresses or networks whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<String>,
    /// The most connections at a time, in all and from one address. Loopback and trusted proxies speak for many
    /// clients and count towards the first alone.
    pub connection_limit: usize,
    pub address_connection_limit: usize,
    /// Whether `GET /sse` and `POST /messages` are served too, for clients older than 2025-03-26.
    pub legacy_sse: bool,
    /// Whether protocol revisions that have sessions on Streamable HTTP get them. They lose nothing without.
    pub sessions: bool,
    /// How long a session may stay unused.
    pub session_idle_limit: Duration,
    /// The most sessions at a time, in all and of one caller. Only the older protocol revisions have any.
    pub session_limit: usize,
    pub caller_session_limit: usize,
    /// The longest request body, in bytes.
    pub body_limit: usize,
    /// The longest request body of a caller that may import reports.
    pub report_limit: usize,
    /// Bytes that all bodies above `body_limit` may take together.
    pub report_budget: usize,
    /// Where `/metrics` is served. It asks for no token.
    pub metrics: Option<SocketAddr>,
    /// How long a client may take to agree on TLS.
    pub handshake_deadline: Duration,
    /// How long a client may take to send a request's head.
    pub head_deadline: Duration,
    /// How long a client may take to send a body, and again for each `body_limit` of it.
    pub body_deadline: Duration,
    /// How long a client may leave an answer unread while it blocks the connection.
    pub write_deadline: Duration,
    /// How long a connection may stay open between requests.
    pub idle_limit: Duration,
    /// How long a stop waits for running calls. The slowest, an import, is given 10 minutes.
    pub drain: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 8000)),
            allowed_hosts: Vec::new(),
            allowed_origins: Vec::new(),
            tls: None,
            reload_interval: Duration::from_secs(5),
            trusted_proxies: Vec::new(),
            connection_limit: 4096,
            address_connection_limit: 256,
            legacy_sse: false,
            sessions: false,
            session_idle_limit: Duration::from_mins(5),
            session_limit: 1024,
            caller_session_limit: 64,
            body_limit: 4 * MIB,
            report_limit: 72 * MIB,
            report_budget: 256 * MIB,
            metrics: None,
            handshake_deadline: Duration::from_secs(10),
            head_deadline: Duration::from_secs(15),
            body_deadline: Duration::from_secs(30),
            write_deadline: Duration::from_mins(1),
            idle_limit: Duration::from_mins(15),
            drain: Duration::from_secs(620),
        }
    }
}

/// A transport could not start or broke down.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("listen on {address} ({setting}): {source}")]
    Listen { address: SocketAddr, setting: &'static str, source: io::Error },
    #[error("take `{entry}` as an allowed host or origin")]
    Allowed { entry: String },
    #[error("take a trusted proxy: {0}")]
    Proxy(#[from] auth::MalformedProxy),
    #[error("set up TLS: cannot {0}")]
    Tls(#[from] tls::Error),
    #[error("open the protocol: {0}")]
    Handshake(Box<rmcp::service::ServerInitializeError>),
    #[error("run the protocol: {0}")]
    Task(#[from] tokio::task::JoinError),
}
