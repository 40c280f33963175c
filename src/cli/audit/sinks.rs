//! `audit sinks`: how far each destination is, and whether it takes a probe.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use clap::Subcommand;
use serde_json::json;
use tokio::runtime;

use crate::{
    audit::feed,
    cli::{GOOD, PROBLEM, print},
    forward::{Cursor, State, Target, Verdict},
};

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Act {
    /// Send a probe to every destination and tell what it made of it
    Test,
}

pub(super) fn run(
    act: Option<&Act>,
    json: bool,
    targets: &[Target],
    log: Option<&Path>,
) -> Result<u8> {
    if targets.is_empty() {
        bail!(
            "no destination is configured: set AUDIT_LOG_SYSLOG, AUDIT_LOG_HTTPS_URL or AUDIT_SINKS"
        );
    }
    match act {
        Some(Act::Test) => test(targets, json),
        None => show(targets, json, log.context("no audit log is configured")?),
    }
}

fn test(targets: &[Target], json: bool) -> Result<u8> {
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the runtime cannot start")?;
    let mut code = GOOD;
    for target in targets {
        let verdict = runtime.block_on(target.probe())?;
        let accepted = verdict == Verdict::Accepted;
        if !accepted {
            code = PROBLEM;
        }
        let (name, words) = (target.describe(), verdict.in_words());
        if json {
            let line =
                json!({"destination": target.name(), "accepted": accepted, "verdict": words});
            print(format!("{line}\n").as_bytes())?;
        } else {
            print(format!("{name}: {words}\n").as_bytes())?;
        }
    }
    Ok(code)
}

fn show(targets: &[Target], json: bool, log: &Path) -> Result<u8> {
    let head = feed::head_of(log)
        .with_context(|| format!("the audit log {} cannot be read", log.display()))?;
    let mut code = GOOD;
    for target in targets {
        let name = target.name();
        let path = Cursor::path(log, &name);
        let remembered =
            Cursor::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let Some(remembered) = remembered else {
            let nothing = format!("{}: the server has not run with it yet\n", target.describe());
            let line = json!({"destination": name, "state": null}).to_string() + "\n";
            print(if json { line } else { nothing }.as_bytes())?;
            continue;
        };
        let lag = head.distance(&remembered.place);
        if remembered.state != State::Delivering {
            code = PROBLEM;
        }
        if json {
            let line = json!({
                "destination": name, "target": target.describe(), "lag": lag,
                "remembered": remembered,
            });
            print(format!("{line}\n").as_bytes())?;
            continue;
        }
        let time = |at: Option<jiff::Timestamp>| {
            at.map_or_else(
                || "never".to_owned(),
                |at| at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
            )
        };
        let error = remembered.last_error.as_deref().unwrap_or("none");
        print(
            format!(
                "{}\n  state         {}\n  lag           {lag} records\n  delivered     {}\n  \
                 last success  {}\n  last error    {error}{}\n  dead letters  {}\n  left out      {}\n",
                target.describe(),
                remembered.state.word(),
                remembered.delivered,
                time(remembered.last_success),
                remembered.last_error_at.map_or_else(String::new, |at| format!(" ({})", time(Some(at)))),
                remembered.dead_letters,
                remembered.left_out,
            )
            .as_bytes(),
        )?;
    }
    Ok(code)
}
