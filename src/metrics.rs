//! Counters and gauges, in the text format of Prometheus.
//!
//! Labels are bounded: tools are known from the start, outcomes and reasons are words of the program, and whatever
//! a client could make up is counted as `other`. Counting a call takes no lock.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

/// The content type of [`Metrics::render`].
pub const CONTENT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// How a call ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    Success,
    Error,
    Denied,
    RateLimited,
    InvalidArguments,
    Cancelled,
    /// A person was asked; the client calls again with the answer.
    Asked,
}

impl Outcome {
    const ALL: [Self; 7] = [
        Self::Success,
        Self::Error,
        Self::Denied,
        Self::RateLimited,
        Self::InvalidArguments,
        Self::Cancelled,
        Self::Asked,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Error => "error",
            Self::Denied => "denied",
            Self::RateLimited => "rate_limited",
            Self::InvalidArguments => "invalid_arguments",
            Self::Cancelled => "cancelled",
            Self::Asked => "asked",
        }
    }
}

/// Upper bounds of the latency buckets, in microseconds and as Prometheus writes them.
const BUCKETS: [(u64, &str); 10] = [
    (1_000, "0.001"),
    (5_000, "0.005"),
    (10_000, "0.01"),
    (25_000, "0.025"),
    (50_000, "0.05"),
    (100_000, "0.1"),
    (500_000, "0.5"),
    (1_000_000, "1"),
    (10_000_000, "10"),
    (60_000_000, "60"),
];

/// Tools that the registry was not told of, and paths that nothing is served at.
const OTHER: &str = "other";

/// Everything that is counted. Shared by all that count.
#[derive(Default)]
pub struct Metrics {
    tools: Vec<(&'static str, Calls)>,
    other: Calls,
    counters: Mutex<BTreeMap<Series, u64>>,
    gauges: Mutex<Vec<Gauge>>,
}

#[derive(Default)]
struct Calls {
    outcomes: [AtomicU64; Outcome::ALL.len()],
    buckets: [AtomicU64; BUCKETS.len()],
    micros: AtomicU64,
}

/// A counter's name, help, label and the label's value.
type Series = (&'static str, &'static str, &'static str, &'static str);

struct Gauge {
    name: &'static str,
    help: &'static str,
    label: Option<(&'static str, String)>,
    read: Box<dyn Fn() -> u64 + Send + Sync>,
}

impl Metrics {
    /// Calls are counted for each of `tools`, and for all others together.
    pub fn new(tools: impl IntoIterator<Item = &'static str>) -> Self {
        let tools = tools.into_iter().map(|tool| (tool, Calls::default())).collect();
        Self { tools, ..Self::default() }
    }

    /// Counts a call that took `elapsed`.
    pub fn call(&self, tool: &str, outcome: Outcome, elapsed: Duration) {
        let known = self.tools.iter().find(|(name, _)| *name == tool);
        let calls = known.map_or(&self.other, |(_, calls)| calls);
        let micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        for (index, counter) in Outcome::ALL.iter().zip(&calls.outcomes) {
            if *index == outcome {
                counter.fetch_add(1, Relaxed);
            }
        }
        for ((bound, _), bucket) in BUCKETS.iter().zip(&calls.buckets) {
            if micros <= *bound {
                bucket.fetch_add(1, Relaxed);
            }
        }
        calls.micros.fetch_add(micros, Relaxed);
    }

    /// Counts one more of something rarer, by a word of the program.
    pub fn count(
        &self,
        name: &'static str,
        help: &'static str,
        label: &'static str,
        value: &'static str,
    ) {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        *counters.entry((name, help, label, value)).or_default() += 1;
    }

