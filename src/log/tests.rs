//! What reaches stderr and what does not.

use std::{
    io,
    sync::{Arc, Mutex, mpsc},
};

use serde_json::Value;

use super::*;

#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged(level: Level, secrets: &[&str], work: impl FnOnce()) -> Vec<Value> {
    let sink = Sink::default();
    let (writer, flush) = writer::to(sink.clone());
    let redact = redact_exactly(secrets.iter().map(|secret| (*secret).into()).collect());
    tracing::subscriber::with_default(subscriber(level, redact, writer), work);
    drop(flush);
    let bytes = sink.0.lock().unwrap();
    let text = std::str::from_utf8(&bytes).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn levels(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["level"].as_str().unwrap()).collect()
}

fn one_of_each() {
    tracing::debug!("d");
    tracing::info!("i");
    tracing::warn!("w");
    tracing::error!("e");
    tracing::error!(critical = true, "c");
}

/// Python's five names, in Python's order: a SIEM rule on CRITICAL must not fire for each error.
#[test]
fn levels_are_pythons() {
    let every = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"];
    for (from, (_, level)) in Level::NAMED.into_iter().enumerate() {
        assert_eq!(levels(&logged(level, &[], one_of_each)), every[from..]);
    }
}

/// The protocol library logs whole requests, tokens and bodies included, at DEBUG.
#[test]
fn libraries_are_capped_at_warning() {
    let lines = logged(Level::Debug, &[], || {
        tracing::debug!(target: "rmcp::service", "a whole request");
        tracing::info!(target: "hyper", "a connection");
        tracing::info!(target: "mcp_defectdojo_plugin", "not ours, only alike");
        tracing::warn!(target: "reqwest::connect", "a warning");
    });
    assert_eq!(levels(&lines), ["WARNING"]);
}

#[test]
fn secrets_leave_no_line() {
    let secret = ["key", "-of-", "the-demo"].concat();
    let lines = logged(Level::Info, &[&secret], || {
        let span = tracing::info_span!("call", given = %secret, request_id = "r1");
        let _inside = span.enter();
        tracing::info!(value = secret.as_str(), debug = ?Some(&secret), count = 7, "with {secret}");
    });
    let line = &lines[0];
    assert!(!line.to_string().contains(&secret), "{line}");
    assert_eq!(line["message"], "with [REDACTED]");
    assert_eq!(line["request_id"], "r1");
    assert_eq!(line["count"], 7);
}

/// A field cannot pass for the line's own members.
#[test]
fn fields_do_not_overwrite_the_line() {
    let lines = logged(Level::Info, &[], || tracing::info!(level = "CRITICAL", logger = "x", "m"));
    assert_eq!(lines[0]["level"], "INFO");
    assert_eq!(lines[0]["logger"], "mcp_defectdojo::log::tests");
}

/// A client that never reads stderr must not stop the server, and a line about the gap must follow.
#[test]
fn a_stuck_reader_stops_nobody() {
    struct Stuck(mpsc::Receiver<()>, Sink);
    impl io::Write for Stuck {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.recv().ok();
            self.1.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let (release, gate) = mpsc::channel();
    let sink = Sink::default();
    let (writer, flush) = writer::to(Stuck(gate, sink.clone()));
    for _ in 0..10_000 {
        writer.write("{}\n".to_owned());
    }
    drop(release);
    drop(flush);
    drop(writer);
    let bytes = sink.0.lock().unwrap();
    assert!(std::str::from_utf8(&bytes).unwrap().contains("\"dropped\":"));
}

#[test]
fn a_broken_stderr_is_no_panic() {
    struct Broken;
    impl io::Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }
    let (writer, flush) = writer::to(Broken);
    writer.write("{}\n".to_owned());
    drop(flush);
    writer.write("{}\n".to_owned());
}
