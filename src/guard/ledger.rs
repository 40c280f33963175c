//! What each caller has read lately: what an investigator asks for after a change, and what the taint policy rests on.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use super::taint::{Signal, Taint};

/// Findings kept for one caller. The oldest go first, those without signals before those with: a long list must not
/// wash off what was read before it.
const MOST_FINDINGS: usize = 256;
/// Callers kept; the one that read longest ago goes first, here too those without signals before those with.
const MOST_CALLERS: usize = 1_024;
/// A reading longer ago than this explains no change.
pub(super) const LONGEST: Duration = Duration::from_hours(1);

/// One finding as a caller last saw it. Its signals keep a time of their own: a later look that shows less of the
/// finding, such as a row of a list, does not unsay them.
struct Reading {
    /// Nothing for text that belongs to no one finding.
    finding: Option<u64>,
    at: Instant,
    signals: Option<(Instant, BTreeSet<&'static str>)>,
}

/// One caller's readings, oldest first.
type Readings = VecDeque<Reading>;

#[derive(Default)]
pub(super) struct Ledger {
    read: Mutex<HashMap<Arc<str>, Readings>>,
}

impl Ledger {
    /// Notes that `caller` was shown these findings, and these signals in them.
    pub(super) fn remember(&self, caller: &Arc<str>, ids: &[u64], signals: &[Signal]) {
        self.remember_at(caller, ids, signals, Instant::now());
    }

    pub(super) fn read_by(&self, caller: &str) -> Vec<u64> {
        self.read_by_at(caller, Instant::now())
    }

    /// What the caller has read that had strong signals, if anything.
    pub(super) fn taint(&self, caller: &str) -> Option<Taint> {
        self.taint_at(caller, Instant::now())
    }

    fn remember_at(&self, caller: &Arc<str>, ids: &[u64], signals: &[Signal], now: Instant) {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= MOST_CALLERS && !read.contains_key(caller) {
            let oldest = read
                .iter()
                .min_by_key(|(_, readings)| {
                    let marked = readings.iter().any(|reading| reading.signals.is_some());
                    (marked, readings.back().map(|reading| reading.at))
                })
                .map(|(name, _)| Arc::clone(name));
            if let Some(oldest) = oldest {
                read.remove(&oldest);
            }
        }
        let readings = read.entry(Arc::clone(caller)).or_default();
        for id in ids {
            note(readings, Some(*id), now, None);
        }
        for signal in signals {
            note(readings, signal.finding, now, Some(signal.category));
        }
        while readings.len() > MOST_FINDINGS {
            let plain = readings.iter().position(|reading| reading.signals.is_none());
            readings.remove(plain.unwrap_or(0));
        }
    }

    fn read_by_at(&self, caller: &str, now: Instant) -> Vec<u64> {
        self.with(caller, now, |readings| {
            readings.iter().filter_map(|reading| reading.finding).collect()
        })
        .unwrap_or_default()
    }

    fn taint_at(&self, caller: &str, now: Instant) -> Option<Taint> {
        self.with(caller, now, |readings| {
            let mut taint = Taint::default();
            let mut tainted = false;
            for reading in readings {
                let Some((_, categories)) = &reading.signals else { continue };
                tainted = true;
                taint.findings.extend(reading.finding);
                taint.categories.extend(categories);
            }
            tainted.then_some(taint)
        })
        .flatten()
    }

