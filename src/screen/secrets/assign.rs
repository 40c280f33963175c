//! Finds credentials by the name that they are given: `DB_PASSWORD=…`, `"client_secret": "…"`, `Authorization: …`.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{
    Match,
    plausible::{Makeup, is_placeholder, is_random, is_word},
    value::judge,
};

/// A word that names credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Name {
    /// Password, passwd, pwd, passphrase: people choose the value.
    Password,
    /// Token, secret, API key: a machine made the value.
    Generated,
    /// Key, access, auth: names of many other things too.
    Loose,
    /// Bearer, Basic: the value follows at once.
    Scheme,
}

/// The words searched for, in lower case.
pub(crate) const NAMES: &[(&str, Name)] = &[
    ("password", Name::Password),
    ("passwd", Name::Password),
    ("passphrase", Name::Password),
    ("pwd", Name::Password),
    ("secret", Name::Generated),
    ("token", Name::Generated),
    ("apikey", Name::Generated),
    ("api_key", Name::Generated),
    ("api-key", Name::Generated),
    ("api key", Name::Generated),
    ("credential", Name::Generated),
    ("private", Name::Loose),
    ("access", Name::Loose),
    ("key", Name::Loose),
    ("auth", Name::Loose),
    ("_pat", Name::Loose),
    (" pat ", Name::Loose),
    ("bearer ", Name::Scheme),
    ("basic ", Name::Scheme),
];

/// Parts of a name that make it something other than the credential itself.
const OTHER: &[&str] = &[
    "key_id",
    "keyid",
    "key-id",
    "public",
    "keyboard",
    "keyword",
    "monkey",
    "donkey",
    "hockey",
    "turkey",
    "secretary",
    "tokenizer",
    "tokenize",
    "tokens",
    "token_type",
    "tokentype",
    "token_url",
    "tokenurl",
    "endpoint",
    "_uri",
    "_url",
    "password_hash",
    "password_field",
    "password_reset",
    "forgot",
    "_length",
    "length",
    "_size",
    "_name",
    "name=",
    "_path",
    "_file",
    "filename",
    "keyfile",
    "tokenfile",
    "keystore",
    "truststore",
    "_type",
    "_at",
    "expir",
    "_ttl",
    "rotation",
    "audience",
    "accessor",
    "accessib",
    "access-control",
    "keychain",
    "keyspace",
    "keyframe",
    "keycode",
    "keydown",
    "keyup",
    "keypress",
    "onkey",
    "primarykey",
    "primary_key",
    "foreign",
    "sort_key",
    "partition",
    "keyvault",
    "secretname",
    "secretref",
    "secretsid",
    "secretkeyref",
    "csrf",
    "xsrf",
    "author",
    "authent",
    "authority",
    "bucket_key",
    "packagekey",
    "sequencekey",
    "kms",
    "hostkey",
    "known",
    "policy",
    "version",
    "commit",
    "checksum",
    "digest",
    "sha1",
    "sha256",
    "md5",
    "hash",
    "integrity",
    "srcrev",
    "access_log",
    "accesslog",
    "credentialsid",
    "pubkey",
    "credentials_id",
    "keyring",
    "keygen",
    "keyserver",
    "registry",
    "validkey",
    "keystr",
    "passwordless",
];

/// The values rejected in the unbroken run that was last looked at.
#[derive(Default)]
pub(super) struct Rejected {
    /// Where the run ends, or where it was cut.
    end: usize,
    times: u8,
}

impl Rejected {
    /// How many names in a row, with nothing between them that ends a value, are looked at: past it the names are the
    /// text, and each look would cost the whole run again.
    const MOST: u8 = 4;

    /// Notes that nothing came of the name that ends at `name_end`, in a run that goes on to `end`.
    fn add(&mut self, name_end: usize, end: usize) {
        let times = if name_end < self.end { self.times.saturating_add(1) } else { 1 };
        *self = Self { end: end.max(self.end), times };
    }

    /// Whether what a name that ends at `name_end` is tied to lies in that run, and enough was rejected there.
    fn is_enough(&self, name_end: usize) -> bool {
        // A tie is a sign or two; a value past the run's end was never looked at.
        name_end + 4 < self.end && self.times >= Self::MOST
    }
}

