//! `man`: the manual's pages, made from the commands, the options and the table of variables.

use std::{fs, io, path::PathBuf};

use anyhow::Context as _;
use clap::{Args, Command};
use clap_mangen::{
    Man,
    roff::{Roff, bold, italic, roman},
};

use super::help;

#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// Write mcp-defectdojo.1 and a page for each command into this folder, instead of the first to stdout
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

pub(super) fn run(args: &ManArgs, command: Command) -> anyhow::Result<()> {
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let main = main_page(&command).context("the page cannot be made")?;
    let Some(folder) = &args.folder else { return super::print(&main) };
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(folder.join("mcp-defectdojo.1"), main))
        .and_then(|()| pages_below(&command, folder))
        .with_context(|| format!("{} cannot be written; name another folder", folder.display()))
}

fn pages_below(command: &Command, folder: &PathBuf) -> io::Result<()> {
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        page(below).generate_to(folder)?;
        pages_below(below, folder)?;
    }
    Ok(())
}

fn page(command: &Command) -> Man {
    let source = concat!("mcp-defectdojo ", env!("CARGO_PKG_VERSION"));
    Man::new(command.clone()).source(source).manual("User Commands")
}

/// The page that says what holds for every command.
fn main_page(command: &Command) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let page = page(command);
    page.render_title(&mut text)?;
    page.render_name_section(&mut text)?;
    page.render_synopsis_section(&mut text)?;
    page.render_description_section(&mut text)?;
    page.render_options_section(&mut text)?;
    page.render_subcommands_section(&mut text)?;
    environment().to_writer(&mut text)?;
    files().to_writer(&mut text)?;
    exit_status().to_writer(&mut text)?;
    Ok(text)
}

fn environment() -> Roff {
    let mut roff = Roff::new();
    // Names must be found by searching: no hyphens in them.
    roff.control("nh", []);
    roff.control("SH", ["ENVIRONMENT"]);
    roff.text([roman(
        "The environment wins over a .env file, a .env file over a configuration file, and an option over all. \
         A secret may stand in a file that NAME_FILE names.",
    )]);
    for (group, variables) in help::grouped() {
        roff.control("SS", [group.title()]);
        for variable in variables {
            roff.control("TP", []);
            let default = match (variable.default, variable.otherwise) {
                ("", "") => String::new(),
                ("", words) => format!(" ({words})"),
                (default, _) => format!(" [{default}]"),
            };
            roff.text([bold(variable.name), roman(default)]);
            roff.text([roman(variable.paragraph().replace(['`', '*'], ""))]);
        }
    }
    roff
}

fn files() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["FILES"]);
    for (path, what) in [
        (
            ".env",
            "Variables of the working directory, read where neither DEFECTDOJO_URL nor a key is set.",
        ),
        (
            "/etc/mcp-defectdojo/env",
            "Variables of the service, where the Debian package or the unit is installed.",
        ),
        ("/var/log/mcp-defectdojo/audit.log", "The audit log of the service."),
    ] {
        roff.control("TP", []);
        roff.text([italic(path)]);
        roff.text([roman(what)]);
    }
    roff
}

fn exit_status() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for (code, meaning) in [
        ("0", "All went well."),
        ("1", "Something is wrong, or could not be done."),
        ("2", "An audit log that is neither proven nor shown to be tampered with."),
        ("3", "The command line was wrong."),
    ] {
        roff.control("TP", []);
        roff.text([bold(code)]);
        roff.text([roman(meaning)]);
    }
    roff
}
