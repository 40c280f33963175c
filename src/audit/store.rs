//! The file that the lines are kept in: found in order at start, and never left with half a line in it.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    chain::{Chain, Key, Position, Tail},
    files::{Files, OpenFile},
    sealed::Sealed,
};

/// How far back from the end the last line is looked for, at first.
const TAIL_WINDOW: u64 = 64 * 1024;

/// The open log file. What stands in it up to `length` is whole lines that were written by us or found good.
pub(super) struct Store {
    files: Arc<dyn Files>,
    path: PathBuf,
    file: Box<dyn OpenFile>,
    length: u64,
    is_regular: bool,
    /// Set when half a line could not be taken back: nothing may follow it.
    is_torn: bool,
    _lock: Option<Box<dyn Send + Sync>>,
}

/// What was found in the file at start.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) status: PriorTail,
    pub(super) tail: Tail,
    /// Bytes after the last whole line, set aside in a file of their own: nobody was promised them.
    pub(super) torn: Option<(u64, PathBuf)>,
    /// Where a log that cannot be gone on with was moved to.
    pub(super) set_aside: Option<PathBuf>,
}

/// The contract's `prior_tail_status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PriorTail {
    Resumed,
    NoPriorFile,
    EmptyFile,
    Unreadable,
}

impl PriorTail {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Resumed => "resumed",
            Self::NoPriorFile => "no_prior_file",
            Self::EmptyFile => "empty_file",
            Self::Unreadable => "unreadable",
        }
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
    /// Opens or makes the log, and the chain that goes on in it. The lock comes before the first look.
    pub(super) fn open(
        files: Arc<dyn Files>,
        path: &Path,
        key: &Key,
        new_chain_id: &str,
    ) -> Result<(Self, Chain, Found), StoreError> {
        let existed = files.exists(path)?;
        let file = files.open(path)?;
        let is_regular = file.is_regular()?;
        let lock = match is_regular.then(|| files.lock(&beside(path, "lock"))).transpose()? {
            Some(None) => return Err(StoreError::InUse),
            Some(Some(lock)) => Some(lock),
            None => None,
        };
        let length = if is_regular { file.length()? } else { 0 };
        let path = path.to_owned();
        let mut store = Self { files, path, file, length, is_regular, is_torn: false, _lock: lock };
        if !existed {
            store.sync_directory()?;
        }
        let (chain, found) = store.recover(key, new_chain_id, existed && is_regular)?;
        Ok((store, chain, found))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether what is written can be made to last: not in a pipe or a device.
    pub(super) fn is_regular(&self) -> bool {
        self.is_regular
    }

    /// Appends whole lines, all of them or none.
    pub(super) fn append(&mut self, lines: &[u8]) -> io::Result<()> {
        if self.is_torn {
            self.take_back()?;
        }
        let mut rest = lines;
        while !rest.is_empty() {
            match self.file.append(rest) {
                Ok(0) => return self.give_up(io::ErrorKind::WriteZero.into()),
                Ok(written) => rest = rest.get(written..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return self.give_up(error),
            }
        }
        self.length += lines.len() as u64;
        Ok(())
    }

    pub(super) fn sync(&mut self) -> io::Result<()> {
        if self.is_regular { self.file.sync() } else { Ok(()) }
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Takes back what was appended since the log had this length.
    pub(super) fn roll_back(&mut self, length: u64) {
        self.length = length;
        self.is_torn = self.is_regular && self.take_back().is_err();
    }

    fn give_up(&mut self, error: io::Error) -> io::Result<()> {
        self.is_torn = self.is_regular && self.take_back().is_err();
        Err(error)
    }

    fn take_back(&mut self) -> io::Result<()> {
        if self.is_regular {
            self.file.truncate(self.length)?;
        }
        self.is_torn = false;
        Ok(())
    }

    fn recover(
        &mut self,
        key: &Key,
        new_chain_id: &str,
        existed: bool,
    ) -> io::Result<(Chain, Found)> {
        let mut found = Found {
            status: PriorTail::NoPriorFile,
            tail: Tail::START,
            torn: None,
            set_aside: None,
        };
        if existed {
            found.status = PriorTail::EmptyFile;
            found.torn = self.set_torn_tail_aside()?;
        }
        if self.length == 0 {
            return Ok((Chain::start(key.clone(), new_chain_id.to_owned(), Tail::START), found));
        }
        if let Some((tail, chain)) = self.last_line(key, new_chain_id)? {
            found.status = PriorTail::Resumed;
            found.tail = tail;
            return Ok((chain, found));
        }
        found.status = PriorTail::Unreadable;
        found.set_aside = Some(self.set_log_aside()?);
        Ok((Chain::start(key.clone(), new_chain_id.to_owned(), Tail::START), found))
    }

    /// Moves bytes after the last newline to a file of their own and cuts them off.
    fn set_torn_tail_aside(&mut self) -> io::Result<Option<(u64, PathBuf)>> {
        let whole = self.end_of_line_before(self.length)?;
        let torn = self.length - whole;
        if torn == 0 {
            return Ok(None);
        }
        let aside = self.free_name("torn")?;
        let bytes = self.file.read_at(whole, usize::try_from(torn).unwrap_or(usize::MAX))?;
        let mut copy = self.files.open(&aside)?;
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let written = copy.append(rest)?;
            rest = rest.get(written..).unwrap_or_default();
        }
        copy.sync()?;
        self.sync_directory()?;
        self.file.truncate(whole)?;
        self.file.sync()?;
        self.length = whole;
        Ok(Some((torn, aside)))
    }

    /// The chain that the last line belongs to, if the line is sealed with this key.
    fn last_line(&self, key: &Key, new_chain_id: &str) -> io::Result<Option<(Tail, Chain)>> {
        let before = self.length.saturating_sub(1);
        let start = self.end_of_line_before(before)?;
        let previous_start = self.end_of_line_before(start.saturating_sub(1))?;
        let previous = self.line(previous_start, start)?;
        let line = self.line(start, self.length)?;
        let Some(sealed) = Sealed::parse(&line) else { return Ok(None) };
        let previous = Sealed::parse(&previous).map_or(Tail::START, |previous| previous.mac);
        if key.line_mac(&previous, sealed.body) != sealed.mac {
            return Ok(None);
        }
        let place = sealed.place().unwrap_or_default();
        let chain = match (place.seq, place.chain_id) {
            (Some(seq), Some(id)) => {
                let position = Position { next: seq.saturating_add(1), tail: sealed.mac };
                Chain::resume(key.clone(), id, position)
            }
            _ => Chain::start(key.clone(), new_chain_id.to_owned(), sealed.mac),
        };
        Ok(Some((sealed.mac, chain)))
    }

    fn line(&self, start: u64, end: u64) -> io::Result<Vec<u8>> {
        let length = usize::try_from(end - start).unwrap_or(usize::MAX);
        let mut line = self.file.read_at(start, length)?;
        line.pop_if(|last| *last == b'\n');
        Ok(line)
    }

    /// The offset after the last newline in front of `end`, or 0.
    fn end_of_line_before(&self, end: u64) -> io::Result<u64> {
        let mut upper = end;
        while upper > 0 {
            let lower = upper.saturating_sub(TAIL_WINDOW);
            let window = self.line_window(lower, upper)?;
            if let Some(at) = window.iter().rposition(|byte| *byte == b'\n') {
                return Ok(lower + at as u64 + 1);
            }
            upper = lower;
        }
        Ok(0)
    }

    fn line_window(&self, lower: u64, upper: u64) -> io::Result<Vec<u8>> {
        self.file.read_at(lower, usize::try_from(upper - lower).unwrap_or(usize::MAX))
    }

    fn set_log_aside(&mut self) -> io::Result<PathBuf> {
        let aside = self.free_name("unverified")?;
        self.files.rename(&self.path, &aside)?;
        self.file = self.files.open(&self.path)?;
        self.length = 0;
        self.sync_directory()?;
        Ok(aside)
    }

    fn free_name(&self, word: &str) -> io::Result<PathBuf> {
        let mut number = 1;
        loop {
            let path = beside(&self.path, &format!("{word}.{number}"));
            if !self.files.exists(&path)? {
                return Ok(path);
            }
            number += 1;
        }
    }

    fn sync_directory(&self) -> io::Result<()> {
        let directory = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        self.files.sync_directory(directory.unwrap_or(Path::new(".")))
    }
}

/// `audit.log` and `lock` make `audit.log.lock`.
pub(super) fn beside(path: &Path, word: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".");
    name.push(word);
    name.into()
}
