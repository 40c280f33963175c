//! What a client gives up by itself: headers that narrow which tools it sees, for one request, and never widen.

use std::sync::Arc;

use http::{HeaderMap, HeaderName};

const TOOLSETS: HeaderName = HeaderName::from_static("x-mcp-toolsets");
const TOOLS: HeaderName = HeaderName::from_static("x-mcp-tools");
const EXCLUDE: HeaderName = HeaderName::from_static("x-mcp-exclude-tools");
const READ_ONLY: HeaderName = HeaderName::from_static("x-mcp-readonly");

/// What the headers of a request leave of the tools. Stands in the request's extensions where it narrows anything.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Narrowing {
    /// `X-MCP-Toolsets`: tools of these sets alone; `None` where every set counts.
    pub toolsets: Option<Vec<String>>,
    /// `X-MCP-Tools`: these tools alone.
    pub tools: Option<Vec<String>>,
    /// `X-MCP-Exclude-Tools`: all but these.
    pub exclude: Vec<String>,
    /// `X-MCP-Readonly: true`: tools that change nothing.
    pub read_only: bool,
}

/// What a name in a header is meant to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Named {
    Tool,
    Toolset,
}

/// Tells whether there is a tool or toolset of a name.
pub type Names = Arc<dyn Fn(Named, &str) -> bool + Send + Sync>;

/// A header says something that is not understood, which must not pass for saying nothing.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Misunderstood {
    #[error("{header} names `{name}`, which is no tool of this server")]
    Tool { header: HeaderName, name: String },
    #[error("{header} names `{name}`, which is no toolset of this server")]
    Toolset { header: HeaderName, name: String },
    #[error("{header} must be true or false")]
    Flag { header: HeaderName },
    #[error("{header} is not text")]
    Text { header: HeaderName },
}

/// Names are quoted up to this length.
const QUOTED: usize = 64;

impl Narrowing {
    pub fn read(headers: &HeaderMap, names: &Names) -> Result<Option<Self>, Misunderstood> {
        let toolsets = list(headers, &TOOLSETS)?;
        let tools = list(headers, &TOOLS)?;
        let exclude = list(headers, &EXCLUDE)?.unwrap_or_default();
        let read_only = flag(headers)?;
        for (header, list) in [(TOOLS, tools.as_ref()), (EXCLUDE, Some(&exclude))] {
            let unknown = |name: &&String| !names(Named::Tool, name);
            if let Some(name) = list.and_then(|list| list.iter().find(unknown)) {
                return Err(Misunderstood::Tool { header, name: quoted(name) });
            }
        }
        let unknown = |name: &&String| *name != "all" && !names(Named::Toolset, name);
        if let Some(name) = toolsets.as_ref().and_then(|list| list.iter().find(unknown)) {
            return Err(Misunderstood::Toolset { header: TOOLSETS, name: quoted(name) });
        }
        let toolsets = toolsets.filter(|list| !list.iter().any(|name| name == "all"));
        let narrowing = Self { toolsets, tools, exclude, read_only };
        Ok((narrowing != Self::default()).then_some(narrowing))
    }
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
            _ => return Err(Misunderstood::Flag { header: READ_ONLY }),
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

    fn read(lines: &[(HeaderName, &str)]) -> Result<Option<Narrowing>, String> {
        let names: Names = Arc::new(|named, name| match named {
            Named::Tool => ["get_finding", "list_findings"].contains(&name),
            Named::Toolset => ["findings", "triage"].contains(&name),
        });
        let lines = lines.iter().map(|(name, value)| {
            (name.clone(), HeaderValue::from_bytes(value.as_bytes()).unwrap())
        });
        Narrowing::read(&lines.collect(), &names).map_err(|error| error.to_string())
    }

    #[test]
    fn headers_narrow() {
        let none = Narrowing::default();
        let some = |narrowing| Ok(Some(narrowing));
        let owned = |list: &[&str]| list.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&[(TOOLS, " , "), (READ_ONLY, "false"), (TOOLSETS, "all")]), Ok(None));
        let toolsets = Some(owned(&["findings", "triage"]));
        let lines = [(TOOLSETS, "Findings"), (TOOLSETS, "triage,")];
        assert_eq!(read(&lines), some(Narrowing { toolsets, ..none.clone() }));
        let tools = Some(owned(&["get_finding"]));
        assert_eq!(read(&[(TOOLS, "get_finding")]), some(Narrowing { tools, ..none.clone() }));
        let exclude = owned(&["get_finding", "list_findings"]);
        let lines = [(EXCLUDE, "get_finding, list_findings")];
        assert_eq!(read(&lines), some(Narrowing { exclude, ..none.clone() }));
        let lines = [(READ_ONLY, "False"), (READ_ONLY, "True")];
        assert_eq!(read(&lines), some(Narrowing { read_only: true, ..none }));
    }

    /// A misspelt restriction that is passed over would be no restriction.
    #[test]
    fn what_is_not_understood_is_refused() {
        let long = "x".repeat(100);
        for (line, error) in [
            (
                (TOOLS, "get_findings"),
                "x-mcp-tools names `get_findings`, which is no tool of this server",
            ),
            ((EXCLUDE, "all"), "x-mcp-exclude-tools names `all`, which is no tool of this server"),
            (
                (TOOLSETS, "finding"),
                "x-mcp-toolsets names `finding`, which is no toolset of this server",
            ),
            ((READ_ONLY, "yes"), "x-mcp-readonly must be true or false"),
            ((TOOLS, "é"), "x-mcp-tools is not text"),
        ] {
            assert_eq!(read(&[line]), Err(error.to_owned()));
        }
        assert!(read(&[(TOOLS, &long)]).unwrap_err().len() < 130);
    }
}
