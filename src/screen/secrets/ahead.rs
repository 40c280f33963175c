//! Remembers what stands next in a text, so that looks at overlapping stretches cost one pass over it.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

/// Words that are searched for in overlapping stretches of one text.
pub(super) struct Words {
    searcher: Option<AhoCorasick>,
    longest: usize,
}

impl Words {
    /// Words that are found in either case.
    pub(super) fn new(words: &[&str]) -> Self {
        let searcher = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(words);
        let longest = words.iter().map(|word| word.len()).max().unwrap_or(0);
        Self { searcher: searcher.ok(), longest }
    }

    /// Where the last of them begins in `text`.
    pub(super) fn last(&self, text: &str) -> Option<usize> {
        let searcher = self.searcher.as_ref()?;
        searcher.find_overlapping_iter(text).map(|found| found.start()).max()
    }
}

/// The next of some [`Words`] in a text whose stretches are asked for from left to right.
#[derive(Default)]
pub(super) struct Ahead {
    /// Nothing that begins at or after `from` ends before `found` does, or before `to` where nothing was found.
    from: usize,
    to: usize,
    found: Option<(usize, usize)>,
}

/// Bytes past a stretch that are looked at with it.
const FURTHER: usize = 64;

impl Ahead {
    /// Whether one of `words` stands between `start` and `end`.
    pub(super) fn has(&mut self, words: &Words, text: &str, start: usize, end: usize) -> bool {
        if start >= self.from {
            match self.found {
                Some((begins, ends)) if start <= begins => return ends <= end,
                None if end <= self.to => return false,
                _ => {}
            }
        }
        let known = start >= self.from && self.found.is_none();
        let begin = if known { start.max(self.to.saturating_sub(words.longest)) } else { start };
        self.to = (end + FURTHER).min(text.len());
        self.from = start;
        let stretch = text.as_bytes().get(begin..self.to).unwrap_or_default();
        let found = words.searcher.as_ref().and_then(|searcher| searcher.find(stretch));
        self.found = found.map(|found| (begin + found.start(), begin + found.end()));
        self.found.is_some_and(|(_, ends)| ends <= end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// A memory that answers differently from a look would let a credential depend on what stood before it.
        #[test]
        fn the_memory_answers_as_a_look_does(text in "[abcd]{0,80}", asked in prop::collection::vec((0_usize..80, 0_usize..40), 1..30)) {
            let list = ["ab", "bcd", "dddd", "ca"];
            let words = Words::new(&list);
            let mut ahead = Ahead::default();
            for (start, length) in asked {
                let start = start.min(text.len());
                let end = (start + length).min(text.len());
                let seen = list.iter().any(|word| text[start..end].contains(word));
                prop_assert_eq!(ahead.has(&words, &text, start, end), seen);
            }
        }
    }
}
