//! The invented products, their engagements and where they are reached.

use super::{ADMIN, MEMBER};
use crate::demo::clock;
use crate::demo::engagements;
use crate::demo::products;
use crate::demo::row::Row;
use crate::demo::store::State;

const CUSTOMER: u64 = 2;
const PLATFORM: u64 = 3;

pub(super) const PAYMENTS: u64 = 1;
const STOREFRONT: u64 = 2;

struct Product {
    name: &'static str,
    description: &'static str,
    kind: u64,
    tags: &'static [&'static str],
    criticality: &'static str,
    lifecycle: &'static str,
    platform: &'static str,
    public: bool,
    member: bool,
}

const PRODUCTS: &[Product] = &[
    Product {
        name: "Payments API",
        description: "Takes card payments and writes the ledger",
        kind: CUSTOMER,
        tags: &["pci", "api"],
        criticality: "very high",
        lifecycle: "production",
        platform: "web service",
        public: true,
        member: true,
    },
    Product {
        name: "Web Storefront",
        description: "The shop that customers see",
        kind: CUSTOMER,
        tags: &["web"],
        criticality: "high",
        lifecycle: "production",
        platform: "web",
        public: true,
        member: true,
    },
    Product {
        name: "Mobile Wallet",
        description: "The app and its back end",
        kind: CUSTOMER,
        tags: &["mobile", "pci"],
        criticality: "high",
        lifecycle: "construction",
        platform: "mobile",
        public: true,
        member: false,
    },
    Product {
        name: "Kubernetes Platform",
        description: "Clusters, ingress and base images",
        kind: PLATFORM,
        tags: &["k8s", "iac"],
        criticality: "high",
        lifecycle: "production",
        platform: "web service",
        public: false,
        member: false,
    },
    Product {
        name: "Build Pipeline",
        description: "Runners, registries and their configuration",
        kind: PLATFORM,
        tags: &["ci"],
        criticality: "medium",
        lifecycle: "production",
        platform: "web service",
        public: false,
        member: false,
    },
    Product {
        name: "Legacy Reporting",
        description: "Nightly reports, to be switched off",
        kind: PLATFORM,
        tags: &["legacy"],
        criticality: "low",
        lifecycle: "retirement",
        platform: "desktop",
        public: false,
        member: false,
    },
];

/// Product, name, type, status, days since its start, length in days, tags.
type Engagement =
    (u64, &'static str, &'static str, &'static str, i64, i64, &'static [&'static str]);

const ENGAGEMENTS: &[Engagement] = &[
    (PAYMENTS, "nightly-sast", "CI/CD", "In Progress", 200, 365, &["nightly"]),
    (PAYMENTS, "container-images", "CI/CD", "In Progress", 180, 365, &["images"]),
    (PAYMENTS, "Annual penetration test", "Interactive", "Completed", 90, 14, &["pentest"]),
    (STOREFRONT, "nightly-sast", "CI/CD", "In Progress", 210, 365, &["nightly"]),
    (STOREFRONT, "weekly-dast", "CI/CD", "In Progress", 150, 365, &["weekly", "dast"]),
    (3, "Release review", "Interactive", "In Progress", 30, 45, &["release"]),
    (3, "nightly-sast", "CI/CD", "In Progress", 120, 365, &["nightly"]),
    (4, "cluster-scan", "CI/CD", "In Progress", 170, 365, &["weekly"]),
    (4, "base-images", "CI/CD", "In Progress", 160, 365, &["images"]),
    (5, "pipeline-secrets", "CI/CD", "Waiting for Resource", 100, 365, &["secrets"]),
    (5, "dependency-audit", "CI/CD", "In Progress", 140, 365, &["sca"]),
    (6, "Decommissioning review", "Interactive", "On Hold", 60, 90, &[]),
];

pub(super) fn fill(state: &mut State) {
    for (place, product) in (1_i64..).zip(PRODUCTS) {
        let mut row = Row::default()
            .with("name", product.name)
            .with("description", product.description)
            .with("prod_type", product.kind)
            .with("business_criticality", product.criticality)
            .with("lifecycle", product.lifecycle)
            .with("platform", product.platform)
            .with("origin", "internal")
            .with("external_audience", product.public)
            .with("internet_accessible", product.public)
            .with("enable_simple_risk_acceptance", product.name == "Payments API")
            .with("created", clock::moment_on(clock::days_ago(390), place));
        row.set_tags(product.tags);
        if product.member {
            row.set("authorized_users", vec![MEMBER]);
        }
        products::store(state, row);
    }
    for (place, (product, name, kind, status, start, length, tags)) in
        (1_i64..).zip(ENGAGEMENTS.iter().copied())
    {
        let first = clock::days_ago(start);
        let created = clock::moment_on(first, 30_000 + place);
        let mut row = Row::default()
            .with("product", product)
            .with("name", name)
            .with("engagement_type", kind)
            .with("status", status)
            .with("active", status != "Completed")
            .with("target_start", first.to_string())
            .with("target_end", clock::plus(first, length).to_string())
            .with("lead", ADMIN)
            .with("created", created.clone())
            .with("updated", created);
        row.set_tags(tags);
        engagements::store(state, row);
    }
    state.metadata.insert(
        Row::default()
            .with("product", PAYMENTS)
            .with("name", "repository")
            .with("value", "https://code.demo.invalid/payments/api"),
    );
}
