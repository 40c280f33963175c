//! Who calls, and the tools that there are for them.

use std::time::Duration;

use rmcp::{ErrorData, RoleServer, model::Tool, service::RequestContext};
use tokio::time::timeout;

use super::Server;
use crate::{
    access::{Permission, Principal, Selection},
    render::Content,
    tools::{self, Entry},
};

/// Who calls, and the tools that there are for them.
pub(super) struct Caller {
    pub(super) principal: Principal,
    pub(super) offered: Selection,
}

impl Server {
    /// The caller: from the request over HTTP, from the process over stdio, never from arguments.
    pub(super) fn identify(
        &self,
        context: &RequestContext<RoleServer>,
    ) -> Result<Caller, ErrorData> {
        let request = context.extensions.get::<http::request::Parts>();
        let principal = request
            .and_then(|parts| parts.extensions.get::<Principal>())
            .or(self.shared.local.as_ref())
            .cloned()
            .ok_or_else(|| ErrorData::invalid_request("the request is not authenticated", None))?;
        let asked = request.and_then(|parts| parts.extensions.get::<Selection>().copied());
        let offered = self
            .permitted(&principal)
            .and(self.shared.offered)
            .and(asked.unwrap_or(Selection::ALL));
        Ok(Caller { principal, offered })
    }

    /// The tools that a caller has the permissions for.
    pub(super) fn permitted(&self, principal: &Principal) -> Selection {
        let groups = Permission::ALL.into_iter().zip(self.shared.groups);
        groups
            .filter(|(permission, _)| principal.may(*permission))
            .fold(Selection::NONE, |all, (_, group)| all.or(group))
    }

    /// The tool of a name among those that the caller is offered, or why there is none, as the log says it.
    pub(super) fn find(
        &self,
        name: &str,
        principal: &Principal,
        offered: Selection,
    ) -> Result<Entry, &'static str> {
        let (number, entry) = self.shared.tools.numbered(name).ok_or("unknown_tool")?;
        if offered.contains(number) {
            Ok(*entry)
        } else if principal.may(entry.permission) {
            Err("not_offered")
        } else {
            Err("permission_denied")
        }
    }

    /// A tool that the caller may not see is answered like one that there is not.
    pub(super) fn no_such_tool(&self, name: &str, offered: Selection) -> ErrorData {
        let near = tools::nearest(name, self.shared.tools.of(offered).map(|entry| entry.name));
        let plain = name.len() <= 64
            && name.chars().all(|char| char.is_ascii_alphanumeric() || "_-.".contains(char));
        let mut message =
            if plain { format!("Unknown tool: {name}") } else { "Unknown tool".to_owned() };
        if !near.is_empty() {
            message = format!("{message}; did you mean {}?", near.join(" or "));
        }
        ErrorData::invalid_params(message, None)
    }

    /// The tool table, made once: building it anew for each request would cost more than the request.
    pub(super) fn definitions(&self) -> &[Tool] {
        let presentation = &self.shared.presentation;
        self.shared.definitions.get_or_init(|| {
            let mut definitions: Vec<_> =
                self.shared.tools.iter().map(|entry| entry.definition(presentation)).collect();
            if self.shared.content == Content::Text {
                for definition in &mut definitions {
                    definition.output_schema = None;
                }
            }
            definitions
        })
    }

    pub(super) fn offers(&self, caller: &Caller, tool: &str) -> bool {
        let numbered = self.shared.tools.numbered(tool);
        numbered.is_some_and(|(number, _)| caller.offered.contains(number))
    }

    /// The tools that DefectDojo has the routes for; all of them while that is not known.
    pub(super) async fn served(&self) -> Selection {
        /// A client that lists tools at once gets the whole list where DefectDojo takes longer to tell.
        const PATIENCE: Duration = Duration::from_millis(300);
        drop(timeout(PATIENCE, self.first_look()).await);
        match self.shared.guard.client().capabilities() {
            Some(known) => self.shared.tools.served_by(|route| known.has_route(route)),
            None => Selection::ALL,
        }
    }

    /// Waits until the first look at what DefectDojo can do has ended, if one is under way.
    pub async fn first_look(&self) {
        self.shared.guard.client().first_look().await;
    }
}
