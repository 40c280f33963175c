//! Splunk's HTTP Event Collector: `/services/collector/event`, events one after another, an answer with a code.

use http::{HeaderName, header::AUTHORIZATION};
use serde_json::Value;

use super::{Answer, Format, Record, Verdict};

/// HEC events.
pub(super) struct Splunk;

impl Format for Splunk {
    fn usual_path(&self) -> Option<&'static str> {
        Some("/services/collector/event")
    }

    fn authorization(&self, token: &str) -> (HeaderName, String) {
        (AUTHORIZATION, format!("Splunk {token}"))
    }

    /// The time has the microseconds of the record: HEC takes seconds with a fraction.
    fn encode(&self, batch: &[Record]) -> Vec<u8> {
        let mut body = Vec::new();
        for record in batch {
            let micros = record.nanoseconds() / 1_000;
            let (seconds, rest) = (micros / 1_000_000, micros % 1_000_000);
            let head = format!(
                "{{\"time\": {seconds}.{rest:06}, \"sourcetype\": \"mcp_defectdojo:audit\", \"event\": "
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(record.text().as_bytes());
            body.extend_from_slice(b"}\n");
        }
        body
    }

    /// The codes of "Troubleshoot HTTP Event Collector". An invalid event is numbered, and those before it are taken.
    fn judge(&self, answer: &Answer, batch: &[Record]) -> Verdict {
        let body = answer.json();
        let Some(code) = body.as_ref().and_then(|body| body.get("code")).and_then(Value::as_u64)
        else {
            return match answer.ordinary() {
                Verdict::Accepted => Verdict::refused(
                    format!("it does not answer as a HEC does ({})", answer.reason()),
                    "give the HEC's own port and the path /services/collector/event",
                ),
                other => other,
            };
        };
        let reason = answer.reason();
        match code {
            0 | 17 | 24 => Verdict::Accepted,
            1..=4 => Verdict::refused(reason, "give an enabled HEC token in AUDIT_LOG_HTTPS_TOKEN"),
            7 | 10 | 11 => Verdict::refused(
                reason,
                "give the token an index it may write to, and turn indexer acknowledgement off for it",
            ),
            8 | 9 | 18..=20 | 23 | 25 | 26 => Verdict::Retry { reason, after: answer.after() },
            _ => {
                let number = body.as_ref().and_then(|body| body.get("invalid-event-number"));
                let index = number.and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok());
                match index.filter(|index| *index < batch.len() && *index > 0) {
                    // What stands before the event is taken; alone it is then rejected for itself.
                    Some(index) => Verdict::Partly {
                        rejected: Vec::new(),
                        again_from: Some(index),
                        after: None,
                        reason,
                    },
                    None => Verdict::Rejected { reason },
                }
            }
        }
    }

    /// HEC takes 800 MB by default, and less behind many proxies.
    fn most(&self) -> (usize, usize) {
        (5_000, 1 << 20)
    }

    fn takes_gzip(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, body: &str) -> Verdict {
        let answer = Answer::of(status, body);
        Splunk.judge(&answer, &[Record::probe(), Record::probe(), Record::probe()])
    }

    #[test]
    fn answers_mean_what_splunk_documents() {
        assert_eq!(judged(200, r#"{"text":"Success","code":0}"#), Verdict::Accepted);
        let is_refused = |verdict| matches!(verdict, Verdict::Refused { .. });
        assert!(is_refused(judged(403, r#"{"text":"Invalid token","code":4}"#)));
        assert!(is_refused(judged(400, r#"{"text":"Incorrect index","code":7}"#)));
        assert!(is_refused(judged(200, "<html>a login page</html>")));
        assert!(is_refused(judged(404, "nothing here")));
        assert!(matches!(
            judged(503, r#"{"text":"Server is busy","code":9}"#),
            Verdict::Retry { .. }
        ));
        let partly =
            judged(400, r#"{"text":"Invalid data format","code":6,"invalid-event-number":2}"#);
        assert!(matches!(partly, Verdict::Partly { again_from: Some(2), .. }), "{partly:?}");
        let first =
            judged(400, r#"{"text":"Invalid data format","code":6,"invalid-event-number":0}"#);
        assert!(matches!(first, Verdict::Rejected { .. }), "{first:?}");
    }

    #[test]
    fn events_carry_the_records_own_time_and_text() {
        let record = Record::probe();
        let body = Splunk.encode(std::slice::from_ref(&record));
        let event: Value = serde_json::from_slice(&body).unwrap();
        let own: Value = serde_json::from_str(record.text()).unwrap();
        assert_eq!(event["event"], own);
        let text = String::from_utf8(body).unwrap();
        let micros = (record.nanoseconds() / 1_000).to_string();
        let (seconds, rest) = micros.split_at(micros.len() - 6);
        assert!(text.starts_with(&format!("{{\"time\": {seconds}.{rest}, ")), "{text}");
    }
}
