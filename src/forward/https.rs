//! Posting batches over HTTPS. A format encodes and judges; connection, compression, deadlines and what every
//! status means otherwise are the same for all.

use std::{fs, io::Write as _, path::PathBuf, time::Duration};

use flate2::{Compression, write::GzEncoder};
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE},
};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{
    Limits, Record, Sink, StartError, Verdict,
    elastic::Elastic,
    ndjson::{Array, Ndjson},
    splunk::Splunk,
    tls::{TlsError, explain},
};
use crate::backoff::retry_after;

/// As far as an answer is read: enough for the reasons of every record of a batch.
const LARGEST_ANSWER: usize = 8 << 20;
const CONNECT: Duration = Duration::from_secs(10);
const CA: &str = "AUDIT_LOG_HTTPS_CA";

/// The shape of the requests to one kind of receiver.
pub trait Format: Send + Sync + 'static {
    /// The word that chooses it.
    fn name(&self) -> &'static str;

    /// Where requests go, given the configured address.
    fn url(&self, configured: &Url) -> Url {
        configured.clone()
    }

    fn content_type(&self) -> &'static str;

    /// The header that carries the token.
    fn authorization(&self, token: &str) -> (HeaderName, String) {
        (AUTHORIZATION, format!("Bearer {token}"))
    }

    /// The body for these records.
    fn encode(&self, batch: &[Record]) -> Vec<u8>;

    /// What an answer means. What is the same for all is [`Answer::ordinary`].
    fn judge(&self, answer: &Answer, _batch: &[Record]) -> Verdict {
        answer.ordinary()
    }

    /// The most that the receiver takes in one request: records, and bytes of their text.
    fn most(&self) -> (usize, usize) {
        (10_000, 4 << 20)
    }

    /// Whether the receiver documents that it takes `Content-Encoding: gzip`.
    fn takes_gzip(&self) -> bool {
        false
    }
}

/// What a receiver answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON, where it is some.
    pub fn json(&self) -> Option<serde_json::Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Status and the beginning of the body.
    pub fn reason(&self) -> String {
        const SHOWN: usize = 200;
        let text = String::from_utf8_lossy(&self.body);
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown: String = words.chars().filter(|one| !one.is_control()).take(SHOWN).collect();
        if shown.is_empty() {
            format!("HTTP {}", self.status)
        } else {
            format!("HTTP {}: {shown}", self.status)
        }
    }

    /// What a status means wherever it comes from.
    pub fn ordinary(&self) -> Verdict {
        let reason = self.reason();
        let after = retry_after(&self.headers);
        match self.status.as_u16() {
            200..=299 => Verdict::Accepted,
            300..=399 => Verdict::refused(
                format!("it redirects ({reason})"),
                "give the address that it redirects to in AUDIT_LOG_HTTPS_URL",
            ),
            401 | 403 => Verdict::refused(
                reason,
                "check AUDIT_LOG_HTTPS_TOKEN: it is missing, wrong, expired or not allowed to write",
            ),
            404 | 405 | 410 | 415 => Verdict::refused(
                reason,
                "check path and format: AUDIT_LOG_HTTPS_URL names no place that takes AUDIT_LOG_HTTPS_FORMAT",
            ),
            408 | 425 | 429 | 500.. => Verdict::Retry { reason, after },
            _ => Verdict::Rejected { reason },
        }
    }
}

/// A destination and how it is spoken to.
#[derive(Clone, Debug)]
pub struct Settings {
    pub url: Url,
    pub token: Option<SecretString>,
    pub kind: Kind,
    /// Records of one request, as far as the format allows.
    pub batch_size: usize,
    /// How long a batch that is not full waits.
    pub flush: Duration,
    /// PEM certificates that are trusted beside the system's.
    pub ca: Option<PathBuf>,
    /// How long an answer may take.
    pub patience: Duration,
}

/// The formats that there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// What the Python server sent: one JSON array.
    #[default]
    Array,
    Ndjson,
    Splunk,
    Elastic,
}

