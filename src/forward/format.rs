//! The shapes of requests that receivers behind HTTPS take. A format encodes a batch and judges the answer; connection,
//! compression and deadlines are the same for all.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use http::{HeaderMap, HeaderName, StatusCode, header::AUTHORIZATION};
use url::Url;

use super::{
    Record, Verdict,
    datadog::Datadog,
    elastic::Elastic,
    loki::Loki,
    ndjson::{Array, Ndjson},
    otlp::Otlp,
    splunk::Splunk,
};
use crate::backoff::retry_after;

/// The formats that there are. What is not in [`Kind::ALL`] cannot be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// What the Python server sent: one JSON array.
    #[default]
    Array,
    Ndjson,
    Splunk,
    Elastic,
    Datadog,
    Loki,
    Otlp,
}

impl Kind {
    /// Each with the word that chooses it.
    pub const ALL: [(&'static str, Self); 7] = [
        ("array", Self::Array),
        ("ndjson", Self::Ndjson),
        ("splunk", Self::Splunk),
        ("elastic", Self::Elastic),
        ("datadog", Self::Datadog),
        ("loki", Self::Loki),
        ("otlp", Self::Otlp),
    ];

    /// The format that a well-known address takes.
    pub fn infer(url: &Url) -> Self {
        let path = url.path().trim_end_matches('/');
        let host = url.host_str().unwrap_or_default();
        if path.contains("/services/collector") {
            Self::Splunk
        } else if path.ends_with("/_bulk") {
            Self::Elastic
        } else if path.ends_with("/api/v2/logs") || host.starts_with("http-intake.logs.") {
            Self::Datadog
        } else if path.ends_with("/loki/api/v1/push") {
            Self::Loki
        } else if path == "/v1/logs" || path.ends_with("/otlp/v1/logs") {
            Self::Otlp
        } else {
            Self::Array
        }
    }

    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    pub(super) fn format(self) -> Box<dyn Format> {
        match self {
            Self::Array => Box::new(Array),
            Self::Ndjson => Box::new(Ndjson),
            Self::Splunk => Box::new(Splunk),
            Self::Elastic => Box::new(Elastic),
            Self::Datadog => Box::new(Datadog),
            Self::Loki => Box::new(Loki),
            Self::Otlp => Box::new(Otlp::of_this_host()),
        }
    }
}

/// The shape of the requests to one kind of receiver.
pub trait Format: Send + Sync + 'static {
    /// Where requests go, given the configured address.
    fn url(&self, configured: &Url) -> Url {
        let mut url = configured.clone();
        if let Some(path) = self.usual_path().filter(|_| url.path() == "/") {
            url.set_path(path);
        }
        url
    }

    /// The path that every receiver of this kind has, for an address that is given without one.
    fn usual_path(&self) -> Option<&'static str> {
        None
    }

    fn content_type(&self) -> &'static str {
        "application/json"
    }

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

/// What an `Authorization` header holds: Basic for `user:password`, which no token of the other kind looks like.
pub(super) fn credentials(scheme: &str, token: &str) -> String {
    if token.contains(':') {
        format!("Basic {}", BASE64.encode(token))
    } else {
        format!("{scheme} {token}")
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

    /// When the receiver wants to be asked again.
    pub fn after(&self) -> Option<Duration> {
        retry_after(&self.headers)
    }

    /// What a status means wherever it comes from.
    pub fn ordinary(&self) -> Verdict {
        let (reason, after) = (self.reason(), self.after());
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

#[cfg(test)]
impl Answer {
    pub(super) fn of(status: u16, body: &str) -> Self {
        let status = StatusCode::from_u16(status).unwrap();
        Self { status, headers: HeaderMap::new(), body: body.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_addresses_choose_their_format() {
        let cases = [
            ("https://siem.example/services/collector/event", Kind::Splunk),
            ("https://siem.example/audit/_bulk", Kind::Elastic),
            ("https://http-intake.logs.datadoghq.eu/api/v2/logs", Kind::Datadog),
            ("https://http-intake.logs.us5.datadoghq.com", Kind::Datadog),
            ("https://loki.example/loki/api/v1/push", Kind::Loki),
            ("https://collector.example:4318/v1/logs", Kind::Otlp),
            ("https://loki.example/otlp/v1/logs/", Kind::Otlp),
            ("https://own.example/api/v1/logs", Kind::Array),
            ("https://own.example/", Kind::Array),
        ];
        for (url, kind) in cases {
            assert_eq!(Kind::infer(&url.parse().unwrap()), kind, "{url}");
        }
    }

    #[test]
    fn an_address_without_a_path_gets_the_usual_one() {
        let asked = |kind: Kind, url: &str| kind.format().url(&url.parse().unwrap()).to_string();
        let bare = "https://host:1";
        assert_eq!(asked(Kind::Datadog, bare), "https://host:1/api/v2/logs");
        assert_eq!(asked(Kind::Loki, bare), "https://host:1/loki/api/v1/push");
        assert_eq!(asked(Kind::Otlp, bare), "https://host:1/v1/logs");
        assert_eq!(asked(Kind::Splunk, bare), "https://host:1/services/collector/event");
        assert_eq!(asked(Kind::Loki, "https://host:1/x"), "https://host:1/x");
        assert_eq!(asked(Kind::Array, bare), "https://host:1/");
    }

    /// A kind that could be inferred and not chosen would have no word in messages.
    #[test]
    fn every_kind_has_its_word() {
        for (word, kind) in Kind::ALL {
            assert_eq!(kind.word(), word);
        }
        assert_eq!(credentials("Bearer", "one"), "Bearer one");
        assert_eq!(credentials("Bearer", "user:word"), "Basic dXNlcjp3b3Jk");
    }
}
