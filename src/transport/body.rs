//! Request bodies: collected within a size and a time.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};

use super::reply::{INVALID_REQUEST, Reply, refuse};

/// Room made at once for a body that says it is long. A claim costs its sender nothing and is not believed further.
const ROOM: usize = 256 << 10;

/// Collects a body of at most `limit` bytes, or answers why not.
///
/// A declared length above the limit is refused before a byte is read.
pub(super) async fn collect(
    mut body: Incoming,
    limit: usize,
    deadline: Duration,
) -> Result<Bytes, Reply> {
    let too_large = || {
        let message =
            format!("the request body is longer than this server's limit of {limit} bytes");
        refuse(StatusCode::PAYLOAD_TOO_LARGE, INVALID_REQUEST, &message)
    };
    let declared = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    if declared > limit {
        return Err(too_large());
    }
    let read = async {
        let mut collected = Collected::Nothing;
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else {
                let message = "the request body ended early or was malformed";
                return Err(refuse(StatusCode::BAD_REQUEST, INVALID_REQUEST, message));
            };
            let Ok(data) = frame.into_data() else { continue };
            if collected.len() + data.len() > limit {
                return Err(too_large());
            }
            collected.push(data, declared);
        }
        Ok(collected.into_bytes())
    };
    tokio::time::timeout(deadline, read).await.unwrap_or_else(|_| {
        let message = "the request body did not arrive in time";
        Err(refuse(StatusCode::REQUEST_TIMEOUT, INVALID_REQUEST, message))
    })
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
