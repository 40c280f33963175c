//! Which tools are left: sets of tools, and what the names that narrow them stand for.

/// A set of tools by their numbers in the registry. Combining two costs one instruction.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Selection(u128);

impl Selection {
    pub const ALL: Self = Self(u128::MAX);
    pub const NONE: Self = Self(0);
    /// Tools that can be told apart.
    pub const MOST: usize = u128::BITS as usize;

    /// The tool of a number below [`Self::MOST`].
    pub const fn one(number: usize) -> Self {
        Self(1 << number)
    }

    pub const fn contains(self, number: usize) -> bool {
        self.0 & Self::one(number).0 != 0
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }
}

/// Knows which tools a name stands for. An unknown name is answered with the nearest known one, if one is near.
pub trait Naming: Send + Sync {
    fn tool(&self, name: &str) -> Result<Selection, Option<&'static str>>;
    /// `all` is every tool.
    fn toolset(&self, name: &str) -> Result<Selection, Option<&'static str>>;
    /// The names of all toolsets.
    fn toolsets(&self) -> Vec<&'static str>;
    /// The tools that change anything in `DefectDojo`.
    fn writing(&self) -> Selection;
}

/// A name that nothing has.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unknown<'a> {
    pub name: &'a str,
    pub meant: Option<&'static str>,
}

impl Selection {
    /// All that the names stand for together.
    pub fn of<T: AsRef<str>>(
        names: &[T],
        find: impl Fn(&str) -> Result<Self, Option<&'static str>>,
    ) -> Result<Self, Unknown<'_>> {
        names.iter().map(AsRef::as_ref).try_fold(Self::NONE, |all, name| {
            find(name).map(|tools| all.or(tools)).map_err(|meant| Unknown { name, meant })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_combine() {
        let (first, last) = (Selection::one(0), Selection::one(Selection::MOST - 1));
        let both = first.or(last);
        assert!(both.contains(0) && both.contains(127) && !both.contains(1));
        assert_eq!(both.without(first), last);
        assert_eq!(both.and(first), first);
        assert_eq!(Selection::ALL.and(both), both);
        assert_eq!(first.and(last), Selection::NONE);
    }

    #[test]
    fn one_unknown_name_spoils_the_list() {
        let find = |name: &str| match name {
            "one" => Ok(Selection::one(1)),
            _ => Err(Some("one")),
        };
        assert_eq!(Selection::of(&["one", "one"], find), Ok(Selection::one(1)));
        assert_eq!(Selection::of::<&str>(&[], find), Ok(Selection::NONE));
        let unknown = Unknown { name: "two", meant: Some("one") };
        assert_eq!(Selection::of(&["one", "two"], find), Err(unknown));
    }
}
