//! The demo's content: the same every time, with its dates counted from today.

mod components;
mod instance;
mod products;
mod rng;
mod scans;
mod story;
mod weaknesses;

use super::clock;
use super::store::{State, User};
use super::{ADMIN_KEY, MEMBER_KEY, NOBODY_KEY, STAFF_KEY};

pub(super) const ADMIN: u64 = 1;
pub(super) const MEMBER: u64 = 3;

pub(super) fn state() -> State {
    let mut state = State { users: users(), ..State::default() };
    instance::fill(&mut state);
    products::fill(&mut state);
    scans::make_tests(&mut state);
    story::tell(&mut state);
    scans::fill(&mut state);
    state
}

fn users() -> Vec<User> {
    let joined = clock::moment_on(clock::days_ago(400), 32_400);
    let user = |id, username, first_name, last_name, key| User {
        id,
        username,
        first_name,
        last_name,
        superuser: username == "admin",
        staff: matches!(username, "admin" | "staff"),
        key,
        joined: joined.clone(),
    };
    vec![
        user(ADMIN, "admin", "Demo", "Admin", ADMIN_KEY),
        user(2, "staff", "Demo", "Staff", STAFF_KEY),
        user(MEMBER, "member", "Demo", "Member", MEMBER_KEY),
        user(4, "nobody", "Demo", "Nobody", NOBODY_KEY),
    ]
}
