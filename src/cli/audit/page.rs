//! `audit report`: one page that stands for itself, without scripts and without anything from elsewhere. Text
//! that others wrote stands in it as text.

mod chart;
mod entries;

use std::fmt;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::table::visible;
use crate::audit::{
    summary::Summary,
    verify::{Report, Verdict},
};

const STYLE: &str = include_str!("page/style.css");
/// Names in a table that are told each.
const MOST_ROWS: usize = 25;
/// What verification says is told up to here; `audit verify` tells all.
const MOST_LINES: usize = 50;

/// What the page is made of.
pub(super) struct Page<'a> {
    pub(super) summary: &'a Summary,
    /// `None` where there was no key to verify with.
    pub(super) report: Option<&'a Report>,
    pub(super) logs: Vec<String>,
    pub(super) now: Timestamp,
}

impl fmt::Display for Page<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The style is allowed by its hash: nothing else on the page can style, run or fetch anything.
        let hash = BASE64.encode(Sha256::digest(STYLE));
        write!(
            out,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; \
             base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <title>Audit report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        )?;
        self.header(out)?;
        self.tiles(out)?;
        writeln!(out, "<section>\n<h2>Calls over time</h2>")?;
        chart::over_time(out, &self.summary.timeline)?;
        writeln!(out, "</section>\n<div class=\"two\">")?;
        let Summary { callers, tools, reasons, .. } = self.summary;
        for (title, what, tally) in [("By caller", "Caller", callers), ("By tool", "Tool", tools)] {
            chart::ranking(out, title, what, tally, MOST_ROWS)?;
        }
        writeln!(out, "</div>")?;
        chart::ranking(out, "Why calls failed or were refused", "Reason", reasons, MOST_ROWS)?;
        entries::changes(out, &self.summary.changes)?;
        entries::refused(out, &self.summary.refused)?;
        entries::events(out, &self.summary.events)?;
        self.chains(out)?;
        write!(
            out,
            "<footer>Made by mcp-defectdojo {} on {}. Times are UTC. Arguments stand here as the log has them: \
             long texts are withheld.</footer>\n</body>\n</html>\n",
            env!("CARGO_PKG_VERSION"),
            Escaped(&moment(&self.now.to_string())),
        )
    }
}

impl Page<'_> {
    fn header(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = |time: &Option<String>| time.as_deref().map_or_else(String::new, moment);
        let (first, last) = (time(&self.summary.first), time(&self.summary.last));
        writeln!(out, "<header>\n<h1>Audit report</h1>")?;
        writeln!(
            out,
            "<p class=\"soft\">{} to {} · {}</p>",
            Escaped(&first),
            Escaped(&last),
            Escaped(&self.logs.join(", "))
        )?;
        let (class, head, text) = match self.report.map(|report| report.verdict) {
            Some(Verdict::Proven) => (
                "proven",
                "Proven",
                "Every record is as it was written, and a checkpoint shows that none is missing.",
            ),
            Some(Verdict::Tampered) => (
                "tampered",
                "Tampered with",
                "The log is not what was written. What this page tells may be false; see “Chain status”.",
            ),
            Some(Verdict::Unproven) => (
                "unproven",
                "Unproven",
                "Nothing is wrong, and not everything could be shown to be right; see “Chain status”.",
            ),
            None => (
                "unverified",
                "Not verified",
                "No key was given: this page tells what the log says, not whether that is true.",
            ),
        };
        writeln!(out, "<p class=\"verdict {class}\"><strong>{head}</strong>{text}</p>\n</header>")
    }

    fn tiles(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Summary { calls, changes_made, refused_logins, notable_events, .. } = self.summary;
        writeln!(out, "<section>\n<dl class=\"tiles\">")?;
        for (name, number) in [
            ("calls", calls.all()),
            ("succeeded", calls.success),
            ("failed", calls.error),
            ("refused", calls.denied),
            ("changes made", *changes_made),
            ("logins refused", *refused_logins),
            ("warnings and gaps", *notable_events),
        ] {
            writeln!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", Grouped(number))?;
        }
        writeln!(out, "</dl>\n</section>")
    }

    fn chains(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "<section>\n<h2>Chain status</h2>")?;
        let Some(report) = self.report else {
            return writeln!(
                out,
                "<p>Not verified. Set <code>AUDIT_HMAC_KEY</code>, or give <code>--keyring FILE</code>.</p>\n</section>"
            );
        };
        writeln!(
            out,
            "<table>\n<thead><tr><th>Chain</th><th class=\"number\">Records</th><th class=\"number\">From – to</th>\
             <th class=\"number\">Proven to</th></tr></thead>\n<tbody>"
        )?;
        for chain in &report.chains {
            writeln!(
                out,
                "<tr><td class=\"name\">{}</td><td class=\"number\">{}</td><td class=\"number\">{} – {}</td><td class=\"number\">{}</td></tr>",
                Escaped(chain.chain_id.as_deref().unwrap_or("of the Python server")),
                Grouped(chain.records),
                Grouped(chain.first_seq),
                Grouped(chain.last_seq),
                Grouped(chain.proven_to),
            )?;
        }
        writeln!(out, "</tbody>\n</table>")?;
        let problems = report.problems.iter().map(|problem| {
            let file = problem.file.file_name().unwrap_or_default().to_string_lossy();
            let (class, line, byte) = (problem.class, problem.line, problem.byte);
            format!("{class}: {file}, line {line}, byte {byte}: {}", problem.detail)
        });
        lines(out, "What is wrong", "denied", problems, report.problem_count)?;
        let unproven = report.unproven.iter().cloned();
        lines(out, "What could not be shown", "error", unproven, report.unproven.len() as u64)?;
        let notes = report.notes.iter().cloned();
        lines(out, "What the log declares", "quiet", notes, report.notes.len() as u64)?;
        writeln!(out, "</section>")
    }
}

fn lines(
    out: &mut fmt::Formatter<'_>,
    title: &str,
    class: &str,
    lines: impl Iterator<Item = String>,
    count: u64,
) -> fmt::Result {
    if count == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "<details open><summary>{title} ({})</summary>\n<ul class=\"plain\">",
        Grouped(count)
    )?;
    let mut told = 0;
    for line in lines.take(MOST_LINES) {
        told += 1;
        writeln!(
            out,
            "<li class=\"entry\"><span class=\"tag {class}\">{told}</span> {}</li>",
            Escaped(&line)
        )?;
    }
    if count > told {
        writeln!(out, "<li class=\"entry soft\">and {} more</li>", Grouped(count - told))?;
    }
    writeln!(out, "</ul></details>")
}

/// Text that others wrote: neither markup nor anything that moves other text about.
struct Escaped<'text>(&'text str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write as _;
        for character in visible(self.0).chars() {
            match character {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                other => out.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// A number with thin gaps between its thousands.
struct Grouped(u64);

impl fmt::Display for Grouped {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.to_string();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.write_str("\u{202f}")?;
            }
            write!(out, "{digit}")?;
        }
        Ok(())
    }
}

/// `2026-01-31T08:15:00.000001+00:00` as a person reads it.
fn moment(time: &str) -> String {
    time.get(..19).unwrap_or(time).replace('T', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_is_text() {
        let text = "<img src=x onerror=\"alert('1')\">&amp;\u{202e}\u{1b}[2J\u{0}";
        assert_eq!(
            Escaped(text).to_string(),
            "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;\u{fffd}\u{fffd}[2J\u{fffd}"
        );
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(Grouped(7).to_string(), "7");
        assert_eq!(Grouped(1_234_567).to_string(), "1\u{202f}234\u{202f}567");
    }
}
