//! Turns events into lines with the members that readers of the Python server's logs know.

use std::{collections::BTreeMap, fmt};

use jiff::Timestamp;
use serde_json::{Map, Value};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};
use tracing_subscriber::{
    layer::{Context, Layer},
    registry::LookupSpan,
};

use super::{CRITICAL, Level, Redact, writer::Writer};

pub(super) struct JsonLines {
    redact: Redact,
    writer: Writer,
}

impl JsonLines {
    pub(super) fn new(redact: Redact, writer: Writer) -> Self {
        Self { redact, writer }
    }

    fn fields(&self) -> Fields<'_> {
        Fields { redact: &self.redact, values: BTreeMap::new(), message: String::new() }
    }
}

/// A span's fields, kept until its events are written.
struct SpanFields(BTreeMap<&'static str, Value>);

impl<S> Layer<S> for JsonLines
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = self.fields();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(SpanFields(fields.values));
        }
    }

    fn on_record(&self, id: &Id, record: &Record<'_>, context: Context<'_, S>) {
        let mut fields = self.fields();
        record.record(&mut fields);
        if let Some(span) = context.span(id)
            && let Some(kept) = span.extensions_mut().get_mut::<SpanFields>()
        {
            kept.0.append(&mut fields.values);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = self.fields();
        event.record(&mut fields);
        let metadata = event.metadata();
        let mut line = Map::new();
        let timestamp = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string();
        line.insert("timestamp".to_owned(), timestamp.into());
        line.insert("level".to_owned(), Level::of(metadata).name().into());
        line.insert("logger".to_owned(), metadata.target().into());
        line.insert("message".to_owned(), fields.message.into());
        for (name, value) in fields.values {
            line.entry(name).or_insert(value);
        }
        // The innermost span speaks first: its fields are the nearest to what happened.
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(kept) = span.extensions().get::<SpanFields>() {
                for (name, value) in &kept.0 {
                    line.entry(*name).or_insert_with(|| value.clone());
                }
            }
        }
        let mut text = Value::Object(line).to_string();
        text.push('\n');
        self.writer.write(text);
    }
}

/// Gathers fields as JSON, secrets taken out of every text.
struct Fields<'a> {
    redact: &'a Redact,
    values: BTreeMap<&'static str, Value>,
    message: String,
}

impl Fields<'_> {
    fn put(&mut self, field: &Field, value: impl Into<Value>) {
        if field.name() != CRITICAL {
            self.values.insert(field.name(), value.into());
        }
    }
}

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        let value = (self.redact)(value).into_owned();
        if field.name() == "message" {
            self.message = value;
        } else {
            self.put(field, value);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, value);
    }

    fn record_error(&mut self, field: &Field, value: &(dyn std::error::Error + 'static)) {
        let mut text = value.to_string();
        let mut source = value.source();
        while let Some(cause) = source {
            text = format!("{text}: {cause}");
            source = cause.source();
        }
        self.record_str(field, &text);
    }
}
