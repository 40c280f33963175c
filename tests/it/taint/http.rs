//! What a client carries between a question and its answer: good for its own call, once, for a while.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use mcp_defectdojo::{
    access::Role,
    auth::{self, Authenticator, Binding, TokenHash},
    guard::{TaintPolicy, TaintSettings},
    transport::{self, Settings},
};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::Planted;
use crate::support::Setup;

/// The token of one of two callers.
pub(super) fn token(caller: &str) -> String {
    format!("the-token-of-{caller}")
}

/// A server on a free port with two callers, `desk` and `wall`.
pub(super) struct Served {
    pub(super) address: SocketAddr,
    http: reqwest::Client,
    shutdown: CancellationToken,
    task: JoinHandle<Result<(), transport::Error>>,
}

impl Served {
    pub(super) async fn start(planted: &Planted, sessions: bool) -> Self {
        Self::with(planted.setup(TaintPolicy::Confirm), planted, sessions).await
    }

    async fn with(setup: Setup, planted: &Planted, sessions: bool) -> Self {
        let server = setup.server(&planted.dojo.url);
        let bind = ([127, 0, 0, 1], 0).into();
        let settings = Settings { bind, sessions, legacy_sse: true, ..Settings::default() };
        let listener = transport::http::bind(settings).await.unwrap();
        let address = listener.address();
        let bindings = ["desk", "wall"].map(|name| Binding {
            name: name.to_owned(),
            token: TokenHash::of(&token(name)),
            role: Role::Writer,
        });
        let auth = auth::Settings {
            bindings: bindings.into(),
            require: true,
            ..auth::Settings::default()
        };
        let authenticator = Arc::new(Authenticator::new(auth).unwrap());
        let shutdown = CancellationToken::new();
        let running = server.running();
        let serving = listener.serve(server, authenticator, running, shutdown.clone());
        let task = tokio::spawn(serving);
        Self { address, http: reqwest::Client::new(), shutdown, task }
    }

    pub(super) async fn stop(self) {
        self.shutdown.cancel();
        self.task.await.unwrap().unwrap();
    }

    /// One call of revision 2026-07-28, by a client that can ask.
    async fn call(&self, caller: &str, tool: &str, arguments: Value, more: Value) -> Value {
        let mut params = json!({
            "name": tool,
            "arguments": arguments,
            "_meta": {
                "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
                "io.modelcontextprotocol/clientCapabilities": { "elicitation": { "form": {} } },
            },
        });
        for (name, value) in more.as_object().unwrap() {
            params[name] = value.clone();
        }
        let message =
            json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params });
        let response = self
            .http
            .post(format!("http://{}/mcp", self.address))
            .bearer_auth(token(caller))
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", "2026-07-28")
            .header("Mcp-Method", "tools/call")
            .header("Mcp-Name", tool)
            .json(&message)
            .send()
            .await
            .unwrap();
        let answer: Value = response.json().await.unwrap();
        assert!(answer["result"].is_object(), "{answer}");
        answer["result"].clone()
    }

    async fn read(&self, caller: &str, planted: &Planted) {
        let read = json!({ "finding_id": planted.bad });
        let answer = self.call(caller, "get_finding", read, json!({})).await;
        assert_ne!(answer["isError"], true, "{answer}");
    }

    /// Has a question asked, and takes its state.
    async fn ask(&self, caller: &str, arguments: &Value) -> String {
        let asked = self.call(caller, "close_finding", arguments.clone(), json!({})).await;
        assert_eq!(asked["resultType"], "input_required", "{asked}");
        let question = &asked["inputRequests"]["confirmation"];
        assert_eq!(question["method"], "elicitation/create", "{asked}");
        asked["requestState"].as_str().unwrap().to_owned()
    }

    /// Answers a question; what came of it, in one word.
    async fn answer(&self, caller: &str, tool: &str, arguments: &Value, reply: Value) -> String {
        let came = self.call(caller, tool, arguments.clone(), reply).await;
        if came["isError"] == true {
            came["structuredContent"]["code"].as_str().unwrap().to_owned()
        } else {
            came["resultType"].as_str().unwrap().to_owned()
        }
    }
}

fn reply(state: &str, action: &str) -> Value {
    let result = json!({ "action": action, "content": {} });
    json!({ "requestState": state, "inputResponses": { "confirmation": result } })
}

fn close(finding: u64) -> Value {
    json!({ "finding_id": finding, "reason": "false_positive", "note": "Not reachable" })
}

