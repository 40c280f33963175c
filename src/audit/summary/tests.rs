//! What is counted of which records, and how a long time is cut into stretches.

use super::*;

fn record(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap()
}

fn summary(records: &[&str]) -> Summary {
    let mut summary = Summary::default();
    for text in records {
        summary.take(&record(text));
    }
    summary
}

const CHANGE: &str = r#"{"timestamp": "2026-01-31T09:00:00.000000+00:00", "event_type": "audit", "seq": 7,
    "tool_name": "close_finding", "authenticated_caller_id": "ci", "outcome": "success",
    "request_params": {"finding_id": 3, "note": "<4 chars>"}, "findings_read_before_mutation": [3, 17],
    "upstream": [{"method": "POST", "path": "/api/v2/findings/3/close/", "status": 200},
        {"method": "GET", "path": "/api/v2/findings/3/", "status": null}]}"#;
const DENIED_CHANGE: &str = r#"{"timestamp": "2026-01-31T08:00:00.000000+00:00", "event_type": "audit", "seq": 5,
    "tool_name": "close_finding", "authenticated_caller_id": "ci", "outcome": "denied", "reason": "rate_limited",
    "error": "too many", "findings_read_before_mutation": []}"#;
const FAILED_CHANGE: &str = r#"{"timestamp": "2026-01-31T08:30:00.000000+00:00", "event_type": "audit", "seq": 6,
    "tool_name": "reopen_finding", "authenticated_caller_id": "ci", "outcome": "error", "reason": "upstream",
    "findings_read_before_mutation": []}"#;
const READ: &str = r#"{"timestamp": "2026-01-31T10:00:00.000000+00:00", "event_type": "audit", "seq": 8,
    "tool_name": "get_finding", "authenticated_caller_id": "desk", "outcome": "success"}"#;
const LOGIN: &str = r#"{"timestamp": "2026-01-31T07:00:00.000000+00:00", "event_type": "audit", "seq": 2,
    "authenticated_caller_id": null, "outcome": "denied", "reason": "unknown_token", "peer": "127.0.0.1:5"}"#;
const INTENT: &str = r#"{"timestamp": "2026-01-31T07:30:00.000000+00:00", "event_type": "audit_intent",
    "tool_name": "close_finding", "findings_read_before_mutation": []}"#;

#[test]
fn calls_are_counted_by_how_they_ended() {
    let summary = summary(&[LOGIN, INTENT, DENIED_CHANGE, FAILED_CHANGE, CHANGE, READ]);
    assert_eq!(summary.calls, Counts { success: 2, error: 1, denied: 2 });
    assert_eq!(summary.calls.all(), 5);
    assert_eq!((summary.changes_made, summary.refused_logins), (1, 1));
    assert_eq!(summary.first.as_deref(), Some("2026-01-31T07:00:00.000000+00:00"));
    assert_eq!(summary.last.as_deref(), Some("2026-01-31T10:00:00.000000+00:00"));
    let callers: Vec<_> = summary.callers.ranked();
    assert_eq!(
        callers,
        [
            ("ci", Counts { success: 1, error: 1, denied: 1 }),
            ("desk", Counts { success: 1, ..Counts::default() }),
            ("not logged in", Counts { denied: 1, ..Counts::default() }),
        ]
    );
    let names = |tally: &Tally| {
        tally.ranked().iter().map(|(name, counts)| format!("{name} {}", counts.all())).collect()
    };
    let tools: Vec<_> = names(&summary.tools);
    assert_eq!(tools, ["close_finding 2", "get_finding 1", "reopen_finding 1"]);
    let reasons: Vec<_> = names(&summary.reasons);
    assert_eq!(reasons, ["rate_limited 1", "unknown_token 1", "upstream 1"]);
    let (_, stretches) = summary.timeline.stretches(200);
    assert_eq!(stretches.iter().map(|(_, counts)| counts.all()).sum::<u64>(), 5);
}

/// What a person looks for first: what was changed, on whose word, and what had been read.
#[test]
fn a_change_is_told_with_what_was_read_and_sent() {
    let summary = summary(&[DENIED_CHANGE, FAILED_CHANGE, CHANGE, READ]);
    assert_eq!(summary.changes.count, 2, "what was denied changed nothing");
    let change = summary.changes.iter().next().unwrap();
    assert_eq!(change.read_before, [3, 17]);
    assert_eq!(
        change.upstream,
        ["POST /api/v2/findings/3/close/ 200", "GET /api/v2/findings/3/ no answer"]
    );
    assert_eq!((change.told.seq, change.told.tool.as_str()), (Some(7), "close_finding"));
    assert_eq!(change.told.detail, "finding_id=3, note=<4 chars>");
    let refused: Vec<_> = summary.refused.iter().collect();
    assert_eq!((refused.len(), refused[0].seq), (1, Some(5)));
    assert_eq!(
        (refused[0].reason.as_str(), refused[0].error.as_str()),
        ("rate_limited", "too many")
    );
    assert_eq!(refused[0].outcome, "denied");
}

#[test]
fn a_refused_login_says_where_it_came_from() {
    let summary = summary(&[LOGIN]);
    let told = summary.refused.iter().next().unwrap();
    assert_eq!((told.caller.as_str(), told.detail.as_str()), ("not logged in", "from 127.0.0.1:5"));
    assert_eq!((told.time.as_str(), told.tool.as_str()), ("2026-01-31T07:00:00.000000+00:00", ""));
}

