//! From the checked configuration to the settings of each module.

use std::{
    io,
    net::{SocketAddr, ToSocketAddrs as _},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use super::{Config, settings};
use crate::{
    access::{Principal, Role},
    audit, auth, dojo, forward, guard, render, reports, screen, tools, traces, transport,
};

/// Small, so that a spool gives back its space soon.
const SPOOL_SEGMENT: u64 = 16 << 20;

impl settings::Dojo {
    pub fn settings(&self) -> dojo::Settings {
        let keys = match &self.keys {
            settings::Keys::Single(key) => dojo::Keys::Single(key.clone()),
            settings::Keys::Pair { read, write } => {
                dojo::Keys::Pair { read: read.clone(), write: write.clone() }
            }
            settings::Keys::ReadOnly(key) => dojo::Keys::ReadOnly(key.clone()),
        };
        dojo::Settings { url: self.url.clone(), keys, ca: self.ca.clone() }
    }
}

impl Config {
    pub fn limits(&self) -> guard::Settings {
        let settings::Limits { mutations, open_access_mutations, window, reads, read_volume } =
            self.limits;
        let read_bytes = read_volume << 20;
        guard::Settings { mutations, open_access_mutations, window, reads, read_bytes }
    }

    pub fn taint(&self) -> guard::TaintSettings {
        let policy = match self.screening.taint {
            settings::TaintPolicy::Off => guard::TaintPolicy::Off,
            settings::TaintPolicy::Audit => guard::TaintPolicy::Audit,
            settings::TaintPolicy::Confirm => guard::TaintPolicy::Confirm,
            settings::TaintPolicy::Deny => guard::TaintPolicy::Deny,
        };
        guard::TaintSettings { policy, ..guard::TaintSettings::default() }
    }

    pub fn audit(&self) -> audit::Settings {
        audit::Settings {
            file: self.audit_file(),
            key: self.audit.key.clone(),
            queue_size: self.audit.queue_size,
            network: self.transport.kind.is_network(),
            fail_mode: match self.audit.fail_mode {
                settings::FailMode::Closed => audit::FailMode::Closed,
                settings::FailMode::Mutations => audit::FailMode::Mutations,
                settings::FailMode::Open => audit::FailMode::Open,
            },
            fsync: match self.audit.fsync {
                settings::Fsync::Group => audit::Fsync::Group,
                settings::Fsync::Interval(interval) => audit::Fsync::Interval(interval),
                settings::Fsync::Off => audit::Fsync::Off,
            },
            keyring_file: self.audit.keyring_file.clone(),
            signing_key_file: self.audit.signing_key_file.clone(),
            rotate_bytes: Some(if self.is_spooled() {
                SPOOL_SEGMENT
            } else {
                self.audit.rotate_size
            }),
            rotate_age: self.audit.rotate_age,
            keep: audit::Keep {
                // Of a spool nobody wants more than destinations still have to get, which retention leaves alone.
                segments: if self.is_spooled() { Some(1) } else { self.audit.keep_segments },
                bytes: self.audit.keep_size,
                age: self.audit.keep_age,
            },
            ..audit::Settings::default()
        }
    }

    /// The audit file; what is to be forwarded waits in a spool where there is none.
    pub fn audit_file(&self) -> Option<PathBuf> {
        let forwards = !self.forward.targets.is_empty();
        let spool = || forwards.then(|| self.forward.spool_dir.join("audit.log"));
        self.audit.file.clone().or_else(spool)
    }

    /// Whether the audit file is a spool that nobody asked to be kept.
    pub fn is_spooled(&self) -> bool {
        self.audit.file.is_none() && !self.forward.targets.is_empty()
    }

    pub fn forward(&self) -> forward::Settings {
        forward::Settings {
            targets: self.forward.targets.clone(),
            backlog: self.forward.backlog,
            ..forward::Settings::default()
        }
    }

    pub fn auth(&self) -> auth::Settings {
        let bindings = self.auth.bindings.iter().map(|binding| auth::Binding {
            name: binding.name.clone(),
            token: auth::TokenHash::from_digest(binding.token.0),
            role: binding.role,
        });
        auth::Settings {
            bindings: bindings.collect(),
            require: self.auth.require,
            roles_file: self.auth.roles_file.clone(),
            oauth: self.auth.oauth.as_ref().map(|oauth| {
                let mut settings = auth::oauth::Settings::new(
                    oauth.issuer.clone(),
                    oauth.audience.clone(),
                    oauth.role_claim.clone(),
                );
                settings.role_map.clone_from(&oauth.role_map);
                settings.products.clone_from(&oauth.products);
                settings
            }),
        }
    }

    /// Where traces go, if they are on.
    pub fn traces(&self) -> Option<traces::Settings> {
        let settings::Traces { endpoint, headers, service, ca, sampler } = self.traces.as_ref()?;
        Some(traces::Settings {
            endpoint: endpoint.clone(),
            headers: headers.clone(),
            service: service.clone(),
            ca: ca.clone(),
            sampler: *sampler,
            delay: Duration::from_secs(5),
        })
    }

    /// The caller over stdio, where the process is the caller.
    pub fn local_caller(&self) -> Principal {
        Principal::open_access(self.auth.stdio_role.unwrap_or(Role::Admin))
    }

    /// The settings of a network transport; its host name is looked up.
    pub fn network(&self) -> io::Result<transport::Settings> {
        let host = self.transport.host.trim_start_matches('[').trim_end_matches(']');
        let bind: SocketAddr = (host, self.transport.port)
            .to_socket_addrs()?
            .next()
            .ok_or(io::ErrorKind::AddrNotAvailable)?;
        let otherwise = transport::Settings::default();
        // Where nothing is imported, nobody needs room for a report.
        let report_limit =
            if self.narrowing.read_only { otherwise.body_limit } else { otherwise.report_limit };
        Ok(transport::Settings {
            bind,
            report_limit,
            allowed_hosts: self.transport.allowed_hosts.clone().unwrap_or_default(),
            allowed_origins: self.transport.allowed_origins.clone(),
            trusted_proxies: self.transport.trusted_proxies.clone(),
            tls: self.transport.tls.as_ref().map(|files| transport::tls::Settings {
                cert: files.cert.clone(),
                key: files.key.clone(),
                client_ca: files.client_ca.clone(),
            }),
            metrics: self.transport.metrics,
            legacy_sse: self.transport.kind == settings::TransportKind::Sse,
            sessions: self.transport.sessions,
            session_limit: self.transport.session_limit,
            caller_session_limit: (self.transport.session_limit / 16)
                .max(8)
                .min(self.transport.session_limit),
            session_idle_limit: self.transport.session_idle,
            connection_limit: self.transport.connection_limit,
            address_connection_limit: self.transport.address_connection_limit,
            drain: self.transport.drain,
            ..otherwise
        })
    }

    pub fn presentation(&self) -> screen::Presentation {
        let wrapping = match self.screening.wrapping {
            settings::Wrapping::On => screen::Wrapping::On,
            settings::Wrapping::Compact => screen::Wrapping::Compact,
            settings::Wrapping::Nonce => screen::Wrapping::Nonce,
            settings::Wrapping::Off => screen::Wrapping::Off,
        };
        let redactor = Arc::new(screen::Redactor::new(&self.screening.own_secrets));
        screen::Presentation { wrapping, redactor }
    }

    /// The check on what callers write, with the redactor that answers use.
    pub fn screening(&self, presentation: &screen::Presentation) -> screen::Screening {
        screen::Screening::new(Arc::clone(&presentation.redactor), self.screening.writes)
    }

    pub fn content(&self) -> render::Content {
        match self.answers.result_content {
            settings::ResultContent::Both => render::Content::Both,
            settings::ResultContent::Text => render::Content::Text,
            settings::ResultContent::Structured => render::Content::Structured,
        }
    }

    pub fn tools(&self) -> tools::Settings {
        let default_found_by = match &self.upstream {
            settings::Upstream::Real(dojo) => dojo.default_found_by.map(Into::into),
            settings::Upstream::Demo => None,
        };
        tools::Settings {
            list_detail: match self.answers.list_detail {
                settings::ListDetail::Summary => tools::Detail::Summary,
                settings::ListDetail::Standard => tools::Detail::Standard,
                settings::ListDetail::Full => tools::Detail::Full,
            },
            max_result: tools::Tokens(self.answers.max_result_tokens),
            import_defaults: match self.imports.defaults {
                settings::ImportDefaults::DefectDojo => tools::ImportDefaults::DefectDojo,
                settings::ImportDefaults::Python => tools::ImportDefaults::Python,
            },
            reports: Arc::new(reports::Reports::new(reports::Settings {
                roots: self.imports.roots.clone(),
                ..reports::Settings::default()
            })),
            default_found_by,
        }
    }
}
