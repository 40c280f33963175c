//! Reads where traces are sent to.

use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::{
    reader::Reader,
    report::Problem,
    settings::Traces,
    value::{self, Parsed, Refused},
    variables as known,
};

const JSON: &str = "http/json";

/// Nothing where traces are off, which they are unless somebody names a collector.
pub(super) fn read(reader: &mut Reader) -> Option<Traces> {
    let disabled = reader.value(&known::OTEL_SDK_DISABLED, value::boolean);
    let base = reader.optional(&known::OTEL_EXPORTER_OTLP_ENDPOINT, address);
    let whole = reader.optional(&known::OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, address);
    let protocol = reader.value(&known::OTEL_EXPORTER_OTLP_PROTOCOL, value::text);
    let service = reader.value(&known::OTEL_SERVICE_NAME, value::text);
    let ca = reader.optional(&known::OTEL_EXPORTER_OTLP_CERTIFICATE, value::path);
    let headers = reader.secret(&known::OTEL_EXPORTER_OTLP_HEADERS).map(|(_, secret)| secret);
    let endpoint = whole.or_else(|| base.map(traces_below)).filter(|_| !disabled)?;
    if protocol != JSON {
        let name = known::OTEL_EXPORTER_OTLP_PROTOCOL.name;
        reader.problem(
            Problem::new(name, "must be http/json: traces are sent in no other encoding")
                .value(&protocol)
                .fix("set OTEL_EXPORTER_OTLP_PROTOCOL=http/json and the port of OTLP over HTTP, usually 4318"),
        );
    }
    let headers = headers.map(|text| pairs(reader, &text)).unwrap_or_default();
    Some(Traces { endpoint, headers, service, ca })
}

fn address(text: &str) -> Parsed<Url> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let plain = |url: &Url| url.username().is_empty() && url.password().is_none();
    url.filter(plain).ok_or_else(|| {
        Refused::must("must be an http:// or https:// address without credentials (OTEL_EXPORTER_OTLP_HEADERS takes those)")
    })
}

fn traces_below(mut base: Url) -> Url {
    let path = format!("{}/v1/traces", base.path().trim_end_matches('/'));
    base.set_path(&path);
    base
}

fn pairs(reader: &mut Reader, text: &SecretString) -> Vec<(String, SecretString)> {
    let mut pairs = Vec::new();
    for pair in text.expose_secret().split(',').filter(|pair| !pair.trim().is_empty()) {
        let read = pair.split_once('=').and_then(|(name, value)| {
            let name = http::HeaderName::try_from(name.trim()).ok()?;
            let value = percent_decode_str(value.trim()).decode_utf8().ok()?;
            http::HeaderValue::from_str(&value).ok()?;
            Some((name.to_string(), value.into_owned()))
        });
        match read {
            Some((name, value)) => {
                let value = reader.keep(&value, known::OTEL_EXPORTER_OTLP_HEADERS.name);
                pairs.push((name, value));
            }
            None => reader.problem(
                Problem::new(
                    known::OTEL_EXPORTER_OTLP_HEADERS.name,
                    "must be name=value pairs, comma-separated",
                )
                .fix("write a comma in a value as %2C"),
            ),
        }
    }
    pairs
}
