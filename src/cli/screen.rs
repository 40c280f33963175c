//! `screen`: judges text from standard input or files and prints a line of JSON for each.

use std::{
    io::{BufRead, Read as _, Write},
    path::PathBuf,
    time::Instant,
};

use anyhow::{Context as _, Result, anyhow, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::screen::{injection, secrets};

/// Judge text for instructions to a model and for credentials; nothing is stored or sent.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Files to read; standard input if none is named.
    pub files: Vec<PathBuf>,
    /// Read each line as JSON: `{"id": …, "text": …}`, or `"text_b64"` for text in base64. Without this flag, input
    /// whose first line is such an object is read so as well.
    #[arg(long, conflicts_with = "plain")]
    pub jsonl: bool,
    /// Read each file, or standard input, as one text, whatever it looks like.
    #[arg(long)]
    pub plain: bool,
}

/// Bytes of one text that are read; more is an error rather than a text judged in part.
const TEXT_LIMIT: u64 = 256 * 1024 * 1024;

/// Runs the command: `input` is read where no file is named, results go to `output` as they come.
pub fn run(args: Args, input: impl BufRead, mut output: impl Write) -> Result<()> {
    let form = Form::of(&args);
    if args.files.is_empty() {
        return stream("-", form, input, &mut output);
    }
    for path in args.files {
        let name = path.display().to_string();
        let file = std::fs::File::open(&path).with_context(|| format!("failed to open {name}"))?;
        stream(&name, form, std::io::BufReader::new(file), &mut output)?;
    }
    Ok(())
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Guess,
    Lines,
    Plain,
}

impl Form {
    fn of(args: &Args) -> Self {
        match (args.jsonl, args.plain) {
            (true, _) => Self::Lines,
            (_, true) => Self::Plain,
            _ => Self::Guess,
        }
    }
}

#[derive(Deserialize)]
struct Row {
    #[serde(default)]
    id: Value,
    text: Option<String>,
    text_b64: Option<String>,
}

impl Row {
    fn text(self) -> Result<String> {
        match (self.text, self.text_b64) {
            (Some(text), None) => Ok(text),
            (None, Some(encoded)) => {
                let bytes = STANDARD.decode(encoded.trim()).context("text_b64 is not base64")?;
                Ok(utf8(bytes))
            }
            _ => bail!("a row needs either text or text_b64"),
        }
    }
}

/// A line that could not be judged, in its place among the others.
#[derive(Serialize)]
struct Unread {
    id: Value,
    line: u64,
    error: String,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a Value,
    injection: Injection,
    secrets: Vec<Found>,
    duration_us: u64,
}

#[derive(Serialize)]
struct Injection {
    verdict: &'static str,
    score: u32,
    signals: Vec<&'static str>,
}

/// Offsets are bytes of the text as it was decoded from JSON or base64.
#[derive(Serialize)]
struct Found {
    class: &'static str,
    start: usize,
    end: usize,
}

fn stream(name: &str, form: Form, mut input: impl BufRead, output: &mut impl Write) -> Result<()> {
    let mut first = Vec::new();
    let mut ended = Ended::AtBreak;
    if !matches!(form, Form::Plain) {
        ended =
            read_line(&mut input, &mut first).with_context(|| format!("failed to read {name}"))?;
    }
    let rows = match form {
        Form::Lines => true,
        Form::Plain => false,
        Form::Guess => serde_json::from_slice::<Row>(&first).is_ok_and(|row| row.text().is_ok()),
    };
    if !rows {
        let mut text = first;
        let left = TEXT_LIMIT.saturating_sub(text.len() as u64);
        let read = (&mut input).take(left).read_to_end(&mut text);
        read.with_context(|| format!("failed to read {name}"))?;
        if text.len() as u64 >= TEXT_LIMIT {
            bail!("{name} is longer than {TEXT_LIMIT} bytes");
        }
        return report(&Value::from(name), &utf8(text), output);
    }
    let mut line = first;
    let (mut number, mut unread) = (1_u64, Vec::new());
    while !line.is_empty() {
        let judged = if matches!(ended, Ended::AtLimit) {
            skip_line(&mut input).with_context(|| format!("failed to read {name}"))?;
            Err((Value::Null, anyhow!("longer than {TEXT_LIMIT} bytes")))
        } else {
            row(&line)
        };
        match judged {
            Ok(None) => {}
            Ok(Some((id, text))) => report(&id, &text, output)?,
            Err((id, error)) => {
                unread.push(number);
                let error = format!("{name}: line {number} was not judged: {error:#}");
                write_line(&Unread { id, line: number, error }, output)?;
            }
        }
        line.clear();
        ended =
            read_line(&mut input, &mut line).with_context(|| format!("failed to read {name}"))?;
        number += 1;
    }
    match unread.first() {
        None => Ok(()),
        Some(first) => bail!(
            "{name}: {} of {} lines could not be judged, the first is line {first}; the others were",
            unread.len(),
            number - 1
        ),
    }
}

/// The text of a line and its id, which is kept where the rest of the line is not what it should be; `None` for an empty
/// line.
fn row(line: &[u8]) -> Result<Option<(Value, String)>, (Value, anyhow::Error)> {
    if line.trim_ascii().is_empty() {
        return Ok(None);
    }
    let row: Row = serde_json::from_slice(line)
        .map_err(|error| (Value::Null, anyhow!(error).context("not a row of JSON")))?;
    let id = row.id.clone();
    match row.text() {
        Ok(text) => Ok(Some((id, text))),
        Err(error) => Err((id, error)),
    }
}

/// Where reading a line stopped.
#[derive(Clone, Copy)]
enum Ended {
    /// At its break, or where the input ends.
    AtBreak,
    /// At the most bytes that are read of a text.
    AtLimit,
}

fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<Ended> {
    input.take(TEXT_LIMIT).read_until(b'\n', line)?;
    let whole = (line.len() as u64) < TEXT_LIMIT || line.ends_with(b"\n");
    Ok(if whole { Ended::AtBreak } else { Ended::AtLimit })
}

/// Reads on to the next line without keeping anything.
fn skip_line(input: &mut impl BufRead) -> Result<()> {
    loop {
        let ahead = input.fill_buf()?;
        if ahead.is_empty() {
            return Ok(());
        }
        let (length, ends) = match ahead.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (ahead.len(), false),
        };
        input.consume(length);
        if ends {
            return Ok(());
        }
    }
}

fn write_line(line: &impl Serialize, output: &mut impl Write) -> Result<()> {
    serde_json::to_writer(&mut *output, line)?;
    output.write_all(b"\n")?;
    Ok(())
}

fn report(id: &Value, text: &str, output: &mut impl Write) -> Result<()> {
    let begin = Instant::now();
    let judgement = injection::judge(text);
    let found = secrets::find(text);
    let duration_us = u64::try_from(begin.elapsed().as_micros()).unwrap_or(u64::MAX);
    let line = Line {
        id,
        injection: Injection {
            verdict: judgement.verdict.name(),
            score: judgement.score,
            signals: judgement.signals.iter().map(|signal| signal.category.name()).collect(),
        },
        secrets: found
            .into_iter()
            .map(|one| Found { class: one.class, start: one.start, end: one.end })
            .collect(),
        duration_us,
    };
    write_line(&line, output)
}

/// The text, with U+FFFD for bytes that are not UTF-8: broken bytes must not keep a text from being judged. Offsets of
/// such a text count the replacements.
fn utf8(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}
