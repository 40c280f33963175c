//! Tools over findings: what a scanner reported, and what became of it.

mod notes;
mod row;
mod state;
mod tags;
mod update;

use std::str::FromStr;

use schemars::JsonSchema;
use serde::Deserialize;

use row::Finding;
pub(super) use tags::check as check_tag;

use super::products::present;
use crate::{
    access::{FindingMgmt, MetadataRead},
    dojo::{
        NewFinding,
        filters::{Query, findings as filter},
        words::{
            EngagementId, FindingId, Flag, Limit, Offset, ProductId, Severities, Severity, TestId,
        },
    },
    guard::Call,
    screen::{Optional, Prose, Screening, answer},
    tools::{Entry, Error, Screen, Settings, Tool, listing::Pagination, nothing_to_screen},
};

pub(super) const TOOLS: &[Entry] = &[
    Entry::of::<ListFindings>(),
    Entry::of::<GetFinding>(),
    Entry::of::<notes::ListFindingNotes>(),
    Entry::of::<CreateFinding>(),
    Entry::of::<update::UpdateFinding>(),
    Entry::of::<state::CloseFinding>(),
    Entry::of::<state::ReopenFinding>(),
    Entry::of::<notes::AddFindingNote>(),
    Entry::of::<tags::AddFindingTags>(),
    Entry::of::<tags::RemoveFindingTags>(),
];

/// How much of each finding a list shows.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Detail {
    #[default]
    Summary,
    Standard,
    Full,
}

impl FromStr for Detail {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        match text.trim().to_ascii_lowercase().as_str() {
            "summary" => Ok(Self::Summary),
            "standard" => Ok(Self::Standard),
            "full" => Ok(Self::Full),
            _ => Err("must be summary, standard or full"),
        }
    }
}

struct ListFindings;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListFindingsArgs {
    /// Only findings of this test.
    test_id: Option<TestId>,
    /// Only findings of this product.
    product_id: Option<ProductId>,
    /// Only findings of this engagement.
    engagement_id: Option<EngagementId>,
    /// Only these severities: Critical, High, Medium, Low, Info; one, or several separated by commas.
    severity: Option<Severities>,
    /// Only findings that are (true) or are not (false) active, that is open.
    active: Option<Flag>,
    /// Only findings that a person has (true) or has not (false) confirmed.
    verified: Option<Flag>,
    /// Only duplicates (true), or none (false).
    duplicate: Option<Flag>,
    /// Only false positives (true), or none (false).
    false_p: Option<Flag>,
    /// Only findings out of scope (true), or none (false).
    out_of_scope: Option<Flag>,
    /// Only mitigated, that is closed, findings (true), or none (false).
    is_mitigated: Option<Flag>,
    /// Only findings whose risk was accepted (true), or none (false).
    risk_accepted: Option<Flag>,
    /// Only findings with any of these tags.
    #[serde(default)]
    #[schemars(length(max = 50))]
    tags: Vec<Prose<200>>,
    /// Only open findings past their SLA date (true), or findings that are not (false).
    outside_of_sla: Option<Flag>,
    /// Only findings with (true) or without (false) a JIRA issue.
    has_jira: Option<Flag>,
    /// Only findings whose component's name contains this text.
    component_name: Option<Prose<200>>,
    /// Only findings whose title contains this text.
    title: Option<Prose<200>>,
    /// How much of each finding to show: summary leaves the description out, standard has it, full has everything.
    detail: Option<Detail>,
    /// How many findings to answer, 1 to 100.
    #[serde(default)]
    limit: Limit,
    /// How many findings to skip; the next page starts at offset + limit.
    #[serde(default)]
    offset: Offset,
}

nothing_to_screen!(ListFindingsArgs);

impl ListFindingsArgs {
    fn query(&self) -> Query {
        let mut query = Query::page(self.limit, self.offset);
        query.number(filter::TEST, self.test_id.map(TestId::value));
        query.number(filter::PRODUCT, self.product_id.map(ProductId::value));
        query.number(filter::ENGAGEMENT, self.engagement_id.map(EngagementId::value));
        query.severities(filter::SEVERITY, self.severity.as_ref());
        query.flag(filter::ACTIVE, self.active);
        query.flag(filter::VERIFIED, self.verified);
        query.flag(filter::DUPLICATE, self.duplicate);
        query.flag(filter::FALSE_P, self.false_p);
        query.flag(filter::OUT_OF_SCOPE, self.out_of_scope);
        query.flag(filter::IS_MITIGATED, self.is_mitigated);
        query.flag(filter::RISK_ACCEPTED, self.risk_accepted);
        query.tags(filter::TAGS, self.tags.iter().map(Prose::unscreened));
        query.flag(filter::OUTSIDE_OF_SLA, self.outside_of_sla);
        query.flag(filter::HAS_JIRA, self.has_jira);
        query.text(filter::COMPONENT_NAME, self.component_name.as_ref().map(Prose::unscreened));
        query.text(filter::TITLE, self.title.as_ref().map(Prose::unscreened));
        query
    }
}

