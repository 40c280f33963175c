//! Audit lines on stderr: a copy beside the file, or all there is without one. It never holds up a call.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

/// Batches that wait for a reader of stderr before further ones are left out.
const WAITING_BATCHES: usize = 1024;

struct Batch {
    lines: Vec<u8>,
    count: u64,
}

pub(super) struct Mirror {
    batches: Option<SyncSender<Batch>>,
    left_out: Arc<AtomicU64>,
    /// Disconnected when the thread has ended.
    ended: Receiver<()>,
}

impl Mirror {
    pub(super) fn start(output: Box<dyn Write + Send>) -> io::Result<Self> {
        let (batches, receiver) = sync_channel(WAITING_BATCHES);
        let (running, ended) = sync_channel(0);
        let left_out = Arc::new(AtomicU64::new(0));
        let lost = Arc::clone(&left_out);
        thread::Builder::new().name("audit-stderr".to_owned()).spawn(move || {
            copy(&receiver, output, &lost);
            drop(running);
        })?;
        Ok(Self { batches: Some(batches), left_out, ended })
    }

    /// Hands over so many whole lines; leaves them out where nobody reads.
    pub(super) fn write(&self, lines: &[u8], count: u64) {
        let batch = Batch { lines: lines.to_vec(), count };
        if self.batches.as_ref().is_none_or(|batches| batches.try_send(batch).is_err()) {
            self.left_out.fetch_add(count, Ordering::Relaxed);
        }
    }

    /// Lines that never reached stderr.
    pub(super) fn left_out(&self) -> u64 {
        self.left_out.load(Ordering::Relaxed)
    }

    /// Waits until everything is written, but no longer than `patience`: nobody may be reading.
    pub(super) fn close(&mut self, patience: Duration) {
        self.batches = None;
        // Nothing is ever sent: either the thread has ended, or the patience has.
        let _ended = self.ended.recv_timeout(patience);
    }
}

fn copy(batches: &Receiver<Batch>, mut output: Box<dyn Write + Send>, left_out: &AtomicU64) {
    for Batch { lines, count } in batches {
        if output.write_all(&lines).and_then(|()| output.flush()).is_err() {
            left_out.fetch_add(count, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The log tells how many lines nobody could read.
    #[test]
    fn lines_that_reach_nobody_are_counted() {
        let mut mirror = Mirror::start(Box::new(Closed)).unwrap();
        mirror.write(b"one\ntwo\n", 2);
        mirror.close(Duration::from_mins(1));
        assert_eq!(mirror.left_out(), 2);
        mirror.write(b"three\n", 1);
        assert_eq!(mirror.left_out(), 3);
    }
}
