//! The 111 filters and 26 orderings of `GET findings/` in DefectDojo 3.2, as its `ApiFindingFilter` declares them.

use super::Encoding::{
    Choice, Contains, Cwes, Date, Exact, Flag, Moment, Number, Numbers, OneOrZero, Percent, Same,
    Score, Span, Tags, Vulnerabilities, Words,
};

const SEVERITIES: &[&str] = &["Critical", "High", "Medium", "Low", "Info"];
const NUMERICAL: &[&str] = &["S0", "S1", "S2", "S3", "S4"];
const LIFECYCLES: &[&str] = &["construction", "production", "retirement"];
/// `2` is everything that is not accepted now; `3` was accepted, and the acceptance ran out.
const ACCEPTANCE: &[(&str, &str)] = &[("accepted", "1"), ("not_accepted", "2"), ("expired", "3")];

super::filters! {
    ACTIVE "active" Flag, "open";
    DUPLICATE "duplicate" Flag, "a duplicate of another finding";
    DYNAMIC_FINDING "dynamic_finding" Flag, "found in a running system";
    FALSE_P "false_p" Flag, "a false positive";
    IS_MITIGATED "is_mitigated" Flag, "closed";
    OUT_OF_SCOPE "out_of_scope" Flag, "out of scope";
    STATIC_FINDING "static_finding" Flag, "found in code";
    UNDER_DEFECT_REVIEW "under_defect_review" Flag, "its defect is under review";
    UNDER_REVIEW "under_review" Flag, "under review";
    VERIFIED "verified" Flag, "confirmed by a person";
    HAS_JIRA "has_jira" Flag, "has a JIRA issue";
    FIX_AVAILABLE "fix_available" Flag, "the scanner knows a fix";
    MITIGATION_AVAILABLE "mitigation_available" Flag, "has a text on mitigation";
    HAS_TAGS "has_tags" Flag, "has tags";
    KNOWN_EXPLOITED "known_exploited" Flag, "in a catalogue of known exploited vulnerabilities";
    RANSOMWARE_USED "ransomware_used" Flag, "used by ransomware";
    RISK_ACCEPTED "risk_accepted" Flag, "its risk is accepted";

    COMPONENT_NAME "component_name" Contains, "name of the component";
    COMPONENT_VERSION "component_version" Contains, "version of the component";
    DESCRIPTION "description" Contains, "description";
    FILE_PATH "file_path" Contains, "path of the file";
    HASH_CODE "hash_code" Contains, "hash that deduplication compares";
    IMPACT "impact" Contains, "impact";
    MITIGATION "mitigation" Contains, "mitigation";
    PARAM "param" Contains, "parameter";
    PAYLOAD "payload" Contains, "payload";
    REFERENCES "references" Contains, "references";
    SEVERITY_JUSTIFICATION "severity_justification" Contains, "why it is that severe";
    STEPS_TO_REPRODUCE "steps_to_reproduce" Contains, "steps to reproduce";
    UNIQUE_ID_FROM_TOOL "unique_id_from_tool" Contains, "the tool's id of this finding";
    TITLE "title" Contains, "title";
    PRODUCT_NAME_CONTAINS "product_name_contains" Contains, "name of the product";
    TAG "tag" Contains, "any of its tags";
    NOT_TAG "not_tag" Contains, "none of its tags";

    EXACT_TITLE "exact_title" Same, "title";
    PRODUCT_NAME "product_name" Same, "name of the product";

    CVSSV3 "cvssv3" Exact, "CVSS 3 vector";
    CVSSV4 "cvssv4" Exact, "CVSS 4 vector";
    FIX_VERSION "fix_version" Exact, "version that fixes it";
    SERVICE "service" Exact, "service";
    VULN_ID_FROM_TOOL "vuln_id_from_tool" Exact, "the tool's id of this kind of finding";
    SAST_SOURCE_OBJECT "sast_source_object" Exact, "where tainted data comes from";
    SAST_SINK_OBJECT "sast_sink_object" Exact, "where tainted data goes";
    SAST_SOURCE_FILE_PATH "sast_source_file_path" Exact, "file where tainted data comes from";
    PLANNED_REMEDIATION_VERSION "planned_remediation_version" Exact, "version planned to fix it";
    EFFORT_FOR_FIXING "effort_for_fixing" Exact, "effort to fix it";

    SEVERITY "severity" Words(SEVERITIES), "severity";
    NUMERICAL_SEVERITY "numerical_severity" Words(NUMERICAL), "severity as a number, S0 is Critical";
    PRODUCT_LIFECYCLE "product_lifecycle" Words(LIFECYCLES), "lifecycle of the product";
    VULNERABILITY_ID "vulnerability_id" Vulnerabilities, "CVE, GHSA and other ids, whole";

    TAGS "tags" Tags, "has any of these tags";
    TAGS_AND "tags__and" Tags, "has all of these tags";
    NOT_TAGS "not_tags" Tags, "has none of these tags";
    TEST_TAGS "test__tags" Tags, "its test has any";
    TEST_TAGS_AND "test__tags__and" Tags, "its test has all";
    NOT_TEST_TAGS "not_test__tags" Tags, "its test has none";
    ENGAGEMENT_TAGS "test__engagement__tags" Tags, "its engagement has any";
    ENGAGEMENT_TAGS_AND "test__engagement__tags__and" Tags, "its engagement has all";
    NOT_ENGAGEMENT_TAGS "not_test__engagement__tags" Tags, "its engagement has none";
    PRODUCT_TAGS "test__engagement__product__tags" Tags, "its product has any";
    PRODUCT_TAGS_AND "test__engagement__product__tags__and" Tags, "its product has all";
    NOT_PRODUCT_TAGS "not_test__engagement__product__tags" Tags, "its product has none";
    INHERITED_TAGS "inherited_tags" Numbers, "ids of inherited tags; for DefectDojo's own use";

    ID "id" Numbers, "ids of findings";
    CWE "cwe" Cwes, "CWE numbers, with or without the prefix";
    ENGAGEMENT "test__engagement" Numbers, "ids of engagements";
    PRODUCT "test__engagement__product" Numbers, "ids of products";
    PRODUCT_TYPE "test__engagement__product__prod_type" Numbers, "ids of product types";
    TEST_TYPE "test__test_type" Numbers, "ids of test types";
    FOUND_BY "found_by" Numbers, "ids of test types that found it";
    REPORTER "reporter" Numbers, "ids of users";
    REVIEWERS "reviewers" Numbers, "ids of users";
    REVIEW_REQUESTED_BY "review_requested_by" Numbers, "ids of users";
    DEFECT_REVIEW_REQUESTED_BY "defect_review_requested_by" Numbers, "ids of users";
    LAST_REVIEWED_BY "last_reviewed_by" Numbers, "ids of users";
    MITIGATED_BY "mitigated_by" Numbers, "ids of users";
    FINDING_GROUP "finding_group" Numbers, "ids of finding groups";
    ENDPOINTS "endpoints" Numbers, "ids of endpoints; always nothing where DefectDojo keeps locations";
    NB_OCCURENCES "nb_occurences" Numbers, "how often the scanner saw it";
    SCANNER_CONFIDENCE "scanner_confidence" Numbers, "confidence, 1 is the highest";
    SAST_SOURCE_LINE "sast_source_line" Numbers, "line where tainted data comes from";
    SONARQUBE_ISSUE "sonarqube_issue" Numbers, "ids of SonarQube issues";

    TEST "test" Number, "id of one test; an unknown one is an error";
    DUPLICATE_FINDING "duplicate_finding" Number, "id of the original; an unknown one is an error";

    CREATED "created" Span, "when it was entered";
    DATE "date" Span, "when it was found";
    JIRA_CREATION "jira_creation" Span, "when its JIRA issue was made";
    JIRA_CHANGE "jira_change" Span, "when its JIRA issue changed";
    LAST_REVIEWED "last_reviewed" Span, "when it was reviewed";
    MITIGATED "mitigated" Span, "when it was closed";

    DISCOVERED_ON "discovered_on" Date, "found on this day";
    DISCOVERED_BEFORE "discovered_before" Date, "found before this day, not on it";
    DISCOVERED_AFTER "discovered_after" Date, "found after this day, not on it";
    MITIGATED_ON "mitigated_on" Moment, "closed on this day or at this moment";
    MITIGATED_BEFORE "mitigated_before" Moment, "closed before this day or moment";
    MITIGATED_AFTER "mitigated_after" Moment, "closed after the end of this day or after this moment";

    KEV_DATE "kev_date" Date, "catalogued as exploited on this day";
    PUBLISH_DATE "publish_date" Date, "published on this day";
    SLA_START_DATE "sla_start_date" Date, "its SLA runs from this day";
    SLA_EXPIRATION_DATE "sla_expiration_date" Date, "its SLA ends on this day";
    PLANNED_REMEDIATION_DATE "planned_remediation_date" Date, "planned to be fixed on this day";
    LAST_STATUS_UPDATE "last_status_update" Moment, "its state changed at this very moment";
    UPDATED "updated" Moment, "it changed at this very moment";

    CVSSV3_SCORE "cvssv3_score" Score, "CVSS 3 score, exactly";
    CVSSV4_SCORE "cvssv4_score" Score, "CVSS 4 score, exactly";

    EPSS_SCORE_MIN "epss_score_min" Percent, "EPSS score of at least";
    EPSS_SCORE_MAX "epss_score_max" Percent, "EPSS score of at most";
    EPSS_PERCENTILE_MIN "epss_percentile_min" Percent, "EPSS percentile of at least";
    EPSS_PERCENTILE_MAX "epss_percentile_max" Percent, "EPSS percentile of at most";

    OUTSIDE_OF_SLA "outside_of_sla" OneOrZero, "open and past its SLA date; false: no date or a later one than today";
    RISK_ACCEPTANCE "risk_acceptance" Choice(ACCEPTANCE), "whether its risk is accepted, not accepted, or was and the acceptance expired";
}

/// What `o` may name; a minus in front reverses.
pub const ORDERINGS: &[&str] = &[
    "active",
    "component_name",
    "component_version",
    "created",
    "last_status_update",
    "last_reviewed",
    "cwe",
    "date",
    "duplicate",
    "dynamic_finding",
    "false_p",
    "found_by",
    "id",
    "is_mitigated",
    "numerical_severity",
    "out_of_scope",
    "planned_remediation_date",
    "severity",
    "sla_expiration_date",
    "reviewers",
    "static_finding",
    "test__engagement__product__name",
    "title",
    "under_defect_review",
    "under_review",
    "verified",
];
