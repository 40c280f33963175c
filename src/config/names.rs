//! Which names are settings of this server, and which are only nearly ones.

use super::{
    report::{Report, nearest},
    variables::{self, Variable},
};
use crate::log::Level;

/// Whether a variable is for this server; a name that is only nearly one is worth a word.
pub(super) fn is_ours(name: &str, report: &mut Report) -> bool {
    if is_known(name) {
        return true;
    }
    let ours = PREFIXES.iter().any(|prefix| name.starts_with(prefix)) && !FOREIGN.contains(&name);
    let near = nearest_variable(name);
    if ours || near.is_some() {
        let hint = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        report.notice(Level::Warning, format!("{name} is not a setting of this server{hint}"));
    }
    false
}

pub(super) fn is_known(name: &str) -> bool {
    variable_of(name).is_some()
}

/// The variable that a name sets.
pub(super) fn variable_of(name: &str) -> Option<&'static Variable> {
    let is_binding = name.strip_prefix(ROLE_PREFIX).is_some_and(|rest| !rest.is_empty());
    variables::all().find(|variable| {
        (is_binding && variable.is_family())
            || variable.names().any(|known| {
                known == name
                    || (variable.secret
                        && name.strip_suffix("_FILE").is_some_and(|front| front == known))
            })
    })
}

pub(super) fn nearest_variable(name: &str) -> Option<&'static str> {
    // Shorter names are within reach of too many variables that have nothing to do with this server.
    const SHORTEST: usize = 8;
    let known = variables::all().filter(|variable| !variable.is_family());
    let names = known.flat_map(Variable::names);
    (name.len() >= SHORTEST)
        .then(|| nearest(name, names.filter(|known| known.len() >= SHORTEST)))
        .flatten()
}

/// What stands in front of a caller's name in `MCP_ROLE_<NAME>`.
pub(super) const ROLE_PREFIX: &str = "MCP_ROLE_";

const PREFIXES: [&str; 5] = ["DEFECTDOJO_", "MCP_", "FASTMCP_", "AUDIT_", "IMPORT_"];

/// Variables of MCP clients that a server on stdio inherits.
const FOREIGN: [&str; 4] =
    ["MCP_TIMEOUT", "MCP_TOOL_TIMEOUT", "MCP_CLIENT_SECRET", "MCP_OAUTH_CALLBACK_PORT"];
