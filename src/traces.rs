//! Traces: a span for each call and one below it for each request to DefectDojo, sent to an OpenTelemetry collector.
//!
//! Spans carry names of tools, outcomes, statuses and times: no arguments, no texts, no callers. A call never waits
//! for a collector: spans that find no room in the queue are counted and dropped. Switched off, nothing is made.

mod context;
mod export;
mod otlp;
mod sampler;

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

pub use self::{context::Parent, export::Settings, sampler::Sampler};
use self::{
    context::{SpanId, fresh},
    export::Exporter,
};

/// The way of spans to the collector, or nothing where none is configured. Clones share it.
#[derive(Clone, Default)]
pub struct Traces(Option<Tracer>);

#[derive(Clone)]
struct Tracer {
    exporter: Arc<Exporter>,
    sampler: Sampler,
}

/// One finished piece of work.
#[derive(Debug)]
struct Span {
    parent: Parent,
    /// Whether `parent` is another span, and not only a trace that begins here.
    has_parent: bool,
    id: SpanId,
    name: String,
    kind: Kind,
    start: SystemTime,
    end: SystemTime,
    attributes: Vec<(&'static str, Attribute)>,
    failed: bool,
}

/// OTLP `SpanKind`.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Server = 2,
    Client = 3,
}

#[derive(Debug)]
enum Attribute {
    Text(String),
    Number(i64),
}

tokio::task_local! {
    /// The call that the current task is working on.
    static CURRENT: Current;
}

#[derive(Clone)]
struct Current {
    exporter: Arc<Exporter>,
    span: Parent,
}

impl Traces {
    /// Sends spans from here on. Needs a runtime.
    pub fn start(settings: Settings) -> Self {
        let sampler = settings.sampler;
        Self(Some(Tracer { exporter: Arc::new(Exporter::start(settings)), sampler }))
    }

    /// Spans that found no room, or that no collector took.
    pub fn dropped(&self) -> u64 {
        self.0.as_ref().map_or(0, |tracer| tracer.exporter.dropped())
    }

    /// Runs `work`, a call of `tool`, as a span below `parent`. `trouble` tells in a word what went wrong with it.
    pub async fn call<T>(
        &self,
        tool: &'static str,
        parent: Option<Parent>,
        work: impl Future<Output = T>,
        trouble: impl FnOnce(&T) -> Option<&'static str>,
    ) -> T {
        let Some(Tracer { exporter, sampler }) = &self.0 else { return work.await };
        let has_parent = parent.is_some();
        let parent = sampler.decide(parent);
        let id = fresh();
        let current = Current { exporter: Arc::clone(exporter), span: parent.child(id) };
        let start = SystemTime::now();
        let result = CURRENT.scope(current, work).await;
        let mut attributes = vec![
            ("mcp.method.name", Attribute::Text("tools/call".to_owned())),
            ("gen_ai.operation.name", Attribute::Text("execute_tool".to_owned())),
            ("gen_ai.tool.name", Attribute::Text(tool.to_owned())),
        ];
        let trouble = trouble(&result);
        if let Some(trouble) = trouble {
            attributes.push(("error.type", Attribute::Text(trouble.to_owned())));
        }
        exporter.hand_over(Span {
            parent,
            has_parent,
            id,
            name: format!("tools/call {tool}"),
            kind: Kind::Server,
            start,
            end: SystemTime::now(),
            attributes,
            failed: trouble.is_some(),
        });
        result
    }

    /// Sends what waits, for a few seconds at most.
    pub async fn finish(&self) {
        if let Some(Tracer { exporter, .. }) = &self.0 {
            exporter.finish().await;
        }
    }
}

/// A request that the current call makes, until it is dropped. Nothing where the call is not traced.
pub struct Request {
    exporter: Arc<Exporter>,
    parent: Parent,
    id: SpanId,
    start: SystemTime,
    method: String,
    route: String,
    status: Mutex<Option<u16>>,
}

/// A request to `route`, which has placeholders where it would have ids.
pub fn request(method: &str, route: impl FnOnce() -> String) -> Option<Request> {
    let current = CURRENT.try_with(Clone::clone).ok()?;
    Some(Request {
        exporter: current.exporter,
        parent: current.span,
        id: fresh(),
        start: SystemTime::now(),
        method: method.to_owned(),
        route: route(),
        status: Mutex::default(),
    })
}

impl Request {
    /// The value of `traceparent` for the one who is asked (W3C Trace Context).
    pub fn header(&self) -> String {
        self.parent.child(self.id).header()
    }

    pub fn answered(&self, status: u16) {
        *self.status.lock().unwrap_or_else(PoisonError::into_inner) = Some(status);
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        let status = *self.status.lock().unwrap_or_else(PoisonError::into_inner);
        let method = std::mem::take(&mut self.method);
        let route = std::mem::take(&mut self.route);
        let name = format!("{method} {route}");
        let mut attributes = vec![
            ("http.request.method", Attribute::Text(method)),
            ("url.template", Attribute::Text(route)),
        ];
        let failed = status.is_none_or(|status| status >= 400);
        match status {
            Some(status) => {
                attributes.push(("http.response.status_code", Attribute::Number(status.into())));
                if failed {
                    attributes.push(("error.type", Attribute::Text(status.to_string())));
                }
            }
            None => attributes.push(("error.type", Attribute::Text("no_answer".to_owned()))),
        }
        self.exporter.hand_over(Span {
            parent: self.parent,
            has_parent: true,
            id: self.id,
            name,
            kind: Kind::Client,
            start: self.start,
            end: SystemTime::now(),
            attributes,
            failed,
        });
    }
}
