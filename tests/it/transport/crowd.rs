//! Many connections, and many failed logins: others are answered throughout.

use std::sync::{Arc, Mutex};

use mcp_defectdojo::{
    auth::{Authenticator, Refusal, RefusedLogin},
    transport::Settings,
};
use serde_json::json;

use super::{
    raw::{Connection, Request},
    server::{Server, as_writer, bindings},
};

fn whoami<'a>() -> Request<'a> {
    as_writer(Request::call("whoami", &json!({})))
}

/// Whoever fills all places with connections that say nothing loses the oldest of them to whoever comes next.
#[tokio::test]
async fn silent_connections_do_not_keep_others_out() {
    let settings = Settings { connection_limit: 50, ..Settings::default() };
    let server = Server::start(settings, bindings()).await;
    let mut proven = server.connect().await;
    assert_eq!(proven.ask(&whoami()).await.status, 200);
    let mut silent = Vec::new();
    for _ in 0..1000 {
        silent.push(Connection::open(server.address).await);
    }
    assert_eq!(server.connect().await.ask(&whoami()).await.status, 200);
    assert_eq!(proven.ask(&whoami()).await.status, 200);
    // A wrong token proves nothing.
    for connection in &mut silent[..900] {
        connection.closed().await;
    }
    server.stop().await;
}

#[tokio::test]
async fn when_all_places_are_in_use_more_are_refused() {
    let settings = Settings { connection_limit: 2, ..Settings::default() };
    let server = Server::start(settings, bindings()).await;
    let mut proven = [server.connect().await, server.connect().await];
    for connection in &mut proven {
        assert_eq!(connection.ask(&whoami()).await.status, 200);
    }
    server.connect().await.closed().await;
    for connection in &mut proven {
        assert_eq!(connection.ask(&whoami()).await.status, 200);
    }
    drop(proven);
    // The places are free again, as soon as the server has seen it.
    let mut next = server.connect().await;
    next.send(&whoami().bytes()).await;
    while next.answer().await.is_none() {
        next = server.connect().await;
        next.send(&whoami().bytes()).await;
    }
    server.stop().await;
}

type Reports = Arc<Mutex<Vec<RefusedLogin>>>;

fn reporting() -> (Authenticator, Reports) {
    let reports = Reports::default();
    let seen = reports.clone();
    let report = move |login| seen.lock().unwrap().push(login);
    (Authenticator::new(bindings()).unwrap().reporting(report), reports)
}

/// Guessing is slowed, one address at a time, and never at the cost of a right token.
#[tokio::test]
async fn an_address_that_guesses_waits_and_a_right_token_does_not() {
    let settings = Settings { trusted_proxies: vec!["127.0.0.0/8".into()], ..Settings::default() };
    let (authenticator, reports) = reporting();
    let server = Server::with(settings, authenticator).await;
    let mut connection = server.connect().await;
    let from = |address| Request::call("whoami", &json!({})).header("X-Forwarded-For", address);
    let guess = |address| from(address).header("Authorization", "Bearer guess");
    for _ in 0..10 {
        assert_eq!(connection.ask(&guess("198.51.100.7")).await.status, 401);
    }
    for _ in 0..5 {
        let answer = connection.ask(&guess("6.6.6.6, 198.51.100.7")).await;
        assert_eq!(answer.status, 429);
        let seconds: u64 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=61).contains(&seconds), "{seconds}");
    }
    assert_eq!(connection.ask(&guess("198.51.100.8")).await.status, 401);
    assert_eq!(connection.ask(&from("198.51.100.7")).await.status, 401);
    assert_eq!(connection.ask(&as_writer(from("198.51.100.7"))).await.text(), "desk writer");
    server.stop().await;

    let reports = reports.lock().unwrap();
    let seen = |refusal, throttled| {
        reports
            .iter()
            .filter(|login| (login.refusal, login.throttled) == (refusal, throttled))
            .count()
    };
    assert_eq!(seen(Refusal::Unknown, false), 11);
    assert_eq!(seen(Refusal::Unknown, true), 1);
    assert_eq!(seen(Refusal::Missing, false), 1);
    assert_eq!(reports.len(), 13);
    assert_eq!(reports[0].address.to_string(), "198.51.100.7");
}

/// Without a trusted proxy the header is whatever the guesser likes.
#[tokio::test]
async fn a_forged_address_is_not_counted() {
    let (authenticator, reports) = reporting();
    let server = Server::with(Settings::default(), authenticator).await;
    let mut connection = server.connect().await;
    for last in 0..11 {
        let address = format!("198.51.100.{last}");
        let guess = Request::call("whoami", &json!({}))
            .header("X-Forwarded-For", &address)
            .header("Authorization", "Bearer guess");
        assert_eq!(connection.ask(&guess).await.status, if last < 10 { 401 } else { 429 });
    }
    server.stop().await;
    assert!(reports.lock().unwrap().iter().all(|login| login.address.is_loopback()));
}

#[tokio::test]
async fn proxies_that_mean_nothing_are_refused() {
    let settings = Settings {
        bind: ([127, 0, 0, 1], 0).into(),
        trusted_proxies: vec!["proxy.example".into()],
        ..Settings::default()
    };
    let error = mcp_defectdojo::transport::http::bind(settings).await.unwrap_err();
    assert!(error.to_string().contains("`proxy.example` is neither"), "{error}");
}
