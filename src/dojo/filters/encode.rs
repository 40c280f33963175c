//! From a caller's JSON to the text that DefectDojo reads as it was meant.

use serde_json::Value;

use super::{Encoding, Filter};
use crate::dojo::words::Date;

/// The most characters of a text that is searched for.
pub const LONGEST_TEXT: usize = 200;

/// The most entries of a list; longer ones make addresses that servers refuse.
const LONGEST_LIST: usize = 200;

/// The stretches of time that DefectDojo knows, in the order of its numbers from 1.
pub const SPANS: [&str; 7] = [
    "today",
    "past_7_days",
    "past_30_days",
    "past_90_days",
    "current_month",
    "current_year",
    "past_year",
];

impl Filter {
    /// The value as it is sent, or what is allowed. Never empty: an empty value would take the filter away.
    pub fn encode(&self, value: &Value) -> Result<String, String> {
        self.encoding.encode(value)
    }
}

impl Encoding {
    pub fn encode(self, value: &Value) -> Result<String, String> {
        match self {
            Self::Flag => flag(value).map(|flag| flag.to_string()),
            Self::OneOrZero => flag(value).map(|flag| u8::from(flag).to_string()),
            Self::Number => match value {
                Value::Array(_) => Err("must be one whole number, not a list".to_owned()),
                one => number(one, "must be a whole number from 1"),
            },
            Self::Numbers => list(value, |one| number(one, "must be whole numbers from 1")),
            Self::Cwes => list(value, cwe),
            Self::Words(known) => list(value, |one| word(one, known)),
            Self::Word(known) => word(value, known),
            Self::Choice(choices) => choice(value, choices),
            Self::Vulnerabilities => list(value, vulnerability),
            Self::Tags => list(value, |one| text(one).map(|tag| tag.to_lowercase())),
            Self::Contains | Self::Same | Self::Exact => text(value),
            Self::Span => span(value),
            Self::Date => date(value),
            Self::Moment => moment(value),
            Self::Percent => percent(value),
            Self::Score => score(value),
        }
    }

    /// What a caller gives, for documents and errors.
    pub fn takes(self) -> String {
        match self {
            Self::Flag | Self::OneOrZero => "true or false".to_owned(),
            Self::Number => "one id".to_owned(),
            Self::Numbers => "number, or several: any".to_owned(),
            Self::Cwes => "79 or CWE-79, or several: any".to_owned(),
            Self::Words(known) => format!("{}; one or several: any", known.join(", ")),
            Self::Word(known) => known.join(", "),
            Self::Choice(choices) => {
                choices.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ")
            }
            Self::Vulnerabilities => "whole id, or several: any".to_owned(),
            Self::Tags => "tag, or several".to_owned(),
            Self::Contains => "part of the text, any case".to_owned(),
            Self::Same => "whole text, any case".to_owned(),
            Self::Exact => "whole text, case counts".to_owned(),
            Self::Span => SPANS.join(", "),
            Self::Date => "YYYY-MM-DD".to_owned(),
            Self::Moment => "YYYY-MM-DD or a timestamp".to_owned(),
            Self::Percent => "above 0, up to 1".to_owned(),
            Self::Score => "0 to 10".to_owned(),
        }
    }

    /// How that is sent.
    pub fn sends(self) -> String {
        match self {
            Self::Flag => "`true`, `false`".to_owned(),
            Self::OneOrZero => "`1`, `0`".to_owned(),
            Self::Number | Self::Contains | Self::Same | Self::Exact | Self::Word(_) => {
                "as given".to_owned()
            }
            Self::Numbers => "`1,2`".to_owned(),
            Self::Cwes => "`79,89`".to_owned(),
            Self::Words(_) => "as DefectDojo spells it, comma without space".to_owned(),
            Self::Choice(choices) => {
                choices.iter().map(|(_, code)| format!("`{code}`")).collect::<Vec<_>>().join(", ")
            }
            Self::Vulnerabilities => "`CVE-…` in capitals, comma without space".to_owned(),
            Self::Tags => "lower case, comma without space".to_owned(),
            Self::Span => "`1` to `7`".to_owned(),
            Self::Date | Self::Moment => "as given".to_owned(),
            Self::Percent => "in percent: 0.5 is `50`".to_owned(),
            Self::Score => "`9.8`".to_owned(),
        }
    }
}

fn flag(value: &Value) -> Result<bool, String> {
    match value {
        Value::Bool(flag) => Ok(*flag),
        Value::String(word) if word.eq_ignore_ascii_case("true") => Ok(true),
        Value::String(word) if word.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err("must be true or false".to_owned()),
    }
}

