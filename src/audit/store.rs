//! The file that the lines are kept in, one segment after another: never left with half a line in it, and
//! never trusted again once a sync has failed.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use jiff::Timestamp;

use super::{
    chain::Tail,
    files::{Files, Identity, OpenFile, beside, directory_of},
    keys::Keyring,
    recover::{Found, Recovery},
    sealed::Sealed,
    segments,
};

/// The open segment. What stands in it up to `length` is whole lines.
pub(super) struct Store {
    files: Arc<dyn Files>,
    path: PathBuf,
    file: Box<dyn OpenFile>,
    identity: Identity,
    is_regular: bool,
    length: u64,
    /// Bytes that a successful sync has covered.
    durable: u64,
    /// The MAC of the segment's first line.
    first: Option<Tail>,
    opened: Timestamp,
    number: u64,
    /// A sync has failed or half a line could not be taken back: nothing may follow in this file.
    is_spoilt: bool,
    /// The record that opens the segment, until a sync has covered it.
    opening: Option<Opening>,
    is_opening_written: bool,
    /// Names have changed since the directory was last synced: after a crash the segment could have none.
    are_names_unsynced: bool,
    limits: Limits,
    _lock: Option<Box<dyn Send + Sync>>,
}

/// When a segment is closed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limits {
    pub(super) bytes: Option<u64>,
    pub(super) age: Option<Duration>,
}

/// What a segment's first record says of the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Opening {
    pub(super) reason: Reason,
    pub(super) number: u64,
    /// Where the segment before this one went, if we know.
    pub(super) prior: Option<PathBuf>,
    /// Its length, if there is one: what it holds beyond was never promised to anyone.
    pub(super) prior_bytes: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    Size,
    Age,
    /// Somebody has moved the file, as logrotate does.
    Moved,
    /// Somebody has cut the file, as logrotate's copytruncate does.
    Truncated,
    /// Somebody else has written to the file.
    Changed,
    SyncFailed,
    /// The process had ended between two segments.
    Resumed,
    /// The last segment was gone at start.
    SegmentMissing,
}

impl Reason {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Age => "age",
            Self::Moved => "moved",
            Self::Truncated => "truncated",
            Self::Changed => "changed",
            Self::SyncFailed => "sync_failed",
            Self::Resumed => "resumed",
            Self::SegmentMissing => "segment_missing",
        }
    }

    /// Lines may be missing, and the log has to say so.
    pub(super) fn is_gap(self) -> bool {
        matches!(self, Self::Truncated | Self::Changed | Self::SegmentMissing)
    }
}

#[derive(Debug)]
pub(super) enum StoreError {
    /// Another process writes this log.
    InUse,
    Io(io::Error),
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Store {
    /// Takes the lock, finds out what is there and opens the log for writing.
    pub(super) fn open(
        files: Arc<dyn Files>,
        path: &Path,
        keyring: &Keyring,
        limits: Limits,
    ) -> Result<(Self, Found), StoreError> {
        let mut lock = None;
        let mut found = Found::default();
        if is_regular_or_absent(files.as_ref(), path)? {
            lock = Some(files.lock(&beside(path, "lock"))?.ok_or(StoreError::InUse)?);
            found = Recovery { files: files.as_ref(), path, keyring }.run()?;
        }
        let file = files.open(path)?;
        let is_regular = file.is_regular()?;
        let mut store = Self {
            identity: file.identity()?,
            length: if is_regular { file.length()? } else { 0 },
            durable: 0,
            first: None,
            opened: Timestamp::now(),
            number: segments::closed(files.as_ref(), path)?.last().map_or(1, |(last, _)| last + 1),
            is_regular,
            is_spoilt: false,
            opening: None,
            is_opening_written: false,
            are_names_unsynced: false,
            limits,
            path: path.to_owned(),
            file,
            files,
            _lock: lock,
        };
        store.durable = store.length;
        if is_regular {
            store.files.sync_directory(directory_of(path))?;
            store.read_first_line()?;
        }
        if store.length == 0 {
            store.opening = store.opening_after(&found);
        }
        Ok((store, found))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn files(&self) -> &dyn Files {
        self.files.as_ref()
    }

    /// Whether what is written can be made to last: not in a pipe or a device.
    pub(super) fn is_regular(&self) -> bool {
        self.is_regular
    }

    pub(super) fn is_spoilt(&self) -> bool {
        self.is_spoilt
    }

    /// A sync has covered everything that was appended.
    pub(super) fn is_all_durable(&self) -> bool {
        self.is_regular && !self.is_spoilt && self.durable == self.length
    }

    pub(super) fn first(&self) -> Option<Tail> {
        self.first
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn durable(&self) -> u64 {
        self.durable
    }

    /// The record that must come first, if a new segment has begun or must begin before these lines.
    pub(super) fn opening(&mut self, bytes: usize) -> io::Result<Option<Opening>> {
        if let Some(reason) = self.reason_to_close(bytes as u64)? {
            self.close_segment(reason)?;
        }
        self.sync_names()?;
        Ok(self.opening.clone().filter(|_| !self.is_opening_written))
    }

    /// Appends whole lines, all of them or none.
    pub(super) fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        let mut rest = lines;
        while !rest.is_empty() {
            match self.file.append(rest) {
                Ok(0) => return self.give_up(io::ErrorKind::WriteZero.into()),
                Ok(written) => rest = rest.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return self.give_up(error),
            }
        }
        if self.length == 0 {
            self.first = lines.split(|byte| *byte == b'\n').next().and_then(first_mac);
            self.opened = Timestamp::now();
        }
        self.length += lines.len() as u64;
        self.is_opening_written = true;
        Ok(())
    }

    /// Makes everything appended last. After an error the file is not to be written again: what it holds
    /// beyond the last sync is unknown, and a second sync would claim success.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        if !self.is_regular {
            return Ok(());
        }
        if self.is_spoilt {
            return Err(io::Error::other("an earlier sync of this segment failed"));
        }
        let synced = self.file.sync();
        if synced.is_ok() {
            self.durable = self.length;
            self.opening.take_if(|_| self.is_opening_written);
        } else {
            self.is_spoilt = true;
            // The next process must not read what the disk may have lost. What cannot be cut off now is declared
            // by the next segment, or written again at the next start.
            drop(self.file.truncate(self.durable));
        }
        synced
    }

