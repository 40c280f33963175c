//! One request to DefectDojo: key, address, deadline, retries, and what the answer means.

use std::{
    fs, io,
    path::PathBuf,
    time::{Duration, Instant, SystemTime},
};

use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use reqwest::{Response, multipart};
use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use tokio::sync::OnceCell;
use url::Url;

pub(super) use self::class::Class;
use self::{budget::Budget, detect::Detection, reach::Reach};
use super::{Error, Trail, filters::Query, reference::Reference};
use crate::{
    backoff::{jitter, retry_after},
    traces,
};

mod budget;
mod class;
mod detect;
mod reach;

/// Where DefectDojo is and how to be let in.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The base address, without `/api/v2`; a path prefix is kept.
    pub url: Url,
    pub keys: Keys,
    /// A PEM file of certificate authorities trusted besides the system's.
    pub ca: Option<PathBuf>,
}

impl Settings {
    /// Keeps no key that may write.
    #[must_use]
    pub fn read_only(mut self) -> Self {
        let (Keys::Single(key) | Keys::Pair { read: key, .. } | Keys::ReadOnly(key)) = self.keys;
        self.keys = Keys::ReadOnly(key);
        self
    }
}

/// The keys of the REST API, chosen by method.
#[derive(Clone, Debug)]
pub enum Keys {
    Single(SecretString),
    Pair { read: SecretString, write: SecretString },
    ReadOnly(SecretString),
}

impl Keys {
    pub fn may_write(&self) -> bool {
        !matches!(self, Self::ReadOnly(_))
    }

    fn for_method(&self, method: &Method) -> Option<&SecretString> {
        match self {
            Self::Single(key) => Some(key),
            Self::Pair { read, .. } | Self::ReadOnly(read) if *method == Method::GET => Some(read),
            Self::Pair { write, .. } => Some(write),
            Self::ReadOnly(_) => None,
        }
    }
}

/// What a request carries.
pub(super) enum Payload {
    Nothing,
    Json(Vec<u8>),
    Form(Box<multipart::Form>),
}

pub(super) struct Request<'a> {
    pub(super) method: Method,
    /// Below `/api/v2/`; every segment is encoded and the path ends with a slash.
    pub(super) path: &'a [&'a str],
    pub(super) query: Option<&'a Query>,
    pub(super) payload: Payload,
    pub(super) class: Class,
    /// What a 404 says does not exist.
    pub(super) what: &'a str,
}

pub struct Client {
    base: Url,
    keys: Keys,
    ca: Option<PathBuf>,
    http: OnceCell<reqwest::Client>,
    retries: Budget,
    reach: Reach,
    detection: Detection,
    pub(super) reference: Reference,
}

const ATTEMPTS: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

impl Client {
    pub fn new(settings: Settings) -> Self {
        let mut base = settings.url;
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        Self {
            base,
            keys: settings.keys,
            ca: settings.ca,
            http: OnceCell::new(),
            retries: Budget::default(),
            reach: Reach::default(),
            detection: Detection::default(),
            reference: Reference::default(),
        }
    }

    pub fn may_write(&self) -> bool {
        self.keys.may_write()
    }

    /// DefectDojo's base address, for links into its user interface.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Loads certificate authorities ahead of the first call. Without TLS there is nothing that would take long.
    pub async fn warm(&self) {
        if self.base.scheme() == "https" {
            // The first call meets the same error and reports it.
            drop(self.http().await);
        }
    }

    async fn http(&self) -> Result<&reqwest::Client, Error> {
        self.http
            .get_or_try_init(|| async {
                let ca = self.ca.clone();
                let plain = self.base.scheme() == "http";
                tokio::task::spawn_blocking(move || build(ca, plain)).await.map_err(|_| {
                    Error::Unreachable { cause: "the HTTP client could not be built" }
                })?
            })
            .await
    }

    pub(super) async fn json<T: DeserializeOwned>(
        &self,
        trail: &Trail,
        request: Request<'_>,
    ) -> Result<T, Error> {
        let body = self.send(trail, request).await?;
        serde_json::from_slice(&body).map_err(|error| {
            if error.is_eof() {
                Error::BrokeOff { cause: "it ends in the middle", sent: false }
            } else {
                Error::Unreadable
            }
        })
    }

