//! Request bodies: collected within a size, a time, and what all large ones may take together.

use std::{sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout_at},
};

use super::{
    Settings,
    extract::{Extractor, SHORT},
};
use crate::reports::{Held, Reports};

/// Room made at once for a body that says it is long. A claim costs its sender nothing and is not believed further.
const ROOM: usize = 256 << 10;

/// Why a body was not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(super) enum Refused {
    #[error("the request body is longer than this server's limit of {0} bytes")]
    TooLarge(usize),
    #[error("too many large requests are under way")]
    Busy,
    #[error("the request body did not arrive in time")]
    Late,
    #[error("the request body ended early or was malformed")]
    Broken,
}

/// How much a request may bring.
pub(super) struct Limits {
    /// What everybody may, in bytes.
    small: usize,
    /// What callers that import reports may.
    large: usize,
    /// What all bodies larger than `small` may take together.
    budget: Arc<Semaphore>,
    deadline: Duration,
}

/// A body, and its share of what large ones may take together.
pub(super) struct Body {
    pub(super) bytes: Bytes,
    pub(super) share: Option<OwnedSemaphorePermit>,
    /// Reports that were taken out of it.
    pub(super) held: Vec<Held>,
}

impl Limits {
    pub(super) fn of(settings: &Settings) -> Self {
        Self {
            small: settings.body_limit,
            large: settings.report_limit.max(settings.body_limit),
            budget: Arc::new(Semaphore::new(settings.report_budget)),
            deadline: settings.body_deadline,
        }
    }

    /// Collects a body, within the deadline for each `small` bytes of it that have come.
    ///
    /// A declared length above the limit is refused before a byte is read. A body without one takes its share of
    /// the budget once it turns out to be large.
    pub(super) async fn collect(
        &self,
        mut body: Incoming,
        may_be_large: bool,
        reports: Option<&Arc<Reports>>,
    ) -> Result<Body, Refused> {
        let limit = if may_be_large { self.large } else { self.small };
        let exact = body.size_hint().exact();
        let declared = exact.map_or(0, |size| usize::try_from(size).unwrap_or(usize::MAX));
        if declared > limit {
            return Err(Refused::TooLarge(limit));
        }
        let mut share = (declared > self.small).then(|| self.share(declared)).transpose()?;
        let mut extractor = reports
            .filter(|_| may_be_large && (declared > SHORT || exact.is_none()))
            .map(|reports| Extractor::new(Arc::clone(reports)));
        let start = Instant::now();
        let mut collected = Collected::Nothing;
        let (mut received, mut kept) = (0, Vec::new());
        loop {
            let shares = u32::try_from(received / self.small.max(1)).unwrap_or(u32::MAX);
            let due = start + self.deadline * shares.saturating_add(1);
            let frame = timeout_at(due, body.frame()).await.map_err(|_| Refused::Late)?;
            let Some(frame) = frame else {
                return Ok(match &mut extractor {
                    None => Body { bytes: collected.into_bytes(), share, held: Vec::new() },
                    Some(extractor) => {
                        let held = extractor.end().await;
                        Body { bytes: kept.into(), share, held }
                    }
                });
            };
            let Ok(data) = frame.map_err(|_| Refused::Broken)?.into_data() else { continue };
            received += data.len();
            if received > limit {
                return Err(Refused::TooLarge(limit));
            }
            if received > self.small && share.is_none() {
                share = Some(self.share(self.large)?);
            }
            match &mut extractor {
                None => collected.push(data, declared),
                Some(extractor) => {
                    extractor.feed(&data, &mut kept);
                    extractor.settle().await;
                }
            }
        }
    }

    pub(super) fn deadline(&self) -> Duration {
        self.deadline
    }

    fn share(&self, size: usize) -> Result<OwnedSemaphorePermit, Refused> {
        let size = u32::try_from(size).unwrap_or(u32::MAX);
        self.budget.clone().try_acquire_many_owned(size).map_err(|_| Refused::Busy)
    }
}

/// What came so far. Most messages come in one piece, which then need not be copied.
enum Collected {
    Nothing,
    Piece(Bytes),
    Pieces(BytesMut),
}

impl Collected {
    fn push(&mut self, data: Bytes, declared: usize) {
        match self {
            Self::Nothing => *self = Self::Piece(data),
            Self::Piece(first) => {
                let mut bytes =
                    BytesMut::with_capacity(declared.min(ROOM).max(first.len() + data.len()));
                bytes.extend_from_slice(first);
                bytes.extend_from_slice(&data);
                *self = Self::Pieces(bytes);
            }
            Self::Pieces(bytes) => bytes.extend_from_slice(&data),
        }
    }

    fn into_bytes(self) -> Bytes {
        match self {
            Self::Nothing => Bytes::new(),
            Self::Piece(bytes) => bytes,
            Self::Pieces(bytes) => bytes.freeze(),
        }
    }
}
