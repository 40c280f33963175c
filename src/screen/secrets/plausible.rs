//! Tells values that could be credentials from placeholders and from words.

use std::{ops::Range, sync::LazyLock};

use super::ahead::{Ahead, Words};

/// Words that stand where a credential would; compared in lower case.
pub(super) static PLACEHOLDERS: LazyLock<Words> = LazyLock::new(|| Words::new(STAND_INS));

const STAND_INS: &[&str] = &[
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

/// The bytes of a value that are judged: however long it is, its beginning tells what it is.
pub(super) const JUDGED: usize = 128;

/// Whether `value` holds the place of a credential rather than being one.
pub(super) fn is_placeholder(value: &str) -> bool {
    let value = value.get(..value.floor_char_boundary(JUDGED)).unwrap_or_default();
    is_stand_in(value) || Ahead::default().has(&PLACEHOLDERS, value, 0, value.len())
}

/// Letters and digits that tell whether a value was drawn out.
const ENOUGH: usize = 24;

/// Whether `value` begins as a variable does, or has too few letters to have been generated.
pub(super) fn is_stand_in(value: &str) -> bool {
    if value.starts_with(['$', '<', '{', '%', '(', '[']) {
        return true;
    }
    let (mut length, mut distinct, mut set) = (0, 0, 0_u128);
    for byte in value.bytes().filter(u8::is_ascii_alphanumeric) {
        let letter = 1 << byte.to_ascii_lowercase();
        distinct += u32::from(set & letter == 0);
        set |= letter;
        length += 1;
        // Enough for any value; the rest of a long one need not be read.
        if distinct > 4 || length == ENOUGH {
            break;
        }
    }
    (length >= 6 && distinct <= 2) || (length >= 16 && distinct <= 4)
}

/// Where the same few bytes come over and over, as no generator makes them, in a text that is read from left to right.
#[derive(Default)]
pub(super) struct Drawn {
    /// What begins here is drawn out.
    known: Range<usize>,
}

impl Drawn {
    /// Whether what begins at `from` is drawn out.
    pub(super) fn begins(&mut self, bytes: &[u8], from: usize) -> bool {
        const BEGINNING: usize = 24;
        if self.known.contains(&from) {
            return true;
        }
        let (mut set, mut distinct) = (0_u128, 0);
        let one_of_few = |byte: &&u8| {
            // What joins the parts of a name counts for nothing.
            if byte.is_ascii() && !matches!(byte, b'-' | b'_') {
                let letter = 1 << **byte;
                distinct += u32::from(set & letter == 0);
                set |= letter;
            }
            distinct <= 4 && byte.is_ascii()
        };
        let run = bytes.get(from..).unwrap_or_default().iter().take_while(one_of_few).count();
        let drawn = run >= BEGINNING;
        if drawn {
            self.known = from..from + run + 1 - BEGINNING;
        }
        drawn
    }
}

/// Whether `value` is an ordinary word of code or prose.
pub(super) fn is_word(value: &str) -> bool {
    let word = value.trim_matches(|edge: char| !edge.is_ascii_alphanumeric());
    word.is_empty() || WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The bytes whose entropy is taken.
const SAMPLED: usize = 64;

/// Shannon entropy of the first [`SAMPLED`] bytes, in bits for each.
pub(super) fn entropy(value: &str) -> f64 {
    /// `n · log2(n)` for each count.
    static WEIGHTS: LazyLock<[f64; SAMPLED + 1]> = LazyLock::new(|| {
        std::array::from_fn(|count| {
            let count = f64::from(u32::try_from(count.max(1)).unwrap_or(u32::MAX));
            count * count.log2()
        })
    });
    let mut counts = [0_u8; 256];
    let sample = value.as_bytes().get(..SAMPLED).unwrap_or(value.as_bytes());
    for byte in sample {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    let weight = |count: usize| WEIGHTS.get(count).copied().unwrap_or(0.0);
    let mut sum = weight(sample.len());
    for byte in sample {
        // Each letter once.
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            sum -= weight(usize::from(*count));
            *count = 0;
        }
    }
    sum / f64::from(u32::try_from(sample.len().max(1)).unwrap_or(u32::MAX))
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
    pub spaces: usize,
    /// Slashes and colons.
    pub parts: usize,
}

impl Makeup {
    pub(super) fn of(value: &str) -> Self {
        let bytes = value.as_bytes();
        let digits = count(bytes, |byte| byte.is_ascii_digit());
        let upper = count(bytes, |byte| byte.is_ascii_uppercase());
        let lower = count(bytes, |byte| byte.is_ascii_lowercase());
        let spaces = count(bytes, |byte| byte == b' ');
        let parts = count(bytes, |byte| byte == b'/' || byte == b':');
        let length = value.len();
        Self { length, digits, upper, lower, signs: length - digits - upper - lower, spaces, parts }
    }

    pub(super) fn letters(self) -> usize {
        self.upper + self.lower
    }

    /// Letters and digits mixed, as generators do and words do not.
    pub(super) fn is_mixed(self) -> bool {
        self.digits >= 2 && self.letters() >= 2
    }
}

/// How many of `bytes` are members, in sums that fit a byte, so that many are looked at at once.
fn count(bytes: &[u8], member: impl Fn(u8) -> bool) -> usize {
    let piece = |piece: &[u8]| piece.iter().map(|byte| u8::from(member(*byte))).sum::<u8>();
    bytes.chunks(128).map(|bytes| usize::from(piece(bytes))).sum()
}

/// Whether a long value of this makeup looks generated.
pub(super) fn is_random(makeup: &Makeup, value: &str) -> bool {
    let digits_between = makeup.is_mixed() && entropy(value) >= 2.8;
    let cases =
        makeup.digits == 0 && makeup.length >= 20 && makeup.signs == 0 && entropy(value) >= 3.6;
    makeup.length >= 12 && (digits_between || cases)
}
