//! Reads where traces are sent to.

use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::{
    reader::Reader,
    report::Problem,
    settings::Traces,
    value::{self, Parsed, Refused, choice},
    variables as known,
};
use crate::{log::Level, traces::Sampler};

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
    let kind = reader.value(&known::OTEL_TRACES_SAMPLER, choice(&[&SAMPLERS]));
    let given = reader.optional(&known::OTEL_TRACES_SAMPLER_ARG, share);
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
    if given.is_some() && kind.share != Share::Some {
        let message = "OTEL_TRACES_SAMPLER_ARG changes nothing: it is for traceidratio and parentbased_traceidratio";
        reader.notice(Level::Warning, message);
    }
    Some(Traces { endpoint, headers, service, ca, sampler: kind.sampler(given) })
}

/// A sampler by its name in OpenTelemetry.
#[derive(Clone, Copy)]
struct Kind {
    follows_parent: bool,
    share: Share,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Share {
    All,
    None,
    Some,
}

impl Kind {
    const fn of(follows_parent: bool, share: Share) -> Self {
        Self { follows_parent, share }
    }

    fn sampler(self, given: Option<f64>) -> Sampler {
        let share = match self.share {
            Share::All => 1.0,
            Share::None => 0.0,
            Share::Some => given.unwrap_or(1.0),
        };
        Sampler { follows_parent: self.follows_parent, share }
    }
}

const SAMPLERS: [(&str, Kind); 6] = [
    ("always_on", Kind::of(false, Share::All)),
    ("always_off", Kind::of(false, Share::None)),
    ("traceidratio", Kind::of(false, Share::Some)),
    ("parentbased_always_on", Kind::of(true, Share::All)),
    ("parentbased_always_off", Kind::of(true, Share::None)),
    ("parentbased_traceidratio", Kind::of(true, Share::Some)),
];

fn share(text: &str) -> Parsed<f64> {
    let number = text.parse().ok().filter(|number| (0.0..=1.0).contains(number));
    number.ok_or_else(|| Refused::must("must be a number from 0 to 1"))
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
