//! The fast way through an intact log: every line checked in parallel, the order of the numbers and the tree
//! after it. The first thing that is not as it should be ends it, and `diagnose` takes over.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use jiff::Timestamp;

use super::{
    super::{
        chain::{Key, Tail},
        keys::Keyring,
        merkle::{self, Frontier, Hash},
        note::PublicKey,
        sealed::Sealed,
    },
    VerifyError,
    pieces::{Piece, Pieces},
    report::ChainReport,
    sources::{Log, unreadable},
};

/// Seconds that the times of neighbouring records may stand apart the wrong way round.
const CLOCK_TOLERANCE: i64 = 60;

/// What was found on the way.
#[derive(Default)]
pub(super) struct Followed {
    /// Every line verified and every number was the next one.
    pub(super) is_clean: bool,
    pub(super) chains: Vec<ChainReport>,
    /// The roots of the sizes that were asked for.
    pub(super) roots: HashMap<(String, u64), Hash>,
    pub(super) public_keys: Vec<PublicKey>,
    pub(super) notes: Vec<String>,
    pub(super) unproven: Vec<String>,
    /// Chains that begin here with a later record than their first, and which that is.
    pub(super) begun: Vec<(String, u64)>,
    /// Up to which record of a chain segments were removed, as the log itself says.
    pub(super) removed: HashMap<String, u64>,
    pub(super) lines: u64,
    pub(super) bytes: u64,
}

/// Lines of one chain that follow each other.
struct Run {
    chain_id: Option<String>,
    first_seq: u64,
    leaves: Vec<Hash>,
    /// The Python server's lines are counted only.
    count: u64,
    last_line: u64,
    last_byte: u64,
}

/// A piece after its lines were verified.
struct Checked {
    log: usize,
    runs: Vec<Run>,
    lines: u64,
    bytes: u64,
    is_clean: bool,
    public_keys: Vec<PublicKey>,
    notes: Vec<String>,
    begins_in_the_middle: bool,
    /// Of the lines before, where the first line says it.
    prior_tree: Option<Frontier>,
    removed: Vec<(String, u64)>,
    /// The time of the last line.
    clock: Vec<u8>,
}

