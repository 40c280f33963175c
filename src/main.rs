//! Parses the command line, runs one command and ends with its exit code.

use std::process::ExitCode;

use mcp_defectdojo::{cli, config::Environment};

fn main() -> ExitCode {
    cli::run(std::env::args_os(), Environment::of_process())
}
