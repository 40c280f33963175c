//! The tests of the demo and the findings that fill them.

use serde_json::{Value, json};

use super::components::{ADVISORIES, Advisory, Exploited};
use super::rng::Dice;
use super::weaknesses::{
    CLUSTER, CODE, FILES, MANIFESTS, PARAMETERS, PATHS, SECRETS, WEB, Weakness,
};
use super::{ADMIN, MEMBER, story};
use crate::demo::clock;
use crate::demo::dedupe;
use crate::demo::findings::create;
use crate::demo::imports;
use crate::demo::row::Row;
use crate::demo::sla;
use crate::demo::store::State;
use crate::demo::tests;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Code,
    Components,
    Web,
    Cluster,
    Secrets,
}

/// Engagement, scan type, test type, family, findings, days since the scan, tags.
type Scan = (u64, &'static str, &'static str, Family, u64, i64, &'static [&'static str]);

const SCANS: &[Scan] = &[
    (1, "Semgrep JSON Report", "Semgrep JSON Report", Family::Code, 26, 96, &["sast"]),
    (1, "Bandit Scan", "Bandit Scan", Family::Code, 18, 71, &["sast", "python"]),
    (2, "Trivy Scan", "Trivy Scan", Family::Components, 34, 40, &["sca", "container"]),
    (2, "Anchore Grype", "Anchore Grype", Family::Components, 30, 38, &["sca", "container"]),
    (3, "", "Pen Test", Family::Web, 8, 84, &["pentest"]),
    (4, "Semgrep JSON Report", "Semgrep JSON Report", Family::Code, 24, 60, &["sast"]),
    (4, "SARIF", "CodeQL Scan (SARIF)", Family::Code, 20, 33, &["sast", "codeql"]),
    (5, "ZAP Scan", "ZAP Scan", Family::Web, 24, 21, &["dast"]),
    (5, "Nuclei Scan", "Nuclei Scan", Family::Web, 16, 7, &["dast"]),
    (6, "MobSF Scan", "MobSF Scan", Family::Code, 12, 25, &["mobile"]),
    (7, "Semgrep JSON Report", "Semgrep JSON Report", Family::Code, 18, 3, &["sast"]),
    (8, "Generic Findings Import", "Generic Findings Import", Family::Cluster, 18, 50, &["iac"]),
    (9, "Trivy Scan", "Trivy Scan", Family::Components, 34, 110, &["sca", "container"]),
    (10, "Gitleaks Scan", "Gitleaks Scan", Family::Secrets, 14, 12, &["secrets"]),
    (11, "Dependency Check Scan", "Dependency Check Scan", Family::Components, 20, 5, &["sca"]),
    (11, "NPM Audit v7+ Scan", "NPM Audit v7+ Scan", Family::Components, 14, 130, &["sca"]),
    (12, "Tenable Scan", "Tenable Scan", Family::Components, 14, 300, &["infrastructure"]),
    // The night after the first: what it finds again turns into duplicates.
    (1, "Semgrep JSON Report", "Semgrep JSON Report", Family::Code, 9, 95, &["sast"]),
];

/// Makes every test, so that the story can count on their ids.
pub(super) fn make_tests(state: &mut State) {
    for (place, (engagement, scan_type, test_type, _, _, days, tags)) in
        (1_i64..).zip(SCANS.iter().copied())
    {
        let date = clock::days_ago(days);
        let kind = state.test_type(test_type);
        let created = clock::moment_on(date, 3_600 + place);
        let mut row = Row::default()
            .with("engagement", engagement)
            .with("test_type", kind)
            .with("target_start", clock::moment_on(date, 0))
            .with("target_end", clock::moment_on(date, 0))
            .with("percent_complete", 100)
            .with("environment", 3)
            .with("lead", ADMIN)
            .with("version", format!("1.{place}.0"))
            .with("branch_tag", "main")
            .with("build_id", format!("build-{}", 1_000 + place))
            .with("commit_hash", format!("{:08x}", 0x1f3c_9a00_i64 + place))
            .with("created", created.clone())
            .with("updated", created);
        if scan_type.is_empty() {
            row.set("title", "Manual test of the payment flow");
        } else {
            row.set("scan_type", scan_type);
        }
        row.set_tags(tags);
        tests::store(state, row);
    }
}

