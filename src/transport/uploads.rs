//! `PUT /uploads`: a report that waits here for the call that imports it.

use std::{sync::Arc, time::Duration};

use futures_util::future::BoxFuture;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use hyper::body::{Body as _, Incoming};
use serde_json::json;
use tokio::time::{Instant, timeout_at};

use super::reply::{INVALID_REQUEST, Reply, json_reply, only, refuse, refuse_for_now};
use crate::{
    access::{Principal, Selection},
    reports::{LARGEST, Reports, Unspooled},
};

/// What became of an upload, for the record.
#[derive(Clone, Debug)]
pub struct Uploaded {
    pub principal: Principal,
    /// Its id, bytes and SHA-256, or why it was refused.
    pub outcome: Result<(String, u64, String), &'static str>,
    pub duration: Duration,
}

type May = dyn Fn(&Principal, Option<Selection>) -> bool + Send + Sync;
type Recorded = dyn Fn(Uploaded) -> BoxFuture<'static, bool> + Send + Sync;

/// Who may upload, where to, and who writes it down.
#[derive(Clone)]
pub struct Uploads {
    pub reports: Arc<Reports>,
    /// Whether a caller may import, with what its request's headers leave of the tools.
    pub may: Arc<May>,
    /// Writes it down, and says whether that worked.
    pub recorded: Arc<Recorded>,
}

/// Time for each of these bytes, as for any body.
const PACE: u64 = 4 << 20;

impl Uploads {
    /// Takes what a caller that was let in sends.
    pub(super) async fn answer(
        &self,
        request: Request<Incoming>,
        principal: Principal,
        left: Option<Selection>,
        deadline: Duration,
    ) -> Reply {
        if request.method() != Method::PUT {
            return only("PUT");
        }
        let started = Instant::now();
        let taken = if (self.may)(&principal, left) {
            self.take(request.into_body(), &principal, deadline).await
        } else {
            let message = "uploading needs scan_mgmt, and a server and request that allow imports";
            Err((
                "permission_denied",
                Box::new(refuse(StatusCode::FORBIDDEN, INVALID_REQUEST, message)),
            ))
        };
        let (outcome, reply) = match taken {
            Ok((outcome, reply)) => (Ok(outcome), reply),
            Err((reason, reply)) => (Err(reason), *reply),
        };
        let (kept, owner) = (outcome.clone().ok(), Arc::clone(&principal.name));
        let uploaded = Uploaded { principal, outcome, duration: started.elapsed() };
        if (self.recorded)(uploaded).await {
            return reply;
        }
        if let Some((id, ..)) = kept {
            self.reports.imported(&owner, &id);
        }
        let message = "the audit log takes no record; nothing was kept";
        refuse(StatusCode::SERVICE_UNAVAILABLE, INVALID_REQUEST, message)
    }

    async fn take(
        &self,
        mut body: Incoming,
        principal: &Principal,
        deadline: Duration,
    ) -> Result<((String, u64, String), Reply), (&'static str, Box<Reply>)> {
        let no = |reason, status, message: &str| {
            (reason, Box::new(refuse(status, INVALID_REQUEST, message)))
        };
        let declared = body.size_hint().exact();
        if declared.is_some_and(|declared| declared > LARGEST) {
            return Err(unspooled(Unspooled::TooLarge));
        }
        let mut upload = self.reports.upload(&principal.name, declared).map_err(|refused| {
            let status = StatusCode::TOO_MANY_REQUESTS;
            ("too_many_uploads", Box::new(refuse_for_now(status, &refused.to_string(), 60)))
        })?;
        let start = Instant::now();
        loop {
            let shares = u32::try_from(upload.spool.length() / PACE).unwrap_or(u32::MAX);
            let due = start + deadline * shares.saturating_add(1);
            let late =
                |_| no("late", StatusCode::REQUEST_TIMEOUT, "the report did not arrive in time");
            let Some(frame) = timeout_at(due, body.frame()).await.map_err(late)? else { break };
            let broken = |_| no("broken_off", StatusCode::BAD_REQUEST, "the report ended early");
            if let Ok(data) = frame.map_err(broken)?.into_data() {
                upload.spool.push(&data);
                upload.spool.settle().await;
            }
            if let Some(trouble) = upload.spool.trouble() {
                return Err(unspooled(trouble));
            }
        }
        let kept = upload.keep().await.map_err(unspooled)?;
        let id = kept.id.to_string();
        let expires = jiff::Timestamp::now() + kept.lifetime;
        let reply = json_reply(
            StatusCode::CREATED,
            &json!({
                "upload_id": id,
                "bytes": kept.bytes,
                "sha256": kept.sha256,
                "expires_at": expires.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
                "expires_in_seconds": kept.lifetime.as_secs(),
                "next": "call import_scan or reimport_scan with this upload_id and a file_name; it is used up by an \
                    import that succeeds",
            }),
        );
        Ok(((id, kept.bytes, kept.sha256), reply))
    }
}

fn unspooled(trouble: Unspooled) -> (&'static str, Box<Reply>) {
    let message = format!("the report {trouble}");
    let (reason, status) = match trouble {
        Unspooled::Empty => ("empty", StatusCode::BAD_REQUEST),
        Unspooled::TooLarge => ("too_large", StatusCode::PAYLOAD_TOO_LARGE),
        Unspooled::Full | Unspooled::Disk => {
            let reply = refuse_for_now(StatusCode::SERVICE_UNAVAILABLE, &message, 60);
            return ("no_room", Box::new(reply));
        }
    };
    (reason, Box::new(refuse(status, INVALID_REQUEST, &message)))
}
