//! The queue between callers and the writer: bounded, never dropping, and everybody who waits is told.
//!
//! Records that nobody waits for are gathered: waking the writer for each of them costs more than writing them.

use std::{
    mem,
    sync::{Arc, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use super::blocking::{Duration, Instant, Mutex, RwLock, mpsc};

/// No more is taken at once, so that the first of a batch does not wait for a crowd behind it.
const LARGEST_BATCH: usize = 4096;
/// How long the first of them waits for others, if nothing else wakes the writer.
const GATHERING: Duration = Duration::from_millis(10);
/// So many wait for no others.
const CROWD: usize = 1024;

/// The callers' end.
#[derive(Debug)]
pub(super) struct Queue<T, E> {
    /// `None` once the queue is closed.
    messages: RwLock<Option<mpsc::Sender<Message<T, E>>>>,
    gathered: Arc<Mutex<Vec<Job<T, E>>>>,
    /// One permit for each record that may still be queued.
    room: Arc<Semaphore>,
    size: usize,
}

/// The writer's end.
#[derive(Debug)]
pub(super) struct Inbox<T, E> {
    messages: mpsc::Receiver<Message<T, E>>,
    gathered: Arc<Mutex<Vec<Job<T, E>>>>,
}

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
    /// The first record that nobody waits for has been gathered.
    Gathering,
    /// There is a crowd of them.
    Crowd,
}

/// What waited: first what nobody waits for, each in the order in which it was handed over. A caller that was told of
/// one record finds it before its next.
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
        let gathered = Arc::new(Mutex::new(Vec::new()));
        let inbox = Inbox { messages: receiver, gathered: Arc::clone(&gathered) };
        (Self { messages: RwLock::new(Some(sender)), gathered, room, size }, inbox)
    }

    /// Hands over a record and waits until the writer says what became of it.
    pub(super) async fn ask(&self, record: T) -> Result<Result<(), E>, Closed> {
        let (waiter, told) = oneshot::channel();
        let room = self.room().await?;
        self.post(Message::Job(Job { record, waiter: Some(waiter), room }))?;
        told.await.map_err(|_| Closed)
    }

    /// Hands over a record that nobody waits for. Returns once there is room for it.
    pub(super) async fn hand_over(&self, record: T) -> Result<(), Closed> {
        let room = self.room().await?;
        // Held until the record lies there: what is taken is written, whoever closes the queue meanwhile.
        let messages = self.messages.read().unwrap_or_else(PoisonError::into_inner);
        let messages = messages.as_ref().ok_or(Closed)?;
        let count = {
            let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
            gathered.push(Job { record, waiter: None, room });
            gathered.len()
        };
        // Others may be waiting for the room that these take.
        if count == CROWD.min(self.size.div_ceil(2)) {
            messages.send(Message::Crowd).map_err(|_| Closed)
        } else if count == 1 {
            messages.send(Message::Gathering).map_err(|_| Closed)
        } else {
            Ok(())
        }
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

    async fn room(&self) -> Result<OwnedSemaphorePermit, Closed> {
        Arc::clone(&self.room).acquire_owned().await.map_err(|_| Closed)
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
        let mut until = patience.map(|patience| Instant::now() + patience);
        let first = loop {
            match self.receive(until) {
                Ok(Message::Gathering) => {
                    let gathered = Instant::now() + GATHERING;
                    until = Some(until.map_or(gathered, |until| until.min(gathered)));
                }
                Ok(first) => break Some(first),
                Err(mpsc::RecvTimeoutError::Timeout) => break None,
                Err(mpsc::RecvTimeoutError::Disconnected) => {
                    let jobs = self.take_gathered();
                    return (!jobs.is_empty()).then_some(Batch { jobs, nudges: Vec::new() });
                }
            }
        };
        let (mut awaited, mut nudges) = (Vec::new(), Vec::new());
        let more = std::iter::from_fn(|| self.messages.try_recv().ok());
        for message in first.into_iter().chain(more.take(LARGEST_BATCH)) {
            match message {
                Message::Job(job) => awaited.push(job),
                Message::Nudge(nudge) => nudges.push(nudge),
                Message::Gathering | Message::Crowd => {}
            }
        }
        // Only now: whatever was gathered before one of these messages was sent is taken with it.
        let mut jobs = self.take_gathered();
        jobs.append(&mut awaited);
        Some(Batch { jobs, nudges })
    }

    fn receive(&self, until: Option<Instant>) -> Result<Message<T, E>, mpsc::RecvTimeoutError> {
        match until {
            Some(until) => {
                self.messages.recv_timeout(until.saturating_duration_since(Instant::now()))
            }
            None => self.messages.recv().map_err(|_| mpsc::RecvTimeoutError::Disconnected),
        }
    }

    fn take_gathered(&self) -> Vec<Job<T, E>> {
        mem::take(&mut *self.gathered.lock().unwrap_or_else(PoisonError::into_inner))
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
