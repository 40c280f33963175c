//! Matches credential formats: a subset of regular expressions that needs no compiling and no backtracking.
//!
//! A pattern is a row of literals and counted classes, `ghp_[0-9A-Za-z]{36}`. `{n}`, `{n,m}` and `{n,}` count as in
//! any regular expression, `\` quotes the next byte, and every class takes all it can get. All is ASCII. However many
//! credentials a run could hold, [`Runs`] has it read once for each class.

use std::ops::Range;

use crate::screen::lanes::is_one_of;

/// The longest stretch that one class reads, in bytes.
pub(crate) const WINDOW: usize = 4096;
/// How much of a last class without a bound is read before the credential is judged; what follows is taken along.
const LAST: usize = 64;

/// How a match attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Matches up to here.
    Match(usize),
    /// The literal head is there and what follows breaks off.
    Broken {
        /// Where the first run ended, for whoever begins inside it.
        run: usize,
        /// Whether decoration stands where a run ended.
        parted: bool,
    },
    /// Something else.
    Other,
}

/// The literal that `pattern` begins with.
pub(crate) fn literal_head(pattern: &str) -> &str {
    let end =
        pattern.bytes().position(|byte| matches!(byte, b'[' | b'\\')).unwrap_or(pattern.len());
    pattern.get(..end).unwrap_or_default()
}

/// A single counted class that is read backwards.
pub(crate) struct Before {
    least: usize,
    class: Class,
}

impl Before {
    /// `None` for no class.
    pub(crate) fn parse(class: &str) -> Option<Self> {
        let part = Parts(class.as_bytes()).next()?;
        Some(Self { least: part.least, class: part.class })
    }

    /// Where the run that ends at `at` begins, if it is long enough; at most `most` bytes of it count. `known` is a run
    /// that was read before, which is not read again, and becomes this one.
    pub(crate) fn start(
        &self,
        text: &[u8],
        at: usize,
        most: usize,
        known: &mut Range<usize>,
    ) -> Option<usize> {
        let unread = if known.end <= at { known.end } else { 0 };
        let from = unread.max(at.saturating_sub(most));
        let read = text.get(from..at)?.iter().rev();
        let mut start = at - read.take_while(|byte| self.class.holds(**byte)).count();
        if start == known.end {
            start = known.start.max(at.saturating_sub(most));
        }
        *known = start..at;
        (at - start >= self.least).then_some(start)
    }
}

/// How many bytes behind a literal are looked at before anything else is.
const LOOKED_AT: usize = 4;

/// A pattern, read once.
pub(crate) struct Pattern {
    /// The literal that it begins with.
    pub head: &'static str,
    parts: Vec<Part>,
}

/// The classes of all patterns, each once.
#[derive(Default)]
pub(crate) struct Classes(Vec<[u64; 2]>);

impl Classes {
    fn number(&mut self, bits: [u64; 2]) -> usize {
        self.0.iter().position(|known| *known == bits).unwrap_or_else(|| {
            self.0.push(bits);
            self.0.len() - 1
        })
    }

    /// Nothing read yet of any of them.
    pub(crate) fn runs(&self) -> Runs {
        Runs(vec![0..0; self.0.len()])
    }
}

/// For each class, the last run of its members that was read, as far as it was.
#[derive(Default)]
pub(crate) struct Runs(Vec<Range<usize>>);

