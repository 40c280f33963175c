//! Characters that a person does not see and a model reads: refused in writes, made visible in reads.

use std::{borrow::Cow, fmt::Write as _, sync::OnceLock};

use super::lanes::next_foreign;

/// Why a text is not what it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hidden {
    /// Tag characters (U+E0000 to U+E007F) outside the flag emoji that are spelt with them.
    Tags,
    /// Embeddings, overrides and isolates of the bidirectional algorithm (UAX 9), which show text in another order.
    Bidi,
    /// Two or more variation selectors in a row: each can carry a byte.
    VariationSelectors,
    /// Four or more zero-width characters in a row.
    ZeroWidth,
    /// An escape sequence that a terminal obeys (ECMA-48).
    Ansi,
    /// A control character other than tab, line feed and carriage return.
    Control,
}

impl Hidden {
    /// The name for messages and logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tags => "tag_characters",
            Self::Bidi => "bidi_control",
            Self::VariationSelectors => "variation_selectors",
            Self::ZeroWidth => "zero_width_run",
            Self::Ansi => "ansi_escape",
            Self::Control => "control_character",
        }
    }
}

/// What stands before `at`, up to `most` bytes of it.
pub(super) fn before(text: &str, at: usize, most: usize) -> &str {
    text.get(text.floor_char_boundary(at.saturating_sub(most))..at).unwrap_or_default()
}

/// What stands from `at` on, up to `most` bytes of it.
pub(super) fn behind(text: &str, at: usize, most: usize) -> &str {
    text.get(at..text.floor_char_boundary((at + most).min(text.len()))).unwrap_or_default()
}

/// Whether `character` is a letter or a number of any script, as the standard library says; its table is searched, and
/// so this one keeps what was asked of the basic plane, in pages of 256.
#[inline]
pub(super) fn is_alphanumeric(character: char) -> bool {
    static PAGES: [OnceLock<[u64; 4]>; 256] = [const { OnceLock::new() }; 256];
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    let code = u32::from(character);
    let Ok(code) = u16::try_from(code) else { return character.is_alphanumeric() };
    let Some(page) = PAGES.get(usize::from(code >> 8)) else { return false };
    let page = page.get_or_init(|| {
        let word = |number: u32| {
            let first = u32::from(code & 0xff00) + number * 64;
            let told = |code: u32| char::from_u32(code).is_some_and(char::is_alphanumeric);
            (0..64).fold(0, |word, bit| word | u64::from(told(first + bit)) << bit)
        };
        [word(0), word(1), word(2), word(3)]
    });
    page.get(usize::from(code >> 6 & 3)).is_some_and(|word| word >> (code & 63) & 1 == 1)
}

/// The first hidden content of `text`, if it has any. Ordinary emoji, right-to-left marks and joiners between letters
/// are not hidden content.
pub fn has_hidden(text: &str) -> Option<Hidden> {
    Spans::new(text).next().map(|span| span.kind)
}

/// `text` with each run of hidden content written out as its first code point and its length, such as `[U+202E]` or
/// `[U+E0049 ×91]`. The words that tag characters or variation selectors spell are not repeated, so that making them
/// visible does not hand them to the reader. Borrowed when nothing is hidden; applying it twice changes nothing.
pub fn visible(text: &str) -> Cow<'_, str> {
    let mut spans = Spans::new(text).peekable();
    if spans.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    for span in spans {
        out.push_str(text.get(written..span.start).unwrap_or_default());
        let run = text.get(span.start..span.end).unwrap_or_default();
        let first = run.chars().next().map_or(0, u32::from);
        let infallible = match run.chars().count() {
            1 => write!(out, "[U+{first:04X}]"),
            count => write!(out, "[U+{first:04X} ×{count}]"),
        };
        debug_assert!(infallible.is_ok(), "writing to a String does not fail");
        written = span.end;
    }
    out.push_str(text.get(written..).unwrap_or_default());
    Cow::Owned(out)
}

