//! Who may call: bindings, the older tokens, and what a network transport refuses to start without.

use mcp_defectdojo::{
    access::{Role, Scope},
    config::{Config, settings::Binding},
    tools,
};
use sha2::{Digest as _, Sha256};

use super::{load, network, problems, said, secret, with};

fn key() -> String {
    secret("audit-hmac-key-of-the-test-run")
}

fn names(bindings: &[Binding]) -> Vec<(&str, Role)> {
    bindings.iter().map(|binding| (binding.name.as_str(), binding.role)).collect()
}

/// The three refusals of the older server's first pitfalls, word for word where people search for them.
#[test]
fn a_network_transport_fails_closed() {
    for transport in ["streamable-http", "http"] {
        let lines = problems(with(&[("FASTMCP_TRANSPORT", transport)]));
        assert_eq!(lines.len(), 2, "{lines:?}");
        assert!(
            lines[0].starts_with("MCP_ROLE_<NAME> not set on network transport 'streamable-http'")
        );
        assert!(lines[0].contains("or REQUIRE_AUTH=false to opt out (not recommended)"));
        assert!(lines[1].starts_with(
            "AUDIT_HMAC_KEY not set on network transport 'streamable-http' — set REQUIRE_AUDIT_HMAC_KEY=false to opt out (not recommended)."
        ));
    }
    // On stdio none of this holds.
    load(&[]);
}

#[test]
fn opting_out_is_critical_and_loopback_only() {
    let open = [
        ("MCP_TRANSPORT", "streamable-http"),
        ("REQUIRE_AUTH", "false"),
        ("REQUIRE_AUDIT_HMAC_KEY", "false"),
    ];
    let config = load(&open);
    assert_eq!(config.transport.host, "127.0.0.1");
    assert!(!config.auth.require);
    insta::assert_snapshot!(said(&config.notices).join("\n"), @r"
    CRITICAL REQUIRE_AUTH=false on network transport 'streamable-http': every caller is open-access with the role admin
    WARNING without authentication the server listens on 127.0.0.1 alone; the Python server listened on 0.0.0.0
    CRITICAL REQUIRE_AUDIT_HMAC_KEY=false: the audit log of this run cannot be proven after it
    ");
    let on = |host| [&open[..], &[("MCP_HOST", host)]].concat();
    for here in ["127.0.0.1", "127.8.8.8", "localhost", "::1", "[::1]", "::ffff:127.0.0.1"] {
        assert!(load(&on(here)).transport.is_loopback(), "{here}");
    }
    for elsewhere in ["0.0.0.0", "::", "10.0.0.5", "dojo-mcp"] {
        let lines = problems(with(&on(elsewhere)));
        assert_eq!(
            lines,
            [format!(
                "MCP_HOST must be a loopback address while nobody is asked for a token: it is \"{elsewhere}\" — use 127.0.0.1, configure tokens, or set ALLOW_OPEN_NETWORK=true (not recommended)"
            )]
        );
        let allowed = [&on(elsewhere)[..], &[("ALLOW_OPEN_NETWORK", "true")]].concat();
        let config = load(&allowed);
        assert!(
            said(&config.notices)
                .iter()
                .any(|line| line.starts_with("CRITICAL ALLOW_OPEN_NETWORK=true"))
        );
    }
}

#[test]
fn with_tokens_the_default_address_is_everywhere() {
    let (key, binding) = (key(), format!("{}:scanner", secret("ci")));
    let config = load(&network(&key, &binding, &[]));
    assert_eq!(config.transport.host, "0.0.0.0");
    assert_eq!(said(&config.notices), [""; 0]);
    // Tokens that are there are demanded, whatever REQUIRE_AUTH says.
    let config = load(&network(&key, &binding, &[("REQUIRE_AUTH", "false")]));
    assert!(config.auth.require);
    assert_eq!(config.transport.host, "0.0.0.0");
}

#[test]
fn bindings_name_callers_and_roles() {
    let (colons, plain) = (["a:b:", &secret("t")].concat(), secret("plain"));
    let hashed = Sha256::digest(secret("hashed"));
    let digits = hashed.iter().fold(String::new(), |text, byte| format!("{text}{byte:02X}"));
    let config = load(&[
        ("MCP_ROLE_CI_Main", &format!("{colons}:Scanner")),
        ("MCP_ROLE_WEEKLY_FILE", &format!("{plain}:reader")),
        ("MCP_ROLE_OPS", &format!("sha256:{digits}:admin")),
        ("MCP_AUTH_TOKEN", &secret("legacy")),
        ("MCP_READ_TOKEN", &secret("legacy-read")),
    ]);
    assert_eq!(
        names(&config.auth.bindings),
        [
            ("ci_main", Role::Scanner),
            ("ops", Role::Admin),
            ("weekly_file", Role::Reader),
            ("mcp-client", Role::Admin),
            ("mcp-read-client", Role::Reader),
        ]
    );
    let token =
        |name| config.auth.bindings.iter().find(|binding| binding.name == name).unwrap().token.0;
    assert_eq!(token("ci_main"), *Sha256::digest(colons));
    assert_eq!(token("ops"), *hashed);
    assert!(config.auth.require);
    assert_eq!(config.auth.stdio_role, None);
    // Tokens that stdio never asks for could be taken for protection.
    assert!(said(&config.notices)[0].contains("tokens are not asked for on stdio"));
}

#[test]
fn a_malformed_binding_shows_nothing_of_itself() {
    let token = secret("ci");
    for (name, value, hint) in [
        ("MCP_ROLE_CI", token.clone(), "must be <token>:<role>"),
        ("MCP_ROLE_CI", format!("{token}:raeder"), "did you mean the role reader?"),
        ("MCP_ROLE_CI", format!("{token}:owner"), "the roles are admin, writer, scanner or reader"),
        ("MCP_ROLE_CI", ":reader".to_owned(), "holds a token that must be visible ASCII"),
        ("MCP_ROLE_CI", format!("{token} x:reader"), "holds a token that must be visible ASCII"),
        ("MCP_ROLE_CI", format!("sha256:{token}:reader"), "must be <token>:<role> or sha256:"),
        ("MCP_ROLE_OPEN-ACCESS", format!("{token}:reader"), "not the server's own"),
        ("MCP_ROLE_MCP-CLIENT", format!("{token}:reader"), "not the server's own"),
        ("MCP_ROLE_A B", format!("{token}:reader"), "must end in a caller's name"),
    ] {
        // Alone, it stops the start, on stdio too, and nothing else is said about tokens.
        let lines = problems(with(&[(name, &value)]));
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].starts_with(name) && lines[0].contains(hint), "{}", lines[0]);
        assert!(!lines[0].contains(&token), "{}", lines[0]);
        // Among good ones it is skipped with a warning that shows as little.
        let good = secret("good");
        let config =
            load(&[(name, &value), ("MCP_AUTH_TOKEN", &good), ("MCP_STDIO_ROLE", "reader")]);
        assert_eq!(names(&config.auth.bindings), [("mcp-client", Role::Admin)]);
        let said = said(&config.notices);
        assert!(
            said[0].starts_with("WARNING") && said[0].ends_with("this binding is skipped"),
            "{said:?}"
        );
        assert!(!said[0].contains(&token));
    }
}

