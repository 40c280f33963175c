//! Every variable the server knows: the one table that the parser, `--help`, `.env.example` and the docs come from.

mod answers;
mod audit;
mod callers;
mod dojo;
mod forward;
mod limits;
mod screening;
mod traces;
mod transport;

pub use answers::*;
pub use audit::*;
pub use callers::*;
pub use dojo::*;
pub use forward::*;
pub use limits::*;
pub use screening::*;
pub use traces::*;
pub use transport::*;

/// The variables, group by group, in the order in which the documents list them.
pub const GROUPS: [(Group, &[Variable]); 9] = [
    (Group::DefectDojo, DOJO),
    (Group::Callers, CALLERS),
    (Group::Transport, TRANSPORT),
    (Group::Limits, LIMITS),
    (Group::Screening, SCREENING),
    (Group::Answers, ANSWERS),
    (Group::Audit, AUDIT),
    (Group::Forwarding, FORWARD),
    (Group::Traces, TRACES),
];

/// One setting: its names, what it takes and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    /// The variable's name. In a configuration file it is written in lower case.
    pub name: &'static str,
    /// Further names that work; where several stand in one source, `name` wins, then the first of these.
    pub aliases: &'static [&'static str],
    /// The command-line option, where there is one. Secrets have none: a process list shows them.
    pub flag: Option<Flag>,
    /// What holds when nothing is set: a value that the parser takes, or empty for "not set".
    pub default: &'static str,
    /// What holds when nothing is set, in words, where `default` cannot say it.
    pub otherwise: &'static str,
    /// A value that the parser takes, for the documents and for "try" in a problem.
    pub example: &'static str,
    /// The form of a value, as `--help` shows it.
    pub takes: &'static str,
    /// Never shown, never a flag, and readable from the file that `<name>_FILE` names.
    pub secret: bool,
    pub feature: Feature,
    /// What it does, with units and limits: one paragraph of Markdown.
    pub doc: &'static str,
}

impl Variable {
    const fn named(name: &'static str, takes: &'static str, example: &'static str) -> Self {
        Self {
            name,
            aliases: &[],
            flag: None,
            default: "",
            otherwise: "",
            example,
            takes,
            secret: false,
            feature: Feature::Core,
            doc: "",
        }
    }

    const fn default(mut self, default: &'static str) -> Self {
        self.default = default;
        self
    }

    const fn otherwise(mut self, words: &'static str) -> Self {
        self.otherwise = words;
        self
    }

    const fn flag(mut self, name: &'static str, help: &'static str) -> Self {
        self.flag = Some(Flag { name, help, is_switch: false });
        self
    }

    const fn switch(mut self, name: &'static str, help: &'static str) -> Self {
        self.flag = Some(Flag { name, help, is_switch: true });
        self
    }

    const fn or(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    const fn since(mut self, feature: Feature) -> Self {
        self.feature = feature;
        self
    }

    /// Every name that sets this variable, the winning one first.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// `MCP_ROLE_<NAME>`: a family of names, read by [`crate::config::callers`] and not one by one.
    pub fn is_family(&self) -> bool {
        self.name.contains('<')
    }

    /// The paragraph as one line of Markdown.
    pub fn paragraph(&self) -> String {
        self.doc.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The first sentence, for places with room for one line.
    pub fn sentence(&self) -> String {
        let paragraph = self.paragraph();
        match paragraph.split_once(". ") {
            Some((first, _)) => first.to_owned(),
            None => paragraph.trim_end_matches('.').to_owned(),
        }
    }
}

/// A command-line option that stands for a variable.
#[derive(Clone, Copy, Debug)]
pub struct Flag {
    /// Without its dashes.
    pub name: &'static str,
    /// One line of `--help`.
    pub help: &'static str,
    /// Means `true` when it is given without a value.
    pub is_switch: bool,
}

/// What belongs together in the documents and in `--help`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Group {
    DefectDojo,
    Callers,
    Transport,
    Limits,
    Screening,
    Answers,
    Audit,
    Forwarding,
    Traces,
}

impl Group {
    pub const fn title(self) -> &'static str {
        match self {
            Self::DefectDojo => "DefectDojo",
            Self::Callers => "Callers and roles",
            Self::Transport => "Transport",
            Self::Limits => "Limits",
            Self::Screening => "Screening",
            Self::Answers => "Answers and imports",
            Self::Audit => "Audit and logging",
            Self::Forwarding => "Forwarding to a SIEM",
            Self::Traces => "Traces",
        }
    }
}

/// The part of the server that a variable came with.
///
/// A variable whose part is not built in stops the start instead of being ignored: who sets `MCP_READ_ONLY` relies on it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Feature {
    Core,
    LegacySse,
    Tls,
    Origins,
    RolesFile,
    Narrowing,
    Metrics,
    Oauth,
    ScreeningPolicy,
    TaintPolicy,
    AuditDurability,
    AuditKeys,
    AuditRetention,
    Forwarding,
    ImportFiles,
    TokenBudget,
    Replicas,
}

impl Feature {
    /// Whether this build has the part. A part that lands moves its line.
    pub const fn is_built(self) -> bool {
        match self {
            Self::Core
            | Self::LegacySse
            | Self::Tls
            | Self::Origins
            | Self::RolesFile
            | Self::Oauth
            | Self::TokenBudget
            | Self::Metrics
            | Self::ScreeningPolicy
            | Self::Narrowing
            | Self::TaintPolicy
            | Self::Forwarding
            | Self::AuditDurability
            | Self::AuditKeys
            | Self::AuditRetention
            | Self::ImportFiles => true,
            Self::Replicas => false,
        }
    }
}

/// Every variable, in the order of the documents.
pub fn all() -> impl Iterator<Item = &'static Variable> {
    GROUPS.iter().flat_map(|(_, variables)| variables.iter())
}

/// Every variable of a part that this build has.
pub fn built() -> impl Iterator<Item = &'static Variable> {
    all().filter(|variable| variable.feature.is_built())
}

/// Declares variables as constants and lists them under the given name; the doc comment is the variable's paragraph.
macro_rules! variables {
    (list $list:ident; $($(#[doc = $doc:literal])+ $constant:ident = $variable:expr;)*) => {
        $(
            $(#[doc = $doc])+
            pub const $constant: Variable = Variable { doc: concat!($($doc, "\n"),+), ..$variable };
        )*

        pub(super) const $list: &[Variable] = &[$($constant),*];
    };
}
use variables;