/// What tag characters and variation selectors of `text` spell, one string a run; at most `limit` bytes in all.
pub(crate) fn smuggled(text: &str, limit: usize) -> Vec<String> {
    let mut runs = Vec::new();
    let mut left = limit;
    for span in Spans::new(text) {
        let run = text.get(span.start..span.end).unwrap_or_default();
        let bytes: Vec<u8> = match span.kind {
            Hidden::Tags => run.chars().filter_map(tag_byte).take(left).collect(),
            Hidden::VariationSelectors => {
                run.chars().filter_map(selector_byte).take(left).collect()
            }
            Hidden::Bidi | Hidden::ZeroWidth | Hidden::Ansi | Hidden::Control => continue,
        };
        left = left.saturating_sub(bytes.len());
        runs.push(String::from_utf8_lossy(&bytes).into_owned());
    }
    runs
}

/// The first character at or after `from` that [`is_ignorable`], and where it stands.
pub(crate) fn next_ignorable(text: &str, from: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = from;
    while let Some(foreign) = next_foreign(bytes, at) {
        at = foreign;
        // Letters of other scripts stand side by side.
        while bytes.get(at).is_some_and(|byte| *byte >= 0x80) {
            let character = text.get(at..)?.chars().next()?;
            if is_ignorable(character) {
                return Some((at, character));
            }
            at += character.len_utf8();
        }
    }
    None
}

/// Characters that show nothing by themselves (Unicode's `Default_Ignorable_Code_Point`).
pub(crate) fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{80}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn tag_byte(character: char) -> Option<u8> {
    let code = u32::from(character).checked_sub(0xe_0000)?;
    u8::try_from(code).ok().filter(|byte| (0x20..0x7f).contains(byte))
}

/// The byte that a variation selector carries: VS1 is 0, VS256 is 255.
fn selector_byte(character: char) -> Option<u8> {
    let code = u32::from(character);
    let index = match code {
        0xfe00..=0xfe0f => code - 0xfe00,
        0xe_0100..=0xe_01ef => code - 0xe_0100 + 16,
        _ => return None,
    };
    u8::try_from(index).ok()
}

struct Span {
    kind: Hidden,
    start: usize,
    end: usize,
}

struct Spans<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Spans<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Bytes of the run that begins at `start`, while `member` holds.
    fn run(&self, start: usize, member: impl Fn(char) -> bool) -> usize {
        let rest = self.text.get(start..).unwrap_or_default();
        rest.find(|character| !member(character)).unwrap_or(rest.len())
    }

    /// The length of hidden content that begins at `start` with `first`; `Err` tells how much to step over.
    fn hidden_at(&self, start: usize, first: char) -> Result<(Hidden, usize), usize> {
        let width = first.len_utf8();
        match first {
            '\u{1f3f4}' => Err(self.flag(start)),
            '\u{e0000}'..='\u{e007f}' => Ok((
                Hidden::Tags,
                self.run(start, |next| matches!(next, '\u{e0000}'..='\u{e007f}')),
            )),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Ok((Hidden::Bidi, width)),
            '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
                let run = self.run(start, |next| selector_byte(next).is_some());
                if run > width { Ok((Hidden::VariationSelectors, run)) } else { Err(run) }
            }
            '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' => {
                let member = |next| matches!(next, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}');
                let run = self.run(start, member);
                if run >= 4 * width { Ok((Hidden::ZeroWidth, run)) } else { Err(run) }
            }
            '\u{1b}' => Ok((Hidden::Ansi, self.escape(start))),
            '\u{9b}' => Ok((Hidden::Ansi, width)),
            '\t' | '\n' | '\r' => Err(width),
            '\0'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' => {
                Ok((Hidden::Control, width))
            }
            _ => Err(width),
        }
    }

    /// A flag such as Scotland's: a black flag, up to six tag letters, a cancel tag.
    fn flag(&self, start: usize) -> usize {
        let base = '\u{1f3f4}'.len_utf8();
        let letters = self.run(start + base, |next| matches!(next, '\u{e0030}'..='\u{e007a}'));
        let end = start + base + letters;
        let cancelled = self.text.get(end..).is_some_and(|rest| rest.starts_with('\u{e007f}'));
        if cancelled && letters <= 6 * 4 { base + letters + 4 } else { base }
    }

    /// An escape with its parameters and final byte, as ECMA-48 5.4 writes a control sequence; the introducer alone
    /// where none follows.
    fn escape(&self, start: usize) -> usize {
        let rest = self.text.get(start + 1..).unwrap_or_default();
        let Some(parameters) = rest.strip_prefix('[') else { return 1 };
        let length = parameters
            .find(|next| !matches!(next, '0'..='?' | ' '..='/'))
            .unwrap_or(parameters.len());
        let last = parameters.get(length..).and_then(|tail| tail.chars().next());
        2 + length + usize::from(last.is_some_and(|next| matches!(next, '@'..='~')))
    }
}

