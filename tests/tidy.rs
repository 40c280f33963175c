//! The architecture, as a test: what each module may use, and what every file owes its reader.
#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Module, and the sibling modules it may name. A call flows downwards; `cli` and `main` put everything together.
const MAY_USE: &[(&str, &[&str])] = &[
    ("main", &["cli", "config", "log"]),
    (
        "cli",
        &[
            "access",
            "audit",
            "auth",
            "config",
            "demo",
            "dojo",
            "forward",
            "guard",
            "log",
            "metrics",
            "platform",
            "render",
            "reports",
            "screen",
            "server",
            "tools",
            "traces",
            "transport",
        ],
    ),
    (
        "config",
        &[
            "access",
            "audit",
            "auth",
            "dojo",
            "forward",
            "guard",
            "log",
            "render",
            "reports",
            "screen",
            "tools",
            "traces",
            "transport",
        ],
    ),
    ("log", &[]),
    ("transport", &["access", "auth", "metrics", "platform", "reports"]),
    ("auth", &["access"]),
    (
        "server",
        &[
            "access",
            "audit",
            "guard",
            "metrics",
            "render",
            "reports",
            "scan_types",
            "screen",
            "tools",
            "traces",
        ],
    ),
    ("tools", &["access", "dojo", "guard", "reports", "scan_types", "screen"]),
    ("render", &["dojo", "guard", "screen", "tools"]),
    ("guard", &["access", "dojo"]),
    ("dojo", &["access", "backoff", "reports", "screen", "traces"]),
    ("screen", &[]),
    ("audit", &["platform"]),
    ("forward", &["audit", "backoff", "platform"]),
    ("backoff", &[]),
    ("demo", &["scan_types"]),
    ("access", &[]),
    ("reports", &["platform"]),
    ("metrics", &[]),
    ("platform", &[]),
    ("traces", &["backoff"]),
    ("scan_types", &[]),
];

/// Lines of a file, its tests not counted, past which it is about more than one thing.
const LONGEST_FILE: usize = 450;

#[test]
fn calls_flow_one_way() {
    for (path, text) in sources() {
        let module = module_of(&path);
        if module == "lib" {
            continue;
        }
        let (_, allowed) = MAY_USE.iter().find(|(name, _)| *name == module).unwrap_or_else(|| {
            panic!("{} is in no layer; add it to MAY_USE", path.display());
        });
        for (other, _) in MAY_USE.iter().filter(|(other, _)| *other != module) {
            assert!(
                !uses(&text, other) || allowed.contains(other),
                "{} may not use {other}",
                path.display()
            );
        }
    }
}

/// Whether a file names a module, on its own or in a group of imports.
fn uses(text: &str, module: &str) -> bool {
    let direct = format!("crate::{module}");
    let follows = |at: usize, length: usize| {
        !text[at + length..].starts_with(|next: char| next.is_alphanumeric() || next == '_')
    };
    if text.match_indices(&direct).any(|(at, _)| follows(at, direct.len())) {
        return true;
    }
    text.split("use crate::{").skip(1).any(|rest| {
        let group = rest.split(";\n").next().unwrap_or_default();
        let mut depth = 0;
        let mut word = String::new();
        for char in group.chars().chain([',']) {
            match char {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 && (char == ',' || char == ':') {
                if word.trim() == module {
                    return true;
                }
                if char == ',' {
                    word.clear();
                } else {
                    word.push(char);
                }
            } else if depth == 0 {
                word.push(char);
            }
        }
        false
    })
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in sources() {
        assert!(text.starts_with("//! "), "{} has no opening sentence", path.display());
    }
}

#[test]
fn files_stay_readable() {
    for (path, text) in sources() {
        let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
        let lines = code.lines().count();
        let table = path.ends_with("scan_types.rs");
        assert!(
            table || lines <= LONGEST_FILE,
            "{} has {lines} lines; split it along what it is about",
            path.display()
        );
    }
}

/// What only one operating system has would keep the program from being built for the others, and nobody here would see it.
#[test]
fn only_the_platform_knows_operating_systems() {
    const SIGNS: [&str; 4] = ["os::unix", "os::linux", "rustix", "tokio::signal::unix"];
    for (path, text) in sources() {
        let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
        // A file's identity, which elsewhere there is none of.
        let may = module_of(&path) == "platform" || path.ends_with("audit/files.rs");
        let sign = SIGNS.into_iter().find(|sign| code.contains(sign));
        assert!(may || sign.is_none(), "{} uses {sign:?} itself", path.display());
    }
}

/// A client that nobody limited would make roles and product scopes a matter of good will.
#[test]
fn only_the_guard_hands_out_clients() {
    for (path, text) in sources() {
        let hands_out = text.contains("limited_to(") || text.contains("limited_to::");
        let may = path.ends_with("guard.rs") || path.ends_with("dojo.rs");
        assert!(!hands_out || may, "{} bypasses the guard", path.display());
    }
}

/// Text that was screened can come from nowhere else.
#[test]
fn only_screening_makes_screened_text() {
    for (path, text) in sources() {
        let makes = text.contains("Screened(");
        let may = module_of(&path) == "screen";
        assert!(!makes || may, "{} makes screened text of its own", path.display());
    }
}

/// Foreign text that can be serialised can leave unmarked.
#[test]
fn untrusted_text_has_no_serialize() {
    let text = fs::read_to_string("src/screen/untrusted.rs").unwrap();
    assert!(!text.contains("derive(Serialize") && !text.contains(", Serialize"));
    assert!(!text.contains("impl Serialize") && !text.contains("impl serde::Serialize"));
}

#[test]
fn the_environment_is_read_in_one_place() {
    for (path, text) in sources() {
        let reads = text.contains("env::var");
        assert!(!reads || module_of(&path) == "config", "{} reads the environment", path.display());
    }
}

fn module_of(path: &Path) -> String {
    let first = path.strip_prefix("src").unwrap().components().next().unwrap();
    first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    collect(Path::new("src"), &mut found);
    assert!(found.len() > 20, "the sources were not found");
    found
}

fn collect(dir: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push((path.clone(), fs::read_to_string(&path).unwrap()));
        }
    }
}
