//! `[transport://]host[:port]`.

use std::{fmt, str::FromStr};

use url::Host;

/// Where syslog is sent to, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    pub transport: Transport,
    /// A name, resolved anew for each connection, or an address; an IPv6 address without its brackets.
    pub host: String,
    pub port: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    Tls,
    Tcp,
    Udp,
}

impl Transport {
    pub const ALL: [Self; 3] = [Self::Tls, Self::Tcp, Self::Udp];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Tls => "tcp+tls",
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }

    /// RFC 5425, section 4.1; 514 is assigned to UDP and what everyone uses for TCP.
    const fn port(self) -> u16 {
        match self {
            Self::Tls => 6514,
            Self::Tcp | Self::Udp => 514,
        }
    }
}

impl Destination {
    /// Names its cursor.
    pub fn name(&self) -> String {
        let host = self.host.replace(':', "_");
        format!("syslog-{}-{host}-{}", self.transport.word().replace('+', "-"), self.port)
    }
}

impl fmt::Display for Destination {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { transport, host, port } = self;
        let (open, close) = if host.contains(':') { ("[", "]") } else { ("", "") };
        write!(formatter, "syslog {}://{open}{host}{close}:{port}", transport.word())
    }
}

impl FromStr for Destination {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str =
            "must be [transport://]host[:port] with tcp+tls (default), tls, tcp or udp";
        let (transport, place) = match text.split_once("://") {
            None => (Transport::Tls, text),
            Some((word, place)) => {
                let transport = match word.to_ascii_lowercase().as_str() {
                    "tcp+tls" | "tls" => Transport::Tls,
                    "tcp" => Transport::Tcp,
                    "udp" => Transport::Udp,
                    _ => return Err(FORM),
                };
                (transport, place)
            }
        };
        let place = place.trim_end_matches('/');
        // `::1` has colons and no port; with a port an IPv6 address stands in brackets.
        let is_bare_address = place.parse::<std::net::Ipv6Addr>().is_ok();
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !is_bare_address && !port.ends_with(']') => {
                let port = port.parse().ok().filter(|port| *port > 0);
                (host, port.ok_or("must have a port from 1 to 65535 after its last colon")?)
            }
            _ => (place, transport.port()),
        };
        let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        let bare = bracketed.unwrap_or(host);
        let is_address = bare.parse::<std::net::Ipv6Addr>().is_ok();
        if !is_address && (bracketed.is_some() || Host::parse(host).is_err()) {
            return Err(FORM);
        }
        Ok(Self { transport, host: bare.to_owned(), port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seeds_forms_are_read_with_their_defaults() {
        let cases = [
            ("siem.example.com", "syslog tcp+tls://siem.example.com:6514"),
            ("siem.example.com:1514", "syslog tcp+tls://siem.example.com:1514"),
            ("tls://siem.example.com", "syslog tcp+tls://siem.example.com:6514"),
            ("TCP+TLS://10.0.0.1", "syslog tcp+tls://10.0.0.1:6514"),
            ("tcp://siem.example.com", "syslog tcp://siem.example.com:514"),
            ("udp://siem.example.com/", "syslog udp://siem.example.com:514"),
            ("udp://[2001:db8::1]:5514", "syslog udp://[2001:db8::1]:5514"),
            ("tcp://[::1]", "syslog tcp://[::1]:514"),
            ("::1", "syslog tcp+tls://[::1]:6514"),
        ];
        for (text, shown) in cases {
            assert_eq!(text.parse::<Destination>().map(|it| it.to_string()), Ok(shown.to_owned()));
        }
        for text in ["http://a", "tcp://", "a:0", "a:x", "a:70000", "tcp://[a]:1", "a b", "[::1"] {
            assert!(text.parse::<Destination>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_name_can_stand_in_a_files_name() {
        let name = "tcp://[::1]:5".parse::<Destination>().unwrap().name();
        assert_eq!(name, "syslog-tcp-__1-5");
    }
}
