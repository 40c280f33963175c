//! What combinations of phrases mean, and how heavily they weigh.

use std::sync::LazyLock;

use super::{
    Category,
    lexicon::{CLASSES, Class},
    phrases::Hit,
};

/// A category seen at a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Evidence {
    pub category: Category,
    pub weight: u32,
    pub start: usize,
    pub end: usize,
}

struct Rule {
    category: Category,
    weight: u32,
    /// The farthest that two neighbours may stand apart, in bytes.
    gap: usize,
    order: Order,
    classes: &'static [Class],
}

#[derive(PartialEq, Eq)]
enum Order {
    /// One after the other.
    Given,
    /// Any, as languages differ.
    Free,
}

const fn rule(
    category: Category,
    weight: u32,
    gap: usize,
    order: Order,
    classes: &'static [Class],
) -> Rule {
    Rule { category, weight, gap, order, classes }
}

/// Each rule begins with its rarest class.
const RULES: &[Rule] = {
    use Class::{
        AllBefore, Ask, Bypass, Claim, Demand, Frame, Ignore, IgnoreAnywhere, Instructions,
        JailbreakHint, Judged, Leak, Lure, NewRules, NewTask, NoConfirm, NotShow, NotTell, Object,
        Office, Person, Personal, Piece, Plea, Polite, Prior, Privilege, Question, Quiz,
        QuizAnswer, Reveal, Riddle, Rules, Say, Secret, SelfClaim, Sink, Stealth, Steer, SteerHint,
        Template, ThePart, ThisStep, Thought, Told, Tone, Verse, VoiceAssistant, VoiceLine,
        VoiceTag, VoiceUser, Void, Without, Your,
    };
    use Order::{Free, Given};
    &[
        rule(Category::Override, 100, 40, Given, &[Ignore, Prior, Instructions]),
        rule(Category::Override, 100, 30, Given, &[Ignore, Instructions, Prior]),
        rule(Category::Override, 60, 32, Given, &[Ignore, Instructions]),
        rule(Category::Override, 100, 60, Free, &[IgnoreAnywhere, Instructions, Prior]),
        rule(Category::Override, 60, 40, Free, &[IgnoreAnywhere, Instructions]),
        rule(Category::Override, 90, 12, Given, &[Ignore, AllBefore]),
        rule(Category::Override, 90, 40, Free, &[Ignore, Told]),
        rule(Category::Override, 90, 48, Free, &[IgnoreAnywhere, Told]),
        rule(Category::Override, 90, 12, Free, &[IgnoreAnywhere, AllBefore]),
        rule(Category::Override, 75, 6, Given, &[Ignore, ThePart, Say]),
        rule(Category::Override, 90, 24, Given, &[Bypass, Prior, Instructions]),
        rule(Category::Override, 60, 24, Given, &[Bypass, Your, Rules]),
        rule(Category::Override, 55, 24, Given, &[Ignore, Prior, Rules]),
        rule(Category::Override, 80, 32, Given, &[Prior, Instructions, Void]),
        rule(Category::Override, 55, 0, Given, &[NewRules]),
        rule(Category::Override, 75, 0, Given, &[NewTask]),
        rule(Category::Persona, 25, 0, Given, &[Class::Persona]),
        rule(Category::Persona, 85, 60, Given, &[Class::Persona, Privilege]),
        rule(Category::Address, 45, 0, Given, &[Class::Address]),
        rule(Category::Concealment, 70, 30, Free, &[NotTell, Person]),
        rule(Category::Concealment, 60, 24, Given, &[NotTell, ThisStep]),
        rule(Category::Concealment, 60, 24, Given, &[NotShow, ThisStep]),
        rule(Category::Concealment, 30, 30, Given, &[NotShow, Person]),
        rule(Category::Concealment, 30, 30, Given, &[Without, Person]),
        rule(Category::Concealment, 45, 0, Given, &[Stealth]),
        rule(Category::Authority, 35, 0, Given, &[Class::Authority]),
        rule(Category::Unconfirmed, 35, 0, Given, &[NoConfirm]),
        rule(Category::Command, 45, 0, Given, &[Class::Command]),
        rule(Category::Action, 25, 40, Given, &[Class::Action, Object]),
        rule(Category::Steering, 40, 0, Given, &[Steer]),
        rule(Category::Steering, 25, 0, Given, &[SteerHint]),
        rule(Category::Exfiltration, 75, 24, Given, &[Reveal, Your, Secret]),
        rule(Category::Exfiltration, 50, 30, Free, &[Reveal, Secret]),
        rule(Category::Exfiltration, 75, 60, Given, &[Reveal, Secret, Sink]),
        rule(Category::Exfiltration, 60, 24, Given, &[Ask, Secret]),
        rule(Category::Exfiltration, 60, 40, Given, &[Ask, Personal]),
        rule(Category::Exfiltration, 75, 0, Given, &[Leak]),
        rule(Category::Exfiltration, 75, 30, Free, &[Demand, Secret]),
        rule(Category::Exfiltration, 75, 30, Free, &[Demand, Personal]),
        rule(Category::Exfiltration, 50, 30, Free, &[Plea, Secret]),
        rule(Category::Exfiltration, 50, 30, Free, &[Reveal, Personal]),
        rule(Category::Command, 45, 16, Given, &[Class::Address, Class::Action]),
        rule(Category::Command, 45, 16, Given, &[Class::Address, Reveal]),
        rule(Category::Jailbreak, 30, 0, Given, &[Plea]),
        rule(Category::Jailbreak, 60, 0, Given, &[Class::Jailbreak]),
        rule(Category::Jailbreak, 20, 0, Given, &[JailbreakHint]),
        rule(Category::Exfiltration, 70, 16, Given, &[Ask, Your, Secret]),
        rule(Category::Authority, 35, 24, Given, &[SelfClaim, Office]),
        rule(Category::Chat, 40, 0, Given, &[Class::Chat]),
        rule(Category::Chat, 30, 0, Given, &[Polite]),
        rule(Category::Chat, 30, 0, Given, &[Frame]),
        rule(Category::Chat, 75, 160, Free, &[Frame, Polite]),
        rule(Category::Chat, 75, 160, Free, &[Frame, Class::Chat]),
        rule(Category::Chat, 75, 160, Free, &[Frame, Ask]),
        rule(Category::Chat, 75, 160, Free, &[Frame, Verse]),
        rule(Category::Chat, 75, 160, Free, &[Frame, Secret]),
        rule(Category::Chat, 75, 160, Free, &[Frame, Personal]),
        rule(Category::Chat, 30, 0, Given, &[Riddle]),
        rule(Category::Chat, 75, 80, Free, &[Riddle, Polite]),
        rule(Category::Chat, 75, 80, Free, &[Riddle, Class::Chat]),
        rule(Category::Chat, 75, 80, Free, &[Riddle, Secret]),
        rule(Category::Chat, 75, 80, Free, &[Riddle, Verse]),
        rule(Category::Chat, 75, 80, Free, &[Riddle, Personal]),
        rule(Category::Chat, 75, 80, Free, &[Riddle, Ask]),
        rule(Category::Chat, 75, 0, Given, &[Verse]),
        rule(Category::Chat, 20, 0, Given, &[Quiz]),
        rule(Category::Chat, 75, 200, Given, &[Quiz, QuizAnswer, Quiz]),
        rule(Category::Chat, 40, 80, Given, &[Question, Question, Question]),
        rule(Category::Chat, 75, 80, Given, &[Question, Question, Question, Question]),
        rule(Category::Steering, 60, 80, Given, &[Lure, Lure]),
        rule(Category::Steering, 70, 16, Given, &[Say, Tone, Piece]),
        rule(Category::Steering, 70, 24, Given, &[Say, Tone]),
        rule(Category::Steering, 60, 80, Free, &[Thought, Judged]),
        rule(Category::Steering, 75, 120, Given, &[Thought, Thought]),
        rule(Category::RoleMarker, 70, 0, Given, &[Template]),
        rule(Category::RoleMarker, 35, 0, Given, &[VoiceTag]),
        rule(Category::RoleMarker, 25, 0, Given, &[VoiceLine]),
        rule(Category::RoleMarker, 15, 0, Given, &[VoiceUser]),
        rule(Category::RoleMarker, 25, 0, Given, &[VoiceAssistant]),
        rule(Category::RoleMarker, 70, 240, Free, &[VoiceAssistant, VoiceUser]),
        rule(Category::RoleMarker, 70, 40, Given, &[VoiceAssistant, Claim]),
    ]
};

