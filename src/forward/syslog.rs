//! Syslog (RFC 5424) over TLS (RFC 5425), TCP with octet counting (RFC 6587) or UDP (RFC 5426).
//!
//! Syslog has no acknowledgement. Over a stream each batch ends with the end of its connection: we close our half
//! and wait until the receiver closes its own, which it does only after it has read everything; a receiver that is
//! killed with something unread resets the connection instead, and the batch is sent again.

mod connection;
mod destination;
mod message;

use std::{fmt, sync::Arc, time::Duration};

use tokio_rustls::rustls::ClientConfig;

pub use self::destination::{Destination, Transport};
use self::{connection::Stop, message::Sender};
use super::{
    Limits, Record, Sink, StartError, Verdict,
    tls::{self, Files},
};

/// A destination, and the files for TLS.
#[derive(Clone, Debug)]
pub struct Settings {
    pub destination: Destination,
    pub files: Files,
    /// How long a receiver may take to read a batch and close.
    pub patience: Duration,
}

impl Settings {
    pub const PATIENCE: Duration = Duration::from_secs(30);
}

/// Serves one syslog destination.
pub struct Syslog {
    destination: Destination,
    tls: Option<Arc<ClientConfig>>,
    sender: Sender,
    patience: Duration,
}

impl fmt::Debug for Syslog {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Syslog").field(&self.destination).finish()
    }
}

impl Syslog {
    pub fn new(settings: &Settings) -> Result<Self, StartError> {
        let is_tls = settings.destination.transport == Transport::Tls;
        let tls = is_tls.then(|| tls::client(&settings.files)).transpose()?;
        Ok(Self {
            destination: settings.destination.clone(),
            tls,
            sender: Sender::of_this_process(),
            patience: settings.patience,
        })
    }
}

impl Sink for Syslog {
    async fn deliver(&mut self, batch: &[Record]) -> Verdict {
        let result = match self.destination.transport {
            Transport::Udp => connection::datagrams(&self.destination, batch, &self.sender).await,
            Transport::Tcp | Transport::Tls => {
                let mut frames = Vec::new();
                for record in batch {
                    self.sender.frame(record, &mut frames);
                }
                let tls = self.tls.clone();
                connection::stream(&self.destination, tls, &frames, self.patience).await
            }
        };
        match result {
            Ok(()) => Verdict::Accepted,
            Err(Stop::Late) => Verdict::retry("there was no answer in time"),
            Err(Stop::Io(error)) => tls::explain(&error, "AUDIT_LOG_SYSLOG_CA"),
            Err(Stop::Answers(answer)) => answered(&answer),
            Err(Stop::Garbled) => {
                Verdict::retry("it sent something that is not TLS into the session")
            }
        }
    }

    /// Large batches where much waits, and a connection a second where there is little.
    fn limits(&self) -> Limits {
        match self.destination.transport {
            Transport::Udp => Limits { records: 100, bytes: 1 << 20, linger: Duration::ZERO },
            Transport::Tcp | Transport::Tls => {
                Limits { records: 5_000, bytes: 4 << 20, linger: Duration::from_secs(1) }
            }
        }
    }
}

/// A receiver that talks back read our records as something else, however orderly it then closed.
fn answered(answer: &[u8]) -> Verdict {
    const TLS_ALERT: u8 = 21;
    if answer.first() == Some(&TLS_ALERT) {
        return Verdict::refused("it speaks TLS at this port", "use the transport tcp+tls for it");
    }
    let shown: String = String::from_utf8_lossy(answer)
        .chars()
        .map(|one| if one.is_control() { ' ' } else { one })
        .collect();
    Verdict::refused(
        format!("it answers, as no syslog receiver does ({})", shown.trim()),
        "check host and port: something else listens there",
    )
}
