//! What an operator can choose about the log.

use std::{fmt, path::PathBuf, str::FromStr, time::Duration};

use secrecy::SecretString;

use super::retention::Keep;

#[derive(Clone, Debug)]
pub struct Settings {
    /// `AUDIT_LOG_FILE`. Without it the lines go to stderr and nothing is promised durable.
    pub file: Option<PathBuf>,
    /// `AUDIT_HMAC_KEY`. Without it a key is made that ends with the process.
    pub key: Option<SecretString>,
    /// `AUDIT_HMAC_KEYRING_FILE`: keys one a line, the newest last. `AUDIT_HMAC_KEY` beside it is an older one.
    pub keyring_file: Option<PathBuf>,
    /// `AUDIT_SIGNING_KEY_FILE`: 32 random bytes in base64 or hex that sign checkpoints. Without it the key is
    /// derived from the newest chain key.
    pub signing_key_file: Option<PathBuf>,
    /// A segment that would grow beyond this is closed and a new one begun.
    pub rotate_bytes: Option<u64>,
    /// A segment older than this is closed and a new one begun.
    pub rotate_age: Option<Duration>,
    /// How much of the log is kept. Nothing is removed before [`super::Log::begin_retention`].
    pub keep: Keep,
    /// `AUDIT_LOG_QUEUE_SIZE`: records that may wait for the file before callers do.
    pub queue_size: usize,
    /// The transport is a network's: a second process on the same file refuses to start, and reads too are
    /// refused while nothing can be recorded.
    pub network: bool,
    /// `AUDIT_FAIL_MODE`.
    pub fail_mode: FailMode,
    /// `AUDIT_FSYNC`.
    pub fsync: Fsync,
    /// How long a call waits for its record before it is told that there is none.
    pub deadline: Duration,
    /// Copies every line to stderr beside the file.
    pub mirror: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            file: None,
            key: None,
            keyring_file: None,
            signing_key_file: None,
            rotate_bytes: Some(256 << 20),
            rotate_age: None,
            keep: Keep::default(),
            queue_size: 10_000,
            network: false,
            fail_mode: FailMode::Closed,
            fsync: Fsync::Group,
            deadline: Duration::from_secs(5),
            mirror: true,
        }
    }
}

/// What is refused while nothing can be recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailMode {
    /// Writes, and on a network transport reads too.
    #[default]
    Closed,
    /// Writes alone.
    Mutations,
    /// Nothing: calls go on unrecorded, and the log says afterwards how many.
    Open,
}

impl FromStr for FailMode {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "closed" => Ok(Self::Closed),
            "mutations" => Ok(Self::Mutations),
            "open" => Ok(Self::Open),
            _ => Err("allowed are closed, mutations and open".to_owned()),
        }
    }
}

/// When a record counts as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fsync {
    /// When the disk has it: one sync for all records that wait.
    #[default]
    Group,
    /// When the operating system has it; the disk has it after this time. A power cut loses what is younger.
    Interval(Duration),
    /// When the operating system has it.
    Off,
}

impl FromStr for Fsync {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "group" => return Ok(Self::Group),
            "off" => return Ok(Self::Off),
            _ => {}
        }
        word.strip_prefix("interval=")
            .and_then(|milliseconds| milliseconds.parse().ok())
            .filter(|milliseconds| (1..=60_000).contains(milliseconds))
            .map(|milliseconds| Self::Interval(Duration::from_millis(milliseconds)))
            .ok_or_else(|| {
                "allowed are group, interval=<1 to 60000 milliseconds> and off".to_owned()
            })
    }
}

/// The word that `chain_start` and `/ready` show.
impl fmt::Display for Fsync {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Group => formatter.write_str("group"),
            Self::Interval(interval) => write!(formatter, "interval={}ms", interval.as_millis()),
            Self::Off => formatter.write_str("off"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_documented() {
        assert_eq!("group".parse(), Ok(Fsync::Group));
        assert_eq!("off".parse(), Ok(Fsync::Off));
        assert_eq!("interval=250".parse(), Ok(Fsync::Interval(Duration::from_millis(250))));
        for wrong in ["", "Group", "interval=", "interval=0", "interval=60001", "interval=-1"] {
            assert!(wrong.parse::<Fsync>().is_err(), "{wrong}");
        }
        assert_eq!("mutations".parse(), Ok(FailMode::Mutations));
        assert!("Closed".parse::<FailMode>().is_err());
    }

    /// `/ready` and the log show the word that an operator has written.
    #[test]
    fn words_are_shown_as_they_are_read() {
        for word in ["group", "interval=250ms", "off"] {
            let read = word.trim_end_matches("ms").parse::<Fsync>().unwrap();
            assert_eq!(read.to_string(), word);
        }
        assert_eq!("closed".parse(), Ok(FailMode::Closed));
        assert_eq!("open".parse(), Ok(FailMode::Open));
    }

    /// What the reference of the configuration promises to whoever sets nothing.
    #[test]
    fn what_is_not_set_is_as_documented() {
        let settings = Settings::default();
        assert_eq!(settings.rotate_bytes, Some(268_435_456));
        assert_eq!((settings.queue_size, settings.deadline), (10_000, Duration::from_secs(5)));
        assert_eq!((settings.fsync, settings.fail_mode), (Fsync::Group, FailMode::Closed));
        assert_eq!(
            (settings.keep, settings.mirror, settings.network),
            (Keep::default(), true, false)
        );
    }
}
