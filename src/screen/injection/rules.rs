//! What combinations of phrases mean, and how heavily they weigh.

use super::{Category, lexicon::Class, phrases::Hit};

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
        AllBefore, Ask, Bypass, Claim, Frame, Ignore, IgnoreAnywhere, Instructions, JailbreakHint,
        Judged, Lure, NewRules, NewTask, NoConfirm, NotShow, NotTell, Object, Office, Person,
        Personal, Piece, Polite, Prior, Privilege, Question, Quiz, QuizAnswer, Reveal, Riddle,
        Rules, Say, Secret, SelfClaim, Stealth, Steer, SteerHint, Template, ThePart, ThisStep,
        Thought, Told, Tone, Verse, VoiceAssistant, VoiceLine, VoiceTag, VoiceUser, Void, Without,
        Your,
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
        rule(Category::Concealment, 35, 30, Given, &[Without, Person]),
        rule(Category::Concealment, 45, 0, Given, &[Stealth]),
        rule(Category::Authority, 35, 0, Given, &[Class::Authority]),
        rule(Category::Unconfirmed, 35, 0, Given, &[NoConfirm]),
        rule(Category::Command, 45, 0, Given, &[Class::Command]),
        rule(Category::Action, 25, 40, Given, &[Class::Action, Object]),
        rule(Category::Steering, 40, 0, Given, &[Steer]),
        rule(Category::Steering, 25, 0, Given, &[SteerHint]),
        rule(Category::Exfiltration, 75, 24, Given, &[Reveal, Your, Secret]),
        rule(Category::Exfiltration, 50, 30, Free, &[Reveal, Secret]),
        rule(Category::Exfiltration, 60, 24, Given, &[Ask, Secret]),
        rule(Category::Exfiltration, 60, 40, Given, &[Ask, Personal]),
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
        rule(Category::Chat, 30, 0, Given, &[Riddle]),
        rule(Category::Chat, 75, 80, Free, &[Riddle, Polite]),
        rule(Category::Chat, 75, 80, Free, &[Riddle, Class::Chat]),
        rule(Category::Chat, 75, 80, Free, &[Riddle, Secret]),
        rule(Category::Chat, 75, 80, Free, &[Riddle, Verse]),
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

/// The most evidence taken from one text: past it the verdict is long clear.
pub(super) const ENOUGH: usize = 96;

/// All that the rules see in `hits` of `text`.
pub(crate) fn evidence(text: &str, hits: &mut [Hit]) -> Vec<Evidence> {
    // Stable sorts are quick on what is two ascending rows already.
    hits.sort_by_key(|hit| (hit.start, hit.end));
    let present = hits.iter().fold(0, |set, hit| set | hit.class.bit());
    let possible: Vec<&Rule> = RULES
        .iter()
        .filter(|rule| rule.classes.iter().all(|class| present & class.bit() != 0))
        .collect();
    let mut seen = Vec::new();
    for (index, hit) in hits.iter().enumerate() {
        for rule in &possible {
            if rule.classes.first() != Some(&hit.class) {
                continue;
            }
            if let Some((start, end)) = rule.holds(hits, index, hit) {
                let weight = match rule.category {
                    Category::Exfiltration if is_asked(text, end) => rule.weight.max(DEMANDED),
                    Category::Exfiltration if is_attribute(text, end) => continue,
                    Category::Chat if answered(hits, rule, end) => continue,
                    _ => rule.weight,
                };
                seen.push(Evidence { category: rule.category, weight, start, end });
            }
        }
        if hit.class == Class::Tool
            && let Some(weight) = tool_call(text, hit)
        {
            seen.push(Evidence {
                category: Category::ToolCall,
                weight,
                start: hit.start,
                end: hit.end,
            });
        }
        if hit.class == Class::Image && carries_data(text, hit) {
            seen.push(Evidence {
                category: Category::Exfiltration,
                weight: 75,
                start: hit.start,
                end: hit.end,
            });
        }
        if seen.len() >= ENOUGH {
            break;
        }
    }
    if present & Class::Veil.bit() != 0 {
        seen.extend(veiled(text, hits, &seen));
    }
    if present & Class::Trade.bit() != 0 {
        seen.retain(|evidence| {
            evidence.category != Category::Chat || !near(hits, Class::Trade, evidence.start, 160)
        });
    }
    seen
}

