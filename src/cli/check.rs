//! `check`: tells what is configured, whether DefectDojo answers and as whom, and what to do about what is wrong.

mod answer;
mod live;
mod local;
mod probe;
mod report;
mod upstream;

use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use tokio::runtime;

use self::report::{Check, Report};
use super::{PROBLEM, ServeArgs, ended};
use crate::{
    config::{Config, Environment, Upstream},
    log::Level,
};

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Answer as one JSON object
    #[arg(long)]
    json: bool,
    /// Only ask whether the server that this configuration starts is alive, as a container's health check
    #[arg(long)]
    live: bool,
    /// How long to wait for each answer
    #[arg(long, value_name = "SECONDS", default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=300))]
    timeout: u64,
    #[command(flatten)]
    serve: ServeArgs,
}

/// The exit code: 0 when nothing stands in the way of working, 1 otherwise.
pub(super) fn run(args: CheckArgs, environment: Environment) -> u8 {
    let runtime = runtime::Builder::new_current_thread().enable_all().build();
    match runtime.context("the runtime cannot start") {
        Ok(runtime) => runtime.block_on(check(args, environment)),
        Err(error) => ended(Err(error)),
    }
}

async fn check(args: CheckArgs, environment: Environment) -> u8 {
    let timeout = Duration::from_secs(args.timeout);
    let proxies = environment.proxies();
    let mut report = Report::new(args.json);
    let mut sources = args.serve.sources(environment);
    let mut loaded = Config::load(sources.clone());
    if args.live && loaded.is_err() {
        // Whether the server is alive is no question of DefectDojo's settings, and one that has `--demo` needs none.
        sources.demo = true;
        loaded = Config::load(sources);
    }
    match loaded {
        Err(wrong) => {
            for problem in &wrong.problems {
                report.add(Check::problem("configuration", "configuration", problem, ""));
            }
            notices(&wrong.notices, &mut report);
        }
        Ok(config) if args.live => report.add(live::check(&config, timeout).await),
        Ok(config) => {
            report.add(Check::good("configuration", config.start_line()));
            notices(&config.notices, &mut report);
            match &config.upstream {
                Upstream::Demo => {
                    report.add(Check::good("defectdojo", "the embedded demo answers everything"));
                }
                Upstream::Real(dojo) => {
                    upstream::check(dojo, &proxies, timeout, &mut report).await;
                }
            }
            local::check(&config, &mut report);
        }
    }
    match report.finish() {
        Ok(code) => code,
        Err(error) => {
            ended(Err(error));
            PROBLEM
        }
    }
}

fn notices(notices: &[crate::config::Notice], report: &mut Report) {
    for notice in notices.iter().filter(|notice| notice.level >= Level::Warning) {
        report.add(Check::warning("configuration", "notice", &notice.message, ""));
    }
}
