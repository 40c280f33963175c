//! Checkpoints: the size and root of a chain's tree, signed, in the formats of c2sp.org/tlog-checkpoint and
//! c2sp.org/signed-note, so that a copy kept elsewhere shows later what the log held.

use std::fmt;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use sha2::{Digest as _, Sha256};

use super::merkle::Hash;

const NAME: &str = "mcp-defectdojo-audit";
/// The signature type of Ed25519 in signed notes.
const ED25519_TYPE: u8 = 1;

/// What a checkpoint says: so many lines of this chain have this root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Checkpoint {
    pub(super) chain_id: String,
    pub(super) size: u64,
    pub(super) root: Hash,
}

/// The key that signs checkpoints.
pub(super) struct Signer {
    pair: Ed25519KeyPair,
}

/// The key that anyone may have to check them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum NoteError {
    #[error("it is not a signed checkpoint of an audit chain")]
    Malformed,
    #[error("it carries no signature of this key")]
    OtherKey,
    #[error("its signature is wrong")]
    BadSignature,
}

impl Signer {
    pub(super) fn from_seed(seed: &[u8; 32]) -> Option<Self> {
        Some(Self { pair: Ed25519KeyPair::from_seed_unchecked(seed).ok()? })
    }

    pub(super) fn public_key(&self) -> PublicKey {
        let mut key = [0; 32];
        key.copy_from_slice(self.pair.public_key().as_ref());
        PublicKey(key)
    }

    /// The checkpoint as a signed note.
    pub(super) fn sign(&self, checkpoint: &Checkpoint) -> String {
        let text = checkpoint.text();
        let origin = origin(&checkpoint.chain_id);
        let mut signature = self.public_key().note_key_id(&origin).to_vec();
        signature.extend_from_slice(self.pair.sign(text.as_bytes()).as_ref());
        format!("{text}\n\u{2014} {origin} {}\n", BASE64.encode(signature))
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Signer").field("public_key", &self.public_key()).finish()
    }
}

impl PublicKey {
    /// Reads base64, or the verifier key of a signed note (`name+id+base64`).
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let verifier_key = text.splitn(3, '+').nth(2);
        verifier_key.into_iter().chain([text]).find_map(|encoded| {
            let bytes = BASE64.decode(encoded).ok()?;
            let key = match bytes.split_first() {
                Some((&ED25519_TYPE, key)) if key.len() == 32 => key,
                _ => &bytes,
            };
            key.try_into().ok().map(Self)
        })
    }

    pub fn to_base64(self) -> String {
        BASE64.encode(self.0)
    }

    /// The verifier key that tools for signed notes take, for one chain.
    pub fn verifier_key(self, chain_id: &str) -> String {
        let origin = origin(chain_id);
        let id = super::chain::hex(&self.note_key_id(&origin));
        format!("{origin}+{id}+{}", BASE64.encode([&[ED25519_TYPE], self.0.as_slice()].concat()))
    }

    fn note_key_id(self, name: &str) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(name)
            .chain_update([b'\n', ED25519_TYPE])
            .chain_update(self.0)
            .finalize();
        let mut id = [0; 4];
        id.copy_from_slice(hash.get(..4).unwrap_or_default());
        id
    }
}

impl Checkpoint {
    fn text(&self) -> String {
        format!("{}\n{}\n{}\n", origin(&self.chain_id), self.size, BASE64.encode(self.root))
    }

    /// Reads a signed note without looking at its signatures.
    pub(super) fn parse(note: &str) -> Result<Self, NoteError> {
        let (text, _) = note.split_once("\n\n").ok_or(NoteError::Malformed)?;
        let mut lines = text.split('\n');
        let mut line = || lines.next().ok_or(NoteError::Malformed);
        let chain_id = line()?
            .strip_prefix(NAME)
            .and_then(|rest| rest.strip_prefix('/'))
            .filter(|id| !id.is_empty())
            .ok_or(NoteError::Malformed)?;
        let size: u64 = line()?.parse().map_err(|_| NoteError::Malformed)?;
        let root = BASE64.decode(line()?).map_err(|_| NoteError::Malformed)?;
        let root = root.try_into().map_err(|_| NoteError::Malformed)?;
        let checkpoint = Self { chain_id: chain_id.to_owned(), size, root };
        // Numbers have one spelling, and we write no extension lines.
        if format!("{text}\n") == checkpoint.text() {
            Ok(checkpoint)
        } else {
            Err(NoteError::Malformed)
        }
    }

