//! What is wrong with the configuration, and what is worth saying about it.

use std::fmt;

use serde::Serialize;

use crate::log::Level;

/// Everything that stops the start, found in one pass, and what was worth saying on the way.
#[derive(Debug, Default)]
pub struct Report {
    pub problems: Vec<Problem>,
    pub notices: Vec<Notice>,
}

impl Report {
    pub(super) fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    pub(super) fn notice(&mut self, level: Level, message: impl Into<String>) {
        self.notices.push(Notice { level, message: message.into() });
    }

    /// Whether a wrong value stood on the command line, which makes this an error of usage.
    pub fn is_usage(&self) -> bool {
        self.problems.iter().any(|problem| problem.place == Place::Flag)
    }
}

impl std::error::Error for Report {}

/// One line a problem; then the notices, because a misspelt name is often why something is missing.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, verb) = match self.problems.len() {
            1 => ("one setting".to_owned(), "stops"),
            count => (format!("{count} settings"), "stop"),
        };
        writeln!(f, "{count} {verb} the start:")?;
        for problem in &self.problems {
            writeln!(f, "  {problem}")?;
        }
        for notice in self.notices.iter().filter(|notice| notice.level >= Level::Warning) {
            writeln!(f, "  note: {}", notice.message)?;
        }
        Ok(())
    }
}

/// A value that stops the start.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Problem {
    /// The name as it was written, a flag with its dashes.
    pub variable: String,
    /// The wrong value, shortened and escaped; never that of a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What the value must be, or what is missing.
    pub allowed: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    pub place: Place,
}

impl Problem {
    pub(super) fn new(variable: impl Into<String>, allowed: impl Into<String>) -> Self {
        Self {
            variable: variable.into(),
            value: None,
            allowed: allowed.into(),
            fix: None,
            place: Place::Environment,
        }
    }

    pub(super) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    pub(super) fn value(mut self, value: &str) -> Self {
        self.value = Some(shown(value));
        self
    }

    pub(super) fn place(mut self, place: Place) -> Self {
        self.place = place;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.variable, self.allowed)?;
        if let Some(value) = &self.value {
            write!(f, ": it is {value}")?;
        }
        if let Place::File(path) = &self.place {
            write!(f, " (in {path})")?;
        }
        match &self.fix {
            Some(fix) => write!(f, " — {fix}"),
            None => Ok(()),
        }
    }
}

/// Where a value was found.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Flag,
    Environment,
    /// The `.env` file or the configuration file at this path.
    File(String),
}

/// Something the operator should know although the server starts.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Notice {
    /// `CRITICAL` where a protection is switched off.
    pub level: Level,
    pub message: String,
}

/// A value as a person may see it: quoted, escaped, short, without credentials in a URL and without anything that could
/// be a key put into the wrong variable.
pub(super) fn shown(value: &str) -> String {
    const LONGEST: usize = 80;
    if looks_like_a_key(value) {
        return format!("<{} characters>", value.chars().count());
    }
    let mut text = match value.split_once("://") {
        Some((scheme, rest)) => {
            let rest = rest.split_once(['?', '#']).map_or(rest, |(front, _)| front);
            let rest =
                rest.rsplit_once('@').map_or(rest.to_owned(), |(_, host)| format!("…@{host}"));
            format!("{scheme}://{rest}")
        }
        None => value.to_owned(),
    };
    if let Some((cut, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(cut);
        text.push('…');
    }
    format!("{text:?}")
}

/// Tokens of DefectDojo are 40 hex digits; those of other services are at least 24 letters and digits with some of both.
pub(super) fn looks_like_a_key(value: &str) -> bool {
    value
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_' && letter != '-')
        .any(|run| {
            run.len() >= 24
                && run.bytes().any(|byte| byte.is_ascii_digit())
                && run.bytes().any(|byte| byte.is_ascii_alphabetic())
        })
}

/// The known word nearest to a misspelt one, where one is near enough to be meant.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = (word.len() / 4).clamp(1, 4);
    known
        .filter(|candidate| candidate.len().abs_diff(word.len()) <= most)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, candidate)| candidate)
}
