//! Reads one piece of text as written, and again without the disguises that its outline suggests.

use std::ops::Range;

use super::{
    Category, Judgement, REFUSE, Signal, Verdict, WARN, decode,
    leet::leet,
    outlines::Outlines,
    phrases::{self, Close, Survey},
    rules::{self, Evidence, PHRASES},
    sample,
    shape::Shape,
    stretch::Stretch,
    total,
};
use crate::screen::{
    normalise::{Folded, fold},
    unicode::{self, Hidden},
};

/// How often a disguise may be lifted from what another one hid.
const DEPTH: u8 = 2;
/// Bytes without their disguise that are read beside as many of the piece: what is nothing but package names, HTML in
/// entities or a request in percent signs takes fewer than it has itself.
const GROWTH: usize = 9 * 1024;
/// What a view costs beside its bytes, in bytes.
const VIEW: usize = 64;
/// Bytes of the piece for each trial of a rule, of which some come on top. Reports have hundreds, the densest paragraphs
/// that were measured, said over and over, eighteen.
const TRIED: usize = 10;

/// A score past which no disguise is worth lifting: the text is refused for what is in the open.
const PLENTY: u32 = REFUSE;

/// Judges one piece; the heaviest view decides.
pub(super) fn judge_piece(text: &str) -> Judgement {
    let work = text.len() / TRIED + 1024;
    let mut reader = Reader { left: text.len() + GROWTH, work, cut: false };
    let hidden = hidden_text(text);
    let folded = fold(text);
    let mut worst = reader.read(text, &folded, &hidden, 0);
    if !hidden.is_empty() {
        for run in unicode::smuggled(text, reader.left) {
            if reader.is_settled(&worst) {
                break;
            }
            let judgement = reader.read(&run, &fold(&run), &[], 1);
            let seen = judgement.score >= WARN;
            worst = worst.heavier(if seen { raised(judgement, &hidden) } else { judgement });
        }
    }
    // Nobody disguises so much for good reasons, or strings together so many words of orders; and what was left unread
    // may be the point of it.
    if reader.gave_up() && worst.score < REFUSE {
        let disguise = Signal { category: Category::Obfuscation, weight: REFUSE };
        worst = worst.heavier(total(&mut [], &[disguise]).0);
    }
    worst
}

struct Reader {
    /// Decoded bytes that may still be read.
    left: usize,
    /// Trials of a rule that may still be made.
    work: usize,
    /// Whether something was left unread that was longer than what may be.
    cut: bool,
}

impl Reader {
    fn read(&mut self, text: &str, folded: &Folded, extra: &[Signal], depth: u8) -> Judgement {
        let Survey { close, outlines } = phrases::survey(folded);
        self.charge(close.found());
        let (mut judgement, mut evidence, place) = self.weigh(&close, extra);
        if judgement.score >= WARN && depth == 0 {
            if sample::soften(folded, &mut evidence, &place) {
                judgement = total(&mut evidence, extra).0;
            }
            if extra.is_empty() && sample::is_listing(text) {
                judgement.score = judgement.score.min(REFUSE - 1);
                judgement.verdict = Verdict::of(judgement.score);
            }
        }
        let judgement = self.lift(judgement, shifted(folded, outlines), depth);
        if depth > DEPTH || self.is_settled(&judgement) {
            return judgement;
        }
        let shape = Shape::of(text);
        let judgement = self.lift(judgement, disguised(text, folded, &shape), depth);
        let judgement =
            if depth == 0 { self.lift(judgement, parted(folded), depth) } else { judgement };
        if self.is_settled(&judgement) {
            return judgement;
        }
        let (runs, whole) = decode::decoded_runs(text, &shape, self.left);
        self.cut |= !whole;
        self.lift(judgement, (!runs.is_empty()).then_some(View::Text(runs)), depth)
    }

    /// Reads one view after another, until nothing more can change the verdict.
    fn lift(
        &mut self,
        mut open: Judgement,
        views: impl IntoIterator<Item = View>,
        depth: u8,
    ) -> Judgement {
        let mut views = views.into_iter();
        while !self.is_settled(&open)
            && let Some(view) = views.next()
        {
            let hidden = match view {
                _ if !self.takes(view.text()) => break,
                View::Text(text) => self.read(&text, &fold(&text), &[], depth + 1),
                View::Words(folded) => {
                    let close = phrases::read(&folded);
                    self.charge(close.found());
                    self.weigh(&close, &[]).0
                }
                View::Squeezed(text) => self.squeezed(text),
            };
            if hidden.score >= WARN && hidden.score > open.score {
                open = raised(hidden, &[]);
            }
        }
        open
    }

