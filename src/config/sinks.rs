//! Where audit records are forwarded to: one destination by each of two families of variables, any number by
//! `AUDIT_SINKS`.

use std::{path::PathBuf, time::Duration};

use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

use super::{
    reader::Reader,
    report::Problem,
    settings::Forward,
    value::{self, Parsed, Refused, choice, duration, whole},
    variables as known,
};
use crate::forward::{Destination, HttpsSettings, Kind, SyslogSettings, Target, TlsFiles};

const LARGEST_BATCH: u64 = 10_000;
const LONGEST_FLUSH: Duration = Duration::from_hours(1);
const SHORTEST_FLUSH: Duration = Duration::from_millis(1);

pub(super) fn read(reader: &mut Reader) -> Forward {
    let files = TlsFiles {
        ca: reader.optional(&known::AUDIT_LOG_SYSLOG_CA, value::path),
        cert: reader.optional(&known::AUDIT_LOG_SYSLOG_CERT, value::path),
        key: reader.optional(&known::AUDIT_LOG_SYSLOG_KEY, value::path),
    };
    let mut targets: Vec<_> = reader
        .optional(&known::AUDIT_LOG_SYSLOG, destinations)
        .unwrap_or_default()
        .into_iter()
        .map(|destination| syslog(destination, files.clone()))
        .collect();
    let url = reader.optional(&known::AUDIT_LOG_HTTPS_URL, https_url);
    let token = reader.secret(&known::AUDIT_LOG_HTTPS_TOKEN).map(|(_, secret)| secret);
    let kind = reader.optional(&known::AUDIT_LOG_HTTPS_FORMAT, choice(&[&Kind::ALL]));
    let batch_size = reader.value(&known::AUDIT_LOG_HTTPS_BATCH_SIZE, whole(1..=LARGEST_BATCH));
    let flush =
        reader.value(&known::AUDIT_LOG_HTTPS_FLUSH_SECS, duration(SHORTEST_FLUSH..=LONGEST_FLUSH));
    let ca = reader.optional(&known::AUDIT_LOG_HTTPS_CA, value::path);
    targets.extend(url.map(|url| {
        let kind = kind.unwrap_or_else(|| Kind::infer(&url));
        Target::Https(Box::new(HttpsSettings {
            url,
            token,
            kind,
            batch_size,
            flush,
            files: TlsFiles { ca, ..TlsFiles::default() },
            tenant: None,
            patience: HttpsSettings::PATIENCE,
        }))
    }));
    targets.extend(listed(reader));
    refuse_doubles(reader, &targets);
    Forward {
        targets,
        spool_dir: reader.value(&known::AUDIT_SPOOL_DIR, value::path),
        backlog: reader.value(&known::AUDIT_FORWARD_BACKLOG, whole(1_000..=1_000_000_000)),
    }
}

fn syslog(destination: Destination, files: TlsFiles) -> Target {
    let patience = SyslogSettings::PATIENCE;
    Target::Syslog(SyslogSettings { destination, files, patience })
}

/// One entry of `AUDIT_SINKS`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    syslog: Option<String>,
    url: Option<String>,
    format: Option<String>,
    token: Option<String>,
    token_file: Option<PathBuf>,
    batch_size: Option<u64>,
    flush_secs: Option<f64>,
    tenant: Option<String>,
    ca: Option<PathBuf>,
    cert: Option<PathBuf>,
    key: Option<PathBuf>,
}

fn listed(reader: &mut Reader) -> Vec<Target> {
    let Some(found) = reader.found(&known::AUDIT_SINKS) else { return Vec::new() };
    let entries: Vec<Entry> = match serde_json::from_str(&found.text) {
        Ok(entries) => entries,
        Err(error) => {
            // The text around the place may hold a token, so only what was expected there is shown.
            let problem = found.problem(format!("must be a list of destinations: {error}"));
            reader.problem(problem.fix("docs/siem.md has examples"));
            return Vec::new();
        }
    };
    let mut targets = Vec::new();
    for (number, entry) in (1..).zip(entries) {
        match entry.target(reader, number) {
            Ok(target) => targets.push(target),
            Err(why) => {
                let problem = found.problem(format!("cannot be used: entry {number} {why}"));
                reader.problem(problem.fix("docs/siem.md has examples"));
            }
        }
    }
    targets
}

