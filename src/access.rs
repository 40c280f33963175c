//! The words for who is calling and what they may do. Depends on nothing.

mod selection;

use std::{fmt, str::FromStr, sync::Arc};

pub use selection::{Naming, Selection, Unknown};

/// Who is calling: taken from a verified token or from the transport, never from tool arguments.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Principal {
    /// The caller's name in the audit log and the key of its rate window: the binding's name in lower case,
    /// [`OPEN_ACCESS`] without authentication.
    pub name: Arc<str>,
    pub role: Role,
    pub scope: Scope,
}

/// The name of every caller that did not authenticate.
pub const OPEN_ACCESS: &str = "open-access";

impl Principal {
    pub fn new(name: impl Into<Arc<str>>, role: Role) -> Self {
        Self { name: name.into(), role, scope: Scope::All }
    }

    /// A caller without credentials, over a transport that asks for none.
    pub fn open_access(role: Role) -> Self {
        Self::new(OPEN_ACCESS, role)
    }

    /// Whether the role allows it. A caller that is bound to products creates none: it could not see it.
    pub fn may(&self, permission: Permission) -> bool {
        self.role.permissions().contains(permission)
            && (permission != Permission::ProductMgmt || self.scope == Scope::All)
    }

    pub fn is_authenticated(&self) -> bool {
        &*self.name != OPEN_ACCESS
    }
}

/// Which products a caller may see and change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Scope {
    All,
    /// Ids of products; what lies in any other product does not exist for this caller.
    Products(Arc<[u64]>),
}

impl Scope {
    pub fn holds(&self, product: u64) -> bool {
        match self {
            Self::All => true,
            Self::Products(ids) => ids.contains(&product),
        }
    }
}

/// A named set of permissions that a token is bound to.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Role {
    Reader,
    Scanner,
    Writer,
    Admin,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Admin, Self::Writer, Self::Scanner, Self::Reader];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Writer => "writer",
            Self::Scanner => "scanner",
            Self::Reader => "reader",
        }
    }

    /// The permission groups of the role; the table stands in the README.
    pub const fn permissions(self) -> Permissions {
        use Permission::{EngagementMgmt, FindingMgmt, MetadataRead, ScanMgmt, System};
        match self {
            Self::Reader => Permissions::of(&[System, MetadataRead]),
            Self::Scanner => Permissions::of(&[System, MetadataRead, ScanMgmt]),
            Self::Writer => {
                Permissions::of(&[System, MetadataRead, ScanMgmt, FindingMgmt, EngagementMgmt])
            }
            Self::Admin => Permissions::of(&Permission::ALL),
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL
            .into_iter()
            .find(|role| role.name().eq_ignore_ascii_case(text.trim()))
            .ok_or(UnknownRole)
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no such role (known are admin, writer, scanner and reader)")]
pub struct UnknownRole;

/// One of the six groups that tools belong to. The groups are a set, not an order.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Permission {
    System,
    MetadataRead,
    FindingMgmt,
    ScanMgmt,
    EngagementMgmt,
    ProductMgmt,
}

impl Permission {
    pub const ALL: [Self; 6] = [
        Self::System,
        Self::MetadataRead,
        Self::FindingMgmt,
        Self::ScanMgmt,
        Self::EngagementMgmt,
        Self::ProductMgmt,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::MetadataRead => "metadata_read",
            Self::FindingMgmt => "finding_mgmt",
            Self::ScanMgmt => "scan_mgmt",
            Self::EngagementMgmt => "engagement_mgmt",
            Self::ProductMgmt => "product_mgmt",
        }
    }

    /// Whether tools of the group change anything in DefectDojo.
    pub const fn writes(self) -> bool {
        !matches!(self, Self::System | Self::MetadataRead)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of [`Permission`]s.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Permissions(u8);

impl Permissions {
    pub const fn of(list: &[Permission]) -> Self {
        let mut bits = 0;
        let mut rest = list;
        while let [first, tail @ ..] = rest {
            bits |= 1 << *first as u8;
            rest = tail;
        }
        Self(bits)
    }

    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u8) != 0
    }
}

/// A permission known at compile time, so that a client can carry it in its type.
pub trait Access: Send + Sync + 'static {
    const PERMISSION: Permission;
}

macro_rules! markers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;

            impl Access for $name {
                const PERMISSION: Permission = Permission::$name;
            }
        )*
    };
}

markers! {
    /// May ask whether the service works.
    System,
    /// May read products, engagements, tests and findings.
    MetadataRead,
    /// May create findings and decide what becomes of them.
    FindingMgmt,
    /// May import reports.
    ScanMgmt,
    /// May create engagements and tests, and reopen findings.
    EngagementMgmt,
    /// May create products.
    ProductMgmt,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A role that gains a group by accident would let a scanner token create products.
    #[test]
    fn roles_hold_exactly_their_groups() {
        let table = Role::ALL
            .map(|role| Permission::ALL.map(|permission| role.permissions().contains(permission)));
        assert_eq!(
            table,
            [
                [true, true, true, true, true, true],
                [true, true, true, true, true, false],
                [true, true, false, true, false, false],
                [true, true, false, false, false, false],
            ]
        );
    }

    #[test]
    fn a_caller_bound_to_products_creates_none() {
        let mut admin = Principal::new("team", Role::Admin);
        admin.scope = Scope::Products([3].into());
        let may = Permission::ALL.map(|permission| admin.may(permission));
        assert_eq!(may, [true, true, true, true, true, false]);
    }

    #[test]
    fn role_names_round_trip_in_any_case() {
        for role in Role::ALL {
            assert_eq!(role.name().to_uppercase().parse(), Ok(role));
        }
        assert_eq!("owner".parse::<Role>(), Err(UnknownRole));
    }
}
