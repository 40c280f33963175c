//! A log cut into pieces of whole lines, so that many threads can verify it at once: the MAC that a piece
//! begins with is the one that the piece before it ends with.

use std::io::{self, Read};

use super::super::{chain::Tail, sealed::Sealed};

/// A piece stays in the cache of the core that verifies it.
const BYTES: usize = 512 << 10;
/// Room for the rest of a line.
const SPARE: usize = 64 << 10;

/// Whole lines that stand together in a file.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) log: usize,
    pub(super) text: Vec<u8>,
    /// Where it begins.
    pub(super) byte: u64,
    /// The MAC of the line before it; `None` at the beginning of a file that continues no other.
    pub(super) previous: Option<Tail>,
    /// The last bytes of the file, which are no whole line.
    pub(super) is_torn: bool,
}

pub(super) struct Pieces<R> {
    log: usize,
    reader: R,
    carry: Vec<u8>,
    byte: u64,
    previous: Option<Tail>,
    has_ended: bool,
}

impl<R: Read> Pieces<R> {
    pub(super) fn new(log: usize, reader: R, previous: Option<Tail>) -> Self {
        Self { log, reader, carry: Vec::new(), byte: 0, previous, has_ended: false }
    }

    /// The MAC of the last whole line so far.
    pub(super) fn tail(&self) -> Option<Tail> {
        self.previous
    }

    /// The next piece, or `None` at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Piece>> {
        let mut text = Vec::with_capacity(BYTES + SPARE);
        text.append(&mut self.carry);
        while !self.has_ended {
            let before = text.len();
            let read = (&mut self.reader).take(BYTES as u64).read_to_end(&mut text)?;
            self.has_ended = read == 0;
            if memchr::memchr(b'\n', text.get(before..).unwrap_or_default()).is_some() {
                break;
            }
        }
        if text.is_empty() {
            return Ok(None);
        }
        let end = memchr::memrchr(b'\n', &text).map_or(0, |at| at + 1);
        let is_torn = end == 0;
        if !is_torn {
            self.carry.extend_from_slice(text.get(end..).unwrap_or_default());
            text.truncate(end);
        }
        let piece =
            Piece { log: self.log, byte: self.byte, previous: self.previous, is_torn, text };
        self.byte += piece.text.len() as u64;
        self.previous = last_mac(&piece.text).or(self.previous);
        Ok(Some(piece))
    }
}

fn last_mac(text: &[u8]) -> Option<Tail> {
    let text = text.strip_suffix(b"\n")?;
    let start = memchr::memrchr(b'\n', text).map_or(0, |at| at + 1);
    Some(Sealed::parse(text.get(start..)?)?.mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where a line stands is told to a person who looks for it in a large file.
    #[test]
    fn each_piece_begins_where_the_one_before_it_ends() {
        let text = "a line\n".repeat(400_000) + "torn";
        let mut pieces = Pieces::new(0, text.as_bytes(), None);
        let mut places = Vec::new();
        let mut read = Vec::new();
        while let Some(piece) = pieces.next().unwrap() {
            assert_eq!(piece.byte, read.len() as u64);
            read.extend_from_slice(&piece.text);
            places.push(piece.is_torn);
        }
        assert_eq!(read, text.as_bytes());
        let (last, whole) = places.split_last().unwrap();
        assert!(*last && whole.len() > 2 && !whole.contains(&true), "{places:?}");
    }
}
