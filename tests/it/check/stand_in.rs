//! Servers that stand where DefectDojo should: one request a connection, on loopback, ended with the test's process.

use std::{
    io::Write as _,
    net::{TcpListener, TcpStream},
    sync::Arc,
    thread,
    time::{Duration, SystemTime},
};

use rcgen::{BasicConstraints, CertificateParams, CertifiedKey, IsCa, KeyPair, date_time_ymd};
use tempfile::NamedTempFile;
use tokio_rustls::rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer},
};

/// Answers a request's head with the bytes of a whole response.
pub(super) trait Answering: Fn(&str) -> Vec<u8> + Send + Sync + 'static {}

impl<F: Fn(&str) -> Vec<u8> + Send + Sync + 'static> Answering for F {}

/// The base URL of a server on a free port that hands each connection over.
pub(super) fn silent(mut taken: impl FnMut(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            taken(stream);
        }
    });
    format!("http://{address}")
}

pub(super) fn start(answering: impl Answering) -> String {
    let answering = Arc::new(answering);
    silent(move |mut stream| {
        let answering = Arc::clone(&answering);
        thread::spawn(move || serve(&mut stream, &*answering));
    })
}

pub(super) fn start_tls(certificate: &Certificate, answering: impl Answering) -> String {
    let key = PrivateKeyDer::try_from(certificate.0.signing_key.serialize_der()).unwrap();
    let chain: Vec<CertificateDer<'static>> = vec![certificate.0.cert.der().clone()];
    let config =
        ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap();
    let (config, answering) = (Arc::new(config), Arc::new(answering));
    let url = silent(move |stream| {
        let session = ServerConnection::new(Arc::clone(&config)).unwrap();
        let answering = Arc::clone(&answering);
        thread::spawn(move || serve(&mut StreamOwned::new(session, stream), &*answering));
    });
    url.replace("http://127.0.0.1", "https://localhost")
}

/// The base URL of a port on which nothing listens.
pub(super) fn dead() -> String {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    format!("http://{address}")
}

fn serve(stream: &mut (impl std::io::Read + std::io::Write), answering: &impl Answering) {
    let mut head: Vec<u8> = Vec::new();
    let mut chunk = [0; 1024];
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        // What does not start like a request is answered at once, as web servers answer it.
        if head.first().is_some_and(|first| !first.is_ascii_uppercase()) {
            stream.write_all(&html(400, "bad request")).ok();
            return;
        }
        // A client that leaves in the middle, as one does that distrusts a certificate, ends it.
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return,
            Ok(read) => head.extend_from_slice(&chunk[..read]),
        }
    }
    let head = String::from_utf8(head).unwrap();
    if stream.write_all(&answering(&head)).and_then(|()| stream.flush()).is_err() {
        return;
    }
    // Wait for the client to leave, so that closing never cuts the answer off.
    while matches!(stream.read(&mut chunk), Ok(read) if read > 0) {}
}

pub(super) fn json(status: u16, body: &str) -> Vec<u8> {
    response(status, "application/json", body, 0)
}

pub(super) fn html(status: u16, body: &str) -> Vec<u8> {
    response(status, "text/html; charset=utf-8", body, 0)
}

fn response(status: u16, kind: &str, body: &str, clock: i64) -> Vec<u8> {
    let apart = Duration::from_secs(clock.unsigned_abs());
    let now = SystemTime::now();
    let date = httpdate::fmt_http_date(if clock < 0 { now - apart } else { now + apart });
    let length = body.len();
    format!(
        "HTTP/1.1 {status} Status\r\ndate: {date}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
    .into_bytes()
}

/// The few answers of DefectDojo that the doctor asks for.
#[derive(Clone)]
pub(super) struct Dojo {
    /// Nothing means that the schema is switched off.
    pub(super) version: &'static str,
    /// What the API's root lists; nothing means that it does not answer.
    pub(super) routes: &'static str,
    pub(super) products: u64,
    pub(super) is_superuser: bool,
    /// By how many seconds its clock is ahead.
    pub(super) clock: i64,
}

impl Default for Dojo {
    fn default() -> Self {
        Self { version: "3.2.0", routes: "", products: 4, is_superuser: false, clock: 0 }
    }
}

impl Dojo {
    pub(super) fn answering(self) -> impl Answering {
        move |head: &str| self.answer(head)
    }

    pub(super) fn answer(&self, head: &str) -> Vec<u8> {
        let target = head.split(' ').nth(1).unwrap();
        // A proxy is asked with the whole URL.
        let path = target.find("/api/v2/").map_or(target, |at| &target[at..]);
        let body = match path.split('?').next().unwrap() {
            "/api/v2/user_profile/" => format!(
                r#"{{"user":{{"id":7,"username":"triage-bot","is_superuser":{}}},"user_contact_info":null}}"#,
                self.is_superuser
            ),
            "/api/v2/products/" => format!(r#"{{"count":{},"results":[]}}"#, self.products),
            "/api/v2/oa3/schema/" if !self.version.is_empty() => format!(
                r#"{{"openapi":"3.0.3","info":{{"title":"DefectDojo API v2","version":"{}"}},"paths":{{}}}}"#,
                self.version
            ),
            "/api/v2/" if !self.routes.is_empty() => self.routes.to_owned(),
            _ => return html(404, "not found"),
        };
        response(200, "application/json", &body, self.clock)
    }
}

/// A certificate that signed itself.
pub(super) struct Certificate(CertifiedKey<KeyPair>);

impl Certificate {
    pub(super) fn of(name: &str) -> Self {
        Self::between(name, 2020, 2120)
    }

    /// An authority's certificate, as `openssl req -x509` makes it when nothing is said.
    pub(super) fn of_authority(name: &str) -> Self {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self::signed(&params)
    }

    pub(super) fn between(name: &str, from: i32, to: i32) -> Self {
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
        Self::signed(&params)
    }

    fn signed(params: &CertificateParams) -> Self {
        let signing_key = KeyPair::generate().unwrap();
        let cert = params.self_signed(&signing_key).unwrap();
        Self(CertifiedKey { cert, signing_key })
    }

    /// The certificate as the authority that a client may trust.
    pub(super) fn file(&self) -> NamedTempFile {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(self.0.cert.pem().as_bytes()).unwrap();
        file
    }
}
