//! What goes over the wire, of each kind of destination: what SIEM rules are written against is reviewed when it changes.

use std::sync::Arc;

use mcp_defectdojo::{
    audit::Log,
    forward::{Kind, Target, Transport},
};
use serde_json::Value;
use tempfile::tempdir;
use tokio::net::UdpSocket;

use super::{
    PATIENCE,
    compliance::target,
    forwarder, lines, member,
    receiver::{Authority, Memory, Received, Receiver},
    record, settings, syslog,
    vendors::Vendor,
};

/// Members that are never the same twice.
const VARYING: [&str; 7] = [
    "timestamp",
    "chain_id",
    "kid",
    "event_id",
    "request_id",
    "integrity_hmac",
    "checkpoint_public_key",
];

/// What differs from run to run gets a name in its stead.
fn steady(text: &str, lines: &[String], port: u16) -> String {
    let mut text = text.replace(&format!("localhost:{port}"), "localhost:<port>");
    for line in lines {
        let members: serde_json::Map<String, Value> = serde_json::from_str(line).unwrap();
        let seq = &members["seq"];
        for name in VARYING {
            if let Some(Value::String(value)) = members.get(name) {
                text = text.replace(value, &format!("<{name} {seq}>"));
            }
        }
        let time: jiff::Timestamp = members["timestamp"].as_str().unwrap().parse().unwrap();
        let micros = time.as_microsecond().to_string();
        let (seconds, rest) = micros.split_at(micros.len() - 6);
        text = text.replace(&format!("{micros}000"), &format!("<nanoseconds {seq}>"));
        text = text.replace(&format!("{seconds}.{rest}"), &format!("<seconds {seq}>"));
    }
    let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
    text.replace(&format!("\"{host}\""), "\"<host>\"")
        .replace(&format!(" {host} "), " <host> ")
        .replace(&format!(" {} ", std::process::id()), " <process> ")
        .replace(env!("CARGO_PKG_VERSION"), "<version>")
}

#[tokio::test]
async fn every_formats_requests_are_as_reviewed() {
    for (word, kind) in Kind::ALL {
        let folder = tempdir().unwrap();
        let (file, ca) = (folder.path().join("audit.log"), folder.path().join("ca.pem"));
        let authority = Authority::new();
        authority.write(&ca);
        let seen: Memory<Vec<String>> = Arc::default();
        let (vendor, seeing) = (Vendor::new(kind), seen.clone());
        let answering = vendor.clone();
        let receiver = Receiver::https("127.0.0.1:0", &authority, move |request| {
            let mut body = String::from_utf8(request.body.clone()).unwrap();
            if let Ok(value) = serde_json::from_str::<Value>(&body) {
                body = serde_json::to_string_pretty(&value).unwrap();
            }
            let head = request.headers.replace("\r\n", "\n");
            let length = head.lines().find(|line| line.starts_with("content-length")).unwrap();
            let head = head.replace(length, "content-length: <length>");
            seeing.lock().unwrap().push(format!("{head}{body}"));
            answering.answer(request)
        })
        .await;
        let log = Log::open(&settings(&file)).unwrap();
        record(&log, 1).await;
        log.close().await;
        let forwarder =
            forwarder(&log, vec![Target::Https(Box::new(target(&vendor, &receiver, &ca)))]);
        forwarder.stop(PATIENCE).await;
        // The first is the checkpoint, which is signed with a key of its own.
        let request = seen.lock().unwrap().last().unwrap().clone();
        let request = steady(&request, &lines(&file), receiver.address.port());
        insta::assert_snapshot!(format!("wire_{word}"), request);
    }
}

#[tokio::test]
async fn every_transports_messages_are_as_reviewed() {
    for transport in Transport::ALL {
        let folder = tempdir().unwrap();
        let (file, ca) = (folder.path().join("audit.log"), folder.path().join("ca.pem"));
        let authority = Authority::new();
        authority.write(&ca);
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let tls = (transport == Transport::Tls).then(|| authority.server(None));
        let receiver = Receiver::syslog("127.0.0.1:0", &Received::new(), tls).await;
        let port = match transport {
            Transport::Udp => socket.local_addr().unwrap().port(),
            Transport::Tcp | Transport::Tls => receiver.address.port(),
        };
        let log = Log::open(&settings(&file)).unwrap();
        record(&log, 1).await;
        log.close().await;
        let destination = format!("{}://127.0.0.1:{port}", transport.word());
        let forwarder = forwarder(&log, vec![syslog::trusting(&destination, &ca)]);
        forwarder.stop(PATIENCE).await;
        let mut messages = receiver.received.all();
        let mut buffer = vec![0; 65_536];
        while let Ok((length, _)) = socket.try_recv_from(&mut buffer) {
            messages.push(String::from_utf8(buffer[..length].to_vec()).unwrap());
        }
        let log = lines(&file);
        let record = log.iter().find(|line| member(line, "event_type") == "audit").unwrap();
        let message = messages.into_iter().find(|message| message.contains(record.as_str()));
        let word = transport.word().replace('+', "_");
        let message = steady(&message.unwrap(), &log, port);
        insta::assert_snapshot!(format!("wire_syslog_{word}"), message);
    }
}
