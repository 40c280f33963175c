//! How far a destination has acknowledged, kept beside the log: `<log>.<destination>.cursor`.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::State;
use crate::audit::feed::{Place, append_line, make_last, replace};

/// What is remembered of a destination.
#[derive(Clone, Debug, Default)]
pub struct Cursor {
    path: PathBuf,
    pub state: Remembered,
}

/// The contents of a cursor's file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// Everything before this place is accepted, or told of as not accepted.
    #[serde(flatten)]
    pub place: Place,
    #[serde(default)]
    pub state: State,
    #[serde(default)]
    pub delivered: u64,
    #[serde(default)]
    pub dead_letters: u64,
    #[serde(default)]
    pub left_out: u64,
    pub last_success: Option<Timestamp>,
    pub last_error: Option<String>,
    pub last_error_at: Option<Timestamp>,
}

impl Cursor {
    /// Where the cursor of a destination stands: beside the log.
    pub fn path(log: &Path, destination: &str) -> PathBuf {
        let mut name = log.as_os_str().to_owned();
        name.push(format!(".{destination}.cursor"));
        name.into()
    }

    /// Takes up the cursor, or makes one at `began`. It is written at once, so that a place that cannot be
    /// written is known at the start.
    pub fn open(path: &Path, began: &Place) -> io::Result<Self> {
        let state = match Self::read(path)? {
            Some(state) => state,
            None => Remembered { place: began.clone(), ..Remembered::default() },
        };
        let cursor = Self { path: path.to_owned(), state };
        cursor.save()?;
        // Were it gone after a crash, the destination would count as new, and get nothing of what happened before.
        make_last(path)?;
        Ok(cursor)
    }

    /// `None` where there is no file.
    pub fn read(path: &Path) -> io::Result<Option<Remembered>> {
        match fs::read(path) {
            // One that was changed by hand says nothing: better everything twice than something never.
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes).unwrap_or_default())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// After a crash of the machine this one or the one before it is there.
    pub fn save(&self) -> io::Result<()> {
        replace(&self.path, (serde_json::to_string(&self.state)? + "\n").as_bytes())
    }

    /// Keeps a record that the destination will never take: `<log>.<destination>.dead`, one JSON object a line.
    pub(super) fn bury(&self, letter: &serde_json::Value) -> io::Result<()> {
        append_line(&self.path.with_extension("dead"), &letter.to_string())
    }
}
