//! Tells values that could be credentials from placeholders and from words.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// Words that stand where a credential would; compared in lower case.
const PLACEHOLDERS: &[&str] = &[
    "example",
    "xxx",
    "placeholder",
    "redacted",
    "your_",
    "your-",
    "yourapi",
    "yourtoken",
    "yourkey",
    "yoursecret",
    "****",
    "....",
    "dummy",
    "insert",
    "replace",
    "changeit",
    "<your",
    "my_secret_here",
    "goes_here",
    "-here",
    "_here",
    "####",
    "----",
    "____",
    "todo",
    "undefined",
    "insecure_default",
    "notreal",
    "not_a_real",
];

/// Values of code and configuration that are no credential.
const WORDS: &[&str] = &[
    "true",
    "false",
    "null",
    "none",
    "nil",
    "string",
    "str",
    "required",
    "optional",
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "api_key",
    "value",
    "text",
    "input",
    "hidden",
    "username",
    "user",
    "default",
    "empty",
    "bytes",
    "int",
    "self",
    "this",
    "env",
    "process",
    "config",
    "settings",
    "request",
    "options",
    "params",
    "argument",
    "authorization",
    "bearer",
    "basic",
    "digest",
    "public",
    "private",
    "enabled",
    "disabled",
    "plaintext",
    "encrypted",
    "unknown",
    "missing",
    "invalid",
    "expired",
    "changed",
    "length",
    "field",
    "type",
    "varchar",
    "boolean",
    "object",
];

/// The bytes of a value in which a placeholder is looked for.
const LOOKED_AT: usize = 128;

static PLACEHOLDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(PLACEHOLDERS).ok());

/// Whether `value` holds the place of a credential rather than being one.
pub(super) fn is_placeholder(value: &str) -> bool {
    let value = value.get(..value.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
    if value.starts_with(['$', '<', '{', '%', '(', '[']) {
        return true;
    }
    let inner =
        value.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase());
    let (length, set) =
        inner.fold((0, 0_u128), |(length, set), byte| (length + 1, set | 1 << byte));
    let distinct = set.count_ones();
    (length >= 6 && distinct <= 2)
        || (length >= 16 && distinct <= 4)
        || PLACEHOLDER.as_ref().is_some_and(|words| words.is_match(value))
}

/// Whether what follows a literal begins with the same few bytes over and over, as no generator makes them.
pub(super) fn is_drawn_out(body: &[u8]) -> bool {
    const BEGINNING: usize = 24;
    let Some(beginning) = body.get(..BEGINNING) else { return false };
    let mut set = 0_u128;
    beginning.iter().all(|byte| {
        set |= 1 << (byte & 0x7f);
        set.count_ones() <= 4
    })
}

/// Whether `value` is an ordinary word of code or prose.
pub(super) fn is_word(value: &str) -> bool {
    let lower = value.trim_matches(|edge: char| !edge.is_ascii_alphanumeric()).to_ascii_lowercase();
    lower.is_empty() || WORDS.contains(&lower.as_str())
}

/// Shannon entropy in bits for each byte.
pub(super) fn entropy(value: &str) -> f64 {
    let mut counts = [0_u32; 256];
    for byte in value.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let length = f64::from(u32::try_from(value.len().max(1)).unwrap_or(u32::MAX));
    counts.iter().filter(|count| **count > 0).fold(0.0, |sum, count| {
        let share = f64::from(*count) / length;
        sum - share * share.log2()
    })
}

/// What a value is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Makeup {
    pub length: usize,
    pub digits: usize,
    pub upper: usize,
    pub lower: usize,
    /// Neither letter nor digit.
    pub signs: usize,
}

impl Makeup {
    pub(super) fn of(value: &str) -> Self {
        let (mut digits, mut upper, mut lower) = (0, 0, 0);
        for byte in value.bytes() {
            digits += usize::from(byte.is_ascii_digit());
            upper += usize::from(byte.is_ascii_uppercase());
            lower += usize::from(byte.is_ascii_lowercase());
        }
        let length = value.len();
        Self { length, digits, upper, lower, signs: length - digits - upper - lower }
    }

    pub(super) fn letters(self) -> usize {
        self.upper + self.lower
    }

    /// Letters and digits mixed, as generators do and words do not.
    pub(super) fn is_mixed(self) -> bool {
        self.digits >= 2 && self.letters() >= 2
    }
}

/// Whether a long value looks generated.
pub(super) fn is_random(value: &str) -> bool {
    let makeup = Makeup::of(value);
    let digits_between = makeup.is_mixed() && entropy(value) >= 2.8;
    let cases =
        makeup.digits == 0 && makeup.length >= 20 && makeup.signs == 0 && entropy(value) >= 3.6;
    makeup.length >= 12 && (digits_between || cases)
}
