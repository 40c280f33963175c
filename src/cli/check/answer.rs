//! What DefectDojo, or whatever stands where it should be, can answer; each kind of trouble with its remedy.

use std::{fmt, path::PathBuf};

use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

/// An answer as it arrived.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    /// As much of it as was asked for.
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The JSON of a good answer; otherwise what went wrong.
    pub(super) fn json(&self) -> Result<Value, Trouble> {
        let json = serde_json::from_slice::<Value>(&self.body).ok();
        let detail = json.as_ref().and_then(|json| json.get("detail")).and_then(Value::as_str);
        let words = String::from_utf8_lossy(&self.body);
        match self.status.as_u16() {
            200..=299 => json.ok_or_else(|| {
                let is_login = words.contains("DefectDojo") || words.contains("defectdojo");
                if self.is_html() { Trouble::Html { is_login } } else { Trouble::NotDojo }
            }),
            300..=399 => {
                let to = self.header(header::LOCATION);
                let to = to.split(['?', '#']).next().unwrap_or_default();
                Err(Trouble::Redirect { to: to.to_owned() })
            }
            400 if words.contains("HTTPS port") || words.contains("HTTPS server") => {
                Err(Trouble::PlainToTls)
            }
            400 if self.is_html() => Err(Trouble::HostNotAllowed),
            401 => Err(match self.header(header::WWW_AUTHENTICATE) {
                front if front.starts_with("Token") => Trouble::KeyRefused,
                _ => Trouble::PasswordInFront,
            }),
            403 => Err(match detail {
                Some(detail) if detail.starts_with("Invalid token") => Trouble::KeyRefused,
                Some(detail) if detail.starts_with("Authentication credentials were not") => {
                    Trouble::KeyLost
                }
                Some(detail) => Trouble::NoPermission { detail: plain(detail) },
                None => Trouble::Forbidden,
            }),
            404 => Err(Trouble::NotFound),
            407 => Err(Trouble::ProxyPassword),
            429 => Err(Trouble::TooMany),
            500..=599 => Err(Trouble::Down { status: self.status.as_u16() }),
            status => Err(Trouble::Status { status }),
        }
    }

    fn is_html(&self) -> bool {
        self.header(header::CONTENT_TYPE).starts_with("text/html")
    }

    pub(super) fn header(&self, name: header::HeaderName) -> String {
        let value = self.headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
        value.map_or(String::new(), |value| plain(&value))
    }
}

/// Foreign words as they may stand in a terminal: short, without control characters.
pub(super) fn plain(words: &str) -> String {
    const LONGEST: usize = 120;
    let mut text: String = words.chars().take(LONGEST).flat_map(char::escape_debug).collect();
    if words.chars().nth(LONGEST).is_some() {
        text.push('…');
    }
    text.replace("\\'", "'").replace("\\\"", "\"")
}

/// Why DefectDojo cannot be worked with.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Trouble {
    UnknownHost,
    Refused,
    NoRoute,
    Closed,
    TimedOut {
        seconds: u64,
    },
    Broken(String),
    NotHttp,
    UnknownAuthority,
    /// What `openssl req -x509` makes when nothing is said: an authority's certificate that a server shows as its own.
    AuthorityAsServer,
    WrongName,
    Expired,
    NotValidYet,
    Tls(String),
    NotTls,
    PlainToTls,
    UnusableCa {
        path: PathBuf,
        why: String,
    },
    /// The direct way works and the one through the proxy does not; the variable names the proxy.
    Proxy {
        variable: String,
    },
    ProxyPassword,
    Redirect {
        to: String,
    },
    Html {
        is_login: bool,
    },
    NotDojo,
    NotFound,
    TooOld,
    HostNotAllowed,
    PasswordInFront,
    KeyRefused,
    KeyLost,
    NoPermission {
        detail: String,
    },
    Forbidden,
    TooMany,
    Down {
        status: u16,
    },
    Status {
        status: u16,
    },
}

