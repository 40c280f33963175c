//! The 111 filters and 26 orderings of `GET /findings/` (DefectDojo's `ApiFindingFilter`).

use crate::demo::answer::Answer;
use crate::demo::answer::Problems;
use crate::demo::call::Call;
use crate::demo::clock;
use crate::demo::filter::{Condition, Filter, Filters, Order, Refused, no_choice, number, own};
use crate::demo::order::Keys;
use crate::demo::row::Row;
use crate::demo::store::State;

fn test<'a>(state: &'a State, row: &'a Row) -> Option<&'a Row> {
    state.test_of(row)
}

fn engagement<'a>(state: &'a State, row: &'a Row) -> Option<&'a Row> {
    state.engagement_of_test(state.test_of(row)?)
}

fn product<'a>(state: &'a State, row: &'a Row) -> Option<&'a Row> {
    state.product_of(row)
}

pub(in crate::demo) const FILTERS: Filters = &[
    ("active", Filter::Flag(own, "active")),
    ("duplicate", Filter::Flag(own, "duplicate")),
    ("dynamic_finding", Filter::Flag(own, "dynamic_finding")),
    ("false_p", Filter::Flag(own, "false_p")),
    ("is_mitigated", Filter::Flag(own, "is_mitigated")),
    ("out_of_scope", Filter::Flag(own, "out_of_scope")),
    ("static_finding", Filter::Flag(own, "static_finding")),
    ("under_defect_review", Filter::Flag(own, "under_defect_review")),
    ("under_review", Filter::Flag(own, "under_review")),
    ("verified", Filter::Flag(own, "verified")),
    ("known_exploited", Filter::Flag(own, "known_exploited")),
    ("ransomware_used", Filter::Flag(own, "ransomware_used")),
    ("risk_accepted", Filter::Flag(own, "risk_accepted")),
    ("fix_available", Filter::Flag(own, "fix_available")),
    ("has_jira", Filter::FlagBy(|_, row| !row.get("jira_creation").is_null())),
    ("has_tags", Filter::FlagBy(|_, row| !row.tags().is_empty())),
    ("mitigation_available", Filter::FlagBy(|_, row| !row.text("mitigation").is_empty())),
    ("component_name", Filter::Contains(own, "component_name")),
    ("component_version", Filter::Contains(own, "component_version")),
    ("description", Filter::Contains(own, "description")),
    ("file_path", Filter::Contains(own, "file_path")),
    ("hash_code", Filter::Contains(own, "hash_code")),
    ("impact", Filter::Contains(own, "impact")),
    ("mitigation", Filter::Contains(own, "mitigation")),
    ("param", Filter::Contains(own, "param")),
    ("payload", Filter::Contains(own, "payload")),
    ("references", Filter::Contains(own, "references")),
    ("severity_justification", Filter::Contains(own, "severity_justification")),
    ("steps_to_reproduce", Filter::Contains(own, "steps_to_reproduce")),
    ("unique_id_from_tool", Filter::Contains(own, "unique_id_from_tool")),
    ("title", Filter::Contains(own, "title")),
    ("product_name_contains", Filter::Contains(product, "name")),
    ("tag", Filter::TagContains(own)),
    ("not_tag", Filter::TagLacks(own)),
    ("exact_title", Filter::Same(own, "title")),
    ("product_name", Filter::Same(product, "name")),
    ("cvssv3", Filter::Exact(own, "cvssv3")),
    ("cvssv4", Filter::Exact(own, "cvssv4")),
    ("fix_version", Filter::Exact(own, "fix_version")),
    ("service", Filter::Exact(own, "service")),
    ("vuln_id_from_tool", Filter::Exact(own, "vuln_id_from_tool")),
    ("sast_source_object", Filter::Exact(own, "sast_source_object")),
    ("sast_sink_object", Filter::Exact(own, "sast_sink_object")),
    ("sast_source_file_path", Filter::Exact(own, "sast_source_file_path")),
    ("planned_remediation_version", Filter::Exact(own, "planned_remediation_version")),
    ("effort_for_fixing", Filter::Exact(own, "effort_for_fixing")),
    ("severity", Filter::AnyText(own, "severity")),
    ("numerical_severity", Filter::AnyText(own, "numerical_severity")),
    ("product_lifecycle", Filter::AnyText(product, "lifecycle")),
    ("vulnerability_id", Filter::AnyVulnerability),
    ("tags", Filter::AnyTag(own)),
    ("tags__and", Filter::AllTags(own)),
    ("not_tags", Filter::NoTag(own)),
    ("test__tags", Filter::AnyTag(test)),
    ("test__tags__and", Filter::AllTags(test)),
    ("not_test__tags", Filter::NoTag(test)),
    ("test__engagement__tags", Filter::AnyTag(engagement)),
    ("test__engagement__tags__and", Filter::AllTags(engagement)),
    ("not_test__engagement__tags", Filter::NoTag(engagement)),
    ("test__engagement__product__tags", Filter::AnyTag(product)),
    ("test__engagement__product__tags__and", Filter::AllTags(product)),
    ("not_test__engagement__product__tags", Filter::NoTag(product)),
    ("inherited_tags", Filter::Custom(|_| Ok(Box::new(|_, _| false)))),
    ("id", Filter::AnyNumber(own, "id")),
    ("cwe", Filter::AnyNumber(own, "cwe")),
    ("test__engagement", Filter::AnyNumber(test, "engagement")),
    ("test__engagement__product", Filter::AnyNumber(engagement, "product")),
    ("test__engagement__product__prod_type", Filter::AnyNumber(product, "prod_type")),
    ("test__test_type", Filter::AnyNumber(test, "test_type")),
    ("found_by", Filter::AnyNumber(own, "found_by")),
    ("reporter", Filter::AnyNumber(own, "reporter")),
    ("reviewers", Filter::AnyNumber(own, "reviewers")),
    ("review_requested_by", Filter::AnyNumber(own, "review_requested_by")),
    ("defect_review_requested_by", Filter::AnyNumber(own, "defect_review_requested_by")),
    ("last_reviewed_by", Filter::AnyNumber(own, "last_reviewed_by")),
    ("mitigated_by", Filter::AnyNumber(own, "mitigated_by")),
    ("finding_group", Filter::Custom(in_group)),
    // The legacy table that it looks at stays empty while locations are on.
    ("endpoints", Filter::Custom(in_legacy_endpoints)),
    ("nb_occurences", Filter::AnyNumber(own, "nb_occurences")),
    ("scanner_confidence", Filter::AnyNumber(own, "scanner_confidence")),
    ("sast_source_line", Filter::AnyNumber(own, "sast_source_line")),
    ("sonarqube_issue", Filter::AnyNumber(own, "sonarqube_issue")),
    ("test", Filter::One(own, "test", |state, id| state.tests.find(id).is_some())),
    (
        "duplicate_finding",
        Filter::One(own, "duplicate_finding", |state, id| state.findings.find(id).is_some()),
    ),
    ("created", Filter::Span(own, "created")),
    ("date", Filter::Span(own, "date")),
    ("jira_creation", Filter::Span(own, "jira_creation")),
    ("jira_change", Filter::Span(own, "jira_change")),
    ("last_reviewed", Filter::Span(own, "last_reviewed")),
    ("mitigated", Filter::Span(own, "mitigated")),
    ("discovered_on", Filter::Day(own, "date", Order::On)),
    ("discovered_before", Filter::Day(own, "date", Order::Before)),
    ("discovered_after", Filter::Day(own, "date", Order::After)),
    ("mitigated_on", Filter::Moment(own, "mitigated", Order::On)),
    ("mitigated_before", Filter::Moment(own, "mitigated", Order::Before)),
    ("mitigated_after", Filter::Moment(own, "mitigated", Order::After)),
    ("kev_date", Filter::Day(own, "kev_date", Order::On)),
    ("publish_date", Filter::Day(own, "publish_date", Order::On)),
    ("sla_start_date", Filter::Day(own, "sla_start_date", Order::On)),
    ("sla_expiration_date", Filter::Day(own, "sla_expiration_date", Order::On)),
    ("planned_remediation_date", Filter::Day(own, "planned_remediation_date", Order::On)),
    ("last_status_update", Filter::Custom(|value| exactly("last_status_update", value))),
    ("updated", Filter::Custom(|value| exactly("updated", value))),
    ("cvssv3_score", Filter::Number(own, "cvssv3_score")),
    ("cvssv4_score", Filter::Number(own, "cvssv4_score")),
    ("outside_of_sla", Filter::Custom(outside_of_sla)),
    ("risk_acceptance", Filter::Custom(risk_acceptance)),
];

