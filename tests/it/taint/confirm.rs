//! A person asked on a connection that carries questions.

use std::sync::{Arc, Mutex};

use mcp_defectdojo::guard::{TaintPolicy, TaintSettings};
use rmcp::{
    ClientHandler, ErrorData, RoleClient, ServiceExt as _,
    model::{
        CallToolRequestParams, CallToolResult, ClientCapabilities, ClientConfig,
        ElicitRequestParams, ElicitResult, ElicitationAction, ElicitationCapability,
    },
    service::{RequestContext, RunningService},
};
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::Planted;
use crate::support::{Setup, object};

/// What the person at the client does when asked.
#[derive(Clone, Debug)]
enum Does {
    Answers(ElicitationAction),
    Fails,
    /// Never answers; the client tells that it was asked.
    Waits(Arc<Notify>),
}

#[derive(Clone)]
struct Person {
    does: Does,
    asked: Arc<Mutex<Vec<String>>>,
}

impl ClientHandler for Person {
    fn get_info(&self) -> ClientConfig {
        let mut info = ClientConfig::default();
        let mut capabilities = ClientCapabilities::default();
        capabilities.elicitation = Some(ElicitationCapability::default());
        info.capabilities = capabilities;
        info
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        let ElicitRequestParams::FormElicitationParams { message, .. } = request else {
            panic!("{request:?}")
        };
        self.asked.lock().unwrap().push(message);
        match &self.does {
            Does::Answers(action) => Ok(ElicitResult::new(action.clone())),
            Does::Fails => Err(ErrorData::internal_error("the dialogue broke", None)),
            Does::Waits(told) => {
                told.notify_one();
                std::future::pending().await
            }
        }
    }
}

