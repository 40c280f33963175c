//! Grafana Loki's push API ("Loki HTTP API", `POST /loki/api/v1/push`): streams by their labels, timestamps in
//! nanoseconds as text, structured metadata beside each line; 204 once it is taken.

use http::{HeaderName, header::AUTHORIZATION};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Answer, Format, Record, Verdict, format::credentials, outcome::Rejected};

/// One stream for each chain, and one for its checkpoints: Loki takes a line only where it is not much older than the
/// newest of its stream (`max_chunk_age`), and checkpoints overtake records.
pub(super) struct Loki;

/// Loki's `max_line_size` is 256 KiB unless it is told otherwise.
const LONGEST: usize = 256 << 10;

impl Format for Loki {
    fn usual_path(&self) -> Option<&'static str> {
        Some("/loki/api/v1/push")
    }

    /// Loki has no tokens of its own; what stands before it takes Basic (Grafana Cloud) or Bearer.
    fn authorization(&self, token: &str) -> (HeaderName, String) {
        (AUTHORIZATION, credentials("Bearer", token))
    }

    fn encode(&self, batch: &[Record]) -> Vec<u8> {
        let mut streams = Vec::<(Value, Vec<Value>)>::new();
        for record in batch {
            let labels = labels(record);
            let line = json!([
                record.nanoseconds().to_string(),
                record.text_within(LONGEST),
                metadata(record)
            ]);
            match streams.iter_mut().find(|(stream, _)| *stream == labels) {
                Some((_, values)) => values.push(line),
                None => streams.push((labels, vec![line])),
            }
        }
        let streams: Vec<_> = streams
            .into_iter()
            .map(|(stream, values)| json!({"stream": stream, "values": values}))
            .collect();
        json!({"streams": streams}).to_string().into_bytes()
    }

    /// 204 alone says that lines are stored: a blocked tenant is answered with 260, or with 200.
    fn judge(&self, answer: &Answer, batch: &[Record]) -> Verdict {
        let reason = answer.reason();
        let says = |words: &str| reason.to_ascii_lowercase().contains(words);
        match answer.status.as_u16() {
            204 => Verdict::Accepted,
            200..=299 if says("ingestion blocked") => Verdict::refused(
                reason,
                "end block_ingestion_until for this tenant in Loki's limits",
            ),
            200..=299 => Verdict::refused(
                format!("it does not answer as Loki does ({reason})"),
                "give the address of Loki's push API, ending in /loki/api/v1/push",
            ),
            401 if says("no org id") => Verdict::refused(
                reason,
                "this Loki has tenants: name yours with `tenant` in AUDIT_SINKS",
            ),
            400 if says("structured metadata, but this feature is disallowed") => Verdict::refused(
                reason,
                "set limits_config.allow_structured_metadata in Loki, with schema v13 or later",
            ),
            400 if says("timestamp too new") => {
                Verdict::refused(reason, "compare the clocks of this machine and of Loki")
            }
            400 => too_old(answer, batch, reason),
            _ => answer.ordinary(),
        }
    }

    /// A push larger than `ingestion_burst_size_mb` (6) would never be taken.
    fn most(&self) -> (usize, usize) {
        (5_000, 1 << 20)
    }

    fn takes_gzip(&self) -> bool {
        true
    }
}

fn labels(record: &Record) -> Value {
    let kind = match record.event_type() {
        _ if record.place().is_some() => "record",
        "audit_checkpoint" => "checkpoint",
        // One stream for all probes, whatever they are numbered.
        _ => return json!({"service_name": "mcp-defectdojo", "kind": "probe"}),
    };
    json!({"service_name": "mcp-defectdojo", "kind": kind, "chain": record.chain_id()})
}

fn metadata(record: &Record) -> Value {
    let mut metadata = json!({
        "level": record.level(), "event_type": record.event_type(),
        "seq": record.seq().to_string(), "record_id": record.id(),
    });
    if let (Some(outcome), Some(members)) = (record.outcome(), metadata.as_object_mut()) {
        members.insert("outcome".to_owned(), outcome.into());
    }
    metadata
}

