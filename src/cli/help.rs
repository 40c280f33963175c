//! What `--help` says about the environment, made from the table of variables.

use std::fmt::Write as _;

use clap::Command;

use crate::config::variables::{GROUPS, Group, Variable};

/// Adds the groups of variables to the command's help, and every single one to that of `serve`.
pub(super) fn with_environment(command: Command) -> Command {
    command.after_help(groups()).mut_subcommand("serve", |serve| serve.after_long_help(every()))
}

/// One paragraph a group, names only and the first of them, so that the whole help fits a screen.
fn groups() -> String {
    const WIDTH: usize = 96;
    const INDENT: usize = 23;
    const LINES: usize = 2;
    /// Room for saying how many more there are.
    const MORE: usize = 13;
    let mut text = "Environment (each explained by: mcp-defectdojo serve --help):\n".to_owned();
    for (group, names) in grouped() {
        let mut line = format!("  {:<1$}", group.title(), INDENT - 2);
        let mut full = 0;
        for (at, variable) in names.iter().enumerate() {
            let left = names.len() - at;
            let separator = if left > 1 { "," } else { "" };
            let room = if full + 1 == LINES && left > 1 { WIDTH - MORE } else { WIDTH };
            if line.len() > INDENT && line.len() + variable.name.len() + 1 > room {
                if full + 1 == LINES {
                    write!(line, "and {left} more").ok();
                    break;
                }
                full += 1;
                text.push_str(line.trim_end());
                text.push('\n');
                line = " ".repeat(INDENT);
            }
            line = format!("{line}{}{separator} ", variable.name);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text.push_str(
        "A secret may stand in a file: NAME_FILE names it. Exit codes: 0 good, 1 problem, 3 usage.",
    );
    text
}

/// Each variable with its default and its first sentence.
fn every() -> String {
    let mut text = "Environment:\n".to_owned();
    for (group, variables) in grouped() {
        writeln!(text, "\n  {}", group.title()).ok();
        for variable in variables {
            let default = match (variable.default, variable.otherwise) {
                ("", "") => String::new(),
                ("", words) => format!(" ({words})"),
                (default, _) => format!(" [{default}]"),
            };
            let sentence = variable.sentence().replace('`', "");
            writeln!(text, "    {}{default}\n        {sentence}", variable.name).ok();
        }
    }
    text.push_str(
        "\nA secret may stand in a file: NAME_FILE names it, as in DEFECTDOJO_API_KEY_FILE.",
    );
    text
}

/// The variables that work, group by group.
pub(super) fn grouped() -> impl Iterator<Item = (Group, Vec<&'static Variable>)> {
    GROUPS.into_iter().filter_map(|(group, variables)| {
        let built: Vec<_> =
            variables.iter().filter(|variable| variable.feature.is_built()).collect();
        (!built.is_empty()).then_some((group, built))
    })
}
