//! Finds credentials in text and takes them out.
//!
//! One search looks for the literals that credentials begin with and for the words that name them; each hit is then
//! judged where it stands. There is nothing to compile but the table of literals, which is built on first use, and every
//! judgement reads a bounded stretch.

mod ahead;
mod assign;
mod business;
mod cloud;
mod code;
mod commands;
mod known;
mod literals;
mod models;
mod operations;
mod pattern;
mod plausible;
mod table;
mod value;
mod web;

use std::{borrow::Cow, collections::BTreeMap, ops::Range, sync::LazyLock};

pub use self::known::Known;
use self::{
    ahead::Ahead,
    assign::Name,
    literals::Literals,
    pattern::{Before, Classes, Outcome, Pattern, Runs},
};
use super::unicode::{behind, next_ignorable};

/// A credential in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The kind, as it stands in `[REDACTED:<class>]`.
    pub class: &'static str,
    /// Byte offset of its first byte.
    pub start: usize,
    /// Byte offset past its last byte.
    pub end: usize,
}

/// Every credential in `text`, ascending and apart from each other. Linear in the length of the text.
pub fn find(text: &str) -> Vec<Match> {
    let mut found = scan(text);
    if joins_ascii(text) {
        found.extend(scan_without_invisible(text));
    }
    settle(found)
}

/// `text` with `[REDACTED:<class>]` in the place of each credential; borrowed when there is none.
pub fn redact(text: &str) -> Cow<'_, str> {
    let mut shown = replace(text, &find(text));
    // Whoever reads on from a marker reads a shorter run, and may see a credential that grew into the last one.
    for _ in 0..ROUNDS {
        if matches!(shown, Cow::Borrowed(_)) {
            break;
        }
        let more = find(&shown);
        if more.is_empty() {
            break;
        }
        shown = Cow::Owned(replace(&shown, &more).into_owned());
    }
    shown
}

/// How often a text is looked at again from which something was taken out.
const ROUNDS: usize = 8;

/// `text` with `matches`, which must be ascending and apart, replaced by their markers.
pub(crate) fn replace<'a>(text: &'a str, matches: &[Match]) -> Cow<'a, str> {
    if matches.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut written = 0;
    for found in matches {
        out.push_str(text.get(written..found.start).unwrap_or_default());
        out.push_str("[REDACTED:");
        out.push_str(found.class);
        out.push(']');
        written = found.end;
    }
    out.push_str(text.get(written..).unwrap_or_default());
    Cow::Owned(out)
}

/// Of matches that overlap, keeps the one that begins first, and the longer one of two that begin together.
pub(crate) fn settle(mut found: Vec<Match>) -> Vec<Match> {
    // The sort is stable: a format stands before a name that was judged later at the same place.
    found.sort_by_key(|one| (one.start, std::cmp::Reverse(one.end)));
    let mut kept: Vec<Match> = Vec::with_capacity(found.len());
    for one in found {
        match kept.last_mut() {
            Some(last) if one.start < last.end => last.end = last.end.max(one.end),
            _ => kept.push(one),
        }
    }
    kept
}

enum Task {
    Format(Shape),
    Named(Name),
    /// `user:password@` after `://`.
    Address,
    /// `-u user:password`.
    Command,
    /// A password on the line of a command or a statement.
    Argument(commands::Form),
}

/// A format of the table, made ready for matching.
struct Shape {
    class: &'static str,
    before: Option<Before>,
    pattern: Pattern,
    /// Its place in the table.
    index: usize,
}

