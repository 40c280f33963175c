//! Who is calling over the network: a bearer token becomes a [`Principal`], or the request goes no further.
//!
//! A token stands in the `Authorization` header and nowhere else (RFC 6750 section 2.1); it is compared by its
//! SHA-256 alone and is never sent to `DefectDojo`.

use std::{
    collections::HashMap,
    fmt,
    net::IpAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use http::{HeaderMap, header::AUTHORIZATION};

use crate::access::{Principal, Role};

pub use address::{MalformedProxy, Proxies};
pub use token::{MalformedHash, TokenHash};

pub(crate) use address::counted;
pub(crate) use watch::watch;

use throttle::Throttle;

mod address;
mod throttle;
mod token;
mod watch;

/// What the operator decided about callers on the network.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    pub bindings: Vec<Binding>,
    /// Refuse callers without a token even when nothing is bound. When false and nothing is bound, everybody
    /// is let in as `open-access` with the role `admin`.
    pub require: bool,
}

/// One token and what it stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Binding {
    /// The caller's name in the audit log, in lower case.
    pub name: String,
    pub token: TokenHash,
    pub role: Role,
}

/// The bindings contradict each other.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// One token cannot say which of two callers is calling.
    #[error("the bindings `{first}` and `{second}` have the same token")]
    SharedToken { first: String, second: String },
}

/// Why a request carries no identity.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("no bearer token: send `Authorization: Bearer <token>`")]
    Missing,
    #[error("the Authorization header is malformed")]
    Malformed,
    #[error("the token is not known")]
    Unknown,
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
    callers: HashMap<TokenHash, Principal>,
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
        let open = (settings.bindings.is_empty() && !settings.require)
            .then(|| Principal::open_access(Role::Admin));
        let mut callers: HashMap<TokenHash, Principal> = HashMap::new();
        for Binding { name, token, role } in settings.bindings {
            let principal = Principal::new(Arc::from(name), role);
            if let Some(first) = callers.insert(token, principal.clone()) {
                return Err(Error::SharedToken {
                    first: first.name.to_string(),
                    second: principal.name.to_string(),
                });
            }
        }
        Ok(Self { callers, open, throttle: Throttle::default(), report: None })
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

    /// Lets the caller behind a request's headers in, or says why not. Failures are counted by `address`.
    pub fn admit(&self, headers: &HeaderMap, address: IpAddr) -> Result<Principal, Denied> {
        self.identify(headers).map_err(|refusal| {
            let missing = refusal == Refusal::Missing;
            let verdict = self.throttle.failed(address, missing, Instant::now());
            if let (Some(report), Some(unreported)) = (&self.report, verdict.report) {
                let throttled = verdict.wait.is_some();
                report(RefusedLogin { address, refusal, throttled, unreported });
            }
            Denied { refusal, wait: verdict.wait }
        })
    }

    /// The caller behind a request's headers.
    ///
    /// The table is keyed by SHA-256: which bucket or byte a wrong token misses by says nothing about a right
    /// one, so the time of the look-up leaks nothing.
    pub fn identify(&self, headers: &HeaderMap) -> Result<Principal, Refusal> {
        if let Some(principal) = &self.open {
            return Ok(principal.clone());
        }
        let hash = TokenHash::of(bearer(headers)?);
        self.callers.get(&hash).cloned().ok_or(Refusal::Unknown)
    }
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
        Authenticator::new(Settings { bindings, require: true }).unwrap()
    }

    /// A token that reaches another caller's role would undo everything behind it.
    #[test]
    fn each_token_is_its_own_caller() {
        let authenticator = authenticator();
        for scheme in ["Bearer", "bearer", "BEARER"] {
            let caller = authenticator.identify(&headers(&[&format!("{scheme} two")]));
            assert_eq!(caller, Ok(Principal::new("desk", Role::Writer)));
        }
        let caller = authenticator.identify(&headers(&["Bearer one"]));
        assert_eq!(caller, Ok(Principal::new("ci", Role::Scanner)));
    }

    #[test]
    fn nothing_else_is_let_in() {
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
            assert_eq!(authenticator.identify(&headers(values)), Err(refusal), "{values:?}");
        }
    }

    /// `require` without bindings must shut the door, not open it.
    #[test]
    fn open_access_only_where_nothing_is_bound_and_nothing_required() {
        let shut = Authenticator::new(Settings { bindings: vec![], require: true }).unwrap();
        assert!(!shut.is_open());
        assert_eq!(shut.identify(&headers(&[])), Err(Refusal::Missing));

        let bound = vec![binding("ci", "one", Role::Scanner)];
        let bound = Authenticator::new(Settings { bindings: bound, require: false }).unwrap();
        assert!(!bound.is_open());
        assert_eq!(bound.identify(&headers(&[])), Err(Refusal::Missing));

        let open = Authenticator::new(Settings { bindings: vec![], require: false }).unwrap();
        assert!(open.is_open());
        assert_eq!(open.identify(&headers(&[])), Ok(Principal::open_access(Role::Admin)));
    }

    #[test]
    fn one_token_for_two_callers_is_refused() {
        let bindings =
            vec![binding("first", "one", Role::Admin), binding("second", "one", Role::Reader)];
        let error = Authenticator::new(Settings { bindings, require: true }).unwrap_err();
        assert_eq!(error.to_string(), "the bindings `first` and `second` have the same token");
    }
}
