//! What becomes of text that may carry instructions.

use super::{Feature, Variable, variables};

variables! {
    list SCREENING;

    /// How text that came from DefectDojo is marked as data: `on` puts each such field into an envelope with a warning;
    /// `compact` leaves fields bare and names their paths once in each answer; `nonce` puts each between boundaries that
    /// are random in each answer; `off` leaves fields bare. Secrets are redacted and hidden characters shown in all.
    UNTRUSTED_CONTENT_WRAPPING = Variable::named("UNTRUSTED_CONTENT_WRAPPING", "MODE", "compact").default("on");

    /// What becomes of a write whose text carries something: `refuse`, `warn` (it is sent; answer and audit record say what
    /// was found) or `off`, for everything or as `category=mode`, comma-separated, the later over the earlier. Categories:
    /// `injection` (orders to a model), `secrets` (credentials), `unicode` (characters that people do not see). The
    /// server's own secrets are refused in every mode.
    SCREENING_WRITES = Variable::named("SCREENING_WRITES", "MODES", "injection=warn,unicode=warn")
        .default("refuse").since(Feature::ScreeningPolicy);

    /// What becomes of a write that hides a finding after its caller read text that looks like instructions to a model:
    /// `off`, `audit` writes down what had been read, `confirm` asks a person, `deny` refuses. To hide is to close, to lower
    /// the severity, to make inactive or unverified, or to import with closing what the report lacks; reading counts for an
    /// hour. `confirm` refuses where the client cannot ask: docs/screening.md says which can.
    TAINT_POLICY = Variable::named("TAINT_POLICY", "MODE", "confirm")
        .default("audit").since(Feature::TaintPolicy);
}
