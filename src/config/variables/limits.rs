//! How often a caller may change something, and how much it may read.

use super::{Variable, variables};

variables! {
    list LIMITS;

    /// How many changes one authenticated caller may make in a window, over all its tokens and connections: 1 to
    /// 1,000,000,000. A change that never reached DefectDojo does not count.
    MUTATION_RATE_LIMIT = Variable::named("MUTATION_RATE_LIMIT", "COUNT", "60").default("60");

    /// How many changes all callers without authentication may make in a window, together: 1 to 1,000,000,000.
    OPEN_ACCESS_MUTATION_RATE_LIMIT =
        Variable::named("OPEN_ACCESS_MUTATION_RATE_LIMIT", "COUNT", "10").default("10");

    /// The length of the sliding window of both limits of changes: seconds, or a number with `s`, `m` or `h`; 1 second to 24 hours.
    MUTATION_RATE_WINDOW = Variable::named("MUTATION_RATE_WINDOW", "DURATION", "60").default("60");

    /// How many reads one caller may make in a minute, 1 to 1,000,000,000; all callers without authentication count as one.
    /// The default stops a loop that has gone wild and nothing else; what people and agents need is a few thousand.
    READ_RATE_LIMIT = Variable::named("READ_RATE_LIMIT", "COUNT", "6000").default("1000000");

    /// How many MiB of answers one caller may read in a minute, 1 to 1,000,000. An answer counts once it is made, so the
    /// one that passes the limit is still given. It bounds what a stolen token carries off; 256 is plenty for most teams.
    READ_VOLUME_LIMIT = Variable::named("READ_VOLUME_LIMIT", "MIB", "256").default("65536");
}
