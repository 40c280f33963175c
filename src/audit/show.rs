//! `audit show`: the records that a person asks for.

use std::{
    io::{BufRead as _, BufReader},
    path::PathBuf,
};

use serde_json::{Map, Value};

use super::verify::{VerifyError, sources};

/// What a record must be like; everything that is given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Part of the authenticated caller's name, or of what the client says of itself.
    pub caller: Option<String>,
    pub tool: Option<String>,
    /// The finding that the call was about, or that its caller had read before.
    pub finding: Option<u64>,
    pub outcome: Option<String>,
    pub event_type: Option<String>,
    /// From this time on: any beginning of a time, such as `2026-01-31` or `2026-01-31T08:15`.
    pub since: Option<String>,
    /// Before this time.
    pub until: Option<String>,
}

/// Gives each record of these logs that passes the filter to `take`, with its line as it stands in the log and in the
/// order of the log, until it answers false. Lines that are no records are passed over: `audit verify` tells of them.
pub fn select(
    paths: &[PathBuf],
    filter: &Filter,
    mut take: impl FnMut(&Map<String, Value>, &[u8]) -> bool,
) -> Result<(), VerifyError> {
    for log in sources::find(paths)? {
        let mut lines = BufReader::new(log.open()?);
        let mut line = Vec::new();
        loop {
            line.clear();
            if lines.read_until(b'\n', &mut line).map_err(sources::unreadable(&log.path))? == 0 {
                break;
            }
            if let Ok(Value::Object(record)) = serde_json::from_slice(&line)
                && filter.passes(&record)
                && !take(&record, line.trim_ascii_end())
            {
                return Ok(());
            }
        }
    }
    Ok(())
}

impl Filter {
    fn passes(&self, record: &Map<String, Value>) -> bool {
        let text = |name: &str| record.get(name).and_then(Value::as_str);
        let is = |name: &str, wanted: &Option<String>| {
            wanted.as_deref().is_none_or(|wanted| text(name) == Some(wanted))
        };
        let has_caller = self.caller.as_deref().is_none_or(|wanted| {
            let names = ["authenticated_caller_id", "caller_id", "meta_caller_id"];
            names.iter().any(|name| text(name).is_some_and(|caller| caller.contains(wanted)))
        });
        // Times of one form compare as texts do; a beginning of one stands for the first moment it can mean.
        let time = text("timestamp").unwrap_or_default();
        has_caller
            && is("tool_name", &self.tool)
            && is("outcome", &self.outcome)
            && is("event_type", &self.event_type)
            && self.finding.is_none_or(|finding| concerns(record, finding))
            && self.since.as_deref().is_none_or(|since| time >= since)
            && self.until.as_deref().is_none_or(|until| time < until)
    }
}

fn concerns(record: &Map<String, Value>, finding: u64) -> bool {
    let is_it = |value: Option<&Value>| value.and_then(Value::as_u64) == Some(finding);
    is_it(record.get("finding_id"))
        || is_it(record.get("request_params").and_then(|params| params.get("finding_id")))
        || record
            .get("findings_read_before_mutation")
            .and_then(Value::as_array)
            .is_some_and(|read| read.iter().any(|id| is_it(Some(id))))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const LOG: &str = r#"{"timestamp": "2026-01-30T08:00:00.000000+00:00", "event_type": "lifecycle"}
no record
{"timestamp": "2026-01-31T08:15:00.000000+00:00", "event_type": "audit", "tool_name": "get_finding", "caller_id": "a desk", "authenticated_caller_id": "ci-reader", "outcome": "success", "request_params": {"finding_id": 17}}
{"timestamp": "2026-01-31T09:00:00.000000+00:00", "event_type": "audit", "tool_name": "close_finding", "authenticated_caller_id": "ci-writer", "outcome": "denied", "request_params": {"finding_id": 99}, "findings_read_before_mutation": [16, 17]}
{"timestamp": "2026-02-01T00:00:00.000000+00:00", "event_type": "note_attach_failure", "finding_id": 99, "tool_name": "close_finding", "outcome": "error", "meta_caller_id": "a desk"}
"#;

    /// Which lines of the log pass the filter, and how many are asked for.
    fn shown_of(filter: &Filter, most: usize) -> Vec<usize> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("audit.log");
        fs::write(&path, LOG).unwrap();
        let mut shown = Vec::new();
        select(&[path], filter, |record, line| {
            let at = LOG.lines().position(|other| other.as_bytes() == line).unwrap();
            assert_eq!(record["timestamp"], LOG.lines().nth(at).unwrap()[15..47]);
            shown.push(at);
            shown.len() < most
        })
        .unwrap();
        shown
    }

    fn shown(filter: &Filter) -> Vec<usize> {
        shown_of(filter, usize::MAX)
    }

    #[test]
    fn records_are_shown_as_they_stand_until_it_is_enough() {
        assert_eq!(shown(&Filter::default()), [0, 2, 3, 4]);
        assert_eq!(shown_of(&Filter::default(), 2), [0, 2]);
    }

    /// Whoever asks what became of a finding must find calls about it, and changes made after reading it.
    #[test]
    fn a_finding_is_found_wherever_a_record_names_it() {
        let of = |finding| shown(&Filter { finding: Some(finding), ..Filter::default() });
        assert_eq!(of(17), [2, 3]);
        assert_eq!(of(99), [3, 4]);
        assert_eq!(of(16), [3]);
        assert_eq!(of(1), [0_usize; 0]);
    }

    #[test]
    fn each_part_of_a_filter_leaves_something_out() {
        let some = |text: &str| Some(text.to_owned());
        let any = Filter::default;
        assert_eq!(shown(&Filter { caller: some("ci-"), ..any() }), [2, 3]);
        assert_eq!(shown(&Filter { caller: some("desk"), ..any() }), [2, 4]);
        assert_eq!(shown(&Filter { tool: some("close_finding"), ..any() }), [3, 4]);
        assert_eq!(shown(&Filter { outcome: some("denied"), ..any() }), [3]);
        assert_eq!(shown(&Filter { event_type: some("lifecycle"), ..any() }), [0]);
        assert_eq!(shown(&Filter { outcome: some("denied"), tool: some("get"), ..any() }), [0; 0]);
    }

    /// From a time on, and before another: two neighbouring spans share no record and leave none out.
    #[test]
    fn a_span_begins_with_its_first_moment_and_ends_before_its_last() {
        let from = |since: &str| Filter { since: Some(since.to_owned()), ..Filter::default() };
        let to = |until: &str| Filter { until: Some(until.to_owned()), ..Filter::default() };
        assert_eq!(shown(&from("2026-01-31")), [2, 3, 4]);
        assert_eq!(shown(&to("2026-01-31")), [0]);
        let exactly = "2026-01-31T09:00:00.000000+00:00";
        assert_eq!(shown(&from(exactly)), [3, 4]);
        assert_eq!(shown(&to(exactly)), [0, 2]);
        assert_eq!(shown(&Filter { until: to("2026-02").until, ..from("2026-01-31T09") }), [3]);
    }
}
