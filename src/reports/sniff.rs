//! Which scanner wrote a report, from its first bytes: what lies where in it is compared with one table.

mod json;
mod table;
mod xml;

use std::{
    collections::{HashMap, HashSet},
    io,
    sync::OnceLock,
};

use futures_util::TryStreamExt as _;

use super::Report;
use json::Json;
use table::SHAPES;
use xml::Xml;

/// Bytes that are looked at. Some writers sort members by name, so that what tells a report comes late.
const MOST: usize = 1 << 20;
/// Lines of a table in which its head may stand: some have a preamble.
const LINES: usize = 40;
/// Bytes of a line that is compared.
const LONGEST_LINE: usize = 16 << 10;
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The form of one scanner's report.
#[derive(Debug)]
pub struct Shape {
    /// What it is called.
    pub name: &'static str,
    /// The scan types whose parser in `DefectDojo` reads it, the usual one first. None where it reads none such.
    pub scan_types: &'static [&'static str],
    /// What to do where no scan type reads it.
    pub instead: Option<&'static str>,
    /// Sets of signs, each of which is enough: `a.b[].c` is a member, `a=b` and `a~b` one whose text is or has that,
    /// `<a/b` an element, `<a@b=c` an attribute, `|a` a column.
    signs: &'static [&'static [&'static str]],
}

/// What a file is made of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Container {
    Json,
    Xml,
    /// A table, a log, or anything else.
    Other,
}

/// What a report seems to be.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub container: Container,
    /// The scanner's form, where it is known.
    pub shape: Option<&'static Shape>,
}

/// Whether the table knows what the reports of a scan type look like.
pub fn knows(scan_type: &str) -> bool {
    SHAPES.iter().any(|shape| shape.scan_types.contains(&scan_type))
}

/// Every form that is known.
pub fn shapes() -> &'static [Shape] {
    SHAPES
}

impl Report {
    /// What it seems to be. Reads its beginning in pieces, up to 1 MiB, and holds one of them.
    pub async fn looks_like(&self) -> io::Result<Seen> {
        let mut sniffer = Sniffer::default();
        let mut pieces = Box::pin(self.clone().pieces());
        while !sniffer.is_done()
            && let Some(piece) = pieces.try_next().await?
        {
            sniffer.feed(&piece);
        }
        Ok(sniffer.seen())
    }
}

/// Reads a report's beginning, in pieces of any size.
#[derive(Default)]
struct Sniffer {
    read: usize,
    facts: Facts,
    reader: Reader,
}

#[derive(Default)]
enum Reader {
    /// Nothing but white space, or a part of a mark, came.
    #[default]
    Start,
    Json(Box<Json>),
    Xml(Box<Xml>),
    Lines(Box<Lines>),
}

impl Sniffer {
    fn feed(&mut self, piece: &[u8]) {
        let left = MOST.saturating_sub(self.read);
        for byte in piece.iter().take(left) {
            if self.facts.found.is_some() {
                return;
            }
            self.take(*byte);
            self.read += 1;
        }
    }

    fn take(&mut self, byte: u8) {
        match &mut self.reader {
            Reader::Start => match byte {
                b'{' | b'[' => self.begin(Reader::Json(Box::default()), byte),
                b'<' => self.begin(Reader::Xml(Box::default()), byte),
                _ if byte.is_ascii_whitespace() || BYTE_ORDER_MARK.contains(&byte) => {}
                _ => self.begin(Reader::Lines(Box::default()), byte),
            },
            Reader::Json(json) => json.take(byte, &mut self.facts),
            Reader::Xml(xml) => xml.take(byte, &mut self.facts),
            Reader::Lines(lines) => lines.take(byte, &mut self.facts),
        }
    }

    fn begin(&mut self, reader: Reader, byte: u8) {
        self.reader = reader;
        self.take(byte);
    }

    fn is_done(&self) -> bool {
        let lines = matches!(&self.reader, Reader::Lines(lines) if lines.count >= LINES);
        self.facts.found.is_some() || self.read >= MOST || lines
    }

