//! The figures on labelled text, where it stands beside the checkout.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mcp_defectdojo::screen::{
    injection::{self, Verdict},
    secrets,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Row {
    id: String,
    text: Option<String>,
    text_b64: Option<String>,
    variant: Option<String>,
}

impl Row {
    fn text(&self) -> String {
        let decoded =
            |encoded| String::from_utf8_lossy(&STANDARD.decode(encoded).unwrap()).into_owned();
        self.text.clone().or_else(|| self.text_b64.as_ref().map(decoded)).unwrap()
    }

    /// A fixed two fifths of the rows, tallied apart: a rule that fits only what its author looked at shows as a gap.
    fn in_second_part(&self) -> bool {
        let hash = self.id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
        });
        hash % 5 < 2
    }
}

/// The rows of one file; `None`, with a notice, where the labelled text is not at hand.
fn rows(name: &str) -> Option<Vec<Row>> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora"))
        .join(name)
        .with_extension("jsonl");
    let Ok(lines) = fs::read_to_string(&path) else {
        eprintln!("passed over: no {} beside the checkout", path.display());
        return None;
    };
    Some(lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

#[derive(Default)]
struct Tally {
    rows: u32,
    flagged: u32,
    refused: u32,
}

impl Tally {
    fn add(&mut self, verdict: Verdict) {
        self.rows += 1;
        self.flagged += u32::from(verdict != Verdict::Pass);
        self.refused += u32::from(verdict == Verdict::Refuse);
    }

    fn share(&self, part: u32) -> f64 {
        100.0 * f64::from(part) / f64::from(self.rows.max(1))
    }

    fn print(&self, name: &str) {
        let (flagged, refused) = (self.share(self.flagged), self.share(self.refused));
        eprintln!(
            "{name:52} {:4} rows  refused {refused:5.1} %  warned or refused {flagged:5.1} %",
            self.rows
        );
    }
}

/// The whole file, its second part, and the rows by variant.
fn tally(name: &str) -> Option<(Tally, Tally, BTreeMap<String, Tally>)> {
    let (mut all, mut second, mut variants) =
        (Tally::default(), Tally::default(), BTreeMap::<String, Tally>::new());
    for row in rows(name)? {
        let verdict = injection::judge(&row.text()).verdict;
        all.add(verdict);
        if row.in_second_part() {
            second.add(verdict);
        }
        variants.entry(row.variant.unwrap_or_default()).or_default().add(verdict);
    }
    all.print(name);
    second.print(&format!("{name}, second part"));
    Some((all, second, variants))
}

#[test]
fn injections_are_caught() {
    for (name, floor) in
        [("inj_cyberseceval", 60.0), ("inj_giskard", 60.0), ("inj_garak_latent", 60.0)]
    {
        let Some((all, second, _)) = tally(name) else { return };
        assert!(all.share(all.refused) >= floor, "{name}");
        assert!(second.share(second.refused) >= floor, "{name}, second part");
    }
    let Some((_, _, variants)) = tally("inj_obfuscated_synthetic") else { return };
    for (variant, tally) in variants {
        tally.print(&format!("  {variant}"));
        let floor = if variant == "plain" { 95.0 } else { 80.0 };
        assert!(tally.share(tally.refused) >= floor, "{variant}");
    }
}

#[test]
fn ordinary_reports_pass() {
    for (name, ceiling) in
        [("benign_defectdojo_scans", 0.3), ("benign_rustsec", 0.3), ("benign_payload_docs", 3.0)]
    {
        let Some((all, _, _)) = tally(name) else { return };
        assert!(all.share(all.flagged) <= ceiling, "{name}");
    }
}

/// The analyst who writes about prompt injection must be able to file the finding.
#[test]
fn prose_about_injection_is_not_refused() {
    let Some((all, _, _)) = tally("ambiguous_docs_about_prompt_injection") else { return };
    assert!(all.share(all.refused) <= 10.0);
}

/// The share of rows with at least one credential, of all and of the second part.
fn found(name: &str) -> Option<(f64, f64)> {
    let (mut all, mut second) = (Tally::default(), Tally::default());
    for row in rows(name)? {
        let some =
            if secrets::find(&row.text()).is_empty() { Verdict::Pass } else { Verdict::Refuse };
        all.add(some);
        if row.in_second_part() {
            second.add(some);
        }
    }
    eprintln!(
        "{name:52} {:4} rows  with credentials {:5.2} %, second part {:5.2} %",
        all.rows,
        all.share(all.refused),
        second.share(second.refused)
    );
    Some((all.share(all.refused), second.share(second.refused)))
}

#[test]
fn credentials_are_found_and_little_else() {
    let Some((positive, second)) = found("secrets_positive") else { return };
    assert!(positive >= 60.0 && second >= 60.0);
    let Some((negative, _)) = found("secrets_negative") else { return };
    assert!(negative <= 25.0);
    for name in ["benign_defectdojo_scans", "benign_rustsec"] {
        let Some((ordinary, _)) = found(name) else { return };
        assert!(ordinary <= 0.4, "{name}");
    }
}

/// A rule that quotes the labelled text measures nothing: no long stretch of it stands in the sources.
#[test]
fn no_labelled_text_stands_in_the_rules() {
    const WORDS: usize = 5;
    // Of scripts that write words together, so many letters are as telling.
    const LETTERS: usize = 9;
    let words = |text: &str| {
        let lower = text.to_lowercase();
        lower
            .split(|one: char| !one.is_alphanumeric() && one != '\'')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let sources = concat!(env!("CARGO_MANIFEST_DIR"), "/src/screen/injection");
    let (mut phrases, mut unspaced) = (Vec::new(), Vec::new());
    let files = |folder: &Path| {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_file()).collect::<Vec<_>>()
    };
    let sources = Path::new(sources);
    for file in files(sources).into_iter().chain(files(&sources.join("further"))) {
        let source = fs::read_to_string(file).unwrap();
        let foreign = |phrase: &&str| {
            phrase.chars().all(|one| u32::from(one) > 0x2e80) && phrase.chars().count() >= LETTERS
        };
        unspaced.extend(source.split(['|', '"', '\n']).filter(foreign).map(str::to_owned));
        phrases.extend(
            source.split(['|', '"', '\n']).map(words).filter(|phrase| phrase.len() >= WORDS),
        );
    }
    for name in [
        "inj_cyberseceval",
        "inj_giskard",
        "inj_garak_latent",
        "inj_obfuscated_synthetic",
        "inj_mcp_docstrings_cisco",
    ] {
        let Some(rows) = rows(name) else { return };
        for row in rows {
            let whole = unspaced.iter().find(|phrase| row.text().contains(phrase.as_str()));
            assert!(whole.is_none(), "{}: {whole:?}", row.id);
            let text = words(&row.text());
            let copied = phrases.iter().find(|phrase| {
                phrase.windows(WORDS).any(|part| text.windows(WORDS).any(|other| other == part))
            });
            assert!(copied.is_none(), "{}: {copied:?}", row.id);
        }
    }
}
