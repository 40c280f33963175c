//! What `migrate` found, for a person or as JSON.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
};

use anyhow::Context as _;
use clap::builder::styling::{AnsiColor, Style};
use serde::Serialize;

use super::rules::Verdict;

#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    /// What is set.
    pub(super) settings: Vec<Line>,
    /// What is not set and stops the start.
    pub(super) missing: Vec<Line>,
    /// What is not set, and means something else than it did.
    pub(super) defaults: Vec<Line>,
    /// What else is worth knowing.
    pub(super) notices: Vec<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Line {
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
    /// Never that of a secret.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    pub(super) verdict: Verdict,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(super) what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fix: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
}

impl Line {
    pub(super) fn new(name: &str, verdict: Verdict, what: String) -> Self {
        let name = name.to_owned();
        Self { name, place: None, line: None, value: None, verdict, what, fix: None, notes: vec![] }
    }
}

impl Report {
    pub(super) fn problems(&self) -> usize {
        let of_settings = self.settings.iter().filter(|line| line.verdict == Verdict::Problem);
        of_settings.count() + self.missing.len()
    }

    pub(super) fn write(&self, json: bool) -> anyhow::Result<()> {
        let mut out = anstream::stdout().lock();
        let text = if json { self.json() } else { self.text() };
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // The reader has seen enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.context("stdout cannot be written"),
        }
    }

    fn json(&self) -> String {
        let answer = serde_json::json!({
            "version": env!("CARGO_PKG_VERSION"),
            "ok": self.problems() == 0,
            "problems": self.problems(),
            "report": self,
        });
        format!("{answer:#}\n")
    }

    fn text(&self) -> String {
        let mut text = String::new();
        let mut place = None;
        for line in &self.settings {
            if place != line.place.as_ref() {
                let name = line.place.as_deref().unwrap_or_default();
                write!(text, "{}{name}:\n\n", if place.is_some() { "\n" } else { "" }).ok();
                place = line.place.as_ref();
            }
            set(&mut text, line);
        }
        if self.settings.is_empty() {
            text.push_str(
                "Nothing that the Python package reads is set here, and this folder has no .env.\n\
                 Name the file: mcp-defectdojo migrate FILE\n",
            );
        }
        let sections = [
            ("Not set, and needed:", &self.missing),
            ("Not set, and not what it was:", &self.defaults),
        ];
        for (title, lines) in sections.into_iter().filter(|(_, lines)| !lines.is_empty()) {
            write!(text, "\n{title}\n\n").ok();
            for line in lines {
                set(&mut text, line);
            }
        }
        if !self.notices.is_empty() {
            text.push_str("\nWorth knowing:\n\n");
            for notice in &self.notices {
                wrapped(&mut text, notice);
            }
        }
        let end = match self.problems() {
            0 => {
                "This server starts with these settings; mcp-defectdojo check asks DefectDojo too."
            }
            1 => "One problem stops the start.",
            _ => "These problems stop the start.",
        };
        write!(text, "\n{}. {end}\n", self.counts()).ok();
        text
    }

    fn counts(&self) -> String {
        let all = || self.settings.iter().chain(&self.missing).chain(&self.defaults);
        [
            (Verdict::Problem, "wrong"),
            (Verdict::Kept, "kept"),
            (Verdict::Better, "better"),
            (Verdict::Differs, "different"),
            (Verdict::New, "new"),
            (Verdict::Unused, "unused"),
        ]
        .map(|(verdict, word)| (all().filter(|line| line.verdict == verdict).count(), word))
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect::<Vec<_>>()
        .join(", ")
    }
}

/// One setting: what becomes of it, where it stands and what it is, then why.
fn set(text: &mut String, line: &Line) {
    let (word, colour) = match line.verdict {
        Verdict::Kept => ("kept", AnsiColor::Green),
        Verdict::Better => ("better", AnsiColor::Green),
        Verdict::Differs => ("differs", AnsiColor::Yellow),
        Verdict::New => ("new", AnsiColor::Cyan),
        Verdict::Unused => ("unused", AnsiColor::Yellow),
        Verdict::Problem => ("wrong", AnsiColor::Red),
    };
    let style = Style::new().bold().fg_color(Some(colour.into()));
    write!(text, "{style}{word:<8}{style:#} ").ok();
    if let Some(number) = line.line {
        write!(text, "{number:>3}  ").ok();
    }
    match (&line.value, &line.place) {
        (Some(value), _) => writeln!(text, "{} = {value}", line.name),
        (None, Some(_)) => writeln!(text, "{} (secret)", line.name),
        (None, None) => writeln!(text, "{}", line.name),
    }
    .ok();
    for why in [&line.what].into_iter().chain(&line.notes).filter(|why| !why.is_empty()) {
        wrapped(text, why);
    }
    if let Some(fix) = &line.fix {
        wrapped(text, &format!("fix: {fix}"));
    }
}

/// A text below its setting, within the width of a terminal.
fn wrapped(text: &mut String, words: &str) {
    const INDENT: &str = "         ";
    const WIDTH: usize = 96;
    let mut width = 0;
    for word in words.split_whitespace() {
        let length = word.chars().count();
        if width == 0 {
            text.push_str(INDENT);
        } else if width + 1 + length > WIDTH - INDENT.len() {
            text.push('\n');
            text.push_str(INDENT);
            text.push_str("  ");
            width = 2;
        } else {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += length;
    }
    text.push('\n');
}
