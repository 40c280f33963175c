//! The log as a queue: its durable records in order from a remembered place on, across rotation, renaming and
//! restarts.

use std::{
    collections::VecDeque,
    fs::File,
    io::{self, Read, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::{
    chain::Tail,
    files::{self, Disk, Files as _, directory_of},
    head::Head,
    sealed::{Sealed, plain_text},
    verify::sources,
};

const BLOCK: usize = 256 << 10;
/// A segment that is being renamed or packed is out of sight for a moment: records count as missing only if
/// they still are after this time.
const DOUBT: Duration = Duration::from_secs(2);

/// A place between two records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub chain_id: String,
    /// The record before it; 0 at the beginning of the chain.
    pub seq: u64,
    /// Where that is: the MAC of its segment's first line, which names the segment whatever its file is called,
    /// and the byte. Only a hint: the numbers decide.
    pub segment: String,
    pub offset: u64,
}

impl Place {
    /// The place after a record, wherever it stands.
    pub fn after(chain_id: &str, seq: u64) -> Self {
        Self::at(chain_id, seq, "", 0)
    }

    /// The place after a record that ends before a byte of a segment.
    pub fn at(chain_id: &str, seq: u64, segment: &str, offset: u64) -> Self {
        Self { chain_id: chain_id.to_owned(), seq, segment: segment.to_owned(), offset }
    }
}

/// One line of the log, and the members of it that are sent beside it; of texts with escapes there are none.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// The whole line, without its newline: ASCII, a JSON object.
    pub text: String,
    pub chain_id: Arc<str>,
    pub seq: u64,
    pub kid: String,
    pub mac: String,
    pub timestamp: String,
    pub level: String,
    pub event_type: String,
    pub outcome: Option<String>,
    /// The MAC of its segment's first line.
    pub segment: Arc<str>,
    /// The byte behind it.
    pub end: u64,
}

impl Line {
    /// The place behind it.
    pub fn place(&self) -> Place {
        Place::at(&self.chain_id, self.seq, &self.segment, self.end)
    }
}

/// What reading gave.
#[derive(Debug)]
pub enum Found {
    Lines(Vec<Line>),
    /// Everything durable has been read.
    End,
    /// A segment is out of sight, as for the moment of a rotation.
    Later,
    /// The log no longer holds these records of a chain; the next reading goes on behind them.
    Missing {
        chain_id: String,
        first: u64,
        last: u64,
    },
}

/// Reads a log's durable records.
#[derive(Debug)]
pub struct Feed {
    log: PathBuf,
    heads: watch::Receiver<Head>,
    place: Place,
    segment: Option<Segment>,
    /// Segments to be looked into after this one.
    candidates: VecDeque<sources::Log>,
    doubted: Option<(u64, Instant)>,
}

struct Segment {
    reader: Box<dyn Read + Send>,
    first: Option<Tail>,
    name: Arc<str>,
    /// It was no longer written to when it was opened.
    is_closed: bool,
    buffer: Vec<u8>,
    used: usize,
    /// Where the next line begins.
    offset: u64,
    end: u64,
}

impl std::fmt::Debug for Segment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Segment").field("offset", &self.offset).finish_non_exhaustive()
    }
}

impl Feed {
    /// Reads the log in `file`, of which `heads` tells how far, from `place` on.
    pub fn new(file: &Path, heads: watch::Receiver<Head>, place: Place) -> Self {
        let (segment, candidates) = (None, VecDeque::new());
        Self { log: file.to_owned(), heads, place, segment, candidates, doubted: None }
    }

    /// The place behind what was read.
    pub fn place(&self) -> &Place {
        &self.place
    }

    pub fn head(&self) -> Head {
        self.heads.borrow().clone()
    }

    /// Leaves out everything before `place`.
    pub fn skip_to(&mut self, place: Place) {
        self.place = place;
        self.segment = None;
        self.candidates.clear();
    }

    /// The next records: at most `most`, and no more once they have reached so many bytes.
    pub fn read(&mut self, most: usize, bytes: usize) -> io::Result<Found> {
        let head = self.head();
        if self.place.chain_id == *head.chain_id && self.place.seq >= head.seq {
            return Ok(Found::End);
        }
        // Where the head has moved on, this segment's end may have been declared in the meantime.
        let is_heads = |segment: &Segment| segment.first == head.segment;
        match &mut self.segment {
            Some(segment) if is_heads(segment) => segment.end = head.bytes,
            Some(segment) if segment.is_closed => {}
            _ => self.scan(&head)?,
        }
        let lines = loop {
            let lines = match &mut self.segment {
                Some(segment) => segment.read(&self.place, most, bytes)?,
                None => Vec::new(),
            };
            if !lines.is_empty() {
                break lines;
            }
            let Some(next) = self.candidates.pop_front() else {
                self.segment = None;
                return Ok(Found::Later);
            };
            self.segment = Some(Segment::open(&next, &self.place, &head)?);
        };
        if let Some(missing) = self.missing(&lines, Instant::now()) {
            return Ok(missing);
        }
        if let Some(last) = lines.last() {
            self.place = last.place();
        }
        Ok(Found::Lines(lines))
    }

