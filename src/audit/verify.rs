//! `audit verify`: whether a log is what was written, all of it and nothing else.

mod diagnose;
mod follow;
mod pieces;
mod report;
pub(super) mod sources;

use std::{io, path::PathBuf};

use self::follow::Followed;
pub use self::report::{ChainReport, Class, Problem, Report, Verdict};
use super::{
    keys::Keyring,
    note::{Checkpoint, NoteError, PublicKey},
};

/// What is to be verified, and with what.
#[derive(Debug)]
pub struct Request {
    /// Logs, and directories of them.
    pub paths: Vec<PathBuf>,
    pub keyring: Keyring,
    /// Checkpoints that were kept elsewhere, beside those that stand with the logs.
    pub checkpoints: Vec<PathBuf>,
    /// The key that signed the checkpoints. Without it the logs themselves say which it was.
    pub public_key: Option<PublicKey>,
    /// Threads.
    pub jobs: usize,
}

#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("{path} cannot be read: {cause}")]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("{0} holds no record of an audit log")]
    Nothing(PathBuf),
    #[error("{path} is no checkpoint: {reason}")]
    NoCheckpoint { path: PathBuf, reason: String },
}

/// Verifies. `progress` is told how many bytes have been read.
pub fn run(request: &Request, progress: &(dyn Fn(u64) + Sync)) -> Result<Report, VerifyError> {
    let logs = sources::find(&request.paths)?;
    let notes = sources::checkpoints(&request.checkpoints, &logs)?;
    let sizes: Vec<_> =
        notes.iter().map(|note| (note.claim.chain_id.clone(), note.claim.size)).collect();
    let followed = follow::run(&logs, &request.keyring, &sizes, request.jobs, progress)?;
    let mut report =
        Report { files: logs.iter().map(|log| log.path.clone()).collect(), ..Report::default() };
    for log in &logs {
        report.notes.extend(log.notes.iter().cloned());
    }
    report.lines = followed.lines;
    report.bytes = followed.bytes;
    if followed.is_clean {
        report.chains.clone_from(&followed.chains);
        report.notes.extend(followed.notes.iter().cloned());
        report.unproven.extend(followed.unproven.iter().cloned());
        explain_beginnings(&followed, &mut report);
    } else {
        diagnose::run(&logs, &request.keyring, &mut report)?;
    }
    check_ends(request, &notes, &followed, &mut report);
    report.judge();
    Ok(report)
}

/// A signed note that was found or given.
pub(super) struct Note {
    path: PathBuf,
    pub(super) text: String,
    /// What it says, its signature not yet looked at.
    pub(super) claim: Checkpoint,
}

/// Records before the first one that is here: removed as the log says, or not given.
fn explain_beginnings(followed: &Followed, report: &mut Report) {
    for (chain_id, first) in &followed.begun {
        let removed = followed.removed.get(chain_id).copied().unwrap_or(0);
        let before = first - 1;
        if removed >= before {
            report.notes.push(format!(
                "chain {chain_id}: records 1 to {before} were removed with their segments, as configured"
            ));
        } else {
            report.unproven.push(format!(
                "chain {chain_id}: records {} to {before} are not among these logs",
                removed + 1
            ));
        }
    }
}

/// Holds each chain against its checkpoints: only they show where a chain ends.
fn check_ends(request: &Request, notes: &[Note], followed: &Followed, report: &mut Report) {
    let keys: Vec<PublicKey> = match request.public_key {
        Some(key) => vec![key],
        None => request.keyring.public_keys().chain(followed.public_keys.iter().copied()).collect(),
    };
    for note in notes {
        let opened = keys.iter().map(|key| Checkpoint::open(&note.text, *key));
        let best = opened.max_by_key(|result| match result {
            Ok(_) => 2,
            Err(NoteError::BadSignature) => 1,
            Err(_) => 0,
        });
        let name = note.path.display();
        match best.unwrap_or(Err(NoteError::OtherKey)) {
            Ok(checkpoint) => hold_against(&checkpoint, note, followed, report),
            Err(NoteError::OtherKey) => report.unproven.push(format!(
                "{name}: signed with a key that was not given; give it with --pubkey"
            )),
            Err(error) => report.unproven.push(format!("{name}: {error}")),
        }
    }
    for chain in &mut report.chains {
        if chain.chain_id.is_none() {
            let reason =
                "the Python server's lines have no checkpoint: nothing shows where they end";
            report.unproven.push(reason.to_owned());
        } else if chain.proven_to == 0 {
            report.unproven.push(format!(
                "chain {}: no checkpoint vouches for it: nothing shows that its end is there",
                chain.name()
            ));
        } else if chain.proven_to < chain.last_seq {
            report.unproven.push(format!(
                "chain {}: records {} to {} stand after the newest checkpoint: nothing shows that no more followed",
                chain.name(),
                chain.proven_to + 1,
                chain.last_seq
            ));
        }
    }
}

fn hold_against(checkpoint: &Checkpoint, note: &Note, followed: &Followed, report: &mut Report) {
    let name = note.path.display().to_string();
    let of_the_chain = |chain: &ChainReport| chain.chain_id.as_ref() == Some(&checkpoint.chain_id);
    let Some(at) = report.chains.iter().position(of_the_chain) else {
        report
            .unproven
            .push(format!("{name}: the chain {} is not among these logs", checkpoint.chain_id));
        return;
    };
    let Some(chain) = report.chains.get_mut(at) else { return };
    let (file, line, byte) = chain.end.clone();
    let (last_seq, size) = (chain.last_seq, checkpoint.size);
    if size > last_seq {
        let missing = size - last_seq;
        let detail = format!(
            "{name} vouches for {size} records, the log ends after {last_seq}: {missing} missing"
        );
        report.add(Problem {
            class: Class::Truncated,
            file,
            line,
            byte,
            seq: Some(last_seq),
            detail,
        });
        return;
    }
    match followed.roots.get(&(checkpoint.chain_id.clone(), size)) {
        Some(root) if *root == checkpoint.root => chain.proven_to = chain.proven_to.max(size),
        Some(_) => {
            let detail = format!("{name}: the first {size} records are not those it vouches for");
            report.add(Problem { class: Class::Modified, file, line, byte, seq: None, detail });
        }
        // The beginning of the chain is not among the files, or what is wrong with them is told already.
        None => report.unproven.push(format!(
            "{name}: it covers records 1 to {size}, and not all of them are here as they were"
        )),
    }
}
