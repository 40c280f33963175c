//! Uploads beside the calls: who may, and the record of each.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    access::{Naming as _, Permission, Principal, Selection},
    audit::{self, Call, Ended, Outcome, Record},
    reports::Reports,
    tools,
    transport::{Uploaded, Uploads},
};

/// Uploads where anything that could import them is offered.
pub(super) fn door(
    reports: Arc<Reports>,
    log: audit::Log,
    offered: Selection,
    may_write: bool,
) -> Option<Uploads> {
    let registry = tools::all();
    let imports = ["import_scan", "reimport_scan"]
        .into_iter()
        .filter_map(|name| registry.tool(name).ok())
        .collect::<Vec<_>>();
    let leaves =
        move |left: Selection| imports.iter().any(|import| left.and(*import) != Selection::NONE);
    if !may_write || !leaves(offered) {
        return None;
    }
    let may = move |principal: &Principal, left: Option<Selection>| {
        principal.may(Permission::ScanMgmt) && leaves(offered.and(left.unwrap_or(Selection::ALL)))
    };
    Some(Uploads {
        reports,
        may: Arc::new(may),
        recorded: Arc::new(move |uploaded| {
            let log = log.clone();
            Box::pin(async move {
                let recorded = log.append(record(uploaded)).await;
                if let Err(error) = &recorded {
                    tracing::error!(%error, "an upload was not recorded");
                }
                recorded.is_ok()
            })
        }),
    })
}

fn record(uploaded: Uploaded) -> Record {
    let Uploaded { principal, outcome, duration } = uploaded;
    let mut request_params = Map::new();
    let (outcome, reason) = match outcome {
        Ok((id, bytes, sha256)) => {
            let about = json!({ "upload_id": id, "bytes": bytes, "sha256": sha256 });
            if let Value::Object(about) = about {
                request_params = about;
            }
            (Outcome::Success, None)
        }
        Err(reason) => (Outcome::Denied, Some(reason)),
    };
    let call = Call {
        tool_name: "upload".to_owned(),
        request_id: Uuid::now_v7(),
        client_request_id: None,
        caller_id: "anonymous".to_owned(),
        authenticated_caller_id: principal.name.to_string(),
        caller_role: principal.role.name().to_owned(),
        request_params,
        request_digests: Map::new(),
        findings_read_before_mutation: None,
        taint: None,
    };
    let mut ended = Ended::new(outcome, duration);
    ended.reason = reason;
    Record::outcome(&call, &ended)
}
