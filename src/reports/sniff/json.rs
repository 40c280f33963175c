//! Which members a JSON document has, and the short texts in them, byte by byte and without holding it.

use super::{Facts, Text};

/// Levels that are told apart.
const DEEPEST: usize = 8;
/// Bytes of a name or a text that is compared.
const LONGEST: usize = 120;

#[derive(Default)]
pub(super) struct Json {
    open: Vec<Level>,
    /// Brackets open beyond those.
    deeper: usize,
    /// Where the document is being read: `runs[].tool.driver`.
    place: String,
    text: Text<LONGEST>,
    mode: Mode,
}

struct Level {
    is_object: bool,
    /// How much of the place is outside of this level.
    base: usize,
    /// Whether the next string is a member's name.
    at_name: bool,
}

#[derive(Default)]
enum Mode {
    #[default]
    Plain,
    Text {
        escaped: bool,
        name: bool,
    },
    /// A number or a word.
    Scalar,
}

impl Json {
    pub(super) fn take(&mut self, byte: u8, facts: &mut Facts) {
        match self.mode {
            Mode::Plain => self.plain(byte),
            Mode::Text { escaped: false, name } if byte == b'"' => {
                self.mode = Mode::Plain;
                if name { self.named(facts) } else { self.value(facts) }
            }
            Mode::Text { escaped, name } => {
                self.text.push(byte);
                self.mode = Mode::Text { escaped: byte == b'\\' && !escaped, name };
            }
            Mode::Scalar if byte.is_ascii_alphanumeric() || b"+-.".contains(&byte) => {
                self.text.push(byte);
            }
            Mode::Scalar => {
                self.mode = Mode::Plain;
                self.value(facts);
                self.plain(byte);
            }
        }
    }

    fn plain(&mut self, byte: u8) {
        match byte {
            b'"' => {
                let name = self.deeper == 0 && self.open.last().is_some_and(|level| level.at_name);
                self.text.clear();
                self.mode = Mode::Text { escaped: false, name };
            }
            b'{' | b'[' if self.open.len() == DEEPEST => self.deeper += 1,
            b'{' | b'[' => {
                let is_object = byte == b'{';
                let base = self.place.len();
                if !is_object {
                    self.place.push_str("[]");
                }
                self.open.push(Level { is_object, base, at_name: is_object });
            }
            b'}' | b']' if self.deeper > 0 => self.deeper -= 1,
            b'}' | b']' => {
                if let Some(level) = self.open.pop() {
                    self.place.truncate(level.base);
                }
            }
            b',' if self.deeper == 0 => {
                if let Some(level) = self.open.last_mut() {
                    level.at_name = level.is_object;
                }
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                self.text.clear();
                self.text.push(byte);
                self.mode = Mode::Scalar;
            }
            _ => {}
        }
    }

    /// A member's name has ended.
    fn named(&mut self, facts: &mut Facts) {
        let Some(level) = self.open.last_mut() else { return };
        level.at_name = false;
        self.place.truncate(level.base);
        if level.base > 0 {
            self.place.push('.');
        }
        // A name that was cut is no sign's, and neither is what lies below it.
        let name = self.text.as_str();
        self.place.push_str(if self.text.is_cut { "\0" } else { &name });
        facts.place(&self.place);
    }

    /// Bytes that are kept.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.place.len() + self.text.bytes.len() + self.open.len()
    }

    fn value(&self, facts: &mut Facts) {
        if self.deeper == 0 && !self.text.is_cut {
            facts.value(&self.place, &self.text.as_str());
        }
    }
}
