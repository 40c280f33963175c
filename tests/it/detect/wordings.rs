//! Orders, prompts and ordinary notes in many wordings, as rates: what the lexicon was tuned with, and what it was not.

use std::collections::BTreeMap;

use mcp_defectdojo::screen::injection::Verdict;

use super::verdict;

/// Orders that were looked at while the lexicon was written.
const ORDERS: &str = include_str!("orders.txt");
/// Orders in roundabout words that were written afterwards and changed nothing.
const OBLIQUE: &str = include_str!("oblique.txt");
/// Prompts in the manner of published collections, half of them never looked at.
const PROMPTS: &str = include_str!("prompts.txt");
/// Sentences of findings, tickets, advice and notes.
const NOTES: &str = include_str!("notes.txt");

/// Orders and notes that were written when the lexicon was done, and that changed nothing in it.
const FRESH: &str = include_str!("fresh.txt");

/// The lines of each part.
fn parts(table: &'static str) -> BTreeMap<&'static str, Vec<&'static str>> {
    let table = table.strip_prefix("# ").unwrap_or(table);
    let parts = table.split("\n# ").filter_map(|part| part.split_once('\n'));
    parts
        .map(|(name, lines)| (name, lines.lines().filter(|line| !line.is_empty()).collect()))
        .collect()
}

/// The share of refused lines in percent, with what passed.
fn refused(lines: &[&'static str]) -> (usize, Vec<&'static str>) {
    let passed: Vec<&str> =
        lines.iter().filter(|line| verdict(line) != Verdict::Refuse).copied().collect();
    (100 * (lines.len() - passed.len()) / lines.len(), passed)
}

#[test]
fn orders_are_refused_in_every_language() {
    let languages = parts(ORDERS);
    assert_eq!(languages.len(), 18);
    for (language, orders) in languages {
        let (share, passed) = refused(&orders);
        eprintln!("{language}: {share} % of {}", orders.len());
        assert!(share >= ORDERS_FLOOR, "{language}: {share} %, passed: {passed:#?}");
    }
}

/// In percent, in each language.
const ORDERS_FLOOR: usize = 80;

/// What a patient author gets past the lexicon; the figure is there to be honest about.
#[test]
fn roundabout_orders_are_seldom_refused() {
    let orders: Vec<&str> = parts(OBLIQUE).into_values().flatten().collect();
    let (share, _) = refused(&orders);
    eprintln!("{share} % of {}", orders.len());
    assert!(share >= OBLIQUE_FLOOR, "{share} %");
}

const OBLIQUE_FLOOR: usize = 5;

/// What is to be expected of texts that nobody has looked at: most orders are refused, and few notes.
#[test]
fn fresh_orders_are_mostly_refused_and_fresh_notes_seldom() {
    let [mut orders, mut notes]: [Vec<&str>; 2] = Default::default();
    for (part, lines) in parts(FRESH) {
        if part.starts_with("orders") { &mut orders } else { &mut notes }.extend(lines);
    }
    let (orders_share, _) = refused(&orders);
    let (notes_share, _) = refused(&notes);
    eprintln!("{orders_share} % of {} orders, {notes_share} % of {}", orders.len(), notes.len());
    assert!(orders_share >= FRESH_FLOOR, "{orders_share} %");
    assert!(notes_share <= FRESH_CEILING, "{notes_share} %");
}

const FRESH_FLOOR: usize = 70;
const FRESH_CEILING: usize = 7;

#[test]
fn prompts_are_refused_unseen() {
    for (part, prompts) in parts(PROMPTS) {
        let (share, passed) = refused(&prompts);
        eprintln!("{part}: {share} % of {}", prompts.len());
        let floor = if part == "unseen" { 70 } else { 80 };
        assert!(share >= floor, "{part}: {share} %, passed: {passed:#?}");
    }
}

/// Each of these, refused, is an analyst who cannot file what they found.
#[test]
fn ordinary_notes_are_not_refused() {
    let languages = parts(NOTES);
    assert_eq!(languages.len(), 18);
    let wrong: Vec<_> = languages
        .into_iter()
        .flat_map(|(language, notes)| notes.into_iter().map(move |note| (language, note)))
        .filter(|(_, note)| verdict(note) == Verdict::Refuse)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