    /// Has `read` asked for a value whenever metrics are read. `label` tells several of one name apart; its values
    /// come from the configuration.
    pub fn gauge(
        &self,
        name: &'static str,
        help: &'static str,
        label: Option<(&'static str, String)>,
        read: impl Fn() -> u64 + Send + Sync + 'static,
    ) {
        let mut gauges = self.gauges.lock().unwrap_or_else(PoisonError::into_inner);
        gauges.push(Gauge { name, help, label, read: Box::new(read) });
        gauges.sort_by_key(|gauge| gauge.name);
    }

    /// Everything, in the text format of Prometheus.
    pub fn render(&self) -> String {
        let mut text = Text::default();
        let all =
            || self.tools.iter().map(|(name, calls)| (*name, calls)).chain([(OTHER, &self.other)]);
        text.head("mcp_tool_calls_total", "Calls of tools by how they ended.", "counter");
        for (tool, calls) in all() {
            for (outcome, counter) in Outcome::ALL.iter().zip(&calls.outcomes) {
                let labels = format!("tool=\"{tool}\",outcome=\"{}\"", outcome.name());
                text.value("mcp_tool_calls_total", &labels, counter.load(Relaxed));
            }
        }
        text.head("mcp_tool_call_seconds", "How long calls of tools took.", "histogram");
        for (tool, calls) in all() {
            let tool = format!("tool=\"{tool}\"");
            let count: u64 = calls.outcomes.iter().map(|counter| counter.load(Relaxed)).sum();
            for ((_, bound), bucket) in BUCKETS.iter().zip(&calls.buckets) {
                let labels = format!("{tool},le=\"{bound}\"");
                text.value("mcp_tool_call_seconds_bucket", &labels, bucket.load(Relaxed));
            }
            text.value("mcp_tool_call_seconds_bucket", &format!("{tool},le=\"+Inf\""), count);
            text.seconds("mcp_tool_call_seconds_sum", &tool, calls.micros.load(Relaxed));
            text.value("mcp_tool_call_seconds_count", &tool, count);
        }
        let counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        for ((name, help, label, value), count) in &*counters {
            text.head(name, help, "counter");
            text.value(name, &format!("{label}=\"{value}\""), *count);
        }
        let gauges = self.gauges.lock().unwrap_or_else(PoisonError::into_inner);
        for Gauge { name, help, label, read } in &*gauges {
            text.head(name, help, "gauge");
            let label =
                label.as_ref().map(|(label, value)| format!("{label}=\"{}\"", escaped(value)));
            text.value(name, label.as_deref().unwrap_or_default(), read());
        }
        text.text
    }
}

#[derive(Default)]
struct Text {
    text: String,
    last: &'static str,
}

impl Text {
    /// Names and explains a metric, once.
    fn head(&mut self, name: &'static str, help: &str, kind: &str) {
        if self.last != name {
            self.last = name;
            self.write(format_args!("# HELP {name} {help}\n# TYPE {name} {kind}\n"));
        }
    }

    fn value(&mut self, name: &str, labels: &str, value: u64) {
        self.labelled(name, labels, format_args!("{value}"));
    }

    fn seconds(&mut self, name: &str, labels: &str, micros: u64) {
        let (whole, rest) = (micros / 1_000_000, micros % 1_000_000);
        self.labelled(name, labels, format_args!("{whole}.{rest:06}"));
    }

    fn labelled(&mut self, name: &str, labels: &str, value: std::fmt::Arguments<'_>) {
        if labels.is_empty() {
            self.write(format_args!("{name} {value}\n"));
        } else {
            self.write(format_args!("{name}{{{labels}}} {value}\n"));
        }
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        self.text.write_fmt(text).expect("a String takes everything");
    }
}

/// A label's value (Prometheus text format: backslash, quote and line feed are escaped).
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_written_as_prometheus_reads_them() {
        let metrics = Metrics::new(["get_finding"]);
        metrics.call("get_finding", Outcome::Success, Duration::from_micros(1_500));
        metrics.call("get_finding", Outcome::Success, Duration::from_mins(2));
        metrics.call("made-up\"} 1\n", Outcome::Denied, Duration::ZERO);
        metrics.count("mcp_refused_logins_total", "Logins refused.", "reason", "unknown_token");
        metrics.count("mcp_refused_logins_total", "Logins refused.", "reason", "missing_token");
        metrics.count("mcp_refused_logins_total", "Logins refused.", "reason", "unknown_token");
        metrics.gauge("sink_lag", "Lag.", Some(("sink", "a\"b".into())), || 7);
        metrics.gauge("connections", "Open connections.", None, || 3);
        metrics.gauge("sink_lag", "Lag.", Some(("sink", "c".into())), || 8);
        let text = metrics.render();
        for line in [
            r#"mcp_tool_calls_total{tool="get_finding",outcome="success"} 2"#,
            r#"mcp_tool_calls_total{tool="get_finding",outcome="error"} 0"#,
            r#"mcp_tool_calls_total{tool="other",outcome="denied"} 1"#,
            r#"mcp_tool_call_seconds_bucket{tool="get_finding",le="0.001"} 0"#,
            r#"mcp_tool_call_seconds_bucket{tool="get_finding",le="0.005"} 1"#,
            r#"mcp_tool_call_seconds_bucket{tool="get_finding",le="60"} 1"#,
            r#"mcp_tool_call_seconds_bucket{tool="get_finding",le="+Inf"} 2"#,
            r#"mcp_tool_call_seconds_sum{tool="get_finding"} 120.001500"#,
            r#"mcp_tool_call_seconds_count{tool="get_finding"} 2"#,
            r#"mcp_refused_logins_total{reason="missing_token"} 1"#,
            r#"mcp_refused_logins_total{reason="unknown_token"} 2"#,
            "connections 3",
            r#"sink_lag{sink="a\"b"} 7"#,
            r#"sink_lag{sink="c"} 8"#,
        ] {
            assert!(text.lines().any(|known| known == line), "{line}\n{text}");
        }
        assert!(!text.contains("made-up"));
        assert_eq!(text.matches("# TYPE sink_lag gauge").count(), 1);
    }

    /// What clients make up must not make series.
    #[test]
    fn the_number_of_series_is_bounded() {
        let metrics = Metrics::new(["get_finding"]);
        let before = metrics.render().lines().count();
        for number in 0..1000 {
            metrics.call(&format!("tool{number}"), Outcome::Denied, Duration::ZERO);
        }
        assert_eq!(metrics.render().lines().count(), before);
    }
}
