//! The Debian package: built, read by lintian, installed into an empty root and purged again.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use super::{ROOT, all, good, stripped};
use crate::clients;

fn built(folder: &Path, compression: &str) -> PathBuf {
    let mut build = Command::new(format!("{ROOT}/packaging/debian/build"));
    build.env("SOURCE_DATE_EPOCH", "1790000000").env("DEB_COMPRESSION", compression);
    PathBuf::from(good(build.arg(stripped()).arg(folder)).trim_end())
}

/// dpkg on a root of its own, maintainer scripts told of it; `None` where only root may.
fn dpkg(root: &Path) -> Option<Command> {
    if !rustix::process::geteuid().is_root() {
        eprintln!("passing over: installing a package is for root");
        return None;
    }
    let mut command = Command::new("dpkg");
    command.arg(format!("--root={}", root.display()));
    command.args(["--force-script-chrootless", "--force-depends", "--log=/dev/null"]);
    Some(command)
}

/// A warning of lintian's is a promise to Debian's administrators that is not kept.
#[test]
fn lintian_finds_nothing() {
    if clients::installed().is_none() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let deb = built(folder.path(), "gzip");
    let mut lintian = Command::new("lintian");
    lintian.args(["--allow-root", "--tag-display-limit", "0", "--fail-on", "error,warning,info"]);
    assert_eq!(good(lintian.arg(&deb)), "");
}

/// Whoever checks a release builds it again and compares.
#[test]
fn the_same_input_makes_the_same_package() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [one, other] =
        folders.each_ref().map(|folder| fs::read(built(folder.path(), "none")).unwrap());
    assert!(one == other, "the packages differ");
}

/// An upgrade that loses settings, or a purge that takes evidence, is found out in production.
#[test]
fn it_installs_upgrades_and_goes_without_the_evidence() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    let Some(mut install) = dpkg(root) else { return };
    for folder in ["info", "updates", "triggers"] {
        fs::create_dir_all(root.join("var/lib/dpkg").join(folder)).unwrap();
    }
    fs::write(root.join("var/lib/dpkg/status"), "").unwrap();
    let deb = built(root, "none");
    good(install.arg("-i").arg(&deb));

    let users = fs::read_to_string(root.join("etc/passwd")).unwrap();
    assert!(users.contains("mcp-defectdojo:x:") && users.contains(":/usr/sbin/nologin"), "{users}");
    let settings = root.join("etc/mcp-defectdojo/env");
    assert_eq!(fs::metadata(&settings).unwrap().permissions().mode() & 0o777, 0o600);
    for file in [
        "lib/systemd/system/mcp-defectdojo.service",
        "usr/share/man/man1/mcp-defectdojo.1.gz",
        "usr/share/man/man1/mcp-defectdojo-serve.1.gz",
        "usr/share/bash-completion/completions/mcp-defectdojo",
        "usr/share/doc/mcp-defectdojo/docs/operations.md",
    ] {
        assert!(root.join(file).exists(), "{file} is missing");
    }
    let version = good(Command::new(root.join("usr/bin/mcp-defectdojo")).arg("--version"));
    assert_eq!(version.trim_end(), concat!("mcp-defectdojo ", env!("CARGO_PKG_VERSION")));

    // Settings that a person wrote outlive the next version, and leave with a purge; audit records outlive both.
    fs::write(&settings, "DEFECTDOJO_URL=https://defectdojo.example.org\n").unwrap();
    let log = root.join("var/log/mcp-defectdojo/audit.log");
    fs::create_dir_all(log.parent().unwrap()).unwrap();
    fs::write(&log, "{}\n").unwrap();
    let mut again = dpkg(root).unwrap();
    good(again.args(["--force-confold", "-i"]).arg(&deb));
    assert!(fs::read_to_string(&settings).unwrap().contains("defectdojo.example.org"));
    let output = dpkg(root).unwrap().args(["-P", "mcp-defectdojo"]).output().unwrap();
    assert!(output.status.success(), "{}", all(&output));
    assert!(all(&output).contains("audit records stay in /var/log/mcp-defectdojo"));
    assert!(log.exists() && !settings.exists() && !root.join("usr/bin/mcp-defectdojo").exists());
}