impl Kind {
    /// The format that a well-known address takes.
    pub fn infer(url: &Url) -> Self {
        let path = url.path().trim_end_matches('/');
        if path.contains("/services/collector") {
            Self::Splunk
        } else if path.ends_with("/_bulk") {
            Self::Elastic
        } else {
            Self::Array
        }
    }

    fn format(self) -> Box<dyn Format> {
        match self {
            Self::Array => Box::new(Array),
            Self::Ndjson => Box::new(Ndjson),
            Self::Splunk => Box::new(Splunk),
            Self::Elastic => Box::new(Elastic),
        }
    }
}

impl Settings {
    pub const PATIENCE: Duration = Duration::from_secs(30);

    pub(super) fn name(&self) -> String {
        let digest = Sha256::digest(self.url.as_str());
        let host = self.url.host_str().unwrap_or_default().replace([':', '[', ']'], "_");
        let port = self.url.port_or_known_default().unwrap_or_default();
        let tag =
            digest.iter().take(4).fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        format!("https-{host}-{port}-{tag}")
    }

    /// Address without what may be secret, and format.
    pub(super) fn describe(&self) -> String {
        let mut url = self.url.clone();
        url.set_query(None);
        // An address that can carry no user has none.
        url.set_username("").ok();
        url.set_password(None).ok();
        format!("{} {url}", self.kind.format().name())
    }
}

/// A receiver behind HTTPS.
pub struct Https {
    client: reqwest::Client,
    url: Url,
    format: Box<dyn Format>,
    headers: HeaderMap,
    limits: Limits,
    patience: Duration,
}

impl Https {
    pub fn new(settings: &Settings) -> Result<Self, StartError> {
        let format = settings.kind.format();
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
        if let Some(token) = &settings.token {
            let (name, value) = format.authorization(token.expose_secret());
            let mut value = HeaderValue::from_str(&value).map_err(|_| StartError::Token)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        if format.takes_gzip() {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        let (records, bytes) = format.most();
        let limits = Limits {
            records: settings.batch_size.clamp(1, records),
            bytes,
            linger: settings.flush,
        };
        let client = client(settings.ca.as_ref())?;
        let patience = settings.patience;
        Ok(Self { client, url: format.url(&settings.url), format, headers, limits, patience })
    }

    async fn post(&self, body: Vec<u8>) -> Result<Answer, reqwest::Error> {
        let request = self.client.post(self.url.clone()).headers(self.headers.clone());
        let mut response = request.body(body).timeout(self.patience).send().await?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                break;
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status: response.status(), headers: response.headers().clone(), body })
    }
}

impl Sink for Https {
    async fn deliver(&mut self, batch: &[Record]) -> Verdict {
        let mut body = self.format.encode(batch);
        if self.format.takes_gzip() {
            body = gzip(&body);
        }
        match self.post(body).await {
            Ok(answer) => self.format.judge(&answer, batch),
            Err(error) if error.is_timeout() => Verdict::retry("there was no answer in time"),
            Err(error) => explain(&error, CA),
        }
    }

    fn limits(&self) -> Limits {
        self.limits
    }
}

fn client(ca: Option<&PathBuf>) -> Result<reqwest::Client, StartError> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("mcp-defectdojo/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .pool_idle_timeout(Duration::from_secs(55))
        .tcp_nodelay(true);
    if let Some(path) = ca {
        let pem = fs::read(path).map_err(|source| StartError::Ca { path: path.clone(), source })?;
        let certificates = reqwest::Certificate::from_pem_bundle(&pem)?;
        if certificates.is_empty() {
            return Err(TlsError::Empty { variable: CA, path: path.clone() }.into());
        }
        builder = builder.tls_certs_merge(certificates);
    }
    Ok(builder.build()?)
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    encoder.write_all(body).and_then(|()| encoder.finish()).expect("writing to memory cannot fail")
}
