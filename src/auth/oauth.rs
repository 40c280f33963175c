//! OAuth 2.1 access tokens of an issuer that the operator trusts (this server is a resource server: RFC 6750,
//! RFC 9068, RFC 9728; MCP authorization).
//!
//! A token counts when the issuer's key signed it with an algorithm of public keys, and it names this issuer, this
//! audience, a subject, and a time in which now lies. Its role, and the products that it is for, are looked up in claims.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use jsonwebtoken::{Algorithm, Validation, decode, decode_header, errors::ErrorKind};
use serde_json::{Map, Value};
use url::Url;

pub use self::products::Products;

use super::{
    Refusal, TokenHash,
    jwks::{Jwks, Missing},
};
use crate::access::{Principal, Role};

mod products;

/// Whose access tokens are accepted, and what they give.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The issuer, `https://` or on loopback; its metadata and keys are found below it.
    pub issuer: Url,
    /// This server as the issuer names it in `aud`; commonly its own URL.
    pub audience: String,
    /// The claim that names roles: a text, a text of several words, or a list. Dots lead into nested claims.
    pub role_claim: String,
    /// Values of the claim, and the roles they give.
    pub role_map: Vec<(String, Role)>,
    /// Where a token says which products it is for. Without, each is for all of them.
    pub products: Option<Products>,
    /// How old the issuer's keys may be before they are asked for again, beside serving.
    pub key_lifetime: Duration,
    /// How long to wait between two attempts to get them.
    pub key_retry: Duration,
    /// How long keys are used while the issuer does not answer.
    pub key_grace: Duration,
}

impl Settings {
    pub fn new(issuer: Url, audience: String, role_claim: String) -> Self {
        Self {
            issuer,
            audience,
            role_claim,
            role_map: Vec::new(),
            products: None,
            key_lifetime: Duration::from_mins(10),
            key_retry: Duration::from_secs(30),
            key_grace: Duration::from_hours(24),
        }
    }
}

/// Algorithms with public keys. With a shared secret, whoever knows the public key could sign.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];

/// Kinds of tokens that stand for access (RFC 9068 section 2.1; older issuers say nothing, or JWT).
const KINDS: [&str; 3] = ["at+jwt", "application/at+jwt", "jwt"];

/// How far the issuer's clock and ours may be apart, in seconds.
const LEEWAY: u64 = 30;

/// How long a verified token need not be verified again: checking a signature costs as much as a whole call.
const REMEMBERED: Duration = Duration::from_mins(1);
const REMEMBERED_AT_MOST: usize = 4096;

/// Longer subjects would bloat every record.
const SUBJECT_LIMIT: usize = 200;

/// Checks access tokens.
pub(super) struct Oauth {
    settings: Settings,
    keys: Arc<Jwks>,
    issuers: [String; 2],
    verified: Mutex<HashMap<TokenHash, (Principal, Instant)>>,
}

impl Oauth {
    pub(super) fn new(settings: Settings) -> Self {
        // With and without a slash at the end are one issuer to everybody but a byte comparison.
        let bare = settings.issuer.as_str().trim_end_matches('/');
        let issuers = [bare.to_owned(), format!("{bare}/")];
        Self { keys: Arc::new(Jwks::new(&settings)), issuers, settings, verified: Mutex::default() }
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Gets the issuer's keys before the first caller needs them.
    pub(super) async fn warm(&self) {
        self.keys.refresh().await;
    }

    pub(super) async fn verify(&self, token: &str) -> Result<Principal, Refusal> {
        let hash = TokenHash::of(token);
        let now = Instant::now();
        {
            let verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some((principal, until)) = verified.get(&hash)
                && now < *until
            {
                return Ok(principal.clone());
            }
        }
        let claims = self.claims(token).await?;
        let principal = self.principal(&claims)?;
        let left = claims.get("exp").and_then(Value::as_u64).unwrap_or_default();
        let left = left.saturating_sub(jsonwebtoken::get_current_timestamp());
        let until = now + REMEMBERED.min(Duration::from_secs(left));
        let mut verified = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        if verified.len() >= REMEMBERED_AT_MOST {
            verified.retain(|_, (_, until)| now < *until);
            if verified.len() >= REMEMBERED_AT_MOST {
                verified.clear();
            }
        }
        verified.insert(hash, (principal.clone(), until));
        Ok(principal)
    }

    async fn claims(&self, token: &str) -> Result<Map<String, Value>, Refusal> {
        let header = decode_header(token).map_err(|_| Refusal::Unknown)?;
        let kind = header.typ.as_deref().unwrap_or("jwt").to_ascii_lowercase();
        // What is critical has to be understood (RFC 7515 section 4.1.11), and nothing of it is.
        let is_critical = header.crit.is_some();
        if !ALGORITHMS.contains(&header.alg) || !KINDS.contains(&kind.as_str()) || is_critical {
            return Err(Refusal::Unknown);
        }
        let key =
            self.keys.find(header.kid.as_deref(), header.alg).await.map_err(
                |missing| match missing {
                    Missing::Unknown => Refusal::Unknown,
                    Missing::Unavailable => Refusal::Unavailable,
                },
            )?;
        let mut validation = Validation::new(header.alg);
        validation.set_audience(&[&self.settings.audience]);
        validation.set_issuer(&self.issuers);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = LEEWAY;
        let decoded = decode::<Map<String, Value>>(token, &key, &validation);
        Ok(decoded.map_err(|error| refusal(error.kind()))?.claims)
    }

    fn principal(&self, claims: &Map<String, Value>) -> Result<Principal, Refusal> {
        let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default();
        let plain = subject.bytes().all(|byte| byte.is_ascii_graphic());
        if subject.is_empty() || subject.len() > SUBJECT_LIMIT || !plain {
            return Err(Refusal::Unknown);
        }
        let claim = claim(claims, &self.settings.role_claim);
        let role = claim.into_iter().flat_map(words).filter_map(|word| {
            let mut entries = self.settings.role_map.iter();
            entries.find(|(value, _)| value == word).map(|(_, role)| *role)
        });
        // Marked, so that nobody can be issued the name of a caller with a token of ours.
        let name = format!("oauth:{subject}");
        let mut principal = Principal::new(name, role.max().ok_or(Refusal::NoRole)?);
        if let Some(products) = &self.settings.products {
            principal.scope = products.of(claims).ok_or(Refusal::NoProducts)?;
        }
        Ok(principal)
    }
}

fn refusal(kind: &ErrorKind) -> Refusal {
    match kind {
        ErrorKind::ExpiredSignature => Refusal::Expired,
        ErrorKind::ImmatureSignature => Refusal::NotYetValid,
        ErrorKind::InvalidAudience => Refusal::WrongAudience,
        ErrorKind::InvalidIssuer => Refusal::WrongIssuer,
        _ => Refusal::Unknown,
    }
}

/// A claim by its name, or, where no claim has it, by its path (`realm_access.roles`).
fn claim<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    claims.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        claim(claims.get(first)?.as_object()?, rest)
    })
}

fn words(claim: &Value) -> Vec<&str> {
    match claim {
        Value::String(text) => text.split_whitespace().chain([text.as_str()]).collect(),
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}
