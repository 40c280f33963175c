//! How long a finding may stay open: DefectDojo's default service levels.

use super::clock;
use super::row::Row;

/// Days that a finding of this severity may stay open; Info has no limit.
pub(super) fn days(severity: &str) -> Option<i64> {
    match severity {
        "Critical" => Some(7),
        "High" => Some(30),
        "Medium" => Some(90),
        "Low" => Some(120),
        _ => None,
    }
}

/// Sets the expiry from the start (or the date) and the severity.
pub(super) fn update(finding: &mut Row) {
    let start = ["sla_start_date", "date"]
        .iter()
        .find_map(|name| clock::date_of(finding.text(name)))
        .unwrap_or_else(clock::today);
    match days(finding.text("severity")) {
        Some(days) => finding.set("sla_expiration_date", clock::plus(start, days).to_string()),
        None => finding.clear("sla_expiration_date"),
    };
}

/// Days from the date of the finding until it was mitigated, or until today.
pub(super) fn age(finding: &Row) -> i64 {
    let end = clock::date_of(finding.text("mitigated")).unwrap_or_else(clock::today);
    clock::date_of(finding.text("date")).map_or(0, |date| clock::days_between(date, end).max(0))
}

/// Days until the expiry, negative after it, counted from the mitigation where there was one.
pub(super) fn days_remaining(finding: &Row) -> Option<i64> {
    let expiry = clock::date_of(finding.text("sla_expiration_date"))?;
    let from = clock::date_of(finding.text("mitigated")).unwrap_or_else(clock::today);
    Some(clock::days_between(from, expiry))
}
