//! Reads the files that hold settings: `.env`, the configuration file, and files that hold one secret.

use std::{collections::BTreeMap, fs, path::Path};

use super::{
    env_file::{self, EnvFile},
    names::{is_known, is_ours, nearest_variable},
    report::{Notice, Place, Problem, Report},
    source::Found,
};
use crate::log::Level;

pub(super) fn from_env_file(path: &Path, is_found: bool, report: &mut Report) -> EnvFile {
    let place = Place::File(path.display().to_string());
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let name = if is_found { ".env" } else { "--env-file" };
            report.problem(
                Problem::new(name, format!("names a file that cannot be read ({error})"))
                    .place(place),
            );
            return EnvFile::default();
        }
    };
    let mut file = env_file::parse(&text);
    for line in std::mem::take(&mut file.unreadable) {
        match line.name.filter(|name| is_known(name)) {
            Some(name) => report.problem(
                Problem::new(name, format!("cannot be read from line {}: {}", line.line, line.why))
                    .place(place.clone()),
            ),
            None => report.notices.push(Notice {
                level: Level::Warning,
                message: format!(
                    "line {} of {} is skipped: {}",
                    line.line,
                    path.display(),
                    line.why
                ),
            }),
        }
    }
    file.values.retain(|name, _| is_ours(name, report));
    file
}

/// A flat table: the variables' names in lower case, values as strings, numbers, booleans or lists of strings.
pub(super) fn from_config_file(path: &Path, report: &mut Report) -> BTreeMap<String, String> {
    let place = Place::File(path.display().to_string());
    let table = fs::read_to_string(path)
        .map_err(|error| format!("names a file that cannot be read ({error})"))
        .and_then(|text| {
            // The parser's own message quotes the line, which may hold a secret.
            text.parse::<toml::Table>()
                .map_err(|error| format!("names a file that is not TOML ({})", error.message()))
        });
    let table = match table {
        Ok(table) => table,
        Err(why) => {
            report.problem(Problem::new("--config", why).place(place));
            return BTreeMap::new();
        }
    };
    let mut values = BTreeMap::new();
    for (key, value) in table {
        let name = key.to_ascii_uppercase();
        if key != key.to_ascii_lowercase() || !is_known(&name) {
            let problem = Problem::new(&key, "is not a setting").place(place.clone());
            report.problem(match nearest_variable(&name) {
                Some(near) => problem.fix(format!("did you mean {}?", near.to_ascii_lowercase())),
                None => problem.fix("docs/configuration.md lists them"),
            });
            continue;
        }
        match as_text(&value).or_else(|| tables(&value)) {
            Some(text) => {
                values.insert(name, text);
            }
            None => report.problem(
                Problem::new(&key, "must be a string, a number, a boolean or a list of strings")
                    .place(place.clone()),
            ),
        }
    }
    values
}

fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        toml::Value::Array(list) => {
            let parts: Option<Vec<_>> =
                list.iter().map(|part| part.as_str().filter(|part| !part.contains(','))).collect();
            parts.map(|parts| parts.join(","))
        }
        toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}

/// A list of tables, as the JSON that the same setting takes elsewhere. Nothing but such a setting reads it.
fn tables(value: &toml::Value) -> Option<String> {
    let is_list = value.as_array().is_some_and(|list| list.iter().all(toml::Value::is_table));
    is_list.then(|| serde_json::to_string(value).ok()).flatten()
}

/// Reads the secret that a `_FILE` variable points to, without the line end that editors and `echo` leave.
pub(super) fn secret_file(file: Found, report: &mut Report) -> Option<Found> {
    const LARGEST: u64 = 64 * 1024;
    let path = Path::new(&file.text);
    let text = match fs::metadata(path) {
        Ok(about) if about.len() > LARGEST => Err("holds more than 64 KiB".to_owned()),
        Ok(_) => fs::read_to_string(path).map_err(|error| error.to_string()),
        Err(error) => Err(error.to_string()),
    };
    match text {
        Ok(text) if !text.trim().is_empty() => {
            Some(Found { text: text.trim_end_matches(['\r', '\n']).to_owned(), ..file })
        }
        Ok(_) => {
            report.problem(file.problem("names an empty file").value(&file.text));
            None
        }
        Err(why) => {
            let problem = file.problem(format!("names a file that cannot be read ({why})"));
            report.problem(problem.value(&file.text).fix("check the path and who may read it"));
            None
        }
    }
}