    /// Looks at what is left of a caller's readings after those of long ago are gone.
    fn with<T>(&self, caller: &str, now: Instant, look: impl FnOnce(&Readings) -> T) -> Option<T> {
        let is_over = |at: Instant| now.duration_since(at) >= LONGEST;
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let readings = read.get_mut(caller)?;
        readings.retain(|reading| !is_over(reading.at));
        for reading in readings.iter_mut() {
            if reading.signals.as_ref().is_some_and(|(at, _)| is_over(*at)) {
                reading.signals = None;
            }
        }
        Some(look(readings))
    }
}

/// Makes a reading the latest one, unless it is as late as that, and keeps what was known of the finding before.
fn note(
    readings: &mut Readings,
    finding: Option<u64>,
    at: Instant,
    category: Option<&'static str>,
) {
    let before = readings.iter().position(|reading| reading.finding == finding);
    let index = match before {
        Some(index) if readings.get(index).is_some_and(|reading| reading.at == at) => index,
        _ => {
            let known = before.and_then(|index| readings.remove(index));
            let signals = known.and_then(|reading| reading.signals);
            readings.push_back(Reading { finding, at, signals });
            readings.len() - 1
        }
    };
    if let (Some(category), Some(reading)) = (category, readings.get_mut(index)) {
        let (seen, categories) = reading.signals.get_or_insert_with(|| (at, BTreeSet::new()));
        *seen = at;
        categories.insert(category);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signal(finding: u64) -> Signal {
        Signal { finding: Some(finding), category: "override" }
    }

    /// A ledger that grows with every list call would in time fill the memory and the audit log.
    #[test]
    fn the_ledger_is_bounded_and_keeps_the_latest() {
        let ledger = Ledger::default();
        let caller: Arc<str> = "ci".into();
        for first in 0..20 {
            ledger.remember(&caller, &(first * 100..first * 100 + 100).collect::<Vec<_>>(), &[]);
        }
        ledger.remember(&caller, &[1_999, 7], &[]);
        let read = ledger.read_by("ci");
        assert_eq!(read.len(), MOST_FINDINGS);
        assert_eq!(read.last_chunk(), Some(&[1_999, 7]));
        assert_eq!(ledger.read_by("other"), Vec::<u64>::new());
        for other in 0..2 * MOST_CALLERS {
            ledger.remember(&other.to_string().into(), &[1], &[]);
        }
        assert_eq!(ledger.read.lock().unwrap().len(), MOST_CALLERS);
    }

    /// Whoever plants an instruction could otherwise have the model list findings until the ledger forgot it.
    #[test]
    fn signals_outlast_long_lists_and_later_looks() {
        let ledger = Ledger::default();
        let caller: Arc<str> = "ci".into();
        ledger.remember(&caller, &[7], &[signal(7)]);
        ledger.remember(&caller, &[7], &[]);
        for first in 0..20 {
            let ids: Vec<u64> = (first * 100 + 1_000..first * 100 + 1_100).collect();
            ledger.remember(&caller, &ids, &[]);
        }
        for other in 0..2 * MOST_CALLERS {
            ledger.remember(&other.to_string().into(), &[1], &[]);
        }
        let taint = ledger.taint("ci").unwrap();
        assert_eq!(taint.findings, [7]);
        assert_eq!(taint.categories, BTreeSet::from(["override"]));
        assert!(ledger.taint("0").is_none());
        for finding in 0..2 * MOST_FINDINGS as u64 {
            ledger.remember(&caller, &[], &[signal(finding)]);
        }
        assert_eq!(ledger.taint("ci").unwrap().findings.len(), MOST_FINDINGS);
    }

    /// The audit record lists readings in the order in which they were shown.
    #[test]
    fn signals_leave_the_order_of_a_list_as_it_was() {
        let ledger = Ledger::default();
        let caller: Arc<str> = "ci".into();
        ledger.remember(&caller, &[3, 1, 2], &[signal(1), signal(3)]);
        assert_eq!(ledger.read_by("ci"), [3, 1, 2]);
        assert_eq!(ledger.taint("ci").unwrap().findings, [3, 1]);
    }

    /// An investigator reads the list from its end: what was looked at again belongs there.
    #[test]
    fn a_finding_that_is_read_again_is_the_latest() {
        let ledger = Ledger::default();
        let caller: Arc<str> = "ci".into();
        let start = Instant::now();
        ledger.remember_at(&caller, &[1, 2, 3], &[], start);
        ledger.remember_at(&caller, &[1], &[], start + Duration::from_secs(1));
        assert_eq!(ledger.read_by_at("ci", start), [2, 3, 1]);
    }

    /// A caller that read something bad in the morning is not held to it all day, but for as long as promised.
    #[test]
    fn readings_and_their_signals_count_for_an_hour_each() {
        let ledger = Ledger::default();
        let caller: Arc<str> = "ci".into();
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        ledger.remember_at(&caller, &[1], &[signal(7)], start);
        ledger.remember_at(&caller, &[7], &[], after(600));
        assert_eq!(ledger.read_by_at("ci", after(3_599)), [1, 7]);
        assert_eq!(ledger.taint_at("ci", after(3_599)).unwrap().findings, [7]);
        assert_eq!(ledger.read_by_at("ci", after(3_600)), [7], "only the later look is left");
        assert_eq!(ledger.taint_at("ci", after(3_600)), None);
        assert_eq!(ledger.read_by_at("ci", after(4_200)), [0_u64; 0]);
    }

    /// Each look that shows something bad starts its hour anew.
    #[test]
    fn signals_that_are_seen_again_count_from_then() {
        let ledger = Ledger::default();
        let caller: Arc<str> = "ci".into();
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        ledger.remember_at(&caller, &[], &[signal(7)], start);
        ledger.remember_at(&caller, &[], &[signal(7)], after(600));
        assert_eq!(ledger.taint_at("ci", after(4_199)).unwrap().findings, [7]);
    }

    /// Whoever makes up names must not push out the callers that are at work.
    #[test]
    fn the_caller_that_read_longest_ago_goes_first() {
        let ledger = Ledger::default();
        let start = Instant::now();
        let read = |name: usize, second| {
            let at = start + Duration::from_secs(second);
            ledger.remember_at(&name.to_string().into(), &[1], &[], at);
        };
        for name in 0..MOST_CALLERS {
            read(name, name as u64);
        }
        read(0, 5_000);
        assert_eq!(ledger.read.lock().unwrap().len(), MOST_CALLERS, "no room was needed");
        read(MOST_CALLERS, 5_001);
        let kept = ledger.read.lock().unwrap();
        assert_eq!(kept.len(), MOST_CALLERS);
        assert!(kept.contains_key("0") && !kept.contains_key("1"));
    }

    /// Text that belongs to no finding, such as a product's description, taints without naming one.
    #[test]
    fn signals_outside_findings_taint_too() {
        let ledger = Ledger::default();
        let caller: Arc<str> = "ci".into();
        let signal = Signal { finding: None, category: "concealment" };
        ledger.remember(&caller, &[], &[signal]);
        assert_eq!(ledger.read_by("ci"), Vec::<u64>::new());
        assert_eq!(ledger.taint("ci").unwrap().categories, BTreeSet::from(["concealment"]));
    }
}
