//! Judges the value that a name is given.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{
    assign::{Name, Place, Tie},
    plausible::{Makeup, entropy, is_placeholder, is_random, is_word},
};

/// What a sample is named after.
static NAMES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let names = ["secret", "token", "password", "apikey", "api-key", "api_key"];
    AhoCorasick::builder().ascii_case_insensitive(true).build(names).ok()
});

/// What code has and credentials have not.
static CODE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let code = [
        "()",
        "::",
        "->",
        "=>",
        "process.env",
        "os.environ",
        "getenv",
        "System.",
        "://",
        "\\n",
        "=\"",
        "#{",
        "/>",
    ];
    AhoCorasick::new(code).ok()
});

/// Whether what stands where a credential would be is one.
pub(super) fn judge(value: &str, name: Name, place: &Place, key: &str) -> bool {
    let makeup = Makeup::of(value);
    if makeup.length < 5
        || is_placeholder(value)
        || is_word(value)
        || !value.is_ascii()
        || is_reference(value, place)
    {
        return false;
    }
    // `sk-live-secret123`, `my-token-1`: samples are named after what they stand for.
    if name != Name::Password
        && (place.quote.is_none() && value.contains(':')
            || NAMES.as_ref().is_some_and(|names| names.is_match(value)))
    {
        return false;
    }
    let explicit = place.quote.is_some() || place.tie == Tie::Equals;
    match (name, place.tie) {
        (Name::Password, Tie::Space) => {
            makeup.length >= 10 && makeup.is_mixed() && makeup.signs <= 3
        }
        (Name::Password, _) if explicit => {
            let chosen =
                makeup.digits > 0 || makeup.signs > 0 || makeup.upper > 0 && makeup.lower > 0;
            (5..=128).contains(&makeup.length)
                && !value.contains(' ')
                && (chosen || place.quote.is_some() && makeup.length >= 8)
        }
        (Name::Password, _) => {
            makeup.length >= 6 && makeup.digits > 0 && makeup.letters() > 0 && !value.contains(' ')
        }
        (Name::Generated, Tie::Equals | Tie::Colon | Tie::Call) => {
            let short = makeup.length >= 8 && makeup.is_mixed() && place.tie == Tie::Equals;
            !value.contains(' ') && (short || is_random(value) || hexadecimal(&makeup, value))
        }
        (Name::Generated, Tie::Space) => {
            makeup.length >= 16 && makeup.is_mixed() && is_random(value) && !value.contains(' ')
        }
        (_, Tie::Space) => {
            // Upper case on its own, as in `VENDOR KEY 0a1b…`, is how such lists are written.
            makeup.length >= 20
                && makeup.digits >= 4
                && is_random(value)
                && makeup.signs <= 4
                && !value.contains([' ', '/', ':'])
        }
        (_, tie) => {
            let named = key.ends_with("key")
                || key.ends_with("auth")
                || key.ends_with("access")
                || key.ends_with("pat")
                || key.contains("private");
            let long = makeup.length >= 16 && makeup.is_mixed() && is_random(value);
            named
                && long
                && tie != Tie::Call
                && !value.contains([' ', '/', ':'])
                && makeup.signs <= 6
                && !is_uuid_of(key, value)
        }
    }
}

/// A UUID given as a bare key identifies more often than it opens.
fn is_uuid_of(key: &str, value: &str) -> bool {
    let uuid = value.len() == 36 && value.bytes().filter(|byte| *byte == b'-').count() == 4;
    uuid && !(key.contains("api")
        || key.contains("access")
        || key.contains("_key")
        || key.contains("private"))
}

/// Generated digits and letters of one alphabet, whatever their entropy says.
fn hexadecimal(makeup: &Makeup, value: &str) -> bool {
    makeup.length >= 20 && makeup.digits >= 4 && makeup.letters() >= 4 && entropy(value) >= 2.5
}

/// Whether the value only says where the credential comes from: a variable, a call, a path, an address, markup.
fn is_reference(value: &str, place: &Place) -> bool {
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
    let path = value.starts_with(['/', '.', '~', '\\'])
        || value.matches('/').count() >= 3 && !value.contains('+');
    // `user.password`, `config.db.token`: names joined by dots, no digits.
    let member = place.quote.is_none()
        && value.contains('.')
        && !value.bytes().any(|byte| byte.is_ascii_digit());
    let identifier = place.quote.is_none()
        && value.contains('_')
        && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'.');
    call || selector
        || path
        || member
        || identifier
        || CODE.as_ref().is_some_and(|code| code.is_match(value))
        || file.iter().any(|end| value.ends_with(end))
}
