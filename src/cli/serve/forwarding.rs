//! Forwarding beside the server: its spool, its figures, its end.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Context as _;

use crate::{
    audit,
    config::Config,
    forward::{Forwarder, State, Status},
    metrics::Metrics,
    platform,
};

/// How long a stop waits for destinations to take what is left. What they do not take waits for the next start.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Makes sure that what is to be forwarded has a place to wait in.
pub(super) fn prepare(config: &Config) -> anyhow::Result<()> {
    if !config.is_spooled() {
        return Ok(());
    }
    let folder = &config.forward.spool_dir;
    make_folder(folder).with_context(|| {
        format!(
            "AUDIT_SPOOL_DIR={} cannot be written, and audit records wait there until they are forwarded; \
             let this user write to it, name another folder, or set AUDIT_LOG_FILE",
            folder.display()
        )
    })
}

fn make_folder(folder: &Path) -> std::io::Result<()> {
    platform::make_private_folder(folder)?;
    tempfile::tempfile_in(folder).map(drop)
}

/// What is counted for each destination: name, help, and where it stands.
type Figure = (&'static str, &'static str, fn(&Status) -> u64);

const FIGURES: [Figure; 5] = [
    ("mcp_defectdojo_forward_lag", "Audit records that a destination still has to get.", |it| {
        it.lag
    }),
    (
        "mcp_defectdojo_forward_delivered",
        "Audit records that a destination has accepted, ever.",
        |it| it.delivered,
    ),
    (
        "mcp_defectdojo_forward_dead_letters",
        "Audit records that a destination will never take.",
        |it| it.dead_letters,
    ),
    ("mcp_defectdojo_forward_left_out", "Audit records that were not forwarded.", |it| it.left_out),
    ("mcp_defectdojo_forward_delivering", "1 while a destination takes what it is sent.", |it| {
        u64::from(it.state == State::Delivering)
    }),
];

/// Begins to forward, where there is a destination.
pub(super) fn start(
    config: &Config,
    log: &audit::Log,
    metrics: &Metrics,
) -> anyhow::Result<Option<Arc<Forwarder>>> {
    let settings = config.forward();
    if settings.targets.is_empty() {
        return Ok(None);
    }
    let forwarder = Forwarder::start(&settings, log)?;
    for (destination, status) in forwarder.readers() {
        let label = |destination: &str| Some(("destination", destination.to_owned()));
        for (name, help, figure) in FIGURES {
            let status = status.clone();
            metrics.gauge(name, help, label(&destination), move || figure(&status()));
        }
    }
    Ok(Some(Arc::new(forwarder)))
}

/// How many destinations do how, for `/ready`, which anybody may ask: no names.
pub(super) fn summary(forwarder: &Forwarder) -> serde_json::Value {
    let mut states = serde_json::Map::new();
    for status in forwarder.statuses() {
        let count = states.entry(status.state.word()).or_insert_with(|| 0.into());
        *count = (count.as_u64().unwrap_or(0) + 1).into();
    }
    states.into()
}
