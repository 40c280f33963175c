//! Why Python's `json` refuses a text: DefectDojo answers a broken report with that sentence.

/// The sentence of the first error, or nothing where the text is one JSON value.
pub(super) fn error(text: &str) -> Option<String> {
    let mut scanner = Scanner { text, at: 0 };
    let result = scanner.document();
    result.err().map(|(what, at)| {
        let head = text.get(..at).unwrap_or(text);
        let line = head.matches('\n').count() + 1;
        let column = head.chars().rev().take_while(|character| *character != '\n').count() + 1;
        format!("{what}: line {line} column {column} (char {})", head.chars().count())
    })
}

type Found = Result<(), (&'static str, usize)>;

/// Nesting beyond this is refused, as Python's recursion limit does.
const DEPTH: usize = 500;

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn document(&mut self) -> Found {
        self.skip_space();
        self.value(0)?;
        self.skip_space();
        if self.at < self.text.len() { Err(("Extra data", self.at)) } else { Ok(()) }
    }

    fn value(&mut self, depth: usize) -> Found {
        let start = self.at;
        match self.peek() {
            _ if depth > DEPTH => Err(("Expecting value", start)),
            Some(b'"') => self.string(),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                for word in ["null", "true", "false", "NaN", "Infinity"] {
                    if self.text.get(start..).is_some_and(|rest| rest.starts_with(word)) {
                        self.at += word.len();
                        return Ok(());
                    }
                }
                Err(("Expecting value", start))
            }
        }
    }

    fn number(&mut self) -> Found {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        let digits = self.text.get(start..self.at).unwrap_or_default();
        if digits.parse::<f64>().is_ok() { Ok(()) } else { Err(("Expecting value", start)) }
    }

    fn string(&mut self) -> Found {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err(("Unterminated string starting at", start)),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    let escape = self.at;
                    self.at += 2;
                    match self.text.as_bytes().get(escape + 1) {
                        None => return Err(("Unterminated string starting at", start)),
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {}
                        Some(b'u') => self.unicode(escape)?,
                        Some(_) => return Err(("Invalid \\escape", escape)),
                    }
                }
                Some(byte) if byte < 0x20 => return Err(("Invalid control character at", self.at)),
                Some(_) => self.at += 1,
            }
        }
    }

    fn unicode(&mut self, escape: usize) -> Found {
        let digits = self.text.as_bytes().get(escape + 2..escape + 6);
        if digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
            self.at = escape + 6;
            Ok(())
        } else {
            Err(("Invalid \\uXXXX escape", escape + 1))
        }
    }

    fn array(&mut self, depth: usize) -> Found {
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            self.skip_space();
            match self.peek() {
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b',') => self.at += 1,
                _ => return Err(("Expecting ',' delimiter", self.at)),
            }
            self.skip_space();
        }
    }

    fn object(&mut self, depth: usize) -> Found {
        const NAME: &str = "Expecting property name enclosed in double quotes";
        self.at += 1;
        self.skip_space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err((NAME, self.at));
            }
            self.string()?;
            self.skip_space();
            if self.peek() != Some(b':') {
                return Err(("Expecting ':' delimiter", self.at));
            }
            self.at += 1;
            self.skip_space();
            self.value(depth + 1)?;
            self.skip_space();
            match self.peek() {
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b',') => self.at += 1,
                _ => return Err(("Expecting ',' delimiter", self.at)),
            }
            self.skip_space();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::error;

    /// The sentences were taken from `CPython`'s `json.loads`.
    #[test]
    fn the_sentences_are_pythons() {
        for (text, expected) in [
            ("", Some("Expecting value: line 1 column 1 (char 0)")),
            ("{\"results", Some("Unterminated string starting at: line 1 column 2 (char 1)")),
            ("[1, 2", Some("Expecting ',' delimiter: line 1 column 6 (char 5)")),
            ("{\"a\" 1}", Some("Expecting ':' delimiter: line 1 column 6 (char 5)")),
            (
                "{a: 1}",
                Some("Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
            ),
            ("{}\n{}", Some("Extra data: line 2 column 1 (char 3)")),
            ("[\n  é,\n]", Some("Expecting value: line 2 column 3 (char 4)")),
            ("\"\\x\"", Some("Invalid \\escape: line 1 column 2 (char 1)")),
            ("[1, {\"a\": [true, null, -2.5e3]}]", None),
        ] {
            assert_eq!(error(text).as_deref(), expected, "{text}");
        }
    }
}
