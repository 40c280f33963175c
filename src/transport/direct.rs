//! Ordinary calls of tools over Streamable HTTP, without a service of rmcp for each.
//!
//! For every request without a session rmcp makes a service, four tasks and five channels, which takes as long as a
//! small call. Whatever it would have something to say about is left to it.

use std::{borrow::Cow, future, io, sync::Arc};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode,
    header::{ACCEPT, CONTENT_TYPE, HOST},
    request::Parts,
    uri::Authority,
};
use http_body_util::{BodyExt as _, Full};
use rmcp::{
    Peer, RoleServer, ServerHandler,
    model::{
        CallToolRequestParams, ClientCapabilities, Implementation, InitializeRequestParams,
        ProtocolVersion, RequestId,
    },
    service::{RequestContext, RxJsonRpcMessage, TxJsonRpcMessage, serve_directly},
    transport::Transport,
};
use serde::Deserialize;
use tokio_util::sync::CancellationToken;

use super::reply::{INTERNAL_ERROR, Reply, refuse};

/// Answers a call with the whole JSON-RPC message that its client reads.
pub type Calls = Arc<
    dyn Fn(CallToolRequestParams, RequestContext<RoleServer>) -> BoxFuture<'static, Vec<u8>>
        + Send
        + Sync,
>;

const REVISIONS: [ProtocolVersion; 5] = [
    ProtocolVersion::V_2024_11_05,
    ProtocolVersion::V_2025_03_26,
    ProtocolVersion::V_2025_06_18,
    ProtocolVersion::V_2025_11_25,
    ProtocolVersion::V_2026_07_28,
];

/// What a client without the header speaks (MCP 2025-06-18, Protocol Version Header).
const UNSAID: &str = "2025-03-26";

/// The way past rmcp.
pub(super) struct Direct {
    calls: Calls,
    /// Nobody: a client that can be told nothing before its answer, of each revision.
    peers: Vec<Peer<RoleServer>>,
    /// Cancelled when no answer is waited for any more.
    streams: CancellationToken,
}

/// An ordinary call.
pub(super) struct Call {
    id: RequestId,
    params: CallToolRequestParams,
    peer: Peer<RoleServer>,
}

/// The message as it must stand in the body.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Message<'a> {
    jsonrpc: &'a str,
    id: RequestId,
    method: &'a str,
    params: CallToolRequestParams,
}

impl Direct {
    pub(super) fn new(
        calls: Calls,
        handler: &(impl ServerHandler + Clone),
        streams: CancellationToken,
    ) -> Self {
        let peers = REVISIONS.map(|revision| nobody(handler.clone(), revision, &streams));
        Self { calls, peers: peers.into(), streams }
    }

    /// The call in a request, if it is one that needs nothing else of rmcp.
    pub(super) fn recognise(&self, parts: &Parts, body: &Bytes) -> Option<Call> {
        let number = revision(parts)?;
        let peer = self.peers.get(number)?.clone();
        let (id, params) = called(body)?;
        let ordinary = if REVISIONS.get(number) == Some(&ProtocolVersion::V_2026_07_28) {
            describes_itself(&params) && says_the_same(&parts.headers, &params)
        } else {
            is_plain(&params)
        };
        ordinary.then_some(Call { id, params, peer })
    }

    /// Answers a call. Its client going away cancels it.
    pub(super) async fn answer(&self, call: Call, parts: Parts) -> Reply {
        let Call { id, mut params, peer } = call;
        let mut context = RequestContext::new(id, peer);
        context.meta = params.meta.take().unwrap_or_default();
        context.extensions.insert(parts);
        let _gone = context.ct.clone().drop_guard();
        let answer = self.streams.run_until_cancelled((self.calls)(params, context)).await;
        let Some(answer) = answer else {
            let message = "the server stopped before the call was answered";
            return refuse(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL_ERROR, message);
        };
        let mut reply = Response::new(Full::from(answer).boxed());
        let json = HeaderValue::from_static("application/json");
        reply.headers_mut().insert(CONTENT_TYPE, json);
        reply
    }
}

const CALL: &str = "tools/call";

/// Metadata by which a request asks to be told of progress before its answer.
const PROGRESS: &str = "progressToken";

/// Metadata by which a request of 2026-07-28 speaks of its revision and its client.
const OF_THE_PROTOCOL: &str = "io.modelcontextprotocol/";

