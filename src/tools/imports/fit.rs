//! Whether a report goes with the scan type that a call names, and with the test that it goes into.

use crate::{
    dojo::models,
    reports::{Seen, knows},
    scan_types::SCAN_TYPES,
};

/// A reason to think that a report would be misread, or put where it does not belong.
pub(super) struct Doubt {
    pub(super) text: String,
    /// Whether it is more than a suspicion.
    pub(super) is_sure: bool,
}

/// What DefectDojo would find out in the middle of an import, or never: a report of one scanner under the name of
/// another. Sure where it is known what the reports of both look like.
pub(super) fn of_report(scan_type: &str, seen: &Seen) -> Option<Doubt> {
    let shape = seen.shape.filter(|shape| !shape.scan_types.contains(&scan_type))?;
    let way_out = match (shape.scan_types, shape.instead) {
        ([], Some(instead)) => instead.to_owned(),
        (types, _) => format!("scan types that do: {}", types.join(", ")),
    };
    let is_sure = knows(scan_type) || shape.scan_types.is_empty();
    let text = match known(scan_type).filter(|_| is_sure) {
        Some(asked) => {
            format!(
                "the report looks like {}, which the scan type {asked} does not read; {way_out}",
                shape.name
            )
        }
        None => format!(
            "the report looks like {}, and it is not known here whether the scan type given reads that; {way_out}",
            shape.name
        ),
    };
    Some(Doubt { text, is_sure })
}

/// DefectDojo does not compare the scan type with the test's: it closes what the other scanner does not report.
pub(super) fn of_test(scan_type: &str, test: &models::Test) -> Option<Doubt> {
    let own = test.scan_type.as_ref().or(test.test_type_name.as_ref())?.foreign();
    // Some formats make a test type for each tool: "CodeQL Scan (SARIF)".
    let is = |name: &str| own == name || own.ends_with(&format!("({name})"));
    if own.trim().is_empty() || is(scan_type) {
        return None;
    }
    let id = test.id.unwrap_or_default();
    // A test type's name may be anybody's text: only a known one is repeated.
    let told = match SCAN_TYPES.iter().find(|known| is(known)) {
        Some(name) => format!(
            "test {id} is of the scan type {name}: DefectDojo would close its findings for want of them in a report of another scanner. Give that scan type, or import the report into a test of its own with import_scan"
        ),
        None => format!(
            "test {id} is of another scan type, which get_test shows: DefectDojo would close its findings for want of them in this report"
        ),
    };
    Some(Doubt { text: told, is_sure: true })
}

fn known(scan_type: &str) -> Option<&'static str> {
    SCAN_TYPES.iter().find(|known| **known == scan_type).copied()
}
