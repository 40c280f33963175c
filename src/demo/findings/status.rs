//! What a change of one status flag does to the others (DefectDojo's `update_finding_status`).

use crate::demo::clock;
use crate::demo::row::Row;

/// The flags whose change counts as a change of status.
const STATUS: [&str; 7] =
    ["active", "verified", "false_p", "is_mitigated", "out_of_scope", "risk_accepted", "duplicate"];

/// Brings the flags of `finding` in line after a change by `user`; `before` is nothing for a new one.
pub(in crate::demo) fn settle(before: Option<&Row>, finding: &mut Row, user: u64) {
    let changed = |name: &str| before.is_none_or(|before| before.flag(name) != finding.flag(name));
    if !STATUS.iter().any(|name| changed(name)) {
        return;
    }
    let mitigated = changed("is_mitigated");
    let activated = changed("active") && finding.flag("active");
    let excluded = (changed("false_p") || changed("out_of_scope"))
        && (finding.flag("false_p") || finding.flag("out_of_scope"));
    if mitigated {
        if finding.flag("is_mitigated") {
            mitigate(finding, user);
        } else {
            unmitigate(finding);
        }
    }
    if activated {
        finding.set("false_p", false).set("out_of_scope", false).set("is_mitigated", false);
        unmitigate(finding);
    }
    if excluded {
        finding.set("is_mitigated", true).set("active", false).set("verified", false);
        if finding.get("mitigated").is_null() {
            mitigate(finding, user);
        }
    }
    if !finding.flag("duplicate") {
        finding.clear("duplicate_finding");
    }
    finding.set("last_status_update", clock::now());
}

fn mitigate(finding: &mut Row, user: u64) {
    finding.set("mitigated", clock::now()).set("mitigated_by", user);
}

fn unmitigate(finding: &mut Row) {
    finding.clear("mitigated").clear("mitigated_by");
}

/// What must never be true together, in the order in which DefectDojo looks.
///
/// `accepting` tells that the change would accept the risk; `simple` that the product allows it.
pub(in crate::demo) fn contradiction(
    finding: &Row,
    accepting: bool,
    simple: bool,
) -> Option<&'static str> {
    let (active, verified) = (finding.flag("active"), finding.flag("verified"));
    if finding.flag("duplicate") && (active || verified) {
        return Some("Duplicate findings cannot be verified or active");
    }
    if finding.flag("false_p") && verified {
        return Some("False positive findings cannot be verified.");
    }
    if accepting && !simple {
        return Some(
            "Simple risk acceptance is disabled for this product, use the UI to accept this \
             finding.",
        );
    }
    if finding.flag("risk_accepted") && active {
        return Some("Active findings cannot be risk accepted.");
    }
    None
}

/// `S0` (Critical) to `S4` (Info).
pub(in crate::demo) fn numerical(severity: &str) -> &'static str {
    match severity {
        "Critical" => "S0",
        "High" => "S1",
        "Medium" => "S2",
        "Low" => "S3",
        _ => "S4",
    }
}
