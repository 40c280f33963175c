//! The log as whoever forwards it reads it: every durable record once and in order, whatever becomes of its files.

use std::{
    fs::{self, File},
    path::Path,
    time::Duration,
};

use flate2::{Compression, write::GzEncoder};
use mcp_defectdojo::audit::{
    Fsync, Log, Settings,
    feed::{self, Feed, Found, Line, Place},
};
use tempfile::tempdir;

use super::{call, record_and_close, settings, success};

async fn record(log: &Log, count: usize) {
    for _ in 0..count {
        log.append(success(&call("get_finding"))).await.unwrap();
    }
}

/// A log with a segment of its own for every few records.
fn rotating(file: &Path) -> Settings {
    Settings { rotate_bytes: Some(3_000), ..settings(file) }
}

fn beginning() -> Place {
    Place::default()
}

fn next(feed: &mut Feed, most: usize, bytes: usize) -> Vec<Line> {
    match feed.read(most, bytes).unwrap() {
        Found::Lines(lines) => lines,
        other => panic!("no lines: {other:?}"),
    }
}

/// Everything that there is to read, three records at a time.
fn rest(feed: &mut Feed) -> Vec<Line> {
    let mut all = Vec::new();
    loop {
        match feed.read(3, usize::MAX).unwrap() {
            Found::Lines(lines) => all.extend(lines),
            Found::End => return all,
            other => panic!("after {} lines: {other:?}", all.len()),
        }
    }
}

fn numbers(lines: &[Line]) -> Vec<u64> {
    lines.iter().map(|line| line.seq).collect()
}

#[tokio::test]
async fn reading_goes_on_from_any_place_over_all_segments() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&rotating(&file)).unwrap();
    record(&log, 12).await;
    let first = directory.path().join("audit.log.000001");
    assert!(first.exists(), "the log has several segments");

    let mut feed = Feed::new(&file, log.heads(), beginning());
    let all = rest(&mut feed);
    let last = feed.head().seq();
    assert_eq!(numbers(&all), (1..=last).collect::<Vec<_>>());
    assert_eq!(all.last().map(Line::place).as_ref(), Some(feed.place()));
    let text = fs::read_to_string(&first).unwrap();
    assert!(text.lines().zip(&all).all(|(line, read)| line == read.text));

    for (index, line) in all.iter().enumerate() {
        let place = line.place();
        // A place that says no more than the number, and ones that say where another record ends, or none.
        let bare = Place::after(&place.chain_id, place.seq);
        let elsewhere = Place { offset: place.offset - 1, ..place.clone() };
        let beyond = Place { offset: u64::MAX, ..place.clone() };
        for place in [place, bare, elsewhere, beyond] {
            let mut feed = Feed::new(&file, log.heads(), place);
            assert_eq!(numbers(&rest(&mut feed)), numbers(&all[index + 1..]));
        }
    }
}

/// Whoever reads on while the log grows and turns to new segments meets each record once.
#[tokio::test]
async fn reading_follows_a_log_that_grows() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&rotating(&file)).unwrap();
    let mut feed = Feed::new(&file, log.heads(), beginning());
    let mut all = Vec::new();
    for _ in 0..12 {
        all.extend(rest(&mut feed));
        record(&log, 1).await;
    }
    all.extend(rest(&mut feed));
    assert_eq!(numbers(&all), (1..=feed.head().seq()).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_reading_takes_no_more_than_it_was_asked_for() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    record(&log, 9).await;
    let mut feed = Feed::new(&file, log.heads(), beginning());
    assert_eq!(numbers(&next(&mut feed, 2, usize::MAX)), [1, 2]);
    assert_eq!(numbers(&next(&mut feed, 9, 1)), [3], "at least one, however long it is");
    let length = next(&mut feed, 1, usize::MAX)[0].text.len();
    assert_eq!(numbers(&next(&mut feed, 9, length + 1)), [5, 6], "until so many bytes are reached");
    feed.skip_to(Place::after(&feed.place().chain_id, 8));
    assert_eq!(numbers(&rest(&mut feed)), [9, 10]);
}

