//! The queue between callers and the writer: bounded, never dropping, and everybody who waits is told.

use std::sync::{Arc, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::blocking::{Duration, RwLock, mpsc};

/// No more is taken at once, so that the first of a batch does not wait for a crowd behind it.
const LARGEST_BATCH: usize = 4096;

/// The callers' end.
#[derive(Debug)]
pub(super) struct Queue<T, E> {
    /// `None` once the queue is closed.
    messages: RwLock<Option<mpsc::Sender<Message<T, E>>>>,
    /// One permit for each record that may still be queued.
    room: Arc<Semaphore>,
    size: usize,
}

/// The writer's end.
#[derive(Debug)]
pub(super) struct Inbox<T, E>(mpsc::Receiver<Message<T, E>>);

/// A record on its way, and who waits for it.
#[derive(Debug)]
pub(super) struct Job<T, E> {
    pub(super) record: T,
    /// Told when the record is durable. Nobody waits for a read's.
    pub(super) waiter: Option<oneshot::Sender<Result<(), E>>>,
    /// Its place in the queue, free again once the job is done.
    pub(super) room: OwnedSemaphorePermit,
}

/// What the writer is to look at although there is nothing to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nudge {
    /// Somebody says that the file has been moved or the keys have changed.
    Reopen,
    /// From now on segments may be removed.
    Retain,
}

#[derive(Debug)]
enum Message<T, E> {
    Job(Job<T, E>),
    Nudge(Nudge),
}

/// What waited, in the order in which it was handed over.
#[derive(Debug)]
pub(super) struct Batch<T, E> {
    pub(super) jobs: Vec<Job<T, E>>,
    pub(super) nudges: Vec<Nudge>,
}

/// Nothing is taken any more.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Closed;

impl<T, E> Queue<T, E> {
    /// A queue in which at most `size` records wait.
    pub(super) fn new(size: usize) -> (Self, Inbox<T, E>) {
        let (sender, receiver) = mpsc::channel();
        let room = Arc::new(Semaphore::new(size));
        (Self { messages: RwLock::new(Some(sender)), room, size }, Inbox(receiver))
    }

    /// Hands over a record and waits until the writer says what became of it.
    pub(super) async fn ask(&self, record: T) -> Result<Result<(), E>, Closed> {
        let (waiter, told) = oneshot::channel();
        self.send(record, Some(waiter)).await?;
        told.await.map_err(|_| Closed)
    }

    /// Hands over a record that nobody waits for. Returns once there is room for it.
    pub(super) async fn hand_over(&self, record: T) -> Result<(), Closed> {
        self.send(record, None).await
    }

    pub(super) fn nudge(&self, nudge: Nudge) -> Result<(), Closed> {
        self.post(Message::Nudge(nudge))
    }

    /// Takes nothing more. What was taken is still written.
    pub(super) fn close(&self) {
        drop(self.messages.write().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// Records that wait.
    pub(super) fn waiting(&self) -> usize {
        self.size.saturating_sub(self.room.available_permits())
    }

    async fn send(
        &self,
        record: T,
        waiter: Option<oneshot::Sender<Result<(), E>>>,
    ) -> Result<(), Closed> {
        let room = Arc::clone(&self.room).acquire_owned().await.map_err(|_| Closed)?;
        self.post(Message::Job(Job { record, waiter, room }))
    }

    fn post(&self, message: Message<T, E>) -> Result<(), Closed> {
        let messages = self.messages.read().unwrap_or_else(PoisonError::into_inner);
        messages.as_ref().ok_or(Closed)?.send(message).map_err(|_| Closed)
    }
}

impl<T, E> Inbox<T, E> {
    /// Waits for something, at most this long, and takes all that is there. `None` once the queue is closed
    /// and everything has been taken.
    pub(super) fn next(&self, patience: Option<Duration>) -> Option<Batch<T, E>> {
        let first = match patience {
            Some(patience) => match self.0.recv_timeout(patience) {
                Ok(first) => Some(first),
                Err(mpsc::RecvTimeoutError::Timeout) => None,
                Err(mpsc::RecvTimeoutError::Disconnected) => return None,
            },
            None => Some(self.0.recv().ok()?),
        };
        let mut batch = Batch { jobs: Vec::new(), nudges: Vec::new() };
        let more = std::iter::from_fn(|| self.0.try_recv().ok());
        for message in first.into_iter().chain(more.take(LARGEST_BATCH)) {
            match message {
                Message::Job(job) => batch.jobs.push(job),
                Message::Nudge(nudge) => batch.nudges.push(nudge),
            }
        }
        Some(batch)
    }
}

impl<T, E> Job<T, E> {
    /// Whoever waited has gone.
    pub(super) fn is_abandoned(&self) -> bool {
        self.waiter.as_ref().is_some_and(oneshot::Sender::is_closed)
    }

    /// Says what became of it, where somebody still waits, and gives its record back.
    pub(super) fn tell(self, result: Result<(), E>) -> T {
        let Self { record, waiter, room } = self;
        drop(room);
        if let Some(waiter) = waiter {
            // The caller may have stopped waiting.
            drop(waiter.send(result));
        }
        record
    }
}
