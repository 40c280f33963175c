//! DefectDojo's small vocabulary as types: ids, severities, dates, tags. What parses here is good to send.

mod page;

use std::{borrow::Cow, fmt, num::NonZeroU64, str::FromStr};

use jiff::civil;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Value, json};

pub use page::{Limit, Offset};

use crate::screen::{Object, Present, Walk, Wrapping, schema_of};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
            #[serde(transparent)]
            pub struct $name(NonZeroU64);

            impl $name {
                pub fn new(id: u64) -> Option<Self> {
                    NonZeroU64::new(id).map(Self)
                }

                pub fn value(self) -> u64 {
                    self.0.into()
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    self.0.fmt(f)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let id = deserializer.deserialize_any(Whole)?;
                    Self::new(id).ok_or_else(|| de::Error::custom("must be a positive integer"))
                }
            }

            impl JsonSchema for $name {
                fn schema_name() -> Cow<'static, str> {
                    stringify!($name).into()
                }

                fn inline_schema() -> bool {
                    true
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    json_schema!({ "type": "integer", "minimum": 1 })
                }
            }
        )*
    };
}

ids! {
    /// A finding's number in DefectDojo.
    FindingId,
    /// A test's number in DefectDojo: one run of one tool inside an engagement.
    TestId,
    /// An engagement's number in DefectDojo.
    EngagementId,
    /// A product's number in DefectDojo.
    ProductId,
    /// A product type's number in DefectDojo.
    ProductTypeId,
    /// A test type's number in DefectDojo.
    TestTypeId,
}

/// A whole number from 0, also accepted as a text of digits, as the Python server did.
struct Whole;

impl de::Visitor<'_> for Whole {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number")
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<u64, E> {
        Ok(value)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<u64, E> {
        Err(E::custom("must not be negative"))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<u64, E> {
        let text = value.to_string();
        text.parse().map_err(|_| E::custom("must be a whole number"))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<u64, E> {
        text.trim().parse().map_err(|_| E::custom("must be a whole number"))
    }
}

/// True or false, also accepted as the text `"true"` or `"false"`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Flag(pub bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Switch;

        impl de::Visitor<'_> for Switch {
            type Value = bool;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true or false")
            }

            fn visit_bool<E: de::Error>(self, value: bool) -> Result<bool, E> {
                Ok(value)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<bool, E> {
                match text {
                    "true" | "True" => Ok(true),
                    "false" | "False" => Ok(false),
                    _ => Err(E::custom("must be true or false")),
                }
            }
        }

        deserializer.deserialize_any(Switch).map(Self)
    }
}

impl JsonSchema for Flag {
    fn schema_name() -> Cow<'static, str> {
        "Flag".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "boolean" })
    }
}

/// How bad a finding is, as DefectDojo spells it; read in any case.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    pub const ALL: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "Info",
            Self::Low => "Low",
            Self::Medium => "Medium",
            Self::High => "High",
            Self::Critical => "Critical",
        }
    }

    /// DefectDojo requires it on creation, and then writes it over from the severity.
    pub const fn numerical(self) -> &'static str {
        match self {
            Self::Critical => "S0",
            Self::High => "S1",
            Self::Medium => "S2",
            Self::Low => "S3",
            Self::Info => "S4",
        }
    }
}

impl Present for Severity {
    fn present(self, _: &mut Walk<'_>) -> Value {
        self.name().into()
    }

    fn schema(_: Wrapping) -> Object {
        schema_of(json!({ "type": "string", "enum": Self::ALL.map(Self::name) }))
    }
}

const SEVERITIES: &str = "must be Critical, High, Medium, Low or Info";

impl FromStr for Severity {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        Self::ALL
            .into_iter()
            .find(|severity| severity.name().eq_ignore_ascii_case(text))
            .or_else(|| {
                // DefectDojo's own long form, and the word many scanners use.
                ["informational", "information"]
                    .iter()
                    .any(|word| word.eq_ignore_ascii_case(text))
                    .then_some(Self::Info)
            })
            .ok_or(SEVERITIES)
    }
}

