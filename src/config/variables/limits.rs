//! How often a caller may change something.

use super::{Variable, variables};

variables! {
    list LIMITS;

    /// How many changes one authenticated caller may make in a window, over all its connections: 1 to 1,000,000.
    MUTATION_RATE_LIMIT = Variable::named("MUTATION_RATE_LIMIT", "COUNT", "60").default("60");

    /// How many changes all callers without authentication may make in a window, together: 1 to 1,000,000.
    OPEN_ACCESS_MUTATION_RATE_LIMIT =
        Variable::named("OPEN_ACCESS_MUTATION_RATE_LIMIT", "COUNT", "10").default("10");

    /// The length of the sliding window of both limits: seconds, or a number with `s`, `m` or `h`; 1 second to 24 hours.
    MUTATION_RATE_WINDOW = Variable::named("MUTATION_RATE_WINDOW", "DURATION", "60").default("60");
}
