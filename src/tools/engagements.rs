//! Tools over engagements: the spans of time in which a product is tested.

use schemars::JsonSchema;
use serde::Deserialize;

use super::products::{present, some_text, some_texts};
use crate::{
    access::{EngagementMgmt, MetadataRead},
    dojo::{
        NewEngagement,
        filters::Query,
        models,
        words::{Date, EngagementId, Limit, Offset, ProductId},
    },
    guard::Call,
    screen::{Bare, Optional, Prose, Screening, Untrusted, answer},
    tools::{Entry, Error, Screen, Settings, Tool, listing::list_of, nothing_to_screen},
};

pub(super) const TOOLS: &[Entry] = &[
    Entry::of::<ListEngagements>(),
    Entry::of::<GetEngagement>(),
    Entry::of::<CreateEngagement>(),
];

answer! {
    struct Engagement {
        id: u64,
        name: Option<Bare>,
        product_id: Option<u64>,
        status: Option<Bare>,
        /// `YYYY-MM-DD`.
        target_start: Option<String>,
        /// `YYYY-MM-DD`.
        target_end: Option<String>,
        active: Optional<bool>,
        engagement_type: Optional<Untrusted>,
        version: Optional<Untrusted>,
        branch_tag: Optional<Untrusted>,
        tags: Optional<Untrusted<Vec<String>>>,
    }
}

list_of!(Engagements, Engagement);

impl Engagement {
    fn from(engagement: models::Engagement) -> Option<Self> {
        Some(Self {
            id: engagement.id?,
            name: engagement.name.map(Untrusted::bare),
            product_id: engagement.product,
            status: engagement.status.map(Untrusted::bare),
            target_start: engagement.target_start.map(models::Moment::into_string),
            target_end: engagement.target_end.map(models::Moment::into_string),
            active: Optional(engagement.active),
            engagement_type: some_text(engagement.engagement_type),
            version: some_text(engagement.version.unwrap_or_default()),
            branch_tag: some_text(engagement.branch_tag.unwrap_or_default()),
            tags: some_texts(engagement.tags),
        })
    }
}

struct ListEngagements;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListEngagementsArgs {
    /// The product's id; `list_products` shows it.
    product_id: ProductId,
    /// How many rows to answer, 1 to 100.
    #[serde(default)]
    limit: Limit,
    /// How many rows to skip; the next page starts at offset + limit.
    #[serde(default)]
    offset: Offset,
}

nothing_to_screen!(ListEngagementsArgs);

impl Tool for ListEngagements {
    const NAME: &'static str = "list_engagements";
    const TITLE: &'static str = "List a product's engagements";
    const DESCRIPTION: &'static str = "Lists the engagements of one product, by id.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = ListEngagementsArgs;
    type Output = Engagements;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: ListEngagementsArgs,
    ) -> Result<Engagements, Error> {
        let query = Query::page(args.limit, args.offset);
        let page = call.dojo.engagements(args.product_id, query).await?;
        Ok(Engagements::of(page, args.limit, args.offset, Engagement::from))
    }
}

struct GetEngagement;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetEngagementArgs {
    /// The engagement's id; `list_engagements` shows it.
    engagement_id: EngagementId,
}

nothing_to_screen!(GetEngagementArgs);

impl Tool for GetEngagement {
    const NAME: &'static str = "get_engagement";
    const TITLE: &'static str = "Get an engagement";
    const DESCRIPTION: &'static str = "Shows one engagement by its id.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = GetEngagementArgs;
    type Output = Engagement;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: GetEngagementArgs,
    ) -> Result<Engagement, Error> {
        present(Engagement::from(call.dojo.engagement(args.engagement_id).await?))
    }
}

struct CreateEngagement;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateEngagementArgs {
    /// Id of the product it belongs to.
    product_id: ProductId,
    /// Its name, 1 to 200 characters.
    name: Prose<200>,
    /// First day, YYYY-MM-DD.
    target_start: Date,
    /// Last day, YYYY-MM-DD, not before the first.
    target_end: Date,
}

impl Screen for CreateEngagementArgs {
    type Screened = NewEngagement;

    fn screen(self, screening: &Screening) -> Result<NewEngagement, Error> {
        in_order(self.target_start, self.target_end)?;
        Ok(NewEngagement {
            product: self.product_id,
            name: screening.admit("name", self.name)?,
            target_start: self.target_start,
            target_end: self.target_end,
        })
    }
}

/// A span of days ends no sooner than it starts.
pub(super) fn in_order(start: Date, end: Date) -> Result<(), Error> {
    if end < start {
        return Err(Error::Conflict(
            "target_end must not be before target_start: exchange or correct the dates".to_owned(),
        ));
    }
    Ok(())
}

impl Tool for CreateEngagement {
    const NAME: &'static str = "create_engagement";
    const TITLE: &'static str = "Create an engagement";
    const DESCRIPTION: &'static str =
        "Creates an engagement in a product; tests are created in it, or reports imported into it.";
    const IDEMPOTENT: bool = false;

    type Access = EngagementMgmt;
    type Args = CreateEngagementArgs;
    type Output = Engagement;

    async fn run(
        call: &Call<EngagementMgmt>,
        _: &Settings,
        engagement: NewEngagement,
    ) -> Result<Engagement, Error> {
        present(Engagement::from(call.dojo.create_engagement(&engagement).await?))
    }
}
