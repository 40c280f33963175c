//! A call's records: an intent before a change leaves, an outcome before the answer leaves, whatever the way out.

use std::time::Duration;

use rmcp::{ErrorData, RoleServer, model::JsonObject, service::RequestContext};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Ending;
use crate::{
    access::Principal,
    audit::{Call, Ended, Log, Outcome, Record, Ruling, Taint, Unrecorded, Upstream},
    guard::{self, TaintPolicy, Visit},
    render::Failure,
    reports,
    screen::{Objection, Redactor, off_the_threads, text_bytes},
};

/// One call's place in the audit log.
pub(super) struct Recording<'a> {
    log: &'a Log,
    call: Call,
    waits: bool,
    screening: Vec<Ruling>,
}

/// What is known of a call before it is looked at.
pub(super) struct Identified<'a> {
    pub(super) principal: &'a Principal,
    pub(super) name: &'a str,
    /// The tool's own name, where there is such a tool: a word of ours, which holds nothing to redact.
    pub(super) known: Option<&'static str>,
    pub(super) arguments: &'a JsonObject,
    /// For a change: what the caller had read.
    pub(super) read: Option<Vec<u64>>,
    /// Whether the answer waits until the outcome is durable.
    pub(super) waits: bool,
}

impl<'a> Recording<'a> {
    pub(super) async fn open(
        log: &'a Log,
        redactor: &Redactor,
        identified: Identified<'_>,
        context: &RequestContext<RoleServer>,
    ) -> Result<Self, ErrorData> {
        let Identified { principal, name, known, arguments, read, waits } = identified;
        let (mut request_params, request_digests) = log.withhold(arguments);
        // A long report was taken out before: its length and digest say more than those of what stands for it.
        if let Some(report) =
            arguments.get("file").and_then(Value::as_str).and_then(reports::described)
        {
            request_params.insert("file".to_owned(), report.into());
        }
        let bytes = request_params.values().map(text_bytes).sum();
        off_the_threads(bytes, || {
            request_params.values_mut().for_each(|value| redact(value, redactor));
        });
        let cleaned =
            |name: &str| redactor.clean(name.chars().take(LONGEST_NAME).collect::<String>());
        let claimed = context.meta.get("client_id").and_then(Value::as_str);
        let call = Call {
            tool_name: known.map_or_else(|| cleaned(name), str::to_owned),
            request_id: Uuid::now_v7(),
            client_request_id: Some(redactor.clean(context.id.to_string())),
            caller_id: claimed.map_or_else(|| "anonymous".to_owned(), cleaned),
            authenticated_caller_id: principal.name.to_string(),
            caller_role: principal.role.name().to_owned(),
            request_params,
            request_digests,
            findings_read_before_mutation: read,
            taint: None,
        };
        let recording = Self { log, call, waits, screening: Vec::new() };
        if !principal.is_authenticated() {
            recording.hand_over(Record::open_access(&recording.call)).await?;
        }
        Ok(recording)
    }

    pub(super) fn request_id(&self) -> String {
        self.call.request_id.to_string()
    }

    pub(super) fn id(&self) -> Uuid {
        self.call.request_id
    }

    /// The call changes nothing, whatever its tool can do otherwise: its record is that of a read.
    pub(super) fn only_reads(&mut self, waits: bool) {
        self.waits = waits;
        self.call.findings_read_before_mutation = None;
    }

    /// Notes what the caller of a change that hides something had read.
    pub(super) fn tainted(
        &mut self,
        policy: TaintPolicy,
        taint: &guard::Taint,
        changes: &[String],
    ) {
        self.call.taint = Some(Taint {
            policy: policy.name(),
            findings: taint.findings.clone(),
            categories: taint.categories.iter().copied().collect(),
            changes: changes.to_vec(),
            confirmation: None,
            confirmation_id: None,
        });
    }

    /// Notes how the question to a person stands.
    pub(super) fn confirmation(&mut self, state: &'static str) {
        if let Some(taint) = &mut self.call.taint {
            taint.confirmation = Some(state);
        }
    }

    /// Notes the call in which a person was asked.
    pub(super) fn asked_in(&mut self, call: Uuid) {
        if let Some(taint) = &mut self.call.taint {
            taint.confirmation_id = Some(call.to_string());
        }
    }

    /// A person may be asked only once the log says so.
    pub(super) async fn ask(&self) -> Result<(), ErrorData> {
        self.announce(Record::confirmation(&self.call)).await
    }

