//! The configuration, loaded as `serve` loads it, from an environment that each test makes itself.

mod callers;
mod documents;
mod rules;
mod sources;

use std::path::Path;

use mcp_defectdojo::config::{Config, Environment, Notice, Report, Sources};

/// A secret of this test run's making: nothing in the repository is shaped like a credential.
fn secret(of: &str) -> String {
    [of, "-4f9c", "0a77-", of, "-e1b2"].concat()
}

/// The least that a server needs, and what a test adds to it.
fn with(more: &[(&str, &str)]) -> Sources {
    let key = secret("dojo");
    let mut variables = vec![("DEFECTDOJO_URL", "https://dojo.test"), ("DEFECTDOJO_API_KEY", &key)];
    variables.retain(|(name, _)| !more.iter().any(|(other, _)| name == other));
    variables.extend_from_slice(more);
    alone(&variables)
}

/// Nothing but what a test sets.
fn alone(variables: &[(&str, &str)]) -> Sources {
    Sources {
        environment: variables.iter().copied().collect::<Environment>(),
        // No `.env` here, and none can be: it is a file.
        directory: Path::new(file!()).to_owned(),
        ..Sources::default()
    }
}

fn load(more: &[(&str, &str)]) -> Config {
    Config::load(with(more)).unwrap_or_else(|report| panic!("{more:?}\n{report}"))
}

/// The problems' lines, one each, as an operator reads them.
fn problems(sources: Sources) -> Vec<String> {
    match Config::load(sources) {
        Ok(config) => panic!("should have been refused: {config:?}"),
        Err(report) => lines(&report),
    }
}

fn lines(report: &Report) -> Vec<String> {
    report.problems.iter().map(ToString::to_string).collect()
}

fn said(notices: &[Notice]) -> Vec<String> {
    notices.iter().map(|notice| format!("{} {}", notice.level, notice.message)).collect()
}

/// A network transport with all that it demands.
fn network<'a>(
    key: &'a str,
    binding: &'a str,
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut variables = vec![
        ("MCP_TRANSPORT", "streamable-http"),
        ("AUDIT_HMAC_KEY", key),
        ("MCP_ROLE_CI", binding),
    ];
    variables.extend_from_slice(more);
    variables
}
