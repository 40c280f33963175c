//! The story: find what is urgent, read it, note, tag and close it, and see a scan bring it back.

use std::{fs, path::Path, time::Instant};

use anyhow::{Context as _, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{client::Client, stage::Stage};
use crate::demo::{TOUR_REPORT, TOUR_TEST};

pub(super) async fn run(
    stage: &mut Stage,
    url: &str,
    token: &str,
    audit_file: &Path,
) -> anyhow::Result<()> {
    let started = Instant::now();
    let client = Client::connect(url, token).await.context("the tour's client cannot connect")?;
    let mut guide = Guide { stage, client };
    let tools = guide.client.tools().await.context("tools cannot be listed")?;
    guide.stage.line(&format!("Client connected; {tools} tools are offered."))?;

    let urgent = guide.find_urgent().await?;
    guide.read(urgent).await?;
    guide.read_hostile().await?;
    guide.annotate(urgent).await?;
    let fixed = guide.close().await?;
    guide.rescan(fixed).await?;
    guide.correct_oneself().await?;
    guide.look_at_the_audit(audit_file)?;
    let seconds = started.elapsed().as_secs_f64();
    guide.stage.line(&format!("\nThe tour took {seconds:.2} s."))
}

struct Guide<'a> {
    stage: &'a mut Stage,
    client: Client,
}

