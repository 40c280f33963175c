//! The state of an open question, as a client carries it: sealed with a key of this process, bound to one caller's one
//! call, good for a few minutes and for one answer.
//!
//! Whoever holds a state learns nothing from it and can use it for nothing but the call that it was made for. Since
//! the key dies with the process, states of another run or another replica are refused like forged ones.

use std::{
    collections::BTreeSet,
    sync::{LazyLock, Mutex, PoisonError},
    time::{Duration, Instant},
};

use aws_lc_rs::{digest, hmac, rand::SystemRandom};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Map, Value};
use uuid::Uuid;

/// Answers remembered, so that none counts twice. Past it the oldest is forgotten, and with it every state that is
/// as old: they are refused, and their questions asked anew.
const MOST_USED: usize = 4_096;

const ID: usize = 16;
const EXPIRY: usize = 8;

pub(super) struct Seals {
    /// Made with the first seal: gathering the randomness for it takes 28 ms, which no start has to spare.
    key: LazyLock<hmac::Key>,
    start: Instant,
    used: Mutex<Used>,
}

#[derive(Default)]
struct Used {
    ids: BTreeSet<Uuid>,
    /// States up to this one count as used.
    floor: Option<Uuid>,
}

/// Why a state does not stand for an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unsealed {
    #[error("it is not one of this server's for this caller and this very call")]
    Invalid,
    #[error("the time to answer is over")]
    Expired,
    #[error("its answer was used before")]
    Used,
}

/// What a state is bound to: nothing of it is in the state, and all of it must be the same when the state comes back.
pub struct Binding(Vec<u8>);

impl Binding {
    /// `changes` is what a person is told.
    pub fn new(caller: &str, tool: &str, arguments: &[u8; 32], changes: &[String]) -> Self {
        let mut bytes = Vec::new();
        let parts = [caller.as_bytes(), tool.as_bytes(), arguments];
        for part in parts.into_iter().chain(changes.iter().map(String::as_bytes)) {
            bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
            bytes.extend_from_slice(part);
        }
        Self(bytes)
    }
}

/// A digest of a call's arguments that does not depend on the order of their members.
pub fn digest_of(arguments: &Map<String, Value>) -> [u8; 32] {
    let mut hash = digest::Context::new(&digest::SHA256);
    feed_object(&mut hash, arguments);
    let mut bytes = [0; 32];
    bytes.copy_from_slice(hash.finish().as_ref());
    bytes
}

impl Seals {
    /// With a new key, once one is needed.
    pub(super) fn new() -> Self {
        Self { key: LazyLock::new(fresh_key), start: Instant::now(), used: Mutex::default() }
    }

    /// A state for the question `id`, which is newer than every one before it.
    pub(super) fn seal(&self, id: Uuid, binding: &Binding, within: Duration) -> String {
        let expires = self.start.elapsed().saturating_add(within);
        let expires = u64::try_from(expires.as_millis()).unwrap_or(u64::MAX).to_be_bytes();
        let mut state = [id.as_bytes().as_slice(), expires.as_slice()].concat();
        let tag = hmac::sign(&self.key, &[binding.0.as_slice(), state.as_slice()].concat());
        state.extend_from_slice(tag.as_ref());
        BASE64_URL_SAFE_NO_PAD.encode(state)
    }

    /// The question that a state belongs to, for the first who asks with the right binding and in time.
    pub(super) fn redeem(&self, state: &str, binding: &Binding) -> Result<Uuid, Unsealed> {
        let state = BASE64_URL_SAFE_NO_PAD.decode(state).map_err(|_| Unsealed::Invalid)?;
        let (signed, tag) = state.split_at_checked(ID + EXPIRY).ok_or(Unsealed::Invalid)?;
        hmac::verify(&self.key, &[binding.0.as_slice(), signed].concat(), tag)
            .map_err(|_| Unsealed::Invalid)?;
        let (id, expires) = signed.split_first_chunk::<ID>().ok_or(Unsealed::Invalid)?;
        let expires = expires.try_into().map(u64::from_be_bytes).map_err(|_| Unsealed::Invalid)?;
        if self.start.elapsed() >= Duration::from_millis(expires) {
            return Err(Unsealed::Expired);
        }
        let id = Uuid::from_bytes(*id);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        if used.floor.is_some_and(|floor| id <= floor) || !used.ids.insert(id) {
            return Err(Unsealed::Used);
        }
        if used.ids.len() > MOST_USED {
            used.floor = used.ids.pop_first();
        }
        Ok(id)
    }
}

