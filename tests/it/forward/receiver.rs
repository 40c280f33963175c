//! Receivers that write down what they get: syslog over a stream, and HTTP answers as a test scripts them.

use std::{
    fs, io,
    io::Read as _,
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex},
};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use tokio::{
    io::{
        AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _,
        BufReader,
    },
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        RootCertStore, ServerConfig,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
        server::WebPkiClientVerifier,
    },
};

use super::PATIENCE;

/// What has come, in the order in which it came.
#[derive(Clone)]
pub(super) struct Received(watch::Sender<Vec<String>>);

impl Received {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(Vec::new()))
    }

    pub(super) fn push(&self, event: String) {
        self.0.send_modify(|events| events.push(event));
    }

    pub(super) fn count(&self) -> usize {
        self.0.borrow().len()
    }

    pub(super) fn watch(&self) -> watch::Receiver<Vec<String>> {
        self.0.subscribe()
    }

    pub(super) fn all(&self) -> Vec<String> {
        self.0.borrow().clone()
    }

    pub(super) async fn until(&self, holds: impl FnMut(&Vec<String>) -> bool) -> Vec<String> {
        let mut events = self.0.subscribe();
        let reached = tokio::time::timeout(PATIENCE, events.wait_for(holds)).await;
        reached.unwrap_or_else(|_| panic!("{} events came", self.all().len())).unwrap().clone()
    }
}

/// A listener that takes connections, reads a little and answers nothing, or dies with something unread.
pub(super) struct Mute {
    pub(super) address: SocketAddr,
    _tasks: JoinSet<()>,
}

impl Mute {
    pub(super) async fn hanging() -> Self {
        Self::serve(|stream| async move {
            let _stream = stream;
            std::future::pending::<()>().await;
        })
        .await
    }

    pub(super) async fn dying() -> Self {
        Self::serve(|mut stream: TcpStream| async move {
            // What is left unread has the kernel reset the connection.
            stream.read_u8().await.ok();
        })
        .await
    }

    pub(super) async fn saying(words: &'static [u8]) -> Self {
        Self::serve(move |mut stream: TcpStream| async move {
            // Nothing is left unread, so that the connection ends in an orderly way.
            let mut read = vec![0; 1 << 20];
            if stream.read(&mut read).await.is_ok() {
                stream.write_all(words).await.ok();
            }
            while stream.read(&mut read).await.is_ok_and(|length| length > 0) {}
        })
        .await
    }

    async fn serve<F>(serve: impl Fn(TcpStream) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                connections.spawn(serve(stream));
            }
        });
        Self { address, _tasks: tasks }
    }
}

/// A listening socket and everything that serves it; all of it ends with the value.
pub(super) struct Receiver {
    pub(super) address: SocketAddr,
    pub(super) received: Received,
    _tasks: JoinSet<()>,
}

impl Receiver {
    /// Syslog with octet counting, at `address`, which may have port 0.
    pub(super) async fn syslog(
        address: &str,
        received: &Received,
        tls: Option<Arc<ServerConfig>>,
    ) -> Self {
        let received = received.clone();
        let events = received.clone();
        Self::serve(address, received, tls, move |stream| read_frames(stream, events.clone())).await
    }

    /// HTTP over TLS. `answer` is given each request.
    pub(super) async fn https(
        address: &str,
        authority: &Authority,
        answer: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::answering(address, authority.server(None), answer).await
    }

    /// The same with another certificate than the authority's usual one.
    pub(super) async fn https_with(
        server: Arc<ServerConfig>,
        answer: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        Self::answering("127.0.0.1:0", server, answer).await
    }

    async fn answering(
        address: &str,
        server: Arc<ServerConfig>,
        answer: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let answer = Arc::new(answer);
        Self::serve(address, Received::new(), Some(server), move |stream| {
            answer_requests(stream, answer.clone())
        })
        .await
    }

    async fn serve<F>(
        address: &str,
        received: Received,
        tls: Option<Arc<ServerConfig>>,
        serve: impl Fn(Box<dyn Stream>) -> F + Send + 'static,
    ) -> Self
    where
        F: Future<Output = io::Result<()>> + Send + 'static,
    {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut tasks = JoinSet::new();
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let acceptor = tls.clone().map(TlsAcceptor::from);
                let stream = secured(stream, acceptor);
                // A handshake or a connection that fails is the sender's to notice.
                if let Ok(stream) = stream.await {
                    let serving = serve(stream);
                    connections.spawn(async move { drop(serving.await) });
                }
            }
        });
        Self { address, received, _tasks: tasks }
    }
}

pub(super) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

async fn secured(stream: TcpStream, tls: Option<TlsAcceptor>) -> io::Result<Box<dyn Stream>> {
    match tls {
        None => Ok(Box::new(stream)),
        Some(tls) => Ok(Box::new(tls.accept(stream).await?)),
    }
}

