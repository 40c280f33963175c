//! Reads a `.env` file by the rules of the Python server's reader, so that the same file means the same here.

use std::collections::BTreeMap;

/// The assignments of a file, the last of a name winning, and what could not be read.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct EnvFile {
    pub(super) values: BTreeMap<String, String>,
    /// Where each value's assignment begins, counted from 1.
    pub(super) lines: BTreeMap<String, usize>,
    pub(super) unreadable: Vec<Unreadable>,
}

/// A line that is not an assignment. Its text is not kept: it may hold half a secret.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Unreadable {
    /// Counted from 1.
    pub(super) line: usize,
    /// The name in front of the `=`, where there is one.
    pub(super) name: Option<String>,
    pub(super) why: &'static str,
}

/// Differs from the Python reader in two ways. A comment that follows the `=` after a space leaves the value empty. And `${NAME}` stands for an earlier name of the same file only. The process's
/// environment is never put into it, because the file may be a stranger's and name an address of theirs.
pub(super) fn parse(text: &str) -> EnvFile {
    let mut file = EnvFile::default();
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut line = 1;
    while !rest.is_empty() {
        let (statement, after) = take_statement(rest);
        let start = line;
        line += rest.bytes().take(rest.len() - after.len()).filter(|byte| *byte == b'\n').count();
        rest = after;
        match statement {
            Statement::Nothing => {}
            Statement::Unreadable { name, why } => {
                file.unreadable.push(Unreadable { line: start, name, why });
            }
            Statement::Assignment { name, value } => match expand(&value, &file.values) {
                Some(value) => {
                    file.lines.insert(name.clone(), start);
                    file.values.insert(name, value);
                }
                None => file.unreadable.push(Unreadable {
                    line: start,
                    name: Some(name),
                    why: "`${…}` may only stand for an earlier name of the same file",
                }),
            },
        }
    }
    file
}

enum Statement {
    Nothing,
    Assignment { name: String, value: String },
    Unreadable { name: Option<String>, why: &'static str },
}

fn take_statement(text: &str) -> (Statement, &str) {
    let (line, after_line) = split_line(text);
    let trimmed = line.trim_start();
    if trimmed.is_empty() || trimmed.starts_with('#') {
        return (Statement::Nothing, after_line);
    }
    let unreadable = |name: Option<&str>, why| {
        (Statement::Unreadable { name: name.map(str::to_owned), why }, after_line)
    };
    let Some((name, value)) = trimmed.split_once('=') else {
        return unreadable(None, "it has no `=`");
    };
    let name = name.trim_end();
    let name = match name.strip_prefix("export") {
        Some(rest) if rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => name,
    };
    let name = name.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')).unwrap_or(name);
    if name.is_empty() || name.contains(|letter: char| letter.is_whitespace() || letter == '#') {
        return unreadable(None, "its name holds a space or nothing");
    }
    let unquoted = value;
    let value = value.trim_start_matches([' ', '\t']);
    if let Some(quote @ ('"' | '\'')) = value.chars().next() {
        // A quoted value may run over several lines, so it is looked for in the whole rest of the file.
        let quoted = text.get(line.len() - value.len() + 1..).unwrap_or_default();
        return match take_quoted(quoted, quote) {
            None => unreadable(Some(name), "its quote is never closed"),
            Some((value, rest)) => {
                let (tail, after) = split_line(rest);
                let tail = tail.trim_start();
                if tail.is_empty() || tail.starts_with('#') {
                    (Statement::Assignment { name: name.to_owned(), value }, after)
                } else {
                    unreadable(Some(name), "something stands behind its closing quote")
                }
            }
        };
    }
    let value = without_comment(unquoted).trim().to_owned();
    (Statement::Assignment { name: name.to_owned(), value }, after_line)
}

/// The first line without its end, and what follows it.
fn split_line(text: &str) -> (&str, &str) {
    match text.split_once('\n') {
        Some((line, rest)) => (line.strip_suffix('\r').unwrap_or(line), rest),
        None => (text, ""),
    }
}

/// The text up to the closing quote with its escapes undone, and what follows; nothing where it is never closed.
fn take_quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            return Some((value, text.get(at + 1..)?));
        }
        if letter != '\\' {
            value.push(letter);
            continue;
        }
        let (_, escaped) = letters.next()?;
        match escape(escaped, quote) {
            Some(meant) => value.push(meant),
            None => value.extend(['\\', escaped]),
        }
    }
    None
}

