//! The issuer's public keys (RFC 7517), found through its metadata (RFC 8414, or OIDC discovery).
//!
//! They are asked for again when they are old, beside serving, and when a token names a key that is not among
//! them; but never more than once in a while, so that made-up key names cost the issuer nothing. While it does not
//! answer, the keys that are there go on being used.

use std::{
    sync::{Arc, OnceLock, PoisonError, RwLock},
    time::{Duration, Instant},
};

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{Jwk, PublicKeyUse},
};
use serde::{Deserialize, de::DeserializeOwned};
use tokio::sync::Mutex;
use url::{Host, Url};

use super::oauth::Settings;

const TIMEOUT: Duration = Duration::from_secs(5);

/// Metadata and keys are a few kilobytes.
const SIZE_LIMIT: usize = 256 << 10;

pub(super) struct Jwks {
    issuer: Url,
    lifetime: Duration,
    retry: Duration,
    grace: Duration,
    http: OnceLock<reqwest::Client>,
    current: RwLock<Option<Current>>,
    /// When the issuer was last asked. Held while it is, so that it is asked once.
    asked: Mutex<Option<Instant>>,
}

#[derive(Clone)]
struct Current {
    keys: Arc<[Key]>,
    since: Instant,
}

struct Key {
    jwk: Jwk,
    decoding: Arc<DecodingKey>,
}

/// There is no key for a token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Missing {
    /// The issuer has no such key.
    Unknown,
    /// The issuer could not be asked.
    Unavailable,
}

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("{0}")]
    Http(#[from] reqwest::Error),
    #[error("the answer of {0} is too long")]
    TooLong(Url),
    #[error("the answer of {0} is not what is expected: {1}")]
    Malformed(Url, serde_json::Error),
    #[error("the metadata is of the issuer {0}")]
    OtherIssuer(String),
    #[error("{0} is not an https:// address")]
    Insecure(Url),
    #[error("{0} is no address")]
    NoPlace(String),
}

#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    jwks_uri: String,
}

/// Keys of kinds that are not understood are passed over; one odd key does not make the others useless.
#[derive(Deserialize)]
struct Set {
    keys: Vec<serde_json::Value>,
}

impl Jwks {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            issuer: settings.issuer.clone(),
            lifetime: settings.key_lifetime,
            retry: settings.key_retry,
            grace: settings.key_grace,
            http: OnceLock::new(),
            current: RwLock::default(),
            asked: Mutex::default(),
        }
    }

    /// The key that a token names, if it may be used with `algorithm`. A token that names none means the only one.
    pub(super) async fn find(
        self: &Arc<Self>,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Arc<DecodingKey>, Missing> {
        let current = self.current();
        if let Some(current) = &current
            && let Some(key) = current.key(id, algorithm)
        {
            let age = current.since.elapsed();
            if age < self.lifetime {
                return Ok(key);
            }
            if age < self.grace {
                let keys = self.clone();
                tokio::spawn(async move { keys.refresh().await });
                return Ok(key);
            }
        }
        self.refresh().await;
        let current = self.current().ok_or(Missing::Unavailable)?;
        if current.since.elapsed() >= self.grace {
            return Err(Missing::Unavailable);
        }
        current.key(id, algorithm).ok_or(Missing::Unknown)
    }

    fn current(&self) -> Option<Current> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks the issuer, unless that was done a moment ago.
    pub(super) async fn refresh(&self) {
        let mut asked = self.asked.lock().await;
        if asked.is_some_and(|asked| asked.elapsed() < self.retry) {
            return;
        }
        *asked = Some(Instant::now());
        match self.fetch().await {
            Ok(keys) => {
                let current = Current { keys, since: Instant::now() };
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(current);
            }
            Err(error) => tracing::warn!(%error, "failed to get the keys of the OAuth issuer"),
        }
    }

    async fn fetch(&self) -> Result<Arc<[Key]>, Error> {
        self.check(&self.issuer)?;
        let [first, second] = self.places();
        let metadata: Metadata = match self.document(first).await {
            Ok(metadata) => metadata,
            Err(Error::Http(error)) if error.is_status() => self.document(second).await?,
            Err(error) => return Err(error),
        };
        if metadata.issuer.trim_end_matches('/') != self.issuer.as_str().trim_end_matches('/') {
            return Err(Error::OtherIssuer(metadata.issuer));
        }
        let place =
            Url::parse(&metadata.jwks_uri).map_err(|_| Error::NoPlace(metadata.jwks_uri))?;
        self.check(&place)?;
        let set: Set = self.document(place).await?;
        let keys = set.keys.into_iter().filter_map(|key| {
            let jwk: Jwk = serde_json::from_value(key).ok()?;
            let decoding = Arc::new(DecodingKey::from_jwk(&jwk).ok()?);
            Some(Key { jwk, decoding })
        });
        Ok(keys.collect())
    }

    /// Where metadata may be: that of OIDC is below the issuer, that of RFC 8414 before its path.
    fn places(&self) -> [Url; 2] {
        let path = self.issuer.path().trim_end_matches('/');
        let mut openid = self.issuer.clone();
        openid.set_path(&format!("{path}/.well-known/openid-configuration"));
        let mut oauth = self.issuer.clone();
        oauth.set_path(&format!("/.well-known/oauth-authorization-server{path}"));
        [openid, oauth]
    }

    /// Keys that came in the clear could be anybody's; on loopback nobody is between.
    fn check(&self, url: &Url) -> Result<(), Error> {
        if url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&self.issuer)) {
            return Ok(());
        }
        Err(Error::Insecure(url.clone()))
    }

    async fn document<T: DeserializeOwned>(&self, url: Url) -> Result<T, Error> {
        let mut answer = self.http()?.get(url.clone()).send().await?.error_for_status()?;
        let mut text = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if text.len() + chunk.len() > SIZE_LIMIT {
                return Err(Error::TooLong(url));
            }
            text.extend_from_slice(&chunk);
        }
        serde_json::from_slice(&text).map_err(|error| Error::Malformed(url, error))
    }

    fn http(&self) -> Result<&reqwest::Client, Error> {
        if let Some(client) = self.http.get() {
            return Ok(client);
        }
        let client = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(self.http.get_or_init(|| client))
    }
}

impl Current {
    fn key(&self, id: Option<&str>, algorithm: Algorithm) -> Option<Arc<DecodingKey>> {
        let mut fitting = self.keys.iter().filter(|key| {
            let Jwk { common, .. } = &key.jwk;
            let named = id.is_none() || common.key_id.as_deref() == id;
            let signs = common
                .public_key_use
                .as_ref()
                .is_none_or(|usage| *usage == PublicKeyUse::Signature);
            let meant = common
                .key_algorithm
                .is_none_or(|meant| meant.to_string() == format!("{algorithm:?}"));
            named && signs && meant
        });
        let key = fitting.next()?;
        // Without a name, which of several is meant would be a guess.
        (id.is_some() || fitting.next().is_none()).then(|| key.decoding.clone())
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}
