//! Tells a sample of an attack, quoted in prose about it, from the attack.

use std::{ops::Range, sync::LazyLock};

use super::{Category, lexicon::Class, phrases, rules::Evidence};
use crate::screen::normalise::{Folded, fold_text};

/// What attacks on models are called, where one such word says that a text is about them.
static NAMED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let names = [
        "prompt",
        "llm0",
        "jailbreak",
        "注入",
        "インジェクション",
        "인젝션",
        "주입",
        "इंजेक्शन",
        "инъекци",
        "внедрение промпта",
        "ін'єкц",
        "впровадження промпту",
        "enjeksiyon",
        "حقن",
    ];
    names.map(fold_text).to_vec()
});

/// Bytes around the evidence in which prose about attacks counts.
const REACH: usize = 700;

/// What the weight of quoted words is divided by.
const QUOTED: u32 = 6;
/// The most that words weigh which tell what a model gives away as often as they ask for it.
const TOLD: u32 = 50;

/// Lowers the weight of quoted or reported words where the text around them speaks of attacks on models; whether
/// anything changed.
pub(super) fn soften(folded: &Folded, evidence: &mut [Evidence], place: &Range<usize>) -> bool {
    let text = &folded.text;
    let around = text.floor_char_boundary(place.start.saturating_sub(REACH))
        ..text.ceil_char_boundary((place.end + REACH).min(text.len()));
    let quotes = quotes(text, &around);
    let inside = |at: usize| quotes.iter().any(|quote| quote.contains(&at));
    let about = phrases::hits(folded, &around);
    let mut words: Vec<&str> = about
        .iter()
        .filter(|hit| hit.class == Class::About && !inside(hit.start))
        .filter_map(|hit| text.get(hit.start..hit.end))
        .collect();
    words.sort_unstable();
    words.dedup();
    let named = words.iter().any(|word| NAMED.iter().any(|name| word.contains(name.as_str())));
    if words.len() < 2 && !named {
        return false;
    }
    let mut changed = false;
    for seen in evidence.iter_mut() {
        if matches!(seen.category, Category::HiddenText | Category::Obfuscation) {
            continue;
        }
        let divisor =
            if quotes.iter().any(|quote| quote.start <= seen.start && seen.end <= quote.end + 1) {
                QUOTED
            } else if reported(text, seen.start) {
                3
            } else if named && seen.category == Category::Exfiltration && seen.weight <= TOLD {
                2
            } else {
                continue;
            };
        seen.weight /= divisor;
        changed = true;
    }
    changed
}

/// Whether a text is nothing but one fenced listing in a named language, as documentation shows code.
pub(super) fn is_listing(text: &str) -> bool {
    let Some(body) = text.trim().strip_prefix("```").and_then(|body| body.strip_suffix("```"))
    else {
        return false;
    };
    body.starts_with(|first: char| first.is_ascii_alphanumeric()) && !body.contains("```")
}

/// Whether the words at `start` are told of someone: `attackers can make the model ignore`.
fn reported(text: &str, start: usize) -> bool {
    const ACTORS: &[&str] = &[
        "angreifer",
        "sprachmodell",
        "modell",
        "attaquant",
        "modele",
        "attaccante",
        "modello",
        "atacante",
        "modelo",
        "aanvaller",
        "utocnik",
        "napastnik",
        "saldirgan",
        "attacker",
        "adversar",
        "malicious",
        "payload",
        "injection",
        "model",
        "chatbot",
        " bot",
        "llm",
        "input",
    ];
    const TOLD: &[&str] = &[
        "dazu", "zu", "dass", "kann", "afin", "pour", "que", "peut", "puo", "che", "per", "puede",
        "para", "pode", "om", "kan", "aby", "moze", "icin", "to", "can", "could", "may", "might",
        "would", "will", "that", "by", "make", "makes", "made",
    ];
    const ORDERED: &[&str] = &[
        "du", "dein", "deine", "tu", "vous", "ton", "tes", "usted", "voce", "bitte", "jetzt", "je",
        "ty", "you", "must", "shall", "please", "have", "need", "you're", "your", "now",
    ];
    let head = text.get(..start).unwrap_or_default();
    let head =
        head.get(head.floor_char_boundary(head.len().saturating_sub(100))..).unwrap_or_default();
    let clause = head.rsplit(['.', '!', ';', ':', '"']).next().unwrap_or_default();
    let mut words = clause.split_whitespace().rev();
    ACTORS.iter().any(|actor| clause.contains(actor))
        && words.clone().take(6).any(|word| TOLD.contains(&word))
        && !words.any(|word| ORDERED.contains(&word))
}

/// Stretches between quotation marks, backticks and code fences.
fn quotes(text: &str, around: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(&str, usize)> = None;
    let mut at = around.start;
    let mut before = ' ';
    while let Some(rest) = text.get(at..around.end).filter(|rest| !rest.is_empty()) {
        let next = rest.chars().next().unwrap_or(' ');
        let mark = ["```", "`", "\"", "'"].into_iter().find(|mark| rest.starts_with(mark));
        let width = mark.map_or(next.len_utf8(), str::len);
        let after = rest.get(width..).and_then(|tail| tail.chars().next()).unwrap_or(' ');
        if let Some(mark) = mark {
            let apostrophe = mark == "'" && before.is_alphanumeric() && after.is_alphanumeric();
            match open {
                Some((opened, start)) if opened == mark && !apostrophe => {
                    found.push(start..at);
                    open = None;
                }
                None if !before.is_alphanumeric() || (mark == "\"" && !before.is_ascii()) => {
                    open = Some((mark, at + width));
                }
                _ => {}
            }
        }
        before = next;
        at += width;
    }
    found
}
