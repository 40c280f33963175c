//! Who is calling over the network: a bearer token becomes a [`Principal`], or the request goes no further.
//!
//! A token stands in the `Authorization` header and nowhere else (RFC 6750 section 2.1); it is compared by its
//! SHA-256 alone, or, if it is an access token of the issuer that is trusted, by its signature. It is never sent to
//! `DefectDojo`.

use std::{
    fmt,
    net::IpAddr,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use http::{HeaderMap, header::AUTHORIZATION};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::access::{OPEN_ACCESS, Principal, Role};

pub use address::{MalformedProxy, Proxies};
pub use narrowing::{Misunderstood, Names};
pub use token::{MalformedHash, TokenHash};

pub(crate) use address::counted;
pub(crate) use watch::Watch;

use callers::{Callers, Grant};
use oauth::Oauth;
use throttle::Throttle;

mod address;
mod callers;
mod jwks;
pub mod narrowing;
pub mod oauth;
pub mod roles;
mod throttle;
mod token;
mod watch;

/// What the operator decided about callers on the network.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub bindings: Vec<Binding>,
    /// Refuse callers without a token even when nobody has one. When false and nobody has, everybody is let in as
    /// `open-access` with the role `admin`.
    pub require: bool,
    /// More bindings, read again when the file changes; see [`roles`].
    pub roles_file: Option<PathBuf>,
    pub oauth: Option<oauth::Settings>,
}

/// One token and what it stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Binding {
    /// The caller's name in the audit log, in lower case.
    pub name: String,
    pub token: TokenHash,
    pub role: Role,
}

/// The settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// One token cannot say which of two callers is calling.
    #[error("the bindings `{first}` and `{second}` have the same token")]
    SharedToken { first: String, second: String },
    #[error("the roles file {path} (MCP_ROLES_FILE) cannot be used: {source}")]
    Roles { path: PathBuf, source: roles::Error },
}

/// Why a request carries no identity.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("no bearer token: send `Authorization: Bearer <token>`")]
    Missing,
    #[error("the Authorization header is malformed")]
    Malformed,
    #[error("the token is not known")]
    Unknown,
    #[error("the token has expired")]
    Expired,
    #[error("the token is not valid yet")]
    NotYetValid,
    #[error("the token is meant for another service")]
    WrongAudience,
    #[error("the token is of another issuer")]
    WrongIssuer,
    /// The token is good, and nothing on this server is given to it.
    #[error("the token gives no role on this server")]
    NoRole,
    /// The token is good, and says of no product that it is for it.
    #[error("the token names no products that it is for")]
    NoProducts,
    /// The token may be good; the issuer's keys cannot be had.
    #[error("the token cannot be checked at the moment")]
    Unavailable,
}

impl Refusal {
    /// The word for it in records and counters.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing_token",
            Self::Malformed => "malformed_header",
            Self::Unknown => "unknown_token",
            Self::Expired => "expired_token",
            Self::NotYetValid => "token_not_yet_valid",
            Self::WrongAudience => "wrong_audience",
            Self::WrongIssuer => "wrong_issuer",
            Self::NoRole => "no_role",
            Self::NoProducts => "no_products",
            Self::Unavailable => "issuer_unavailable",
        }
    }

    /// Whether it may have been a guess, and counts towards having to wait.
    const fn is_wrong(self) -> bool {
        !matches!(self, Self::Missing | Self::NoRole | Self::NoProducts | Self::Unavailable)
    }
}

/// What a caller that was not let in is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Denied {
    pub refusal: Refusal,
    /// Set when the address has failed too often: how long until it is heard again.
    pub wait: Option<Duration>,
}

/// A login that failed, as it is recorded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RefusedLogin {
    pub address: IpAddr,
    pub refusal: Refusal,
    /// Whether the address is made to wait from here on.
    pub throttled: bool,
    /// Failures of the address before this one that were too many to report.
    pub unreported: u64,
}

type Report = Box<dyn Fn(RefusedLogin) + Send + Sync>;

/// Tells callers apart by their tokens.
pub struct Authenticator {
    callers: Callers,
    file: Option<Watch>,
    oauth: Option<Oauth>,
    open: Option<Principal>,
    throttle: Throttle,
    report: Option<Report>,
}

impl fmt::Debug for Authenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authenticator").finish_non_exhaustive()
    }
}

