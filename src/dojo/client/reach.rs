//! Whether DefectDojo answers lately, and how it answered: what readiness and metrics tell.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::{Duration, Instant},
};

use http::{HeaderValue, Method, StatusCode, header};
use secrecy::ExposeSecret as _;
use tokio::{sync::Mutex, time::timeout};

use super::Client;

/// How long an answer says that DefectDojo is there.
const FRESH: Duration = Duration::from_secs(15);
/// How long silence says that it is not, before it is asked again.
const SILENT: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(5);

/// Answers by their kind, for metrics.
const KINDS: [&str; 5] = ["2xx", "3xx", "4xx", "5xx", "none"];

pub(super) struct Reach {
    start: Instant,
    /// Milliseconds after `start` of the last sign of life, plus one; 0 before the first.
    heard: AtomicU64,
    answers: [AtomicU64; KINDS.len()],
    /// When it was last asked in vain. Held while somebody asks.
    asked: Mutex<Option<Instant>>,
}

impl Default for Reach {
    fn default() -> Self {
        Self {
            start: Instant::now(),
            heard: AtomicU64::new(0),
            answers: Default::default(),
            asked: Mutex::default(),
        }
    }
}

impl Reach {
    /// Counts how a request was answered. Only signs of life are taken for more than that: one request that failed
    /// does not mean that DefectDojo is away.
    pub(super) fn note(&self, status: Option<StatusCode>) {
        let kind = match status.map(|status| status.as_u16()) {
            Some(200..300) => "2xx",
            Some(300..400) => "3xx",
            Some(400..500) => "4xx",
            Some(_) => "5xx",
            None => "none",
        };
        for (known, count) in KINDS.iter().zip(&self.answers) {
            if *known == kind {
                count.fetch_add(1, Relaxed);
            }
        }
        if status.is_some_and(|status| !status.is_server_error()) {
            let now = u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.heard.store(now + 1, Relaxed);
        }
    }

    fn is_fresh(&self) -> bool {
        let heard = self.heard.load(Relaxed);
        heard > 0 && self.start + Duration::from_millis(heard - 1) + FRESH > Instant::now()
    }
}

impl Client {
    /// Whether DefectDojo answered within the last 15 seconds. Asks when no call has told, once for all who want to
    /// know, and not again within 5 seconds of an answer that did not come.
    pub async fn is_reachable(&self) -> bool {
        if self.reach.is_fresh() {
            return true;
        }
        let mut asked = self.reach.asked.lock().await;
        if self.reach.is_fresh() {
            return true;
        }
        if asked.is_some_and(|at| at.elapsed() < SILENT) {
            return false;
        }
        let status = timeout(PATIENCE, self.ask()).await.ok().flatten();
        self.reach.note(status);
        *asked = Some(Instant::now());
        self.reach.is_fresh()
    }

    /// Requests to DefectDojo since the start, by how they were answered.
    pub fn answers(&self) -> [(&'static str, u64); KINDS.len()] {
        let mut answers = KINDS.map(|kind| (kind, 0));
        for ((_, count), counter) in answers.iter_mut().zip(&self.reach.answers) {
            *count = counter.load(Relaxed);
        }
        answers
    }

    async fn ask(&self) -> Option<StatusCode> {
        let key = self.keys.for_method(&Method::GET)?;
        let token = format!("Token {}", key.expose_secret());
        let mut authorization = HeaderValue::from_str(&token).ok()?;
        authorization.set_sensitive(true);
        let url = self.address(&["user_profile"]).ok()?;
        let request = self.http().await.ok()?.get(url).header(header::AUTHORIZATION, authorization);
        request.send().await.ok().map(|response| response.status())
    }
}
