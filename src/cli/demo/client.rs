//! The tour's client: MCP over Streamable HTTP as far as the tour goes, which a client in full would not show better.

use anyhow::{Context as _, bail};
use http::header::ACCEPT;
use serde_json::{Value, json};

pub(super) struct Client {
    http: reqwest::Client,
    url: String,
    token: String,
    asked: u64,
}

const REVISION: &str = "2025-11-25";

impl Client {
    pub(super) async fn connect(url: &str, token: &str) -> anyhow::Result<Self> {
        // The way is this machine's own: no proxy, and no certificate authorities, which a bare system lacks.
        let http = reqwest::Client::builder().no_proxy().tls_certs_only([]).build()?;
        let mut client = Self { http, url: url.to_owned(), token: token.to_owned(), asked: 0 };
        let about = json!({"name": "tour", "version": env!("CARGO_PKG_VERSION")});
        let hello = json!({"protocolVersion": REVISION, "capabilities": {}, "clientInfo": about});
        client.ask("initialize", hello).await?;
        let ready = json!({"jsonrpc": "2.0", "method": "notifications/initialized"});
        client.send(&ready).await?;
        Ok(client)
    }

    /// How many tools are offered.
    pub(super) async fn tools(&mut self) -> anyhow::Result<usize> {
        let list = self.ask("tools/list", json!({})).await?;
        Ok(list["tools"].as_array().map_or(0, Vec::len))
    }

    /// What a tool answers, be it an error of its own.
    pub(super) async fn call(&mut self, tool: &str, arguments: Value) -> anyhow::Result<Value> {
        self.ask("tools/call", json!({"name": tool, "arguments": arguments})).await
    }

    async fn ask(&mut self, method: &str, params: Value) -> anyhow::Result<Value> {
        self.asked += 1;
        let message =
            json!({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params});
        let answer = self.send(&message).await?.bytes().await?;
        let mut answer: Value = serde_json::from_slice(&answer).context("no JSON was answered")?;
        if let Some(error) = answer.get("error") {
            bail!("{error}");
        }
        Ok(answer["result"].take())
    }

    async fn send(&self, message: &Value) -> anyhow::Result<reqwest::Response> {
        let request = self
            .http
            .post(&self.url)
            .bearer_auth(&self.token)
            .header(ACCEPT, "application/json, text/event-stream")
            .header("MCP-Protocol-Version", REVISION)
            .json(message);
        Ok(request.send().await?.error_for_status()?)
    }
}
