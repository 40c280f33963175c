//! Flags, environment and an optional TOML file become one checked configuration, once, at the start.

mod callers;
mod compose;
mod env_file;
mod files;
mod names;
mod narrowing;
mod reader;
mod report;
pub mod settings;
mod sinks;
mod source;
mod start_line;
mod survey;
mod traces;
mod upstream;
mod value;
pub mod variables;

use std::{net::SocketAddr, time::Duration};

use self::{
    reader::Reader,
    settings::{
        AuditReads, FailMode, Fsync, ImportDefaults, ListDetail, ResultContent, TaintPolicy, Tls,
        TransportKind, Wrapping, is_loopback,
    },
    value::{Parsed, Refused, bytes, choice, duration, whole},
    variables as known,
};
pub use self::{
    report::{Notice, Place, Problem, Report},
    settings::{
        Answers, Audit, Auth, Forward, Imports, Limits, Narrowing, Screening, Traces, Transport,
        Upstream,
    },
    source::{Environment, Proxy, Sources},
    survey::{Setting, Survey},
    variables::{Feature, Variable},
};
use crate::{
    auth::Proxies,
    log::Level,
    screen::{Policy, UnknownPolicy},
    transport::{is_host, is_origin},
};

/// Everything that the operator decided, checked: what stands here can be used without further questions.
#[derive(Debug)]
pub struct Config {
    pub upstream: Upstream,
    pub auth: Auth,
    pub narrowing: Narrowing,
    pub transport: Transport,
    pub limits: Limits,
    pub screening: Screening,
    pub answers: Answers,
    pub imports: Imports,
    pub audit: Audit,
    pub forward: Forward,
    /// Nothing where traces are off.
    pub traces: Option<Traces>,
    pub log_level: Level,
    pub shared_state: Option<secrecy::SecretString>,
    /// What the operator should know although the server starts; logged once.
    pub notices: Vec<Notice>,
    /// Where the settings come from, in words.
    pub source: String,
}

impl Config {
    /// Reads and checks everything, and reports all problems at once.
    pub fn load(sources: Sources) -> Result<Self, Report> {
        let mut report = Report::default();
        let demo = sources.demo;
        let layers = sources.read(&mut report);
        let source = layers.summary.clone();
        let mut reader = Reader::new(layers, report);

        let upstream = if demo {
            ignore_dojo(&mut reader);
            Some(Upstream::Demo)
        } else {
            upstream::read(&mut reader)
        };
        let kind = reader.value(&known::MCP_TRANSPORT, transport_kind);
        let auth = callers::read(&mut reader, kind);
        let transport = transport(&mut reader, kind, &auth);
        let audit = audit(&mut reader, kind);
        let forward = sinks::read(&mut reader);
        let traces = traces::read(&mut reader);
        let narrowing = narrowing::read(&mut reader);
        let limits = Limits {
            mutations: reader.value(&known::MUTATION_RATE_LIMIT, whole(1..=1_000_000_000)),
            open_access_mutations: reader
                .value(&known::OPEN_ACCESS_MUTATION_RATE_LIMIT, whole(1..=1_000_000_000)),
            reads: reader.value(&known::READ_RATE_LIMIT, whole(1..=1_000_000_000)),
            read_volume: reader.value(&known::READ_VOLUME_LIMIT, whole(1..=1_000_000)),
            window: reader.value(
                &known::MUTATION_RATE_WINDOW,
                duration(Duration::from_secs(1)..=Duration::from_hours(24)),
            ),
        };
        let answers = Answers {
            list_detail: reader.value(&known::LIST_DETAIL, choice(&[&LIST_DETAILS])),
            result_content: reader.value(&known::RESULT_CONTENT, choice(&[&RESULT_CONTENTS])),
            max_result_tokens: reader.value(&known::MAX_RESULT_TOKENS, whole(1_000..=1_000_000)),
        };
        let imports = Imports {
            roots: reader.optional(&known::IMPORT_ROOTS, value::folders).unwrap_or_default(),
            defaults: reader.value(&known::IMPORT_DEFAULTS, choice(&[&IMPORT_DEFAULTS])),
        };
        let log_level = reader.value(&known::LOG_LEVEL, choice(&[&Level::NAMED]));
        let shared_state = reader.secret(&known::SHARED_STATE_URL).map(|(_, secret)| secret);
        let wrapping = reader.value(&known::UNTRUSTED_CONTENT_WRAPPING, wrapping);
        let writes = reader.value(&known::SCREENING_WRITES, writes);
        let taint = reader.value(&known::TAINT_POLICY, choice(&[&TAINT_POLICIES]));

        let Reader { report, secrets, .. } = reader;
        let (Some(upstream), true) = (upstream, report.problems.is_empty()) else {
            return Err(report);
        };
        Ok(Self {
            upstream,
            auth,
            narrowing,
            transport,
            limits,
            screening: Screening { wrapping, own_secrets: secrets, writes, taint },
            answers,
            imports,
            audit,
            forward,
            traces,
            log_level,
            shared_state,
            notices: report.notices,
            source,
        })
    }
}

