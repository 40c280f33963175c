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

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(class: Class, line: u64) -> Problem {
        let detail = "it is wrong".to_owned();
        Problem { class, file: "audit.log".into(), line, byte: 7, seq: None, detail }
    }

    fn report(problems: impl IntoIterator<Item = Problem>) -> Report {
        let mut report = Report::default();
        for problem in problems {
            report.add(problem);
        }
        report.judge();
        report
    }

    #[test]
    fn a_verdict_is_proven_only_where_nothing_is_wrong_or_open() {
        use Class::{
            DeclaredGap, Deleted, Duplicated, Inserted, Modified, Reordered, Torn, Truncated,
            UnknownKey,
        };
        assert_eq!(report([]).verdict, Verdict::Proven);
        let mut open = Report { unproven: vec!["its end".to_owned()], ..Report::default() };
        open.judge();
        assert_eq!(open.verdict, Verdict::Unproven);
        for class in [Torn, UnknownKey, DeclaredGap] {
            assert_eq!(report([problem(class, 1)]).verdict, Verdict::Unproven, "{class}");
        }
        for class in [Modified, Deleted, Inserted, Reordered, Duplicated, Truncated] {
            let report = report([problem(class, 1), problem(Torn, 2)]);
            assert_eq!(report.verdict, Verdict::Tampered, "{class}");
        }
        let codes = [Verdict::Proven, Verdict::Tampered, Verdict::Unproven].map(Verdict::exit_code);
        assert_eq!(codes, [0, 1, 2]);
    }

    /// A wrong key makes every line one that cannot be judged: a page of them says no more than one line.
    #[test]
    fn the_same_problem_of_many_lines_is_told_once() {
        let lines = [
            problem(Class::UnknownKey, 1),
            problem(Class::UnknownKey, 2),
            problem(Class::Modified, 3),
            problem(Class::Modified, 4),
            problem(Class::UnknownKey, 5),
        ];
        let text = report(lines).to_string();
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(
            lines[..4],
            [
                "unknown key: audit.log, line 1, byte 7: it is wrong (2 such lines)",
                "modified: audit.log, line 3, byte 7: it is wrong",
                "modified: audit.log, line 4, byte 7: it is wrong",
                "unknown key: audit.log, line 5, byte 7: it is wrong",
            ]
        );
    }

    #[test]
    fn problems_beyond_the_most_are_counted() {
        let told = |count| report((0..count).map(|line| problem(Class::Deleted, line))).to_string();
        assert!(!told(1_000).contains("more"));
        let text = told(1_003);
        assert!(text.contains("\nand 3 more\n"), "{}", text.lines().count());
        assert_eq!(text.matches("deleted: ").count(), 1_000);
    }
}
