//! What was brought into a test, and when.

use super::{
    Dojo, Error, Listed, Window,
    filters::{Order, Query, test_imports as filter},
    models::TestImport,
    no_such_choice,
    words::TestId,
};
use crate::access::Access;

impl<A: Access> Dojo<A> {
    /// Imports into a test, newest first; an unknown test is [`Error::NotFound`].
    pub async fn test_imports(
        &self,
        test: TestId,
        window: Window,
    ) -> Result<Listed<TestImport>, Error> {
        self.test(test).await?;
        self.imports_into(test, window).await
    }

    /// The same for a test that was read.
    pub(super) async fn imports_into(
        &self,
        test: TestId,
        window: Window,
    ) -> Result<Listed<TestImport>, Error> {
        let mut query = Query::default();
        query.number(filter::TEST, Some(test.value()));
        query.order(latest("created", filter::ORDERINGS, "id").as_ref());
        let found: Listed<TestImport> = self
            .listed("test_imports", &query, window)
            .await
            .map_err(|error| no_such_choice(error, filter::TEST, &format!("test {test}")))?;
        // A filter that was ignored would show the imports of others.
        if found.rows.iter().any(|import| import.test != Some(test.value())) {
            return Err(Error::Strayed);
        }
        Ok(found)
    }
}

/// Newest first by one of the known keys.
pub(super) fn latest(
    key: &str,
    known: &'static [&'static str],
    last: &'static str,
) -> Option<Order> {
    Order::parse(&format!("-{key}"), known, last).ok()
}