/// The demo has a DefectDojo of its own, so settings of another must not look as if they were used.
fn ignore_dojo(reader: &mut Reader) {
    let ignored: Vec<_> =
        reader.layers.family("DEFECTDOJO_").into_iter().map(|found| found.name).collect();
    if !ignored.is_empty() {
        reader.notice(Level::Warning, format!("--demo ignores {}", ignored.join(", ")));
    }
}

fn transport_kind(text: &str) -> Parsed<TransportKind> {
    let older: &[_] = if Feature::LegacySse.is_built() { &OLDER_TRANSPORTS } else { &[] };
    choice(&[&TRANSPORTS, older])(text)
}

fn wrapping(text: &str) -> Parsed<Wrapping> {
    let finer: &[_] = if Feature::ScreeningPolicy.is_built() { &FINER_WRAPPINGS } else { &[] };
    choice(&[&WRAPPINGS, finer])(text)
}

fn writes(text: &str) -> Parsed<Policy> {
    text.parse().map_err(|error: UnknownPolicy| Refused::must(error.to_string()))
}

fn transport(reader: &mut Reader, kind: TransportKind, auth: &Auth) -> Transport {
    const EVERYWHERE: &str = "0.0.0.0";
    const HERE: &str = "127.0.0.1";
    let chosen = reader.optional(&known::MCP_HOST, host);
    let allow_open_network = reader.value(&known::ALLOW_OPEN_NETWORK, value::boolean);
    let host = match &chosen {
        Some(host) => host.clone(),
        None if auth.require => EVERYWHERE.to_owned(),
        None => {
            if kind.is_network() {
                reader.notice(
                    Level::Warning,
                    "without authentication the server listens on 127.0.0.1 alone; the Python server listened on 0.0.0.0",
                );
            }
            HERE.to_owned()
        }
    };
    if kind.is_network() && !auth.require && !is_loopback(&host) {
        if allow_open_network {
            reader.notice(
                Level::Critical,
                format!("ALLOW_OPEN_NETWORK=true: whoever reaches {host} can use DefectDojo without a token"),
            );
        } else {
            reader.problem(
                Problem::new(known::MCP_HOST.name, "must be a loopback address while nobody is asked for a token")
                    .value(&host)
                    .fix("use 127.0.0.1, configure tokens, or set ALLOW_OPEN_NETWORK=true (not recommended)"),
            );
        }
    }
    Transport {
        kind,
        host,
        port: reader.value(&known::MCP_PORT, whole(0..=65_535)),
        path: "/mcp",
        allowed_hosts: reader.optional(&known::MCP_ALLOWED_HOSTS, hosts),
        allowed_origins: reader.optional(&known::MCP_ALLOWED_ORIGINS, origins).unwrap_or_default(),
        trusted_proxies: reader.optional(&known::MCP_TRUSTED_PROXIES, networks).unwrap_or_default(),
        tls: tls(reader),
        metrics: reader.optional(&known::MCP_METRICS_ADDR, address),
        sessions: reader.value(&known::MCP_SESSIONS, value::boolean),
        session_limit: reader.value(&known::MCP_SESSION_LIMIT, whole(1..=100_000)),
        session_idle: reader.value(
            &known::MCP_SESSION_IDLE,
            duration(Duration::from_secs(1)..=Duration::from_hours(24)),
        ),
        connection_limit: reader.value(&known::MCP_CONNECTION_LIMIT, whole(16..=100_000)),
        address_connection_limit: reader
            .value(&known::MCP_ADDRESS_CONNECTION_LIMIT, whole(1..=100_000)),
        drain: reader
            .value(&known::MCP_DRAIN, duration(Duration::from_secs(1)..=Duration::from_hours(1))),
    }
}

