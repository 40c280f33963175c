//! Who calls: DefectDojo answers every refused credential with 403, never with 401.

use axum::http::{HeaderMap, StatusCode, header};

use super::answer::Answer;
use super::store::{State, User};

/// The user of an `Authorization: Token KEY` header; any other scheme is not looked at.
pub(super) fn authenticate(state: &State, headers: &HeaderMap) -> Result<User, Answer> {
    let refuse = |text: &str| Answer::detail(StatusCode::FORBIDDEN, text);
    let text = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let mut words = text.unwrap_or_default().split_whitespace();
    let token = words.next().is_some_and(|word| word.eq_ignore_ascii_case("token"));
    if !token {
        return Err(refuse("Authentication credentials were not provided."));
    }
    let Some(key) = words.next() else {
        return Err(refuse("Invalid token header. No credentials provided."));
    };
    if words.next().is_some() {
        return Err(refuse("Invalid token header. Token string should not contain spaces."));
    }
    let user = state.users.iter().find(|user| user.key == key);
    user.cloned().ok_or_else(|| refuse("Invalid token."))
}
