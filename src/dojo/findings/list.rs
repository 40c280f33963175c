//! Lists of findings: what DefectDojo filters, and what it cannot.

use crate::{
    access::{Access, Scope},
    dojo::{
        Between, Dojo, Error, Listed, Window, filters,
        filters::{Order, Query, findings as filter},
        models::{Finding, Moment},
        no_such_choice,
        scan::Sieve,
        words::{Date, EngagementId, FindingId, ProductId, TestId},
    },
};

/// Conditions that DefectDojo has no filter for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unfilterable {
    /// The CVSS 3 score, or the CVSS 4 score of a finding that has no other.
    pub cvss: Between<f64>,
    /// EPSS scores with a bound of 0, on which DefectDojo fails.
    pub epss: Between<f64>,
    pub sla_due: Between<Date>,
    pub kev: Between<Date>,
}

impl Unfilterable {
    pub fn is_set(&self) -> bool {
        self.cvss.is_set() || self.epss.is_set() || self.sla_due.is_set() || self.kev.is_set()
    }

    fn keeps(&self, finding: &Finding) -> bool {
        let day = |moment: &Option<Moment>| moment.as_ref().and_then(Moment::day);
        self.cvss.holds(finding.cvssv3_score.or(finding.cvssv4_score))
            && self.epss.holds(finding.epss_score)
            && self.sla_due.holds(day(&finding.sla_expiration_date))
            && self.kev.holds(day(&finding.kev_date))
    }

    /// In order of the SLA date nothing follows a finding that is due too late.
    fn past(&self, finding: &Finding) -> bool {
        let due = finding.sla_expiration_date.as_ref().and_then(Moment::day);
        matches!((due, self.sla_due.to), (Some(due), Some(last)) if due > last)
    }
}

impl<A: Access> Dojo<A> {
    pub async fn findings(
        &self,
        mut query: Query,
        unfilterable: &Unfilterable,
        window: Window,
    ) -> Result<Listed<Finding>, Error> {
        self.client.check_filters(&query)?;
        if let Scope::Products(ids) = &self.scope {
            // Ahead of the list: an id that is a stranger's must not be told from one that nothing has.
            self.check_parents(&query).await?;
            let asked = query.sent(filter::PRODUCT);
            let asked: Option<Vec<u64>> =
                asked.map(|ids| ids.split(',').filter_map(|id| id.parse().ok()).collect());
            let ids: Vec<u64> = match asked {
                Some(asked) => asked.into_iter().filter(|id| ids.contains(id)).collect(),
                None => ids.to_vec(),
            };
            if ids.is_empty() {
                return Ok(Listed::nothing());
            }
            query.numbers(filter::PRODUCT, &ids);
            query = query.with_related_fields();
        }
        let found = if unfilterable.is_set() {
            self.sifted(&mut query, unfilterable, window).await
        } else {
            self.listed("findings", &query, window).await
        };
        let mut found = found.map_err(|error| {
            [(filter::TEST, "test"), (filter::DUPLICATE_FINDING, "finding")].into_iter().fold(
                error,
                |error, (filter, what)| {
                    let id = query.sent(filter).unwrap_or_default();
                    no_such_choice(error, filter, &format!("{what} {id}"))
                },
            )
        })?;
        if self.scope != Scope::All {
            self.only_own(found.rows.iter().map(Finding::product))?;
            self.hide_strangers(&mut found.rows).await?;
        } else if found.count == 0 {
            self.check_parents(&query).await?;
        }
        Ok(found)
    }

    async fn sifted(
        &self,
        query: &mut Query,
        unfilterable: &Unfilterable,
        window: Window,
    ) -> Result<Listed<Finding>, Error> {
        const DUE: &str = "sla_expiration_date";
        let keeps =
            |finding: &Finding| self.holds(finding.product()) && unfilterable.keeps(finding);
        if unfilterable.sla_due.to.is_some() && query.sent(filters::ORDER).is_none() {
            // The most urgent first, which also ends the scan where the range ends.
            query.order(Order::parse(DUE, filter::ORDERINGS, "id").ok().as_ref());
            let past = |finding: &Finding| unfilterable.past(finding);
            let sieve = Sieve { keeps: &keeps, past: &past };
            return self.scan("findings", query, window, sieve).await;
        }
        self.scan("findings", query, window, Sieve { keeps: &keeps, past: &|_| false }).await
    }

    /// No findings because of an id that nothing has must not read as no findings.
    async fn check_parents(&self, query: &Query) -> Result<(), Error> {
        let asked = |filter| query.sent(filter).and_then(|id| id.parse().ok());
        let product = asked(filter::PRODUCT).and_then(ProductId::new);
        if let Some(id) = product {
            self.product(id).await?;
        }
        if let Some(id) = asked(filter::ENGAGEMENT).and_then(EngagementId::new) {
            let holder = self.engagement(id).await?.product.and_then(ProductId::new);
            if let (Some(product), Some(holder)) = (product, holder)
                && product != holder
            {
                let (child, parent) = (format!("engagement {id}"), format!("product {product}"));
                return Err(Error::NotWithin {
                    child,
                    parent,
                    holder: format!("product {holder}"),
                });
            }
        }
        if self.scope != Scope::All {
            if let Some(id) = asked(filter::TEST).and_then(TestId::new) {
                self.test(id).await?;
            }
            if let Some(id) = asked(filter::DUPLICATE_FINDING).and_then(FindingId::new) {
                self.finding(id).await?;
            }
        }
        Ok(())
    }
}
