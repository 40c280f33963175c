//! How far a long call is, for clients that ask to be told: a report on its way, a list that takes many pages.

use std::{convert::Infallible, time::Duration};

use futures_util::future::{Either, select};
use rmcp::{
    Peer, RoleServer,
    model::{ProgressNotificationParam, ProgressToken},
    service::RequestContext,
};
use tokio::{sync::watch, time::timeout};

use crate::guard::{Progress, Visit};

/// The least time between two notifications.
const PACE: Duration = Duration::from_millis(100);

/// How often a client is told that DefectDojo is still at a report, which takes it minutes for some.
const PARSING: Duration = Duration::from_secs(5);

/// Does `work`, and tells the client how far it is if the request has a progress token. A client that does not read
/// holds nothing up; one that has taken its request back is told nothing more.
pub(super) async fn told<T>(
    work: impl Future<Output = T>,
    visit: &Visit,
    context: &RequestContext<RoleServer>,
) -> T {
    let Some(token) = context.meta.get_progress_token() else { return work.await };
    let teller = Teller { peer: context.peer.clone(), token, told: 0.0, base: 0.0 };
    let telling = context.ct.run_until_cancelled(teller.follow(visit.trail.progress()));
    match select(Box::pin(work), Box::pin(telling)).await {
        Either::Left((done, _)) => done,
        Either::Right((_, work)) => work.await,
    }
}

struct Teller {
    peer: Peer<RoleServer>,
    token: ProgressToken,
    /// The last number told: it must grow with each notification.
    told: f64,
    /// What lay behind when the current list began.
    base: f64,
}

impl Teller {
    async fn follow(mut self, mut progress: watch::Receiver<Progress>) -> Infallible {
        loop {
            // The sender lives as long as the call.
            while progress.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
            let now = *progress.borrow_and_update();
            match now {
                Progress::Nothing => {}
                Progress::Read { rows, of } => {
                    self.tell(rows, Some(of), format!("{rows} of {of} rows read")).await;
                }
                Progress::Sent { bytes, of } if bytes < of => {
                    let [sent, all] = [bytes, of].map(mebibytes);
                    let message = format!("{sent} of {all} MiB sent to DefectDojo");
                    self.tell(bytes, Some(of), message).await;
                }
                Progress::Sent { of, .. } => self.parsing(of, &mut progress).await,
            }
            tokio::time::sleep(PACE).await;
        }
    }

    /// DefectDojo has the whole report, and says nothing until it is done with it.
    async fn parsing(&mut self, of: u64, progress: &mut watch::Receiver<Progress>) {
        let mut beats: u64 = 0;
        loop {
            let seconds = beats * PARSING.as_secs();
            let since =
                if beats == 0 { String::new() } else { format!(", for {seconds} s so far") };
            let message = format!("DefectDojo has the report and is parsing it{since}");
            self.tell(of + beats, (beats == 0).then_some(of), message).await;
            if timeout(PARSING, progress.changed()).await.is_ok() {
                progress.mark_changed();
                return;
            }
            beats += 1;
        }
    }

    async fn tell(&mut self, done: u64, of: Option<u64>, message: String) {
        #[expect(clippy::cast_precision_loss, reason = "bytes and rows stay far below 2^52")]
        let [done, of] = [Some(done), of].map(|number| number.map(|number| number as f64));
        let done = done.unwrap_or_default();
        if self.base + done <= self.told {
            self.base = self.told;
        }
        self.told = self.base + done;
        let mut told = ProgressNotificationParam::new(self.token.clone(), self.told);
        told.total = of.map(|of| self.base + of);
        told.message = Some(message);
        // A client that is gone needs no word of it.
        self.peer.notify_progress(told).await.ok();
    }
}

fn mebibytes(bytes: u64) -> String {
    let tenths = bytes * 10 / (1 << 20);
    format!("{}.{}", tenths / 10, tenths % 10)
}
