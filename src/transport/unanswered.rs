//! The requests of one client that were handed to the handler and whose answers are not yet on their way.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rmcp::{
    RoleServer,
    model::{ClientJsonRpcMessage, ClientNotification, ClientRequest, RequestId},
    service::TxJsonRpcMessage,
};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use crate::reports::Held;

/// Clones share one set.
#[derive(Clone, Default)]
pub(super) struct Unanswered(Arc<Shared>);

#[derive(Default)]
struct Shared {
    requests: Mutex<HashMap<RequestId, Request>>,
    changed: Notify,
}

struct Request {
    /// The reports that were taken out of it.
    _held: Vec<Held>,
    /// Cancels it, where rmcp does not know of it.
    cancel: Option<CancellationToken>,
}

impl Unanswered {
    /// Notes a message on its way to the handler.
    pub(super) fn note(&self, message: &ClientJsonRpcMessage, held: Vec<Held>) {
        match message {
            // A subscription is answered when the client ends it, which a client that is gone never does.
            ClientJsonRpcMessage::Request(request)
                if !matches!(request.request, ClientRequest::SubscriptionsListenRequest(_)) =>
            {
                self.insert(request.id.clone(), Request { _held: held, cancel: None });
            }
            // rmcp drops the answer to a request that was cancelled.
            ClientJsonRpcMessage::Notification(notification) => {
                if let ClientNotification::CancelledNotification(cancelled) =
                    &notification.notification
                    && let Some(id) = &cancelled.params.request_id
                    && let Some(Request { cancel: Some(cancel), .. }) = self.remove(id)
                {
                    cancel.cancel();
                }
            }
            _ => {}
        }
    }

    /// Notes a request that rmcp does not hear of. `cancel` is cancelled when the client takes it back.
    pub(super) fn note_past(&self, id: RequestId, held: Vec<Held>, cancel: CancellationToken) {
        self.insert(id, Request { _held: held, cancel: Some(cancel) });
    }

    pub(super) fn has(&self, id: &RequestId) -> bool {
        self.lock().contains_key(id)
    }

    pub(super) fn answered(&self, id: &RequestId) {
        drop(self.remove(id));
    }

    fn insert(&self, id: RequestId, request: Request) {
        self.lock().insert(id, request);
    }

    fn remove(&self, id: &RequestId) -> Option<Request> {
        let request = self.lock().remove(id);
        self.0.changed.notify_waiters();
        request
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<RequestId, Request>> {
        self.0.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until every request is answered.
    pub(super) async fn none(&self) {
        loop {
            // Created before the look, so that a change in between is not missed.
            let changed = self.0.changed.notified();
            if self.lock().is_empty() {
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
