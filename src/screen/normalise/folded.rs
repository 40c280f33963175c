//! A folded text, and parts of it.

use std::ops::Range;

use crate::screen::lanes::BLOCK;

/// Folded text, and where its lines began before their breaks became spaces.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Folded {
    pub text: String,
    /// Byte offsets into `text`, ascending.
    pub line_starts: Vec<usize>,
    /// Where invisible characters were dropped from between two letters: byte offsets of the second ones, ascending.
    pub hidden_joins: Vec<usize>,
    /// Byte offsets of what was folded and of what it became, one pair about every [`BLOCK`] bytes; between them both
    /// grow alike, or within some bytes of it.
    pub(super) marks: Vec<(usize, usize)>,
}

/// Bytes by which a place may be missed between two marks.
const MISSED: usize = 2 * BLOCK;

impl Folded {
    /// A folded text that is one line.
    pub(crate) fn line(text: String) -> Self {
        Self { text, line_starts: vec![0], ..Self::default() }
    }

    /// The same with another text of the same length.
    pub(crate) fn with_text(self, text: String) -> Self {
        Self { text, ..self }
    }

    /// What stood at `place` before it was folded, and some bytes more.
    pub(crate) fn of(&self, place: &Range<usize>) -> Self {
        let moved = |offset: usize| {
            let next = self.marks.partition_point(|(before, _)| *before <= offset);
            let mark = next.checked_sub(1).and_then(|last| self.marks.get(last));
            let (before, after) = mark.copied().unwrap_or_default();
            let most = self.marks.get(next).map_or(self.text.len(), |(_, after)| *after);
            (after + offset - before).min(most)
        };
        let start = self.text.floor_char_boundary(moved(place.start).saturating_sub(MISSED));
        let end = (moved(place.end) + MISSED).min(self.text.len());
        self.part(start..self.text.ceil_char_boundary(end), &[])
    }

    /// What stands at `place`, with a space where an invisible character was dropped: a reader may see one.
    pub(crate) fn parted(&self, place: Range<usize>) -> Self {
        let joins = within(&self.hidden_joins, &place);
        self.part(place, joins)
    }

    /// What stands at `place`, with a space at each of `joins`.
    pub(crate) fn part(&self, place: Range<usize>, joins: &[usize]) -> Self {
        let mut text = String::with_capacity(place.len() + joins.len());
        let mut from = place.start;
        for join in joins {
            text.push_str(self.text.get(from..*join).unwrap_or_default());
            text.push(' ');
            from = *join;
        }
        text.push_str(self.text.get(from..place.end).unwrap_or_default());
        let moved =
            |start: &usize| start - place.start + joins.partition_point(|join| join < start);
        let line_starts = within(&self.line_starts, &place).iter().map(moved).collect();
        Self { text, line_starts, ..Self::default() }
    }
}

/// Those of the `offsets`, which ascend, that lie in `place`.
fn within<'a>(offsets: &'a [usize], place: &Range<usize>) -> &'a [usize] {
    let first = offsets.partition_point(|offset| *offset < place.start);
    let end = offsets.partition_point(|offset| *offset < place.end);
    offsets.get(first..end).unwrap_or_default()
}
