//! How a service stops: once gracefully, twice at once.

use std::os::unix::process::ExitStatusExt as _;

use serde_json::json;
use tokio::{io::AsyncReadExt as _, net::TcpListener, time::timeout};

use super::{PATIENCE, Service};
use crate::transport::raw::Request;

/// The connection of the call: what the server asks for itself at its start is left to wait.
async fn asked_for_a_finding(dojo: &TcpListener) -> Vec<tokio::net::TcpStream> {
    let mut asked = Vec::new();
    loop {
        let (mut stream, _) = timeout(PATIENCE, dojo.accept()).await.unwrap().unwrap();
        let mut head = [0; 16];
        timeout(PATIENCE, stream.read_exact(&mut head)).await.unwrap().unwrap();
        asked.push(stream);
        if head == *b"GET /api/v2/find" {
            return asked;
        }
    }
}

/// A service whose call hangs at a DefectDojo that never answers.
async fn hanging() -> (Service, crate::transport::raw::Connection, Vec<tokio::net::TcpStream>) {
    let dojo = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", dojo.local_addr().unwrap());
    let environment = [
        ("DEFECTDOJO_URL", url.as_str()),
        ("DEFECTDOJO_API_KEY", "a-key-of-the-tests"),
        ("ALLOW_INSECURE_HTTP", "true"),
    ];
    let service = Service::start(&["serve"], &environment).await;
    let mut connection = service.connect().await;
    let token = format!("Bearer {}", service.tokens[0]);
    let call = Request::call("get_finding", &json!({"finding_id": 1}));
    connection.send(&call.header("Authorization", &token).bytes()).await;
    let asked = asked_for_a_finding(&dojo).await;
    (service, connection, asked)
}

/// An operator who has waited long enough sends the signal again, and must not have to reach for SIGKILL.
#[tokio::test]
async fn a_second_signal_ends_the_process_at_once() {
    let (mut service, _connection, _asked) = hanging().await;
    service.signal("-TERM");
    // The first one has been taken once no connection is.
    while tokio::net::TcpStream::connect(service.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(service.child.try_wait().unwrap().is_none(), "the running call was not waited for");
    service.signal("-TERM");
    let status = timeout(PATIENCE, service.child.wait()).await.unwrap().unwrap();
    assert_eq!((status.code(), status.signal()), (Some(143), None));
}

/// An orchestrator's patience is shorter than an import: `MCP_DRAIN` ends the wait.
#[tokio::test]
async fn a_drain_has_an_end() {
    let dojo = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", dojo.local_addr().unwrap());
    let environment = [
        ("DEFECTDOJO_URL", url.as_str()),
        ("DEFECTDOJO_API_KEY", "a-key-of-the-tests"),
        ("ALLOW_INSECURE_HTTP", "true"),
        ("MCP_DRAIN", "1s"),
    ];
    let mut service = Service::start(&["serve"], &environment).await;
    let mut connection = service.connect().await;
    let token = format!("Bearer {}", service.tokens[0]);
    let call = Request::call("get_finding", &json!({"finding_id": 1}));
    connection.send(&call.header("Authorization", &token).bytes()).await;
    let _asked = asked_for_a_finding(&dojo).await;
    service.signal("-TERM");
    let status = timeout(PATIENCE, service.child.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0));
}
