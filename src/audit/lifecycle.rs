//! What the log says of itself: a segment begun, a key taken, segments removed, records missing.

use serde_json::{Map, Value, json};

use super::{
    chain::{Chain, hex},
    record::{Level, Record, Retention},
    retention::Expired,
    store::Opening,
};

/// The first record of a segment. It carries the MAC before it whole and the tree so far, so that the segment
/// can be verified, and its chain's root known, without the ones before.
pub(super) fn segment_start(opening: &Opening, chain: &Chain) -> Record {
    let position = chain.position();
    let peaks: Vec<_> = position.tree.peaks().iter().map(|peak| hex(peak)).collect();
    let mut members = Map::new();
    let mut member = |name: &str, value: Value| members.insert(name.to_owned(), value);
    member("chain_event", json!("segment_start"));
    member("segment", json!(opening.number));
    member("reason", json!(opening.reason.word()));
    if let Some(path) = &opening.prior {
        member("prior_segment", json!(path.file_name().map(|name| name.to_string_lossy())));
    }
    if let Some(bytes) = opening.prior_bytes {
        member("prior_segment_bytes", json!(bytes));
    }
    member("prior_integrity_hmac", json!(position.tail.text()));
    member("prior_tree_peaks", json!(peaks));
    if opening.reason.is_gap() {
        return gap("Audit log was changed from outside: records may be missing", &members);
    }
    Record::lifecycle("Audit segment start", &members)
}

pub(super) fn gap(message: &str, members: &Map<String, Value>) -> Record {
    Record::free("audit_gap", Level::Error, message, members, Retention::SecurityAudit)
}

/// Why there are no other records.
pub(super) fn refusal(cause: &str) -> Record {
    let members = Map::from_iter([("cause".to_owned(), json!(cause))]);
    let message = "Audit log cannot be written: calls are refused";
    Record::free("audit_refusal", Level::Error, message, &members, Retention::SecurityAudit)
}

/// Written before the segments go, so that their absence is never a riddle.
pub(super) fn segments_removed(expired: &Expired) -> Record {
    let files: Vec<_> = expired
        .paths
        .iter()
        .filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
        .collect();
    let members = [
        ("chain_event".to_owned(), json!("segments_removed")),
        ("files".to_owned(), json!(files)),
        ("removed_chain_id".to_owned(), json!(expired.chain_id)),
        ("removed_through".to_owned(), json!(expired.last)),
    ];
    Record::lifecycle("Audit segments removed as configured", &Map::from_iter(members))
}

/// `checkpoint_public_key`: checkpoints from here on may be signed with another key.
pub(super) fn key_rotate(prior_kid: &str, new_kid: &str, checkpoint_public_key: &str) -> Record {
    let members = [
        ("chain_event".to_owned(), json!("key_rotate")),
        ("prior_kid".to_owned(), json!(prior_kid)),
        ("new_kid".to_owned(), json!(new_kid)),
        ("checkpoint_public_key".to_owned(), json!(checkpoint_public_key)),
    ];
    Record::lifecycle("Audit key rotated", &Map::from_iter(members))
}