/// A state that passed for another caller, call or time would be a confirmation that nobody gave.
#[tokio::test]
async fn a_state_is_refused_everywhere_but_in_its_own_call() {
    let planted = Planted::new().await;
    let served = Served::start(&planted, false).await;
    served.read("desk", &planted).await;
    served.read("wall", &planted).await;
    let good = close(planted.good);
    let state = served.ask("desk", &good).await;
    let accept = reply(&state, "accept");
    let update = json!({ "finding_id": planted.good, "false_p": true });
    let mut tampered = state.clone();
    tampered.replace_range(30..31, if &state[30..31] == "A" { "B" } else { "A" });
    let mut longer = good.clone();
    longer["note"] = "Not reachable!".into();
    for (caller, tool, arguments, reply) in [
        ("wall", "close_finding", &good, accept.clone()),
        ("desk", "close_finding", &close(planted.bad), accept.clone()),
        ("desk", "close_finding", &longer, accept.clone()),
        ("desk", "update_finding", &update, accept.clone()),
        ("desk", "close_finding", &good, reply(&tampered, "accept")),
        ("desk", "close_finding", &good, reply("", "accept")),
        ("desk", "close_finding", &good, reply("rs1.AAAA.BBBB", "accept")),
    ] {
        let came = served.answer(caller, tool, arguments, reply).await;
        assert_eq!(came, "confirmation_invalid", "{caller} {tool} {arguments}");
    }
    // Members may come back in another order; numbers and texts may not change.
    let reordered =
        json!({ "note": "Not reachable", "reason": "false_positive", "finding_id": planted.good });
    assert!(planted.is_open(planted.good).await && planted.is_open(planted.bad).await);
    assert_eq!(
        served.answer("desk", "close_finding", &reordered, accept.clone()).await,
        "complete"
    );
    assert!(!planted.is_open(planted.good).await);

    planted.dojo.reopen(planted.good).await;
    let again = served.answer("desk", "close_finding", &good, accept).await;
    assert_eq!(again, "confirmation_used");
    assert!(planted.is_open(planted.good).await);
    served.stop().await;
}

/// A person who said no cannot be overruled by sending the same state with a yes.
#[tokio::test]
async fn a_state_is_good_for_one_answer_whatever_it_was() {
    let planted = Planted::new().await;
    let served = Served::start(&planted, false).await;
    served.read("desk", &planted).await;
    let good = close(planted.good);
    for (first, wanted) in [
        (json!({ "action": "decline" }), "confirmation_declined"),
        (json!({ "action": "cancel" }), "confirmation_dismissed"),
        (json!({ "action": "perhaps" }), "confirmation_unanswered"),
        (json!("accept"), "confirmation_unanswered"),
        (json!(null), "confirmation_unanswered"),
    ] {
        let state = served.ask("desk", &good).await;
        let answer = json!({ "requestState": state, "inputResponses": { "confirmation": first } });
        assert_eq!(served.answer("desk", "close_finding", &good, answer).await, wanted, "{first}");
        let overruled =
            served.answer("desk", "close_finding", &good, reply(&state, "accept")).await;
        assert_eq!(overruled, "confirmation_used", "{first}");
    }
    let state = served.ask("desk", &good).await;
    let silent = json!({ "requestState": state });
    let came = served.answer("desk", "close_finding", &good, silent).await;
    assert_eq!(came, "confirmation_unanswered");
    // An answer that belongs to no question is nobody's.
    let unasked = json!({ "inputResponses": { "confirmation": { "action": "accept" } } });
    let came = served.answer("desk", "close_finding", &good, unasked).await;
    assert_eq!(came, "input_required");
    assert!(planted.is_open(planted.good).await);
    served.stop().await;
}

#[tokio::test]
async fn a_state_expires() {
    let planted = Planted::new().await;
    let taint = TaintSettings { policy: TaintPolicy::Confirm, answer_within: Duration::ZERO };
    let setup = Setup { taint, ..planted.setup(TaintPolicy::Confirm) };
    let served = Served::with(setup, &planted, false).await;
    served.read("desk", &planted).await;
    let good = close(planted.good);
    let state = served.ask("desk", &good).await;
    let came = served.answer("desk", "close_finding", &good, reply(&state, "accept")).await;
    assert_eq!(came, "confirmation_expired");
    assert!(planted.is_open(planted.good).await);
    served.stop().await;
}

/// What a person agreed to is what happens: a finding that has become worse meanwhile is asked about again.
#[tokio::test]
async fn an_answer_is_to_what_was_asked() {
    let planted = Planted::new().await;
    let served = Served::start(&planted, false).await;
    served.read("desk", &planted).await;
    let lower = json!({ "finding_id": planted.good, "severity": "Medium" });
    let asked = served.call("desk", "update_finding", lower.clone(), json!({})).await;
    let state = asked["requestState"].as_str().unwrap();
    planted
        .dojo
        .patch(&format!("findings/{}/", planted.good), json!({"severity": "Critical"}))
        .await;
    let came = served.answer("desk", "update_finding", &lower, reply(state, "accept")).await;
    assert_eq!(came, "confirmation_invalid");
    assert_eq!(planted.dojo.finding(planted.good).await["severity"], "Critical");
    served.stop().await;
}

/// What one caller reads is not held against another, and nothing hangs on the connection.
#[tokio::test]
async fn each_caller_answers_for_its_own_reading() {
    let planted = Planted::new().await;
    let served = Served::start(&planted, false).await;
    served.read("desk", &planted).await;
    let good = close(planted.good);
    let came = served.answer("wall", "close_finding", &good, json!({})).await;
    assert_eq!(came, "complete");
    let came = served.answer("desk", "close_finding", &close(planted.bad), json!({})).await;
    assert_eq!(came, "input_required");
    served.stop().await;
}

/// The state says nothing to whoever reads it.
#[tokio::test]
async fn states_are_opaque_and_short() {
    let planted = Planted::new().await;
    let served = Served::start(&planted, false).await;
    served.read("desk", &planted).await;
    let states = [
        served.ask("desk", &close(planted.good)).await,
        served.ask("desk", &close(planted.good)).await,
    ];
    assert_ne!(states[0], states[1]);
    for state in states {
        assert_eq!(state.len(), 75);
    }
    served.stop().await;
}