/// Between single quotes only the quote and the backslash can be escaped.
fn escape(letter: char, quote: char) -> Option<char> {
    match letter {
        '\\' | '\'' => Some(letter),
        _ if quote == '\'' => None,
        '"' => Some('"'),
        'a' => Some('\x07'),
        'b' => Some('\x08'),
        'f' => Some('\x0c'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'v' => Some('\x0b'),
        _ => None,
    }
}

/// An unquoted value ends where white space and a `#` follow each other.
fn without_comment(value: &str) -> &str {
    let mut before = None;
    for (at, letter) in value.char_indices() {
        if letter == '#' && before.is_some_and(char::is_whitespace) {
            return value.get(..at).unwrap_or(value);
        }
        before = Some(letter);
    }
    value
}

/// Puts earlier values in the place of `${NAME}` and `${NAME:-otherwise}`; nothing where there is no such value.
fn expand(value: &str, earlier: &BTreeMap<String, String>) -> Option<String> {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((front, reference)) = rest.split_once("${") {
        let Some((reference, after)) = reference.split_once('}') else { break };
        let (name, otherwise) = match reference.split_once(":-") {
            Some((name, otherwise)) => (name, Some(otherwise)),
            None => (reference, None),
        };
        text.push_str(front);
        text.push_str(earlier.get(name).map(String::as_str).or(otherwise)?);
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(line: &str) -> Option<String> {
        let file = parse(&format!("K={line}\nAFTER=1\n"));
        // Whatever one line holds, the next is read.
        assert_eq!(file.values.get("AFTER").map(String::as_str), Some("1"), "{line}");
        file.values.get("K").cloned()
    }

    /// The forms of the Python reader, each as it answers them.
    #[test]
    fn values_mean_what_they_meant() {
        for (line, meant) in [
            ("plain", "plain"),
            ("  spaced out  ", "spaced out"),
            ("with spaces # and a comment", "with spaces"),
            ("hash#inside", "hash#inside"),
            ("#first", "#first"),
            (" # only a comment", ""),
            ("", ""),
            ("a=b=c", "a=b=c"),
            ("$dollar$and`tick`", "$dollar$and`tick`"),
            (r#""double # quoted" # comment"#, "double # quoted"),
            (r#""line\nbreak \"and\" \x""#, "line\nbreak \"and\" \\x"),
            (r"'single $ \n \'quoted\''", r"single $ \n 'quoted'"),
            ("\"over\ntwo lines\"", "over\ntwo lines"),
            (r"back\slash\n", r"back\slash\n"),
            ("${NONE:-otherwise}", "otherwise"),
        ] {
            assert_eq!(value(line).as_deref(), Some(meant), "{line}");
        }
    }

    #[test]
    fn names_stand_in_any_of_their_forms() {
        let text =
            "\u{feff}A=1\r\nexport B = 2\n\n  # comment\n 'C'=3\nA=last\nexported=4\nD=${A}/${B}";
        let file = parse(text);
        assert_eq!(file.unreadable, []);
        let values: Vec<_> = file.values.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(
            values,
            [("A", "last"), ("B", "2"), ("C", "3"), ("D", "last/2"), ("exported", "4")]
        );
    }

    /// A file that a stranger wrote must not be able to send `${AWS_SECRET_ACCESS_KEY}` to an address of theirs.
    #[test]
    fn the_environment_is_never_put_into_a_value() {
        for name in ["PATH", "HOME", "CARGO_MANIFEST_DIR"] {
            assert_eq!(value(&format!("https://elsewhere.test/${{{name}}}")), None);
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_by_line_and_name() {
        let text = "A=1\nno assignment\nB=\"open\nC=2\ntwo words=3\nD='x' y\n";
        let told: Vec<_> = parse(text)
            .unreadable
            .into_iter()
            .map(|line| (line.line, line.name.unwrap_or_default()))
            .collect();
        let name = |name: &str| name.to_owned();
        assert_eq!(told, [(2, name("")), (3, name("B")), (5, name("")), (6, name("D"))]);
    }
}
