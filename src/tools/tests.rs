//! Tools over tests: one run of one tool inside an engagement; and over the types that tests have.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    engagements::{in_order, newest_first, product_of},
    products::{NamedPageArgs, present, some_text, some_texts},
};
use crate::{
    access::{EngagementMgmt, MetadataRead},
    dojo::{
        Holder, NewTest, Window, contains,
        filters::{Query, engagements, tests as filter},
        models,
        words::{Date, EngagementId, Flag, Limit, Offset, ProductId, TestId, TestTypeId},
    },
    guard::Call,
    screen::{Bare, Optional, Screening, Untrusted, answer},
    tools::{
        Entry, Error, Screen, Settings, Tool,
        beside::Beside,
        given::{Given, Part, Tags, Whole, apply},
        listing::{list_of, window},
        names, nothing_to_screen,
        overview::{Counted, counted},
    },
};

pub(super) const TOOLS: &[Entry] = &[
    Entry::of::<ListTests>(),
    Entry::of::<GetTest>(),
    Entry::of::<CreateTest>(),
    Entry::of::<ListTestTypes>(),
];

answer! {
    struct Test {
        id: u64,
        engagement_id: Option<u64>,
        /// Id of its test type.
        test_type: Option<u64>,
        title: Option<Untrusted>,
        target_start: Option<String>,
        target_end: Option<String>,
        /// Name of its test type, which is the scan type for imported reports.
        test_type_name: Optional<Untrusted>,
        version: Optional<Untrusted>,
        branch_tag: Optional<Untrusted>,
        build_id: Optional<Untrusted>,
        commit_hash: Optional<Untrusted>,
        tags: Optional<Untrusted<Vec<String>>>,
    }

    struct TestType {
        id: u64,
        name: Bare,
        tags: Option<Untrusted<Vec<String>>>,
    }
}

list_of!(Tests, Test);
list_of!(TestTypes, TestType);

impl Test {
    fn from(test: models::Test) -> Option<Self> {
        Some(Self {
            id: test.id?,
            engagement_id: test.engagement,
            test_type: test.test_type,
            title: test.title,
            target_start: test.target_start.map(models::Moment::into_string),
            target_end: test.target_end.map(models::Moment::into_string),
            test_type_name: some_text(test.test_type_name.or(test.scan_type).unwrap_or_default()),
            version: some_text(test.version.unwrap_or_default()),
            branch_tag: some_text(test.branch_tag.unwrap_or_default()),
            build_id: some_text(test.build_id.unwrap_or_default()),
            commit_hash: some_text(test.commit_hash.unwrap_or_default()),
            tags: some_texts(test.tags),
        })
    }
}

impl TestType {
    fn from(test_type: models::TestType) -> Option<Self> {
        Some(Self { id: test_type.id?, name: test_type.name.bare(), tags: test_type.tags })
    }
}

struct ListTests;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListTestsArgs {
    /// Of this engagement.
    engagement_id: Option<EngagementId>,
    /// Its engagement's exact name.
    engagement_name: Option<Given<Whole>>,
    /// Its product's exact name.
    product_name: Option<Given<Whole>>,
    /// Of this product.
    product_id: Option<ProductId>,
    /// Part of the title.
    title: Option<Given<Part>>,
    /// Part of the test type's name: the scan type of a report.
    test_type_name: Option<Given<Part>>,
    /// Exactly this version.
    version: Option<Given<Whole>>,
    /// Exactly this branch or tag.
    branch_tag: Option<Given<Whole>>,
    /// Exactly this build.
    build_id: Option<Given<Whole>>,
    /// Exactly this commit.
    commit_hash: Option<Given<Whole>>,
    /// Any of these tags.
    tags: Option<Given<Tags>>,
    /// All of these tags.
    tags_all: Option<Given<Tags>>,
    /// None of these tags.
    tags_none: Option<Given<Tags>>,
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

nothing_to_screen!(ListTestsArgs);

impl ListTestsArgs {
    fn query(&self) -> Result<Query, Error> {
        let mut query = Query::default();
        for (argument, filter, whole) in [
            ("version", filter::VERSION, &self.version),
            ("branch_tag", filter::BRANCH_TAG, &self.branch_tag),
            ("build_id", filter::BUILD_ID, &self.build_id),
            ("commit_hash", filter::COMMIT_HASH, &self.commit_hash),
        ] {
            apply(&mut query, argument, filter, whole.as_ref())?;
        }
        apply(&mut query, "tags", filter::TAGS, self.tags.as_ref())?;
        apply(&mut query, "tags_all", filter::TAGS_AND, self.tags_all.as_ref())?;
        apply(&mut query, "tags_none", filter::NOT_TAGS, self.tags_none.as_ref())?;
        query.order(newest_first(self.newest_first).as_ref());
        Ok(query)
    }

