//! The files that are verified, in the order in which they were written.

use std::{
    fs::{self, File},
    io::{self, BufRead as _, BufReader, Read},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;

use super::{
    super::{chain::Tail, checkpoint, note::Checkpoint, sealed::Sealed},
    Note, VerifyError,
};

/// Files beside a log that hold no lines.
const COMPANIONS: &[&str] = &["lock", "reserve", "state", "checkpoint", "new", "cursor", "dead"];
/// A first line longer than this is none of ours.
const LONGEST_LINE: u64 = 16 << 20;

/// A file with lines of one or more chains.
#[derive(Debug)]
pub(in crate::audit) struct Log {
    pub(in crate::audit) path: PathBuf,
    /// Of its first line. The Python server's lines have neither.
    pub(in crate::audit) chain_id: Option<String>,
    pub(in crate::audit) seq: Option<u64>,
    /// The MAC of its first line, which names it wherever it is moved.
    pub(in crate::audit) first: Option<Tail>,
    timestamp: String,
    /// Where it ends, as the segment after it declares: what stands beyond was never promised to anyone.
    pub(in crate::audit) end: u64,
    pub(in crate::audit) notes: Vec<String>,
    /// Name and length of the segment before it.
    prior: Option<(String, u64)>,
    /// Its first line declares that somebody has cut the segment before it, as copytruncate does.
    declares_cut: bool,
    /// It was cut, as the segment after it declares: what stood at its beginning is elsewhere or lost.
    pub(in crate::audit) is_cut: bool,
}

impl Log {
    /// Opens the file, unpacking it if need be, as far as it counts.
    pub(in crate::audit) fn open(&self) -> Result<Box<dyn Read + Send>, VerifyError> {
        let file = open(&self.path).map_err(unreadable(&self.path))?;
        Ok(Box::new(file.take(self.end)))
    }

    /// Continues another: the same chain, further on.
    pub(in crate::audit) fn follows(&self, other: &Self) -> bool {
        self.chain_id == other.chain_id
    }
}

pub(in crate::audit) fn find(paths: &[PathBuf]) -> Result<Vec<Log>, VerifyError> {
    let mut logs = Vec::new();
    for path in paths {
        let metadata = fs::metadata(path).map_err(unreadable(path))?;
        let before = logs.len();
        if metadata.is_dir() {
            for entry in fs::read_dir(path).map_err(unreadable(path))? {
                let entry = entry.map_err(unreadable(path))?.path();
                if is_candidate(&entry) {
                    logs.extend(look(&entry)?);
                }
            }
        } else {
            logs.extend(look(path)?.or_else(|| empty(path)));
        }
        if logs.len() == before {
            return Err(VerifyError::Nothing(path.clone()));
        }
    }
    logs.sort_by(|one, other| {
        let key =
            |log: &Log| (log.chain_id.clone(), log.seq, log.timestamp.clone(), log.path.clone());
        key(one).cmp(&key(other))
    });
    logs.dedup_by(|one, other| one.path == other.path);
    declare_ends(&mut logs);
    Ok(logs)
}

/// The checkpoints that stand beside the logs, and those that were given.
pub(in crate::audit) fn checkpoints(
    given: &[PathBuf],
    logs: &[Log],
) -> Result<Vec<Note>, VerifyError> {
    let beside = logs.iter().map(|log| (checkpoint::path(&log.path), false));
    let given = given.iter().map(|path| (path.clone(), true));
    let mut notes = Vec::new();
    for (path, must_be_there) in beside.chain(given) {
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !must_be_there => continue,
            Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
            Err(cause) => return Err(VerifyError::Unreadable { path, cause }),
        };
        match Checkpoint::parse(&text) {
            Ok(claim) => notes.push(Note { path, text, claim }),
            Err(error) => {
                return Err(VerifyError::NoCheckpoint { path, reason: error.to_string() });
            }
        }
    }
    Ok(notes)
}

fn declare_ends(logs: &mut [Log]) {
    for at in 1..logs.len() {
        let (before, after) = logs.split_at_mut(at);
        if let (Some(before), Some(after)) = (before.last_mut(), after.first())
            && after.follows(before)
            && let Some((name, end)) = &after.prior
            && before.path.file_name().is_some_and(|it| it.to_string_lossy().starts_with(name))
        {
            before.end = *end;
            before.is_cut = after.declares_cut;
        }
    }
}

fn is_candidate(path: &Path) -> bool {
    let suffix = path.extension().and_then(|suffix| suffix.to_str()).unwrap_or_default();
    let stem = path.file_stem().map(Path::new).and_then(Path::extension);
    let is_torn_tail = stem.is_some_and(|suffix| suffix == "torn");
    path.is_file() && !COMPANIONS.contains(&suffix) && !is_torn_tail
}

/// Reads the first line; `None` for a file that is no log.
fn look(path: &Path) -> Result<Option<Log>, VerifyError> {
    let file = open(path).map_err(unreadable(path))?;
    let mut line = Vec::new();
    BufReader::new(file)
        .take(LONGEST_LINE)
        .read_until(b'\n', &mut line)
        .map_err(unreadable(path))?;
    line.pop_if(|last| *last == b'\n');
    // The first line may be the one that was changed: a log is still told by how it begins.
    if !line.starts_with(b"{\"timestamp\": \"") && Sealed::parse(&line).is_none() {
        return Ok(None);
    }
    let mut log = Log {
        path: path.to_owned(),
        chain_id: None,
        seq: None,
        first: None,
        timestamp: String::new(),
        end: u64::MAX,
        notes: Vec::new(),
        prior: None,
        declares_cut: false,
        is_cut: false,
    };
    if let Some(sealed) = Sealed::parse(&line) {
        let place = sealed.place();
        log.chain_id = place.chain_id.map(str::to_owned);
        log.seq = place.seq;
        log.first = Some(sealed.mac);
        log.declares_cut =
            place.event_type == Some("audit_gap") && sealed.word("reason") == Some("truncated");
        sealed.word("timestamp").unwrap_or_default().clone_into(&mut log.timestamp);
        log.prior = sealed.prior_segment().map(|(name, bytes)| (name.to_owned(), bytes));
    }
    Ok(Some(log))
}

/// A log that was named and does not look like one is all the more to be verified.
fn empty(path: &Path) -> Option<Log> {
    let length = fs::metadata(path).ok()?.len();
    (length > 0).then(|| Log {
        path: path.to_owned(),
        chain_id: None,
        seq: None,
        first: None,
        timestamp: String::new(),
        end: u64::MAX,
        notes: Vec::new(),
        prior: None,
        declares_cut: false,
        is_cut: false,
    })
}

fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    let file = File::open(path)?;
    Ok(if path.extension().is_some_and(|suffix| suffix == "gz") {
        Box::new(MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    })
}

pub(in crate::audit) fn unreadable(path: &Path) -> impl Fn(io::Error) -> VerifyError {
    move |cause| VerifyError::Unreadable { path: path.to_owned(), cause }
}
