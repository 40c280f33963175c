//! Start-up: finds where the chain stands, sets aside half a line that a crash left, and tells a crash from
//! somebody's hand.

mod walk;

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{
    chain::Position,
    files::{Files, OpenFile, beside, directory_of, write_all},
    keys::Keyring,
    sealed::Sealed,
    segments::{self, Lines},
    state::{self, Intents, State},
};

use walk::Walk;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) status: PriorTail,
    /// The chain to go on with, or none where a new one begins after `position.tail`.
    pub(super) chain_id: Option<String>,
    pub(super) position: Position,
    pub(super) open_intents: Intents,
    /// The key of the last line, where it is not the newest.
    pub(super) prior_kid: Option<String>,
    /// Bytes that were no whole line, set aside: nobody was promised them.
    pub(super) torn: Option<(u64, PathBuf)>,
    pub(super) problem: Option<Problem>,
    /// The segment that the next one follows, where the log's own file is empty.
    pub(super) before: Option<(PathBuf, u64)>,
    /// The last segment's file is gone, as after logrotate has packed it.
    pub(super) is_segment_missing: bool,
}

/// The contract's `prior_tail_status`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum PriorTail {
    Resumed,
    #[default]
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

/// Why a log cannot be gone on with.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Problem {
    pub(super) what: What,
    pub(super) file: PathBuf,
    pub(super) byte: u64,
    pub(super) set_aside: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A line is not what was written, or is missing.
    Changed,
    /// The log is shorter than it was.
    Truncated,
    /// The lines are sealed with a key that is not given.
    UnknownKey,
}

impl What {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Truncated => "truncated",
            Self::UnknownKey => "unknown_key",
        }
    }
}

pub(super) struct Recovery<'log> {
    pub(super) files: &'log dyn Files,
    pub(super) path: &'log Path,
    pub(super) keyring: &'log Keyring,
}

/// A segment that is walked.
struct Segment {
    path: PathBuf,
    file: Box<dyn OpenFile>,
    length: u64,
    /// Of its first line, where that is one of ours.
    chain_id: Option<String>,
    first: Option<u64>,
}

enum Stop {
    End,
    Torn { segment: usize, from: u64 },
    Problem { segment: usize, at: u64, what: What },
}

