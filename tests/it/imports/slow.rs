//! A DefectDojo that reads and answers when it is let, and says how each request ended.

use std::sync::Arc;

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
};

use crate::transport::probe::take;

/// Semaphores count what happened, and what may happen.
pub(super) struct Slow {
    pub(super) url: String,
    /// Requests whose first bytes came.
    pub(super) begun: Arc<Semaphore>,
    /// Requests that came whole.
    pub(super) whole: Arc<Semaphore>,
    /// Requests whose connection was closed before they came whole, or before their answer.
    pub(super) dropped: Arc<Semaphore>,
    /// Requests whose rest may be read.
    pub(super) read: Arc<Semaphore>,
    /// Requests that may be answered.
    pub(super) answer: Arc<Semaphore>,
}

impl Slow {
    pub(super) async fn start() -> Self {
        let [begun, whole, dropped, read, answer] = [(); 5].map(|()| Arc::new(Semaphore::new(0)));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let slow = Self { url, begun, whole, dropped, read, answer };
        let connection = {
            let all = [&slow.begun, &slow.whole, &slow.dropped, &slow.read, &slow.answer];
            all.map(Arc::clone)
        };
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(one(stream, connection.clone()));
            }
        });
        slow
    }
}

/// One request on a connection of its own.
async fn one(mut stream: TcpStream, [begun, whole, dropped, read, answer]: [Arc<Semaphore>; 5]) {
    let mut bytes = vec![0; 16 << 10];
    let mut head = Vec::new();
    let end = loop {
        let length = stream.read(&mut bytes).await.unwrap_or(0);
        if length == 0 {
            return;
        }
        head.extend_from_slice(&bytes[..length]);
        if let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&head[..end]).to_lowercase();
    if text.starts_with("get /api/v2/ ") {
        // The look at what this DefectDojo can do, which is no call.
        stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").await.ok();
        return;
    }
    begun.add_permits(1);
    let length: Option<usize> = text
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map(|length| length.parse().unwrap());
    let mut left = length.unwrap_or(0) - (head.len() - end);
    if left > 0 {
        take(&read).await;
    }
    while left > 0 {
        match stream.read(&mut bytes).await.unwrap_or(0) {
            0 => return dropped.add_permits(1),
            length => left -= length,
        }
    }
    whole.add_permits(1);
    tokio::select! {
        () = take(&answer) => {}
        closed = stream.read(&mut bytes) => {
            assert_eq!(closed.unwrap_or(0), 0, "more than one request");
            return dropped.add_permits(1);
        }
    }
    let body =
        r#"{"test":1,"test_id":1,"engagement_id":1,"product_id":1,"scan_type":"SARIF","id":7}"#;
    let answer = format!(
        "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(answer.as_bytes()).await.ok();
}
