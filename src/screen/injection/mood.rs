//! Tells an order from a statement: where it stands in its clause, and whether it is negated.

use std::{collections::BTreeMap, sync::LazyLock};

use super::{
    combinations::Rule,
    lexicon::Class,
    phrases::Hit,
    stretch::{Stretch, VerbLast, is_sign},
    told::{
        announces, asks_which, describes_next, goes_along, is_asked_of_people, is_conditional,
        is_denied, is_possible, is_told, says_new, withdraws,
    },
};
use crate::screen::{
    normalise::fold_text,
    unicode::{before, behind, is_alphanumeric},
};

/// The weight of an order to ignore instructions, whichever they are, or to say that all is well.
pub(super) const ORDERED: u32 = 75;

/// The share of its weight that a rule keeps whose verb does not give an order: `the bot reveals its prompt` is told of
/// someone, `do not send your password` is advice.
pub(super) fn as_order(rule: &Rule, within: &Stretch, start: usize, end: usize) -> u32 {
    match rule.classes {
        [Class::NotTell, Class::Person]
            if asks_which(within, end)
                || is_possible(within.text, start)
                || describes_next(within.text, end) =>
        {
            rule.weight / 2
        }
        [Class::Prior, Class::Instructions, Class::Void] if is_possible(within.text, start) => {
            rule.weight / 3
        }
        [Class::Ignore | Class::IgnoreNow, .., Class::Rules | Class::AllBefore]
            if withdraws(within.text, start, end) =>
        {
            rule.weight / 3
        }
        [Class::Ignore, ..] if is_asked_of_people(within.text, start) => rule.weight / 3,
        [Class::Reveal, Class::Your, Class::Secret] if goes_along(within.text, end) => {
            rule.weight / 2
        }
        [Class::NewRules]
            if !(announces(within.text, start, end)
                || says_new(within.text, start) && gives_order(within, start, end)) =>
        {
            rule.weight / 2
        }
        [Class::Persona | Class::Frame | Class::Chat, ..] if is_denied(within.text, start) => 0,
        [Class::Persona, Class::Privilege] if is_told(within.text, start) => rule.weight / 3,
        [Class::Lapsed | Class::Suspended, Class::Rules, ..]
            if is_conditional(within.text, start, end) =>
        {
            rule.weight / 2
        }
        [Class::Hand | Class::Gives, ..] if within.is_negated(start, end) => 0,
        // An order to set instructions aside, and not word of a program that does.
        [Class::IgnoreAnywhere, Class::Instructions] | [Class::Reply, Class::AllClear]
            if gives_order(within, start, end) =>
        {
            ORDERED
        }
        [Class::Gives, ..] | [Class::IgnoreAnywhere, .., Class::Rules]
            if !gives_order(within, start, end) || quotes(within.text, start, end) =>
        {
            rule.weight / 2
        }
        _ => rule.weight,
    }
}

/// Whether what stands from `start` to `end` opens its clause, but for a word of courtesy or one between two orders:
/// before an order stands nobody who follows it.
pub(super) fn gives_order(within: &Stretch, start: usize, end: usize) -> bool {
    /// The longest word that may stand before it, in bytes.
    const COURTESY: usize = 8;
    let head = within.text.get(..start).unwrap_or_default().trim_end();
    let mut letters = within.text.get(start..end).unwrap_or_default().chars();
    let language = letters.find_map(|letter| match letter {
        '\u{3040}'..='\u{30ff}' => Some(VerbLast::Japanese),
        '\u{ac00}'..='\u{d7a3}' => Some(VerbLast::Korean),
        _ => None,
    });
    if let Some(language) = language {
        return !within.has_topic(language, head.len());
    }
    if within.text.get(start..).is_some_and(|tail| tail.starts_with(is_han))
        && asks_in_chinese(head)
    {
        return true;
    }
    // However long a clause is, it is not read to its beginning for each of its words.
    let clause = before(head, head.len(), 2 * COURTESY).rsplit(is_sign).next().unwrap_or_default();
    clause.len() <= COURTESY || joins(head)
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}')
}

/// Whether the clause that `head` ends in asks for something, or begins with what something is done to, as orders do in
/// Chinese.
fn asks_in_chinese(head: &str) -> bool {
    const OPENING: &[&str] =
        &["把", "将", "將", "现在", "現在", "立即", "立刻", "马上", "馬上", "麻烦", "帮我", "给我"];
    /// How far before the verb such a word may stand, in bytes.
    const ASKED: usize = 90;
    let clause = before(head, head.len(), ASKED).rsplit(is_sign).next().unwrap_or_default();
    clause.contains(['请', '請']) || OPENING.iter().any(|word| clause.starts_with(word))
}

/// Whether `head` ends in a word that stands between two orders.
fn joins(head: &str) -> bool {
    let last = head.chars().next_back();
    let words = last.and_then(|last| JOINING.get(&last)).map(Vec::as_slice).unwrap_or_default();
    words.iter().any(|word| {
        head.strip_suffix(word.as_str())
            .is_some_and(|head| !head.ends_with(is_alphanumeric) || !word.is_ascii())
    })
}

/// Whether the duty that `hit` names is one to leave something: `the model must not run tools without consent`.
pub(super) fn is_forbidden(text: &str, rule: &Rule, hit: &Hit) -> bool {
    /// The longest word of those that forbid, and a blank on either side, in bytes.
    const LONGEST_NEGATION: usize = 16;
    const DUTIES: &[&str] = &[
        "must", "should", "shall", "has to", "needs to", "debe", "deve", "doit", "soll", "muss",
        "darf", "moet", "musi", "powinien",
    ];
    const NEGATIONS: &[&str] = &[
        "not",
        "never",
        "refuse",
        "no",
        "nunca",
        "negarse",
        "nao",
        "recusar",
        "non",
        "mai",
        "rifiutare",
        "ne",
        "jamais",
        "refuser",
        "nicht",
        "niemals",
        "nie",
        "niet",
        "nooit",
        "weigeren",
        "odmowic",
    ];
    let duty = |word: &&str| text.get(..hit.end).is_some_and(|head| head.ends_with(*word));
    let next = behind(text, hit.end, LONGEST_NEGATION).split_whitespace().next();
    rule.classes.first() == Some(&Class::Address)
        && DUTIES.iter().any(duty)
        && next.is_some_and(|next| NEGATIONS.contains(&next))
}

/// Whether a quotation begins or ends between `start` and `end`.
fn quotes(text: &str, start: usize, end: usize) -> bool {
    text.get(start..end).is_some_and(|stretch| stretch.contains('"'))
}

/// Words between two orders, by their last letters: and, then, now.
static JOINING: LazyLock<BTreeMap<char, Vec<String>>> = LazyLock::new(|| {
    let words = [
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
    .map(fold_text);
    let mut by_last: BTreeMap<char, Vec<String>> = BTreeMap::new();
    for word in words {
        if let Some(last) = word.chars().next_back() {
            by_last.entry(last).or_default().push(word);
        }
    }
    by_last
});
