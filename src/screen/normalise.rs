//! Folds text to the one form that the detectors read: lower case, Latin look-alikes turned into Latin, marks and
//! invisible characters dropped, white space joined.
//!
//! The fold goes letter by letter, and the lexicon passes through the same fold, so that a word in Cyrillic or Greek
//! still meets its own entry. Folding folded text changes nothing.

mod folded;

use std::sync::OnceLock;

use unicode_normalization::char::decompose_compatible;

pub(crate) use self::folded::Folded;
use super::{
    lanes::{BLOCK, Block, is_one_of},
    unicode::{is_alphanumeric, is_ignorable},
};

/// Folds `text`. Linear; the result is at most four characters for each one read.
pub(crate) fn fold(text: &str) -> Folded {
    let mut folder = Folder::with_capacity(text.len());
    let mut runs = Runs::new(text.as_bytes());
    let mut at = 0;
    while at < text.len() {
        folder.mark(at);
        // Words with single spaces between them need nothing but lower case.
        let end = runs.end(at);
        folder.plain(text.get(at..end).unwrap_or_default());
        at = end;
        // What ends a run of them, and the characters outside ASCII that follow it: they seldom stand alone.
        for character in text.get(end..).unwrap_or_default().chars() {
            if character.is_ascii() && at > end {
                break;
            }
            folder.mark(at);
            at += character.len_utf8();
            if character.is_ascii() {
                folder.ascii(character);
                continue;
            }
            match basic_fold(character) {
                Basic::One(letter) => folder.push(letter),
                Basic::Hidden => folder.hidden = true,
                Basic::Mark => {}
                Basic::Several => fold_character(character, 0, &mut |folded| folder.push(folded)),
            }
        }
    }
    folder.finish()
}

/// The runs of letters, digits and punctuation, with single spaces inside, of a text that is read from left to right.
struct Runs<'a> {
    bytes: &'a [u8],
    /// Where the block begins that is looked at.
    at: usize,
    /// What ends a run in it.
    stops: u64,
}

impl<'a> Runs<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, stops: stops(bytes, 0) }
    }

    /// Where the run ends that begins at `from`; there, if none does.
    fn end(&mut self, from: usize) -> usize {
        if from >= self.at + BLOCK {
            self.enter(from / BLOCK * BLOCK);
        }
        let mut left = self.stops & u64::MAX << (from - self.at);
        while left == 0 && self.at + BLOCK < self.bytes.len() {
            self.enter(self.at + BLOCK);
            left = self.stops;
        }
        let end = (self.at + left.trailing_zeros() as usize).min(self.bytes.len());
        // A space at the end may be the first of several.
        let spaced = end > from && self.bytes.get(end - 1) == Some(&b' ');
        end - usize::from(spaced)
    }

    fn enter(&mut self, at: usize) {
        (self.at, self.stops) = (at, stops(self.bytes, at));
    }
}

/// The bytes of the block at `at` that are more than lower case away from what they fold to, one bit each: a space
/// that follows one of them or another space, an underscore that is not inside a name.
fn stops(bytes: &[u8], at: usize) -> u64 {
    let Some(block) = Block::at(bytes, at) else { return 0 };
    let marked = block.mask_of_few(is_marked);
    let space = block.mask(|byte| byte == b' ');
    let underscore = block.mask_of_few(|byte| byte == b'_');
    let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or(b' ');
    let parts = u64::from(is_marked(before) || before == b' ' || before == b'_');
    let mut stops = marked;
    if underscore != 0 {
        let word = block.mask(|byte| byte.is_ascii_alphanumeric());
        let joins = (word << 1 | u64::from(before.is_ascii_alphanumeric())) & word >> 1;
        stops |= underscore & !joins;
    }
    stops | space & ((stops | space) << 1 | parts)
}

/// Writes `text` folded to `out`, where each letter is at most changed by itself, as in most phrases; whether it was.
pub(crate) fn fold_letters(text: &str, out: &mut String) -> bool {
    out.clear();
    if folds_to_itself(text.as_bytes()) {
        out.push_str(text);
        return true;
    }
    let mut last = ' ';
    for character in text.chars() {
        match u8::try_from(character) {
            Ok(byte) if byte.is_ascii() => {
                let doubled = byte == b' ' && last == ' ';
                if doubled || byte == b'_' || byte.is_ascii_uppercase() || is_marked(byte) {
                    return false;
                }
                out.push(character);
            }
            _ => match basic_fold(character) {
                Basic::One(one) if !is_space(one) && one != '_' => out.push(one),
                Basic::Mark => {}
                Basic::One(_) | Basic::Hidden | Basic::Several => return false,
            },
        }
        last = character;
    }
    last != ' '
}

