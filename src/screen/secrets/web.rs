//! Finds passwords in addresses and command lines, and the end of keys in PEM.

use std::ops::Range;

use super::{
    Match,
    plausible::{is_placeholder, is_word},
};

/// Literals searched for; `true` for an address, `false` for a command line.
pub(super) const LITERALS: &[(&str, bool)] =
    &[("://", true), ("-u ", false), ("--user ", false), ("--user=", false), ("-p ", false)];

/// The stretch that was last looked at for the end of an authority, for addresses that stand in it.
#[derive(Default)]
pub(super) struct Authority {
    /// Nothing in it ends an address.
    stretch: Range<usize>,
    /// The last address that was found.
    found: Range<usize>,
}

/// The most bytes of an authority.
const LONGEST: usize = 300;

impl Authority {
    /// Where the address ends that begins at `at`, or where it was cut.
    fn end(&mut self, text: &str, at: usize) -> usize {
        if !self.stretch.contains(&at) {
            let ends = |byte: &u8| {
                byte.is_ascii_whitespace()
                    || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'`' | b'\\')
            };
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            self.stretch = at..at + rest.iter().position(ends).unwrap_or(rest.len());
        }
        self.stretch.end.min(text.floor_char_boundary((at + LONGEST).min(text.len())))
    }
}

/// The password of `scheme://user:password@host`, where `at` is past the slashes (RFC 3986, section 3.2.1).
pub(super) fn address(text: &str, at: usize, authority: &mut Authority) -> Option<Match> {
    if authority.found.contains(&at) {
        return None;
    }
    let end = authority.end(text, at);
    let rest = text.get(at..end)?;
    // A user is short, and no path.
    let head = rest.as_bytes().get(..rest.len().min(LONGEST_USER + 1))?;
    let user = text.get(at..at + memchr::memchr2(b':', b'/', head)?)?;
    let password = rest.get(user.len()..)?.strip_prefix(':')?;
    // A password may hold `@` and `/`; the host follows the last `@` before a slash that ends the authority.
    let (password, host) =
        password.split_at_checked(memchr::memrchr(b'@', password.as_bytes())?)?;
    let host = host.get(1..)?;
    // Where another address begins in it, that one is looked at by itself.
    if password.contains("://") {
        return None;
    }
    let is_host =
        host.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '[' || next == '*');
    let clear = !password.contains(['?', '#', ' ', ',', ')', '(']);
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
    if !is_host || !clear || !shown || port || documented {
        return None;
    }
    authority.found = start..start + password.len();
    Some(Match { class: "address_password", start, end: start + password.len() })
}

/// The most bytes of a user's name.
const LONGEST_USER: usize = 64;

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
        let password = word.len() >= 5
            && !word
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b':' || byte == b'/' || byte == b'.');
        if !password || word.starts_with('-') || is_placeholder(word) || is_word(word) {
            return None;
        }
        // Tools that log in (`docker login -p`, `psexec -p`, `mysql -p`) name a user before it.
        let head = text.get(text.floor_char_boundary(start.saturating_sub(80))..start)?;
        let login = head.contains(" -u ") || head.contains("--username") || head.contains(" login");
        return login.then_some(Match {
            class: "command_password",
            start: begin,
            end: begin + word.len(),
        });
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

/// Where keys in PEM end, for headers that share a footer or have none.
#[derive(Default)]
pub(super) struct Footers {
    /// No footer begins between `from` and `next`, which is one unless the text ends there.
    from: usize,
    next: usize,
}

/// The most bytes of a key in PEM.
const LONGEST_KEY: usize = 16 * 1024;
/// The most bytes of a key without a footer.
const LONGEST_BODY: usize = 4096;

impl Footers {
    /// The end of the key whose header ends at `from`: past its footer, or past the lines of base64 that follow.
    pub(super) fn key_end(&mut self, text: &str, from: usize) -> usize {
        const FOOTER: &str = "-----END ";
        let Some(rest) = text.get(from..) else { return from };
        if !(self.from..=self.next).contains(&from) || self.next == 0 {
            let next = memchr::memmem::find(rest.as_bytes(), FOOTER.as_bytes());
            *self = Self { from, next: next.map_or(text.len(), |at| from + at) };
        }
        if self.next < text.len() && self.next < from + LONGEST_KEY {
            let tail = text.get(self.next + FOOTER.len()..).unwrap_or_default();
            let closing =
                tail.get(..tail.floor_char_boundary(tail.len().min(60))).unwrap_or_default();
            return self.next + FOOTER.len() + closing.find("-----").map_or(0, |at| at + 5);
        }
        let body = rest.bytes().take(LONGEST_BODY).take_while(|byte| {
            byte.is_ascii_alphanumeric() || b"+/=\r\n\\\"' \t:,-".contains(byte)
        });
        from + body.count()
    }
}
