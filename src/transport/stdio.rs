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
    sync::mpsc::{self, error::SendError},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Error, MIB,
    direct::Calls,
    extract::Extractor,
    unanswered::{Unanswered, answers},
};
use crate::reports::Reports;
use line::{Line, Lines};
use past::Past;

mod line;
mod past;

/// The longest line, in bytes, unless the operator says otherwise.
pub const LINE_LIMIT: usize = 16 * MIB;

/// Answers that wait to be written before those who made more of them wait.
const BACKLOG: usize = 16;

/// What the rest of the program gives to this transport.
pub struct Surroundings {
    /// A line longer than this, in bytes, is answered with an error and never held in memory; what goes to `reports`
    /// out of it does not count.
    pub line_limit: usize,
    /// Takes long reports out of messages. Without, they stay in memory.
    pub reports: Option<Arc<Reports>>,
    /// Answers ordinary calls of tools in the handler's place: rmcp takes as long to bring one there as a small call
    /// takes, and copies a long answer once more.
    pub calls: Option<Calls>,
    /// What the handler goes on with after its caller has cancelled it.
    pub running: TaskTracker,
}

/// Serves one client over the process's standard streams until its input ends or `shutdown` is cancelled.
///
/// Both are a clean return, before or after the first message. Calls that run then are finished and answered
/// first.
///
/// A read of standard input that is not a pipe cannot be interrupted: leave the runtime with
/// `shutdown_background`, or the process waits for another line.
pub async fn serve<H>(
    handler: H,
    surroundings: Surroundings,
    shutdown: CancellationToken,
) -> Result<(), Error>
where
    H: ServerHandler,
{
    serve_streams(handler, stdio_pipes(), surroundings, shutdown).await
}

/// [`serve`] over any pair of streams.
pub async fn serve_streams<H, R, W>(
    handler: H,
    (input, output): (R, W),
    surroundings: Surroundings,
    shutdown: CancellationToken,
) -> Result<(), Error>
where
    H: ServerHandler,
    R: AsyncRead + Send + Unpin + 'static,
    W: AsyncWrite + Send + Unpin + 'static,
{
    let Surroundings { line_limit, reports, calls, running } = surroundings;
    // A child: a client that stops reading ends this transport and not the caller's other work.
    let shutdown = shutdown.child_token();
    let unanswered = Unanswered::default();
    let (sender, receiver) = mpsc::channel(BACKLOG);
    let writer = tokio::spawn(write(output, receiver, shutdown.clone()));
    let past = calls.map(|calls| Past::new(calls, sender.clone(), unanswered.clone()));
    let begun = past.as_ref().map(Past::beginning);
    let transport = Stdio {
        lines: Lines::new(input, line_limit, reports.map(Extractor::new)),
        output: sender,
        reply: None,
        past,
        unanswered,
        running,
        shutdown,
        line_limit,
        begun: false,
        ended: false,
    };
    let served = match handler.serve(transport).await {
        Ok(service) => {
            if let Some(begun) = begun {
                begun.with(service.peer().clone());
            }
            service.waiting().await.map(drop).map_err(Error::Task)
        }
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
    /// Whole lines, with their ends.
    output: mpsc::Sender<Vec<u8>>,
    /// An answer of the transport itself that waits for room in the output.
    reply: Option<Vec<u8>>,
    past: Option<Past>,
    unanswered: Unanswered,
    running: TaskTracker,
    shutdown: CancellationToken,
    line_limit: usize,
    /// Whether a request has been seen.
    begun: bool,
    /// Whether the input is over.
    ended: bool,
}

impl<R: AsyncRead + Send + Unpin> Transport<RoleServer> for Stdio<R> {
    type Error = io::Error;

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = io::Result<()>> + Send + 'static {
        let output = self.output.clone();
        let unanswered = self.unanswered.clone();
        async move {
            let answered = answers(&item);
            let mut line = serde_json::to_vec(&item).map_err(io::Error::other)?;
            drop(item);
            line.push(b'\n');
            let sent = send(&output, line, || {
                if let Some(id) = answered {
                    unanswered.answered(&id);
                }
            });
            sent.await.map_err(|_| io::ErrorKind::BrokenPipe.into())
        }
    }

    /// The next message. Safe to cancel: what was read stays in `self`.
    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        while !self.ended {
            if self.reply.is_some() {
                let Ok(permit) = self.output.reserve().await else { break };
                if let Some(line) = self.reply.take() {
                    permit.send(line);
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
        self.running.close();
        // Whoever is still answering wakes the loop that polls this, and is written before it ends.
        self.unanswered.none().await;
        self.running.wait().await;
        None
    }

    async fn close(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<R: AsyncRead + Send + Unpin> Stdio<R> {
    /// The message in the line just read, if there is one for the handler.
    fn message(&mut self) -> Option<ClientJsonRpcMessage> {
        if let Some(past) = &self.past
            && let Some(call) = past.recognise(self.lines.current())
        {
            past.answer(call, self.lines.held());
            return None;
        }
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

/// Hands a line over once there is room for it; `first` comes before anybody can have read it.
async fn send(
    output: &mpsc::Sender<Vec<u8>>,
    line: Vec<u8>,
    first: impl FnOnce(),
) -> Result<(), SendError<()>> {
    let room = output.reserve().await?;
    first();
    room.send(line);
    Ok(())
}

/// Writes lines until there are no more. After the client has gone they are dropped, and the rest of the
/// transport is told to stop.
async fn write<W: AsyncWrite + Unpin>(
    mut output: W,
    mut lines: mpsc::Receiver<Vec<u8>>,
    shutdown: CancellationToken,
) {
    let mut gone = false;
    while let Some(line) = lines.recv().await {
        if gone {
            continue;
        }
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
}
