//! Reads who may call: role bindings, the older tokens, and what a network transport demands of them.

use sha2::{Digest as _, Sha256};
use url::Url;

use super::{
    names::ROLE_PREFIX,
    reader::Reader,
    report::{Problem, nearest},
    settings::{Auth, Binding, Oauth, TokenHash, TransportKind, is_loopback},
    source::Found,
    value::{self, Refused},
    variables as known,
};
use crate::{
    access::{OPEN_ACCESS, Role, Scope},
    auth::{is_name, oauth::Products},
    log::Level,
};

const LEGACY_ADMIN: &str = "mcp-client";
const LEGACY_READER: &str = "mcp-read-client";

pub(super) fn read(reader: &mut Reader, kind: TransportKind) -> Auth {
    let before = reader.report.problems.len();
    let bindings = bindings(reader);
    let is_tried = reader.report.problems.len() > before;
    let roles_file = reader.optional(&known::MCP_ROLES_FILE, value::path);
    let oauth = oauth(reader);
    let stdio_role = reader.optional(&known::MCP_STDIO_ROLE, role);
    let require_auth = reader.value(&known::REQUIRE_AUTH, value::boolean);
    let has_callers = !bindings.is_empty() || roles_file.is_some() || oauth.is_some();

    if kind.is_network() && !has_callers {
        if require_auth && !is_tried {
            reader.problem(
                Problem::new(
                    known::MCP_ROLE.name,
                    format!(
                        "not set on network transport '{kind}': nobody could be told from anybody"
                    ),
                )
                .fix(
                    "set MCP_ROLE_CI=\"$(openssl rand -hex 32):scanner\" or the like, \
                     or REQUIRE_AUTH=false to opt out (not recommended)",
                ),
            );
        } else if !require_auth {
            reader.notice(
                Level::Critical,
                format!(
                    "REQUIRE_AUTH=false on network transport '{kind}': every caller is {OPEN_ACCESS} with the role admin"
                ),
            );
        }
    }
    if kind.is_network() && has_callers && !require_auth {
        reader.notice(
            Level::Warning,
            "REQUIRE_AUTH=false changes nothing while tokens are configured: they are demanded",
        );
    }
    if !kind.is_network() && has_callers && stdio_role.is_none() {
        reader.notice(
            Level::Warning,
            "tokens are not asked for on stdio, and its caller stays admin; MCP_STDIO_ROLE limits it",
        );
    }
    Auth { bindings, require: require_auth || has_callers, stdio_role, roles_file, oauth }
}