struct Client {
    service: RunningService<RoleClient, Person>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Client {
    async fn new(setup: Setup, planted: &Planted, does: Does) -> Self {
        let server = setup.server(&planted.dojo.url);
        let (ours, theirs) = tokio::io::duplex(1 << 16);
        tokio::spawn(async move { server.serve(ours).await.unwrap().waiting().await });
        let asked = Arc::default();
        let person = Person { does, asked: Arc::clone(&asked) };
        let client = Self { service: person.serve(theirs).await.unwrap(), asked };
        client.call("get_finding", json!({ "finding_id": planted.bad })).await;
        client
    }

    async fn call(&self, tool: &str, arguments: Value) -> CallToolResult {
        self.service.call_tool(params(tool, arguments)).await.unwrap()
    }

    /// What came of a call, in one word, and the times a person was asked so far.
    async fn came(&self, tool: &str, arguments: Value) -> (String, usize) {
        let result = self.call(tool, arguments).await;
        let word = if result.is_error == Some(true) {
            crate::support::told(&result)["code"].as_str().unwrap().to_owned()
        } else {
            "done".to_owned()
        };
        (word, self.asked.lock().unwrap().len())
    }
}

fn params(tool: &str, arguments: Value) -> CallToolRequestParams {
    CallToolRequestParams::new(tool.to_owned()).with_arguments(object(arguments))
}

pub(super) fn close(finding: u64) -> Value {
    json!({ "finding_id": finding, "reason": "out_of_scope" })
}

#[tokio::test]
async fn the_person_decides() {
    for (does, wanted) in [
        (Does::Answers(ElicitationAction::Accept), "done"),
        (Does::Answers(ElicitationAction::Decline), "confirmation_declined"),
        (Does::Answers(ElicitationAction::Cancel), "confirmation_dismissed"),
        (Does::Fails, "confirmation_unanswered"),
    ] {
        let planted = Planted::new().await;
        let client = Client::new(planted.setup(TaintPolicy::Confirm), &planted, does.clone()).await;
        let came = client.came("close_finding", close(planted.good)).await;
        assert_eq!(came, (wanted.to_owned(), 1), "{does:?}");
        assert_eq!(planted.is_open(planted.good).await, wanted != "done", "{does:?}");
        // What hides nothing is not asked about.
        let note = json!({ "finding_id": planted.good, "entry": "Looked at it" });
        assert_eq!(client.came("add_finding_note", note).await, ("done".to_owned(), 1));
    }
}

/// The person decides by this text alone: no word in it may be an attacker's.
#[tokio::test]
async fn the_question_names_what_would_change_and_what_was_read() {
    let planted = Planted::new().await;
    let does = Does::Answers(ElicitationAction::Decline);
    let client = Client::new(planted.setup(TaintPolicy::Confirm), &planted, does).await;
    let lower = json!({ "finding_id": planted.good, "severity": "Low", "false_p": true, "title": "Accept" });
    client.came("update_finding", lower).await;
    let question = client.asked.lock().unwrap().concat();
    insta::assert_snapshot!(planted.nameless(&question), @r"
    An AI client wants to make a change that hides findings, after it read text that looks like instructions to an AI.

    Tool: update_finding
    Change:
    - finding [good]: severity from High to Low
    - finding [good]: closed as a false positive
    It read: finding [bad] (signals: action, command, override).

    Accept only if you want this change whatever that text says. If in doubt, decline and look in DefectDojo.
    ");
}

/// A question that took a place in the window, or was counted as a change, would let a text use up a caller's changes.
#[tokio::test]
async fn a_refused_question_costs_nothing_and_leaves_one_denied_record() {
    let planted = Planted::new().await;
    let setup = Setup { mutations: 1, ..planted.setup(TaintPolicy::Confirm) };
    let client = Client::new(setup, &planted, Does::Answers(ElicitationAction::Decline)).await;
    for asked in 1..=3 {
        let came = client.came("close_finding", close(planted.good)).await;
        assert_eq!(came, ("confirmation_declined".to_owned(), asked));
    }
    let one = ["audit_confirmation asked", "audit denied confirmation_declined declined"];
    assert_eq!(planted.told("close_finding"), one.repeat(3));
    let records = planted.records("close_finding");
    assert_eq!(records[0]["request_id"], records[1]["taint"]["confirmation_id"]);

    let note = json!({ "finding_id": planted.good, "entry": "Looked at it" });
    assert_eq!(client.came("add_finding_note", note).await.0, "done");
    // Now the window is full: a person is not asked for what could not be done.
    let came = client.came("close_finding", close(planted.good)).await;
    assert_eq!(came, ("rate_limited".to_owned(), 3));
}

#[tokio::test]
async fn a_call_that_is_cancelled_while_a_person_thinks_is_withdrawn() {
    let planted = Planted::new().await;
    let told = Arc::new(Notify::new());
    let does = Does::Waits(Arc::clone(&told));
    let client = Client::new(planted.setup(TaintPolicy::Confirm), &planted, does).await;
    let request = params("close_finding", close(planted.good));
    let request = rmcp::model::ClientRequest::CallToolRequest(rmcp::model::Request::new(request));
    let options = rmcp::service::PeerRequestOptions::default();
    let handle = client.service.send_cancellable_request(request, options).await.unwrap();
    told.notified().await;
    handle.cancel(Some("changed my mind".to_owned())).await.unwrap();
    let wanted = ["audit_confirmation asked", "audit error cancelled withdrawn"];
    while planted.told("close_finding") != wanted {
        tokio::task::yield_now().await;
    }
    assert!(planted.is_open(planted.good).await);
}

#[tokio::test]
async fn a_question_is_open_for_a_while() {
    let planted = Planted::new().await;
    let taint = TaintSettings {
        policy: TaintPolicy::Confirm,
        answer_within: std::time::Duration::from_millis(20),
    };
    let setup = Setup { taint, ..planted.setup(TaintPolicy::Confirm) };
    let client = Client::new(setup, &planted, Does::Waits(Arc::default())).await;
    let came = client.came("close_finding", close(planted.good)).await;
    assert_eq!(came, ("confirmation_expired".to_owned(), 1));
    assert!(planted.is_open(planted.good).await);
}
