//! Looks at this machine: whether the audit log can be written and the address listened on.

use std::{
    fs::{self, OpenOptions},
    io,
    net::TcpListener,
    path::Path,
};

use super::report::{Check, Report};
use crate::config::Config;

pub(super) fn check(config: &Config, report: &mut Report) {
    match &config.audit.file {
        None if !config.transport.kind.is_network() => {
            report.add(Check::good("audit", "records go to stderr; AUDIT_LOG_FILE keeps them"));
        }
        None => report.add(Check::warning(
            "audit",
            "audit_not_kept",
            "audit records go to stderr and are not kept",
            "set AUDIT_LOG_FILE",
        )),
        Some(file) => report.add(match writable(file) {
            Ok(()) => Check::good("audit", format!("{} can be written", file.display())),
            Err(error) => Check::problem(
                "audit",
                "audit_unwritable",
                format!("{} cannot be written ({error})", file.display()),
                "create its folder and let this user write there, or change AUDIT_LOG_FILE",
            ),
        }),
    }
    if config.transport.kind.is_network() {
        let (host, port) = (config.transport.host.as_str(), config.transport.port);
        report.add(match TcpListener::bind((host, port)) {
            Ok(_) => Check::good("address", format!("{host}:{port} is free")),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => Check::warning(
                "address",
                "address_in_use",
                format!("something listens on {host}:{port} already"),
                "nothing, if it is this server; otherwise set another MCP_PORT",
            ),
            Err(error) => Check::problem(
                "address",
                "address_unusable",
                format!("{host}:{port} cannot be listened on ({error})"),
                "set MCP_HOST to an address of this machine, and MCP_PORT to 1024 or more",
            ),
        });
    }
}

/// Tries it without leaving anything behind.
fn writable(file: &Path) -> io::Result<()> {
    if file.exists() {
        return OpenOptions::new().append(true).open(file).map(drop);
    }
    let folder = match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    if !fs::metadata(folder)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    tempfile::tempfile_in(folder).map(drop)
}
