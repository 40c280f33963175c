//! The form of an import, checked as DefectDojo's serializer checks it.

use std::sync::Arc;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::demo::answer::{Answer, Problems};
use crate::demo::call::{Form, Upload};
use crate::demo::clock;
use crate::demo::fields::SEVERITIES;
use crate::demo::server::{REPORT_LIMIT, hex};
use crate::demo::validate::{flag, split_tag};
use crate::scan_types::SCAN_TYPES;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Import,
    Reimport,
}

const EXTENSIONS: &[&str] = &[
    "xml", "csv", "nessus", "json", "jsonl", "html", "js", "zip", "xlsx", "txt", "sarif", "fpr",
    "md", "log", "fvdl",
];

const GROUPINGS: &[&str] = &[
    "component_name",
    "component_name+component_version",
    "file_path",
    "finding_title",
    "vuln_id_from_tool",
];

/// What an import asks for, with DefectDojo's defaults for what it leaves out.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they are the switches of the form")]
pub(super) struct Order {
    pub(super) scan_type: String,
    pub(super) scan_date: Option<String>,
    pub(super) minimum_severity: String,
    /// Nothing leaves it to the parser.
    pub(super) active: Option<bool>,
    pub(super) verified: Option<bool>,
    pub(super) tags: Option<Vec<String>>,
    pub(super) close_old_findings: bool,
    pub(super) close_old_findings_product_scope: bool,
    pub(super) do_not_reactivate: bool,
    pub(super) apply_tags_to_findings: bool,
    pub(super) apply_tags_to_endpoints: bool,
    pub(super) deduplication_on_engagement: bool,
    pub(super) create_finding_groups: bool,
    /// `async` (or nothing) counts before it deduplicates.
    pub(super) deduplication: Option<String>,
    pub(super) group_by: Option<String>,
    pub(super) file: Upload,
    form: Form,
}

impl Form {
    /// A field that is there and not empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let last = self.fields.iter().rev().find(|(key, _)| key == name);
        last.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

impl Order {
    pub(super) fn read(form: &Form, verb: Verb) -> Result<Self, Answer> {
        let mut problems = Problems::default();
        let scan_type = required_choice(&mut problems, form, "scan_type", SCAN_TYPES);
        let minimum = choice(&mut problems, form, "minimum_severity", &SEVERITIES);
        let grouping = choice(&mut problems, form, "group_by", GROUPINGS);
        let mode = choice(
            &mut problems,
            form,
            "deduplication_execution_mode",
            &["async", "async_wait", "sync"],
        );
        let mut switch = |name: &'static str| {
            let value = form.get(name).map(|text| flag(&json!(text)));
            if value == Some(None) {
                problems.add(name, "Must be a valid boolean.", "invalid");
            }
            value.flatten()
        };
        let (active, verified) = (switch("active"), switch("verified"));
        let close_old = switch("close_old_findings").unwrap_or(verb == Verb::Reimport);
        let product_scope = switch("close_old_findings_product_scope").unwrap_or(false);
        let do_not_reactivate = switch("do_not_reactivate").unwrap_or(false);
        let apply_tags_to_findings = switch("apply_tags_to_findings").unwrap_or(false);
        let apply_tags_to_endpoints = switch("apply_tags_to_endpoints").unwrap_or(false);
        let on_engagement = switch("deduplication_on_engagement").unwrap_or(false);
        let groups = switch("create_finding_groups_for_all_findings").unwrap_or(true);
        let scan_date = scan_date(&mut problems, form);
        let tags = tags(&mut problems, form);
        check_extension(&mut problems, form);
        problems.none_or_refuse()?;
        let scan_type = scan_type.unwrap_or_default();
        let file = form.file.clone().ok_or_else(|| {
            Problems::whole(format!("Uploading a Report File is required for {scan_type}"))
        })?;
        if file.length > REPORT_LIMIT {
            return Err(Problems::whole(
                "Report file is too large. Maximum supported size is 100 MB",
            ));
        }
        let mut form = form.clone();
        form.file = None;
        Ok(Self {
            scan_type,
            scan_date,
            minimum_severity: minimum.unwrap_or_else(|| "Info".into()),
            active,
            verified,
            tags,
            close_old_findings: close_old,
            close_old_findings_product_scope: product_scope,
            do_not_reactivate,
            apply_tags_to_findings,
            apply_tags_to_endpoints,
            deduplication_on_engagement: on_engagement,
            create_finding_groups: groups,
            deduplication: mode,
            group_by: grouping,
            file,
            form,
        })
    }

