//! Tells what only sounds like an order: advice, possibilities, words of third parties, documentation of interfaces.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::stretch::Stretch;
use crate::screen::{
    normalise::fold_word,
    unicode::{before, behind, is_alphanumeric},
};

/// Whether the sentence goes on to say what is kept from somebody, as advice does: `do not tell callers which field was
/// wrong`.
pub(super) fn asks_which(within: &Stretch, end: usize) -> bool {
    /// How far away such a word may stand, in bytes.
    const SENTENCE: usize = 60;
    let tail = behind(within.text, end, SENTENCE);
    let sentence = tail.split(['.', '!', ';']).next().unwrap_or_default();
    let mut found =
        INDIRECT.iter().flat_map(|(_, searcher)| searcher.find_overlapping_iter(sentence));
    found.any(|found| {
        let head = sentence.get(..found.start()).unwrap_or_default();
        let words = INDIRECT.as_ref().map(|(words, _)| words.as_slice()).unwrap_or_default();
        let foreign = words.get(found.pattern().as_usize()).is_some_and(|word| !word.is_ascii());
        foreign || !head.ends_with(is_alphanumeric)
    })
}

/// Words that begin an indirect question.
const WHICH: &str = "whether |which |if the |أي|هل |究竟|是否|哪|zda |ktery |ktera |ktere |of het |of de |welk |welke |quel |quelle |\
    lequel |laquelle |si le |si l'|ob |welche |welcher |welches |कौन|quale |se l'|se il |どちら|かどうか|どの|어느|어떤|인지|여부|\
    czy |ktory |ktora |ktore |qual |se a |se o |какой|какая|какое|верен|cual |si la |si el |hangi|olup olmad|який|\
    яка|яке|чи |nao |lieu ";

/// Those, folded, and what looks for them.
static INDIRECT: LazyLock<Option<(Vec<String>, AhoCorasick)>> = LazyLock::new(|| {
    let words: Vec<String> = WHICH.split('|').map(fold_word).collect();
    AhoCorasick::new(&words).ok().map(|searcher| (words, searcher))
});

/// Whether new orders are announced, and not only spoken of: `new instructions: …`. What is a name of attacks announces
/// them by itself.
pub(super) fn announces(text: &str, start: usize, end: usize) -> bool {
    /// How far away the colon may stand, in bytes.
    const CLAUSE: usize = 24;
    let phrase = text.get(start..end).unwrap_or_default();
    let tail = behind(text, end, CLAUSE);
    let clause = tail.find(|sign: char| sign != ' ' && sign != '_' && !is_alphanumeric(sign));
    let colon = clause.and_then(|at| tail.get(at..)).is_some_and(|tail| tail.starts_with(':'));
    colon || !STEMS.as_ref().is_some_and(|stems| stems.is_match(phrase))
}

/// New and changed, by their stems.
const NEW: &str = "new |nuev|nov|now|nieuw|neu|nouv|nuov|нов|yeni|moi|新|새|नए|नई|नया|جديد|geander|gewijzig|takes prec|take prec";

/// What looks for them, folded.
static STEMS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(NEW.split('|').map(fold_word)).ok());

/// Whether what begins at `start` is new in English, where the beginning of a clause announces it too.
pub(super) fn says_new(text: &str, start: usize) -> bool {
    behind(text, start, NEAR).starts_with("new ")
}

/// Whether what begins at `start` is not to be done: `you may not pretend that you wrote this`.
pub(super) fn is_denied(text: &str, start: usize) -> bool {
    before(text, start, NEAR).ends_with("not ")
}

/// Whether what begins at `start` is told of somebody: `a program can also assume the role of the owner`.
pub(super) fn is_told(text: &str, start: usize) -> bool {
    const READERS: &[&str] = &["you", "your", "act", "be", "respond", "answer", "obey", "only"];
    let now = behind(text, start, NEAR).strip_prefix("from now on");
    let next = now.and_then(|tail| tail.split([' ', ',']).find(|word| !word.is_empty()));
    if next.is_some_and(|next| !READERS.contains(&next)) {
        return true;
    }
    let head = before(text, start, NEAR);
    let last = head.split_whitespace().next_back().unwrap_or_default();
    ["can", "could", "may", "might", "also", "then", "would", "to"].contains(&last)
        && !head.contains("you")
}

/// Whether what begins at `start` may happen, and is not asked for: `administrators can hide it from users`.
pub(super) fn is_possible(text: &str, start: usize) -> bool {
    let head = before(text, start, NEAR);
    let mut words = head.split_whitespace().rev().take(3);
    words.any(|word| ["can", "could", "may", "might"].contains(&word)) && !head.contains("you")
}

/// Whether the word that ends at `end` only tells whose the next one is: `the customer name`.
pub(super) fn describes_next(text: &str, end: usize) -> bool {
    let next = text.get(end..).and_then(|tail| tail.strip_prefix(' ')).unwrap_or_default();
    ["name", "data", "id ", "record"].iter().any(|word| next.starts_with(word))
}

/// Whether somebody takes back what they said themselves: `ignore my last message`.
pub(super) fn withdraws(text: &str, start: usize, end: usize) -> bool {
    text.get(start..end).is_some_and(|stretch| stretch.contains(" my "))
}

/// Whether people were asked to do what begins at `start`: `the mail asked employees to ignore the warning`.
pub(super) fn is_asked_of_people(text: &str, start: usize) -> bool {
    let mut words = before(text, start, NEAR).split_whitespace().rev();
    words.next() == Some("to")
        && words.next().is_some_and(|word| {
            ["employees", "users", "staff", "victims", "customers", "recipients", "people", "them"]
                .contains(&word)
        })
}

/// Whether the credential that ends at `end` goes along with a request, as documentation of an interface has it.
pub(super) fn goes_along(text: &str, end: usize) -> bool {
    let tail = behind(text, end, NEAR);
    [
        "authorization header",
        "request header",
        "http header",
        "with each request",
        "with every request",
    ]
    .iter()
    .any(|words| tail.contains(words))
}

/// Whether what stands from `start` to `end` holds under a condition alone: `the limit does not apply if you have …`.
pub(super) fn is_conditional(text: &str, start: usize, end: usize) -> bool {
    let words =
        [" if ", " when ", " unless ", " se ", " si ", " wenn ", " falls ", " pokud ", " jesli "];
    text.get(start..end).is_some_and(|stretch| words.iter().any(|word| stretch.contains(word)))
}

/// The most bytes on either side of a phrase that are read for what it is to mean.
const NEAR: usize = 40;