fn tls(reader: &mut Reader) -> Option<Tls> {
    let cert = reader.optional(&known::MCP_TLS_CERT, value::path);
    let key = reader.optional(&known::MCP_TLS_KEY, value::path);
    let client_ca = reader.optional(&known::MCP_TLS_CLIENT_CA, value::path);
    let missing = match (&cert, &key, &client_ca) {
        (Some(_), Some(_), _) | (None, None, None) => None,
        (None, _, _) => Some(known::MCP_TLS_CERT.name),
        (Some(_), None, _) => Some(known::MCP_TLS_KEY.name),
    };
    if let Some(missing) = missing {
        reader.problem(
            Problem::new(missing, "not set, and TLS needs both certificate and key")
                .fix("set MCP_TLS_CERT and MCP_TLS_KEY"),
        );
    }
    Some(Tls { cert: cert?, key: key?, client_ca })
}

fn audit(reader: &mut Reader, kind: TransportKind) -> Audit {
    const TEN_YEARS: Duration = Duration::from_hours(24 * 3_652);
    const SHORTEST_KEY: usize = 32;
    let key = reader.secret(&known::AUDIT_HMAC_KEY);
    let require_key = reader.value(&known::REQUIRE_AUDIT_HMAC_KEY, value::boolean);
    let keyring_file = reader.optional(&known::AUDIT_HMAC_KEYRING_FILE, value::path);
    if let Some((found, _)) = &key
        && found.text.len() < SHORTEST_KEY
    {
        let message = format!(
            "{} is shorter than {SHORTEST_KEY} characters: better openssl rand -hex 32",
            found.name
        );
        reader.notice(Level::Warning, message);
    }
    if kind.is_network() && key.is_none() && keyring_file.is_none() {
        if require_key {
            reader.problem(
                Problem::new(
                    known::AUDIT_HMAC_KEY.name,
                    format!("not set on network transport '{kind}'"),
                )
                .fix(
                    "set REQUIRE_AUDIT_HMAC_KEY=false to opt out (not recommended). \
                     Better: AUDIT_HMAC_KEY=$(openssl rand -hex 32), kept with your secrets",
                ),
            );
        } else {
            reader.notice(
                Level::Critical,
                "REQUIRE_AUDIT_HMAC_KEY=false: the audit log of this run cannot be proven after it",
            );
        }
    }
    Audit {
        file: reader.optional(&known::AUDIT_LOG_FILE, value::path),
        key: key.map(|(_, secret)| secret),
        queue_size: reader.value(&known::AUDIT_LOG_QUEUE_SIZE, whole(1..=1_000_000)),
        reads: reader.value(&known::AUDIT_READS, choice(&[&AUDIT_READS])),
        fsync: reader.value(&known::AUDIT_FSYNC, fsync),
        fail_mode: reader.value(&known::AUDIT_FAIL_MODE, choice(&[&FAIL_MODES])),
        keyring_file,
        signing_key_file: reader.optional(&known::AUDIT_SIGNING_KEY_FILE, value::path),
        rotate_size: reader.value(&known::AUDIT_ROTATE_SIZE, bytes(64 << 10..=64 << 30)),
        rotate_age: reader
            .optional(&known::AUDIT_ROTATE_AGE, duration(Duration::from_mins(1)..=TEN_YEARS)),
        keep_segments: reader.optional(&known::AUDIT_KEEP_SEGMENTS, whole(1..=1_000_000)),
        keep_size: reader.optional(&known::AUDIT_KEEP_SIZE, bytes(64 << 10..=1 << 50)),
        keep_age: reader
            .optional(&known::AUDIT_KEEP_AGE, duration(Duration::from_hours(1)..=TEN_YEARS)),
    }
}

