//! Reads which tools are offered at all, whatever a role allows. Names are checked against the tools that there are.

use super::{
    reader::Reader,
    report::{Problem, shown},
    settings::Narrowing,
    value::{self, Parsed, Refused, one_of},
    variables as known,
};
use crate::{
    access::{Naming, Selection, Unknown},
    tools::{self, Registry},
};

pub(super) fn read(reader: &mut Reader) -> Narrowing {
    let registry = tools::all();
    let read_only = reader.value(&known::MCP_READ_ONLY, value::boolean);
    let tools = reader.optional(&known::MCP_TOOLS, |text| of_tools(&registry, text));
    let without = reader.optional(&known::MCP_EXCLUDE_TOOLS, |text| of_tools(&registry, text));
    let toolsets = reader.value(&known::MCP_TOOLSETS, |text| of_toolsets(&registry, text));
    let changes = if read_only { registry.writing() } else { Selection::NONE };
    let offered = toolsets
        .and(tools.unwrap_or(Selection::ALL))
        .without(without.unwrap_or(Selection::NONE))
        .without(changes);
    if registry.of(offered).next().is_none() {
        let together = "MCP_READ_ONLY, MCP_TOOLS, MCP_EXCLUDE_TOOLS and MCP_TOOLSETS";
        reader.problem(
            Problem::new(together, "together leave no tool to offer")
                .fix("each of them narrows what the others leave; take one back"),
        );
    }
    Narrowing { read_only, offered }
}

fn of_tools(registry: &Registry, text: &str) -> Parsed<Selection> {
    let names = words(text)?;
    Selection::of(&names, |name| registry.tool(name)).map_err(|unknown| {
        let Unknown { name, meant } = unknown;
        let allowed = format!("must name tools of this server, and {} is none", shown(name));
        Refused { allowed: allowed.into(), meant }
    })
}

fn of_toolsets(registry: &Registry, text: &str) -> Parsed<Selection> {
    let names = words(text)?;
    Selection::of(&names, |name| registry.toolset(name)).map_err(|unknown| {
        let known = one_of(registry.toolsets());
        let allowed = format!("must be {known}, comma-separated");
        Refused { allowed: allowed.into(), meant: unknown.meant }
    })
}

fn words(text: &str) -> Parsed<Vec<String>> {
    Ok(value::list(text)?.iter().map(|word| word.to_ascii_lowercase()).collect())
}
