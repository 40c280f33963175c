//! Which `Host` and `Origin` are answered.
//!
//! A page in a browser can reach a server on loopback or in a private network: by its own requests, which carry
//! `Origin`, or by pointing a name of its own at the server's address (DNS rebinding), which shows in `Host`.

use std::net::{IpAddr, Ipv6Addr};

use http::{HeaderMap, HeaderValue, Uri, header::HOST, header::ORIGIN, uri::Authority};

use super::{Error, Settings};

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The lists that a request's headers must match.
#[derive(Debug)]
pub(super) struct Gate {
    /// `None` answers every host.
    hosts: Option<Vec<Place>>,
    /// Whether a host that is no name but an address is answered too: nobody can point that elsewhere.
    any_address: bool,
    origins: Vec<(String, Place)>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Blocked {
    Host,
    Origin,
}

#[derive(Debug, Eq, PartialEq)]
struct Place {
    host: String,
    /// `None` stands for any.
    port: Option<u16>,
}

impl Gate {
    /// `open` says that callers need no token, so that the browser's own rules are all that keeps pages out.
    pub(super) fn new(settings: &Settings, open: bool) -> Result<Self, Error> {
        let bad = |entry: &String| Error::Allowed { entry: entry.clone() };
        let hosts = if settings.allowed_hosts.is_empty() {
            let own = settings.bind.ip();
            let reached = !own.is_loopback() && !own.is_unspecified();
            let loopback = LOOPBACK.map(str::to_owned).into_iter();
            let hosts = loopback.chain(reached.then(|| written(own)));
            open.then(|| hosts.map(|host| Place { host, port: None }).collect())
        } else {
            let places = settings.allowed_hosts.iter();
            Some(
                places
                    .map(|entry| place(entry).ok_or_else(|| bad(entry)))
                    .collect::<Result<_, _>>()?,
            )
        };
        let origins = if settings.allowed_origins.is_empty() {
            let loopback = |scheme: &str| {
                LOOPBACK.map(|host| (scheme.to_owned(), Place { host: host.into(), port: None }))
            };
            loopback("http").into_iter().chain(loopback("https")).collect()
        } else {
            let entries = settings.allowed_origins.iter();
            entries
                .map(|entry| origin(entry).ok_or_else(|| bad(entry)))
                .collect::<Result<_, _>>()?
        };
        let any_address = settings.allowed_hosts.is_empty() && settings.bind.ip().is_unspecified();
        Ok(Self { hosts, any_address, origins })
    }

    /// Checks one request, and gives back the origin of the page that sent it, if one did.
    pub(super) fn admit<'a>(
        &self,
        uri: &Uri,
        headers: &'a HeaderMap,
    ) -> Result<Option<&'a HeaderValue>, Blocked> {
        if let Some(hosts) = &self.hosts {
            // RFC 9112 section 3.2.2: an absolute request target overrules the header.
            let named = match uri.authority() {
                Some(authority) => Some(authority.clone()),
                None => single(headers, &HOST).and_then(|host| host.parse::<Authority>().ok()),
            };
            let known = named.is_some_and(|named| {
                (self.any_address && is_address(named.host()))
                    || hosts.iter().any(|host| host.matches(&named))
            });
            if !known {
                return Err(Blocked::Host);
            }
        }
        if !headers.contains_key(ORIGIN) {
            return Ok(None);
        }
        let known = single(headers, &ORIGIN).is_some_and(|text| {
            text.parse::<Uri>().is_ok_and(|uri| {
                self.origins.iter().any(|(scheme, place)| {
                    let default = default_port(scheme);
                    uri.scheme_str() == Some(scheme)
                        && uri.authority().is_some_and(|named| {
                            named.host().eq_ignore_ascii_case(&place.host)
                                && place
                                    .port
                                    .is_none_or(|port| named.port_u16().or(default) == Some(port))
                        })
                })
            })
        });
        if known { Ok(headers.get(ORIGIN)) } else { Err(Blocked::Origin) }
    }
}

impl Place {
    fn matches(&self, named: &Authority) -> bool {
        named.host().eq_ignore_ascii_case(&self.host)
            && self.port.is_none_or(|port| named.port_u16() == Some(port))
    }
}

/// An address as it stands in `Host`.
fn written(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("[{address}]"),
    }
}

fn is_address(host: &str) -> bool {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    bare.parse::<IpAddr>().is_ok()
}

/// A header that stands exactly once and is text.
fn single<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Whether an entry of [`Settings::allowed_hosts`] means something.
pub fn is_host(entry: &str) -> bool {
    place(entry).is_some()
}

/// Whether an entry of [`Settings::allowed_origins`] means something.
pub fn is_origin(entry: &str) -> bool {
    origin(entry).is_some()
}

/// `host`, `host:port` or `host:*`.
fn place(entry: &str) -> Option<Place> {
    let entry = entry.trim();
    let entry = entry.strip_suffix(":*").unwrap_or(entry);
    // An address like ::1 needs brackets only where a port may follow.
    let bracketed = entry.parse::<Ipv6Addr>().ok().map(|address| written(address.into()));
    let authority: Authority = bracketed.as_deref().unwrap_or(entry).parse().ok()?;
    let plain = !authority.as_str().contains('@') && !authority.host().is_empty();
    plain.then(|| Place { host: authority.host().to_owned(), port: authority.port_u16() })
}

