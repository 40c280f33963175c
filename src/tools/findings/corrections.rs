//! Names that models write and DefectDojo ignores in silence, each with what to write instead.

use crate::dojo::filters::findings as filter;

/// DefectDojo's filters that have an argument of their own; the schema of `filters` lists the others.
pub const NAMED: &[(&str, &str)] = &[
    ("test", "test_id"),
    ("test__engagement__product", "product_id"),
    ("product_name", "product_name"),
    ("test__engagement", "engagement_id"),
    ("severity", "severity"),
    ("active", "active"),
    ("verified", "verified"),
    ("duplicate", "duplicate"),
    ("false_p", "false_p"),
    ("out_of_scope", "out_of_scope"),
    ("is_mitigated", "is_mitigated"),
    ("risk_accepted", "risk_accepted"),
    ("risk_acceptance", "risk_acceptance"),
    ("tags", "tags"),
    ("tags__and", "tags_all"),
    ("not_tags", "tags_none"),
    ("outside_of_sla", "outside_of_sla"),
    ("has_jira", "has_jira"),
    ("known_exploited", "known_exploited"),
    ("ransomware_used", "ransomware_used"),
    ("epss_score_min", "epss_min"),
    ("epss_score_max", "epss_max"),
    ("cwe", "cwe"),
    ("vulnerability_id", "cve"),
    ("component_name", "component_name"),
    ("component_version", "component_version"),
    ("file_path", "file_path"),
    ("title", "title"),
    ("discovered_after", "discovered_from"),
    ("discovered_before", "discovered_to"),
    ("mitigated_after", "mitigated_from"),
    ("mitigated_before", "mitigated_to"),
];