impl Guide<'_> {
    /// Which open findings are bad, known to be exploited and late?
    async fn find_urgent(&mut self) -> anyhow::Result<u64> {
        self.stage.step("What is urgent? Open, critical, past its SLA")?;
        let arguments = json!({
            "severity": "critical", "active": true, "outside_of_sla": true, "limit": 100, "detail": "full",
        });
        let list = self.call("list_findings", arguments).await?;
        let mut rows: Vec<&Value> = list["items"].as_array().into_iter().flatten().collect();
        let count = rows.len();
        rows.sort_by(|left, right| urgency(right).total_cmp(&urgency(left)));
        self.stage.line(&format!("   {count} findings; the most likely to be exploited first:"))?;
        for row in rows.iter().take(3) {
            self.stage.line(&format!(
                "   #{:<4} EPSS {:.2}  KEV {:<3}  SLA {:>4} d  {}",
                row["id"].to_string(),
                row["epss_score"].as_f64().unwrap_or_default(),
                if row["known_exploited"] == true { "yes" } else { "no" },
                row["sla_days_remaining"].as_i64().unwrap_or_default(),
                text(&row["title"]),
            ))?;
        }
        rows.first().and_then(|row| row["id"].as_u64()).context("the demo has an urgent finding")
    }

    async fn read(&mut self, id: u64) -> anyhow::Result<()> {
        self.stage.step("Read it before deciding anything")?;
        let finding = self.call("get_finding", json!({ "finding_id": id })).await?;
        for (label, value) in [
            ("state", text(&finding["display_status"])),
            ("product", text(&finding["product_name"])),
            (
                "component",
                format!(
                    "{} {}",
                    text(&finding["component_name"]),
                    text(&finding["component_version"])
                ),
            ),
            ("place", text(&finding["file_path"])),
            ("fix", first_line(&text(&finding["mitigation"]))),
        ] {
            self.stage.line(&format!("   {label:<10} {value}"))?;
        }
        Ok(())
    }

    /// A finding whose text tries to give orders arrives as marked data.
    async fn read_hostile(&mut self) -> anyhow::Result<()> {
        self.stage.step("Some findings carry text that tries to give orders")?;
        let list = self
            .call("list_findings", json!({ "title": "Cross Site Scripting (Stored)", "limit": 1, "detail": "standard" }))
            .await?;
        let item = &list["items"][0];
        let line = text(&item["description"]);
        let order = line.lines().find(|line| line.contains("gnore")).unwrap_or_default();
        self.stage.line(&format!("   value     {}", cut(order, 100)))?;
        self.stage.line(&format!("   _warning  {}", text(&item["description"]["_warning"])))?;
        self.stage
            .line("   The model gets it as data with a warning beside it, never as an instruction.")
    }

    async fn annotate(&mut self, id: u64) -> anyhow::Result<()> {
        self.stage.step("Write down what was found out")?;
        let entry =
            "Checked: the vulnerable class is on the class path. Fix rolled out with gateway 1.4.";
        self.call("add_finding_note", json!({ "finding_id": id, "entry": entry })).await?;
        let tags = self
            .call(
                "add_finding_tags",
                json!({ "finding_id": id, "tags": ["triaged", "fix-rolled-out"] }),
            )
            .await?;
        self.stage.line(&format!("   tags now: {}", list(&tags["tags"])))
    }

    /// The developers say that a finding of the last scan is fixed.
    async fn close(&mut self) -> anyhow::Result<u64> {
        self.stage.step("The developers fixed something: close it and say why")?;
        let arguments = json!({ "test_id": TOUR_TEST, "active": true, "title": "static-iv" });
        let list = self.call("list_findings", arguments).await?;
        let id = list["items"][0]["id"].as_u64().context("the demo has a finding to close")?;
        let arguments =
            json!({ "finding_id": id, "reason": "mitigated", "note": "Fixed in ledger 1.4.2." });
        let closed = self.call("close_finding", arguments).await?;
        self.stage.line(&format!(
            "   #{id} {}: active {}, mitigated {}",
            text(&closed["title"]),
            closed["active"],
            closed["is_mitigated"]
        ))?;
        Ok(id)
    }

    /// The next scan still has the hole: reimporting reopens the finding.
    async fn rescan(&mut self, id: u64) -> anyhow::Result<()> {
        self.stage.step("The next scan still has it: reimport reopens the finding")?;
        let arguments = json!({
            "test_id": TOUR_TEST, "scan_type": "Semgrep JSON Report",
            "file": STANDARD.encode(TOUR_REPORT), "file_name": "semgrep.json",
        });
        self.stage.running("importing")?;
        let import = self.call("reimport_scan", arguments).await?;
        let delta = &import["statistics"]["delta"];
        let total = |change: &str| delta[change]["total"]["total"].as_u64().unwrap_or_default();
        self.stage.line(&format!(
            "   created {}, reactivated {}, closed {}, untouched {}",
            total("created"),
            total("reactivated"),
            total("closed"),
            total("untouched")
        ))?;
        let again = self.call("get_finding", json!({ "finding_id": id })).await?;
        if again["active"] != true {
            bail!("finding {id} should be open again");
        }
        self.stage.line(&format!("   #{id} is open again: {}", text(&again["display_status"])))
    }

    /// A mistake is answered so that a model can correct itself.
    async fn correct_oneself(&mut self) -> anyhow::Result<()> {
        self.stage.step("A mistake is answered with the way out")?;
        let arguments = json!({ "sevrity": "High" });
        self.stage.call("list_findings", &arguments.to_string())?;
        let result = self.client.call("list_findings", arguments).await?;
        self.stage.line(&format!("   {}", cut(&text(&result["content"][0]["text"]), 110)))
    }

    fn look_at_the_audit(&mut self, file: &Path) -> anyhow::Result<()> {
        self.stage.step("Every call is in the audit log, each line sealed to the one before")?;
        let log = fs::read_to_string(file).context("the audit log cannot be read")?;
        let closing: Option<Value> =
            log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).find(
                |record| record["tool_name"] == "close_finding" && record["event_type"] == "audit",
            );
        let record = closing.context("the close is in the audit log")?;
        for member in [
            "tool_name",
            "authenticated_caller_id",
            "request_params",
            "outcome",
            "findings_read_before_mutation",
            "upstream",
            "integrity_hmac",
        ] {
            self.stage
                .line(&format!("   {member:<30} {}", cut(&record[member].to_string(), 90)))?;
        }
        self.stage.line(&format!("   {} records in all.", log.lines().count()))
    }

    async fn call(&mut self, tool: &'static str, arguments: Value) -> anyhow::Result<Value> {
        self.stage.call(tool, &arguments.to_string())?;
        let called = self.client.call(tool, arguments).await;
        let mut result = called.with_context(|| format!("{tool} failed"))?;
        if result["isError"] == true {
            bail!("{tool} failed: {}", result["content"]);
        }
        Ok(result["structuredContent"].take())
    }
}

/// Known exploitation first, then likelihood.
fn urgency(row: &Value) -> f64 {
    let known = if row["known_exploited"] == true { 1.0 } else { 0.0 };
    known + row["epss_score"].as_f64().unwrap_or_default()
}

/// A text, in its envelope or not, as one line without control characters.
fn text(value: &Value) -> String {
    let value = value.get("value").unwrap_or(value);
    value
        .as_str()
        .unwrap_or_default()
        .chars()
        .filter(|char| !char.is_control() || *char == '\n')
        .collect()
}

fn list(value: &Value) -> String {
    let value = value.get("value").unwrap_or(value);
    value.as_array().into_iter().flatten().map(text).collect::<Vec<_>>().join(", ")
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

fn cut(text: &str, most: usize) -> String {
    let mut shown: String = text.chars().take(most).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
