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
