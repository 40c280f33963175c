//! What can be told of a destination: how far it is, and how it does.

use std::sync::Mutex;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::lock;
use crate::audit::{Hold, feed::Place};

/// How a destination does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Nothing has been sent yet.
    #[default]
    Starting,
    /// It takes what it is sent.
    Delivering,
    /// It is away or overloaded, and is tried again with growing pauses.
    Retrying,
    /// It refuses, and needs a person. It is tried again all the same.
    Refused,
}

impl State {
    pub fn word(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Delivering => "delivering",
            Self::Retrying => "retrying",
            Self::Refused => "refused",
        }
    }
}

/// A destination at one moment.
#[derive(Clone, Debug, Default)]
pub struct Status {
    pub name: String,
    pub target: String,
    pub state: State,
    /// Records that it still has to get.
    pub lag: u64,
    /// Records that it has accepted, ever.
    pub delivered: u64,
    /// Records that it will never take, ever.
    pub dead_letters: u64,
    /// Records that were left out, ever.
    pub left_out: u64,
    pub last_success: Option<Timestamp>,
    pub last_error: Option<String>,
    pub last_error_at: Option<Timestamp>,
}

/// A status that the engine writes and others read, and what retention leaves alone for it. Outlives the engine: should
/// that end, nothing more is released.
#[derive(Debug)]
pub(super) struct Shared {
    name: String,
    status: Mutex<Status>,
    hold: Hold,
}

impl Shared {
    pub(super) fn new(name: String, target: String, hold: Hold) -> Self {
        let status = Mutex::new(Status { name: name.clone(), target, ..Status::default() });
        Self { name, status, hold }
    }

    /// What the cursor on disk is past is no longer needed, whatever happens to this process.
    pub(super) fn release(&self, place: &Place) {
        self.hold.release_up_to(&place.chain_id, place.seq);
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn status(&self) -> Status {
        lock(&self.status).clone()
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut Status)) {
        change(&mut lock(&self.status));
    }
}
