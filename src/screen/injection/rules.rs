//! Which combinations of phrases a text holds, and how heavily they weigh.

use std::sync::LazyLock;

use super::{
    Category,
    calls::{carries_data, tool_call},
    combinations::{Order, RULES, Rule},
    lexicon::{CLASSES, Class},
    mood::{ORDERED, as_order, is_forbidden},
    phrases::Hit,
    stretch::{Stretch, WIDEST},
};

/// A category seen at a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence {
    pub category: Category,
    pub weight: u32,
    pub start: usize,
    pub end: usize,
}

/// Two pieces of evidence of one category that stand this close, in bytes, are one.
const SAME: usize = 16;

/// All that the rules see in the `hits` of a stretch, or what is seen until `work` is done: trials of a rule, each of
/// which costs about as much as [`PHRASES`] to find.
pub(super) fn evidence(within: &Stretch, hits: &mut [Hit], work: &mut usize) -> Vec<Evidence> {
    if hits.is_empty() {
        return Vec::new();
    }
    let text = within.text;
    *work = work.saturating_sub(hits.len() / PHRASES);
    // Stable sorts are quick on what is two ascending rows already.
    hits.sort_by_key(|hit| (hit.start, hit.end));
    let mut row = Row::new(hits);
    let mut seen = Vec::new();
    for (index, hit) in hits.iter().enumerate() {
        for (rule, needed) in RULES_BY_FIRST.get(hit.class as usize).into_iter().flatten() {
            if needed & row.present != *needed {
                continue;
            }
            let Some(left) = work.checked_sub(1) else { return seen };
            *work = left;
            if let Some((start, end)) = rule.holds(within, &mut row, index, hit)
                && !is_outweighed(&seen, rule.category, start, rule.weight.max(HEAVIEST))
            {
                let weight = match rule.category {
                    Category::Exfiltration if is_attribute(text, end) => continue,
                    Category::Exfiltration if is_asked(text, end) => rule.weight.max(DEMANDED),
                    Category::Chat if rule.is_answered(&row, end) => continue,
                    Category::Address | Category::Command if is_forbidden(text, rule, hit) => {
                        continue;
                    }
                    _ => as_order(rule, within, start, end),
                };
                if weight == 0 {
                    continue;
                }
                note(&mut seen, Evidence { category: rule.category, weight, start, end });
            }
        }
        let (start, end) = (hit.start, hit.end);
        if hit.class == Class::Tool
            && let Some(weight) = tool_call(within, hit)
        {
            note(&mut seen, Evidence { category: Category::ToolCall, weight, start, end });
        }
        if hit.class == Class::Image && carries_data(text, hit.start) {
            note(&mut seen, Evidence { category: Category::Exfiltration, weight: 75, start, end });
        }
    }
    seen.extend(veiled(text, &row, &seen));
    if row.present & Class::Trade.bit() != 0 {
        seen.retain(|evidence| {
            evidence.category != Category::Chat || !row.is_near(Class::Trade, evidence.start, 160)
        });
    }
    seen
}

/// How many phrases are found for what a trial of a rule costs.
pub(super) const PHRASES: usize = 4;

/// Adds `new`, unless the same was seen beside it: so that what is kept of a text grows with its length alone.
fn note(seen: &mut Vec<Evidence>, new: Evidence) {
    match beside(seen, new.category, new.start).and_then(|known| seen.get_mut(known)) {
        Some(known) if known.weight >= new.weight => {}
        Some(known) => *known = new,
        None => seen.push(new),
    }
}

/// Where the evidence stands that is the same as one of this category at `start`.
fn beside(seen: &[Evidence], category: Category, start: usize) -> Option<usize> {
    let near = seen.iter().rev().take_while(|known| known.start + SAME > start);
    let found =
        near.enumerate().find(|(_, known)| known.category == category && known.start <= start);
    found.map(|(back, _)| seen.len() - 1 - back)
}

/// Whether evidence of this category at `start` would add nothing, being at most so heavy: nothing more need be read for it.
fn is_outweighed(seen: &[Evidence], category: Category, start: usize, most: u32) -> bool {
    let known = beside(seen, category, start).and_then(|known| seen.get(known));
    known.is_some_and(|known| known.weight >= most)
}

