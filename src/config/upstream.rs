//! Reads where DefectDojo is and with which keys, and corrects what people usually paste.

use url::Url;

use super::{
    reader::Reader,
    report::{Problem, looks_like_a_key},
    settings::{Dojo, Keys, Upstream},
    source::Found,
    value, variables as known,
};
use crate::log::Level;

pub(super) fn read(reader: &mut Reader) -> Option<Upstream> {
    let allow_insecure_http = reader.value(&known::ALLOW_INSECURE_HTTP, value::boolean);
    let url = if let Some(found) = reader.found(&known::DEFECTDOJO_URL) {
        url(reader, &found, allow_insecure_http)
    } else {
        reader.problem(Problem::new(known::DEFECTDOJO_URL.name, "not set").fix(format!(
            "set it to where DefectDojo is, like {}, or start with --demo",
            known::DEFECTDOJO_URL.example
        )));
        None
    };
    let keys = keys(reader);
    let ca = reader.optional(&known::DEFECTDOJO_CA, value::path);
    let default_found_by = reader.optional(&known::DEFECTDOJO_DEFAULT_FOUND_BY_ID, value::id);
    Some(Upstream::Real(Dojo { url: url?, keys: keys?, ca, allow_insecure_http, default_found_by }))
}

/// The pair wins over the single key; a reading key alone takes the writing tools away.
fn keys(reader: &mut Reader) -> Option<Keys> {
    let mut key = |variable| {
        let (found, secret) = reader.secret(variable)?;
        // It becomes a header: anything else would make every request fail with a riddle.
        if found.text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Some((found, Some(secret)));
        }
        let problem = found.problem("must be visible ASCII characters without spaces");
        reader.problem(problem.fix("copy the key alone, without \"Token \" in front of it"));
        Some((found, None))
    };
    let (single, read, write) = (
        key(&known::DEFECTDOJO_API_KEY),
        key(&known::DEFECTDOJO_READ_API_KEY),
        key(&known::DEFECTDOJO_WRITE_API_KEY),
    );
    match (single, read, write) {
        (single, Some((_, read)), Some((_, write))) => {
            if single.is_some() {
                reader.notice(
                    Level::Warning,
                    "DEFECTDOJO_API_KEY is not used: the pair of reading and writing key wins",
                );
            }
            Some(Keys::Pair { read: read?, write: write? })
        }
        (None, Some((_, read)), None) => {
            reader.notice(
                Level::Info,
                "only DEFECTDOJO_READ_API_KEY is set: no writing tool is offered",
            );
            Some(Keys::ReadOnly(read?))
        }
        (Some((_, single)), read, write) => {
            if let Some((found, _)) = read.or(write) {
                reader.notice(
                    Level::Warning,
                    format!(
                        "{} is not used: DEFECTDOJO_API_KEY does all until the pair is complete",
                        found.name
                    ),
                );
            }
            Some(Keys::Single(single?))
        }
        (None, None, Some((found, _))) => {
            reader.problem(
                found
                    .problem("stands alone")
                    .fix("set DEFECTDOJO_READ_API_KEY beside it, or DEFECTDOJO_API_KEY for both"),
            );
            None
        }
        (None, None, None) => {
            reader.problem(Problem::new(known::DEFECTDOJO_API_KEY.name, "not set").fix(
                "create one in DefectDojo under API v2 Key, or set DEFECTDOJO_API_KEY_FILE to a file that holds it",
            ));
            None
        }
    }
}

fn url(reader: &mut Reader, found: &Found, allow_insecure_http: bool) -> Option<Url> {
    match check_url(&found.text) {
        Ok((url, corrected)) => {
            if url.scheme() == "http" && !allow_insecure_http {
                reader.problem(
                    found
                        .problem("must use https:// (set ALLOW_INSECURE_HTTP=true to override)")
                        .value(&found.text),
                );
                return None;
            }
            if corrected {
                reader.notice(
                    Level::Warning,
                    format!("{} is taken as {url}: the server adds api/v2/ itself", found.name),
                );
            }
            Some(url)
        }
        Err((allowed, fix)) => {
            let problem = found.problem(allowed).value(&found.text);
            reader.problem(match fix {
                Some(fix) => problem.fix(fix),
                None => problem,
            });
            None
        }
    }
}

/// The base URL with one slash at its end, and whether it was corrected; or what is wrong and what to try.
fn check_url(text: &str) -> Result<(Url, bool), (&'static str, Option<String>)> {
    let example = || Some(format!("try {}", known::DEFECTDOJO_URL.example));
    let Some((scheme, rest)) = text.split_once("://") else {
        let is_host = text.contains(['.', ':']) && !text.contains(['@', '?', ' ', '/']);
        let fix = if is_host && !looks_like_a_key(text) {
            Some(format!("try https://{text}"))
        } else {
            example()
        };
        return Err(("must be a URL that starts with https://", fix));
    };
    if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
        return Err(("must be a URL that starts with https://", example()));
    }
    let mut url = Url::parse(text).map_err(|_| ("must be a valid URL", example()))?;
    if !url.username().is_empty() || url.password().is_some() || rest.starts_with('@') {
        return Err((
            "must not hold credentials",
            Some("leave out what stands before the @ and set DEFECTDOJO_API_KEY".to_owned()),
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err((
            "must not hold a query or a fragment",
            Some("leave out everything from the ? or # on".to_owned()),
        ));
    }
    let path = url.path().trim_end_matches('/');
    let (base, corrected) = match path.strip_suffix("/api/v2").or_else(|| path.strip_suffix("/api"))
    {
        Some(base) => (base, true),
        None => (path, false),
    };
    let base = format!("{}/", base.trim_end_matches('/'));
    url.set_path(&base);
    Ok((url, corrected))
}