    fn seen(mut self) -> Seen {
        if let Reader::Lines(lines) = &mut self.reader {
            // The last line may have no end.
            lines.take(b'\n', &mut self.facts);
        }
        let container = match self.reader {
            Reader::Json(_) => Container::Json,
            Reader::Xml(_) => Container::Xml,
            Reader::Start | Reader::Lines(_) => Container::Other,
        };
        Seen { container, shape: self.facts.found }
    }
}

/// The signs of the table that were seen. Bounded by the table, whatever the report holds.
#[derive(Default)]
struct Facts {
    seen: HashSet<&'static str>,
    found: Option<&'static Shape>,
}

impl Facts {
    /// There is something at this place.
    fn place(&mut self, place: &str) {
        if let Some(sign) = signs().places.get(place) {
            self.add(sign);
        }
    }

    /// The text at this place.
    fn value(&mut self, place: &str, text: &str) {
        let wanted = signs().values.get(place).into_iter().flatten();
        for Value { sign, text: wanted, whole } in wanted {
            if if *whole { text == *wanted } else { text.contains(wanted) } {
                self.add(sign);
            }
        }
    }

    /// The columns of a line of text, which count only together.
    fn columns(&mut self, line: &str) {
        self.seen.retain(|sign| !sign.starts_with(COLUMN));
        for delimiter in [',', ';', '\t'] {
            for column in line.split(delimiter) {
                let name = column.trim().trim_matches('"').to_ascii_lowercase();
                if let Some(sign) = signs().places.get(format!("{COLUMN}{name}").as_str()) {
                    self.add(sign);
                }
            }
        }
    }

    fn add(&mut self, sign: &'static str) {
        if self.found.is_none() && self.seen.insert(sign) {
            let has = |set: &&[&'static str]| set.iter().all(|sign| self.seen.contains(sign));
            self.found = SHAPES.iter().find(|shape| shape.signs.iter().any(has));
        }
    }
}

const COLUMN: char = '|';

/// The table's signs by the place that they are about.
struct Signs {
    places: HashMap<String, &'static str>,
    values: HashMap<&'static str, Vec<Value>>,
}

struct Value {
    sign: &'static str,
    text: &'static str,
    /// Whether the text must be that and no more.
    whole: bool,
}

fn signs() -> &'static Signs {
    static SIGNS: OnceLock<Signs> = OnceLock::new();
    SIGNS.get_or_init(|| {
        let mut signs = Signs { places: HashMap::new(), values: HashMap::new() };
        for sign in SHAPES.iter().flat_map(|shape| shape.signs).copied().flatten().copied() {
            let parts = sign
                .split_once('=')
                .map(|parts| (parts, true))
                .or_else(|| sign.split_once('~').map(|parts| (parts, false)));
            if let Some(((place, text), whole)) = parts {
                let values = signs.values.entry(place).or_default();
                if values.iter().all(|value| value.sign != sign) {
                    values.push(Value { sign, text, whole });
                }
            } else if sign.starts_with(COLUMN) {
                signs.places.insert(sign.to_ascii_lowercase(), sign);
            } else {
                signs.places.insert(sign.to_owned(), sign);
            }
        }
        signs
    })
}

/// A text that is kept as far as it can be a sign, or an element with its attributes.
#[derive(Default)]
struct Text<const MOST: usize> {
    bytes: Vec<u8>,
    is_cut: bool,
}

impl<const MOST: usize> Text<MOST> {
    fn clear(&mut self) {
        self.bytes.clear();
        self.is_cut = false;
    }

    fn push(&mut self, byte: u8) {
        if self.bytes.len() < MOST {
            self.bytes.push(byte);
        } else {
            self.is_cut = true;
        }
    }

    fn as_str(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

/// Looks for the head of a table.
#[derive(Default)]
struct Lines {
    line: Text<LONGEST_LINE>,
    count: usize,
}

impl Lines {
    fn take(&mut self, byte: u8, facts: &mut Facts) {
        if byte != b'\n' {
            self.line.push(byte);
            return;
        }
        if self.count < LINES {
            facts.columns(&self.line.as_str());
        }
        self.count += 1;
        self.line.clear();
    }
}

#[cfg(test)]
mod tests;