impl Recovery<'_> {
    pub(super) fn run(&self) -> io::Result<Found> {
        let existed = self.files.identity(self.path)?.is_some();
        let mut found = Found {
            status: if existed { PriorTail::EmptyFile } else { PriorTail::NoPriorFile },
            ..Found::default()
        };
        let state = State::read(self.files, self.path, self.keyring);
        let mut log = self.segments(state.as_ref())?;
        if let Some(last) = log.last()
            && last.path == self.path
            && is_torn_from(last, 0)?
        {
            found.torn = Some(self.cut(last, 0)?);
            log.pop();
        }
        let (mut walk, first, offset) = match Self::start(state.as_ref(), &log)? {
            Start::At { segment, offset, walk } => (walk, segment, offset),
            Start::After { walk } => {
                found.is_segment_missing = true;
                (walk, 0, 0)
            }
            Start::Problem(what) => {
                let file = self.path.to_owned();
                let problem = Problem { what, file, byte: 0, set_aside: None };
                return self.give_up(found, &log, problem);
            }
        };
        if log.is_empty() && walk.chain_id.is_none() {
            return Ok(found);
        }
        match self.walk(&mut walk, &log, first, offset)? {
            Stop::End => {}
            Stop::Torn { segment, from } => {
                if let Some(segment) = log.get_mut(segment) {
                    found.torn = Some(self.cut(segment, from)?);
                    segment.length = from;
                }
            }
            Stop::Problem { segment, at, what } => {
                let file = log.get(segment).map_or(self.path, |segment| &segment.path).to_owned();
                let problem = Problem { what, file, byte: at, set_aside: None };
                return self.give_up(found, &log, problem);
            }
        }
        let shortened = state.is_some_and(|state| {
            Some(&state.chain_id) == walk.chain_id.as_ref()
                && state.position.tree.size() > walk.position.tree.size()
        });
        if shortened {
            let byte = log.last().map_or(0, |last| last.length);
            let file = log.last().map_or(self.path, |last| &last.path).to_owned();
            let problem = Problem { what: What::Truncated, file, byte, set_aside: None };
            return self.give_up(found, &log, problem);
        }
        found.status = PriorTail::Resumed;
        if let Some(last) = log.last() {
            let from = if log.len() == first + 1 { offset } else { 0 };
            if from < last.length {
                self.files.write_again(&last.path, from)?;
            }
            let is_closed = last.path != self.path;
            found.before = is_closed.then(|| (last.path.clone(), last.length));
            found.is_segment_missing = false;
        }
        found.prior_kid = walk.kid.filter(|kid| kid != self.keyring.newest().id());
        found.open_intents = walk.open_intents;
        found.position.tail = walk.position.tail;
        if walk.has_tree {
            found.chain_id = walk.chain_id;
            found.position = walk.position;
        }
        Ok(found)
    }

    /// Closed segments, those that somebody has moved away and the log itself, as far as they hold anything,
    /// oldest first.
    fn segments(&self, state: Option<&State>) -> io::Result<Vec<Segment>> {
        let closed = segments::closed(self.files, self.path)?.into_iter().map(|(_, path)| path);
        let mut found = Vec::new();
        for path in closed.chain([self.path.to_owned()]) {
            if self.files.identity(&path)?.is_some() {
                found.extend(self.segment(path)?);
            }
        }
        let mut moved = Vec::new();
        for path in segments::others(self.files, self.path)? {
            let is_known = found.iter().any(|segment| segment.path == path);
            if !is_known && !is_set_aside(&path) {
                moved.extend(self.segment(path)?.filter(|it| it.chain_id.is_some()));
            }
        }
        moved.sort_by_key(|segment| segment.first);
        for segment in moved {
            let is_same = |other: &Segment| other.chain_id == segment.chain_id;
            let is_log = |other: &Segment| other.path == self.path;
            let later = found.iter().position(|it| is_same(it) && it.first > segment.first);
            let at = later.or_else(|| found.iter().rposition(is_same).map(|at| at + 1));
            let at = at.or_else(|| {
                let is_ours =
                    state.is_some_and(|it| segment.chain_id.as_ref() == Some(&it.chain_id));
                is_ours.then(|| found.iter().position(is_log).unwrap_or(found.len()))
            });
            if let Some(at) = at {
                found.insert(at, segment);
            }
        }
        Ok(found)
    }

    fn segment(&self, path: PathBuf) -> io::Result<Option<Segment>> {
        let file = self.files.open(&path)?;
        let length = file.length()?;
        let line = segments::first_line(file.as_ref())?.unwrap_or_default();
        let place = Sealed::parse(&line).map(|sealed| sealed.place()).unwrap_or_default();
        let (chain_id, first) = (place.chain_id.map(str::to_owned), place.seq);
        Ok((length > 0).then_some(Segment { path, file, length, chain_id, first }))
    }

    /// Where the walk begins: where the state was written, or at the beginning of everything.
    fn start(state: Option<&State>, log: &[Segment]) -> io::Result<Start> {
        let beginning = Start::At { segment: 0, offset: 0, walk: Walk::default() };
        let Some(state) = state else { return Ok(beginning) };
        let walk = Walk {
            chain_id: Some(state.chain_id.clone()),
            position: state.position.clone(),
            knows_tail: true,
            has_tree: true,
            next: state.position.next(),
            open_intents: state.open_intents.clone(),
            kid: Some(state.kid.clone()),
        };
        for (segment, candidate) in log.iter().enumerate() {
            if segments::identity(candidate.file.as_ref())? == Some(state.segment) {
                return start_in(
                    state,
                    candidate,
                    Start::At { segment, offset: state.length, walk },
                );
            }
        }
        match log.first() {
            None => Ok(Start::After { walk }),
            // A log that goes on from the state in segments that are here.
            Some(first) => {
                let follows = segments::first_line(first.file.as_ref())?.is_some_and(|line| {
                    Sealed::parse(&line).is_some_and(|sealed| {
                        sealed.word("prior_integrity_hmac") == Some(state.position.tail.text())
                    })
                });
                Ok(if follows { Start::At { segment: 0, offset: 0, walk } } else { beginning })
            }
        }
    }

    fn walk(
        &self,
        walk: &mut Walk,
        log: &[Segment],
        first: usize,
        mut offset: u64,
    ) -> io::Result<Stop> {
        for (index, segment) in log.iter().enumerate().skip(first) {
            let end = match log.get(index + 1) {
                // What a new segment declares lost of the one before it does not count.
                Some(next) => {
                    declared_end(segment, next)?.unwrap_or(segment.length).min(segment.length)
                }
                None => segment.length,
            };
            let mut lines = Lines::new(segment.file.as_ref(), offset, end);
            offset = 0;
            for line in lines.by_ref() {
                let line = line?;
                if let Err(what) = walk.step(&line.text, self.keyring) {
                    let at = line.offset;
                    let is_last = index + 1 == log.len();
                    return Ok(if is_last && is_torn_from(segment, at)? {
                        Stop::Torn { segment: index, from: at }
                    } else {
                        Stop::Problem { segment: index, at, what }
                    });
                }
            }
            let from = lines.offset();
            if from < end {
                return Ok(if index + 1 == log.len() {
                    Stop::Torn { segment: index, from }
                } else {
                    Stop::Problem { segment: index, at: from, what: What::Changed }
                });
            }
        }
        Ok(Stop::End)
    }

    /// Copies what stands from `from` on to a file of its own, then cuts it off.
    fn cut(&self, segment: &Segment, from: u64) -> io::Result<(u64, PathBuf)> {
        let torn = segment.length - from;
        let aside = self.free_name("torn")?;
        let bytes = segment.file.read_at(from, usize::try_from(torn).unwrap_or(usize::MAX))?;
        write_all(self.files.open(&aside)?.as_mut(), &bytes)?;
        self.files.sync_directory(directory_of(self.path))?;
        let mut file = self.files.open(&segment.path)?;
        file.truncate(from)?;
        file.sync()?;
        Ok((torn, aside))
    }

    /// Moves the log aside, with what was known of it, so that nothing is written after what is wrong.
    fn give_up(&self, found: Found, log: &[Segment], mut problem: Problem) -> io::Result<Found> {
        if log.iter().any(|segment| segment.path == self.path) {
            let aside = self.free_name("unverified")?;
            self.files.rename(self.path, &aside)?;
            for companion in ["state", "checkpoint"] {
                let path = beside(self.path, companion);
                if self.files.identity(&path)?.is_some() {
                    self.files.rename(&path, &beside(&aside, companion))?;
                }
            }
            problem.set_aside = Some(aside);
        } else if self.files.identity(&state::path(self.path))?.is_some() {
            self.files.remove(&state::path(self.path))?;
        }
        self.files.sync_directory(directory_of(self.path))?;
        Ok(Found {
            status: PriorTail::Unreadable,
            torn: found.torn,
            problem: Some(problem),
            ..Found::default()
        })
    }

    fn free_name(&self, word: &str) -> io::Result<PathBuf> {
        let mut number = 1;
        loop {
            let path = beside(self.path, &format!("{word}.{number}"));
            if self.files.identity(&path)?.is_none() {
                return Ok(path);
            }
            number += 1;
        }
    }
}

