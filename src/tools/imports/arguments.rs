//! The arguments of both imports, and the form that they become.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Upload, problem,
    report::{Encoded, Ways},
};
use crate::{
    dojo::{
        Details, ImportForm, Target,
        words::{Date, EngagementId, Flag, Severity, TestId},
    },
    screen::{Prose, Screening},
    tools::{Error, Screen, findings::check_tag},
};

/// How findings are put into groups.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[schemars(inline)]
enum GroupBy {
    #[serde(rename = "component_name")]
    Component,
    #[serde(rename = "component_name+component_version")]
    ComponentVersion,
    #[serde(rename = "file_path")]
    File,
    #[serde(rename = "finding_title")]
    Title,
    #[serde(rename = "vuln_id_from_tool")]
    Vulnerability,
}

impl GroupBy {
    const fn name(self) -> &'static str {
        match self {
            Self::Component => "component_name",
            Self::ComponentVersion => "component_name+component_version",
            Self::File => "file_path",
            Self::Title => "finding_title",
            Self::Vulnerability => "vuln_id_from_tool",
        }
    }
}

/// Whether the answer waits until duplicates are known.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Deduplication {
    Async,
    AsyncWait,
    Sync,
}

impl Deduplication {
    const fn name(self) -> &'static str {
        match self {
            Self::Async => "async",
            Self::AsyncWait => "async_wait",
            Self::Sync => "sync",
        }
    }
}

