//! The one walk over an answer: redacts, marks and lists foreign text, and keeps what it saw in it.

use std::{borrow::Cow, sync::Arc};

use serde_json::{Value, json};

use super::{
    Object, Present, Presentation, Presented, Signal, WARNING, Wrapping, excerpt::Extent,
    fit::head, is_large, off_the_threads, signals::Seen, wrapping::Boundary,
};

/// The state of one walk over an answer.
pub struct Walk<'a> {
    presentation: &'a Presentation,
    boundary: Option<Boundary>,
    path: Vec<&'static str>,
    /// Where the walk is in each list that it is in.
    rows: Vec<usize>,
    unmarked: Vec<Box<[&'static str]>>,
    /// The finding that is being shown.
    pub(super) finding: Option<u64>,
    signals: Vec<Signal>,
    /// Bytes of text that had to be looked at.
    looked_at: usize,
    /// What was seen in texts without an envelope to tell it.
    told: Vec<Told>,
    /// The members that are shown of the object that is being shown, where not all are.
    only: Option<Only>,
}

struct Only {
    /// Steps of the path to the object.
    depth: usize,
    names: Arc<[String]>,
}

struct Told {
    path: String,
    finding: Option<u64>,
    seen: Seen,
}

/// Texts without an envelope of which an answer tells signals.
const MOST_TOLD: usize = 20;

impl<'a> Walk<'a> {
    pub(super) fn new(presentation: &'a Presentation) -> Self {
        Self {
            presentation,
            boundary: (presentation.wrapping == Wrapping::Nonce).then(Boundary::random),
            path: Vec::new(),
            rows: Vec::new(),
            unmarked: Vec::new(),
            finding: None,
            signals: Vec::new(),
            looked_at: 0,
            told: Vec::new(),
            only: None,
        }
    }

    /// Adds what the answer says as a whole.
    pub(super) fn finish(mut self, mut value: Value) -> Presented {
        if let Value::Object(object) = &mut value {
            if !self.unmarked.is_empty() {
                let paths: Vec<_> = self.unmarked.iter().map(|path| path.concat()).collect();
                let compact = self.presentation.wrapping == Wrapping::Compact;
                let paths = if compact { braced(&paths) } else { paths };
                object.insert("_untrusted_paths".to_owned(), paths.into());
            }
            if let Some(boundary) = &self.boundary {
                object.insert("_untrusted_boundary".to_owned(), boundary.name().into());
            }
            if !self.told.is_empty() {
                // The sort is stable: within a strength, the order is the answer's.
                self.told.sort_by_key(|told| !told.seen.strong);
                let told = self.told.iter().take(MOST_TOLD).map(Told::value).collect();
                object.insert("_signals".to_owned(), Value::Array(told));
            }
        }
        Presented::new(value, self.signals)
    }

    pub fn member<P: Present>(&mut self, object: &mut Object, name: &'static str, value: P) {
        if value.left_out() || self.passes_over(name) {
            return;
        }
        if !self.path.is_empty() {
            self.path.push(".");
        }
        self.path.push(name);
        let shown = value.present(self);
        self.path.pop();
        self.path.pop();
        object.insert(name.to_owned(), shown);
    }

    /// Shows an object of which only these members are wanted, and its id, and what it says about itself.
    pub fn only<T>(&mut self, names: Arc<[String]>, show: impl FnOnce(&mut Self) -> T) -> T {
        let around = self.only.replace(Only { depth: self.path.len(), names });
        let shown = show(self);
        self.only = around;
        shown
    }

    fn passes_over(&self, name: &str) -> bool {
        let wanted = |only: &Only| only.names.iter().any(|wanted| wanted == name);
        name != "id"
            && !name.starts_with('_')
            && self.only.as_ref().is_some_and(|only| only.depth == self.path.len() && !wanted(only))
    }

    /// Shows as member `name` what stands from a character of a text on, as far as it fills `bytes` bytes of JSON.
    pub(super) fn stretch(
        &mut self,
        object: &mut Object,
        name: &'static str,
        text: String,
        from: usize,
        bytes: usize,
    ) -> Extent {
        self.path.extend([".", name]);
        let (text, seen) = self.look(text);
        let start = text.char_indices().nth(from).map_or(text.len(), |(at, _)| at);
        let stretch = head(text.get(start..).unwrap_or_default(), bytes);
        let extent = Extent { shown: stretch.chars().count(), of: text.chars().count() };
        let shown = self.framed(stretch.to_owned(), seen);
        self.path.truncate(self.path.len().saturating_sub(2));
        object.insert(name.to_owned(), shown);
        extent
    }

    /// Begins an object; what it answers goes to [`Walk::leave`] at the object's end.
    pub fn enter(&self) -> Option<u64> {
        self.finding
    }

    pub fn leave(&mut self, around: Option<u64>) {
        self.finding = around;
    }

    pub(super) fn items<P: Present>(&mut self, items: Vec<P>) -> Value {
        self.path.push("[]");
        self.rows.push(0);
        let mut shown = Vec::with_capacity(items.len());
        let mut items = items.into_iter();
        // Most texts are known, and take no time. Where many are not, the rest leaves the threads together.
        while !is_large(self.looked_at)
            && let Some(item) = items.next()
        {
            shown.push(self.row(item));
        }
        off_the_threads(self.looked_at, || shown.extend(items.map(|item| self.row(item))));
        self.rows.pop();
        self.path.pop();
        Value::Array(shown)
    }

    fn row<P: Present>(&mut self, item: P) -> Value {
        let shown = item.present(self);
        if let Some(row) = self.rows.last_mut() {
            *row += 1;
        }
        shown
    }

