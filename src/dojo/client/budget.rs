//! How many retries there may be, so that a DefectDojo in trouble is not flooded.

use std::sync::atomic::{AtomicI64, Ordering};

/// Retries that may be spent: each good answer earns a tenth of one, so that a DefectDojo in trouble is not flooded.
pub(super) struct Budget(AtomicI64);

impl Budget {
    const RETRY: i64 = 10;
    const MOST: i64 = 20 * Self::RETRY;

    pub(super) fn earn(&self) {
        if self.0.load(Ordering::Relaxed) < Self::MOST {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn spend(&self) -> bool {
        let may = self.0.fetch_sub(Self::RETRY, Ordering::Relaxed) >= Self::RETRY;
        if !may {
            self.0.fetch_add(Self::RETRY, Ordering::Relaxed);
        }
        may
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicI64::new(Self::MOST))
    }
}
