//! What a log says in numbers and lists, for a page that a person reads. However long the log, it takes little
//! memory: counts of everything, and the newest of what is told one by one.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    path::PathBuf,
};

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    show::{self, Filter},
    verify::VerifyError,
};

/// Refused calls, changes and events that are told one by one.
const MOST_TOLD: usize = 200;
/// Names that are counted each on its own: a client can call tools by any name.
const MOST_NAMES: usize = 1_000;
/// Stretches of time that are counted while reading.
const MOST_STRETCHES: usize = 2_048;
/// Seconds of a stretch; each divides the next.
const STRETCHES: [i64; 11] =
    [60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_419_200, 31_449_600];

/// Calls by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub success: u64,
    pub error: u64,
    pub denied: u64,
}

impl Counts {
    pub fn all(&self) -> u64 {
        self.success + self.error + self.denied
    }

    fn add(&mut self, outcome: &str) {
        match outcome {
            "success" => self.success += 1,
            "denied" => self.denied += 1,
            _ => self.error += 1,
        }
    }

    fn merge(&mut self, other: Self) {
        self.success += other.success;
        self.error += other.error;
        self.denied += other.denied;
    }
}

#[derive(Clone, Debug, Default)]
pub struct Summary {
    pub calls: Counts,
    pub changes_made: u64,
    pub refused_logins: u64,
    /// Events that somebody should look at.
    pub notable_events: u64,
    /// Times of the first and last record.
    pub first: Option<String>,
    pub last: Option<String>,
    pub timeline: Timeline,
    pub callers: Tally,
    pub tools: Tally,
    /// Why calls were refused or failed.
    pub reasons: Tally,
    pub refused: Newest<Told>,
    pub changes: Newest<Change>,
    pub events: Newest<Event>,
}

/// Calls by a name.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    counts: HashMap<String, Counts>,
    /// Of the names beyond those that are counted each.
    pub others: Counts,
}

impl Tally {
    /// From the most to the least.
    pub fn ranked(&self) -> Vec<(&str, Counts)> {
        let mut ranked: Vec<_> =
            self.counts.iter().map(|(name, counts)| (name.as_str(), *counts)).collect();
        ranked.sort_by(|(name, one), (other_name, other)| {
            other.all().cmp(&one.all()).then_with(|| name.cmp(other_name))
        });
        ranked
    }

    fn add(&mut self, name: &str, outcome: &str) {
        let is_full = self.counts.len() >= MOST_NAMES;
        match self.counts.get_mut(name) {
            Some(counts) => counts.add(outcome),
            None if is_full => self.others.add(outcome),
            None => self.counts.entry(name.to_owned()).or_default().add(outcome),
        }
    }
}

/// Calls over time.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    level: usize,
    counts: BTreeMap<i64, Counts>,
}

impl Timeline {
    fn add(&mut self, at: Timestamp, outcome: &str) {
        let start = self.start_of(at.as_second());
        self.counts.entry(start).or_default().add(outcome);
        if self.counts.len() > MOST_STRETCHES {
            self.coarsen();
        }
    }

    /// At most so many stretches without a hole between them: the seconds of each, and its start and counts.
    pub fn stretches(&self, most: usize) -> (i64, Vec<(i64, Counts)>) {
        let mut timeline = self.clone();
        loop {
            let seconds = timeline.seconds();
            let first = timeline.counts.keys().next().copied().unwrap_or(0);
            let last = timeline.counts.keys().next_back().copied().unwrap_or(first);
            let count = usize::try_from((last - first) / seconds + 1).unwrap_or(usize::MAX);
            if count <= most || timeline.level + 1 >= STRETCHES.len() {
                let starts = (0..).map(|number| first + number * seconds).take(count.min(most));
                let counts = |start| timeline.counts.get(&start).copied().unwrap_or_default();
                return (seconds, starts.map(|start| (start, counts(start))).collect());
            }
            timeline.coarsen();
        }
    }

    fn seconds(&self) -> i64 {
        STRETCHES.get(self.level).copied().unwrap_or(i64::MAX)
    }

    fn start_of(&self, second: i64) -> i64 {
        second - second.rem_euclid(self.seconds())
    }

    fn coarsen(&mut self) {
        if self.level + 1 < STRETCHES.len() {
            self.level += 1;
        }
        for (start, counts) in std::mem::take(&mut self.counts) {
            let start = self.start_of(start);
            self.counts.entry(start).or_default().merge(counts);
        }
    }
}

/// The newest of many, and how many there were.
#[derive(Clone, Debug)]
pub struct Newest<T> {
    items: VecDeque<T>,
    pub count: u64,
}

impl<T> Default for Newest<T> {
    fn default() -> Self {
        Self { items: VecDeque::new(), count: 0 }
    }
}

impl<T> Newest<T> {
    /// The newest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &T> {
        self.items.iter().rev()
    }

    fn add(&mut self, item: T) {
        self.count += 1;
        if self.items.len() == MOST_TOLD {
            self.items.pop_front();
        }
        self.items.push_back(item);
    }
}

/// A call, as a list tells it.
#[derive(Clone, Debug, Default)]
pub struct Told {
    pub seq: Option<u64>,
    pub time: String,
    pub caller: String,
    pub tool: String,
    pub outcome: String,
    pub reason: String,
    /// Arguments, or where a login came from.
    pub detail: String,
    pub error: String,
}

