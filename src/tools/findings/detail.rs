//! `get_finding`: one finding, as much of it as is wanted, and any stretch of its long texts.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::{
    Detail,
    attached::{Attached, Include, attached},
    fields::{Chosen, Fields, needed},
    row::Finding,
};
use crate::{
    access::MetadataRead,
    dojo::{
        models,
        words::{FindingId, Offset},
    },
    guard::Call,
    screen::{Excerpt, FindingKey, Object, OfFinding, Present, Untrusted, Walk, Wrapping, answer},
    tools::{
        ArgumentProblem, Error, Settings, Tool, beside::Beside, nothing_to_screen,
        products::present,
    },
};

pub(super) struct GetFinding;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GetFindingArgs {
    /// The finding's id; `list_findings` shows it.
    finding_id: FindingId,
    /// summary has no description, standard has it; without it everything.
    detail: Option<Detail>,
    /// Only these members and the id.
    fields: Option<Fields>,
    /// Reads on in one long text, and answers nothing else.
    section: Option<Section>,
    /// With `section`: characters to skip.
    offset: Option<Offset>,
    /// Also these; locations are its URLs.
    #[serde(default)]
    include: Include,
}

nothing_to_screen!(GetFindingArgs);

/// A long text of a finding.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
enum Section {
    Description,
    Mitigation,
    Impact,
    StepsToReproduce,
    SeverityJustification,
    References,
}

impl Section {
    fn name(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Mitigation => "mitigation",
            Self::Impact => "impact",
            Self::StepsToReproduce => "steps_to_reproduce",
            Self::SeverityJustification => "severity_justification",
            Self::References => "references",
        }
    }

    fn of(self, finding: models::Finding) -> Untrusted {
        match self {
            Self::Description => Some(finding.description),
            Self::Mitigation => finding.mitigation,
            Self::Impact => finding.impact,
            Self::StepsToReproduce => finding.steps_to_reproduce,
            Self::SeverityJustification => finding.severity_justification,
            Self::References => finding.references,
        }
        .unwrap_or_default()
    }
}

answer! {
    pub(super) struct Part {
        id: FindingKey,
        section: Excerpt,
    }
}

/// A finding, or a part of it.
#[derive(Debug)]
pub(super) enum Shown {
    Whole(Box<Beside<Chosen, OfFinding<Attached>>>),
    Part(Part),
}

impl Present for Shown {
    fn present(self, walk: &mut Walk<'_>) -> Value {
        match self {
            Self::Whole(whole) => whole.present(walk),
            Self::Part(part) => part.present(walk),
        }
    }

    fn foreign_bytes(&self) -> usize {
        match self {
            Self::Whole(whole) => whole.foreign_bytes(),
            Self::Part(part) => part.foreign_bytes(),
        }
    }

    fn schema(wrapping: Wrapping) -> Object {
        let mut schema = Beside::<Finding, Attached>::schema(wrapping);
        if let Some(Value::Object(properties)) = schema.get_mut("properties") {
            properties.insert("section".to_owned(), Excerpt::schema(wrapping).into());
        }
        schema.insert("required".to_owned(), vec!["id"].into());
        schema
    }
}

impl Tool for GetFinding {
    const NAME: &'static str = "get_finding";
    const TITLE: &'static str = "Get a finding";
    const DESCRIPTION: &'static str = "Shows one finding with everything needed to judge it: state, SLA, EPSS, known exploitation, CVSS, \
        place, mitigation, impact, its test, engagement and product. A text that was cut says so: `section` and `offset` read on.";
    const IDEMPOTENT: bool = true;
    const READS_ON: &'static str = super::READS_ON;

    fn correction(name: &str) -> Option<String> {
        let word = Include::word_of(name)?;
        Some(format!("use `include`: [\"{word}\"]"))
    }

    type Access = MetadataRead;
    type Args = GetFindingArgs;
    type Output = Shown;

    async fn run(
        call: &Call<MetadataRead>,
        settings: &Settings,
        args: GetFindingArgs,
    ) -> Result<Shown, Error> {
        let offset = args.offset.map_or(0, Offset::value);
        if offset > 0 && args.section.is_none() {
            return Err(Error::Arguments(vec![ArgumentProblem {
                argument: "offset".to_owned(),
                message: "goes with `section`: description, mitigation, impact, steps_to_reproduce, severity_justification or references".to_owned(),
            }]));
        }
        if args.section.is_some() && !args.include.is_empty() {
            return Err(Error::Conflict(
                "`section` answers nothing else: give `include` in a call without it".to_owned(),
            ));
        }
        let mut finding = call.dojo.finding(args.finding_id).await?;
        call.shows(finding.id);
        if let Some(section) = args.section {
            let id = FindingKey(present(finding.id)?);
            let section = Excerpt {
                name: section.name(),
                text: section.of(finding),
                offset: usize::try_from(offset).unwrap_or(usize::MAX),
                bytes: settings.max_result.bytes().saturating_sub(AROUND_AN_EXCERPT),
            };
            return Ok(Shown::Part(Part { id, section }));
        }
        let detail = needed(args.fields.as_ref(), args.detail.unwrap_or(Detail::Full));
        let more = attached(call, &mut finding, &args.include).await?;
        let finding = present(Finding::from(finding, detail, &call.dojo))?;
        let more = OfFinding { finding: finding.id.0, shown: more };
        Ok(Shown::Whole(Box::new(Beside(Chosen { finding, fields: args.fields }, more))))
    }
}

/// Bytes of an answer that are not the text of its section.
const AROUND_AN_EXCERPT: usize = 700;
