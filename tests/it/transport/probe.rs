//! The handler behind the transports under test.

use std::sync::Arc;

use mcp_defectdojo::{
    access::{Principal, Role, Scope, Selection},
    transport::Calls,
};
use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ListToolsResult,
        PaginatedRequestParams, ProgressNotificationParam, ServerCapabilities, ServerConfig,
        ServerJsonRpcMessage, ServerResult, Tool,
    },
    service::RequestContext,
};
use tokio::sync::Semaphore;
use tokio_util::task::TaskTracker;

/// Answers `whoami` with the caller, `wait` once it is released, `echo` with its argument, and `progress` after
/// a notification.
#[derive(Clone)]
pub(crate) struct Probe {
    /// One permit for each `wait` that began.
    pub(crate) started: Arc<Semaphore>,
    /// One permit lets one `wait` end.
    pub(crate) release: Arc<Semaphore>,
    /// One permit for each `wait` that saw its caller cancel, and one for each that ended.
    pub(crate) cancelled: Arc<Semaphore>,
    pub(crate) finished: Arc<Semaphore>,
    pub(crate) calls: TaskTracker,
    local: Principal,
}

impl Probe {
    pub(crate) fn new() -> Self {
        let empty = || Arc::new(Semaphore::new(0));
        Self {
            started: empty(),
            release: empty(),
            cancelled: empty(),
            finished: empty(),
            calls: TaskTracker::new(),
            local: Principal::new("local", Role::Admin),
        }
    }

    /// Answers calls that do not come by rmcp. Each goes on, whatever becomes of who waits for it.
    pub(crate) fn past_rmcp(&self) -> Calls {
        let probe = self.clone();
        Arc::new(move |request, context| {
            let (probe, id) = (probe.clone(), context.id.clone());
            let called = tokio::spawn(async move { probe.call_tool(request, context).await });
            Box::pin(async move {
                let message = match called.await.unwrap() {
                    Ok(result) => ServerJsonRpcMessage::response(ServerResult::from(result), id),
                    Err(error) => ServerJsonRpcMessage::error(error, Some(id)),
                };
                serde_json::to_vec(&message).unwrap()
            })
        })
    }
}

/// Takes one permit, when there is one.
pub(crate) async fn take(semaphore: &Semaphore) {
    semaphore.acquire().await.unwrap().forget();
}

impl ServerHandler for Probe {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
    }

    async fn list_tools(
        &self,
        _page: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let schema = Arc::new(serde_json::from_str(r#"{"type":"object"}"#).unwrap());
        let tool = |name| Tool::new(name, "for tests", Arc::clone(&schema));
        Ok(ListToolsResult::with_all_items(["whoami", "wait", "echo", "progress"].map(tool).into()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let _running = self.calls.token();
        let text = match &*request.name {
            "whoami" => {
                let parts = context.extensions.get::<http::request::Parts>();
                let caller = parts
                    .map_or(Some(&self.local), |parts| parts.extensions.get::<Principal>())
                    .ok_or_else(|| ErrorData::invalid_request("nobody", None))?;
                match &caller.scope {
                    Scope::All => format!("{} {}", caller.name, caller.role),
                    scope @ Scope::Products(_) => {
                        format!("{} {} {scope:?}", caller.name, caller.role)
                    }
                }
            }
            "wait" => {
                self.started.add_permits(1);
                let seen = self.cancelled.clone();
                let given_up = context.ct.clone();
                tokio::spawn(async move {
                    given_up.cancelled().await;
                    seen.add_permits(1);
                });
                take(&self.release).await;
                self.finished.add_permits(1);
                "waited".into()
            }
            "narrowed" => {
                let parts = context.extensions.get::<http::request::Parts>().unwrap();
                format!("{:?}", parts.extensions.get::<Selection>())
            }
            "length" => request.arguments.unwrap_or_default()["text"]
                .as_str()
                .map_or(0, str::len)
                .to_string(),
            "echo" => {
                let arguments = request.arguments.unwrap_or_default();
                arguments["text"].as_str().unwrap_or_default().to_owned()
            }
            "progress" => {
                let token = context.meta.get_progress_token().unwrap();
                let progress = ProgressNotificationParam::new(token, 1.0);
                context.peer.notify_progress(progress).await.unwrap();
                "progressed".into()
            }
            _ => return Err(ErrorData::invalid_params("no such tool", None)),
        };
        Ok(CallToolResult::success(vec![ContentBlock::text(text)]).into())
    }
}
