//! What this DefectDojo can do, told by its routes and its release, and since when each thing is there.

use std::{collections::BTreeSet, fmt};

use serde_json::{Map, Value};

use super::filters::{Filter, Query, findings as filter};

/// DefectDojo's two generations in use: 3.0 brought locations and organizations, and took roles away.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Generation {
    Second,
    Third,
}

impl Generation {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Second => "2.x",
            Self::Third => "3.x",
        }
    }
}

/// The numbers of a release; its suffix is not kept, so that it is trusted text.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Release {
    pub major: u32,
    pub minor: u32,
    pub patch: u32,
}

impl Release {
    pub const fn of(major: u32, minor: u32) -> Self {
        Self { major, minor, patch: 0 }
    }

    /// Reads `2.58.4-dev`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '.');
        let major = parts.next()?.parse().ok()?;
        let minor = parts.next()?.parse().ok()?;
        let patch = parts.next().unwrap_or_default();
        let digits = patch.find(|char: char| !char.is_ascii_digit()).unwrap_or(patch.len());
        let patch = patch.get(..digits).and_then(|digits| digits.parse().ok()).unwrap_or(0);
        Some(Self { major, minor, patch })
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The version inside `"info"` of an `OpenAPI` document of which only the front is there.
pub fn version_in(document: &str) -> Option<&str> {
    let (_, info) = document.split_once("\"info\"")?;
    let (_, version) = info.split_once("\"version\"")?;
    let (_, version) = version.split_once('"')?;
    version.split_once('"').map(|(version, _)| version)
}

/// Something that not every release has, told by a route.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Feature {
    /// Where findings are, as locations of their own; before, endpoints.
    Locations,
    /// Endpoints, since 3.0 a view of locations that cannot be written.
    Endpoints,
    /// Product types and products are also organizations and assets.
    Organizations,
    /// Members of products have roles.
    Roles,
    Groups,
    ImportHistory,
    Users,
    Jira,
    Metadata,
    RiskAcceptance,
    SlaConfigurations,
}

impl Feature {
    /// Each with its word, and a route that is there exactly where the feature is.
    const ALL: [(Self, &'static str, &'static str); 11] = [
        (Self::Locations, "locations", "location_findings"),
        (Self::Endpoints, "endpoints", "endpoint_status"),
        (Self::Organizations, "organizations", "organizations"),
        (Self::Roles, "roles", "product_members"),
        (Self::Groups, "groups", "dojo_groups"),
        (Self::ImportHistory, "import_history", "test_imports"),
        (Self::Users, "users", "users"),
        (Self::Jira, "jira", "jira_finding_mappings"),
        (Self::Metadata, "metadata", "metadata"),
        (Self::RiskAcceptance, "risk_acceptance", "risk_acceptance"),
        (Self::SlaConfigurations, "sla_configurations", "sla_configurations"),
    ];
}

/// Filters of findings that came late. An older release ignores them in silence and answers every finding.
const FILTERS_SINCE: &[(Release, &[Filter])] = &[
    (
        Release::of(2, 40),
        &[
            filter::DISCOVERED_ON,
            filter::DISCOVERED_BEFORE,
            filter::DISCOVERED_AFTER,
            filter::MITIGATED_ON,
            filter::MITIGATED_BEFORE,
            filter::MITIGATED_AFTER,
        ],
    ),
    (
        Release::of(2, 45),
        &[
            filter::EPSS_SCORE_MIN,
            filter::EPSS_SCORE_MAX,
            filter::EPSS_PERCENTILE_MIN,
            filter::EPSS_PERCENTILE_MAX,
            filter::TAGS_AND,
            filter::TEST_TAGS_AND,
            filter::ENGAGEMENT_TAGS_AND,
            filter::PRODUCT_TAGS_AND,
        ],
    ),
    (Release::of(2, 50), &[filter::FIX_AVAILABLE]),
    (Release::of(2, 58), &[filter::EXACT_TITLE]),
    (Release::of(3, 0), &[filter::MITIGATION_AVAILABLE]),
];

/// Routes that releases differ in, and those on which whole tools stand. Others, such as `user_profile`, are in every
/// release and not among the routes that the root names.
pub const NAMED_BY_ROOT: &[&str] = &[
    "products",
    "product_types",
    "engagements",
    "tests",
    "test_types",
    "findings",
    "import-scan",
    "reimport-scan",
    "test_imports",
    "users",
    "metadata",
    "jira_finding_mappings",
    "risk_acceptance",
    "endpoints",
    "endpoint_status",
    "location",
    "location_findings",
    "organizations",
    "assets",
];

