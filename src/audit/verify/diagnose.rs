//! The slow way through a log that is not as it should be: what was done to it, and where.

use std::{
    collections::{HashMap, HashSet},
    io::Read as _,
    path::PathBuf,
};

use super::{
    super::{
        chain::{Key, Tail},
        keys::Keyring,
        sealed::{Place, Sealed},
    },
    VerifyError,
    report::{ChainReport, Class, Problem, Report},
    sources::{Log, unreadable},
};

/// A line where it stands.
struct Line<'text> {
    log: usize,
    number: u64,
    byte: u64,
    sealed: Option<Sealed<'text>>,
    place: Place<'text>,
    /// It has no newline: half a line, or the rest of one.
    is_torn: bool,
    trust: Trust,
}

/// What the MAC of a line shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trust {
    /// It was written as it stands, after the line that its number follows.
    Authentic,
    /// The line before it is not there, so that its own MAC shows nothing; the line after it takes it for
    /// authentic.
    AfterHole,
    /// As `AfterHole`, and the log itself declares that lines may be missing before it.
    AfterDeclaredGap,
    UnknownKey,
    False,
}

pub(super) fn run(logs: &[Log], keyring: &Keyring, report: &mut Report) -> Result<(), VerifyError> {
    let mut texts = Vec::new();
    for log in logs {
        let mut text = Vec::new();
        log.open()?.read_to_end(&mut text).map_err(unreadable(&log.path))?;
        texts.push(text);
    }
    let mut lines = Vec::new();
    for (log, text) in texts.iter().enumerate() {
        split(log, text, &mut lines);
    }
    report.lines = lines.len() as u64;
    report.bytes = texts.iter().map(|text| text.len() as u64).sum();
    judge_lines(&mut lines, keyring);
    Walk { logs, lines: &lines, report, seen: HashSet::new(), pending: Vec::new() }.run();
    Ok(())
}

fn split<'text>(log: usize, text: &'text [u8], lines: &mut Vec<Line<'text>>) {
    let mut start = 0;
    let mut number = 0;
    while let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) {
        let newline = memchr::memchr(b'\n', rest);
        let line = rest.get(..newline.unwrap_or(rest.len())).unwrap_or_default();
        number += 1;
        let sealed = Sealed::parse(line);
        lines.push(Line {
            log,
            number,
            byte: start as u64,
            place: sealed.map(|sealed| sealed.place()).unwrap_or_default(),
            sealed,
            is_torn: newline.is_none(),
            trust: Trust::False,
        });
        start += line.len() + 1;
    }
}