    /// What DefectDojo has no filter for: the product, and parts of the title and of the type's name.
    fn unfilterable(
        &self,
        engagements: Option<Vec<u64>>,
    ) -> Option<impl Fn(&models::Test) -> bool + Sync> {
        let title = self.title.as_ref().map(|title| title.text().to_owned());
        let kind = self.test_type_name.as_ref().map(|name| name.text().to_owned());
        let has = |text: Option<&Untrusted>, part: Option<&str>| {
            part.is_none_or(|part| text.is_some_and(|text| contains(text.foreign(), part)))
        };
        (title.is_some() || kind.is_some() || engagements.is_some()).then_some(
            move |row: &models::Test| {
                let name = row.test_type_name.as_ref().or(row.scan_type.as_ref());
                has(row.title.as_ref(), title.as_deref())
                    && has(name, kind.as_deref())
                    && engagements.as_ref().is_none_or(|ids| {
                        row.engagement.is_some_and(|engagement| ids.contains(&engagement))
                    })
            },
        )
    }
}

/// The engagements of a product, for DefectDojo cannot list tests by it.
async fn engagements_of(call: &Call<MetadataRead>, product: ProductId) -> Result<Vec<u64>, Error> {
    let mut ids = Vec::new();
    loop {
        let mut query = Query::default();
        query.number(engagements::PRODUCT, Some(product.value()));
        let window =
            Window { limit: Limit::LONGEST, offset: Offset::at(ids.len()), ..Window::default() };
        let found = call.dojo.engagements(query, None, window).await?;
        let before = ids.len();
        ids.extend(found.rows.iter().filter_map(|engagement| engagement.id));
        call.dojo.has_read(ids.len() as u64, found.count);
        if ids.len() == before || ids.len() as u64 >= found.count {
            return Ok(ids);
        }
    }
}

impl Tool for ListTests {
    const NAME: &'static str = "list_tests";
    const TITLE: &'static str = "List tests";
    const DESCRIPTION: &'static str = "Lists tests, of one engagement or product or of all; each import makes one, each reimport updates one. All arguments must match.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = ListTestsArgs;
    type Output = Tests;