fn feed_object(hash: &mut digest::Context, object: &Map<String, Value>) {
    let mut members: Vec<_> = object.iter().collect();
    members.sort_unstable_by_key(|(name, _)| *name);
    feed_bytes(hash, b'{', &(members.len() as u64).to_be_bytes());
    for (name, value) in members {
        feed_bytes(hash, b'k', name.as_bytes());
        feed(hash, value);
    }
}

fn feed(hash: &mut digest::Context, value: &Value) {
    match value {
        Value::Object(object) => feed_object(hash, object),
        Value::Array(values) => {
            feed_bytes(hash, b'[', &(values.len() as u64).to_be_bytes());
            for value in values {
                feed(hash, value);
            }
        }
        Value::String(text) => feed_bytes(hash, b's', text.as_bytes()),
        plain => feed_bytes(hash, b'p', plain.to_string().as_bytes()),
    }
}

fn feed_bytes(hash: &mut digest::Context, kind: u8, bytes: &[u8]) {
    hash.update(&[kind]);
    hash.update(&(bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

fn fresh_key() -> hmac::Key {
    hmac::Key::generate(hmac::HMAC_SHA256, &SystemRandom::new())
        .expect("the system has random numbers, or TLS could not work either")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const SOON: Duration = Duration::from_mins(5);

    fn binding(caller: &str, tool: &str, arguments: &Value, change: &str) -> Binding {
        let arguments = digest_of(arguments.as_object().unwrap());
        Binding::new(caller, tool, &arguments, &[change.to_owned()])
    }

    fn close_of(finding: u64) -> Binding {
        binding("ci", "close_finding", &json!({"finding_id": finding, "note": "x"}), "closes")
    }

    #[test]
    fn a_state_is_good_for_one_answer_to_its_own_call() {
        let seals = Seals::new();
        let id = Uuid::now_v7();
        let state = seals.seal(id, &close_of(1), SOON);
        let reordered =
            binding("ci", "close_finding", &json!({"note": "x", "finding_id": 1}), "closes");
        let arguments = json!({"finding_id": 1, "note": "x"});
        for other in [
            close_of(2),
            binding("eve", "close_finding", &arguments, "closes"),
            binding("ci", "update_finding", &arguments, "closes"),
            binding("ci", "close_finding", &arguments, "closes another"),
            binding("ci", "close_finding", &json!({"finding_id": "1", "note": "x"}), "closes"),
        ] {
            assert_eq!(seals.redeem(&state, &other), Err(Unsealed::Invalid));
        }
        assert_eq!(Seals::new().redeem(&state, &reordered), Err(Unsealed::Invalid));
        assert_eq!(seals.redeem(&state, &reordered), Ok(id));
        assert_eq!(seals.redeem(&state, &reordered), Err(Unsealed::Used));
    }

    #[test]
    fn a_state_expires() {
        let seals = Seals::new();
        let state = seals.seal(Uuid::now_v7(), &close_of(1), Duration::ZERO);
        assert_eq!(seals.redeem(&state, &close_of(1)), Err(Unsealed::Expired));
    }

    /// A memory without a bound could be filled, and one that forgets could be made to take an answer twice.
    #[test]
    fn the_memory_of_answers_is_bounded_and_never_lets_one_count_twice() {
        let seals = Seals::new();
        let asked: Vec<_> =
            (0..MOST_USED + 10).map(|_| seals.seal(Uuid::now_v7(), &close_of(1), SOON)).collect();
        let (oldest, rest) = asked.split_first().unwrap();
        for state in rest {
            assert!(seals.redeem(state, &close_of(1)).is_ok());
        }
        assert_eq!(seals.used.lock().unwrap().ids.len(), MOST_USED);
        for state in rest {
            assert_eq!(seals.redeem(state, &close_of(1)), Err(Unsealed::Used));
        }
        assert_eq!(
            seals.redeem(oldest, &close_of(1)),
            Err(Unsealed::Used),
            "older than the memory"
        );
    }

    proptest! {
        /// No byte of a state can be changed, and no text passes for one.
        #[test]
        fn a_changed_state_is_refused(at in 0_usize..75, with in "[A-Za-z0-9_-]", text in ".{0,200}") {
            let seals = Seals::new();
            let state = seals.seal(Uuid::now_v7(), &close_of(1), SOON);
            prop_assert_eq!(state.len(), 75);
            let mut changed = state.clone();
            changed.replace_range(at..=at, &with);
            prop_assert_eq!(seals.redeem(&text, &close_of(1)), Err(Unsealed::Invalid));
            if changed != state {
                prop_assert_eq!(seals.redeem(&changed, &close_of(1)), Err(Unsealed::Invalid));
            }
            prop_assert!(seals.redeem(&state, &close_of(1)).is_ok());
        }
    }
}
