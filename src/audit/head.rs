//! How far the log may be forwarded, told to those who do.

use std::sync::Arc;

use super::{chain::Tail, feed::Place, writer::Writer};

/// How far the log is durable. Nothing beyond may be forwarded: it could still be taken back.
#[derive(Clone, Debug, Default)]
pub struct Head {
    pub(super) chain_id: Arc<str>,
    pub(super) seq: u64,
    pub(super) segment: Option<Tail>,
    pub(super) bytes: u64,
}

impl Head {
    /// The number of the last durable record of the chain that is written.
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Records between a place and here, as far as numbers tell: all of this chain where the place is in another.
    pub fn distance(&self, place: &Place) -> u64 {
        let before = if place.chain_id == *self.chain_id { place.seq } else { 0 };
        self.seq.saturating_sub(before)
    }

    /// The place at which `records` are left to be read.
    pub fn back(&self, records: u64) -> Place {
        Place::after(&self.chain_id, self.seq.saturating_sub(records))
    }
}

impl Writer {
    /// What has been promised may be forwarded, and nothing else: it can no longer be taken back.
    pub(super) fn tell_head(&self) {
        let Some(store) = self.store.as_ref().filter(|store| store.is_regular()) else { return };
        self.heads.send_replace(Head {
            chain_id: self.chain.id().into(),
            seq: self.durable.tree.size(),
            segment: store.first(),
            bytes: store.length(),
        });
    }
}