/// Whether a text is small letters, digits and signs of ASCII, with single spaces between them.
fn folds_to_itself(text: &[u8]) -> bool {
    let (Some(first), Some(last)) = (text.first(), text.last()) else { return false };
    // Sums, which are made for many bytes at once.
    let odd = |byte: u8| u8::from(byte == b'_' || byte.is_ascii_uppercase() || is_marked(byte));
    let any = text.iter().fold(0, |any, byte| any | odd(*byte));
    let pairs = text.iter().zip(text.iter().skip(1));
    let doubled = pairs.fold(0, |any, (one, next)| any | u8::from(*one == b' ' && *next == b' '));
    any | doubled == 0 && *first != b' ' && *last != b' '
}

/// White space, and the Braille pattern without dots, which shows as some.
fn is_space(character: char) -> bool {
    character.is_whitespace() || character == '\u{2800}'
}

/// Whether a byte is a control, a sign of emphasis or no ASCII.
fn is_marked(byte: u8) -> bool {
    !(b' '..0x7f).contains(&byte) || is_one_of(byte, *b"*~")
}

/// What a character outside ASCII becomes.
#[derive(Clone, Copy)]
enum Basic {
    One(char),
    Hidden,
    Mark,
    Several,
}

/// The fold of the basic plane in pages of 256, each computed when a text first needs it.
static BASIC: [OnceLock<Box<[Basic]>>; 256] = [const { OnceLock::new() }; 256];

fn basic_fold(character: char) -> Basic {
    if is_unchanged(character) {
        return Basic::One(character);
    }
    let code = u32::from(character);
    let Some(page) = usize::try_from(code >> 8).ok().and_then(|page| BASIC.get(page)) else {
        return slow_fold(character);
    };
    let first = code & !0xff;
    let folds = page.get_or_init(|| {
        let codes = first..first + 256;
        codes.map(|code| char::from_u32(code).map_or(Basic::Several, slow_fold)).collect()
    });
    let place = usize::try_from(code - first).unwrap_or(usize::MAX);
    folds.get(place).copied().unwrap_or(Basic::Several)
}

/// Ideographs and Hangul syllables, which fold to themselves: most of the pages that texts of them would need.
fn is_unchanged(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

fn slow_fold(character: char) -> Basic {
    if is_ignorable(character) {
        return Basic::Hidden;
    }
    if is_mark(character) {
        return Basic::Mark;
    }
    let (mut first, mut count) = (' ', 0);
    fold_character(character, 0, &mut |folded| {
        first = folded;
        count += 1;
    });
    if count == 1 { Basic::One(first) } else { Basic::Several }
}

/// The folded text alone.
pub fn fold_text(text: &str) -> String {
    fold(text).text
}

/// A word as it stands in a folded text, with the blank that it may end in.
pub(crate) fn fold_word(word: &str) -> String {
    if word.ends_with(' ') { fold_text(word) + " " } else { fold_text(word) }
}

struct Folder {
    out: Folded,
    /// Where the next mark is due.
    next_mark: usize,
    space: bool,
    line: bool,
    last: char,
    hidden: bool,
}

impl Folder {
    fn with_capacity(capacity: usize) -> Self {
        let marks = Vec::with_capacity(capacity / BLOCK);
        let out = Folded { text: String::with_capacity(capacity), marks, ..Folded::default() };
        Self { out, next_mark: BLOCK, space: false, line: true, last: ' ', hidden: false }
    }

    #[inline]
    fn ascii(&mut self, character: char) {
        match character {
            ' ' | '\t' | '\u{b}' | '\u{c}' => self.space = true,
            '\n' | '\r' => {
                self.space = true;
                self.line = true;
            }
            // Emphasis: `**ig**nore`.
            '*' | '~' => {}
            '\0'..='\u{1f}' | '\u{7f}' => self.hidden = true,
            _ => self.push(character.to_ascii_lowercase()),
        }
    }

    /// Tells that what follows stands at `at`.
    #[inline]
    fn mark(&mut self, at: usize) {
        if at >= self.next_mark {
            self.out.marks.push((at, self.out.text.len()));
            self.next_mark = at + BLOCK;
        }
    }

    /// A run that [`Runs`] measured.
    fn plain(&mut self, run: &str) {
        let mut characters = run.chars();
        let Some(first) = characters.next() else { return };
        // The first letter settles what came before it.
        self.push(first.to_ascii_lowercase());
        let rest = characters.as_str();
        let from = self.out.text.len();
        self.out.text.push_str(rest);
        if let Some(tail) = self.out.text.get_mut(from..) {
            tail.make_ascii_lowercase();
        }
        self.last = self.out.text.chars().next_back().unwrap_or(' ');
    }

    #[inline]
    fn push(&mut self, character: char) {
        if is_space(character) {
            self.line |= matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}');
            self.space = true;
            return;
        }
        // An underscore inside a name stays (`close_finding`), one that marks emphasis goes.
        if self.last == '_' && (self.space || !is_alphanumeric(character)) {
            self.out.text.pop();
            self.last = self.out.text.chars().next_back().unwrap_or(' ');
        }
        if character == '_' && (self.space || !is_alphanumeric(self.last)) {
            return;
        }
        if self.space && !self.out.text.is_empty() {
            self.out.text.push(' ');
        } else if self.hidden && is_alphanumeric(character) && is_alphanumeric(self.last) {
            self.out.hidden_joins.push(self.out.text.len());
        }
        if self.line {
            self.out.line_starts.push(self.out.text.len());
        }
        self.out.text.push(character);
        self.last = character;
        self.space = false;
        self.line = false;
        self.hidden = false;
    }

    fn finish(mut self) -> Folded {
        if self.last == '_' {
            self.out.text.pop();
        }
        self.out
    }
}