enum Start {
    At {
        segment: usize,
        offset: u64,
        walk: Walk,
    },
    /// In what comes after the segment that the state tells of, which is gone.
    After {
        walk: Walk,
    },
    Problem(What),
}

/// `audit.log.torn.1` and the like are kept for people, not to be gone on with.
fn is_set_aside(path: &Path) -> bool {
    let word = path.file_stem().map(Path::new).and_then(Path::extension);
    word.is_some_and(|word| word == "torn" || word == "unverified")
}

/// The segment must still hold what it held when the state was written.
fn start_in(state: &State, segment: &Segment, start: Start) -> io::Result<Start> {
    if segment.length < state.length {
        return Ok(Start::Problem(What::Truncated));
    }
    // The last line's MAC, the quote and brace that close it, and the newline.
    let end = [state.position.tail.text().as_bytes(), b"\"}\n"].concat();
    let from = state.length.saturating_sub(end.len() as u64);
    let there = segment.file.read_at(from, end.len())?;
    Ok(if there == end { start } else { Start::Problem(What::Changed) })
}

/// Whether what stands from `at` on can be what a crash leaves of lines that nobody was promised: blocks
/// that never reached the disk, or no whole line at all. A whole line that is wrong is no crash.
fn is_torn_from(segment: &Segment, at: u64) -> io::Result<bool> {
    let mut rest = Lines::new(segment.file.as_ref(), at, segment.length);
    let mut is_first = true;
    for line in rest.by_ref() {
        let line = line?;
        if std::mem::take(&mut is_first) && memchr::memchr(0, &line.text).is_some() {
            return Ok(true);
        }
        if Sealed::parse(&line.text).is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Where a segment ends, as the first line of the next one has it.
fn declared_end(segment: &Segment, next: &Segment) -> io::Result<Option<u64>> {
    let Some(line) = segments::first_line(next.file.as_ref())? else { return Ok(None) };
    let prior = Sealed::parse(&line).and_then(|sealed| sealed.prior_segment());
    let is_it = |name: &str| segment.path.file_name().is_some_and(|it| it == name);
    Ok(prior.filter(|(name, _)| is_it(name)).map(|(_, bytes)| bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Files that people move are segments still; what recovery moved is not, or it would be gone on with.
    #[test]
    fn what_was_set_aside_is_told_from_what_was_moved() {
        for name in ["audit.log.torn.1", "audit.log.unverified.1", "audit.log.unverified.12"] {
            assert!(is_set_aside(Path::new(name)), "{name}");
        }
        for name in ["audit.log.1", "audit.log.000001", "audit.log.torn", "audit.log-20260131"] {
            assert!(!is_set_aside(Path::new(name)), "{name}");
        }
    }
}
