//! How many changes a caller may make: strict sliding windows.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::access::Principal;

/// What fits into any span of a window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Settings {
    /// Changes of each authenticated caller, over all its tokens: `MUTATION_RATE_LIMIT`.
    pub mutations: u32,
    /// Changes of all callers without authentication together: `OPEN_ACCESS_MUTATION_RATE_LIMIT`.
    pub open_access_mutations: u32,
    /// The window of both.
    pub window: Duration,
    /// Reads of each caller in a minute: `READ_RATE_LIMIT`.
    pub reads: u64,
    /// Bytes of answers to the reads of each caller in a minute: `READ_VOLUME_LIMIT`.
    pub read_bytes: u64,
}

/// The caller's window is full.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "rate limit exceeded — retry after {seconds}s (Retry-After: {seconds}s; {most} {what} in {window} s are allowed)"
)]
pub struct Limited {
    pub seconds: u64,
    pub most: u64,
    /// What is counted: `changes`, `reads` or `bytes of answers`.
    pub what: &'static str,
    pub window: u64,
}

impl Limited {
    /// `wait` is rounded up: who comes back after that many seconds is let in.
    pub(super) fn new(wait: Duration, most: u64, what: &'static str, window: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Self { seconds: seconds.max(1), most, what, window: window.as_secs() }
    }
}

pub(super) struct Windows {
    settings: Settings,
    taken: Mutex<HashMap<Arc<str>, VecDeque<Instant>>>,
}

/// Callers that are told apart. Beyond it, those whose windows have emptied are dropped; where none has, all that
/// are new share one window, so that making up names buys nothing.
pub(super) const MOST_NAMES: usize = 10_000;

/// The window of those that have none of their own. No caller has this name.
pub(super) const OTHERS: &str = "";

impl Windows {
    pub(super) fn new(settings: Settings) -> Self {
        Self { settings, taken: Mutex::default() }
    }

    pub(super) fn take(&self, principal: &Principal) -> Result<Permit<'_>, Limited> {
        self.take_at(principal, Instant::now)
    }

    /// `clock` is read while the windows are held, so that times are in the order in which they are taken.
    fn take_at(
        &self,
        principal: &Principal,
        clock: impl FnOnce() -> Instant,
    ) -> Result<Permit<'_>, Limited> {
        let Settings { mutations, open_access_mutations, window, .. } = self.settings;
        let most = if principal.is_authenticated() { mutations } else { open_access_mutations };
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let now = clock();
        let is_over = |time: &Instant| now.duration_since(*time) >= window;
        let mut name = Arc::clone(&principal.name);
        if taken.len() >= MOST_NAMES && !taken.contains_key(&name) {
            taken.retain(|_, times| times.back().is_some_and(|last| !is_over(last)));
            if taken.len() >= MOST_NAMES {
                name = OTHERS.into();
            }
        }
        let times = taken.entry(Arc::clone(&name)).or_default();
        while times.front().is_some_and(is_over) {
            times.pop_front();
        }
        if times.len() >= most as usize {
            let first = times.front().map_or(window, |first| now.duration_since(*first));
            let wait = window.saturating_sub(first);
            return Err(Limited::new(wait, most.into(), "changes", window));
        }
        times.push_back(now);
        Ok(Permit { windows: self, name, at: now })
    }
}

/// One change taken from a window.
pub struct Permit<'a> {
    windows: &'a Windows,
    name: Arc<str>,
    at: Instant,
}

