//! Which records are missing, and which files are the log's.

use super::{
    super::{
        chain::{Chain, Position},
        keys::Keyring,
        record::Record,
    },
    *,
};

fn line_of(chain_id: &str, seq: u64) -> Line {
    Line { chain_id: chain_id.into(), seq, ..Line::default() }
}

fn feed_after(seq: u64) -> Feed {
    let (_, heads) = watch::channel(Head::default());
    Feed::new(Path::new("audit.log"), heads, Place::after("a-chain", seq))
}

/// A destination is told what it will never get, and not for a segment that is only being renamed.
#[test]
fn records_are_missing_once_they_have_been_for_a_while() {
    let mut feed = feed_after(4);
    let start = Instant::now();
    let lines = [line_of("a-chain", 9), line_of("a-chain", 10)];
    assert!(matches!(feed.missing(&lines, start), Some(Found::Later)));
    let just_before = start + Duration::from_millis(1_999);
    assert!(matches!(feed.missing(&lines, just_before), Some(Found::Later)));
    assert_eq!(feed.place(), &Place::after("a-chain", 4));
    let Some(Found::Missing { chain_id, first, last }) = feed.missing(&lines, start + DOUBT) else {
        panic!("nothing is missing");
    };
    assert_eq!((chain_id.as_str(), first, last), ("a-chain", 5, 8));
    assert!(feed.missing(&lines, start + DOUBT).is_none(), "told once");
}

/// Doubt about one hole is none about the next.
#[test]
fn each_hole_is_doubted_for_itself() {
    let mut feed = feed_after(4);
    let start = Instant::now();
    assert!(feed.missing(&[line_of("a-chain", 6)], start).is_some());
    feed.place = Place::after("a-chain", 6);
    let later = feed.missing(&[line_of("a-chain", 9)], start + DOUBT);
    assert!(matches!(later, Some(Found::Later)));
    assert!(feed.missing(&[line_of("a-chain", 7)], start + DOUBT).is_none());
    let again = feed.missing(&[line_of("a-chain", 9)], start + 2 * DOUBT);
    assert!(matches!(again, Some(Found::Later)), "it was there in the meantime");
}

/// Another chain is due from its first record on.
#[test]
fn a_new_chain_begins_with_its_first_record() {
    let start = Instant::now();
    assert!(feed_after(4).missing(&[line_of("another", 1)], start).is_none());
    let mut feed = feed_after(4);
    assert!(feed.missing(&[line_of("another", 2)], start).is_some());
    let missing = feed.missing(&[line_of("another", 2)], start + DOUBT);
    assert!(matches!(missing, Some(Found::Missing { first: 1, last: 1, .. })));
    assert!(feed.missing(&[], start).is_none());
}

#[test]
fn a_log_is_told_from_what_stands_beside_it() {
    let is_of = |name| is_of(Path::new("/log/audit.log"), &Path::new("/log").join(name));
    for name in
        ["audit.log", "audit.log.000001", "audit.log.1.gz", "audit-20260131.log", "audit.1.log"]
    {
        assert!(is_of(name), "{name}");
    }
    for name in [
        "audit.log.0197b3a0-7c1e-7000-8000-000000000000",
        "audit.log.0197b3a0-7c1e-7000-8000-000000000000.000001",
        "audit.logs",
        "audit.log-old",
        "audit-old.log",
        "audit-log",
        "auditlog",
        "audit.",
        "other.log",
    ] {
        assert!(!is_of(name), "{name}");
    }
    assert!(is_of_log_without_suffix("audit.000001"));
    assert!(!is_of_log_without_suffix("audit1"));
}

fn is_of_log_without_suffix(name: &str) -> bool {
    is_of(Path::new("audit"), Path::new(name))
}

fn chain(id: &str) -> Chain {
    Chain::new(Keyring::ephemeral().unwrap().newest().clone(), id.to_owned(), Position::default())
}

/// So many lines, and where each ends.
fn sealed(chain: &mut Chain, count: usize) -> (Vec<u8>, Vec<u64>) {
    let record = Record::lifecycle("Test", &serde_json::Map::new());
    let mut text = Vec::new();
    let ends = (0..count)
        .map(|_| {
            chain.seal(&record, &mut text);
            text.len() as u64
        })
        .collect();
    (text, ends)
}

/// Names of chains are in no order where a clock was set back: the chain that is written comes last all the same.
#[test]
fn the_chain_that_is_written_comes_last_whatever_its_name() {
    let directory = tempfile::tempdir().unwrap();
    let path = |name| directory.path().join(name);
    let mut new = chain("a-chain");
    std::fs::write(path("audit.log.000001"), sealed(&mut chain("z-chain"), 2).0).unwrap();
    std::fs::write(path("audit.log.000002"), sealed(&mut new, 2).0).unwrap();
    let (text, ends) = sealed(&mut new, 2);
    let file = path("audit.log");
    std::fs::write(&file, text).unwrap();
    let first = sources::find(std::slice::from_ref(&file)).unwrap().remove(0).first;
    let head = Head { chain_id: "a-chain".into(), seq: 4, segment: first, bytes: ends[1] };
    let (_sender, heads) = watch::channel(head);
    let mut feed = Feed::new(&file, heads, Place::after("z-chain", 1));
    let mut read = Vec::new();
    while let Found::Lines(lines) = feed.read(9, usize::MAX).unwrap() {
        read.extend(lines.iter().map(|line| format!("{} {}", line.chain_id, line.seq)));
    }
    assert_eq!(read, ["z-chain 2", "a-chain 1", "a-chain 2", "a-chain 3", "a-chain 4"]);
}

/// Only in the segment that a place names, and only where a line ends there, does reading begin at its byte: at
/// any other, records would be left out or cut in two.
#[test]
fn a_places_byte_counts_where_its_segment_has_a_line_that_ends_there() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let (text, ends) = sealed(&mut chain("a-chain"), 4);
    std::fs::write(&file, &text).unwrap();
    let log = sources::find(&[file]).unwrap().remove(0);
    let name = log.first.unwrap();
    let open = |segment: &str, offset| {
        let place = Place::at("a-chain", 1, segment, offset);
        let mut segment = Segment::open(&log, &place, &Head::default()).unwrap();
        let begins = segment.offset;
        let lines = segment.read(&place, usize::MAX, usize::MAX).unwrap();
        let mut places = lines.iter().zip(&ends[4 - lines.len()..]);
        assert!(places.all(|(line, end)| *line.segment == *name.text() && line.end == *end));
        (begins, lines.iter().map(|line| line.seq).collect::<Vec<_>>())
    };
    assert_eq!(open(name.text(), ends[0]), (ends[0], vec![2, 3, 4]));
    assert_eq!(open(name.text(), ends[2]), (ends[2], vec![4]), "its own byte is believed");
    assert_eq!(open(&"0".repeat(64), ends[2]), (0, vec![2, 3, 4]), "another segment's is not");
    for offset in [0, ends[2] - 1, ends[2] + 1, ends[3] + 1] {
        assert_eq!(open(name.text(), offset), (0, vec![2, 3, 4]), "{offset}");
    }
}
