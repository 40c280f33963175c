//! How fast an engine does things.

use std::time::Duration;

/// The defaults are right; tests are in more of a hurry.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    pub first_pause: Duration,
    pub longest_pause: Duration,
    /// After so many failures in a row one record is tried instead of a batch.
    pub breaker: u32,
    /// A cursor is written at most this often, since the disk makes it last at the cost of whoever else waits for it.
    /// What a crash makes it forget is sent again.
    pub save: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            first_pause: Duration::from_millis(250),
            longest_pause: Duration::from_mins(1),
            breaker: 5,
            save: Duration::from_secs(5),
        }
    }
}
