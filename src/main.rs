//! Parses the command line, runs one command and ends with its exit code.

use std::process::ExitCode;

use mcp_defectdojo::{cli, config::Environment};
use mimalloc::MiMalloc;

/// A call makes a thousand small things on one thread and often drops them on another; the C libraries' allocators, that
/// of musl above all, take a fifth of its time for that.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::run(std::env::args_os(), Environment::of_process())
}
