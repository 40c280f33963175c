//! What is told one by one: changes and what was read before each, refused calls, what the log says of itself.

use std::fmt;

use super::{Escaped, Grouped, moment};
use crate::audit::summary::{Change, Event, Newest, Told};

/// Entries that are shown before the rest folds away.
const UNFOLDED: usize = 10;
/// Characters of one detail.
const LONGEST: usize = 300;
/// Findings that are named each.
const MOST_FINDINGS: usize = 40;

type Out<'a, 'b> = &'a mut fmt::Formatter<'b>;

pub(super) fn changes(out: Out<'_, '_>, changes: &Newest<Change>) -> fmt::Result {
    let title = "Changes, and what was read before each";
    list(out, title, "No changes.", changes, |out, change| {
        head(out, &change.told)?;
        detail(out, &change.told.detail)?;
        for request in &change.upstream {
            detail(out, request)?;
        }
        detail(out, &change.told.error)?;
        write!(out, "<p class=\"read\">")?;
        match change.read_before.len() {
            0 => write!(out, "No finding had been read before.")?,
            count => {
                let ids = change.read_before.iter().take(MOST_FINDINGS);
                let ids: Vec<_> = ids.map(u64::to_string).collect();
                let more = count.saturating_sub(MOST_FINDINGS);
                let word = if count == 1 { "finding" } else { "findings" };
                write!(out, "Read before: {word} {}", ids.join(", "))?;
                if more > 0 {
                    write!(out, " and {more} more")?;
                }
            }
        }
        write!(out, "</p>")
    })
}

pub(super) fn refused(out: Out<'_, '_>, refused: &Newest<Told>) -> fmt::Result {
    list(out, "Refused calls", "No call was refused.", refused, |out, told| {
        head(out, told)?;
        detail(out, &told.detail)?;
        detail(out, &told.error)
    })
}

pub(super) fn events(out: Out<'_, '_>, events: &Newest<Event>) -> fmt::Result {
    list(out, "What else happened", "Nothing else.", events, |out, event| {
        let class = if event.is_notable { "error" } else { "quiet" };
        write!(
            out,
            "<div class=\"head\"><time>{}</time><span class=\"tag {class}\">{}</span><span>{}</span></div>",
            Escaped(&moment(&event.time)),
            Escaped(&event.kind),
            Escaped(&event.message)
        )?;
        detail(out, &event.detail)
    })
}

fn list<T>(
    out: Out<'_, '_>,
    title: &str,
    none: &str,
    newest: &Newest<T>,
    entry: impl Fn(Out<'_, '_>, &T) -> fmt::Result,
) -> fmt::Result {
    writeln!(out, "<section>\n<h2>{title} ({})</h2>", Grouped(newest.count))?;
    let told = newest.iter().len();
    if told == 0 {
        return writeln!(out, "<p class=\"soft\">{none}</p>\n</section>");
    }
    writeln!(out, "<ol>")?;
    for (number, item) in newest.iter().enumerate() {
        if number == UNFOLDED {
            let rest = told - UNFOLDED;
            writeln!(out, "</ol>\n<details><summary>{rest} earlier ones</summary>\n<ol>")?;
        }
        write!(out, "<li class=\"entry\">")?;
        entry(out, item)?;
        writeln!(out, "</li>")?;
    }
    writeln!(out, "</ol>")?;
    let left_out = newest.count - told as u64;
    if left_out > 0 {
        writeln!(
            out,
            "<p class=\"soft\">{} older ones are left out; <code>audit show</code> has them.</p>",
            Grouped(left_out)
        )?;
    }
    if told > UNFOLDED {
        writeln!(out, "</details>")?;
    }
    writeln!(out, "</section>")
}

fn head(out: Out<'_, '_>, told: &Told) -> fmt::Result {
    let (class, word) = match told.outcome.as_str() {
        "success" => ("success", "succeeded"),
        "denied" => ("denied", "refused"),
        _ => ("error", "failed"),
    };
    let what = if told.tool.is_empty() { "login" } else { &told.tool };
    write!(
        out,
        "<div class=\"head\"><time>{}</time><strong>{}</strong><span class=\"who\">{}</span><span class=\"tag {class}\">{word}",
        Escaped(&moment(&told.time)),
        Escaped(&short(what)),
        Escaped(&short(&told.caller)),
    )?;
    if !told.reason.is_empty() {
        write!(out, ": {}", Escaped(&short(&told.reason)))?;
    }
    write!(out, "</span>")?;
    if let Some(seq) = told.seq {
        write!(out, "<span class=\"soft\">record {seq}</span>")?;
    }
    write!(out, "</div>")
}

fn detail(out: Out<'_, '_>, text: &str) -> fmt::Result {
    if text.is_empty() { Ok(()) } else { write!(out, "<code>{}</code>", Escaped(&short(text))) }
}

fn short(text: &str) -> String {
    let mut characters = text.chars();
    let mut short: String = characters.by_ref().take(LONGEST).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}
