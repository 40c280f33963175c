//! Looks at DefectDojo: whether it answers, as whom, in which version, and what the keys can see.

use std::time::{Duration, SystemTime};

use http::header;
use secrecy::SecretString;
use serde_json::Value;

use super::{
    answer::{Answer, Trouble, plain},
    probe::Probe,
    report::{Check, Report},
};
use crate::{
    config::{
        Proxy,
        settings::{Dojo, Keys},
    },
    dojo::capabilities::{Capabilities, Generation, Release, version_in},
};

const PROFILE: &str = "api/v2/user_profile/";
const ROOT: &str = "api/v2/";
const PRODUCTS: &str = "api/v2/products/?limit=1";
const SCHEMA: &str = "api/v2/oa3/schema/?format=json";

/// An answer that is read whole.
const WHOLE: usize = 1 << 20;

pub(super) async fn check(dojo: &Dojo, proxies: &[Proxy], timeout: Duration, report: &mut Report) {
    let (probe, answer) = match reach(dojo, proxies, timeout).await {
        Ok(reached) => reached,
        Err(trouble) => {
            let message = format!("{}: {trouble}", dojo.url);
            report.add(Check::problem("connection", trouble.code(), message, trouble.fix()));
            return;
        }
    };
    report.add(Check::good("connection", format!("{} answers", dojo.url)));
    clock(&answer, report);
    let reading = key(&dojo.keys);
    let user = match user(&probe, answer).await {
        Ok(user) => user,
        Err(trouble) => {
            let message = format!("{}: {trouble}", reading.0);
            report.add(Check::problem("user", trouble.code(), message, trouble.fix()));
            // Words of DefectDojo's own: then its version is worth knowing.
            if trouble.is_refusal() {
                version(&probe, reading.1, report).await;
            }
            return;
        }
    };
    report.add(Check::good("user", user.in_words(reading.0)));
    if let Keys::Pair { write, .. } = &dojo.keys {
        writing_key(&probe, write, report).await;
    }
    version(&probe, reading.1, report).await;
    products(&probe, reading.1, &user, report).await;
}

fn key(keys: &Keys) -> (&'static str, &SecretString) {
    match keys {
        Keys::Single(key) => ("DEFECTDOJO_API_KEY", key),
        Keys::Pair { read, .. } | Keys::ReadOnly(read) => ("DEFECTDOJO_READ_API_KEY", read),
    }
}

/// Asks who the key belongs to. Where the proxy may be what fails, the direct way is tried to tell.
async fn reach(
    dojo: &Dojo,
    proxies: &[Proxy],
    timeout: Duration,
) -> Result<(Probe, Answer), Trouble> {
    let reading = key(&dojo.keys).1;
    let probe = Probe::new(dojo, timeout, false)?;
    let first = probe.ask(PROFILE, Some(reading), WHOLE).await;
    let scheme = dojo.url.scheme();
    let Some(proxy) = proxies.iter().find(|proxy| proxy.is_for(scheme)) else {
        return Ok((probe, first?));
    };
    let trouble = match &first {
        Ok(answer) => match answer.json() {
            // DefectDojo's own words: the proxy let them through.
            Ok(_) => return Ok((probe, first?)),
            Err(trouble) if trouble.is_refusal() => return Ok((probe, first?)),
            Err(trouble) => trouble,
        },
        Err(trouble) => trouble.clone(),
    };
    let direct = Probe::new(dojo, timeout, true)?.ask(PROFILE, Some(reading), WHOLE).await;
    match direct.and_then(|answer| answer.json()) {
        Ok(_) => Err(Trouble::Proxy { variable: proxy.variable.to_owned() }),
        Err(direct) if direct.is_refusal() => {
            Err(Trouble::Proxy { variable: proxy.variable.to_owned() })
        }
        Err(_) if trouble == Trouble::ProxyPassword => Err(trouble),
        Err(_) => Ok((probe, first?)),
    }
}

/// Times in the audit log, in checkpoints and in DefectDojo must agree for anyone to follow what happened.
fn clock(answer: &Answer, report: &mut Report) {
    const MOST: Duration = Duration::from_mins(5);
    let Ok(theirs) = httpdate::parse_http_date(&answer.header(header::DATE)) else { return };
    let now = SystemTime::now();
    let (apart, direction) = match now.duration_since(theirs) {
        Ok(behind) => (behind, "behind"),
        Err(ahead) => (ahead.duration(), "ahead of"),
    };
    if apart > MOST {
        let minutes = apart.as_secs() / 60;
        report.add(Check::warning(
            "clock",
            "clock_skew",
            format!("DefectDojo's clock is {minutes} minutes {direction} this machine's"),
            "synchronise both with a time server",
        ));
    }
}

