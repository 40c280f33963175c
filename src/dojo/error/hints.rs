//! What to do about an error: which tool to call next, or what an operator has to change.

use http::StatusCode;

use super::{Error, Problem};

impl Error {
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotFound { what } => not_found(what),
            Self::NotWithin { .. } => "leave one of the two out",
            Self::NeedsParent { parent: "product" } => {
                "give product_id or product_name; list_products shows yours"
            }
            Self::NeedsParent { .. } => {
                "give engagement_id or engagement_name; list_engagements shows yours"
            }
            Self::Unbound { .. } => "an operator can lift the limit",
            Self::KeyRefused => {
                "an operator must set DEFECTDOJO_API_KEY to a valid key (DefectDojo > API v2 > Your API Key)"
            }
            Self::Forbidden { reasons } => forbidden(reasons),
            Self::Rejected { status, problems } => rejected(*status, problems),
            Self::Failed { status: StatusCode::TOO_MANY_REQUESTS, .. } => {
                "wait a minute, then call again"
            }
            Self::Failed { .. } => {
                "the fault is on DefectDojo's side; a report in the wrong format also ends here. Check the input, then try again later"
            }
            Self::NotTheApi { status: StatusCode::NOT_FOUND } => {
                "where other calls work, this release lacks it (server_info tells what it has); else an operator must check DEFECTDOJO_URL: it is the base address of DefectDojo, without /api/v2"
            }
            Self::NotTheApi { .. } => {
                "an operator must check DEFECTDOJO_URL: it is the base address of DefectDojo, without /api/v2"
            }
            Self::Redirected { .. } => {
                "an operator must set DEFECTDOJO_URL to the final address; redirects are not followed because they would carry the API key"
            }
            Self::NoRoute { .. } => "server_info tells what this release has",
            Self::LateFilter { .. } => {
                "leave the filter out and judge the rows yourself, or ask an operator to update DefectDojo"
            }
            Self::Unreachable { .. } => {
                "try again later; `mcp-defectdojo check` tells an operator why"
            }
            Self::TimedOut { sent: true, .. } | Self::BrokeOff { sent: true, .. } => {
                "the change may have been made: read the object before you try again"
            }
            Self::TimedOut { .. } => "ask for less at once (a smaller limit), or try again later",
            Self::BrokeOff { .. } | Self::Unreadable => "try again; if it stays, tell an operator",
            Self::Strayed => {
                "an operator must check that this release of DefectDojo filters lists by product"
            }
            Self::TooLarge { .. } => "ask for fewer rows at once (a smaller limit)",
            Self::ReadOnlyKey => {
                "an operator must set DEFECTDOJO_WRITE_API_KEY or DEFECTDOJO_API_KEY"
            }
            Self::Cancelled => return None,
        })
    }
}

/// `what` is the object in our words, with its id: `product type 7`.
fn not_found(what: &str) -> &'static str {
    let kind = what.trim_end_matches(|char: char| char.is_ascii_digit()).trim_end();
    match kind {
        "finding" => "check the id; list_findings shows what exists",
        "product" => "check the id; list_products shows what exists",
        "product type" => "check the id; list_product_types shows what exists",
        "engagement" => "check the id; list_engagements shows what exists",
        "test" => "check the id; list_tests shows what exists",
        _ => "check the id; the list tools show what exists",
    }
}

fn forbidden(reasons: &[Problem]) -> &'static str {
    let says = |words: &str| reasons.iter().any(|reason| reason.message.foreign().contains(words));
    if says("No permission to create") {
        "use what exists (list_products, list_engagements), or ask an operator for a key that may create it"
    } else if says("V3_FEATURE_LOCATIONS") {
        "this release keeps locations in place of endpoints and lets nobody write endpoints"
    } else {
        "keep to what the list tools show, or ask an operator for a key with more rights in DefectDojo"
    }
}

/// Fields whose values a list shows.
const LISTED: &[(&[&str], &str)] = &[
    (
        &["test_type", "scan_type"],
        "correct it and call again: list_test_types shows the types that this DefectDojo has",
    ),
    (
        &["prod_type", "product_type", "product_type_name"],
        "correct it and call again: list_product_types shows what exists",
    ),
    (&["product", "product_name"], "correct it and call again: list_products shows what exists"),
    (
        &["engagement", "engagement_name"],
        "correct it and call again: list_engagements shows what exists",
    ),
    (&["test", "test_title"], "correct it and call again: list_tests shows what exists"),
    (
        &["file"],
        "check that the report is whole and of the format that scan_type names, and call again",
    ),
];

fn rejected(status: StatusCode, problems: &[Problem]) -> &'static str {
    let taken = |problem: &Problem| problem.message.foreign().contains("already exists");
    if status == StatusCode::CONFLICT || problems.iter().any(taken) {
        return "it is there already: find it with a list tool and use its id, or take another name";
    }
    if problems.is_empty() {
        return "DefectDojo gave no reason; check the arguments";
    }
    let names = |fields: &[&str]| {
        let of = |problem: &Problem| {
            problem.field.as_ref().is_some_and(|field| fields.contains(&field.foreign().as_str()))
        };
        problems.iter().any(of)
    };
    let listed = LISTED.iter().find(|(fields, _)| names(fields));
    listed.map_or("correct what the problems name and call again", |(_, hint)| hint)
}
