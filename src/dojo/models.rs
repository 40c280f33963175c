//! DefectDojo's objects as it sends them: every member optional, every foreign text marked by its type.

mod attached;

use std::time::SystemTime;

use serde::Deserialize;

use super::{
    lenient::{Scalar, lenient, lenient_object, lenient_or_default, lenient_rows},
    words::{Date, Severity},
};
use crate::screen::Untrusted;
pub use attached::{
    Endpoint, EndpointStatus, EndpointStatuses, File, Files, FindingGroup, ImportAction, JiraIssue,
    Location, LocationLink, Meta, Rows, TestImport,
};

/// A date or a date-time as DefectDojo writes them; trusted, because nothing else parses.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Moment(String);

impl Moment {
    pub fn into_string(self) -> String {
        self.0
    }

    /// The day of it, as DefectDojo writes it.
    pub fn day(&self) -> Option<Date> {
        self.0.get(..10)?.parse().ok()
    }

    /// The point in time, of a date-time with its offset.
    pub fn time(&self) -> Option<SystemTime> {
        self.0.parse::<jiff::Timestamp>().ok().map(SystemTime::from)
    }
}

impl Scalar for Moment {
    fn from_text(text: &str) -> Option<Self> {
        let plausible = (8..=35).contains(&text.len())
            && text.starts_with(|char: char| char.is_ascii_digit())
            && text.bytes().all(|byte| byte.is_ascii_digit() || b"-:.+TZ".contains(&byte));
        plausible.then(|| Self(text.to_owned()))
    }
}