/// What has been read is written down before anything else happens: dying loses only what was not read.
async fn read_frames(mut stream: Box<dyn Stream>, received: Received) -> io::Result<()> {
    let mut bytes = Vec::new();
    while stream.read_buf(&mut bytes).await? > 0 {
        let mut read = 0;
        while let Some(digits) = memchr::memchr(b' ', &bytes[read..]) {
            let start = read + digits + 1;
            let length: usize =
                std::str::from_utf8(&bytes[read..start - 1]).unwrap().parse().unwrap();
            let Some(message) = bytes.get(start..start + length) else { break };
            received.push(String::from_utf8(message.to_vec()).unwrap());
            read = start + length;
        }
        bytes.drain(..read);
    }
    Ok(())
}

/// The record that a syslog message carries.
pub(super) fn record_of(message: &str) -> String {
    let (_, record) = message.split_once("] {").unwrap();
    format!("{{{record}")
}

pub(super) struct Request {
    pub(super) target: String,
    pub(super) headers: String,
    pub(super) body: Vec<u8>,
}

/// What is done with a request.
pub(super) enum Reply {
    /// Status line, further headers each with its line end, body.
    Answer(&'static str, String, String),
    Hang,
    CloseInBody,
}

impl Reply {
    pub(super) fn ok() -> Self {
        Self::Answer("200 OK", String::new(), "{}".to_owned())
    }
}

async fn answer_requests(
    stream: Box<dyn Stream>,
    answer: Arc<impl Fn(&Request) -> Reply>,
) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head).await? == 0 {
                return Ok(());
            }
        }
        let length = head
            .lines()
            .find_map(|line| {
                line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok()
            })
            .unwrap_or(0);
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await?;
        let target = head.split(' ').nth(1).unwrap().to_owned();
        let headers = head.to_ascii_lowercase();
        if headers.contains("content-encoding: gzip") {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(body.as_slice()).read_to_end(&mut plain).unwrap();
            body = plain;
        }
        let reply = answer(&Request { target, headers, body });
        match reply {
            Reply::Answer(status, headers, body) => {
                let length = body.len();
                let text =
                    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\n\r\n{body}");
                stream.write_all(text.as_bytes()).await?;
            }
            Reply::Hang => std::future::pending().await,
            Reply::CloseInBody => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").await?;
                return stream.shutdown().await;
            }
        }
        stream.flush().await?;
    }
}

/// An authority of its own for each test, and certificates by it.
pub(super) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(super) fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // Certificates whose issuer bears their own name count as signed by themselves.
        params.distinguished_name.push(DnType::CommonName, "authority");
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(super) fn write(&self, path: &Path) {
        fs::write(path, self.0.pem()).unwrap();
    }

    /// Writes a certificate for `localhost` and its key.
    pub(super) fn issue(&self, cert: &Path, key: &Path) {
        let (certificate, pair) = self.leaf(false);
        fs::write(cert, certificate.pem()).unwrap();
        fs::write(key, pair.serialize_pem()).unwrap();
    }

    fn leaf(&self, is_expired: bool) -> (rcgen::Certificate, KeyPair) {
        let pair = KeyPair::generate().unwrap();
        let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let mut params = CertificateParams::new(names).unwrap();
        params.distinguished_name.push(DnType::CommonName, "localhost");
        if is_expired {
            params.not_before = date_time_ymd(2020, 1, 1);
            params.not_after = date_time_ymd(2021, 1, 1);
        }
        (params.signed_by(&pair, &self.0).unwrap(), pair)
    }

    /// A server by this authority, that demands certificates of `clients` where those are given.
    pub(super) fn server(&self, clients: Option<&Self>) -> Arc<ServerConfig> {
        self.server_with(clients, false)
    }

    /// A server that shows the authority's own certificate, as one that signed its own does.
    pub(super) fn own_server(&self) -> Arc<ServerConfig> {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(self.0.key().serialize_der()));
        let chain = vec![self.0.der().clone()];
        let builder = ServerConfig::builder().with_no_client_auth();
        Arc::new(builder.with_single_cert(chain, key).unwrap())
    }

    pub(super) fn expired_server(&self) -> Arc<ServerConfig> {
        self.server_with(None, true)
    }

    fn server_with(&self, clients: Option<&Self>, is_expired: bool) -> Arc<ServerConfig> {
        let (certificate, pair) = self.leaf(is_expired);
        let builder = match clients {
            None => ServerConfig::builder().with_no_client_auth(),
            Some(clients) => {
                let mut roots = RootCertStore::empty();
                roots.add(clients.0.der().clone()).unwrap();
                let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).build().unwrap();
                ServerConfig::builder().with_client_cert_verifier(verifier)
            }
        };
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(pair.serialize_der()));
        Arc::new(builder.with_single_cert(vec![certificate.der().clone()], key).unwrap())
    }
}

/// Something that a scripted receiver remembers between requests.
pub(super) type Memory<T> = Arc<Mutex<T>>;
