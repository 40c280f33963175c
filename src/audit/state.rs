//! What the log remembers of itself beside the file: enough to go on at once after a restart, and to notice
//! that the file has become shorter or other than it was.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    chain::{Position, Tail, hex, unhex},
    files::{Files, beside, replace},
    keys::Keyring,
    merkle::Frontier,
};

/// The state at one moment, which is always one at which the file was synced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) chain_id: String,
    pub(super) position: Position,
    /// The MAC of the first line of the segment that is written to: it names the segment wherever it is moved.
    pub(super) segment: Tail,
    /// Bytes of that segment.
    pub(super) length: u64,
    pub(super) open_intents: Intents,
    /// The key of the last line.
    pub(super) kid: String,
}

/// Writes that were announced and whose outcome is not recorded, by `request_id`.
pub(super) type Intents = BTreeMap<String, Intent>;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Intent {
    pub(super) seq: u64,
    pub(super) tool_name: String,
}

#[derive(Serialize, Deserialize)]
struct Text {
    chain_id: String,
    size: u64,
    tail: String,
    peaks: Vec<String>,
    segment: String,
    length: u64,
    open_intents: Intents,
    kid: String,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    state: Text,
    mac: String,
}

pub(super) fn path(log: &Path) -> PathBuf {
    beside(log, "state")
}

impl State {
    pub(super) fn write(
        &self,
        files: &dyn Files,
        log: &Path,
        keyring: &Keyring,
    ) -> std::io::Result<()> {
        let key = keyring.newest();
        let state = Text {
            chain_id: self.chain_id.clone(),
            size: self.position.tree.size(),
            tail: self.position.tail.text().to_owned(),
            peaks: self.position.tree.peaks().iter().map(|peak| hex(peak)).collect(),
            segment: self.segment.text().to_owned(),
            length: self.length,
            open_intents: self.open_intents.clone(),
            kid: self.kid.clone(),
        };
        let mac = key.digest(&serde_json::to_string(&state)?);
        let text = serde_json::to_string(&Sealed { state, mac })? + "\n";
        replace(files, &path(log), text.as_bytes())
    }

    /// `None` where there is none, or where it is not one that we wrote.
    pub(super) fn read(files: &dyn Files, log: &Path, keyring: &Keyring) -> Option<Self> {
        let text = files.read(&path(log)).ok()?;
        let Sealed { state, mac } = serde_json::from_slice(&text).ok()?;
        let key = keyring.named(Some(&state.kid))?;
        if key.digest(&serde_json::to_string(&state).ok()?) != mac {
            return None;
        }
        let peaks = state.peaks.iter().map(|peak| unhex(peak)).collect::<Option<_>>()?;
        Some(Self {
            chain_id: state.chain_id,
            position: Position {
                tail: Tail::parse(state.tail.as_bytes())?,
                tree: Frontier::from_parts(state.size, peaks)?,
            },
            segment: Tail::parse(state.segment.as_bytes())?,
            length: state.length,
            open_intents: state.open_intents,
            kid: state.kid,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{super::files::Disk, *};

    #[test]
    fn it_is_read_as_written_and_not_after_a_change() {
        let directory = tempfile::tempdir().unwrap();
        let log = directory.path().join("audit.log");
        let keyring = Keyring::ephemeral().unwrap();
        let mut position =
            Position { tail: Tail::parse(&[b'a'; 64]).unwrap(), ..Position::default() };
        position.tree.push([1; 32]);
        let intent = Intent { seq: 1, tool_name: "close_finding".to_owned() };
        let state = State {
            chain_id: "a-chain".to_owned(),
            position,
            segment: Tail::parse(&[b'b'; 64]).unwrap(),
            length: 77,
            open_intents: Intents::from([("id".to_owned(), intent)]),
            kid: keyring.newest().id().to_owned(),
        };
        assert_eq!(State::read(&Disk, &log, &keyring), None);
        state.write(&Disk, &log, &keyring).unwrap();
        assert_eq!(State::read(&Disk, &log, &keyring), Some(state));
        let text = fs::read_to_string(path(&log)).unwrap();
        fs::write(path(&log), text.replace("77", "78")).unwrap();
        assert_eq!(State::read(&Disk, &log, &keyring), None);
        fs::write(path(&log), text).unwrap();
        assert_eq!(State::read(&Disk, &log, &Keyring::ephemeral().unwrap()), None);
    }
}
