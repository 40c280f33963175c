//! What is installed: the manual, the service's unit, packages, bundles and images, each held to what its reader expects.

mod bundle;
mod container;
mod debian;
mod manual;
mod unit;
mod workflows;

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::LazyLock,
};

use crate::clients::SERVER;

pub(super) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// The server without what only debuggers read, as it is packaged.
pub(super) fn stripped() -> &'static Path {
    static BINARY: LazyLock<(tempfile::TempDir, PathBuf)> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let binary = folder.path().join("mcp-defectdojo");
        good(Command::new("strip").args([SERVER, "-o"]).arg(&binary));
        (folder, binary)
    });
    &BINARY.1
}

/// What a command that must succeed prints.
pub(super) fn good(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(output.status.success(), "{command:?}: {}", all(&output));
    String::from_utf8(output.stdout).unwrap()
}

pub(super) fn all(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