fn fsync(text: &str) -> Parsed<Fsync> {
    let refused =
        || Refused::must("must be group, interval=<milliseconds from 1 to 60,000> or off");
    match text.to_ascii_lowercase().as_str() {
        "group" => Ok(Fsync::Group),
        "off" => Ok(Fsync::Off),
        other => {
            let digits = other.strip_prefix("interval=").ok_or_else(refused)?;
            let millis = whole(1..=60_000)(digits).map_err(|_| refused())?;
            Ok(Fsync::Interval(Duration::from_millis(millis)))
        }
    }
}

fn host(text: &str) -> Parsed<String> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    match url::Host::parse(text).or_else(|_| url::Host::parse(&format!("[{bare}]"))) {
        Ok(_) => Ok(bare.to_owned()),
        Err(_) => Err(Refused::must("must be an IP address or a host name, without a port")),
    }
}

fn hosts(text: &str) -> Parsed<Vec<String>> {
    const FORM: &str =
        "must be host names or addresses, each with its port or without, comma-separated";
    each(text, is_host, FORM)
}

fn origins(text: &str) -> Parsed<Vec<String>> {
    const FORM: &str =
        "must be origins like https://app.example.com, comma-separated; a port of * stands for any";
    each(text, is_origin, FORM)
}

fn networks(text: &str) -> Parsed<Vec<String>> {
    const FORM: &str = "must be addresses or networks like 10.0.0.0/8, comma-separated";
    each(text, |entry| Proxies::parse(&[entry]).is_ok(), FORM)
}

fn each(text: &str, is_sound: fn(&str) -> bool, form: &'static str) -> Parsed<Vec<String>> {
    let entries = value::list(text)?;
    let sound = entries.iter().all(|entry| is_sound(entry));
    sound.then_some(entries).ok_or_else(|| Refused::must(form))
}

fn address(text: &str) -> Parsed<SocketAddr> {
    text.parse().map_err(|_| Refused::must("must be address:port"))
}

const TRANSPORTS: [(&str, TransportKind); 3] = [
    ("stdio", TransportKind::Stdio),
    ("streamable-http", TransportKind::StreamableHttp),
    ("http", TransportKind::StreamableHttp),
];

const OLDER_TRANSPORTS: [(&str, TransportKind); 1] = [("sse", TransportKind::Sse)];

const WRAPPINGS: [(&str, Wrapping); 2] = [("on", Wrapping::On), ("off", Wrapping::Off)];

const FINER_WRAPPINGS: [(&str, Wrapping); 2] =
    [("compact", Wrapping::Compact), ("nonce", Wrapping::Nonce)];

const TAINT_POLICIES: [(&str, TaintPolicy); 4] = [
    ("off", TaintPolicy::Off),
    ("audit", TaintPolicy::Audit),
    ("confirm", TaintPolicy::Confirm),
    ("deny", TaintPolicy::Deny),
];

const LIST_DETAILS: [(&str, ListDetail); 3] = [
    ("summary", ListDetail::Summary),
    ("standard", ListDetail::Standard),
    ("full", ListDetail::Full),
];

const RESULT_CONTENTS: [(&str, ResultContent); 3] = [
    ("both", ResultContent::Both),
    ("text", ResultContent::Text),
    ("structured", ResultContent::Structured),
];

const IMPORT_DEFAULTS: [(&str, ImportDefaults); 2] =
    [("defectdojo", ImportDefaults::DefectDojo), ("python", ImportDefaults::Python)];

const AUDIT_READS: [(&str, AuditReads); 2] =
    [("async", AuditReads::Async), ("sync", AuditReads::Sync)];

const FAIL_MODES: [(&str, FailMode); 3] =
    [("closed", FailMode::Closed), ("mutations", FailMode::Mutations), ("open", FailMode::Open)];
