//! Which findings each caller has read lately: what an investigator asks for after a change.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Findings kept for one caller; the oldest go first.
const MOST_FINDINGS: usize = 256;
/// Callers kept; the one that read longest ago goes first.
const MOST_CALLERS: usize = 1_024;
/// A reading longer ago than this explains no change.
const LONGEST: Duration = Duration::from_hours(1);

/// Findings, oldest reading first.
type Readings = VecDeque<(u64, Instant)>;

#[derive(Default)]
pub(super) struct Ledger {
    read: Mutex<HashMap<Arc<str>, Readings>>,
}

impl Ledger {
    pub(super) fn remember(&self, caller: &Arc<str>, ids: &[u64]) {
        let now = Instant::now();
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if read.len() >= MOST_CALLERS && !read.contains_key(caller) {
            let oldest = read
                .iter()
                .min_by_key(|(_, findings)| findings.back().map(|(_, at)| *at))
                .map(|(name, _)| Arc::clone(name));
            if let Some(oldest) = oldest {
                read.remove(&oldest);
            }
        }
        let findings = read.entry(Arc::clone(caller)).or_default();
        findings.retain(|(id, _)| !ids.contains(id));
        findings.extend(ids.iter().map(|id| (*id, now)));
        let surplus = findings.len().saturating_sub(MOST_FINDINGS);
        findings.drain(..surplus);
    }

    pub(super) fn read_by(&self, caller: &str) -> Vec<u64> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(findings) = read.get_mut(caller) else { return Vec::new() };
        findings.retain(|(_, at)| at.elapsed() < LONGEST);
        findings.iter().map(|(id, _)| *id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ledger that grows with every list call would in time fill the memory and the audit log.
    #[test]
    fn the_ledger_is_bounded_and_keeps_the_latest() {
        let ledger = Ledger::default();
        let caller: Arc<str> = "ci".into();
        for first in 0..20 {
            ledger.remember(&caller, &(first * 100..first * 100 + 100).collect::<Vec<_>>());
        }
        ledger.remember(&caller, &[1_999, 7]);
        let read = ledger.read_by("ci");
        assert_eq!(read.len(), MOST_FINDINGS);
        assert_eq!(read.last_chunk(), Some(&[1_999, 7]));
        assert_eq!(ledger.read_by("other"), Vec::<u64>::new());
        for other in 0..2 * MOST_CALLERS {
            ledger.remember(&other.to_string().into(), &[1]);
        }
        assert!(ledger.read.lock().unwrap().len() <= MOST_CALLERS);
    }
}
