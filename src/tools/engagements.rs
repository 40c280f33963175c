//! Tools over engagements: the spans of time in which a product is tested.

use schemars::JsonSchema;
use serde::Deserialize;

use super::products::{present, some_text, some_texts};
use crate::{
    access::{EngagementMgmt, MetadataRead},
    dojo::{
        Between, Holder, NewEngagement, contains,
        filters::{Order, Query, engagements as filter},
        models,
        words::{Date, EngagementId, Flag, Limit, Offset, ProductId},
    },
    guard::Call,
    screen::{Bare, Optional, Prose, Screening, Untrusted, answer},
    tools::{
        Entry, Error, Screen, Settings, Tool,
        beside::Beside,
        given::{Given, Part, Status, Tags, Whole, apply},
        listing::{list_of, window},
        names, nothing_to_screen,
        overview::{Counted, counted},
    },
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
    /// Of this product.
    product_id: Option<ProductId>,
    /// Its product's exact name.
    product_name: Option<Given<Whole>>,
    /// Part of the name.
    name: Option<Given<Part>>,
    /// Status.
    status: Option<Given<Status>>,
    /// Active.
    active: Option<Flag>,
    /// Exactly this version.
    version: Option<Given<Whole>>,
    /// Any of these tags.
    tags: Option<Given<Tags>>,
    /// All of these tags.
    tags_all: Option<Given<Tags>>,
    /// None of these tags.
    tags_none: Option<Given<Tags>>,
    /// Not over before this day.
    ends_from: Option<Date>,
    /// Begun on this day or before.
    starts_to: Option<Date>,
    /// Newest first.
    newest_first: Option<Flag>,
    /// Only count.
    count_only: Option<Flag>,
    /// Rows to answer.
    #[serde(default)]
    limit: Limit,
    /// Rows to skip.
    #[serde(default)]
    offset: Offset,
}

nothing_to_screen!(ListEngagementsArgs);

impl ListEngagementsArgs {
    fn query(&self) -> Result<Query, Error> {
        let mut query = Query::default();
        apply(&mut query, "status", filter::STATUS, self.status.as_ref())?;
        query.flag(filter::ACTIVE, self.active);
        apply(&mut query, "version", filter::VERSION, self.version.as_ref())?;
        apply(&mut query, "tags", filter::TAGS, self.tags.as_ref())?;
        apply(&mut query, "tags_all", filter::TAGS_AND, self.tags_all.as_ref())?;
        apply(&mut query, "tags_none", filter::NOT_TAGS, self.tags_none.as_ref())?;
        query.order(newest_first(self.newest_first).as_ref());
        Ok(query)
    }

    /// What DefectDojo has no filter for: part of the name, and ranges of days.
    fn unfilterable(&self) -> Option<impl Fn(&models::Engagement) -> bool + Sync> {
        let part = self.name.as_ref().map(|name| name.text().to_owned());
        let (ends, starts) = (
            Between { from: self.ends_from, to: None },
            Between { from: None, to: self.starts_to },
        );
        (part.is_some() || ends.is_set() || starts.is_set()).then_some(
            move |row: &models::Engagement| {
                let name = row.name.as_ref().map(|name| name.foreign().as_str());
                part.as_deref().is_none_or(|part| name.is_some_and(|name| contains(name, part)))
                    && ends.holds(row.target_end.as_ref().and_then(models::Moment::day))
                    && starts.holds(row.target_start.as_ref().and_then(models::Moment::day))
            },
        )
    }
}

/// The order that lists of engagements and tests know besides their ids.
pub(super) fn newest_first(wanted: Option<Flag>) -> Option<Order> {
    let wanted = wanted.is_some_and(|flag| flag.0);
    wanted.then(|| Order::parse("-created", filter::ORDERINGS, "created").ok()).flatten()
}

/// A product by its id or by its name, not by both.
pub(super) async fn product_of(
    call: &Call<MetadataRead>,
    id: Option<ProductId>,
    name: Option<&Given<Whole>>,
) -> Result<Option<ProductId>, Error> {
    match (id, name) {
        (Some(_), Some(_)) => Err(Error::Conflict(
            "`product_id` and `product_name` both name a product: give one of them".to_owned(),
        )),
        (None, Some(name)) => names::product(call, "product_name", name.text()).await.map(Some),
        (id, None) => Ok(id),
    }
}

impl Tool for ListEngagements {
    const NAME: &'static str = "list_engagements";
    const TITLE: &'static str = "List engagements";
    const DESCRIPTION: &'static str =
        "Lists engagements, of one product or of all; all arguments must match.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = ListEngagementsArgs;
    type Output = Engagements;

    fn correction(name: &str) -> Option<String> {
        Some(match name {
            "product" => "use `product_id` or `product_name`".to_owned(),
            "engagement_name" | "search" | "query" => {
                "use `name`, which looks for a part".to_owned()
            }
            "tag" => "use `tags`".to_owned(),
            "target_end" | "target_start" | "date" => "use `ends_from` and `starts_to`".to_owned(),
            "order" | "o" | "sort" => "use `newest_first`".to_owned(),
            _ => return None,
        })
    }

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: ListEngagementsArgs,
    ) -> Result<Engagements, Error> {
        let mut query = args.query()?;
        let product = product_of(call, args.product_id, args.product_name.as_ref()).await?;
        query.number(filter::PRODUCT, product.map(ProductId::value));
        let window = window(args.limit, args.offset, args.count_only);
        let keeps = args.unfilterable();
        let keeps =
            keeps.as_ref().map(|keeps| keeps as &(dyn Fn(&models::Engagement) -> bool + Sync));
        let found = call.dojo.engagements(query, keeps, window).await?;
        Ok(Engagements::of(found, window, Engagement::from))
    }
}

struct GetEngagement;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetEngagementArgs {
    /// The engagement's id; `list_engagements` shows it.
    engagement_id: EngagementId,
    /// Also counts: open by severity, past SLA, exploited; last import.
    counts: Option<Flag>,
}

nothing_to_screen!(GetEngagementArgs);

impl Tool for GetEngagement {
    const NAME: &'static str = "get_engagement";
    const TITLE: &'static str = "Get an engagement";
    const DESCRIPTION: &'static str = "Shows one engagement by its id.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = GetEngagementArgs;
    type Output = Beside<Engagement, Counted>;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: GetEngagementArgs,
    ) -> Result<Beside<Engagement, Counted>, Error> {
        let shown = present(Engagement::from(call.dojo.engagement(args.engagement_id).await?))?;
        counted(call, shown, Holder::Engagement(args.engagement_id), args.counts).await
    }
}

struct CreateEngagement;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateEngagementArgs {
    /// Id of the product it belongs to.
    product_id: ProductId,
    /// Its name.
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
