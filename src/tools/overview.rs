//! `counts`: how a product, an engagement or a test stands.

use super::{
    Error,
    beside::{Beside, Sketched},
    history::kind_of,
};
use crate::{
    access::Access,
    dojo::{
        ENGAGEMENTS_ASKED, Holder, Overview,
        models::{self, Moment},
        words::Flag,
    },
    guard::Call,
    screen::{Optional, answer},
};

answer! {
    struct Open {
        total: u64,
        critical: u64,
        high: u64,
        medium: u64,
        low: u64,
        info: u64,
    }

    struct LastImport {
        date: Option<String>,
        kind: Option<&'static str>,
        test_id: Option<u64>,
    }

    struct Counts {
        open: Open,
        past_sla: u64,
        known_exploited: u64,
        engagements: Optional<u64>,
        tests: Optional<u64>,
        last_import: Option<LastImport>,
        basis: &'static str,
    }

    pub(super) struct Counted {
        /// What `counts` asked for.
        counts: Optional<Sketched<Counts>>,
    }
}

macro_rules! of_findings {
    () => {
        "open: active=true; past_sla, known_exploited: of these, with outside_of_sla=true, known_exploited=true"
    };
}

/// What the counts rest on, for who has to trust them.
const OF_A_TEST: &str = of_findings!();
const OF_AN_ENGAGEMENT: &str =
    concat!(of_findings!(), "; last_import: of the test that changed last");
const OF_A_PRODUCT: &str = concat!(
    of_findings!(),
    "; last_import: of the test that changed last in each of the 5 engagements that changed last"
);
const _: () = assert!(ENGAGEMENTS_ASKED == 5, "the basis of a product's counts names it");

impl Counts {
    fn of(overview: Overview, holder: Holder) -> Self {
        let [critical, high, medium, low, info] = overview.open;
        let total = overview.open.iter().sum();
        Self {
            open: Open { total, critical, high, medium, low, info },
            past_sla: overview.past_sla,
            known_exploited: overview.known_exploited,
            engagements: Optional(overview.engagements),
            tests: Optional(overview.tests),
            last_import: overview.last_import.map(LastImport::from),
            basis: match holder {
                Holder::Product(_) => OF_A_PRODUCT,
                Holder::Engagement(_) => OF_AN_ENGAGEMENT,
                Holder::Test(_) => OF_A_TEST,
            },
        }
    }
}

impl From<models::TestImport> for LastImport {
    fn from(import: models::TestImport) -> Self {
        Self {
            date: import.created.map(Moment::into_string),
            kind: kind_of(&import.kind),
            test_id: import.test,
        }
    }
}

/// An object, with its counts where they are asked for.
pub(super) async fn counted<A: Access, P>(
    call: &Call<A>,
    object: P,
    holder: Holder,
    wanted: Option<Flag>,
) -> Result<Beside<P, Counted>, Error> {
    let counts = match wanted {
        Some(Flag(true)) => Some(Sketched(Counts::of(call.dojo.overview(holder).await?, holder))),
        _ => None,
    };
    Ok(Beside(object, Counted { counts: Optional(counts) }))
}