impl Runs {
    /// How many members of the class of `part` stand at `at` in a row; no more than `most` are told.
    fn length(&mut self, part: &Part, text: &[u8], at: usize, most: usize) -> usize {
        let Some(known) = self.0.get_mut(part.number) else { return 0 };
        if at < known.start || known.end < at {
            *known = at..at;
        }
        let limit = at.saturating_add(most).min(text.len());
        if known.end < limit {
            let unread = text.get(known.end..limit).unwrap_or_default();
            known.end += unread.iter().take_while(|byte| part.class.holds(**byte)).count();
        }
        known.end.min(limit) - at
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Pattern {
    pub(crate) fn parse(pattern: &'static str, classes: &mut Classes) -> Self {
        let head = literal_head(pattern);
        let rest = pattern.as_bytes().get(head.len()..).unwrap_or_default();
        let mut parts: Vec<Part> = Parts(rest).collect();
        for part in &mut parts {
            part.number = classes.number(part.class.bits);
        }
        Self { head, parts }
    }

    /// Whether the literal stands at `start`, and behind it what may belong to the credential.
    #[inline]
    pub(crate) fn may_match(&self, text: &[u8], start: usize) -> bool {
        let rest = text.get(start..).unwrap_or_default();
        let Some(rest) = rest.strip_prefix(self.head.as_bytes()) else { return false };
        let Some(part) = self.parts.first() else { return true };
        // Most of what is none shows so at once.
        let mut next = rest.iter().take(part.least.min(LOOKED_AT));
        next.find(|byte| !part.class.holds(**byte)).is_none_or(|other| decorates(*other))
    }

    /// Matches at `start` of `text`. With `joined`, decoration inside the credential is stepped over: line breaks with
    /// their indentation, the end of one string literal and the beginning of the next, emphasis.
    pub(crate) fn match_at(
        &self,
        text: &[u8],
        start: usize,
        joined: bool,
        runs: &mut Runs,
    ) -> Outcome {
        if !text.get(start..).is_some_and(|rest| rest.starts_with(self.head.as_bytes())) {
            return Outcome::Other;
        }
        let mut at = start + self.head.len();
        let mut first_run = start;
        let mut skips = if joined { 24 } else { 0 };
        let mut head = true;
        let mut parted = false;
        for (index, part) in self.parts.iter().enumerate() {
            let last = index + 1 == self.parts.len();
            let mut count = 0;
            let most = match part.most {
                usize::MAX if last => LAST.max(part.least),
                most => most.min(WINDOW),
            };
            loop {
                let run = runs.length(part, text, at, most - count);
                at += run;
                count += run;
                if count == most || (head && !part.class.set) {
                    break;
                }
                if skips == 0 {
                    parted |= !joined && decoration(text, at) > 0;
                    break;
                }
                let width = decoration(text, at);
                let resumes = text.get(at + width).is_some_and(|byte| part.class.holds(*byte));
                let enough = count >= part.least && part.most == usize::MAX;
                if width == 0 || !resumes || (enough && !goes_on(text, at, width)) {
                    break;
                }
                skips -= 1;
                at += width;
            }
            if count < part.least {
                return if head && !part.class.set {
                    Outcome::Other
                } else {
                    Outcome::Broken { run: if head { at } else { first_run }, parted }
                };
            }
            if head && part.class.set {
                first_run = at;
            }
            // What may be left out is no beginning of a run.
            head &= !part.class.set || part.least == 0;
            if last
                && part.most != usize::MAX
                && text.get(at).is_some_and(|byte| part.class.set && part.class.holds(*byte))
            {
                // Longer than the format allows: another thing.
                return Outcome::Other;
            }
        }
        Outcome::Match(at)
    }

    /// The end of the credential that matched up to `at`: as far as its last class lasts, where that is unbounded.
    pub(crate) fn extend(&self, text: &[u8], at: usize) -> usize {
        let Some(last) = self.parts.last().filter(|last| last.most == usize::MAX) else {
            return at;
        };
        let rest = text.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| last.class.holds(**byte)).count()
    }
}

/// Whether a run without an upper bound goes on past decoration: only where a string literal is continued, since after
/// a bare line break the next word is its own.
fn goes_on(text: &[u8], at: usize, width: usize) -> bool {
    text.get(at..at + width)
        .is_some_and(|skipped| skipped.iter().any(|byte| matches!(byte, b'+' | b'\\')))
}

/// Whether decoration may begin with this byte.
fn decorates(byte: u8) -> bool {
    byte.is_ascii_whitespace() || is_one_of(byte, *b"\"'`*\\+.|>#,()&<")
}

/// The length of decoration at `at` that people and programs put inside a long word; 0 where there is none.
fn decoration(text: &[u8], at: usize) -> usize {
    if !text.get(at).copied().is_some_and(decorates) {
        return 0;
    }
    let mut end = at;
    let byte = |end: usize| text.get(end).copied().unwrap_or(0);
    let mut signs = 0;
    while end < at + 48 {
        match byte(end) {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'"' | b'\'' | b'`' | b'*' | b'\\' | b'+' | b'.' | b'|' | b'>' | b'#' | b',' | b'('
            | b')' | b'&' => signs += 1,
            b'<' if text.get(end..).is_some_and(|rest| rest.starts_with(b"<wbr>")) => end += 4,
            _ => break,
        }
        end += 1;
    }
    let broken = text.get(at..end).is_some_and(|skipped| skipped.contains(&b'\n'));
    // A lone space or sign separates words.
    let literal = signs >= 2 || text.get(at..end) == Some(b"<wbr>");
    if broken || literal { end - at } else { 0 }
}

/// A set of ASCII bytes.
#[derive(Clone, Copy)]
struct Class {
    bits: [u64; 2],
    /// Written in brackets, and so no part of the literal head.
    set: bool,
}

impl Class {
    fn holds(self, byte: u8) -> bool {
        self.bits.get(usize::from(byte >> 6)).is_some_and(|half| half >> (byte & 63) & 1 == 1)
    }
}

/// The bits of the lower and of the upper half of ASCII.
fn halves(bits: u128) -> [u64; 2] {
    let upper = u64::try_from(bits >> 64).unwrap_or_default();
    [u64::try_from(bits & u128::from(u64::MAX)).unwrap_or_default(), upper]
}

/// The members from `first` to `last`.
fn range(first: u8, last: u8) -> u128 {
    let above = if last >= 127 { 0 } else { u128::MAX << (last + 1) };
    let from = if first >= 128 { 0 } else { u128::MAX << first };
    from & !above
}

struct Part {
    class: Class,
    /// The number of its class.
    number: usize,
    least: usize,
    most: usize,
}

struct Parts<'a>(&'a [u8]);

