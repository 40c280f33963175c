//! Where traces are sent to, by the names that OpenTelemetry gives to all programs.

use super::{Variable, variables};

variables! {
    list TRACES;

    /// Turns traces on: the base address of an OpenTelemetry collector that takes OTLP over HTTP; `/v1/traces` is added.
    /// Each call becomes a span with the tool's name and outcome, each request to DefectDojo one below it; arguments,
    /// texts and callers stay out.
    OTEL_EXPORTER_OTLP_ENDPOINT =
        Variable::named("OTEL_EXPORTER_OTLP_ENDPOINT", "URL", "http://127.0.0.1:4318");

    /// The whole address for traces, where it is not `/v1/traces` below `OTEL_EXPORTER_OTLP_ENDPOINT`; it wins.
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT = Variable::named(
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "URL", "http://127.0.0.1:4318/v1/traces");

    /// Headers of each request to the collector: `name=value`, comma-separated, values percent-encoded where they hold
    /// a comma.
    OTEL_EXPORTER_OTLP_HEADERS = Variable::named("OTEL_EXPORTER_OTLP_HEADERS", "LIST", "").secret();

    /// The encoding of traces. `http/json` is the one there is; other values are refused where traces are on.
    OTEL_EXPORTER_OTLP_PROTOCOL =
        Variable::named("OTEL_EXPORTER_OTLP_PROTOCOL", "NAME", "http/json").default("http/json");

    /// A PEM file of certificate authorities that a collector's certificate may come from, besides the system's.
    OTEL_EXPORTER_OTLP_CERTIFICATE =
        Variable::named("OTEL_EXPORTER_OTLP_CERTIFICATE", "FILE", "/etc/mcp-defectdojo/collector.pem");

    /// The name under which the collector shows this server.
    OTEL_SERVICE_NAME =
        Variable::named("OTEL_SERVICE_NAME", "NAME", "mcp-defectdojo").default("mcp-defectdojo");

    /// Which traces are recorded: `always_on`, `always_off`, `traceidratio` (a share of them), or `parentbased_` before
    /// one of these, which follows what a client decided in `traceparent` and does so itself where none did.
    OTEL_TRACES_SAMPLER = Variable::named("OTEL_TRACES_SAMPLER", "NAME", "parentbased_traceidratio")
        .default("parentbased_always_on");

    /// The share of traces that `traceidratio` and `parentbased_traceidratio` record, from 0 to 1. The trace's id decides,
    /// so that services with the same share record the same traces.
    OTEL_TRACES_SAMPLER_ARG =
        Variable::named("OTEL_TRACES_SAMPLER_ARG", "NUMBER", "0.1").default("1");

    /// Switches traces off whatever else is set.
    OTEL_SDK_DISABLED = Variable::named("OTEL_SDK_DISABLED", "true|false", "true").default("false");
}