impl Trouble {
    /// Whether DefectDojo itself was reached and said no.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, Self::KeyRefused | Self::KeyLost | Self::NoPermission { .. })
    }

    /// A word that stays the same from version to version.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::UnknownHost => "unknown_host",
            Self::Refused => "connection_refused",
            Self::NoRoute => "no_route",
            Self::Closed => "connection_closed",
            Self::TimedOut { .. } => "timeout",
            Self::Broken(_) => "connection_failed",
            Self::NotHttp => "not_http",
            Self::UnknownAuthority => "tls_unknown_ca",
            Self::AuthorityAsServer => "tls_ca_as_server",
            Self::WrongName => "tls_wrong_name",
            Self::Expired => "tls_expired",
            Self::NotValidYet => "tls_not_valid_yet",
            Self::Tls(_) => "tls",
            Self::NotTls => "tls_not_spoken",
            Self::PlainToTls => "tls_expected",
            Self::UnusableCa { .. } => "ca_unusable",
            Self::Proxy { .. } => "proxy",
            Self::ProxyPassword => "proxy_password",
            Self::Redirect { .. } => "redirect",
            Self::Html { .. } => "html",
            Self::NotDojo => "not_defectdojo",
            Self::NotFound => "wrong_url",
            Self::TooOld => "old_version",
            Self::HostNotAllowed => "host_not_allowed",
            Self::PasswordInFront => "password_in_front",
            Self::KeyRefused => "key_refused",
            Self::KeyLost => "key_lost",
            Self::NoPermission { .. } => "no_permission",
            Self::Forbidden => "forbidden",
            Self::TooMany => "rate_limited",
            Self::Down { .. } => "server_error",
            Self::Status { .. } => "unexpected_status",
        }
    }

    pub(super) fn fix(&self) -> String {
        let words = match self {
            Self::UnknownHost => {
                "check the spelling of DEFECTDOJO_URL, and that this machine's DNS knows the name; in a container use the service's name"
            }
            Self::Refused => {
                "start DefectDojo, or correct the port in DEFECTDOJO_URL; in a container localhost is the container itself"
            }
            Self::NoRoute | Self::Closed | Self::Broken(_) => {
                "check the network between this machine and DefectDojo: VPN, firewall, security group"
            }
            Self::TimedOut { .. } => {
                "check VPN and firewall first; if DefectDojo is only slow, --timeout gives it longer"
            }
            Self::NotHttp => {
                "correct the port in DEFECTDOJO_URL; if TLS is spoken there, write https://"
            }
            Self::UnknownAuthority => {
                "set DEFECTDOJO_CA to a PEM file of the authority that signed DefectDojo's certificate"
            }
            Self::AuthorityAsServer => {
                "make the certificate anew with `-addext basicConstraints=critical,CA:FALSE`, and let DEFECTDOJO_CA name it"
            }
            Self::WrongName => {
                "use the host name that the certificate was issued for in DEFECTDOJO_URL, or renew the certificate with this name"
            }
            Self::Expired => "renew DefectDojo's certificate, or correct this machine's clock",
            Self::NotValidYet => {
                "correct this machine's clock, or wait until the certificate is valid"
            }
            Self::Tls(why) if why.contains("No CA certificates") => {
                "install this system's certificate authorities (Debian: ca-certificates), or name DefectDojo's own in DEFECTDOJO_CA"
            }
            Self::Tls(_) => {
                "let DefectDojo's web server speak TLS 1.2 or 1.3 with a current configuration"
            }
            Self::NotTls => {
                "that port speaks plain HTTP: correct the port in DEFECTDOJO_URL, or for a local DefectDojo use http:// with ALLOW_INSECURE_HTTP=true"
            }
            Self::PlainToTls => "write https:// in DEFECTDOJO_URL",
            Self::UnusableCa { .. } => "let DEFECTDOJO_CA name a readable file of PEM certificates",
            Self::Proxy { variable } => {
                return format!("add DefectDojo's host to NO_PROXY, or correct {variable}");
            }
            Self::ProxyPassword => {
                "put user and password into the proxy's URL, or add DefectDojo's host to NO_PROXY"
            }
            Self::Redirect { to } if to.contains("login") || to.contains("auth") => {
                "let /api/v2/ pass the single sign-on in front of DefectDojo: API keys cannot log in there"
            }
            Self::Redirect { .. } => {
                "set DEFECTDOJO_URL to the address it leads to; redirects are not followed"
            }
            Self::Html { is_login: true } => {
                "set DEFECTDOJO_URL to DefectDojo's base address, the one in front of /api/v2/, and let /api/v2/ pass whatever asks for a login"
            }
            Self::Html { is_login: false } | Self::NotDojo | Self::NotFound => {
                "set DEFECTDOJO_URL to DefectDojo's base address: the one in front of /api/v2/, with its path if it has one"
            }
            Self::TooOld => "update DefectDojo",
            Self::HostNotAllowed => {
                "add the host name of DEFECTDOJO_URL to DefectDojo's DD_ALLOWED_HOSTS"
            }
            Self::PasswordInFront => {
                "let /api/v2/ pass the password check of the web server in front of DefectDojo"
            }
            Self::KeyRefused => {
                "copy the key anew from DefectDojo's API v2 Key page; resetting it there makes the old one invalid"
            }
            Self::KeyLost => {
                "let the web server in front of DefectDojo pass the Authorization header on"
            }
            Self::NoPermission { .. } => {
                "give the key's user access in DefectDojo, or use the key of a user who has it"
            }
            Self::Forbidden => {
                "let the web server or firewall in front of DefectDojo admit this machine"
            }
            Self::TooMany => "wait, or raise the limit in front of DefectDojo",
            Self::Down { .. } => {
                "look into DefectDojo's own logs: its web server answers and it does not"
            }
            Self::Status { .. } => {
                "look into the logs of DefectDojo and of what stands in front of it"
            }
        };
        words.to_owned()
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownHost => "its host name is not known here",
            Self::Refused => "the connection is refused: nothing listens there",
            Self::NoRoute => "there is no way to it through the network",
            Self::Closed => "the connection was closed before an answer came",
            Self::TimedOut { seconds } => {
                return write!(f, "there was no answer within {seconds} s");
            }
            Self::Broken(why) => return write!(f, "the connection failed ({why})"),
            Self::NotHttp => "what answers there does not speak HTTP",
            Self::UnknownAuthority => {
                "its TLS certificate was signed by an authority that is not trusted here"
            }
            Self::AuthorityAsServer => "its TLS certificate is an authority's, shown as a server's",
            Self::WrongName => "its TLS certificate is for another host name",
            Self::Expired => "its TLS certificate has expired",
            Self::NotValidYet => "its TLS certificate is not valid yet",
            Self::Tls(why) => return write!(f, "TLS failed ({why})"),
            Self::NotTls => "what answers there does not speak TLS",
            Self::PlainToTls => "it expects TLS there and was asked without",
            Self::UnusableCa { path, why } => {
                return write!(f, "DEFECTDOJO_CA ({}) cannot be used: {why}", path.display());
            }
            Self::Proxy { variable } => {
                return write!(f, "it answers directly and not through the proxy of {variable}");
            }
            Self::ProxyPassword => "the proxy asks for a password",
            Self::Redirect { to } => return write!(f, "it redirects to {to}"),
            Self::Html { is_login: true } => "a page of DefectDojo answers, not its API",
            Self::Html { is_login: false } => "a web page answers, not DefectDojo's API",
            Self::NotDojo => "what answers there is not DefectDojo",
            Self::NotFound => "there is no API under this address (404)",
            Self::TooOld => "it is too old to say whose key this is",
            Self::HostNotAllowed => "it refuses this host name (400 with a page instead of JSON)",
            Self::PasswordInFront => "a web server in front of it asks for a password (401)",
            Self::KeyRefused => "it refuses the key",
            Self::KeyLost => "the key does not arrive: it says that none was sent",
            Self::NoPermission { detail } => return write!(f, "the key may not do this: {detail}"),
            Self::Forbidden => {
                "something in front of it forbids the request (403 without DefectDojo's words)"
            }
            Self::TooMany => "it is asked too often (429)",
            Self::Down { status } => return write!(f, "it fails with status {status}"),
            Self::Status { status } => return write!(f, "it answers with status {status}"),
        })
    }
}
