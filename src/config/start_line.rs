//! The first line of the log: what runs where, for which `DefectDojo`, with which access, auditing to where.

use super::{
    Config, Upstream,
    settings::{Auth, Transport, TransportKind},
};
use crate::tools;

impl Config {
    /// One sentence for whoever looks whether it is this server that they meant to start.
    pub fn start_line(&self) -> String {
        let upstream = match &self.upstream {
            Upstream::Demo => "the embedded demo DefectDojo".to_owned(),
            Upstream::Real(dojo) => dojo.url.to_string(),
        };
        format!(
            "mcp-defectdojo {} serves {upstream} {} to {}{}, auditing to {}; settings from {}",
            env!("CARGO_PKG_VERSION"),
            self.transport.place(),
            self.auth.callers(self.transport.kind),
            self.offer(),
            self.records(),
            self.source
        )
    }

    /// What is left where the operator narrowed the tools.
    fn offer(&self) -> String {
        let registry = tools::all();
        let all = registry.iter().count();
        let offered = registry.of(self.narrowing.offered).count();
        match (self.narrowing.read_only, offered) {
            (true, _) => format!(" with the {offered} tools that change nothing (read-only)"),
            (false, offered) if offered < all => format!(" with {offered} of {all} tools"),
            _ => String::new(),
        }
    }

    fn records(&self) -> String {
        let file = match (&self.audit.file, self.is_spooled()) {
            (Some(file), _) => file.display().to_string(),
            (None, true) => format!("a spool in {}", self.forward.spool_dir.display()),
            (None, false) => "stderr".to_owned(),
        };
        match self.forward.targets.len() {
            0 => file,
            1 => format!("{file} and 1 destination"),
            count => format!("{file} and {count} destinations"),
        }
    }
}

impl Transport {
    fn place(&self) -> String {
        let paths = match self.kind {
            TransportKind::Stdio => return "on stdio".to_owned(),
            TransportKind::StreamableHttp => self.path.to_owned(),
            TransportKind::Sse => format!("/sse and {}", self.path),
        };
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        let host =
            if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let port = match self.port {
            0 => "<a free port>".to_owned(),
            port => port.to_string(),
        };
        let shown = if self.tls.as_ref().is_some_and(|tls| tls.client_ca.is_some()) {
            " behind client certificates"
        } else {
            ""
        };
        format!("over {} at {scheme}://{host}:{port}{paths}{shown}", self.kind)
    }
}

impl Auth {
    fn callers(&self, kind: TransportKind) -> String {
        if kind == TransportKind::Stdio {
            let role = self.stdio_role.map_or("admin", crate::access::Role::name);
            return format!("one caller with the role {role}");
        }
        if !self.require {
            return "anybody with the role admin (open access)".to_owned();
        }
        let tokens = match self.bindings.len() {
            0 => None,
            1 => Some("1 caller by token".to_owned()),
            count => Some(format!("{count} callers by token")),
        };
        let file =
            self.roles_file.as_ref().map(|file| format!("the callers of {}", file.display()));
        let issuer = self.oauth.as_ref().map(|oauth| format!("access tokens of {}", oauth.issuer));
        let callers: Vec<_> = tokens.into_iter().chain(file).chain(issuer).collect();
        match callers.as_slice() {
            [] => "nobody".to_owned(),
            [front @ .., last] if !front.is_empty() => format!("{} and {last}", front.join(", ")),
            _ => callers.concat(),
        }
    }
}
