//! `migrate`: reads what the Python package was configured with and says, line by line, what becomes of it here.

mod report;
mod rules;

use std::{fs, path::PathBuf};

use clap::Args;

use self::{
    report::{Line, Report},
    rules::{DEFAULTS, Verdict},
};
use super::{GOOD, PROBLEM, USAGE, complain, ended};
use crate::{
    config::{Environment, Notice, Place, Problem, Setting, Sources, Survey},
    log::Level,
};

#[derive(Debug, Args)]
pub(super) struct MigrateArgs {
    /// The .env file; without it, the environment and the .env of this folder
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Answer as one JSON object
    #[arg(long)]
    json: bool,
}

/// The exit code: 0 when this server starts with the same settings, 1 when something stops it, 3 for a file that cannot be read.
pub(super) fn run(args: MigrateArgs, environment: Environment) -> u8 {
    let sources = match args.file {
        None => Sources { environment, directory: PathBuf::from("."), ..Sources::default() },
        Some(file) => {
            if let Err(error) = fs::read_to_string(&file) {
                complain(&format!("{} cannot be read: {error}\n", file.display()));
                return USAGE;
            }
            Sources { env_file: Some(file), ..Sources::default() }
        }
    };
    let report = report(&Survey::of(sources));
    let code = if report.problems() == 0 { GOOD } else { PROBLEM };
    match report.write(args.json) {
        Ok(()) => code,
        Err(error) => ended(Err(error)),
    }
}

fn report(survey: &Survey) -> Report {
    let (problems, notices) = match &survey.outcome {
        Ok(config) => (&[][..], &config.notices[..]),
        Err(report) => (&report.problems[..], &report.notices[..]),
    };
    let mut report = Report::default();
    for setting in &survey.settings {
        report.settings.push(line(setting, survey, problems, notices));
    }
    let is_told =
        |problem: &&Problem| survey.settings.iter().any(|setting| is_about(problem, setting));
    for problem in problems.iter().filter(|problem| !is_told(problem)) {
        let line = Line::new(&problem.variable, Verdict::Problem, problem.allowed.clone());
        report.missing.push(Line { fix: problem.fix.clone(), ..line });
    }
    // Where nothing is set there is nothing to compare with.
    let defaults = DEFAULTS.iter().filter(|_| !survey.settings.is_empty());
    for default in defaults.filter(|default| (default.applies)(survey)) {
        let what = default.what.to_owned();
        report.defaults.push(Line::new(default.variable.name, Verdict::Differs, what));
    }
    for notice in notices.iter().filter(|notice| notice.level >= Level::Info) {
        if !survey.settings.iter().any(|setting| names(notice, setting)) {
            report.notices.push(notice.message.clone());
        }
    }
    report
}

/// What becomes of one value: what is wrong with it comes before what is known about it.
fn line(setting: &Setting, survey: &Survey, problems: &[Problem], notices: &[Notice]) -> Line {
    let place = match &setting.place {
        Place::File(path) => path.clone(),
        Place::Environment | Place::Flag => "the environment".to_owned(),
    };
    let problem = problems.iter().find(|problem| is_about(problem, setting));
    let (verdict, what) = match (problem, &setting.loses_to) {
        (Some(problem), _) => (Verdict::Problem, problem.allowed.clone()),
        (None, Some(name)) if *name == setting.name => {
            (Verdict::Unused, "is not used: the environment sets it too, and wins".to_owned())
        }
        (None, Some(name)) => (Verdict::Unused, format!("is not used: {name} wins")),
        (None, None) => rules::judge(setting, survey),
    };
    let mut notes = Vec::new();
    if verdict != Verdict::Unused {
        notes.extend(problem.and_then(|_| rules::before(setting)).map(str::to_owned));
        let own = notices.iter().filter(|notice| names(notice, setting));
        notes.extend(own.map(|notice| notice.message.clone()));
    }
    Line {
        place: Some(place),
        line: setting.line,
        value: setting.shown(),
        fix: problem.and_then(|problem| problem.fix.clone()),
        notes,
        ..Line::new(&setting.name, verdict, what)
    }
}

/// Whether a problem is with a setting, which may have been given under an older name of its variable.
fn is_about(problem: &Problem, setting: &Setting) -> bool {
    problem.variable == setting.name
        || (problem.variable == setting.variable.name && setting.loses_to.is_none())
}

/// Whether a notice is about a setting.
fn names(notice: &Notice, setting: &Setting) -> bool {
    notice
        .message
        .split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .any(|word| word == setting.name)
}
