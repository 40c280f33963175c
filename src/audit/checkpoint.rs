//! When a checkpoint is due, and where it goes.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::watch;

use super::{
    chain::Chain,
    files::{beside, replace},
    keys::Keyring,
    note::{Checkpoint, Signer},
    state::{Intents, State},
    store::Store,
};

/// So many records since the last checkpoint, but not more often than once a second.
const RECORDS: u64 = 1_000;
const SHORTEST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_mins(1);

/// Signs the state of the chain now and then, and keeps it beside the log.
pub(super) struct Checkpoints {
    signer: Signer,
    keyring: Arc<Keyring>,
    size: u64,
    written: Instant,
    /// The newest checkpoint, for the sinks.
    newest: watch::Sender<Option<Arc<str>>>,
}

pub(super) fn path(log: &Path) -> PathBuf {
    beside(log, "checkpoint")
}

impl Checkpoints {
    pub(super) fn new(
        signer: Signer,
        keyring: Arc<Keyring>,
    ) -> (Self, watch::Receiver<Option<Arc<str>>>) {
        let (newest, receiver) = watch::channel(None);
        (Self { signer, keyring, size: 0, written: Instant::now(), newest }, receiver)
    }

    /// Signs with another key from here on.
    pub(super) fn take_keys(&mut self, signer: Signer, keyring: Arc<Keyring>) {
        self.signer = signer;
        self.keyring = keyring;
    }

    pub(super) fn is_due(&self, chain: &Chain, now: Instant) -> bool {
        let waited = now.duration_since(self.written);
        let new = chain.position().tree.size().saturating_sub(self.size);
        (new >= RECORDS && waited >= SHORTEST) || (new > 0 && waited >= LONGEST)
    }

    /// When to look again, if nothing else happens.
    pub(super) fn wake(&self, chain: &Chain) -> Option<Instant> {
        (chain.position().tree.size() > self.size).then(|| self.written + LONGEST)
    }

    /// Signs the chain as it stands, which must be durable, and writes state and checkpoint.
    pub(super) fn write(
        &mut self,
        chain: &Chain,
        store: &Store,
        open_intents: &Intents,
    ) -> io::Result<()> {
        self.written = Instant::now();
        let position = chain.position();
        let note = self.signer.sign(&Checkpoint {
            chain_id: chain.id().to_owned(),
            size: position.tree.size(),
            root: position.tree.root(),
        });
        let Some(segment) = store.first() else { return Ok(()) };
        let state = State {
            chain_id: chain.id().to_owned(),
            position: position.clone(),
            segment,
            length: store.durable(),
            open_intents: open_intents.clone(),
            kid: self.keyring.newest().id().to_owned(),
        };
        state.write(store.files(), store.path(), &self.keyring)?;
        replace(store.files(), &path(store.path()), note.as_bytes())?;
        self.size = position.tree.size();
        self.newest.send_replace(Some(note.into()));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::{
        super::{chain::Position, keys, record::Record},
        *,
    };

    fn chain_of(records: usize) -> Chain {
        let key = Keyring::ephemeral().unwrap().newest().clone();
        let mut chain = Chain::new(key, "a-chain".to_owned(), Position::default());
        let record = Record::lifecycle("Test", &Map::new());
        for _ in 0..records {
            chain.seal(&record, &mut Vec::new());
        }
        chain
    }

    /// A busy log has a checkpoint for every thousand records, and a quiet one is not left without for long.
    #[test]
    fn a_checkpoint_is_due_after_many_records_or_a_minute() {
        let keyring = Arc::new(Keyring::ephemeral().unwrap());
        let signer = keys::signer(None, &keyring).unwrap();
        let (checkpoints, _newest) = Checkpoints::new(signer, keyring);
        let [none, one, many, crowd] = [0, 1, 999, 1_000].map(chain_of);
        let is_due = |chain, milliseconds| {
            checkpoints.is_due(chain, checkpoints.written + Duration::from_millis(milliseconds))
        };
        assert!(!is_due(&none, 60_000));
        assert!(!is_due(&one, 59_999));
        assert!(is_due(&one, 60_000));
        assert!(!is_due(&many, 1_000));
        assert!(!is_due(&crowd, 999));
        assert!(is_due(&crowd, 1_000));
        assert_eq!(checkpoints.wake(&none), None);
        assert_eq!(checkpoints.wake(&one), Some(checkpoints.written + Duration::from_mins(1)));
    }
}
