//! Which files of a directory hold a log's lines, and how they are read piece by piece.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{
    chain::Tail,
    files::{Files, OpenFile, beside, directory_of},
    sealed::Sealed,
};

const BLOCK: usize = 1 << 20;

/// The name that the `number`th closed segment gets. Zeros keep it apart from the names that logrotate gives.
pub(super) fn closed_name(log: &Path, number: u64) -> PathBuf {
    beside(log, &format!("{number:06}"))
}

/// Closed segments of a log in the order of their numbers.
pub(super) fn closed(files: &dyn Files, log: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut closed: Vec<_> = others(files, log)?
        .into_iter()
        .filter_map(|path| {
            let suffix = path.extension()?.to_str()?;
            let digits = suffix.len() >= 6 && suffix.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| suffix.parse().ok()).flatten().map(|number| (number, path.clone()))
        })
        .collect();
    closed.sort();
    Ok(closed)
}

/// Every file whose name begins with the log's.
pub(super) fn others(files: &dyn Files, log: &Path) -> io::Result<Vec<PathBuf>> {
    let Some(name) = log.file_name().and_then(|name| name.to_str()) else { return Ok(Vec::new()) };
    let prefix = format!("{name}.");
    let mut found = files.list(directory_of(log))?;
    found.retain(|path| {
        path.file_name().and_then(|other| other.to_str()).is_some_and(|it| it.starts_with(&prefix))
    });
    found.sort();
    Ok(found)
}

/// The first whole line of a file.
pub(super) fn first_line(file: &dyn OpenFile) -> io::Result<Option<Vec<u8>>> {
    Lines::new(file, 0, u64::MAX).next().map(|line| line.map(|line| line.text)).transpose()
}

/// The MAC of a file's first line: it names the segment, wherever it is moved.
pub(super) fn identity(file: &dyn OpenFile) -> io::Result<Option<Tail>> {
    Ok(first_line(file)?.and_then(|line| Some(Sealed::parse(&line)?.mac)))
}

/// A whole line, without its newline.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) offset: u64,
    pub(super) text: Vec<u8>,
}

/// The whole lines of a part of a file, read in blocks.
pub(super) struct Lines<'file> {
    file: &'file dyn OpenFile,
    block: Vec<u8>,
    /// Where `block` begins in the file, and how much of it is used up.
    offset: u64,
    used: usize,
    end: u64,
}

impl<'file> Lines<'file> {
    pub(super) fn new(file: &'file dyn OpenFile, from: u64, end: u64) -> Self {
        Self { file, block: Vec::new(), offset: from, used: 0, end }
    }

    /// Where the next line begins: at the end, where the bytes begin that are no whole line.
    pub(super) fn offset(&self) -> u64 {
        self.offset + self.used as u64
    }

    /// Reads more; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        self.block.drain(..self.used);
        self.offset += self.used as u64;
        self.used = 0;
        let at = self.offset + self.block.len() as u64;
        let left = usize::try_from(self.end.saturating_sub(at)).unwrap_or(usize::MAX);
        let more = self.file.read_at(at, left.min(BLOCK.max(self.block.len())))?;
        self.block.extend_from_slice(&more);
        Ok(!more.is_empty())
    }
}

impl Iterator for Lines<'_> {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut searched = 0;
        loop {
            let rest = self.block.get(self.used..).unwrap_or_default();
            if let Some(length) = memchr::memchr(b'\n', rest.get(searched..)?) {
                let text = rest.get(..searched + length)?.to_vec();
                let line = Line { offset: self.offset(), text };
                self.used += searched + length + 1;
                return Some(Ok(line));
            }
            searched = rest.len();
            match self.fill() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
