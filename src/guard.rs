//! May this caller do this now? Hands out the client it may do it with, and keeps what a call leaves behind.

mod flow;
mod ledger;
mod limit;
mod seal;
mod taint;

use std::{
    mem,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

pub use crate::dojo::Progress;
pub use limit::{Limited, Permit, Settings};
pub use seal::{Binding, Unsealed, digest_of};
pub use taint::{Signal, Taint, TaintPolicy, TaintSettings};
use uuid::Uuid;

use crate::{
    access::{Access, Permission, Principal},
    dojo::{Client, Dojo, Trail},
};
use flow::Flow;
use ledger::Ledger;
use limit::Windows;
use seal::Seals;

/// How long a reading counts, after which nothing is held against a caller.
pub const READING_COUNTS: Duration = ledger::LONGEST;

/// Admission, rate windows, the read ledger and the seal on open questions of one server.
pub struct Guard {
    client: Arc<Client>,
    settings: Settings,
    windows: Windows,
    flow: Flow,
    ledger: Ledger,
    seals: Seals,
}

impl Guard {
    pub fn new(client: Client, settings: Settings) -> Self {
        Self {
            client: Arc::new(client),
            settings,
            windows: Windows::new(settings),
            flow: Flow::new(settings),
            ledger: Ledger::default(),
            seals: Seals::new(),
        }
    }

    pub fn client(&self) -> &Arc<Client> {
        &self.client
    }

    /// Admits `principal` for `A`, with a client that can do no more than that.
    pub fn admit<A: Access>(self: &Arc<Self>, visit: &Visit) -> Result<Call<A>, Denied> {
        let principal = &visit.principal;
        if !principal.may(A::PERMISSION) {
            return Err(Denied { permission: A::PERMISSION });
        }
        let trail = Arc::clone(&visit.trail);
        Ok(Call {
            dojo: Client::limited_to(&self.client, principal.scope.clone(), trail),
            guard: Arc::clone(self),
            visit: visit.clone(),
        })
    }

    /// Takes one change from the caller's rate window.
    pub fn take_mutation(&self, principal: &Principal) -> Result<Permit<'_>, Limited> {
        self.windows.take(principal)
    }

    /// Takes one read from what the caller may read in a minute.
    pub fn take_read(&self, principal: &Principal) -> Result<(), Limited> {
        self.flow.take(&principal.name)
    }

    /// Puts a read back: the call never reached DefectDojo.
    pub fn give_read_back(&self, principal: &Principal) {
        self.flow.give_back(&principal.name);
    }

    /// Counts the bytes of an answer to a read.
    pub fn answered(&self, principal: &Principal, bytes: u64) {
        self.flow.answered(&principal.name, bytes);
    }

    /// The findings that the caller has read lately, oldest first.
    pub fn read_before(&self, principal: &Principal) -> Vec<u64> {
        self.ledger.read_by(&principal.name)
    }

    /// What the caller has read lately that had strong signals, if anything.
    pub fn taint(&self, principal: &Principal) -> Option<Taint> {
        self.ledger.taint(&principal.name)
    }

    /// Adds what a successful call read, and the signals in it, to the caller's ledger.
    pub fn remember(&self, visit: &Visit, signals: &[Signal]) {
        let ids = mem::take(&mut *visit.marks.read.lock().unwrap_or_else(PoisonError::into_inner));
        if !ids.is_empty() || !signals.is_empty() {
            self.ledger.remember(&visit.principal.name, &ids, signals);
        }
    }

    /// The state of the question `id`, newer than every one before it, for a client to carry.
    pub fn seal(&self, id: Uuid, binding: &Binding, within: Duration) -> String {
        self.seals.seal(id, binding, within)
    }

    /// The question that a client's state belongs to. Each state passes once.
    pub fn redeem(&self, state: &str, binding: &Binding) -> Result<Uuid, Unsealed> {
        self.seals.redeem(state, binding)
    }
}

/// One caller's one call, as it goes through the server.
#[derive(Clone)]
pub struct Visit {
    pub principal: Principal,
    pub trail: Arc<Trail>,
    marks: Arc<Marks>,
}

/// What a tool leaves behind for the audit record.
#[derive(Debug, Default)]
struct Marks {
    read: Mutex<Vec<u64>>,
    transition_cause: Mutex<Option<String>>,
    notes_not_attached: Mutex<Vec<u64>>,
}

impl Visit {
    pub fn new(principal: Principal) -> Self {
        Self { principal, trail: Arc::default(), marks: Arc::default() }
    }

    /// Why the call left, or would have left, the mitigated state.
    pub fn transition_cause(&self) -> Option<String> {
        self.marks.transition_cause.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes back what was noted of findings past the first ones: their rows were left out of the answer.
    pub fn showed_only(&self, first: usize) {
        self.marks.read.lock().unwrap_or_else(PoisonError::into_inner).truncate(first);
    }

    /// Findings that were changed but whose note could not be stored.
    pub fn notes_not_attached(&self) -> Vec<u64> {
        self.marks.notes_not_attached.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// An admitted call: what a tool works with.
pub struct Call<A> {
    pub dojo: Dojo<A>,
    guard: Arc<Guard>,
    visit: Visit,
}

impl<A: Access> Call<A> {
    /// Who is calling.
    pub fn caller(&self) -> &Principal {
        &self.visit.principal
    }

    /// A further permission that only some arguments need.
    pub fn also<B: Access>(&self) -> Result<Call<B>, Denied> {
        self.guard.admit(&self.visit)
    }

    /// The limits in force.
    pub fn limits(&self) -> Settings {
        self.guard.settings
    }

    /// Notes that the caller is shown these findings.
    pub fn shows(&self, ids: impl IntoIterator<Item = u64>) {
        self.visit.marks.read.lock().unwrap_or_else(PoisonError::into_inner).extend(ids);
    }

    pub fn leaves_mitigated_state(&self, cause: String) {
        let mut slot =
            self.visit.marks.transition_cause.lock().unwrap_or_else(PoisonError::into_inner);
        *slot = Some(cause);
    }

    pub fn note_not_attached(&self, finding: u64) {
        let mut ids =
            self.visit.marks.notes_not_attached.lock().unwrap_or_else(PoisonError::into_inner);
        ids.push(finding);
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("Permission denied: requires {permission}")]
pub struct Denied {
    pub permission: Permission,
}

/// For changes the windows of the Python server; for reads what no caller in its senses comes near.
impl Default for Settings {
    fn default() -> Self {
        Self {
            mutations: 60,
            open_access_mutations: 10,
            window: Duration::from_mins(1),
            reads: 1_000_000,
            read_bytes: 64 << 30,
        }
    }
}
