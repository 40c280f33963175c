//! The manual's pages, as packages install them.

use std::{fs, path::Path, process::Command};

use mcp_defectdojo::config::variables;

use crate::clients::SERVER;

/// Writes the pages into `folder` as a packager does.
pub(super) fn write_pages(folder: &Path) {
    let status = Command::new(SERVER).env_clear().arg("man").arg(folder).status().unwrap();
    assert!(status.success());
}

/// A page without a variable sends its reader to the web, which a server in production may not reach.
#[test]
fn the_manual_explains_every_variable() {
    let output = Command::new(SERVER).env_clear().arg("man").output().unwrap();
    let page = String::from_utf8(output.stdout).unwrap();
    assert!(page.contains("\n.TH mcp-defectdojo 1 "), "{page}");
    for variable in variables::built() {
        assert!(
            page.contains(&format!("\\fB{}\\fR", variable.name.replace('-', "\\-"))),
            "{}",
            variable.name
        );
    }
    for section in ["SYNOPSIS", "OPTIONS", "SUBCOMMANDS", "ENVIRONMENT", "FILES", "\"EXIT STATUS\""]
    {
        assert!(page.contains(&format!("\n.SH {section}\n")), "no section {section}");
    }
}

/// `mcp-defectdojo-serve(1)` that is named and not installed is a dead link.
#[test]
fn every_page_that_is_named_is_written() {
    let folder = tempfile::tempdir().unwrap();
    write_pages(folder.path());
    let mut named = 0;
    for entry in fs::read_dir(folder.path()).unwrap() {
        let page = fs::read_to_string(entry.unwrap().path()).unwrap();
        for line in page.lines().filter_map(|line| line.strip_suffix("(1)")) {
            let name = line.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "");
            named += 1;
            assert!(folder.path().join(format!("{name}.1")).exists(), "no page {name}");
        }
    }
    assert!(named >= 10, "{named} pages are named");
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let output =
        Command::new(SERVER).env_clear().args(["man", "/dev/null/pages"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("/dev/null/pages cannot be written; name another folder"), "{said}");
}