struct Engine {
    literals: Literals,
    /// For each literal, what to judge where it stands.
    tasks: Vec<Vec<Task>>,
    formats: usize,
    /// Of all formats.
    classes: Classes,
}

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let mut classes = Classes::default();
    let formats = table::all().enumerate().map(|(index, format)| {
        let pattern = Pattern::parse(format.pattern, &mut classes);
        let before = Before::parse(format.before);
        (pattern.head, Task::Format(Shape { class: format.class, before, pattern, index }))
    });
    let names = assign::NAMES.iter().map(|(word, name)| (*word, Task::Named(*name)));
    let web = web::LITERALS
        .iter()
        .map(|(word, address)| (*word, if *address { Task::Address } else { Task::Command }));
    let arguments = commands::ARGUMENTS.iter().map(|(word, form)| (*word, Task::Argument(*form)));
    let mut by_literal: BTreeMap<String, Vec<Task>> = BTreeMap::new();
    for (literal, task) in formats.chain(names).chain(web).chain(arguments) {
        by_literal.entry(literal.to_ascii_lowercase()).or_default().push(task);
    }
    let (literals, tasks): (Vec<String>, Vec<Vec<Task>>) = by_literal.into_iter().unzip();
    let formats = table::all().count();
    Engine { literals: Literals::new(literals), tasks, formats, classes }
});

/// What was measured so far, for literals that stand in the same run.
struct Seen {
    /// For each format, where the run ends that it last broke off in: beginning inside it leads to the same end.
    broken: Vec<usize>,
    /// For each format, the run that it last read back from its literal.
    heads: Vec<Range<usize>>,
    runs: Runs,
    /// The last credential, with those that overlap it.
    taken: Range<usize>,
    measured: assign::Measured,
    authority: web::Authority,
    footers: web::Footers,
    placeholders: Ahead,
    drawn: plausible::Drawn,
}

impl Seen {
    /// Most texts hold no format's beginning.
    fn make_room(&mut self) {
        if self.runs.is_empty() {
            self.broken = vec![0; ENGINE.formats];
            self.heads = vec![0..0; ENGINE.formats];
            self.runs = ENGINE.classes.runs();
        }
    }

    /// Whether what stands there is a part of a credential already found.
    fn has_taken(&self, start: usize, end: usize) -> bool {
        covers(&self.taken, start, end)
    }
}

/// Whether `taken` holds all from `start` to `end`.
fn covers(taken: &Range<usize>, start: usize, end: usize) -> bool {
    taken.start <= start && end <= taken.end
}

fn scan(text: &str) -> Vec<Match> {
    let mut found: Vec<Match> = Vec::new();
    let mut seen = Seen {
        broken: Vec::new(),
        heads: Vec::new(),
        runs: Runs::default(),
        taken: 0..0,
        measured: assign::Measured::default(),
        authority: web::Authority::default(),
        footers: web::Footers::default(),
        placeholders: Ahead::default(),
        drawn: plausible::Drawn::default(),
    };
    let mut search = ENGINE.literals.search(text);
    while let Some(hit) = search.next() {
        let Some(tasks) = ENGINE.tasks.get(hit.literal) else { continue };
        // Whatever is spelt inside a credential already found is a part of it.
        let inside = seen.has_taken(hit.start, hit.end);
        for task in tasks {
            let one = match task {
                Task::Format(_) | Task::Named(_) if inside => None,
                Task::Format(shape) => shape.spelt(text, hit.start, &mut seen),
                Task::Named(name) => assign::named(text, hit.start, hit.end, *name, &mut seen),
                Task::Address => web::address(text, hit.end, &mut seen.authority),
                Task::Command => web::command(text, hit.start, hit.end),
                Task::Argument(form) => commands::argument(text, hit.end, *form),
            };
            let Some(one) = one.filter(|one| !seen.has_taken(one.start, one.end)) else { continue };
            seen.taken = if one.start < seen.taken.end {
                seen.taken.start.min(one.start)..seen.taken.end.max(one.end)
            } else {
                one.start..one.end
            };
            search.look_inside(hit, one.start, one.end);
            found.push(one);
        }
    }
    found
}

