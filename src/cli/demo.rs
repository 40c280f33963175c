//! `demo`: a triage on an embedded DefectDojo, shown step by step.

use std::net::SocketAddr;

use clap::Args;

#[derive(Debug, Args)]
pub(super) struct DemoArgs {
    /// End after the tour instead of serving on
    #[arg(long, conflicts_with = "rest")]
    pub(super) once: bool,
    /// Serve the embedded DefectDojo's REST API alone, for any other client
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub(super) rest: Option<SocketAddr>,
    /// The loopback port that the server listens on; a free one when not given
    #[arg(long, value_name = "PORT", conflicts_with = "rest")]
    pub(super) port: Option<u16>,
}

pub(super) fn run(args: &DemoArgs) -> anyhow::Result<()> {
    anyhow::bail!("the demo is not part of this build: {args:?}")
}

/// Starts an embedded DefectDojo and answers how to reach it.
pub(super) async fn embedded(_stop: tokio_util::sync::CancellationToken) -> anyhow::Result<crate::dojo::Settings> {
    anyhow::bail!("the demo is not part of this build")
}
