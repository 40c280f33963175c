//! What was checked and what came of it, for a person as it happens or for a program at the end.

use std::{
    fmt::Display,
    io::{self, Write as _},
};

use anyhow::Context as _;
use clap::builder::styling::{AnsiColor, Style};
use serde::Serialize;

use crate::cli::{GOOD, PROBLEM};

/// One thing that was looked at.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) status: Status,
    /// What was found, as a word that stays the same from version to version. Nothing where all is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<&'static str>,
    pub(super) message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) fix: String,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    Ok,
    Warning,
    Problem,
}

impl Check {
    pub(super) fn good(name: &'static str, message: impl Display) -> Self {
        let message = message.to_string();
        Self { name, status: Status::Ok, code: None, message, fix: String::new() }
    }

    pub(super) fn warning(
        name: &'static str,
        code: &'static str,
        message: impl Display,
        fix: impl Display,
    ) -> Self {
        let (message, fix) = (message.to_string(), fix.to_string());
        Self { name, status: Status::Warning, code: Some(code), message, fix }
    }

    pub(super) fn problem(
        name: &'static str,
        code: &'static str,
        message: impl Display,
        fix: impl Display,
    ) -> Self {
        Self { status: Status::Problem, ..Self::warning(name, code, message, fix) }
    }
}

/// Gathers the checks; for a person each is written as soon as it is known.
pub(super) struct Report {
    json: bool,
    checks: Vec<Check>,
    written: io::Result<()>,
}

impl Report {
    pub(super) fn new(json: bool) -> Self {
        Self { json, checks: Vec::new(), written: Ok(()) }
    }

    pub(super) fn add(&mut self, check: Check) {
        if !self.json && self.written.is_ok() {
            self.written = write(&check);
        }
        self.checks.push(check);
    }

    /// Ends the report and answers the exit code.
    pub(super) fn finish(self) -> anyhow::Result<u8> {
        let count = |status| self.checks.iter().filter(|check| check.status == status).count();
        let (problems, warnings) = (count(Status::Problem), count(Status::Warning));
        let written = if self.json {
            let answer = serde_json::json!({
                "version": env!("CARGO_PKG_VERSION"),
                "ok": problems == 0,
                "problems": problems,
                "warnings": warnings,
                "checks": self.checks,
            });
            writeln!(io::stdout(), "{answer:#}")
        } else {
            self.written.and_then(|()| {
                let end = match (problems, warnings) {
                    (0, 0) => "all is well".to_owned(),
                    (problems, warnings) => {
                        format!(
                            "{} and {}",
                            counted(problems, "problem"),
                            counted(warnings, "warning")
                        )
                    }
                };
                writeln!(io::stdout(), "\n{end}")
            })
        };
        match written {
            // The reader has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            written => written.context("stdout cannot be written")?,
        }
        Ok(if problems == 0 { GOOD } else { PROBLEM })
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

fn write(check: &Check) -> io::Result<()> {
    let (word, colour) = match check.status {
        Status::Ok => ("ok", AnsiColor::Green),
        Status::Warning => ("warning", AnsiColor::Yellow),
        Status::Problem => ("problem", AnsiColor::Red),
    };
    let style = Style::new().bold().fg_color(Some(colour.into()));
    let mut stdout = anstream::stdout().lock();
    writeln!(stdout, "{style}{word:<8}{style:#} {:<14} {}", check.name, check.message)?;
    if !check.fix.is_empty() {
        writeln!(stdout, "{:<23} fix: {}", "", check.fix)?;
    }
    stdout.flush()
}