    /// Whether numbers are left out before these lines.
    fn missing(&mut self, lines: &[Line], now: Instant) -> Option<Found> {
        let first = lines.first()?;
        let due = if *first.chain_id == *self.place.chain_id { self.place.seq + 1 } else { 1 };
        if first.seq <= due {
            self.doubted = None;
            return None;
        }
        self.segment = None;
        self.candidates.clear();
        let since = match self.doubted {
            Some((seq, since)) if seq == due => since,
            _ => now,
        };
        self.doubted = Some((due, since));
        if now.duration_since(since) < DOUBT {
            return Some(Found::Later);
        }
        self.doubted = None;
        self.place = Place::after(&first.chain_id, first.seq - 1);
        let chain_id = self.place.chain_id.clone();
        Some(Found::Missing { chain_id, first: due, last: first.seq - 1 })
    }

    /// Finds the segments that hold what comes after the place, in their order.
    fn scan(&mut self, head: &Head) -> io::Result<()> {
        self.segment = None;
        let directory = directory_of(&self.log).to_owned();
        let mut logs = sources::find(&[directory]).map_err(io::Error::other)?;
        logs.retain(|log| is_of(&self.log, &log.path));
        logs.sort_by_key(|log| {
            let is_current = log.first == head.segment;
            let is_chain = is_current || log.chain_id.as_deref() == Some(&head.chain_id);
            (is_current, is_chain, log.chain_id.clone(), log.seq)
        });
        // A copy that is being made or packed beside the original.
        logs.dedup_by(|one, other| one.first == other.first);
        let is_reached = |log: &sources::Log| {
            log.chain_id.as_deref() == Some(&self.place.chain_id)
                && log.seq.is_some_and(|seq| seq <= self.place.seq + 1)
        };
        let is_later = |log: &sources::Log| match log.chain_id.as_deref() {
            _ if log.first == head.segment => true,
            Some(chain) if chain == &*head.chain_id => true,
            Some(chain) => {
                self.place.chain_id != *head.chain_id && chain >= self.place.chain_id.as_str()
            }
            None => false,
        };
        let start = logs.iter().rposition(is_reached).or_else(|| logs.iter().position(is_later));
        self.candidates = logs.into_iter().skip(start.unwrap_or(usize::MAX)).collect();
        Ok(())
    }
}

impl Segment {
    fn open(log: &sources::Log, place: &Place, head: &Head) -> io::Result<Self> {
        let name = log.first.as_ref().map_or("", Tail::text);
        let end = if log.first == head.segment { head.bytes } else { log.end };
        let mut offset = 0;
        let is_packed = log.path.extension().is_some_and(|suffix| suffix == "gz");
        let reader: Box<dyn Read + Send> = if is_packed {
            log.open().map_err(io::Error::other)?
        } else {
            let mut file = File::open(&log.path)?;
            // The hint counts only where a line ends there.
            if place.segment == name && (1..=end).contains(&place.offset) {
                let mut before = [0];
                file.seek(SeekFrom::Start(place.offset - 1))?;
                if file.read(&mut before)? == 1 && before == [b'\n'] {
                    offset = place.offset;
                }
            }
            file.seek(SeekFrom::Start(offset))?;
            Box::new(file)
        };
        let name = name.into();
        let (first, is_closed) = (log.first, log.first != head.segment);
        Ok(Self { reader, first, name, is_closed, buffer: Vec::new(), used: 0, offset, end })
    }

    /// The records after `place`, from where the last reading ended.
    fn read(&mut self, place: &Place, most: usize, bytes: usize) -> io::Result<Vec<Line>> {
        let mut lines = Vec::<Line>::new();
        let mut size = 0;
        while lines.len() < most && size < bytes {
            let rest = self.buffer.get(self.used..).unwrap_or_default();
            let Some(length) = memchr::memchr(b'\n', rest) else {
                if self.fill()? {
                    continue;
                }
                break;
            };
            let text = rest.get(..length).unwrap_or_default();
            let end = self.offset + length as u64 + 1;
            if end > self.end {
                break;
            }
            let line = line(text, &self.name, end, lines.last());
            self.used += length + 1;
            self.offset = end;
            let is_new = |line: &Line| *line.chain_id != *place.chain_id || line.seq > place.seq;
            if let Some(line) = line.filter(is_new) {
                size += line.text.len();
                lines.push(line);
            }
        }
        Ok(lines)
    }