    pub(super) fn of_seed(title: &str, day: &str, report: &str) -> Self {
        Self {
            scan_type: "Semgrep JSON Report".into(),
            scan_date: (!day.is_empty()).then(|| day.to_owned()),
            minimum_severity: "Info".into(),
            active: None,
            verified: None,
            tags: None,
            close_old_findings: false,
            close_old_findings_product_scope: false,
            do_not_reactivate: false,
            apply_tags_to_findings: false,
            apply_tags_to_endpoints: false,
            deduplication_on_engagement: false,
            create_finding_groups: true,
            deduplication: Some("sync".into()),
            group_by: None,
            file: Upload {
                name: "report.json".into(),
                bytes: Arc::new(report.as_bytes().to_vec()),
                sha256: hex(&Sha256::digest(report.as_bytes())),
                length: report.len() as u64,
            },
            form: Form { fields: vec![("test_title".into(), title.to_owned())], ..Form::default() },
        }
    }

    /// A text field that the import only carries along.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.form.get(name)
    }

    /// The day of the scan: as given, else today.
    pub(super) fn day(&self) -> String {
        self.scan_date.clone().unwrap_or_else(|| clock::today().to_string())
    }

    pub(super) fn severe_enough(&self, severity: &str) -> bool {
        let rank = |word: &str| SEVERITIES.iter().position(|known| *known == word).unwrap_or(0);
        rank(severity) >= rank(&self.minimum_severity)
    }

    /// What `test_imports` keeps of the order.
    pub(super) fn settings(&self) -> Value {
        json!({
            "tags": self.tags.clone().unwrap_or_default(),
            "active": self.active,
            "service": self.text("service"),
            "group_by": self.group_by,
            "verified": self.verified,
            "scan_date": self.scan_date,
            "push_to_jira": false,
            "minimum_severity": self.minimum_severity,
            "do_not_reactivate": self.do_not_reactivate,
            "close_old_findings": self.close_old_findings,
            "apply_tags_to_findings": self.apply_tags_to_findings,
            "apply_tags_to_endpoints": self.apply_tags_to_endpoints,
            "close_old_findings_product_scope": self.close_old_findings_product_scope,
            "create_finding_groups_for_all_findings": self.create_finding_groups,
        })
    }
}

fn choice(
    problems: &mut Problems,
    form: &Form,
    name: &'static str,
    choices: &[&str],
) -> Option<String> {
    let value = form.get(name)?;
    if !choices.contains(&value) {
        problems.add(name, format!("\"{value}\" is not a valid choice."), "invalid_choice");
    }
    Some(value.to_owned())
}

fn required_choice(
    problems: &mut Problems,
    form: &Form,
    name: &'static str,
    choices: &[&str],
) -> Option<String> {
    let value = choice(problems, form, name, choices);
    if value.is_none() {
        problems.add(name, "This field is required.", "required");
    }
    value
}

fn scan_date(problems: &mut Problems, form: &Form) -> Option<String> {
    let text = form.get("scan_date")?;
    match clock::parse_date(text) {
        None => problems.add(
            "scan_date",
            "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.",
            "invalid",
        ),
        Some(date) if date > clock::today() => {
            problems.add("scan_date", "The scan_date cannot be in the future!", "invalid");
        }
        Some(date) => return Some(date.to_string()),
    }
    None
}

/// Repeated fields and comma lists alike, in the order given.
fn tags(problems: &mut Problems, form: &Form) -> Option<Vec<String>> {
    let given = form.fields.iter().filter(|(name, value)| name == "tags" && !value.is_empty());
    let mut tags = Vec::new();
    for (_, value) in given {
        let json: Result<Vec<String>, _> = serde_json::from_str(value);
        for part in json.unwrap_or_else(|_| value.split(',').map(str::to_owned).collect()) {
            match split_tag(&part) {
                Ok(parts) => tags.extend(parts),
                Err(text) => {
                    problems.add("tags", text, "invalid");
                    return None;
                }
            }
        }
    }
    (!tags.is_empty()).then_some(tags)
}

fn check_extension(problems: &mut Problems, form: &Form) {
    let Some(file) = &form.file else { return };
    let extension = file.name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let extension = extension.to_lowercase();
    if !EXTENSIONS.contains(&extension.as_str()) {
        problems.add(
            "file",
            format!(
                "File extension “{extension}” is not allowed. Allowed extensions are: {}.",
                EXTENSIONS.join(", ")
            ),
            "invalid_extension",
        );
    }
}