/// Hands the folded form of one character to `emit`.
fn fold_character(character: char, depth: u8, emit: &mut impl FnMut(char)) {
    if character.is_ascii() {
        return match character {
            '*' | '~' => {}
            _ => emit(character.to_ascii_lowercase()),
        };
    }
    if is_ignorable(character) || is_mark(character) {
        return;
    }
    if let Some(latin) = latin_look(character) {
        return emit(latin);
    }
    if let Some(several) = letters_for(character) {
        return several.chars().for_each(emit);
    }
    // Hangul syllables are words' own letters; two Arabic ligatures expand to whole sentences.
    let whole = matches!(character, '\u{ac00}'..='\u{d7a3}' | '\u{fdf0}'..='\u{fdff}');
    if whole || depth > 3 {
        return emit(character);
    }
    let mut lower = character.to_lowercase();
    if lower.len() != 1 || lower.next() != Some(character) {
        return character.to_lowercase().for_each(|next| fold_character(next, depth + 1, emit));
    }
    let mut parts = 0;
    decompose_compatible(character, |part| {
        parts += 1;
        if part == character {
            emit(part);
        } else if parts <= 4 {
            fold_character(part, depth + 1, emit);
        }
    });
}

/// Marks that ride on a letter and carry none of its meaning here: accents, strokes, Arabic vowels, kana voicing.
/// Vowel signs of Indic scripts are letters to us.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e8}' | '\u{93c}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{3099}'..='\u{309a}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// The Latin letter or ASCII sign that a reader takes the character for. A choice from Unicode's confusables data
/// (UTS 39), with capitals and small letters of one alphabet kept together so that real words fold alike in both cases.
fn latin_look(character: char) -> Option<char> {
    Some(match character {
        'а' | 'А' | 'α' | 'Α' | 'ɑ' | 'ᴀ' | 'ꭺ' | 'Ꭺ' | 'ᗅ' => 'a',
        'Ь' | 'ь' | 'Β' | 'β' | 'ʙ' | 'Ᏼ' | 'ᗷ' | 'В' | 'в' => 'b',
        'с' | 'С' | 'ϲ' | 'Ϲ' | 'ᴄ' | 'ⅽ' | 'Ꮯ' | 'ⲥ' | 'Ⲥ' => 'c',
        'ԁ' | 'Ԁ' | 'ɗ' | 'ᴅ' | 'Ꭰ' | 'đ' | 'Đ' | 'ð' | 'Ð' | 'ժ' => 'd',
        'е' | 'Е' | 'ε' | 'Ε' | 'ɛ' | 'ᴇ' | 'ҽ' | 'Ꭼ' | 'ё' | 'Ё' | 'ǝ' | 'ə' => 'e',
        'ƒ' | 'ꜰ' | 'ք' | 'ϝ' | 'Ϝ' => 'f',
        'ɡ' | 'ɢ' | 'ց' | 'Ԍ' | 'ԍ' | 'Ꮐ' => 'g',
        'һ' | 'Һ' | 'հ' | 'Η' | 'ʜ' | 'Н' | 'н' | 'Ꮋ' | 'Ⲏ' => 'h',
        'і' | 'І' | 'ι' | 'Ι' | 'ı' | 'ɩ' | 'ɪ' | 'ǀ' | 'Ꭵ' | 'ӏ' | 'Ӏ' | 'ї' | 'Ї' => {
            'i'
        }
        'ј' | 'Ј' | 'ϳ' | 'Ϳ' | 'ᴊ' | 'ʝ' => 'j',
        'к' | 'К' | 'κ' | 'Κ' | 'ᴋ' | 'Ꮶ' | 'ⲕ' => 'k',
        'ⅼ' | 'ʟ' | 'ł' | 'Ł' | 'Ꮮ' | 'ו' | 'ן' => 'l',
        'м' | 'М' | 'Μ' | 'ᴍ' | 'Ϻ' | 'Ꮇ' => 'm',
        'ո' | 'Ν' | 'η' | 'ɴ' | 'п' | 'П' | 'ռ' => 'n',
        'о' | 'О' | 'ο' | 'Ο' | 'օ' | 'Օ' | 'σ' | 'ᴏ' | 'ø' | 'Ø' | 'ס' | 'ⲟ' | 'Ⲟ' | 'ჿ' | 'ഠ' => {
            'o'
        }
        'р' | 'Р' | 'ρ' | 'Ρ' | 'ᴘ' | 'Ꮲ' | 'ⲣ' => 'p',
        'ԛ' | 'Ԛ' | 'ǫ' | 'զ' => 'q',
        'г' | 'Г' | 'ʀ' | 'ɾ' | 'ᴦ' | 'Ꮁ' | 'Ꭱ' | 'ꭇ' => 'r',
        'ѕ' | 'Ѕ' | 'ꜱ' | 'Ꮪ' | 'ʂ' | 'տ' => 's',
        'т' | 'Т' | 'τ' | 'Τ' | 'ᴛ' | 'Ꭲ' | 'ւ' => 't',
        'υ' | 'ս' | 'ᴜ' | 'ʋ' | 'Ս' | 'ц' | 'Ц' => 'u',
        'ѵ' | 'Ѵ' | 'ν' | 'ᴠ' | 'Ꮩ' | '∨' => 'v',
        'ѡ' | 'Ѡ' | 'ԝ' | 'Ԝ' | 'ω' | 'ᴡ' | 'ɯ' | 'ա' | 'Ꮃ' | 'ш' | 'Ш' => 'w',
        'х' | 'Х' | 'χ' | 'Χ' | '×' | 'ⲭ' | 'Ⲭ' => 'x',
        'у' | 'У' | 'γ' | 'Υ' | 'ү' | 'Ү' | 'ʏ' | 'Ꮍ' | 'ყ' => 'y',
        'Ζ' | 'ζ' | 'ᴢ' | 'ʐ' | 'Ꮓ' | 'ƶ' => 'z',
        '\u{1d7d8}' => '0',
        '‐'..='―' | '−' | '﹘' | '﹣' | '－' => '-',
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '「' | '」' | '『' | '』' | '《' | '》' => {
            '"'
        }
        '。' | '․' | '।' | '॥' | '۔' => '.',
        '，' | '、' | '،' => ',',
        '؟' => '?',
        '⁄' | '∕' => '/',
        '‹' | '〈' | '⟨' | '❮' => '<',
        '›' | '〉' | '⟩' | '❯' => '>',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '\u{1f1e6}'..='\u{1f1ff}' => letter(character, 0x1f1e6),
        '\u{1f150}'..='\u{1f169}' => letter(character, 0x1f150),
        '\u{1f170}'..='\u{1f189}' => letter(character, 0x1f170),
        '\u{1f130}'..='\u{1f149}' => letter(character, 0x1f130),
        _ => return None,
    })
}

/// The letter that stands as far after `a` as the character after `first`.
fn letter(character: char, first: u32) -> char {
    let offset = u8::try_from(u32::from(character).saturating_sub(first)).unwrap_or(0);
    char::from(b'a'.saturating_add(offset.min(25)))
}

fn letters_for(character: char) -> Option<&'static str> {
    Some(match character {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
