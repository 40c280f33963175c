//! The roles file: more about each token than an environment variable holds.
//!
//! ```toml
//! [[token]]
//! name = "ci"                     # several tokens may have one name
//! role = "scanner"
//! hash = "sha256:…"               # `mcp-defectdojo token new` makes one
//! expires = 2027-01-31T00:00:00Z  # a date alone means the start of that day, UTC
//! products = [3, 7]               # nothing else exists for this token
//! ```

use std::{io, path::Path, sync::Arc};

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::Deserialize;
use toml::value::Datetime;

use super::{Grant, MalformedHash, NAME_LIMIT, TokenHash, is_name};
use crate::access::{OPEN_ACCESS, Principal, Role, Scope, UnknownRole};

/// The roles file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("it cannot be read: {0}")]
    Read(#[from] io::Error),
    #[error("it is not the TOML that is expected: {0}")]
    Parse(#[from] toml::de::Error),
    #[error("token {number} (`{name}`): {problem}")]
    Token { number: usize, name: String, problem: Problem },
}

#[derive(Debug, thiserror::Error)]
pub enum Problem {
    #[error(
        "a name is letters, digits, `_`, `-` and `.`, at most {NAME_LIMIT} of them, and not `{OPEN_ACCESS}`"
    )]
    Name,
    #[error(transparent)]
    Role(#[from] UnknownRole),
    #[error(transparent)]
    Hash(#[from] MalformedHash),
    #[error("`expires` is a date, or a date and a time with `Z` or an offset")]
    Expires,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "token")]
    tokens: Vec<Token>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Token {
    name: String,
    role: String,
    hash: String,
    expires: Option<Datetime>,
    products: Option<Vec<u64>>,
}

pub(super) fn read(path: &Path) -> Result<Vec<(TokenHash, Grant)>, Error> {
    parse(&std::fs::read_to_string(path)?)
}

fn parse(text: &str) -> Result<Vec<(TokenHash, Grant)>, Error> {
    let File { tokens } = toml::from_str(text)?;
    let grants = tokens.into_iter().enumerate().map(|(index, token)| {
        let name = token.name.clone();
        grant(token).map_err(|problem| Error::Token { number: index + 1, name, problem })
    });
    grants.collect()
}

fn grant(token: Token) -> Result<(TokenHash, Grant), Problem> {
    let name = token.name.to_ascii_lowercase();
    if !is_name(&name) {
        return Err(Problem::Name);
    }
    let role: Role = token.role.parse()?;
    let hash = token.hash.parse()?;
    let expires = token.expires.map(instant).transpose()?;
    let mut principal = Principal::new(name, role);
    if let Some(products) = token.products {
        principal.scope = Scope::Products(Arc::from(products));
    }
    Ok((hash, Grant { principal, expires }))
}

/// A local time is refused: nobody could tell whose.
fn instant(written: Datetime) -> Result<Timestamp, Problem> {
    let text = written.to_string();
    let day = |text: &str| -> Option<Timestamp> {
        let date: civil::Date = text.parse().ok()?;
        Some(date.to_zoned(TimeZone::UTC).ok()?.timestamp())
    };
    match (written.date, written.time, written.offset) {
        (Some(_), Some(_), Some(_)) => text.parse().ok(),
        (Some(_), None, None) => day(&text),
        _ => None,
    }
    .ok_or(Problem::Expires)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    fn with(line: &str) -> Result<Vec<(TokenHash, Grant)>, Error> {
        let mut lines = vec![
            "name = \"ci\"".to_owned(),
            "role = \"scanner\"".into(),
            format!("hash = \"{HASH}\""),
        ];
        let key = line.split('=').next().unwrap();
        lines.retain(|known| !known.starts_with(key));
        parse(&format!("[[token]]\n{}\n{line}\n", lines.join("\n")))
    }

    #[test]
    fn a_token_is_read_whole() {
        let read = with("expires = 2027-01-31T12:00:00+02:00\nproducts = [3, 7]").unwrap();
        let mut principal = Principal::new("ci", Role::Scanner);
        principal.scope = Scope::Products([3, 7].into());
        let expires = Some("2027-01-31T10:00:00Z".parse().unwrap());
        assert_eq!(read, [(TokenHash::of("abc"), Grant { principal, expires })]);

        let day = &with("expires = 2027-01-31").unwrap()[0].1;
        assert_eq!(day.expires, Some("2027-01-31T00:00:00Z".parse().unwrap()));
        let plain = &with("name = \"CI\"").unwrap()[0].1;
        assert_eq!(plain, &Grant { principal: Principal::new("ci", Role::Scanner), expires: None });
        // No product at all is a meaning of its own.
        let none = &with("products = []").unwrap()[0].1;
        assert!(!none.principal.scope.holds(3));
        assert!(parse("").unwrap().is_empty());
    }

    /// A line that is half understood could give more than its writer meant.
    #[test]
    fn what_is_not_understood_is_refused() {
        for line in [
            "name = \"\"",
            "name = \"open-access\"",
            "name = \"a b\"",
            "role = \"owner\"",
            "hash = \"abc\"",
            "expires = 2027-01-31T12:00:00",
            "expires = 12:00:00",
            "expires = \"2027-01-31\"",
            "products = [-1]",
            "products = 3",
            "product = [3]",
        ] {
            let error = with(line).unwrap_err().to_string();
            assert!(!error.is_empty(), "{line}");
        }
        let error = with("role = \"owner\"").unwrap_err().to_string();
        assert_eq!(
            error,
            "token 1 (`ci`): no such role (known are admin, writer, scanner and reader)"
        );
    }
}
