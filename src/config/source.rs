//! Where values come from: flags, the environment, a `.env` file, a configuration file, and files that hold secrets.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    path::PathBuf,
};

use super::{
    env_file::EnvFile,
    files::{from_config_file, from_env_file, secret_file},
    names::{is_known, is_ours, variable_of},
    report::{Place, Problem, Report},
    survey::Setting,
    variables::{self, Variable},
};
use crate::log::Level;

/// Everything that a configuration is made of. The tests fill it with their own.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Values from the command line, by the variable's name.
    pub flags: Vec<(&'static str, String)>,
    pub environment: Environment,
    /// `--env-file`: the `.env` file to read instead of the one in `directory`.
    pub env_file: Option<PathBuf>,
    /// `--config`: a TOML file.
    pub config_file: Option<PathBuf>,
    /// Where `.env` is looked for: the working directory.
    pub directory: PathBuf,
    /// `--demo`: the embedded DefectDojo is used and `DEFECTDOJO_*` is not.
    pub demo: bool,
}

/// The process's variables.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    values: BTreeMap<String, String>,
    /// Names whose values are not Unicode.
    broken: BTreeSet<String>,
}

impl Environment {
    /// The one place where the process's environment is read.
    #[expect(clippy::disallowed_methods, reason = "this is the configuration module")]
    pub fn of_process() -> Self {
        std::env::vars_os().collect()
    }
}

impl Environment {
    /// The proxies that the environment names, in the order in which HTTP clients look for them.
    pub fn proxies(&self) -> Vec<Proxy> {
        let is_set = |name: &&str| self.values.get(*name).is_some_and(|value| !value.is_empty());
        let names =
            ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
        names.into_iter().filter(is_set).map(|variable| Proxy { variable }).collect()
    }
}

/// A variable that sends requests through a proxy. Its value may hold a password and is not kept.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Proxy {
    pub variable: &'static str,
}

impl Proxy {
    /// Whether requests to URLs of this scheme go through it.
    pub fn is_for(self, scheme: &str) -> bool {
        let (of, _) = self.variable.split_once('_').unwrap_or_default();
        of.eq_ignore_ascii_case("all") || of.eq_ignore_ascii_case(scheme)
    }
}

impl FromIterator<(OsString, OsString)> for Environment {
    fn from_iter<I: IntoIterator<Item = (OsString, OsString)>>(variables: I) -> Self {
        let mut environment = Self::default();
        for (name, value) in variables {
            let Ok(name) = name.into_string() else { continue };
            match value.into_string() {
                Ok(value) => {
                    environment.values.insert(name, value);
                }
                Err(_) => {
                    environment.broken.insert(name);
                }
            }
        }
        environment
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Environment {
    fn from_iter<I: IntoIterator<Item = (&'a str, &'a str)>>(variables: I) -> Self {
        variables
            .into_iter()
            .map(|(name, value)| (OsString::from(name), OsString::from(value)))
            .collect()
    }
}

/// The sources in the order in which they win, each with the values it holds.
#[derive(Debug)]
pub(super) struct Layers {
    layers: Vec<Layer>,
    /// Where the settings come from, in words, for the start line.
    pub(super) summary: String,
}

#[derive(Debug)]
struct Layer {
    place: Place,
    /// By the name of the variable in upper case.
    values: BTreeMap<String, String>,
    /// Where the values stand in a `.env` file.
    lines: BTreeMap<String, usize>,
    /// A `.env` file that nobody named: it may belong to a repository that the user does not trust.
    is_found: bool,
}

/// A value and where it stood.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) text: String,
    /// The name as it was written there.
    pub(super) name: String,
    pub(super) place: Place,
}

impl Found {
    pub(super) fn problem(&self, allowed: impl Into<String>) -> Problem {
        Problem::new(self.name.clone(), allowed).place(self.place.clone())
    }
}

impl Sources {
    pub(super) fn read(self, report: &mut Report) -> Layers {
        let mut layers = Vec::new();
        let mut summary = Vec::new();
        if !self.flags.is_empty() {
            summary.push("flags".to_owned());
        }
        let flags = self.flags.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        layers.push(Layer::of(Place::Flag, flags.collect()));

        let names_dojo = self.names_dojo();
        let environment = from_environment(self.environment, report);
        if !environment.is_empty() {
            summary.push("the environment".to_owned());
        }
        layers.push(Layer::of(Place::Environment, environment));

        let found = (!names_dojo && self.config_file.is_none() && !self.demo)
            .then(|| self.directory.join(".env"))
            .filter(|path| path.is_file());
        let is_found = self.env_file.is_none();
        if let Some(path) = self.env_file.or(found) {
            summary.push(path.display().to_string());
            let EnvFile { values, lines, .. } = from_env_file(&path, is_found, report);
            let place = Place::File(path.display().to_string());
            layers.push(Layer { place, values, lines, is_found });
        } else if self.directory.join(".env").is_file() {
            let why =
                if self.demo { "the demo needs none" } else { "DefectDojo is named elsewhere" };
            report
                .notice(Level::Info, format!(".env is not read: {why}; --env-file .env reads it"));
        }

        if let Some(path) = self.config_file {
            summary.push(path.display().to_string());
            let values = from_config_file(&path, report);
            layers.push(Layer::of(Place::File(path.display().to_string()), values));
        }
        for layer in &mut layers {
            // An empty value means "not set": that is how compose files and client configurations write it.
            layer.values.retain(|_, value| !value.trim().is_empty());
        }
        let summary = if summary.is_empty() { "defaults".to_owned() } else { summary.join(", ") };
        Layers { layers, summary }
    }

