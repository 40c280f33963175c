//! What all lists share: how a page is asked for and how it is answered.

use crate::{
    dojo::{
        Listed, MOST_SCANNED, Window,
        words::{Flag, Limit, Offset},
    },
    screen::{Optional, answer},
};

/// Which rows of a list are wanted.
pub(super) fn window(limit: Limit, offset: Offset, count_only: Option<Flag>) -> Window {
    Window { limit, offset, count_only: count_only.is_some_and(|flag| flag.0) }
}

answer! {
    /// Where a page stands in its list; docs/filters.md says what its members mean, once for all lists.
    pub(super) struct Pagination {
        /// Of all pages.
        count: u64,
        offset: u64,
        limit: u32,
        has_next: bool,
        next_offset: Optional<u64>,
        count_basis: Optional<&'static str>,
        complete: bool,
        scanned: Optional<u64>,
    }
}

impl Pagination {
    pub(super) fn of<T>(found: &Listed<T>, window: Window) -> Self {
        let (limit, offset) = (window.limit.value(), window.offset.value());
        let next = offset.saturating_add(limit.into());
        let has_next = !window.count_only && next < found.count;
        let scan = found.scan;
        Self {
            count: found.count,
            offset,
            limit,
            has_next,
            next_offset: Optional(has_next.then_some(next)),
            count_basis: Optional(Some(if scan.is_some() { "scan" } else { "defectdojo" })),
            complete: scan.is_none_or(|scan| scan.complete),
            scanned: Optional(scan.map(|scan| scan.rows)),
        }
    }

    /// Of a list that comes whole, or from its `offset` on.
    pub(super) fn rest(count: usize, shown: usize, offset: Offset) -> Self {
        Self {
            count: count as u64,
            offset: offset.value(),
            limit: u32::try_from(shown).unwrap_or(u32::MAX),
            has_next: false,
            next_offset: Optional(None),
            count_basis: Optional(None),
            complete: true,
            scanned: Optional(None),
        }
    }
}

/// What a scan that did not see every row says about itself.
pub(super) fn incomplete<T>(found: &Listed<T>) -> Option<String> {
    let scan = found.scan.filter(|scan| !scan.complete)?;
    Some(format!(
        "{} of {} rows were looked at, the most that one call reads is {MOST_SCANNED}; more may match: narrow the other filters",
        scan.rows, scan.of
    ))
}

/// Declares the answer of a list of one kind of row.
macro_rules! list_of {
    ($name:ident, $row:ty) => {
        $crate::screen::answer! {
            pub(super) struct $name {
                items: Vec<$row>,
                pagination: $crate::tools::listing::Pagination,
                _notice: $crate::screen::Optional<String>,
            }
        }

        impl $name {
            /// Rows that DefectDojo sent without an id cannot be named in a further call and are passed over.
            fn of<T>(
                found: $crate::dojo::Listed<T>,
                window: $crate::dojo::Window,
                row: impl Fn(T) -> Option<$row>,
            ) -> Self {
                let pagination = $crate::tools::listing::Pagination::of(&found, window);
                let notice = $crate::tools::listing::incomplete(&found);
                let items = found.rows.into_iter().filter_map(row).collect();
                Self { items, pagination, _notice: $crate::screen::Optional(notice) }
            }
        }
    };
}
pub(super) use list_of;