/// A change, with what its caller had read before it.
#[derive(Clone, Debug, Default)]
pub struct Change {
    pub told: Told,
    pub read_before: Vec<u64>,
    /// Requests to DefectDojo, such as `POST /api/v2/findings/7/close/ 200`.
    pub upstream: Vec<String>,
}

/// Something that the log says of itself, or a warning.
#[derive(Clone, Debug, Default)]
pub struct Event {
    pub seq: Option<u64>,
    pub time: String,
    pub kind: String,
    pub message: String,
    pub detail: String,
    /// Somebody should look at it.
    pub is_notable: bool,
}

/// Reads these logs from one time to another.
pub fn summarise(
    paths: &[PathBuf],
    since: Option<String>,
    until: Option<String>,
) -> Result<Summary, VerifyError> {
    let mut summary = Summary::default();
    let filter = Filter { since, until, ..Filter::default() };
    show::select(paths, &filter, |record, _| {
        summary.take(record);
        true
    })?;
    Ok(summary)
}

impl Summary {
    fn take(&mut self, record: &Map<String, Value>) {
        let time = text(record, "timestamp");
        // Several chains may stand one after the other.
        if self.first.as_deref().is_none_or(|first| time < first) {
            self.first = Some(time.to_owned());
        }
        if self.last.as_deref().is_none_or(|last| time > last) {
            self.last = Some(time.to_owned());
        }
        match text(record, "event_type") {
            "audit" => self.take_call(record),
            "audit_intent" => {}
            kind => self.take_event(record, kind),
        }
    }

    fn take_call(&mut self, record: &Map<String, Value>) {
        let told = Told::of(record);
        if let Ok(at) = told.time.parse() {
            self.timeline.add(at, &told.outcome);
        }
        self.calls.add(&told.outcome);
        self.callers.add(&told.caller, &told.outcome);
        if !told.reason.is_empty() {
            self.reasons.add(&told.reason, &told.outcome);
        }
        if record.contains_key("tool_name") {
            self.tools.add(&told.tool, &told.outcome);
        } else {
            self.refused_logins += 1;
        }
        if told.outcome == "denied" {
            self.refused.add(told.clone());
        }
        if let Some(read) = record.get("findings_read_before_mutation")
            && told.outcome != "denied"
        {
            self.changes_made += u64::from(told.outcome == "success");
            let ids = read.as_array().into_iter().flatten().filter_map(Value::as_u64);
            let upstream = record.get("upstream").and_then(Value::as_array);
            let requests = upstream.into_iter().flatten().filter_map(Value::as_object);
            self.changes.add(Change {
                told,
                read_before: ids.collect(),
                upstream: requests.map(request).collect(),
            });
        }
    }

    fn take_event(&mut self, record: &Map<String, Value>, kind: &str) {
        let word = text(record, "chain_event");
        // Each call without authentication has one: its caller is in the list of callers.
        if kind == "security_warning" && record.contains_key("meta_caller_id") {
            return;
        }
        let known = ["timestamp", "level", "logger", "message", "event_type", "chain_event"];
        let chain = ["seq", "chain_id", "kid", "event_id", "integrity_hmac", "retention_class"];
        let own = ["prior_tree_peaks", "prior_integrity_hmac", "checkpoint_public_key"];
        let told = record.iter().filter(|(name, value)| {
            let name = name.as_str();
            ![known.as_slice(), &chain, &own].iter().any(|names| names.contains(&name))
                && !value.is_null()
        });
        let is_notable = kind != "lifecycle";
        self.notable_events += u64::from(is_notable);
        self.events.add(Event {
            seq: record.get("seq").and_then(Value::as_u64),
            time: text(record, "timestamp").to_owned(),
            kind: if word.is_empty() { kind.to_owned() } else { word.to_owned() },
            message: text(record, "message").to_owned(),
            detail: told.map(pair).collect::<Vec<_>>().join(", "),
            is_notable,
        });
    }
}

impl Told {
    fn of(record: &Map<String, Value>) -> Self {
        let params = record.get("request_params").and_then(Value::as_object);
        let peer = record.get("peer").filter(|peer| !peer.is_null());
        let mut detail: Vec<_> = params.into_iter().flatten().map(pair).collect();
        detail.extend(peer.map(|peer| format!("from {}", plain(peer))));
        let caller = match text(record, "authenticated_caller_id") {
            "" => "not logged in",
            caller => caller,
        };
        Self {
            seq: record.get("seq").and_then(Value::as_u64),
            time: text(record, "timestamp").to_owned(),
            caller: caller.to_owned(),
            tool: text(record, "tool_name").to_owned(),
            outcome: text(record, "outcome").to_owned(),
            reason: text(record, "reason").to_owned(),
            detail: detail.join(", "),
            error: text(record, "error").to_owned(),
        }
    }
}

fn request(request: &Map<String, Value>) -> String {
    let status = request.get("status").filter(|status| !status.is_null());
    let status = status.map_or_else(|| "no answer".to_owned(), plain);
    format!("{} {} {status}", text(request, "method"), text(request, "path"))
}

fn pair((name, value): (&String, &Value)) -> String {
    format!("{name}={}", plain(value))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn text<'record>(record: &'record Map<String, Value>, name: &str) -> &'record str {
    record.get(name).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests;