    /// Whether nothing that may still be read can change the verdict.
    fn is_settled(&self, judgement: &Judgement) -> bool {
        judgement.score >= PLENTY || self.gave_up()
    }

    /// Whether something was left unread, or nothing more may be tried.
    fn gave_up(&self) -> bool {
        self.cut || self.work == 0
    }

    /// Letters whose separators were removed: no word has an end any more, so only the long phrases count.
    fn squeezed(&mut self, text: String) -> Judgement {
        let length = text.len();
        let folded = Folded::line(text);
        let mut hits = phrases::squeezed(&folded);
        let whole = Stretch::new(&folded.text, &(0..length));
        let mut evidence = rules::evidence(&whole, &mut hits, &mut self.work);
        evidence.retain(|seen| !matches!(seen.category, Category::Chat | Category::Steering));
        total(&mut evidence, &[]).0
    }

    /// Phrases that were found are work done.
    fn charge(&mut self, phrases: usize) {
        self.work = self.work.saturating_sub(phrases / PHRASES);
    }

    /// The judgement of the phrases in `windows`, what it rests on and where.
    fn weigh(
        &mut self,
        close: &Close,
        extra: &[Signal],
    ) -> (Judgement, Vec<Evidence>, Range<usize>) {
        let mut evidence: Vec<Evidence> = Vec::new();
        for window in &close.windows {
            let within = Stretch::new(&close.folded.text, window);
            let mut hits = close.hits(window);
            evidence.extend(rules::evidence(&within, &mut hits, &mut self.work));
            if self.work == 0 {
                break;
            }
        }
        let (judgement, place) = total(&mut evidence, extra);
        (judgement, evidence, place)
    }

    /// Whether `text` is within what may still be read.
    fn takes(&mut self, text: &str) -> bool {
        let left = self.left.checked_sub(text.len() + VIEW);
        self.left = left.unwrap_or(self.left);
        self.cut |= left.is_none();
        left.is_some()
    }
}

/// A text without a disguise.
enum View {
    /// It may hide another one.
    Text(String),
    /// It hides nothing more.
    Words(Folded),
    /// Without what stood between its letters.
    Squeezed(String),
}

impl View {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Squeezed(text) => text,
            Self::Words(folded) => &folded.text,
        }
    }
}

/// What reads otherwise in another alphabet or backwards.
fn shifted(folded: &Folded, outlines: Outlines) -> impl Iterator<Item = View> {
    outlines.into_iter().map(|(outline, place)| {
        let slice = folded.text.get(place).unwrap_or_default();
        View::Words(fold(&outline.lift(slice)))
    })
}

/// What the outline of `text`, which `folded` is of, suggests.
fn disguised(text: &str, folded: &Folded, shape: &Shape) -> impl Iterator<Item = View> {
    let digits = shape.leet.iter().flat_map(|place| leet(folded.of(place)));
    let spaced = shape.spaced.iter().map(|place| decode::squeeze(&folded.of(place).text));
    let spaced = spaced.filter(|text| !text.is_empty());
    let escaped =
        shape.escaped.iter().filter_map(|place| decode::unescape(text.get(place.clone())?));
    digits.map(View::Words).chain(spaced.map(View::Squeezed)).chain(escaped.map(View::Text))
}

/// How many invisible characters between letters are a disguise.
const JOINS: usize = 3;
/// Bytes around one that are read with a space in its place.
const AROUND: usize = 240;

/// Words where there are invisible characters.
fn parted(folded: &Folded) -> impl Iterator<Item = View> {
    let mut places = Vec::new();
    if folded.hidden_joins.len() >= JOINS {
        for join in &folded.hidden_joins {
            phrases::widen(&mut places, &folded.text, *join..*join, AROUND, AROUND);
        }
    }
    places.into_iter().map(|place| View::Words(folded.parted(place)))
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
