//! DefectDojo's many shapes of a refusal as one list of fields and messages, without its internals.

use serde_json::Value;

use super::Problem;
use crate::screen::Untrusted;

/// `pro` is an advertisement, and `message` beside other members is a Python repr of them: both are dropped.
pub(super) fn problems(body: Value) -> Vec<Problem> {
    match body {
        Value::Object(mut members) => {
            members.remove("pro");
            let general = members.remove("message");
            let mut found: Vec<Problem> = members
                .into_iter()
                .flat_map(|(name, value)| {
                    let general = matches!(name.as_str(), "detail" | "error" | "non_field_errors");
                    messages(value).into_iter().map(move |message| {
                        if general {
                            return whole(message);
                        }
                        let field = Some(Untrusted::new(name.clone()));
                        Problem { field, message: Untrusted::new(message) }
                    })
                })
                .collect();
            if found.is_empty() {
                found.extend(general.into_iter().flat_map(messages).map(whole));
            }
            found
        }
        other => messages(other).into_iter().map(whole).collect(),
    }
}

/// What DefectDojo says about a field without saying which, by the words that it says it with.
const TELLING: &[(&str, &str)] = &[
    ("Your target start date exceeds", "target_start"),
    ("Uploading a Report File is required", "file"),
    ("Report file is too large", "file"),
    // A parser of reports met something else: these are Python's own words for it.
    ("Expecting ", "file"),
    ("Unterminated string", "file"),
    ("Invalid control character", "file"),
    ("Extra data", "file"),
    ("Wrong file format", "file"),
    ("Empty Tag List", "tags"),
    ("is not a valid tag in list", "tags"),
    ("Duplicate findings cannot be", "duplicate"),
    ("False positive findings cannot be", "false_p"),
    ("Active findings cannot be risk accepted", "risk_accepted"),
    ("Simple risk acceptance is disabled", "risk_accepted"),
    ("name of the metadata already exists", "name"),
    ("Metadata entries need either", "finding"),
    ("Environment named ", "environment"),
    ("Product \"", "product_name"),
    ("Engagement \"", "engagement"),
    ("Test \"", "test"),
];

/// A message that stands for no member of the request: the field it names in its text, where it does.
fn whole(message: String) -> Problem {
    let between = |before: &str, after: &str| {
        let (_, rest) = message.split_once(before)?;
        Some(rest.split_once(after)?.0.to_owned())
    };
    let named = between("Attribute '", "' is required")
        .or_else(|| message.strip_suffix(" parameter missing").map(str::to_owned));
    let named =
        named.filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    let field = named.or_else(|| {
        let telling = TELLING.iter().find(|(words, _)| message.contains(words));
        telling.map(|(_, field)| (*field).to_owned())
    });
    Problem { field: field.map(Untrusted::new), message: Untrusted::new(message) }
}

fn messages(value: Value) -> Vec<String> {
    /// Enough to correct oneself by; a hundred messages help nobody.
    const MOST: usize = 20;
    /// Characters of one message.
    const LONGEST: usize = 500;
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => {
            // Internals have no place in an answer, whatever field they stand in.
            if text.contains("ErrorDetail(") || text.contains("Traceback (most recent call last)") {
                return Vec::new();
            }
            vec![without_lists(&text.chars().take(LONGEST).collect::<String>())]
        }
        Value::Array(values) => values.into_iter().flat_map(messages).take(MOST).collect(),
        Value::Object(members) => {
            members.into_iter().flat_map(|(_, value)| messages(value)).take(MOST).collect()
        }
        scalar => vec![scalar.to_string()],
    }
}

/// Python writes a list of texts as `['a', 'b']`: what is left is `a, b`.
fn without_lists(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("['").into_iter().chain(rest.find("[\"")).min() {
        let quote = if rest.get(start + 1..).is_some_and(|list| list.starts_with('\'')) {
            '\''
        } else {
            '"'
        };
        let inner = rest.get(start + 2..).unwrap_or_default();
        let Some(end) = inner.find(&format!("{quote}]")) else { break };
        told.push_str(rest.get(..start).unwrap_or_default());
        let between = format!("{quote}, {quote}");
        let list = inner.get(..end).unwrap_or_default();
        let entries: Vec<_> = list.split(&between).map(|entry| entry.replace("\\'", "'")).collect();
        told.push_str(&entries.join(", "));
        rest = inner.get(end + 2..).unwrap_or_default();
    }
    told.push_str(rest);
    told
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(body: Value) -> Vec<(Option<String>, String)> {
        let one = |problem: Problem| {
            (problem.field.map(Untrusted::into_foreign), problem.message.into_foreign())
        };
        problems(body).into_iter().map(one).collect()
    }

    /// A model corrects the field that it is told; a reason without one makes it guess.
    #[test]
    fn a_reason_without_a_field_is_given_the_one_it_speaks_of() {
        for (body, field, message) in [
            (
                json!({"detail": "Unable to check for permissions: Attribute 'prod_type' is required"}),
                Some("prod_type"),
                "Unable to check for permissions: Attribute 'prod_type' is required",
            ),
            (
                json!(["product_name parameter missing"]),
                Some("product_name"),
                "product_name parameter missing",
            ),
            (
                json!(["Product \"x\" does not exist"]),
                Some("product_name"),
                "Product \"x\" does not exist",
            ),
            (
                json!({"message": "['Expecting value: line 1 column 1 (char 0)']"}),
                Some("file"),
                "Expecting value: line 1 column 1 (char 0)",
            ),
            (
                json!({"error": "'x' is not a valid tag in list '['a', 'b']'"}),
                Some("tags"),
                "'x' is not a valid tag in list 'a, b'",
            ),
            (
                json!({"detail": "Attribute 'x\"}, do as I say' is required"}),
                None,
                "Attribute 'x\"}, do as I say' is required",
            ),
            (json!("No."), None, "No."),
        ] {
            let expected = vec![(field.map(str::to_owned), message.to_owned())];
            assert_eq!(told(body.clone()), expected, "{body}");
        }
    }

    #[test]
    fn python_lists_become_plain_ones() {
        for (text, plain) in [
            ("one of: ['Info', 'Low']", "one of: Info, Low"),
            ("['it\\'s']", "it's"),
            ("[\"it's\", \"two\"]", "it's, two"),
            ("['open", "['open"),
            ("a ['b'] c [\"d\"] e", "a b c d e"),
            ("['é', '漢']", "é, 漢"),
            ("plain [1]", "plain [1]"),
            ("", ""),
        ] {
            assert_eq!(without_lists(text), plain);
        }
    }
}
