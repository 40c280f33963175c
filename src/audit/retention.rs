//! Which closed segments may go: none before everybody who needs its records has them.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use jiff::Timestamp;

use super::{files::Files, sealed::Sealed, segments};

/// How often segments are looked at while no new one begins.
const PASS: Duration = Duration::from_mins(1);

/// How much of the log is kept. Everything, where nothing is said. What is beyond any of the limits goes,
/// a whole segment at a time, the oldest first; the one that is written to always stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Keep {
    /// Segments, the one that is written to included.
    pub segments: Option<u64>,
    /// Bytes of all segments together.
    pub bytes: Option<u64>,
    /// The age of a segment's youngest record.
    pub age: Option<Duration>,
}

impl Keep {
    fn is_everything(&self) -> bool {
        *self == Self::default()
    }
}

/// Who still needs records.
#[derive(Clone, Debug, Default)]
pub(super) struct Holds(Arc<Mutex<Held>>);

#[derive(Debug, Default)]
struct Held {
    next: u64,
    places: BTreeMap<u64, Option<Place>>,
}

/// A record of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    chain_id: String,
    seq: u64,
}

/// Keeps every segment from being removed until it says that its records are no longer needed, and lets go of
/// all of them when it is dropped.
#[derive(Debug)]
pub struct Hold {
    holds: Holds,
    number: u64,
}

impl Holds {
    pub(super) fn take(&self) -> Hold {
        let number = self.with(|held| {
            held.next += 1;
            held.places.insert(held.next, None);
            held.next
        });
        Hold { holds: self.clone(), number }
    }

    /// Whether nobody needs what stands up to and including `segments[index]`.
    fn allow(&self, segments: &[Segment], index: usize) -> bool {
        self.with(|held| {
            held.places.values().all(|place| {
                let Some(place) = place else { return false };
                let at = segments.iter().rposition(|segment| {
                    segment.chain_id.as_deref() == Some(place.chain_id.as_str())
                        && segment.first <= place.seq
                });
                match at {
                    Some(at) if at == index => segments
                        .get(at)
                        .and_then(|it| it.last)
                        .is_some_and(|last| last <= place.seq),
                    Some(at) => at > index,
                    None => false,
                }
            })
        })
    }

