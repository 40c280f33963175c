//! Which rows of a list are asked for.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, de};

use super::Whole;

/// How many rows a list answers: 1 to 100.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limit(u32);

impl Limit {
    pub const MOST: u32 = 100;
    /// A page as long as a page may be.
    pub const LONGEST: Self = Self(Self::MOST);
    pub const ONE: Self = Self(1);

    pub fn value(self) -> u32 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(Whole)? {
            limit @ 1..=100 => Ok(Self(u32::try_from(limit).map_err(de::Error::custom)?)),
            _ => Err(de::Error::custom("must be from 1 to 100; page on with `offset`")),
        }
    }
}

impl Serialize for Limit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

impl JsonSchema for Limit {
    fn schema_name() -> Cow<'static, str> {
        "Limit".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": Self::MOST })
    }
}

/// How many rows a list skips: from 0.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Offset(u64);

impl Offset {
    /// DefectDojo's database counts rows in 64 bits with a sign.
    const MOST: u64 = i64::MAX as u64;

    /// After so many rows.
    pub fn at(rows: usize) -> Self {
        Self((rows as u64).min(Self::MOST))
    }

    pub fn value(self) -> u64 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Offset {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_any(Whole)? {
            offset @ 0..=Self::MOST => Ok(Self(offset)),
            _ => Err(de::Error::custom("is larger than any list")),
        }
    }
}

impl JsonSchema for Offset {
    fn schema_name() -> Cow<'static, str> {
        "Offset".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 0 })
    }
}