/// The credential named at `start..end`, which holds `name`.
pub(super) fn named(
    text: &str,
    start: usize,
    end: usize,
    name: Name,
    rejected: &mut Rejected,
) -> Option<Match> {
    if name == Name::Scheme {
        return scheme(text, start, end);
    }
    let bytes = text.as_bytes();
    let in_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let after =
        bytes.get(end..).unwrap_or_default().iter().take(LONGEST_NAME).take_while(in_name).count();
    // Past a name that was cut there is no tie to be seen.
    let tied = if after == LONGEST_NAME { end } else { end + after };
    if rejected.is_enough(tied) {
        return None;
    }
    let found = hung(text, end, end + after).or_else(|| {
        let place = Place::after(text, end + after)?;
        let (from, to) = value(text, &place)?;
        // Prose goes on with a word; only what holds a digit or a sign, or stands in quotes, is worth the whole look.
        let found = bytes.get(from..to)?;
        let word = place.tie == Tie::Space
            && found.iter().filter(|byte| byte.is_ascii_digit()).count() < 2;
        (!word).then_some((place, from, to))
    });
    let Some(found) = found else {
        rejected.add(end, end + after);
        return None;
    };
    let before =
        bytes.get(..start).unwrap_or_default().iter().rev().take(40).take_while(in_name).count();
    if text.get(..start - before).is_some_and(|head| head.ends_with("[REDACTED:")) {
        return None;
    }
    let key = text.get(start - before..end + after)?.to_ascii_lowercase();
    let (place, from, to) = found;
    let found = text.get(from..to)?;
    let hung = place.tie == Tie::Hyphen;
    if (!hung && !judge(found, name, &place, &key)) || names_other(&key) {
        if place.quote.is_none() {
            rejected.add(end, to);
        }
        return None;
    }
    // One that was cut goes on: what is left of it would be judged anew, and left standing.
    let rest = text.as_bytes().get(to..).filter(|_| to - from >= LONGEST - 4).unwrap_or_default();
    let end = to + rest.iter().take_while(|byte| !ends_value(**byte, place.quote)).count();
    Some(Match { class: class(&key, name, found), start: from, end })
}

/// The most bytes of a name past the word that it holds.
const LONGEST_NAME: usize = 120;

/// Whether a name with a credential's word in it names something else.
fn names_other(key: &str) -> bool {
    static PARTS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(OTHER).ok());
    PARTS.as_ref().is_some_and(|parts| parts.is_match(key)) && !key.contains("secret_access_key")
}

/// A value that hangs on its name by a hyphen: `vendorSECRET-0f3a…`.
fn hung(text: &str, name_end: usize, end: usize) -> Option<(Place, usize, usize)> {
    if end < name_end + 20 {
        return None;
    }
    let tail = text.get(name_end..end)?;
    let at = tail
        .bytes()
        .zip(tail.bytes().skip(1))
        .position(|(hyphen, next)| hyphen == b'-' && next != b'-')?
        + 1;
    let value = tail.get(at..)?;
    let makeup = Makeup::of(value);
    let start = name_end + at;
    (makeup.length >= 20
        && makeup.digits >= 6
        && makeup.letters() >= 4
        && is_random(value)
        && !is_placeholder(value))
    .then(|| (Place { tie: Tie::Hyphen, quote: None, at: start }, start, start + value.len()))
}

/// How the value is tied to the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    Equals,
    Colon,
    /// An argument: `setPassword("…")`.
    Call,
    /// White space alone.
    Space,
    /// A hyphen, as if it were a part of the name.
    Hyphen,
}

pub(super) struct Place {
    pub tie: Tie,
    /// The quotation mark that it stands in.
    pub quote: Option<u8>,
    /// Where the value begins.
    at: usize,
}

