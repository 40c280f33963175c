//! Rows as one text: CSV for spreadsheets, Markdown for people. Cells are foreign and cannot leave their place.

use serde_json::Value;

use crate::screen::Object;

/// The rows as CSV (RFC 4180, lines end in LF). Texts are quoted, and one that a spreadsheet would run as a formula
/// begins with an apostrophe.
pub(super) fn csv(rows: &[Object]) -> String {
    let columns = columns(rows);
    let mut table = columns.join(",");
    table.push('\n');
    for row in rows {
        let cells = columns.iter().map(|column| match row.get(*column) {
            Some(Value::String(text)) => quoted(text),
            Some(value @ (Value::Array(_) | Value::Object(_))) => quoted(&flat(value)),
            None | Some(Value::Null) => String::new(),
            Some(value) => value.to_string(),
        });
        table.push_str(&cells.collect::<Vec<_>>().join(","));
        table.push('\n');
    }
    table
}

/// A text between quotes. What spreadsheets take for the beginning of a formula is made text (OWASP, CSV injection),
/// also behind spaces and in full width.
fn quoted(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let first = text.trim_start_matches([' ', '\u{a0}', '\u{3000}']).chars().next();
    let runs = first.is_some_and(|first| "=+-@\t\r\n＝＋－＠".contains(first));
    let apostrophe = if runs { "'" } else { "" };
    format!("\"{apostrophe}{}\"", text.replace('"', "\"\""))
}

/// The rows as a Markdown table (GFM).
pub(super) fn markdown(rows: &[Object]) -> String {
    let columns = columns(rows);
    if columns.is_empty() {
        return String::new();
    }
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut table = line(columns.iter().map(|name| (*name).to_owned()).collect());
    table.push_str(&line(columns.iter().map(|_| "---".to_owned()).collect()));
    for row in rows {
        let cells = columns.iter().map(|column| row.get(*column).map_or_else(String::new, cell));
        table.push_str(&line(cells.collect()));
    }
    table
}

/// A text that renders as what it says: no cell ends, nothing becomes a link, an image, HTML or code.
fn cell(value: &Value) -> String {
    let text = flat(value);
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for char in text.chars() {
        match char {
            '\\' | '`' | '*' | '[' | ']' | '|' | '~' => out.extend(['\\', char]),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\r' => {}
            '\n' => out.push_str("<br>"),
            // GFM makes links of `https://…`, `www.…` and `a@b.c` by themselves.
            '/' if before == ':' => out.push_str("\\/"),
            '.' if before.eq_ignore_ascii_case(&'w') => out.push_str("\\."),
            '@' => out.push_str("\\@"),
            other => out.push(other),
        }
        before = char;
    }
    out
}

/// The members of all rows, in the order in which they first occur.
fn columns(rows: &[Object]) -> Vec<&str> {
    let mut columns: Vec<&str> = Vec::new();
    for name in rows.iter().flat_map(Object::keys) {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    columns
}

/// A value in one cell: a list's entries, and an object's one member, by themselves.
fn flat(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(flat).collect::<Vec<_>>().join("; "),
        Value::Object(members) => match members.values().next() {
            Some(only) if members.len() == 1 => flat(only),
            _ => value.to_string(),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows(texts: &[&str]) -> Vec<Object> {
        let row = |text: &&str| json!({ "id": 1, "title": text, "age": -3, "none": null });
        texts
            .iter()
            .map(|text| match row(text) {
                Value::Object(row) => row,
                _ => Object::new(),
            })
            .collect()
    }

    /// A finding's title could start a program where its list is opened in a spreadsheet.
    #[test]
    fn formulas_stay_text() {
        let table = csv(&rows(&[
            "=cmd|' /C calc'!A0",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            " =1",
            "＝1",
            "plain, \"quoted\"",
            "a\nb",
            "",
        ]));
        insta::assert_snapshot!(table, @r#"
        id,title,age,none
        1,"'=cmd|' /C calc'!A0",-3,
        1,"'+1",-3,
        1,"'-1",-3,
        1,"'@SUM(A1)",-3,
        1,"'	=1",-3,
        1,"' =1",-3,
        1,"'＝1",-3,
        1,"plain, ""quoted""",-3,
        1,"a
        b",-3,
        1,,-3,
        "#);
    }

    /// A finding's title could draw its reader's client to a stranger's image, or put columns of its own into the table.
    #[test]
    fn cells_render_as_what_they_say() {
        let table = markdown(&rows(&[
            "a | b",
            "![x](https://evil.example/?q=1)",
            "www.evil.example a@evil.example",
            "<img src=x>",
            "`code` **bold** \\|",
            "a\r\nb",
            "&lt;",
        ]));
        insta::assert_snapshot!(table, @r"
        | id | title | age | none |
        | --- | --- | --- | --- |
        | 1 | a \| b | -3 |  |
        | 1 | !\[x\](https:\//evil.example/?q=1) | -3 |  |
        | 1 | www\.evil.example a\@evil.example | -3 |  |
        | 1 | &lt;img src=x&gt; | -3 |  |
        | 1 | \`code\` \*\*bold\*\* \\\| | -3 |  |
        | 1 | a<br>b | -3 |  |
        | 1 | &amp;lt; | -3 |  |
        ");
    }

    #[test]
    fn lists_and_objects_fit_in_a_cell() {
        let value =
            json!([{ "vulnerability_id": "CVE-2021-44228" }, { "vulnerability_id": "GHSA-1" }]);
        assert_eq!(flat(&value), "CVE-2021-44228; GHSA-1");
        assert_eq!(flat(&json!(["a", "b"])), "a; b");
        assert_eq!(flat(&json!({ "id": 1, "name": "x" })), r#"{"id":1,"name":"x"}"#);
        assert_eq!((csv(&[]), markdown(&[])), ("\n".to_owned(), String::new()));
    }
}
