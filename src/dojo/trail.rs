//! What one call did at DefectDojo, for the audit record.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::SystemTime,
};

use http::{Method, StatusCode};
use tokio::sync::watch;
use url::Url;

/// The requests of one call, in order.
#[derive(Debug, Default)]
pub struct Trail {
    exchanges: Mutex<Vec<Exchange>>,
    /// Requests that change something and left, or are about to.
    writes: AtomicUsize,
    reached: AtomicBool,
    /// DefectDojo's clock at its last answer, which need not be ours.
    clock: Mutex<Option<SystemTime>>,
    progress: watch::Sender<Progress>,
}

/// How far a call is that takes its time.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Progress {
    #[default]
    Nothing,
    /// Bytes of a report that were sent.
    Sent { bytes: u64, of: u64 },
    /// Rows of a list that were read.
    Read { rows: u64, of: u64 },
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
        self.writes.load(Ordering::Acquire) > 0
    }

    /// Whether `DefectDojo` was asked anything at all: a connection that was refused asked nothing.
    pub fn reached(&self) -> bool {
        self.wrote() || self.reached.load(Ordering::Acquire)
    }

    /// Tells how far the call is, as it changes.
    pub fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// A piece of a report is about to be sent. Without its last piece nothing can come of a request.
    pub(super) fn sends(&self, bytes: u64, of: u64) {
        if bytes >= of {
            self.about_to_write();
        }
        self.progress.send_replace(Progress::Sent { bytes, of });
    }

    /// A page of a list that takes several was read.
    pub(super) fn read(&self, rows: u64, of: u64) {
        self.progress.send_replace(Progress::Read { rows, of });
    }

    /// What DefectDojo's clock showed when it last answered.
    pub(super) fn clock(&self) -> Option<SystemTime> {
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_clock(&self, time: Option<SystemTime>) {
        *self.clock.lock().unwrap_or_else(PoisonError::into_inner) = time;
    }

    pub(super) fn about_to_write(&self) {
        self.writes.fetch_add(1, Ordering::AcqRel);
    }

    /// What was [about to be written](Self::about_to_write) found no connection.
    pub(super) fn kept_back(&self) {
        self.writes.fetch_sub(1, Ordering::AcqRel);
    }

    /// Notes an answer, or that none came to a request that may have arrived.
    pub(super) fn answered(&self, method: &Method, url: &Url, status: Option<StatusCode>) {
        self.reached.store(true, Ordering::Release);
        self.note(method, url, status);
    }

    /// Notes that there was no connection to send a request on.
    pub(super) fn unconnected(&self, method: &Method, url: &Url) {
        self.note(method, url, None);
    }

    fn note(&self, method: &Method, url: &Url, status: Option<StatusCode>) {
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
