//! How much a caller may read in a minute: calls, and bytes of answers.
//!
//! A minute is kept in slots of a second, so that a busy caller takes no more memory than a quiet one. A slot counts
//! until all of it is a minute old: no span of a minute ever holds more than the limit.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::limit::{Limited, MOST_NAMES, OTHERS, Settings};

const MINUTE: Duration = Duration::from_mins(1);

/// Sixty whole seconds and the one that runs.
const SLOTS: usize = 61;

pub(super) struct Flow {
    most: Amount,
    start: Instant,
    callers: Mutex<HashMap<Arc<str>, Slots>>,
}

#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
struct Amount {
    reads: u64,
    bytes: u64,
}

/// What a caller has read, second by second.
struct Slots {
    ring: [Amount; SLOTS],
    /// The second up to which the ring holds.
    newest: u64,
    sum: Amount,
}

impl Flow {
    pub(super) fn new(settings: Settings) -> Self {
        let most = Amount { reads: settings.reads, bytes: settings.read_bytes };
        Self { most, start: Instant::now(), callers: Mutex::default() }
    }

    /// Takes one read, if neither limit is reached.
    pub(super) fn take(&self, caller: &Arc<str>) -> Result<(), Limited> {
        self.take_at(caller, Instant::now())
    }

    /// Puts a read back: it never reached DefectDojo.
    pub(super) fn give_back(&self, caller: &Arc<str>) {
        let mut callers = self.lock();
        let slots = find(&mut callers, caller);
        // Of another second, if need be: the sum is what counts.
        if let Some(slots) = slots
            && let Some(amount) = slots.ring.iter_mut().rev().find(|amount| amount.reads > 0)
        {
            amount.reads -= 1;
            slots.sum.reads -= 1;
        }
    }

    /// Counts an answer. Its size is known only now: the limit may be passed once, and then the next call waits.
    pub(super) fn answered(&self, caller: &Arc<str>, bytes: u64) {
        self.answered_at(caller, bytes, Instant::now());
    }

    fn take_at(&self, caller: &Arc<str>, now: Instant) -> Result<(), Limited> {
        let second = self.second(now);
        let mut callers = self.lock();
        if callers.len() >= MOST_NAMES && !callers.contains_key(caller) {
            callers.retain(|_, slots| second.saturating_sub(slots.newest) < SLOTS as u64);
        }
        let is_full = callers.len() >= MOST_NAMES && !callers.contains_key(caller);
        let name = if is_full { OTHERS.into() } else { Arc::clone(caller) };
        let slots = callers.entry(name).or_insert_with(|| Slots::from(second));
        slots.advance(second);
        let Amount { reads, bytes } = self.most;
        let reads = slots.below(reads, Amount::reads).map(|free| (free, reads, "reads"));
        let bytes = slots.below(bytes, Amount::bytes).map(|free| (free, bytes, "bytes of answers"));
        // Whoever waits as told must not run into the other limit then.
        if let Some((free, most, what)) = reads.max(bytes) {
            let wait = Duration::from_secs(free).saturating_sub(now.duration_since(self.start));
            return Err(Limited::new(wait, most, what, MINUTE));
        }
        slots.add(Amount { reads: 1, bytes: 0 });
        Ok(())
    }

    fn answered_at(&self, caller: &Arc<str>, bytes: u64, now: Instant) {
        let second = self.second(now);
        if let Some(slots) = find(&mut self.lock(), caller) {
            slots.advance(second);
            slots.add(Amount { reads: 0, bytes });
        }
    }

    fn second(&self, now: Instant) -> u64 {
        now.duration_since(self.start).as_secs()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Arc<str>, Slots>> {
        self.callers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The slots that a read of this caller was taken from.
fn find<'a>(callers: &'a mut HashMap<Arc<str>, Slots>, caller: &Arc<str>) -> Option<&'a mut Slots> {
    let name = if callers.contains_key(caller) { caller } else { OTHERS };
    callers.get_mut(name)
}

impl Amount {
    fn reads(self) -> u64 {
        self.reads
    }

    fn bytes(self) -> u64 {
        self.bytes
    }
}

impl Slots {
    fn from(second: u64) -> Self {
        Self { ring: [Amount::default(); SLOTS], newest: second, sum: Amount::default() }
    }

    /// Forgets what is older than a minute at `second`. Time that seems to go back stands still.
    fn advance(&mut self, second: u64) {
        if second <= self.newest {
            return;
        }
        if second - self.newest >= SLOTS as u64 {
            *self = Self::from(second);
            return;
        }
        for second in self.newest + 1..=second {
            let old = std::mem::take(self.at(second));
            self.sum.reads -= old.reads;
            self.sum.bytes -= old.bytes;
        }
        self.newest = second;
    }

    fn add(&mut self, amount: Amount) {
        let slot = self.at(self.newest);
        slot.reads += amount.reads;
        slot.bytes += amount.bytes;
        self.sum.reads += amount.reads;
        self.sum.bytes += amount.bytes;
    }

    /// The second from which the sum is below `most` if nothing is added; `None` where it is now.
    fn below(&mut self, most: u64, of: fn(Amount) -> u64) -> Option<u64> {
        let mut left = of(self.sum);
        if left < most {
            return None;
        }
        let oldest = (self.newest + 1).saturating_sub(SLOTS as u64);
        let gone = (oldest..=self.newest).find(|second| {
            left -= of(*self.at(*second));
            left < most
        });
        Some(gone.unwrap_or(self.newest) + SLOTS as u64)
    }

