//! The documents as a reader finds them: headings with their anchors, links, and blocks of code.

use std::{
    fs,
    path::{Path, PathBuf},
};

pub(super) const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// Every document for people, by its path from the root.
pub(super) fn documents() -> Vec<PathBuf> {
    let mut documents: Vec<_> = [ROOT.into(), Path::new(ROOT).join("docs")]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"))
        .map(|path| path.strip_prefix(ROOT).unwrap().to_owned())
        .collect();
    documents.sort();
    assert!(documents.len() >= 15, "{documents:?}");
    documents
}

pub(super) fn read(document: &Path) -> String {
    fs::read_to_string(Path::new(ROOT).join(document)).unwrap()
}

/// A fenced block of code.
#[derive(Debug)]
pub(super) struct Block {
    /// Of its first line of code, counted from 1.
    pub(super) line: usize,
    pub(super) language: String,
    pub(super) text: String,
}

/// The fenced blocks of a document, the indentation of a list taken away.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(Block, usize)> = None;
    for (number, line) in (1..).zip(text.lines()) {
        let trimmed = line.trim_start();
        open = match (open, trimmed.strip_prefix("```")) {
            (None, Some(language)) => {
                let indent = line.len() - trimmed.len();
                let language = language.trim().to_owned();
                Some((Block { line: number + 1, language, text: String::new() }, indent))
            }
            (Some((block, _)), Some(_)) => {
                blocks.push(block);
                None
            }
            (Some((mut block, indent)), None) => {
                block.text.push_str(line.get(indent..).unwrap_or(trimmed));
                block.text.push('\n');
                Some((block, indent))
            }
            (None, None) => None,
        };
    }
    assert!(open.is_none(), "a block is never closed: {open:?}");
    blocks
}

/// The text without its blocks of code and without code in lines.
fn prose(text: &str) -> String {
    let mut prose = String::new();
    let mut is_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            prose.extend(line.split('`').step_by(2));
            prose.push('\n');
        }
    }
    prose
}

/// Where links lead, images' included.
pub(super) fn links(text: &str) -> Vec<String> {
    let prose = prose(text);
    let ends = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    ends.map(str::to_owned).collect()
}

/// The anchors of a document's headings, as forges make them.
pub(super) fn anchors(text: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        let Some((marks, heading)) = line.split_once(' ').filter(|_| !is_code) else { continue };
        if marks.is_empty() || !marks.bytes().all(|byte| byte == b'#') {
            continue;
        }
        let heading = heading.trim().to_lowercase();
        let kept = heading.chars().filter_map(|letter| match letter {
            ' ' => Some('-'),
            '-' | '_' => Some(letter),
            letter if letter.is_alphanumeric() => Some(letter),
            _ => None,
        });
        let anchor: String = kept.collect();
        let before = anchors.iter().filter(|other| **other == anchor).count();
        anchors.push(if before == 0 { anchor } else { format!("{anchor}-{before}") });
    }
    anchors
}
