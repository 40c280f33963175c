//! Finds passwords in addresses and command lines, and the end of keys in PEM.

use super::{
    Match,
    plausible::{is_placeholder, is_word},
};

/// Literals searched for; `true` for an address, `false` for a command line.
pub(super) const LITERALS: &[(&str, bool)] =
    &[("://", true), ("-u ", false), ("--user ", false), ("--user=", false), ("-p ", false)];

/// The password of `scheme://user:password@host`, where `at` is past the slashes (RFC 3986, section 3.2.1).
pub(super) fn address(text: &str, at: usize) -> Option<Match> {
    let rest = text.get(at..)?;
    let rest = rest.get(..rest.floor_char_boundary(rest.len().min(300)))?;
    let end = rest.find(|next: char| {
        next.is_whitespace() || matches!(next, '"' | '\'' | '<' | '>' | '`' | '\\')
    });
    let authority = rest.get(..end.unwrap_or(rest.len()))?;
    // A password may hold `@` and `/`; the host follows the last `@` before a slash that ends the authority.
    let (login, _) = authority.rsplit_once('@').filter(|(_, host)| {
        host.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '[' || next == '*')
    })?;
    let (user, password) = login.split_once(':')?;
    let clear = !password.contains(['?', '#', ' ', ',', ')', '('])
        && user.len() <= 64
        && !user.contains('/');
    let shown = password.len() >= 3
        && !is_placeholder(password)
        && !password.chars().all(|one| matches!(one, '*' | 'x' | 'X' | '.'));
    // A port and a path before an `@` further on: `//host:8080/@scope`.
    let port = password.split('/').next().is_some_and(|head| {
        !head.is_empty()
            && head.bytes().all(|byte| byte.is_ascii_digit())
            && head.len() < password.len()
    });
    let documented =
        matches!(user, "user" | "username") && matches!(password, "pass" | "password" | "pwd");
    let start = at + user.len() + 1;
    (clear && shown && !port && !documented).then_some(Match {
        class: "address_password",
        start,
        end: start + password.len(),
    })
}

/// The password of `curl -u user:password`.
pub(super) fn command(text: &str, start: usize, end: usize) -> Option<Match> {
    if !text.as_bytes().get(start.wrapping_sub(1)).is_none_or(u8::is_ascii_whitespace) {
        return None;
    }
    let rest = text.get(end..)?;
    let quote = rest.bytes().next().filter(|byte| matches!(byte, b'"' | b'\''));
    let begin = end + usize::from(quote.is_some());
    let rest = text.get(begin..)?;
    let rest = rest.get(..rest.floor_char_boundary(rest.len().min(200)))?;
    let stop = rest.find(|next: char| {
        next.is_whitespace() || matches!(next, '"' | '\'' | '<' | '>' | '|' | ';')
    });
    let word = rest.get(..stop.unwrap_or(rest.len()))?;
    if text.get(start..end)? == "-p " {
        // Tools that log in (`docker login -p`, `psexec -p`, `mysql -p`) name a user before it.
        let head = text.get(text.floor_char_boundary(start.saturating_sub(80))..start)?;
        let login = head.contains(" -u ") || head.contains("--username") || head.contains(" login");
        let password = word.len() >= 5
            && !word
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'/' || byte == b'.');
        return (login
            && password
            && !is_placeholder(word)
            && !is_word(word)
            && !word.starts_with('-'))
        .then_some(Match { class: "command_password", start: begin, end: begin + word.len() });
    }
    let (user, password) = word.split_once(':')?;
    let named = matches!(user, "user" | "username" | "login" | "email") || user == password;
    (password.len() >= 5
        && !named
        && !user.is_empty()
        && !is_placeholder(password)
        && !is_word(password)
        && !is_placeholder(user)
        && !password.contains(['/', ':', '(']))
    .then_some(Match {
        class: "command_password",
        start: begin + user.len() + 1,
        end: begin + word.len(),
    })
}

/// The end of the key whose header ends at `from`: past its footer, or past the lines of base64 that follow.
pub(super) fn pem_end(text: &str, from: usize) -> usize {
    const FOOTER: &str = "-----END ";
    let Some(rest) = text.get(from..) else { return from };
    let window =
        rest.get(..rest.floor_char_boundary(rest.len().min(16 * 1024))).unwrap_or_default();
    if let Some(footer) = window.find(FOOTER) {
        let tail = window.get(footer + FOOTER.len()..).unwrap_or_default();
        let closing = tail.get(..tail.floor_char_boundary(tail.len().min(60))).unwrap_or_default();
        return from + footer + FOOTER.len() + closing.find("-----").map_or(0, |at| at + 5);
    }
    let body = window
        .find(|next: char| !(next.is_ascii_alphanumeric() || "+/=\r\n\\\"' \t:,-".contains(next)));
    from + body.unwrap_or(window.len()).min(4096)
}
