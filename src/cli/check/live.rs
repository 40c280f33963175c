//! `check --live`: whether the server that this configuration starts is alive.

use std::{net::IpAddr, time::Duration};

use reqwest::{Client, redirect};
use tokio::{net::TcpStream, time};

use super::report::Check;
use crate::config::{Config, settings::Transport};

const FIX: &str = "look into the server's own log";

pub(super) async fn check(config: &Config, timeout: Duration) -> Check {
    let transport = &config.transport;
    if !transport.kind.is_network() {
        return Check::problem(
            "live",
            "stdio",
            "a server on stdio has no address to ask",
            "use --live with a network transport",
        );
    }
    let host = reachable(&transport.host);
    let place = format!("{host}:{}", transport.port);
    // A client certificate is not at hand here; that the port is open is all that can be told.
    let asks_for_certificate = transport.tls.as_ref().is_some_and(|tls| tls.client_ca.is_some());
    let outcome = if asks_for_certificate {
        connect(&place, timeout).await
    } else {
        ask(transport, &place, timeout).await
    };
    match outcome {
        Ok(()) => Check::good("live", format!("{place} is alive")),
        Err(why) => Check::problem("live", "not_alive", format!("{place} {why}"), FIX),
    }
}

/// The address to ask for one that is listened on: a server on all addresses is asked on loopback.
fn reachable(host: &str) -> String {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) if address.is_unspecified() => "127.0.0.1".to_owned(),
        Ok(IpAddr::V6(address)) if address.is_unspecified() => "[::1]".to_owned(),
        Ok(IpAddr::V6(address)) => format!("[{address}]"),
        _ => bare.to_owned(),
    }
}

async fn connect(place: &str, timeout: Duration) -> Result<(), String> {
    match time::timeout(timeout, TcpStream::connect(place)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(format!("cannot be reached ({error})")),
        Err(_) => Err(format!("did not answer within {} s", timeout.as_secs())),
    }
}

async fn ask(transport: &Transport, place: &str, timeout: Duration) -> Result<(), String> {
    let scheme = if transport.tls.is_some() { "https" } else { "http" };
    let client = Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .timeout(timeout)
        // The certificate is the server's own and names other hosts; nothing is sent and one status is read.
        .tls_danger_accept_invalid_certs(true)
        .build()
        .map_err(|error| error.to_string())?;
    match client.get(format!("{scheme}://{place}/health")).send().await {
        // Any answer shows that requests are taken and served; what it says is for /ready.
        Ok(response) if !response.status().is_server_error() => Ok(()),
        Ok(response) => Err(format!("answers with status {}", response.status().as_u16())),
        Err(error) if error.is_timeout() => {
            Err(format!("did not answer within {} s", timeout.as_secs()))
        }
        Err(_) => Err("cannot be reached".to_owned()),
    }
}
