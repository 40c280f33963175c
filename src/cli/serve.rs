//! `serve`: runs the server on its transport until the client leaves or the process is told to stop.

mod forwarding;

use std::sync::Arc;

use anyhow::Context as _;
use tokio::{
    runtime,
    signal::unix::{SignalKind, signal},
    sync::mpsc,
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::{
    audit,
    auth::{Authenticator, RefusedLogin},
    config::{
        Config, Upstream,
        settings::{AuditReads, TransportKind},
    },
    dojo,
    forward::Forwarder,
    guard::Guard,
    metrics::Metrics,
    server::{Parts, Server},
    tools,
    transport::{http, stdio},
};

pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    let runtime = runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime cannot start")?;
    let result = runtime.block_on(serve(config));
    // A read of standard input cannot be interrupted: waiting for it would keep the process.
    runtime.shutdown_background();
    result
}

async fn serve(config: &Config) -> anyhow::Result<()> {
    let stop = stop_on_signals()?;
    let upstream = match &config.upstream {
        Upstream::Real(dojo) => dojo.settings(),
        Upstream::Demo => super::demo::embedded(stop.clone()).await?,
    };
    forwarding::prepare(config)?;
    let log = audit::Log::open(&config.audit())?;
    if let Some(notice) = log.status().notice {
        tracing::warn!("{notice}");
    }
    log.begin_retention();
    let client = dojo::Client::new(upstream);
    let metrics = Arc::new(Metrics::new(tools::all().names()));
    let forwarder = forwarding::start(config, &log, &metrics)?;
    let server = assemble(config, client, log.clone(), Arc::clone(&metrics));
    reopen_on_hangup(log.clone())?;
    let ended = match config.transport.kind {
        TransportKind::Stdio => {
            stdio::serve(server.clone(), stdio::LINE_LIMIT, server.running(), stop)
                .await
                .context("stdio failed")
        }
        TransportKind::StreamableHttp | TransportKind::Sse => {
            network(config, server.clone(), log.clone(), metrics, forwarder.clone(), stop).await
        }
    };
    log.close().await;
    if let Some(forwarder) = forwarder {
        forwarder.stop(forwarding::PATIENCE).await;
    }
    ended
}

/// A server as the configuration wants it.
fn assemble(
    config: &Config,
    client: dojo::Client,
    log: audit::Log,
    metrics: Arc<Metrics>,
) -> Server {
    let presentation = config.presentation();
    let screening = config.screening(&presentation);
    let guard = Guard::new(client, config.limits());
    // Certificate authorities take a while to read: not on the way to the first answer.
    let client = Arc::clone(guard.client());
    tokio::spawn(async move { client.warm().await });
    let local = (config.transport.kind == TransportKind::Stdio).then(|| config.local_caller());
    Server::new(Parts {
        guard,
        taint: config.taint(),
        tools: tools::all(),
        settings: config.tools(),
        presentation,
        screening,
        log,
        sync_reads: config.audit.reads == AuditReads::Sync,
        content: config.content(),
        metrics,
        local,
    })
}

async fn network(
    config: &Config,
    server: Server,
    log: audit::Log,
    metrics: Arc<Metrics>,
    forwarder: Option<Arc<Forwarder>>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let settings = config.network().context("MCP_HOST cannot be resolved")?;
    let authenticator = Authenticator::new(config.auth())?.reporting(refused_logins(log.clone()));
    let authenticator = Arc::new(authenticator);
    gauges(&metrics, &log);
    let mut listener =
        http::bind(settings).await?.ready_when(move || log.status().writable).counting(metrics);
    if let Some(forwarder) = forwarder {
        listener = listener.telling("forwarding", move || forwarding::summary(&forwarder));
    }
    tracing::info!("listening on http://{}{}", listener.address(), config.transport.path);
    let running = server.running();
    listener.serve(server, authenticator, running, stop).await.context("serving failed")
}

/// Writes refused logins down. Whoever is refused does not wait for that, and cannot fill the memory with it.
fn refused_logins(log: audit::Log) -> impl Fn(RefusedLogin) + Send + Sync + 'static {
    const WAITING: usize = 1_024;
    let (sender, mut receiver) = mpsc::channel::<RefusedLogin>(WAITING);
    tokio::spawn(async move {
        while let Some(login) = receiver.recv().await {
            let record = audit::Record::login_refused(&audit::RefusedLogin {
                request_id: Uuid::now_v7(),
                reason: login.refusal.name(),
                peer: Some(login.address.to_string()),
                throttled: login.throttled,
                unreported: login.unreported,
            });
            if let Err(error) = log.hand_over(record).await {
                tracing::error!(%error, "a refused login was not recorded");
            }
        }
    });
    move |login| {
        if sender.try_send(login).is_err() {
            tracing::warn!(address = %login.address, "a refused login was not recorded: too many wait");
        }
    }
}

fn gauges(metrics: &Metrics, log: &audit::Log) {
    let waiting = log.clone();
    metrics.gauge(
        "mcp_defectdojo_audit_waiting",
        "Audit records that wait for the writer.",
        None,
        move || waiting.status().waiting as u64,
    );
    let writable = log.clone();
    metrics.gauge(
        "mcp_defectdojo_audit_writable",
        "1 while the audit log takes records.",
        None,
        move || u64::from(writable.status().writable),
    );
}

/// SIGHUP, as logrotate sends it, has the audit file looked for anew.
fn reopen_on_hangup(log: audit::Log) -> anyhow::Result<()> {
    let mut signals = signal(SignalKind::hangup()).context("signals cannot be received")?;
    tokio::spawn(async move {
        while signals.recv().await.is_some() {
            log.reopen();
        }
    });
    Ok(())
}

/// A token that SIGTERM and SIGINT cancel: running calls are finished, then the process ends.
pub(super) fn stop_on_signals() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    for kind in [SignalKind::terminate(), SignalKind::interrupt()] {
        let mut signals = signal(kind).context("signals cannot be received")?;
        let stop = stop.clone();
        tokio::spawn(async move {
            signals.recv().await;
            stop.cancel();
        });
    }
    Ok(stop)
}
