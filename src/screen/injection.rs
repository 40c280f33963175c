//! Judges whether text tries to command the model that will read it.
//!
//! The text is folded and read for combinations of phrases; where its outline suggests a disguise (an encoding, spaced
//! letters, a shifted alphabet) it is read again without it. What is found within a short stretch is added up, one
//! weight for each category, and two thresholds turn the sum into a verdict.
//!
//! A layer, not a boundary: a patient author can write around any list of phrases.

mod acts;
mod aside;
mod asking;
mod calls;
mod chat;
mod claimants;
mod claims;
mod combinations;
mod decode;
mod english;
mod further;
mod handing;
mod heed;
mod index;
mod languages;
mod lapsed;
mod leave;
mod leet;
mod lexicon;
mod mood;
mod outlines;
mod people;
mod phrases;
mod readers;
mod replies;
mod rules;
mod sample;
mod shape;
mod stretch;
mod told;
mod views;
mod voices;
mod wordings;

use std::{collections::VecDeque, ops::Range};

use rules::Evidence;

/// What to do with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing that adds up.
    Pass,
    /// Worth a person's look; a reader is told.
    Warn,
    /// Commands its reader.
    Refuse,
}

impl Verdict {
    /// The name for messages and logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Refuse => "refuse",
        }
    }

    fn of(score: u32) -> Self {
        match score {
            REFUSE.. => Self::Refuse,
            WARN.. => Self::Warn,
            _ => Self::Pass,
        }
    }
}

/// The score from which a text is refused.
pub const REFUSE: u32 = 70;
/// The score from which a text is worth a look.
pub const WARN: u32 = 40;

/// What a text was seen to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// Sets earlier instructions aside, or announces new ones.
    Override,
    /// Poses as the system, another speaker or a chat template.
    RoleMarker,
    /// Calls a tool of this server.
    ToolCall,
    /// Asks that people not be told.
    Concealment,
    /// Asks for credentials, prompts or personal data.
    Exfiltration,
    /// Hides text from people.
    HiddenText,
    /// Gives the reader another role.
    Persona,
    /// Speaks to the model that reads.
    Address,
    /// Claims an authority or an approval.
    Authority,
    /// Asks to act without confirmation.
    Unconfirmed,
    /// Dictates a task.
    Command,
    /// Names an act on findings or products; counts only beside another category.
    Action,
    /// Dictates the answer.
    Steering,
    /// Phrases of published jailbreaks.
    Jailbreak,
    /// Talks to a chat model rather than about a finding: small talk is a warning, a made-up world with a request in it,
    /// a riddle, a quiz or a poem is an order.
    Chat,
    /// Was encoded, spaced out or reversed.
    Obfuscation,
}

impl Category {
    /// The name for messages and logs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::RoleMarker => "role_marker",
            Self::ToolCall => "tool_call",
            Self::Concealment => "concealment",
            Self::Exfiltration => "exfiltration",
            Self::HiddenText => "hidden_text",
            Self::Persona => "persona",
            Self::Address => "address",
            Self::Authority => "authority",
            Self::Unconfirmed => "unconfirmed",
            Self::Command => "command",
            Self::Action => "action",
            Self::Steering => "steering",
            Self::Jailbreak => "jailbreak",
            Self::Chat => "chat",
            Self::Obfuscation => "obfuscation",
        }
    }

    fn index(self) -> usize {
        self as usize
    }
}

const CATEGORIES: usize = Category::Obfuscation as usize + 1;

/// A category and what it contributed to the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signal {
    /// What was seen.
    pub category: Category,
    /// Its share of the score.
    pub weight: u32,
}

/// The outcome for one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// What to do.
    pub verdict: Verdict,
    /// The sum behind the verdict; see [`WARN`] and [`REFUSE`].
    pub score: u32,
    /// Each category at most once, the heaviest first.
    pub signals: Vec<Signal>,
}

impl Judgement {
    fn none() -> Self {
        Self { verdict: Verdict::Pass, score: 0, signals: Vec::new() }
    }

    fn heavier(self, other: Self) -> Self {
        if other.score > self.score { other } else { self }
    }
}

/// Bytes judged at a time, and how much of the last piece the next one repeats: memory stays flat, and an order across
/// a border is still whole in one of the two, even where each of its letters takes nine.
const PIECE: usize = 32 * 1024;
const OVERLAP: usize = 2 * 1024;

/// Judges `text`. Linear in its length; the heaviest stretch decides, of the first piece that is refused.
pub fn judge(text: &str) -> Judgement {
    let mut worst = Judgement::none();
    let mut from = 0;
    loop {
        let to = text.ceil_char_boundary((from + PIECE).min(text.len()));
        let piece = text.get(from..to).unwrap_or_default();
        worst = worst.heavier(views::judge_piece(piece));
        if to == text.len() || worst.verdict == Verdict::Refuse {
            return worst;
        }
        from += next(piece);
    }
}

