//! Lines of bounded length.

use rmcp::model::RequestId;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};

use crate::{
    reports::Held,
    transport::{extract::Extractor, scan::IdScanner},
};

const CHUNK: usize = 64 << 10;
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads lines and keeps at most one of at most `limit` bytes.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    line: Vec<u8>,
    limit: usize,
    /// Whether `line` was handed out and gives way to the next.
    taken: bool,
    /// Looks through an overlong line while it is thrown away.
    overlong: Option<IdScanner>,
    /// Takes long reports out of lines, where there is a place for them.
    extractor: Option<Extractor>,
    held: Vec<Held>,
    /// Whether the line came to its end and its reports are being written.
    complete: bool,
}

pub(super) enum Line {
    /// [`Lines::current`] has it.
    Whole,
    /// It is thrown away, up to its end; its id could be read, or not.
    TooLong(Option<RequestId>),
    End,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    pub(super) fn new(input: R, limit: usize, extractor: Option<Extractor>) -> Self {
        let input = BufReader::with_capacity(CHUNK, input);
        Self {
            input,
            line: Vec::new(),
            limit,
            taken: false,
            overlong: None,
            extractor,
            held: Vec::new(),
            complete: false,
        }
    }

    /// The line that [`next`](Self::next) found, without its end and without the mark that some programs put
    /// before UTF-8 (RFC 8259 section 8.1).
    pub(super) fn current(&self) -> &[u8] {
        let line = self.line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&self.line);
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line)
    }

    /// The reports that were taken out of the line.
    pub(super) fn held(&mut self) -> Vec<Held> {
        std::mem::take(&mut self.held)
    }

    /// The next line that is not blank. Safe to cancel: what was read stays in `self`.
    ///
    /// A last line without a line end counts, as it does for every other reader of lines. A failing read ends
    /// the input: the client's end of a pipe is gone.
    pub(super) async fn next(&mut self) -> Line {
        if self.taken {
            self.line.clear();
            self.line.shrink_to(CHUNK);
            self.taken = false;
        }
        loop {
            if let Some(extractor) = &mut self.extractor {
                extractor.settle().await;
                if self.complete {
                    self.held = extractor.end().await;
                }
            }
            if self.complete {
                self.complete = false;
                if !self.current().trim_ascii().is_empty() {
                    self.taken = true;
                    return Line::Whole;
                }
                self.line.clear();
            }
            let chunk = match self.input.fill_buf().await {
                Ok(chunk) => chunk,
                Err(error) => {
                    tracing::info!(%error, "the client's end of the input is gone");
                    &[]
                }
            };
            let ended = chunk.is_empty();
            let (piece, complete) = match chunk.iter().position(|byte| *byte == b'\n') {
                Some(end) => (chunk.split_at(end + 1).0, true),
                None => (chunk, ended),
            };
            let length = piece.len();

            if let Some(scanner) = &mut self.overlong {
                scanner.feed(piece);
            } else if let Some(extractor) = &mut self.extractor {
                extractor.feed(piece, &mut self.line);
            } else {
                self.line.extend_from_slice(piece);
            }
            let ending = usize::from(complete && !ended);
            if self.overlong.is_none() && self.line.len() > self.limit + ending {
                let mut scanner = IdScanner::default();
                scanner.feed(&self.line);
                self.line = Vec::new();
                self.overlong = Some(scanner);
            }
            self.input.consume(length);

            if !complete {
                continue;
            }
            if let Some(scanner) = self.overlong.take() {
                if let Some(extractor) = &mut self.extractor {
                    extractor.forget();
                }
                return Line::TooLong(scanner.id());
            }
            if ended && self.line.trim_ascii().is_empty() {
                return Line::End;
            }
            self.complete = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(input: &[u8], limit: usize) -> Vec<String> {
        let mut lines = Lines::new(input, limit, None);
        let mut seen = Vec::new();
        loop {
            match lines.next().await {
                Line::Whole => seen.push(String::from_utf8_lossy(lines.current()).into_owned()),
                Line::TooLong(id) => seen.push(format!("too long: {id:?}")),
                Line::End => return seen,
            }
        }
    }

    #[tokio::test]
    async fn lines_end_in_any_way() {
        assert_eq!(read(b"a\n\n  \r\nb\r\nc", 9).await, ["a", "b", "c"]);
        assert!(read(b"", 9).await.is_empty());
    }

    /// The limit is exact, and what follows an overlong line is read as if it had not been there.
    #[tokio::test]
    async fn only_longer_lines_are_thrown_away() {
        let read = read(b"12345\n123456\n{\"id\":7}\nok\n{\"id\":8}", 5).await;
        let seven = format!("too long: {:?}", Some(RequestId::Number(7)));
        let eight = format!("too long: {:?}", Some(RequestId::Number(8)));
        assert_eq!(read, ["12345", "too long: None", &seven, "ok", &eight]);
    }
}
