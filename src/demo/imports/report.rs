//! Reading a report: which parser, and what it found.

use serde_json::Value;

use super::{bandit, generic, grype, python_json, sarif, semgrep, trivy};
use crate::demo::row::Row;

/// What a parser made of a report.
#[derive(Debug, Default)]
pub(super) struct Report {
    pub(super) items: Vec<Item>,
    /// The tool's own test type, where the format names the tool.
    pub(super) test_type: Option<String>,
    /// What the demo left out, in words.
    pub(super) notice: Option<String>,
}

/// One finding of a report, with the addresses where it was found.
#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) finding: Row,
    pub(super) addresses: Vec<String>,
}

/// Why a report was not read.
#[derive(Debug)]
pub(super) enum Unread {
    /// 400 with the parser's sentence.
    Sentence(String),
    /// 500: the parser did not expect it.
    Crash,
}

impl Item {
    pub(super) fn new(finding: Row) -> Self {
        Self { finding, addresses: Vec::new() }
    }
}

pub(super) fn read(scan_type: &str, name: &str, bytes: &[u8]) -> Result<Report, Unread> {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    let items = match scan_type {
        "SARIF" => return sarif::read(&json(bytes)?),
        "Generic Findings Import" if extension != "csv" => return generic::read(&json(bytes)?),
        "Semgrep JSON Report" => semgrep::read(&json(bytes)?),
        "Trivy Scan" => trivy::read(&json(bytes)?)?,
        "Bandit Scan" => bandit::read(&json(bytes)?)?,
        "Anchore Grype" => grype::read(&json(bytes)?)?,
        _ => return unparsed(scan_type, extension, bytes),
    };
    Ok(Report { items, ..Report::default() })
}

/// Whether the format says which tool wrote a report, so that its test type depends on what it holds.
pub(super) fn names_its_tool(scan_type: &str) -> bool {
    ["SARIF", "Generic Findings Import"].contains(&scan_type)
}

fn json(bytes: &[u8]) -> Result<Value, Unread> {
    serde_json::from_slice(bytes).map_err(|error| {
        let text = String::from_utf8_lossy(bytes);
        Unread::Sentence(python_json::error(&text).unwrap_or_else(|| error.to_string()))
    })
}

/// A scan type that the demo knows by name alone: it looks whether the file could be one.
fn unparsed(scan_type: &str, extension: &str, bytes: &[u8]) -> Result<Report, Unread> {
    match extension {
        "json" | "sarif" if scan_type == "ZAP Scan" => {
            let sentence = "Internal error: Wrong file format, please use xml.";
            return Err(Unread::Sentence(sentence.into()));
        }
        "json" | "sarif" => {
            json(bytes)?;
        }
        "xml" | "nessus" if !well_formed(&String::from_utf8_lossy(bytes)) => {
            return Err(Unread::Crash);
        }
        _ => {}
    }
    Ok(Report {
        notice: Some(format!(
            "the demo does not parse ‘{scan_type}’; it kept the test and found nothing in the report"
        )),
        ..Report::default()
    })
}

/// Whether every element that opens also closes, in order.
fn well_formed(text: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut seen = false;
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let tag = rest.get(start..).unwrap_or_default();
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")]
            .iter()
            .find(|(opening, _)| tag.starts_with(opening))
            .map(|(_, closing)| tag.find(closing).map(|end| end + closing.len()));
        let end = match skipped {
            Some(Some(end)) => end,
            Some(None) => return false,
            None => {
                let Some(end) = tag.find('>') else { return false };
                let inside = tag.get(1..end).unwrap_or_default();
                if let Some(name) = inside.strip_prefix('/') {
                    if open.pop() != Some(name.trim()) {
                        return false;
                    }
                } else if !inside.ends_with('/') {
                    open.push(inside.split_whitespace().next().unwrap_or_default());
                }
                seen = true;
                end + 1
            }
        };
        rest = tag.get(end..).unwrap_or_default();
    }
    seen && open.is_empty()
}

/// The text at `path` of nested objects, empty where there is none.
pub(super) fn text<'a>(value: &'a Value, path: &[&str]) -> &'a str {
    at(value, path).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn at<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, name| value.get(name))
}

pub(super) fn list<'a>(value: &'a Value, path: &[&str]) -> &'a [Value] {
    at(value, path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The number in `CWE-79: …` or `cwe-79`.
pub(super) fn cwe(text: &str) -> Option<u64> {
    let lower = text.to_ascii_lowercase();
    let start = lower.find("cwe-")? + 4;
    let digits: String = lower.get(start..)?.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// DefectDojo's severity for a tool's word.
pub(super) fn severity(word: &str) -> &'static str {
    match word.to_ascii_lowercase().as_str() {
        "critical" => "Critical",
        "high" | "error" => "High",
        "medium" | "moderate" | "warning" => "Medium",
        "low" | "minor" => "Low",
        _ => "Info",
    }
}
