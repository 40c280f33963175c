//! `serve`: runs the server on its transport until the client leaves or the process is told to stop.

mod forwarding;
mod measures;
mod uploads;

use std::sync::Arc;

use anyhow::Context as _;
use tokio::{runtime, sync::mpsc};
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
    log::Level,
    metrics::Metrics,
    platform,
    server::{Parts, Server},
    tools,
    traces::Traces,
    transport::{Calls, Uploads, http, stdio},
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
    let upstream = if config.narrowing.read_only { upstream.read_only() } else { upstream };
    forwarding::prepare(config)?;
    let log = audit::Log::open(&config.audit())?;
    record_switched_off(config, &log).await?;
    if let Some(notice) = log.status().notice {
        tracing::warn!("{notice}");
    }
    let client = dojo::Client::new(upstream);
    let metrics = Arc::new(Metrics::new(tools::all().names()));
    let forwarder = forwarding::start(config, &log, &metrics)?;
    // Not before every destination holds what it still needs.
    log.begin_retention();
    let traces = config.traces().map(Traces::start).unwrap_or_default();
    let guard = Guard::new(client, config.limits());
    let client = Arc::clone(guard.client());
    let settings = config.tools();
    let reports = Arc::clone(&settings.reports);
    let server = assemble(config, settings, guard, log.clone(), Arc::clone(&metrics))
        .tracing(traces.clone());
    reopen_on_hangup(log.clone())?;
    let ended = match config.transport.kind {
        TransportKind::Stdio => {
            let surroundings = stdio::Surroundings {
                line_limit: stdio::LINE_LIMIT,
                reports: Some(reports),
                calls: Some(calls(&server)),
                running: server.running(),
            };
            stdio::serve(server, surroundings, stop).await.context("stdio failed")
        }
        TransportKind::StreamableHttp | TransportKind::Sse => {
            measures::register(&metrics, &log, &client, &traces);
            let offered = config.narrowing.offered;
            let uploads = uploads::door(reports, log.clone(), offered, client.may_write());
            let (log, forwarder) = (log.clone(), forwarder.clone());
            let beside = Beside { log, client, metrics, forwarder, uploads };
            network(config, server, beside, stop).await
        }
    };
    traces.finish().await;
    log.close().await;
    if let Some(forwarder) = forwarder {
        forwarder.stop(forwarding::PATIENCE).await;
    }
    ended
}

/// A server as the configuration wants it.
fn assemble(
    config: &Config,
    settings: tools::Settings,
    guard: Guard,
    log: audit::Log,
    metrics: Arc<Metrics>,
) -> Server {
    let presentation = config.presentation();
    let screening = config.screening(&presentation);
    // Certificate authorities take a while to read: not on the way to the first answer.
    let client = Arc::clone(guard.client());
    client.begin_detection();
    tokio::spawn(async move { client.warm().await });
    let local = (config.transport.kind == TransportKind::Stdio).then(|| config.local_caller());
    Server::new(Parts {
        guard,
        taint: config.taint(),
        tools: tools::all(),
        settings,
        presentation,
        screening,
        log,
        sync_reads: config.audit.reads == AuditReads::Sync,
        content: config.content(),
        metrics,
        local,
        offered: config.narrowing.offered,
    })
}

/// What protection is switched off stands in the log for those who read nothing else.
async fn record_switched_off(config: &Config, log: &audit::Log) -> anyhow::Result<()> {
    for notice in config.notices.iter().filter(|notice| notice.level == Level::Critical) {
        log.append(audit::Record::switched_off(&notice.message))
            .await
            .context("a record of the start cannot be written")?;
    }
    Ok(())
}

/// What a network transport works beside.
struct Beside {
    log: audit::Log,
    client: Arc<dojo::Client>,
    metrics: Arc<Metrics>,
    forwarder: Option<Arc<Forwarder>>,
    uploads: Option<Uploads>,
}

async fn network(
    config: &Config,
    server: Server,
    beside: Beside,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let Beside { log, client, metrics, forwarder, uploads } = beside;
    let settings = config.network().context("MCP_HOST cannot be resolved")?;
    let authenticator = Authenticator::new(config.auth())?.reporting(refused_logins(log.clone()));
    let authenticator = Arc::new(authenticator);
    let weak_fsync = log.weak_fsync();
    let ready = move || {
        let (log, client) = (log.clone(), Arc::clone(&client));
        async move { log.status().writable && client.is_reachable().await }
    };
    let mut listener =
        http::bind(settings).await.map_err(super::cannot)?.ready_when(ready).counting(metrics);
    listener = listener.narrowing(Arc::new(tools::all()));
    if let Some(word) = weak_fsync {
        listener = listener.telling("audit_fsync", move || word.clone().into());
    }
    if let Some(forwarder) = forwarder {
        listener = listener.telling("forwarding", move || forwarding::summary(&forwarder));
    }
    if let Some(uploads) = uploads {
        listener = listener.taking(uploads);
    }
    let scheme = if listener.is_tls() { "https" } else { "http" };
    tracing::info!("listening on {scheme}://{}{}", listener.address(), config.transport.path);
    if let Some(address) = listener.metrics_address() {
        tracing::info!("metrics at http://{address}/metrics");
    }
    let running = server.running();
    let listener = listener.answering(calls(&server));
    listener.serve(server, authenticator, running, stop).await.context("serving failed")
}

/// The way of ordinary calls into the funnel, past rmcp.
fn calls(server: &Server) -> Calls {
    let server = server.clone();
    Arc::new(move |request, context| {
        let server = server.clone();
        Box::pin(async move { server.line(request, context).await })
    })
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

/// SIGHUP, as logrotate sends it, has the audit file looked for anew.
fn reopen_on_hangup(log: audit::Log) -> anyhow::Result<()> {
    platform::on_hangup(move || log.reopen()).context("signals cannot be received")
}

/// A token that SIGTERM and SIGINT cancel: running calls are finished, then the process ends. A second signal ends it
/// at once, with the exit code that a shell gives to that signal.
pub(super) fn stop_on_signals() -> anyhow::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let told = stop.clone();
    platform::on_stop(move |code| {
        if told.is_cancelled() {
            std::process::exit(code);
        }
        tracing::info!("stopping when running calls are answered; a second signal stops at once");
        told.cancel();
    })
    .context("signals cannot be received")?;
    Ok(stop)
}
