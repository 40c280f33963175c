//! Conditions that DefectDojo cannot check: this side reads the rows, within bounds, and says how many it read.

use std::pin::Pin;

use futures_util::{StreamExt as _, stream};
use serde::de::DeserializeOwned;

use super::{
    Dojo, Error,
    client::Class,
    filters::Query,
    models::Page,
    words::{Limit, Offset},
};
use crate::access::Access;

/// The most rows that one call reads; DefectDojo needs 12 to 15 ms for each finding.
pub const MOST_SCANNED: u64 = 4_000;

const PAGE: u32 = 100;
pub(super) const PARALLEL: usize = 4;

/// Which of the rows that match a caller wants to see.
#[derive(Clone, Copy, Debug, Default)]
pub struct Window {
    pub limit: Limit,
    pub offset: Offset,
    /// Whether only their number is wanted.
    pub count_only: bool,
}

/// What a list call found.
#[derive(Debug)]
pub struct Listed<T> {
    pub rows: Vec<T>,
    /// Rows that match, those outside the window included; where a scan stopped early, those that it saw.
    pub count: u64,
    /// How far this side read; nothing where DefectDojo did all the filtering.
    pub scan: Option<Scanned>,
}

impl<T> Listed<T> {
    pub(super) fn nothing() -> Self {
        Self { rows: Vec::new(), count: 0, scan: None }
    }
}

/// How far a scan came.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Scanned {
    pub rows: u64,
    /// Rows that match the conditions that DefectDojo checked.
    pub of: u64,
    /// Whether no further row can match.
    pub complete: bool,
}

/// What this side checks on each row.
pub(super) struct Sieve<'a, T> {
    pub(super) keeps: &'a (dyn Fn(&T) -> bool + Sync),
    /// Whether neither this row nor any after it can match, by the order in which they come.
    pub(super) past: &'a (dyn Fn(&T) -> bool + Sync),
}

type Reading<'a, T> = Pin<Box<dyn Future<Output = Result<Page<T>, Error>> + Send + 'a>>;

impl<A: Access> Dojo<A> {
    /// A page as DefectDojo filters it.
    pub(super) async fn listed<T: DeserializeOwned>(
        &self,
        path: &'static str,
        query: &Query,
        window: Window,
    ) -> Result<Listed<T>, Error> {
        // A page of none cannot be asked for: DefectDojo answers 25 rows.
        let limit = if window.count_only { 1 } else { window.limit.value() };
        let query = query.at(limit, window.offset.value());
        let page: Page<T> = self.page(&[path], &query, path).await?;
        let rows = if window.count_only { Vec::new() } else { page.results };
        Ok(Listed { rows, count: page.count, scan: None })
    }

    /// Reads rows in pages, a few at a time, and keeps those that match and lie in the window: what is held at any
    /// moment does not grow with the list.
    pub(super) async fn scan<T: DeserializeOwned + Send>(
        &self,
        path: &'static str,
        query: &Query,
        window: Window,
        sieve: Sieve<'_, T>,
    ) -> Result<Listed<T>, Error> {
        let first: Page<T> = self.rows(path, query, PAGE, 0).await?;
        let of = first.count;
        let bound = of.min(MOST_SCANNED);
        let page = u64::from(PAGE);
        let size = |offset: u64| u32::try_from(page.min(bound - offset)).unwrap_or(PAGE);
        let offsets = (1..bound.div_ceil(page)).map(|at| at * page);
        let rest = stream::iter(offsets.map(|offset| self.rows(path, query, size(offset), offset)))
            .buffered(PARALLEL);
        let mut pages = stream::iter([Ok(first)]).chain(rest);

        let shown = window.offset.value()
            ..window.offset.value().saturating_add(window.limit.value().into());
        let mut rows = Vec::new();
        let mut count = 0;
        let mut read = 0;
        let mut ended = false;
        while let Some(next) = pages.next().await {
            let next = next?;
            ended = next.results.iter().any(|row| (sieve.past)(row));
            for row in next.results.into_iter().filter(|row| (sieve.keeps)(row)) {
                if !window.count_only && shown.contains(&count) {
                    rows.push(row);
                }
                count += 1;
            }
            read = bound.min(read + page);
            self.has_read(read, bound);
            if ended {
                break;
            }
        }
        let complete = ended || read >= of;
        Ok(Listed { rows, count, scan: Some(Scanned { rows: read, of, complete }) })
    }

    /// One page, in halves where it is larger than a scan may hold.
    fn rows<'a, T: DeserializeOwned + Send + 'a>(
        &'a self,
        path: &'static str,
        query: &'a Query,
        limit: u32,
        offset: u64,
    ) -> Reading<'a, T> {
        Box::pin(async move {
            let class = if limit > 1 { Class::Scan } else { Class::Read };
            match self.read_as(class, &[path], Some(&query.at(limit, offset)), path).await {
                Err(Error::TooLarge { .. }) if limit > 1 => {
                    let half = limit / 2;
                    let mut page: Page<T> = self.rows(path, query, half, offset).await?;
                    let rest = self.rows(path, query, limit - half, offset + u64::from(half));
                    page.results.extend(rest.await?.results);
                    Ok(page)
                }
                page => page,
            }
        })
    }
}

/// A range, both ends included; an absent end is open.
#[derive(Clone, Copy, Debug)]
pub struct Between<T> {
    pub from: Option<T>,
    pub to: Option<T>,
}

impl<T> Default for Between<T> {
    fn default() -> Self {
        Self { from: None, to: None }
    }
}

impl<T: PartialOrd + Copy> Between<T> {
    /// Whether there is a bound at all.
    pub fn is_set(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    /// Whether nothing can lie between.
    pub fn is_reversed(&self) -> bool {
        matches!((self.from, self.to), (Some(from), Some(to)) if from > to)
    }

    /// Without a bound everything holds; with one, what has no value does not.
    pub fn holds(&self, value: Option<T>) -> bool {
        !self.is_set()
            || value.is_some_and(|value| {
                self.from.is_none_or(|from| value >= from) && self.to.is_none_or(|to| value <= to)
            })
    }
}
