//! A call in the traces: the span that it belongs to, and what went wrong.

use rmcp::{ErrorData, RoleServer, model::CallToolResponse, service::RequestContext};

use super::Outgoing;
use crate::traces::Parent;

/// The span of the client's that a call belongs to: in `_meta` (MCP 2026-07-28) or in the request's headers.
pub(super) fn parent(context: &RequestContext<RoleServer>) -> Option<Parent> {
    let own = context.meta.get("traceparent").and_then(serde_json::Value::as_str);
    let header = || {
        let parts = context.extensions.get::<http::request::Parts>()?;
        parts.headers.get("traceparent")?.to_str().ok()
    };
    own.or_else(header).and_then(Parent::parse)
}

/// What went wrong with a call, in a word for its trace.
pub(super) fn trouble(result: &Result<Outgoing, ErrorData>) -> Option<&'static str> {
    match result {
        Err(_) => Some("protocol_error"),
        Ok(Outgoing::Other(CallToolResponse::Complete(result)))
            if result.is_error == Some(true) =>
        {
            Some("tool_error")
        }
        Ok(_) => None,
    }
}
