//! Reads DefectDojo's answers field by field: an odd value is an absent one, an odd row is passed over.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, de};

/// A trusted scalar: what a field may hold when it is as expected.
pub(super) trait Scalar: Sized {
    fn from_bool(_: bool) -> Option<Self> {
        None
    }

    fn from_integer(_: i128) -> Option<Self> {
        None
    }

    fn from_float(_: f64) -> Option<Self> {
        None
    }

    fn from_text(_: &str) -> Option<Self> {
        None
    }
}

impl Scalar for bool {
    fn from_bool(value: bool) -> Option<Self> {
        Some(value)
    }

    fn from_text(text: &str) -> Option<Self> {
        text.to_ascii_lowercase().parse().ok()
    }
}

macro_rules! integers {
    ($($type:ty),*) => {
        $(
            impl Scalar for $type {
                fn from_integer(value: i128) -> Option<Self> {
                    value.try_into().ok()
                }

                fn from_text(text: &str) -> Option<Self> {
                    text.trim().parse().ok()
                }
            }
        )*
    };
}

integers!(u64, i64);

impl Scalar for f64 {
    #[expect(clippy::cast_precision_loss, reason = "scores have a handful of digits")]
    fn from_integer(value: i128) -> Option<Self> {
        Some(value as Self)
    }

    fn from_float(value: f64) -> Option<Self> {
        value.is_finite().then_some(value)
    }

    fn from_text(text: &str) -> Option<Self> {
        text.trim().parse().ok().filter(|value: &Self| value.is_finite())
    }
}

struct ScalarVisitor<T>(PhantomData<T>);

impl<'de, T: Scalar> de::Visitor<'de> for ScalarVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Option<T>, E> {
        Ok(T::from_bool(value))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Option<T>, E> {
        Ok(T::from_integer(value.into()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Option<T>, E> {
        Ok(T::from_integer(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Option<T>, E> {
        Ok(T::from_float(value))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Option<T>, E> {
        Ok(T::from_text(text))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E: de::Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut odd: A) -> Result<Option<T>, A::Error> {
        while odd.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut odd: A) -> Result<Option<T>, A::Error> {
        while odd.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

/// `#[serde(default, deserialize_with = "lenient")]`: the value, or nothing where DefectDojo sent something else.
pub(super) fn lenient<'de, T: Scalar, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(ScalarVisitor(PhantomData))
}

/// As [`lenient`], with the type's default (false, 0) in place of nothing.
pub(super) fn lenient_or_default<'de, T: Scalar + Default, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    lenient(deserializer).map(Option::unwrap_or_default)
}

/// A list of objects; whatever is not an object that parses is passed over.
pub(super) fn lenient_rows<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_any(RowsVisitor(PhantomData))
}

/// An object, or nothing.
pub(super) fn lenient_object<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Row::deserialize(deserializer).map(|row| row.0)
}

struct Row<T>(Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Row<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RowVisitor(PhantomData)).map(Self)
    }
}

macro_rules! nothing_from_scalars {
    ($nothing:expr) => {
        fn visit_bool<E: de::Error>(self, _: bool) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_u64<E: de::Error>(self, _: u64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_i64<E: de::Error>(self, _: i64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_f64<E: de::Error>(self, _: f64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_str<E: de::Error>(self, _: &str) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
            Ok($nothing)
        }
    };
}

struct RowVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> de::Visitor<'de> for RowVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    nothing_from_scalars!(None);

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut odd: A) -> Result<Option<T>, A::Error> {
        while odd.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, object: A) -> Result<Option<T>, A::Error> {
        T::deserialize(de::value::MapAccessDeserializer::new(object)).map(Some)
    }
}

struct RowsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> de::Visitor<'de> for RowsVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    nothing_from_scalars!(Vec::new());

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut rows = Vec::with_capacity(list.size_hint().unwrap_or(0).min(1_000));
        while let Some(Row(row)) = list.next_element()? {
            rows.extend(row);
        }
        Ok(rows)
    }

    fn visit_map<A: de::MapAccess<'de>>(self, mut odd: A) -> Result<Vec<T>, A::Error> {
        while odd.next_entry::<de::IgnoredAny, de::IgnoredAny>()?.is_some() {}
        Ok(Vec::new())
    }
}
