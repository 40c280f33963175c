//! What one call did at DefectDojo, for the audit record.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use http::{Method, StatusCode};
use url::Url;

/// The requests of one call, in order.
#[derive(Debug, Default)]
pub struct Trail {
    exchanges: Mutex<Vec<Exchange>>,
    wrote: AtomicBool,
}

/// One request and what came of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Exchange {
    pub method: Method,
    /// The path alone: a query may carry what a caller searched for.
    pub path: String,
    /// Nothing where no answer came.
    pub status: Option<StatusCode>,
}

impl Trail {
    /// More requests than this are counted by no tool; the bound keeps a record small.
    const LONGEST: usize = 64;

    pub fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether a request that changes something has left, or was about to.
    pub fn wrote(&self) -> bool {
        self.wrote.load(Ordering::Acquire)
    }

    /// Whether DefectDojo was asked anything at all.
    pub fn reached(&self) -> bool {
        self.wrote() || !self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    pub(super) fn about_to_write(&self) {
        self.wrote.store(true, Ordering::Release);
    }

    pub(super) fn answered(&self, method: &Method, url: &Url, status: Option<StatusCode>) {
        let mut exchanges = self.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        if exchanges.len() < Self::LONGEST {
            exchanges.push(Exchange {
                method: method.clone(),
                path: url.path().to_owned(),
                status,
            });
        }
    }
}
