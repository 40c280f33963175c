//! The way of finished spans to the collector: a bounded queue, batches, a few tries.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

use http::{HeaderValue, StatusCode, header::CONTENT_TYPE};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::{
    sync::mpsc::{self, error::TryRecvError},
    task::JoinHandle,
    time::{Instant, timeout, timeout_at},
};
use tokio_util::sync::CancellationToken;
use url::Url;

use super::{Sampler, Span, otlp};
use crate::backoff::retry_after;

/// Where spans go.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The whole address, `/v1/traces` included.
    pub endpoint: Url,
    /// Headers of each request; their values may be credentials.
    pub headers: Vec<(String, SecretString)>,
    pub service: String,
    /// A PEM file of certificate authorities trusted besides the system's.
    pub ca: Option<PathBuf>,
    /// Which traces are sent.
    pub sampler: Sampler,
    /// How long a batch gathers. OpenTelemetry's batch processor takes 5 s.
    pub delay: Duration,
}

/// Spans that wait, as many as OpenTelemetry's batch processor keeps.
const QUEUE: usize = 2048;
const BATCH: usize = 512;
const DEADLINE: Duration = Duration::from_secs(10);
const ATTEMPTS: u32 = 3;
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// How long a stop waits for the collector.
const LAST: Duration = Duration::from_secs(3);

pub(super) struct Exporter {
    queue: mpsc::Sender<Span>,
    dropped: Arc<AtomicU64>,
    closing: CancellationToken,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Exporter {
    pub(super) fn start(settings: Settings) -> Self {
        let (queue, spans) = mpsc::channel(QUEUE);
        let dropped = Arc::<AtomicU64>::default();
        let closing = CancellationToken::new();
        let sending = Sending {
            settings,
            spans,
            http: None,
            dropped: Arc::clone(&dropped),
            closing: closing.clone(),
            complained: false,
        };
        let task = Mutex::new(Some(tokio::spawn(sending.run())));
        Self { queue, dropped, closing, task }
    }

    pub(super) fn dropped(&self) -> u64 {
        self.dropped.load(Relaxed)
    }

    /// Takes a span unless its trace is not recorded, or the queue is full.
    pub(super) fn hand_over(&self, span: Span) {
        if span.parent.sampled && self.queue.try_send(span).is_err() {
            self.dropped.fetch_add(1, Relaxed);
        }
    }

    pub(super) async fn finish(&self) {
        self.closing.cancel();
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task
            && timeout(LAST, task).await.is_err()
        {
            tracing::warn!("the last traces were not sent in time");
        }
    }
}

struct Sending {
    settings: Settings,
    spans: mpsc::Receiver<Span>,
    /// Made for the first batch: reading certificate authorities takes a while.
    http: Option<reqwest::Client>,
    dropped: Arc<AtomicU64>,
    closing: CancellationToken,
    /// Whether the trouble at hand has been logged.
    complained: bool,
}

impl Sending {
    async fn run(mut self) {
        loop {
            let mut batch = Vec::new();
            let open = self.gather(&mut batch).await;
            if !batch.is_empty() {
                self.send(&batch).await;
            }
            if !open && batch.is_empty() {
                return;
            }
        }
    }

    /// Fills a batch until it is large or old enough. Answers whether more may come.
    async fn gather(&mut self, batch: &mut Vec<Span>) -> bool {
        let closing = self.closing.clone();
        match closing.run_until_cancelled(self.spans.recv()).await {
            Some(Some(span)) => batch.push(span),
            Some(None) => return false,
            None => {
                while batch.len() < BATCH {
                    match self.spans.try_recv() {
                        Ok(span) => batch.push(span),
                        Err(TryRecvError::Empty | TryRecvError::Disconnected) => return false,
                    }
                }
                return true;
            }
        }
        let due = Instant::now() + self.settings.delay;
        while batch.len() < BATCH {
            let next = closing.run_until_cancelled(timeout_at(due, self.spans.recv())).await;
            let Some(Ok(Some(span))) = next else { break };
            batch.push(span);
        }
        true
    }

    async fn send(&mut self, batch: &[Span]) {
        let body = otlp::body(&self.settings.service, batch);
        let mut attempt = 1;
        let trouble = loop {
            let (trouble, again) = match self.post(body.clone()).await {
                Ok(()) => {
                    self.complained = false;
                    return;
                }
                Err(trouble) => trouble,
            };
            let Some(pause) = again.filter(|_| attempt < ATTEMPTS) else { break trouble };
            attempt += 1;
            let pause = pause.min(LONGEST_PAUSE);
            if self.closing.run_until_cancelled(tokio::time::sleep(pause)).await.is_none() {
                break trouble;
            }
        };
        self.dropped.fetch_add(batch.len() as u64, Relaxed);
        if !std::mem::replace(&mut self.complained, true) {
            tracing::warn!(%trouble, "the collector took no traces; they are dropped until it does");
        }
    }

    /// Sends one request. What went wrong comes with the pause after which trying again makes sense.
    async fn post(&mut self, body: Vec<u8>) -> Result<(), (String, Option<Duration>)> {
        const PAUSE: Duration = Duration::from_secs(1);
        let http = if let Some(http) = &self.http {
            http
        } else {
            let settings = self.settings.clone();
            let built = tokio::task::spawn_blocking(move || client(&settings)).await;
            let built = built.map_err(|error| error.to_string()).and_then(|built| built);
            self.http.insert(built.map_err(|trouble| (trouble, None))?)
        };
        let mut request = http
            .post(self.settings.endpoint.clone())
            .header(CONTENT_TYPE, "application/json")
            .body(body);
        for (name, value) in &self.settings.headers {
            let Ok(mut value) = HeaderValue::from_str(value.expose_secret()) else { continue };
            value.set_sensitive(true);
            request = request.header(name, value);
        }
        let response = request.send().await.map_err(|error| {
            let word = if error.is_timeout() { "it is too slow" } else { "it does not answer" };
            (word.to_owned(), Some(PAUSE))
        })?;
        let status = response.status();
        if status.is_success() {
            return Ok(());
        }
        // OTLP specification, "Retryable Response Codes".
        let passes = matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS
                | StatusCode::BAD_GATEWAY
                | StatusCode::SERVICE_UNAVAILABLE
                | StatusCode::GATEWAY_TIMEOUT
        );
        let after = retry_after(response.headers()).unwrap_or(PAUSE);
        Err((format!("it answered {status}"), passes.then_some(after)))
    }
}

fn client(settings: &Settings) -> Result<reqwest::Client, String> {
    let mut builder = reqwest::Client::builder()
        .user_agent(concat!("mcp-defectdojo/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .timeout(DEADLINE);
    if settings.endpoint.scheme() == "http" {
        builder = builder.tls_certs_only([]);
    } else if let Some(path) = &settings.ca {
        let unreadable = || "OTEL_EXPORTER_OTLP_CERTIFICATE could not be read".to_owned();
        let pem = fs::read(path).map_err(|_| unreadable())?;
        let certificates = reqwest::Certificate::from_pem_bundle(&pem).map_err(|_| unreadable())?;
        builder = builder.tls_certs_merge(certificates);
    }
    builder.build().map_err(|_| "the HTTP client could not be built".to_owned())
}