    /// Removes closed segments.
    pub(super) fn remove(&self, segments: &[PathBuf]) -> io::Result<()> {
        for segment in segments {
            self.files.remove(segment)?;
        }
        self.files.sync_directory(directory_of(&self.path))
    }

    fn give_up(&mut self, error: io::Error) -> io::Result<()> {
        self.is_spoilt = self.is_regular && self.file.truncate(self.length).is_err();
        Err(error)
    }

    fn reason_to_close(&self, bytes: u64) -> io::Result<Option<Reason>> {
        if !self.is_regular {
            return Ok(None);
        }
        if self.is_spoilt {
            return Ok(Some(Reason::SyncFailed));
        }
        if self.files.identity(&self.path)? != Some(self.identity) {
            return Ok(Some(Reason::Moved));
        }
        let there = self.file.length()?;
        if there != self.length {
            return Ok(Some(if there < self.length { Reason::Truncated } else { Reason::Changed }));
        }
        if self.length == 0 {
            return Ok(None);
        }
        if self.limits.bytes.is_some_and(|limit| self.length + bytes > limit) {
            return Ok(Some(Reason::Size));
        }
        let age = Timestamp::now().duration_since(self.opened);
        let is_old = |limit: Duration| age.unsigned_abs() > limit && age.is_positive();
        Ok(self.limits.age.is_some_and(is_old).then_some(Reason::Age))
    }

    fn close_segment(&mut self, reason: Reason) -> io::Result<()> {
        if !self.is_spoilt && self.durable < self.length {
            self.sync()?;
        }
        let prior_bytes = if self.is_spoilt { self.durable } else { self.length };
        let mut opening = Opening {
            reason,
            number: self.number + 1,
            prior: None,
            prior_bytes: Some(prior_bytes),
        };
        let is_in_place = self.files.identity(&self.path)? == Some(self.identity);
        self.are_names_unsynced = true;
        if prior_bytes == 0 {
            // Nothing in it was ever promised: it is made anew, and its opening is still to be written.
            if is_in_place {
                self.files.remove(&self.path)?;
            }
            let unwritten = Opening { number: self.number, prior_bytes: None, ..opening };
            opening = self.opening.take().unwrap_or(unwritten);
        } else if is_in_place && !(reason == Reason::Truncated && self.file.length()? == 0) {
            if self.is_spoilt {
                // What cannot be cut off is declared by `prior_segment_bytes`.
                drop(self.file.truncate(prior_bytes));
            }
            let closed = segments::closed_name(&self.path, self.number);
            self.files.rename(&self.path, &closed)?;
            opening.prior = Some(closed);
        }
        self.number = opening.number;
        self.opening = Some(opening);
        self.is_opening_written = false;
        self.file = self.files.open(&self.path)?;
        self.identity = self.file.identity()?;
        self.length = self.file.length()?;
        self.durable = self.length;
        self.first = None;
        self.is_spoilt = false;
        Ok(())
    }

    /// Nothing is written to a segment whose name could be lost, however often the directory refuses.
    fn sync_names(&mut self) -> io::Result<()> {
        if self.are_names_unsynced {
            self.files.sync_directory(directory_of(&self.path))?;
            self.are_names_unsynced = false;
        }
        Ok(())
    }

    fn opening_after(&self, found: &Found) -> Option<Opening> {
        let (reason, prior, prior_bytes) = match &found.before {
            _ if found.is_segment_missing => (Reason::SegmentMissing, None, None),
            Some((path, bytes)) => (Reason::Resumed, Some(path.clone()), Some(*bytes)),
            None => return None,
        };
        Some(Opening { reason, number: self.number, prior, prior_bytes })
    }

    fn read_first_line(&mut self) -> io::Result<()> {
        let Some(line) = segments::first_line(self.file.as_ref())? else { return Ok(()) };
        self.first = first_mac(&line);
        let written =
            Sealed::parse(&line).and_then(|sealed| sealed.word("timestamp")?.parse().ok());
        self.opened = written.unwrap_or(self.opened);
        Ok(())
    }
}

fn first_mac(line: &[u8]) -> Option<Tail> {
    Some(Sealed::parse(line)?.mac)
}

fn is_regular_or_absent(files: &dyn Files, path: &Path) -> io::Result<bool> {
    if files.identity(path)?.is_none() {
        return Ok(true);
    }
    files.open(path)?.is_regular()
}