impl Place {
    /// Reads from the end of a name over closing quotes, a tie and an opening quote.
    fn after(text: &str, end: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(b' ');
        let skip = |mut at: usize, members: &[u8], most: usize| {
            let limit = at + most;
            while at < limit.min(bytes.len()) && members.contains(&byte(at)) {
                at += 1;
            }
            at
        };
        let closed = skip(end, b"\"'`]*)\\>", 3);
        let spaced = skip(closed, b" \t", 8);
        let (tie, mut at) = match (byte(spaced), byte(spaced + 1)) {
            (b'=', b'=') => (Tie::Equals, spaced + if byte(spaced + 2) == b'=' { 3 } else { 2 }),
            (b'=' | b'-', b'>') | (b':' | b'!', b'=') => (Tie::Equals, spaced + 2),
            (b'=', _) => (Tie::Equals, spaced + 1),
            (b':', _) => (Tie::Colon, spaced + 1),
            (b'(', _) if closed == spaced => (Tie::Call, spaced + 1),
            (b',', _) if closed > end => (Tie::Call, spaced + 1),
            _ if spaced > end => (Tie::Space, spaced),
            _ => return None,
        };
        at = skip(at, b" \t", 8);
        if tie == Tie::Colon && byte(at) == b'\n' {
            at = skip(at, b" \t\r\n", 12);
        }
        if matches!(byte(at), b'\\' | b'@' | b'u' | b'b' | b'f' | b'r')
            && matches!(byte(at + 1), b'"' | b'\'')
        {
            at += 1;
        }
        let quote = Some(byte(at)).filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
        Some(Self { tie, quote, at: at + usize::from(quote.is_some()) })
    }
}

/// The most bytes of a value.
const LONGEST: usize = 512;

/// The extent of the value: to the closing quote, or as far as no separator comes.
fn value(text: &str, place: &Place) -> Option<(usize, usize)> {
    let rest = text.as_bytes().get(place.at..)?;
    let rest = rest.get(..rest.len().min(LONGEST))?;
    let stop = |byte: &u8| ends_value(*byte, place.quote);
    let length = rest.iter().position(stop).unwrap_or(rest.len());
    let found = text.get(place.at..place.at + length)?;
    let trimmed = if place.quote.is_some() {
        found
    } else {
        found.trim_end_matches(['.', ':', '?', '!', '\\'])
    };
    (!trimmed.is_empty()).then_some((place.at, place.at + trimmed.len()))
}

/// Whether a byte ends a value that stands in `quote`, or in none.
fn ends_value(byte: u8, quote: Option<u8>) -> bool {
    match quote {
        Some(quote) => byte == quote || byte == b'\n',
        None => byte.is_ascii_whitespace() || b"\"'`,;)]}<>&|".contains(&byte),
    }
}

/// The value of an HTTP authentication scheme (RFC 9110, section 11).
fn scheme(text: &str, start: usize, end: usize) -> Option<Match> {
    if start > 0 && text.as_bytes().get(start - 1).is_some_and(u8::is_ascii_alphanumeric) {
        return None;
    }
    let basic = text.get(start..end)?.eq_ignore_ascii_case("basic ");
    let rest = text.get(end..)?;
    let from = end + (rest.len() - rest.trim_start_matches(' ').len());
    let member = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'.' | b'_' | b'-' | b'~' | b'+' | b'/' | b'=')
    };
    let bytes = text.as_bytes().get(from..)?;
    let length = bytes.iter().take(4096).take_while(|byte| member(byte)).count();
    let value = text.get(from..from + length)?.trim_end_matches('.');
    let makeup = Makeup::of(value);
    if is_placeholder(value) || is_word(value) {
        return None;
    }
    let plausible = if basic {
        makeup.length >= 12
            && makeup.length.is_multiple_of(4)
            && makeup.upper > 0
            && makeup.lower > 0
            && !value.contains(['.', '-', '_'])
            && (makeup.digits > 0 || value.ends_with('='))
    } else {
        makeup.length >= 12 && makeup.digits >= 2 && makeup.letters() >= 2
    };
    let class = if basic { "basic_credentials" } else { "bearer_token" };
    plausible.then_some(Match { class, start: from, end: from + value.len() })
}

/// The seed's name for what was found.
fn class(key: &str, name: Name, value: &str) -> &'static str {
    let blob = value.len() >= 40
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
    let bare = key.trim_matches(['-', '_', '.']);
    if key.contains("aws_secret_access_key") || key.contains("aws_secret_key") {
        "aws_secret_assignment"
    } else if bare == "password" {
        "password_assignment"
    } else if bare == "passwd" {
        "passwd_assignment"
    } else if blob && (key.contains("auth") || bare == "token" || bare == "secret") {
        "base64_near_auth"
    } else if bare == "token" {
        "token_assignment"
    } else if bare == "secret" {
        "secret_assignment"
    } else if name == Name::Password {
        "password_assignment"
    } else {
        "generic_api_key_assignment"
    }
}
