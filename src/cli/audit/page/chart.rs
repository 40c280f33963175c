//! Charts: bars that stretch with the page, their labels beside them as text, so that both are readable on a
//! phone and on a wall.

use std::fmt;

use jiff::Timestamp;

use super::{Escaped, Grouped, moment};
use crate::audit::summary::{Counts, Tally, Timeline};

/// A quarter in days; more bars cannot be told apart on a phone.
const MOST_BARS: usize = 92;
/// Least height of a bar of something, in percent: one refusal among thousands of calls is to be seen.
const LEAST: f64 = 1.5;

pub(super) fn over_time(out: &mut fmt::Formatter<'_>, timeline: &Timeline) -> fmt::Result {
    let (seconds, stretches) = timeline.stretches(MOST_BARS);
    if stretches.iter().all(|(_, counts)| counts.all() == 0) {
        return writeln!(out, "<p class=\"soft\">No calls.</p>");
    }
    let highest = stretches.iter().map(|(_, counts)| counts.all()).max().unwrap_or(1);
    let top = round_up(highest);
    legend(out)?;
    let count = stretches.len();
    writeln!(
        out,
        "<div class=\"plot\">\n<div class=\"y\" aria-hidden=\"true\"><span>{}</span><span>{}</span><span>0</span></div>\n\
         <svg viewBox=\"0 0 {count} 100\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Calls per {}\">",
        Grouped(top),
        if top.is_multiple_of(2) { Grouped(top / 2).to_string() } else { String::new() },
        in_words(seconds),
    )?;
    for y in [0, 50, 100] {
        writeln!(
            out,
            "<line class=\"grid\" x1=\"0\" x2=\"{count}\" y1=\"{y}\" y2=\"{y}\" vector-effect=\"non-scaling-stroke\"/>"
        )?;
    }
    // A single bar is not to fill the page.
    let width = (small(count as u64) * 0.05).min(0.8);
    for (number, (start, counts)) in stretches.iter().enumerate() {
        let told = told(*counts);
        let at = time(*start, seconds);
        write!(
            out,
            "<g><title>{at}, {}: {told}</title><rect class=\"slot\" x=\"{number}\" y=\"0\" width=\"1\" height=\"100\"/>",
            in_words(seconds)
        )?;
        let x = small(number as u64) + (1.0 - width) / 2.0;
        let mut y = 100.0;
        for (class, part) in parts(*counts) {
            let height = (percent(part, top) * 0.97).max(LEAST);
            y -= height;
            write!(
                out,
                "<rect class=\"{class}\" x=\"{x:.3}\" y=\"{y:.2}\" width=\"{width:.3}\" height=\"{height:.2}\"/>"
            )?;
        }
        writeln!(out, "</g>")?;
    }
    let first = stretches.first().map_or(0, |(start, _)| *start);
    let last = stretches.last().map_or(0, |(start, _)| *start + seconds);
    writeln!(
        out,
        "</svg>\n<div class=\"x\"><span>{}</span><span>{} a bar</span><span>{}</span></div>\n</div>",
        time(first, seconds),
        in_words(seconds),
        time(last, seconds)
    )?;
    figures(out, &stretches, seconds)
}