    fn correction(name: &str) -> Option<String> {
        Some(match name {
            "engagement" => "use `engagement_id` or `engagement_name`".to_owned(),
            "product" => "use `product_id` or `product_name`".to_owned(),
            "scan_type" | "test_type" | "scanner" | "tool" => "use `test_type_name`".to_owned(),
            "name" | "search" | "query" => "use `title`, which looks for a part".to_owned(),
            "branch" => "use `branch_tag`".to_owned(),
            "build" => "use `build_id`".to_owned(),
            "commit" => "use `commit_hash`".to_owned(),
            "tag" => "use `tags`".to_owned(),
            "order" | "o" | "sort" => "use `newest_first`".to_owned(),
            _ => return None,
        })
    }

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: ListTestsArgs,
    ) -> Result<Tests, Error> {
        let mut query = args.query()?;
        let product = product_of(call, args.product_id, args.product_name.as_ref()).await?;
        let engagement = match (args.engagement_id, &args.engagement_name) {
            (Some(_), Some(_)) => {
                return Err(Error::Conflict(
                    "`engagement_id` and `engagement_name` both name an engagement: give one of them"
                        .to_owned(),
                ));
            }
            (None, Some(name)) => {
                Some(names::engagement(call, "engagement_name", product, name.text()).await?)
            }
            (id, None) => id,
        };
        query.number(filter::ENGAGEMENT, engagement.map(EngagementId::value));
        let engagements = match product {
            Some(product) => Some(engagements_of(call, product).await?),
            None => None,
        };
        let window = window(args.limit, args.offset, args.count_only);
        let keeps = args.unfilterable(engagements);
        let keeps = keeps.as_ref().map(|keeps| keeps as &(dyn Fn(&models::Test) -> bool + Sync));
        let found = call.dojo.tests(&query, keeps, window).await?;
        Ok(Tests::of(found, window, Test::from))
    }
}

struct GetTest;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetTestArgs {
    /// The test's id; `list_tests` shows it.
    test_id: TestId,
    /// Also counts: open by severity, past SLA, exploited; last import.
    counts: Option<Flag>,
}

nothing_to_screen!(GetTestArgs);

impl Tool for GetTest {
    const NAME: &'static str = "get_test";
    const TITLE: &'static str = "Get a test";
    const DESCRIPTION: &'static str = "Shows one test by its id.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = GetTestArgs;
    type Output = Beside<Test, Counted>;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: GetTestArgs,
    ) -> Result<Beside<Test, Counted>, Error> {
        let shown = present(Test::from(call.dojo.test(args.test_id).await?))?;
        counted(call, shown, Holder::Test(args.test_id), args.counts).await
    }
}

struct CreateTest;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct CreateTestArgs {
    /// Id of the engagement it belongs to.
    engagement_id: EngagementId,
    /// Id of its test type; `list_test_types` shows it.
    test_type_id: TestTypeId,
    /// First day, YYYY-MM-DD.
    target_start: Date,
    /// Last day, YYYY-MM-DD, not before the first.
    target_end: Date,
}

impl Screen for CreateTestArgs {
    type Screened = NewTest;

    fn screen(self, _: &Screening) -> Result<NewTest, Error> {
        in_order(self.target_start, self.target_end)?;
        Ok(NewTest {
            engagement: self.engagement_id,
            test_type: self.test_type_id,
            target_start: self.target_start,
            target_end: self.target_end,
        })
    }
}

impl Tool for CreateTest {
    const NAME: &'static str = "create_test";
    const TITLE: &'static str = "Create a test";
    const DESCRIPTION: &'static str = "Creates an empty test in an engagement, for findings that are entered by hand. A report needs none: import_scan makes its own.";
    const IDEMPOTENT: bool = false;

    type Access = EngagementMgmt;
    type Args = CreateTestArgs;
    type Output = Test;

    async fn run(call: &Call<EngagementMgmt>, _: &Settings, test: NewTest) -> Result<Test, Error> {
        present(Test::from(call.dojo.create_test(&test).await?))
    }
}

struct ListTestTypes;

impl Tool for ListTestTypes {
    const NAME: &'static str = "list_test_types";
    const TITLE: &'static str = "List test types";
    const DESCRIPTION: &'static str = "Lists test types, which are also the scan types of reports, by id; create_test needs the id of one.";
    const ROUTES: &'static [&'static str] = &["test_types"];
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = NamedPageArgs;
    type Output = TestTypes;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: NamedPageArgs,
    ) -> Result<TestTypes, Error> {
        let window = window(args.limit, args.offset, None);
        let found = call.dojo.test_types(args.part(), window).await?;
        Ok(TestTypes::of(found, window, TestType::from))
    }
}
