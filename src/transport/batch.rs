//! JSON-RPC batches: protocol revision 2025-03-26 has them, those before and after it do not.

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

/// Messages in one batch. Each is a call with everything that belongs to one, so a batch saves little.
const LONGEST: usize = 32;

/// The messages of a batch, or why they are not taken. Nothing if `body` is not a batch.
pub(super) fn messages(
    headers: &HeaderMap,
    body: &[u8],
    sessions: bool,
) -> Option<Result<Vec<Bytes>, String>> {
    if body.trim_ascii_start().first() != Some(&b'[') {
        return None;
    }
    // That revision has no such header, and its clients send none.
    let revision = headers.get("mcp-protocol-version").map(http::HeaderValue::as_bytes);
    let refused = if revision.is_some_and(|revision| revision != b"2025-03-26") {
        Some("this protocol revision has no batches")
    } else {
        sessions.then_some("this server takes no batches while it gives sessions")
    };
    if let Some(refused) = refused {
        return Some(Err(format!("{refused}; send each message as a request of its own")));
    }
    let Ok(batch) = serde_json::from_slice::<Vec<Value>>(body) else { return None };
    if batch.is_empty() || batch.len() > LONGEST {
        return Some(Err(format!("a batch holds 1 to {LONGEST} messages")));
    }
    if batch
        .iter()
        .any(|message| message.get("method").is_some_and(|method| method == "initialize"))
    {
        return Some(Err("initialize must not be part of a batch; send it by itself".to_owned()));
    }
    Some(Ok(batch.iter().map(|message| message.to_string().into()).collect()))
}

/// The answer in a reply to one message: the reply itself, or the last event of a stream that told of progress first.
pub(super) fn answer(reply: &[u8]) -> Option<Value> {
    let is_answer = |value: &Value| value.get("result").or_else(|| value.get("error")).is_some();
    serde_json::from_slice(reply).ok().or_else(|| {
        let lines = reply.split(|byte| *byte == b'\n');
        let data = lines.filter_map(|line| line.strip_prefix(b"data:"));
        data.filter_map(|data| serde_json::from_slice(data).ok()).find(is_answer)
    })
}
