//! `completions SHELL`: prints the script that completes commands and options in a shell.

use clap::{Args, Command};
use clap_complete::Shell;

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell that the script is for
    shell: Shell,
}

pub(super) fn run(args: &CompletionsArgs, command: &mut Command) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, command, "mcp-defectdojo", &mut script);
    super::print(&script)
}
