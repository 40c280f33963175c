//! Line after line through a log, as far as each follows from the one before.

use super::What;
use crate::audit::{
    chain::{Key, Position, Tail},
    keys::Keyring,
    merkle,
    sealed::Sealed,
    state::{Intent, Intents},
};

/// How far the walk has come.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) chain_id: Option<String>,
    pub(super) position: Position,
    /// The MAC before the next line is known: not where a log begins in the middle.
    pub(super) knows_tail: bool,
    /// The tree holds every line of the chain: not where the chain's beginning is elsewhere.
    pub(super) has_tree: bool,
    pub(super) next: u64,
    pub(super) open_intents: Intents,
    pub(super) kid: Option<String>,
}

impl Walk {
    /// Takes the next line, if it is the next line.
    pub(super) fn step(&mut self, line: &[u8], keyring: &Keyring) -> Result<(), What> {
        let sealed = Sealed::parse(line).ok_or(What::Changed)?;
        let place = sealed.place();
        if !self.knows_tail {
            self.begin(&sealed, place.seq);
        }
        let is_next = place.chain_id == self.chain_id.as_deref() && place.seq == Some(self.next);
        let begins = place.seq == Some(1) && place.chain_id != self.chain_id.as_deref();
        let is_pythons = place.seq.is_none() && self.chain_id.is_none();
        if !is_next && !begins && !is_pythons {
            return Err(What::Changed);
        }
        let verifies = |key: &Key| {
            !self.knows_tail || key.line_mac(&self.position.tail, sealed.body) == sealed.mac
        };
        match place.kid {
            Some(kid) => {
                let key = keyring.named(Some(kid)).ok_or(What::UnknownKey)?;
                if !verifies(key) {
                    return Err(What::Changed);
                }
            }
            None if keyring.all().any(verifies) => {}
            // Nothing tells a wrong key from a changed line here.
            None => return Err(What::UnknownKey),
        }
        if begins {
            self.chain_id = place.chain_id.map(str::to_owned);
            self.has_tree = true;
            self.position.tree = merkle::Frontier::default();
            self.next = 1;
        }
        if let Some(seq) = place.seq {
            self.next = seq + 1;
            self.position.tree.push(merkle::leaf(line));
            self.follow_intents(&sealed, seq);
        }
        self.knows_tail = true;
        self.position.tail = sealed.mac;
        self.kid = place.kid.map(str::to_owned);
        Ok(())
    }

    /// The first line of all: what it says of the line before it has to do.
    fn begin(&mut self, sealed: &Sealed<'_>, seq: Option<u64>) {
        match (seq, sealed.word("prior_integrity_hmac").and_then(|mac| Tail::parse(mac.as_bytes())))
        {
            (Some(seq), Some(tail)) if seq > 1 => {
                self.chain_id = sealed.place().chain_id.map(str::to_owned);
                self.next = seq;
                self.position.tail = tail;
                self.knows_tail = true;
                // The segments before may have been removed as configured.
                if let Some(tree) = sealed.prior_tree() {
                    self.position.tree = tree;
                    self.has_tree = true;
                }
            }
            (Some(1), _) => self.knows_tail = true,
            _ => {}
        }
    }

    fn follow_intents(&mut self, sealed: &Sealed<'_>, seq: u64) {
        let request_id = || sealed.word("request_id").map(str::to_owned);
        match sealed.word("event_type") {
            Some("audit_intent") => {
                let tool_name = sealed.word("tool_name").unwrap_or_default().to_owned();
                self.open_intents
                    .extend(request_id().map(|request| (request, Intent { seq, tool_name })));
            }
            Some("audit" | "audit_orphan") => {
                if let Some(request) = request_id() {
                    self.open_intents.remove(&request);
                }
            }
            _ => {}
        }
    }
}
