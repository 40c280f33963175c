//! Everything that the demo holds, and who belongs to what.

use super::row::{Row, Table};

#[derive(Clone, Debug)]
pub(super) struct User {
    pub(super) id: u64,
    pub(super) username: &'static str,
    pub(super) first_name: &'static str,
    pub(super) last_name: &'static str,
    pub(super) superuser: bool,
    pub(super) staff: bool,
    pub(super) key: &'static str,
    pub(super) joined: String,
}

/// What the instance says it is, and which resources of a 3.2.0 it has not.
#[derive(Clone, Copy, Debug)]
pub(super) struct Release {
    pub(super) version: &'static str,
    pub(super) lacks: &'static [&'static str],
}

impl Default for Release {
    fn default() -> Self {
        Self { version: "3.2.0", lacks: &[] }
    }
}

impl Release {
    /// Whether a path below `/api/v2/` belongs to a resource that is not there.
    pub(super) fn lacks(&self, path: &str) -> bool {
        path.split('/').next().is_some_and(|resource| self.lacks.contains(&resource))
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct State {
    pub(super) release: Release,
    pub(super) users: Vec<User>,
    pub(super) product_types: Table,
    pub(super) products: Table,
    pub(super) engagements: Table,
    pub(super) tests: Table,
    pub(super) test_types: Table,
    pub(super) findings: Table,
    pub(super) groups: Table,
    pub(super) notes: Table,
    pub(super) files: Table,
    pub(super) metadata: Table,
    pub(super) pairs: Table,
    pub(super) jira_issues: Table,
    pub(super) risk_acceptances: Table,
    pub(super) imports: Table,
    pub(super) import_actions: Table,
    pub(super) environments: Table,
    pub(super) slas: Table,
    pub(super) regulations: Table,
    pub(super) announcements: Table,
    pub(super) tool_types: Table,
    pub(super) locations: Table,
    pub(super) location_findings: Table,
    pub(super) location_products: Table,
    pub(super) settings: Row,
}

impl State {
    pub(super) fn user(&self, id: u64) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    pub(super) fn test_of(&self, finding: &Row) -> Option<&Row> {
        self.tests.find(finding.link("test"))
    }

    pub(super) fn engagement_of_test(&self, test: &Row) -> Option<&Row> {
        self.engagements.find(test.link("engagement"))
    }

    pub(super) fn product_of_test(&self, test: &Row) -> Option<&Row> {
        self.engagement_of_test(test).and_then(|engagement| self.product_of_engagement(engagement))
    }

    pub(super) fn product_of_engagement(&self, engagement: &Row) -> Option<&Row> {
        self.products.find(engagement.link("product"))
    }

    pub(super) fn product_of(&self, finding: &Row) -> Option<&Row> {
        self.test_of(finding).and_then(|test| self.product_of_test(test))
    }

    pub(super) fn findings_of_test(&self, test: u64) -> impl Iterator<Item = &Row> {
        self.findings.rows().filter(move |finding| finding.link("test") == test)
    }

    pub(super) fn test_type_name(&self, test: &Row) -> &str {
        self.test_types.find(test.link("test_type")).map_or("", |kind| kind.text("name"))
    }

    /// The test type of that name, made where there is none.
    pub(super) fn test_type(&mut self, name: &str) -> u64 {
        let known = self.test_types.rows().find(|kind| kind.text("name") == name);
        match known.map(|kind| kind.link("id")) {
            Some(id) => id,
            None => self.test_types.insert(Row::default().with("name", name)),
        }
    }

    /// Staff see every product; others those that they or their product type are authorised for.
    pub(super) fn may_see_product(&self, user: &User, product: &Row) -> bool {
        if user.superuser || user.staff || product.links("authorized_users").contains(&user.id) {
            return true;
        }
        self.product_types
            .find(product.link("prod_type"))
            .is_some_and(|kind| kind.links("authorized_users").contains(&user.id))
    }

    pub(super) fn may_see_engagement(&self, user: &User, engagement: &Row) -> bool {
        self.product_of_engagement(engagement)
            .is_some_and(|product| self.may_see_product(user, product))
    }

    pub(super) fn may_see_test(&self, user: &User, test: &Row) -> bool {
        self.product_of_test(test).is_some_and(|product| self.may_see_product(user, product))
    }

    pub(super) fn may_see_finding(&self, user: &User, finding: &Row) -> bool {
        self.product_of(finding).is_some_and(|product| self.may_see_product(user, product))
    }

    /// The findings that `user` may see, by id.
    pub(super) fn visible_findings<'a>(
        &'a self,
        user: &'a User,
    ) -> impl Iterator<Item = &'a Row> + 'a {
        let everything = user.superuser || user.staff;
        self.findings
            .rows()
            .filter(move |finding| everything || self.may_see_finding(user, finding))
    }
}
