//! Structured logs on stderr: one JSON object a line, configured secrets taken out, never in the way of a call.

mod lines;
mod writer;

use std::{borrow::Cow, fmt, sync::Arc};

use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use tracing::{Metadata, level_filters::LevelFilter};
use tracing_subscriber::{
    filter::filter_fn,
    layer::{Layer as _, SubscriberExt as _},
};

use self::lines::JsonLines;
pub use self::writer::Flush;

/// How much is logged, by Python's names.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Level {
    Debug,
    #[default]
    Info,
    Warning,
    Error,
    /// A protection is switched off, or the service cannot do its work. Written as an error with the field `critical`.
    Critical,
}

impl Level {
    pub const NAMED: [(&'static str, Self); 5] = [
        ("DEBUG", Self::Debug),
        ("INFO", Self::Info),
        ("WARNING", Self::Warning),
        ("ERROR", Self::Error),
        ("CRITICAL", Self::Critical),
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
            Self::Critical => "CRITICAL",
        }
    }

    fn of(metadata: &Metadata<'_>) -> Self {
        match *metadata.level() {
            tracing::Level::ERROR if metadata.fields().field(CRITICAL).is_some() => Self::Critical,
            tracing::Level::ERROR => Self::Error,
            tracing::Level::WARN => Self::Warning,
            tracing::Level::INFO => Self::Info,
            tracing::Level::DEBUG | tracing::Level::TRACE => Self::Debug,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The field that lifts an error to `CRITICAL`, a level that `tracing` does not have.
const CRITICAL: &str = "critical";

/// Takes secrets out of a text before it is written.
pub type Redact = Arc<dyn Fn(&str) -> Cow<'_, str> + Send + Sync>;

/// Logs from here on. Lines that wait are written when the answer is dropped.
///
/// # Errors
/// Something else in this process has set up logging already.
pub fn start(
    level: Level,
    redact: Redact,
) -> Result<Flush, tracing::subscriber::SetGlobalDefaultError> {
    let (writer, flush) = writer::to(std::io::stderr());
    tracing::subscriber::set_global_default(subscriber(level, redact, writer))?;
    Ok(flush)
}

fn subscriber(
    level: Level,
    redact: Redact,
    writer: writer::Writer,
) -> impl tracing::Subscriber + Send + Sync {
    let most = match level {
        Level::Debug => LevelFilter::DEBUG,
        Level::Info => LevelFilter::INFO,
        Level::Warning => LevelFilter::WARN,
        Level::Error | Level::Critical => LevelFilter::ERROR,
    };
    let wanted = filter_fn(move |metadata| {
        let here = Level::of(metadata);
        here >= level && (here >= Level::Warning || is_our_own(metadata.target()))
    });
    let lines = JsonLines::new(redact, writer).with_filter(wanted.with_max_level_hint(most));
    tracing_subscriber::registry().with(lines)
}

/// Libraries stay at WARNING whatever is asked for: the protocol's logs whole requests at DEBUG.
fn is_our_own(target: &str) -> bool {
    target.split("::").next() == Some(env!("CARGO_CRATE_NAME"))
}

/// Redaction by exact match, for the time before the screening engine is there and for commands without it.
pub fn redact_exactly(secrets: Vec<SecretString>) -> Redact {
    // A shorter one would take ordinary words out of every line; configuration warns about it.
    const SHORTEST: usize = 8;
    let secrets: Vec<_> =
        secrets.into_iter().filter(|secret| secret.expose_secret().len() >= SHORTEST).collect();
    Arc::new(move |text| {
        let mut text = Cow::Borrowed(text);
        for secret in &secrets {
            if text.contains(secret.expose_secret()) {
                text = Cow::Owned(text.replace(secret.expose_secret(), "[REDACTED]"));
            }
        }
        text
    })
}

#[cfg(test)]
mod tests;