/// One entry, several in a list, or several in a text with commas; repeated ones once.
fn list(value: &Value, one: impl Fn(&Value) -> Result<String, String>) -> Result<String, String> {
    let entries: Vec<Value> = match value {
        Value::Array(entries) => entries.clone(),
        Value::String(text) => text.split(',').map(|part| part.trim().into()).collect(),
        single => vec![single.clone()],
    };
    if entries.is_empty() {
        // DefectDojo would take the filter away and answer everything.
        return Err("must not be empty; leave it out instead".to_owned());
    }
    if entries.len() > LONGEST_LIST {
        return Err(format!("has {} entries; at most {LONGEST_LIST} are allowed", entries.len()));
    }
    let mut parts: Vec<String> = Vec::with_capacity(entries.len());
    for entry in &entries {
        let part = one(entry)?;
        if part.contains(',') {
            return Err("must have no comma inside an entry".to_owned());
        }
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    Ok(parts.join(","))
}

fn number(value: &Value, allowed: &str) -> Result<String, String> {
    let number = match value {
        Value::Number(number) => number.as_u64(),
        Value::String(digits) => digits.trim().parse().ok(),
        _ => None,
    };
    // DefectDojo's database keeps ids in 32 or 64 bits with a sign, and fails beyond.
    number
        .filter(|number| (1..=i64::MAX.unsigned_abs()).contains(number))
        .map(|number| number.to_string())
        .ok_or_else(|| allowed.to_owned())
}

fn cwe(value: &Value) -> Result<String, String> {
    let allowed = "must be CWE numbers such as 79 or CWE-79";
    match value {
        Value::String(word) => {
            let word = word.trim();
            let prefixed = word.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("cwe-"));
            let digits = if prefixed { word.get(4..).unwrap_or_default() } else { word };
            number(&digits.into(), allowed)
        }
        other => number(other, allowed),
    }
}

fn word(value: &Value, known: &[&str]) -> Result<String, String> {
    let given = value.as_str().map(str::trim);
    known
        .iter()
        .find(|one| given.is_some_and(|given| one.eq_ignore_ascii_case(given)))
        .map(|one| (*one).to_owned())
        .ok_or_else(|| format!("must be {}", alternatives(known)))
}

fn choice(value: &Value, choices: &[(&str, &str)]) -> Result<String, String> {
    let given = match value {
        Value::String(word) => word.trim().to_owned(),
        Value::Number(code) => code.to_string(),
        _ => String::new(),
    };
    choices
        .iter()
        .find(|(word, code)| word.eq_ignore_ascii_case(&given) || *code == given)
        .map(|(_, code)| (*code).to_owned())
        .ok_or_else(|| {
            let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
            format!("must be {}", alternatives(&words))
        })
}

fn alternatives(words: &[&str]) -> String {
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// CVE ids are stored in capitals and GHSA ids with a lower-case body; other ids as their source writes them.
fn vulnerability(value: &Value) -> Result<String, String> {
    let id = text(value)?;
    if id.chars().any(char::is_whitespace) {
        return Err("must be whole ids without spaces, such as CVE-2021-44228".to_owned());
    }
    let starts = |prefix: &str| {
        id.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    if starts("CVE-") {
        Ok(id.to_ascii_uppercase())
    } else if starts("GHSA-") {
        Ok(format!("GHSA-{}", id.get(5..).unwrap_or_default().to_ascii_lowercase()))
    } else {
        Ok(id)
    }
}

/// DefectDojo strips white space as Python counts it, control characters included, and takes away a filter that is
/// then empty: such characters never leave.
fn text(value: &Value) -> Result<String, String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return Err("must be a text".to_owned()),
    };
    if text.is_empty() {
        return Err("must not be blank; leave it out instead".to_owned());
    }
    if text.chars().any(char::is_control) {
        return Err("must have no line breaks or control characters".to_owned());
    }
    let characters = text.chars().count();
    if characters > LONGEST_TEXT {
        return Err(format!("has {characters} characters; at most {LONGEST_TEXT} are allowed"));
    }
    Ok(text)
}

