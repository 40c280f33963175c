//! The documents: tables made from the registry (`make docs` writes them anew), links that lead somewhere, and commands and
//! configurations that work.

#[cfg(unix)]
mod commands;
mod configurations;
mod links;
mod markdown;

use std::{fmt::Write as _, fs, path::Path};

use mcp_defectdojo::{
    access::{Naming as _, Permission, Role},
    dojo::filters::findings,
    screen::Presentation,
    tools::{self, FINDING_FILTERS, Toolset},
};

/// One row for each tool: what it is called, what it does, which group it is in, who may call it.
fn tools_table() -> String {
    let mut table =
        String::from("| tool | what it does | group | roles |\n| --- | --- | --- | --- |\n");
    for entry in tools::all().iter() {
        let what = entry.description.split(['.', ';']).next().unwrap().trim();
        let roles: Vec<_> = Role::ALL
            .into_iter()
            .filter(|role| role.permissions().contains(entry.permission))
            .map(Role::name)
            .collect();
        writeln!(
            table,
            "| `{}` | {what} | `{}` | {} |",
            entry.name,
            entry.permission,
            roles.join(", ")
        )
        .unwrap();
    }
    table
}

/// One row for each filter of DefectDojo: how a caller gives it, what it asks, and how it is sent.
fn filters_table() -> String {
    let mut table = String::from(
        "| filter of DefectDojo | argument | asks | takes | is sent |\n| --- | --- | --- | --- | --- |\n",
    );
    for filter in findings::ALL {
        let argument = FINDING_FILTERS.iter().find(|(name, _)| *name == filter.name);
        let argument =
            argument.map_or("`filters`".to_owned(), |(_, argument)| format!("`{argument}`"));
        let (takes, sends) = (filter.encoding.takes(), filter.encoding.sends());
        let (name, about) = (filter.name, filter.about);
        writeln!(table, "| `{name}` | {argument} | {about} | {takes} | {sends} |").unwrap();
    }
    table
}

fn orders_table() -> String {
    let mut table = String::from("| `order` | is sent |\n| --- | --- |\n");
    for key in findings::ORDERINGS {
        let last = if *key == "id" { "" } else { ",id" };
        writeln!(table, "| `{key}`, `-{key}` | `o={key}{last}`, `o=-{key}{last}` |").unwrap();
    }
    table
}

/// `text` with what stands between the two markers of `name` replaced.
fn with_block(text: &str, name: &str, block: &str) -> String {
    let (begin, end) = (format!("<!-- {name}:begin -->\n"), format!("<!-- {name}:end -->"));
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("no {begin}"));
    let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no {end}"));
    format!("{before}{begin}{block}{end}{after}")
}

/// One row for each group: who has it, and the tools in it.
fn roles_table() -> String {
    let names = Role::ALL.map(Role::name);
    let mut table = format!("| group | {} | tools |\n| --- |", names.join(" | "));
    table.push_str(&" --- |".repeat(names.len() + 1));
    for permission in Permission::ALL {
        let has =
            Role::ALL.map(|role| if role.permissions().contains(permission) { "yes" } else { "" });
        let tools = tools::all();
        let own = tools.iter().filter(|entry| entry.permission == permission);
        let own: Vec<_> = own.map(|entry| format!("`{}`", entry.name)).collect();
        write!(table, "\n| `{permission}` | {} | {} |", has.join(" | "), own.join(", ")).unwrap();
    }
    table + "\n"
}

fn toolsets_table() -> String {
    let tools = tools::all();
    let mut table = String::from("| set | tools |\n| --- | --- |\n");
    for name in Toolset::ALL.map(Toolset::name) {
        let own = tools.of(tools.toolset(name).unwrap());
        let own: Vec<_> = own.map(|entry| format!("`{}`", entry.name)).collect();
        writeln!(table, "| `{name}` | {} |", own.join(", ")).unwrap();
    }
    table
}

#[test]
fn the_tables_are_the_registry() {
    check("README.md", &[("tools", tools_table())]);
    check("docs/access.md", &[("roles", roles_table()), ("toolsets", toolsets_table())]);
}

#[test]
fn the_tables_of_filters_are_the_code() {
    check("docs/filters.md", &[("filters", filters_table()), ("orders", orders_table())]);
}

/// The document has these blocks, or gets them.
#[expect(clippy::disallowed_methods, reason = "`make docs` asks for rewriting")]
fn check(document: &str, blocks: &[(&str, String)]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    let text = fs::read_to_string(&path).unwrap();
    let current =
        blocks.iter().fold(text.clone(), |text, (name, block)| with_block(&text, name, block));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &current).unwrap();
    }
    assert!(
        text == current || std::env::var_os("UPDATE_DOCS").is_some(),
        "{document} is out of date: run make docs"
    );
}

/// One section for each tool: what it is for, who may call it, what it takes and what it answers.
fn tools_reference() -> String {
    let mut text = String::new();
    for entry in tools::all().iter() {
        let definition = serde_json::to_value(entry.definition(&Presentation::default())).unwrap();
        let input = &definition["inputSchema"];
        let required = input["required"].as_array().cloned().unwrap_or_default();
        writeln!(text, "\n## {}\n\n{}\n", entry.name, cell(entry.description)).unwrap();
        let hints = &definition["annotations"];
        let [idempotent, destructive] = ["idempotentHint", "destructiveHint"]
            .map(|hint| if hints[hint] == true { "yes" } else { "no" });
        let writes = if entry.writes() { "changes DefectDojo" } else { "reads" };
        writeln!(
            text,
            "Permission `{}`, {writes}; idempotent: {idempotent}, destructive: {destructive}.\n",
            entry.permission
        )
        .unwrap();
        let arguments = input["properties"].as_object().unwrap();
        if !arguments.is_empty() {
            text.push_str("| argument | kind | what it is |\n| --- | --- | --- |\n");
        }
        for (name, schema) in arguments {
            let needed = if required.contains(&name.as_str().into()) { ", required" } else { "" };
            let about = schema["description"].as_str().unwrap_or_default();
            writeln!(text, "| `{name}` | {}{needed} | {} |", kind(schema), cell(about)).unwrap();
        }
        let answer = definition["outputSchema"]["properties"].as_object().unwrap();
        let members: Vec<_> = answer.keys().map(|name| format!("`{name}`")).collect();
        writeln!(text, "\nAnswers {}.", members.join(", ")).unwrap();
        if let Some(row) =
            answer.get("items").and_then(|items| items["items"]["properties"].as_object())
        {
            let members: Vec<_> = row.keys().map(|name| format!("`{name}`")).collect();
            writeln!(text, "Each of `items` has {}.", members.join(", ")).unwrap();
        }
    }
    text.push('\n');
    text
}

/// What kind of value an argument takes, and within what bounds.
fn kind(schema: &serde_json::Value) -> String {
    let mut kind = schema["type"].as_str().unwrap_or("any").to_owned();
    if let Some(words) = schema["enum"].as_array() {
        let words: Vec<_> = words.iter().filter_map(|word| word.as_str()).collect();
        kind = format!("`{}`", words.join("`, `"));
    }
    for (word, said) in
        [("minimum", "from"), ("maximum", "to"), ("maxLength", "longest"), ("default", "default")]
    {
        if let Some(bound) = schema.get(word) {
            write!(kind, ", {said} {bound}").unwrap();
        }
    }
    kind
}

/// A text that stays in its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}

#[test]
fn the_reference_of_tools_is_the_registry() {
    check("docs/tools.md", &[("tools", tools_reference())]);
}