/// A token that two callers hold names neither of them.
#[test]
fn one_token_is_one_caller() {
    let token = secret("shared");
    let reader = format!("{token}:reader");
    let lines = problems(with(&[("MCP_ROLE_A", &reader), ("MCP_AUTH_TOKEN", &token)]));
    assert_eq!(
        lines,
        [
            "MCP_AUTH_TOKEN holds the token of caller a with another role — give each caller its own token"
        ]
    );
    let config = load(&[("MCP_ROLE_A", &reader), ("MCP_READ_TOKEN", &token)]);
    assert_eq!(names(&config.auth.bindings), [("a", Role::Reader)]);
    let other = format!("{}:reader", secret("other"));
    let lines = problems(with(&[("MCP_ROLE_A", &reader), ("MCP_ROLE_a", &other)]));
    assert_eq!(
        lines,
        ["MCP_ROLE_a names the caller a a second time — give each caller its own name"]
    );
}

/// The report never shows a secret, whichever variable it was put into and however wrong the rest is.
#[test]
fn no_problem_shows_a_secret() {
    use mcp_defectdojo::config::variables;

    let token = secret("7leak");
    for variable in variables::all() {
        let name = variable.name.replace("<NAME>", "X");
        let value = format!("{token}%");
        let report = match Config::load(with(&[(&name, &value), ("LOG_LEVEL", "loud")])) {
            Ok(_) => continue,
            Err(report) => report.to_string(),
        };
        assert!(!report.contains(&token), "{name}: {report}");
    }
}

