//! Takes values out of the sources, parsed, and gathers what is wrong with them.

use secrecy::SecretString;

use super::{
    report::{Problem, Report},
    source::{Found, Layers},
    value::{Parsed, Refused},
    variables::Variable,
};
use crate::log::Level;

pub(super) struct Reader {
    pub(super) layers: Layers,
    pub(super) report: Report,
    pub(super) secrets: Vec<SecretString>,
}

impl Reader {
    pub(super) fn new(layers: Layers, report: Report) -> Self {
        Self { layers, report, secrets: Vec::new() }
    }

    /// The value as it stands in the winning source; a variable of a part that this build has not is refused.
    pub(super) fn found(&mut self, variable: &Variable) -> Option<Found> {
        let found = self.layers.find(variable, &mut self.report)?;
        if !variable.feature.is_built() {
            self.report.problem(
                found
                    .problem("is not available in this version")
                    .fix("remove it or use a later version"),
            );
            return None;
        }
        Some(found)
    }

    /// The parsed value, if one is set. A wrong one is noted as a problem.
    pub(super) fn optional<T>(
        &mut self,
        variable: &Variable,
        parse: impl Fn(&str) -> Parsed<T>,
    ) -> Option<T> {
        let found = self.found(variable)?;
        match parse(&found.text) {
            Ok(value) => Some(value),
            Err(refused) => {
                self.report.problem(problem(variable, &found, refused));
                None
            }
        }
    }

    /// The parsed value, or the table's default, which stands in for a wrong one as well so that all else is checked.
    pub(super) fn value<T>(&mut self, variable: &Variable, parse: impl Fn(&str) -> Parsed<T>) -> T {
        self.optional(variable, &parse).unwrap_or_else(|| {
            parse(variable.default).expect("the default of every variable can be parsed")
        })
    }

    /// A secret, which from here on is redacted wherever it turns up.
    pub(super) fn secret(&mut self, variable: &Variable) -> Option<(Found, SecretString)> {
        let found = self.found(variable)?;
        let secret = self.keep(&found.text, &found.name);
        Some((found, secret))
    }

    /// Remembers a secret for redaction and warns about one too short to be told from ordinary words.
    pub(super) fn keep(&mut self, text: &str, name: &str) -> SecretString {
        const SHORTEST: usize = 8;
        if text.chars().count() < SHORTEST {
            self.report.notice(
                Level::Warning,
                format!(
                    "{name} is shorter than {SHORTEST} characters: it is easily guessed and is not redacted from answers"
                ),
            );
        }
        let secret = SecretString::from(text);
        self.secrets.push(secret.clone());
        secret
    }

    pub(super) fn problem(&mut self, problem: Problem) {
        self.report.problem(problem);
    }

    pub(super) fn notice(&mut self, level: Level, message: impl Into<String>) {
        self.report.notice(level, message);
    }
}

fn problem(variable: &Variable, found: &Found, refused: Refused) -> Problem {
    let problem = found.problem(refused.allowed);
    let problem = if variable.secret { problem } else { problem.value(&found.text) };
    match (refused.meant, variable.example) {
        (Some(meant), _) => problem.fix(format!("did you mean {meant}?")),
        (None, "") => problem,
        (None, example) => problem.fix(format!("try {example}")),
    }
}