/// What one look at the API's root, and in 2.x at its schema, told.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Capabilities {
    pub generation: Generation,
    /// Absent where DefectDojo does not tell it; in 3.x nothing depends on it.
    pub release: Option<Release>,
    routes: BTreeSet<&'static str>,
    features: BTreeSet<Feature>,
}

/// A filter that this release does not know.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Late {
    pub filter: &'static str,
    pub since: Release,
}

impl Capabilities {
    /// Reads the answer of `GET /api/v2/`; nothing where that is no DefectDojo's.
    pub fn read(root: &Map<String, Value>, release: Option<Release>) -> Option<Self> {
        if !root.contains_key("findings") {
            return None;
        }
        let third = root.contains_key("organizations") || root.contains_key("location");
        let routes = NAMED_BY_ROOT.iter().copied().filter(|route| root.contains_key(*route));
        let features = Feature::ALL.into_iter().filter(|(_, _, route)| root.contains_key(*route));
        Some(Self {
            generation: if third { Generation::Third } else { Generation::Second },
            release,
            routes: routes.collect(),
            features: features.map(|(feature, ..)| feature).collect(),
        })
    }

    pub fn has(&self, feature: Feature) -> bool {
        self.features.contains(&feature)
    }

    /// The features that are there, and those that are not.
    pub fn features(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let (has, lacks): (Vec<_>, Vec<_>) =
            Feature::ALL.into_iter().partition(|(feature, ..)| self.has(*feature));
        let words = |list: Vec<(Feature, &'static str, &'static str)>| {
            list.into_iter().map(|(_, word, _)| word).collect()
        };
        (words(has), words(lacks))
    }

    /// Whether a path below `/api/v2/` that begins so is there. What the root never names is in every release.
    pub fn has_route(&self, first: &str) -> bool {
        !NAMED_BY_ROOT.contains(&first) || self.routes.contains(first)
    }

    /// Filters of findings that this release would ignore.
    pub fn unknown_filters(&self) -> Vec<Late> {
        let lacking = FILTERS_SINCE.iter().filter(|(since, _)| self.lacks(*since));
        lacking
            .flat_map(|(since, filters)| {
                filters.iter().map(|filter| Late { filter: filter.name, since: *since })
            })
            .collect()
    }

    /// The first filter of a query over findings that this release would ignore.
    pub(super) fn ignores(&self, query: &Query) -> Option<Late> {
        let asked = |late: &Late| query.pairs().iter().any(|(name, _)| *name == late.filter);
        self.unknown_filters().into_iter().find(asked)
    }

    /// A 2.x whose release is not known is taken for the oldest: to refuse is better than to answer wrongly.
    fn lacks(&self, since: Release) -> bool {
        match (self.release, self.generation) {
            (Some(release), _) => release < since,
            (None, Generation::Second) => true,
            (None, Generation::Third) => since > Release::of(3, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_release_is_read_from_the_front_of_a_schema() {
        let front = r#"{"openapi":"3.0.3","info":{"title":"DefectDojo API v2","version":"2.58.4-dev","descr"#;
        assert_eq!(version_in(front), Some("2.58.4-dev"));
        assert_eq!(Release::parse("2.58.4-dev"), Some(Release { major: 2, minor: 58, patch: 4 }));
        assert_eq!(Release::parse("3.2"), Some(Release::of(3, 2)));
        assert_eq!(version_in(r#"{"version":"1.0"}"#), None);
        for text in ["unknown", "", "3", "x.y.z", "3.-1.0"] {
            assert_eq!(Release::parse(text), None, "{text}");
        }
        assert!(Release::of(2, 100) > Release::of(2, 58), "numbers, not letters");
    }

    /// A filter sent to a release that does not know it would answer every finding as if it had matched.
    #[test]
    fn what_a_release_ignores_is_known_before_it_is_asked() {
        let root =
            |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), json!("x"))).collect();
        let second = root(&["findings", "products"]);
        let third = root(&["findings", "organizations"]);
        let names = |root: &Map<String, Value>, release| {
            let late = Capabilities::read(root, release).unwrap().unknown_filters();
            late.into_iter().map(|late| late.filter).collect::<Vec<_>>()
        };
        assert_eq!(names(&second, Some(Release::of(2, 58))), ["mitigation_available"]);
        assert_eq!(
            names(&second, Some(Release::of(2, 45))),
            ["fix_available", "exact_title", "mitigation_available"]
        );
        assert_eq!(names(&second, Some(Release::of(2, 39))).len(), 17);
        assert_eq!(names(&second, None).len(), 17, "a release that is not known is the oldest");
        assert_eq!(names(&third, None), Vec::<&str>::new());
        assert_eq!(Capabilities::read(&root(&["login"]), None), None, "some other server");
    }
}
