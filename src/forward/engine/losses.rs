//! What a destination does not get, each time told of in the log: what it will never take, what was too much, what
//! was removed.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{
    super::{Sink, State, outcome::Rejected},
    Engine,
};
use crate::audit;

const DEAD_LETTER: &str = "audit_dead_letter";
const GAP: &str = "audit_forward_gap";

impl<S: Sink> Engine<S> {
    pub(super) async fn leave_out_what_is_too_much(&mut self) {
        let (head, place) = (self.queue.head(), self.cursor.state.place.clone());
        if self.backlog == 0 || head.distance(&place) <= self.backlog {
            return;
        }
        // A tenth more than needed, so that it is told once and not with each record.
        let target = head.back(self.backlog - self.backlog / 10);
        let first = if place.chain_id == target.chain_id { place.seq + 1 } else { 1 };
        let members = json!({
            "chain_id": target.chain_id, "first_seq": first, "last_seq": target.seq,
        });
        let count = (target.seq + 1).saturating_sub(first);
        // What cannot be told of is not left out.
        if self.leave_out(members, count, "the backlog had reached its limit").await {
            self.batch.clear();
            self.queue.skip_to(target.clone());
            self.cursor.state.place = target;
            self.save();
        }
    }

    /// Tells that records are not forwarded; false where that cannot be recorded now.
    pub(super) async fn leave_out(&mut self, members: Value, count: u64, cause: &str) -> bool {
        let Value::Object(mut members) = members else { return false };
        members.insert("records".to_owned(), count.into());
        members.insert("cause".to_owned(), cause.into());
        let message = "Audit records were not forwarded to a destination";
        if !self.record(GAP, message, members).await {
            return false;
        }
        let destination = self.shared.name();
        tracing::error!(destination, count, cause, "audit records are not forwarded");
        self.cursor.state.left_out += count;
        self.is_dirty = true;
        true
    }

    /// Takes records that are done with from the front, those that were rejected to the dead letters.
    pub(super) async fn take(&mut self, end: usize, rejected: Vec<Rejected>) {
        let mut buried = 0;
        for Rejected { index, reason } in rejected.into_iter().filter(|one| one.index < end) {
            let Some(record) = self.batch.get(index) else { continue };
            let members = json!({
                "chain_id": record.chain_id(), "rejected_seq": record.seq(),
                "rejected_event_type": record.event_type(), "reason": reason,
            });
            let letter = json!({
                "at": Timestamp::now().to_string(), "reason": reason,
                "chain_id": record.chain_id(), "seq": record.seq(), "record": record.text(),
            });
            // A letter that tells of a letter could go on for ever.
            let is_own = [DEAD_LETTER, GAP].contains(&record.event_type());
            let kept = self.cursor.bury(&letter);
            let message = "A destination rejected an audit record";
            let failure = match (kept, members) {
                (Err(error), _) => Some(format!("a dead letter cannot be written: {error}")),
                (Ok(()), Value::Object(members)) if !is_own => {
                    let is_told = self.record(DEAD_LETTER, message, members).await;
                    (!is_told).then(|| "a dead letter cannot be recorded".to_owned())
                }
                (Ok(()), _) => None,
            };
            if let Some(failure) = failure {
                self.accept(index);
                self.fail(State::Retrying, &failure, None);
                return;
            }
            buried += 1;
            tracing::error!(destination = self.shared.name(), %reason, "a destination will not take an audit record");
        }
        self.accept(end);
        self.cursor.state.dead_letters += buried;
        self.cursor.state.delivered = self.cursor.state.delivered.saturating_sub(buried);
        self.succeed();
    }

    /// Writes an event of forwarding into the log; false where the log does not take it.
    async fn record(
        &mut self,
        event_type: &'static str,
        message: &str,
        mut members: Map<String, Value>,
    ) -> bool {
        members.insert("destination".to_owned(), self.shared.name().into());
        let record = audit::Record::undelivered(event_type, message, &members);
        let recorded = self.log.hand_over(record).await;
        if let Err(error) = &recorded {
            tracing::error!(%error, event_type, "an event of forwarding was not recorded");
        }
        recorded.is_ok()
    }
}
