//! Answers that a transport gives by itself, before or instead of the handler.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode,
    header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER},
};
use http_body_util::{BodyExt as _, Empty, Full, combinators::BoxBody};
use hyper::body::{Body, Frame, SizeHint};
use serde_json::json;

pub(super) type Reply = Response<BoxBody<Bytes, Infallible>>;

/// JSON-RPC 2.0 section 5.1: what was received is not JSON.
pub(super) const PARSE_ERROR: i32 = -32700;
/// JSON-RPC 2.0 section 5.1: what was received is not a request that this server takes.
pub(super) const INVALID_REQUEST: i32 = -32600;

/// JSON-RPC 2.0 section 5.1: the server failed.
pub(super) const INTERNAL_ERROR: i32 = -32603;

/// A refusal as clients of the protocol read it: a JSON-RPC error, without an `id` because the message was not
/// read (MCP 2026-07-28, Error Responses).
pub(super) fn refuse(status: StatusCode, code: i32, message: &str) -> Reply {
    let error = json!({"code": code, "message": message});
    json_reply(status, &json!({"jsonrpc": "2.0", "error": error}))
}

/// [`refuse`] where trying again makes sense, `seconds` from now.
pub(super) fn refuse_for_now(status: StatusCode, message: &str, seconds: u64) -> Reply {
    let mut reply = refuse(status, INVALID_REQUEST, message);
    reply.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    reply
}

pub(super) fn json_reply(status: StatusCode, value: &serde_json::Value) -> Reply {
    let body = Full::new(Bytes::from(value.to_string())).boxed();
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    reply
}

pub(super) fn only(method: &'static str) -> Reply {
    let message = format!("{method} is the method here");
    let mut reply = refuse(StatusCode::METHOD_NOT_ALLOWED, INVALID_REQUEST, &message);
    reply.headers_mut().insert(ALLOW, HeaderValue::from_static(method));
    reply
}

pub(super) fn empty(status: StatusCode) -> Reply {
    let mut reply = Response::new(Empty::new().boxed());
    *reply.status_mut() = status;
    reply
}

/// An answer's body with something that must last until it is sent, or no longer wanted.
pub(super) struct Held<G> {
    pub(super) body: BoxBody<Bytes, Infallible>,
    pub(super) _until_sent: G,
}

impl<G: Unpin> Body for Held<G> {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
