//! OpenTelemetry's logs over HTTP in JSON (OTLP specification 1.9: "OTLP/HTTP Request", "OTLP/HTTP Response"): 64-bit
//! numbers as text, enumerations as numbers; 200 with a body that may name rejected records.

use http::{HeaderName, header::AUTHORIZATION};
use serde_json::{Value, json};

use super::{Answer, Format, Record, Verdict, format::credentials};
use crate::platform;

/// Log records whose body is the record.
pub(super) struct Otlp {
    host: String,
}

impl Otlp {
    pub(super) fn of_this_host() -> Self {
        Self { host: platform::host_name() }
    }
}

impl Format for Otlp {
    fn usual_path(&self) -> Option<&'static str> {
        Some("/v1/logs")
    }

    fn authorization(&self, token: &str) -> (HeaderName, String) {
        (AUTHORIZATION, credentials("Bearer", token))
    }

    fn encode(&self, batch: &[Record]) -> Vec<u8> {
        let version = env!("CARGO_PKG_VERSION");
        let records: Vec<_> = batch.iter().map(log_record).collect();
        let resource = [
            text("service.name", "mcp-defectdojo"),
            text("service.version", version),
            text("host.name", &self.host),
        ];
        let body = json!({"resourceLogs": [{
            "resource": {"attributes": resource},
            "scopeLogs": [{"scope": {"name": "mcp-defectdojo.audit", "version": version}, "logRecords": records}],
        }]});
        body.to_string().into_bytes()
    }

    /// How many records are rejected is told and not which: the engine sends fewer until one is left. Other failures than
    /// those that the specification calls retryable are about what was sent.
    fn judge(&self, answer: &Answer, _: &[Record]) -> Verdict {
        let reason = answer.reason();
        match answer.status.as_u16() {
            // A message without fields is empty in protobuf, whatever was asked for.
            200 if answer.body.is_empty() => Verdict::Accepted,
            200 => match answer.json() {
                Some(Value::Object(body)) => match rejected(&Value::Object(body)) {
                    0 => Verdict::Accepted,
                    _ => Verdict::Rejected { reason },
                },
                _ => no_receiver(&reason),
            },
            201..=299 => no_receiver(&reason),
            500 | 501 | 505.. => Verdict::Rejected { reason },
            _ => answer.ordinary(),
        }
    }

    /// Receivers are to take 20 MiB before and after decompression.
    fn most(&self) -> (usize, usize) {
        (5_000, 4 << 20)
    }

    fn takes_gzip(&self) -> bool {
        true
    }
}

fn no_receiver(reason: &str) -> Verdict {
    Verdict::refused(
        format!("it does not answer as OTLP does ({reason})"),
        "give the receiver's address for OTLP over HTTP (port 4318, path /v1/logs), not the one for gRPC",
    )
}

/// `partialSuccess.rejectedLogRecords`: a 64-bit number, which JSON writes as text; some write a number.
fn rejected(body: &Value) -> u64 {
    let count = body.pointer("/partialSuccess/rejectedLogRecords");
    let count = count.and_then(|count| count.as_u64().or_else(|| count.as_str()?.parse().ok()));
    count.unwrap_or(0)
}

fn text(key: &str, value: &str) -> Value {
    json!({"key": key, "value": {"stringValue": value}})
}

fn log_record(record: &Record) -> Value {
    // SeverityNumber: INFO, WARN, ERROR.
    let severity = match record.level() {
        "ERROR" => 17,
        "WARNING" => 13,
        _ => 9,
    };
    let time = record.nanoseconds().to_string();
    let mut attributes = vec![
        text("log.record.uid", &record.id()),
        text("audit.chain_id", record.chain_id()),
        json!({"key": "audit.seq", "value": {"intValue": record.seq().to_string()}}),
    ];
    attributes.extend(record.outcome().map(|outcome| text("audit.outcome", outcome)));
    json!({
        "timeUnixNano": time,
        "observedTimeUnixNano": time,
        "severityNumber": severity,
        "severityText": record.level(),
        "eventName": record.event_type(),
        "body": {"stringValue": record.text()},
        "attributes": attributes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, body: &str) -> Verdict {
        Otlp::of_this_host().judge(&Answer::of(status, body), &[Record::probe()])
    }

    #[test]
    fn answers_mean_what_the_specification_says() {
        let warned = r#"{"partialSuccess":{"rejectedLogRecords":"0","errorMessage":"old"}}"#;
        for body in ["", "{}", r#"{"partialSuccess":{}}"#, warned] {
            assert_eq!(judged(200, body), Verdict::Accepted, "{body}");
        }
        for count in ["\"1\"", "1"] {
            let body = format!(
                r#"{{"partialSuccess":{{"rejectedLogRecords":{count},"errorMessage":"no"}}}}"#
            );
            assert!(matches!(judged(200, &body), Verdict::Rejected { .. }), "{body}");
        }
        for (status, body) in [(200, "<html>a page</html>"), (202, "{}"), (204, "")] {
            let verdict = judged(status, body);
            assert!(matches!(&verdict, Verdict::Refused { .. }), "{verdict:?}");
            assert!(verdict.in_words().contains("4318"), "{verdict:?}");
        }
        for status in [429, 502, 503, 504] {
            assert!(matches!(judged(status, "{}"), Verdict::Retry { .. }), "{status}");
        }
        for status in [400, 413, 500, 501] {
            assert!(matches!(judged(status, "{}"), Verdict::Rejected { .. }), "{status}");
        }
        assert!(matches!(judged(401, "{}"), Verdict::Refused { .. }));
    }
}