    /// Sends a request, again where that is safe, and returns the body of a good answer.
    pub(super) async fn send(&self, trail: &Trail, request: Request<'_>) -> Result<Vec<u8>, Error> {
        let Request { method, path, query, payload, class, what } = request;
        self.check_route(path)?;
        let http = self.http().await?;
        let url = self.address(path)?;
        let key = self.keys.for_method(&method).ok_or(Error::ReadOnlyKey)?;
        let mut authorization = HeaderValue::from_str(&format!("Token {}", key.expose_secret()))
            .map_err(|_| Error::KeyRefused)?;
        authorization.set_sensitive(true);

        let reads = method == Method::GET;
        // A form says itself when its last piece leaves: nothing comes of half a form.
        let is_form = matches!(payload, Payload::Form(_));
        let started = Instant::now();
        let mut payload = Some(payload);
        let mut attempt = 1;
        loop {
            let left = class.deadline().saturating_sub(started.elapsed());
            let mut builder = http
                .request(method.clone(), url.clone())
                .header(header::AUTHORIZATION, authorization.clone())
                .header(header::ACCEPT, "application/json")
                .timeout(left);
            if let Some(query) = query {
                builder = builder.query(query.pairs());
            }
            let (mut builder, again) = match payload.take() {
                None | Some(Payload::Nothing) => (builder, Some(Payload::Nothing)),
                Some(Payload::Json(json)) => (
                    builder.header(header::CONTENT_TYPE, "application/json").body(json.clone()),
                    Some(Payload::Json(json)),
                ),
                Some(Payload::Form(form)) => (builder.multipart(*form), None),
            };
            let writes = !reads && !is_form;
            if writes {
                trail.about_to_write();
            }
            let traced = traces::request(method.as_str(), || template(path));
            if let Some(traced) = &traced {
                builder = builder.header("traceparent", traced.header());
            }
            let outcome = builder.send().await;
            let failure = match outcome {
                Ok(response) => {
                    let status = response.status();
                    trail.answered(&method, &url, Some(status));
                    trail.set_clock(date(response.headers()));
                    self.reach.note(Some(status));
                    if let Some(traced) = &traced {
                        traced.answered(status.as_u16());
                    }
                    let retry_after = retry_after(response.headers());
                    match receive(response, what, class, !reads).await {
                        Ok(body) => {
                            self.succeeded(reads);
                            return Ok(body);
                        }
                        Err(error) => {
                            let broke_off = matches!(error, Error::BrokeOff { .. });
                            Failure {
                                error,
                                safe: reads && (broke_off || passes(status)),
                                retry_after,
                            }
                        }
                    }
                }
                Err(error) => {
                    self.reach.note(None);
                    let unsent = error.is_connect();
                    if unsent {
                        trail.unconnected(&method, &url);
                    } else {
                        trail.answered(&method, &url, None);
                    }
                    if unsent && writes {
                        trail.kept_back();
                    }
                    let safe = (reads || unsent) && !error.is_timeout();
                    let error = unreached(&error, class, !reads && !unsent);
                    Failure { error, safe, retry_after: None }
                }
            };
            let pause =
                failure.retry_after.unwrap_or_else(|| jitter(attempt, FIRST_PAUSE, LONGEST_PAUSE));
            let may = failure.safe
                && again.is_some()
                && attempt < ATTEMPTS
                && pause <= LONGEST_PAUSE
                && started.elapsed() + pause < class.deadline()
                && self.retries.spend();
            if !may {
                return Err(failure.error);
            }
            drop(traced);
            payload = again;
            attempt += 1;
            tokio::time::sleep(pause).await;
        }
    }

    fn succeeded(&self, reads: bool) {
        self.retries.earn();
        if !reads {
            self.reference.changed();
        }
    }

    fn address(&self, path: &[&str]) -> Result<Url, Error> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| Error::Unreachable { cause: "DEFECTDOJO_URL is not an http address" })?
            .pop_if_empty()
            .extend(["api", "v2"])
            .extend(path)
            .push("");
        Ok(url)
    }
}

