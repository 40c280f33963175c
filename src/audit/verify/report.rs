//! What verification found, for people and for programs.

use std::{fmt, path::PathBuf};

use serde::Serialize;

/// Problems that are told one by one. Beyond, only their number counts.
const MOST_PROBLEMS: usize = 1_000;

#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    pub verdict: Verdict,
    pub files: Vec<PathBuf>,
    pub lines: u64,
    pub bytes: u64,
    pub chains: Vec<ChainReport>,
    pub problems: Vec<Problem>,
    /// Problems found, those that `problems` has no room for included.
    pub problem_count: u64,
    /// What keeps an intact log from being proven.
    pub unproven: Vec<String>,
    /// What the log itself declares: torn tails, gaps, orphans, new keys.
    pub notes: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Every record is as it was written, and a checkpoint shows where the log ends.
    Proven,
    Tampered,
    /// Nothing is wrong, and not everything could be shown to be right.
    #[default]
    Unproven,
}

impl Verdict {
    /// 0 proven, 1 tampered, 2 unproven.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Proven => 0,
            Self::Tampered => 1,
            Self::Unproven => 2,
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct ChainReport {
    /// `None`: lines of the Python server, which have no chain id.
    pub chain_id: Option<String>,
    pub records: u64,
    pub first_seq: u64,
    pub last_seq: u64,
    /// A checkpoint vouches for the records up to this one.
    pub proven_to: u64,
    /// File, line and byte of the last record.
    #[serde(skip)]
    pub(super) end: (PathBuf, u64, u64),
}

impl ChainReport {
    pub(super) fn name(&self) -> &str {
        self.chain_id.as_deref().unwrap_or("of the Python server")
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    pub class: Class,
    pub file: PathBuf,
    /// From 1.
    pub line: u64,
    /// Where the line begins in the file.
    pub byte: u64,
    pub seq: Option<u64>,
    pub detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    Modified,
    Deleted,
    Inserted,
    Reordered,
    Duplicated,
    Truncated,
    /// Half a line at the end: a crash, or a writer at work.
    Torn,
    /// Sealed with a key that was not given.
    UnknownKey,
    /// Records are missing, and the log itself says so.
    DeclaredGap,
}

impl Class {
    /// Whether somebody must have done it.
    fn is_tampering(self) -> bool {
        !matches!(self, Self::Torn | Self::UnknownKey | Self::DeclaredGap)
    }
}

impl Report {
    pub(super) fn add(&mut self, problem: Problem) {
        self.problem_count += 1;
        if problem.class.is_tampering() {
            self.verdict = Verdict::Tampered;
        }
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }

    pub(super) fn judge(&mut self) {
        if self.verdict != Verdict::Tampered && self.problem_count == 0 && self.unproven.is_empty()
        {
            self.verdict = Verdict::Proven;
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Modified => "modified",
            Self::Deleted => "deleted",
            Self::Inserted => "inserted",
            Self::Reordered => "reordered",
            Self::Duplicated => "duplicated",
            Self::Truncated => "truncated",
            Self::Torn => "torn",
            Self::UnknownKey => "unknown key",
            Self::DeclaredGap => "declared gap",
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A wrong key is told once, not once a line.
        let is_same = |one: &Problem, next: &Problem| {
            (one.class, &one.file, &one.detail) == (next.class, &next.file, &next.detail)
                && one.class == Class::UnknownKey
        };
        for problems in self.problems.chunk_by(is_same) {
            let Some(Problem { class, file, line, byte, detail, .. }) = problems.first() else {
                continue;
            };
            write!(formatter, "{class}: {}, line {line}, byte {byte}: {detail}", file.display())?;
            match problems.len() {
                1 => writeln!(formatter)?,
                lines => writeln!(formatter, " ({lines} such lines)")?,
            }
        }
        let shown = self.problems.len() as u64;
        if self.problem_count > shown {
            writeln!(formatter, "and {} more", self.problem_count - shown)?;
        }
        for reason in &self.unproven {
            writeln!(formatter, "unproven: {reason}")?;
        }
        for note in &self.notes {
            writeln!(formatter, "note: {note}")?;
        }
        for chain in &self.chains {
            writeln!(
                formatter,
                "chain {}: {} records, {} to {}, proven to {}",
                chain.name(),
                chain.records,
                chain.first_seq,
                chain.last_seq,
                chain.proven_to
            )?;
        }
        let files = self.files.len();
        let verdict = match self.verdict {
            Verdict::Proven => "proven: every record is as it was written, and none is missing",
            Verdict::Tampered => "TAMPERED: the log is not what was written",
            Verdict::Unproven => {
                "unproven: nothing is wrong, and not everything could be shown to be right"
            }
        };
        writeln!(formatter, "{verdict} ({} lines in {files} files)", self.lines)
    }
}
