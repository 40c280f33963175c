//! What a caller that is bound to products may be shown: its products, what lies in them, and nothing else.
//!
//! What lies outside does not exist for it: the answer is that for an id that nothing has. Lists are filtered by
//! DefectDojo, which ignores a filter that it does not know and answers everything; so the rows are looked at too.

use std::collections::HashSet;

use super::{
    Dojo, Error, absent,
    filters::{self, Query},
    models::{Finding, Page, ProductType},
};
use crate::access::{Access, Scope};

impl<A: Access> Dojo<A> {
    /// What lies outside the caller's products does not exist for it.
    pub(super) fn in_scope(&self, product: Option<u64>, what: &str) -> Result<(), Error> {
        if self.holds(product) { Ok(()) } else { Err(absent(what)) }
    }

    /// Refuses a list in which a row is, or may be, of a product that the caller may not see.
    pub(super) fn only_own(
        &self,
        products: impl IntoIterator<Item = Option<u64>>,
    ) -> Result<(), Error> {
        if products.into_iter().all(|product| self.holds(product)) {
            Ok(())
        } else {
            Err(Error::Strayed)
        }
    }

    fn holds(&self, product: Option<u64>) -> bool {
        match &self.scope {
            Scope::All => true,
            scope @ Scope::Products(_) => product.is_some_and(|product| scope.holds(product)),
        }
    }

    /// Marks duplicates of findings that lie in products which the caller may not see.
    pub(super) async fn hide_strangers(&self, findings: &mut [Finding]) -> Result<(), Error> {
        let Scope::Products(products) = &self.scope else { return Ok(()) };
        let mut own: HashSet<u64> = findings.iter().filter_map(|finding| finding.id).collect();
        let originals = findings.iter().filter_map(|finding| finding.duplicate_finding);
        let unclear: Vec<u64> = originals.filter(|original| !own.contains(original)).collect();
        if !unclear.is_empty() {
            let mut query = Query::rows(unclear.len()).with_related_fields();
            query.numbers(filters::findings::ID, &unclear);
            query.numbers(filters::findings::PRODUCT, products);
            let page: Page<Finding> = self.page(&["findings"], &query, "findings").await?;
            self.only_own(page.results.iter().map(Finding::product))?;
            own.extend(page.results.iter().filter_map(|finding| finding.id));
        }
        for finding in findings {
            finding.duplicates_stranger =
                finding.duplicate_finding.is_some_and(|original| !own.contains(&original));
        }
        Ok(())
    }

    /// The types of the caller's products, by id. DefectDojo can list types by one id alone, so each is read.
    pub(super) async fn own_product_types(
        &self,
        asked: &Query,
    ) -> Result<Page<ProductType>, Error> {
        let Scope::Products(ids) = &self.scope else { return Ok(super::nothing()) };
        let products = self.products(Query::rows(ids.len())).await?;
        let mut types: Vec<u64> =
            products.results.iter().filter_map(|product| product.prod_type).collect();
        types.sort_unstable();
        types.dedup();
        let mut page = super::nothing();
        page.count = types.len() as u64;
        for id in asked.cut(&types) {
            let id = id.to_string();
            let what = format!("product type {id}");
            page.results.push(self.read(&["product_types", &id], None, &what).await?);
        }
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_types_is_the_page_that_was_asked_for() {
        let page = |limit: &str, offset: &str| {
            let limit = serde_json::from_str(limit).unwrap();
            let offset = serde_json::from_str(offset).unwrap();
            Query::page(limit, offset).cut(&[1, 2, 3, 4, 5]).to_vec()
        };
        assert_eq!(page("2", "0"), [1, 2]);
        assert_eq!(page("2", "4"), [5]);
        assert_eq!(page("2", "5"), [0; 0]);
        assert_eq!(page("100", "9223372036854775807"), [0; 0]);
    }
}
