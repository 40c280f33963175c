//! Tells an order from a statement: where it stands in its clause, and whether it is negated.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{combinations::Rule, lexicon::Class, phrases::Hit};
use crate::screen::normalise::fold_text;

/// Whether a sentence ends somewhere between `start` and `end`.
pub(super) fn ends_sentence(text: &str, start: usize, end: usize) -> bool {
    let stretch = text.as_bytes().get(start..end).unwrap_or_default();
    stretch
        .windows(2)
        .any(|pair| matches!(pair, [b'.' | b'!' | b'?', next] if *next == b' ' || *next >= 0x80))
}

/// The weight of an order to ignore instructions, whichever they are, or to say that all is well.
pub(super) const ORDERED: u32 = 75;

/// The share of its weight that a rule keeps whose verb does not give an order: `the bot reveals its prompt` is told of
/// someone, `do not send your password` is advice.
pub(super) fn as_order(rule: &Rule, text: &str, start: usize, end: usize) -> u32 {
    match rule.classes {
        [Class::Hand | Class::Gives, ..] if is_negated(text, start, end) => 0,
        // An order to set instructions aside, and not word of a program that does.
        [Class::IgnoreAnywhere, Class::Instructions] | [Class::Reply, Class::AllClear]
            if gives_order(text, start) =>
        {
            ORDERED
        }
        [Class::Gives, ..] | [Class::IgnoreAnywhere, .., Class::Rules]
            if !gives_order(text, start) || quotes(text, start, end) =>
        {
            rule.weight / 2
        }
        _ => rule.weight,
    }
}

/// How much of a clause is looked at, in bytes: a topic stands no farther from its verb.
const CLAUSE: usize = 240;

/// Whether what begins at `start` opens its clause, but for a word of courtesy or one between two orders: before an
/// order stands nobody who follows it.
pub(super) fn gives_order(text: &str, start: usize) -> bool {
    /// The longest word that may stand before it, in bytes.
    const COURTESY: usize = 8;
    let sign = |one: char| !one.is_alphanumeric() && one != ' ' && one != '\'';
    let head = text.get(..start).unwrap_or_default().trim_end();
    // However long a clause is, it is not read to its beginning for each of its words.
    let clause = |longest: usize| {
        let near = head.get(head.floor_char_boundary(head.len().saturating_sub(longest))..);
        let near = near.unwrap_or_default();
        near.rsplit(sign).next().unwrap_or_default()
    };
    // Where verbs come last, an order has its object before it, and a statement its topic before that.
    let topic = match text.get(start..).and_then(|tail| tail.chars().next()) {
        Some('\u{3040}'..='\u{30ff}') => Some(&["は"][..]),
        Some('\u{ac00}'..='\u{d7a3}') => Some(&["는 ", "은 ", "이 ", "가 "][..]),
        _ => None,
    };
    if let Some(particles) = topic {
        let before = clause(CLAUSE);
        return !particles.iter().any(|particle| before.contains(particle));
    }
    let joined = || {
        JOINING.iter().any(|word| {
            head.strip_suffix(word.as_str())
                .is_some_and(|head| !head.ends_with(char::is_alphanumeric) || !word.is_ascii())
        })
    };
    clause(2 * COURTESY).len() <= COURTESY || joined()
}

/// Whether the duty that `hit` names is one to leave something: `the model must not run tools without consent`.
pub(super) fn is_forbidden(text: &str, rule: &Rule, hit: &Hit) -> bool {
    let duty = |word: &&str| text.get(..hit.end).is_some_and(|head| head.ends_with(*word));
    rule.classes.first() == Some(&Class::Address)
        && ["must", "should", "shall"].iter().any(duty)
        && text
            .get(hit.end..)
            .is_some_and(|tail| [" not ", " never "].iter().any(|word| tail.starts_with(word)))
}

/// Whether a quotation begins or ends between `start` and `end`.
fn quotes(text: &str, start: usize, end: usize) -> bool {
    text.get(start..end).is_some_and(|stretch| stretch.contains('"'))
}

/// Words between two orders: and, then, now.
static JOINING: LazyLock<Vec<String>> = LazyLock::new(|| {
    [
        "and",
        "then",
        "und",
        "dann",
        "et",
        "puis",
        "y",
        "e",
        "luego",
        "despues",
        "poi",
        "ed",
        "depois",
        "en",
        "daarna",
        "i",
        "potem",
        "nastepnie",
        "pak",
        "potom",
        "ve",
        "sonra",
        "roi",
        "va",
        "hay",
        "sau do",
        "и",
        "затем",
        "потом",
        "і",
        "й",
        "та",
        "потім",
        "并",
        "然后",
        "再",
        "且",
        "请",
        "請",
        "して",
        "し",
        "그리고",
        "고",
        "और",
        "फिर",
        "و",
        "ثم",
    ]
    .map(fold_text)
    .to_vec()
});

/// Whether the words between `start` and `end`, or just beside them, hold a negation.
fn is_negated(text: &str, start: usize, end: usize) -> bool {
    let from = text.floor_char_boundary(start.saturating_sub(NEGATED));
    let to = text.ceil_char_boundary((end + NEGATED).min(text.len()));
    let around = text.get(from..to).unwrap_or_default();
    let Negations { words, searcher } = &*NEGATIONS;
    searcher.iter().flat_map(|searcher| searcher.find_overlapping_iter(around)).any(|found| {
        let before = around.get(..found.start()).and_then(|head| head.chars().next_back());
        words.get(found.pattern().as_usize()).is_some_and(|word| !word.is_ascii())
            || !before.is_some_and(char::is_alphanumeric)
    })
}

/// How far from the rest a negation may stand, in bytes.
const NEGATED: usize = 16;

/// Words that are looked for together.
struct Negations {
    words: Vec<String>,
    searcher: Option<AhoCorasick>,
}

/// Not and never, in the languages of [`Class::Hand`].
static NEGATIONS: LazyLock<Negations> = LazyLock::new(|| {
    let words = [
        "nicht ",
        "niemals ",
        "keine ",
        "ne ",
        "pas ",
        "jamais ",
        "no ",
        "nunca ",
        "jamás ",
        "não ",
        "non ",
        "mai ",
        "niet ",
        "nooit ",
        "geen ",
        "nie ",
        "nigdy ",
        "nikdy ",
        "đừng ",
        "không ",
        "не ",
        "никогда",
        "ніколи",
        "不要",
        "切勿",
        "请勿",
        "不得",
        "لا ",
        "عدم",
        "मत ",
        "न करें",
        "ないで",
        "しない",
        "지 마",
        "지 말",
    ]
    .map(|word| if word.ends_with(' ') { fold_text(word) + " " } else { fold_text(word) })
    .to_vec();
    // So few words always make an automaton.
    let searcher = AhoCorasick::new(&words).ok();
    Negations { words, searcher }
});