impl Scalar for Severity {
    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

/// One page of a list.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
pub struct Page<T> {
    #[serde(default, deserialize_with = "lenient_or_default")]
    pub count: u64,
    /// Whether DefectDojo says that more rows follow; its address is never used.
    #[serde(default)]
    pub next: Untrusted,
    #[serde(default = "Vec::new", deserialize_with = "lenient_rows")]
    pub results: Vec<T>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Product {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    pub name: Untrusted,
    pub description: Untrusted,
    #[serde(deserialize_with = "lenient")]
    pub prod_type: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub findings_count: Option<u64>,
    pub business_criticality: Untrusted,
    pub lifecycle: Untrusted,
    pub tags: Untrusted<Vec<String>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct ProductType {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    pub name: Untrusted,
    pub description: Option<Untrusted>,
    #[serde(deserialize_with = "lenient_or_default")]
    pub critical_product: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub key_product: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Engagement {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    pub name: Option<Untrusted>,
    #[serde(deserialize_with = "lenient")]
    pub product: Option<u64>,
    pub status: Option<Untrusted>,
    #[serde(deserialize_with = "lenient")]
    pub target_start: Option<Moment>,
    #[serde(deserialize_with = "lenient")]
    pub target_end: Option<Moment>,
    #[serde(deserialize_with = "lenient")]
    pub active: Option<bool>,
    pub engagement_type: Untrusted,
    pub version: Option<Untrusted>,
    pub branch_tag: Option<Untrusted>,
    pub tags: Untrusted<Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Test {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub engagement: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub test_type: Option<u64>,
    pub test_type_name: Option<Untrusted>,
    pub scan_type: Option<Untrusted>,
    pub title: Option<Untrusted>,
    #[serde(deserialize_with = "lenient")]
    pub target_start: Option<Moment>,
    #[serde(deserialize_with = "lenient")]
    pub target_end: Option<Moment>,
    pub version: Option<Untrusted>,
    pub branch_tag: Option<Untrusted>,
    pub build_id: Option<Untrusted>,
    pub commit_hash: Option<Untrusted>,
    pub tags: Untrusted<Vec<String>>,
    /// 100 once an import is done with it, 50 before.
    #[serde(deserialize_with = "lenient")]
    pub percent_complete: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub created: Option<Moment>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct TestType {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    pub name: Untrusted,
    pub tags: Option<Untrusted<Vec<String>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Finding {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub test: Option<u64>,
    pub title: Untrusted,
    #[serde(deserialize_with = "lenient")]
    pub severity: Option<Severity>,
    pub description: Untrusted,
    #[serde(deserialize_with = "lenient_or_default")]
    pub active: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub verified: bool,
    #[serde(deserialize_with = "lenient")]
    pub mitigated: Option<Moment>,
    #[serde(deserialize_with = "lenient_or_default")]
    pub is_mitigated: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub out_of_scope: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub false_p: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub duplicate: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub risk_accepted: bool,
    #[serde(deserialize_with = "lenient")]
    pub cwe: Option<i64>,
    #[serde(deserialize_with = "lenient")]
    pub cvssv3_score: Option<f64>,
    pub component_name: Option<Untrusted>,
    pub component_version: Option<Untrusted>,
    pub file_path: Option<Untrusted>,
    #[serde(deserialize_with = "lenient")]
    pub line: Option<i64>,
    pub tags: Untrusted<Vec<String>>,
    #[serde(deserialize_with = "lenient_rows")]
    pub vulnerability_ids: Vec<VulnerabilityId>,

    #[serde(deserialize_with = "lenient")]
    pub date: Option<Moment>,
    #[serde(deserialize_with = "lenient")]
    pub created: Option<Moment>,
    #[serde(deserialize_with = "lenient")]
    pub updated: Option<Moment>,
    #[serde(deserialize_with = "lenient")]
    pub last_status_update: Option<Moment>,
    #[serde(deserialize_with = "lenient")]
    pub age: Option<i64>,
    #[serde(deserialize_with = "lenient")]
    pub sla_days_remaining: Option<i64>,
    #[serde(deserialize_with = "lenient")]
    pub sla_expiration_date: Option<Moment>,
    pub display_status: Untrusted,
    #[serde(deserialize_with = "lenient")]
    pub epss_score: Option<f64>,
    #[serde(deserialize_with = "lenient")]
    pub epss_percentile: Option<f64>,
    #[serde(deserialize_with = "lenient_or_default")]
    pub known_exploited: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub ransomware_used: bool,
    #[serde(deserialize_with = "lenient")]
    pub kev_date: Option<Moment>,
    pub cvssv3: Option<Untrusted>,
    pub cvssv4: Option<Untrusted>,
    #[serde(deserialize_with = "lenient")]
    pub cvssv4_score: Option<f64>,
    #[serde(deserialize_with = "lenient_rows")]
    pub cwes: Vec<Cwe>,
    pub mitigation: Option<Untrusted>,
    #[serde(deserialize_with = "lenient")]
    pub fix_available: Option<bool>,
    pub fix_version: Option<Untrusted>,
    pub impact: Option<Untrusted>,
    pub steps_to_reproduce: Option<Untrusted>,
    pub severity_justification: Option<Untrusted>,
    pub references: Option<Untrusted>,
    #[serde(deserialize_with = "lenient_or_default")]
    pub under_review: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub static_finding: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub dynamic_finding: bool,
    pub service: Option<Untrusted>,
    pub vuln_id_from_tool: Option<Untrusted>,
    pub unique_id_from_tool: Option<Untrusted>,
    #[serde(deserialize_with = "lenient")]
    pub nb_occurences: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub duplicate_finding: Option<u64>,
    #[serde(deserialize_with = "lenient_rows")]
    pub finding_groups: Vec<FindingGroup>,
    #[serde(deserialize_with = "lenient")]
    pub planned_remediation_date: Option<Moment>,
    #[serde(deserialize_with = "lenient_object")]
    pub related_fields: Option<RelatedFields>,
    /// Whether `duplicate_finding` is none that the caller may see.
    #[serde(skip)]
    pub duplicates_stranger: bool,
}

impl Finding {
    /// The product that it lies in, where its related fields say so.
    pub fn product(&self) -> Option<u64> {
        let test = self.related_fields.as_ref()?.test.as_ref()?;
        test.engagement.as_ref()?.product.as_ref()?.id
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct VulnerabilityId {
    pub vulnerability_id: Untrusted,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Cwe {
    pub cwe: Untrusted,
}

/// A finding's ancestors, which `related_fields=true` asks for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RelatedFields {
    #[serde(deserialize_with = "lenient_object")]
    pub test: Option<RelatedTest>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RelatedTest {
    pub title: Option<Untrusted>,
    #[serde(deserialize_with = "lenient_object")]
    pub test_type: Option<Named>,
    #[serde(deserialize_with = "lenient_object")]
    pub engagement: Option<RelatedEngagement>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RelatedEngagement {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    pub name: Option<Untrusted>,
    #[serde(deserialize_with = "lenient_object")]
    pub product: Option<Named>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Named {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    pub name: Option<Untrusted>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Notes {
    #[serde(deserialize_with = "lenient_rows")]
    pub notes: Vec<Note>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Note {
    /// Absent in the answer to a new note: DefectDojo does not tell.
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    pub entry: Untrusted,
    #[serde(deserialize_with = "lenient_or_default")]
    pub private: bool,
    #[serde(deserialize_with = "lenient")]
    pub date: Option<Moment>,
    #[serde(deserialize_with = "lenient_object")]
    pub author: Option<User>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct User {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    pub username: Option<Untrusted>,
    pub first_name: Option<Untrusted>,
    pub last_name: Option<Untrusted>,
    #[serde(deserialize_with = "lenient")]
    pub is_active: Option<bool>,
    #[serde(deserialize_with = "lenient_or_default")]
    pub is_superuser: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub is_staff: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct UserProfile {
    #[serde(deserialize_with = "lenient_object")]
    pub user: Option<User>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Tags {
    pub tags: Untrusted<Vec<String>>,
}

/// The answer to an import or a reimport.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Import {
    #[serde(deserialize_with = "lenient")]
    pub test: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub test_id: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub engagement_id: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub product_id: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub product_type_id: Option<u64>,
    pub scan_type: Untrusted,
    #[serde(deserialize_with = "lenient")]
    pub deduplication_complete: Option<bool>,
    #[serde(deserialize_with = "lenient_object")]
    pub statistics: Option<Statistics>,
    /// What an embedded demonstration says about a report that it did not parse.
    pub demo_notice: Option<Untrusted>,
}

/// Findings of the test, by severity, around an import.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Statistics {
    #[serde(deserialize_with = "lenient_object")]
    pub before: Option<BySeverity>,
    #[serde(deserialize_with = "lenient_object")]
    pub delta: Option<Delta>,
    #[serde(deserialize_with = "lenient_object")]
    pub after: Option<BySeverity>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Delta {
    #[serde(deserialize_with = "lenient_object")]
    pub created: Option<BySeverity>,
    #[serde(deserialize_with = "lenient_object")]
    pub closed: Option<BySeverity>,
    #[serde(deserialize_with = "lenient_object")]
    pub reactivated: Option<BySeverity>,
    #[serde(deserialize_with = "lenient_object")]
    pub untouched: Option<BySeverity>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BySeverity {
    #[serde(deserialize_with = "lenient_object")]
    pub info: Option<Counts>,
    #[serde(deserialize_with = "lenient_object")]
    pub low: Option<Counts>,
    #[serde(deserialize_with = "lenient_object")]
    pub medium: Option<Counts>,
    #[serde(deserialize_with = "lenient_object")]
    pub high: Option<Counts>,
    #[serde(deserialize_with = "lenient_object")]
    pub critical: Option<Counts>,
    #[serde(deserialize_with = "lenient_object")]
    pub total: Option<Counts>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Counts {
    #[serde(deserialize_with = "lenient_or_default")]
    pub active: u64,
    #[serde(deserialize_with = "lenient_or_default")]
    pub verified: u64,
    #[serde(deserialize_with = "lenient_or_default")]
    pub duplicate: u64,
    #[serde(deserialize_with = "lenient_or_default")]
    pub false_p: u64,
    #[serde(deserialize_with = "lenient_or_default")]
    pub out_of_scope: u64,
    #[serde(deserialize_with = "lenient_or_default")]
    pub is_mitigated: u64,
    #[serde(deserialize_with = "lenient_or_default")]
    pub risk_accepted: u64,
    #[serde(deserialize_with = "lenient_or_default")]
    pub total: u64,
}
