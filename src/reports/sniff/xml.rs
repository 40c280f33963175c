//! Which elements an XML document has, with their attributes, byte by byte and without holding it.

use super::{Facts, Text};

/// Levels that are told apart.
const DEEPEST: usize = 4;
/// Bytes of an element's head that are compared.
const LONGEST: usize = 4 << 10;

#[derive(Default)]
pub(super) struct Xml {
    /// For each open element how much of the place is outside of it.
    open: Vec<usize>,
    /// Elements open beyond those.
    deeper: usize,
    /// Where the document is being read: `<report/report/gmp`. Prefixes of namespaces are left out.
    place: String,
    /// What stands between `<` and `>`.
    head: Text<LONGEST>,
    /// The last two bytes.
    last: [u8; 2],
    mode: Mode,
}

#[derive(Default)]
enum Mode {
    #[default]
    Text,
    Head {
        quote: Option<u8>,
    },
    /// Until these two bytes and `>`.
    Until([u8; 2]),
    /// A document type, with brackets open.
    Declaration {
        brackets: usize,
    },
}

impl Xml {
    pub(super) fn take(&mut self, byte: u8, facts: &mut Facts) {
        match self.mode {
            Mode::Text => {
                if byte == b'<' {
                    self.head.clear();
                    self.mode = Mode::Head { quote: None };
                }
            }
            Mode::Head { quote: None } if byte == b'>' => {
                self.mode = Mode::Text;
                self.element(facts);
            }
            Mode::Head { quote } => {
                self.head.push(byte);
                self.mode = match (self.head.bytes.as_slice(), quote, byte) {
                    (b"?", ..) => Mode::Until([0, b'?']),
                    (b"!--", ..) => Mode::Until(*b"--"),
                    (b"![CDATA[", ..) => Mode::Until(*b"]]"),
                    (b"!D", ..) => Mode::Declaration { brackets: 0 },
                    (_, None, b'"' | b'\'') => Mode::Head { quote: Some(byte) },
                    (_, Some(open), _) if open == byte => Mode::Head { quote: None },
                    _ => Mode::Head { quote },
                };
            }
            Mode::Until([first, second]) => {
                let [before, last] = self.last;
                if byte == b'>' && last == second && (first == 0 || before == first) {
                    self.mode = Mode::Text;
                }
            }
            Mode::Declaration { brackets } => match byte {
                b'[' => self.mode = Mode::Declaration { brackets: brackets + 1 },
                b']' => self.mode = Mode::Declaration { brackets: brackets.saturating_sub(1) },
                b'>' if brackets == 0 => self.mode = Mode::Text,
                _ => {}
            },
        }
        let [_, last] = self.last;
        self.last = [last, byte];
    }

    /// The head of an element, or its end.
    fn element(&mut self, facts: &mut Facts) {
        let head = self.head.as_str().into_owned();
        let head = head.trim();
        if head.starts_with('/') {
            self.close();
            return;
        }
        let is_empty = head.ends_with('/') && !self.head.is_cut;
        let head = head.trim_end_matches('/');
        let (name, attributes) = head.split_once(char::is_whitespace).unwrap_or((head, ""));
        if self.open.len() < DEEPEST {
            self.open.push(self.place.len());
            self.place.push(if self.place.is_empty() { '<' } else { '/' });
            self.place.push_str(local(name));
            facts.place(&self.place);
            self.attributes(attributes, facts);
        } else {
            self.deeper += 1;
        }
        if is_empty {
            self.close();
        }
    }

    fn attributes(&self, mut rest: &str, facts: &mut Facts) {
        while let Some((name, after)) = rest.split_once('=') {
            let after = after.trim_start();
            let Some(quote) = after.chars().next().filter(|char| matches!(char, '"' | '\'')) else {
                return;
            };
            let inside = after.strip_prefix(quote).unwrap_or_default();
            let Some((value, more)) = inside.split_once(quote) else { return };
            let place = format!("{}@{}", self.place, local(name.trim()));
            facts.place(&place);
            facts.value(&place, value);
            rest = more;
        }
    }

    /// Bytes that are kept.
    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.place.len() + self.head.bytes.len() + self.open.len()
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else if let Some(length) = self.open.pop() {
            self.place.truncate(length);
        }
    }
}

/// A name without the prefix of its namespace.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
