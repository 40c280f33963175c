//! An answer made to fit its budget: long texts are cut first; then rows go, where nobody asked for a number of them.

use std::mem;

use serde_json::Value;

use super::{Object, Presented, present::compact};

/// Bytes of JSON that every text keeps.
const KEPT: usize = 200;
/// Bytes that the mark of a cut takes, at most.
const MARK: usize = 80;
/// Bytes held back for what is said about all of it.
const NOTICE: usize = 500;

impl Presented {
    /// Makes the answer fit `bytes` bytes, as far as that goes, and says what was done in `_notice`. Rows go only where
    /// `rows_may_go`; the number of those that are left is answered then.
    ///
    /// A cut says how many characters stand before it: what [`Excerpt`](super::Excerpt) takes to read on.
    pub fn fit(
        &mut self,
        bytes: usize,
        rows_may_go: impl FnOnce() -> bool,
        reads_on: &str,
    ) -> Option<usize> {
        let json = compact(&self.value);
        let whole = json.len();
        if whole <= bytes {
            self.json = Some(json);
            return None;
        }
        drop(json);
        let room = bytes.saturating_sub(NOTICE);
        let mut lengths = Vec::new();
        texts(&mut self.value, &mut |text| {
            let length = size_of_text(text);
            if length > KEPT + MARK {
                lengths.push(length);
            }
        });
        let most = most(&lengths, whole.saturating_sub(room));
        let boundary = self.value.get("_untrusted_boundary").and_then(Value::as_str);
        let boundary = boundary.map(str::to_owned);
        let mut cuts = 0;
        texts(&mut self.value, &mut |text| {
            cuts += usize::from(cut(text, most, boundary.as_deref()));
        });
        let mut notices = Vec::new();
        if cuts > 0 {
            notices.push(format!(
                "{cuts} long texts are cut to fit MAX_RESULT_TOKENS, each says where: {reads_on}"
            ));
        }
        let now = size(&self.value);
        let mut left = None;
        if now > room {
            left = rows_may_go().then(|| self.drop_rows(now - room)).flatten();
            notices.push(match left {
                Some((kept, of, next)) => format!(
                    "{kept} of this page's {of} rows are shown, which MAX_RESULT_TOKENS allows: go on with offset={next}"
                ),
                None => "the answer is longer than MAX_RESULT_TOKENS: ask for fewer rows or less of each".to_owned(),
            });
        }
        self.notice(notices);
        left.map(|(kept, ..)| kept)
    }

    /// Takes rows from the end of the page until `excess` bytes are gone; how many are left, of how many, and the offset
    /// of the first that is not.
    fn drop_rows(&mut self, excess: usize) -> Option<(usize, usize, u64)> {
        let answer = self.value.as_object_mut()?;
        let rows = answer.get_mut("items")?.as_array_mut()?;
        let of = rows.len();
        let mut gone = 0;
        while gone < excess && rows.len() > 1 {
            gone += rows.pop().map_or(0, |row| size(&row) + 1);
        }
        let kept = rows.len();
        let page = answer.get_mut("pagination")?.as_object_mut()?;
        if kept == of {
            return None;
        }
        let next = page.get("offset").and_then(Value::as_u64).unwrap_or_default() + kept as u64;
        page.insert("limit".to_owned(), kept.into());
        page.insert("has_next".to_owned(), true.into());
        page.insert("next_offset".to_owned(), next.into());
        forget_signals(answer, kept);
        Some((kept, of, next))
    }

    fn notice(&mut self, mut notices: Vec<String>) {
        if let (false, Value::Object(answer)) = (notices.is_empty(), &mut self.value) {
            if let Some(notice) = answer.get("_notice").and_then(Value::as_str) {
                notices.insert(0, notice.to_owned());
            }
            answer.insert("_notice".to_owned(), notices.join(". ").into());
        }
    }
}

/// Takes what is told of rows that are gone out of `_signals`.
fn forget_signals(answer: &mut Object, kept: usize) {
    let gone = |signal: &Value| {
        let row = signal.get("path").and_then(Value::as_str);
        let row = row.and_then(|path| path.strip_prefix("items[")?.split(']').next());
        row.and_then(|row| row.parse::<usize>().ok()).is_some_and(|row| row >= kept)
    };
    if let Some(Value::Array(signals)) = answer.get_mut("_signals") {
        signals.retain(|signal| !gone(signal));
        if signals.is_empty() {
            answer.shift_remove("_signals");
        }
    }
}

