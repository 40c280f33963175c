//! Large bodies: for callers that import reports, within what all of them may take together.

use std::time::Duration;

use mcp_defectdojo::transport::Settings;
use serde_json::json;

use super::{
    raw::Request,
    server::{Server, as_writer, bindings},
};

fn settings() -> Settings {
    Settings {
        body_limit: 2000,
        report_limit: 10_000,
        report_budget: 15_000,
        ..Settings::default()
    }
}

fn sized<'a>(length: usize) -> Request<'a> {
    Request::call("length", &json!({"text": "x".repeat(length)}))
}

fn as_reader(request: Request<'_>) -> Request<'_> {
    request.header("Authorization", "Bearer reader-token")
}

/// A request's bytes, its body in chunks and without a declared length.
fn chunked(request: &Request<'_>) -> Vec<u8> {
    let text = String::from_utf8(request.bytes()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let length = format!("Content-Length: {}", body.len());
    let head = head.replace(&length, "Transfer-Encoding: chunked");
    let chunks = body
        .as_bytes()
        .chunks(500)
        .map(|chunk| format!("{:x}\r\n{}\r\n", chunk.len(), String::from_utf8_lossy(chunk)));
    format!("{head}\r\n\r\n{}0\r\n\r\n", chunks.collect::<String>()).into_bytes()
}

/// A reader has no use for a report, and must not make the server hold one.
#[tokio::test]
async fn only_callers_that_import_may_send_large_bodies() {
    let server = Server::start(settings(), bindings()).await;
    assert_eq!(server.connect().await.ask(&as_writer(sized(9000))).await.text(), "9000");
    let mut connection = server.connect().await;
    connection.send(&chunked(&as_writer(sized(9000)))).await;
    assert_eq!(connection.answer().await.unwrap().text(), "9000");
    assert_eq!(server.connect().await.ask(&as_writer(sized(10_000))).await.status, 413);
    for request in [sized(9000), sized(2000)] {
        assert_eq!(server.connect().await.ask(&as_reader(request)).await.status, 413);
    }
    let mut connection = server.connect().await;
    connection.send(&chunked(&as_reader(sized(9000)))).await;
    assert_eq!(connection.answer().await.unwrap().status, 413);
    assert_eq!(server.connect().await.ask(&as_reader(sized(1800))).await.text(), "1800");
    server.stop().await;
}

/// Many reports at once wait their turn instead of filling the memory; small requests do not.
#[tokio::test]
async fn large_bodies_share_a_budget() {
    let server = Server::start(settings(), bindings()).await;
    let large = as_writer(sized(9000));
    let bytes = large.bytes();
    let (most, rest) = bytes.split_at(bytes.len() - 1);
    let mut first = server.connect().await;
    first.send(most).await;
    // The second finds no room, as soon as the first has been seen.
    let mut connection = server.connect().await;
    let mut answer = connection.ask(&large).await;
    while answer.status == 200 {
        answer = connection.ask(&large).await;
    }
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("10")));
    let mut small = server.connect().await;
    assert_eq!(small.ask(&as_writer(sized(100))).await.text(), "100");
    small.send(&chunked(&as_writer(sized(100)))).await;
    assert_eq!(small.answer().await.unwrap().text(), "100");
    first.send(rest).await;
    assert_eq!(first.answer().await.unwrap().text(), "9000");
    assert_eq!(server.connect().await.ask(&large).await.text(), "9000");
    server.stop().await;
}

/// A large body over a slow line is given more time, and a stalled one is not.
#[tokio::test]
async fn a_stalled_large_body_is_let_go() {
    let body_deadline = Duration::from_millis(50);
    let server = Server::start(Settings { body_deadline, ..settings() }, bindings()).await;
    let bytes = as_writer(sized(9000)).bytes();
    let mut connection = server.connect().await;
    connection.send(&bytes[..bytes.len() - 1]).await;
    assert_eq!(connection.answer().await.unwrap().status, 408);
    assert_eq!(server.connect().await.ask(&as_writer(sized(9000))).await.text(), "9000");
    server.stop().await;
}
