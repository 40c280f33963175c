//! Arguments that become filters: checked where they are parsed, by the same rule that later sends them.

use std::{borrow::Cow, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};
use serde_json::Value;

use super::{ArgumentProblem, Error};
use crate::dojo::filters::{Encoding, Filter, LONGEST_TEXT, Query};

/// What kind of value an argument takes.
pub(super) trait Kind {
    const ENCODING: Encoding;

    fn schema() -> Schema;
}

/// A value that its encoding accepts, as the caller wrote it.
#[derive(Debug)]
pub(super) struct Given<K> {
    value: Value,
    kind: PhantomData<K>,
}

impl<K> Given<K> {
    /// The text, where the kind takes one.
    pub(super) fn text(&self) -> &str {
        self.value.as_str().unwrap_or_default().trim()
    }

    /// The entries of a list, as they would be sent.
    pub(super) fn entries(&self) -> Vec<String>
    where
        K: Kind,
    {
        let sent = K::ENCODING.encode(&self.value).unwrap_or_default();
        sent.split(',').map(str::to_owned).collect()
    }
}

impl<'de, K: Kind> Deserialize<'de> for Given<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        K::ENCODING.encode(&value).map_err(de::Error::custom)?;
        Ok(Self { value, kind: PhantomData })
    }
}

impl<K: Kind> JsonSchema for Given<K> {
    fn schema_name() -> Cow<'static, str> {
        "Given".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        K::schema()
    }
}

/// Adds the arguments that were given to a query.
pub(super) fn apply<K>(
    query: &mut Query,
    argument: &str,
    filter: Filter,
    given: Option<&Given<K>>,
) -> Result<(), Error> {
    match given {
        None => Ok(()),
        Some(given) => query.value(filter, &given.value).map_err(|message| {
            Error::Arguments(vec![ArgumentProblem { argument: argument.to_owned(), message }])
        }),
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $encoding:expr, $schema:tt;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub(super) struct $name;

            impl Kind for $name {
                const ENCODING: Encoding = $encoding;

                fn schema() -> Schema {
                    json_schema!($schema)
                }
            }
        )+
    };
}

kinds! {
    /// Part of a text, in any case.
    Part Encoding::Contains, { "type": "string", "maxLength": LONGEST_TEXT };
    /// A whole text.
    Whole Encoding::Exact, { "type": "string", "maxLength": LONGEST_TEXT };
    Tags Encoding::Tags, { "type": "array", "items": { "type": "string" }, "maxItems": 50 };
    Cwes Encoding::Cwes, { "type": "string", "examples": ["79", "CWE-79,CWE-89"] };
    Vulnerabilities Encoding::Vulnerabilities, { "type": "string", "examples": ["CVE-2021-44228"] };
    Acceptance crate::dojo::filters::findings::RISK_ACCEPTANCE.encoding,
        { "type": "string", "enum": ["accepted", "not_accepted", "expired"] };
    Status crate::dojo::filters::engagements::STATUS.encoding,
        { "type": "string", "enum": crate::dojo::filters::engagements::STATUSES };
    Lifecycle crate::dojo::filters::products::LIFECYCLE.encoding,
        { "type": "string", "enum": crate::dojo::filters::products::LIFECYCLES };
    Criticality crate::dojo::filters::products::CRITICALITY.encoding,
        { "type": "string", "enum": crate::dojo::filters::products::CRITICALITIES };
}

/// A number from 0 to `MOST`, also accepted as a text of digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Real<const MOST: u32>(pub(super) f64);

impl<'de, const MOST: u32> Deserialize<'de> for Real<MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = match Value::deserialize(deserializer)? {
            Value::Number(number) => number.as_f64(),
            Value::String(digits) => digits.trim().parse().ok(),
            _ => None,
        };
        number
            .filter(|number| (0.0..=f64::from(MOST)).contains(number))
            .map(Self)
            .ok_or_else(|| de::Error::custom(format!("must be a number from 0 to {MOST}")))
    }
}

impl<const MOST: u32> JsonSchema for Real<MOST> {
    fn schema_name() -> Cow<'static, str> {
        "Real".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "maximum": MOST })
    }
}
