//! Looks at what DefectDojo can do: once in the background at start, then hourly. No call waits for it.

use std::{
    sync::{Arc, Weak},
    time::Duration,
};

use http::Method;
use serde_json::{Map, Value};
use tokio::sync::watch;

use super::{Class, Client, Payload, Request};
use crate::dojo::{
    Error, Trail,
    capabilities::{Capabilities, Generation, Release, version_in},
    filters::Query,
};

/// How long what was seen counts: an upgrade of DefectDojo is noticed within it.
const COUNTS: Duration = Duration::from_hours(1);
/// After a look that failed; doubled each time, up to [`COUNTS`].
const FIRST_PAUSE: Duration = Duration::from_secs(10);

/// How far the first look is.
#[derive(Clone, Debug, Default)]
enum Look {
    /// Nobody looks: nothing is held back.
    #[default]
    None,
    Under,
    Failed,
    Done(Arc<Capabilities>),
}

pub(super) struct Detection(watch::Sender<Look>);

impl Default for Detection {
    fn default() -> Self {
        Self(watch::Sender::new(Look::None))
    }
}

impl Client {
    /// Begins to look, and looks again every hour as long as the client is in use.
    pub fn begin_detection(self: &Arc<Self>) {
        self.detection.0.send_replace(Look::Under);
        tokio::spawn(keep_looking(Arc::downgrade(self)));
    }

    /// What is known now; nothing before a look succeeded.
    pub fn capabilities(&self) -> Option<Arc<Capabilities>> {
        match &*self.detection.0.borrow() {
            Look::Done(capabilities) => Some(Arc::clone(capabilities)),
            Look::None | Look::Under | Look::Failed => None,
        }
    }

    /// Waits for the end of the first look, if one is under way.
    pub async fn first_look(&self) {
        let mut looks = self.detection.0.subscribe();
        // The sender is ours and outlives the wait.
        drop(looks.wait_for(|look| !matches!(look, Look::Under)).await);
    }

    /// Looks now. A look that fails leaves what an earlier one saw.
    pub async fn look(&self) -> Result<Arc<Capabilities>, Error> {
        let seen = self.see().await;
        self.detection.0.send_modify(|look| match &seen {
            Ok(capabilities) => *look = Look::Done(Arc::clone(capabilities)),
            Err(_) if matches!(look, Look::Done(_)) => {}
            Err(_) => *look = Look::Failed,
        });
        seen
    }

    /// The release, asked for where the last look had no need of it.
    pub async fn release(&self) -> Option<Release> {
        if let Some(release) = self.capabilities().and_then(|known| known.release) {
            return Some(release);
        }
        let release = self.release_in_schema().await?;
        self.detection.0.send_if_modified(|look| match look {
            Look::Done(known) => {
                Arc::make_mut(known).release = Some(release);
                true
            }
            _ => false,
        });
        Some(release)
    }

    async fn see(&self) -> Result<Arc<Capabilities>, Error> {
        let request = Request {
            method: Method::GET,
            path: &[],
            query: None,
            payload: Payload::Nothing,
            class: Class::Read,
            what: "the root of DefectDojo's API",
        };
        let root: Map<String, Value> = self.json(&Trail::default(), request).await?;
        let mut seen = Capabilities::read(&root, None).ok_or(Error::Unreadable)?;
        // To answer with its schema costs DefectDojo seconds; in 3.x nothing depends on the release.
        if seen.generation == Generation::Second {
            seen.release = self.release_in_schema().await;
        }
        Ok(Arc::new(seen))
    }

    /// DefectDojo names its version at the front of its schema, which needs no key; the rest is not waited for.
    async fn release_in_schema(&self) -> Option<Release> {
        const FRONT: usize = 4096;
        let mut url = self.address(&["oa3", "schema"]).ok()?;
        url.set_query(Some("format=json"));
        let request = self.http().await.ok()?.get(url).timeout(Class::Read.deadline());
        let mut response = request.send().await.ok()?.error_for_status().ok()?;
        let mut front = Vec::new();
        while front.len() < FRONT
            && let Ok(Some(chunk)) = response.chunk().await
        {
            front.extend_from_slice(&chunk);
        }
        Release::parse(version_in(&String::from_utf8_lossy(&front))?)
    }

    /// Refuses what this release has no route for, before anything is sent.
    pub(super) fn check_route(&self, path: &[&str]) -> Result<(), Error> {
        let (Some(first), Some(known)) = (path.first(), self.capabilities()) else { return Ok(()) };
        if known.has_route(first) {
            return Ok(());
        }
        Err(Error::NoRoute { route: (*first).to_owned(), found: told(&known) })
    }

    /// Refuses filters that this release would ignore in silence.
    pub(in crate::dojo) fn check_filters(&self, query: &Query) -> Result<(), Error> {
        let Some(known) = self.capabilities() else { return Ok(()) };
        match known.ignores(query) {
            None => Ok(()),
            Some(late) => Err(Error::LateFilter {
                filter: late.filter,
                since: late.since,
                found: told(&known),
            }),
        }
    }
}

/// `2.45.0`, or `2.x` where the release is not known.
fn told(known: &Capabilities) -> String {
    known.release.map_or_else(|| known.generation.name().to_owned(), |release| release.to_string())
}

async fn keep_looking(client: Weak<Client>) {
    let mut pause = FIRST_PAUSE;
    let mut well = true;
    while let Some(client) = client.upgrade() {
        match client.look().await {
            Ok(seen) => {
                let release = told(&seen);
                if well {
                    tracing::debug!(release, "DefectDojo's capabilities were detected");
                } else {
                    tracing::info!(release, "DefectDojo answers again");
                }
                well = true;
                pause = COUNTS;
            }
            Err(error) => {
                if well {
                    tracing::warn!("{error}; `mcp-defectdojo check` tells more");
                } else {
                    tracing::debug!(%error, "DefectDojo's capabilities are not known yet");
                }
                well = false;
                pause = if pause == COUNTS { FIRST_PAUSE } else { (pause * 2).min(COUNTS) };
            }
        }
        drop(client);
        tokio::time::sleep(pause).await;
    }
}