impl Shape {
    /// The credential whose literal stands at `at`.
    fn spelt(&self, text: &str, at: usize, seen: &mut Seen) -> Option<Match> {
        let bytes = text.as_bytes();
        let edge = |byte: Option<&u8>| !byte.is_some_and(u8::is_ascii_alphanumeric);
        let first = bytes.get(at)?;
        let head = self.pattern.head;
        if !self.pattern.may_match(bytes, at) {
            return None;
        }
        seen.make_room();
        let broken = seen.broken.get_mut(self.index)?;
        let mut start = at;
        if let Some(before) = &self.before {
            let known = seen.heads.get_mut(self.index)?;
            start = before.start(bytes, at, LONGEST_BEFORE, known)?;
        } else if at < *broken
            || first.is_ascii_alphanumeric() && at > seen.taken.end && !edge(bytes.get(at - 1))
        {
            return None;
        }
        if !head.starts_with('-') && seen.drawn.begins(bytes, at + head.len()) {
            return None;
        }
        let end = match self.pattern.match_at(bytes, at, false, &mut seen.runs) {
            Outcome::Match(end) => end,
            Outcome::Broken { run, parted } => {
                *broken = run.max(*broken);
                if !parted {
                    return None;
                }
                match self.pattern.match_at(bytes, at, true, &mut seen.runs) {
                    Outcome::Match(end) => end,
                    Outcome::Broken { .. } | Outcome::Other => return None,
                }
            }
            Outcome::Other => return None,
        };
        let value = text.get(start..end)?;
        let from = if value.len() >= head.len() + 6 { start + head.len() } else { start };
        let variable = text.get(from..end.min(from + plausible::JUDGED))?;
        let standard = value.starts_with("-----") || value.starts_with("PuTTY");
        let empty = standard && text.get(end..).is_some_and(is_elided);
        // Slack's tokens begin with the numbers of a workspace; words in their place are a manual's.
        let worded =
            self.class == "slack_token" && variable.bytes().filter(u8::is_ascii_digit).count() < 2;
        let mut stands_in = || {
            plausible::is_stand_in(variable)
                || seen.placeholders.has(
                    &plausible::PLACEHOLDERS,
                    text,
                    from,
                    from + variable.len(),
                )
        };
        if empty || worded || !standard && stands_in() {
            return None;
        }
        let end = self.pattern.extend(bytes, end);
        if bytes.get(end - 1)?.is_ascii_alphanumeric() && !edge(bytes.get(end)) {
            // Whatever begins in this run ends as it does.
            *broken = end.max(*broken);
            return None;
        }
        let key = matches!(self.class, "pem_private_key" | "pgp_private_key");
        let end = if key { seen.footers.key_end(text, end) } else { end };
        Some(Match { class: self.class, start, end })
    }
}

/// Whether the key that `body` begins with has a footer and nothing but dots before it.
fn is_elided(body: &str) -> bool {
    /// The most bytes that stand in the place of a key.
    const DOTS: usize = 64;
    let body = behind(body, 0, DOTS);
    body.find("-----END")
        .is_some_and(|footer| body.bytes().take(footer).all(|byte| !byte.is_ascii_alphanumeric()))
}

/// The most bytes read back from a literal that stands inside its credential; the longest such head has a hundred.
const LONGEST_BEFORE: usize = 128;

/// Whether an invisible character stands between two of ASCII, of which alone credentials are made: in many scripts
/// words are written with some.
fn joins_ascii(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ascii = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii);
    let (mut at, mut joined) = (0, false);
    while let Some((place, character)) = next_ignorable(text, at) {
        joined = joined && place == at || ascii(bytes.get(place.wrapping_sub(1)));
        at = place + character.len_utf8();
        if joined && ascii(bytes.get(at)) {
            return true;
        }
    }
    false
}

/// Finds what invisible characters were put into, and tells where it stands in `text`.
fn scan_without_invisible(text: &str) -> Vec<Match> {
    let mut shown = String::with_capacity(text.len());
    // Where each stretch of `shown` comes from: (offset in shown, offset in text).
    let mut origins = vec![(0, 0)];
    let mut kept = 0;
    while let Some((at, character)) = next_ignorable(text, kept) {
        shown.push_str(text.get(kept..at).unwrap_or_default());
        kept = at + character.len_utf8();
        origins.push((shown.len(), kept));
    }
    shown.push_str(text.get(kept..).unwrap_or_default());
    let origin = |at: usize| {
        let index = origins.partition_point(|(shown, _)| *shown <= at).saturating_sub(1);
        origins.get(index).map_or(at, |(shown, text)| at - shown + text)
    };
    let found = scan(&shown).into_iter();
    found
        .map(|one| Match { start: origin(one.start), end: origin(one.end - 1) + 1, ..one })
        .collect()
}
