//! Elasticsearch and OpenSearch: `_bulk` with `create` and an `_id`, so that a record sent twice is stored once.

use http::{HeaderName, header::AUTHORIZATION};
use serde_json::{Value, json};
use url::Url;

use super::{Answer, Format, Record, Verdict, format::credentials, outcome::Rejected};

/// Bulk requests. The path of the address names the index or data stream: `/audit/_bulk`.
pub(super) struct Elastic;

impl Format for Elastic {
    /// `/<index>` alone gets its `_bulk`.
    fn url(&self, configured: &Url) -> Url {
        let mut url = configured.clone();
        let path = url.path().trim_end_matches('/').to_owned();
        if !path.ends_with("/_bulk") && path != "_bulk" {
            url.set_path(&format!("{path}/_bulk"));
        }
        url
    }

    fn content_type(&self) -> &'static str {
        "application/x-ndjson"
    }

    /// An API key, or `user:password`.
    fn authorization(&self, token: &str) -> (HeaderName, String) {
        (AUTHORIZATION, credentials("ApiKey", token))
    }

    /// `@timestamp` is what data streams demand; the rest is the record.
    fn encode(&self, batch: &[Record]) -> Vec<u8> {
        let mut body = Vec::new();
        for record in batch {
            let action = json!({"create": {"_id": record.id()}});
            let rest = record.text().strip_prefix('{').unwrap_or_default();
            let timestamp = json!(record.timestamp());
            body.extend_from_slice(
                format!("{action}\n{{\"@timestamp\": {timestamp}, {rest}\n").as_bytes(),
            );
        }
        body
    }

    /// Each item has a status of its own. 409 says that the record is there already.
    fn judge(&self, answer: &Answer, batch: &[Record]) -> Verdict {
        let ordinary = answer.ordinary();
        if ordinary != Verdict::Accepted {
            return ordinary;
        }
        let body = answer.json();
        let items = body.as_ref().and_then(|body| body.get("items")).and_then(Value::as_array);
        let Some(items) = items.filter(|items| items.len() == batch.len()) else {
            return Verdict::refused(
                format!("it does not answer as _bulk does ({})", answer.reason()),
                "give the address of the index or data stream, ending in /_bulk",
            );
        };
        let mut rejected = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let result = item.as_object().and_then(|item| item.values().next());
            let status = result.and_then(|result| result.get("status")).and_then(Value::as_u64);
            let reason = || {
                let error = result.and_then(|result| result.get("error"));
                let word = |name| error.and_then(|error| error.get(name)).and_then(Value::as_str);
                let kind = word("type").unwrap_or("no reason given");
                format!(
                    "item status {}: {kind}: {}",
                    status.unwrap_or(0),
                    word("reason").unwrap_or("")
                )
            };
            match status {
                Some(200..=299 | 409) => {}
                Some(401 | 403 | 404) if index == 0 => {
                    return Verdict::refused(
                        reason(),
                        "give the token the right to create in an index that exists",
                    );
                }
                Some(400..=499) if status != Some(429) => {
                    rejected.push(Rejected { index, reason: reason() });
                }
                _ => {
                    let (again_from, reason) = (Some(index), reason());
                    return Verdict::Partly { rejected, again_from, after: answer.after(), reason };
                }
            }
        }
        match rejected.first().map(|first| first.reason.clone()) {
            None => Verdict::Accepted,
            Some(reason) => Verdict::Partly { rejected, again_from: None, after: None, reason },
        }
    }

    /// `http.max_content_length` is 100 MB; a few megabytes are what is recommended.
    fn most(&self) -> (usize, usize) {
        (5_000, 4 << 20)
    }

    fn takes_gzip(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(items: &Value) -> Verdict {
        let body = json!({"took": 1, "errors": true, "items": items}).to_string();
        let answer = Answer::of(200, &body);
        Elastic.judge(&answer, &[Record::probe(), Record::probe(), Record::probe()])
    }

    #[test]
    fn each_item_is_judged_for_itself() {
        let good = json!({"create": {"status": 201}});
        let known = json!({"create": {"status": 409, "error": {"type": "version_conflict_engine_exception"}}});
        let bad = json!({"create": {"status": 400, "error": {"type": "document_parsing_exception", "reason": "no"}}});
        let busy = json!({"create": {"status": 429, "error": {"type": "es_rejected_execution_exception"}}});
        assert_eq!(judged(&json!([good, known, good])), Verdict::Accepted);
        let Verdict::Partly { rejected, again_from: None, .. } = judged(&json!([good, bad, good]))
        else {
            panic!("not in part")
        };
        assert_eq!(rejected[0].index, 1);
        assert!(rejected[0].reason.contains("document_parsing_exception"));
        let partly = judged(&json!([bad, busy, good]));
        assert!(matches!(partly, Verdict::Partly { again_from: Some(1), .. }), "{partly:?}");
        assert!(
            matches!(judged(&json!([good])), Verdict::Refused { .. }),
            "an answer to something else"
        );
    }

    #[test]
    fn documents_are_named_and_dated() {
        let record = Record::probe();
        let body = String::from_utf8(Elastic.encode(std::slice::from_ref(&record))).unwrap();
        let (action, document) = body.split_once('\n').unwrap();
        assert_eq!(action, json!({"create": {"_id": record.id()}}).to_string());
        let document: Value = serde_json::from_str(document).unwrap();
        assert_eq!(document["@timestamp"], record.timestamp());
        assert_eq!(document["event_type"], "audit_forward_probe");
        let url = Elastic.url(&"https://localhost/audit".parse().unwrap());
        assert_eq!(url.path(), "/audit/_bulk");
        assert_eq!(Elastic.url(&url), url);
    }
}
