//! Taking connections, whatever the system says.

use std::{net::SocketAddr, time::Duration};

use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// How long accepting pauses when the process has no file descriptor left.
const BREATH: Duration = Duration::from_millis(50);

/// The next connection, or `None` once `stop` is cancelled.
pub(super) async fn accept(
    socket: &TcpListener,
    stop: &CancellationToken,
) -> Option<(TcpStream, SocketAddr)> {
    loop {
        match stop.run_until_cancelled(socket.accept()).await? {
            Ok((stream, peer)) => {
                // An answer is written at once and whole; waiting for more to send costs 40 ms a call.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection was gone before it was served");
                    continue;
                }
                return Some((stream, peer));
            }
            Err(error) => {
                tracing::warn!(%error, "failed to accept a connection");
                stop.run_until_cancelled(tokio::time::sleep(BREATH)).await?;
            }
        }
    }
}