/// `scheme://host`, `scheme://host:port` or `scheme://host:*`; without a port the scheme's own is meant.
fn origin(entry: &str) -> Option<(String, Place)> {
    let entry = entry.trim().trim_end_matches('/');
    let (scheme, rest) = entry.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let mut place = place(rest)?;
    if place.port.is_none() && !rest.ends_with(":*") {
        place.port = Some(default_port(&scheme)?);
    }
    Some((scheme, place))
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate(hosts: &[&str], origins: &[&str], open: bool) -> Result<Gate, Error> {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        let settings = Settings {
            allowed_hosts: owned(hosts),
            allowed_origins: owned(origins),
            ..Settings::default()
        };
        Gate::new(&settings, open)
    }

    fn admits(gate: &Gate, host: &str, origin: Option<&str>) -> Result<(), Blocked> {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        gate.admit(&Uri::from_static("/mcp"), &headers).map(drop)
    }

    #[test]
    fn without_authentication_only_loopback_names_are_answered() {
        let gate = gate(&[], &[], true).unwrap();
        for host in ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"] {
            assert_eq!(admits(&gate, host, None), Ok(()), "{host}");
        }
        for host in ["rebound.example", "127.0.0.1.rebound.example", "10.0.0.1", "localhost@x"] {
            assert_eq!(admits(&gate, host, None), Err(Blocked::Host), "{host}");
        }
        let headers = HeaderMap::new();
        assert_eq!(gate.admit(&Uri::from_static("/mcp"), &headers), Err(Blocked::Host));
    }

    /// Where other machines may call without a token, they call by an address: a name of a page's choosing stays out.
    #[test]
    fn an_open_network_is_called_by_address() {
        let listening = |address: &str| {
            let bind = (address.parse::<IpAddr>().unwrap(), 8000).into();
            Gate::new(&Settings { bind, ..Settings::default() }, true).unwrap()
        };
        let one = listening("10.0.0.5");
        for (host, outcome) in [
            ("10.0.0.5:8000", Ok(())),
            ("localhost", Ok(())),
            ("10.0.0.6", Err(Blocked::Host)),
            ("rebound.example", Err(Blocked::Host)),
        ] {
            assert_eq!(admits(&one, host, None), outcome, "{host}");
        }
        assert_eq!(admits(&listening("fd00::5"), "[fd00::5]:8000", None), Ok(()));
        for every in ["0.0.0.0", "::"] {
            let every = listening(every);
            for host in ["10.0.0.5:8000", "[fd00::5]", "localhost:8000"] {
                assert_eq!(admits(&every, host, None), Ok(()), "{host}");
            }
            for host in ["rebound.example", "10.0.0.5.rebound.example", "dojo-mcp:8000"] {
                assert_eq!(admits(&every, host, None), Err(Blocked::Host), "{host}");
            }
        }
    }

    #[test]
    fn with_authentication_hosts_are_checked_when_listed() {
        let any = gate(&[], &[], false).unwrap();
        assert_eq!(admits(&any, "dojo.example", None), Ok(()));

        let listed = gate(&["dojo.example", "other.example:8443", "::1"], &[], false).unwrap();
        for host in ["dojo.example", "Dojo.Example:9", "other.example:8443", "[::1]:7"] {
            assert_eq!(admits(&listed, host, None), Ok(()), "{host}");
        }
        for host in ["other.example", "other.example:1", "localhost", "a.dojo.example"] {
            assert_eq!(admits(&listed, host, None), Err(Blocked::Host), "{host}");
        }
    }

    /// A second Host header could be the one that a proxy believed.
    #[test]
    fn repeated_headers_are_not_believed() {
        let gate = gate(&["dojo.example"], &[], false).unwrap();
        let mut headers = HeaderMap::new();
        headers.append(HOST, HeaderValue::from_static("dojo.example"));
        headers.append(HOST, HeaderValue::from_static("dojo.example"));
        assert_eq!(gate.admit(&Uri::from_static("/mcp"), &headers), Err(Blocked::Host));
        let absolute = Uri::from_static("http://dojo.example/mcp");
        assert_eq!(gate.admit(&absolute, &headers), Ok(None));
    }

    #[test]
    fn an_origin_must_be_listed() {
        let loopback = gate(&[], &[], false).unwrap();
        for origin in ["http://localhost:6274", "https://127.0.0.1", "http://[::1]:1"] {
            assert_eq!(admits(&loopback, "x", Some(origin)), Ok(()), "{origin}");
        }
        for origin in ["null", "http://evil.example", "file://", "http://localhost.evil.example"] {
            assert_eq!(admits(&loopback, "x", Some(origin)), Err(Blocked::Origin), "{origin}");
        }

        let origins = ["https://app.example", "http://dev.example:*", "http://x.example:81/"];
        let listed = gate(&[], &origins, false).unwrap();
        for origin in [
            "https://app.example",
            "https://app.example:443",
            "http://dev.example:9",
            "http://x.example:81",
        ] {
            assert_eq!(admits(&listed, "x", Some(origin)), Ok(()), "{origin}");
        }
        for origin in ["http://app.example", "https://app.example:8443", "http://localhost:1"] {
            assert_eq!(admits(&listed, "x", Some(origin)), Err(Blocked::Origin), "{origin}");
        }
    }

    #[test]
    fn entries_that_mean_nothing_are_refused() {
        for host in ["", "http://dojo.example", "a b", "user@dojo.example"] {
            let error = gate(&[host], &[], false).unwrap_err();
            assert_eq!(error.to_string(), format!("take `{host}` as an allowed host or origin"));
        }
        for origin in ["dojo.example", "ftp://dojo.example", "https://"] {
            gate(&[], &[origin], false).unwrap_err();
        }
    }
}
