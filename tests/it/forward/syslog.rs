//! Syslog over each of its transports, compared with the log itself.

use std::{path::Path, time::Duration};

use mcp_defectdojo::{
    audit::Log,
    forward::{SyslogSettings, Target, TlsFiles},
};
use tempfile::{TempDir, tempdir};
use tokio::net::UdpSocket;

use super::{
    PATIENCE, forwarder, lines, member, of_the_log,
    receiver::{Authority, Received, Receiver, record_of},
    record, settings, until,
};

pub(super) fn target(destination: &str) -> Target {
    secured(destination, TlsFiles::default())
}

/// A destination over TCP that has little patience, for receivers that come and go.
pub(super) fn impatient(address: &str) -> Target {
    let destination = format!("tcp://{address}").parse().unwrap();
    let patience = Duration::from_secs(1);
    Target::Syslog(SyslogSettings { destination, files: TlsFiles::default(), patience })
}

/// A destination whose certificate this authority signed.
pub(super) fn trusting(destination: &str, ca: &Path) -> Target {
    secured(destination, TlsFiles { ca: Some(ca.to_owned()), ..TlsFiles::default() })
}

fn secured(destination: &str, files: TlsFiles) -> Target {
    let destination = destination.parse().unwrap();
    Target::Syslog(SyslogSettings { destination, files, patience: PATIENCE })
}

pub(super) fn records(received: &Received) -> Vec<String> {
    received.all().iter().map(|message| record_of(message)).collect()
}

/// Everything of a log, to one destination.
async fn send(folder: &Path, target: Target, count: usize) -> Vec<String> {
    let file = folder.join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    let forwarder = forwarder(&log, vec![target]);
    record(&log, count).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
    assert_eq!(forwarder.statuses()[0].lag, 0, "{:?}", forwarder.statuses());
    lines(&file)
}

/// Were a byte different, whoever verifies the chain at the receiver would see tampering.
#[tokio::test]
async fn tcp_carries_every_record_in_order_byte_for_byte() {
    let folder = tempdir().unwrap();
    for address in ["127.0.0.1:0", "[::1]:0"] {
        let receiver = Receiver::syslog(address, &Received::new(), None).await;
        let folder = TempDir::new_in(folder.path()).unwrap();
        let log = send(folder.path(), target(&format!("tcp://{}", receiver.address)), 30).await;
        let came = records(&receiver.received);
        assert_eq!(of_the_log(&came), log);
        assert_eq!(member(&came[0], "event_type"), "audit_checkpoint", "checkpoints go first");
        for message in receiver.received.all() {
            let record = record_of(&message);
            let (header, rest) = message.split_once(" [meta sequenceId=\"").unwrap();
            let fields: Vec<_> = header.split(' ').collect();
            assert_eq!(fields[1], member(&record, "timestamp"), "{message}");
            assert_eq!(fields[3], "mcp-defectdojo");
            assert_eq!(fields[5], member(&record, "event_type"));
            if let Some(seq) = member(&record, "seq").as_u64() {
                let expected = format!(
                    "{seq}\"][audit@32473 chain={} seq=\"{seq}\" kid={} mac={}] {record}",
                    member(&record, "chain_id"),
                    member(&record, "kid"),
                    member(&record, "integrity_hmac"),
                );
                assert_eq!(rest, expected);
            }
        }
    }
}

#[tokio::test]
async fn tls_is_trusted_by_the_given_authority_alone_and_shows_our_certificate() {
    let folder = tempdir().unwrap();
    let (ours, clients) = (Authority::new(), Authority::new());
    let path = |name: &str| folder.path().join(name);
    ours.write(&path("ca.pem"));
    clients.write(&path("other-ca.pem"));
    clients.issue(&path("client.pem"), &path("client.key"));
    let tls = Some(ours.server(Some(&clients)));
    let receiver = Receiver::syslog("127.0.0.1:0", &Received::new(), tls).await;
    let destination = format!("localhost:{}", receiver.address.port());
    let files = TlsFiles {
        ca: Some(path("ca.pem")),
        cert: Some(path("client.pem")),
        key: Some(path("client.key")),
    };
    let log = send(folder.path(), secured(&destination, files.clone()), 10).await;
    assert_eq!(of_the_log(&records(&receiver.received)), log);

    let no_certificate = TlsFiles { cert: None, key: None, ..files.clone() };
    let other = TlsFiles { ca: Some(path("other-ca.pem")), ..files.clone() };
    for (files, fix) in [(no_certificate, "AUDIT_LOG_SYSLOG_CERT"), (other, "AUDIT_LOG_SYSLOG_CA")]
    {
        let verdict = secured(&destination, files).probe().await.unwrap().in_words();
        assert!(verdict.starts_with("refused: ") && verdict.contains(fix), "{verdict}");
    }
    let expired = Some(ours.expired_server());
    let receiver = Receiver::syslog("127.0.0.1:0", &Received::new(), expired).await;
    let destination = format!("tls://localhost:{}", receiver.address.port());
    let verdict = secured(&destination, files).probe().await.unwrap().in_words();
    assert!(verdict.contains("its certificate has expired"), "{verdict}");
}

/// A datagram that some receiver would cut would be half a record: a whole stub that names it comes instead.
#[tokio::test]
async fn udp_sends_whole_messages_and_stubs_for_long_ones() {
    let folder = tempdir().unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let port = socket.local_addr().unwrap().port();
    let file = folder.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    let forwarder = forwarder(&log, vec![target(&format!("udp://127.0.0.1:{port}"))]);
    record(&log, 1).await;
    let mut lengthy = super::call("list_findings");
    lengthy.request_params.insert("tags".to_owned(), vec!["a tag of some length"; 200].into());
    log.append(super::success(&lengthy)).await.unwrap();
    log.close().await;
    forwarder.stop(PATIENCE).await;
    let mut came = Vec::new();
    let mut buffer = vec![0; 65_536];
    while let Ok((length, _)) = socket.try_recv_from(&mut buffer) {
        assert!(length <= 2048);
        came.push(record_of(std::str::from_utf8(&buffer[..length]).unwrap()));
    }
    let log = lines(&file);
    assert_eq!(came.iter().filter(|event| log.contains(event)).count(), log.len() - 1);
    let line = log.iter().find(|line| line.len() > 2048).unwrap();
    let stub = came.iter().find(|event| !member(event, "record_sha256").is_null()).unwrap();
    assert_eq!(member(stub, "seq"), member(line, "seq"));
    assert_eq!(member(stub, "record_bytes"), line.len());
    let digest = <sha2::Sha256 as sha2::Digest>::digest(line.as_bytes());
    let digest = digest.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    assert_eq!(member(stub, "record_sha256"), digest);
}

/// A receiver that is killed has not read everything: what it may have missed comes again.
#[tokio::test]
async fn a_receiver_that_dies_again_and_again_gets_everything() {
    let folder = tempdir().unwrap();
    let events = Received::new();
    let mut receiver = Receiver::syslog("127.0.0.1:0", &events, None).await;
    let address = receiver.address.to_string();
    let file = folder.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    let forwarder = forwarder(&log, vec![target(&format!("tcp://{address}"))]);
    for round in 0..5 {
        record(&log, 20).await;
        let before = events.all().len();
        events.until(|events| events.len() > before + round).await;
        drop(receiver);
        record(&log, 20).await;
        until(&forwarder, |status| status.lag > 0 && status.last_error.is_some()).await;
        receiver = Receiver::syslog(&address, &events, None).await;
    }
    log.close().await;
    forwarder.stop(PATIENCE).await;
    assert_eq!(of_the_log(&records(&events)), lines(&file));
}