/// A path with a placeholder for each id, so that requests of one kind have one name.
fn template(path: &[&str]) -> String {
    path.iter().fold("/api/v2/".to_owned(), |mut route, segment| {
        let id = segment.starts_with(|first: char| first.is_ascii_digit());
        route.push_str(if id { "{id}" } else { segment });
        route.push('/');
        route
    })
}

/// When an answer was made (RFC 9110, section 6.6.1).
fn date(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(header::DATE)?.to_str().ok()?).ok()
}

struct Failure {
    error: Error,
    /// Whether sending the request again can do no harm and might help.
    safe: bool,
    retry_after: Option<Duration>,
}

/// Whether the trouble that this status tells of usually passes by itself.
fn passes(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
    )
}

fn build(ca: Option<PathBuf>, plain: bool) -> Result<reqwest::Client, Error> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("mcp-defectdojo/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .pool_idle_timeout(Duration::from_secs(55))
        .tcp_nodelay(true);
    if plain && ca.is_none() {
        // No certificate will be looked at: reading the system's authorities would cost the start 9 to 40 ms.
        builder = builder.tls_certs_only([]);
    }
    if let Some(path) = ca {
        let cause = "DEFECTDOJO_CA could not be read as PEM certificates";
        let pem = fs::read(path).map_err(|_| Error::Unreachable { cause })?;
        let certificates = reqwest::Certificate::from_pem_bundle(&pem)
            .map_err(|_| Error::Unreachable { cause })?;
        builder = builder.tls_certs_merge(certificates);
    }
    builder.build().map_err(|_| Error::Unreachable { cause: "the HTTP client could not be built" })
}

/// Reads the whole answer, up to the largest of its class, and tells a good one from the rest.
async fn receive(
    mut response: Response,
    what: &str,
    class: Class,
    sent: bool,
) -> Result<Vec<u8>, Error> {
    let status = response.status();
    if status.is_redirection() {
        let to = response
            .headers()
            .get(header::LOCATION)
            .and_then(|to| to.to_str().ok())
            .and_then(|to| response.url().join(to).ok())
            .map(|to| to.origin().ascii_serialization());
        return Err(Error::Redirected { status, to });
    }
    let is_json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    let expected = response.content_length().unwrap_or(0).min(class.largest() as u64);
    let mut body = Vec::with_capacity(usize::try_from(expected).unwrap_or(0));
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= class.largest() => {
                body.extend_from_slice(&chunk);
            }
            Ok(Some(_)) => return Err(Error::TooLarge { mebibytes: class.largest() >> 20 }),
            Ok(None) => break,
            Err(error) => {
                let cause = if error.is_timeout() {
                    "it did not end in time"
                } else {
                    "the connection was closed"
                };
                return Err(Error::BrokeOff { cause, sent });
            }
        }
    }
    if status == StatusCode::NO_CONTENT || (status.is_success() && is_json) {
        return Ok(body);
    }
    if status.is_success() {
        return Err(Error::NotTheApi { status });
    }
    Err(Error::from_answer(status, is_json, &body, what))
}

fn unreached(error: &reqwest::Error, class: Class, sent: bool) -> Error {
    if error.is_timeout() && !error.is_connect() {
        return Error::TimedOut { seconds: class.deadline().as_secs(), sent };
    }
    let cause = cause(error);
    if sent { Error::BrokeOff { cause, sent } } else { Error::Unreachable { cause } }
}

/// The reason in words of our own: addresses and library texts stay out of answers.
fn cause(error: &reqwest::Error) -> &'static str {
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            match io.kind() {
                io::ErrorKind::ConnectionRefused => return "the connection was refused",
                io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof => return "the connection was closed",
                io::ErrorKind::TimedOut => return "no connection within 10 s",
                io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable => {
                    return "there is no route to the host";
                }
                _ => {}
            }
        }
        let text = inner.to_string();
        if text.contains("certificate") {
            return "its TLS certificate is not trusted (an operator can set DEFECTDOJO_CA)";
        }
        if text.contains("dns error") || text.contains("lookup address") {
            return "its host name could not be resolved";
        }
        source = inner.source();
    }
    if error.is_timeout() { "no connection within 10 s" } else { "the connection failed" }
}