    /// Text of our own, without secrets.
    pub(super) fn clean(&self, text: String) -> String {
        let redactor = &self.presentation.redactor;
        let mark = redactor.harmless.mark_of_own(&text);
        if redactor.harmless.knows(mark) {
            return text;
        }
        if let Cow::Owned(cleaned) = redactor.redact(&text) {
            return cleaned;
        }
        redactor.harmless.remember(mark);
        text
    }

    /// A foreign text that this mode marks.
    pub(super) fn marked(&mut self, text: String) -> Value {
        let (text, seen) = self.look(text);
        self.framed(text, seen)
    }

    fn framed(&mut self, text: String, seen: Option<Seen>) -> Value {
        let text = match &self.boundary {
            Some(boundary) => boundary.around(&text),
            None => text,
        };
        self.mark(text.into(), seen)
    }

    /// Foreign texts that this mode marks: together where it uses envelopes.
    pub(super) fn marked_list(&mut self, texts: Vec<String>) -> Value {
        let (mut shown, mut seen) = (Vec::with_capacity(texts.len()), None::<Seen>);
        for text in texts {
            let (text, more) = self.look(text);
            shown.push(match &self.boundary {
                Some(boundary) => Value::from(boundary.around(&text)),
                None => text.into(),
            });
            match (&mut seen, more) {
                (Some(seen), Some(more)) => seen.add(more),
                (None, more) => seen = more,
                (Some(_), None) => {}
            }
        }
        self.mark(Value::Array(shown), seen)
    }

    /// A foreign text that keeps its plain type in every mode; its path is listed.
    pub(super) fn bare(&mut self, text: String) -> Value {
        let (text, seen) = self.look(text);
        self.list_path();
        self.tell(seen);
        text.into()
    }

    fn mark(&mut self, value: Value, seen: Option<Seen>) -> Value {
        match self.presentation.wrapping {
            Wrapping::On => {
                let mut envelope = Object::with_capacity(2 + usize::from(seen.is_some()));
                envelope.insert("value".to_owned(), value);
                envelope.insert("_warning".to_owned(), WARNING.into());
                if let Some(seen) = seen {
                    envelope.insert("_signals".to_owned(), seen.value());
                }
                return Value::Object(envelope);
            }
            Wrapping::Compact => self.list_path(),
            Wrapping::Nonce | Wrapping::Off => {}
        }
        self.tell(seen);
        value
    }

    /// The text as it may be shown, and what it was seen to try.
    fn look(&mut self, text: String) -> (String, Option<Seen>) {
        let redactor = &self.presentation.redactor;
        let mark = redactor.harmless.mark(&text);
        if redactor.harmless.knows(mark) {
            return (text, None);
        }
        self.looked_at += text.len();
        let (seen, cleaned) = off_the_threads(self.looked_at, || {
            let cleaned = match redactor.redact(&text) {
                Cow::Borrowed(_) => None,
                Cow::Owned(cleaned) => Some(cleaned),
            };
            (Seen::in_text(&text), cleaned)
        });
        let changed = cleaned.is_some();
        let text = cleaned.unwrap_or(text);
        match &seen {
            Some(seen) => self.keep(seen),
            None if !changed => redactor.harmless.remember(mark),
            None => {}
        }
        (text, seen)
    }

    fn keep(&mut self, seen: &Seen) {
        let finding = self.finding;
        for category in &seen.categories {
            let known = self
                .signals
                .iter_mut()
                .rev()
                .take_while(|signal| signal.finding == finding)
                .find(|signal| signal.category == *category);
            match known {
                Some(known) => known.strong |= seen.strong,
                None => self.signals.push(Signal { finding, strong: seen.strong, category }),
            }
        }
    }

    /// Notes that the text at this place is foreign though it carries no mark of its own.
    pub(super) fn list_path(&mut self) {
        if self.presentation.wrapping != Wrapping::Off
            && !self.unmarked.iter().any(|path| **path == *self.path)
        {
            self.unmarked.push(self.path.as_slice().into());
        }
    }

    fn tell(&mut self, seen: Option<Seen>) {
        let Some(seen) = seen else { return };
        let mut rows = self.rows.iter();
        let path = self.path.iter().map(|step| match (*step, rows.len()) {
            ("[]", 1..) => format!("[{}]", rows.next().copied().unwrap_or_default()),
            (name, _) => name.to_owned(),
        });
        let path = path.collect();
        self.told.push(Told { path, finding: self.finding, seen });
    }
}

impl Told {
    fn value(&self) -> Value {
        let mut value = json!({ "path": self.path });
        if let Some(object) = value.as_object_mut() {
            object.extend(self.finding.map(|finding| ("finding_id".to_owned(), finding.into())));
            object.insert("strength".to_owned(), self.seen.strength().into());
            object.insert("categories".to_owned(), self.seen.categories.clone().into());
        }
        value
    }
}

/// Paths into the same list in one: `items[].{title,tags}`.
fn braced(paths: &[String]) -> Vec<String> {
    let mut lists: Vec<(&str, Vec<&str>)> = Vec::new();
    for path in paths {
        let (list, member) = path.split_once("[].").unwrap_or((path, ""));
        match lists.iter_mut().find(|(known, members)| *known == list && !members.is_empty()) {
            Some((_, members)) if !member.is_empty() => members.push(member),
            _ => lists.push((list, Vec::from_iter((!member.is_empty()).then_some(member)))),
        }
    }
    lists
        .into_iter()
        .map(|(list, members)| match members.as_slice() {
            [] => list.to_owned(),
            [member] => format!("{list}[].{member}"),
            members => format!("{list}[].{{{}}}", members.join(",")),
        })
        .collect()
}

#[cfg(test)]
mod tests;