/// What is not durable can still be taken back: a destination that has it would know more than the log.
#[tokio::test]
async fn only_what_is_durable_is_read() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let fsync = Fsync::Interval(Duration::from_mins(1));
    let log = Log::open(&Settings { fsync, ..settings(&file) }).unwrap();
    let mut feed = Feed::new(&file, log.heads(), beginning());
    let start = numbers(&rest(&mut feed));
    record(&log, 2).await;
    assert_eq!(numbers(&rest(&mut feed)), [0_u64; 0]);
    let mut fresh = Feed::new(&file, log.heads(), beginning());
    assert_eq!(numbers(&rest(&mut fresh)), start);
    log.close().await;
    assert_eq!(rest(&mut feed).len(), 3, "the two and the stop record");
}

/// How far a destination is behind is counted in records of the chain that is written.
#[tokio::test]
async fn the_head_knows_how_far_away_a_place_is() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    record(&log, 9).await;
    let head = log.heads().borrow().clone();
    let chain = log.began().chain_id.clone();
    assert_eq!(head.seq(), 10);
    assert_eq!(head.distance(&Place::after(&chain, 7)), 3);
    assert_eq!(head.distance(&Place::after("another", 7)), 10);
    assert_eq!(head.back(3), Place::after(&chain, 7));
    assert_eq!(head.back(11), Place::after(&chain, 0));
    let mut feed = Feed::new(&file, log.heads(), head.back(3));
    assert_eq!(numbers(&rest(&mut feed)), [8, 9, 10]);
}

/// logrotate packs old segments and may leave the original beside the packed one for a moment.
#[tokio::test]
async fn packed_segments_and_copies_are_read_once() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&rotating(&file)).unwrap();
    record(&log, 12).await;
    let all = rest(&mut Feed::new(&file, log.heads(), beginning()));
    for (number, is_removed) in [("000001", true), ("000002", false)] {
        let path = directory.path().join(format!("audit.log.{number}"));
        let packed = File::create(directory.path().join(format!("audit.log.{number}.gz"))).unwrap();
        let mut packing = GzEncoder::new(packed, Compression::fast());
        std::io::copy(&mut File::open(&path).unwrap(), &mut packing).unwrap();
        packing.finish().unwrap();
        if is_removed {
            fs::remove_file(path).unwrap();
        }
    }
    for after in [0, 1, 2, 5] {
        let place = all[..after].last().map(Line::place).unwrap_or_default();
        let mut feed = Feed::new(&file, log.heads(), place);
        assert_eq!(numbers(&rest(&mut feed)), numbers(&all[after..]));
    }
}

/// Between the renaming of a segment and the making of the next one there is nothing of that name.
#[tokio::test]
async fn a_segment_out_of_sight_is_waited_for() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    record(&log, 3).await;
    let (hidden, shown) = (directory.path().join("hidden"), directory.path().join("audit.log.1"));
    fs::write(directory.path().join("other.log"), fs::read(&file).unwrap()).unwrap();
    fs::rename(&file, &hidden).unwrap();
    let mut feed = Feed::new(&file, log.heads(), beginning());
    assert!(matches!(feed.read(9, usize::MAX).unwrap(), Found::Later));
    fs::rename(hidden, shown).unwrap();
    assert_eq!(numbers(&rest(&mut feed)), [1, 2, 3, 4]);
}