/// The rules by the class that they begin with, each with the set of classes that it needs.
static RULES_BY_FIRST: LazyLock<Vec<Vec<(&Rule, u128)>>> = LazyLock::new(|| {
    let mut rules: Vec<Vec<(&Rule, u128)>> = Vec::new();
    rules.resize_with(CLASSES, Vec::new);
    for rule in RULES {
        let needed = rule.classes.iter().fold(0, |set, class| set | class.bit());
        let first = rule.classes.first().map(|class| *class as usize);
        if let Some(rules) = first.and_then(|first| rules.get_mut(first)) {
            rules.push((rule, needed));
        }
    }
    rules
});

/// The hits of a text, and where those of each class stand among them.
struct Row<'a> {
    hits: &'a [Hit],
    /// The classes that there are.
    present: u128,
    /// The places among the hits, class by class.
    places: Vec<u32>,
    /// Where the places of each class begin, and where those of the last one end.
    starts: [u32; CLASSES + 1],
    /// For each class, how many of its places were passed.
    passed: [u32; CLASSES],
}

impl<'a> Row<'a> {
    fn new(hits: &'a [Hit]) -> Self {
        let mut starts = [0; CLASSES + 1];
        let mut present = 0;
        for hit in hits {
            present |= hit.class.bit();
            if let Some(count) = starts.get_mut(hit.class as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts;
        let mut places = vec![0; hits.len()];
        for (index, hit) in (0..).zip(hits) {
            if let Some(next) = next.get_mut(hit.class as usize) {
                if let Some(place) = places.get_mut(*next as usize) {
                    *place = index;
                }
                *next += 1;
            }
        }
        Self { hits, present, places, starts, passed: [0; CLASSES] }
    }

    /// The places of `class` among the hits.
    fn places(&self, class: Class) -> &[u32] {
        let edge = |class: usize| self.starts.get(class).map_or(0, |start| *start as usize);
        self.places.get(edge(class as usize)..edge(class as usize + 1)).unwrap_or_default()
    }

    /// The hits of `class` before the one at `index`, the last first, and those from there on; `index` only grows.
    fn around(
        &mut self,
        class: Class,
        index: usize,
    ) -> (impl Iterator<Item = &'a Hit> + use<'_, 'a>, impl Iterator<Item = &'a Hit> + use<'_, 'a>)
    {
        let mut passed = self.passed.get(class as usize).map_or(0, |passed| *passed as usize);
        let places = self.places(class);
        while places.get(passed).is_some_and(|place| (*place as usize) < index) {
            passed += 1;
        }
        let known = u32::try_from(passed).unwrap_or_default();
        if let Some(passed) = self.passed.get_mut(class as usize) {
            *passed = known;
        }
        let (before, after) = self.places(class).split_at(passed);
        let hits = self.hits;
        let hit = move |place: &u32| hits.get(*place as usize);
        (before.iter().rev().filter_map(hit), after.iter().filter_map(hit))
    }

    /// The last hit of `class` that begins before `at`, and the first that does not.
    fn beside(&self, class: Class, at: usize) -> (Option<&Hit>, Option<&Hit>) {
        let places = self.places(class);
        let hit = |place: &u32| self.hits.get(*place as usize);
        let next = places.partition_point(|place| hit(place).is_some_and(|hit| hit.start < at));
        let before = next.checked_sub(1).and_then(|last| places.get(last));
        (before.and_then(hit), places.get(next).and_then(hit))
    }

    fn is_near(&self, class: Class, at: usize, reach: usize) -> bool {
        let (before, after) = self.beside(class, at);
        before.into_iter().chain(after).any(|hit| hit.start.abs_diff(at) <= reach)
    }
}

impl Rule {
    /// The extent of the combination that begins with `first`, the hit at `index`.
    fn holds(
        &self,
        within: &Stretch,
        row: &mut Row,
        index: usize,
        first: &Hit,
    ) -> Option<(usize, usize)> {
        let (mut start, mut end) = (first.start, first.end);
        let near = |from: usize, to: usize| from >= to || within.reaches(from, to, self.gap);
        // What stands in another sentence leaves room for what stands in this one.
        let joined = |from: usize, to: usize| self.across || !within.ends_sentence(from, to);
        for class in self.classes.iter().skip(1) {
            let (earlier, mut after) = row.around(*class, index);
            let mut inside = None;
            // Between those already found stands what begins before their end.
            let next = after.by_ref().find(|hit| {
                inside = inside.or((hit.start < end).then_some(*hit));
                hit.start >= end
            });
            let next = next.filter(|next| near(end, next.start) && joined(start, next.end));
            let found = if self.order == Order::Given {
                None
            } else {
                let low = start.saturating_sub(self.gap * WIDEST);
                let earlier = earlier.take_while(|hit| hit.start + 80 >= low);
                inside
                    .into_iter()
                    .chain(earlier)
                    .find(|hit| near(hit.end, start) && joined(hit.start, end))
            };
            // The nearer of the two: a word of the same sentence says more than one of the next.
            let nearer = match (next, found) {
                (Some(next), Some(found)) if next.start - end < start.saturating_sub(found.end) => {
                    next
                }
                (next, found) => found.or(next)?,
            };
            start = start.min(nearer.start);
            end = end.max(nearer.end);
        }
        Some((start, end))
    }

    /// Whether the last question of a quiz that ends at `end` has its answer: a record of an interview, not a prompt.
    fn is_answered(&self, row: &Row, end: usize) -> bool {
        self.classes.last() == Some(&Class::Quiz)
            && self.classes.len() > 1
            && row.beside(Class::QuizAnswer, end).1.is_some()
    }
}

/// The most that a rule can come to weigh where it weighs less by itself.
const HEAVIEST: u32 = if DEMANDED > ORDERED { DEMANDED } else { ORDERED };

/// The weight of a question for a credential, and not about one: `what is the password?`.
const DEMANDED: u32 = 75;

/// Whether the words that end at `end` close a question, or are all that is wanted.
fn is_asked(text: &str, end: usize) -> bool {
    /// How an owner is named: `the password of the administrator?`
    const OWNED: &[&str] = &[
        "of ", "for ", "to ", "de ", "del ", "des ", "du ", "di ", "do ", "da ", "der ", "von ",
        "van ", "you ",
    ];
    let Some(tail) = text.get(end..) else { return false };
    let tail = tail.trim_start_matches(['\'', '"', ' ']);
    if tail.is_empty() || tail.starts_with('?') {
        return true;
    }
    if !OWNED.iter().any(|word| tail.starts_with(word)) {
        return false;
    }
    let near = tail.as_bytes().get(..OWNER.min(tail.len())).unwrap_or_default();
    near.iter().find(|byte| b"?.!;:".contains(byte)) == Some(&b'?')
}

/// How far the end of a question may stand from what is asked for, in bytes.
const OWNER: usize = 60;

/// Whether the word that ends at `end` only describes the next one: `the password policy`.
fn is_attribute(text: &str, end: usize) -> bool {
    const DESCRIBED: &[&str] = &[
        "polic",
        "reset",
        "field",
        "hash",
        "manager",
        "rotation",
        "length",
        "requirement",
        "form",
        "change",
        "prompt",
        "strength",
        "complexity",
        "management",
        "storage",
        "expir",
        "vault",
        "parameter",
        "page",
        "protection",
        "used",
        "history",
        "validation",
        "check",
        "leak",
        "exposure",
        "scan",
    ];
    let Some(next) = text.get(end..).and_then(|tail| tail.strip_prefix(' ')) else { return false };
    DESCRIBED.iter().any(|word| next.starts_with(word))
}

/// How far past its opening markup still hides a text, in bytes.
const VEILED: usize = 300;

/// The first evidence that stands in a comment or an attribute, where a model reads it and people do not.
fn veiled(text: &str, row: &Row, seen: &[Evidence]) -> Option<Evidence> {
    if row.present & Class::Veil.bit() == 0 {
        return None;
    }
    seen.iter().filter(|evidence| evidence.weight >= 40).find_map(|evidence| {
        let veil = row.beside(Class::Veil, evidence.start).0?;
        let between =
            text.get(veil.end..evidence.start).filter(|between| between.len() < VEILED)?;
        let (start, end) = (veil.start, evidence.end);
        (!between.contains('>')).then_some(Evidence {
            category: Category::HiddenText,
            weight: 30,
            start,
            end,
        })
    })
}
