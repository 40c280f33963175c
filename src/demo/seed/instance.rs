//! Test types, environments, service levels, settings: what an instance has before any product.

use serde_json::{Value, json};

use crate::demo::clock;
use crate::demo::row::Row;
use crate::demo::store::State;
use crate::scan_types::SCAN_TYPES;

/// The test types that are no scan types.
const MANUAL: [&str; 7] = [
    "API Test",
    "Static Check",
    "Pen Test",
    "Web Application Test",
    "Security Research",
    "Threat Modeling",
    "Manual Code Review",
];

pub(super) fn fill(state: &mut State) {
    for name in MANUAL.iter().chain(SCAN_TYPES) {
        state.test_types.insert(Row::default().with("name", *name));
    }
    for name in ["Development", "Staging", "Production", "Test", "Pre-prod", "Lab", "Default"] {
        state.environments.insert(Row::default().with("name", name));
    }
    for (name, description, enforced) in [
        (
            "Default",
            "The Default SLA Configuration. Products not using an explicit SLA Configuration will \
             use this one.",
            true,
        ),
        (
            "No SLA Enforced",
            "No SLA is enforced for a product which uses this SLA configuration.",
            false,
        ),
    ] {
        state.slas.insert(
            Row::default()
                .with("name", name)
                .with("description", description)
                .with("critical", 7)
                .with("enforce_critical", enforced)
                .with("high", 30)
                .with("enforce_high", enforced)
                .with("medium", 90)
                .with("enforce_medium", enforced)
                .with("low", 120)
                .with("enforce_low", enforced)
                .with("restart_sla_on_reactivation", false),
        );
    }
    state.announcements.insert(
        Row::default()
            .with(
                "message",
                "This is the demo of mcp-defectdojo: a simulator with invented content, not \
                 DefectDojo.",
            )
            .with("style", "info")
            .with("dismissable", false),
    );
    for (name, acronym, category, jurisdiction) in [
        ("Payment Card Industry Data Security Standard", "PCI DSS", "finance", "United States"),
        (
            "General Data Protection Regulation",
            "GDPR",
            "privacy",
            "EU & EU Data Extra-Territorial Applicability",
        ),
    ] {
        state.regulations.insert(
            Row::default()
                .with("name", name)
                .with("acronym", acronym)
                .with("category", category)
                .with("jurisdiction", jurisdiction)
                .with("description", format!("The {name} ({acronym})."))
                .with("reference", ""),
        );
    }
    for name in ["SonarQube", "Edgescan", "BlackDuck API", "Bugcrowd API", "Vulners", "Cobalt.io"] {
        state.tool_types.insert(Row::default().with("name", name));
    }
    state.settings.set("values", settings());
    let now = clock::moment_on(clock::days_ago(400), 32_000);
    for (name, description, critical) in [
        ("Research and Development", Value::Null, true),
        ("Customer Services", json!("What customers use: shop, wallet and payments"), true),
        ("Internal Platform", json!("Clusters, pipelines and tooling"), false),
    ] {
        state.product_types.insert(
            Row::default()
                .with("name", name)
                .with("description", description)
                .with("critical_product", critical)
                .with("created", now.clone())
                .with("updated", now.clone()),
        );
    }
}

fn settings() -> Value {
    let mut values = json!({
        "id": 1, "enable_deduplication": true, "delete_duplicates": false, "max_dupes": 10,
        "email_from": "no-reply@demo.invalid", "enable_jira": false, "enable_jira_web_hook": false,
        "disable_jira_webhook_secret": false, "jira_webhook_secret": "", "jira_minimum_severity": "Low",
        "jira_labels": null, "add_vulnerability_id_to_jira_label": false, "enable_github": false,
        "enable_slack_notifications": false, "slack_channel": "", "slack_token": "",
        "slack_username": "", "enable_msteams_notifications": false, "msteams_url": "",
        "enable_mail_notifications": false, "mail_notifications_to": "",
        "enable_webhooks_notifications": false, "webhooks_notifications_timeout": 10,
        "enforce_verified_status": true, "enforce_verified_status_jira": true,
        "enforce_verified_status_product_grading": true, "enforce_verified_status_metrics": true,
        "false_positive_history": false, "retroactive_false_positive_history": false,
        "url_prefix": "", "team_name": "", "enable_product_grade": false, "product_grade_a": 90,
        "product_grade_b": 80, "product_grade_c": 70, "product_grade_d": 60, "product_grade_f": 59,
    });
    let rest = json!({
        "enable_product_tag_inheritance": false, "enable_benchmark": true,
        "enable_similar_findings": true, "engagement_auto_close": false,
        "engagement_auto_close_days": 3, "enable_finding_sla": true,
        "enable_notify_sla_active": false, "enable_notify_sla_active_verified": false,
        "enable_notify_sla_jira_only": false, "enable_notify_sla_exponential_backoff": false,
        "allow_anonymous_survey_repsonse": false, "disclaimer_notifications": "",
        "disclaimer_reports": "", "disclaimer_reports_forced": false, "disclaimer_notes": "",
        "risk_acceptance_form_default_days": 180, "risk_acceptance_notify_before_expiration": 10,
        "enable_questionnaires": true, "enable_checklists": true,
        "enable_endpoint_metadata_import": true, "enable_user_profile_editable": true,
        "enable_product_tracking_files": true, "enable_finding_groups": true,
        "enable_ui_table_based_searching": true, "enable_calendar": true,
        "enable_cvss3_display": true, "enable_cvss4_display": true, "minimum_password_length": 9,
        "maximum_password_length": 48, "number_character_required": true,
        "special_character_required": true, "lowercase_character_required": true,
        "uppercase_character_required": true, "non_common_password_required": true,
        "api_expose_error_details": false, "filter_string_matching": false,
    });
    if let (Some(values), Value::Object(rest)) = (values.as_object_mut(), rest) {
        values.extend(rest);
    }
    values
}
