//! `list_test_imports`: what was imported into a test, and what each import did to its findings.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{beside::Sketched, products::some_text};
use crate::{
    access::MetadataRead,
    dojo::{
        models::{self, Moment},
        words::{Flag, Limit, Offset, TestId},
    },
    guard::Call,
    screen::{Optional, Untrusted, answer},
    tools::{
        Entry, Error, Settings, Tool,
        listing::{list_of, window},
        nothing_to_screen,
    },
};

pub(super) const TOOLS: &[Entry] = &[Entry::of::<ListTestImports>()];

answer! {
    struct FindingIds {
        created: Vec<u64>,
        closed: Vec<u64>,
        reactivated: Vec<u64>,
    }

    struct TestImport {
        id: u64,
        date: Option<String>,
        /// import or reimport.
        kind: Option<&'static str>,
        created: u64,
        closed: u64,
        reactivated: u64,
        untouched: u64,
        close_old_findings: Optional<bool>,
        version: Optional<Untrusted>,
        branch_tag: Optional<Untrusted>,
        build_id: Optional<Untrusted>,
        commit_hash: Optional<Untrusted>,
        /// At most 100 of each kind.
        finding_ids: Optional<Sketched<FindingIds>>,
    }
}

list_of!(TestImports, TestImport);

/// Ids of one kind that a row shows.
const MOST_IDS: usize = 100;

impl TestImport {
    fn from(import: models::TestImport, with_ids: bool) -> Option<Self> {
        let of = |letter: &'static str| {
            let actions = import.actions.iter();
            actions.filter(move |one| one.action.foreign() == letter).map(|one| one.finding)
        };
        let count = |letter| of(letter).count() as u64;
        let ids = |letter| of(letter).flatten().take(MOST_IDS).collect::<Vec<u64>>();
        let (created, closed, reactivated) = (count("N"), count("C"), count("R"));
        let changes = with_ids.then(|| {
            Sketched(FindingIds { created: ids("N"), closed: ids("C"), reactivated: ids("R") })
        });
        Some(Self {
            id: import.id?,
            kind: kind_of(&import.kind),
            created,
            closed,
            reactivated,
            untouched: count("U"),
            close_old_findings: Optional(
                import.import_settings.and_then(|settings| settings.close_old_findings),
            ),
            finding_ids: Optional(changes),
            date: import.created.map(Moment::into_string),
            version: some_text(import.version),
            branch_tag: some_text(import.branch_tag),
            build_id: some_text(import.build_id),
            commit_hash: some_text(import.commit_hash),
        })
    }
}

/// The two words that DefectDojo has for it, as words of ours.
pub(super) fn kind_of(word: &Untrusted) -> Option<&'static str> {
    ["import", "reimport"].into_iter().find(|known| word.foreign() == known)
}

struct ListTestImports;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ListTestImportsArgs {
    /// The test's id; `list_tests` shows it.
    test_id: TestId,
    /// Also ids of the findings that each changed.
    with_ids: Option<Flag>,
    /// Rows to answer.
    #[serde(default)]
    limit: Limit,
    /// Rows to skip.
    #[serde(default)]
    offset: Offset,
}

nothing_to_screen!(ListTestImportsArgs);

impl Tool for ListTestImports {
    const NAME: &'static str = "list_test_imports";
    const TITLE: &'static str = "List a test's imports";
    const DESCRIPTION: &'static str = "Lists the imports and reimports into a test, newest first: what each created, closed, reactivated and left.";
    const ROUTES: &'static [&'static str] = &["test_imports"];
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = ListTestImportsArgs;
    type Output = TestImports;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: ListTestImportsArgs,
    ) -> Result<TestImports, Error> {
        let window = window(args.limit, args.offset, None);
        let with_ids = args.with_ids.is_some_and(|flag| flag.0);
        let found = call.dojo.test_imports(args.test_id, window).await?;
        Ok(TestImports::of(found, window, |import| TestImport::from(import, with_ids)))
    }
}
