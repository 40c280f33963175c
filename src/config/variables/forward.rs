//! Where audit records are sent to.

use super::{Feature, Variable, variables};

variables! {
    list FORWARD;

    /// Syslog destinations, comma-separated: `[transport://]host[:port]` with `tcp+tls` (default), `tls`, `tcp` or `udp`;
    /// port 6514 with TLS, 514 without; an IPv6 address with a port stands in brackets. UDP promises nothing.
    AUDIT_LOG_SYSLOG = Variable::named("AUDIT_LOG_SYSLOG", "DESTINATION", "tcp+tls://syslog.example.com:6514")
        .otherwise("none").since(Feature::Forwarding);

    /// A file of PEM certificates trusted for syslog over TLS, instead of the system's.
    AUDIT_LOG_SYSLOG_CA = Variable::named("AUDIT_LOG_SYSLOG_CA", "FILE", "/etc/ssl/syslog-ca.pem")
        .otherwise("the system's authorities").since(Feature::Forwarding);

    /// The client certificate for syslog over TLS, in PEM form.
    AUDIT_LOG_SYSLOG_CERT = Variable::named("AUDIT_LOG_SYSLOG_CERT", "FILE", "/etc/ssl/syslog.crt")
        .since(Feature::Forwarding);

    /// The private key of `AUDIT_LOG_SYSLOG_CERT`, in PEM form.
    AUDIT_LOG_SYSLOG_KEY = Variable::named("AUDIT_LOG_SYSLOG_KEY", "FILE", "/etc/ssl/syslog.key")
        .since(Feature::Forwarding);

    /// Where audit records are posted to, an `https://` URL.
    AUDIT_LOG_HTTPS_URL = Variable::named(
        "AUDIT_LOG_HTTPS_URL",
        "URL",
        "https://siem.example.com:8088/services/collector/event",
    )
    .otherwise("none").since(Feature::Forwarding);

    /// The token that the destination asks for, sent the way its format sends it.
    AUDIT_LOG_HTTPS_TOKEN = Variable::named("AUDIT_LOG_HTTPS_TOKEN", "TOKEN", "")
        .secret().since(Feature::Forwarding);

    /// The shape of the requests: `array`, `ndjson`, `splunk`, `elastic`, `datadog`, `loki` or `otlp`. Told from the
    /// well-known paths of these receivers where it is not given, else `array`.
    AUDIT_LOG_HTTPS_FORMAT = Variable::named("AUDIT_LOG_HTTPS_FORMAT", "FORMAT", "splunk")
        .otherwise("told from the URL").since(Feature::Forwarding);

    /// How many records one request carries, 1 to 10,000.
    AUDIT_LOG_HTTPS_BATCH_SIZE =
        Variable::named("AUDIT_LOG_HTTPS_BATCH_SIZE", "COUNT", "100").default("10").since(Feature::Forwarding);

    /// How long a batch that is not full waits: seconds, or a number with `s`, `m` or `h`; up to 1 hour.
    AUDIT_LOG_HTTPS_FLUSH_SECS =
        Variable::named("AUDIT_LOG_HTTPS_FLUSH_SECS", "DURATION", "5").default("5").since(Feature::Forwarding);

    /// A file of PEM certificates trusted for the destination beside the system's.
    AUDIT_LOG_HTTPS_CA = Variable::named("AUDIT_LOG_HTTPS_CA", "FILE", "/etc/ssl/siem-ca.pem")
        .otherwise("the system's authorities").since(Feature::Forwarding);

    /// Further destinations: in a configuration file `[[audit_sinks]]` tables, elsewhere a JSON list of such objects. Each
    /// has either `syslog` (one destination) or `url` with `format`, `token` or `token_file`, `batch_size`, `flush_secs`, and
    /// `tenant` for a Loki that has several; both may have `ca`, `cert` and `key`.
    AUDIT_SINKS = Variable::named("AUDIT_SINKS", "LIST", "")
        .otherwise("none").secret().since(Feature::Forwarding);

    /// The folder that records wait in until every destination has them, where there is no `AUDIT_LOG_FILE`. They still
    /// go to stderr.
    AUDIT_SPOOL_DIR = Variable::named("AUDIT_SPOOL_DIR", "FOLDER", "/var/spool/mcp-defectdojo")
        .default("/var/spool/mcp-defectdojo").since(Feature::Forwarding);

    /// How many records may wait for one destination, 1,000 to 1,000,000,000, before the oldest are left out. What is
    /// left out stays in the audit log, and an `audit_forward_gap` record says what it was.
    AUDIT_FORWARD_BACKLOG = Variable::named("AUDIT_FORWARD_BACKLOG", "COUNT", "1000000")
        .default("10000000").since(Feature::Forwarding);
}
