//! Which records are missing, and which files are the log's.

use super::*;

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
