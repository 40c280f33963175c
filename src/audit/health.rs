//! What the writer tells the rest of the program.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

#[derive(Debug, Default)]
pub(super) struct Health {
    records: AtomicU64,
    failure: Mutex<Option<String>>,
    last_error: Mutex<Option<String>>,
}

impl Health {
    pub(super) fn records(&self) -> u64 {
        self.records.load(Ordering::Relaxed)
    }

    pub(super) fn count(&self, records: u64) {
        self.records.fetch_add(records, Ordering::Relaxed);
    }

    /// Why nothing can be written now.
    pub(super) fn failure(&self) -> Option<String> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn last_error(&self) -> Option<String> {
        self.last_error.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn set_last_error(&self, error: String) {
        *self.last_error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }

    pub(super) fn set_failure(&self, failure: Option<String>) {
        if let Some(error) = &failure {
            self.set_last_error(error.clone());
        }
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }
}