impl Permit<'_> {
    /// Puts the change back: the call never reached DefectDojo.
    pub fn give_back(self) {
        let mut taken = self.windows.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(times) = taken.get_mut(&self.name)
            && let Some(at) = times.iter().rposition(|time| *time == self.at)
        {
            times.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use proptest::prelude::*;

    use super::*;
    use crate::access::Role;

    const WINDOW: Duration = Duration::from_secs(100);

    fn windows(mutations: u32, open_access_mutations: u32) -> Windows {
        Windows::new(Settings {
            mutations,
            open_access_mutations,
            window: WINDOW,
            ..Settings::default()
        })
    }

    /// One step of a schedule: so much later, this caller makes a change, which reaches DefectDojo or not.
    type Step = (u64, usize, bool);

    fn schedule() -> impl Strategy<Value = Vec<Step>> {
        let reaches = prop::bool::weighted(0.8);
        prop::collection::vec((0_u64..40, 0_usize..4, reaches), 1..200)
    }

    /// Two tokens of one caller, another caller, and two without authentication.
    fn callers() -> [Principal; 4] {
        [
            Principal::new("ci", Role::Writer),
            Principal::new("ci", Role::Scanner),
            Principal::new("desk", Role::Writer),
            Principal::open_access(Role::Admin),
        ]
    }

    proptest! {
        /// Over any schedule, no span of one window holds more changes than the limit, no change that fits is
        /// refused, what never reached DefectDojo does not count, and whoever waits as told, and no less, is let in.
        #[test]
        fn the_windows_are_strict(steps in schedule(), most in 1_u32..6, open in 1_u32..4) {
            let windows = windows(most, open);
            let start = Instant::now();
            let at = |second| move || start + Duration::from_secs(second);
            let mut elapsed = 0;
            let mut counted: HashMap<Arc<str>, Vec<u64>> = HashMap::new();
            for (later, caller, reaches) in steps {
                elapsed += later;
                let caller = &callers()[caller];
                let most = if caller.is_authenticated() { most } else { open };
                let times = counted.entry(Arc::clone(&caller.name)).or_default();
                let inside = times.iter().filter(|at| elapsed - **at < WINDOW.as_secs()).count();
                prop_assert!(inside <= most as usize);
                match windows.take_at(caller, at(elapsed)) {
                    Ok(_) if reaches => {
                        prop_assert!(inside < most as usize);
                        times.push(elapsed);
                    }
                    Ok(permit) => {
                        prop_assert!(inside < most as usize);
                        permit.give_back();
                    }
                    Err(limited) => {
                        prop_assert_eq!(inside, most as usize);
                        prop_assert_eq!((limited.most, limited.what), (most.into(), "changes"));
                        prop_assert!(windows.take_at(caller, at(elapsed + limited.seconds - 1)).is_err());
                        elapsed += limited.seconds;
                        prop_assert!(windows.take_at(caller, at(elapsed)).is_ok());
                        times.push(elapsed);
                    }
                }
            }
        }
    }

    /// A race between looking and taking would let a burst through.
    #[test]
    fn a_crowd_gets_exactly_the_limit() {
        let windows = Windows::new(Settings::default());
        let taken: usize = thread::scope(|scope| {
            let crowd: Vec<_> = (0..64)
                .map(|number| {
                    let caller = callers()[number % 2].clone();
                    let windows = &windows;
                    scope.spawn(move || (0..10).filter(|_| windows.take(&caller).is_ok()).count())
                })
                .collect();
            crowd.into_iter().map(|one| one.join().unwrap()).sum()
        });
        assert_eq!(taken, 60);
    }

    #[test]
    fn callers_without_authentication_share_one_window_and_unused_changes_come_back() {
        let windows = windows(5, 1);
        let anybody = Principal::open_access(Role::Admin);
        windows.take(&anybody).unwrap().give_back();
        let now = Instant::now();
        assert!(windows.take_at(&anybody, || now).is_ok());
        let reader = Principal::open_access(Role::Reader);
        let limited = windows.take_at(&reader, || now).err().unwrap();
        assert_eq!((limited.seconds, limited.most, limited.window), (100, 1, 100));
        assert!(windows.take(&Principal::new("ci", Role::Writer)).is_ok());
    }

    /// An issuer can have any number of subjects; they must not fill the memory, nor each bring a window of its own.
    #[test]
    fn the_number_of_windows_is_bounded() {
        let windows = windows(2, 1);
        let now = Instant::now();
        let take = |name: usize, at| {
            let caller = Principal::new(format!("oauth:{name}"), Role::Writer);
            windows.take_at(&caller, || at).is_ok()
        };
        assert!((0..MOST_NAMES).all(|name| take(name, now)));
        let late: Vec<_> = (0..4).map(|name| take(MOST_NAMES + name, now)).collect();
        assert_eq!(late, [true, true, false, false]);
        assert!(take(7, now), "who has a window keeps it");
        assert_eq!(windows.taken.lock().unwrap().len(), MOST_NAMES + 1);
        assert!(take(MOST_NAMES + 9, now + WINDOW));
        assert_eq!(windows.taken.lock().unwrap().len(), 1);
    }
}
