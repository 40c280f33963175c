//! The filters and orderings of the other lists that this server uses.

/// `GET products/`.
pub mod products {
    use super::super::{
        Encoding::{Contains, Flag, Numbers, Same, Tags, Word},
        filters,
    };

    /// As DefectDojo writes them, spaces included.
    pub const CRITICALITIES: &[&str] = &["very high", "high", "medium", "low", "very low", "none"];
    pub const LIFECYCLES: &[&str] = &["construction", "production", "retirement"];

    filters! {
        ID "id" Numbers, "ids of products";
        NAME "name" Contains, "name";
        NAME_EXACT "name_exact" Same, "name";
        PRODUCT_TYPE "prod_type" Numbers, "ids of product types";
        LIFECYCLE "lifecycle" Word(LIFECYCLES), "lifecycle";
        CRITICALITY "business_criticality" Word(CRITICALITIES), "business criticality";
        INTERNET_ACCESSIBLE "internet_accessible" Flag, "reachable from the internet";
        TAGS "tags" Tags, "has any of these tags";
        TAGS_AND "tags__and" Tags, "has all of these tags";
        NOT_TAGS "not_tags" Tags, "has none of these tags";
    }

    pub const ORDERINGS: &[&str] = &[
        "id",
        "name",
        "created",
        "updated",
        "business_criticality",
        "lifecycle",
        "prod_type__name",
    ];
}

/// `GET product_types/`.
pub mod product_types {
    use super::super::{Encoding::Flag, filters};

    filters! {
        CRITICAL "critical_product" Flag, "marked as critical";
        KEY "key_product" Flag, "marked as key";
    }
}

/// `GET engagements/`.
pub mod engagements {
    use super::super::{
        Encoding::{Exact, Flag, Number, Tags, Word},
        filters,
    };

    pub const STATUSES: &[&str] = &[
        "Not Started",
        "Blocked",
        "Cancelled",
        "Completed",
        "In Progress",
        "On Hold",
        "Scheduled",
        "Waiting for Resource",
    ];

    filters! {
        NAME "name" Exact, "name";
        PRODUCT "product" Number, "id of one product; an unknown one is an error";
        STATUS "status" Word(STATUSES), "status";
        ACTIVE "active" Flag, "active";
        VERSION "version" Exact, "version";
        TAGS "tags" Tags, "has any of these tags";
        TAGS_AND "tags__and" Tags, "has all of these tags";
        NOT_TAGS "not_tags" Tags, "has none of these tags";
    }

    pub const ORDERINGS: &[&str] =
        &["name", "version", "target_start", "target_end", "status", "lead", "created", "updated"];
}

/// `GET tests/`.
pub mod tests {
    use super::super::{
        Encoding::{Exact, Number, Tags},
        filters,
    };

    filters! {
        ENGAGEMENT "engagement" Number, "id of one engagement; an unknown one is an error";
        TEST_TYPE "test_type" Number, "id of one test type; an unknown one is an error";
        TITLE "title" Exact, "title";
        VERSION "version" Exact, "version";
        BRANCH_TAG "branch_tag" Exact, "branch or tag";
        BUILD_ID "build_id" Exact, "build";
        COMMIT_HASH "commit_hash" Exact, "commit";
        TAGS "tags" Tags, "has any of these tags";
        TAGS_AND "tags__and" Tags, "has all of these tags";
        NOT_TAGS "not_tags" Tags, "has none of these tags";
    }

    pub const ORDERINGS: &[&str] =
        &["title", "version", "target_start", "target_end", "test_type", "created", "updated"];
}

/// `GET test_types/`.
pub mod test_types {
    use super::super::{Encoding::Exact, filters};

    filters! {
        NAME "name" Exact, "name";
    }
}

/// `GET test_imports/`.
pub mod test_imports {
    use super::super::{Encoding::Number, filters};

    filters! {
        TEST "test" Number, "id of one test; an unknown one is an error";
    }

    pub const ORDERINGS: &[&str] = &["id", "created", "modified", "version"];
}

/// `GET jira_finding_mappings/`.
pub mod jira_issues {
    use super::super::{Encoding::Number, filters};

    filters! {
        FINDING "finding" Number, "id of one finding; an unknown one is an error";
    }
}

/// Where findings are: `location_findings/` and `location/` of 3.x, which write filters in their own way,
/// `endpoint_status/` of 2.x, and `endpoints/` of both.
pub mod places {
    use super::super::{Encoding::Number, filters};

    filters! {
        LINKS_OF_FINDING "finding_equals" Number, "id of the finding of a link";
        LOCATIONS_OF_FINDING "findings__finding_equals" Number, "id of a finding at the location";
        STATUS_OF_FINDING "finding" Number, "id of the finding of a status; an unknown one is an error";
        ENDPOINT_AT "location_id" Number, "id of the location that the endpoint shows";
    }
}
