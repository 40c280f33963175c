//! What a field of an object is: its kind, what it may hold, and how an unset one reads.

use serde_json::{Value, json};

/// A member of an object of the API, in the order in which answers carry it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) required: Required,
    pub(super) nullable: bool,
    pub(super) writable: bool,
    /// How the field reads in an object that never set it.
    pub(super) unset: Unset,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Required {
    Never,
    /// On POST alone.
    Create,
    /// On POST and PUT.
    Whole,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Unset {
    Null,
    False,
    True,
    Zero,
    Empty,
    Text(&'static str),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// At most `max` characters; `blank` tells whether the empty text is a value.
    Text {
        max: usize,
        blank: bool,
    },
    Flag,
    Integer,
    /// From 0 to `max`.
    Number {
        max: f64,
    },
    Day,
    Moment,
    Choice(&'static [&'static str]),
    Severity,
    Cvss3,
    Cvss4,
    Link(Target),
    Links(Target),
    Tags,
    VulnerabilityIds,
    Cwes,
    /// Worked out when it is read.
    Computed,
}

/// What a link points at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    User,
    TestType,
    Environment,
    ProductType,
    Product,
    Engagement,
    Finding,
    Regulation,
    Sla,
    /// A kind of object that the demo holds none of.
    Nothing,
}

impl Field {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            required: Required::Never,
            nullable: false,
            writable: true,
            unset: Unset::Null,
        }
    }

    /// A text that may be null and empty.
    pub(super) const fn text(name: &'static str, max: usize) -> Self {
        Self::new(name, Kind::Text { max, blank: true }).nullable()
    }

    /// A text that is neither null nor empty.
    pub(super) const fn name(name: &'static str, max: usize) -> Self {
        Self::new(name, Kind::Text { max, blank: false })
    }

    pub(super) const fn flag(name: &'static str) -> Self {
        Self::new(name, Kind::Flag).unset(Unset::False)
    }

    pub(super) const fn integer(name: &'static str) -> Self {
        Self::new(name, Kind::Integer).nullable()
    }

    pub(super) const fn number(name: &'static str, max: f64) -> Self {
        Self::new(name, Kind::Number { max }).nullable()
    }

    pub(super) const fn day(name: &'static str) -> Self {
        Self::new(name, Kind::Day).nullable()
    }

    pub(super) const fn moment(name: &'static str) -> Self {
        Self::new(name, Kind::Moment).nullable()
    }

    pub(super) const fn choice(name: &'static str, choices: &'static [&'static str]) -> Self {
        Self::new(name, Kind::Choice(choices)).nullable()
    }

    pub(super) const fn link(name: &'static str, target: Target) -> Self {
        Self::new(name, Kind::Link(target)).nullable()
    }

    pub(super) const fn links(name: &'static str, target: Target) -> Self {
        Self::new(name, Kind::Links(target)).unset(Unset::Empty)
    }

    pub(super) const fn tags() -> Self {
        Self::new("tags", Kind::Tags).unset(Unset::Empty)
    }

    pub(super) const fn of(name: &'static str, kind: Kind) -> Self {
        Self::new(name, kind)
    }

    pub(super) const fn computed(name: &'static str) -> Self {
        Self::new(name, Kind::Computed).read_only()
    }

    pub(super) const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    pub(super) const fn required(mut self, required: Required) -> Self {
        self.required = required;
        self.nullable = false;
        self
    }

    pub(super) const fn read_only(mut self) -> Self {
        self.writable = false;
        self
    }

    pub(super) const fn unset(mut self, unset: Unset) -> Self {
        self.unset = unset;
        self
    }
}

impl Unset {
    pub(super) fn value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::False => false.into(),
            Self::True => true.into(),
            Self::Zero => 0.into(),
            Self::Empty => json!([]),
            Self::Text(text) => text.into(),
        }
    }
}
