//! Runs `mcp-defectdojo screen` on standard input or the files named.

use clap::Parser;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: mcp_defectdojo::cli::screen::Args,
}

fn main() -> anyhow::Result<()> {
    let output = std::io::BufWriter::new(std::io::stdout().lock());
    mcp_defectdojo::cli::screen::run(Command::parse().args, std::io::stdin().lock(), output)
}
