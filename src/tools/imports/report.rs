//! A report inside a call: base64, decoded where it is parsed.

use std::{borrow::Cow, fmt};

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use crate::dojo::ReportSource;

/// Bytes of a decoded report.
const LARGEST: usize = 50 << 20;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

pub(super) struct Report(Vec<u8>);

impl Report {
    pub(super) fn source(self) -> ReportSource {
        ReportSource::Inline(self.0)
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Report(<{} bytes>)", self.0.len())
    }
}

impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut text = String::deserialize(deserializer)?;
        if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
            text.retain(|char| !char.is_ascii_whitespace());
        }
        if text.len() / 4 * 3 > LARGEST + 3 {
            return Err(de::Error::custom("is larger than 50 MiB once decoded"));
        }
        let bytes = BASE64.decode(text).map_err(|_| {
            de::Error::custom(
                "must be the report's bytes in base64 (standard alphabet), not the report itself",
            )
        })?;
        match bytes.len() {
            0 => Err(de::Error::custom("must not be empty")),
            1..=LARGEST => Ok(Self(bytes)),
            _ => Err(de::Error::custom("is larger than 50 MiB once decoded")),
        }
    }
}

impl JsonSchema for Report {
    fn schema_name() -> Cow<'static, str> {
        "Report".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "contentEncoding": "base64", "minLength": 1 })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn base64_is_read_with_and_without_padding_and_line_breaks() {
        for text in ["eyJ9", "e30=", "e30", "e3\n0=", " e30= "] {
            assert!(serde_json::from_value::<Report>(json!(text)).is_ok(), "{text}");
        }
        for text in ["", " ", "{}", "e3*0", "e"] {
            let error = serde_json::from_value::<Report>(json!(text)).unwrap_err().to_string();
            assert!(error.starts_with("must "), "{error}");
        }
    }
}
