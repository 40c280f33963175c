//! Receivers that answer as each vendor documents, for every format that there is, and what they make of a body.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use mcp_defectdojo::forward::Kind;
use serde_json::{Value, json};

use super::{
    member,
    receiver::{Memory, Reply, Request},
};

/// What a receiver does, whatever it is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Trouble {
    Busy,
    Unavailable,
    WrongToken,
    WrongPath,
    Redirect,
    /// Something else answers, with 200: a proxy's login page.
    OtherService,
    Hang,
    CloseInBody,
    /// More than one record is too much.
    TooLarge,
    /// The seventh record is bad, the others are not.
    OneBad,
    /// Nothing has the shape that it takes.
    WrongFormat,
}

/// A receiver of one kind, and what it has seen.
#[derive(Clone)]
pub(super) struct Vendor {
    pub(super) kind: Kind,
    pub(super) trouble: Memory<Option<Trouble>>,
    pub(super) taken: Memory<Vec<String>>,
    /// What the sender did that it must not.
    pub(super) faults: Memory<Vec<String>>,
    busy_since: Memory<Option<Instant>>,
}

/// What it is configured to be sent at most.
pub(super) const BATCH: usize = 10;
/// How long it asks to be left alone.
pub(super) const PAUSE: Duration = Duration::from_secs(1);

impl Vendor {
    pub(super) fn new(kind: Kind) -> Self {
        Self {
            kind,
            trouble: Arc::default(),
            taken: Arc::default(),
            faults: Arc::default(),
            busy_since: Arc::default(),
        }
    }

