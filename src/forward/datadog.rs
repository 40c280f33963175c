//! Datadog's log intake, `POST /api/v2/logs` ("Send logs" in its API reference): an array of at most 1,000 entries, 5 MB
//! uncompressed, 1 MB an entry; 202 once it is taken.

use http::HeaderName;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{Answer, Format, Record, Verdict};
use crate::platform;

/// Entries whose message is the record, which Datadog parses into attributes.
pub(super) struct Datadog;

/// A longer entry is cut off and answered with a 2xx.
const LONGEST: usize = 900_000;
/// Datadog takes logs "up to 18 hours in the past" by their own `timestamp` ("Log date remapper").
const LATE: SignedDuration = SignedDuration::from_hours(17);

impl Format for Datadog {
    fn usual_path(&self) -> Option<&'static str> {
        Some("/api/v2/logs")
    }

    fn authorization(&self, token: &str) -> (HeaderName, String) {
        (HeaderName::from_static("dd-api-key"), token.to_owned())
    }

    fn encode(&self, batch: &[Record]) -> Vec<u8> {
        let host = platform::host_name();
        let entries: Vec<_> = batch
            .iter()
            .map(|record| {
                json!({
                    "ddsource": "mcp-defectdojo",
                    "service": "mcp-defectdojo",
                    "hostname": host,
                    "ddtags": format!("event_type:{},chain:{}", record.event_type(), record.chain_id()),
                    "message": message(record),
                })
            })
            .collect();
        json!(entries).to_string().into_bytes()
    }

    fn judge(&self, answer: &Answer, _: &[Record]) -> Verdict {
        let reason = answer.reason();
        match answer.status.as_u16() {
            202 => Verdict::Accepted,
            200..=299 => Verdict::refused(
                format!("it does not answer as Datadog's intake does ({reason})"),
                "give your site's intake, such as https://http-intake.logs.datadoghq.com/api/v2/logs",
            ),
            401 | 403 => Verdict::refused(
                reason,
                "give an API key (not an application key) of the same Datadog site in AUDIT_LOG_HTTPS_TOKEN",
            ),
            _ => answer.ordinary(),
        }
    }

    /// Escaping the quotes of a record makes it longer, at the worst twice as long.
    fn most(&self) -> (usize, usize) {
        (1_000, 2 << 20)
    }

    fn takes_gzip(&self) -> bool {
        true
    }
}

/// The record; one that is too old for Datadog to date it by its own time stands behind a word, so that it is text, and
/// dated by its arrival.
fn message(record: &Record) -> String {
    let text = record.text_within(LONGEST);
    if Timestamp::now().duration_since(record.time()) > LATE {
        format!("late: {text}")
    } else {
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn answers_mean_what_datadog_documents() {
        let judged = |status, body| Datadog.judge(&Answer::of(status, body), &[Record::probe()]);
        assert_eq!(judged(202, "{}"), Verdict::Accepted);
        for (status, fix) in [(200, "http-intake"), (401, "API key"), (403, "API key")] {
            let verdict = judged(status, r#"{"errors":[{"title":"Forbidden"}]}"#);
            assert!(matches!(&verdict, Verdict::Refused { .. }), "{verdict:?}");
            assert!(verdict.in_words().contains(fix), "{verdict:?}");
        }
        for status in [408, 429, 500, 503] {
            assert!(matches!(judged(status, ""), Verdict::Retry { .. }), "{status}");
        }
        for status in [400, 413] {
            assert!(matches!(judged(status, ""), Verdict::Rejected { .. }), "{status}");
        }
    }

    /// What is dated further back than Datadog takes would be gone behind a 202.
    #[test]
    fn a_late_record_is_dated_by_its_arrival() {
        let sent = |record: &Record| -> Value {
            let body = Datadog.encode(std::slice::from_ref(record));
            serde_json::from_slice::<Value>(&body).unwrap()[0]["message"].clone()
        };
        let record = Record::probe();
        assert_eq!(sent(&record), record.text());
        let late = record.dated("2020-01-02T03:04:05.000006+00:00");
        assert_eq!(sent(&late), format!("late: {}", late.text()));
    }
}
