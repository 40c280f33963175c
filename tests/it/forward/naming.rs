//! A destination that moves keeps its name: names are resolved anew for each connection.
#![cfg(target_os = "linux")]

use std::{
    fs,
    process::{Command, Stdio},
};

use mcp_defectdojo::audit::Log;
use tempfile::tempdir;

use super::{
    forwarder, of_the_log,
    oracle::parameter,
    receiver::{Received, Receiver},
    record, settings,
    syslog::{records, target},
};

const TEST: &str = "forward::naming::a_destination_that_moves_is_found";

#[tokio::test]
async fn a_destination_that_moves_is_found() {
    if parameter("FORWARD_TEST_ROLE").is_some() {
        return move_and_follow().await;
    }
    let unshare = ["--map-root-user", "--mount"];
    let is_allowed = Command::new("unshare").args(unshare).arg("true").output();
    if !is_allowed.is_ok_and(|output| output.status.success()) {
        eprintln!("passed over: this user may not make namespaces");
        return;
    }
    let mut inside = Command::new("unshare");
    inside.args(unshare).arg(std::env::current_exe().unwrap());
    inside.args(["--exact", TEST, "--nocapture"]).env("FORWARD_TEST_ROLE", "inside");
    assert!(inside.stdout(Stdio::null()).status().unwrap().success());
}

/// In a namespace that sees a list of hosts of its own.
async fn move_and_follow() {
    let folder = tempdir().unwrap();
    let hosts = folder.path().join("hosts");
    let moved_to = |address: &str| fs::write(&hosts, format!("{address} siem.test\n")).unwrap();
    moved_to("127.0.0.1");
    let bound = Command::new("mount").arg("--bind").arg(&hosts).arg("/etc/hosts").status();
    assert!(bound.unwrap().success());

    let before = Receiver::syslog("127.0.0.1:0", &Received::new(), None).await;
    let port = before.address.port();
    let after = Receiver::syslog(&format!("127.0.0.2:{port}"), &Received::new(), None).await;
    let log = Log::open(&settings(&folder.path().join("audit.log"))).unwrap();
    let forwarder = forwarder(&log, vec![target(&format!("tcp://siem.test:{port}"))]);
    for (moved, receiver) in [("127.0.0.1", &before), ("127.0.0.2", &after)] {
        moved_to(moved);
        record(&log, 3).await;
        receiver.received.until(|_| of_the_log(&records(&receiver.received)).len() >= 3).await;
    }
    drop(log);
    drop(forwarder);
}
