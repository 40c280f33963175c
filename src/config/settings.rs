//! The checked settings of each part of the server, as plain data.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    num::NonZeroU64,
    path::PathBuf,
    time::Duration,
};

use secrecy::SecretString;
use url::Url;

use crate::{
    access::{Role, Selection},
    auth, forward, screen, traces,
};

/// Which DefectDojo the server works on.
#[derive(Debug)]
pub enum Upstream {
    /// The embedded one of `--demo`.
    Demo,
    Real(Dojo),
}

/// Where DefectDojo is and with which keys it is asked.
#[derive(Debug)]
pub struct Dojo {
    /// Ends with a slash; `api/v2/` is joined to it.
    pub url: Url,
    pub keys: Keys,
    /// PEM certificates trusted beside the system's.
    pub ca: Option<PathBuf>,
    /// Whether `http://` was allowed; an `https://` URL needs it not.
    pub allow_insecure_http: bool,
    /// The test type that a finding created by hand is reported as found by.
    pub default_found_by: Option<NonZeroU64>,
}

#[derive(Debug)]
pub enum Keys {
    Single(SecretString),
    /// The first for requests that only read, the second for those that change something.
    Pair {
        read: SecretString,
        write: SecretString,
    },
    /// No writing tool is offered.
    ReadOnly(SecretString),
}

impl Keys {
    pub fn can_write(&self) -> bool {
        !matches!(self, Self::ReadOnly(_))
    }
}

/// How clients reach the server.
#[derive(Debug)]
pub struct Transport {
    pub kind: TransportKind,
    /// An IP address, or a name to resolve.
    pub host: String,
    /// 0 takes a free one.
    pub port: u16,
    /// Where Streamable HTTP is served.
    pub path: &'static str,
    /// Accepted `Host` values; none given means the transport's own rule.
    pub allowed_hosts: Option<Vec<String>>,
    pub allowed_origins: Vec<String>,
    /// Addresses or networks in CIDR form.
    pub trusted_proxies: Vec<String>,
    pub tls: Option<Tls>,
    pub metrics: Option<SocketAddr>,
    /// Whether older protocol revisions get sessions on Streamable HTTP.
    pub sessions: bool,
    /// The most sessions or event streams at a time.
    pub session_limit: usize,
    pub session_idle: Duration,
    /// The most connections at a time, in all and of one address.
    pub connection_limit: usize,
    pub address_connection_limit: usize,
    /// How long a stop waits for running calls.
    pub drain: Duration,
}

impl Transport {
    /// Whether only this machine can reach the address.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }
}

pub(super) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TransportKind {
    Stdio,
    StreamableHttp,
    Sse,
}

impl TransportKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stdio => "stdio",
            Self::StreamableHttp => "streamable-http",
            Self::Sse => "sse",
        }
    }

    pub const fn is_network(self) -> bool {
        !matches!(self, Self::Stdio)
    }
}

impl fmt::Display for TransportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The server's own TLS, all files in PEM form.
#[derive(Debug)]
pub struct Tls {
    pub cert: PathBuf,
    pub key: PathBuf,
    /// Authorities of client certificates; one is then demanded.
    pub client_ca: Option<PathBuf>,
}

/// Who may call.
#[derive(Debug)]
pub struct Auth {
    pub bindings: Vec<Binding>,
    /// Whether a network caller must show a token. Only false where no token is configured at all.
    pub require: bool,
    /// The role of the caller on stdio; admin where nothing is said.
    pub stdio_role: Option<Role>,
    pub roles_file: Option<PathBuf>,
    pub oauth: Option<Oauth>,
}

/// A token and what it gives.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Binding {
    /// The caller's name, in lower case.
    pub name: String,
    pub token: TokenHash,
    pub role: Role,
}

/// The SHA-256 of a bearer token: all that is kept of it for comparing.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct TokenHash(pub [u8; 32]);

impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenHash(…)")
    }
}

/// Whose access tokens are accepted.
#[derive(Debug)]
pub struct Oauth {
    pub issuer: Url,
    pub audience: String,
    pub role_claim: String,
    /// Values of the claim and the roles they give.
    pub role_map: Vec<(String, Role)>,
    pub products: Option<auth::oauth::Products>,
}

/// Which tools are offered, whatever a role allows.
#[derive(Debug)]
pub struct Narrowing {
    /// Whether nothing may change anything, by whatever way.
    pub read_only: bool,
    pub offered: Selection,
}

/// How often a caller may change something, and how much it may read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// For each authenticated caller.
    pub mutations: u32,
    /// For all callers without authentication together.
    pub open_access_mutations: u32,
    pub window: Duration,
    /// Reads of each caller in a minute.
    pub reads: u64,
    /// MiB of answers to each caller in a minute.
    pub read_volume: u64,
}

/// What becomes of text that may carry instructions.
#[derive(Debug)]
pub struct Screening {
    pub wrapping: Wrapping,
    /// Every configured secret, to be redacted wherever it turns up.
    pub own_secrets: Vec<SecretString>,
    pub writes: screen::Policy,
    pub taint: TaintPolicy,
}

/// How text from DefectDojo is marked as data.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wrapping {
    On,
    Compact,
    Nonce,
    Off,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TaintPolicy {
    Off,
    Audit,
    Confirm,
    Deny,
}

/// How much an answer says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Answers {
    pub list_detail: ListDetail,
    pub result_content: ResultContent,
    pub max_result_tokens: u32,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ListDetail {
    Summary,
    Standard,
    Full,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ResultContent {
    Both,
    Text,
    Structured,
}

/// Where reports may come from and what an absent argument means.
#[derive(Debug)]
pub struct Imports {
    /// Absolute folders.
    pub roots: Vec<PathBuf>,
    pub defaults: ImportDefaults,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ImportDefaults {
    DefectDojo,
    Python,
}

/// What is written down, where, and with which key.
#[derive(Debug)]
pub struct Audit {
    /// Nothing means stderr, and no durability.
    pub file: Option<PathBuf>,
    /// Nothing means a key made up for this run.
    pub key: Option<SecretString>,
    pub queue_size: usize,
    pub reads: AuditReads,
    pub fsync: Fsync,
    pub fail_mode: FailMode,
    pub keyring_file: Option<PathBuf>,
    pub signing_key_file: Option<PathBuf>,
    /// Bytes.
    pub rotate_size: u64,
    pub rotate_age: Option<Duration>,
    /// Nothing means all of them.
    pub keep_segments: Option<u64>,
    /// Bytes.
    pub keep_size: Option<u64>,
    pub keep_age: Option<Duration>,
}

/// Whether the answer to a read waits until its record is on disk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum AuditReads {
    Async,
    Sync,
}

/// When records reach the disk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fsync {
    /// Before a batch is acknowledged.
    Group,
    Interval(Duration),
    Off,
}

/// What is refused while records cannot be written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FailMode {
    /// Writes, and reads on network transports too.
    Closed,
    Mutations,
    Open,
}

/// Where traces are sent to.
#[derive(Debug)]
pub struct Traces {
    /// The whole address.
    pub endpoint: Url,
    pub headers: Vec<(String, SecretString)>,
    pub service: String,
    pub ca: Option<PathBuf>,
    pub sampler: traces::Sampler,
}

/// Where audit records are sent to.
#[derive(Debug)]
pub struct Forward {
    pub targets: Vec<forward::Target>,
    /// Where records wait if there is no audit file.
    pub spool_dir: PathBuf,
    /// Records that may wait for one destination.
    pub backlog: u64,
}