    /// Reads a signed note whose signature by `key` is right.
    pub(super) fn open(note: &str, key: PublicKey) -> Result<Self, NoteError> {
        let checkpoint = Self::parse(note)?;
        let (_, signatures) = note.split_once("\n\n").ok_or(NoteError::Malformed)?;
        let origin = origin(&checkpoint.chain_id);
        let id = key.note_key_id(&origin);
        let signatures = signatures.strip_suffix('\n').ok_or(NoteError::Malformed)?;
        let mut result = Err(NoteError::OtherKey);
        for line in signatures.split('\n') {
            let line = line.strip_prefix("\u{2014} ").ok_or(NoteError::Malformed)?;
            let (name, signature) = line.split_once(' ').ok_or(NoteError::Malformed)?;
            let signature = BASE64.decode(signature).map_err(|_| NoteError::Malformed)?;
            // Witnesses may have added signatures of their own.
            let Some(signature) = signature.strip_prefix(&id).filter(|_| name == origin) else {
                continue;
            };
            let public = UnparsedPublicKey::new(&ED25519, key.0);
            if public.verify(checkpoint.text().as_bytes(), signature).is_err() {
                return Err(NoteError::BadSignature);
            }
            result = Ok(());
        }
        result.map(|()| checkpoint)
    }
}

fn origin(chain_id: &str) -> String {
    format!("{NAME}/{chain_id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint() -> Checkpoint {
        Checkpoint { chain_id: "a-chain".to_owned(), size: 1_234, root: [7; 32] }
    }

    #[test]
    fn a_note_is_three_lines_a_gap_and_a_signature() {
        let signer = Signer::from_seed(&[1; 32]).unwrap();
        let note = signer.sign(&checkpoint());
        let lines: Vec<_> = note.lines().collect();
        assert_eq!(lines[..2], ["mcp-defectdojo-audit/a-chain", "1234"]);
        assert_eq!(lines[3], "");
        assert!(lines[4].starts_with("\u{2014} mcp-defectdojo-audit/a-chain "));
        assert_eq!(lines.len(), 5);
        assert_eq!(Checkpoint::open(&note, signer.public_key()), Ok(checkpoint()));
    }

    #[test]
    fn other_keys_and_damage_are_told_apart() {
        let signer = Signer::from_seed(&[1; 32]).unwrap();
        let other = Signer::from_seed(&[2; 32]).unwrap();
        let note = signer.sign(&checkpoint());
        assert_eq!(Checkpoint::open(&note, other.public_key()), Err(NoteError::OtherKey));
        let grown = note.replace("\n1234\n", "\n1235\n");
        assert_eq!(Checkpoint::open(&grown, signer.public_key()), Err(NoteError::BadSignature));
        let spelled = note.replace("\n1234\n", "\n01234\n");
        assert_eq!(Checkpoint::open(&spelled, signer.public_key()), Err(NoteError::Malformed));
    }

    /// No byte of a note can change without the note failing.
    #[test]
    fn every_flipped_byte_is_noticed() {
        let signer = Signer::from_seed(&[1; 32]).unwrap();
        let note = signer.sign(&checkpoint()).into_bytes();
        for at in 0..note.len() {
            let mut changed = note.clone();
            changed[at] ^= 1;
            let Ok(changed) = String::from_utf8(changed) else { continue };
            assert!(Checkpoint::open(&changed, signer.public_key()).is_err(), "{at}");
        }
    }

    /// A witness's line beside ours is no reason to refuse a note.
    #[test]
    fn signatures_of_others_are_passed_over() {
        let signer = Signer::from_seed(&[1; 32]).unwrap();
        let note = signer.sign(&checkpoint());
        let witnessed = format!("{note}\u{2014} witness.example/w AAAAAAAA\n");
        assert_eq!(Checkpoint::open(&witnessed, signer.public_key()), Ok(checkpoint()));
    }

    #[test]
    fn public_keys_are_read_in_both_spellings() {
        for seed in 0..64 {
            let key = Signer::from_seed(&[seed; 32]).unwrap().public_key();
            assert_eq!(PublicKey::parse(&key.to_base64()), Some(key));
            assert_eq!(PublicKey::parse(&key.verifier_key("a-chain")), Some(key));
        }
        assert_eq!(PublicKey::parse("not a key"), None);
    }

    /// A key may begin with the byte that says in a verifier key what kind of key follows.
    #[test]
    fn a_key_that_begins_like_a_verifier_key_is_read() {
        let key = PublicKey([ED25519_TYPE; 32]);
        assert_eq!(PublicKey::parse(&key.to_base64()), Some(key));
        assert_eq!(PublicKey::parse(&key.verifier_key("a-chain")), Some(key));
    }

    #[test]
    fn a_signer_shows_its_public_key_alone() {
        let signer = Signer::from_seed(&[1; 32]).unwrap();
        let expected = format!("Signer {{ public_key: {:?} }}", signer.public_key());
        assert_eq!(format!("{signer:?}"), expected);
    }
}
