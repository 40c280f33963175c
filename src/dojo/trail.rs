//! What one call did at DefectDojo, for the audit record.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use http::{Method, StatusCode};
use tokio::sync::watch;
use url::Url;

/// The requests of one call, in order.
#[derive(Debug, Default)]
pub struct Trail {
    exchanges: Mutex<Vec<Exchange>>,
    wrote: AtomicBool,
    sending: watch::Sender<Sending>,
}

/// How much of a report is on its way.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Sending {
    /// Bytes of it that were sent.
    pub sent: u64,
    /// Bytes that it has; 0 before it is sent.
    pub length: u64,
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

    /// Tells how much of a report was sent, as it changes.
    pub fn sending(&self) -> watch::Receiver<Sending> {
        self.sending.subscribe()
    }

    /// A piece of a report is about to be sent. Without its last piece nothing can come of a request.
    pub(super) fn sends(&self, sending: Sending) {
        if sending.sent >= sending.length {
            self.about_to_write();
        }
        self.sending.send_replace(sending);
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
