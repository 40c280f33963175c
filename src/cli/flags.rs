//! The options that stand for a variable, made from the table of variables.

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use crate::config::variables::{self, Flag, Variable};

/// The values given on the command line, by the variable's name.
#[derive(Clone, Debug, Default)]
pub(super) struct Flags(pub(super) Vec<(&'static str, String)>);

impl Args for Flags {
    fn augment_args(command: Command) -> Command {
        command.args(with_flag().map(|(flag, variable)| {
            let help = match variable.default {
                "" => flag.help.to_owned(),
                default => format!("{} [default: {default}]", flag.help),
            };
            let arg = Arg::new(variable.name).long(flag.name).value_name(variable.takes).help(help);
            if flag.is_switch {
                arg.num_args(0..=1).require_equals(true).default_missing_value("true")
            } else {
                arg
            }
        }))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Flags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let values = with_flag().filter_map(|(_, variable)| {
            let value = matches.get_one::<String>(variable.name)?;
            Some((variable.name, value.clone()))
        });
        Ok(Self(values.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn with_flag() -> impl Iterator<Item = (Flag, &'static Variable)> {
    variables::built().filter_map(|variable| Some((variable.flag?, variable)))
}
