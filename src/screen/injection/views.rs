//! Reads one piece of text as written, and again without the disguises that its outline suggests.

use super::{
    Category, Judgement, REFUSE, Signal, Verdict, WARN,
    decode::{self, Shape},
    phrases::{self, Outline, Spacing},
    rules::{self, Evidence},
    sample, total,
};
use crate::screen::{
    normalise::{Folded, fold, fold_parted},
    unicode::{self, Hidden},
};

/// How often a disguise may be lifted from what another one hid.
const DEPTH: u8 = 2;
/// Decoded bytes read for each byte of the piece.
const GROWTH: usize = 3;

/// Judges one piece; the heaviest view decides.
pub(super) fn judge_piece(text: &str) -> Judgement {
    let mut reader = Reader { left: GROWTH * text.len() + 1024 };
    let hidden = hidden_text(text);
    let folded = fold(text);
    let plain = reader.read(text, &folded, &hidden, 0);
    if hidden.is_empty() {
        return plain;
    }
    let smuggled = unicode::smuggled(text, reader.left);
    smuggled.into_iter().fold(plain, |worst, run| {
        let judgement = reader.decoded(&run, 0);
        worst.heavier(if judgement.score < WARN { judgement } else { raised(judgement, &hidden) })
    })
}

struct Reader {
    /// Decoded bytes that may still be read.
    left: usize,
}

impl Reader {
    /// What a disguise hid, where that weighs more than what is in the open.
    fn heavier(&mut self, open: Judgement, text: &str, depth: u8) -> Judgement {
        let judgement = self.decoded(text, depth);
        if judgement.score < WARN || judgement.score <= open.score {
            open
        } else {
            raised(judgement, &[])
        }
    }

    fn decoded(&mut self, text: &str, depth: u8) -> Judgement {
        let Some(left) = self.left.checked_sub(text.len()) else { return Judgement::none() };
        self.left = left;
        self.read(text, &fold(text), &[], depth + 1)
    }

    fn read(&mut self, text: &str, folded: &Folded, extra: &[Signal], depth: u8) -> Judgement {
        let (windows, outlines) = phrases::survey(folded);
        let mut evidence: Vec<Evidence> = Vec::new();
        for window in windows {
            let mut hits = phrases::hits(folded, window, Spacing::Words);
            evidence.extend(rules::evidence(&folded.text, &mut hits));
        }
        let (mut judgement, place) = total(&mut evidence, extra);
        if judgement.score >= WARN && depth == 0 {
            if sample::soften(folded, &mut evidence, &place) {
                judgement = total(&mut evidence, extra).0;
            }
            if extra.is_empty() && sample::is_listing(text) {
                judgement.score = judgement.score.min(REFUSE - 1);
                judgement.verdict = Verdict::of(judgement.score);
            }
        }
        if depth > DEPTH {
            return judgement;
        }
        for outline in outlines {
            let other = match outline {
                Outline::Shifted(by) => phrases::shift(&folded.text, by),
                Outline::Reversed => folded.text.chars().rev().collect(),
            };
            judgement = self.heavier(judgement, &other, depth);
        }
        let shape = Shape::of(text);
        if shape.leet {
            for one in ['i', 'l'] {
                let other = decode::leet(&folded.text, one);
                judgement = self.heavier(judgement, &other, depth);
            }
        }
        if shape.spaced {
            judgement = judgement.heavier(self.squeezed(decode::squeeze(&folded.text)));
        }
        if depth == 0 && folded.hidden_joins > 2 {
            let other = fold_parted(text).text;
            judgement = self.heavier(judgement, &other, DEPTH);
        }
        if shape.escaped
            && let Some(other) = decode::unescape(text)
        {
            judgement = self.heavier(judgement, &other, depth);
        }
        for run in decode::encoded_runs(text, &shape) {
            judgement = self.heavier(judgement, &run, depth);
        }
        judgement
    }

    /// Letters whose separators were removed: no word has an end any more, so only the long phrases count.
    fn squeezed(&mut self, text: String) -> Judgement {
        let Some(left) = self.left.checked_sub(text.len()) else { return Judgement::none() };
        self.left = left;
        let length = text.len();
        let folded = Folded { text, line_starts: vec![0], ..Folded::default() };
        let mut hits = phrases::hits(&folded, 0..length, Spacing::Squeezed);
        let mut evidence = rules::evidence(&folded.text, &mut hits);
        evidence.retain(|seen| !matches!(seen.category, Category::Chat | Category::Steering));
        let judgement = total(&mut evidence, &[]).0;
        if judgement.score < WARN { Judgement::none() } else { raised(judgement, &[]) }
    }
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
