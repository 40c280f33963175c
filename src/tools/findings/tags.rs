//! Tags on findings.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    access::FindingMgmt,
    dojo::{models, words::FindingId},
    guard::Call,
    screen::{OfFinding, Optional, Prose, Screened, Screening, Untrusted, answer},
    tools::{ArgumentProblem, Error, Screen, Settings, Tool, nothing_to_screen},
};

answer! {
    pub(super) struct Tags {
        /// All tags that the finding has now.
        tags: OfFinding<Untrusted<Vec<String>>>,
        _notice: Optional<String>,
    }
}

impl Tags {
    fn from(finding: FindingId, tags: models::Tags, notice: Option<&str>) -> Self {
        let tags = OfFinding { finding: finding.value(), shown: tags.tags };
        Self { tags, _notice: Optional(notice.map(str::to_owned)) }
    }
}

pub(super) struct AddFindingTags;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AddFindingTagsArgs {
    /// The finding's id.
    finding_id: FindingId,
    /// Tags to add, each of 1 to 200 letters, digits and . _ : / - +; stored in lower case.
    #[schemars(length(min = 1, max = 50))]
    tags: Vec<Prose<200>>,
}

pub(super) struct NewTags {
    finding_id: FindingId,
    tags: Vec<Screened<200>>,
}

impl Screen for AddFindingTagsArgs {
    type Screened = NewTags;

    fn screen(self, screening: &Screening) -> Result<NewTags, Error> {
        some(&self.tags)?;
        for tag in &self.tags {
            check(tag)?;
        }
        Ok(NewTags { finding_id: self.finding_id, tags: screening.admit_all("tags", self.tags)? })
    }
}

fn problem(message: &str) -> Error {
    Error::Arguments(vec![ArgumentProblem {
        argument: "tags".to_owned(),
        message: message.to_owned(),
    }])
}

fn some(tags: &[Prose<200>]) -> Result<(), Error> {
    match tags.len() {
        0 => Err(problem("must name at least one tag")),
        1..=50 => Ok(()),
        _ => Err(problem("at most 50 tags in one call")),
    }
}

/// DefectDojo splits a tag at a comma and, from 3.0 on, refuses one with a space or a quote.
pub(in crate::tools) fn check(tag: &Prose<200>) -> Result<(), Error> {
    let allowed = |char: char| char.is_ascii_alphanumeric() || "._:/-+".contains(char);
    if tag.unscreened().chars().all(allowed) {
        Ok(())
    } else {
        Err(problem(
            "a tag is made of letters, digits and . _ : / - + (no spaces, commas or quotes); use - in place of a space",
        ))
    }
}

impl Tool for AddFindingTags {
    const NAME: &'static str = "add_finding_tags";
    const TITLE: &'static str = "Add tags to a finding";
    const DESCRIPTION: &'static str = "Adds tags to those that a finding has, and answers all it has then. DefectDojo stores them in lower case.";
    const IDEMPOTENT: bool = true;

    type Access = FindingMgmt;
    type Args = AddFindingTagsArgs;
    type Output = Tags;

    async fn run(call: &Call<FindingMgmt>, _: &Settings, new: NewTags) -> Result<Tags, Error> {
        let held = call.dojo.add_tags(new.finding_id, &new.tags).await?;
        Ok(Tags::from(new.finding_id, held, None))
    }
}

pub(super) struct RemoveFindingTags;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RemoveFindingTagsArgs {
    /// The finding's id.
    finding_id: FindingId,
    /// Tags to take away, as the finding has them.
    #[schemars(length(min = 1, max = 50))]
    tags: Vec<Prose<200>>,
}

nothing_to_screen!(RemoveFindingTagsArgs);

impl Tool for RemoveFindingTags {
    const NAME: &'static str = "remove_finding_tags";
    const TITLE: &'static str = "Remove tags from a finding";
    const DESCRIPTION: &'static str =
        "Takes tags away from a finding and answers those that are left.";
    const IDEMPOTENT: bool = true;
    const DESTRUCTIVE: bool = true;

    type Access = FindingMgmt;
    type Args = RemoveFindingTagsArgs;
    type Output = Tags;

    async fn run(
        call: &Call<FindingMgmt>,
        _: &Settings,
        args: RemoveFindingTagsArgs,
    ) -> Result<Tags, Error> {
        some(&args.tags)?;
        let held = call.dojo.tags(args.finding_id).await?;
        // Only what the finding holds is ever sent back, so that no text of a caller's needs to be judged.
        let unwanted: Vec<String> = held
            .tags
            .foreign()
            .iter()
            .filter(|held| {
                args.tags.iter().any(|tag| tag.unscreened().to_lowercase() == held.to_lowercase())
            })
            .cloned()
            .collect();
        if unwanted.is_empty() {
            return Ok(Tags::from(
                args.finding_id,
                held,
                Some("the finding has none of these tags; nothing was changed"),
            ));
        }
        let all = unwanted.len() >= args.tags.len();
        let left = call.dojo.remove_tags(args.finding_id, &Untrusted::new(unwanted)).await?;
        let notice = (!all).then_some("some of these tags were not on the finding");
        Ok(Tags::from(args.finding_id, left, notice))
    }
}
