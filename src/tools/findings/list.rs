//! `list_findings`: everything that DefectDojo can search findings by, and what it cannot.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    Detail, corrections,
    fields::{Chosen, Fields, needed},
    row::Finding,
    search::{Filters, Search, Sorted},
};
use crate::{
    access::MetadataRead,
    dojo::words::{Date, EngagementId, Flag, Limit, Offset, ProductId, Severities, TestId},
    guard::Call,
    screen::{Optional, answer},
    tools::{
        Error, Settings, Tool,
        given::{Acceptance, Cwes, Given, Part, Real, Tags, Vulnerabilities, Whole},
        listing::{Pagination, incomplete, window},
        nothing_to_screen,
    },
};

pub(in crate::tools) struct ListFindings;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::tools) struct ListFindingsArgs {
    /// Of this test.
    pub(super) test_id: Option<TestId>,
    /// Its test's exact title.
    pub(super) test_title: Option<Given<Whole>>,
    /// Of this product.
    pub(super) product_id: Option<ProductId>,
    /// Its product's exact name.
    pub(super) product_name: Option<Given<Whole>>,
    /// Of this engagement.
    pub(super) engagement_id: Option<EngagementId>,
    /// Its engagement's exact name.
    pub(super) engagement_name: Option<Given<Whole>>,
    /// Critical, High, Medium, Low, Info; several separated by commas.
    pub(super) severity: Option<Severities>,
    /// Open.
    pub(super) active: Option<Flag>,
    /// Confirmed by a person.
    pub(super) verified: Option<Flag>,
    /// Duplicate of another.
    pub(super) duplicate: Option<Flag>,
    /// False positive.
    pub(super) false_p: Option<Flag>,
    /// Out of scope.
    pub(super) out_of_scope: Option<Flag>,
    /// Closed.
    pub(super) is_mitigated: Option<Flag>,
    /// Its risk is accepted now.
    pub(super) risk_accepted: Option<Flag>,
    /// Also tells acceptances that expired.
    pub(super) risk_acceptance: Option<Given<Acceptance>>,
    /// Any of these tags.
    pub(super) tags: Option<Given<Tags>>,
    /// All of these tags.
    pub(super) tags_all: Option<Given<Tags>>,
    /// None of these tags.
    pub(super) tags_none: Option<Given<Tags>>,
    /// true: open and past its SLA date. false: no SLA date, or one after today.
    pub(super) outside_of_sla: Option<Flag>,
    /// Has a JIRA issue.
    pub(super) has_jira: Option<Flag>,
    /// In a catalogue of known exploited vulnerabilities.
    pub(super) known_exploited: Option<Flag>,
    /// Used by ransomware.
    pub(super) ransomware_used: Option<Flag>,
    /// Least EPSS score, a probability.
    pub(super) epss_min: Option<Real<1>>,
    /// Greatest EPSS score.
    pub(super) epss_max: Option<Real<1>>,
    /// CWE numbers, any of them.
    pub(super) cwe: Option<Given<Cwes>>,
    /// CVE, GHSA or other vulnerability ids, any of them.
    pub(super) cve: Option<Given<Vulnerabilities>>,
    /// Part of the component's name.
    pub(super) component_name: Option<Given<Part>>,
    /// Part of the component's version.
    pub(super) component_version: Option<Given<Part>>,
    /// Part of the file's path.
    pub(super) file_path: Option<Given<Part>>,
    /// Part of the title.
    pub(super) title: Option<Given<Part>>,
    /// Found on this day or later.
    pub(super) discovered_from: Option<Date>,
    /// Found on this day or before.
    pub(super) discovered_to: Option<Date>,
    /// Closed on this day or later.
    pub(super) mitigated_from: Option<Date>,
    /// Closed on this day or before.
    pub(super) mitigated_to: Option<Date>,
    /// Least CVSS score (slow: read and checked here).
    pub(super) cvss_min: Option<Real<10>>,
    /// Greatest CVSS score (slow).
    pub(super) cvss_max: Option<Real<10>>,
    /// SLA ends on this day or later (slow).
    pub(super) sla_due_from: Option<Date>,
    /// SLA ends on this day or before (slow).
    pub(super) sla_due_to: Option<Date>,
    /// Catalogued as exploited on this day or later (slow).
    pub(super) kev_from: Option<Date>,
    /// Catalogued as exploited on this day or before (slow).
    pub(super) kev_to: Option<Date>,
    /// DefectDojo's other filters: name to value or list.
    #[serde(default)]
    pub(super) filters: Filters,
    /// Keys by commas, `-` reverses: `numerical_severity,-date` is worst first, then newest.
    pub(super) order: Option<Sorted>,
    /// Only count.
    pub(super) count_only: Option<Flag>,
    /// summary has no description, standard has it, full has everything.
    pub(super) detail: Option<Detail>,
    /// Only these members and the id: any that `get_finding` answers.
    pub(super) fields: Option<Fields>,
    /// Rows to answer.
    #[serde(default)]
    pub(super) limit: Limit,
    /// Rows to skip.
    #[serde(default)]
    pub(super) offset: Offset,
}