pub(super) fn fill(state: &mut State) {
    for (test, (_, _, _, family, count, days, tags)) in (1_u64..).zip(SCANS.iter().copied()) {
        // Two scans of the same code see the same places.
        let mut dice = Dice::new(if test == 18 { 1 } else { test });
        let mut new = Vec::new();
        for number in 0..count {
            let days = days + i64::try_from(dice.below(4)).unwrap_or(0);
            let (mut row, page) = match family {
                Family::Code => (in_file(&mut dice, CODE, FILES), String::new()),
                Family::Cluster => (in_file(&mut dice, CLUSTER, MANIFESTS), String::new()),
                Family::Secrets => (secret(&mut dice, number), String::new()),
                Family::Components => (component(&mut dice, number), String::new()),
                Family::Web => on_page(&mut dice),
            };
            row.set("test", test).set("date", clock::days_ago(days).to_string());
            row.set_tags(tags);
            decorate(&mut dice, &mut row, number);
            let id = place(state, row);
            if family == Family::Web {
                story::locate(state, id, &page);
            }
            if dice.once_in(9) {
                story::note(state, id, MEMBER, "Seen in the weekly triage; the owning team knows.");
            }
            new.push(id);
        }
        dedupe::deduplicate(state, &new);
        record_import(state, test, &new);
    }
}