/// Two pieces of evidence of one category that stand this close, in bytes, are one.
const SAME: usize = 16;

/// All that the rules see in `hits` of `text`, however much it is.
pub(crate) fn evidence(text: &str, hits: &mut [Hit]) -> Vec<Evidence> {
    // Stable sorts are quick on what is two ascending rows already.
    hits.sort_by_key(|hit| (hit.start, hit.end));
    let mut row = Row::new(hits);
    let mut seen = Vec::new();
    for (index, hit) in hits.iter().enumerate() {
        for (rule, needed) in RULES_BY_FIRST.get(hit.class as usize).into_iter().flatten() {
            if needed & row.present != *needed {
                continue;
            }
            if let Some((start, end)) = rule.holds(&mut row, index, hit) {
                let weight = match rule.category {
                    Category::Exfiltration if is_attribute(text, end) => continue,
                    Category::Exfiltration if is_asked(text, end) => rule.weight.max(DEMANDED),
                    Category::Chat if rule.is_answered(&row, end) => continue,
                    _ => rule.weight,
                };
                note(&mut seen, Evidence { category: rule.category, weight, start, end });
            }
        }
        let (start, end) = (hit.start, hit.end);
        if hit.class == Class::Tool
            && let Some(weight) = tool_call(text, hit)
        {
            note(&mut seen, Evidence { category: Category::ToolCall, weight, start, end });
        }
        if hit.class == Class::Image && carries_data(text, hit) {
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

/// Adds `new`, unless the same was seen beside it: so that what is kept of a text grows with its length alone.
fn note(seen: &mut Vec<Evidence>, new: Evidence) {
    let mut beside = seen.iter_mut().rev().take_while(|known| known.start + SAME > new.start);
    match beside.find(|known| known.category == new.category && known.start <= new.start) {
        Some(known) if known.weight >= new.weight => {}
        Some(known) => *known = new,
        None => seen.push(new),
    }
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
    places: Vec<Vec<usize>>,
    /// For each class, its first place that was not passed yet.
    cursors: Vec<usize>,
}

impl<'a> Row<'a> {
    fn new(hits: &'a [Hit]) -> Self {
        let mut places: Vec<Vec<usize>> = vec![Vec::new(); CLASSES];
        let mut present = 0;
        for (index, hit) in hits.iter().enumerate() {
            present |= hit.class.bit();
            if let Some(places) = places.get_mut(hit.class as usize) {
                places.push(index);
            }
        }
        Self { hits, present, places, cursors: vec![0; CLASSES] }
    }

    /// The hits of `class` before the one at `index`, the last first, and those from there on; `index` only grows.
    fn around(
        &mut self,
        class: Class,
        index: usize,
    ) -> (impl Iterator<Item = &'a Hit> + use<'_, 'a>, impl Iterator<Item = &'a Hit> + use<'_, 'a>)
    {
        let places = self.places.get(class as usize).map_or(&[][..], Vec::as_slice);
        let cursor = self.cursors.get_mut(class as usize);
        let cursor = cursor.map_or(0, |cursor| {
            while places.get(*cursor).is_some_and(|place| *place < index) {
                *cursor += 1;
            }
            *cursor
        });
        let (before, after) = places.split_at(cursor.min(places.len()));
        let hits = self.hits;
        let hit = move |place: &usize| hits.get(*place);
        (before.iter().rev().filter_map(hit), after.iter().filter_map(hit))
    }

    /// The last hit of `class` that begins before `at`, and the first that does not.
    fn beside(&self, class: Class, at: usize) -> (Option<&Hit>, Option<&Hit>) {
        let places = self.places.get(class as usize).map_or(&[][..], Vec::as_slice);
        let hit = |place: &usize| self.hits.get(*place);
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
    fn holds(&self, row: &mut Row, index: usize, first: &Hit) -> Option<(usize, usize)> {
        let (mut start, mut end) = (first.start, first.end);
        for class in self.classes.iter().skip(1) {
            let (earlier, mut after) = row.around(*class, index);
            let mut inside = None;
            // Between those already found stands what begins before their end.
            let next = after.by_ref().find(|hit| {
                inside = inside.or((hit.start < end).then_some(*hit));
                hit.start >= end
            });
            if let Some(next) = next.filter(|next| next.start <= end + self.gap) {
                end = next.end;
                continue;
            }
            if self.order == Order::Given {
                return None;
            }
            let low = start.saturating_sub(self.gap);
            let earlier = earlier.take_while(|hit| hit.start + 80 >= low);
            let found =
                inside.into_iter().chain(earlier).find(|hit| hit.end + self.gap >= start)?;
            start = start.min(found.start);
            end = end.max(found.end);
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
    let near = tail.get(..tail.floor_char_boundary(OWNER)).unwrap_or_default();
    let closed = near.find(['?', '.', '!', ';', ':']).and_then(|at| near.get(at..));
    OWNED.iter().any(|word| near.starts_with(word))
        && closed.is_some_and(|sign| sign.starts_with('?'))
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

/// The weight of a tool's name by what stands around it: arguments, a JSON call, a verb that calls.
fn tool_call(text: &str, hit: &Hit) -> Option<u32> {
    let name = text.get(hit.start..hit.end).unwrap_or_default();
    // Other programs have functions called `get_product` too, and reports quote their signatures.
    let ours = ["finding", "scan", "engagement"].iter().any(|word| name.contains(word));
    let after =
        text.get(hit.end..).unwrap_or_default().trim_start_matches([' ', '>', '"', '\'', '`']);
    if let Some(arguments) = after.strip_prefix('(') {
        let near = arguments.as_bytes().get(..arguments.len().min(200)).unwrap_or_default();
        let end = memchr::memchr(b')', near).unwrap_or(near.len());
        let given = near
            .iter()
            .take(end)
            .any(|byte| byte.is_ascii_digit() || matches!(byte, b'=' | b':' | b'"' | b'\'' | b'{'));
        return Some(match (given, ours) {
            (true, true) => 80,
            (true, false) => 45,
            (false, _) => 25,
        });
    }
    let before = text.get(..hit.start).unwrap_or_default();
    let before = before
        .get(before.floor_char_boundary(before.len().saturating_sub(40))..)
        .unwrap_or_default();
    let named = before.trim_end_matches([' ', '"', '\'', '`', ':', '<', '=']);
    let keyed = before.get(named.len()..).is_some_and(|between| between.contains([':', '=']));
    if keyed
        && ["name", "tool", "function", "tool_name", "method", "action"]
            .iter()
            .any(|key| named.ends_with(key))
    {
        return Some(60);
    }
    if [
        "call", "calling", "invoke", "invoking", "execute", "run", "use", "using", "with",
        "trigger", "the",
    ]
    .iter()
    .any(|verb| named.ends_with(verb) && !named.ends_with("the"))
    {
        return Some(50);
    }
    let argument = after.strip_prefix(':').map(|rest| rest.trim_start_matches(' '));
    argument
        .filter(|rest| rest.starts_with(|next: char| next.is_ascii_digit() || next == '{'))
        .map(|_| 60)
}

/// Whether the image or link whose address begins at `hit` asks for data to be put into it:
/// `![](https://host/?q={…})`.
fn carries_data(text: &str, hit: &Hit) -> bool {
    let address = text.as_bytes().get(hit.start + "](".len()..).unwrap_or_default();
    let address = address.get(..address.len().min(400)).unwrap_or_default();
    let end = memchr::memchr2(b')', b' ', address).unwrap_or(address.len());
    let address = address.get(..end).unwrap_or_default();
    let Some(query) = memchr::memchr2(b'?', b'#', address) else { return false };
    memchr::memchr3(b'{', b'<', b'[', address.get(query..).unwrap_or_default()).is_some()
}
