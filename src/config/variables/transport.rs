//! How clients reach the server.

use super::{Feature, Variable, variables};

variables! {
    list TRANSPORT;

    /// How clients connect: `stdio`; `streamable-http` (also written `http`) at `/mcp`; or `sse`, which serves older
    /// clients at `/sse` and `/messages` beside `/mcp`.
    MCP_TRANSPORT = Variable::named("MCP_TRANSPORT", "NAME", "streamable-http")
        .or(&["FASTMCP_TRANSPORT"]).flag("transport", "stdio, or streamable-http (also http)").default("stdio");

    /// The address a network transport listens on: an IP address, or a name that resolves to one.
    MCP_HOST = Variable::named("MCP_HOST", "ADDRESS", "127.0.0.1")
        .or(&["FASTMCP_HOST"]).flag("host", "Address to listen on")
        .otherwise("0.0.0.0; 127.0.0.1 without authentication");

    /// The port a network transport listens on, 0 to 65535; 0 takes a free one, which the start line names.
    MCP_PORT = Variable::named("MCP_PORT", "PORT", "8080")
        .or(&["FASTMCP_PORT"]).flag("port", "Port to listen on; 0 takes a free one").default("8000");

    /// The `Host` header values that are accepted, comma-separated, each with or without a port: the names under which
    /// clients know this server. Without authentication, loopback names and the listening address are the default, or any
    /// address that is no name where it listens on all of them.
    MCP_ALLOWED_HOSTS = Variable::named("MCP_ALLOWED_HOSTS", "HOSTS", "mcp.example.com")
        .otherwise("any with authentication").since(Feature::Origins);

    /// The `Origin` header values that are accepted, comma-separated, as `scheme://host[:port]`, a port of `*` for any. A
    /// request without one, as every client that is not a browser sends it, passes.
    MCP_ALLOWED_ORIGINS = Variable::named("MCP_ALLOWED_ORIGINS", "ORIGINS", "https://mcp.example.com")
        .otherwise("pages of this machine").since(Feature::Origins);

    /// The proxies whose `X-Forwarded-For` is believed: addresses or networks in CIDR form, comma-separated.
    MCP_TRUSTED_PROXIES = Variable::named("MCP_TRUSTED_PROXIES", "NETWORKS", "10.0.0.0/8")
        .otherwise("none").since(Feature::Origins);

    /// The server's certificate chain in PEM form; with `MCP_TLS_KEY` it turns TLS on. Read again when it changes.
    MCP_TLS_CERT = Variable::named("MCP_TLS_CERT", "FILE", "/etc/mcp-defectdojo/tls.crt")
        .since(Feature::Tls);

    /// The private key of `MCP_TLS_CERT` in PEM form.
    MCP_TLS_KEY = Variable::named("MCP_TLS_KEY", "FILE", "/etc/mcp-defectdojo/tls.key")
        .since(Feature::Tls);

    /// Demands a client certificate signed by one of the authorities in this PEM file (mutual TLS).
    MCP_TLS_CLIENT_CA = Variable::named("MCP_TLS_CLIENT_CA", "FILE", "/etc/mcp-defectdojo/clients.pem")
        .since(Feature::Tls);

    /// Gives clients of protocol revisions before 2026-07-28 a session (`Mcp-Session-Id`) on Streamable HTTP. Nothing here
    /// needs one; some older clients insist. A session is its caller's own and ends when it is not used.
    MCP_SESSIONS = Variable::named("MCP_SESSIONS", "true|false", "true").default("false");

    /// The most sessions, or event streams of `sse`, at a time: 1 to 100,000. One caller may have a sixteenth of them, at
    /// least 8; a caller's new session takes the place of its own least used one.
    MCP_SESSION_LIMIT = Variable::named("MCP_SESSION_LIMIT", "COUNT", "1024").default("1024");

    /// How long a session may stay unused: seconds, or a number with `s`, `m` or `h`; 1 second to 24 hours.
    MCP_SESSION_IDLE = Variable::named("MCP_SESSION_IDLE", "DURATION", "5m").default("5m");

    /// The most connections at a time: 16 to 100,000. Beyond it, connections on which nobody showed a valid token make
    /// room for new ones. The limit of open files is raised to twice this, where the system allows.
    MCP_CONNECTION_LIMIT = Variable::named("MCP_CONNECTION_LIMIT", "COUNT", "4096").default("4096");

    /// The most connections of one address at a time: 1 to 100,000. Loopback and `MCP_TRUSTED_PROXIES` speak for many
    /// clients and are counted in `MCP_CONNECTION_LIMIT` alone.
    MCP_ADDRESS_CONNECTION_LIMIT =
        Variable::named("MCP_ADDRESS_CONNECTION_LIMIT", "COUNT", "256").default("256");

    /// How long a stop waits for running calls: seconds, or a number with `s`, `m` or `h`; 1 second to 1 hour. The slowest
    /// call, an import, is given 10 minutes. A second signal ends the process at once.
    MCP_DRAIN = Variable::named("MCP_DRAIN", "DURATION", "30s").default("620");

    /// Serves Prometheus metrics at `/metrics` on this `address:port`. Nobody is asked for a token there.
    MCP_METRICS_ADDR = Variable::named("MCP_METRICS_ADDR", "ADDRESS:PORT", "127.0.0.1:9090")
        .since(Feature::Metrics);

    /// A Valkey or Redis that replicas share rate windows and read ledgers through. Each replica counts alone without it.
    SHARED_STATE_URL = Variable::named("SHARED_STATE_URL", "URL", "")
        .secret().since(Feature::Replicas);
}
