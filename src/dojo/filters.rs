//! The one table of filters that may be sent. DefectDojo ignores an unknown one in silence and returns everything.

mod encode;
pub mod findings;
mod order;
mod others;
mod query;

pub use encode::{LONGEST_TEXT, SPANS};
pub use order::{ORDER, Order};
pub use others::{
    engagements, jira_issues, places, product_types, products, test_imports, test_types, tests,
};
pub use query::Query;

/// A query parameter that DefectDojo is known to understand, with the way it wants its value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Filter {
    pub name: &'static str,
    pub encoding: Encoding,
    /// What it asks for, in a few words.
    pub about: &'static str,
}

/// How DefectDojo reads a value; anything else it ignores, misreads or answers with an error.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Encoding {
    /// `true` or `false`; `1` and `0` are ignored.
    Flag,
    /// `1` or `0`; `true` is an error.
    OneOrZero,
    /// One number; a list is an error.
    Number,
    /// Numbers, comma-separated, any of them.
    Numbers,
    /// Numbers of CWE entries without their prefix, comma-separated, any of them.
    Cwes,
    /// Words exactly as stored, comma-separated without spaces, any of them.
    Words(&'static [&'static str]),
    /// One word exactly as stored; another is an error.
    Word(&'static [&'static str]),
    /// A word of ours, and the code that DefectDojo wants for it.
    Choice(&'static [(&'static str, &'static str)]),
    /// Identifiers exactly as stored, comma-separated without spaces, any of them.
    Vulnerabilities,
    /// Tags, comma-separated, in lower case as they are stored.
    Tags,
    /// Part of the text, in any case.
    Contains,
    /// The whole text, in any case.
    Same,
    /// The whole text.
    Exact,
    /// A number from 1 to 7 that stands for a stretch of time; a date is an error.
    Span,
    /// `YYYY-MM-DD`; a timestamp is an error.
    Date,
    /// `YYYY-MM-DD` or an RFC 3339 timestamp.
    Moment,
    /// A share from 0 to 1, sent in percent. A bound of 0 alone makes DefectDojo fail, so 0 is never sent.
    Percent,
    /// A CVSS score from 0 to 10.
    Score,
}

/// Declares the filters of one list: a constant for each, and all of them as a table.
macro_rules! filters {
    ($($constant:ident $name:literal $encoding:expr, $about:literal;)+) => {
        $(
            #[doc = concat!("`", $name, "`: ", $about, ".")]
            pub const $constant: $crate::dojo::filters::Filter = $crate::dojo::filters::Filter {
                name: $name,
                encoding: $encoding,
                about: $about,
            };
        )+

        /// Every filter of this list that may be sent.
        pub const ALL: &[$crate::dojo::filters::Filter] = &[$($constant),+];
    };
}
use filters;
