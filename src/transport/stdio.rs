//! One client over standard input and output: a JSON-RPC message a line.
//!
//! rmcp's own line transport drops unreadable and overlong lines without an answer, which leaves a client
//! waiting for ever, and cuts calls short 5 seconds after the end of input. This one answers every line that
//! asks for an answer, and ends when the last answer is written.

use std::{io, sync::Arc};

use rmcp::{
    RoleServer, ServerHandler, ServiceExt as _,
    model::{ClientJsonRpcMessage, RequestId},
    service::{RxJsonRpcMessage, ServerInitializeError, TxJsonRpcMessage},
    transport::{Transport, io::stdio_pipes},
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _},
    sync::mpsc,
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Error, MIB,
    extract::Extractor,
    unanswered::{Unanswered, answers},
};
use crate::reports::Reports;
use line::{Line, Lines};

mod line;

/// The longest line, in bytes, unless the operator says otherwise.
pub const LINE_LIMIT: usize = 16 * MIB;

/// Answers written but not yet taken by the client before reading pauses.
const BACKLOG: usize = 16;

/// Serves one client over the process's standard streams until its input ends or `shutdown` is cancelled.
///
/// Both are a clean return, before or after the first message. Calls that run then are finished and answered
/// first: those that rmcp knows of, and those in `calls`, where the handler keeps what goes on after its caller
/// has cancelled it. A line longer than `line_limit` bytes is
/// answered with an error and never held in memory; what goes to `reports` out of it does not count.
///
/// A read of standard input that is not a pipe cannot be interrupted: leave the runtime with
/// `shutdown_background`, or the process waits for another line.
pub async fn serve<H>(
    handler: H,
    line_limit: usize,
    reports: Arc<Reports>,
    calls: TaskTracker,
    shutdown: CancellationToken,
) -> Result<(), Error>
where
    H: ServerHandler,
{
    let (input, output) = stdio_pipes();
    serve_streams(handler, (input, output), line_limit, Some(reports), calls, shutdown).await
}

/// [`serve`] over any pair of streams.
pub async fn serve_streams<H, R, W>(
    handler: H,
    (input, output): (R, W),
    line_limit: usize,
    reports: Option<Arc<Reports>>,
    calls: TaskTracker,
    shutdown: CancellationToken,
) -> Result<(), Error>
where
    H: ServerHandler,
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    // A child: a client that stops reading ends this transport and not the caller's other work.
    let shutdown = shutdown.child_token();
    let unanswered = Unanswered::default();
    let (sender, receiver) = mpsc::channel(BACKLOG);
    let writer = tokio::spawn(write(output, receiver, unanswered.clone(), shutdown.clone()));
    let transport = Stdio {
        lines: Lines::new(input, line_limit, reports.map(Extractor::new)),
        output: sender,
        reply: None,
        unanswered,
        calls,
        shutdown,
        line_limit,
        begun: false,
        ended: false,
    };
    let served = match handler.serve(transport).await {
        Ok(service) => service.waiting().await.map(drop).map_err(Error::Task),
        Err(ServerInitializeError::ConnectionClosed(_) | ServerInitializeError::Cancelled) => {
            Ok(())
        }
        Err(error) => Err(Error::Handshake(Box::new(error))),
    };
    writer.await?;
    served
}

struct Stdio<R> {
    lines: Lines<R>,
    output: mpsc::Sender<Outgoing>,
    /// An answer of the transport itself that waits for room in the output.
    reply: Option<Vec<u8>>,
    unanswered: Unanswered,
    calls: TaskTracker,
    shutdown: CancellationToken,
    line_limit: usize,
    /// Whether a request has been seen.
    begun: bool,
    /// Whether the input is over.
    ended: bool,
}

struct Outgoing {
    line: Vec<u8>,
    answered: Option<RequestId>,
}

