//! `audit prove`: one line with what shows that it stands in the log, in the format of c2sp.org/tlog-proof,
//! for someone who may not see the other lines.

use std::{io::Read as _, path::PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};

use super::{
    merkle::{self, Hash},
    note::{Checkpoint, NoteError, PublicKey},
    sealed::Sealed,
    verify::{VerifyError, sources},
};

const FORMAT: &str = "c2sp.org/tlog-proof@v1";

#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    #[error(transparent)]
    Log(#[from] VerifyError),
    #[error("record {0} is not among these logs")]
    NoRecord(u64),
    #[error("these logs hold several chains; say with --chain which: {}", .0.join(", "))]
    ManyChains(Vec<String>),
    #[error(
        "these logs hold no numbered records: those of the Python server cannot be proven one by one"
    )]
    NoChain,
    #[error(
        "no checkpoint beside these logs vouches for record {seq}; the newest vouches for records 1 to {newest}"
    )]
    NoCheckpoint { seq: u64, newest: u64 },
    #[error("the records before it are not all here: its path needs records 1 to {0}")]
    Incomplete(u64),
    #[error("it is not a proof of an audit record")]
    Malformed,
    #[error("the checkpoint in it: {0}")]
    Checkpoint(String),
    #[error("the record is not in the log that the checkpoint vouches for")]
    NotIncluded,
}

/// What a proof shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// The line as it stands in the log, without its newline.
    pub line: String,
    pub chain_id: String,
    pub seq: u64,
    /// Records that the checkpoint vouches for.
    pub size: u64,
}

/// Makes the proof of a record. The line itself stands in the `extra` member.
pub fn prove(paths: &[PathBuf], chain_id: Option<&str>, seq: u64) -> Result<String, ProofError> {
    let logs = sources::find(paths)?;
    let notes = sources::checkpoints(&[], &logs)?;
    let mut chains: Vec<_> = logs.iter().filter_map(|log| log.chain_id.as_deref()).collect();
    chains.dedup();
    let chain_id = match (chain_id, chains.as_slice()) {
        (Some(chain_id), _) => chain_id,
        (None, [only]) => only,
        (None, []) => return Err(ProofError::NoChain),
        (None, many) => {
            return Err(ProofError::ManyChains(many.iter().map(|id| (*id).to_owned()).collect()));
        }
    };
    let newest = notes
        .iter()
        .filter(|note| note.claim.chain_id == chain_id)
        .max_by_key(|note| note.claim.size);
    let note = newest.filter(|note| note.claim.size >= seq).ok_or_else(|| {
        ProofError::NoCheckpoint { seq, newest: newest.map_or(0, |note| note.claim.size) }
    })?;
    let mut leaves: Vec<Hash> = Vec::new();
    let mut record = None;
    for log in &logs {
        let mut text = Vec::new();
        log.open()?.read_to_end(&mut text).map_err(sources::unreadable(&log.path))?;
        for line in text.split(|byte| *byte == b'\n') {
            let place = Sealed::parse(line).map(|sealed| sealed.place()).unwrap_or_default();
            if place.chain_id != Some(chain_id) || place.seq != Some(leaves.len() as u64 + 1) {
                continue;
            }
            if place.seq == Some(seq) {
                record = Some(line.to_vec());
            }
            leaves.push(merkle::leaf(line));
        }
    }
    let record = record.ok_or(ProofError::NoRecord(seq))?;
    let size = note.claim.size;
    let tree = usize::try_from(size).ok().and_then(|size| leaves.get(..size));
    let tree = tree.ok_or(ProofError::Incomplete(size))?;
    let index = usize::try_from(seq - 1).map_err(|_| ProofError::NoRecord(seq))?;
    let path: String =
        merkle::inclusion_path(tree, index).iter().map(|hash| BASE64.encode(hash) + "\n").collect();
    Ok(format!("{FORMAT}\nextra {}\nindex {index}\n{path}\n{}", BASE64.encode(record), note.text))
}

/// Checks a proof with the public key alone.
pub fn check(proof: &str, key: PublicKey) -> Result<Proven, ProofError> {
    let (head, note) = proof.split_once("\n\n").ok_or(ProofError::Malformed)?;
    let mut lines = head.split('\n');
    let mut next = |prefix: &str| lines.next().and_then(|line| line.strip_prefix(prefix));
    if next(FORMAT) != Some("") {
        return Err(ProofError::Malformed);
    }
    let line =
        next("extra ").and_then(|text| BASE64.decode(text).ok()).ok_or(ProofError::Malformed)?;
    let index: u64 =
        next("index ").and_then(|index| index.parse().ok()).ok_or(ProofError::Malformed)?;
    let path: Vec<Hash> = lines
        .map(|hash| BASE64.decode(hash).ok()?.try_into().ok())
        .collect::<Option<_>>()
        .ok_or(ProofError::Malformed)?;
    let checkpoint = Checkpoint::open(note, key)
        .map_err(|error: NoteError| ProofError::Checkpoint(error.to_string()))?;
    if !merkle::includes(&checkpoint.root, checkpoint.size, index, merkle::leaf(&line), &path) {
        return Err(ProofError::NotIncluded);
    }
    Ok(Proven {
        line: String::from_utf8(line).map_err(|_| ProofError::Malformed)?,
        chain_id: checkpoint.chain_id,
        seq: index + 1,
        size: checkpoint.size,
    })
}
