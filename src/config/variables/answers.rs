//! How much an answer says, and what a report may be.

use super::{Feature, Variable, variables};

variables! {
    list ANSWERS;

    /// How much of each finding `list_findings` shows when the call does not say: `summary` leaves the description out,
    /// `standard` is what the Python server answers, `full` is everything.
    LIST_DETAIL = Variable::named("LIST_DETAIL", "LEVEL", "standard").default("summary");

    /// What an answer holds: `both` structured content and its text, as the protocol asks; `text` alone; or `structured`
    /// with one line of text.
    RESULT_CONTENT = Variable::named("RESULT_CONTENT", "KIND", "text").default("both");

    /// The most tokens one answer may hold, counted as bytes of one copy ÷ 4: 1,000 to 1,000,000. Text is cut first, and
    /// says so.
    MAX_RESULT_TOKENS = Variable::named("MAX_RESULT_TOKENS", "COUNT", "20000")
        .default("20000").since(Feature::TokenBudget);

    /// The folders below which `import_scan` and `reimport_scan` may read a report by its path (`file_path`), absolute,
    /// comma-separated, on every transport. Links are not followed, and nothing but ordinary files is read.
    IMPORT_ROOTS = Variable::named("IMPORT_ROOTS", "FOLDERS", "/srv/reports")
        .otherwise("none").since(Feature::ImportFiles);

    /// What an absent argument of an import means: `defectdojo` closes nothing and creates nothing, as DefectDojo does;
    /// `python` closes old findings and creates products, as the Python server does.
    IMPORT_DEFAULTS = Variable::named("IMPORT_DEFAULTS", "KIND", "python").default("defectdojo");
}