    /// Whether flags or environment say where DefectDojo is or with which key: then a `.env` nearby is not meant.
    fn names_dojo(&self) -> bool {
        [
            variables::DEFECTDOJO_URL,
            variables::DEFECTDOJO_API_KEY,
            variables::DEFECTDOJO_READ_API_KEY,
            variables::DEFECTDOJO_WRITE_API_KEY,
        ]
        .iter()
        .any(|variable| {
            let in_file = format!("{}_FILE", variable.name);
            let is_set =
                |name| self.environment.values.get(name).is_some_and(|value| !value.is_empty());
            self.flags.iter().any(|(name, _)| *name == variable.name)
                || is_set(variable.name)
                || (variable.secret && is_set(&in_file))
        })
    }
}

impl Layers {
    /// The winning value of a variable, a secret's file read.
    pub(super) fn find(&self, variable: &Variable, report: &mut Report) -> Option<Found> {
        let layer = self
            .layers
            .iter()
            .find(|layer| variable.names().any(|name| layer.holds(name, variable.secret)))?;
        let mut found =
            variable.names().filter_map(|name| layer.find(name, variable.secret, report));
        let winner = found.next()?;
        if let Some(loser) = found.find(|other| other.text != winner.text) {
            report.notice(
                Level::Warning,
                format!("{} and {} are both set; {} wins", winner.name, loser.name, winner.name),
            );
        }
        Some(winner)
    }

    /// All values whose names start with `prefix`, each once, from the source that wins, in the order of their names.
    pub(super) fn family(&self, prefix: &str) -> Vec<Found> {
        let mut members = BTreeMap::new();
        for layer in &self.layers {
            for (name, text) in layer.values.range(prefix.to_owned()..) {
                if !name.starts_with(prefix) {
                    break;
                }
                members.entry(name.clone()).or_insert_with(|| Found {
                    text: text.clone(),
                    name: name.clone(),
                    place: layer.place.clone(),
                });
            }
        }
        members.into_values().collect()
    }

    /// Every value that there is, source by source, in the order of its file or of its name.
    pub(super) fn settings(&self) -> Vec<Setting> {
        let mut settings: Vec<Setting> = Vec::new();
        for (number, layer) in self.layers.iter().enumerate() {
            let mut own: Vec<_> = layer.values.iter().collect();
            own.sort_by_key(|(name, _)| layer.lines.get(*name));
            let here = own.into_iter().filter_map(|(name, text)| {
                let variable = variable_of(name)?;
                let line = layer.lines.get(name).copied();
                let place = (number, layer.place.clone());
                Some(Setting::new(name, variable, place, line, text.trim()))
            });
            settings.extend(here);
        }
        let winners: Vec<_> = settings
            .iter()
            .map(|setting| {
                let rivals = settings.iter().filter(|other| other.is_about_the_same(setting));
                let winner = rivals.min_by_key(|rival| rival.rank())?;
                Some((winner.rank(), winner.name.clone()))
            })
            .collect();
        for (setting, winner) in settings.iter_mut().zip(winners) {
            let rank = setting.rank();
            setting.loses_to = winner.filter(|(best, _)| *best != rank).map(|(_, name)| name);
        }
        settings
    }
}

impl Layer {
    fn of(place: Place, values: BTreeMap<String, String>) -> Self {
        Self { place, values, lines: BTreeMap::new(), is_found: false }
    }

    fn holds(&self, name: &str, secret: bool) -> bool {
        self.values.contains_key(name)
            || (secret && self.values.contains_key(&format!("{name}_FILE")))
    }

    fn find(&self, name: &str, secret: bool, report: &mut Report) -> Option<Found> {
        let plain = self.found(name);
        let file = if secret { self.found(&format!("{name}_FILE")) } else { None };
        match (plain, file) {
            (Some(_), Some(file)) => {
                report.problem(
                    file.problem(format!("stands beside {name}")).fix("set one of the two"),
                );
                None
            }
            (Some(mut plain), None) => {
                if self.is_found && name == variables::IMPORT_ROOTS.name {
                    report.problem(plain.problem(REFUSED_HERE).fix(NAME_IT));
                    return None;
                }
                if self.place == Place::Flag
                    && let Some(flag) = variables::all().find(|known| known.name == name)?.flag
                {
                    plain.name = format!("--{}", flag.name);
                }
                Some(plain)
            }
            (None, Some(file)) if self.is_found => {
                report.problem(file.problem(REFUSED_HERE).fix(NAME_IT));
                None
            }
            (None, Some(file)) => secret_file(file, report),
            (None, None) => None,
        }
    }

    fn found(&self, name: &str) -> Option<Found> {
        let text = self.values.get(name)?.trim().to_owned();
        Some(Found { text, name: name.to_owned(), place: self.place.clone() })
    }
}

/// A `.env` that came with a repository could otherwise send any file of the user to an address it names.
const REFUSED_HERE: &str = "names files, and this .env was found and not named";
const NAME_IT: &str = "start with --env-file .env if you trust it";

fn from_environment(environment: Environment, report: &mut Report) -> BTreeMap<String, String> {
    for name in environment.broken.iter().filter(|name| is_known(name)) {
        report.problem(Problem::new(name, "must be valid UTF-8"));
    }
    environment.values.into_iter().filter(|(name, _)| is_ours(name, report)).collect()
}
