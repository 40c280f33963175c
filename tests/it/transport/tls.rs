//! Native TLS: its certificates, their renewal, and clients that stop halfway.

use std::{fs, path::Path, sync::Arc, time::Duration};

use mcp_defectdojo::{
    auth,
    transport::{self, Settings, tls},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName},
    },
};

use super::{
    raw::{Connection, Request},
    server::Server,
};

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

struct Leaf {
    cert: rcgen::Certificate,
    key: KeyPair,
}

fn leaf(authority: &Authority) -> Leaf {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".into()]).unwrap();
    Leaf { cert: params.signed_by(&key, authority).unwrap(), key }
}

impl Leaf {
    fn write(&self, folder: &Path) {
        fs::write(folder.join("cert.pem"), self.cert.pem()).unwrap();
        fs::write(folder.join("key.pem"), self.key.serialize_pem()).unwrap();
    }
}

struct Secured {
    server: Server,
    folder: TempDir,
    authority: Authority,
}

impl Secured {
    async fn start(client_authority: Option<&Authority>, settings: Settings) -> Self {
        let folder = TempDir::new().unwrap();
        let authority = authority();
        leaf(&authority).write(folder.path());
        let client_ca = client_authority.map(|authority| {
            let path = folder.path().join("clients.pem");
            fs::write(&path, authority.pem()).unwrap();
            path
        });
        let tls = tls::Settings {
            cert: folder.path().join("cert.pem"),
            key: folder.path().join("key.pem"),
            client_ca,
        };
        let settings = Settings { tls: Some(tls), ..settings };
        let server = Server::start(settings, auth::Settings::default()).await;
        Self { server, folder, authority }
    }

    async fn handshake(&self, client: Option<&Leaf>) -> std::io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(self.authority.der().clone()).unwrap();
        let config = ClientConfig::builder().with_root_certificates(roots);
        let config = match client {
            None => config.with_no_client_auth(),
            Some(Leaf { cert, key }) => {
                let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
                config.with_client_auth_cert(vec![cert.der().clone()], key).unwrap()
            }
        };
        let name = ServerName::try_from("localhost").unwrap();
        let stream = TcpStream::connect(self.server.address).await?;
        TlsConnector::from(Arc::new(config)).connect(name, stream).await
    }

    async fn presented(&self) -> CertificateDer<'static> {
        let stream = self.handshake(None).await.unwrap();
        stream.get_ref().1.peer_certificates().unwrap()[0].clone().into_owned()
    }
}

fn whoami<'a>() -> Request<'a> {
    Request::call("whoami", &json!({}))
}

#[tokio::test]
async fn calls_are_answered_over_tls() {
    let secured = Secured::start(None, Settings::default()).await;
    let stream = secured.handshake(None).await.unwrap();
    let mut connection = Connection::over(stream);
    for _ in 0..3 {
        assert_eq!(connection.ask(&whoami()).await.text(), "open-access admin");
    }
    secured.server.stop().await;
}

#[tokio::test]
async fn a_client_without_a_certificate_is_refused_where_one_is_demanded() {
    let clients = authority();
    let secured = Secured::start(Some(&clients), Settings::default()).await;
    let known = leaf(&clients);
    let mut connection = Connection::over(secured.handshake(Some(&known)).await.unwrap());
    assert_eq!(connection.ask(&whoami()).await.status, 200);

    let stranger = leaf(&authority());
    for client in [None, Some(&stranger)] {
        // In TLS 1.3 the client learns of the refusal with its first read.
        let stream = secured.handshake(client).await.unwrap();
        let mut connection = Connection::over(stream);
        connection.try_send(&whoami().bytes()).await;
        assert!(connection.answer().await.is_none());
    }
    secured.server.stop().await;
}

/// A renewed certificate must not need a restart, and half a renewal must not break what works.
#[tokio::test]
async fn certificates_are_renewed_while_serving() {
    let reload_interval = Duration::from_millis(5);
    let secured = Secured::start(None, Settings { reload_interval, ..Settings::default() }).await;
    let old = secured.presented().await;
    let mut open = Connection::over(secured.handshake(None).await.unwrap());

    let renewed = leaf(&secured.authority);
    fs::write(secured.folder.path().join("cert.pem"), renewed.cert.pem()).unwrap();
    // The key does not match yet, whether or not the change was seen.
    assert_eq!(secured.presented().await, old);
    fs::write(secured.folder.path().join("key.pem"), renewed.key.serialize_pem()).unwrap();
    while secured.presented().await == old {
        tokio::task::yield_now().await;
    }
    assert_eq!(&secured.presented().await, renewed.cert.der());
    assert_eq!(open.ask(&whoami()).await.status, 200);
    secured.server.stop().await;
}

#[tokio::test]
async fn clients_that_stop_halfway_are_let_go() {
    let handshake_deadline = Duration::from_millis(30);
    let settings = Settings { handshake_deadline, ..Settings::default() };
    let secured = Secured::start(None, settings).await;
    let mut silent = secured.server.connect().await;
    let mut halfway = secured.server.connect().await;
    halfway.send(&[0x16, 0x03, 0x01, 0x02, 0x00, 0x01]).await;
    let mut plain = secured.server.connect().await;
    plain.send(&whoami().bytes()).await;
    silent.closed().await;
    halfway.closed().await;
    assert!(plain.answer_or_noise().await.is_none());
    let mut good = Connection::over(secured.handshake(None).await.unwrap());
    assert_eq!(good.ask(&whoami()).await.status, 200);
    secured.server.stop().await;
}

#[tokio::test]
async fn files_that_do_not_do_stop_the_start() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    let first = leaf(&authority());
    first.write(folder.path());
    fs::write(path("other.pem"), leaf(&authority()).key.serialize_pem()).unwrap();
    fs::write(path("empty.pem"), "").unwrap();
    for (cert, key, client_ca, problem) in [
        ("missing.pem", "key.pem", None, "cannot read MCP_TLS_CERT="),
        ("empty.pem", "key.pem", None, "cannot find a certificate in MCP_TLS_CERT="),
        ("cert.pem", "empty.pem", None, "cannot read MCP_TLS_KEY="),
        (
            "cert.pem",
            "other.pem",
            None,
            "cannot use the certificate of MCP_TLS_CERT with the key of MCP_TLS_KEY: ",
        ),
        (
            "cert.pem",
            "key.pem",
            Some("empty.pem"),
            "cannot find a certificate in MCP_TLS_CLIENT_CA=",
        ),
    ] {
        let tls =
            tls::Settings { cert: path(cert), key: path(key), client_ca: client_ca.map(path) };
        let bind = ([127, 0, 0, 1], 0).into();
        let settings = Settings { bind, tls: Some(tls), ..Settings::default() };
        let error = transport::http::bind(settings).await.unwrap_err().to_string();
        assert!(error.starts_with(&format!("set up TLS: {problem}")), "{error}");
    }
}
