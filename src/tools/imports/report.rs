//! Which report a call means: the one in the call itself, a file, or an upload.

use std::{borrow::Cow, sync::Arc};

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use crate::{
    access::ScanMgmt,
    guard::Call,
    reports::{LARGEST, MALFORMED, Report, is_placeholder},
    screen::Prose,
    tools::{Error, Settings},
};

use super::problem;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Base64, decoded where it is parsed.
#[derive(Debug)]
pub(super) enum Encoded {
    Report(Report),
    /// Taken out of the message before; this stands for it.
    Taken(String),
}

impl<'de> Deserialize<'de> for Encoded {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const TOO_LARGE: &str = "is larger than 50 MiB once decoded: give file_path or upload_id";
        let mut text = String::deserialize(deserializer)?;
        if is_placeholder(&text) && text != MALFORMED {
            return Ok(Self::Taken(text));
        }
        if text.bytes().any(|byte| byte.is_ascii_whitespace()) {
            text.retain(|char| !char.is_ascii_whitespace());
        }
        if text.len() as u64 / 4 * 3 > LARGEST + 3 {
            return Err(de::Error::custom(TOO_LARGE));
        }
        let bytes = BASE64.decode(text).map_err(|_| {
            de::Error::custom(
                "must be the report's bytes in base64 (standard alphabet), not the report itself",
            )
        })?;
        match bytes.len() as u64 {
            0 => Err(de::Error::custom("must not be empty")),
            1..=LARGEST => Ok(Self::Report(Report::of_bytes(bytes))),
            _ => Err(de::Error::custom(TOO_LARGE)),
        }
    }
}

impl JsonSchema for Encoded {
    fn schema_name() -> Cow<'static, str> {
        "Report".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "contentEncoding": "base64" })
    }
}

/// The one report of a call.
#[derive(Debug)]
pub(super) enum Source {
    Inline(Report),
    Taken(String),
    Path(String),
    Upload(String),
}

/// The three ways in which a call may name its report.
pub(super) struct Ways {
    pub(super) file: Option<Encoded>,
    pub(super) file_path: Option<Prose<4096>>,
    pub(super) upload_id: Option<Prose<64>>,
    pub(super) file_name: Option<Prose<255>>,
}

impl Ways {
    /// The one that was given, and the name that DefectDojo is told.
    pub(super) fn one(self) -> Result<(Source, Prose<255>), Error> {
        const ONE: &str = "give exactly one of file (base64), file_path (a file that this server may read) and upload_id \
            (of PUT /uploads)";
        let source = match (self.file, self.file_path, self.upload_id) {
            (Some(Encoded::Report(report)), None, None) => Source::Inline(report),
            (Some(Encoded::Taken(placeholder)), None, None) => Source::Taken(placeholder),
            (None, Some(path), None) => Source::Path(path.unscreened().to_owned()),
            (None, None, Some(id)) => Source::Upload(id.unscreened().to_owned()),
            (None, None, None) | (Some(_), ..) => return Err(problem("file", ONE)),
            _ => return Err(problem("file_path", ONE)),
        };
        let name = match (self.file_name, &source) {
            (Some(name), _) => name,
            (None, Source::Path(path)) => last_part(path)?,
            (None, _) => return Err(problem("file_name", "is required, unless file_path has one")),
        };
        let plain =
            name.unscreened().chars().all(|char| !char.is_control() && !"/\\".contains(char));
        if !plain {
            let message = "must be a name without directories, such as report.json";
            return Err(problem("file_name", message));
        }
        Ok((source, name))
    }
}

/// The name that a file has in its folder.
fn last_part(path: &str) -> Result<Prose<255>, Error> {
    let name = path.trim_end().rsplit('/').next().unwrap_or_default();
    serde_json::from_value(name.into())
        .map_err(|_| problem("file_path", "must end with the name of a file, such as report.json"))
}

impl Source {
    /// The report itself; what is not the caller's is answered like what there is not.
    pub(super) async fn open(
        &self,
        call: &Call<ScanMgmt>,
        settings: &Settings,
    ) -> Result<Report, Error> {
        let reports = Arc::clone(&settings.reports);
        match self {
            Self::Inline(report) => Ok(report.clone()),
            Self::Taken(placeholder) => match reports.taken(placeholder) {
                Some(Ok(spooled)) => Ok(spooled.report),
                Some(Err(unspooled)) => Err(problem("file", &unspooled.to_string())),
                None => Err(problem("file", "must be the report's bytes in base64")),
            },
            Self::Path(path) => {
                let path = path.clone();
                let opening = tokio::task::spawn_blocking(move || reports.at_path(&path));
                let opened = opening.await.map_err(|_| problem("file_path", "could not be read"))?;
                opened.map_err(|unopened| problem("file_path", &unopened.to_string()))
            }
            Self::Upload(id) => reports.uploaded(&call.caller().name, id).ok_or_else(|| {
                let message = "no such upload of yours: it was imported, has expired or never was. PUT the report to \
                    /uploads again";
                problem("upload_id", message)
            }),
        }
    }

    /// An upload is used up by an import that succeeded.
    pub(super) fn imported(&self, call: &Call<ScanMgmt>, settings: &Settings) {
        if let Self::Upload(id) = self {
            settings.reports.imported(&call.caller().name, id);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn base64_is_read_with_and_without_padding_and_line_breaks() {
        for text in ["eyJ9", "e30=", "e30", "e3\n0=", " e30= "] {
            assert!(serde_json::from_value::<Encoded>(json!(text)).is_ok(), "{text}");
        }
        for text in ["", " ", "{}", "e3*0", "e"] {
            let error = serde_json::from_value::<Encoded>(json!(text)).unwrap_err().to_string();
            assert!(error.starts_with("must "), "{error}");
        }
    }
}
