//! Where a request came from, through the proxies that the operator trusts.

use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;
use ipnet::IpNet;

/// Proxies whose `X-Forwarded-For` is believed.
#[derive(Clone, Debug, Default)]
pub struct Proxies(Vec<IpNet>);

#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{0}` is neither an address nor a network like 10.0.0.0/8")]
pub struct MalformedProxy(pub String);

impl Proxies {
    /// Addresses, or networks in CIDR form.
    pub fn parse<T: AsRef<str>>(entries: &[T]) -> Result<Self, MalformedProxy> {
        let network = |entry: &T| {
            let entry = entry.as_ref().trim();
            let network = entry.parse().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from));
            network.map_err(|_| MalformedProxy(entry.to_owned()))
        };
        Ok(Self(entries.iter().map(network).collect::<Result<_, _>>()?))
    }

    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The client's address: the peer's, or, where the peer is a trusted proxy, the right-most hop that is not.
    ///
    /// Hops further left were written by whoever sent the request. Where a hop cannot be read, the one that added
    /// it stands for the client.
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut client = peer.to_canonical();
        let lines: Vec<_> = headers.get_all("x-forwarded-for").iter().collect();
        let hops = lines.iter().rev().flat_map(|line| line.to_str().unwrap_or("?").rsplit(','));
        for hop in hops {
            if !self.contains(client) {
                break;
            }
            let Some(next) = address(hop.trim()) else { break };
            client = next.to_canonical();
        }
        client
    }
}

/// An address as proxies write it: with or without a port, IPv6 with or without brackets.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(hop);
    bare.parse().ok().or_else(|| Some(hop.parse::<SocketAddr>().ok()?.ip()))
}

/// The address by which a client is counted: a home or a machine commonly has a whole IPv6 /64.
pub(crate) fn counted(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let network = u128::from(address) & !u128::from(u64::MAX);
            IpAddr::V6(network.into())
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn client(peer: &str, lines: &[&str]) -> String {
        let proxies = Proxies::parse(&["10.0.0.0/8", "192.0.2.1", "fd00::/8"]).unwrap();
        let lines = lines.iter().map(|line| {
            (http::HeaderName::from_static("x-forwarded-for"), HeaderValue::from_str(line).unwrap())
        });
        proxies.client(peer.parse().unwrap(), &lines.collect()).to_string()
    }

    /// Whoever could choose their address could have others throttled, or never be.
    #[test]
    fn only_trusted_hops_are_believed() {
        for (peer, lines, expected) in [
            ("203.0.113.9", &[][..], "203.0.113.9"),
            ("203.0.113.9", &["198.51.100.1"], "203.0.113.9"),
            ("10.1.1.1", &["198.51.100.1"], "198.51.100.1"),
            ("::ffff:10.1.1.1", &["198.51.100.1"], "198.51.100.1"),
            ("10.1.1.1", &["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
            ("10.1.1.1", &["6.6.6.6, 198.51.100.1, 192.0.2.1"], "198.51.100.1"),
            ("10.1.1.1", &["6.6.6.6", "198.51.100.1", "10.2.2.2"], "198.51.100.1"),
            ("10.1.1.1", &["198.51.100.1:4711"], "198.51.100.1"),
            ("10.1.1.1", &["[2001:db8::7]:4711, fd00::1"], "2001:db8::7"),
            ("10.1.1.1", &["[2001:db8::7]"], "2001:db8::7"),
            ("10.1.1.1", &["6.6.6.6, unknown"], "10.1.1.1"),
            ("10.1.1.1", &[""], "10.1.1.1"),
            ("10.1.1.1", &["10.9.9.9"], "10.9.9.9"),
            ("10.1.1.1", &[], "10.1.1.1"),
        ] {
            assert_eq!(client(peer, lines), expected, "{peer} {lines:?}");
        }
    }

    #[test]
    fn malformed_proxies_are_named() {
        let error = Proxies::parse(&["10.0.0.0/8", "proxy.example"]).unwrap_err();
        let message = "`proxy.example` is neither an address nor a network like 10.0.0.0/8";
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn ipv6_is_counted_by_network() {
        let count = |text: &str| counted(text.parse().unwrap()).to_string();
        assert_eq!(count("2001:db8::1:2:3:4"), "2001:db8::");
        assert_eq!(count("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(count("192.0.2.7"), "192.0.2.7");
    }
}
