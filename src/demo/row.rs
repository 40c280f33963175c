//! One stored object and the tables they stand in.

use std::collections::BTreeMap;

use serde_json::Value;

static NULL: Value = Value::Null;

/// One object: only the members that differ from the field's empty value.
#[derive(Clone, Debug, Default)]
pub(super) struct Row(BTreeMap<&'static str, Value>);

impl Row {
    /// The member, or JSON null where it was never set.
    pub(super) fn get(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&NULL)
    }

    pub(super) fn set(&mut self, name: &'static str, value: impl Into<Value>) -> &mut Self {
        self.0.insert(name, value.into());
        self
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.set(name, value);
        self
    }

    pub(super) fn clear(&mut self, name: &str) -> &mut Self {
        self.0.remove(name);
        self
    }

    pub(super) fn merge(&mut self, values: Row) {
        self.0.extend(values.0);
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.get(name).as_bool().unwrap_or(false)
    }

    /// The text of the member, empty where it is null.
    pub(super) fn text(&self, name: &str) -> &str {
        self.get(name).as_str().unwrap_or_default()
    }

    /// The id that the member holds, 0 where it holds none.
    pub(super) fn link(&self, name: &str) -> u64 {
        self.get(name).as_u64().unwrap_or(0)
    }

    pub(super) fn items(&self, name: &str) -> &[Value] {
        self.get(name).as_array().map_or(&[], Vec::as_slice)
    }

    /// The ids that a list member holds.
    pub(super) fn links(&self, name: &str) -> Vec<u64> {
        self.items(name).iter().filter_map(Value::as_u64).collect()
    }

    pub(super) fn push(&mut self, name: &'static str, value: impl Into<Value>) {
        let mut items = self.items(name).to_vec();
        items.push(value.into());
        self.set(name, items);
    }

    pub(super) fn tags(&self) -> Vec<&str> {
        self.items("tags").iter().filter_map(Value::as_str).collect()
    }

    /// Stores tags as DefectDojo does: lower case, once each, in alphabetical order.
    pub(super) fn set_tags<T: AsRef<str>>(&mut self, tags: impl IntoIterator<Item = T>) {
        let mut tags: Vec<String> =
            tags.into_iter().map(|tag| tag.as_ref().to_lowercase()).collect();
        tags.sort_unstable();
        tags.dedup();
        self.set("tags", tags);
    }
}

/// The objects of one kind, by id; ids are never given twice.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    rows: BTreeMap<u64, Row>,
    last: u64,
}

impl Table {
    pub(super) fn insert(&mut self, row: Row) -> u64 {
        self.last += 1;
        let id = self.last;
        self.rows.insert(id, row.with("id", id));
        id
    }

    pub(super) fn find(&self, id: u64) -> Option<&Row> {
        self.rows.get(&id)
    }

    pub(super) fn find_mut(&mut self, id: u64) -> Option<&mut Row> {
        self.rows.get_mut(&id)
    }

    pub(super) fn remove(&mut self, id: u64) -> Option<Row> {
        self.rows.remove(&id)
    }

    pub(super) fn rows(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.rows.values()
    }

    pub(super) fn rows_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.rows.values_mut()
    }

    /// Removes what `gone` says and returns the ids of it.
    pub(super) fn remove_where(&mut self, gone: impl Fn(&Row) -> bool) -> Vec<u64> {
        let ids: Vec<u64> =
            self.rows.iter().filter(|(_, row)| gone(row)).map(|(id, _)| *id).collect();
        for id in &ids {
            self.rows.remove(id);
        }
        ids
    }
}
