//! The list of all tools: which there are, which a caller may see, and which names stand for which of them.

use super::{Entry, nearest};
use crate::access::{Naming, Permission, Principal, Selection};

/// Tools that serve one purpose, to be offered or left out together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Toolset {
    /// Products, engagements, tests and their types, what was imported into them, and users.
    Hierarchy,
    /// Reading and entering findings.
    Findings,
    /// Deciding what becomes of findings: state, notes, tags.
    Triage,
    /// Bringing reports in.
    Imports,
    /// The state of the service.
    System,
}

impl Toolset {
    pub const ALL: [Self; 5] =
        [Self::Hierarchy, Self::Findings, Self::Triage, Self::Imports, Self::System];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Hierarchy => "hierarchy",
            Self::Findings => "findings",
            Self::Triage => "triage",
            Self::Imports => "imports",
            Self::System => "system",
        }
    }
}

/// The tools in the order in which clients list them.
#[derive(Clone, Default)]
pub struct Registry(Vec<(Toolset, Entry)>);

impl Registry {
    pub(super) fn with(mut self, toolset: Toolset, entries: &[Entry]) -> Self {
        for entry in entries {
            assert!(self.find(entry.name).is_none(), "two tools are named {}", entry.name);
            assert!(self.0.len() < Selection::MOST, "no number is left for {}", entry.name);
            self.0.push((toolset, *entry));
        }
        self
    }

    pub fn find(&self, name: &str) -> Option<&Entry> {
        self.iter().find(|entry| entry.name == name)
    }

    /// A tool and its number.
    pub fn numbered(&self, name: &str) -> Option<(usize, &Entry)> {
        self.iter().enumerate().find(|(_, entry)| entry.name == name)
    }

    pub fn names(&self) -> Vec<&'static str> {
        self.iter().map(|entry| entry.name).collect()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter().map(|(_, entry)| entry)
    }

    /// The tools of a selection.
    pub fn of(&self, selection: Selection) -> impl Iterator<Item = &Entry> {
        self.iter()
            .enumerate()
            .filter_map(move |(number, entry)| selection.contains(number).then_some(entry))
    }

    /// The tools that need each permission, so that what a caller may see is a union of six sets.
    pub fn groups(&self) -> [Selection; 6] {
        Permission::ALL.map(|permission| self.which(|_, entry| entry.permission == permission))
    }

    /// What a caller may not call, it does not see; without a key that writes, no tool that writes is offered.
    pub fn visible_to<'a>(
        &'a self,
        principal: &'a Principal,
        may_write: bool,
    ) -> impl Iterator<Item = &'a Entry> {
        self.iter()
            .filter(move |entry| principal.may(entry.permission) && (may_write || !entry.writes()))
    }

    /// The tools that a DefectDojo with these routes can serve.
    pub fn served_by(&self, has: impl Fn(&str) -> bool) -> Selection {
        self.which(|_, entry| entry.is_served(&has))
    }

    fn which(&self, wanted: impl Fn(Toolset, &Entry) -> bool) -> Selection {
        let numbered = self.0.iter().enumerate();
        numbered
            .filter(|(_, (toolset, entry))| wanted(*toolset, entry))
            .fold(Selection::NONE, |all, (number, _)| all.or(Selection::one(number)))
    }
}

/// Stands for every toolset.
const ALL: &str = "all";

impl Naming for Registry {
    fn tool(&self, name: &str) -> Result<Selection, Option<&'static str>> {
        match self.numbered(name) {
            Some((number, _)) => Ok(Selection::one(number)),
            None => Err(nearest(name, self.names()).first().copied()),
        }
    }

    fn toolset(&self, name: &str) -> Result<Selection, Option<&'static str>> {
        if name == ALL {
            return Ok(Selection::ALL);
        }
        match Toolset::ALL.into_iter().find(|toolset| toolset.name() == name) {
            Some(wanted) => Ok(self.which(|toolset, _| toolset == wanted)),
            None => Err(nearest(name, self.toolsets()).first().copied()),
        }
    }

    fn toolsets(&self) -> Vec<&'static str> {
        Toolset::ALL.into_iter().map(Toolset::name).chain([ALL]).collect()
    }

    fn writing(&self) -> Selection {
        self.which(|_, entry| entry.writes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools;

    /// A tool in no set could not be asked for, and one in the wrong set would be offered where it was left out.
    #[test]
    fn toolsets_are_these() {
        let registry = tools::all();
        let lines: Vec<_> = Toolset::ALL
            .into_iter()
            .map(|toolset| {
                let tools = registry.of(registry.toolset(toolset.name()).unwrap());
                let names: Vec<_> = tools.map(|entry| entry.name).collect();
                format!("{}: {}", toolset.name(), names.join(" "))
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        hierarchy: list_products get_product create_product list_product_types list_engagements get_engagement create_engagement list_tests get_test create_test list_test_types list_test_imports list_users
        findings: list_findings get_finding list_finding_notes create_finding
        triage: update_finding close_finding reopen_finding add_finding_note add_finding_tags remove_finding_tags
        imports: import_scan reimport_scan
        system: health_check server_info
        ");
    }

    #[test]
    fn names_stand_for_tools() {
        let registry = tools::all();
        let only = |selection| registry.of(selection).map(|entry| entry.name).collect::<Vec<_>>();
        assert_eq!(only(registry.tool("get_finding").unwrap()), ["get_finding"]);
        assert_eq!(registry.tool("get_findings"), Err(Some("get_finding")));
        assert_eq!(registry.tool("zzzz"), Err(None));
        assert_eq!(registry.toolset("finding"), Err(Some("findings")));
        assert_eq!(registry.of(registry.toolset("all").unwrap()).count(), registry.iter().count());
        let writing = only(registry.writing());
        assert!(registry.iter().all(|entry| entry.writes() == writing.contains(&entry.name)));
        let groups = registry.groups().map(|group| registry.of(group).count());
        assert_eq!(groups.into_iter().sum::<usize>(), registry.iter().count());
    }
}
