//! The systemd unit: read by systemd itself, and the server run under the restrictions that it sets.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    net::TcpListener,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::Path,
    process::{Child, Command, Stdio},
};

use super::{ROOT, good, stripped};
use crate::clients;

const UNIT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/systemd/mcp-defectdojo.service");
const NOBODY: u32 = 65_534;
/// What the runner answers where the machine forbids it to restrict anything.
const FORBIDDEN: i32 = 77;

fn systemd_analyze() -> Option<Command> {
    let command = Command::new("systemd-analyze");
    if Command::new("systemd-analyze").arg("--version").output().is_ok() {
        return Some(command);
    }
    assert!(clients::installed().is_none(), "tests/clients/install-packages installs systemd");
    None
}

/// systemd ignores what it does not know, so that a misspelt restriction restricts nothing.
#[test]
fn systemd_understands_every_line() {
    let Some(mut verify) = systemd_analyze() else { return };
    let folder = tempfile::tempdir().unwrap();
    let unit = fs::read_to_string(UNIT).unwrap();
    let here = folder.path().join("mcp-defectdojo.service");
    // The one thing that is not there before the installation.
    fs::write(&here, unit.replace("ExecStart=/usr/bin/mcp-defectdojo", "ExecStart=/bin/true"))
        .unwrap();
    let output = verify.args(["verify", "--man=no"]).arg(&here).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && !said.contains("mcp-defectdojo.service"), "{said}");
}

/// The project's own limit: 2.5 of 10.
#[test]
fn its_exposure_is_low() {
    let Some(mut security) = systemd_analyze() else { return };
    let said = good(security.args(["--offline=true", "security", "--threshold=25", UNIT]));
    assert!(said.contains("Overall exposure level for mcp-defectdojo.service: 1."), "{said}");
}

/// Runs `binary` under the unit's restrictions; `None` where this machine does not let it.
fn restricted(binary: &Path, logs: &Path) -> Option<Command> {
    systemd_analyze()?;
    let runner = |binary: &Path| {
        let mut command = Command::new("python3");
        command.env_clear().env("PATH", "/usr/bin:/bin");
        command.arg(format!("{ROOT}/tests/clients/under_unit.py")).arg(UNIT).arg(binary).arg(logs);
        command
    };
    let probe = runner(Path::new("/bin/true")).output().unwrap();
    if probe.status.code() == Some(FORBIDDEN) {
        eprintln!("passing over: {}", String::from_utf8_lossy(&probe.stderr));
        return None;
    }
    assert!(probe.status.success(), "{}", String::from_utf8_lossy(&probe.stderr));
    Some(runner(binary))
}

/// A folder that anyone may write to, as the unit's own folder is its user's.
fn logs() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
    folder
}

/// Without this control the next test would pass under no restrictions at all.
#[test]
fn the_restrictions_restrict() {
    let logs = logs();
    let Some(mut shell) = restricted(Path::new("/bin/sh"), logs.path()) else { return };
    let script = r#"
        try() { name=$1; shift; if "$@" 2>/dev/null; then echo "$name"; fi; }
        try etc touch /etc/mine
        try home ls /root
        try network python3 -c 'import socket; socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)'
        try code python3 -c 'import mmap; mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC)'
        try mount mount -t tmpfs none /tmp
        try root python3 -c 'import os; os.setuid(0)'
        try own python3 -c 'import mmap, socket; mmap.mmap(-1, 4096); socket.socket()'
        try log touch /var/log/mcp-defectdojo/mine
    "#;
    assert_eq!(good(shell.args(["-c", script])), "own\nlog\n");
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A system call that the server needs and the unit forbids shows itself in production alone.
#[tokio::test]
async fn the_server_works_under_them() {
    let logs = logs();
    let Some(mut serve) = restricted(stripped(), logs.path()) else { return };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let settings = [
        ("MCP_PORT", port.to_string()),
        ("REQUIRE_AUTH", "false".to_owned()),
        ("AUDIT_HMAC_KEY", "k".repeat(48)),
    ];
    serve.args(["serve", "--demo"]).envs(settings.clone());
    let mut server = Running(serve.stderr(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(server.0.stderr.take().unwrap()).lines();
    let mut before = String::new();
    while !before.contains("listening on") {
        before = lines.next().expect("the server listens").unwrap();
    }
    // The health check of the container and of people, with the environment of the service.
    let mut live = Command::new(stripped());
    live.env_clear().envs(settings).env("MCP_TRANSPORT", "http").env("MCP_HOST", "127.0.0.1");
    let said = good(live.current_dir(logs.path()).args(["check", "--live", "--demo"]));
    assert!(said.contains("is alive"), "{said}");

    let answer = reqwest::Client::new()
        .post(format!("http://127.0.0.1:{port}/mcp"))
        .header("Accept", "application/json, text/event-stream")
        .header("Content-Type", "application/json")
        .body(r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add_finding_note","arguments":{"finding_id":1,"entry":"seen"}}}"#)
        .send()
        .await
        .unwrap();
    let said = answer.text().await.unwrap();
    assert!(said.contains("structuredContent") && !said.contains("\"isError\":true"), "{said}");

    let log = logs.path().join("audit.log");
    let owner = fs::metadata(&log).unwrap();
    assert_eq!((owner.uid(), owner.mode() & 0o777), (NOBODY, 0o600));
    assert!(fs::read_to_string(&log).unwrap().contains("add_finding_note"));
}