/// The id and the parameters of a message that is the call of a tool and nothing else.
pub(super) fn called(message: &[u8]) -> Option<(RequestId, CallToolRequestParams)> {
    let Message { jsonrpc, id, method, params } = serde_json::from_slice(message).ok()?;
    (jsonrpc == "2.0" && method == CALL).then_some((id, params))
}

/// Whether a call of a revision before 2026-07-28 has no metadata for the protocol.
pub(super) fn is_plain(params: &CallToolRequestParams) -> bool {
    !has_meta(params, |key| key == PROGRESS || key.starts_with(OF_THE_PROTOCOL))
}

/// Whether a call has the metadata that 2026-07-28 requires, and asks for nothing before its answer.
pub(super) fn describes_itself(params: &CallToolRequestParams) -> bool {
    let revision = ProtocolVersion::V_2026_07_28;
    let declared = params.meta.as_ref().is_some_and(|meta| {
        meta.missing_required_keys(&revision).is_empty()
            && meta.protocol_version().as_ref() == Some(&revision)
    });
    declared && !has_meta(params, |key| key == PROGRESS)
}

fn has_meta(params: &CallToolRequestParams, is_it: impl Fn(&str) -> bool) -> bool {
    params.meta.as_ref().is_some_and(|meta| meta.keys().any(|key| is_it(key)))
}

/// Whether the headers that 2026-07-28 requires say what the call is (Streamable HTTP, Standard Headers).
fn says_the_same(headers: &HeaderMap, params: &CallToolRequestParams) -> bool {
    single(headers, &METHOD) == Some(CALL)
        && single(headers, &NAME) == Some(&*params.name)
        && !headers.keys().any(|name| name.as_str().starts_with("mcp-param-"))
}

const METHOD: HeaderName = HeaderName::from_static("mcp-method");
const NAME: HeaderName = HeaderName::from_static("mcp-name");

/// The number of the revision of a request whose headers leave nothing to be checked.
fn revision(parts: &Parts) -> Option<usize> {
    let headers = &parts.headers;
    let plain = parts.method == Method::POST
        && !headers.contains_key("mcp-session-id")
        && single(headers, &HOST)?.parse::<Authority>().is_ok()
        && single(headers, &CONTENT_TYPE)?.eq_ignore_ascii_case("application/json")
        && takes_both(single(headers, &ACCEPT)?);
    if !plain {
        return None;
    }
    let mut named = headers.get_all("mcp-protocol-version").iter();
    let revision = named.next().map_or(Some(UNSAID), |named| named.to_str().ok())?;
    if named.next().is_some() {
        return None;
    }
    REVISIONS.iter().position(|known| known.as_str() == revision)
}

/// Whether a client says, without conditions, that it takes JSON and event streams.
fn takes_both(accept: &str) -> bool {
    let takes = |kind| accept.split(',').any(|one| one.trim().eq_ignore_ascii_case(kind));
    takes("application/json") && takes("text/event-stream")
}

/// A header that stands exactly once and is text.
fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn nobody(
    handler: impl ServerHandler,
    revision: ProtocolVersion,
    until: &CancellationToken,
) -> Peer<RoleServer> {
    let client =
        InitializeRequestParams::new(ClientCapabilities::default(), Implementation::default())
            .with_protocol_version(revision);
    let service = serve_directly(handler, Nowhere, Some(client));
    let peer = service.peer().clone();
    let until = until.clone();
    tokio::spawn(async move {
        until.cancelled().await;
        drop(service);
    });
    peer
}

/// A transport that nothing comes from, and on which nothing arrives.
struct Nowhere;

impl Transport<RoleServer> for Nowhere {
    type Error = io::Error;

