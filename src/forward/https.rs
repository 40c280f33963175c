//! Posting batches over HTTPS: connection, compression and deadlines, the same for every format.

use std::{fs, io::Write as _, path::Path, time::Duration};

use flate2::{Compression, write::GzEncoder};
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{CONTENT_ENCODING, CONTENT_TYPE},
};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::{
    Answer, Format, Kind, Limits, Record, Sink, StartError, TlsFiles, Verdict,
    tls::{TlsError, explain},
};

/// As far as an answer is read: enough for the reasons of every record of a batch.
const LARGEST_ANSWER: usize = 8 << 20;
const CONNECT: Duration = Duration::from_secs(10);
const CA: &str = "AUDIT_LOG_HTTPS_CA";

/// A destination and how it is spoken to.
#[derive(Clone, Debug)]
pub struct Settings {
    pub url: Url,
    pub token: Option<SecretString>,
    pub kind: Kind,
    /// Records of one request, as far as the format allows.
    pub batch_size: usize,
    /// How long a batch that is not full waits.
    pub flush: Duration,
    /// Authorities that are trusted beside the system's, and our own certificate.
    pub files: TlsFiles,
    /// The tenant of a Loki that has several.
    pub tenant: Option<String>,
    /// How long an answer may take.
    pub patience: Duration,
}

impl Settings {
    pub const PATIENCE: Duration = Duration::from_secs(30);

    pub(super) fn name(&self) -> String {
        let digest = Sha256::digest(self.url.as_str());
        let host = self.url.host_str().unwrap_or_default().replace([':', '[', ']'], "_");
        let port = self.url.port_or_known_default().unwrap_or_default();
        let tag =
            digest.iter().take(4).fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        format!("https-{host}-{port}-{tag}")
    }

    /// Address without what may be secret, and format.
    pub(super) fn describe(&self) -> String {
        let mut url = self.url.clone();
        url.set_query(None);
        // An address that can carry no user has none.
        url.set_username("").ok();
        url.set_password(None).ok();
        format!("{} {url}", self.kind.word())
    }
}

/// A receiver behind HTTPS.
pub struct Https {
    client: reqwest::Client,
    url: Url,
    format: Box<dyn Format>,
    headers: HeaderMap,
    limits: Limits,
    patience: Duration,
}

impl Https {
    pub fn new(settings: &Settings) -> Result<Self, StartError> {
        let format = settings.kind.format();
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(format.content_type()));
        if let Some(token) = &settings.token {
            let (name, value) = format.authorization(token.expose_secret());
            let mut value = HeaderValue::from_str(&value).map_err(|_| StartError::Token)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        if let Some(tenant) = &settings.tenant {
            let value = HeaderValue::from_str(tenant).map_err(|_| StartError::Tenant)?;
            headers.insert(HeaderName::from_static("x-scope-orgid"), value);
        }
        if format.takes_gzip() {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        let (records, bytes) = format.most();
        let limits = Limits {
            records: settings.batch_size.clamp(1, records),
            bytes,
            linger: settings.flush,
        };
        let client = client(&settings.files)?;
        let patience = settings.patience;
        Ok(Self { client, url: format.url(&settings.url), format, headers, limits, patience })
    }

    async fn post(&self, body: Vec<u8>) -> Result<Answer, reqwest::Error> {
        let request = self.client.post(self.url.clone()).headers(self.headers.clone());
        let mut response = request.body(body).timeout(self.patience).send().await?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                break;
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status: response.status(), headers: response.headers().clone(), body })
    }
}

impl Sink for Https {
    async fn deliver(&mut self, batch: &[Record]) -> Verdict {
        let mut body = self.format.encode(batch);
        if self.format.takes_gzip() {
            body = gzip(&body);
        }
        match self.post(body).await {
            Ok(answer) => self.format.judge(&answer, batch),
            Err(error) if error.is_timeout() => Verdict::retry("there was no answer in time"),
            Err(error) => explain(&error, CA),
        }
    }

    fn limits(&self) -> Limits {
        self.limits
    }
}

fn client(files: &TlsFiles) -> Result<reqwest::Client, StartError> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("mcp-defectdojo/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .pool_idle_timeout(Duration::from_secs(55))
        .tcp_nodelay(true);
    if let Some(path) = &files.ca {
        let pem = fs::read(path).map_err(|source| StartError::Ca { path: path.clone(), source })?;
        let certificates = reqwest::Certificate::from_pem_bundle(&pem)?;
        if certificates.is_empty() {
            return Err(TlsError::Empty { variable: CA, path: path.clone() }.into());
        }
        builder = builder.tls_certs_merge(certificates);
    }
    if let (Some(cert), Some(key)) = (&files.cert, &files.key) {
        builder = builder.identity(identity(cert, key)?);
    }
    Ok(builder.build()?)
}

fn identity(cert: &Path, key: &Path) -> Result<reqwest::Identity, StartError> {
    let read = |path: &Path| {
        fs::read(path).map_err(|source| StartError::Client { path: path.to_owned(), source })
    };
    let pem = [read(cert)?, read(key)?].concat();
    Ok(reqwest::Identity::from_pem(&pem)?)
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    encoder.write_all(body).and_then(|()| encoder.finish()).expect("writing to memory cannot fail")
}