/// Bytes that are stepped over together where all of them show.
const STRIDE: usize = 64;

/// Whether a byte is printable ASCII or ordinary white space.
fn shows(byte: u8) -> bool {
    matches!(byte, 0x20..0x7f | b'\t' | b'\n' | b'\r')
}

/// Whether all of `bytes` show.
fn all_show(bytes: &[u8]) -> bool {
    // Without an early end, so that many bytes are looked at at once.
    bytes.iter().fold(true, |all, byte| all & shows(*byte))
}

impl Iterator for Spans<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        loop {
            // Everything that hides is a control or a multi-byte character.
            let bytes = self.text.as_bytes();
            if bytes.get(self.at).is_some_and(|first| shows(*first)) {
                while bytes.get(self.at..self.at + STRIDE).is_some_and(all_show) {
                    self.at += STRIDE;
                }
                self.at += bytes.get(self.at..)?.iter().position(|byte| !shows(*byte))?;
            }
            let first = self.text.get(self.at..)?.chars().next()?;
            let start = self.at;
            match self.hidden_at(start, first) {
                Ok((kind, length)) => {
                    self.at += length;
                    return Some(Span { kind, start, end: self.at });
                }
                Err(length) => self.at += length,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_table_tells_what_the_standard_library_tells() {
        for character in '\0'..=char::MAX {
            assert_eq!(is_alphanumeric(character), character.is_alphanumeric(), "{character:?}");
        }
    }

    #[test]
    fn hidden_content_is_named() {
        for (text, kind) in [
            ("Title\u{e0041}\u{e0042}", Hidden::Tags),
            ("\u{202e}txt.exe", Hidden::Bidi),
            ("smile \u{1f600}\u{e0139}\u{e0137}", Hidden::VariationSelectors),
            ("a\u{200b}\u{200c}\u{200b}\u{200d}b", Hidden::ZeroWidth),
            ("\u{1b}[8mhidden\u{1b}[0m", Hidden::Ansi),
            ("bell\u{7}", Hidden::Control),
        ] {
            assert_eq!(has_hidden(text), Some(kind), "{text:?}");
        }
    }

    /// Refusing these would refuse people's names and ordinary messages.
    #[test]
    fn ordinary_text_of_every_script_is_not_hidden() {
        for text in [
            "tabs\tand\r\nlines",
            "family \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467} heart \u{2764}\u{fe0f}",
            "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} flag",
            "می\u{200c}خواهم",
            "\u{200f}שלום\u{200e} latin",
            "\u{feff}starts with a byte order mark",
        ] {
            assert_eq!(has_hidden(text), None, "{text:?}");
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn hidden_content_becomes_visible() {
        assert_eq!(visible("a\u{202e}b"), "a[U+202E]b");
        assert_eq!(visible("x\u{e0049}\u{e0067}y"), "x[U+E0049 ×2]y");
        assert_eq!(visible("\u{1b}[31mred"), "[U+001B ×5]red");
    }

    #[test]
    fn smuggled_words_are_read() {
        let tags: String = "hello"
            .chars()
            .filter_map(|letter| char::from_u32(0xe_0000 + u32::from(letter)))
            .collect();
        assert_eq!(smuggled(&tags, 100), ["hello"]);
        let selectors: String = "hi"
            .bytes()
            .filter_map(|byte| char::from_u32(0xe_0100 + u32::from(byte) - 16))
            .collect();
        assert_eq!(smuggled(&format!("\u{1f600}{selectors}"), 100), ["hi"]);
        assert_eq!(smuggled(&tags, 2), ["he"]);
    }

    proptest! {
        #[test]
        fn visible_text_hides_nothing(text in "\\PC{0,20}[\u{0}-\u{ff}\u{200b}-\u{2069}\u{e0020}-\u{e01ef}]{0,20}\\PC{0,20}") {
            let shown = visible(&text).into_owned();
            prop_assert_eq!(has_hidden(&shown), None);
            prop_assert_eq!(visible(&shown), shown.as_str());
        }
    }
}