    fn name() -> Cow<'static, str> {
        "nowhere".into()
    }

    fn send(
        &mut self,
        _: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        future::ready(Err(io::ErrorKind::NotConnected.into()))
    }

    fn receive(&mut self) -> impl Future<Output = Option<RxJsonRpcMessage<RoleServer>>> + Send {
        future::pending()
    }

    fn close(&mut self) -> impl Future<Output = io::Result<()>> + Send {
        future::ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use http::Request;
    use serde_json::{Value, json};

    use super::*;

    const NEWEST: ProtocolVersion = ProtocolVersion::V_2026_07_28;

    #[derive(Clone)]
    struct Nothing;

    impl ServerHandler for Nothing {}

    fn direct() -> Direct {
        let calls: Calls = Arc::new(|_, _| Box::pin(future::ready(b"{}".to_vec())));
        Direct::new(calls, &Nothing, CancellationToken::new())
    }

    fn parts(headers: &[(&'static str, &'static str)]) -> Parts {
        let mut request = Request::post("/mcp").body(()).unwrap();
        for (name, value) in [
            ("host", "localhost"),
            ("content-type", "application/json"),
            ("accept", "application/json, text/event-stream"),
        ] {
            if headers.iter().all(|(other, _)| *other != name) {
                request.headers_mut().append(name, HeaderValue::from_static(value));
            }
        }
        for (name, value) in headers {
            let name = HeaderName::from_static(name);
            request.headers_mut().append(name, HeaderValue::from_static(value));
        }
        request.into_parts().0
    }

    fn message(params: &Value) -> Value {
        json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params})
    }

    fn goes(headers: &[(&'static str, &'static str)], message: &Value) -> bool {
        direct().recognise(&parts(headers), &message.to_string().into()).is_some()
    }

    #[tokio::test]
    async fn ordinary_calls_go_this_way() {
        let call =
            message(&json!({"name": "t", "arguments": {"a": 1}, "_meta": {"client_id": "x"}}));
        assert!(goes(&[], &call));
        for revision in REVISIONS.into_iter().filter(|revision| *revision != NEWEST) {
            let value = HeaderValue::from_str(revision.as_str()).unwrap();
            let mut parts = parts(&[]);
            parts.headers.insert("mcp-protocol-version", value);
            let call = direct().recognise(&parts, &call.to_string().into()).unwrap();
            assert_eq!(call.peer.peer_info().unwrap().protocol_version, revision);
        }
    }

    /// Calls of 2026-07-28 say twice what they are, and go this way where they say it right.
    #[tokio::test]
    async fn calls_that_describe_themselves_go_this_way() {
        let meta = json!({
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": {},
        });
        let right = message(&json!({"name": "t", "_meta": meta}));
        let headers = [
            ("mcp-protocol-version", "2026-07-28"),
            ("mcp-method", "tools/call"),
            ("mcp-name", "t"),
        ];
        assert!(goes(&headers, &right));
        for without in 0..headers.len() {
            let mut fewer = headers.to_vec();
            fewer.remove(without);
            assert!(!goes(&fewer, &right), "{fewer:?}");
        }
        assert!(!goes(&[headers[0], headers[1], ("mcp-name", "u")], &right));
        assert!(!goes(&[headers.as_slice(), &[("mcp-param-a", "1")]].concat(), &right));
        for key in [
            "io.modelcontextprotocol/protocolVersion",
            "io.modelcontextprotocol/clientCapabilities",
        ] {
            let mut wrong = right.clone();
            wrong["params"]["_meta"].as_object_mut().unwrap().remove(key);
            assert!(!goes(&headers, &wrong), "{wrong}");
        }
        let mut told = right;
        told["params"]["_meta"]["progressToken"] = 1.into();
        assert!(!goes(&headers, &told));
    }

    /// What rmcp has something to say about is left to it.
    #[tokio::test]
    async fn everything_else_goes_the_long_way() {
        let call = message(&json!({"name": "t"}));
        for headers in [
            [("mcp-protocol-version", "2026-07-28")],
            [("mcp-protocol-version", "1999-01-01")],
            [("mcp-session-id", "1")],
            [("accept", "application/json")],
            [("accept", "application/json;q=0, text/event-stream")],
            [("accept", "*/*")],
            [("content-type", "text/plain")],
            [("host", "not a host")],
        ] {
            assert!(!goes(&headers, &call), "{headers:?}");
        }
        let twice =
            [("mcp-protocol-version", "2025-11-25"), ("mcp-protocol-version", "2025-11-25")];
        assert!(!goes(&twice, &call));
        for other in [
            message(&json!({"name": "t", "_meta": {"progressToken": 1}})),
            message(
                &json!({"name": "t", "_meta": {"io.modelcontextprotocol/protocolVersion": "2025-11-25"}}),
            ),
            message(&json!({"arguments": {}})),
            json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"name": "t"}}),
            json!({"jsonrpc": "1.0", "id": 1, "method": "tools/call", "params": {"name": "t"}}),
            json!({"jsonrpc": "2.0", "method": "tools/call", "params": {"name": "t"}}),
            json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "t"}, "result": {}}),
            json!([call]),
        ] {
            assert!(!goes(&[], &other), "{other}");
        }
    }
}