/// Where the next piece begins in `piece`: where a run of base64 is not cut inside one of its groups of four, which
/// would be read as other groups.
fn next(piece: &str) -> usize {
    let from = piece.floor_char_boundary(piece.len() - OVERLAP);
    let run = piece.as_bytes().get(..from).unwrap_or_default().iter().rev();
    let run = run.take_while(|byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte));
    from - run.count() % 4
}

/// The farthest that two signals may stand apart and still add up, in bytes.
const STRETCH: usize = 640;

/// A weight for each category.
type Weights = [u32; CATEGORIES];

/// Adds up the heaviest stretch of `evidence`; `extra` holds for the whole text. One pass, however much there is.
fn total(evidence: &mut [Evidence], extra: &[Signal]) -> (Judgement, Range<usize>) {
    if evidence.is_empty() {
        return (sum([0; CATEGORIES], extra), 0..0);
    }
    evidence.sort_by_key(|seen| seen.start);
    let (mut best, mut best_score, mut place) =
        ([0; CATEGORIES], score(&[0; CATEGORIES], extra), 0..0);
    // For each category, what stands in the stretch and is outweighed by nothing behind it.
    let mut rising: [VecDeque<(usize, u32)>; CATEGORIES] = Default::default();
    let mut ahead = 0;
    for (index, first) in evidence.iter().enumerate() {
        while let Some(seen) =
            evidence.get(ahead).filter(|seen| seen.start <= first.start + STRETCH)
        {
            if let Some(row) = rising.get_mut(seen.category.index()) {
                while row.back().is_some_and(|(_, weight)| *weight <= seen.weight) {
                    row.pop_back();
                }
                row.push_back((ahead, seen.weight));
            }
            ahead += 1;
        }
        let weights = rising.each_mut().map(|row| {
            while row.front().is_some_and(|(place, _)| *place < index) {
                row.pop_front();
            }
            row.front().map_or(0, |(_, weight)| *weight)
        });
        let sum = score(&weights, extra);
        if sum > best_score {
            let inside = evidence.get(index..ahead).unwrap_or_default();
            let end = inside.iter().map(|seen| seen.end).max().unwrap_or(first.end);
            (best, best_score, place) = (weights, sum, first.start..end);
        }
    }
    (sum(best, extra), place)
}

/// What must stand beside small talk with a model for it to add up to a refusal.
const CORROBORATED: u32 = 50;

/// What `weights` add up to beside `extra`.
fn score(weights: &Weights, extra: &[Signal]) -> u32 {
    let weights = with(*weights, extra);
    let weight = |category: Category| weights.get(category.index()).copied().unwrap_or(0);
    let all: u32 = weights.iter().sum();
    let chat = weight(Category::Chat);
    let strong = all - chat - weight(Category::Action) + counted_action(&weights);
    // Small talk beside a weak signal is still small talk.
    let capped = chat < REFUSE && strong < CORROBORATED;
    if capped { (strong + chat).min(strong.max(REFUSE - 1)) } else { strong + chat }
}

/// An order to close findings is an ordinary note; after words that pose as someone else it is the point of them.
fn counted_action(weights: &Weights) -> u32 {
    let weight = |category: Category| weights.get(category.index()).copied().unwrap_or(0);
    let small = [Category::Chat, Category::Action, Category::Steering, Category::Command]
        .into_iter()
        .map(weight)
        .sum::<u32>();
    let support = weights.iter().sum::<u32>() - small;
    if support >= 35 { weight(Category::Action) } else { 0 }
}

fn with(mut weights: Weights, extra: &[Signal]) -> Weights {
    for signal in extra {
        if let Some(weight) = weights.get_mut(signal.category.index()) {
            *weight = signal.weight.max(*weight);
        }
    }
    weights
}

fn sum(weights: Weights, extra: &[Signal]) -> Judgement {
    let score = score(&weights, extra);
    let weights = with(weights, extra);
    let action = counted_action(&weights);
    let weight = |category: Category| weights.get(category.index()).copied().unwrap_or(0);
    let mut signals: Vec<Signal> = SHOWN
        .iter()
        .map(|category| Signal { category: *category, weight: weight(*category) })
        .filter(|signal| signal.weight > 0 && (signal.category != Category::Action || action > 0))
        .collect();
    signals.sort_by_key(|signal| std::cmp::Reverse(signal.weight));
    Judgement { verdict: Verdict::of(score), score, signals }
}

const SHOWN: [Category; CATEGORIES] = [
    Category::Override,
    Category::RoleMarker,
    Category::ToolCall,
    Category::Concealment,
    Category::Exfiltration,
    Category::HiddenText,
    Category::Persona,
    Category::Address,
    Category::Authority,
    Category::Unconfirmed,
    Category::Command,
    Category::Action,
    Category::Steering,
    Category::Jailbreak,
    Category::Chat,
    Category::Obfuscation,
];
