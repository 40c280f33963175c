//! What metrics tell besides calls and connections: the audit log, DefectDojo, traces and the process itself.

use std::{
    fs,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{audit, dojo, metrics::Metrics, traces::Traces};

pub(super) fn register(
    metrics: &Metrics,
    log: &audit::Log,
    client: &Arc<dojo::Client>,
    traces: &Traces,
) {
    let version = Some(("version", env!("CARGO_PKG_VERSION").to_owned()));
    metrics.gauge("mcp_build_info", "1, with the version that runs.", version, || 1);

    let waiting = log.clone();
    let help = "Audit records that wait for the writer.";
    metrics.gauge("mcp_audit_waiting", help, None, move || waiting.status().waiting as u64);
    let writable = log.clone();
    let help = "1 while the audit log takes records.";
    metrics.gauge("mcp_audit_writable", help, None, move || writable.status().writable.into());
    let written = log.clone();
    let help = "Audit records written.";
    metrics.counter("mcp_audit_records_total", help, None, move || written.status().records);

    for (index, (kind, _)) in client.answers().into_iter().enumerate() {
        let client = Arc::clone(client);
        let label = Some(("status", kind.to_owned()));
        let help = "Requests to DefectDojo by how they were answered.";
        metrics.counter("mcp_defectdojo_requests_total", help, label, move || {
            client.answers().get(index).map_or(0, |(_, count)| *count)
        });
    }

    let traces = traces.clone();
    let help = "Spans that found no room or that no collector took.";
    metrics.counter("mcp_traces_dropped_total", help, None, move || traces.dropped());
    process(metrics);
}

/// Under the names that Prometheus gives these figures in all programs. Other systems than Linux tell less.
fn process(metrics: &Metrics) {
    let start = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let help = "When the process started, in seconds since 1970.";
    metrics.gauge("process_start_time_seconds", help, None, move || start);
    let help = "Resident memory in bytes.";
    metrics.gauge("process_resident_memory_bytes", help, None, resident_bytes);
    let help = "Open files and connections.";
    metrics.gauge("process_open_fds", help, None, || {
        fs::read_dir("/proc/self/fd").map_or(0, |entries| entries.count() as u64)
    });
}

fn resident_bytes() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kibibytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok());
    kibibytes.unwrap_or(0) * 1024
}