    /// Reads more; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        self.buffer.drain(..self.used);
        self.used = 0;
        let have = self.buffer.len();
        let left = self.end.saturating_sub(self.offset + have as u64);
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(BLOCK);
        self.buffer.resize(have + wanted, 0);
        let read = self.reader.read(self.buffer.get_mut(have..).unwrap_or_default());
        self.buffer.truncate(have + read.as_ref().map_or(0, |read| *read));
        Ok(read? > 0)
    }
}

/// `None` for what is no record of ours: a line of the Python server, or one that somebody has changed. One pass over
/// the line, which is most of what a record costs on its way.
fn line(text: &[u8], segment: &Arc<str>, end: u64, before: Option<&Line>) -> Option<Line> {
    let sealed = Sealed::parse(text)?;
    let (mut chain_id, mut seq) = (None, None);
    let mut line = Line { segment: Arc::clone(segment), end, ..Line::default() };
    for (name, value) in sealed.members() {
        let word = || plain_text(value).unwrap_or_default();
        match name {
            b"timestamp" => word().clone_into(&mut line.timestamp),
            b"level" => word().clone_into(&mut line.level),
            b"event_type" => word().clone_into(&mut line.event_type),
            b"outcome" => line.outcome = plain_text(value).map(str::to_owned),
            b"seq" => seq = str::from_utf8(value).ok().and_then(|text| text.parse().ok()),
            b"chain_id" => chain_id = plain_text(value),
            b"kid" => word().clone_into(&mut line.kid),
            _ => {}
        }
    }
    let chain_id = chain_id?;
    let shared = before.filter(|before| *before.chain_id == *chain_id);
    line.chain_id = shared.map_or_else(|| chain_id.into(), |before| Arc::clone(&before.chain_id));
    line.seq = seq?;
    sealed.mac.text().clone_into(&mut line.mac);
    line.text = String::from_utf8(text.to_vec()).ok()?;
    Some(line)
}

/// Whether a file is the log or a segment of it, and not the log of another process beside it, which is named
/// after its chain.
fn is_of(log: &Path, path: &Path) -> bool {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (log, other) = (name(log), name(path));
    match other.strip_prefix(&log) {
        Some("") => true,
        Some(suffix) => suffix.strip_prefix('.').is_some_and(|suffix| {
            let word = suffix.split('.').next().unwrap_or_default();
            uuid::Uuid::try_parse(word).is_err()
        }),
        // logrotate's `extension` puts its number before the suffix.
        None => log.rsplit_once('.').is_some_and(|(stem, suffix)| {
            let rest = other.strip_prefix(stem).and_then(|rest| rest.strip_suffix(suffix));
            rest.is_some_and(|rest| {
                rest.len() > 1 && rest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'.'))
            })
        }),
    }
}

/// Puts a small file in another's place: after a crash either the old or the new one is there, and whole.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    files::replace(&Disk, path, bytes)
}

/// Has a file that is new outlast a crash.
pub fn make_last(path: &Path) -> io::Result<()> {
    Disk.sync_directory(directory_of(path))
}

/// Appends a line to a file that its owner alone can read, durably.
pub fn append_line(path: &Path, line: &str) -> io::Result<()> {
    let mut file = Disk.open(path)?;
    files::write_all(file.as_mut(), format!("{line}\n").as_bytes())
}

/// The head of a log that no process needs to be writing, as its files show it.
pub fn head_of(log: &Path) -> io::Result<Head> {
    let mut logs = sources::find(&[directory_of(log).to_owned()]).map_err(io::Error::other)?;
    logs.retain(|other| is_of(log, &other.path));
    logs.sort_by_key(|other| (other.path == log, other.chain_id.clone(), other.seq));
    let Some(newest) = logs.pop() else { return Ok(Head::default()) };
    let mut segment = Segment::open(&newest, &Place::default(), &Head::default())?;
    let mut last = None;
    loop {
        let lines = segment.read(&Place::default(), 4096, usize::MAX)?;
        match lines.into_iter().next_back() {
            Some(line) => last = Some(line),
            None => break,
        }
    }
    Ok(last.map_or_else(Head::default, |line| Head {
        chain_id: line.chain_id,
        seq: line.seq,
        segment: newest.first,
        bytes: line.end,
    }))
}

#[cfg(test)]
mod tests;