fn span(value: &Value) -> Result<String, String> {
    let given = match value {
        Value::String(word) => word.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let at = SPANS
        .iter()
        .zip(1..)
        .find(|(word, number)| word.eq_ignore_ascii_case(&given) || number.to_string() == given);
    at.map(|(_, number)| number.to_string())
        .ok_or_else(|| format!("is a stretch of time: must be {}", alternatives(&SPANS)))
}

fn date(value: &Value) -> Result<String, String> {
    let text = value.as_str().unwrap_or_default().trim();
    let date: Date = text.parse().map_err(str::to_owned)?;
    Ok(date.to_string())
}

fn moment(value: &Value) -> Result<String, String> {
    let text = value.as_str().unwrap_or_default().trim();
    if text.parse::<Date>().is_ok() {
        return Ok(text.to_owned());
    }
    let moment: jiff::Timestamp = text
        .parse()
        .map_err(|_| "must be YYYY-MM-DD or a timestamp such as 2024-05-31T12:00:00Z".to_owned())?;
    Ok(moment.to_string())
}

/// Shifted as a decimal: 0.07 must leave as 7, not as 7.000000000000001.
fn percent(value: &Value) -> Result<String, String> {
    let share = real(value)
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or("must be a share from 0 to 1 (0.5 is 50 %)")?;
    let percent = (share * 1e12).round() / 1e10;
    if percent == 0.0 {
        return Err("must be above 0: DefectDojo fails on a bound of 0".to_owned());
    }
    Ok(percent.to_string())
}

fn score(value: &Value) -> Result<String, String> {
    real(value)
        .filter(|score| (0.0..=10.0).contains(score))
        .map(|score| score.to_string())
        .ok_or_else(|| "must be a CVSS score from 0 to 10".to_owned())
}

fn real(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(digits) => digits.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{
        super::{Encoding, findings},
        *,
    };

    #[test]
    fn the_table_is_whole_and_names_nothing_twice() {
        assert_eq!(findings::ALL.len(), 111);
        assert_eq!(findings::ORDERINGS.len(), 26);
        let mut names: Vec<_> = findings::ALL.iter().map(|filter| filter.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 111);
    }

    /// The traps: each left side is what a model writes, each right side what DefectDojo reads as it was meant.
    #[test]
    fn values_are_sent_as_defectdojo_reads_them() {
        const WORDS: Encoding = Encoding::Words(&["Critical", "High"]);
        const CHOICE: Encoding = Encoding::Choice(&[("accepted", "1"), ("expired", "3")]);
        for (encoding, value, sent) in [
            (Encoding::Flag, json!(true), "true"),
            (Encoding::Flag, json!("False"), "false"),
            (Encoding::OneOrZero, json!(true), "1"),
            (Encoding::OneOrZero, json!(false), "0"),
            (Encoding::Number, json!("7"), "7"),
            (Encoding::Numbers, json!([3, "4", 3]), "3,4"),
            (Encoding::Numbers, json!("3, 4"), "3,4"),
            (Encoding::Cwes, json!(["CWE-79", "cwe-89", 22]), "79,89,22"),
            (WORDS, json!("high , CRITICAL"), "High,Critical"),
            (CHOICE, json!("Expired"), "3"),
            (CHOICE, json!(1), "1"),
            (Encoding::Vulnerabilities, json!("cve-2021-44228"), "CVE-2021-44228"),
            (Encoding::Vulnerabilities, json!(["ghsa-JFH8-c2jp-5v3q"]), "GHSA-jfh8-c2jp-5v3q"),
            (Encoding::Vulnerabilities, json!("RUSTSEC-2020-0071"), "RUSTSEC-2020-0071"),
            (Encoding::Tags, json!(["PCI", " Web "]), "pci,web"),
            (Encoding::Contains, json!("  a & b  "), "a & b"),
            (Encoding::Exact, json!(2), "2"),
            (Encoding::Span, json!("past_7_days"), "2"),
            (Encoding::Span, json!(7), "7"),
            (Encoding::Date, json!("2024-02-29"), "2024-02-29"),
            (Encoding::Moment, json!("2024-02-29"), "2024-02-29"),
            (Encoding::Moment, json!("2024-02-29T12:00:00+02:00"), "2024-02-29T10:00:00Z"),
            (Encoding::Percent, json!(0.07), "7"),
            (Encoding::Percent, json!(0.944), "94.4"),
            (Encoding::Percent, json!(1), "100"),
            (Encoding::Percent, json!("0.00046"), "0.046"),
            (Encoding::Score, json!(9.8), "9.8"),
        ] {
            assert_eq!(encoding.encode(&value).as_deref(), Ok(sent), "{encoding:?} {value}");
        }
    }

    /// Each of these DefectDojo would ignore, misread or answer with an error.
    #[test]
    fn what_defectdojo_would_misread_is_refused() {
        for (encoding, value) in [
            (Encoding::Flag, json!(1)),
            (Encoding::Flag, json!("banana")),
            (Encoding::Number, json!([1])),
            (Encoding::Number, json!("1,2")),
            (Encoding::Number, json!(u64::MAX)),
            (Encoding::Numbers, json!([])),
            (Encoding::Numbers, json!("")),
            (Encoding::Numbers, json!("1,,2")),
            (Encoding::Numbers, json!(0)),
            (Encoding::Cwes, json!("CWE-")),
            (Encoding::Words(&["High"]), json!("urgent")),
            (Encoding::Vulnerabilities, json!(["CVE-1,CVE-2"])),
            (Encoding::Tags, json!(["a,b"])),
            (Encoding::Contains, json!(" \u{1c}\u{a0} ")),
            (Encoding::Contains, json!("a\nb")),
            (Encoding::Contains, json!("x".repeat(LONGEST_TEXT + 1))),
            (Encoding::Span, json!("2024-01-01")),
            (Encoding::Span, json!(8)),
            (Encoding::Date, json!("2024-01-01T00:00:00Z")),
            (Encoding::Moment, json!("yesterday")),
            (Encoding::Percent, json!(50)),
            (Encoding::Percent, json!(0)),
            (Encoding::Score, json!(11)),
        ] {
            assert!(encoding.encode(&value).is_err(), "{encoding:?} {value}");
        }
    }
}
