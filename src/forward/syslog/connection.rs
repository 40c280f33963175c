//! The connections that syslog is sent over. Names are resolved for each, and every address is tried.

use std::{
    io,
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use rustls_pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpStream, UdpSocket, lookup_host},
    time::{sleep, timeout},
};
use tokio_rustls::{
    TlsConnector,
    rustls::{self, ClientConfig},
};

use super::{Destination, Record, message::Sender};

const CONNECT: Duration = Duration::from_secs(10);

/// Why a batch was not taken.
#[derive(Debug)]
pub(super) enum Stop {
    Late,
    Io(io::Error),
    /// It says something, and with what that begins.
    Answers(Vec<u8>),
    /// Something that is no TLS came in the middle of a session.
    Garbled,
}

impl Stop {
    /// What went wrong once the handshake was through.
    fn in_session(self) -> Self {
        let is_garbled = |error: &io::Error| {
            let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
            matches!(inner, Some(rustls::Error::InvalidMessage(_)))
        };
        match self {
            Self::Io(error) if is_garbled(&error) => Self::Garbled,
            other => other,
        }
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Sends frames over a connection of their own; returns once the receiver has read all of them, for which it has
/// `patience`.
pub(super) async fn stream(
    destination: &Destination,
    tls: Option<Arc<ClientConfig>>,
    frames: &[u8],
    patience: Duration,
) -> Result<(), Stop> {
    let started = Instant::now();
    let stream = within(CONNECT.min(patience), connect(destination)).await?;
    let round_trip = started.elapsed();
    match tls {
        None => {
            let mut stream = stream;
            within(patience, hand_over(&mut stream, frames)).await?;
            Ok(is_taken(&stream, round_trip).await?)
        }
        Some(tls) => {
            let name = ServerName::try_from(destination.host.clone()).map_err(io::Error::other)?;
            let connected = TlsConnector::from(tls).connect(name, stream);
            let mut stream = within(CONNECT.min(patience), connected).await?;
            let handed_over = within(patience, hand_over(&mut stream, frames)).await;
            handed_over.map_err(Stop::in_session)?;
            Ok(is_taken(stream.get_ref().0, round_trip).await?)
        }
    }
}

/// A receiver that closed before everything reached it answers what came too late with a reset, which is here a
/// round trip after we sent it.
async fn is_taken(stream: &TcpStream, round_trip: Duration) -> io::Result<()> {
    const LEAST: Duration = Duration::from_millis(5);
    sleep((2 * round_trip).max(LEAST)).await;
    match stream.take_error()? {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

async fn within<T, E>(limit: Duration, work: impl Future<Output = Result<T, E>>) -> Result<T, Stop>
where
    Stop: From<E>,
{
    Ok(timeout(limit, work).await.map_err(|_| Stop::Late)??)
}

async fn connect(destination: &Destination) -> io::Result<TcpStream> {
    let mut failure = io::Error::new(io::ErrorKind::NotFound, "its host name has no address");
    for address in lookup_host((destination.host.as_str(), destination.port)).await? {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

async fn hand_over(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    frames: &[u8],
) -> Result<(), Stop> {
    stream.write_all(frames).await?;
    stream.shutdown().await?;
    let mut answer = [0; 64];
    match stream.read(&mut answer).await {
        Ok(0) => Ok(()),
        // Syslog goes one way (RFC 6587, section 3.1): whoever answers takes this for something else.
        Ok(length) => Err(Stop::Answers(answer.get(..length).unwrap_or_default().to_vec())),
        // Closing without TLS's own goodbye is common, and the end of the connection was an orderly one.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Sends each record in a datagram. Nobody can say whether they arrive; a port that nobody listens at is told of.
pub(super) async fn datagrams(
    destination: &Destination,
    batch: &[Record],
    sender: &Sender,
) -> Result<(), Stop> {
    within(CONNECT, async {
        let mut failure = io::Error::new(io::ErrorKind::NotFound, "its host name has no address");
        for address in lookup_host((destination.host.as_str(), destination.port)).await? {
            match send(address, batch, sender).await {
                Ok(()) => return Ok(()),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    })
    .await
}

async fn send(address: SocketAddr, batch: &[Record], sender: &Sender) -> io::Result<()> {
    let any = if address.is_ipv6() { "[::]:0" } else { "0.0.0.0:0" };
    let socket = UdpSocket::bind(any).await?;
    socket.connect(address).await?;
    for record in batch {
        socket.send(sender.datagram(record).as_bytes()).await?;
        // An answer that nobody listens there comes apart from the sending.
        if let Some(error) = socket.take_error()? {
            return Err(error);
        }
    }
    Ok(())
}
