//! A report that lies in memory or in an open file, and is sent in pieces.

use std::{fmt, fs::File, io, sync::Arc};

use bytes::Bytes;
use futures_util::{Stream, stream};

use super::spool::Share;
use crate::platform;

/// Bytes of a file that are held at a time.
const PIECE: usize = 64 << 10;

/// A report's bytes, to be read from their start as often as wanted. Clones share them.
#[derive(Clone)]
pub struct Report {
    content: Content,
    /// The room that it takes on disk, where that is counted.
    share: Option<Arc<Share>>,
}

#[derive(Clone)]
enum Content {
    Memory(Bytes),
    /// The first `length` bytes of the file: what is appended meanwhile is not sent.
    File {
        file: Arc<File>,
        length: u64,
    },
}

impl Report {
    pub fn of_bytes(bytes: impl Into<Bytes>) -> Self {
        Self { content: Content::Memory(bytes.into()), share: None }
    }

    pub(super) fn of_file(file: File, length: u64) -> Self {
        Self { content: Content::File { file: Arc::new(file), length }, share: None }
    }

    pub(super) fn within(mut self, share: Share) -> Self {
        self.share = Some(Arc::new(share));
        self
    }

    /// Its bytes in number.
    pub fn length(&self) -> u64 {
        match &self.content {
            Content::Memory(bytes) => bytes.len() as u64,
            Content::File { length, .. } => *length,
        }
    }

    /// Up to `most` of its first bytes.
    pub async fn head(&self, most: usize) -> io::Result<Bytes> {
        match &self.content {
            Content::Memory(bytes) => Ok(bytes.slice(..bytes.len().min(most))),
            Content::File { file, length } => {
                let most = usize::try_from(*length).unwrap_or(usize::MAX).min(most);
                read(Arc::clone(file), 0, most).await
            }
        }
    }

    /// All of it, in pieces. A file that got shorter meanwhile is an error: half a report would close findings.
    pub fn pieces(self) -> impl Stream<Item = io::Result<Bytes>> + Send {
        stream::try_unfold((self, 0_u64), |(report, sent)| async move {
            let Self { content, share } = report;
            let more = |content, sent| (Self { content, share }, sent);
            match content {
                Content::Memory(mut bytes) => {
                    let piece = bytes.split_to(bytes.len().min(PIECE));
                    Ok((!piece.is_empty()).then_some((piece, more(Content::Memory(bytes), sent))))
                }
                Content::File { length, .. } if sent == length => Ok(None),
                Content::File { file, length } => {
                    let left = usize::try_from(length - sent).unwrap_or(usize::MAX);
                    let piece = read(Arc::clone(&file), sent, left.min(PIECE)).await?;
                    let sent = sent + piece.len() as u64;
                    Ok(Some((piece, more(Content::File { file, length }, sent))))
                }
            }
        })
    }
}

/// Exactly `length` bytes from `offset`. Disks are waited for on a thread of their own.
async fn read(file: Arc<File>, offset: u64, length: usize) -> io::Result<Bytes> {
    let reading = tokio::task::spawn_blocking(move || {
        let mut piece = vec![0; length];
        platform::read_exact_at(&file, &mut piece, offset)?;
        Ok(Bytes::from(piece))
    });
    reading.await.map_err(io::Error::other)?
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Report(<{} bytes>)", self.length())
    }
}
