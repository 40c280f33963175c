//! What a client gives up by itself: headers that narrow which tools it sees, for one request, and never widen.

use std::sync::Arc;

use http::{HeaderMap, HeaderName};

use crate::access::{Naming, Selection, Unknown};

const TOOLSETS: HeaderName = HeaderName::from_static("x-mcp-toolsets");
const TOOLS: HeaderName = HeaderName::from_static("x-mcp-tools");
const EXCLUDE: HeaderName = HeaderName::from_static("x-mcp-exclude-tools");
const READ_ONLY: HeaderName = HeaderName::from_static("x-mcp-readonly");

/// What the names in a header stand for.
pub type Names = Arc<dyn Naming>;

/// A header says something that is not understood, which must not pass for saying nothing.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Misunderstood {
    #[error("{header} names `{name}`, which is no tool of this server{}", try_instead(*meant))]
    Tool { header: HeaderName, name: String, meant: Option<&'static str> },
    #[error("{TOOLSETS} names `{name}`, which is no toolset; there are {}", known.join(", "))]
    Toolset { name: String, known: Vec<&'static str> },
    #[error("{READ_ONLY} must be true or false")]
    Flag,
    #[error("{header} is not text")]
    Text { header: HeaderName },
}

fn try_instead(meant: Option<&'static str>) -> String {
    meant.map(|meant| format!("; did you mean {meant}?")).unwrap_or_default()
}

/// Names are quoted up to this length.
const QUOTED: usize = 64;

/// What the headers of a request leave of the tools, where they narrow anything. It stands in the request's
/// extensions. Every header narrows what the others leave.
pub fn read(headers: &HeaderMap, names: &Names) -> Result<Option<Selection>, Misunderstood> {
    let mut left = Selection::ALL;
    if let Some(toolsets) = list(headers, &TOOLSETS)? {
        let wanted = Selection::of(&toolsets, |name| names.toolset(name));
        left = left.and(wanted.map_err(|Unknown { name, .. }| Misunderstood::Toolset {
            name: quoted(name),
            known: names.toolsets(),
        })?);
    }
    if let Some(tools) = list(headers, &TOOLS)? {
        left = left.and(of_tools(&TOOLS, &tools, names)?);
    }
    if let Some(tools) = list(headers, &EXCLUDE)? {
        left = left.without(of_tools(&EXCLUDE, &tools, names)?);
    }
    if flag(headers)? {
        left = left.without(names.writing());
    }
    Ok((left != Selection::ALL).then_some(left))
}

fn of_tools(
    header: &HeaderName,
    tools: &[String],
    names: &Names,
) -> Result<Selection, Misunderstood> {
    Selection::of(tools, |name| names.tool(name)).map_err(|Unknown { name, meant }| {
        Misunderstood::Tool { header: header.clone(), name: quoted(name), meant }
    })
}

/// The names in a header's lines, or `None` where it is absent or empty.
fn list(headers: &HeaderMap, header: &HeaderName) -> Result<Option<Vec<String>>, Misunderstood> {
    let mut names = Vec::new();
    for line in headers.get_all(header) {
        let line = line.to_str().map_err(|_| Misunderstood::Text { header: header.clone() })?;
        let line = line.split(',').map(str::trim).filter(|name| !name.is_empty());
        names.extend(line.map(str::to_ascii_lowercase));
    }
    Ok((!names.is_empty()).then_some(names))
}

/// Of several lines the strictest counts.
fn flag(headers: &HeaderMap) -> Result<bool, Misunderstood> {
    let mut is_set = false;
    for line in headers.get_all(READ_ONLY) {
        match line.as_bytes().to_ascii_lowercase().as_slice() {
            b"true" | b"1" => is_set = true,
            b"false" | b"0" | b"" => {}
            _ => return Err(Misunderstood::Flag),
        }
    }
    Ok(is_set)
}

fn quoted(name: &str) -> String {
    name.chars().take(QUOTED).collect()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// Two tools of two sets, of which the second changes something.
    struct Two;

    const READS: Selection = Selection::one(0);
    const WRITES: Selection = Selection::one(1);

    impl Naming for Two {
        fn tool(&self, name: &str) -> Result<Selection, Option<&'static str>> {
            match name {
                "get_finding" => Ok(READS),
                "close_finding" => Ok(WRITES),
                "get_findings" => Err(Some("get_finding")),
                _ => Err(None),
            }
        }

        fn toolset(&self, name: &str) -> Result<Selection, Option<&'static str>> {
            match name {
                "findings" => Ok(READS),
                "triage" => Ok(WRITES),
                "all" => Ok(Selection::ALL),
                _ => Err(None),
            }
        }

        fn toolsets(&self) -> Vec<&'static str> {
            vec!["findings", "triage", "all"]
        }

        fn writing(&self) -> Selection {
            WRITES
        }
    }

    fn narrowed(lines: &[(HeaderName, &str)]) -> Result<Option<Selection>, String> {
        let names: Names = Arc::new(Two);
        let lines = lines.iter().map(|(name, value)| {
            (name.clone(), HeaderValue::from_bytes(value.as_bytes()).unwrap())
        });
        read(&lines.collect(), &names).map_err(|error| error.to_string())
    }

    #[test]
    fn headers_narrow() {
        let nothing = Some(Selection::NONE);
        let both = Some(READS.or(WRITES));
        let all_but = |tools| Some(Selection::ALL.without(tools));
        for (lines, left) in [
            (&[][..], None),
            (&[(TOOLS, " , "), (READ_ONLY, "false"), (TOOLSETS, "all")], None),
            (&[(TOOLSETS, "Findings")], Some(READS)),
            (&[(TOOLSETS, "Findings"), (TOOLSETS, "triage,")], both),
            (&[(TOOLSETS, "findings,all")], None),
            (&[(TOOLS, "get_finding, close_finding")], both),
            (&[(EXCLUDE, "get_finding,GET_FINDING")], all_but(READS)),
            (&[(READ_ONLY, "False"), (READ_ONLY, "True")], all_but(WRITES)),
            // Each narrows what the others leave.
            (&[(TOOLSETS, "findings"), (TOOLS, "close_finding")], nothing),
            (&[(TOOLS, "get_finding"), (EXCLUDE, "get_finding")], nothing),
            (&[(TOOLSETS, "triage"), (READ_ONLY, "1")], nothing),
        ] {
            assert_eq!(narrowed(lines), Ok(left), "{lines:?}");
        }
    }

    /// A misspelt restriction that is passed over would be no restriction.
    #[test]
    fn what_is_not_understood_is_refused() {
        let long = "x".repeat(100);
        for (line, error) in [
            (
                (TOOLS, "get_findings"),
                "x-mcp-tools names `get_findings`, which is no tool of this server; did you mean get_finding?",
            ),
            ((EXCLUDE, "all"), "x-mcp-exclude-tools names `all`, which is no tool of this server"),
            (
                (TOOLSETS, "finding"),
                "x-mcp-toolsets names `finding`, which is no toolset; there are findings, triage, all",
            ),
            ((READ_ONLY, "yes"), "x-mcp-readonly must be true or false"),
            ((TOOLS, "é"), "x-mcp-tools is not text"),
        ] {
            assert_eq!(narrowed(&[line]), Err(error.to_owned()));
        }
        assert!(narrowed(&[(TOOLS, &long)]).unwrap_err().len() < 130);
    }
}