impl Rule {
    /// The extent of the combination that begins with `first`.
    fn holds(&self, hits: &[Hit], index: usize, first: &Hit) -> Option<(usize, usize)> {
        let (mut start, mut end) = (first.start, first.end);
        for class in self.classes.iter().skip(1) {
            let after = hits.iter().skip(index).take_while(|hit| hit.start <= end + self.gap);
            let next = after
                .filter(|hit| hit.class == *class && hit.start >= end)
                .min_by_key(|hit| hit.start);
            if let Some(next) = next {
                end = next.end;
                continue;
            }
            if self.order == Order::Given {
                return None;
            }
            // Between the two already found, or before them.
            let low = start.saturating_sub(self.gap);
            let earlier = hits.iter().take(index).rev().take_while(|hit| hit.start + 80 >= low);
            let inside = hits.iter().skip(index).take_while(|hit| hit.start < end);
            let found = inside
                .chain(earlier)
                .find(|hit| hit.class == *class && hit.end + self.gap >= start)?;
            start = start.min(found.start);
            end = end.max(found.end);
        }
        Some((start, end))
    }
}

/// The weight of a question for a credential, and not about one: `what is the password?`.
const DEMANDED: u32 = 75;

/// Whether the words that end at `end` close a question.
fn is_asked(text: &str, end: usize) -> bool {
    text.get(end..).is_some_and(|tail| tail.trim_start_matches(['\'', '"', ' ']).starts_with('?'))
}

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

/// Whether the last question of a quiz has its answer: a record of an interview, not a prompt.
fn answered(hits: &[Hit], rule: &Rule, end: usize) -> bool {
    rule.classes.last() == Some(&Class::Quiz)
        && rule.classes.len() > 1
        && hits.iter().any(|hit| hit.class == Class::QuizAnswer && hit.start >= end)
}

/// How far past its opening markup still hides a text, in bytes.
const VEILED: usize = 300;

/// The first evidence that stands in a comment or an attribute, where a model reads it and people do not.
fn veiled(text: &str, hits: &[Hit], seen: &[Evidence]) -> Option<Evidence> {
    let mut veils = hits.iter().filter(|hit| hit.class == Class::Veil);
    veils.find_map(|veil| {
        let inside = |evidence: &&Evidence| {
            evidence.weight >= 40
                && (veil.end..veil.end + VEILED).contains(&evidence.start)
                && text.get(veil.end..evidence.start).is_some_and(|between| !between.contains('>'))
        };
        let found = seen.iter().find(inside)?;
        let (start, end) = (veil.start, found.end);
        Some(Evidence { category: Category::HiddenText, weight: 30, start, end })
    })
}

fn near(hits: &[Hit], class: Class, at: usize, reach: usize) -> bool {
    hits.iter().any(|hit| hit.class == class && hit.start.abs_diff(at) <= reach)
}

/// The weight of a tool's name by what stands around it: arguments, a JSON call, a verb that calls.
fn tool_call(text: &str, hit: &Hit) -> Option<u32> {
    let name = text.get(hit.start..hit.end).unwrap_or_default();
    // Other programs have functions called `get_product` too, and reports quote their signatures.
    let ours = ["finding", "scan", "engagement"].iter().any(|word| name.contains(word));
    let after =
        text.get(hit.end..).unwrap_or_default().trim_start_matches([' ', '>', '"', '\'', '`']);
    if let Some(arguments) = after.strip_prefix('(') {
        let near = arguments
            .get(..arguments.floor_char_boundary(arguments.len().min(200)))
            .unwrap_or_default();
        let arguments = near.split(')').next().unwrap_or_default();
        let given = arguments.contains(['=', ':', '"', '\'', '{'])
            || arguments.bytes().any(|byte| byte.is_ascii_digit());
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
    let address = text.get(hit.start + "](".len()..).unwrap_or_default();
    let address =
        address.get(..address.floor_char_boundary(address.len().min(400))).unwrap_or_default();
    let address = address.split([')', ' ']).next().unwrap_or_default();
    let Some((_, query)) = address.split_once(['?', '#']) else { return false };
    query.contains(['{', '<', '[']) || query.contains("${")
}