    /// Where it listens for events.
    pub(super) fn path(&self) -> &'static str {
        match self.kind {
            Kind::Array | Kind::Ndjson => "/in",
            Kind::Splunk => "/services/collector/event",
            Kind::Elastic => "/audit/_bulk",
            Kind::Datadog => "/api/v2/logs",
            Kind::Loki => "/loki/api/v1/push",
            Kind::Otlp => "/v1/logs",
        }
    }

    fn headers(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Array => &["content-type: application/json", "authorization: bearer a-token"],
            Kind::Ndjson => {
                &["content-type: application/x-ndjson", "authorization: bearer a-token"]
            }
            Kind::Splunk => &["content-encoding: gzip", "authorization: splunk a-token"],
            Kind::Elastic => {
                &["content-type: application/x-ndjson", "authorization: apikey a-token"]
            }
            Kind::Datadog => &["content-encoding: gzip", "dd-api-key: a-token"],
            Kind::Loki | Kind::Otlp => &[
                "content-type: application/json",
                "content-encoding: gzip",
                "authorization: bearer a-token",
            ],
        }
    }

    pub(super) fn answer(&self, request: &Request) -> Reply {
        let fault = |text: String| self.faults.lock().unwrap().push(text);
        if request.target != self.path() {
            fault(format!("asked for {}", request.target));
        }
        for header in self.headers() {
            if !request.headers.contains(header) {
                fault(format!("without {header}"));
            }
        }
        let records = records(self.kind, &request.body);
        // A person's probe asks for no leave.
        let is_probe = |record: &String| member(record, "event_type") == "audit_forward_probe";
        let is_delivery = !records.iter().all(is_probe);
        if is_delivery
            && let Some(since) = self.busy_since.lock().unwrap().take()
            && since.elapsed() < PAUSE
        {
            fault(format!("came back after {:?}", since.elapsed()));
        }
        if records.len() > BATCH {
            fault(format!("sent {} records", records.len()));
        }
        let trouble = *self.trouble.lock().unwrap();
        match trouble {
            None | Some(Trouble::TooLarge) if trouble.is_none() || records.len() == 1 => {
                self.take(&records, None)
            }
            Some(Trouble::Busy) => {
                if is_delivery {
                    *self.busy_since.lock().unwrap() = Some(Instant::now());
                }
                let headers = format!("retry-after: {}\r\n", PAUSE.as_secs());
                Reply::Answer("429 Too Many Requests", headers, self.busy().to_string())
            }
            Some(Trouble::Unavailable) => answer("503 Service Unavailable", self.unavailable()),
            Some(Trouble::WrongToken) => self.wrong_token(),
            Some(Trouble::WrongPath) => answer("404 Not Found", "{\"text\":\"not found\"}"),
            Some(Trouble::Redirect) => Reply::Answer(
                "301 Moved Permanently",
                "location: https://localhost/elsewhere\r\n".to_owned(),
                String::new(),
            ),
            Some(Trouble::OtherService) => answer("200 OK", "<html>Please log in</html>"),
            Some(Trouble::Hang) => Reply::Hang,
            Some(Trouble::CloseInBody) => Reply::CloseInBody,
            None | Some(Trouble::TooLarge) => {
                answer("413 Content Too Large", "{\"error\":\"request entity too large\"}")
            }
            Some(Trouble::OneBad) => {
                let bad = records.iter().position(|record| member(record, "seq") == 7);
                self.take(&records, bad)
            }
            Some(Trouble::WrongFormat) => self.wrong_format(records.len()),
        }
    }

    /// Takes all but the bad one, or what comes before it, or nothing, as this kind of receiver does.
    fn take(&self, records: &[String], bad: Option<usize>) -> Reply {
        let mut taken = self.taken.lock().unwrap();
        let others = || {
            let bad = bad.unwrap_or(records.len());
            records.iter().enumerate().filter(move |(index, _)| *index != bad)
        };
        let mut take_others = || taken.extend(others().map(|(_, record)| record.clone()));
        match (self.kind, bad) {
            (Kind::Elastic, _) => {
                take_others();
                let item = |index| {
                    if bad == Some(index) {
                        return json!({"create": {"_index": "audit", "status": 400, "error": {
                            "type": "document_parsing_exception", "reason": "failed to parse"}}});
                    }
                    json!({"create": {"_index": "audit", "status": 201}})
                };
                let items: Vec<_> = (0..records.len()).map(item).collect();
                let body = json!({"took": 3, "errors": bad.is_some(), "items": items});
                answer("200 OK", body.to_string())
            }
            (Kind::Otlp, Some(_)) => {
                take_others();
                let body = json!({"partialSuccess":
                    {"rejectedLogRecords": "1", "errorMessage": "a log record was too old"}});
                answer("200 OK", body.to_string())
            }
            (Kind::Loki, Some(_)) => {
                take_others();
                let text =
                    "Max entry size '10' bytes exceeded for stream '{}' while adding an entry";
                answer("400 Bad Request", text)
            }
            (Kind::Splunk, Some(bad)) => {
                taken.extend(records[..bad].iter().cloned());
                let body = json!({"text": "Error in handling indexed fields", "code": 15,
                    "invalid-event-number": bad});
                answer("400 Bad Request", body.to_string())
            }
            (Kind::Array | Kind::Ndjson | Kind::Datadog, Some(_)) => {
                answer("400 Bad Request", "{\"errors\":[{\"detail\":\"Invalid JSON\"}]}")
            }
            (kind, None) => {
                take_others();
                match kind {
                    Kind::Splunk => answer("200 OK", "{\"text\":\"Success\",\"code\":0}"),
                    Kind::Datadog => answer("202 Accepted", "{}"),
                    Kind::Loki => answer("204 No Content", ""),
                    Kind::Array | Kind::Ndjson | Kind::Otlp | Kind::Elastic => {
                        answer("200 OK", "{}")
                    }
                }
            }
        }
    }

    fn busy(&self) -> Value {
        match self.kind {
            Kind::Splunk => json!({"text": "Server is busy", "code": 9}),
            Kind::Elastic => {
                json!({"error": {"type": "es_rejected_execution_exception"}, "status": 429})
            }
            Kind::Datadog => json!({"errors": [{"status": "429", "title": "Too many requests"}]}),
            Kind::Loki => {
                json!("Ingestion rate limit exceeded for user fake (limit: 4194304 bytes/sec)")
            }
            Kind::Otlp => json!({"code": 8, "message": "slow down"}),
            Kind::Array | Kind::Ndjson => json!({"error": "slow down"}),
        }
    }

    fn unavailable(&self) -> &'static str {
        match self.kind {
            Kind::Splunk => "{\"text\":\"Server is shutting down\",\"code\":23}",
            _ => "{\"error\":\"unavailable\"}",
        }
    }

    fn wrong_token(&self) -> Reply {
        match self.kind {
            Kind::Splunk => answer("403 Forbidden", "{\"text\":\"Invalid token\",\"code\":4}"),
            Kind::Elastic => {
                answer("401 Unauthorized", "{\"error\":{\"type\":\"security_exception\"}}")
            }
            Kind::Datadog => answer("403 Forbidden", "{\"errors\":[{\"title\":\"Forbidden\"}]}"),
            Kind::Loki => answer("401 Unauthorized", "authentication error: invalid token"),
            Kind::Otlp => answer("401 Unauthorized", "{\"code\":16,\"message\":\"bad token\"}"),
            Kind::Array | Kind::Ndjson => answer("401 Unauthorized", "{\"error\":\"bad token\"}"),
        }
    }

    fn wrong_format(&self, count: usize) -> Reply {
        match self.kind {
            Kind::Splunk => {
                answer("400 Bad Request", "{\"text\":\"Invalid data format\",\"code\":6}")
            }
            Kind::Elastic => {
                let item = json!({"create": {"status": 400, "error": {
                    "type": "strict_dynamic_mapping_exception", "reason": "not in the mapping"}}});
                answer("200 OK", json!({"errors": true, "items": vec![item; count]}).to_string())
            }
            _ => answer("400 Bad Request", "{\"error\":\"cannot be parsed\"}"),
        }
    }
}

