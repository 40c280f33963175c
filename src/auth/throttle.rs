//! Failed logins, counted by address: guessing is slowed, and the audit log is not drowned by it.
//!
//! A right token is looked at first and never waits for others' failures, so that nobody behind the same address
//! can be locked out.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::address::counted;

/// Wrong tokens of one address that are answered as such within a [`WINDOW`].
const ALLOWED: u32 = 10;

/// How long an address's failures are counted.
const WINDOW: Duration = Duration::from_mins(1);

/// Addresses that are told apart. All others share one count.
const ADDRESSES: u32 = 10_000;

/// The count of what has no count of its own.
const OTHERS: IpAddr = IpAddr::V6(std::net::Ipv6Addr::UNSPECIFIED);

#[derive(Debug, Default)]
pub(crate) struct Throttle(Mutex<HashMap<IpAddr, Count>>);

#[derive(Debug)]
struct Count {
    since: Instant,
    wrong: u32,
    other: u32,
    unreported: u64,
}

/// What to do about a failed login.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Verdict {
    /// Set when the address has had its share: how long until it is heard again.
    pub(crate) wait: Option<Duration>,
    /// Whether to report it, and how many before it were not reported.
    pub(crate) report: Option<u64>,
}

impl Throttle {
    /// Counts a login of `address` that failed at `now`, with a `wrong` token or for a reason that is no guess.
    ///
    /// Asking without a token is how clients learn what is needed; it is counted apart and never has to wait.
    pub(crate) fn failed(&self, address: IpAddr, wrong: bool, now: Instant) -> Verdict {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut address = counted(address);
        if !counts.contains_key(&address) && counts.len() >= ADDRESSES as usize {
            counts.retain(|_, count| now.duration_since(count.since) < WINDOW);
            if counts.len() >= ADDRESSES as usize {
                address = OTHERS;
            }
        }
        let fresh = |unreported| Count { since: now, wrong: 0, other: 0, unreported };
        let count = counts.entry(address).or_insert_with(|| fresh(0));
        if now.duration_since(count.since) >= WINDOW {
            *count = fresh(count.unreported);
        }
        let kind = if wrong { &mut count.wrong } else { &mut count.other };
        *kind = kind.saturating_add(1);
        let over = *kind > ALLOWED;
        // The first one over is reported too, so that a log shows where the silence begins.
        let report = (*kind <= ALLOWED + 1).then(|| std::mem::take(&mut count.unreported));
        if report.is_none() {
            count.unreported += 1;
        }
        let wait = (over && wrong).then(|| WINDOW.saturating_sub(now.duration_since(count.since)));
        Verdict { wait, report }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRONG: bool = true;

    fn address(last: u32) -> IpAddr {
        std::net::Ipv4Addr::from(0x0a00_0000 + last).into()
    }

    #[test]
    fn an_address_that_guesses_has_to_wait() {
        let throttle = Throttle::default();
        let start = Instant::now();
        for _ in 0..ALLOWED {
            let verdict = throttle.failed(address(1), WRONG, start);
            assert_eq!(verdict, Verdict { wait: None, report: Some(0) });
        }
        let at = |seconds| start + Duration::from_secs(seconds);
        let wait = |seconds| Some(Duration::from_secs(seconds));
        let first = throttle.failed(address(1), WRONG, at(10));
        assert_eq!(first, Verdict { wait: wait(50), report: Some(0) });
        for second in 20..29 {
            let verdict = throttle.failed(address(1), WRONG, at(second));
            assert_eq!(verdict, Verdict { wait: wait(60 - second), report: None });
        }
        // Others are not affected.
        assert_eq!(throttle.failed(address(2), WRONG, at(30)).wait, None);
        // Afterwards the silence is accounted for, once.
        let after = throttle.failed(address(1), WRONG, at(60));
        assert_eq!(after, Verdict { wait: None, report: Some(9) });
        assert_eq!(throttle.failed(address(1), WRONG, at(60)).report, Some(0));
    }

    /// A client that asks what it needs must be told, however often the others do.
    #[test]
    fn asking_without_a_token_never_waits() {
        let throttle = Throttle::default();
        let start = Instant::now();
        let verdicts: Vec<_> =
            (0..100).map(|_| throttle.failed(address(1), !WRONG, start)).collect();
        assert!(verdicts.iter().all(|verdict| verdict.wait.is_none()));
        let reported = verdicts.iter().filter(|verdict| verdict.report.is_some()).count();
        assert_eq!(reported, 11);
        assert_eq!(throttle.failed(address(1), WRONG, start).wait, None);
    }

    /// An attacker with a whole network must not fill the memory.
    #[test]
    fn the_number_of_addresses_is_bounded() {
        let throttle = Throttle::default();
        let start = Instant::now();
        for last in 0..ADDRESSES + 50 {
            throttle.failed(address(last), WRONG, start);
        }
        assert!(throttle.0.lock().unwrap().len() <= ADDRESSES as usize + 1);
        assert!(throttle.failed(address(99_999), WRONG, start).wait.is_some());
        let later = start + WINDOW;
        assert_eq!(throttle.failed(address(99_999), WRONG, later).wait, None);
        assert!(throttle.0.lock().unwrap().len() <= 2);
    }
}
