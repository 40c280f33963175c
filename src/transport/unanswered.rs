//! The requests of one client that were handed to the handler and whose answers are not yet on their way.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use rmcp::{
    RoleServer,
    model::{ClientJsonRpcMessage, ClientNotification, ClientRequest, RequestId},
    service::TxJsonRpcMessage,
};
use tokio::sync::Notify;

use crate::reports::Held;

/// Clones share one set.
#[derive(Clone, Default)]
pub(super) struct Unanswered(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// With the reports that were taken out of each.
    ids: Mutex<HashMap<RequestId, Vec<Held>>>,
    changed: Notify,
}

impl Unanswered {
    /// Notes a message on its way to the handler.
    pub(super) fn note(&self, message: &ClientJsonRpcMessage, held: Vec<Held>) {
        match message {
            // A subscription is answered when the client ends it, which a client that is gone never does.
            ClientJsonRpcMessage::Request(request)
                if !matches!(request.request, ClientRequest::SubscriptionsListenRequest(_)) =>
            {
                let mut ids = self.0.ids.lock().unwrap_or_else(PoisonError::into_inner);
                ids.insert(request.id.clone(), held);
            }
            // rmcp drops the answer to a request that was cancelled.
            ClientJsonRpcMessage::Notification(notification) => {
                if let ClientNotification::CancelledNotification(cancelled) =
                    &notification.notification
                    && let Some(id) = &cancelled.params.request_id
                {
                    self.answered(id);
                }
            }
            _ => {}
        }
    }

    pub(super) fn answered(&self, id: &RequestId) {
        self.0.ids.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        self.0.changed.notify_waiters();
    }

    /// Waits until every request is answered.
    pub(super) async fn none(&self) {
        loop {
            // Created before the look, so that a change in between is not missed.
            let changed = self.0.changed.notified();
            if self.0.ids.lock().unwrap_or_else(PoisonError::into_inner).is_empty() {
                return;
            }
            changed.await;
        }
    }
}

/// The id of the request that a message answers.
pub(super) fn answers(message: &TxJsonRpcMessage<RoleServer>) -> Option<RequestId> {
    match message {
        TxJsonRpcMessage::<RoleServer>::Response(response) => Some(response.id.clone()),
        TxJsonRpcMessage::<RoleServer>::Error(error) => error.id.clone(),
        _ => None,
    }
}
