//! Finds the passwords that programs and statements take as an argument: `sshpass -p …`, `IDENTIFIED BY '…'`.

use std::ops::Range;

use super::{
    Match,
    plausible::{is_placeholder, is_word},
};
use crate::screen::unicode::{before, behind};

/// How a password is given on the rest of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Behind an option and a space.
    Option(&'static str),
    /// Behind an option at once, or in quotes; what follows a space is something else.
    Attached(&'static str),
    /// In the quotes of a statement that creates or changes a user.
    Statement,
    /// Behind the third colon: `host:port:database:user:password` in `.pgpass`.
    Row,
    /// Between a slash and an `@`: `user/password@host` of Oracle's drivers.
    Pair,
}

/// Programs and statements, with the form in which they take a password.
pub(super) const ARGUMENTS: &[(&str, Form)] = &[
    ("sshpass", Form::Option(" -p ")),
    ("sshpass", Form::Attached(" -p")),
    ("mysql", Form::Attached(" -p")),
    ("mysqldump", Form::Attached(" -p")),
    ("mysqladmin", Form::Attached(" -p")),
    ("mariadb", Form::Attached(" -p")),
    ("ldapsearch", Form::Option(" -w ")),
    ("ldapadd", Form::Option(" -w ")),
    ("ldapmodify", Form::Option(" -w ")),
    ("ldapwhoami", Form::Option(" -w ")),
    ("redis-cli", Form::Option(" -a ")),
    ("identified by ", Form::Statement),
    (":5432:", Form::Row),
    ("jdbc:oracle:thin:", Form::Pair),
];

/// The most bytes that are read before and past what an argument is found by.
const LONGEST: usize = 200;

/// The password of `form` on the line that goes on at `end`.
pub(super) fn argument(text: &str, end: usize, form: Form) -> Option<Match> {
    let rest = behind(text, end, LONGEST);
    let place = match form {
        Form::Statement if !is_statement(text, end) => return None,
        _ => form.password(rest.lines().next()?)?,
    };
    let password = rest.get(place.clone())?;
    let letters = password.bytes().any(|byte| byte.is_ascii_alphabetic());
    let plausible = password.len() >= 5 && letters && password.is_ascii();
    if !plausible || password.starts_with('-') || is_placeholder(password) || is_word(password) {
        return None;
    }
    Some(Match { class: "command_password", start: end + place.start, end: end + place.end })
}

impl Form {
    /// Where the password stands in `line`.
    fn password(self, line: &str) -> Option<Range<usize>> {
        match self {
            Self::Option(option) => word(line, line.find(option)? + option.len()),
            Self::Attached(option) => {
                let at = line.find(option)? + option.len();
                let quoted =
                    line.get(at..)?.starts_with(' ') && line.get(at + 1..)?.starts_with(QUOTES);
                word(line, at + usize::from(quoted))
            }
            Self::Statement => line.starts_with('\'').then(|| word(line, 0))?,
            Self::Row => word(line, line.match_indices(':').nth(1)?.0 + 1),
            Self::Pair => {
                // Without a user, the host follows an `@` at once.
                let (user, rest) = line.split_once('/')?;
                let start = user.len() + 1;
                let length = rest.find(['@', ' '])?;
                let named = !user.is_empty() && !user.contains(['@', ' ']);
                (named && rest.as_bytes().get(length) == Some(&b'@'))
                    .then_some(start..start + length)
            }
        }
    }
}

const QUOTES: [char; 2] = ['\'', '"'];

/// The word at `at`, or what stands there between quotes.
fn word(line: &str, at: usize) -> Option<Range<usize>> {
    let rest = line.get(at..)?;
    if rest.starts_with(QUOTES) {
        let length = rest.get(1..)?.find(rest.chars().next()?)?;
        return Some(at + 1..at + 1 + length);
    }
    let ends = |sign: char| {
        sign.is_whitespace() || matches!(sign, '"' | '\'' | '`' | ';' | '|' | ')' | '<')
    };
    Some(at..at + rest.find(ends).unwrap_or(rest.len()))
}

/// Whether what ends at `end` creates or changes a user, and is no prose.
fn is_statement(text: &str, end: usize) -> bool {
    let mut words = before(text, end, LONGEST).split_ascii_whitespace();
    words.any(|word| word.eq_ignore_ascii_case("user") || word.eq_ignore_ascii_case("grant"))
}
