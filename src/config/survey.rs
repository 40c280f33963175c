//! Every setting that there is, as it was written, beside what becomes of all of them together.

use super::{
    Config, Sources,
    report::{Place, Report, shown},
    variables::Variable,
};

/// What `migrate` tells about.
#[derive(Debug)]
pub struct Survey {
    /// Source by source, each in the order of its file.
    pub settings: Vec<Setting>,
    pub outcome: Result<Config, Report>,
}

/// A value as it stands in one source. That of a secret is not kept.
#[derive(Clone, Debug)]
pub struct Setting {
    /// As it was written: an alias, a caller's binding, or the name of a file that holds a secret.
    pub name: String,
    pub variable: &'static Variable,
    pub place: Place,
    /// In a `.env` file, counted from 1.
    pub line: Option<usize>,
    /// The name that sets the same and wins, here or in a source before this one.
    pub loses_to: Option<String>,
    /// The number of the source in the order in which they win.
    source: usize,
    text: Option<String>,
}

impl Setting {
    pub(super) fn new(
        name: &str,
        variable: &'static Variable,
        (source, place): (usize, Place),
        line: Option<usize>,
        text: &str,
    ) -> Self {
        let is_kept = !variable.secret || (name.ends_with("_FILE") && !variable.is_family());
        let text = is_kept.then(|| text.to_owned());
        Self { name: name.to_owned(), variable, place, line, loses_to: None, source, text }
    }

    /// Whether only one of the two can count. Each caller's binding stands for itself.
    pub(super) fn is_about_the_same(&self, other: &Self) -> bool {
        self.variable.name == other.variable.name
            && (!self.variable.is_family() || self.name == other.name)
    }

    /// The least wins: the source first, then the order of the variable's names.
    pub(super) fn rank(&self) -> (usize, usize) {
        let plain = self.name.strip_suffix("_FILE").unwrap_or(&self.name);
        let name = self.variable.names().position(|name| name == self.name || name == plain);
        (self.source, name.unwrap_or_default())
    }

    /// The value; empty for a secret.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// The value as a person may see it; nothing for a secret.
    pub fn shown(&self) -> Option<String> {
        self.text.as_deref().map(shown)
    }
}

impl Survey {
    /// Reads and checks everything, as a start would.
    pub fn of(sources: Sources) -> Self {
        let settings = sources.clone().read(&mut Report::default()).settings();
        Self { settings, outcome: Config::load(sources) }
    }

    /// What is set for a variable, the winning source first.
    pub fn find(&self, variable: &Variable) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.variable.name == variable.name)
    }
}
