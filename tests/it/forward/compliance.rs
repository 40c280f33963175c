//! What every destination owes, asked of each kind that there is: a new one is in the list of kinds or cannot be chosen,
//! and does not compile here without a receiver that answers as its vendor documents.

use std::{fs, path::Path, time::Duration};

use mcp_defectdojo::{
    audit::Log,
    forward::{HttpsSettings, Kind, State, SyslogSettings, Target, TlsFiles, Transport},
};
use secrecy::SecretString;
use tempfile::tempdir;
use tokio::{net::TcpListener, task::JoinSet};

use super::{
    PATIENCE, forwarder, lines, member, of_the_log,
    receiver::{Authority, Mute, Received, Receiver},
    record, settings,
    syslog::records,
    until,
    vendors::{BATCH, Trouble, Vendor, set},
};

/// Long enough for a busy machine, short enough to wait for.
const SHORT: Duration = Duration::from_secs(2);

pub(super) async fn listening(vendor: &Vendor, authority: &Authority) -> Receiver {
    let answering = vendor.clone();
    Receiver::https("127.0.0.1:0", authority, move |request| answering.answer(request)).await
}

pub(super) fn target(vendor: &Vendor, receiver: &Receiver, ca: &Path) -> HttpsSettings {
    let url = format!("https://localhost:{}{}", receiver.address.port(), vendor.path());
    HttpsSettings {
        url: url.parse().unwrap(),
        token: Some(SecretString::from("a-token")),
        kind: vendor.kind,
        batch_size: BATCH,
        flush: Duration::from_millis(20),
        files: TlsFiles { ca: Some(ca.to_owned()), ..TlsFiles::default() },
        tenant: None,
        patience: SHORT,
    }
}

/// Each trouble, how the destination's state is told meanwhile, and a word that says what is wrong or what to do.
fn troubles(kind: Kind) -> Vec<(Trouble, State, &'static str)> {
    let takes_anything = matches!(kind, Kind::Array | Kind::Ndjson);
    let mut troubles = vec![
        (Trouble::Busy, State::Retrying, "429"),
        (Trouble::Unavailable, State::Retrying, "503"),
        (Trouble::Hang, State::Retrying, "no answer in time"),
        (Trouble::CloseInBody, State::Retrying, "connection"),
        (Trouble::WrongToken, State::Refused, "AUDIT_LOG_HTTPS_TOKEN"),
        (Trouble::Redirect, State::Refused, "redirects"),
        (Trouble::WrongPath, State::Refused, "AUDIT_LOG_HTTPS_URL"),
        (Trouble::WrongFormat, State::Refused, "a probe"),
    ];
    if !takes_anything {
        troubles.push((Trouble::OtherService, State::Refused, "does not answer as"));
    }
    troubles
}

/// Whatever a receiver does for a while, it is told in words, nothing is lost or given up, and nothing is out of order.
async fn survives_every_trouble(kind: Kind) {
    let folder = tempdir().unwrap();
    let (file, ca) = (folder.path().join("audit.log"), folder.path().join("ca.pem"));
    let authority = Authority::new();
    authority.write(&ca);
    let vendor = Vendor::new(kind);
    let receiver = listening(&vendor, &authority).await;
    let log = Log::open(&settings(&file)).unwrap();
    let target = Target::Https(Box::new(target(&vendor, &receiver, &ca)));
    let forwarder = forwarder(&log, vec![target.clone()]);
    for (trouble, state, word) in troubles(kind) {
        set(&vendor.trouble, Some(trouble));
        record(&log, 5).await;
        let told = until(&forwarder, |status| {
            status.state == state && status.last_error.as_ref().is_some_and(|it| it.contains(word))
        })
        .await;
        assert!(told.lag > 0, "{kind:?} {trouble:?}: {told:?}");
        // And a person who asks is told the same.
        let verdict = target.probe().await.unwrap().in_words();
        let is_told = trouble == Trouble::WrongFormat || verdict.contains(word);
        assert!(is_told && verdict != "accepted", "{kind:?} {trouble:?}: {verdict}");
        set(&vendor.trouble, None);
        until(&forwarder, |status| status.lag == 0 && status.state == State::Delivering).await;
    }
    set(&vendor.trouble, Some(Trouble::TooLarge));
    record(&log, 15).await;
    until(&forwarder, |status| status.lag == 0).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
    assert_eq!(*vendor.faults.lock().unwrap(), Vec::<String>::new(), "{kind:?}");
    assert_eq!(forwarder.statuses()[0].dead_letters, 0, "{kind:?}");
    assert_eq!(of_the_log(&vendor.taken.lock().unwrap()), lines(&file), "{kind:?}");
}

/// One record that a receiver will not take is found, kept and told of, and all others arrive.
async fn finds_the_one_bad_record(kind: Kind) {
    let folder = tempdir().unwrap();
    let (file, ca) = (folder.path().join("audit.log"), folder.path().join("ca.pem"));
    let authority = Authority::new();
    authority.write(&ca);
    let vendor = Vendor::new(kind);
    set(&vendor.trouble, Some(Trouble::OneBad));
    let receiver = listening(&vendor, &authority).await;
    let log = Log::open(&settings(&file)).unwrap();
    record(&log, 20).await;
    let target = target(&vendor, &receiver, &ca);
    let forwarder = forwarder(&log, vec![Target::Https(Box::new(target))]);
    let status = until(&forwarder, |status| status.dead_letters == 1 && status.lag == 0).await;
    log.close().await;
    forwarder.stop(PATIENCE).await;
    let log = lines(&file);
    let expected: Vec<_> = log.iter().filter(|line| member(line, "seq") != 7).cloned().collect();
    assert_eq!(of_the_log(&vendor.taken.lock().unwrap()), expected, "{kind:?}");
    let dead = folder.path().join(format!("audit.log.{}.dead", status.name));
    let dead = fs::read_to_string(dead).unwrap();
    assert_eq!(dead.lines().count(), 1, "{kind:?}");
    assert_eq!(member(&dead, "record"), log[6].as_str());
    let told: Vec<_> =
        log.iter().filter(|line| member(line, "event_type") == "audit_dead_letter").collect();
    assert_eq!(told.len(), 1, "{kind:?}");
    assert_eq!(member(told[0], "rejected_seq"), 7);
}

