//! One HTTP/1.1 connection: its deadlines, its end, and what it costs while nothing happens.
//!
//! hyper's own head deadline also ends connections that wait between requests, so the deadlines are kept here,
//! by watching the bytes that pass.

use std::{
    convert::Infallible,
    future::poll_fn,
    io,
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use http::Request;
use hyper::{
    body::{Body, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf},
    time::{Instant, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{
    Settings,
    reply::{Held, Reply},
};

/// The longest head of a request. hyper keeps a buffer of up to this size for each connection.
const HEAD_LIMIT: usize = 16 << 10;

/// How long to listen after refusing a body. A client that is still sending it would otherwise have its
/// connection reset before it reads why.
const LINGER: Duration = Duration::from_secs(2);

/// Deadlines of a connection; see [`Settings`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadlines {
    head: Duration,
    write: Duration,
    idle: Duration,
}

impl Deadlines {
    pub(super) fn of(settings: &Settings) -> Self {
        let Settings { head_deadline, write_deadline, idle_limit, .. } = *settings;
        Self { head: head_deadline, write: write_deadline, idle: idle_limit }
    }
}

/// Serves requests on `stream` until the client leaves, a deadline passes, or, between two requests, `stop` is
/// cancelled.
///
/// Nothing is set up before the client has said something: a connection that stays silent costs a tenth of one that
/// does not, and whoever opens thousands of them leaves no holes in the memory behind.
pub(super) async fn serve<IO, F, A>(
    mut stream: IO,
    deadlines: Deadlines,
    stop: CancellationToken,
    answer: F,
) where
    IO: AsyncRead + AsyncWrite + Unpin,
    F: Fn(Request<Incoming>) -> A,
    A: Future<Output = Reply> + Send + 'static,
{
    let start = Instant::now();
    let first = stop.run_until_cancelled(timeout(deadlines.head, stream.read_u8())).await;
    match first {
        Some(Ok(Ok(first))) => {
            let state = Arc::new(State::since(start));
            let stream = Watched { stream, first: Some(first), state };
            Box::pin(requests(stream, deadlines, stop, answer)).await;
        }
        Some(Ok(Err(error))) => tracing::trace!(%error, "a connection ended without a request"),
        Some(Err(_)) => tracing::debug!("a connection stayed silent"),
        None => {}
    }
}

async fn requests<IO, F, A>(
    stream: Watched<IO>,
    deadlines: Deadlines,
    stop: CancellationToken,
    answer: F,
) where
    IO: AsyncRead + AsyncWrite + Unpin,
    F: Fn(Request<Incoming>) -> A,
    A: Future<Output = Reply> + Send + 'static,
{
    let state = stream.state.clone();
    let io = TokioIo::new(stream);
    let service = service_fn(|request| {
        state.enter(BUSY);
        let state = state.clone();
        let has_body = !Body::is_end_stream(request.body());
        // Boxed, because hyper keeps the room for it while the connection is idle.
        let reply = Box::pin(answer(request));
        let counted = async move {
            let busy = Busy(state);
            let reply = reply.await;
            busy.0.refused.store(has_body && reply.status().is_client_error(), Relaxed);
            Ok::<_, Infallible>(reply.map(|body| Held { body, _until_sent: busy }))
        };
        Box::pin(counted) as Pin<Box<dyn Future<Output = _> + Send>>
    });
    let mut connection =
        http1::Builder::new().max_buf_size(HEAD_LIMIT).serve_connection(io, service);

    let mut timer = pin!(sleep_until(state.due(deadlines)));
    let mut stopped = pin!(stop.cancelled());
    let mut stopping = false;
    let in_time = poll_fn(|context| {
        if !stopping && stopped.as_mut().poll(context).is_ready() {
            stopping = true;
            Pin::new(&mut connection).graceful_shutdown();
        }
        if let Poll::Ready(outcome) = connection.poll_without_shutdown(context) {
            if let Err(error) = outcome {
                tracing::debug!(%error, "a connection broke off");
            }
            return Poll::Ready(true);
        }
        // A deadline that moved away is looked at when the timer fires; only a nearer one needs it set again.
        loop {
            let due = state.due(deadlines);
            if due < timer.deadline() {
                timer.as_mut().reset(due);
            }
            ready!(timer.as_mut().poll(context));
            if due <= Instant::now() {
                tracing::debug!("a connection passed its deadline");
                return Poll::Ready(false);
            }
            timer.as_mut().reset(due);
        }
    })
    .await;
    if in_time && state.refused.load(Relaxed) {
        let stream = connection.into_parts().io.into_inner().stream;
        // Boxed: its buffer would stand in the future of every connection.
        stop.run_until_cancelled(Box::pin(linger(stream))).await;
    }
}

async fn linger<IO: AsyncRead + AsyncWrite + Unpin>(mut stream: IO) {
    let rest = async {
        stream.shutdown().await?;
        let mut scrap = [0; 1024];
        while stream.read(&mut scrap).await? > 0 {}
        io::Result::Ok(())
    };
    if let Ok(Err(error)) = timeout(LINGER, rest).await {
        tracing::trace!(%error, "a connection broke off at its end");
    }
}

/// A request's head is awaited: from the start, and from its first byte on.
const HEAD: u8 = 0;
/// A request is being answered.
const BUSY: u8 = 1;
/// Nothing is under way.
const IDLE: u8 = 2;

/// What a connection is doing, and since when. Touched by the connection's own task alone, but for the last
/// moments of an answer's body.
struct State {
    start: Instant,
    phase: AtomicU8,
    /// Milliseconds after `start`.
    since: AtomicU64,
    /// Milliseconds after `start` plus one; 0 while writes go through.
    blocked: AtomicU64,
    /// Whether the last request was refused, perhaps before all of its body was read.
    refused: AtomicBool,
}

impl State {
    /// Of a connection that has been open since `start`.
    fn since(start: Instant) -> Self {
        Self {
            start,
            phase: AtomicU8::new(HEAD),
            since: AtomicU64::new(0),
            blocked: AtomicU64::new(0),
            refused: AtomicBool::new(false),
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn enter(&self, phase: u8) {
        self.phase.store(phase, Relaxed);
        self.since.store(self.now(), Relaxed);
    }

    /// When the connection has to have moved on.
    fn due(&self, deadlines: Deadlines) -> Instant {
        let after =
            |millis: u64, limit: Duration| self.start + Duration::from_millis(millis) + limit;
        let blocked = self.blocked.load(Relaxed);
        let since = self.since.load(Relaxed);
        if blocked > 0 {
            return after(blocked, deadlines.write);
        }
        match self.phase.load(Relaxed) {
            HEAD => after(since, deadlines.head),
            IDLE => after(since, deadlines.idle),
            // Running calls have deadlines of their own.
            _ => Instant::now() + deadlines.idle,
        }
    }
}

struct Watched<IO> {
    stream: IO,
    /// What was read already, to see that the client speaks.
    first: Option<u8>,
    state: Arc<State>,
}

impl<IO: AsyncRead + Unpin> AsyncRead for Watched<IO> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Some(first) = self.first.take() {
            buffer.put_slice(&[first]);
            // A stream that has ended or failed tells so again with the next read.
            drop(Pin::new(&mut self.stream).poll_read(context, buffer));
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        if buffer.filled().len() > before && self.state.phase.load(Relaxed) == IDLE {
            self.state.enter(HEAD);
        }
        Poll::Ready(Ok(()))
    }
}

impl<IO> Watched<IO> {
    fn note<T>(&self, written: Poll<T>) -> Poll<T> {
        let blocked = match written {
            Poll::Ready(_) => 0,
            Poll::Pending => match self.state.blocked.load(Relaxed) {
                0 => self.state.now() + 1,
                since => since,
            },
        };
        self.state.blocked.store(blocked, Relaxed);
        written
    }
}

impl<IO: AsyncWrite + Unpin> AsyncWrite for Watched<IO> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.note(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.note(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.note(flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Marks its connection idle when the answer has been handed over, or is no longer wanted.
struct Busy(Arc<State>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.enter(IDLE);
    }
}
