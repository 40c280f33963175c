//! The kinds of requests, by how long each may take and how much it may answer.

use std::time::Duration;

/// How long an answer may take. DefectDojo holds the connection while it parses an imported report.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::dojo) enum Class {
    Read,
    /// One of several pages that are held at once.
    Scan,
    Write,
    Import,
}

impl Class {
    pub(super) const fn deadline(self) -> Duration {
        match self {
            Self::Read | Self::Scan => Duration::from_secs(30),
            Self::Write => Duration::from_mins(1),
            Self::Import => Duration::from_mins(10),
        }
    }

    /// The largest answer that is read, in bytes.
    pub(super) const fn largest(self) -> usize {
        match self {
            // Four at once, read and parsed, stay below 20 MiB; a page of 100 ordinary findings has 0.3 MiB.
            Self::Scan => 2 << 20,
            // 20,000 findings of ordinary size.
            Self::Read | Self::Write | Self::Import => 64 << 20,
        }
    }
}
