//! Reads one piece of text as written, and again without the disguises that its outline suggests.

use std::ops::Range;

use super::{
    Category, Judgement, REFUSE, Signal, Verdict, WARN, decode,
    phrases::{self, Outline, Spacing},
    rules::{self, Evidence},
    sample,
    shape::Shape,
    total,
};
use crate::screen::{
    normalise::{Folded, fold, fold_parted, fold_text},
    unicode::{self, Hidden},
};

/// How often a disguise may be lifted from what another one hid.
const DEPTH: u8 = 2;
/// Decoded bytes read for each byte of the piece.
const GROWTH: usize = 2;

/// A score past which no disguise is worth lifting: the text is refused for what is in the open.
const PLENTY: u32 = REFUSE;

/// Judges one piece; the heaviest view decides.
pub(super) fn judge_piece(text: &str) -> Judgement {
    let mut reader = Reader { left: GROWTH * text.len() + 1024, gave_up: false };
    let hidden = hidden_text(text);
    let folded = fold(text);
    let mut worst = reader.read(text, &folded, &hidden, 0);
    if !hidden.is_empty() {
        for run in unicode::smuggled(text, reader.left) {
            let judgement = reader.read(&run, &fold(&run), &[], 1);
            let seen = judgement.score >= WARN;
            worst = worst.heavier(if seen { raised(judgement, &hidden) } else { judgement });
        }
    }
    // Nobody disguises so much for good reasons, and what was left unread may be the point of it.
    if reader.gave_up && worst.score < REFUSE {
        let disguise = Signal { category: Category::Obfuscation, weight: REFUSE };
        worst = worst.heavier(total(&mut [], &[disguise]).0);
    }
    worst
}

struct Reader {
    /// Decoded bytes that may still be read.
    left: usize,
    /// Whether something was left unread for want of them.
    gave_up: bool,
}

impl Reader {
    fn read(&mut self, text: &str, folded: &Folded, extra: &[Signal], depth: u8) -> Judgement {
        let (windows, outlines) = phrases::survey(folded);
        let (mut judgement, mut evidence, place) = weigh(folded, windows, extra);
        if judgement.score >= WARN && depth == 0 {
            if sample::soften(folded, &mut evidence, &place) {
                judgement = total(&mut evidence, extra).0;
            }
            if extra.is_empty() && sample::is_listing(text) {
                judgement.score = judgement.score.min(REFUSE - 1);
                judgement.verdict = Verdict::of(judgement.score);
            }
        }
        if judgement.score >= PLENTY {
            return judgement;
        }
        for (outline, place) in outlines {
            let slice = folded.text.get(place).unwrap_or_default();
            let other = match outline {
                Outline::Shifted(by) => phrases::shift(slice, by),
                Outline::Reversed => slice.chars().rev().collect(),
            };
            judgement = self.words(judgement, &fold(&other));
        }
        if depth > DEPTH {
            return judgement;
        }
        let shape = Shape::of(text);
        for place in &shape.leet {
            let slice = fold(text.get(place.clone()).unwrap_or_default());
            judgement = self.words(judgement, &decode::leet(&slice, 'i'));
            if slice.text.contains('1') {
                judgement = self.words(judgement, &decode::leet(&slice, 'l'));
            }
        }
        for place in &shape.spaced {
            let slice = fold_text(text.get(place.clone()).unwrap_or_default());
            judgement = self.squeezed(judgement, decode::squeeze(&slice));
        }
        if depth == 0 && folded.hidden_joins > 2 {
            judgement = self.words(judgement, &fold_parted(text));
        }
        for place in &shape.escaped {
            if let Some(other) = text.get(place.clone()).and_then(decode::unescape) {
                judgement = self.deeper(judgement, &other, depth);
            }
        }
        let (runs, whole) = decode::decoded_runs(text, &shape, self.left);
        self.gave_up |= !whole;
        if !runs.is_empty() {
            judgement = self.deeper(judgement, &runs, depth);
        }
        judgement
    }

    /// What a disguise hid, where that weighs more than what is in the open; it may hide another disguise.
    fn deeper(&mut self, open: Judgement, text: &str, depth: u8) -> Judgement {
        if open.score >= PLENTY || !self.takes(text) {
            return open;
        }
        let hidden = self.read(text, &fold(text), &[], depth + 1);
        heavier_hidden(open, hidden)
    }

    /// The same for folded words that hide nothing more.
    fn words(&mut self, open: Judgement, folded: &Folded) -> Judgement {
        if open.score >= PLENTY || !self.takes(&folded.text) {
            return open;
        }
        let (windows, _) = phrases::survey(folded);
        if windows.is_empty() {
            return open;
        }
        heavier_hidden(open, weigh(folded, windows, &[]).0)
    }

    /// The same for letters whose separators were removed: no word has an end any more, so only the long phrases
    /// count.
    fn squeezed(&mut self, open: Judgement, text: String) -> Judgement {
        if open.score >= PLENTY || !self.takes(&text) {
            return open;
        }
        let length = text.len();
        let folded = Folded { text, line_starts: vec![0], ..Folded::default() };
        let mut hits = phrases::hits(&folded, 0..length, Spacing::Squeezed);
        let mut evidence = rules::evidence(&folded.text, &mut hits);
        evidence.retain(|seen| !matches!(seen.category, Category::Chat | Category::Steering));
        heavier_hidden(open, total(&mut evidence, &[]).0)
    }

    /// Whether `text` is within what may still be read.
    fn takes(&mut self, text: &str) -> bool {
        let left = self.left.checked_sub(text.len());
        self.left = left.unwrap_or(self.left);
        self.gave_up |= left.is_none();
        left.is_some()
    }
}

/// The judgement of the phrases in `windows`, what it rests on and where.
fn weigh(
    folded: &Folded,
    windows: Vec<Range<usize>>,
    extra: &[Signal],
) -> (Judgement, Vec<Evidence>, Range<usize>) {
    let mut evidence: Vec<Evidence> = Vec::new();
    for window in windows {
        let mut hits = phrases::hits(folded, window, Spacing::Words);
        evidence.extend(rules::evidence(&folded.text, &mut hits));
    }
    let (judgement, place) = total(&mut evidence, extra);
    (judgement, evidence, place)
}

fn heavier_hidden(open: Judgement, hidden: Judgement) -> Judgement {
    if hidden.score < WARN || hidden.score <= open.score { open } else { raised(hidden, &[]) }
}

/// Adds what the disguise itself weighs.
fn raised(mut judgement: Judgement, extra: &[Signal]) -> Judgement {
    let disguise = [Signal { category: Category::Obfuscation, weight: 20 }];
    for signal in extra.iter().chain(&disguise) {
        if judgement.signals.iter().all(|seen| seen.category != signal.category) {
            judgement.score += signal.weight;
            judgement.signals.push(*signal);
        }
    }
    judgement.verdict = Verdict::of(judgement.score);
    judgement
}

fn hidden_text(text: &str) -> Vec<Signal> {
    let weight = match unicode::has_hidden(text) {
        None => return Vec::new(),
        Some(Hidden::Tags | Hidden::VariationSelectors) => 90,
        Some(Hidden::Bidi | Hidden::ZeroWidth) => 70,
        Some(Hidden::Ansi) => 50,
        Some(Hidden::Control) => 30,
    };
    vec![Signal { category: Category::HiddenText, weight }]
}