pub(in crate::demo) const KEYS: Keys = &[
    ("active", own, "active"),
    ("component_name", own, "component_name"),
    ("component_version", own, "component_version"),
    ("created", own, "created"),
    ("last_status_update", own, "last_status_update"),
    ("last_reviewed", own, "last_reviewed"),
    ("cwe", own, "cwe"),
    ("date", own, "date"),
    ("duplicate", own, "duplicate"),
    ("dynamic_finding", own, "dynamic_finding"),
    ("false_p", own, "false_p"),
    ("found_by", own, "found_by"),
    ("id", own, "id"),
    ("is_mitigated", own, "is_mitigated"),
    ("numerical_severity", own, "numerical_severity"),
    ("out_of_scope", own, "out_of_scope"),
    ("planned_remediation_date", own, "planned_remediation_date"),
    ("severity", own, "severity"),
    ("sla_expiration_date", own, "sla_expiration_date"),
    ("reviewers", own, "reviewers"),
    ("static_finding", own, "static_finding"),
    ("test__engagement__product__name", product, "name"),
    ("title", own, "title"),
    ("under_defect_review", own, "under_defect_review"),
    ("under_review", own, "under_review"),
    ("verified", own, "verified"),
];

fn in_group(value: &str) -> Result<Condition, Refused> {
    let wanted: Result<Vec<f64>, Refused> = value.split(',').map(number).collect();
    let wanted = wanted?;
    Ok(Box::new(move |state, row| {
        let groups = state.groups.rows().filter(|group| {
            group
                .get("id")
                .as_f64()
                .is_some_and(|id| wanted.iter().any(|one| (one - id).abs() < 1e-9))
        });
        groups.into_iter().any(|group| group.links("findings").contains(&row.link("id")))
    }))
}

