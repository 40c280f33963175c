//! What is written down: one constructor for each kind of audit record.

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::line::Members;

/// The `logger` member that SIEM rules made for the Python server expect.
const LOGGER: &str = "mcp_defectdojo.audit_logging";
const CLIENT_REQUEST_ID_LIMIT: usize = 64;
const NAME_LIMIT: usize = 256;
const ERROR_LIMIT: usize = 4096;

/// One event, already in its line's form but for what its place in the chain adds (`seq`, `chain_id`, `kid`
/// and the MAC), so that callers encode in parallel and the writer only seals.
#[derive(Debug)]
pub struct Record {
    /// Members before and after the place of the chain's own.
    members: Vec<u8>,
    chain_members_at: usize,
    if_unwritten: IfUnwritten,
    phase: Phase,
}

/// What a record means for the question which announced writes have an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Announces { request_id: String, tool_name: String },
    Ends { request_id: String },
    Neither,
}

/// What becomes of a record that the file refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum IfUnwritten {
    /// It tells of something that has happened: it is kept and written when the file takes records again.
    Keep,
    /// It announces a write that is refused because of this: there will be nothing to tell.
    Discard,
}

/// Who called what, with which arguments.
#[derive(Clone, Debug)]
pub struct Call {
    pub tool_name: String,
    /// Ours, a `UUIDv7`.
    pub request_id: Uuid,
    /// The JSON-RPC id as the client sent it, cut at 64 characters.
    pub client_request_id: Option<String>,
    /// What the client says of itself in `_meta.client_id`, or `anonymous`. Never to be trusted.
    pub caller_id: String,
    /// Who authentication says it is, or `open-access`.
    pub authenticated_caller_id: String,
    pub caller_role: String,
    /// The arguments with long texts withheld ([`super::Log::withhold`]).
    pub request_params: Map<String, Value>,
    /// A keyed digest for each withheld text, by argument name.
    pub request_digests: Map<String, Value>,
    /// For a write: the findings that this caller had read. `None` for a read.
    pub findings_read_before_mutation: Option<Vec<u64>>,
    /// For a write that hides a finding, by a caller that had read text with strong signals.
    pub taint: Option<Taint>,
}

/// What had been read before a write that hides a finding, and what was done about it.
#[derive(Clone, Debug, Serialize)]
pub struct Taint {
    /// `audit`, `confirm` or `deny`.
    pub policy: &'static str,
    /// Findings read with strong signals. Empty where only text outside of findings had some.
    pub findings: Vec<u64>,
    /// Categories of those signals.
    pub categories: Vec<&'static str>,
    /// What the write would hide.
    pub changes: Vec<String>,
    /// How the question to a person stands: a word of a fixed set such as `asked`, `accepted`, `declined`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<&'static str>,
    /// The `request_id` of the call in which a person was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmation_id: Option<String>,
}

/// How a call ended.
#[derive(Clone, Debug)]
pub struct Ended {
    pub outcome: Outcome,
    /// Why it was denied, or what kind of end an error was: a word of a fixed set such as `rate_limited`.
    pub reason: Option<&'static str>,
    pub duration: Duration,
    /// The text that the caller saw, screened.
    pub error: Option<String>,
    /// What took a finding out of the mitigated state.
    pub transition_cause: Option<String>,
    /// What the screening found in the arguments.
    pub screening: Vec<Ruling>,
    /// Requests sent to DefectDojo, in order.
    pub upstream: Vec<Upstream>,
}

