//! What the documents say about the variables is what the table says; `UPDATE_DOCS=1` writes them anew.

use std::{collections::BTreeSet, fmt::Write as _, fs, path::Path};

use mcp_defectdojo::config::{
    Config, Sources, Variable,
    variables::{self, GROUPS},
};

use super::{alone, lines};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_reference_is_what_the_table_says() {
    check("docs/configuration.md", &reference());
}

#[test]
fn the_example_is_what_the_table_says() {
    check(".env.example", &example());
}

/// Who copies the example and fills in the key has a configuration that starts.
#[test]
fn the_example_starts_once_the_key_is_filled_in() {
    let file = Path::new(ROOT).join(".env.example");
    let load = |variables: &[(&str, &str)]| {
        Config::load(Sources { env_file: Some(file.clone()), ..alone(variables) })
    };
    let report = load(&[]).unwrap_err();
    assert_eq!(lines(&report).len(), 1, "{report}");
    assert!(lines(&report)[0].starts_with("DEFECTDOJO_API_KEY not set"), "{report}");
    let key = super::secret("dojo");
    load(&[("DEFECTDOJO_API_KEY", &key)]).unwrap();
}

/// Two meanings for one name, or a secret on the command line, would be found by its victim.
#[test]
fn the_table_is_sound() {
    let mut names = BTreeSet::new();
    let mut flags = BTreeSet::new();
    for variable in variables::all() {
        for name in variable.names() {
            assert!(names.insert(name.to_owned()), "{name} stands twice");
            if variable.secret && !variable.is_family() {
                assert!(names.insert(format!("{name}_FILE")), "{name}_FILE means two things");
            }
        }
        if let Some(flag) = variable.flag {
            assert!(flags.insert(flag.name), "--{} stands twice", flag.name);
            assert!(!variable.secret, "{} would show in the process list", variable.name);
        }
        assert!(!variable.paragraph().is_empty() && variable.paragraph().ends_with('.'));
        assert!(
            variable.secret || !variable.example.is_empty(),
            "{} has no example",
            variable.name
        );
        assert!(variable.secret == variable.example.is_empty(), "{} shows a secret", variable.name);
    }
}

#[test]
fn the_table_is_public() {
    let rows: Vec<_> = variables::all()
        .map(|variable| {
            let aliases = variable.aliases.join(" ");
            let secret = if variable.secret { "secret" } else { "" };
            format!(
                "{} | {aliases} | {} | {secret} | {:?}",
                variable.name, variable.default, variable.feature
            )
        })
        .collect();
    insta::assert_snapshot!("variables", rows.join("\n"));
}

fn reference() -> String {
    let mut text = PREFACE.to_owned();
    for (group, variables) in built() {
        writeln!(text, "\n## {group}").unwrap();
        for variable in variables {
            writeln!(text, "\n### `{}`\n\n{}\n", variable.name, variable.paragraph()).unwrap();
            writeln!(text, "- Default: {}", default(variable)).unwrap();
            if let Some(flag) = variable.flag {
                writeln!(text, "- Option: `--{}`", flag.name).unwrap();
            }
            for alias in variable.aliases {
                writeln!(text, "- Also read as: `{alias}`").unwrap();
            }
            if variable.secret && !variable.is_family() {
                writeln!(
                    text,
                    "- Secret; may stand in the file that `{}_FILE` names",
                    variable.name
                )
                .unwrap();
            } else if variable.secret {
                writeln!(text, "- Secret").unwrap();
            } else {
                writeln!(text, "- Example: `{}={}`", variable.name, variable.example).unwrap();
            }
        }
    }
    text
}

fn example() -> String {
    let mut text = EXAMPLE_PREFACE.to_owned();
    for (group, variables) in built() {
        writeln!(text, "\n# ---- {group} ----").unwrap();
        for variable in variables {
            text.push('\n');
            for line in wrapped(&variable.paragraph().replace('`', ""), 98) {
                writeln!(text, "# {line}").unwrap();
            }
            match variable.name {
                "DEFECTDOJO_URL" | "DEFECTDOJO_API_KEY" => {
                    writeln!(text, "{}={}", variable.name, variable.example).unwrap();
                }
                name if variable.is_family() => {
                    writeln!(text, "#{}=", name.replace("<NAME>", "CI")).unwrap();
                }
                name => {
                    let value = if variable.default.is_empty() {
                        variable.example
                    } else {
                        variable.default
                    };
                    writeln!(text, "#{name}={value}").unwrap();
                }
            }
        }
    }
    text
}

fn default(variable: &Variable) -> String {
    match (variable.default, variable.otherwise) {
        ("", "") => "not set".to_owned(),
        ("", words) => words.to_owned(),
        (default, _) => format!("`{default}`"),
    }
}

fn built() -> impl Iterator<Item = (&'static str, Vec<&'static Variable>)> {
    GROUPS.iter().filter_map(|(group, variables)| {
        let built: Vec<_> =
            variables.iter().filter(|variable| variable.feature.is_built()).collect();
        (!built.is_empty()).then_some((group.title(), built))
    })
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines.last_mut().unwrap();
        if !line.is_empty() && line.len() + 1 + word.len() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

#[expect(
    clippy::disallowed_methods,
    reason = "the wish to write files anew is not the server's configuration"
)]
fn check(name: &str, wanted: &str) {
    let path = Path::new(ROOT).join(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, wanted).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "{name} is not what src/config/variables says: UPDATE_DOCS=1 cargo test --test it documents"
    );
}

const PREFACE: &str = "\
# Configuration

<!-- Written from src/config/variables by `UPDATE_DOCS=1 cargo test --test it documents`. -->

Settings come from the command line, the environment, a `.env` file and a configuration file, in this order: the first
that has a value wins. An empty value counts as not set. Words are taken in any case, and `true`, `yes`, `on` and `1`
mean the same.

Every wrong value stops the start, all are reported at once, and each line says what is allowed. `mcp-defectdojo --help`
lists the names. A misspelt name in the environment is warned about with the name that was probably meant.

**`.env`.** The file in the working directory is read only when neither `DEFECTDOJO_URL` nor a DefectDojo key is set by
the environment or the command line, and never beside `--config` or `--demo`: clients start stdio servers inside
repositories that nobody has checked. `--env-file FILE` names one that is read in any case. A `.env` that was merely found
may not point at other files (`…_FILE`, `IMPORT_ROOTS`). `${NAME}` stands for an earlier name of the same file and for
nothing else.

**Configuration file.** `--config FILE` reads a flat TOML file whose keys are the variables' names in lower case; an unknown
key is refused.

```toml
defectdojo_url = \"https://defectdojo.example.com\"
defectdojo_api_key_file = \"/run/secrets/defectdojo\"
mcp_transport = \"streamable-http\"
mcp_port = 8443
```

**Secrets** are never shown in a log, an error or an answer, and no option takes one. Each may stand in a file: the variable
with `_FILE` behind its name holds the path. One shorter than 8 characters is warned about, because it cannot be told from
ordinary words and is not taken out of answers.
";

const EXAMPLE_PREFACE: &str = "\
# Settings of mcp-defectdojo. Copy this file to .env and fill in what your DefectDojo needs.
# Commented lines show the default, or an example. docs/configuration.md explains more.
";
