//! What becomes of text that may carry instructions.

use super::{Feature, Variable, variables};

variables! {
    list SCREENING;

    /// How text that came from DefectDojo is marked as data: `on` puts each such field into an envelope with a warning,
    /// `off` leaves fields bare. Secrets are redacted in both.
    UNTRUSTED_CONTENT_WRAPPING = Variable::named("UNTRUSTED_CONTENT_WRAPPING", "MODE", "off").default("on");

    /// What becomes of a write whose text looks like an instruction to a model: `refuse`, `warn` or `off`, for everything or
    /// per category as `category=mode`, comma-separated.
    SCREENING_WRITES = Variable::named("SCREENING_WRITES", "MODE", "warn")
        .default("refuse").since(Feature::ScreeningPolicy);

    /// What becomes of a write that hides a finding after its caller read text that looks like instructions to a model:
    /// `off`, `audit` writes down what had been read, `confirm` asks a person, `deny` refuses. To hide is to close, to lower
    /// the severity, to make inactive or unverified, or to import with closing what the report lacks; reading counts for an
    /// hour. `confirm` refuses where the client cannot ask: docs/screening.md says which can.
    TAINT_POLICY = Variable::named("TAINT_POLICY", "MODE", "confirm")
        .default("audit").since(Feature::TaintPolicy);
}
