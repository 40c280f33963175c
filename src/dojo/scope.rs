//! What a caller that is bound to products may be shown: its products, what lies in them, and nothing else.
//!
//! What lies outside does not exist for it: the answer is that for an id that nothing has. Lists are filtered by
//! DefectDojo, which ignores a filter that it does not know and answers everything; so the rows are looked at too.

use std::collections::{BTreeSet, HashSet};

use super::{
    Dojo, Error, Listed, Window, absent, contains,
    filters::{self, Query},
    models::{Finding, Page, Product, ProductType},
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

    pub(super) fn holds(&self, product: Option<u64>) -> bool {
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
            let mut query = rows(unclear.len()).with_related_fields();
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
        products: &[u64],
        part: Option<&str>,
        window: Window,
    ) -> Result<Listed<ProductType>, Error> {
        let mut found = Listed::nothing();
        if products.is_empty() {
            return Ok(found);
        }
        let mut query = rows(products.len());
        query.numbers(filters::products::ID, products);
        let page: Page<Product> = self.page(&["products"], &query, "products").await?;
        self.only_own(page.results.iter().map(|product| product.id))?;
        let types: BTreeSet<u64> =
            page.results.iter().filter_map(|product| product.prod_type).collect();
        let shown = window.offset.value()
            ..window.offset.value().saturating_add(window.limit.value().into());
        let of = types.len() as u64;
        for (read, id) in (1..).zip(types) {
            self.has_read(read, of);
            let wanted = !window.count_only && shown.contains(&found.count);
            if part.is_none() && !wanted {
                found.count += 1;
                continue;
            }
            let id = id.to_string();
            let what = format!("product type {id}");
            let row: ProductType = self.read(&["product_types", &id], None, &what).await?;
            if part.is_some_and(|part| !contains(row.name.foreign(), part)) {
                continue;
            }
            found.count += 1;
            if wanted {
                found.rows.push(row);
            }
        }
        Ok(found)
    }
}

/// A query for as many rows as there are ids.
fn rows(count: usize) -> Query {
    Query::default().at(u32::try_from(count).unwrap_or(u32::MAX), 0)
}
