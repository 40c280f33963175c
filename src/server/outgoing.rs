//! A call as a task of its own, and what leaves for it: as rmcp's type, or at once as the line that a client reads.

use rmcp::{
    ErrorData, RoleServer,
    model::{
        CallToolRequestParams, CallToolResponse, JsonRpcError, JsonRpcResponse, JsonRpcVersion2_0,
        ProtocolVersion, RequestId, ServerResult,
    },
    service::RequestContext,
};
use serde::Serialize;

use super::{Server, span};
use crate::render::Good;

/// What a call is answered with.
pub(super) enum Outgoing {
    Good(Good),
    /// A failure, or a question.
    Other(CallToolResponse),
}

impl From<Outgoing> for CallToolResponse {
    fn from(outgoing: Outgoing) -> Self {
        match outgoing {
            Outgoing::Good(good) => good.into_result().into(),
            Outgoing::Other(response) => response,
        }
    }
}

impl Server {
    /// A call as a task of its own, whoever asks for it: a tool's caller or a reader of a resource.
    pub(super) async fn call(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<Outgoing, ErrorData> {
        let caller = self.identify(&context)?;
        let server = self.clone();
        // Whatever a caller makes up stays out of traces.
        let tool = self.shared.tools.find(&request.name).map_or("unknown", |entry| entry.name);
        let parent = span::parent(&context);
        let call = async move {
            let traces = server.traces.clone();
            // Boxed: on its way into a task a future is moved several times, and this one has kilobytes.
            let funnel = Box::pin(server.funnel(caller, request, context));
            traces.call(tool, parent, funnel, span::trouble).await
        };
        match self.shared.running.spawn(call).await {
            Ok(result) => result,
            Err(_) => Err(ErrorData::internal_error("the server failed", None)),
        }
    }

    /// A tool's call that does not come by rmcp, and the message that answers it: byte for byte what rmcp makes of what
    /// `call_tool` returns.
    pub async fn line(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Vec<u8> {
        let id = context.id.clone();
        let is_new = context.protocol_version() >= Some(ProtocolVersion::V_2026_07_28);
        match self.call(request, context).await {
            Ok(Outgoing::Good(good)) => answer(&id, &good, is_new),
            Ok(Outgoing::Other(CallToolResponse::InputRequired(_))) if !is_new => {
                let message =
                    "InputRequiredResult requires negotiated protocol version 2026-07-28 or newer";
                json(&JsonRpcError::new(Some(id), ErrorData::invalid_request(message, None)))
            }
            Ok(Outgoing::Other(response)) => {
                let mut result = ServerResult::from(response);
                if !is_new {
                    result.strip_result_type_for_legacy_peer();
                }
                json(&JsonRpcResponse { jsonrpc: JsonRpcVersion2_0, id, result })
            }
            Err(error) => json(&JsonRpcError::new(Some(id), error)),
        }
    }
}

fn answer(id: &RequestId, good: &Good, is_new: bool) -> Vec<u8> {
    let mut line = Vec::with_capacity(good.room());
    line.extend_from_slice(br#"{"jsonrpc":"2.0","id":"#);
    line.extend_from_slice(&json(id));
    line.extend_from_slice(br#","result":"#);
    good.write(&mut line, is_new);
    line.push(b'}');
    line
}

fn json(message: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(message).expect("messages are texts, numbers and maps with text keys")
}