    /// Notes what the screening found in the arguments and let pass.
    pub(super) fn let_pass(&mut self, warnings: &[Objection]) {
        self.screening.extend(warnings.iter().map(|warning| ruling(warning, "warned")));
    }

    /// A change may leave only once the log says that it is about to.
    pub(super) async fn intent(&self) -> Result<(), ErrorData> {
        self.announce(Record::intent(&self.call)).await
    }

    async fn announce(&self, record: Record) -> Result<(), ErrorData> {
        self.log.append(record).await.map_err(|error| {
            tracing::error!(%error, request_id = %self.call.request_id, "a change was refused");
            unrecorded(&error, "nothing was changed")
        })
    }

    /// Writes down what came of the call. `gone`: its client no longer waits for the answer.
    pub(super) async fn close(
        &self,
        visit: &Visit,
        ending: &Ending,
        duration: Duration,
        gone: bool,
    ) -> Result<(), ErrorData> {
        let (outcome, reason, error) = match ending {
            Ending::Answered(_) => (Outcome::Success, None, None),
            Ending::Failed(failure) => {
                (Outcome::Error, Some(failure.code), Some(failure.message.clone()))
            }
            Ending::Refused(failure) => {
                (Outcome::Denied, Some(failure.code), Some(failure.message.clone()))
            }
            // Its record was written before the question left.
            Ending::Asking(_) => return Ok(()),
            Ending::NoSuchTool(reason) => (Outcome::Denied, Some(*reason), None),
        };
        let mut ended = Ended::new(outcome, duration);
        ended.reason = reason.or(gone.then_some("answer_not_delivered"));
        ended.error = error;
        ended.screening.clone_from(&self.screening);
        if let Ending::Refused(Failure { objection: Some(objection), .. }) = ending {
            ended.screening.push(ruling(objection, "refused"));
        }
        ended.transition_cause = visit.transition_cause();
        ended.upstream = visit
            .trail
            .exchanges()
            .into_iter()
            .map(|exchange| Upstream {
                method: exchange.method.to_string(),
                path: exchange.path,
                status: exchange.status.map(|status| status.as_u16()),
            })
            .collect();
        for finding in visit.notes_not_attached() {
            let message = "the state was changed, but its note could not be stored";
            self.hand_over(Record::note_attach_failure(&self.call, finding, message)).await?;
        }
        let record = Record::outcome(&self.call, &ended);
        if !self.waits {
            return self.hand_over(record).await;
        }
        self.log.append(record).await.map_err(|error| {
            tracing::error!(%error, request_id = %self.call.request_id, "an outcome was not recorded");
            let done = if visit.trail.wrote() {
                "the request had gone to DefectDojo: read the object to see what came of it"
            } else {
                "nothing was changed"
            };
            unrecorded(&error, done)
        })
    }

    async fn hand_over(&self, record: Record) -> Result<(), ErrorData> {
        self.log.hand_over(record).await.map_err(|error| {
            tracing::error!(%error, request_id = %self.call.request_id, "a call was refused");
            unrecorded(&error, "the call was refused")
        })
    }
}

/// Characters of a name that somebody else chose.
const LONGEST_NAME: usize = 200;

fn ruling(objection: &Objection, action: &'static str) -> Ruling {
    Ruling {
        field: objection.field,
        category: objection.concern.name(),
        found: objection.found.clone(),
        action,
    }
}

fn redact(value: &mut Value, redactor: &Redactor) {
    match value {
        Value::String(text) => *text = redactor.clean(std::mem::take(text)),
        Value::Array(values) => values.iter_mut().for_each(|value| redact(value, redactor)),
        Value::Object(members) => {
            let clean: Map<String, Value> = std::mem::take(members)
                .into_iter()
                .map(|(name, mut value)| {
                    redact(&mut value, redactor);
                    (redactor.clean(name), value)
                })
                .collect();
            *members = clean;
        }
        _ => {}
    }
}

fn unrecorded(error: &Unrecorded, done: &str) -> ErrorData {
    let cause = match error {
        Unrecorded::Failed(_) => "cannot be written",
        Unrecorded::Late(_) => "is too slow",
        Unrecorded::Closed => "is closed",
    };
    ErrorData::internal_error(
        format!("the audit log {cause}; {done}. An operator must look at AUDIT_LOG_FILE"),
        None,
    )
}