impl<R: AsyncRead + Send + Unpin> Transport<RoleServer> for Stdio<R> {
    type Error = io::Error;

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let output = self.output.clone();
        async move {
            let answered = answers(&item);
            let mut line = serde_json::to_vec(&item).map_err(io::Error::other)?;
            line.push(b'\n');
            let closed = |_| io::Error::from(io::ErrorKind::BrokenPipe);
            output.send(Outgoing { line, answered }).await.map_err(closed)
        }
    }

    /// The next message. Safe to cancel: what was read stays in `self`.
    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        while !self.ended {
            if self.reply.is_some() {
                let Ok(permit) = self.output.reserve().await else { break };
                if let Some(line) = self.reply.take() {
                    permit.send(Outgoing { line, answered: None });
                }
            }
            let line = tokio::select! {
                biased;
                () = self.shutdown.cancelled() => break,
                line = self.lines.next() => line,
            };
            match line {
                Line::Whole => {
                    if let Some(message) = self.message() {
                        return Some(message);
                    }
                }
                Line::TooLong(id) => {
                    let limit = self.line_limit;
                    self.refuse(
                        id,
                        -32600,
                        &format!("the message is longer than this server's limit of {limit} bytes"),
                    );
                }
                Line::End => break,
            }
        }
        self.ended = true;
        self.calls.close();
        // Whoever is still answering wakes the loop that polls this, and is written before it ends.
        self.unanswered.none().await;
        self.calls.wait().await;
        None
    }

    async fn close(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<R: AsyncRead + Send + Unpin> Stdio<R> {
    /// The message in the line just read, if there is one for the handler.
    fn message(&mut self) -> Option<ClientJsonRpcMessage> {
        let parsed = serde_json::from_slice(self.lines.current());
        let message = match parsed {
            Ok(message) => message,
            Err(error) => {
                self.answer_unreadable(&error);
                return None;
            }
        };
        self.begun |= matches!(message, ClientJsonRpcMessage::Request(_));
        if !self.begun {
            // rmcp takes anything but a request for a broken handshake and gives up.
            return None;
        }
        let held = self.lines.held();
        self.unanswered.note(&message, held);
        Some(message)
    }

    fn answer_unreadable(&mut self, error: &serde_json::Error) {
        let Ok(value) = serde_json::from_slice::<Value>(self.lines.current()) else {
            self.refuse(None, -32700, &format!("the line is not JSON: {error}"));
            return;
        };
        let id = value.get("id");
        if id.is_none() && value.get("method").is_some_and(Value::is_string) {
            tracing::debug!("passed over a notification of an unknown kind");
            return;
        }
        let id = id.and_then(|id| serde_json::from_value(id.clone()).ok());
        self.refuse(id, -32600, "the line is not a JSON-RPC 2.0 request, notification or response");
    }

    fn refuse(&mut self, id: Option<RequestId>, code: i32, message: &str) {
        let id = id.map_or(Value::Null, RequestId::into_json_value);
        let error = json!({"code": code, "message": message});
        let mut line = json!({"jsonrpc": "2.0", "id": id, "error": error}).to_string().into_bytes();
        line.push(b'\n');
        self.reply = Some(line);
    }
}

/// Writes answers until there are no more. After the client has gone they are dropped, and the rest of the
/// transport is told to stop.
async fn write<W: AsyncWrite + Unpin>(
    mut output: W,
    mut lines: mpsc::Receiver<Outgoing>,
    unanswered: Unanswered,
    shutdown: CancellationToken,
) {
    let mut gone = false;
    while let Some(Outgoing { line, answered }) = lines.recv().await {
        if !gone {
            let written = async {
                output.write_all(&line).await?;
                output.flush().await
            };
            if let Err(error) = written.await {
                tracing::info!(%error, "the client stopped reading");
                gone = true;
                shutdown.cancel();
            }
        }
        if let Some(id) = answered {
            unanswered.answered(&id);
        }
    }
}
