//! `list_users`: who may sign in to DefectDojo, as far as a search by person needs it.

use super::products::{NamedPageArgs, some_text};
use crate::{
    access::MetadataRead,
    dojo::models,
    guard::Call,
    screen::{Optional, Untrusted, answer},
    tools::{
        Entry, Error, Settings, Tool,
        listing::{list_of, window},
    },
};

pub(super) const TOOLS: &[Entry] = &[Entry::of::<ListUsers>()];

answer! {
    struct User {
        id: u64,
        username: Optional<Untrusted>,
        first_name: Optional<Untrusted>,
        last_name: Optional<Untrusted>,
        active: Optional<bool>,
    }
}

list_of!(Users, User);

impl User {
    /// No address and no times: nothing that is asked here needs them.
    fn from(user: models::User) -> Option<Self> {
        let text = |text: Option<Untrusted>| some_text(text.unwrap_or_default());
        Some(Self {
            id: user.id?,
            username: text(user.username),
            first_name: text(user.first_name),
            last_name: text(user.last_name),
            active: Optional(user.is_active),
        })
    }
}

struct ListUsers;

impl Tool for ListUsers {
    const NAME: &'static str = "list_users";
    const TITLE: &'static str = "List users";
    const DESCRIPTION: &'static str = "Lists users, whose ids list_findings takes in `filters` (reporter, mitigated_by). Needs a superuser's key.";
    const ROUTES: &'static [&'static str] = &["users"];
    const IDEMPOTENT: bool = true;

    type Access = MetadataRead;
    type Args = NamedPageArgs;
    type Output = Users;

    async fn run(
        call: &Call<MetadataRead>,
        _: &Settings,
        args: NamedPageArgs,
    ) -> Result<Users, Error> {
        let window = window(args.limit, args.offset, None);
        let found = call.dojo.users(args.part(), window).await?;
        Ok(Users::of(found, window, User::from))
    }
}