/// Finds for each line whether its MAC can be that of a line after one with the number before its own,
/// wherever that stands now.
fn judge_lines(lines: &mut [Line<'_>], keyring: &Keyring) {
    let mut by_number: HashMap<(&str, u64), Vec<usize>> = HashMap::new();
    for (index, line) in lines.iter().enumerate() {
        if let (Some(chain), Some(seq)) = (line.place.chain_id, line.place.seq) {
            by_number.entry((chain, seq)).or_default().push(index);
        }
    }
    // In the order of the numbers: what a line's MAC should be is known once the line before it is.
    let mut order: Vec<_> = by_number.iter().collect();
    order.sort();
    let mut macs: HashMap<(&str, u64), Vec<Tail>> = HashMap::new();
    let mut trusts = Vec::new();
    for (&(chain, seq), indices) in order {
        let before = seq.checked_sub(1).and_then(|seq| macs.get(&(chain, seq))).cloned();
        let mut here = Vec::new();
        for &index in indices {
            let Some((line, sealed)) = lines.get(index).and_then(|line| Some((line, line.sealed?)))
            else {
                continue;
            };
            here.push(sealed.mac);
            let Some(key) = line.place.kid.and_then(|kid| keyring.named(Some(kid))) else {
                if line.place.kid.is_some() && !is_kid_wrong(lines, index) {
                    trusts.push((index, Trust::UnknownKey));
                }
                continue;
            };
            let physical =
                index.checked_sub(1).and_then(|at| lines.get(at)?.sealed).map(|it| it.mac);
            let stated =
                sealed.word("prior_integrity_hmac").and_then(|mac| Tail::parse(mac.as_bytes()));
            let mut candidates = before.clone().unwrap_or_default();
            candidates.extend(physical);
            if seq == 1 {
                candidates.push(Tail::default());
            }
            if candidates.iter().any(|it| is_mac(key, it, &sealed)) {
                trusts.push((index, Trust::Authentic));
            } else if stated.is_some_and(|it| is_mac(key, &it, &sealed)) {
                let declares = line.place.event_type == Some("audit_gap");
                let trust = if declares { Trust::AfterDeclaredGap } else { Trust::AfterHole };
                trusts.push((index, trust));
            } else if before.is_none()
                && seq > 1
                && indices.len() == 1
                && is_taken_for_authentic(lines, index, key)
                && !is_place_wrong(lines, index, key)
            {
                trusts.push((index, Trust::AfterHole));
            }
            // Only the MAC of the line before may have been changed: its body then tells the true one.
            here.extend(candidates.iter().map(|it| key.line_mac(it, sealed.body)));
        }
        macs.insert((chain, seq), here);
    }
    for (index, trust) in trusts {
        if let Some(line) = lines.get_mut(index) {
            line.trust = trust;
        }
    }
    judge_unnumbered(lines, keyring);
}

/// Whether a line names a key that cannot be its own: a key is changed only where a record says so.
fn is_kid_wrong(lines: &[Line<'_>], index: usize) -> bool {
    let starts = |line: &Line<'_>| {
        let event = line.sealed.and_then(|sealed| sealed.word("chain_event"));
        matches!(event, Some("chain_start" | "segment_start" | "key_rotate"))
    };
    let differs = |one: &Line<'_>, next: &Line<'_>| {
        next.place.kid.is_some()
            && one.place.chain_id == next.place.chain_id
            && one.place.kid != next.place.kid
            && !starts(next)
    };
    let Some(line) = lines.get(index) else { return false };
    let before = index.checked_sub(1).and_then(|at| lines.get(at));
    before.is_some_and(|before| before.place.kid.is_some() && differs(before, line))
        || lines.get(index + 1).is_some_and(|next| differs(line, next))
}

/// Whether the line after it is sealed to this one and goes on from it, or there is none.
fn is_taken_for_authentic(lines: &[Line<'_>], index: usize, key: &Key) -> bool {
    let Some((line, sealed)) = lines.get(index).and_then(|line| Some((line, line.sealed?))) else {
        return false;
    };
    let Some(next) = lines.get(index + 1) else { return true };
    let goes_on = next.place.chain_id == line.place.chain_id
        && next.place.seq == line.place.seq.map(|seq| seq + 1);
    match next.sealed {
        Some(next) if goes_on => is_mac(key, &sealed.mac, &next),
        _ => !goes_on && (next.place.seq == Some(1) || next.is_torn),
    }
}

/// Whether the line would be right in the place that follows on the line before it.
fn is_place_wrong(lines: &[Line<'_>], index: usize, key: &Key) -> bool {
    let before = index.checked_sub(1).and_then(|at| lines.get(at));
    let (Some(before), Some(line)) = (before, lines.get(index)) else { return false };
    let (Some(previous), Some(sealed)) = (before.sealed, line.sealed) else { return false };
    let text = |place: &Place<'_>, seq: u64| {
        let (chain_id, kid) = (place.chain_id.unwrap_or_default(), place.kid.unwrap_or_default());
        format!(", \"seq\": {seq}, \"chain_id\": \"{chain_id}\", \"kid\": \"{kid}\"")
    };
    let stated = text(&line.place, line.place.seq.unwrap_or_default());
    let right = text(&before.place, before.place.seq.unwrap_or_default() + 1);
    let Some(at) = memchr::memmem::rfind(sealed.body, stated.as_bytes()) else { return false };
    let (head, rest) = sealed.body.split_at(at);
    let rest = rest.strip_prefix(stated.as_bytes()).unwrap_or_default();
    let body = [head, right.as_bytes(), rest].concat();
    is_mac(key, &previous.mac, &Sealed { body: &body, mac: sealed.mac })
}

/// The Python server's lines have no numbers: only the line before tells.
fn judge_unnumbered(lines: &mut [Line<'_>], keyring: &Keyring) {
    let follows =
        |tail: &Tail, sealed: &Sealed<'_>| keyring.all().any(|key| is_mac(key, tail, sealed));
    let mut last_good = Tail::default();
    let mut before = None;
    for index in 0..lines.len() {
        let next = lines
            .get(index + 1)
            .filter(|next| next.place.is_pythons())
            .and_then(|next| next.sealed);
        let Some(line) = lines.get_mut(index) else { continue };
        let Some(sealed) = line.sealed else { continue };
        if line.place.is_pythons() {
            let is_first = before.is_none_or(|(log, _)| log != line.log);
            // Such a log goes on in a new file without a word: the line after the first must vouch for it.
            let is_vouched_for = is_first && next.is_some_and(|next| follows(&sealed.mac, &next));
            let follows_physical = before.is_some_and(|(_, mac)| follows(&mac, &sealed));
            if follows_physical || follows(&last_good, &sealed) || is_vouched_for {
                line.trust = Trust::Authentic;
            }
        }
        if line.trust == Trust::Authentic {
            last_good = sealed.mac;
        }
        before = Some((line.log, sealed.mac));
    }
    // Nothing tells a wrong key from lines that are all wrong.
    let of_python = |line: &&mut Line<'_>| line.place.is_pythons() && line.sealed.is_some();
    let pythons: Vec<_> = lines.iter_mut().filter(of_python).collect();
    if pythons.len() > 1 && pythons.iter().all(|line| line.trust == Trust::False) {
        for line in pythons {
            line.trust = Trust::UnknownKey;
        }
    }
}

fn is_mac(key: &Key, previous: &Tail, sealed: &Sealed<'_>) -> bool {
    key.line_mac(previous, sealed.body) == sealed.mac
}

/// Goes through the lines as they stand and tells what each that does not belong there is.
struct Walk<'run> {
    logs: &'run [Log],
    lines: &'run [Line<'run>],
    report: &'run mut Report,
    seen: HashSet<(&'run str, u64)>,
    /// Lines that are false, until the next authentic one tells whether they stand in another's place.
    pending: Vec<usize>,
}

impl Walk<'_> {
    fn run(mut self) {
        let all: HashSet<(&str, u64)> = self
            .lines
            .iter()
            .filter(|line| {
                matches!(line.trust, Trust::Authentic | Trust::AfterHole | Trust::AfterDeclaredGap)
            })
            .filter_map(|line| Some((line.place.chain_id?, line.place.seq?)))
            .collect();
        let mut expected: HashMap<Option<&str>, u64> = HashMap::new();
        let mut current = None;
        for (index, line) in self.lines.iter().enumerate() {
            if line.is_torn {
                let detail = "the file ends in the middle of a line".to_owned();
                self.tell(index, Class::Torn, detail);
                continue;
            }
            match line.trust {
                Trust::False => self.pending.push(index),
                Trust::UnknownKey => {
                    let detail = line.place.kid.map_or_else(
                        || "no line of this log is sealed with a key that was given".to_owned(),
                        |kid| format!("sealed with the key {kid}, which was not given"),
                    );
                    self.tell(index, Class::UnknownKey, detail);
                }
                _ if line.place.seq.is_none() => {
                    self.settle(0, "");
                    self.count(index, 0);
                }
                _ => {
                    let (Some(chain), Some(seq)) = (line.place.chain_id, line.place.seq) else {
                        continue;
                    };
                    if let Some(old) = current.replace(chain).filter(|old| *old != chain) {
                        self.settle(u64::MAX, old);
                    }
                    let next = expected.entry(Some(chain)).or_insert(1);
                    if seq >= *next {
                        let missing =
                            (*next..seq).filter(|seq| !all.contains(&(chain, *seq))).count() as u64;
                        let from = *next;
                        *next = seq + 1;
                        self.hole(index, chain, from, missing);
                    } else if self.seen.contains(&(chain, seq)) {
                        self.tell(
                            index,
                            Class::Duplicated,
                            format!("record {seq} stands here again"),
                        );
                    } else {
                        self.tell(
                            index,
                            Class::Reordered,
                            format!("record {seq} stands behind later ones"),
                        );
                    }
                    self.count(index, seq);
                    self.seen.insert((chain, seq));
                }
            }
        }
        self.settle(0, "");
    }

    /// Numbers are missing before this line: false lines before it stand in their places.
    fn hole(&mut self, index: usize, chain: &str, from: u64, missing: u64) {
        let replaced = missing.min(self.pending.len() as u64);
        self.settle(missing, chain);
        let left = missing - replaced;
        if left == 0 {
            return;
        }
        let Some(line) = self.lines.get(index) else { return };
        let seq = line.place.seq.unwrap_or_default();
        if self.removed_through(chain) + 1 >= seq {
            let note =
                format!("chain {chain}: records {from} to {} were removed, as configured", seq - 1);
            self.report.notes.push(note);
            return;
        }
        let detail = format!("{left} records are missing before record {seq} (from {from} on)");
        let class = match line.trust {
            Trust::AfterDeclaredGap => Class::DeclaredGap,
            _ if line.number == 1 && self.logs.get(line.log).is_some_and(|log| log.is_cut) => {
                Class::DeclaredGap
            }
            // What a segment alone holds is no sign that somebody deleted the others.
            _ if self.is_first_of_all(index) => {
                self.report.unproven.push(format!(
                    "chain {chain}: {left} records before {seq} are not among these logs"
                ));
                return;
            }
            _ => Class::Deleted,
        };
        self.tell(index, class, detail);
    }

    /// Up to which record segments were removed, as authentic lines say.
    fn removed_through(&self, chain: &str) -> u64 {
        let removals = self.lines.iter().filter(|line| line.trust == Trust::Authentic);
        let removals = removals.filter_map(|line| line.sealed).filter_map(|sealed| {
            let is_removal = sealed.word("chain_event") == Some("segments_removed")
                && sealed.word("removed_chain_id") == Some(chain);
            is_removal.then(|| sealed.number("removed_through")).flatten()
        });
        removals.max().unwrap_or(0)
    }

    fn is_first_of_all(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|line| {
            line.number == 1
                && self.seen.iter().all(|(chain, _)| Some(*chain) != line.place.chain_id)
        })
    }

    /// Judges the false lines so far, of which so many stand where a record is missing.
    fn settle(&mut self, missing: u64, chain: &str) {
        for (position, index) in std::mem::take(&mut self.pending).into_iter().enumerate() {
            let Some(line) = self.lines.get(index) else { continue };
            let is_last = self.lines.get(index + 1).is_none_or(|next| next.is_torn);
            let stands_in_place = (position as u64) < missing || (is_last && !self.is_copy(line));
            if stands_in_place || line.place.seq.is_none() && chain.is_empty() {
                let detail = "it is not the line that was written".to_owned();
                self.tell(index, Class::Modified, detail);
                // It still shows that a record stood here.
                if is_last && let Some(chain) = self.report.chains.last_mut() {
                    chain.last_seq += 1;
                }
            } else {
                let detail = "no such line was written here".to_owned();
                self.tell(index, Class::Inserted, detail);
            }
        }
    }

    fn is_copy(&self, line: &Line<'_>) -> bool {
        matches!((line.place.chain_id, line.place.seq), (Some(chain), Some(seq)) if self.seen.contains(&(chain, seq)))
    }

    fn tell(&mut self, index: usize, class: Class, detail: String) {
        let Some(line) = self.lines.get(index) else { return };
        let (file, seq) = (self.path(line), line.place.seq);
        self.report.add(Problem { class, file, line: line.number, byte: line.byte, seq, detail });
    }

    /// Counts an authentic line to its chain.
    fn count(&mut self, index: usize, seq: u64) {
        let Some(line) = self.lines.get(index) else { return };
        let end = (self.path(line), line.number, line.byte);
        let chains = &mut self.report.chains;
        match chains.iter_mut().find(|chain| chain.chain_id.as_deref() == line.place.chain_id) {
            Some(chain) => {
                chain.records += 1;
                if seq >= chain.last_seq {
                    chain.last_seq = seq;
                    chain.end = end;
                }
            }
            None => chains.push(ChainReport {
                chain_id: line.place.chain_id.map(str::to_owned),
                records: 1,
                first_seq: seq,
                last_seq: seq,
                proven_to: 0,
                end,
            }),
        }
    }

    fn path(&self, line: &Line<'_>) -> PathBuf {
        self.logs.get(line.log).map(|log| log.path.clone()).unwrap_or_default()
    }
}