    #[expect(clippy::indexing_slicing, reason = "the index is a remainder of the length")]
    #[expect(clippy::cast_possible_truncation, reason = "the remainder is below 61")]
    fn at(&mut self, second: u64) -> &mut Amount {
        &mut self.ring[(second % SLOTS as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn flow(reads: u64, read_bytes: u64) -> Flow {
        Flow::new(Settings { reads, read_bytes, ..Settings::default() })
    }

    fn after(flow: &Flow, milliseconds: u64) -> Instant {
        flow.start + Duration::from_millis(milliseconds)
    }

    proptest! {
        /// Over any schedule, no minute holds more reads than the limit, nor starts one with the bytes used up, and
        /// whoever waits as told is let in.
        #[test]
        fn no_minute_holds_more(
            steps in prop::collection::vec((0_u64..9_000, 0_u64..50), 1..200),
            most in 1_u64..20,
            most_bytes in 1_u64..300,
        ) {
            let flow = flow(most, most_bytes);
            let caller: Arc<str> = "ci".into();
            let mut elapsed = 0;
            let mut taken: Vec<(u64, u64)> = Vec::new();
            for (later, bytes) in steps {
                elapsed += later;
                let inside = taken.iter().filter(|(at, _)| elapsed - at < 60_000);
                let (reads, sum) = inside.fold((0, 0), |(reads, sum), (_, bytes)| (reads + 1, sum + bytes));
                match flow.take_at(&caller, after(&flow, elapsed)) {
                    Ok(()) => {
                        prop_assert!(reads < most && sum < most_bytes);
                        flow.answered_at(&caller, bytes, after(&flow, elapsed));
                        taken.push((elapsed, bytes));
                    }
                    Err(limited) => {
                        // A slot is kept until all of it is a minute old.
                        let inside = taken.iter().filter(|(at, _)| elapsed - at < 61_000);
                        let (reads, sum) = inside.fold((0, 0), |(reads, sum), (_, bytes)| (reads + 1, sum + bytes));
                        prop_assert!(reads >= most || sum >= most_bytes);
                        elapsed += limited.seconds * 1_000;
                        prop_assert!(flow.take_at(&caller, after(&flow, elapsed)).is_ok());
                        taken.push((elapsed, 0));
                    }
                }
            }
        }
    }

    #[test]
    fn a_read_that_reached_nothing_comes_back() {
        let flow = flow(1, 10);
        let caller: Arc<str> = "ci".into();
        flow.take(&caller).unwrap();
        flow.give_back(&caller);
        flow.take(&caller).unwrap();
        let limited = flow.take(&caller).unwrap_err();
        assert_eq!((limited.most, limited.what, limited.window), (1, "reads", 60));
        assert!((60..=61).contains(&limited.seconds), "{limited}");
        flow.take(&"desk".into()).unwrap();
    }

    /// A caller is told to wait until the oldest of its reads is a minute old, and not until all of them are.
    #[test]
    fn a_caller_waits_no_longer_than_it_has_to() {
        let flow = flow(2, 10);
        let caller: Arc<str> = "ci".into();
        for milliseconds in [0, 30_000] {
            flow.take_at(&caller, after(&flow, milliseconds)).unwrap();
        }
        let limited = flow.take_at(&caller, after(&flow, 40_000)).unwrap_err();
        assert_eq!(limited.seconds, 21);
        flow.take_at(&caller, after(&flow, 61_000)).unwrap();
        let limited = flow.take_at(&caller, after(&flow, 61_000)).unwrap_err();
        assert_eq!(limited.seconds, 30);
    }

    /// A read that was put back must not be taken off a second time when its second is a minute old.
    #[test]
    fn a_read_that_came_back_leaves_the_others_counted() {
        let flow = flow(1, 10);
        let caller: Arc<str> = "ci".into();
        flow.take_at(&caller, flow.start).unwrap();
        flow.give_back(&caller);
        flow.take_at(&caller, after(&flow, 1_000)).unwrap();
        assert!(flow.take_at(&caller, after(&flow, 61_500)).is_err());
        assert!(flow.take_at(&caller, after(&flow, 62_000)).is_ok());
    }

    /// A caller that reads large answers is stopped by their bytes, however few calls it makes.
    #[test]
    fn the_bytes_of_answers_count() {
        let flow = flow(10, 100);
        let caller: Arc<str> = "ci".into();
        flow.take(&caller).unwrap();
        flow.answered(&caller, 99);
        flow.take(&caller).unwrap();
        flow.answered(&caller, 1);
        let limited = flow.take(&caller).unwrap_err();
        assert_eq!((limited.most, limited.what), (100, "bytes of answers"));
        flow.take(&"desk".into()).unwrap();
    }

    #[test]
    fn the_number_of_callers_is_bounded() {
        let flow = flow(2, 10);
        let take = |name: usize| flow.take_at(&name.to_string().into(), flow.start).is_ok();
        assert!((0..MOST_NAMES).all(take));
        let late: Vec<_> = (0..4).map(|name| take(MOST_NAMES + name)).collect();
        assert_eq!(late, [true, true, false, false]);
        assert_eq!(flow.lock().len(), MOST_NAMES + 1);
        flow.take_at(&"later".into(), after(&flow, 61_000)).unwrap();
        assert_eq!(flow.lock().len(), 1);
    }
}
