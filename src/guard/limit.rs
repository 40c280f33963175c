//! How many changes a caller may make: strict sliding windows.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::access::Principal;

/// Changes that fit into any span of `window`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Settings {
    /// For each authenticated caller, over all its tokens: `MUTATION_RATE_LIMIT`.
    pub mutations: u32,
    /// For all callers without authentication together: `OPEN_ACCESS_MUTATION_RATE_LIMIT`.
    pub open_access_mutations: u32,
    pub window: Duration,
}

/// The caller's window is full.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "rate limit exceeded — retry after {seconds}s (Retry-After: {seconds}s; {most} changes in {window} s are allowed)"
)]
pub struct Limited {
    pub seconds: u64,
    pub most: u32,
    pub window: u64,
}

pub(super) struct Windows {
    settings: Settings,
    taken: Mutex<HashMap<Arc<str>, VecDeque<Instant>>>,
}

/// Names kept at once; beyond it, windows that have emptied are dropped.
const MOST_NAMES: usize = 10_000;

impl Windows {
    pub(super) fn new(settings: Settings) -> Self {
        Self { settings, taken: Mutex::default() }
    }

    pub(super) fn take(&self, principal: &Principal) -> Result<Permit<'_>, Limited> {
        self.take_at(principal, Instant::now())
    }

    fn take_at(&self, principal: &Principal, now: Instant) -> Result<Permit<'_>, Limited> {
        let most = if principal.is_authenticated() {
            self.settings.mutations
        } else {
            self.settings.open_access_mutations
        };
        let window = self.settings.window;
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if taken.len() >= MOST_NAMES {
            taken.retain(|_, times| {
                times.back().is_some_and(|last| now.duration_since(*last) < window)
            });
        }
        let times = taken.entry(Arc::clone(&principal.name)).or_default();
        while times.front().is_some_and(|first| now.duration_since(*first) >= window) {
            times.pop_front();
        }
        if times.len() >= most as usize {
            let wait = times
                .front()
                .map_or(window, |first| window.saturating_sub(now.duration_since(*first)));
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            return Err(Limited { seconds: seconds.max(1), most, window: window.as_secs() });
        }
        times.push_back(now);
        Ok(Permit { windows: self, name: Arc::clone(&principal.name), at: now })
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
    use proptest::prelude::*;

    use super::*;
    use crate::access::Role;

    proptest! {
        /// Over any schedule, no span of one window holds more changes than the limit, and no change that fits is refused.
        #[test]
        fn the_window_is_strict(steps in proptest::collection::vec(0_u64..40, 1..200), most in 1_u32..6) {
            let window = Duration::from_millis(100);
            let windows = Windows::new(Settings { mutations: most, open_access_mutations: 1, window });
            let caller = Principal::new("ci", Role::Writer);
            let start = Instant::now();
            let mut elapsed = 0;
            let mut accepted: Vec<u64> = Vec::new();
            for step in steps {
                elapsed += step;
                let inside = accepted.iter().filter(|at| elapsed - **at < 100).count();
                let taken = windows.take_at(&caller, start + Duration::from_millis(elapsed));
                prop_assert_eq!(taken.is_ok(), inside < most as usize);
                if taken.is_ok() {
                    accepted.push(elapsed);
                }
            }
        }
    }

    #[test]
    fn callers_without_authentication_share_one_window_and_unused_changes_come_back() {
        let settings =
            Settings { mutations: 5, open_access_mutations: 1, window: Duration::from_mins(1) };
        let windows = Windows::new(settings);
        let anybody = Principal::open_access(Role::Admin);
        windows.take(&anybody).unwrap().give_back();
        assert!(windows.take(&anybody).is_ok());
        let limited = windows.take(&anybody).err().unwrap();
        assert_eq!((limited.seconds, limited.most, limited.window), (60, 1, 60));
        assert!(windows.take(&Principal::new("ci", Role::Writer)).is_ok());
    }
}