nothing_to_screen!(ListFindingsArgs);

answer! {
    pub(in crate::tools) struct Findings {
        /// More with detail or `fields`: `get_finding` has it all.
        items: Vec<Chosen>,
        pagination: Pagination,
        /// What was asked of DefectDojo, and what this server checked itself.
        filters_applied: Vec<String>,
        /// Members that this detail leaves out; ask with detail standard or full, or `get_finding`.
        omitted: Optional<Vec<&'static str>>,
        _notice: Optional<String>,
    }
}

impl Tool for ListFindings {
    const NAME: &'static str = "list_findings";
    const TITLE: &'static str = "List findings";
    const DESCRIPTION: &'static str = "Lists findings, by id unless `order` is given; all arguments must match. \
        `pagination.count` says how many match in all: with count_only that is the whole answer. \
        Open findings are active=true.";
    const IDEMPOTENT: bool = true;
    const READS_ON: &'static str = super::READS_ON;

    type Access = MetadataRead;
    type Args = ListFindingsArgs;
    type Output = Findings;

    fn correction(name: &str) -> Option<String> {
        corrections::correction(name)
    }

    async fn run(
        call: &Call<MetadataRead>,
        settings: &Settings,
        args: ListFindingsArgs,
    ) -> Result<Findings, Error> {
        let fields = args.fields.clone();
        let detail = needed(fields.as_ref(), args.detail.unwrap_or(settings.list_detail));
        let window = window(args.limit, args.offset, args.count_only);
        let search = Search::of(call, &args).await?;
        let applied = search.applied();
        let ancestors = fields.as_ref().map_or(detail == Detail::Full, Fields::name_ancestors);
        let query = if ancestors { search.query.with_related_fields() } else { search.query };
        let found = call.dojo.findings(query, &search.unfilterable, window).await?;
        let pagination = Pagination::of(&found, window);
        let empty = search.when_empty.filter(|_| found.count == 0);
        let said = search.notice.into_iter().chain(empty).map(str::to_owned);
        let notices: Vec<String> = incomplete(&found).into_iter().chain(said).collect();
        let items: Vec<Chosen> = found
            .rows
            .into_iter()
            .filter_map(|finding| Finding::from(finding, detail, &call.dojo))
            .map(|finding| Chosen { finding, fields: fields.clone() })
            .collect();
        call.shows(items.iter().map(|row| row.finding.id.0));
        let omits = detail == Detail::Summary && !items.is_empty();
        Ok(Findings {
            items,
            pagination,
            filters_applied: applied,
            omitted: Optional(omits.then(|| vec!["description"])),
            _notice: Optional((!notices.is_empty()).then(|| notices.join(". "))),
        })
    }
}