impl Ended {
    pub fn new(outcome: Outcome, duration: Duration) -> Self {
        Self {
            outcome,
            reason: None,
            duration,
            error: None,
            transition_cause: None,
            screening: Vec::new(),
            upstream: Vec::new(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    Success,
    Error,
    /// Every refusal, with its `reason`.
    Denied,
}

/// What the screening found in one argument and did about it; the text itself is never recorded.
#[derive(Clone, Debug, Serialize)]
pub struct Ruling {
    pub field: &'static str,
    /// `injection`, `secrets` or `unicode`.
    pub category: &'static str,
    pub found: Vec<&'static str>,
    /// `refused` or `warned`.
    pub action: &'static str,
}

/// One request to DefectDojo.
#[derive(Clone, Debug, Serialize)]
pub struct Upstream {
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// `None`: no answer arrived, and a write may or may not have happened.
    pub status: Option<u16>,
}

/// A request that never became a call because its credentials were refused.
#[derive(Clone, Debug)]
pub struct RefusedLogin {
    pub request_id: Uuid,
    /// A word of a fixed set such as `missing_token`, `unknown_token`, `expired_token`.
    pub reason: &'static str,
    /// The address that the request came from.
    pub peer: Option<String>,
    /// Whether the address is made to wait from here on.
    pub throttled: bool,
    /// Failures of the address before this one that were too many to record one by one.
    pub unreported: u64,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum Level {
    Info,
    Warning,
    Error,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Retention {
    SecurityAudit,
    Operational,
}

impl Record {
    /// What became of a call. One for each call, whatever way it ended.
    pub fn outcome(call: &Call, ended: &Ended) -> Self {
        let (level, message) = match ended.outcome {
            Outcome::Success => (Level::Info, "Tool call completed"),
            Outcome::Error => (Level::Error, "Tool call failed"),
            Outcome::Denied => (Level::Warning, "Tool call denied"),
        };
        let mut draft = Draft::new(level, message, "audit");
        draft.call(call);
        draft.members.member("outcome", &ended.outcome);
        draft.members.member("duration_ms", &milliseconds(ended.duration));
        draft.members.optional("error", ended.error.as_deref().map(|text| cut(text, ERROR_LIMIT)));
        draft
            .members
            .optional("findings_read_before_mutation", call.findings_read_before_mutation.as_ref());
        draft.members.optional("transition_cause", ended.transition_cause.as_deref());
        draft.chain(Retention::SecurityAudit);
        draft.request(call);
        draft.members.optional("reason", ended.reason);
        draft.members.optional("taint", call.taint.as_ref());
        if !ended.screening.is_empty() {
            draft.members.member("screening", &ended.screening);
        }
        if !ended.upstream.is_empty() {
            draft.members.member("upstream", &ended.upstream);
        }
        draft.digests(call);
        draft.phase = Phase::Ends { request_id: call.request_id.to_string() };
        draft.finish(IfUnwritten::Keep)
    }

    /// A write that is about to be sent. Durable before anything leaves for DefectDojo.
    pub fn intent(call: &Call) -> Self {
        let mut draft = Draft::new(Level::Info, "Tool call intended", "audit_intent");
        draft.call(call);
        draft
            .members
            .optional("findings_read_before_mutation", call.findings_read_before_mutation.as_ref());
        draft.chain(Retention::SecurityAudit);
        draft.request(call);
        draft.members.optional("taint", call.taint.as_ref());
        draft.digests(call);
        draft.phase = Phase::Announces {
            request_id: call.request_id.to_string(),
            tool_name: cut(&call.tool_name, NAME_LIMIT).to_owned(),
        };
        draft.finish(IfUnwritten::Discard)
    }

    /// A person who is about to be asked whether a write may be made. Where the client brings the answer with a call of
    /// its own, this is the only record of the call that asked.
    pub fn confirmation(call: &Call) -> Self {
        let mut draft = Draft::new(Level::Warning, "Confirmation asked", "audit_confirmation");
        draft.call(call);
        draft
            .members
            .optional("findings_read_before_mutation", call.findings_read_before_mutation.as_ref());
        draft.chain(Retention::SecurityAudit);
        draft.request(call);
        draft.members.optional("taint", call.taint.as_ref());
        draft.digests(call);
        draft.finish(IfUnwritten::Discard)
    }

    /// A call without authentication: one beside each such call's own record.
    pub fn open_access(call: &Call) -> Self {
        let message = "Open-access tool call (no authenticated identity)";
        let mut draft = Draft::new(Level::Warning, message, "security_warning");
        draft.members.member("tool_name", cut(&call.tool_name, NAME_LIMIT));
        draft.members.member("request_id", &call.request_id.to_string());
        draft.members.member("meta_caller_id", cut(&call.caller_id, NAME_LIMIT));
        draft.chain(Retention::SecurityAudit);
        draft.finish(IfUnwritten::Keep)
    }

    /// Any other warning that a person should look at.
    pub fn security_warning(message: &str, members: &Map<String, Value>) -> Self {
        Self::free("security_warning", Level::Warning, message, members, Retention::SecurityAudit)
    }

    /// Start, stop and changes of configuration.
    pub fn lifecycle(message: &str, members: &Map<String, Value>) -> Self {
        Self::free("lifecycle", Level::Info, message, members, Retention::Operational)
    }

    /// Credentials that were refused. Counted by SIEM rules like any other refusal: `outcome: denied`.
    pub fn login_refused(refused: &RefusedLogin) -> Self {
        let mut draft = Draft::new(Level::Warning, "Login refused", "audit");
        draft.members.member("request_id", &refused.request_id.to_string());
        draft.members.member("caller_id", "anonymous");
        draft.members.member("authenticated_caller_id", &Value::Null);
        draft.members.member("outcome", &Outcome::Denied);
        draft.chain(Retention::SecurityAudit);
        draft.members.member("reason", refused.reason);
        draft.members.optional("peer", refused.peer.as_deref());
        draft.members.member("throttled", &refused.throttled);
        draft.members.member("unreported", &refused.unreported);
        draft.finish(IfUnwritten::Keep)
    }

    /// A close or reopen that was done, whose note could not be stored.
    pub fn note_attach_failure(call: &Call, finding_id: u64, message: &str) -> Self {
        let message = cut(message, ERROR_LIMIT);
        let mut draft = Draft::new(Level::Warning, message, "note_attach_failure");
        draft.members.member("tool_name", cut(&call.tool_name, NAME_LIMIT));
        draft.members.member("finding_id", &finding_id);
        draft.members.member("note_attach_failed", &true);
        draft.members.member("caller_id", cut(&call.caller_id, NAME_LIMIT));
        draft.members.member("authenticated_caller_id", &call.authenticated_caller_id);
        draft.members.member("caller_role", &call.caller_role);
        draft.members.member("request_id", &call.request_id.to_string());
        draft.members.member("outcome", &Outcome::Error);
        draft.chain(Retention::SecurityAudit);
        draft.request(call);
        draft.finish(IfUnwritten::Keep)
    }

    /// Something that did not reach a destination: `audit_forward_gap`, `audit_dead_letter`.
    pub fn undelivered(
        event_type: &'static str,
        message: &str,
        members: &Map<String, Value>,
    ) -> Self {
        Self::free(event_type, Level::Error, message, members, Retention::SecurityAudit)
    }

    /// An event of the log itself or of its forwarding.
    pub(super) fn free(
        event_type: &'static str,
        level: Level,
        message: &str,
        members: &Map<String, Value>,
        retention: Retention,
    ) -> Self {
        let mut draft = Draft::new(level, message, event_type);
        draft.members.all(members);
        draft.chain(retention);
        draft.finish(IfUnwritten::Keep)
    }

    /// The bytes before and after the members that the chain adds.
    pub(super) fn parts(&self) -> (&[u8], &[u8]) {
        self.members.split_at_checked(self.chain_members_at).unwrap_or((&self.members, &[]))
    }

    /// The length of its line, roughly: what the chain adds is about this long.
    pub(super) fn about_bytes(&self) -> usize {
        self.members.len() + 160
    }

    #[cfg(test)]
    pub(super) fn event_id(&self) -> String {
        let members = serde_json::from_slice::<Value>(&[self.members.as_slice(), b"}"].concat());
        members.unwrap()["event_id"].as_str().unwrap().to_owned()
    }

    pub(super) fn phase(&self) -> &Phase {
        &self.phase
    }

    /// What it announces is done even if it cannot be written.
    pub(super) fn keep(&mut self) {
        self.if_unwritten = IfUnwritten::Keep;
    }

    pub(super) fn is_kept(&self) -> bool {
        self.if_unwritten == IfUnwritten::Keep
    }
}

/// A record while its members are written, in the order of the contract.
struct Draft {
    members: Members,
    chain_members_at: usize,
    phase: Phase,
}

impl Draft {
    fn new(level: Level, message: &str, event_type: &'static str) -> Self {
        let mut members = Members::new();
        members.member("timestamp", &timestamp(Timestamp::now()));
        members.member("level", &level);
        members.member("logger", LOGGER);
        members.member("message", message);
        members.member("event_type", event_type);
        Self { members, chain_members_at: 0, phase: Phase::Neither }
    }

    fn call(&mut self, call: &Call) {
        self.members.member("tool_name", cut(&call.tool_name, NAME_LIMIT));
        self.members.member("request_id", &call.request_id.to_string());
        self.members.member("caller_id", cut(&call.caller_id, NAME_LIMIT));
        self.members.member("authenticated_caller_id", &call.authenticated_caller_id);
        self.members.member("caller_role", &call.caller_role);
        self.members.member("request_params", &call.request_params);
    }

    /// Ends the contract's members; the chain's own stand here, and ours follow.
    fn chain(&mut self, retention: Retention) {
        self.members.member("retention_class", &retention);
        self.chain_members_at = self.members.len();
        self.members.member("event_id", &Uuid::now_v7().to_string());
    }

    fn request(&mut self, call: &Call) {
        let id = call.client_request_id.as_deref().map(|id| cut(id, CLIENT_REQUEST_ID_LIMIT));
        self.members.optional("client_request_id", id);
    }

    fn digests(&mut self, call: &Call) {
        if !call.request_digests.is_empty() {
            self.members.member("request_digests", &call.request_digests);
        }
    }

    fn finish(self, if_unwritten: IfUnwritten) -> Record {
        Record {
            members: self.members.into_bytes(),
            chain_members_at: self.chain_members_at,
            if_unwritten,
            phase: self.phase,
        }
    }
}

/// `datetime.isoformat` in UTC with microseconds: `2026-01-02T03:04:05.000006+00:00`.
fn timestamp(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string()
}

/// Milliseconds with two decimals, as the Python server rounds them.
fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 100_000.0).round() / 100.0
}

/// At most `limit` characters of a text that a client chose.
fn cut(text: &str, limit: usize) -> &str {
    text.char_indices().nth(limit).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_at_characters() {
        assert_eq!(cut("añb", 2), "añ");
        assert_eq!(cut("añb", 3), "añb");
        assert_eq!(cut("", 3), "");
    }

    #[test]
    fn times_have_microseconds_even_when_they_are_zero() {
        let at = Timestamp::from_second(1_767_323_045).unwrap();
        assert_eq!(timestamp(at), "2026-01-02T03:04:05.000000+00:00");
    }

    #[test]
    fn rounds_to_hundredths_of_a_millisecond() {
        assert!((milliseconds(Duration::from_micros(12_344)) - 12.34).abs() < f64::EPSILON);
        assert!((milliseconds(Duration::from_nanos(1))).abs() < f64::EPSILON);
    }
}
