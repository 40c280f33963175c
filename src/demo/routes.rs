//! Every path that the demo answers.

use super::findings::{self, actions, attached, create, update};
use super::imports;
use super::route::Route;
use super::{engagements, instance, notes, places, previews, products, risk, tests};

/// What needs no credentials.
pub(super) const ANONYMOUS: &[&str] = &["api-token-auth", "oa3/schema"];

/// A list that is known and empty.
const fn empty(path: &'static str, name: &'static str) -> Route {
    Route::new(path, name).get(instance::nothing)
}

const fn empty_prefetched(path: &'static str, name: &'static str) -> Route {
    Route::new(path, name).get(instance::nothing_prefetched)
}

pub(super) const ROUTES: &[Route] = &[
    Route::new("", "Api Root").get(instance::root),
    Route::new("api-token-auth", "Obtain Auth Token").post(instance::token),
    Route::new("oa3/schema", "Spectacular API").get(instance::schema),
    Route::new("user_profile", "User Profile").get(instance::user_profile),
    Route::new("users", "Users List").before(instance::superuser_only).get(instance::users),
    Route::new("users/{}", "Users Instance")
        .before(instance::superuser_only)
        .get(instance::user_detail),
    Route::new("findings", "Finding List")
        .before_post(create::check)
        .get(findings::list)
        .post(create::create),
    Route::new("findings/accept_risks", "Accept Risks").post(actions::accept_risks),
    Route::new("findings/{}", "Finding Instance")
        .before_post(create::check)
        .get(findings::detail)
        .put(update::put)
        .patch(update::patch)
        .delete(findings::delete),
    Route::new("findings/{}/close", "Close").post(actions::close),
    Route::new("findings/{}/verify", "Verify").post(actions::verify),
    Route::new("findings/{}/duplicate", "Get Duplicate Cluster").get(actions::cluster),
    Route::new("findings/{}/duplicate/reset", "Reset Duplicate").post(actions::reset_duplicate),
    Route::new("findings/{}/original/{}", "Set Original").post(actions::set_original),
    Route::new("findings/{}/notes", "Notes").get(attached::notes).post(attached::add_note),
    Route::new("findings/{}/remove_note", "Remove Note").patch(attached::remove_note),
    Route::new("findings/{}/tags", "Tags").get(attached::tags).post(attached::add_tags),
    Route::new("findings/{}/remove_tags", "Remove Tags")
        .put(attached::remove_tags)
        .patch(attached::remove_tags),
    Route::new("findings/{}/metadata", "Metadata")
        .get(attached::metadata)
        .post(attached::add_metadata)
        .put(attached::change_metadata)
        .delete(attached::delete_metadata),
    Route::new("findings/{}/files", "Files").get(attached::files).post(attached::add_file),
    Route::new("findings/{}/request_response", "Request Response")
        .get(attached::request_response)
        .post(attached::add_request_response),
    Route::new("findings/{}/delete_preview", "Delete Preview").get(previews::finding),
    Route::new("products", "Product List")
        .before_post(products::check)
        .get(products::list)
        .post(products::create),
    Route::new("products/{}", "Product Instance")
        .get(products::detail)
        .put(products::put)
        .patch(products::patch)
        .delete(products::delete),
    Route::new("products/{}/delete_preview", "Delete Preview").get(previews::product),
    Route::new("assets", "Asset List")
        .before_post(products::check)
        .get(products::list)
        .post(products::create),
    Route::new("assets/{}", "Asset Instance")
        .get(products::detail)
        .put(products::put)
        .patch(products::patch)
        .delete(products::delete),
    Route::new("product_types", "Product Type List")
        .get(products::list_types)
        .post(products::create_type),
    Route::new("product_types/{}", "Product Type Instance")
        .get(products::type_detail)
        .put(products::change_type)
        .patch(products::change_type)
        .delete(products::delete_type),
    Route::new("product_types/{}/delete_preview", "Delete Preview").get(previews::product_type),
    Route::new("organizations", "Organization List")
        .get(products::list_types)
        .post(products::create_type),
    Route::new("organizations/{}", "Organization Instance")
        .get(products::type_detail)
        .put(products::change_type)
        .patch(products::change_type)
        .delete(products::delete_type),
    Route::new("engagements", "Engagement List")
        .before_post(engagements::check)
        .get(engagements::list)
        .post(engagements::create),
    Route::new("engagements/{}", "Engagement Instance")
        .get(engagements::detail)
        .put(engagements::put)
        .patch(engagements::patch)
        .delete(engagements::delete),
    Route::new("engagements/{}/close", "Close").post(engagements::close),
    Route::new("engagements/{}/reopen", "Reopen").post(engagements::reopen),
    Route::new("engagements/{}/notes", "Notes").get(engagements::notes).post(engagements::add_note),
    Route::new("engagements/{}/delete_preview", "Delete Preview").get(previews::engagement),
    Route::new("tests", "Test List").before_post(tests::check).get(tests::list).post(tests::create),
    Route::new("tests/{}", "Test Instance")
        .get(tests::detail)
        .put(tests::put)
        .patch(tests::patch)
        .delete(tests::delete),
    Route::new("tests/{}/notes", "Notes").get(tests::notes).post(tests::add_note),
    Route::new("tests/{}/delete_preview", "Delete Preview").get(previews::test),
    Route::new("test_types", "Test Type List").get(tests::list_types).post(tests::create_type),
    Route::new("test_types/{}", "Test Type Instance").get(tests::type_detail),
    Route::new("test_imports", "Test Import List").get(tests::list_imports),
    Route::new("import-scan", "Import Scan List").before(imports::check).post(imports::import),
    Route::new("reimport-scan", "Re Import Scan List")
        .before(imports::check)
        .post(imports::reimport),
    Route::new("risk_acceptance", "Risk Acceptance List").get(risk::list).post(risk::create),
    Route::new("risk_acceptance/{}", "Risk Acceptance Instance").get(risk::detail),
    Route::new("endpoints", "Endpoint List")
        .get(places::endpoints)
        .post(places::write_is_deprecated),
    Route::new("endpoints/{}", "Endpoint Instance").get(places::endpoint_detail),
    Route::new("endpoint_status", "Endpoint Status List")
        .get(places::endpoint_status)
        .post(places::write_is_deprecated),
    Route::new("location", "Location List").before(places::superuser_only).get(places::locations),
    Route::new("url", "Url List").before(places::superuser_only).get(places::urls),
    Route::new("location_findings", "Location Finding Reference List")
        .get(places::location_findings),
    Route::new("location_products", "Location Product Reference List")
        .get(places::location_products),
    Route::new("metadata", "Metadata List").get(instance::metadata).post(instance::add_metadata),
    Route::new("metadata/batch", "Batch").post(instance::add_metadata_batch),
    Route::new("notes", "Notes List").get(notes::list),
    Route::new("request_response_pairs", "Burp Raw Request Response List").get(instance::pairs),
    Route::new("development_environments", "Development Environment List")
        .get(instance::environments),
    Route::new("sla_configurations", "SLA Configuration List").get(instance::slas),
    Route::new("sla_configurations/{}", "SLA Configuration Instance").get(instance::sla_detail),
    Route::new("regulations", "Regulations List").get(instance::regulations),
    Route::new("announcements", "Announcement List").get(instance::announcements),
    Route::new("tool_types", "Tool Types List").get(instance::tool_types).deprecated(),
    Route::new("system_settings", "System Settings List")
        .before(instance::superuser_only)
        .get(instance::settings),
    Route::new("system_settings/{}", "System Settings Instance")
        .before(instance::superuser_only)
        .put(instance::change_settings)
        .patch(instance::change_settings),
    Route::new("celery/status", "Celery Status")
        .before(instance::superuser_only)
        .get(instance::celery_status),
    Route::new("celery/queue/details", "Celery Queue Details")
        .before(instance::superuser_only)
        .get(instance::celery_queue),
    empty("note_type", "Note Type List"),
    empty("finding_templates", "Finding Templates List").before(instance::superuser_only),
    empty("jira_instances", "JIRA Instance List").before(instance::superuser_only),
    Route::new("jira_finding_mappings", "JIRA Issue List").get(instance::jira_issues),
    empty_prefetched("jira_projects", "JIRA Project List"),
    empty_prefetched("languages", "Languages List"),
    empty_prefetched("technologies", "App Analysis List"),
];
