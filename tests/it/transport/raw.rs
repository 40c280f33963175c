//! A client made of bytes, for what a well-behaved one never sends.

use std::net::SocketAddr;

use serde_json::{Value, json};
use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _,
        BufReader,
    },
    net::TcpStream,
};

pub(crate) struct Connection(BufReader<Box<dyn Stream>>);

pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut matching = self.headers.iter().filter(|(known, _)| known == name);
        matching.next().map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The text of a tool's answer.
    pub(crate) fn text(&self) -> String {
        let body = self.json();
        body["result"]["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{body}")).to_owned()
    }
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> Self {
        Self::over(TcpStream::connect(address).await.unwrap())
    }

    pub(crate) fn over(stream: impl Stream + 'static) -> Self {
        Self(BufReader::new(Box::new(stream)))
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    /// Sends to a server that may have hung up, and says whether it has not.
    pub(crate) async fn try_send(&mut self, bytes: &[u8]) -> bool {
        self.0.write_all(bytes).await.is_ok()
    }

    /// Reads to the end, and gives back an answer if that is what came.
    pub(crate) async fn answer_or_noise(&mut self) -> Option<String> {
        let mut bytes = Vec::new();
        drop(self.0.read_to_end(&mut bytes).await);
        bytes.starts_with(b"HTTP/").then(|| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Reads one answer with a length, or `None` when the server has closed the connection.
    pub(crate) async fn answer(&mut self) -> Option<Answer> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.0.read_line(&mut head).await.ok()? == 0 {
                assert_eq!(head, "", "the head was cut short");
                return None;
            }
        }
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers: Vec<_> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().unwrap())];
        self.0.read_exact(&mut body).await.unwrap();
        Some(Answer { status, headers, body: String::from_utf8(body).unwrap() })
    }

    /// Reads one answer of unknown length, head and body, to its last chunk.
    pub(crate) async fn chunked(&mut self) -> String {
        let mut text = String::new();
        while !text.ends_with("\r\n0\r\n\r\n") {
            assert_ne!(self.0.read_line(&mut text).await.unwrap(), 0, "the answer was cut short");
        }
        text
    }

    pub(crate) async fn ask(&mut self, request: &Request<'_>) -> Answer {
        self.send(&request.bytes()).await;
        self.answer().await.unwrap()
    }

    /// Reads one event of an event stream: its type and its data. Comments and heads are passed over.
    pub(crate) async fn event(&mut self) -> (String, String) {
        let (mut kind, mut data) = (String::new(), String::new());
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).await.unwrap(), 0, "the stream ended");
            match line.trim_end().split_once(": ") {
                Some(("event", value)) => value.clone_into(&mut kind),
                Some(("data", value)) => value.clone_into(&mut data),
                _ if line.trim_end().is_empty() && !data.is_empty() => return (kind, data),
                _ => {}
            }
        }
    }

    /// Everything until the server closes the connection.
    pub(crate) async fn rest(&mut self) -> String {
        let mut text = String::new();
        self.0.read_to_string(&mut text).await.unwrap();
        text
    }

    /// Waits until the server has closed the connection.
    pub(crate) async fn closed(&mut self) {
        let mut rest = Vec::new();
        // A reset closes it too.
        drop(self.0.read_to_end(&mut rest).await);
        assert_eq!(String::from_utf8_lossy(&rest), "");
    }
}

pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) headers: Vec<(&'a str, &'a str)>,
    pub(crate) body: String,
}

impl<'a> Request<'a> {
    pub(crate) fn get(path: &'a str) -> Self {
        Self { method: "GET", path, headers: vec![("Host", "localhost")], body: String::new() }
    }

    /// A call of a tool as a client without sessions makes it.
    pub(crate) fn call(tool: &str, arguments: &Value) -> Self {
        let params = json!({"name": tool, "arguments": arguments});
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params});
        Self::post(body.to_string())
    }

    pub(crate) fn rpc(id: u32, method: &str, params: &Value) -> Self {
        let body = json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params});
        Self::post(body.to_string())
    }

    /// The handshake of a client with sessions.
    pub(crate) fn initialize() -> Self {
        let params = json!({
            "protocolVersion": "2025-06-18", "capabilities": {},
            "clientInfo": {"name": "raw", "version": "0"},
        });
        Self::rpc(0, "initialize", &params)
    }

    pub(crate) fn post(body: String) -> Self {
        let headers = vec![
            ("Host", "localhost"),
            ("Content-Type", "application/json"),
            ("Accept", "application/json, text/event-stream"),
        ];
        Self { method: "POST", path: "/mcp", headers, body }
    }

    pub(crate) fn header(mut self, name: &'a str, value: &'a str) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value));
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let headers = self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let headers: String = headers.collect();
        let Self { method, path, body, .. } = self;
        let length = body.len();
        format!("{method} {path} HTTP/1.1\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
            .into()
    }
}
