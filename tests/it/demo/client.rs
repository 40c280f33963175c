//! A demo on a port of its own, and a client that speaks to it.

use std::net::SocketAddr;

use mcp_defectdojo::demo::{ADMIN_KEY, Demo};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A running demo; it is stopped by [`Instance::stop`].
pub(super) struct Instance {
    address: SocketAddr,
    client: reqwest::Client,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

/// What came back.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
}

impl Reply {
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// One request, made before it is sent.
pub(super) struct Request<'a> {
    instance: &'a Instance,
    method: Method,
    path: String,
    authorization: Option<String>,
    builder: Box<dyn FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder + Send>,
}

impl Instance {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let until = async move {
                // A dropped sender stops the demo as well.
                drop(stopped.await);
            };
            Demo::seeded().serve(listener, until).await
        });
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self { address, client, stop, task }
    }

    pub(super) async fn stop(self) {
        drop(self.client);
        self.stop.send(()).unwrap();
        self.task.await.unwrap().unwrap();
    }

    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A request as the superuser; `path` begins after `/api/v2/`.
    pub(super) fn request(&self, method: Method, path: &str) -> Request<'_> {
        Request {
            instance: self,
            method,
            path: format!("/api/v2/{path}"),
            authorization: Some(format!("Token {ADMIN_KEY}")),
            builder: Box::new(|builder| builder),
        }
    }

    pub(super) async fn get(&self, path: &str) -> Value {
        let reply = self.request(Method::GET, path).send().await;
        assert_eq!(reply.status, 200, "GET {path}: {}", reply.text);
        reply.json()
    }

    pub(super) async fn post(&self, path: &str, body: Value) -> Reply {
        self.request(Method::POST, path).json(body).send().await
    }

    pub(super) async fn patch(&self, path: &str, body: Value) -> Reply {
        self.request(Method::PATCH, path).json(body).send().await
    }

    /// Every finding that the superuser sees.
    pub(super) async fn findings(&self) -> Vec<Value> {
        let body = self.get("findings/?limit=100000").await;
        body["results"].as_array().unwrap().clone()
    }
}

impl Request<'_> {
    pub(super) fn key(mut self, key: &str) -> Self {
        self.authorization = Some(format!("Token {key}"));
        self
    }

    pub(super) fn authorization(mut self, value: Option<&str>) -> Self {
        self.authorization = value.map(str::to_owned);
        self
    }

    pub(super) fn json(self, body: Value) -> Self {
        self.with(move |builder| builder.json(&body))
    }

    pub(super) fn raw(self, kind: &str, body: String) -> Self {
        let kind = kind.to_owned();
        self.with(move |builder| builder.header("content-type", kind).body(body))
    }

    pub(super) fn with(
        mut self,
        change: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder + Send + 'static,
    ) -> Self {
        let before = self.builder;
        self.builder = Box::new(move |builder| change(before(builder)));
        self
    }

    pub(super) async fn send(self) -> Reply {
        let address = format!("{}{}", self.instance.origin(), self.path);
        let mut request = self.instance.client.request(self.method, address);
        if let Some(value) = self.authorization {
            request = request.header("authorization", value);
        }
        let response = (self.builder)(request).send().await.unwrap();
        Reply {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.text().await.unwrap(),
        }
    }
}