struct User {
    name: String,
    is_superuser: bool,
}

impl User {
    fn in_words(&self, variable: &str) -> String {
        let rights = if self.is_superuser {
            ", a superuser: it can do everything in DefectDojo"
        } else {
            ""
        };
        format!("{variable} is the key of {}{rights}", self.name)
    }
}

async fn user(probe: &Probe, answer: Answer) -> Result<User, Trouble> {
    let profile = match answer.json() {
        Err(Trouble::NotFound) => {
            // Releases before this resource exist, and so do other servers; the root tells which it is.
            let root = probe.ask(ROOT, None, WHOLE).await?;
            return Err(match root.json() {
                Ok(routes) if routes.get("findings").is_some() => Trouble::TooOld,
                _ => Trouble::NotFound,
            });
        }
        profile => profile?,
    };
    let user = profile.get("user").ok_or(Trouble::NotDojo)?;
    let name = user.get("username").and_then(Value::as_str).ok_or(Trouble::NotDojo)?;
    let is_superuser = user.get("is_superuser").and_then(Value::as_bool).unwrap_or(false);
    Ok(User { name: plain(name), is_superuser })
}

async fn writing_key(probe: &Probe, write: &SecretString, report: &mut Report) {
    const VARIABLE: &str = "DEFECTDOJO_WRITE_API_KEY";
    let user = match probe.ask(PROFILE, Some(write), WHOLE).await {
        Ok(answer) => user(probe, answer).await,
        Err(trouble) => Err(trouble),
    };
    report.add(match user {
        Ok(user) => Check::good("user", user.in_words(VARIABLE)),
        Err(trouble) => {
            Check::problem("user", trouble.code(), format!("{VARIABLE}: {trouble}"), trouble.fix())
        }
    });
}

/// DefectDojo names its version at the front of the schema, which it serves without a key; the rest is not waited for.
/// Where the schema is switched off, the routes tell at least the generation.
async fn version(probe: &Probe, key: &SecretString, report: &mut Report) {
    /// Before it, closing a finding works otherwise and loses what was asked for.
    const OLDEST: Release = Release::of(2, 54);
    report.add(match from_schema(probe).await {
        Ok(version) if Release::parse(&version).is_some_and(|found| found < OLDEST) => Check::warning(
            "version",
            "old_version",
            format!(
                "DefectDojo {version} is older than {}.{}: closing and reopening findings works otherwise there",
                OLDEST.major, OLDEST.minor
            ),
            "update DefectDojo",
        ),
        Ok(version) => Check::good("version", format!("DefectDojo {version}")),
        Err(why) => match generation(probe, key).await {
            Some(generation) => {
                let generation = generation.name();
                Check::good("version", format!("DefectDojo {generation}, told by its routes: {why}"))
            }
            None => Check::warning(
                "version",
                "version_unknown",
                format!("DefectDojo's version cannot be told: {why}"),
                "let /api/v2/oa3/schema/ answer, if the version matters",
            ),
        },
    });
}

async fn from_schema(probe: &Probe) -> Result<String, String> {
    const FRONT: usize = 4096;
    let answer = probe.ask(SCHEMA, None, FRONT).await.map_err(|trouble| trouble.to_string())?;
    if !answer.status.is_success() {
        return Err(format!("its schema answers with status {}", answer.status.as_u16()));
    }
    version_in(&String::from_utf8_lossy(&answer.body))
        .map(plain)
        .ok_or_else(|| "its schema does not name it".to_owned())
}

async fn generation(probe: &Probe, key: &SecretString) -> Option<Generation> {
    let routes = probe.ask(ROOT, Some(key), WHOLE).await.ok()?.json().ok()?;
    Some(Capabilities::read(routes.as_object()?, None)?.generation)
}

async fn products(probe: &Probe, key: &SecretString, user: &User, report: &mut Report) {
    let answer = probe.ask(PRODUCTS, Some(key), WHOLE).await;
    let count = answer.and_then(|answer| {
        answer.json()?.get("count").and_then(Value::as_u64).ok_or(Trouble::NotDojo)
    });
    report.add(match count {
        Ok(0) if user.is_superuser => Check::warning(
            "products",
            "no_products",
            "there is no product in DefectDojo yet",
            "import a first report, or create a product",
        ),
        Ok(0) => Check::warning(
            "products",
            "no_products",
            format!("{} sees no product, so every list is empty", user.name),
            "add the user to the products in DefectDojo (authorized users), or use another user's key",
        ),
        Ok(1) => Check::good("products", "1 product is visible"),
        Ok(count) => Check::good("products", format!("{count} products are visible")),
        Err(trouble) => {
            Check::problem("products", trouble.code(), format!("products cannot be listed: {trouble}"), trouble.fix())
        }
    });
}
