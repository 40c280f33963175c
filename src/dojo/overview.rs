//! How a product, an engagement or a test stands: counts, which `DefectDojo` has no route for, and the last import.

use futures_util::{StreamExt as _, stream};

use super::{
    Dojo, Error, Window,
    filters::{self, Query, findings as filter},
    history::latest,
    models::{Engagement, Finding, Page, Test, TestImport},
    scan::PARALLEL,
    words::{EngagementId, Flag, Limit, ProductId, Severity, TestId},
};
use crate::access::{Access, Scope};

/// What holds the findings that are counted: what the caller has read, and so may see.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holder {
    Product(ProductId),
    Engagement(EngagementId),
    Test(TestId),
}

#[derive(Debug, Default)]
pub struct Overview {
    /// Active findings by severity, the worst first.
    pub open: [u64; Severity::ALL.len()],
    pub past_sla: u64,
    pub known_exploited: u64,
    pub engagements: Option<u64>,
    pub tests: Option<u64>,
    pub last_import: Option<TestImport>,
}

/// How many of a product's engagements, those that changed last, are asked for their newest test.
pub const ENGAGEMENTS_ASKED: u32 = 5;

impl<A: Access> Dojo<A> {
    pub async fn overview(&self, holder: Holder) -> Result<Overview, Error> {
        let open = || {
            let mut query = Query::default();
            query.number(
                match holder {
                    Holder::Product(_) => filter::PRODUCT,
                    Holder::Engagement(_) => filter::ENGAGEMENT,
                    Holder::Test(_) => filter::TEST,
                },
                Some(holder.id()),
            );
            query.flag(filter::ACTIVE, Some(Flag(true)));
            query
        };
        let by_severity = Severity::ALL.map(|severity| {
            let mut query = open();
            query.severity(filter::SEVERITY, severity);
            query
        });
        let further = [filter::OUTSIDE_OF_SLA, filter::KNOWN_EXPLOITED].map(|filter| {
            let mut query = open();
            query.flag(filter, Some(Flag(true)));
            query
        });
        let queries: Vec<Query> = by_severity.into_iter().chain(further).collect();
        let mut counts = stream::iter(queries).map(|query| self.count(query)).buffered(PARALLEL);
        let mut next = async || match counts.next().await {
            Some(count) => count,
            None => Ok(0),
        };
        let mut overview = Overview::default();
        for count in &mut overview.open {
            *count = next().await?;
        }
        overview.past_sla = next().await?;
        overview.known_exploited = next().await?;
        drop(counts);
        self.imports_of(holder, &mut overview).await?;
        Ok(overview)
    }

    /// Findings that match; the one row that comes with their number is looked at, like every row.
    async fn count(&self, mut query: Query) -> Result<u64, Error> {
        if self.scope != Scope::All {
            query = query.with_related_fields();
        }
        let page: Page<Finding> = self.page(&["findings"], &query.at(1, 0), "findings").await?;
        self.only_own(page.results.iter().map(Finding::product))?;
        Ok(page.count)
    }

    async fn imports_of(&self, holder: Holder, overview: &mut Overview) -> Result<(), Error> {
        let engagements = match holder {
            Holder::Test(test) => {
                overview.last_import = self.last_import(test).await?;
                return Ok(());
            }
            Holder::Engagement(engagement) => {
                let (count, newest) = self.newest_test(engagement).await?;
                overview.tests = Some(count);
                overview.last_import = match newest {
                    Some(test) => self.last_import(test).await?,
                    None => None,
                };
                return Ok(());
            }
            Holder::Product(product) => {
                let mut query = Query::default();
                query.number(filters::engagements::PRODUCT, Some(product.value()));
                let keys = filters::engagements::ORDERINGS;
                query.order(latest("updated", keys, "updated").as_ref());
                let page: Page<Engagement> = self
                    .page(&["engagements"], &query.at(ENGAGEMENTS_ASKED, 0), "engagements")
                    .await?;
                self.only_own(page.results.iter().map(|engagement| engagement.product))?;
                overview.engagements = Some(page.count);
                page.results.into_iter().filter_map(|row| row.id.and_then(EngagementId::new))
            }
        };
        let asked = stream::iter(engagements).map(|engagement| async move {
            match self.newest_test(engagement).await?.1 {
                Some(test) => self.last_import(test).await,
                None => Ok(None),
            }
        });
        let mut asked = asked.buffered(PARALLEL);
        while let Some(import) = asked.next().await {
            let moment = |import: &Option<TestImport>| {
                import.as_ref().and_then(|import| import.created.clone())
            };
            let import = import?;
            if moment(&import) > moment(&overview.last_import) {
                overview.last_import = import;
            }
        }
        Ok(())
    }

    /// How many tests an engagement has, and the one that changed last.
    async fn newest_test(&self, engagement: EngagementId) -> Result<(u64, Option<TestId>), Error> {
        let mut query = Query::default();
        query.number(filters::tests::ENGAGEMENT, Some(engagement.value()));
        query.order(latest("updated", filters::tests::ORDERINGS, "updated").as_ref());
        let page: Page<Test> = self.page(&["tests"], &query.at(1, 0), "tests").await?;
        if page.results.iter().any(|test| test.engagement != Some(engagement.value())) {
            return Err(Error::Strayed);
        }
        let newest = page.results.into_iter().next().and_then(|test| test.id);
        Ok((page.count, newest.and_then(TestId::new)))
    }

    /// Nothing where this release keeps no history, or the key may not see it.
    async fn last_import(&self, test: TestId) -> Result<Option<TestImport>, Error> {
        let window = Window { limit: Limit::ONE, ..Window::default() };
        match self.imports_into(test, window).await {
            Ok(found) => Ok(found.rows.into_iter().next()),
            Err(Error::NoRoute { .. } | Error::NotTheApi { .. } | Error::Forbidden { .. }) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

impl Holder {
    fn id(self) -> u64 {
        match self {
            Self::Product(id) => id.value(),
            Self::Engagement(id) => id.value(),
            Self::Test(id) => id.value(),
        }
    }
}
