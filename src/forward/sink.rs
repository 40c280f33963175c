//! What a destination has to say of itself; delivery, retries and cursors are the engine's.

use std::{future::Future, time::Duration};

use super::{Record, Verdict};

/// A kind of destination: it encodes a batch, sends it and judges the answer, once.
pub trait Sink: Send + 'static {
    /// Sends a batch. May be dropped at any moment: what was not judged is sent again.
    fn deliver(&mut self, batch: &[Record]) -> impl Future<Output = Verdict> + Send;

    /// What a batch may be.
    fn limits(&self) -> Limits;
}

/// What a batch may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub records: usize,
    /// Of the records' text; a single longer record is sent all the same.
    pub bytes: usize,
    /// How long a batch that is not full waits for more.
    pub linger: Duration,
}
