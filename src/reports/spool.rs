//! A report that is written to disk as it comes, without holding up whoever brings it.

use std::{
    fs::File,
    io,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use sha2::{Digest as _, Sha256};
use tokio::task::{JoinHandle, spawn_blocking};

use super::{LARGEST, Report};
use crate::platform;

/// Bytes that are written at a time; twice that is held.
const PIECE: usize = 256 << 10;

/// Why a report was not kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unspooled {
    #[error("must not be empty")]
    Empty,
    #[error("is larger than 50 MiB")]
    TooLarge,
    #[error("found no room: too many reports are under way. Try again in a minute")]
    Full,
    #[error("could not be written to this server's disk; an operator must look at it")]
    Disk,
}

/// Bytes on disk that spooled reports may still take.
#[derive(Debug)]
pub(super) struct Room(AtomicU64);

impl Room {
    pub(super) fn of(bytes: u64) -> Self {
        Self(AtomicU64::new(bytes))
    }
}

/// A report's part of the [`Room`], given back when it is dropped.
#[derive(Debug)]
pub(super) struct Share {
    room: Arc<Room>,
    bytes: u64,
}

impl Share {
    fn grow(&mut self, bytes: u64) -> bool {
        let left = self.room.0.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(bytes));
        if left.is_ok() {
            self.bytes += bytes;
        }
        left.is_ok()
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.room.0.fetch_add(self.bytes, Relaxed);
    }
}

/// A report that is still coming.
#[derive(Debug)]
pub struct Spool {
    /// Made with the first write, on the thread that may wait for the disk.
    file: Arc<OnceLock<File>>,
    share: Share,
    hash: Sha256,
    pending: Vec<u8>,
    written: u64,
    writing: Option<JoinHandle<io::Result<()>>>,
    trouble: Option<Unspooled>,
}

/// A report that came whole.
#[derive(Clone, Debug)]
pub struct Spooled {
    pub report: Report,
    pub sha256: [u8; 32],
}

impl Spool {
    pub(super) fn new(room: Arc<Room>) -> Self {
        Self {
            file: Arc::default(),
            share: Share { room, bytes: 0 },
            hash: Sha256::new(),
            pending: Vec::new(),
            written: 0,
            writing: None,
            trouble: None,
        }
    }

    /// Bytes that were taken so far.
    pub fn length(&self) -> u64 {
        self.share.bytes
    }

    /// The digest of what was taken so far.
    pub fn sha256(&self) -> [u8; 32] {
        self.hash.clone().finalize().into()
    }

    /// Takes more of the report; after a trouble nothing more is kept. To be followed by [`settle`](Self::settle).
    pub fn push(&mut self, bytes: &[u8]) {
        if self.trouble.is_some() {
            return;
        }
        let more = bytes.len() as u64;
        if self.length() + more > LARGEST {
            self.fail(Unspooled::TooLarge);
        } else if !self.share.grow(more) {
            self.fail(Unspooled::Full);
        } else {
            self.hash.update(bytes);
            self.pending.extend_from_slice(bytes);
        }
    }

    pub fn trouble(&self) -> Option<Unspooled> {
        self.trouble
    }

    /// Waits until little is held in memory. Safe to cancel.
    pub async fn settle(&mut self) {
        if self.pending.len() >= PIECE {
            self.written().await;
            self.write();
        }
    }

    /// Waits until all of it is written. Safe to cancel.
    pub async fn flush(&mut self) {
        self.written().await;
        if !self.pending.is_empty() {
            self.write();
            self.written().await;
        }
    }

    /// The report, after [`flush`](Self::flush).
    pub fn finish(self) -> Result<Spooled, Unspooled> {
        if let Some(trouble) = self.trouble {
            return Err(trouble);
        }
        let sha256 = self.hash.finalize().into();
        let length = self.share.bytes;
        let file = Arc::into_inner(self.file).and_then(OnceLock::into_inner);
        match file {
            _ if length == 0 => Err(Unspooled::Empty),
            None => Err(Unspooled::Disk),
            Some(file) => {
                Ok(Spooled { report: Report::of_file(file, length).within(self.share), sha256 })
            }
        }
    }

    fn write(&mut self) {
        let bytes = std::mem::take(&mut self.pending);
        let (file, offset) = (Arc::clone(&self.file), self.written);
        self.written += bytes.len() as u64;
        self.writing = Some(spawn_blocking(move || {
            if file.get().is_none() {
                // Without a name: nothing is left behind, and nobody else can open it.
                file.set(tempfile::tempfile()?).map_err(|_| io::ErrorKind::AlreadyExists)?;
            }
            let file = file.get().ok_or(io::ErrorKind::NotFound)?;
            platform::write_all_at(file, &bytes, offset)
        }));
    }

    async fn written(&mut self) {
        if let Some(writing) = &mut self.writing {
            let written = writing.await;
            self.writing = None;
            if let Err(error) = written.map_err(io::Error::other).and_then(|written| written) {
                tracing::error!(%error, "a report could not be spooled");
                self.fail(Unspooled::Disk);
            }
        }
    }

    fn fail(&mut self, trouble: Unspooled) {
        self.trouble = Some(trouble);
        self.pending = Vec::new();
    }
}
