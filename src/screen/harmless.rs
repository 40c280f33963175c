//! Texts that were looked at whole and hold nothing: to show one again costs a hash instead of a look.
//!
//! The same findings are read again and again, and looking is what most of an answer's time goes into. A slot holds a
//! keyed 64-bit hash; its key is random and never leaves the process, so nobody can make a text that passes for another,
//! and by chance one does once in 5 × 10¹⁴ looks.

use std::{
    hash::{BuildHasher as _, RandomState},
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

/// Texts that are remembered; of two that share a slot, the later one. 256 KiB.
const SLOTS: usize = 1 << 15;

#[derive(Debug, Default)]
pub(super) struct Harmless {
    key: RandomState,
    /// Made when there is something to remember.
    slots: OnceLock<Box<[AtomicU64]>>,
}

/// A text's place in the memory.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark(u64);

impl Mark {
    fn slot(self) -> usize {
        usize::try_from(self.0 % SLOTS as u64).unwrap_or(0)
    }
}

impl Harmless {
    pub(super) fn mark(&self, text: &str) -> Mark {
        // An empty slot holds 0.
        Mark(self.key.hash_one(text).max(1))
    }

    /// A text of our own is looked at for secrets alone: that it holds none says nothing of a foreign text like it.
    pub(super) fn mark_of_own(&self, text: &str) -> Mark {
        Mark(self.key.hash_one(("own", text)).max(1))
    }

    pub(super) fn knows(&self, mark: Mark) -> bool {
        let slot = self.slots.get().and_then(|slots| slots.get(mark.slot()));
        slot.is_some_and(|slot| slot.load(Relaxed) == mark.0)
    }

    /// Notes a text in which nothing was found.
    pub(super) fn remember(&self, mark: Mark) {
        let slots = self.slots.get_or_init(|| (0..SLOTS).map(|_| AtomicU64::new(0)).collect());
        if let Some(slot) = slots.get(mark.slot()) {
            slot.store(mark.0, Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_remembered_is_known() {
        let memory = Harmless::default();
        let marks: Vec<_> =
            (0..1_000).map(|number| memory.mark(&format!("text {number}"))).collect();
        assert!(marks.iter().all(|mark| !memory.knows(*mark)));
        for mark in &marks {
            memory.remember(*mark);
            assert!(memory.knows(*mark));
        }
        assert!(!memory.knows(memory.mark("another text")));
        assert!(!memory.knows(memory.mark_of_own("text 1")));
        assert!(!Harmless::default().knows(marks[0]));
    }
}