impl Entry {
    fn target(self, reader: &mut Reader, number: usize) -> Result<Target, String> {
        let token = self.token(reader, number)?;
        match (self.syslog, self.url) {
            (Some(destination), None) => {
                if self.format.is_some() || token.is_some() || self.tenant.is_some() {
                    return Err(
                        "has format, token or tenant, which syslog does not know".to_owned()
                    );
                }
                let destination = destination.parse().map_err(|why| format!("syslog {why}"))?;
                let files = TlsFiles { ca: self.ca, cert: self.cert, key: self.key };
                Ok(syslog(destination, files))
            }
            (None, Some(url)) => {
                let url = https_url(&url).map_err(|refused| format!("url {}", refused.allowed))?;
                let kind = match &self.format {
                    Some(word) => choice(&[&Kind::ALL])(word)
                        .map_err(|refused| format!("format {}", refused.allowed))?,
                    None => Kind::infer(&url),
                };
                let batch_size = self.batch_size.unwrap_or(100);
                if !(1..=LARGEST_BATCH).contains(&batch_size) {
                    return Err(format!("batch_size must be from 1 to {LARGEST_BATCH}"));
                }
                let flush = Duration::try_from_secs_f64(self.flush_secs.unwrap_or(5.0)).ok();
                let flush = flush
                    .filter(|flush| (SHORTEST_FLUSH..=LONGEST_FLUSH).contains(flush))
                    .ok_or("flush_secs must be from 0.001 to 3600")?;
                let batch_size = usize::try_from(batch_size).unwrap_or(1);
                if self.cert.is_some() != self.key.is_some() {
                    return Err("must have cert and key together".to_owned());
                }
                if self.tenant.is_some() && kind != Kind::Loki {
                    return Err("has a tenant, which only the format loki knows".to_owned());
                }
                Ok(Target::Https(Box::new(HttpsSettings {
                    url,
                    token,
                    kind,
                    batch_size,
                    flush,
                    files: TlsFiles { ca: self.ca, cert: self.cert, key: self.key },
                    tenant: self.tenant,
                    patience: HttpsSettings::PATIENCE,
                })))
            }
            _ => Err("must have either syslog or url".to_owned()),
        }
    }

    fn token(&self, reader: &mut Reader, number: usize) -> Result<Option<SecretString>, String> {
        let text = match (&self.token, &self.token_file) {
            (Some(_), Some(_)) => return Err("has both token and token_file".to_owned()),
            (Some(token), None) => token.clone(),
            (None, Some(path)) => std::fs::read_to_string(path).map_err(|error| {
                format!("token_file {} cannot be read: {error}", path.display())
            })?,
            (None, None) => return Ok(None),
        };
        let name = format!("the token of entry {number} of AUDIT_SINKS");
        Ok(Some(reader.keep(text.trim_end_matches(['\r', '\n']), &name)))
    }
}

/// Two destinations with one cursor would take records from each other.
fn refuse_doubles(reader: &mut Reader, targets: &[Target]) {
    let mut names: Vec<_> = targets.iter().map(|target| (target.name(), target)).collect();
    names.sort_by(|one, other| one.0.cmp(&other.0));
    for pair in names.windows(2) {
        if let [(one, _), (other, target)] = pair
            && one == other
        {
            let why = format!("names a destination twice: {}", target.describe());
            reader.problem(Problem::new(known::AUDIT_SINKS.name, why).fix("remove one of the two"));
        }
    }
}

fn destinations(text: &str) -> Parsed<Vec<Destination>> {
    value::list(text)?.iter().map(|word| word.parse().map_err(Refused::must)).collect()
}

pub(super) fn https_url(text: &str) -> Parsed<Url> {
    Url::parse(text)
        .ok()
        .filter(|url| url.scheme() == "https" && url.host().is_some())
        .ok_or_else(|| Refused::must("must be a URL that starts with https://"))
}