/// A finding in a file; the description names it, so that the same flaw elsewhere is another one.
fn in_file(dice: &mut Dice, from: &'static [Weakness], files: &'static [&'static str]) -> Row {
    let (Some(found), Some(file)) = (dice.pick(from), dice.pick(files)) else {
        return Row::default();
    };
    words(found)
        .with("description", format!("{}\n\n**File:** {file}", found.description))
        .with("file_path", *file)
        .with("line", 10 + dice.below(400))
        .with("nb_occurences", 1)
}

/// A finding at an address, and the address.
fn on_page(dice: &mut Dice) -> (Row, String) {
    let Some(found) = dice.pick(WEB) else { return (Row::default(), String::new()) };
    let path = dice.pick(PATHS).copied().unwrap_or_default();
    let parameter = dice.pick(PARAMETERS).copied().unwrap_or_default();
    let row = words(found)
        .with("title", format!("{} on /{path}", found.title))
        .with(
            "steps_to_reproduce",
            format!(
                "1. Open /{path}\n2. Change the parameter `{parameter}`\n3. Compare the answers"
            ),
        )
        .with("param", parameter)
        .with("scanner_confidence", 1 + dice.below(3));
    (row, format!("{path}?{parameter}=1"))
}

fn words(found: &Weakness) -> Row {
    Row::default()
        .with("title", found.title)
        .with("vuln_id_from_tool", found.rule)
        .with("cwe", found.cwe)
        .with("severity", found.severity)
        .with("description", found.description)
        .with("impact", found.impact)
        .with("mitigation", found.mitigation)
        .with("references", format!("https://cwe.mitre.org/data/definitions/{}.html", found.cwe))
}

fn secret(dice: &mut Dice, number: u64) -> Row {
    let Some(found) = dice.pick(SECRETS) else { return Row::default() };
    let mut row = words(found);
    let stage = dice.pick(&["dev", "test", "prod"]).copied().unwrap_or_default();
    row.set("file_path", format!("environments/{stage}/settings-{number}.yaml"))
        .set("line", 3 + dice.below(40));
    let text = format!(
        "{}\n\n**String Found:** {}",
        found.description,
        story::fake_secret(found.rule, dice)
    );
    row.set("description", text);
    row
}

fn component(dice: &mut Dice, number: u64) -> Row {
    // The first advisory is the story's: it stands once, where the tour finds it.
    let others = ADVISORIES.get(1..).unwrap_or_default();
    let place = usize::try_from(number).unwrap_or(0) % others.len().max(1);
    let Some(found) = others.get(place) else { return Row::default() };
    let image = dice.pick(&["gateway", "ledger", "search", "mailer"]).copied().unwrap_or_default();
    advisory(found)
        .with("file_path", format!("registry.demo.invalid/{image}:1.{}", dice.below(9)))
        .with("service", image)
}

pub(super) fn advisory(found: &Advisory) -> Row {
    let fixed = (!found.fixed.is_empty()).then_some(found.fixed);
    let score = f64::from(found.epss) / 100_000.0;
    let mut row = Row::default()
        .with("title", format!("{} {} {}", found.cve, found.component, found.version))
        .with("severity", found.severity)
        .with("cwe", found.cwe)
        .with("vulnerability_ids", json!([{"vulnerability_id": found.cve}]))
        .with("vuln_id_from_tool", found.cve)
        .with("component_name", found.component)
        .with("component_version", found.version)
        .with(
            "description",
            format!("{}\n\n**Component:** {} {}", found.summary, found.component, found.version),
        )
        .with("impact", found.summary)
        .with("references", format!("https://nvd.nist.gov/vuln/detail/{}", found.cve))
        .with("cvssv3", found.vector)
        .with("epss_score", score)
        .with("epss_percentile", (score.sqrt() * 100_000.0).round() / 100_000.0)
        .with("fix_available", fixed.is_some())
        .with("fix_version", fixed)
        .with("mitigation", fixed.map(|fixed| format!("Upgrade {} to {fixed}.", found.component)));
    if found.exploited != Exploited::No {
        row.set("known_exploited", true)
            .set("ransomware_used", found.exploited == Exploited::ByRansomware)
            .set("kev_date", clock::days_ago(30 + i64::from(found.epss % 400)).to_string());
    }
    row
}

/// The state of a finding: most are open, and every other state occurs.
fn decorate(dice: &mut Dice, row: &mut Row, number: u64) {
    row.set("active", true).set("verified", dice.once_in(3)).set("reporter", ADMIN);
    match number % 16 {
        3 => {
            row.set("active", false).set("is_mitigated", true);
        }
        5 if dice.once_in(2) => {
            row.set("active", false).set("verified", false).set("false_p", true);
        }
        7 if dice.once_in(2) => {
            row.set("active", false).set("verified", false).set("out_of_scope", true);
        }
        9 => {
            row.set("under_review", true)
                .set("review_requested_by", MEMBER)
                .set("reviewers", vec![ADMIN]);
        }
        11 => due_today(row),
        13 => {
            row.set("planned_remediation_date", clock::days_ago(-14).to_string())
                .set("planned_remediation_version", "2.0")
                .set("effort_for_fixing", "Medium");
        }
        _ => {}
    }
}

/// Moves the date so that the service level ends today.
fn due_today(row: &mut Row) {
    if let Some(days) = sla::days(row.text("severity")) {
        row.set("date", clock::days_ago(days).to_string());
    }
}

/// Stores a finding of the past.
pub(super) fn place(state: &mut State, row: Row) -> u64 {
    let test_type = state.test_of(&row).map_or(Value::Null, |test| test.get("test_type").clone());
    let id = create::store(state, row.with("found_by", vec![test_type]), ADMIN);
    backdate(state, id);
    id
}

/// Puts the timestamps of a finding where its date says.
pub(super) fn backdate(state: &mut State, id: u64) {
    let Some(row) = state.findings.find_mut(id) else { return };
    let date = clock::date_of(row.text("date")).unwrap_or_else(clock::today);
    let second = 7_200 + i64::try_from(id % 40_000).unwrap_or(0);
    let found = clock::moment_on(date, second);
    let age = clock::days_between(date, clock::today());
    let reviewed = clock::moment_on(clock::plus(date, age / 2), second + 60);
    for name in ["created", "updated", "last_status_update", "last_reviewed"] {
        row.set(name, found.clone());
    }
    row.set("last_reviewed_by", ADMIN);
    if row.flag("is_mitigated") {
        row.set("mitigated", reviewed.clone())
            .set("mitigated_by", ADMIN)
            .set("last_status_update", reviewed.clone())
            .set("updated", reviewed);
    }
}

fn record_import(state: &mut State, test: u64, findings: &[u64]) {
    let Some(row) = state.tests.find(test) else { return };
    if row.text("scan_type").is_empty() {
        return;
    }
    let copy = |name: &str| row.text(name).to_owned();
    let import = Row::default()
        .with("test", test)
        .with("type", "import")
        .with("created", copy("created"))
        .with("version", copy("version"))
        .with("build_id", copy("build_id"))
        .with("commit_hash", copy("commit_hash"))
        .with("branch_tag", copy("branch_tag"))
        .with("import_settings", imports::default_settings())
        .with("findings_affected", findings.to_vec());
    let import = state.imports.insert(import);
    for finding in findings {
        state.import_actions.insert(
            Row::default()
                .with("test_import", import)
                .with("finding", *finding)
                .with("action", "N"),
        );
    }
}