/// The same in numbers, for those who cannot see the bars.
fn figures(out: &mut fmt::Formatter<'_>, stretches: &[(i64, Counts)], seconds: i64) -> fmt::Result {
    writeln!(
        out,
        "<details><summary>Figures</summary>\n<table>\n<thead><tr><th>From</th><th class=\"number\">Succeeded</th>\
         <th class=\"number\">Failed</th><th class=\"number\">Refused</th></tr></thead>\n<tbody>"
    )?;
    for (start, counts) in stretches.iter().filter(|(_, counts)| counts.all() > 0) {
        let Counts { success, error, denied } = *counts;
        write!(out, "<tr><td>{}</td>", time(*start, seconds))?;
        for number in [success, error, denied] {
            write!(out, "<td class=\"number\">{}</td>", Grouped(number))?;
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody>\n</table></details>")
}

/// A table of names with a bar each.
pub(super) fn ranking(
    out: &mut fmt::Formatter<'_>,
    title: &str,
    what: &str,
    tally: &Tally,
    most: usize,
) -> fmt::Result {
    let ranked = tally.ranked();
    if ranked.is_empty() {
        return Ok(());
    }
    let highest = ranked.first().map_or(1, |(_, counts)| counts.all()).max(1);
    writeln!(out, "<section>\n<h2>{title}</h2>")?;
    legend(out)?;
    writeln!(
        out,
        "<table>\n<thead><tr><th>{what}</th><th></th><th class=\"number\">Calls</th></tr></thead>\n<tbody>"
    )?;
    for (name, counts) in ranked.iter().take(most) {
        let told = told(*counts);
        write!(
            out,
            "<tr><td class=\"name\">{}</td><td><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" role=\"img\" \
             aria-label=\"{told}\"><title>{told}</title>",
            Escaped(name)
        )?;
        let mut x = 0.0;
        for (class, part) in parts(*counts) {
            let width = (percent(part, highest) * 0.97).max(LEAST);
            write!(
                out,
                "<rect class=\"{class}\" x=\"{x:.2}\" y=\"0\" width=\"{width:.2}\" height=\"8\"/>"
            )?;
            x += width;
        }
        writeln!(out, "</svg></td><td class=\"number\">{}</td></tr>", Grouped(counts.all()))?;
    }
    let rest: u64 = ranked.iter().skip(most).map(|(_, counts)| counts.all()).sum();
    let rest = rest + tally.others.all();
    if rest > 0 {
        writeln!(
            out,
            "<tr><td class=\"name soft\">all others</td><td></td><td class=\"number\">{}</td></tr>",
            Grouped(rest)
        )?;
    }
    writeln!(out, "</tbody>\n</table>\n</section>")
}

fn legend(out: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(out, "<p class=\"legend\" aria-hidden=\"true\">")?;
    for (class, word) in [("success", "succeeded"), ("error", "failed"), ("denied", "refused")] {
        write!(
            out,
            "<span><svg viewBox=\"0 0 8 8\"><rect class=\"{class}\" width=\"8\" height=\"8\" rx=\"1.5\"/></svg>{word}</span>"
        )?;
    }
    writeln!(out, "</p>")
}

/// What there is of each, from the bottom or the left.
fn parts(counts: Counts) -> impl Iterator<Item = (&'static str, u64)> {
    let parts = [("success", counts.success), ("error", counts.error), ("denied", counts.denied)];
    parts.into_iter().filter(|(_, part)| *part > 0)
}

fn told(Counts { success, error, denied }: Counts) -> String {
    format!(
        "{} succeeded, {} failed, {} refused",
        Grouped(success),
        Grouped(error),
        Grouped(denied)
    )
}

fn percent(part: u64, of: u64) -> f64 {
    // Ten thousandths are finer than any screen.
    small(part.saturating_mul(10_000) / of.max(1)) / 100.0
}

/// Numbers of this size are exact.
fn small(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

/// The next of 1, 2, 5, 10, 20, 50, …
fn round_up(number: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for step in [1, 2, 5] {
            let rounded = power.saturating_mul(step);
            if rounded >= number {
                return rounded;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// The beginning of a stretch: a day is told without its hour.
fn time(second: i64, stretch: i64) -> String {
    let at = Timestamp::from_second(second).unwrap_or_default();
    let length = if stretch < 86_400 { 16 } else { 10 };
    moment(&at.to_string()).get(..length).unwrap_or_default().to_owned()
}

fn in_words(seconds: i64) -> String {
    let (number, unit) = match seconds {
        3_600..86_400 => (seconds / 3_600, "hour"),
        86_400.. => (seconds / 86_400, "day"),
        _ => (seconds / 60, "minute"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_end_on_round_numbers() {
        let tops: Vec<_> = [1, 2, 3, 7, 11, 49, 50, 51, 12_345].map(round_up).into();
        assert_eq!(tops, [1, 2, 5, 10, 20, 50, 50, 100, 20_000]);
        assert_eq!(round_up(u64::MAX), u64::MAX);
    }
}
