//! What open connections cost while nothing happens on them.

use std::{fs, sync::Arc};

use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs},
};

use super::{Service, count};
use crate::transport::raw::Connection;

/// KiB that one of `number` connections adds on which a call was made, and again after a second call on each.
async fn cost(service: &Service, number: usize, open: impl AsyncFn() -> Connection) -> (u64, u64) {
    // What the first calls need stays: it belongs to no connection.
    for _ in 0..64 {
        service.answers().await;
    }
    let before = service.memory().await;
    let mut connections = Vec::new();
    for _ in 0..number {
        let mut connection = open().await;
        assert_eq!(service.call(&mut connection).await.status, 200);
        connections.push(connection);
    }
    let idle = service.memory().await;
    for connection in &mut connections {
        assert_eq!(service.call(connection).await.status, 200);
    }
    let later = service.memory().await;
    let each = |after: u64| after.saturating_sub(before).div_ceil(number as u64);
    (each(idle), each(later))
}

#[tokio::test]
async fn an_idle_connection_costs_little_and_does_not_grow() {
    let service = Service::demo(&[]).await;
    let number = count("IDLE_CONNECTIONS", 400);
    let (first, second) = cost(&service, number, async || service.connect().await).await;
    eprintln!("{number} idle connections cost {first} KiB each, {second} KiB after a second call");
    assert!(first <= 24 && second <= 24, "{first} and {second} KiB");
}

#[tokio::test]
async fn an_idle_tls_connection_costs_little_and_does_not_grow() {
    let folder = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (cert, key) = (folder.path().join("tls.crt"), folder.path().join("tls.key"));
    fs::write(&cert, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let environment =
        [("MCP_TLS_CERT", cert.to_str().unwrap()), ("MCP_TLS_KEY", key.to_str().unwrap())];
    let service = Service::demo(&environment).await;
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = TlsConnector::from(Arc::new(config));
    let open = async || {
        let stream = TcpStream::connect(service.address).await.unwrap();
        let stream = connector.connect("localhost".try_into().unwrap(), stream).await.unwrap();
        Connection::over(stream)
    };
    let before = service.memory().await;
    let number = count("IDLE_CONNECTIONS", 400);
    let mut connections = Vec::new();
    let mut costs = Vec::new();
    for round in 0..2 {
        for index in 0..number {
            if round == 0 {
                connections.push(open().await);
            }
            assert_eq!(service.call(&mut connections[index]).await.status, 200);
        }
        let more = service.memory().await.saturating_sub(before);
        costs.push(more.div_ceil(number as u64));
    }
    eprintln!(
        "{number} idle TLS connections cost {costs:?} KiB each, after one call and after two"
    );
    assert!(costs.iter().all(|cost| *cost <= 64), "{costs:?} KiB");
}
