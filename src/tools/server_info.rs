//! What this server found DefectDojo to be, and what its caller may do here.

use super::{beside::Sketched, health::NoArgs};
use crate::{
    access::{Permission, Scope, System},
    guard::Call,
    screen::{Optional, answer},
    tools::{Entry, Error, Settings, Tool, all},
};

pub(super) const TOOLS: &[Entry] = &[Entry::of::<ServerInfo>()];

struct ServerInfo;

answer! {
    struct DefectDojo {
        /// `2.x` or `3.x`.
        generation: Optional<&'static str>,
        release: Optional<String>,
        features: Vec<&'static str>,
        lacks: Vec<&'static str>,
        missing_tools: Vec<&'static str>,
        unknown_filters: Vec<&'static str>,
    }

    struct Caller {
        name: String,
        role: &'static str,
        permissions: Vec<&'static str>,
        /// Ids; absent without a limit.
        products: Optional<Vec<u64>>,
    }

    struct Limits {
        changes: u32,
        changes_window_seconds: u64,
        reads_per_minute: u64,
        bytes_per_minute: u64,
    }

    struct Info {
        version: &'static str,
        defectdojo: Sketched<DefectDojo>,
        can_write: bool,
        caller: Sketched<Caller>,
        limits: Sketched<Limits>,
        _notice: Optional<&'static str>,
    }
}

impl Tool for ServerInfo {
    const NAME: &'static str = "server_info";
    const TITLE: &'static str = "About this server";
    const DESCRIPTION: &'static str =
        "Tells DefectDojo's release, what it lacks, your role and the limits in force.";
    const IDEMPOTENT: bool = true;

    type Access = System;
    type Args = NoArgs;
    type Output = Info;

    async fn run(call: &Call<System>, _: &Settings, _: NoArgs) -> Result<Info, Error> {
        let caller = call.caller();
        let limits = call.limits();
        let permissions = Permission::ALL.into_iter().filter(|group| caller.may(*group));
        let seen = call.dojo.capabilities().await;
        let notice = seen.is_none().then_some(
            "DefectDojo has not told yet what it can do: every tool is listed, and none is held back",
        );
        Ok(Info {
            version: env!("CARGO_PKG_VERSION"),
            defectdojo: Sketched(match &seen {
                Some(seen) => {
                    let (features, lacks) = seen.features();
                    let missing = |entry: &&Entry| !entry.is_served(|route| seen.has_route(route));
                    DefectDojo {
                        generation: Optional(Some(seen.generation.name())),
                        release: Optional(seen.release.map(|release| release.to_string())),
                        features,
                        lacks,
                        missing_tools: all()
                            .iter()
                            .filter(missing)
                            .map(|entry| entry.name)
                            .collect(),
                        unknown_filters: seen
                            .unknown_filters()
                            .iter()
                            .map(|late| late.filter)
                            .collect(),
                    }
                }
                None => DefectDojo {
                    generation: Optional(None),
                    release: Optional(None),
                    features: Vec::new(),
                    lacks: Vec::new(),
                    missing_tools: Vec::new(),
                    unknown_filters: Vec::new(),
                },
            }),
            can_write: call.dojo.may_write(),
            caller: Sketched(Caller {
                name: caller.name.to_string(),
                role: caller.role.name(),
                permissions: permissions.map(Permission::name).collect(),
                products: Optional(match &caller.scope {
                    Scope::All => None,
                    Scope::Products(ids) => Some(ids.to_vec()),
                }),
            }),
            limits: Sketched(Limits {
                changes: if caller.is_authenticated() {
                    limits.mutations
                } else {
                    limits.open_access_mutations
                },
                changes_window_seconds: limits.window.as_secs(),
                reads_per_minute: limits.reads,
                bytes_per_minute: limits.read_bytes,
            }),
            _notice: Optional(notice),
        })
    }
}
