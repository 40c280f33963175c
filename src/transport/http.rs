//! The network transports: Streamable HTTP at `/mcp`, without sessions and with JSON answers (event streams where
//! a handler sends notifications before its answer) for every protocol revision, and the older event streams.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use rmcp::ServerHandler;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    Error, Settings,
    app::{App, Stops},
    connection::{self, Deadlines},
};
use crate::auth::Authenticator;

/// How long a stop waits for clients to take answers that are ready.
const FLUSH: Duration = Duration::from_secs(5);

/// How long accepting pauses when the process has no file descriptor left.
const BREATH: Duration = Duration::from_millis(50);

/// A socket that listens and does not answer yet.
#[derive(Debug)]
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
    settings: Settings,
}

/// Takes the address of the settings.
pub async fn bind(settings: Settings) -> Result<Listener, Error> {
    let failed = |source| Error::Listen { address: settings.bind, source };
    let socket = TcpListener::bind(settings.bind).await.map_err(failed)?;
    let address = socket.local_addr().map_err(failed)?;
    Ok(Listener { socket, address, settings })
}

impl Listener {
    /// Where it listens, with the real port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until `shutdown` is cancelled.
    ///
    /// Then no connection and no further request is taken, and what runs is finished and answered: requests,
    /// and what the handler keeps in `calls`, for at most [`Settings::drain`].
    pub async fn serve<H>(
        self,
        handler: H,
        authenticator: Arc<Authenticator>,
        calls: TaskTracker,
        shutdown: CancellationToken,
    ) -> Result<(), Error>
    where
        H: ServerHandler + Clone,
    {
        let stops = Stops { shutdown: shutdown.clone(), ..Stops::default() };
        let deadlines = Deadlines::of(&self.settings);
        let drain = self.settings.drain;
        let app = Arc::new(App::new(handler, self.settings, authenticator, stops.clone())?);
        let connections = TaskTracker::new();
        let abort = CancellationToken::new();
        while let Some(stream) = accept(&self.socket, &shutdown).await {
            let app = app.clone();
            let answer = move |request| app.clone().answer(request);
            let serving = connection::serve(stream, deadlines, shutdown.clone(), answer);
            connections.spawn(abort.clone().run_until_cancelled_owned(serving));
        }
        drop(self.socket);

        stops.requests.close();
        calls.close();
        let running = async {
            stops.requests.wait().await;
            calls.wait().await;
        };
        if tokio::time::timeout(drain, running).await.is_err() {
            tracing::warn!("calls were still running when the time to stop was over");
        }
        stops.streams.cancel();
        connections.close();
        if tokio::time::timeout(FLUSH, connections.wait()).await.is_err() {
            abort.cancel();
            connections.wait().await;
        }
        Ok(())
    }
}

/// The next connection, or `None` once `shutdown` is cancelled.
async fn accept(socket: &TcpListener, shutdown: &CancellationToken) -> Option<TcpStream> {
    loop {
        let accepted = shutdown.run_until_cancelled(socket.accept()).await?;
        match accepted {
            Ok((stream, _)) => {
                // An answer is written at once and whole; waiting for more to send costs 40 ms a call.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection was gone before it was served");
                    continue;
                }
                return Some(stream);
            }
            Err(error) => {
                tracing::warn!(%error, "failed to accept a connection");
                shutdown.run_until_cancelled(tokio::time::sleep(BREATH)).await?;
            }
        }
    }
}
