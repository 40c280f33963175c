//! Ordinary calls of tools, past rmcp's loop.
//!
//! They have what rmcp would give them: the client behind the handshake, who may be asked something, and a token that
//! is cancelled when the client takes the call back.

use std::sync::{Arc, OnceLock};

use rmcp::{Peer, RoleServer, model::CallToolRequestParams, service::RequestContext};
use tokio::sync::mpsc;

use super::send;
use crate::{
    reports::Held,
    transport::{
        direct::{Calls, called, describes_itself, is_plain},
        unanswered::Unanswered,
    },
};

/// The way past rmcp.
pub(super) struct Past {
    calls: Calls,
    /// There is none before the handshake is over.
    peer: Arc<OnceLock<Peer<RoleServer>>>,
    output: mpsc::Sender<Vec<u8>>,
    unanswered: Unanswered,
}

/// Opens the way.
pub(super) struct Beginning(Arc<OnceLock<Peer<RoleServer>>>);

impl Beginning {
    pub(super) fn with(self, peer: Peer<RoleServer>) {
        self.0.get_or_init(|| peer);
    }
}

/// An ordinary call.
pub(super) struct Call {
    params: CallToolRequestParams,
    context: RequestContext<RoleServer>,
}

impl Past {
    pub(super) fn new(calls: Calls, output: mpsc::Sender<Vec<u8>>, unanswered: Unanswered) -> Self {
        Self { calls, peer: Arc::default(), output, unanswered }
    }

    pub(super) fn beginning(&self) -> Beginning {
        Beginning(self.peer.clone())
    }

    /// The call in a line, if it is one that needs nothing else of rmcp.
    pub(super) fn recognise(&self, line: &[u8]) -> Option<Call> {
        let peer = self.peer.get()?;
        let (id, mut params) = called(line)?;
        let ordinary = match peer.peer_info() {
            Some(_) => is_plain(&params),
            // Without an initialize request, nothing is known but what each request says.
            None => describes_itself(&params),
        };
        // Of two with one id, rmcp takes the second.
        if !ordinary || self.unanswered.has(&id) {
            return None;
        }
        let mut context = RequestContext::new(id, peer.clone());
        context.meta = params.meta.take().unwrap_or_default();
        Some(Call { params, context })
    }

    /// Has a call answered, in a task of its own. `held` was taken out of it.
    pub(super) fn answer(&self, Call { params, context }: Call, held: Vec<Held>) {
        let (id, cancel) = (context.id.clone(), context.ct.clone());
        self.unanswered.note_past(id.clone(), held, cancel.clone());
        let (output, unanswered) = (self.output.clone(), self.unanswered.clone());
        let answer = (self.calls)(params, context);
        tokio::spawn(async move {
            let answered = async {
                let mut line = answer.await;
                line.push(b'\n');
                send(&output, line, || unanswered.answered(&id)).await.ok();
            };
            // Whoever took a call back waits for no answer.
            cancel.run_until_cancelled(answered).await;
        });
    }
}