/// What a model writes that DefectDojo ignores in silence, and what to write instead.
const CORRECTIONS: &[(&[&str], &str)] = &[
    (
        &["status", "state", "display_status", "finding_status"],
        "the state is told by `active`, `verified`, `duplicate`, `false_p`, `out_of_scope`, `is_mitigated`, `risk_accepted`, each true or false",
    ),
    (&["open", "is_active", "closed"], "use `active`: true for open findings"),
    (&["false_positive"], "use `false_p`"),
    (&["resolved", "fixed", "is_closed"], "use `is_mitigated`"),
    (
        &["search", "q", "query", "text", "keyword", "keywords"],
        "there is no search over all texts: use `title`, `component_name`, `file_path`, or `description` in `filters`",
    ),
    (
        &["priority", "risk", "risk_score", "priority_min"],
        "only DefectDojo Pro has priorities: use `severity`, `epss_min`, `known_exploited`, `outside_of_sla`, or order by numerical_severity",
    ),
    (
        &["severities", "min_severity", "minimum_severity", "severity_min"],
        "use `severity` with each wanted one: Critical,High",
    ),
    (&["cves", "vulnerability_ids", "vulnerability_id", "vuln_id", "ghsa"], "use `cve`"),
    (&["cwe_id", "cwes"], "use `cwe`"),
    (
        &["ordering", "o", "sort", "sort_by", "order_by"],
        "use `order`: numerical_severity for the worst first, -date for the newest",
    ),
    (&["page", "page_size", "per_page", "size", "cursor"], "use `limit` and `offset`"),
    (&["count"], "use `count_only`"),
    (
        &["product", "products"],
        "use `product_id` or `product_name`; for several, `filters`: {\"product_name_contains\": part} or {\"test__engagement__product__tags\": [tag]}",
    ),
    (
        &["product_tags", "product_tag", "tags_product"],
        "use `filters`: {\"test__engagement__product__tags\": [tag]}",
    ),
    (&["engagement_tags", "engagement_tag"], "use `filters`: {\"test__engagement__tags\": [tag]}"),
    (&["test_tags", "test_tag"], "use `filters`: {\"test__tags\": [tag]}"),
    (
        &["product_contains", "product_part", "product_like", "product_search"],
        "use `filters`: {\"product_name_contains\": part}",
    ),
    (&["engagement"], "use `engagement_id` or `engagement_name`"),
    (&["test", "test_name", "scan"], "use `test_id` or `test_title`"),
    (
        &["test_type", "scan_type", "scanner", "tool"],
        "use `filters`: {\"test__test_type\": id}; list_test_types shows ids",
    ),
    (
        &["product_type", "prod_type", "product_type_id", "prod_type_id"],
        "use `filters`: {\"test__engagement__product__prod_type\": id}; list_product_types shows ids",
    ),
    (
        &[
            "discovered_after",
            "date_from",
            "since",
            "start_date",
            "created_after",
            "from_date",
            "date_after",
        ],
        "use `discovered_from`, which includes its day",
    ),
    (
        &[
            "discovered_before",
            "date_to",
            "until",
            "end_date",
            "created_before",
            "to_date",
            "date_before",
        ],
        "use `discovered_to`, which includes its day",
    ),
    (&["mitigated_after", "closed_after"], "use `mitigated_from`, which includes its day"),
    (&["mitigated_before", "closed_before"], "use `mitigated_to`, which includes its day"),
    (&["kev", "exploited", "is_kev", "exploit_available"], "use `known_exploited`"),
    (&["kev_after", "kev_date_from"], "use `kev_from`"),
    (&["kev_before", "kev_date_to"], "use `kev_to`"),
    (&["ransomware"], "use `ransomware_used`"),
    (&["epss", "epss_score", "epss_score_min", "min_epss"], "use `epss_min`, from 0 to 1"),
    (&["epss_score_max", "max_epss"], "use `epss_max`, from 0 to 1"),
    (&["cvss", "cvss_score", "min_cvss", "cvssv3_score_min"], "use `cvss_min`"),
    (&["max_cvss", "cvssv3_score_max"], "use `cvss_max`"),
    (
        &["sla", "sla_breached", "overdue", "sla_violated", "past_sla"],
        "use `outside_of_sla`: true for open findings past their date",
    ),
    (&["due_before", "sla_due_before", "due_date", "sla_expiration_before"], "use `sla_due_to`"),
    (&["due_after", "sla_due_after", "sla_expiration_after"], "use `sla_due_from`"),
    (&["component", "package", "library", "dependency"], "use `component_name`"),
    (&["version"], "use `component_version`"),
    (&["file", "path", "filename"], "use `file_path`"),
    (&["tags__and", "all_tags"], "use `tags_all`"),
    (&["not_tags", "exclude_tags", "without_tags"], "use `tags_none`"),
    (&["jira", "jira_issue"], "use `has_jira`"),
    (
        &["line", "url", "endpoint", "host", "location", "notes"],
        "DefectDojo cannot filter findings by it: filter by others and read the rows",
    ),
];

/// What to write in place of a name that is no argument.
pub(super) fn correction(name: &str) -> Option<String> {
    let known = CORRECTIONS.iter().find(|(wrong, _)| wrong.contains(&name));
    if let Some((_, correction)) = known {
        return Some((*correction).to_owned());
    }
    if let Some(filter) = filter::ALL.iter().find(|filter| filter.name == name) {
        return Some(format!(
            "it is one of DefectDojo's: give it in `filters`: {{\"{}\": …}}",
            filter.name
        ));
    }
    let (base, suffix) = name.rsplit_once("__")?;
    let lookups =
        ["icontains", "contains", "iexact", "exact", "in", "gte", "gt", "lte", "lt", "isnull"];
    if !lookups.contains(&suffix) {
        return None;
    }
    if matches!(suffix, "icontains" | "contains") {
        let part = filter::ALL.iter().find(|filter| filter.name == base)?;
        return Some(match argument_of(part.name) {
            Some(argument) => {
                format!("use `{argument}`, which already looks for a part in any case")
            }
            None => format!(
                "use `filters`: {{\"{base}\": …}}, which already looks for a part in any case"
            ),
        });
    }
    match argument_of(base) {
        Some(argument) => Some(format!("use `{argument}`")),
        None => correction(base),
    }
}

pub(super) fn argument_of(filter: &str) -> Option<&'static str> {
    NAMED.iter().find(|(name, _)| *name == filter).map(|(_, argument)| *argument)
}
