//! Writes lines on a thread of its own, so that a reader that stops reading stderr never stops a call.

use std::{
    collections::VecDeque,
    io::Write,
    mem,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// How many lines may wait. Beyond it lines are dropped and counted, and the count is written.
const LONGEST_QUEUE: usize = 4096;

/// How long the end of the process waits for lines that are still to be written.
const LONGEST_FLUSH: Duration = Duration::from_secs(1);

pub(super) struct Writer(Arc<Queue>);

/// Waits for the lines in front of it when it is dropped, for at most a second.
#[must_use = "lines that wait are lost when the process ends without it"]
pub struct Flush(Arc<Queue>);

/// A writer of lines to `target`, whose errors are ignored: there is nowhere left to report them to.
pub(super) fn to(target: impl Write + Send + 'static) -> (Writer, Flush) {
    let queue = Arc::new(Queue::default());
    let source = Arc::clone(&queue);
    let thread = thread::Builder::new().name("log".to_owned()).spawn(move || run(target, &source));
    // Where no thread can be had, there is nothing to wait for.
    queue.lock().is_over = thread.is_err();
    (Writer(Arc::clone(&queue)), Flush(queue))
}

impl Writer {
    pub(super) fn write(&self, line: String) {
        let mut state = self.0.lock();
        if state.is_over {
            return;
        }
        if state.lines.len() < LONGEST_QUEUE {
            state.lines.push_back(line);
        } else {
            state.dropped += 1;
        }
        drop(state);
        self.0.changed.notify_all();
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.0.lock().is_over = true;
        self.0.changed.notify_all();
    }
}

impl Drop for Flush {
    fn drop(&mut self) {
        let waiting = |state: &mut State| !state.is_idle();
        drop(self.0.changed.wait_timeout_while(self.0.lock(), LONGEST_FLUSH, waiting));
    }
}

#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    lines: VecDeque<String>,
    dropped: u64,
    is_writing: bool,
    is_over: bool,
}

impl State {
    fn is_idle(&self) -> bool {
        self.lines.is_empty() && self.dropped == 0 && !self.is_writing
    }
}

impl Queue {
    /// A panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn run(mut target: impl Write, queue: &Queue) {
    loop {
        let idle = |state: &mut State| state.is_idle() && !state.is_over;
        let waited = queue.changed.wait_while(queue.lock(), idle);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        if state.is_idle() {
            return;
        }
        let lines = mem::take(&mut state.lines);
        let dropped = mem::take(&mut state.dropped);
        state.is_writing = true;
        drop(state);
        for line in lines {
            target.write_all(line.as_bytes()).ok();
        }
        if dropped > 0 {
            let line = serde_json::json!({
                "level": "WARNING",
                "logger": concat!(env!("CARGO_CRATE_NAME"), "::log"),
                "message": "log lines were dropped because stderr was not read",
                "dropped": dropped,
            });
            writeln!(target, "{line}").ok();
        }
        target.flush().ok();
        queue.lock().is_writing = false;
        queue.changed.notify_all();
    }
}
