//! Finds credentials by the name that they are given: `DB_PASSWORD=…`, `"client_secret": "…"`, `Authorization: …`.

use std::{cell::OnceCell, ops::Range, sync::LazyLock};

use super::{
    Match, Seen,
    ahead::{Ahead, Words},
    covers,
    plausible::{Makeup, PLACEHOLDERS, is_placeholder, is_random, is_stand_in, is_word},
    value::{Lookouts, Opinion, Place, Tie, judge},
};
use crate::screen::lanes::is_one_of;

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
    ("psk", Name::Password),
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
    "sitekey",
    "site-key",
    "site_key",
    "credentials_id",
    "keyring",
    "keygen",
    "keyserver",
    "registry",
    "validkey",
    "keystr",
    "passwordless",
];

/// What was measured last, for the names that stand in one unbroken run and the values that end together: however many
/// names a run holds, it is measured once, and each of them is judged.
#[derive(Default)]
pub(super) struct Measured {
    /// The run of letters, digits and joining signs around the last name.
    run: Range<usize>,
    /// Where the last word of [`OTHER`] begins in it, once that was asked.
    other: OnceCell<Option<usize>>,
    /// What the run's end is tied to.
    tied: Option<Tied>,
    /// The last value that hung on a name by a hyphen: where it begins, and its end if it is a credential.
    hung: (usize, Option<usize>),
    /// A stretch without what ends a bare value.
    bare: Range<usize>,
    /// What stands in the place of a value that hangs on a name.
    samples: Ahead,
    pub ahead: Lookouts,
}

/// A value with its place, and what [`judge`] said of it under each name.
struct Tied {
    place: Place,
    from: usize,
    to: usize,
    said: [Option<Opinion>; 3],
}

/// The credential named at `start..end`, which holds `name`.
pub(super) fn named(
    text: &str,
    start: usize,
    end: usize,
    name: Name,
    seen: &mut Seen,
) -> Option<Match> {
    if name == Name::Scheme {
        return scheme(text, start, end);
    }
    let Seen { measured, taken, .. } = seen;
    if end > measured.run.end || start < measured.run.start {
        measured.enter(text, start, end);
    }
    let run = measured.run.clone();
    let key_start = run.start.max(start.saturating_sub(BEFORE_NAME));
    let hung = measured.hung(text, end);
    let (from, to, quote) = match hung {
        Some((from, to)) => (from, to, None),
        // Past a name that long there is no tie to be seen.
        None if run.end - end >= LONGEST_NAME => return None,
        None => {
            let Measured { tied, ahead, .. } = measured;
            // However many names a run holds, its value is found for the first.
            let tied = tied.as_mut().filter(|tied| !covers(taken, tied.from, tied.to))?;
            let key = || text.get(key_start..run.end).unwrap_or_default();
            let opinion = tied.opinion(text, name, ahead)?;
            if !opinion.holds(key) {
                return None;
            }
            (tied.from, tied.to, tied.place.quote)
        }
    };
    if text.get(..key_start).is_some_and(|head| head.ends_with("[REDACTED:")) {
        return None;
    }
    let key_end = if hung.is_some() { run.end.min(end + LONGEST_NAME) } else { run.end };
    let key = || text.get(key_start..key_end).unwrap_or_default().to_ascii_lowercase();
    if measured.other(text).is_some_and(|other| other >= key_start)
        && !key().contains("secret_access_key")
    {
        return None;
    }
    let found = text.get(from..to)?;
    // One that was cut goes on: what is left of it would be judged anew, and left standing.
    let rest = text.as_bytes().get(to..).filter(|_| to - from >= LONGEST - 4).unwrap_or_default();
    let end = to + rest.iter().take_while(|byte| !ends_value(**byte, quote)).count();
    Some(Match { class: class(&key(), name, found), start: from, end })
}

/// The most bytes of a name before the word that it holds.
const BEFORE_NAME: usize = 40;
/// The most bytes of a name past the word that it holds.
const LONGEST_NAME: usize = 120;

fn in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}

