//! Spans as OTLP/HTTP writes them in JSON (OpenTelemetry protocol 1.x, JSON Protobuf encoding: ids as hex, 64-bit
//! numbers as text, enumerations as numbers).

use std::time::SystemTime;

use serde_json::{Value, json};

use super::{Attribute, Span, context::written};

/// One request's body.
pub(super) fn body(service: &str, spans: &[Span]) -> Vec<u8> {
    let spans: Vec<_> = spans.iter().map(span).collect();
    let text = |key: &str, value: &str| json!({"key": key, "value": {"stringValue": value}});
    let version = env!("CARGO_PKG_VERSION");
    let body = json!({"resourceSpans": [{
        "resource": {"attributes": [text("service.name", service), text("service.version", version)]},
        "scopeSpans": [{"scope": {"name": "mcp-defectdojo", "version": version}, "spans": spans}],
    }]});
    body.to_string().into_bytes()
}

fn span(span: &Span) -> Value {
    let attributes: Vec<_> = span
        .attributes
        .iter()
        .map(|(key, value)| {
            let value = match value {
                Attribute::Text(text) => json!({"stringValue": text}),
                Attribute::Number(number) => json!({"intValue": number.to_string()}),
            };
            json!({"key": key, "value": value})
        })
        .collect();
    let mut written_span = json!({
        "traceId": written(&span.parent.trace),
        "spanId": written(&span.id),
        "name": span.name,
        "kind": span.kind as u8,
        "startTimeUnixNano": nanoseconds(span.start),
        "endTimeUnixNano": nanoseconds(span.end),
        "attributes": attributes,
        // `STATUS_CODE_ERROR`, or unset.
        "status": if span.failed { json!({"code": 2}) } else { json!({}) },
    });
    if span.has_parent
        && let Some(members) = written_span.as_object_mut()
    {
        members.insert("parentSpanId".to_owned(), written(&span.parent.span).into());
    }
    written_span
}

fn nanoseconds(time: SystemTime) -> String {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos().to_string()
}
