//! The command line: one command a file, `serve` when none is given.

mod audit;
mod check;
mod completions;
mod demo;
mod flags;
mod help;
mod man;
mod migrate;
pub mod screen;
mod serve;
mod token;

use std::{
    ffi::OsString,
    io::{self, IsTerminal as _, Write as _},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use self::flags::Flags;
use crate::{
    config::{Config, Environment, Notice, Sources, settings::TransportKind},
    log::{self, Level},
};

/// All went well.
pub const GOOD: u8 = 0;
/// The command found something wrong, or could not do its work.
pub const PROBLEM: u8 = 1;
/// The command line was wrong.
pub const USAGE: u8 = 3;

/// An MCP server for DefectDojo: findings, scans and triage for AI clients.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(flatten)]
    serve: ServeArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve MCP clients (the default)
    Serve(ServeArgs),
    /// Show a triage on an embedded DefectDojo, and serve it
    Demo(demo::DemoArgs),
    /// Find what is wrong with settings, DefectDojo or the way to it
    Check(check::CheckArgs),
    /// Say what becomes of the Python package's settings
    Migrate(migrate::MigrateArgs),
    /// Verify, prove and show what the audit log holds
    Audit(audit::AuditArgs),
    /// Judge text for instructions to a model and for credentials
    Screen(screen::Args),
    /// Make tokens for callers on the network
    Token(token::Args),
    /// Print a completion script for a shell
    Completions(completions::CompletionsArgs),
    /// Print the manual, or write its pages, for whoever packages this
    #[command(hide = true)]
    Man(man::ManArgs),
}

#[derive(Debug, Args)]
struct ServeArgs {
    /// Work on an embedded DefectDojo with made-up findings
    #[arg(long)]
    demo: bool,
    /// Read settings from this TOML file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Read variables from this file instead of .env
    #[arg(long, value_name = "FILE")]
    env_file: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
}

impl ServeArgs {
    fn sources(self, environment: Environment) -> Sources {
        Sources {
            flags: self.flags.0,
            environment,
            env_file: self.env_file,
            config_file: self.config,
            directory: PathBuf::from("."),
            demo: self.demo,
        }
    }
}

/// Runs the command that `arguments` ask for and answers the process's exit code.
pub fn run(arguments: impl IntoIterator<Item = OsString>, environment: Environment) -> ExitCode {
    let parsed = command()
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let code = match parsed {
        Ok(cli) => {
            let command = cli.command.unwrap_or(Command::Serve(cli.serve));
            match command {
                Command::Serve(args) => serve(args, environment),
                Command::Check(args) => check::run(args, environment),
                Command::Migrate(args) => migrate::run(args, environment),
                Command::Audit(args) => audit::run(args, environment),
                Command::Demo(args) => ended(demo::run(&args)),
                Command::Screen(args) => {
                    ended(screen::run(args, io::stdin().lock(), io::stdout().lock()))
                }
                Command::Token(args) => ended(token::run(&args)),
                Command::Completions(args) => {
                    ended(completions::run(&args, &mut command_for_scripts()))
                }
                Command::Man(args) => ended(man::run(&args, command_for_scripts())),
            }
        }
        Err(error) => {
            // Help and version are answers, not errors. Where they cannot be written there is nobody to tell.
            let code = if error.use_stderr() { USAGE } else { GOOD };
            error.print().ok();
            code
        }
    };
    ExitCode::from(code)
}

fn command() -> clap::Command {
    help::with_environment(Cli::command())
}

/// Completion scripts and the manual describe the commands without the texts that follow them.
fn command_for_scripts() -> clap::Command {
    Cli::command()
}

fn serve(args: ServeArgs, environment: Environment) -> u8 {
    let config = match Config::load(args.sources(environment)) {
        Ok(config) => config,
        Err(report) => {
            complain(&report.to_string());
            return if report.is_usage() { USAGE } else { PROBLEM };
        }
    };
    let redactor = config.presentation().redactor;
    let redact: log::Redact = Arc::new(move |text| redactor.redact(text).into_owned().into());
    let flush = match log::start(config.log_level, redact).context("logging cannot start") {
        Ok(flush) => flush,
        Err(error) => return ended(Err(error)),
    };
    announce(&config);
    let code = ended(serve::run(&config));
    drop(flush);
    code
}

/// The line that says what runs, and what the operator should know about it.
fn announce(config: &Config) {
    tracing::info!("{}", config.start_line());
    for Notice { level, message } in &config.notices {
        match level {
            Level::Debug => tracing::debug!("{message}"),
            Level::Info => tracing::info!("{message}"),
            Level::Warning => tracing::warn!("{message}"),
            Level::Error => tracing::error!("{message}"),
            Level::Critical => tracing::error!(critical = true, "{message}"),
        }
    }
    if config.transport.kind == TransportKind::Stdio && io::stdin().is_terminal() {
        tracing::info!(
            "an MCP client is meant to speak on standard input, which is a terminal: Ctrl-D leaves; \
             `mcp-defectdojo demo` shows what this server does, `mcp-defectdojo check` tries the settings"
        );
    }
}

/// The exit code of a command's end, its error told on stderr.
fn ended(result: anyhow::Result<()>) -> u8 {
    match result {
        Ok(()) => GOOD,
        Err(error) => {
            complain(&format!("{}\n", in_full(&error)));
            PROBLEM
        }
    }
}

/// An error and its causes, each of them once: many a text tells its cause itself.
fn in_full(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |told, cause| match told.as_str() {
        "" => cause,
        told if told.contains(&cause) => told.to_owned(),
        told => format!("{told}: {cause}"),
    })
}

/// What could not be done, from an error that names it.
fn cannot(error: impl std::error::Error) -> anyhow::Error {
    anyhow::anyhow!("cannot {error}")
}

/// Tells a person what went wrong, in red where stderr is a terminal and `NO_COLOR` is not set.
fn complain(text: &str) {
    let red = clap::builder::styling::AnsiColor::Red.on_default().bold();
    // A closed stderr is no reason to panic.
    write!(anstream::stderr(), "{red}mcp-defectdojo:{red:#} {text}").ok();
}

/// Writes an answer to stdout. Only for commands that do not speak MCP there.
fn print(text: &[u8]) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text).and_then(|()| stdout.flush()) {
        // The reader has seen enough, like `head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("stdout cannot be written"),
    }
}