impl Measured {
    /// Measures the run around the name at `start..end`, and the value that the run's end is tied to.
    fn enter(&mut self, text: &str, start: usize, end: usize) {
        let bytes = text.as_bytes();
        let head = bytes.get(..start).unwrap_or_default().iter().rev();
        let before = head.take(BEFORE_NAME).take_while(|byte| in_name(**byte)).count();
        let after =
            bytes.get(end..).unwrap_or_default().iter().take_while(|byte| in_name(**byte)).count();
        self.run = start - before..end + after;
        self.hung = (0, None);
        self.other = OnceCell::new();
        self.tied = Place::after(text, self.run.clone()).and_then(|place| {
            let (from, to) = self.value(text, &place)?;
            // Prose goes on with a word; only what holds a digit or a sign, or stands in quotes, is worth a look.
            let value = bytes.get(from..to)?;
            let digits = || value.iter().filter(|byte| byte.is_ascii_digit()).count();
            let word = match place.tie {
                Tie::Space => digits() < 2,
                Tie::Said => digits() == 0,
                _ => false,
            };
            (!word).then_some(Tied { place, from, to, said: [None; 3] })
        });
    }

    /// Where the last word of [`OTHER`] begins in the run.
    fn other(&self, text: &str) -> Option<usize> {
        static OTHERS: LazyLock<Words> = LazyLock::new(|| Words::new(OTHER));
        *self.other.get_or_init(|| {
            // Whoever asks reads no more of a name than this.
            let longest = LONGEST_NAME + 2 * BEFORE_NAME;
            let from = self.run.start.max(self.run.end.saturating_sub(longest));
            let last = text.get(from..self.run.end).and_then(|name| OTHERS.last(name));
            last.map(|last| from + last)
        })
    }

    /// The extent of the value: to the closing quote, or as far as no separator comes.
    fn value(&mut self, text: &str, place: &Place) -> Option<(usize, usize)> {
        let from = place.at;
        let rest = text.as_bytes().get(from..)?;
        let stop = |byte: &u8| ends_value(*byte, place.quote);
        if place.quote.is_some() {
            let rest = rest.get(..rest.len().min(LONGEST))?;
            let length = rest.iter().position(stop).unwrap_or(rest.len());
            return (length > 0).then_some((from, text.floor_char_boundary(from + length)));
        }
        if !self.bare.contains(&from) {
            self.bare = from..from + rest.iter().position(stop).unwrap_or(rest.len());
        }
        let to = self.bare.end.min(text.floor_char_boundary(from + LONGEST));
        // What was cut goes on, so its last sign ends no sentence.
        let found = text.get(from..to)?;
        let cut = to < self.bare.end;
        let found = if cut { found } else { found.trim_end_matches(['.', ':', '?', '!', '\\']) };
        (!found.is_empty()).then_some((from, from + found.len()))
    }

    /// A value that hangs by a hyphen on the name that ends at `name_end`: `vendorSECRET-0f3a…`.
    fn hung(&mut self, text: &str, name_end: usize) -> Option<(usize, usize)> {
        if self.run.end < name_end + HUNG {
            return None;
        }
        if self.hung.0 <= name_end {
            let tail = text.as_bytes().get(name_end..self.run.end)?;
            let hyphen = memchr::memchr_iter(b'-', tail).find(|at| tail.get(at + 1) != Some(&b'-'));
            let start = hyphen.map_or(self.run.end, |at| name_end + at + 1);
            self.hung = (start, self.hung_end(text, start));
        }
        let (start, end) = self.hung;
        (start < name_end + LONGEST_NAME).then_some(())?;
        end.map(|end| (start, end))
    }

    fn hung_end(&mut self, text: &str, start: usize) -> Option<usize> {
        let end = self.run.end.min(start + LONGEST_NAME);
        let value = text.get(start..end)?;
        let makeup = Makeup::of(value);
        let made = makeup.length >= HUNG && makeup.digits >= 6 && makeup.letters() >= 4;
        let generated = made && is_random(&makeup, value) && !is_stand_in(value);
        // However long it goes on, the rest belongs to it.
        (generated && !self.samples.has(&PLACEHOLDERS, text, start, end)).then_some(self.run.end)
    }
}

/// The shortest value that is seen to hang on its name by a hyphen.
const HUNG: usize = 20;

impl Tied {
    fn opinion(&mut self, text: &str, name: Name, ahead: &mut Lookouts) -> Option<Opinion> {
        let (place, from, to) = (&self.place, self.from, self.to);
        let said = self.said.get_mut(name as usize)?;
        Some(*said.get_or_insert_with(|| judge(text, from..to, name, place, ahead)))
    }
}

/// The most bytes of a value.
const LONGEST: usize = 512;

/// Whether a byte ends a value that stands in `quote`, or in none.
fn ends_value(byte: u8, quote: Option<u8>) -> bool {
    match quote {
        Some(quote) => byte == quote || byte == b'\n',
        None => byte.is_ascii_whitespace() || is_one_of(byte, *b"\"'`,;)]}<>&|"),
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