/// The most bytes that a text may keep so that cutting all longer ones saves `excess`; never less than every text keeps.
fn most(lengths: &[usize], excess: usize) -> usize {
    let saves = |most: usize| -> usize {
        lengths.iter().map(|length| length.saturating_sub(most + MARK)).sum()
    };
    let (mut low, mut high) = (KEPT, lengths.iter().copied().max().unwrap_or(KEPT));
    while low < high {
        let middle = low.midpoint(high + 1);
        if saves(middle) >= excess {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    low
}

/// Visits every text that others wrote: what an answer says about itself is never long and stays.
fn texts(value: &mut Value, visit: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => visit(text),
        Value::Array(items) => items.iter_mut().for_each(|item| texts(item, visit)),
        Value::Object(members) => members
            .iter_mut()
            .filter(|(name, _)| !name.starts_with('_') && *name != "filters_applied")
            .for_each(|(_, member)| texts(member, visit)),
        _ => {}
    }
}

/// Cuts a text that fills more than `most` bytes, and says so behind it: inside its boundary, where it has one.
fn cut(text: &mut String, most: usize, boundary: Option<&str>) -> bool {
    if size_of_text(text) <= most + MARK {
        return false;
    }
    let whole = mem::take(text);
    let framed = boundary.and_then(|name| {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let inner = whole.strip_prefix(&open)?.strip_suffix(&close)?;
        Some((inner, open, close))
    });
    let (inner, open, close) = framed.unwrap_or((&whole, String::new(), String::new()));
    let kept = head(inner, most);
    let (shown, of) = (kept.chars().count(), inner.chars().count());
    *text = format!("{open}{kept} … [cut: {shown} of {of} characters]{close}");
    true
}

/// The longest beginning of a text that fills at most `bytes` bytes of JSON.
pub(super) fn head(text: &str, bytes: usize) -> &str {
    let mut filled = 0;
    let end = text.char_indices().find(|(_, char)| {
        filled += match u8::try_from(*char) {
            Ok(byte) if byte.is_ascii() => escaped(byte),
            _ => char.len_utf8(),
        };
        filled > bytes
    });
    end.map_or(text, |(at, _)| text.get(..at).unwrap_or_default())
}

/// Bytes of a byte of text inside a JSON string.
fn escaped(byte: u8) -> usize {
    match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 8 | 12 => 2,
        0..0x20 => 6,
        _ => 1,
    }
}

fn size_of_text(text: &str) -> usize {
    text.bytes().map(escaped).sum()
}

/// Bytes of a value as compact JSON.
fn size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(true) => 4,
        Value::Bool(false) => 5,
        Value::Number(number) => number.to_string().len(),
        Value::String(text) => size_of_text(text) + 2,
        Value::Array(items) => items.iter().map(|item| size(item) + 1).sum::<usize>().max(1) + 1,
        Value::Object(members) => {
            let members = members.iter().map(|(name, one)| size_of_text(name) + size(one) + 4);
            members.sum::<usize>().max(1) + 1
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn presented(value: Value) -> Presented {
        Presented::new(value, Vec::new())
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..6)
                    .prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    proptest! {
        /// A size that is too small would let answers past their budget.
        #[test]
        fn sizes_are_what_is_sent(value in json()) {
            prop_assert_eq!(size(&value), value.to_string().len());
        }

        /// Whatever its texts are made of, a page whose rows may go fits, and says what is gone.
        #[test]
        fn pages_fit(
            texts in prop::collection::vec((any::<String>(), 1..400_usize), 1..30),
            bytes in 1_500..20_000_usize,
        ) {
            let rows: Vec<Value> = texts
                .iter()
                .map(|(text, times)| json!({ "id": 1, "text": text.repeat(*times) }))
                .collect();
            let of = rows.len();
            let page = json!({ "count": of, "offset": 7, "limit": of, "has_next": false });
            let whole = json!({ "items": rows, "pagination": page });
            let mut answer = presented(whole.clone());
            let kept = answer.fit(bytes, || true, "read on");
            let fitted = answer.into_value();
            prop_assert!(fitted.to_string().len() <= bytes, "{}", fitted.to_string().len());
            let rows = fitted["items"].as_array().unwrap();
            prop_assert_eq!(kept.unwrap_or(of), rows.len());
            if kept.is_some() {
                prop_assert_eq!(&fitted["pagination"]["limit"], &json!(rows.len()));
                prop_assert_eq!(&fitted["pagination"]["next_offset"], &json!(rows.len() + 7));
            } else if whole.to_string().len() <= bytes {
                prop_assert_eq!(&fitted, &whole);
            }
            for (row, (text, times)) in rows.iter().zip(&texts) {
                let (shown, whole) = (row["text"].as_str().unwrap(), text.repeat(*times));
                let (kept, mark) = shown.rsplit_once(" … [cut: ").unwrap_or((shown, ""));
                prop_assert!(whole.starts_with(kept) || shown == whole);
                if !mark.is_empty() && shown != whole {
                    let said = format!("{} of {} characters]", kept.chars().count(), whole.chars().count());
                    prop_assert_eq!(mark, said);
                }
            }
        }
    }

    /// A reader is to get what the budget has room for: long texts lose the same, and those below that nothing.
    #[test]
    fn no_more_is_cut_than_has_to_be() {
        let texts = ["s".repeat(900), "m".repeat(6_000), "l".repeat(50_000)];
        let mut answer = presented(json!({ "rows": texts }));
        assert_eq!(answer.fit(10_000, || true, "read on"), None);
        let value = answer.into_value();
        let length = value.to_string().len();
        assert!((9_500 - MARK..=10_000).contains(&length), "{length}");
        let rows: Vec<&str> =
            value["rows"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        assert_eq!(rows[0], texts[0]);
        let kept = [rows[1], rows[2]].map(|row| row.split_once(" … [cut: ").unwrap().0.len());
        assert!(kept[0] == kept[1] && kept[0] > 4_000, "{kept:?}");
    }

    /// A text without the end of its boundary would take in what stands behind it.
    #[test]
    fn boundaries_are_kept() {
        let text = format!("<untrusted-1>{}</untrusted-1>", "x".repeat(5_000));
        let mut answer = presented(json!({ "text": text, "_untrusted_boundary": "untrusted-1" }));
        answer.fit(1_500, || false, "read on");
        let value = answer.into_value();
        let text = value["text"].as_str().unwrap();
        let (inner, mark) = text.strip_prefix("<untrusted-1>").unwrap().split_once(" … ").unwrap();
        assert_eq!(mark, format!("[cut: {} of 5000 characters]</untrusted-1>", inner.len()));
        assert!(value["_notice"].as_str().unwrap().ends_with("each says where: read on"));
    }
}
