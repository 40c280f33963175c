//! What is written down, where, and with which key.

use super::{Feature, Variable, variables};

variables! {
    list AUDIT;

    /// The least level that is logged on stderr: `DEBUG`, `INFO`, `WARNING`, `ERROR` or `CRITICAL`. Audit records do not
    /// pass through it.
    LOG_LEVEL = Variable::named("LOG_LEVEL", "LEVEL", "DEBUG").flag("log-level", "DEBUG, INFO, WARNING, ERROR or CRITICAL").default("INFO");

    /// The file that audit records are appended to, one JSON object a line. Without it they go to stderr, and nothing is
    /// promised to be on disk.
    AUDIT_LOG_FILE = Variable::named("AUDIT_LOG_FILE", "FILE", "/var/log/mcp-defectdojo/audit.log")
        .flag("audit-log", "Append audit records to this file").otherwise("stderr");

    /// The key of the audit chain's HMAC-SHA256, as text; at least 32 characters, better 64: `openssl rand -hex 32`.
    /// Required on a network transport. On stdio a passing key is made up without it, and the log cannot be proven later.
    AUDIT_HMAC_KEY = Variable::named("AUDIT_HMAC_KEY", "KEY", "").secret()
        .otherwise("a passing key, on stdio only");

    /// `false` lets a network transport start without `AUDIT_HMAC_KEY`. The log of one run cannot be proven in the next.
    REQUIRE_AUDIT_HMAC_KEY = Variable::named("REQUIRE_AUDIT_HMAC_KEY", "BOOL", "false").default("true");

    /// How many audit records may wait for the disk, 1 to 1,000,000. A call waits when the queue is full; nothing is
    /// dropped.
    AUDIT_LOG_QUEUE_SIZE = Variable::named("AUDIT_LOG_QUEUE_SIZE", "COUNT", "50000").default("10000");

    /// When a call's outcome is answered: `async` hands a read's record to the writer, which has it on disk within 50 ms;
    /// `sync` waits for the disk. Writes always wait.
    AUDIT_READS = Variable::named("AUDIT_READS", "MODE", "sync").default("async");

    /// When records reach the disk: `group` syncs each batch before it is acknowledged, `interval=<ms>` syncs that often,
    /// `off` leaves it to the operating system. The weaker two are named in the log itself.
    AUDIT_FSYNC = Variable::named("AUDIT_FSYNC", "MODE", "interval=200")
        .default("group").since(Feature::AuditDurability);

    /// What stops when records cannot be written: `closed` refuses writes, and reads on network transports too;
    /// `mutations` refuses writes; `open` refuses nothing.
    AUDIT_FAIL_MODE = Variable::named("AUDIT_FAIL_MODE", "MODE", "mutations")
        .default("closed").since(Feature::AuditDurability);

    /// A file of HMAC keys, one a line, the newest last, so that a key can be changed without breaking the chain
    /// (`audit keys rotate`).
    AUDIT_HMAC_KEYRING_FILE =
        Variable::named("AUDIT_HMAC_KEYRING_FILE", "FILE", "/etc/mcp-defectdojo/keyring")
            .since(Feature::AuditKeys);

    /// The Ed25519 key that signs checkpoints of the log.
    AUDIT_SIGNING_KEY_FILE =
        Variable::named("AUDIT_SIGNING_KEY_FILE", "FILE", "/etc/mcp-defectdojo/signing.key")
            .since(Feature::AuditKeys);

    /// A segment of the log that would grow beyond this many bytes is closed and a new one begun; with KiB, MiB or GiB, from
    /// 64 KiB to 64 GiB.
    AUDIT_ROTATE_SIZE = Variable::named("AUDIT_ROTATE_SIZE", "SIZE", "1GiB").default("256MiB").since(Feature::AuditRetention);

    /// A segment of the log that has become this old is closed and a new one begun; with s, m, h or d, from 1 minute to 10 years.
    AUDIT_ROTATE_AGE = Variable::named("AUDIT_ROTATE_AGE", "DURATION", "1d").otherwise("never").since(Feature::AuditRetention);

    /// How many segments of the log are kept, the one that is written to included; at least 1. The oldest beyond is removed,
    /// never before every destination has its records, and a record says so.
    AUDIT_KEEP_SEGMENTS = Variable::named("AUDIT_KEEP_SEGMENTS", "COUNT", "40").otherwise("all").since(Feature::AuditRetention);

    /// How many bytes of log are kept, with KiB, MiB or GiB; as `AUDIT_KEEP_SEGMENTS`, a whole segment at a time.
    AUDIT_KEEP_SIZE = Variable::named("AUDIT_KEEP_SIZE", "SIZE", "10GiB").otherwise("all").since(Feature::AuditRetention);

    /// How long records are kept, with s, m, h or d, at least 1 hour; as `AUDIT_KEEP_SEGMENTS`, a segment goes once its youngest
    /// record is older.
    AUDIT_KEEP_AGE = Variable::named("AUDIT_KEEP_AGE", "DURATION", "365d").otherwise("for ever").since(Feature::AuditRetention);
}
