//! What hangs on a finding, on a test or on the instance: files, metadata, issues, places, imports.

use std::collections::HashMap;

use serde::Deserialize;

use super::Moment;
use crate::{
    dojo::lenient::{lenient, lenient_object, lenient_or_default, lenient_rows},
    screen::Untrusted,
};

/// A list that comes bare, not as a page.
#[derive(Debug, Deserialize)]
#[serde(transparent, bound = "T: Deserialize<'de>")]
pub struct Rows<T>(#[serde(deserialize_with = "lenient_rows")] pub Vec<T>);

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Files {
    #[serde(deserialize_with = "lenient_rows")]
    pub files: Vec<File>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct File {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    pub title: Untrusted,
    /// Its address, for a signed-in browser.
    pub file: Untrusted,
}

/// A name and a value that somebody attached.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Meta {
    pub name: Untrusted,
    pub value: Untrusted,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct JiraIssue {
    #[serde(deserialize_with = "lenient")]
    pub finding: Option<u64>,
    pub jira_key: Untrusted,
    pub url: Untrusted,
    #[serde(deserialize_with = "lenient")]
    pub jira_creation: Option<Moment>,
    #[serde(deserialize_with = "lenient")]
    pub jira_change: Option<Moment>,
}

/// A group that a finding is in, whose issue stands for all of them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FindingGroup {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    pub name: Untrusted,
    #[serde(deserialize_with = "lenient_object")]
    pub jira_issue: Option<JiraIssue>,
}

/// 3.x: that a finding is at a location.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LocationLink {
    #[serde(deserialize_with = "lenient")]
    pub finding: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub location: Option<u64>,
    /// The schema promises it; 3.2.0 does not send it.
    pub location_value: Option<Untrusted>,
    pub status: Untrusted,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Location {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    pub location_value: Option<Untrusted>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Endpoint {
    pub protocol: Option<Untrusted>,
    pub host: Option<Untrusted>,
    #[serde(deserialize_with = "lenient")]
    pub port: Option<u64>,
    pub path: Option<Untrusted>,
    pub query: Option<Untrusted>,
    pub fragment: Option<Untrusted>,
}

/// 2.x: that a finding is at an endpoint.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndpointStatus {
    #[serde(deserialize_with = "lenient")]
    pub finding: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub endpoint: Option<u64>,
    #[serde(deserialize_with = "lenient_or_default")]
    pub mitigated: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub false_positive: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub out_of_scope: bool,
    #[serde(deserialize_with = "lenient_or_default")]
    pub risk_accepted: bool,
}

/// A page of these with the endpoints that were asked for beside them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndpointStatuses {
    #[serde(deserialize_with = "lenient_or_default")]
    pub count: u64,
    #[serde(deserialize_with = "lenient_rows")]
    pub results: Vec<EndpointStatus>,
    #[serde(deserialize_with = "lenient_object")]
    pub prefetch: Option<Prefetched>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Prefetched {
    /// By id.
    pub endpoint: HashMap<String, Endpoint>,
}

/// One import or reimport into a test.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TestImport {
    #[serde(deserialize_with = "lenient")]
    pub id: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub test: Option<u64>,
    #[serde(deserialize_with = "lenient")]
    pub created: Option<Moment>,
    #[serde(rename = "type")]
    pub kind: Untrusted,
    pub version: Untrusted,
    pub build_id: Untrusted,
    pub commit_hash: Untrusted,
    pub branch_tag: Untrusted,
    #[serde(rename = "test_import_finding_action_set", deserialize_with = "lenient_rows")]
    pub actions: Vec<ImportAction>,
    #[serde(deserialize_with = "lenient_object")]
    pub import_settings: Option<ImportSettings>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ImportAction {
    /// `N` new, `C` closed, `R` reactivated, `U` untouched.
    pub action: Untrusted,
    #[serde(deserialize_with = "lenient")]
    pub finding: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ImportSettings {
    #[serde(deserialize_with = "lenient")]
    pub close_old_findings: Option<bool>,
}