/// Declares the arguments of an import; both tools share most of them, and a schema needs them in one flat object.
macro_rules! import_args {
    ($name:ident { $($(#[$meta:meta])* $field:ident: $type:ty,)* }) => {
        #[derive(Debug, Deserialize, JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub(super) struct $name {
            /// As DefectDojo names it: `SARIF`, `Trivy Scan`…
            scan_type: Prose<200>,
            /// The report in base64, at most 50 MiB; or:
            file: Option<Encoded>,
            /// A file in a folder that this server allows.
            file_path: Option<Prose<4096>>,
            /// What PUT /uploads answered.
            upload_id: Option<Prose<64>>,
            /// With the extension that the scan type expects; `file_path` has one.
            file_name: Option<Prose<255>>,
            /// Says what would happen; nothing changes.
            preview: Option<Flag>,
            /// Goes on though report or test look like another scan type's.
            accept_mismatch: Option<Flag>,
            /// In place of an id, with `engagement_name`.
            product_name: Option<Prose<200>>,
            /// In that product.
            engagement_name: Option<Prose<200>>,
            /// Creates the product or engagement that does not exist.
            auto_create_context: Option<Flag>,
            /// Of a product that is created.
            product_type_name: Option<Prose<200>>,
            /// Of an engagement that is created.
            engagement_end_date: Option<Date>,
            /// Of an engagement that is created: duplicates are looked for in it alone.
            deduplication_on_engagement: Option<Flag>,
            /// Closes findings that the report no longer has. Default: false for an import, true for a reimport.
            close_old_findings: Option<Flag>,
            /// With that, in a new test: in the whole product.
            close_old_findings_product_scope: Option<Flag>,
            /// For all findings; else the report decides.
            active: Option<Flag>,
            /// As active.
            verified: Option<Flag>,
            /// Leaves out what is below.
            minimum_severity: Option<Severity>,
            /// Found on that day.
            scan_date: Option<Date>,
            /// Names the test, or chooses it.
            test_title: Option<Prose<255>>,
            /// What was scanned.
            version: Option<Prose<100>>,
            /// What was scanned.
            branch_tag: Option<Prose<200>>,
            /// What was scanned.
            commit_hash: Option<Prose<64>>,
            /// What was scanned.
            build_id: Option<Prose<200>>,
            /// Of the test.
            #[serde(default)]
            #[schemars(length(max = 50))]
            tags: Vec<Prose<200>>,
            /// The tags, too.
            apply_tags_to_findings: Option<Flag>,
            /// The tags, too.
            apply_tags_to_endpoints: Option<Flag>,
            /// Groups findings.
            group_by: Option<GroupBy>,
            /// false: no groups of one.
            create_finding_groups_for_all_findings: Option<Flag>,
            /// Part of the product: old findings are closed, and duplicates found, within it.
            service: Option<Prose<200>>,
            /// Such as `Production`.
            environment: Option<Prose<100>>,
            /// The repository.
            source_code_management_uri: Option<Prose<600>>,
            /// Makes issues.
            push_to_jira: Option<Flag>,
            /// `sync` and `async_wait` answer after duplicates are found.
            deduplication_execution_mode: Option<Deduplication>,
            /// Id of a user.
            lead: Option<u64>,
            /// Id of an endpoint of the product.
            endpoint_to_add: Option<u64>,
            /// An id.
            api_scan_configuration: Option<u64>,
            $($(#[$meta])* $field: $type,)*
        }
    };
}

import_args!(ImportScanArgs {
    /// The engagement to import into.
    engagement_id: Option<EngagementId>,
});

import_args!(ReimportScanArgs {
    /// The test to bring up to date.
    test_id: Option<TestId>,
    /// Leaves closed findings closed, though the report has them again.
    do_not_reactivate: Option<Flag>,
});

/// Screens the shared arguments into a form; expands where the tool's own arguments are at hand.
macro_rules! upload {
    ($args:ident, $screening:ident, test: $test:expr, engagement: $engagement:expr) => {{
        for tag in &$args.tags {
            check_tag(tag)?;
        }
        let ways = Ways {
            file: $args.file,
            file_path: $args.file_path,
            upload_id: $args.upload_id,
            file_name: $args.file_name,
        };
        let (report, file_name) = ways.one()?;
        let mut details = Details::default();
        admit(&mut details, $screening, "version", $args.version)?;
        admit(&mut details, $screening, "branch_tag", $args.branch_tag)?;
        admit(&mut details, $screening, "commit_hash", $args.commit_hash)?;
        admit(&mut details, $screening, "build_id", $args.build_id)?;
        admit(&mut details, $screening, "service", $args.service)?;
        admit(&mut details, $screening, "environment", $args.environment)?;
        admit(
            &mut details,
            $screening,
            "source_code_management_uri",
            $args.source_code_management_uri,
        )?;
        details.texts("tags", &$screening.admit_all("tags", $args.tags)?);
        details.id("group_by", $args.group_by.map(GroupBy::name));
        let deduplication = $args.deduplication_execution_mode.map(Deduplication::name);
        details.id("deduplication_execution_mode", deduplication);
        details.severity("minimum_severity", $args.minimum_severity);
        details.date("scan_date", $args.scan_date);
        details.date("engagement_end_date", $args.engagement_end_date);
        let product_scope = $args.close_old_findings_product_scope;
        details.flag("close_old_findings_product_scope", product_scope);
        details.flag("push_to_jira", $args.push_to_jira);
        details.flag("apply_tags_to_findings", $args.apply_tags_to_findings);
        details.flag("apply_tags_to_endpoints", $args.apply_tags_to_endpoints);
        let groups = $args.create_finding_groups_for_all_findings;
        details.flag("create_finding_groups_for_all_findings", groups);
        details.id("lead", $args.lead);
        details.id("endpoint_to_add", $args.endpoint_to_add);
        details.id("api_scan_configuration", $args.api_scan_configuration);
        let form = ImportForm {
            scan_type: $screening.admit("scan_type", $args.scan_type)?,
            file_name: $screening.admit("file_name", file_name)?,
            target: Target {
                test: $test,
                engagement: $engagement,
                product_name: $screening.admit_optional("product_name", $args.product_name)?,
                engagement_name: $screening
                    .admit_optional("engagement_name", $args.engagement_name)?,
                product_type_name: $screening
                    .admit_optional("product_type_name", $args.product_type_name)?,
                test_title: $screening.admit_optional("test_title", $args.test_title)?,
            },
            auto_create_context: $args.auto_create_context,
            close_old_findings: $args.close_old_findings,
            deduplication_on_engagement: $args.deduplication_on_engagement,
            active: $args.active,
            verified: $args.verified,
            details,
        };
        let is_set = |flag: Option<Flag>| flag == Some(Flag(true));
        Upload {
            form,
            report,
            preview: is_set($args.preview),
            insists: is_set($args.accept_mismatch),
        }
    }};
}

impl Screen for ImportScanArgs {
    type Screened = Upload;

    fn screen(self, screening: &Screening) -> Result<Upload, Error> {
        let by_name = self.product_name.is_some() && self.engagement_name.is_some();
        if self.engagement_id.is_none() && !by_name {
            return Err(problem(
                "engagement_id",
                "give engagement_id, or product_name and engagement_name: the report must go somewhere",
            ));
        }
        Ok(upload!(self, screening, test: None, engagement: self.engagement_id))
    }
}

impl Screen for ReimportScanArgs {
    type Screened = Upload;

    fn screen(self, screening: &Screening) -> Result<Upload, Error> {
        let by_name = self.product_name.is_some() && self.engagement_name.is_some();
        if self.test_id.is_none() && !by_name {
            return Err(problem(
                "test_id",
                "give test_id, or product_name and engagement_name: a reimport brings one test up to date",
            ));
        }
        let do_not_reactivate = self.do_not_reactivate;
        let mut upload = upload!(self, screening, test: self.test_id, engagement: None);
        upload.form.details.flag("do_not_reactivate", do_not_reactivate);
        Ok(upload)
    }
}

/// Screens a text that DefectDojo alone looks at.
fn admit<const N: usize>(
    details: &mut Details,
    screening: &Screening,
    field: &'static str,
    text: Option<Prose<N>>,
) -> Result<(), Error> {
    details.text(field, screening.admit_optional(field, text)?.as_ref());
    Ok(())
}
