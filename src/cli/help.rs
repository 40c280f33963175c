//! What `--help` says about the environment, made from the table of variables.

use std::fmt::Write as _;

use clap::{Command, builder::styling::Style};

use crate::config::variables::{GROUPS, Group, Variable};

/// What belongs together, in the order in which people need it.
const COMMANDS: [(&str, &[&str]); 3] = [
    ("Begin", &["demo", "check", "migrate"]),
    ("Serve", &["serve", "token"]),
    ("Look after it", &["audit", "screen", "completions"]),
];

/// Gives the command a help of one screen, and `serve` every single variable.
pub(super) fn with_environment(command: Command) -> Command {
    let help = screen(&command);
    command.override_help(help).mut_subcommand("serve", |serve| serve.after_long_help(every()))
}

/// At most 24 lines of 80 columns.
fn screen(command: &Command) -> String {
    let heading = Style::new().bold().underline();
    let name = Style::new().bold();
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    let mut text = format!(
        "{about}\n\n{heading}Usage:{heading:#} {name}mcp-defectdojo{name:#} [OPTIONS] [COMMAND]\n\n"
    );
    for (title, commands) in COMMANDS {
        writeln!(text, "{heading}{title}:{heading:#}").ok();
        for command in commands.iter().filter_map(|known| command.find_subcommand(known)) {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            writeln!(text, "  {name}{:<12}{name:#} {about}", command.get_name()).ok();
        }
    }
    writeln!(text, "\n{heading}Options{heading:#} of serve, the default:").ok();
    let options = command.get_arguments().filter_map(|option| {
        let is_switch = !option.get_action().takes_values() || option.is_require_equals_set();
        let values = option.get_value_names().filter(|_| !is_switch).unwrap_or_default();
        let value = values.first().map(|value| format!(" <{value}>")).unwrap_or_default();
        Some(format!("--{}{value}", option.get_long()?))
    });
    lines(&mut text, options);
    write!(
        text,
        "{heading}Environment:{heading:#} DEFECTDOJO_URL and DEFECTDOJO_API_KEY are needed; every variable\n  \
         is explained by mcp-defectdojo serve --help, group by group.\n\
         Exit codes: 0 good, 1 problem, 2 unproven audit log, 3 usage.\n"
    )
    .ok();
    text
}

/// Words with commas between them, in indented lines.
fn lines(text: &mut String, words: impl Iterator<Item = String>) {
    const WIDTH: usize = 79;
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && line.len() + word.len() + 4 > WIDTH {
            writeln!(text, "  {line},").ok();
            line.clear();
        }
        let separator = if line.is_empty() { "" } else { ", " };
        write!(line, "{separator}{word}").ok();
    }
    writeln!(text, "  {line}").ok();
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
