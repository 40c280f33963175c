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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use secrecy::SecretString;

    use super::*;
    use crate::{
        access::{EngagementMgmt, FindingMgmt, MetadataRead, ProductMgmt, Role, ScanMgmt, Scope},
        dojo::{self, words::ProductId},
    };

    /// With a client that cannot be made: whatever it would ask of DefectDojo fails at once.
    fn guard(settings: Settings) -> Arc<Guard> {
        let client = Client::new(dojo::Settings {
            url: "http://127.0.0.1:1".parse().unwrap(),
            keys: dojo::Keys::Single(SecretString::from("k")),
            ca: Some("no such file".into()),
        });
        Arc::new(Guard::new(client, settings))
    }

    fn visit(role: Role) -> Visit {
        Visit::new(Principal::new("ci", role))
    }

    fn call(guard: &Arc<Guard>, visit: &Visit) -> Call<MetadataRead> {
        guard.admit(visit).ok().unwrap()
    }

    #[test]
    fn a_call_is_admitted_to_what_the_role_allows_and_told_what_it_lacks() {
        let guard = guard(Settings::default());
        let scanner = visit(Role::Scanner);
        let call = call(&guard, &scanner);
        assert_eq!(call.caller(), &scanner.principal);
        assert!(call.also::<ScanMgmt>().is_ok());
        let denied = guard.admit::<FindingMgmt>(&scanner).err().unwrap();
        assert_eq!(denied, Denied { permission: Permission::FindingMgmt });
        assert_eq!(denied.to_string(), "Permission denied: requires finding_mgmt");
        let denied = call.also::<EngagementMgmt>().err().unwrap();
        assert_eq!(denied, Denied { permission: Permission::EngagementMgmt });
        assert!(guard.admit::<ProductMgmt>(&visit(Role::Writer)).is_err());
        assert!(guard.admit::<ProductMgmt>(&visit(Role::Admin)).is_ok());
    }

    /// A client that forgot whom it is for would show every product to a caller that is bound to one.
    #[tokio::test]
    async fn the_client_keeps_to_the_products_of_the_caller() {
        let guard = guard(Settings::default());
        let mut bound = visit(Role::Admin);
        bound.principal.scope = Scope::Products([3].into());
        let call = call(&guard, &bound);
        let strange = call.dojo.product(ProductId::new(4).unwrap()).await.unwrap_err();
        assert!(matches!(strange, dojo::Error::NotFound { .. }), "{strange}");
        let own = call.dojo.product(ProductId::new(3).unwrap()).await.unwrap_err();
        assert!(matches!(own, dojo::Error::Unreachable { .. }), "{own}");
        assert!(call.also::<ProductMgmt>().is_err());
    }

    /// What the client does is told to whoever follows the call, and stands in its record.
    #[test]
    fn the_client_leaves_its_trail_with_the_visit() {
        let guard = guard(Settings::default());
        let visit = visit(Role::Reader);
        let progress = visit.trail.progress();
        call(&guard, &visit).dojo.has_read(20, 50);
        assert_eq!(*progress.borrow(), Progress::Read { rows: 20, of: 50 });
    }

    #[test]
    fn tools_see_the_limits_in_force() {
        let settings = Settings { mutations: 7, ..Settings::default() };
        let guard = guard(settings);
        assert_eq!(call(&guard, &visit(Role::Reader)).limits(), settings);
        assert_eq!(guard.client().base().as_str(), "http://127.0.0.1:1/");
    }

    /// What README and the reference of the configuration promise to whoever sets nothing.
    #[test]
    fn limits_that_nobody_set_are_those_that_are_documented() {
        let settings = Settings::default();
        assert_eq!((settings.mutations, settings.open_access_mutations), (60, 10));
        assert_eq!(settings.window, Duration::from_mins(1));
        assert_eq!((settings.reads, settings.read_bytes), (1_000_000, 68_719_476_736));
    }

    #[test]
    fn changes_and_reads_are_limited_apart_and_for_each_caller() {
        let guard = guard(Settings { mutations: 1, reads: 1, ..Settings::default() });
        let [ci, desk] = ["ci", "desk"].map(|name| Principal::new(name, Role::Writer));
        guard.take_mutation(&ci).ok().unwrap().give_back();
        assert!(guard.take_mutation(&ci).is_ok());
        assert_eq!(guard.take_mutation(&ci).err().unwrap().what, "changes");
        assert!(guard.take_mutation(&desk).is_ok());
        guard.take_read(&ci).unwrap();
        assert_eq!(guard.take_read(&ci).unwrap_err().what, "reads");
        guard.give_read_back(&ci);
        guard.take_read(&ci).unwrap();
        guard.take_read(&desk).unwrap();
    }

    #[test]
    fn the_bytes_of_an_answer_count_against_whom_it_went_to() {
        let guard = guard(Settings { read_bytes: 100, ..Settings::default() });
        let [ci, desk] = ["ci", "desk"].map(|name| Principal::new(name, Role::Reader));
        guard.take_read(&ci).unwrap();
        guard.take_read(&desk).unwrap();
        guard.answered(&ci, 100);
        assert_eq!(guard.take_read(&ci).unwrap_err().what, "bytes of answers");
        guard.take_read(&desk).unwrap();
    }

    /// Only what stood in the answer, and only once: the same call's reading must not look like a second one.
    #[test]
    fn what_an_answer_showed_is_remembered_of_its_caller() {
        let guard = guard(Settings::default());
        let visit = visit(Role::Reader);
        let call = call(&guard, &visit);
        call.shows([5, 3]);
        call.shows([9, 8]);
        visit.showed_only(3);
        assert_eq!(guard.read_before(&visit.principal), [0_u64; 0], "the call may yet fail");
        guard.remember(&visit, &[]);
        assert_eq!(guard.read_before(&visit.principal), [5, 3, 9]);
        assert_eq!(guard.taint(&visit.principal), None);
        call.shows([3]);
        guard.remember(&visit, &[]);
        assert_eq!(guard.read_before(&visit.principal), [5, 9, 3]);
        let other = Principal::new("desk", Role::Reader);
        assert_eq!(guard.read_before(&other), [0_u64; 0]);
    }

    /// Text outside of findings, such as a product's description, taints a call that showed no finding.
    #[test]
    fn signals_taint_their_caller_and_nobody_else() {
        let guard = guard(Settings::default());
        let visit = visit(Role::Reader);
        guard.remember(&visit, &[Signal { finding: None, category: "override" }]);
        let categories = BTreeSet::from(["override"]);
        let taint = guard.taint(&visit.principal);
        assert_eq!(taint, Some(Taint { findings: Vec::new(), categories }));
        assert_eq!(guard.taint(&Principal::new("desk", Role::Reader)), None);
    }

    #[test]
    fn what_a_tool_leaves_behind_is_there_for_the_record() {
        let guard = guard(Settings::default());
        let visit = visit(Role::Writer);
        let call = call(&guard, &visit);
        assert_eq!((visit.transition_cause(), visit.notes_not_attached()), (None, Vec::new()));
        call.leaves_mitigated_state("reopen_finding".to_owned());
        call.note_not_attached(4);
        call.note_not_attached(2);
        assert_eq!(visit.transition_cause().as_deref(), Some("reopen_finding"));
        assert_eq!(visit.notes_not_attached(), [4, 2]);
    }

    #[test]
    fn an_answer_belongs_to_the_question_that_was_asked() {
        let guard = guard(Settings::default());
        let binding = Binding::new("ci", "close_finding", &[0; 32], &[]);
        let id = Uuid::now_v7();
        let state = guard.seal(id, &binding, Duration::from_mins(5));
        assert_eq!(guard.redeem(&state, &binding), Ok(id));
        assert_eq!(guard.redeem(&state, &binding), Err(Unsealed::Used));
        assert_eq!(guard.redeem("", &binding), Err(Unsealed::Invalid));
    }
}