    fn with<T>(&self, act: impl FnOnce(&mut Held) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Hold {
    /// The records of this chain up to and including this one, and all of earlier chains, are no longer needed.
    pub fn release_up_to(&self, chain_id: &str, seq: u64) {
        let place = Place { chain_id: chain_id.to_owned(), seq };
        self.holds.with(|held| held.places.insert(self.number, Some(place)));
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.holds.with(|held| held.places.remove(&self.number));
    }
}

/// When segments are looked at, and by which rule.
#[derive(Debug, Default)]
pub(super) struct Retention {
    pub(super) keep: Keep,
    pub(super) holds: Holds,
    /// `None` until whoever needs records has had the time to say so.
    due: Option<Instant>,
}

/// Segments that go, all of one chain.
#[derive(Debug)]
pub(super) struct Expired {
    pub(super) paths: Vec<PathBuf>,
    pub(super) chain_id: Option<String>,
    /// The last record in them, where it is known.
    pub(super) last: Option<u64>,
}

impl Retention {
    pub(super) fn new(keep: Keep) -> Self {
        Self { keep, ..Self::default() }
    }

    /// From now on segments may be removed.
    pub(super) fn begin(&mut self) {
        if !self.keep.is_everything() {
            self.due = Some(Instant::now());
        }
    }

    /// A new segment has begun: there may be one too many.
    pub(super) fn look_soon(&mut self) {
        self.due = self.due.map(|_| Instant::now());
    }

    pub(super) fn wake(&self) -> Option<Instant> {
        self.due
    }

    pub(super) fn is_due(&self) -> bool {
        self.due.is_some_and(|due| due <= Instant::now())
    }

    /// What may go now, or nothing.
    pub(super) fn pass(&mut self, files: &dyn Files, log: &Path) -> io::Result<Option<Expired>> {
        self.due = self.due.map(|_| Instant::now() + PASS);
        let segments = Segment::all(files, log)?;
        let total: u64 = segments.iter().map(|segment| segment.bytes).sum();
        let mut left = (segments.len() as u64, total);
        let mut expired: Option<Expired> = None;
        for (index, segment) in segments.iter().enumerate() {
            let Some(next) = segments.get(index + 1) else { break };
            let is_other = expired.as_ref().is_some_and(|it| it.chain_id != segment.chain_id);
            if is_other || !self.is_beyond(left, next) || !self.holds.allow(&segments, index) {
                break;
            }
            left = (left.0 - 1, left.1 - segment.bytes);
            let expired = expired.get_or_insert_with(|| Expired {
                paths: Vec::new(),
                chain_id: segment.chain_id.clone(),
                last: None,
            });
            expired.paths.push(segment.path.clone());
            expired.last = segment.last;
        }
        Ok(expired)
    }

    /// Whether the oldest segment that is left goes beyond a limit. The one after it tells how old it is.
    fn is_beyond(&self, (segments, bytes): (u64, u64), next: &Segment) -> bool {
        let is_old = |limit: Duration| {
            next.begun.is_some_and(|begun| {
                let age = Timestamp::now().duration_since(begun);
                age.is_positive() && age.unsigned_abs() > limit
            })
        };
        self.keep.segments.is_some_and(|limit| segments > limit)
            || self.keep.bytes.is_some_and(|limit| bytes > limit)
            || self.keep.age.is_some_and(is_old)
    }
}

/// A segment, by what its first line says.
struct Segment {
    path: PathBuf,
    bytes: u64,
    chain_id: Option<String>,
    first: u64,
    /// The number before the next segment's first, if that is of the same chain.
    last: Option<u64>,
    begun: Option<Timestamp>,
}

impl Segment {
    /// Every closed segment and the one that is written to, oldest first.
    fn all(files: &dyn Files, log: &Path) -> io::Result<Vec<Self>> {
        let closed = segments::closed(files, log)?.into_iter().map(|(_, path)| path);
        let mut all: Vec<Self> = Vec::new();
        for path in closed.chain([log.to_owned()]) {
            if files.identity(&path)?.is_none() {
                continue;
            }
            let segment = Self::read(files, path)?;
            if let Some(before) = all.last_mut()
                && before.chain_id == segment.chain_id
            {
                before.last = segment.first.checked_sub(1);
            }
            all.push(segment);
        }
        Ok(all)
    }

    fn read(files: &dyn Files, path: PathBuf) -> io::Result<Self> {
        let file = files.open(&path)?;
        let bytes = file.length()?;
        let line = segments::first_line(file.as_ref())?.unwrap_or_default();
        let mut segment = Self { path, bytes, chain_id: None, first: 0, last: None, begun: None };
        if let Some(sealed) = Sealed::parse(&line) {
            let place = sealed.place();
            segment.chain_id = place.chain_id.map(str::to_owned);
            segment.first = place.seq.unwrap_or(0);
            segment.begun = sealed.word("timestamp").and_then(|time| time.parse().ok());
        }
        Ok(segment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(chain_id: &str, first: u64, last: Option<u64>) -> Segment {
        Segment {
            path: PathBuf::new(),
            bytes: 0,
            chain_id: Some(chain_id.to_owned()),
            first,
            last,
            begun: None,
        }
    }

    /// A destination that is away for a week must still find every record.
    #[test]
    fn nothing_goes_that_somebody_holds() {
        let segments = [
            segment("old", 1, None),
            segment("new", 1, Some(10)),
            segment("new", 11, Some(20)),
            segment("new", 21, None),
        ];
        let allowed = |holds: &Holds| (0..3).filter(|at| holds.allow(&segments, *at)).count();
        let holds = Holds::default();
        assert_eq!(allowed(&holds), 3);
        let slow = holds.take();
        assert_eq!(allowed(&holds), 0, "it has not said anything yet");
        slow.release_up_to("old", 5);
        assert_eq!(allowed(&holds), 0, "nobody knows where the old chain ends");
        slow.release_up_to("new", 9);
        assert_eq!(allowed(&holds), 1);
        slow.release_up_to("new", 10);
        assert_eq!(allowed(&holds), 2);
        let slower = holds.take();
        slow.release_up_to("new", 25);
        assert_eq!(allowed(&holds), 0);
        slower.release_up_to("new", 3);
        assert_eq!(allowed(&holds), 1);
        drop(slower);
        assert_eq!(allowed(&holds), 3);
        slow.release_up_to("another", 1);
        assert_eq!(allowed(&holds), 0, "a place that is not in this log releases nothing");
    }

    fn aged(seconds: i64) -> Segment {
        let begun = Timestamp::now() - jiff::SignedDuration::from_secs(seconds);
        Segment { begun: Some(begun), ..segment("new", 1, None) }
    }

    /// Exactly as much as was asked for is kept.
    #[test]
    fn what_is_beyond_any_limit_goes() {
        let is_beyond = |keep, left, next: &Segment| Retention::new(keep).is_beyond(left, next);
        let next = segment("new", 1, None);
        let all = Keep::default();
        assert!(!is_beyond(all, (1_000, u64::MAX), &next));
        let three = Keep { segments: Some(3), ..all };
        assert!(!is_beyond(three, (3, u64::MAX), &next) && is_beyond(three, (4, 1), &next));
        let bytes = Keep { bytes: Some(100), ..all };
        assert!(!is_beyond(bytes, (1_000, 100), &next) && is_beyond(bytes, (1, 101), &next));
        let hour = Keep { age: Some(Duration::from_hours(1)), ..all };
        assert!(is_beyond(hour, (1, 1), &aged(3_700)));
        assert!(!is_beyond(hour, (1, 1), &aged(1_800)));
        assert!(!is_beyond(hour, (1, 1), &aged(-7_200)), "a clock that was wrong removes nothing");
        assert!(!is_beyond(hour, (1, 1), &next), "nor does a time that nobody knows");
    }

    /// Nothing is removed before those who forward have said what they need, nor ever where everything is kept.
    #[test]
    fn segments_are_looked_at_once_retention_has_begun() {
        let mut all = Retention::new(Keep::default());
        all.begin();
        assert_eq!((all.is_due(), all.wake()), (false, None));
        let mut some = Retention::new(Keep { segments: Some(1), ..Keep::default() });
        some.look_soon();
        assert_eq!((some.is_due(), some.wake()), (false, None));
        some.begin();
        assert!(some.is_due());
        let before = Instant::now();
        let nothing = super::super::simulated::Simulated::default();
        assert!(some.pass(&nothing, Path::new("/log/audit.log")).unwrap().is_none());
        assert!(!some.is_due());
        assert!(some.wake().unwrap() >= before + PASS, "the next look is a minute away");
        some.look_soon();
        assert!(some.is_due());
    }

    fn line(chain_id: &str, seq: u64) -> String {
        let mac = "0".repeat(64);
        format!(
            "{{\"timestamp\": \"2026-01-31T00:00:00Z\", \"seq\": {seq}, \"chain_id\": \"{chain_id}\", \"kid\": \"k\", \"integrity_hmac\": \"{mac}\"}}\n"
        )
    }

    /// Each record of a removal names one chain: segments of the next one have to wait for the next pass.
    #[test]
    fn the_oldest_go_and_one_chain_at_a_time() {
        let files = super::super::simulated::Simulated::default();
        let log = Path::new("/log/audit.log");
        for (name, chain_id, seq) in [
            ("/log/audit.log.000001", "old", 1),
            ("/log/audit.log.000002", "old", 6),
            ("/log/audit.log.000003", "new", 1),
            ("/log/audit.log.000004", "new", 4),
            ("/log/audit.log", "new", 9),
        ] {
            let mut file = files.open(Path::new(name)).unwrap();
            super::super::files::write_all(file.as_mut(), line(chain_id, seq).as_bytes()).unwrap();
        }
        let segment_bytes = line("old", 1).len() as u64;
        let expired = |keep| {
            let expired = Retention::new(keep).pass(&files, log).unwrap()?;
            let names = expired.paths.iter().map(|path| path.extension().unwrap().to_owned());
            Some((names.collect::<Vec<_>>(), expired.chain_id.unwrap(), expired.last))
        };
        let segments = |count| Keep { segments: Some(count), ..Keep::default() };
        let old = |names: &[&str], last| {
            Some((names.iter().map(Into::into).collect(), "old".to_owned(), last))
        };
        assert_eq!(expired(segments(5)), None);
        assert_eq!(expired(segments(4)), old(&["000001"], Some(5)));
        assert_eq!(expired(segments(1)), old(&["000001", "000002"], None));
        let bytes = |count| Keep { bytes: Some(count * segment_bytes), ..Keep::default() };
        assert_eq!(expired(bytes(5)), None);
        assert_eq!(expired(bytes(4)), old(&["000001"], Some(5)));
        for name in ["/log/audit.log.000001", "/log/audit.log.000002"] {
            files.remove(Path::new(name)).unwrap();
        }
        let new = Some((vec!["000003".into(), "000004".into()], "new".to_owned(), Some(8)));
        assert_eq!(expired(segments(0)), new, "what is written to stays");
    }
}