impl<'de> Deserialize<'de> for Severity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for Severity {
    fn schema_name() -> Cow<'static, str> {
        "Severity".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Self::ALL.map(Self::name) })
    }
}

/// One severity, several separated by commas, or a list of them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Severities(Vec<Severity>);

impl Severities {
    /// As DefectDojo reads a list: exact words, no space after the comma.
    pub fn csv(&self) -> String {
        self.0.iter().map(|severity| severity.name()).collect::<Vec<_>>().join(",")
    }
}

impl<'de> Deserialize<'de> for Severities {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMany;

        impl<'de> de::Visitor<'de> for OneOrMany {
            type Value = Vec<Severity>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a severity, several separated by commas, or a list of severities")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Vec<Severity>, E> {
                text.split(',').map(|word| word.parse().map_err(E::custom)).collect()
            }

            fn visit_seq<A: de::SeqAccess<'de>>(
                self,
                mut list: A,
            ) -> Result<Vec<Severity>, A::Error> {
                let mut severities = Vec::new();
                while let Some(severity) = list.next_element()? {
                    severities.push(severity);
                }
                Ok(severities)
            }
        }

        let mut severities = deserializer.deserialize_any(OneOrMany)?;
        severities.sort_unstable_by(|left, right| right.cmp(left));
        severities.dedup();
        if severities.is_empty() {
            return Err(de::Error::custom("must name at least one severity"));
        }
        Ok(Self(severities))
    }
}

impl JsonSchema for Severities {
    fn schema_name() -> Cow<'static, str> {
        "Severities".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "examples": ["Critical", "Critical,High"] })
    }
}

/// A calendar date, `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Date(civil::Date);

impl Date {
    /// The day so many days later, or earlier where that is negative; none outside the calendar.
    pub fn plus_days(self, days: i32) -> Option<Self> {
        self.0.checked_add(jiff::Span::new().days(days)).ok().map(Self)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Date {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        const FORM: &str = "must be a real date as YYYY-MM-DD";
        let form = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !form {
            return Err(FORM);
        }
        text.parse().map(Self).map_err(|_| FORM)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

/// Why a finding is closed; each reason sets the flags that DefectDojo's own close dialogue sets.
#[derive(Clone, Copy, Debug, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub enum CloseReason {
    Mitigated,
    FalsePositive,
    OutOfScope,
    Duplicate,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn parse<T: for<'de> Deserialize<'de>>(value: Value) -> Result<T, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn severities_are_read_in_any_case_and_sent_as_defectdojo_wants_them() {
        for value in
            [json!("high, CRITICAL"), json!(["critical", "High"]), json!("High,Critical,high")]
        {
            assert_eq!(parse::<Severities>(value).unwrap().csv(), "Critical,High");
        }
        assert_eq!(parse::<Severities>(json!("urgent")).unwrap_err(), SEVERITIES);
        assert!(parse::<Severities>(json!([])).is_err());
        assert!(parse::<Severities>(json!("")).is_err());
    }

    #[test]
    fn ids_are_positive_and_errors_do_not_repeat_the_input() {
        assert_eq!(parse::<FindingId>(json!("7")).unwrap().value(), 7);
        for bad in [json!(0), json!(-1), json!(1.5), json!("x'; drop"), json!(true), json!(null)] {
            let error = parse::<FindingId>(bad).unwrap_err();
            assert!(!error.contains("drop"), "{error}");
        }
    }

    #[test]
    fn dates_are_real() {
        assert!(parse::<Date>(json!("2024-02-29")).is_ok());
        for bad in ["2023-02-29", "2024-2-9", "29.02.2024", "2024-02-29T00:00:00Z", "٢٠٢٤-٠٢-٢٩"]
        {
            assert!(parse::<Date>(json!(bad)).is_err(), "{bad}");
        }
    }
}
