//! Judges the value that a name is given.

use std::{ops::Range, sync::LazyLock};

use super::{
    ahead::{Ahead, Words},
    assign::Name,
    plausible::{JUDGED, Makeup, PLACEHOLDERS, entropy, is_random, is_stand_in, is_word},
};

/// What a sample is named after.
static NAMES: LazyLock<Words> =
    LazyLock::new(|| Words::new(&["secret", "token", "password", "apikey", "api-key", "api_key"]));

/// What code has and credentials have not.
static CODE: LazyLock<Words> = LazyLock::new(|| {
    Words::new(&[
        "()",
        "::",
        "->",
        "=>",
        "process.env",
        "os.environ",
        "getenv",
        "system.",
        "://",
        "\\n",
        "=\"",
        "#{",
        "/>",
    ])
});

/// What stands next in the text, for values that overlap.
#[derive(Default)]
pub(super) struct Lookouts {
    placeholders: Ahead,
    names: Ahead,
    code: Ahead,
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
}

pub(super) struct Place {
    pub tie: Tie,
    /// The quotation mark that it stands in.
    pub quote: Option<u8>,
    /// Where the value begins.
    pub at: usize,
}

impl Place {
    /// Reads from the end of a name over closing quotes, a tie and an opening quote.
    pub(super) fn after(text: &str, end: usize) -> Option<Self> {
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

/// What is thought of a value under one kind of name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opinion {
    No,
    Yes,
    /// If the name is a key's.
    IfKey,
    /// If the name is the key of an interface: a UUID given as a bare key identifies more often than it opens.
    IfInterface,
}

impl Opinion {
    /// Whether the value is a credential under the name that `key` tells.
    pub(super) fn holds<'a>(self, key: impl FnOnce() -> &'a str) -> bool {
        match self {
            Self::No => false,
            Self::Yes => true,
            Self::IfKey => is_key(&key().to_ascii_lowercase()),
            Self::IfInterface => {
                let key = key().to_ascii_lowercase();
                let parts = ["api", "access", "_key", "private"];
                is_key(&key) && parts.iter().any(|part| key.contains(part))
            }
        }
    }
}

fn is_key(key: &str) -> bool {
    ["key", "auth", "access", "pat"].iter().any(|end| key.ends_with(end)) || key.contains("private")
}

/// Whether what stands at `at`, where a credential would be, is one. Its first bytes tell.
pub(super) fn judge(
    text: &str,
    at: Range<usize>,
    name: Name,
    place: &Place,
    ahead: &mut Lookouts,
) -> Opinion {
    let length = at.len();
    let end = text.floor_char_boundary(at.end.min(at.start + JUDGED));
    let value = text.get(at.start..end).unwrap_or_default();
    let makeup = Makeup::of(value);
    if length < 5 || !is_made_up(&makeup, length, name, place) || !value.is_ascii() {
        return Opinion::No;
    }
    let random = || is_random(&makeup, value);
    let generated = match (name, place.tie) {
        (Name::Password, _) => true,
        (Name::Generated, Tie::Equals) if length >= 8 && makeup.is_mixed() => true,
        (Name::Generated, Tie::Equals | Tie::Colon | Tie::Call) => {
            random() || hexadecimal(&makeup, value)
        }
        _ => random(),
    };
    if !generated {
        return Opinion::No;
    }
    let has = |ahead: &mut Ahead, words: &Words| ahead.has(words, text, at.start, end);
    // `sk-live-secret123`, `my-token-1`: samples are named after what they stand for.
    let sample = name != Name::Password
        && (place.quote.is_none() && value.contains(':') || has(&mut ahead.names, &NAMES));
    if sample
        || is_stand_in(value)
        || has(&mut ahead.placeholders, &PLACEHOLDERS)
        || has(&mut ahead.code, &CODE)
        || is_word(text.get(at.clone()).unwrap_or_default())
        || is_reference(value, text.get(at).unwrap_or_default(), place)
    {
        return Opinion::No;
    }
    match name {
        Name::Loose if place.tie != Tie::Space => {
            if is_uuid(value) && length == value.len() {
                Opinion::IfInterface
            } else {
                Opinion::IfKey
            }
        }
        _ => Opinion::Yes,
    }
}

/// Whether length and letters are those of a credential; the cheap questions.
fn is_made_up(makeup: &Makeup, length: usize, name: Name, place: &Place) -> bool {
    let explicit = place.quote.is_some() || place.tie == Tie::Equals;
    let one_word = makeup.spaces == 0;
    match (name, place.tie) {
        (Name::Password, Tie::Space) => length >= 10 && makeup.is_mixed() && makeup.signs <= 3,
        (Name::Password, _) if explicit => {
            let chosen =
                makeup.digits > 0 || makeup.signs > 0 || makeup.upper > 0 && makeup.lower > 0;
            (5..=128).contains(&length)
                && one_word
                && (chosen || place.quote.is_some() && length >= 8)
        }
        (Name::Password, _) => length >= 6 && makeup.digits > 0 && makeup.letters() > 0 && one_word,
        (Name::Generated, Tie::Equals | Tie::Colon | Tie::Call) => one_word,
        (Name::Generated, Tie::Space) => length >= 16 && makeup.is_mixed() && one_word,
        (_, Tie::Space) => {
            // Upper case on its own, as in `VENDOR KEY 0a1b…`, is how such lists are written.
            length >= 20 && makeup.digits >= 4 && makeup.signs <= 4 && one_word && makeup.parts == 0
        }
        (_, tie) => {
            length >= 16
                && makeup.is_mixed()
                && tie != Tie::Call
                && one_word
                && makeup.parts == 0
                && makeup.signs <= 6
        }
    }
}

fn is_uuid(value: &str) -> bool {
    value.len() == 36 && value.bytes().filter(|byte| *byte == b'-').count() == 4
}

/// Generated digits and letters of one alphabet, whatever their entropy says.
fn hexadecimal(makeup: &Makeup, value: &str) -> bool {
    makeup.length >= 20 && makeup.digits >= 4 && makeup.letters() >= 4 && entropy(value) >= 2.5
}

/// Whether the value only says where the credential comes from: a variable, a call, a path, an address, markup.
/// `value` is what is judged of the `whole`.
fn is_reference(value: &str, whole: &str, place: &Place) -> bool {
    // A selector of a style sheet: `#new-password`.
    let selector = value.starts_with(['#', '.'])
        && value
            .bytes()
            .skip(1)
            .all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'_'));
    let file = [
        ".pem", ".key", ".json", ".txt", ".xml", ".yml", ".yaml", ".cer", ".p12", ".jks", ".html",
        ".js", ".py", ".php",
    ];
    let call = place.quote.is_none() && value.contains('(');
    let slashes = value.bytes().filter(|byte| *byte == b'/').count();
    let path = value.starts_with(['/', '.', '~', '\\']) || slashes >= 3 && !value.contains('+');
    // `user.password`, `config.db.token`: names joined by dots, no digits.
    let member = place.quote.is_none()
        && value.contains('.')
        && !value.bytes().any(|byte| byte.is_ascii_digit());
    let identifier = place.quote.is_none()
        && value.contains('_')
        && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'.');
    call || selector || path || member || identifier || file.iter().any(|end| whole.ends_with(end))
}