fn answer(status: &'static str, body: impl Into<String>) -> Reply {
    Reply::Answer(status, String::new(), body.into())
}

/// The records that a body carries, each byte for byte.
pub(super) fn records(kind: Kind, body: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(body).unwrap();
    let string = |value: &Value| value.as_str().unwrap().to_owned();
    match kind {
        Kind::Array | Kind::Ndjson => events(body),
        Kind::Splunk => text
            .lines()
            .map(|line| {
                let event: Value = serde_json::from_str(line).unwrap();
                assert!(event["time"].is_number() && event["sourcetype"].is_string(), "{line}");
                let (_, rest) = line.split_once(", \"event\": ").unwrap();
                rest.strip_suffix('}').unwrap().to_owned()
            })
            .collect(),
        Kind::Elastic => {
            let lines: Vec<_> = text.lines().collect();
            lines
                .chunks(2)
                .map(|pair| {
                    let id = &serde_json::from_str::<Value>(pair[0]).unwrap()["create"]["_id"];
                    let document: Value = serde_json::from_str(pair[1]).unwrap();
                    assert!(id.is_string() && document["@timestamp"].is_string(), "{pair:?}");
                    let (_, rest) = pair[1].split_once(", ").unwrap();
                    format!("{{{rest}")
                })
                .collect()
        }
        Kind::Datadog => {
            let entries: Vec<Value> = serde_json::from_str(text).unwrap();
            entries.iter().map(|entry| string(&entry["message"])).collect()
        }
        Kind::Loki => {
            let body: Value = serde_json::from_str(text).unwrap();
            let streams = body["streams"].as_array().unwrap();
            let values = streams.iter().flat_map(|stream| stream["values"].as_array().unwrap());
            values
                .map(|value| {
                    assert!(string(&value[0]).parse::<u64>().is_ok(), "{value}");
                    let metadata = value[2].as_object().unwrap();
                    assert!(metadata.values().all(Value::is_string), "{value}");
                    string(&value[1])
                })
                .collect()
        }
        Kind::Otlp => {
            let body: Value = serde_json::from_str(text).unwrap();
            let records = &body["resourceLogs"][0]["scopeLogs"][0]["logRecords"];
            let records = records.as_array().unwrap().iter();
            records.map(|record| string(&record["body"]["stringValue"])).collect()
        }
    }
}

/// The records of an array or of lines, each as it stands in the body.
fn events(body: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(body).unwrap();
    if let Some(array) = text.strip_prefix('[') {
        let array: Vec<Value> = serde_json::from_str(&format!("[{array}")).unwrap();
        assert!(!array.is_empty());
        let inner = array_items(text);
        assert_eq!(inner.len(), array.len());
        return inner;
    }
    text.lines().map(str::to_owned).collect()
}

/// The items' own bytes.
fn array_items(text: &str) -> Vec<String> {
    let mut rest = text.strip_prefix('[').unwrap();
    let mut items = Vec::new();
    while rest != "]" {
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        stream.next().unwrap().unwrap();
        let (item, after) = rest.split_at(stream.byte_offset());
        items.push(item.to_owned());
        rest = after.trim_start_matches([',', ' ']);
    }
    items
}

/// Locks what a test and a receiver share.
pub(super) fn set<T>(memory: &Mutex<T>, value: T) {
    *memory.lock().unwrap() = value;
}