impl Authenticator {
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let Settings { bindings, require, roles_file, oauth } = settings;
        let nobody = bindings.is_empty() && roles_file.is_none() && oauth.is_none();
        let open = (nobody && !require).then(|| Principal::open_access(Role::Admin));
        let file = roles_file.clone().map(|path| Watch::new(vec![path]));
        Ok(Self {
            file,
            callers: Callers::new(bindings, roles_file)?,
            oauth: oauth.map(Oauth::new),
            open,
            throttle: Throttle::default(),
            report: None,
        })
    }

    /// Has failed logins reported, so that they can be recorded. The report must not block.
    #[must_use]
    pub fn reporting(mut self, report: impl Fn(RefusedLogin) + Send + Sync + 'static) -> Self {
        self.report = Some(Box::new(report));
        self
    }

    /// Whether everybody is let in.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// The issuer whose tokens are accepted, and what they must say.
    pub fn issuer(&self) -> Option<&oauth::Settings> {
        self.oauth.as_ref().map(Oauth::settings)
    }

    /// Keeps what is known of callers current until `stop` is cancelled.
    pub(crate) async fn follow(self: Arc<Self>, every: Duration, stop: CancellationToken) {
        if let Some(oauth) = &self.oauth {
            stop.run_until_cancelled(oauth.warm()).await;
        }
        if let Some(file) = self.file.clone() {
            file.run(every, stop, || self.callers.reload()).await;
        }
    }

    /// Lets the caller behind a request's headers in, or says why not. Failures are counted by `address`.
    pub async fn admit(&self, headers: &HeaderMap, address: IpAddr) -> Result<Principal, Denied> {
        self.identify(headers).await.map_err(|refusal| {
            let verdict = self.throttle.failed(address, refusal.is_wrong(), Instant::now());
            if let (Some(report), Some(unreported)) = (&self.report, verdict.report) {
                let throttled = verdict.wait.is_some();
                report(RefusedLogin { address, refusal, throttled, unreported });
            }
            Denied { refusal, wait: verdict.wait }
        })
    }

    async fn identify(&self, headers: &HeaderMap) -> Result<Principal, Refusal> {
        if let Some(principal) = &self.open {
            return Ok(principal.clone());
        }
        let token = bearer(headers)?;
        match (self.callers.find(token, Timestamp::now()), &self.oauth) {
            (Err(Refusal::Unknown), Some(oauth)) if is_signed(token) => oauth.verify(token).await,
            (found, _) => found,
        }
    }
}

/// What a caller may be called: letters, digits, `_`, `-` and `.`, at most 64 of them, and not what those without a
/// name are called.
pub fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    (1..=NAME_LIMIT).contains(&name.len())
        && name.bytes().all(plain)
        && !name.eq_ignore_ascii_case(OPEN_ACCESS)
}

const NAME_LIMIT: usize = 64;

/// Whether a token has the three parts of a signed one (RFC 7515 section 3.1).
fn is_signed(token: &str) -> bool {
    token.split('.').count() == 3
}

/// The token of the one `Authorization: Bearer` header (RFC 9110 section 11.4: the scheme's case does not matter).
fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(Refusal::Missing)?;
    if values.next().is_some() {
        return Err(Refusal::Malformed);
    }
    let value = value.to_str().map_err(|_| Refusal::Malformed)?;
    let (scheme, token) = value.split_once(' ').ok_or(Refusal::Malformed)?;
    let token = token.trim_matches(' ');
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::Missing);
    }
    if token.is_empty() || token.contains(' ') {
        return Err(Refusal::Malformed);
    }
    Ok(token)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn binding(name: &str, token: &str, role: Role) -> Binding {
        Binding { name: name.into(), token: TokenHash::of(token), role }
    }

    fn headers(values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (AUTHORIZATION, HeaderValue::from_str(value).unwrap())).collect()
    }

    fn authenticator() -> Authenticator {
        let bindings =
            vec![binding("ci", "one", Role::Scanner), binding("desk", "two", Role::Writer)];
        Authenticator::new(Settings { bindings, require: true, ..Settings::default() }).unwrap()
    }

    /// A token that reaches another caller's role would undo everything behind it.
    #[tokio::test]
    async fn each_token_is_its_own_caller() {
        let authenticator = authenticator();
        for scheme in ["Bearer", "bearer", "BEARER"] {
            let caller = authenticator.identify(&headers(&[&format!("{scheme} two")])).await;
            assert_eq!(caller, Ok(Principal::new("desk", Role::Writer)));
        }
        let caller = authenticator.identify(&headers(&["Bearer one"])).await;
        assert_eq!(caller, Ok(Principal::new("ci", Role::Scanner)));
    }

    #[tokio::test]
    async fn nothing_else_is_let_in() {
        let authenticator = authenticator();
        let cases: [(&[&str], Refusal); 9] = [
            (&[], Refusal::Missing),
            (&["Basic b25lOg=="], Refusal::Missing),
            (&["Bearer three"], Refusal::Unknown),
            (&["Bearer on"], Refusal::Unknown),
            (&["Bearer onee"], Refusal::Unknown),
            (&["Bearer "], Refusal::Malformed),
            (&["Bearer"], Refusal::Malformed),
            (&["Bearer one two"], Refusal::Malformed),
            (&["Bearer one", "Bearer two"], Refusal::Malformed),
        ];
        for (values, refusal) in cases {
            assert_eq!(authenticator.identify(&headers(values)).await, Err(refusal), "{values:?}");
        }
    }

    /// `require` without bindings must shut the door, not open it.
    #[tokio::test]
    async fn open_access_only_where_nothing_is_bound_and_nothing_required() {
        let shut = Authenticator::new(Settings { require: true, ..Settings::default() }).unwrap();
        assert!(!shut.is_open());
        assert_eq!(shut.identify(&headers(&[])).await, Err(Refusal::Missing));

        let bound = vec![binding("ci", "one", Role::Scanner)];
        let bound =
            Authenticator::new(Settings { bindings: bound, ..Settings::default() }).unwrap();
        assert!(!bound.is_open());
        assert_eq!(bound.identify(&headers(&[])).await, Err(Refusal::Missing));

        let open = Authenticator::new(Settings::default()).unwrap();
        assert!(open.is_open());
        assert_eq!(open.identify(&headers(&[])).await, Ok(Principal::open_access(Role::Admin)));
    }

    #[test]
    fn one_token_for_two_callers_is_refused() {
        let bindings =
            vec![binding("first", "one", Role::Admin), binding("second", "one", Role::Reader)];
        let error = Authenticator::new(Settings { bindings, require: true, ..Settings::default() })
            .unwrap_err();
        assert_eq!(error.to_string(), "the bindings `first` and `second` have the same token");
    }
}
