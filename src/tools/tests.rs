//! Tools over tests: one run of one tool inside an engagement; and over the types that tests have.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{
    engagements::in_order,
    products::{present, some_text, some_texts},
};
use crate::{
    access::{EngagementMgmt, MetadataRead},
    dojo::{
        NewTest,
        filters::Query,
        models,
        words::{Date, EngagementId, Limit, Offset, TestId, TestTypeId},
    },
    guard::Call,
    screen::{Bare, Optional, Screening, Untrusted, answer},
    tools::{
        Entry, Error, Screen, Settings, Tool,
        listing::{PageArgs, list_of},
        nothing_to_screen,
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
    /// The engagement's id; `list_engagements` shows it.
    engagement_id: EngagementId,
    /// How many rows to answer, 1 to 100.
    #[serde(default)]
    limit: Limit,
    /// How many rows to skip; the next page starts at offset + limit.
    #[serde(default)]
    offset: Offset,
}

nothing_to_screen!(ListTestsArgs);

impl Tool for ListTests {
    const NAME: &'static str = "list_tests";
    const TITLE: &'static str = "List an engagement's tests";
    const DESCRIPTION: &'static str = "Lists the tests of one engagement, by id; each import makes one, each reimport updates one.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = ListTestsArgs;
    type Output = Tests;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: ListTestsArgs,
    ) -> Result<Tests, Error> {
        let query = Query::page(args.limit, args.offset);
        let page = call.dojo.tests(args.engagement_id, query).await?;
        Ok(Tests::of(page, args.limit, args.offset, Test::from))
    }
}

struct GetTest;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct GetTestArgs {
    /// The test's id; `list_tests` shows it.
    test_id: TestId,
}

nothing_to_screen!(GetTestArgs);

impl Tool for GetTest {
    const NAME: &'static str = "get_test";
    const TITLE: &'static str = "Get a test";
    const DESCRIPTION: &'static str = "Shows one test by its id.";
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = GetTestArgs;
    type Output = Test;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: GetTestArgs,
    ) -> Result<Test, Error> {
        present(Test::from(call.dojo.test(args.test_id).await?))
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
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = PageArgs;
    type Output = TestTypes;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: PageArgs,
    ) -> Result<TestTypes, Error> {
        let page = call.dojo.test_types(args.query()).await?;
        Ok(TestTypes::of(page, args.limit, args.offset, TestType::from))
    }
}