fn in_legacy_endpoints(value: &str) -> Result<Condition, Refused> {
    for part in value.split(',') {
        number(part)?;
    }
    Ok(Box::new(|_, _| false))
}

fn exactly(name: &'static str, value: &str) -> Result<Condition, Refused> {
    let Some(wanted) = clock::parse_moment(value) else {
        return Err(("Enter a valid date/time.".into(), "invalid"));
    };
    Ok(Box::new(move |_, row| clock::parse_moment(row.text(name)) == Some(wanted)))
}

/// 1: open and expired before today; 0: no expiry or one after today. Expiring today is neither.
fn outside_of_sla(value: &str) -> Result<Condition, Refused> {
    let today = clock::today();
    match value {
        "1" => Ok(Box::new(move |_, row| {
            let closed = ["false_p", "duplicate", "out_of_scope", "risk_accepted", "is_mitigated"];
            row.flag("active")
                && !closed.iter().any(|name| row.flag(name))
                && clock::date_of(row.text("sla_expiration_date")).is_some_and(|date| date < today)
        })),
        "0" => Ok(Box::new(move |_, row| {
            clock::date_of(row.text("sla_expiration_date")).is_none_or(|date| date > today)
        })),
        _ => Err(no_choice(value)),
    }
}

/// 1: accepted; 2: not accepted; 3: was accepted, and the acceptance ran out.
fn risk_acceptance(value: &str) -> Result<Condition, Refused> {
    match value {
        "1" => Ok(Box::new(|_, row| row.flag("risk_accepted"))),
        "2" => Ok(Box::new(|_, row| !row.flag("risk_accepted"))),
        "3" => Ok(Box::new(|state, row| {
            state.risk_acceptances.rows().any(|risk| {
                !risk.get("expiration_date_handled").is_null()
                    && risk.links("accepted_findings").contains(&row.link("id"))
            })
        })),
        _ => Err(no_choice(value)),
    }
}

/// The EPSS ranges: in percent, both ends included. A bound of 0 counts as none, and a range with
/// no other bound makes DefectDojo compare with a Python slice, which is a 500.
pub(in crate::demo) fn percentages(call: &Call) -> Result<Vec<Condition>, Answer> {
    let mut conditions: Vec<Condition> = Vec::new();
    for (name, lowest, highest) in [
        ("epss_score", "epss_score_min", "epss_score_max"),
        ("epss_percentile", "epss_percentile_min", "epss_percentile_max"),
    ] {
        let read = |parameter| match call.query.get(parameter).map(number) {
            None => Ok(None),
            Some(Ok(percent)) => Ok(Some(percent)),
            Some(Err((text, code))) => Err(Problems::one(name, text, code)),
        };
        let (given_lowest, given_highest) = (read(lowest)?, read(highest)?);
        if given_lowest.is_none() && given_highest.is_none() {
            continue;
        }
        let bound = |percent: Option<f64>| {
            percent.filter(|percent| *percent != 0.0).map(|percent| percent / 100.0)
        };
        let (lowest, highest) = (bound(given_lowest), bound(given_highest));
        if lowest.is_none() && highest.is_none() {
            return Err(Answer::crashed());
        }
        conditions.push(Box::new(move |_, row| {
            row.get(name).as_f64().is_some_and(|value| {
                lowest.is_none_or(|lowest| value >= lowest)
                    && highest.is_none_or(|highest| value <= highest)
            })
        }));
    }
    Ok(conditions)
}
