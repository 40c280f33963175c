//! An in-process simulator of DefectDojo 3.2.0's REST API v2, for the `demo` command and the tests.
//!
//! It answers as a real instance was measured to, quirks included, with invented content whose dates
//! follow today. It says on its face what it is: in the `Server` header, on the front page, and in an
//! announcement. Nothing of it is kept, and it depends on no other module.

mod answer;
mod auth;
mod call;
mod clock;
mod cvss;
mod dedupe;
mod engagements;
mod field;
mod fields;
mod filter;
mod findings;
mod imports;
mod instance;
mod notes;
mod order;
mod page;
mod paging;
mod places;
mod prefetch;
mod previews;
mod products;
mod risk;
mod route;
mod routes;
mod row;
mod seed;
mod server;
mod show;
mod sla;
mod store;
mod tests;
mod title_case;
mod validate;

use std::future::Future;
use std::sync::{Arc, RwLock};

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;

/// The API key of the superuser.
pub const ADMIN_KEY: &str = "demo-admin-key";
/// The API key of a user who is no staff and sees two products.
pub const MEMBER_KEY: &str = "demo-member-key";
/// The API key of a staff user: every product, but neither users nor settings.
pub const STAFF_KEY: &str = "demo-staff-key";
/// The API key of a user who sees no product.
pub const NOBODY_KEY: &str = "demo-nobody-key";

/// The id of the test of the payments ledger that [`TOUR_REPORT`] is the next report of.
pub const TOUR_TEST: u64 = 19;
/// A Semgrep report: reimported into [`TOUR_TEST`] it reopens one finding, adds one, closes one and
/// leaves one as it is.
pub const TOUR_REPORT: &str = include_str!("demo/seed/ledger_after.json");

/// A simulated DefectDojo; clones share one state.
#[derive(Clone, Debug)]
pub struct Demo {
    state: server::Shared,
}

impl Demo {
    /// The same invented content every time, with dates counted from today.
    pub fn seeded() -> Self {
        Self { state: Arc::new(RwLock::new(seed::state())) }
    }

    /// The same content in an instance that says it is of `version` and has none of the resources that it `lacks`.
    #[must_use]
    pub fn posing_as(version: &'static str, lacks: &'static [&'static str]) -> Self {
        let mut state = seed::state();
        state.release = store::Release { version, lacks };
        Self { state: Arc::new(RwLock::new(state)) }
    }

    /// The whole API as a router; mount it at `/`.
    pub fn router(&self) -> Router {
        let state = Arc::clone(&self.state);
        Router::new()
            .fallback(move |request| server::serve(Arc::clone(&state), request))
            .layer(DefaultBodyLimit::disable())
    }

    /// Answers on `listener` until `until` ends, then lets open requests finish.
    pub async fn serve(
        &self,
        listener: TcpListener,
        until: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        // Without TCP_NODELAY every answer waits for the client's delayed acknowledgement.
        let listener = listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "the demo could not set TCP_NODELAY");
            }
        });
        axum::serve(listener, self.router()).with_graceful_shutdown(until).await
    }
}