pub(super) fn run(
    logs: &[Log],
    keyring: &Keyring,
    sizes: &[(String, u64)],
    jobs: usize,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Followed, VerifyError> {
    let jobs = jobs.max(1);
    let (pieces, to_check) = sync_channel::<(usize, Piece)>(jobs * 2);
    let (checked, results) = sync_channel::<(usize, Checked)>(jobs * 2);
    let to_check = Mutex::new(to_check);
    thread::scope(|scope| {
        let reader = scope.spawn(move || read(logs, &pieces));
        for _ in 0..jobs {
            let checked = checked.clone();
            let to_check = &to_check;
            scope.spawn(move || {
                while let Some((number, piece)) = take(to_check) {
                    if checked.send((number, check(&piece, keyring))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(checked);
        let followed = fold(logs, sizes, &results, progress);
        reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok(followed)
    })
}

fn take(to_check: &Mutex<Receiver<(usize, Piece)>>) -> Option<(usize, Piece)> {
    to_check.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

fn read(logs: &[Log], pieces: &SyncSender<(usize, Piece)>) -> Result<(), VerifyError> {
    let mut tail = None;
    let mut number = 0;
    for (index, log) in logs.iter().enumerate() {
        let continues =
            index.checked_sub(1).and_then(|at| logs.get(at)).is_some_and(|it| log.follows(it));
        let mut reading = Pieces::new(index, log.open()?, tail.filter(|_| continues));
        while let Some(piece) = reading.next().map_err(unreadable(&log.path))? {
            if pieces.send((number, piece)).is_err() {
                return Ok(());
            }
            number += 1;
        }
        tail = reading.tail();
    }
    Ok(())
}

fn check(piece: &Piece, keyring: &Keyring) -> Checked {
    let mut checked = Checked {
        log: piece.log,
        runs: Vec::new(),
        lines: 0,
        bytes: piece.text.len() as u64,
        is_clean: !piece.is_torn,
        public_keys: Vec::new(),
        notes: Vec::new(),
        begins_in_the_middle: false,
        prior_tree: None,
        removed: Vec::new(),
        clock: Vec::new(),
    };
    let mut previous = piece.previous;
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', &piece.text) {
        let line = piece.text.get(start..end).unwrap_or_default();
        checked.lines += 1;
        let byte = piece.byte + start as u64;
        start = end + 1;
        let Some(sealed) = Sealed::parse(line) else {
            checked.is_clean = false;
            break;
        };
        if !checked.take(line, &sealed, previous, byte, keyring) {
            checked.is_clean = false;
            break;
        }
        previous = Some(sealed.mac);
    }
    checked
}

impl Checked {
    fn take(
        &mut self,
        line: &[u8],
        sealed: &Sealed<'_>,
        previous: Option<Tail>,
        byte: u64,
        keyring: &Keyring,
    ) -> bool {
        let place = sealed.place();
        let is_first = self.lines == 1 && byte == 0;
        // A segment says itself what stood before it, so that it can be verified alone.
        let stated = || Tail::parse(sealed.word("prior_integrity_hmac")?.as_bytes());
        let before = previous.unwrap_or_else(|| stated().unwrap_or_default());
        if previous.is_none() && place.seq.is_some_and(|seq| seq > 1) {
            self.begins_in_the_middle = true;
            self.prior_tree = sealed.prior_tree();
        }
        let verifies = |key: &Key| key.line_mac(&before, sealed.body) == sealed.mac;
        let is_verified = match place.kid {
            Some(kid) => keyring.named(Some(kid)).is_some_and(verifies),
            None => keyring.all().any(verifies),
        };
        if !is_verified {
            // The Python server's logs go on in a new file without a word: the next line vouches for this one.
            if !is_first || !place.is_pythons() {
                return false;
            }
            self.begins_in_the_middle = true;
        }
        let follows_pythons = self.begins_in_the_middle && self.lines == 2;
        if follows_pythons
            && !place.is_pythons()
            && place.seq != Some(1)
            && self.is_pythons_so_far()
        {
            return false;
        }
        let is_next = self.runs.last().is_some_and(|run| {
            run.chain_id.as_deref() == place.chain_id
                && place.seq.is_none_or(|seq| seq == run.first_seq + run.leaves.len() as u64)
        });
        if !is_next {
            self.runs.push(Run {
                chain_id: place.chain_id.map(str::to_owned),
                first_seq: place.seq.unwrap_or(1),
                leaves: Vec::new(),
                count: 0,
                last_line: 0,
                last_byte: 0,
            });
        }
        if let Some(run) = self.runs.last_mut() {
            if place.seq.is_some() {
                run.leaves.push(merkle::leaf(line));
            }
            run.count += 1;
            run.last_line = self.lines;
            run.last_byte = byte;
        }
        self.listen(sealed, place.event_type);
        self.follow_clock(sealed);
        true
    }

    /// A clock that goes back is no tampering, but whoever reads the times must know. Records are sealed in
    /// another order than they were made in, so only more than that counts.
    fn follow_clock(&mut self, sealed: &Sealed<'_>) {
        let Some(time) = sealed.timestamp() else { return };
        if self.clock.as_slice() > time {
            let parsed = |time: &[u8]| str::from_utf8(time).ok()?.parse::<Timestamp>().ok();
            if let (Some(before), Some(now)) = (parsed(&self.clock), parsed(time)) {
                let back = before.duration_since(now).as_secs();
                if back > CLOCK_TOLERANCE {
                    self.notes.push(format!("{now}: the clock had gone back by {back} s"));
                }
            }
        }
        self.clock.clear();
        self.clock.extend_from_slice(time);
    }

    fn is_pythons_so_far(&self) -> bool {
        self.runs.iter().all(|run| run.chain_id.is_none())
    }

    /// What the log says about itself.
    fn listen(&mut self, sealed: &Sealed<'_>, event_type: Option<&str>) {
        let at = || sealed.word("timestamp").unwrap_or_default();
        match event_type {
            Some("lifecycle") => {
                let key = sealed.word("checkpoint_public_key").and_then(PublicKey::parse);
                self.public_keys.extend(key);
                if let Some(bytes) = sealed.member("torn_tail_bytes") {
                    let bytes = String::from_utf8_lossy(bytes);
                    self.notes
                        .push(format!("{}: {bytes} bytes of a torn tail were set aside", at()));
                }
                match sealed.word("chain_event") {
                    Some("key_rotate") => {
                        self.notes.push(format!("{}: a new key was taken", at()));
                    }
                    Some("segments_removed") => {
                        let through = sealed.number("removed_through");
                        let chain_id = sealed.word("removed_chain_id").map(str::to_owned);
                        self.removed.extend(chain_id.zip(through));
                    }
                    _ => {}
                }
                if sealed.word("key") == Some("ephemeral") {
                    self.notes.push(format!("{}: the key ended with the process", at()));
                }
            }
            Some("audit_gap") => {
                let reason = sealed.word("reason").unwrap_or("it could not be written");
                self.notes.push(format!("{}: the log declares a gap ({reason})", at()));
            }
            Some("audit_orphan") => {
                let request = sealed.word("request_id").unwrap_or_default();
                self.notes.push(format!("{}: no outcome was recorded of request {request}", at()));
            }
            Some("audit_refusal") => {
                self.notes.push(format!("{}: the disk was full and calls were refused", at()));
            }
            _ => {}
        }
    }
}

/// Puts the pieces together in their order.
fn fold(
    logs: &[Log],
    sizes: &[(String, u64)],
    results: &Receiver<(usize, Checked)>,
    progress: &(dyn Fn(u64) + Sync),
) -> Followed {
    let mut followed = Followed { is_clean: true, ..Followed::default() };
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    let mut chains = Chains { sizes, tree: Some(Frontier::default()), lines: 0, log: usize::MAX };
    for (number, checked) in results {
        waiting.insert(number, checked);
        while let Some(checked) = waiting.remove(&next) {
            next += 1;
            followed.lines += checked.lines;
            followed.bytes += checked.bytes;
            progress(followed.bytes);
            followed.is_clean &= checked.is_clean;
            if followed.is_clean {
                followed.is_clean = chains.add(logs, checked, &mut followed);
            }
        }
    }
    followed
}

struct Chains<'sizes> {
    sizes: &'sizes [(String, u64)],
    /// `None` where the beginning of the chain is not there.
    tree: Option<Frontier>,
    lines: u64,
    log: usize,
}

impl Chains<'_> {
    /// False where a number is not the next one.
    fn add(&mut self, logs: &[Log], checked: Checked, followed: &mut Followed) -> bool {
        if self.log != checked.log {
            self.log = checked.log;
            self.lines = 0;
        }
        let path = logs.get(checked.log).map(|log| log.path.clone()).unwrap_or_default();
        followed.public_keys.extend(checked.public_keys);
        followed.notes.extend(checked.notes);
        followed.removed.extend(checked.removed);
        let mut prior_tree = checked.prior_tree;
        for run in checked.runs {
            if !self.add_run(&run, prior_tree.take(), &path, followed) {
                return false;
            }
        }
        if checked.begins_in_the_middle
            && let Some(chain) = followed.chains.last()
        {
            match &chain.chain_id {
                Some(id) if chain.first_seq > 1 => {
                    followed.begun.push((id.clone(), chain.first_seq));
                }
                _ => followed.unproven.push(format!(
                    "{}: the line before its first is not among these logs",
                    path.display()
                )),
            }
        }
        self.lines += checked.lines;
        true
    }

    fn add_run(
        &mut self,
        run: &Run,
        prior_tree: Option<Frontier>,
        path: &Path,
        followed: &mut Followed,
    ) -> bool {
        let end = (path.to_owned(), self.lines + run.last_line, run.last_byte);
        let is_numbered = run.chain_id.is_some();
        let goes_on = followed.chains.last().is_some_and(|chain| {
            chain.chain_id == run.chain_id && (!is_numbered || run.first_seq == chain.last_seq + 1)
        });
        if !goes_on {
            if followed.chains.iter().any(|chain| is_numbered && chain.chain_id == run.chain_id) {
                return false;
            }
            self.tree = if run.first_seq == 1 { Some(Frontier::default()) } else { prior_tree };
            followed.chains.push(ChainReport {
                chain_id: run.chain_id.clone(),
                records: 0,
                first_seq: run.first_seq,
                last_seq: run.first_seq - 1,
                proven_to: 0,
                end: end.clone(),
            });
        }
        if let (Some(tree), Some(chain_id)) = (&mut self.tree, &run.chain_id) {
            for leaf in &run.leaves {
                tree.push(*leaf);
                let asked =
                    self.sizes.iter().any(|(id, size)| *size == tree.size() && id == chain_id);
                if asked {
                    followed.roots.insert((chain_id.clone(), tree.size()), tree.root());
                }
            }
        }
        if let Some(chain) = followed.chains.last_mut() {
            chain.records += run.count;
            chain.last_seq += run.count;
            chain.end = end;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records that were made at once are sealed in any order; a clock that was set back is told.
    #[test]
    fn a_clock_that_went_back_is_told() {
        let notes = |times: [&str; 2]| {
            let piece = Piece { log: 0, text: Vec::new(), byte: 0, previous: None, is_torn: false };
            let mut checked = check(&piece, &Keyring::ephemeral().unwrap());
            for time in times {
                let body = format!("{{\"timestamp\": \"2026-01-31T{time}.000000+00:00\"");
                checked.follow_clock(&Sealed { body: body.as_bytes(), mac: Tail::default() });
            }
            checked.notes
        };
        assert_eq!(notes(["08:00:00", "09:00:00"]), [""; 0]);
        assert_eq!(notes(["08:01:00", "08:00:00"]), [""; 0]);
        let told = notes(["08:01:01", "08:00:00"]);
        assert!(
            told.len() == 1 && told[0].ends_with("the clock had gone back by 61 s"),
            "{told:?}"
        );
    }
}