/// A chain that was given up is read to its end before the one that began after it.
#[tokio::test]
async fn one_chain_after_the_other() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    record_and_close(&Log::open(&settings(&file)).unwrap(), 2).await;
    let old = feed::head_of(&file).unwrap();
    fs::remove_file(directory.path().join("audit.log.state")).unwrap();
    let other_key = Settings { key: Some("another".into()), ..settings(&file) };
    let log = Log::open(&other_key).unwrap();
    record(&log, 1).await;
    let chain = old.back(0).chain_id;
    assert_ne!(log.began().chain_id, chain, "the old chain cannot be gone on with");

    let mut feed = Feed::new(&file, log.heads(), old.back(2));
    let lines = rest(&mut feed);
    let places: Vec<_> = lines.iter().map(|line| (*line.chain_id == chain, line.seq)).collect();
    let new = (1..=feed.head().seq()).map(|seq| (false, seq));
    assert_eq!(places, [(true, 3), (true, 4)].into_iter().chain(new).collect::<Vec<_>>());
}

/// A second process on the same host keeps a log of its own beside the first, which is not this one's to forward.
#[tokio::test]
async fn the_log_of_another_process_is_not_read() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&settings(&file)).unwrap();
    let other = Log::open(&settings(&file)).unwrap();
    record(&log, 2).await;
    record(&other, 5).await;
    let lines = rest(&mut Feed::new(&file, log.heads(), beginning()));
    assert_eq!(numbers(&lines), [1, 2, 3]);
    assert!(lines.iter().all(|line| *line.chain_id == *log.began().chain_id));
    let own = other.status().file.unwrap();
    let lines = rest(&mut Feed::new(&own, other.heads(), beginning()));
    assert_eq!(numbers(&lines), [1, 2, 3, 4, 5, 6]);
}

/// Lines that are no records, such as those of the Python server, are none of a destination's business.
#[tokio::test]
async fn a_line_tells_what_it_is_and_foreign_ones_are_passed_over() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    record_and_close(&Log::open(&settings(&file)).unwrap(), 1).await;
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen('\n', "\nno record\n", 1)).unwrap();
    let head = feed::head_of(&file).unwrap();
    assert_eq!(head.seq(), 3);
    let (_sender, heads) = tokio::sync::watch::channel(head);
    let lines = rest(&mut Feed::new(&file, heads, beginning()));
    assert_eq!(numbers(&lines), [1, 2, 3]);
    assert!(lines.iter().all(|line| line.text.ends_with(&format!("{}\"}}", line.mac))));
    let member = |line: &Line, name| {
        let whole: serde_json::Value = serde_json::from_str(&line.text).unwrap();
        whole[name].as_str().map(str::to_owned)
    };
    assert_eq!(member(&lines[1], "tool_name").as_deref(), Some("get_finding"));
    for line in &lines {
        assert_eq!(member(line, "kid").unwrap(), line.kid);
        assert_eq!(member(line, "integrity_hmac").unwrap(), line.mac);
        assert_eq!(member(line, "timestamp").unwrap(), line.timestamp);
        assert_eq!(member(line, "level").unwrap(), line.level);
        assert_eq!(member(line, "event_type").unwrap(), line.event_type);
        assert_eq!(member(line, "outcome"), line.outcome);
    }
    assert!(lines.iter().any(|line| line.outcome.is_some()));
}

#[tokio::test]
async fn the_head_of_a_log_at_rest_is_found_in_its_files() {
    let directory = tempdir().unwrap();
    let file = directory.path().join("audit.log");
    let log = Log::open(&rotating(&file)).unwrap();
    record_and_close(&log, 12).await;
    let told = log.heads().borrow().clone();
    let found = feed::head_of(&file).unwrap();
    assert_eq!((found.seq(), found.back(0)), (told.seq(), told.back(0)));
    let other = feed::head_of(&directory.path().join("other.log")).unwrap();
    assert_eq!((other.seq(), other.back(0)), (0, Place::default()));
}

/// The cursor of a destination and the records it refused are kept in files of these two kinds.
#[test]
fn small_files_are_replaced_and_lines_are_added() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("file");
    for text in ["first", "second"] {
        feed::replace(&path, text.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    feed::append_line(&path, "third").unwrap();
    feed::append_line(&path, "fourth").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "secondthird\nfourth\n");
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "nothing is left beside it");
}
