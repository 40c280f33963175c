//! The connections that syslog is sent over. Names are resolved for each, and every address is tried.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use rustls_pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpStream, UdpSocket, lookup_host},
    time::timeout,
};
use tokio_rustls::{TlsConnector, rustls::ClientConfig};

use super::{Destination, Record, message::Sender};

const CONNECT: Duration = Duration::from_secs(10);
/// How long a receiver may take to read a batch and close.
const CLOSE: Duration = Duration::from_secs(30);

/// Why a batch was not taken.
#[derive(Debug)]
pub(super) enum Stop {
    Late,
    Io(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Sends frames over a connection of their own; returns once the receiver has read all of them.
pub(super) async fn stream(
    destination: &Destination,
    tls: Option<Arc<ClientConfig>>,
    frames: &[u8],
) -> Result<(), Stop> {
    let connected = async {
        let stream = connect(destination).await?;
        let Some(tls) = tls else { return Ok(Connection::Plain(stream)) };
        let name = ServerName::try_from(destination.host.clone()).map_err(io::Error::other)?;
        Ok(Connection::Tls(Box::new(TlsConnector::from(tls).connect(name, stream).await?)))
    };
    let connection = within(CONNECT, connected).await?;
    within(CLOSE, async {
        match connection {
            Connection::Plain(stream) => hand_over(stream, frames).await,
            Connection::Tls(stream) => hand_over(stream, frames).await,
        }
    })
    .await
}

enum Connection {
    Plain(TcpStream),
    Tls(Box<tokio_rustls::client::TlsStream<TcpStream>>),
}

async fn within<T>(limit: Duration, work: impl Future<Output = io::Result<T>>) -> Result<T, Stop> {
    timeout(limit, work).await.map_err(|_| Stop::Late)?.map_err(Stop::Io)
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
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    frames: &[u8],
) -> io::Result<()> {
    stream.write_all(frames).await?;
    stream.shutdown().await?;
    let mut ignored = [0; 256];
    // A receiver says nothing; should one do so all the same, its end still counts.
    loop {
        match stream.read(&mut ignored).await {
            Ok(0) => return Ok(()),
            Ok(_) => {}
            // Closing without TLS's own goodbye is common, and the end of the connection was an orderly one.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        }
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
