//! A recorded exchange, as the text files hold it.

use std::path::Path;

use reqwest::Method;
use serde_json::Value;

#[derive(Clone, Debug)]
pub(super) struct Recording {
    pub(super) name: String,
    pub(super) method: Method,
    /// Path and query.
    pub(super) target: String,
    pub(super) authorization: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) body: String,
    pub(super) status: u16,
    pub(super) answer_type: Option<String>,
    pub(super) location: Option<String>,
    /// Nothing where the recording was cut or is no JSON.
    pub(super) answer: Option<Value>,
}

/// Every recording of a folder by name, and the names of the files that hold no request.
pub(super) fn read_all(folder: &Path) -> (Vec<Recording>, Vec<String>) {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    let (mut recordings, mut unread) = (Vec::new(), Vec::new());
    for path in files {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        match read(name.clone(), &std::fs::read_to_string(&path).unwrap()) {
            Some(recording) => recordings.push(recording),
            None => unread.push(name),
        }
    }
    (recordings, unread)
}

fn read(name: String, text: &str) -> Option<Recording> {
    let mut lines = text.lines().skip_while(|line| !line.starts_with("> ")).peekable();
    let request = lines.next()?.strip_prefix("> ")?;
    let mut words = request.split(' ');
    let method: Method = words.next()?.parse().ok()?;
    let target = words.next()?.to_owned();
    let (mut authorization, mut content_type) = (None, None);
    let mut body = Vec::new();
    let mut in_body = false;
    while let Some(line) = lines.next_if(|line| line.starts_with('>')) {
        let line = line.strip_prefix("> ").unwrap_or("");
        if in_body {
            body.push(line);
        } else if line.is_empty() {
            in_body = true;
        } else if let Some((header, value)) = line.split_once(':') {
            match header {
                "Authorization" if value.trim() != "(none)" => {
                    authorization = Some(value.trim().to_owned());
                }
                "Content-Type" => content_type = Some(value.trim().to_owned()),
                _ => {}
            }
        }
    }
    let mut lines = lines.skip_while(|line| !line.starts_with("< "));
    let status = lines.next()?.split(' ').nth(2)?.parse().ok()?;
    let (mut answer_type, mut location) = (None, None);
    let mut rest = Vec::new();
    let mut in_headers = true;
    for line in lines {
        match line.strip_prefix("< ") {
            Some(header) if in_headers => match header.split_once(": ") {
                Some(("Content-Type", value)) => answer_type = Some(value.to_owned()),
                Some(("Location", value)) => location = Some(value.to_owned()),
                _ => {}
            },
            _ => {
                in_headers = false;
                rest.push(line);
            }
        }
    }
    let answer = serde_json::from_str(&rest.join("\n")).ok();
    Some(Recording {
        name,
        method,
        target,
        authorization,
        content_type,
        body: body.join("\n"),
        status,
        answer_type,
        location,
        answer,
    })
}
