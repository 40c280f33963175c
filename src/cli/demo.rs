//! `demo`: a triage on an embedded DefectDojo, shown step by step, then served on.

#[expect(clippy::indexing_slicing, reason = "a member that a JSON value lacks reads as null")]
mod client;
mod clients;
mod stage;
#[expect(clippy::indexing_slicing, reason = "a member that a JSON value lacks reads as null")]
mod tour;

use std::{net::SocketAddr, path::PathBuf, sync::Arc};

use anyhow::Context as _;
use clap::Args;
use secrecy::SecretString;
use tokio::{net::TcpListener, runtime};
use tokio_util::sync::CancellationToken;

use self::stage::Stage;
use crate::{
    access::{Role, Selection},
    audit,
    auth::{Authenticator, Binding, Settings, TokenHash},
    demo::{ADMIN_KEY, Demo, MEMBER_KEY},
    dojo::{self, Keys},
    guard::{Guard, TaintSettings},
    render::Content,
    screen::{Policy, Presentation, Redactor, Screening, Wrapping},
    server::{Parts, Server},
    tools, transport,
};

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

/// The demo listens on loopback alone and holds made-up data: a token that anybody may know.
const TOKEN: &str = "demo-token";

pub(super) fn run(args: &DemoArgs) -> anyhow::Result<()> {
    let runtime = runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime cannot start")?;
    runtime.block_on(async {
        let stop = super::serve::stop_on_signals()?;
        match args.rest {
            Some(address) => rest(address, stop).await,
            None => show(args, stop).await,
        }
    })
}

/// Starts an embedded DefectDojo and answers how to reach it.
pub(super) async fn embedded(stop: CancellationToken) -> anyhow::Result<dojo::Settings> {
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .context("the embedded DefectDojo finds no free loopback port")?;
    let address = listener.local_addr()?;
    let demo = Demo::seeded();
    tokio::spawn(async move {
        // It outlives the call that is running when the process is told to stop.
        let running = std::future::pending();
        if let Err(error) = demo.serve(listener, running).await {
            tracing::error!(%error, "the embedded DefectDojo stopped");
            stop.cancel();
        }
    });
    Ok(dojo::Settings {
        url: format!("http://{address}/").parse()?,
        keys: Keys::Single(SecretString::from(ADMIN_KEY)),
        ca: None,
    })
}

/// The REST API alone.
async fn rest(address: SocketAddr, stop: CancellationToken) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("{address} cannot be listened on; choose another --rest"))?;
    let address = listener.local_addr()?;
    let mut stage = Stage::default();
    stage.line(&format!("A simulated DefectDojo 3.2.0 answers on http://{address}/api/v2/"))?;
    stage.line(&format!("  key {ADMIN_KEY}   sees everything"))?;
    stage.line(&format!("  key {MEMBER_KEY}  sees two products"))?;
    stage.line(&format!(
        "  try  curl -H 'Authorization: Token {ADMIN_KEY}' 'http://{address}/api/v2/findings/?limit=1'"
    ))?;
    Demo::seeded()
        .serve(listener, async move { stop.cancelled().await })
        .await
        .context("the simulated DefectDojo stopped")
}

/// Server and DefectDojo, a triage by a client over HTTP, and what to paste into other clients.
async fn show(args: &DemoArgs, stop: CancellationToken) -> anyhow::Result<()> {
    let directory = tempfile::tempdir().context("no temporary directory can be made")?;
    let audit_file = directory.path().join("audit.log");
    let dojo = embedded(stop.clone()).await?;
    let dojo_url = dojo.url.clone();
    let (server, log) = assemble(dojo, audit_file.clone())?;

    let port = args.port.unwrap_or(0);
    let settings = transport::Settings {
        bind: SocketAddr::from(([127, 0, 0, 1], port)),
        ..transport::Settings::default()
    };
    let listener = transport::http::bind(settings).await.with_context(|| {
        format!("loopback port {port} cannot be listened on; choose another --port")
    })?;
    let url = format!("http://{}/mcp", listener.address());
    let authenticator = Arc::new(Authenticator::new(Settings {
        bindings: vec![Binding {
            name: "demo".to_owned(),
            token: TokenHash::of(TOKEN),
            role: Role::Admin,
        }],
        require: true,
        ..Settings::default()
    })?);
    let running = server.running();
    let serving = tokio::spawn(listener.serve(server, authenticator, running, stop.clone()));

    let mut stage = Stage::default();
    stage.title("mcp-defectdojo: a triage on an embedded DefectDojo")?;
    stage.line(&format!("DefectDojo (simulated, made-up data)  {dojo_url}"))?;
    stage.line(&format!("MCP server (Streamable HTTP)          {url}"))?;
    tour::run(&mut stage, &url, TOKEN, &audit_file).await?;
    clients::print(&mut stage, &url, TOKEN)?;
    if args.once {
        stop.cancel();
    } else {
        stage.line("")?;
        stage.line(
            "Serving on until Ctrl-C. Point a client at it and ask: “what should I fix first?”",
        )?;
    }
    serving.await.context("the server stopped")??;
    log.close().await;
    Ok(())
}

fn assemble(dojo: dojo::Settings, audit_file: PathBuf) -> anyhow::Result<(Server, audit::Log)> {
    let log = audit::Log::open(&audit::Settings {
        file: Some(audit_file),
        key: Some(SecretString::from("demo-audit-key")),
        mirror: false,
        network: true,
        ..audit::Settings::default()
    })?;
    let redactor = Arc::new(Redactor::new([&SecretString::from(ADMIN_KEY)]));
    let server = Server::new(Parts {
        guard: Guard::new(dojo::Client::new(dojo), crate::guard::Settings::default()),
        taint: TaintSettings::default(),
        tools: tools::all(),
        settings: tools::Settings::default(),
        presentation: Presentation { wrapping: Wrapping::On, redactor: Arc::clone(&redactor) },
        screening: Screening::new(redactor, Policy::default()),
        log: log.clone(),
        sync_reads: false,
        content: Content::default(),
        metrics: Arc::default(),
        local: None,
        offered: Selection::ALL,
    });
    Ok((server, log))
}