impl Iterator for Parts<'_> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        let class = match self.0 {
            [b'[', rest @ ..] => {
                self.0 = rest;
                self.set()
            }
            [b'\\', literal, rest @ ..] | [literal, rest @ ..] => {
                let bits = if *literal < 128 { 1 << literal } else { 0 };
                self.0 = rest;
                Class { bits: halves(bits), set: false }
            }
            [] => return None,
        };
        let (least, most) = self.count();
        Some(Part { class, number: 0, least, most })
    }
}

impl Parts<'_> {
    /// The members up to `]`; a range as `a-z`, a hyphen last.
    fn set(&mut self) -> Class {
        let mut bits = 0_u128;
        loop {
            match self.0 {
                [b']', rest @ ..] => {
                    self.0 = rest;
                    return Class { bits: halves(bits), set: true };
                }
                [first, b'-', last, rest @ ..] if *last != b']' => {
                    bits |= range(*first, *last);
                    self.0 = rest;
                }
                [one, rest @ ..] => {
                    bits |= if *one < 128 { 1 << one } else { 0 };
                    self.0 = rest;
                }
                [] => return Class { bits: halves(bits), set: true },
            }
        }
    }

    fn count(&mut self) -> (usize, usize) {
        let [b'{', rest @ ..] = self.0 else { return (1, 1) };
        let end = rest.iter().position(|byte| *byte == b'}').unwrap_or(rest.len());
        let inside =
            rest.get(..end).and_then(|inside| str::from_utf8(inside).ok()).unwrap_or_default();
        self.0 = rest.get(end + 1..).unwrap_or_default();
        match inside.split_once(',') {
            None => inside.parse().map_or((1, 1), |count| (count, count)),
            Some((least, most)) => (least.parse().unwrap_or(0), most.parse().unwrap_or(usize::MAX)),
        }
    }
}

#[cfg(test)]
impl Pattern {
    /// A text that it matches, each class as often as `count` says of its bounds; `draw` chooses one of so many members.
    pub(crate) fn sample(
        &self,
        count: impl Fn(usize, usize) -> usize,
        mut draw: impl FnMut(usize) -> usize,
    ) -> String {
        let mut sample = self.head.to_owned();
        for part in &self.parts {
            sample.push_str(&part.class.sample(count(part.least, part.most), &mut draw));
        }
        sample
    }
}

#[cfg(test)]
impl Before {
    /// A run that it takes.
    pub(crate) fn sample(&self, draw: impl FnMut(usize) -> usize) -> String {
        self.class.sample(self.least, draw)
    }
}

#[cfg(test)]
impl Class {
    fn sample(self, count: usize, mut draw: impl FnMut(usize) -> usize) -> String {
        let members: Vec<u8> = (0..128).filter(|byte| self.holds(*byte)).collect();
        (0..count).map(|_| char::from(members[draw(members.len())])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(pattern: &'static str, text: &str, joined: bool) -> Outcome {
        let mut classes = Classes::default();
        let pattern = Pattern::parse(pattern, &mut classes);
        pattern.match_at(text.as_bytes(), 0, joined, &mut classes.runs())
    }

    fn strict(pattern: &'static str, text: &str) -> Outcome {
        outcome(pattern, text, false)
    }

    #[test]
    fn counts_and_classes() {
        assert_eq!(strict("ab[0-9]{2}", "ab12"), Outcome::Match(4));
        assert_eq!(strict("ab[0-9]{2}", "ab123"), Outcome::Other, "longer than the format");
        assert_eq!(strict("ab[0-9]{2,}", "ab1234 x"), Outcome::Match(6));
        let long = format!("ab{}", "1".repeat(1000));
        assert_eq!(
            strict("ab[0-9]{2,}", &long),
            Outcome::Match(2 + LAST),
            "the rest is taken along later"
        );
        let unbounded = Pattern::parse("ab[0-9]{2,}", &mut Classes::default());
        assert_eq!(unbounded.extend(long.as_bytes(), 2 + LAST), 1002);
        assert_eq!(strict("ab[0-9]{2}", "ab1"), Outcome::Broken { run: 3, parted: false });
        assert_eq!(strict("ab[0-9]{2}", "ax12"), Outcome::Other);
        assert_eq!(strict("a\\[[x_-]{1,3}b", "a[x-_b"), Outcome::Match(6));
        assert_eq!(literal_head("dp.pt.[a-z]{3}"), "dp.pt.");
    }

    #[test]
    fn decoration_is_stepped_over_only_when_asked() {
        for split in ["ab12\n  34", "ab12\" +\n  \"34", "ab12**34", "ab12<wbr>34", "ab12\\\n34"] {
            assert_eq!(
                strict("ab[0-9]{4}", split),
                Outcome::Broken { run: 4, parted: true },
                "{split:?}"
            );
            assert_eq!(
                outcome("ab[0-9]{4}", split, true),
                Outcome::Match(split.len()),
                "{split:?}"
            );
        }
        assert_eq!(
            outcome("ab[0-9]{4}", "ab12 34", true),
            Outcome::Broken { run: 4, parted: false },
            "two words stay two"
        );
    }
}