fn bindings(reader: &mut Reader) -> Vec<Binding> {
    let mut bindings = Vec::new();
    let mut malformed = Vec::new();
    for found in reader.layers.family(ROLE_PREFIX) {
        match binding(&found) {
            Ok((name, token, role)) => {
                let token = hash(token, reader, &found);
                add(Binding { name, token, role }, &found, &mut bindings, reader);
            }
            Err(problem) => malformed.push(problem),
        }
    }
    for (variable, name, role) in [
        (known::MCP_AUTH_TOKEN, LEGACY_ADMIN, Role::Admin),
        (known::MCP_READ_TOKEN, LEGACY_READER, Role::Reader),
    ] {
        let Some(found) = reader.found(&variable) else { continue };
        if is_token(&found.text) {
            let token = hash(Token::Plain(&found.text), reader, &found);
            let binding = Binding { name: name.to_owned(), token, role };
            add(binding, &found, &mut bindings, reader);
        } else {
            reader.problem(found.problem(TOKEN_FORM).fix("openssl rand -hex 32 makes one"));
        }
    }
    if bindings.is_empty() {
        for problem in malformed {
            reader.problem(problem);
        }
    } else {
        for problem in malformed {
            reader.notice(Level::Warning, format!("{problem} — this binding is skipped"));
        }
    }
    bindings
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Plain(&'a str),
    Hashed([u8; 32]),
}

const TOKEN_FORM: &str = "must be visible ASCII characters without spaces";

/// Splits `<token>:<role>` at the last colon. Nothing of a malformed value is shown: its parts may be the token's.
fn binding(found: &Found) -> Result<(String, Token<'_>, Role), Problem> {
    let name = found.name.strip_prefix(ROLE_PREFIX).unwrap_or(&found.name).to_ascii_lowercase();
    if [LEGACY_ADMIN, LEGACY_READER].contains(&name.as_str()) || !is_name(&name) {
        return Err(found.problem(
            "must end in a caller's name of letters, digits, _, - and . (at most 64) that is not the server's own",
        ));
    }
    let malformed =
        || found.problem("must be <token>:<role> or sha256:<64 hex digits>:<role>, the role last");
    let (token, role) = found.text.rsplit_once(':').ok_or_else(malformed)?;
    let role = role.parse().map_err(|_| {
        let names = Role::ALL.map(Role::name);
        match nearest(&role.to_ascii_lowercase(), names.into_iter()) {
            Some(meant) => malformed().fix(format!("did you mean the role {meant}?")),
            None => malformed().fix(format!("the roles are {}", value::one_of(names))),
        }
    })?;
    let token = match token.strip_prefix("sha256:") {
        Some(digits) => Token::Hashed(digest(digits).ok_or_else(malformed)?),
        None if is_token(token) => Token::Plain(token),
        None => return Err(found.problem(format!("holds a token that {TOKEN_FORM}"))),
    };
    Ok((name, token, role))
}

fn hash(token: Token<'_>, reader: &mut Reader, found: &Found) -> TokenHash {
    match token {
        Token::Hashed(digest) => TokenHash(digest),
        Token::Plain(token) => {
            reader.keep(token, &found.name);
            TokenHash(Sha256::digest(token).into())
        }
    }
}

/// A token that two callers hold names neither; two callers of one name cannot be told apart.
fn add(binding: Binding, found: &Found, bindings: &mut Vec<Binding>, reader: &mut Reader) {
    if let Some(twin) = bindings.iter().find(|other| other.token == binding.token) {
        if twin.role == binding.role {
            let message = format!(
                "{} holds the token of caller {}, whose name it is known by",
                found.name, twin.name
            );
            reader.notice(Level::Warning, message);
        } else {
            let allowed = format!("holds the token of caller {} with another role", twin.name);
            reader.problem(found.problem(allowed).fix("give each caller its own token"));
        }
        return;
    }
    if bindings.iter().any(|other| other.name == binding.name) {
        let allowed = format!("names the caller {} a second time", binding.name);
        reader.problem(found.problem(allowed).fix("give each caller its own name"));
        return;
    }
    bindings.push(binding);
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn digest(digits: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = digits
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| (high << 4) | low).collect();
    if rest.is_empty() { bytes.try_into().ok() } else { None }
}

fn role(text: &str) -> value::Parsed<Role> {
    text.parse().map_err(|_| {
        let names = Role::ALL.map(Role::name);
        Refused {
            allowed: format!("must be {}", value::one_of(names)).into(),
            meant: nearest(&text.to_ascii_lowercase(), names.into_iter()),
        }
    })
}

fn oauth(reader: &mut Reader) -> Option<Oauth> {
    let before = reader.report.problems.len();
    let issuer = reader.optional(&known::MCP_OAUTH_ISSUER, issuer);
    let audience = reader.optional(&known::MCP_OAUTH_AUDIENCE, value::text);
    let role_claim = reader.value(&known::MCP_OAUTH_ROLE_CLAIM, value::text);
    let role_map = reader.optional(&known::MCP_OAUTH_ROLE_MAP, role_map);
    let products = products(reader);
    let is_sound = reader.report.problems.len() == before;
    match (issuer, audience) {
        (Some(issuer), Some(audience)) => {
            if is_sound && role_map.is_none() {
                reader.problem(
                    Problem::new(
                        known::MCP_OAUTH_ROLE_MAP.name,
                        "not set beside MCP_OAUTH_ISSUER: no access token would give a role",
                    )
                    .fix(format!(
                        "say which value of the claim {role_claim} gives which role, like {}",
                        known::MCP_OAUTH_ROLE_MAP.example
                    )),
                );
            }
            let role_map = role_map.unwrap_or_default();
            Some(Oauth { issuer, audience, role_claim, role_map, products })
        }
        (Some(_), None) => {
            reader.problem(
                Problem::new(known::MCP_OAUTH_AUDIENCE.name, "not set beside MCP_OAUTH_ISSUER")
                    .fix("set the audience that tokens for this server carry"),
            );
            None
        }
        // One that is there and wrong was reported as that.
        (None, Some(_)) if reader.report.problems.len() > before => None,
        (None, Some(_)) => {
            reader.problem(
                Problem::new(known::MCP_OAUTH_ISSUER.name, "not set beside MCP_OAUTH_AUDIENCE")
                    .fix("set the issuer's URL"),
            );
            None
        }
        (None, None) => {
            if let (true, Some(products)) = (is_sound, products) {
                reader.problem(
                    Problem::new(
                        known::MCP_OAUTH_ISSUER.name,
                        "not set beside MCP_OAUTH_PRODUCTS_CLAIM",
                    )
                    .value(&products.claim)
                    .fix("set the issuer's URL"),
                );
            }
            None
        }
    }
}

fn products(reader: &mut Reader) -> Option<Products> {
    let claim = reader.optional(&known::MCP_OAUTH_PRODUCTS_CLAIM, value::text);
    let map = reader.optional(&known::MCP_OAUTH_PRODUCTS_MAP, products_map);
    if claim.is_none() && map.is_some() {
        reader.problem(
            Problem::new(
                known::MCP_OAUTH_PRODUCTS_CLAIM.name,
                "not set beside MCP_OAUTH_PRODUCTS_MAP",
            )
            .fix("name the claim that holds those values"),
        );
    }
    Some(Products { claim: claim?, map: map.unwrap_or_default() })
}

/// In the clear only where nobody is between.
fn issuer(text: &str) -> value::Parsed<Url> {
    let here = |url: &Url| url.scheme() == "http" && url.host_str().is_some_and(is_loopback);
    super::sinks::https_url(text).or_else(|_| {
        let url = Url::parse(text).ok().filter(here);
        url.ok_or_else(|| {
            Refused::must("must be a URL that starts with https://, or http:// on this machine")
        })
    })
}

fn role_map(text: &str) -> value::Parsed<Vec<(String, Role)>> {
    pairs(text, |role| role.parse().ok())
        .ok_or_else(|| Refused::must("must be value=role pairs, comma-separated"))
}

fn products_map(text: &str) -> value::Parsed<Vec<(String, Scope)>> {
    pairs(text, products_of).ok_or_else(|| {
        Refused::must("must be value=ids pairs, comma-separated, the ids joined by +, or all for every product")
    })
}

fn products_of(text: &str) -> Option<Scope> {
    if text.eq_ignore_ascii_case("all") {
        return Some(Scope::All);
    }
    let ids = text.split('+').map(|id| value::id(id.trim()).ok().map(Into::into));
    Some(Scope::Products(ids.collect::<Option<Vec<u64>>>()?.into()))
}

/// `value=meaning`, comma-separated; a value may itself hold `=`, as names in directories do.
fn pairs<T>(text: &str, meaning: impl Fn(&str) -> Option<T>) -> Option<Vec<(String, T)>> {
    let pairs = value::list(text).ok()?;
    let pairs = pairs.iter().map(|pair| {
        let (value, meant) = pair.rsplit_once('=')?;
        let value = value.trim();
        (!value.is_empty()).then_some(())?;
        Some((value.to_owned(), meaning(meant.trim())?))
    });
    pairs.collect()
}
