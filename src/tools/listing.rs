//! What all lists share: how a page is asked for and how it is answered.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    dojo::{
        filters::Query,
        models::Page,
        words::{Limit, Offset},
    },
    screen::answer,
    tools::nothing_to_screen,
};

/// Arguments of a list without filters.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PageArgs {
    /// How many rows to answer, 1 to 100.
    #[serde(default)]
    pub(super) limit: Limit,
    /// How many rows to skip; the next page starts at offset + limit.
    #[serde(default)]
    pub(super) offset: Offset,
}

nothing_to_screen!(PageArgs);

impl PageArgs {
    pub(super) fn query(&self) -> Query {
        Query::page(self.limit, self.offset)
    }
}

answer! {
    /// Where a page stands in its list.
    pub(super) struct Pagination {
        /// Rows in the whole list.
        count: u64,
        offset: u64,
        limit: u32,
        /// Whether rows follow this page.
        has_next: bool,
    }
}

impl Pagination {
    pub(super) fn of<T>(page: &Page<T>, limit: Limit, offset: Offset) -> Self {
        let (limit, offset) = (limit.value(), offset.value());
        Self {
            count: page.count,
            offset,
            limit,
            has_next: offset.saturating_add(limit.into()) < page.count,
        }
    }

    /// Of a list that comes whole.
    pub(super) fn whole(count: usize) -> Self {
        Self {
            count: count as u64,
            offset: 0,
            limit: u32::try_from(count).unwrap_or(u32::MAX),
            has_next: false,
        }
    }
}

/// Declares the answer of a list of one kind of row.
macro_rules! list_of {
    ($name:ident, $row:ty) => {
        $crate::screen::answer! {
            pub(super) struct $name {
                items: Vec<$row>,
                pagination: $crate::tools::listing::Pagination,
            }
        }

        impl $name {
            /// Rows that DefectDojo sent without an id cannot be named in a further call and are passed over.
            fn of<T>(
                page: $crate::dojo::models::Page<T>,
                limit: $crate::dojo::words::Limit,
                offset: $crate::dojo::words::Offset,
                row: impl Fn(T) -> Option<$row>,
            ) -> Self {
                let pagination = $crate::tools::listing::Pagination::of(&page, limit, offset);
                Self { items: page.results.into_iter().filter_map(row).collect(), pagination }
            }
        }
    };
}
pub(super) use list_of;