/// Ordinary starts and stops are listed, and do not ask to be looked at.
#[test]
fn events_are_told_with_what_is_not_said_elsewhere() {
    let start = r#"{"timestamp": "2026-01-31T07:00:00.000000+00:00", "event_type": "lifecycle", "seq": 1,
        "message": "Audit chain start", "chain_event": "chain_start", "durability": "group", "chain_id": "c",
        "prior_chain_tail": null, "checkpoint_public_key": "k", "kid": "1", "level": "INFO"}"#;
    let gap = r#"{"timestamp": "2026-01-31T07:01:00.000000+00:00", "event_type": "audit_gap", "seq": 2,
        "message": "Audit log was not written for a time", "outage_seconds": 3}"#;
    let open = r#"{"timestamp": "2026-01-31T07:02:00.000000+00:00", "event_type": "security_warning",
        "message": "Open-access tool call", "meta_caller_id": "a desk"}"#;
    let warning = r#"{"timestamp": "2026-01-31T07:03:00.000000+00:00", "event_type": "security_warning",
        "message": "TLS is off"}"#;
    let summary = summary(&[start, gap, open, warning]);
    assert_eq!((summary.notable_events, summary.events.count), (2, 3));
    let told: Vec<_> = summary
        .events
        .iter()
        .map(|event| (event.kind.as_str(), event.detail.as_str(), event.is_notable))
        .collect();
    assert_eq!(
        told,
        [
            ("security_warning", "", true),
            ("audit_gap", "outage_seconds=3", true),
            ("chain_start", "durability=group", false),
        ]
    );
    let first = summary.events.iter().last().unwrap();
    assert_eq!((first.seq, first.message.as_str()), (Some(1), "Audit chain start"));
    assert_eq!(first.time, "2026-01-31T07:00:00.000000+00:00");
    assert_eq!(summary.calls, Counts::default());
}

/// The lines of a log are read as `audit show` reads them: from a time on, and before another.
#[test]
fn a_span_of_a_log_is_summarised() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.log");
    let lines = [LOGIN, CHANGE, READ].map(|text| {
        let json = Value::Object(record(text)).to_string();
        json.replacen("{\"timestamp\":", "{\"timestamp\": ", 1) + "\n"
    });
    std::fs::write(&path, lines.concat()).unwrap();
    let all = summarise(std::slice::from_ref(&path), None, None).unwrap();
    assert_eq!(all.calls, Counts { success: 2, error: 0, denied: 1 });
    let since = Some("2026-01-31T09".to_owned());
    let until = Some("2026-01-31T10".to_owned());
    let part = summarise(&[path], since, until).unwrap();
    assert_eq!(part.calls, Counts { success: 1, ..Counts::default() });
}

#[test]
fn stretches_have_the_length_that_fits() {
    let mut timeline = Timeline::default();
    assert_eq!(timeline.stretches(5), (60, vec![(0, Counts::default())]));
    for second in [30, 59, 60, 299] {
        timeline.add(Timestamp::from_second(second).unwrap(), "success");
    }
    let counts = |(seconds, stretches): (i64, Vec<(i64, Counts)>)| {
        (seconds, stretches.iter().map(|(at, counts)| (*at, counts.success)).collect())
    };
    let each: Vec<(i64, u64)> = vec![(0, 2), (60, 1), (120, 0), (180, 0), (240, 1)];
    assert_eq!(counts(timeline.stretches(5)), (60, each));
    assert_eq!(counts(timeline.stretches(4)), (300, vec![(0, 4)]));
    timeline.add(Timestamp::from_second(-1).unwrap(), "success");
    assert_eq!(counts(timeline.stretches(2)), (300, vec![(-300, 1), (0, 4)]));
}

/// However long the time, and however long the log: what is counted while reading stays small.
#[test]
fn the_longest_time_has_the_longest_stretches() {
    let mut timeline = Timeline::default();
    let days = 100 * 86_400;
    for number in 0..4_000 {
        timeline.add(Timestamp::from_second(number * days).unwrap(), "success");
        assert!(timeline.counts.len() <= MOST_STRETCHES + STRETCHES.len());
    }
    let (seconds, stretches) = timeline.stretches(3);
    assert_eq!((seconds, stretches.len()), (31_449_600, 3), "cut to what was asked for");
}

#[test]
fn a_long_time_is_told_in_few_stretches_without_holes() {
    let mut timeline = Timeline::default();
    let day = 86_400;
    let start = 1_767_225_600;
    for number in 0..10_000_i64 {
        let at = Timestamp::from_second(start + number * day / 10).unwrap();
        timeline.add(at, if number % 10 == 0 { "denied" } else { "success" });
    }
    let (seconds, stretches) = timeline.stretches(60);
    assert!((20..=60).contains(&stretches.len()), "{}", stretches.len());
    for pair in stretches.windows(2) {
        assert_eq!(pair[1].0 - pair[0].0, seconds);
    }
    let all = stretches.iter().fold(Counts::default(), |mut all, (_, counts)| {
        all.merge(*counts);
        all
    });
    assert_eq!((all.success, all.denied), (9_000, 1_000));
}

/// Whoever calls tools by a million names must not fill the memory of the one who reads the log.
#[test]
fn names_beyond_the_most_are_counted_together() {
    let mut tally = Tally::default();
    for number in 0..2 * MOST_NAMES {
        tally.add(&format!("tool {number}"), "denied");
    }
    tally.add("tool 3", "success");
    let ranked = tally.ranked();
    assert_eq!((ranked.len(), tally.others.denied), (MOST_NAMES, MOST_NAMES as u64));
    assert_eq!(ranked[0], ("tool 3", Counts { success: 1, denied: 1, error: 0 }));
}

#[test]
fn the_newest_are_kept_and_all_are_counted() {
    let mut newest = Newest::default();
    for number in 0..1_000 {
        newest.add(number);
    }
    assert_eq!((newest.count, newest.iter().len()), (1_000, MOST_TOLD));
    assert_eq!(newest.iter().next(), Some(&999));
}
