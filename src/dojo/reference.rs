//! Test types and product types: short lists that hardly change, read once for all who ask within a minute.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use serde::de::DeserializeOwned;
use tokio::sync::Mutex;

use super::{
    Dojo, Error, Listed, Scanned, Window,
    filters::Query,
    models::{Page, ProductType, TestType},
    scan::Sieve,
};
use crate::access::Access;

/// How long a list counts: one that somebody else changed is seen within it.
const COUNTS: Duration = Duration::from_mins(1);
/// Rows of the longest list that is kept; DefectDojo 3.2 has 281 test types.
const MOST: u32 = 1_000;

/// The lists of one client.
#[derive(Default)]
pub(super) struct Reference {
    test_types: Kept<TestType>,
    product_types: Kept<ProductType>,
    /// Counts what this client changed: what was read before a change counts no more.
    changes: AtomicU64,
}

impl Reference {
    /// A change may have made a type: a report of an unknown tool does.
    pub(super) fn changed(&self) {
        self.changes.fetch_add(1, Relaxed);
    }
}

/// Held while it is read, so that who asks meanwhile waits for the same answer.
struct Kept<T>(Mutex<Option<Reading<T>>>);

struct Reading<T> {
    at: Instant,
    changes: u64,
    rows: Rows<T>,
}

/// The whole list; nothing where it is too long to be kept.
type Rows<T> = Option<Arc<[T]>>;

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<A: Access> Dojo<A> {
    pub(super) async fn kept_test_types(
        &self,
        keeps: &(dyn Fn(&TestType) -> bool + Sync),
        all: bool,
        window: Window,
    ) -> Result<Listed<TestType>, Error> {
        self.sifted_from(&self.client.reference.test_types, "test_types", keeps, all, window).await
    }

    pub(super) async fn kept_product_types(
        &self,
        keeps: &(dyn Fn(&ProductType) -> bool + Sync),
        all: bool,
        window: Window,
    ) -> Result<Listed<ProductType>, Error> {
        let kept = &self.client.reference.product_types;
        self.sifted_from(kept, "product_types", keeps, all, window).await
    }

    /// The rows of a window that pass; `all` says that every one does.
    async fn sifted_from<T: Clone + DeserializeOwned + Send>(
        &self,
        kept: &Kept<T>,
        path: &'static str,
        keeps: &(dyn Fn(&T) -> bool + Sync),
        all: bool,
        window: Window,
    ) -> Result<Listed<T>, Error> {
        let Some(rows) = self.rows_of(kept, path).await? else {
            return if all {
                self.listed(path, &Query::default(), window).await
            } else {
                self.scan(path, &Query::default(), window, Sieve { keeps, past: &|_| false }).await
            };
        };
        let matching: Vec<&T> = rows.iter().filter(|row| keeps(row)).collect();
        let count = matching.len() as u64;
        let shown = if window.count_only { 0 } else { window.limit.value() as usize };
        let skipped = usize::try_from(window.offset.value()).unwrap_or(usize::MAX);
        let of = rows.len() as u64;
        Ok(Listed {
            rows: matching.into_iter().skip(skipped).take(shown).cloned().collect(),
            count,
            scan: (!all).then_some(Scanned { rows: of, of, complete: true }),
        })
    }

    async fn rows_of<T: DeserializeOwned>(
        &self,
        kept: &Kept<T>,
        path: &'static str,
    ) -> Result<Rows<T>, Error> {
        let mut held = kept.0.lock().await;
        let changes = self.client.reference.changes.load(Relaxed);
        if let Some(reading) = &*held
            && reading.changes == changes
            && reading.at.elapsed() < COUNTS
        {
            return Ok(reading.rows.clone());
        }
        let page: Page<T> = self.page(&[path], &Query::default().at(MOST, 0), path).await?;
        let whole = page.count <= MOST.into();
        let rows = whole.then(|| Arc::from(page.results));
        *held = Some(Reading { at: Instant::now(), changes, rows: rows.clone() });
        Ok(rows)
    }
}
