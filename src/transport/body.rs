//! Request bodies: collected within a size and a time.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};

/// Room made at once for a body that says it is long. A claim costs its sender nothing and is not believed further.
const ROOM: usize = 256 << 10;

/// Why a body was not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub(super) enum Refused {
    #[error("the request body is longer than this server's limit of {0} bytes")]
    TooLarge(usize),
    #[error("the request body did not arrive in time")]
    Late,
    #[error("the request body ended early or was malformed")]
    Broken,
}

/// Collects a body of at most `limit` bytes.
///
/// A declared length above the limit is refused before a byte is read.
pub(super) async fn collect(
    mut body: Incoming,
    limit: usize,
    deadline: Duration,
) -> Result<Bytes, Refused> {
    let declared = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if declared > limit {
        return Err(Refused::TooLarge(limit));
    }
    let read = async {
        let mut collected = Collected::Nothing;
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|_| Refused::Broken)?;
            let Ok(data) = frame.into_data() else { continue };
            if collected.len() + data.len() > limit {
                return Err(Refused::TooLarge(limit));
            }
            collected.push(data, declared);
        }
        Ok(collected.into_bytes())
    };
    tokio::time::timeout(deadline, read).await.unwrap_or(Err(Refused::Late))
}

/// What came so far. Most messages come in one piece, which then need not be copied.
enum Collected {
    Nothing,
    Piece(Bytes),
    Pieces(BytesMut),
}

impl Collected {
    fn len(&self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Piece(bytes) => bytes.len(),
            Self::Pieces(bytes) => bytes.len(),
        }
    }

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