/// Runs a test for every format at once; most of it is waiting.
async fn for_every_kind<F>(test: fn(Kind) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut tests: JoinSet<()> = Kind::ALL.into_iter().map(|(_, kind)| test(kind)).collect();
    while let Some(ended) = tests.join_next().await {
        ended.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_survives_every_trouble() {
    for_every_kind(survives_every_trouble).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_format_finds_the_one_bad_record() {
    for_every_kind(finds_the_one_bad_record).await;
}

/// A certificate that has run out is the most common end of forwarding: at the start it is named, with what to do.
#[tokio::test(flavor = "multi_thread")]
async fn every_format_names_certificates_that_do_not_do() {
    let folder = tempdir().unwrap();
    let (ours, others) = (Authority::new(), Authority::new());
    let path = |name: &str| folder.path().join(name);
    ours.write(&path("ca.pem"));
    others.write(&path("others.pem"));
    for (_, kind) in Kind::ALL {
        let vendor = Vendor::new(kind);
        let cases = [
            (ours.expired_server(), "ca.pem", "has expired; renew"),
            (ours.server(None), "others.pem", "AUDIT_LOG_HTTPS_CA"),
            (ours.own_server(), "ca.pem", "signed by itself; have an authority sign another"),
        ];
        for (server, ca, word) in cases {
            let answering = vendor.clone();
            let receiver =
                Receiver::https_with(server, move |request| answering.answer(request)).await;
            let target = Target::Https(Box::new(target(&vendor, &receiver, &path(ca))));
            let verdict = target.probe().await.unwrap().in_words();
            assert!(verdict.starts_with("refused: ") && verdict.contains(word), "{verdict}");
        }
    }
    let vendor = Vendor::new(Kind::Array);
    others.issue(&path("client.pem"), &path("client.key"));
    let answering = vendor.clone();
    let asking = ours.server(Some(&others));
    let receiver = Receiver::https_with(asking, move |request| answering.answer(request)).await;
    let without = target(&vendor, &receiver, &path("ca.pem"));
    let mut with = without.clone();
    with.files.cert = Some(path("client.pem"));
    with.files.key = Some(path("client.key"));
    for (settings, word) in [(without, "cert and key in AUDIT_SINKS"), (with, "accepted")] {
        let verdict = Target::Https(Box::new(settings)).probe().await.unwrap().in_words();
        assert!(verdict.contains(word), "{verdict}");
    }
    let plain = Mute::saying(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let url = format!("https://localhost:{}", plain.address.port()).parse().unwrap();
    let receiver = listening(&vendor, &ours).await;
    let target = HttpsSettings { url, ..target(&vendor, &receiver, &path("ca.pem")) };
    let verdict = Target::Https(Box::new(target)).probe().await.unwrap().in_words();
    assert!(verdict.contains("does not speak TLS at this port"), "{verdict}");
}

fn syslog(transport: Transport, port: u16, ca: &Path) -> Target {
    let destination = format!("{}://localhost:{port}", transport.word());
    Target::Syslog(SyslogSettings {
        destination: destination.parse().unwrap(),
        files: TlsFiles { ca: Some(ca.to_owned()), ..TlsFiles::default() },
        patience: SHORT,
    })
}

/// The same for syslog over streams; a datagram's loss nobody notices, but a port without a listener is told.
#[tokio::test(flavor = "multi_thread")]
async fn every_transport_of_syslog_tells_its_troubles() {
    let folder = tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    let authority = Authority::new();
    authority.write(&ca);
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let (hanging, dying) = (Mute::hanging().await, Mute::dying().await);
    let web = Mute::saying(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let secured =
        Receiver::syslog("127.0.0.1:0", &Received::new(), Some(authority.server(None))).await;
    for transport in Transport::ALL {
        let (not_syslog, fix) = match transport {
            Transport::Tls => ("does not speak TLS at this port", "transport and port"),
            Transport::Tcp => ("answers, as no syslog receiver does", "host and port"),
            Transport::Udp => {
                let verdict = syslog(transport, closed.port(), &ca).probe().await.unwrap();
                // Loopback has the refusal back before the second of two datagrams.
                eprintln!("a closed UDP port: {}", verdict.in_words());
                continue;
            }
        };
        let cases = [
            (closed, "not accepted now: the connection was refused"),
            (hanging.address, "not accepted now: there was no answer in time"),
            (dying.address, "not accepted now: the connection was closed"),
            (web.address, not_syslog),
            (web.address, fix),
        ];
        for (address, word) in cases {
            let verdict = syslog(transport, address.port(), &ca).probe().await.unwrap().in_words();
            let is_alike = verdict.contains(word)
                // A handshake that ends early is an unexpected end.
                || word.contains("closed") && verdict.contains("connection");
            assert!(is_alike && verdict != "accepted", "{transport:?}: {verdict}");
        }
    }
    let verdict = syslog(Transport::Tcp, secured.address.port(), &ca).probe().await.unwrap();
    assert!(verdict.in_words().contains("use the transport tcp+tls"), "{}", verdict.in_words());
    assert_eq!(records(&secured.received), Vec::<String>::new());
}