/// Loki names the oldest time that it takes (`reject_old_samples_max_age`, or too far behind its stream). Records before
/// that will never be taken; those behind them are sent again, which Loki stores once.
fn too_old(answer: &Answer, batch: &[Record], reason: String) -> Verdict {
    const NAMED: &str = "oldest acceptable timestamp is: ";
    let text = String::from_utf8_lossy(&answer.body);
    let oldest = text.split_once(NAMED).and_then(|(_, rest)| {
        let end = rest.find([',', '\'', '"', ' ', '\n']).unwrap_or(rest.len());
        rest.get(..end)?.parse::<Timestamp>().ok()
    });
    let count =
        oldest.map_or(0, |oldest| batch.iter().take_while(|record| record.time() < oldest).count());
    if count == 0 {
        return Verdict::Rejected { reason };
    }
    let rejected = (0..count).map(|index| Rejected { index, reason: reason.clone() }).collect();
    let again_from = (count < batch.len()).then_some(count);
    Verdict::Partly { rejected, again_from, after: None, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, body: &str, batch: &[Record]) -> Verdict {
        Loki.judge(&Answer::of(status, body), batch)
    }

    #[test]
    fn answers_mean_what_loki_documents() {
        let probe = [Record::probe()];
        assert_eq!(judged(204, "", &probe), Verdict::Accepted);
        let refusals = [
            (260, "ingestion blocked for user one until '2027'", "block_ingestion_until"),
            (200, "<html>a login page</html>", "/loki/api/v1/push"),
            (401, "no org id", "tenant"),
            (401, "", "AUDIT_LOG_HTTPS_TOKEN"),
            (
                400,
                "stream '{}' includes structured metadata, but this feature is disallowed.",
                "allow_structured_metadata",
            ),
            (400, "entry for stream '{}' has timestamp too new: 2030-01-01", "clocks"),
            (404, "", "path"),
        ];
        for (status, body, fix) in refusals {
            let verdict = judged(status, body, &probe);
            assert!(matches!(&verdict, Verdict::Refused { .. }), "{verdict:?}");
            assert!(verdict.in_words().contains(fix), "{verdict:?}");
        }
        let busy = "Ingestion rate limit exceeded for user one (limit: 4194304 bytes/sec)";
        assert!(matches!(judged(429, busy, &probe), Verdict::Retry { .. }));
        let long = "Max entry size '262144' bytes exceeded for stream '{}'";
        assert!(matches!(judged(400, long, &probe), Verdict::Rejected { .. }));
    }

    #[test]
    fn records_before_the_oldest_acceptable_time_are_known() {
        let old = Record::probe().dated("2024-05-06T15:58:50.000001+00:00");
        let new = Record::probe();
        let body = "entry with timestamp 2024-05-06 15:58:50 +0000 UTC ignored, reason: 'entry too far behind, \
                    oldest acceptable timestamp is: 2024-05-07T10:25:30Z',\nuser 'fake', total ignored: 2 out of 3";
        let batch = [old.clone(), old.clone(), new.clone()];
        let Verdict::Partly { rejected, again_from: Some(2), .. } = judged(400, body, &batch)
        else {
            panic!("not in part")
        };
        assert_eq!(rejected.iter().map(|it| it.index).collect::<Vec<_>>(), [0, 1]);
        let all = judged(400, body, &batch[..2]);
        assert!(
            matches!(&all, Verdict::Partly { rejected, again_from: None, .. } if rejected.len() == 2)
        );
        // Whatever stands behind one that is new enough is looked for by halving.
        assert!(matches!(judged(400, body, &[new, old]), Verdict::Rejected { .. }));
    }

    /// A checkpoint is newer than the backlog that it overtakes: in one stream Loki would reject the backlog.
    #[test]
    fn checkpoints_have_a_stream_of_their_own() {
        let checkpoint = Record::checkpoint("origin/a-chain\n3\nroot\n\nsignature\n");
        let body = Loki.encode(&[checkpoint.clone(), Record::probe(), checkpoint.clone()]);
        let body: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(body["streams"].as_array().unwrap().len(), 2);
        let stream = &body["streams"][0];
        assert_eq!(stream["stream"]["kind"], "checkpoint");
        assert_eq!(stream["stream"]["chain"], "a-chain");
        assert_eq!(stream["values"][1][0], checkpoint.nanoseconds().to_string());
        assert_eq!(stream["values"][1][1], checkpoint.text());
    }
}