answer! {
    struct Findings {
        items: Vec<Finding>,
        pagination: Pagination,
        /// Members that this detail leaves out; ask with detail standard or full, or `get_finding`.
        omitted: Optional<Vec<&'static str>>,
    }
}

impl Tool for ListFindings {
    const NAME: &'static str = "list_findings";
    const TITLE: &'static str = "List findings";
    const DESCRIPTION: &'static str = "Lists findings by id, filtered by any combination of the arguments (all must match). \
        Read `pagination.count` for how many match in all; limit 1 is the cheapest way to count. \
        Open findings are active=true; get_finding shows one with everything needed to judge it.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = ListFindingsArgs;
    type Output = Findings;

    async fn run(
        call: &Call<MetadataRead>,
        settings: &Settings,
        args: ListFindingsArgs,
    ) -> Result<Findings, Error> {
        let detail = args.detail.unwrap_or(settings.list_detail);
        let page = call.dojo.findings(args.query()).await?;
        let pagination = Pagination::of(&page, args.limit, args.offset);
        let items: Vec<Finding> = page
            .results
            .into_iter()
            .filter_map(|finding| Finding::from(finding, detail, &call.dojo))
            .collect();
        call.shows(items.iter().map(|finding| finding.id.0));
        let omitted = (detail == Detail::Summary).then(|| vec!["description"]);
        Ok(Findings { items, pagination, omitted: Optional(omitted) })
    }
}

struct GetFinding;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetFindingArgs {
    /// The finding's id; `list_findings` shows it.
    finding_id: FindingId,
}

nothing_to_screen!(GetFindingArgs);

impl Tool for GetFinding {
    const NAME: &'static str = "get_finding";
    const TITLE: &'static str = "Get a finding";
    const DESCRIPTION: &'static str = "Shows one finding with everything needed to judge it: state, age, SLA, EPSS, known exploitation, \
        CVSS, CWE, place, mitigation, impact, references, its test, engagement and product. Notes are in list_finding_notes.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = GetFindingArgs;
    type Output = Finding;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: GetFindingArgs,
    ) -> Result<Finding, Error> {
        let finding = call.dojo.finding(args.finding_id).await?;
        call.shows(finding.id);
        present(Finding::from(finding, Detail::Full, &call.dojo))
    }
}

struct CreateFinding;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateFindingArgs {
    /// Id of the test it belongs to; `list_tests` shows it, `create_test` makes one.
    test_id: TestId,
    /// A short name, 1 to 200 characters; DefectDojo stores it in Title Case.
    title: Prose<200>,
    /// How bad it is.
    severity: Severity,
    /// What was found, where, and how to see it, 1 to 10,000 characters.
    description: Prose<10_000>,
    /// Whether it is open.
    #[serde(default = "yes")]
    active: Flag,
    /// Whether a person confirmed it.
    #[serde(default = "no")]
    verified: Flag,
}

fn yes() -> Flag {
    Flag(true)
}

fn no() -> Flag {
    Flag(false)
}

impl Screen for CreateFindingArgs {
    type Screened = NewFinding;

    fn screen(self, screening: &Screening) -> Result<NewFinding, Error> {
        if self.verified.0 && !self.active.0 {
            return Err(state::verified_but_inactive());
        }
        Ok(NewFinding {
            test: self.test_id,
            title: screening.admit("title", self.title)?,
            severity: self.severity,
            description: screening.admit("description", self.description)?,
            active: self.active.0,
            verified: self.verified.0,
            found_by: Vec::new(),
        })
    }
}

impl Tool for CreateFinding {
    const NAME: &'static str = "create_finding";
    const TITLE: &'static str = "Create a finding";
    const DESCRIPTION: &'static str = "Creates a finding in a test. Look with list_findings first so as not to enter it twice: \
        a finding entered by hand is not deduplicated. The answer shows what DefectDojo stored.";
    const IDEMPOTENT: bool = false;

    type Access = FindingMgmt;
    type Args = CreateFindingArgs;
    type Output = Finding;

    async fn run(
        call: &Call<FindingMgmt>,
        settings: &Settings,
        mut finding: NewFinding,
    ) -> Result<Finding, Error> {
        finding.found_by.extend(settings.default_found_by);
        let stored = call.dojo.create_finding(&finding).await?;
        let rewritten = stored.title.foreign() != finding.title.as_str();
        let mut shown = present(Finding::from(stored, Detail::Standard, &call.dojo))?;
        if rewritten {
            shown.notice("DefectDojo rewrote the title; `title` is what it stored");
        }
        Ok(shown)
    }
}