/// A misspelt tool would be no restriction, or the wrong one.
#[test]
fn names_that_narrow_are_checked() {
    for (variable, value, line) in [
        (
            "MCP_TOOLS",
            "get_finding, lst_findings",
            r#"MCP_TOOLS must name tools of this server, and "lst_findings" is none: it is "get_finding, lst_findings" — did you mean list_findings?"#,
        ),
        (
            "MCP_EXCLUDE_TOOLS",
            "zzz",
            r#"MCP_EXCLUDE_TOOLS must name tools of this server, and "zzz" is none: it is "zzz" — try create_product"#,
        ),
        (
            "MCP_TOOLSETS",
            "finding",
            r#"MCP_TOOLSETS must be hierarchy, findings, triage, imports, system or all, comma-separated: it is "finding" — did you mean findings?"#,
        ),
    ] {
        assert_eq!(problems(with(&[(variable, value)])), [line]);
    }
    let nothing = [("MCP_TOOLS", "close_finding"), ("MCP_READ_ONLY", "true")];
    assert_eq!(
        problems(with(&nothing)),
        [
            "MCP_READ_ONLY, MCP_TOOLS, MCP_EXCLUDE_TOOLS and MCP_TOOLSETS together leave no tool to offer — each of them narrows what the others leave; take one back"
        ]
    );
    let tools = tools::all();
    let offered = |more: &[(&str, &str)]| {
        let narrowing = load(more).narrowing;
        tools.of(narrowing.offered).map(|entry| entry.name).collect::<Vec<_>>()
    };
    assert_eq!(offered(&[]).len(), tools.iter().count());
    let both = [("MCP_TOOLSETS", "Imports,system"), ("MCP_EXCLUDE_TOOLS", "reimport_scan")];
    assert_eq!(offered(&both), ["health_check", "server_info", "import_scan"]);
    let crossed = [("MCP_TOOLSETS", "system"), ("MCP_TOOLS", "HEALTH_CHECK,get_finding")];
    assert_eq!(offered(&crossed), ["health_check"]);
}

/// Keys that came in the clear could be anybody's; on this machine nobody is between.
#[test]
fn an_issuer_speaks_tls_or_is_here() {
    let map = ("MCP_OAUTH_ROLE_MAP", "triage=writer");
    let issuer = |url| with(&[("MCP_OAUTH_AUDIENCE", "here"), ("MCP_OAUTH_ISSUER", url), map]);
    for url in ["https://login.example.com/", "http://127.0.0.1:8080/realms/x", "http://localhost"]
    {
        assert!(Config::load(issuer(url)).is_ok(), "{url}");
    }
    for url in ["http://login.example.com/", "ftp://127.0.0.1", "login.example.com"] {
        assert_eq!(
            problems(issuer(url)),
            [format!(
                r#"MCP_OAUTH_ISSUER must be a URL that starts with https://, or http:// on this machine: it is "{url}" — try https://login.example.com/"#
            )]
        );
    }
}

/// What is left out here would let nobody in, or everybody see every product.
#[test]
fn what_access_tokens_need_is_asked_for() {
    let issuer =
        [("MCP_OAUTH_ISSUER", "https://login.example.com/"), ("MCP_OAUTH_AUDIENCE", "here")];
    let roles = [("MCP_OAUTH_ROLE_MAP", "cn=triage=writer")];
    let lines = |more: &[(&str, &str)]| problems(with(more)).join("\n");
    insta::assert_snapshot!(lines(&issuer), @"MCP_OAUTH_ROLE_MAP not set beside MCP_OAUTH_ISSUER: no access token would give a role — say which value of the claim roles gives which role, like appsec=writer,developers=reader");
    let whole = [&issuer[..], &roles[..]].concat();
    let with_products = |name, value| [&whole[..], &[(name, value)]].concat();
    for (name, value) in [
        ("MCP_OAUTH_PRODUCTS_MAP", "payments=3"),
        ("MCP_OAUTH_PRODUCTS_MAP", "payments"),
        ("MCP_OAUTH_PRODUCTS_MAP", "payments=3+"),
        ("MCP_OAUTH_PRODUCTS_MAP", "payments=3 7"),
        ("MCP_OAUTH_PRODUCTS_MAP", "=3"),
        ("MCP_OAUTH_PRODUCTS_MAP", "payments=0"),
    ] {
        let lines = lines(&with_products(name, value));
        let names = lines.lines().all(|line| line.starts_with("MCP_OAUTH_PRODUCTS_"));
        assert!(names, "{value}: {lines}");
    }
    insta::assert_snapshot!(lines(&with_products("MCP_OAUTH_PRODUCTS_MAP", "payments=3")), @"MCP_OAUTH_PRODUCTS_CLAIM not set beside MCP_OAUTH_PRODUCTS_MAP — name the claim that holds those values");
    insta::assert_snapshot!(lines(&[("MCP_OAUTH_PRODUCTS_CLAIM", "products")]), @r#"MCP_OAUTH_ISSUER not set beside MCP_OAUTH_PRODUCTS_CLAIM: it is "products" — set the issuer's URL"#);

    let claim = ("MCP_OAUTH_PRODUCTS_CLAIM", "realm.products");
    let map = ("MCP_OAUTH_PRODUCTS_MAP", "payments=3+7, ou=appsec=ALL");
    let config = load(&[&whole[..], &[claim, map]].concat());
    let products = config.auth.oauth.unwrap().products.unwrap();
    assert_eq!(products.claim, "realm.products");
    let expected = [
        ("payments".to_owned(), Scope::Products([3, 7].into())),
        ("ou=appsec".to_owned(), Scope::All),
    ];
    assert_eq!(products.map, expected);
}
