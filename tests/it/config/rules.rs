//! What is refused, what is taken, and what stands in when nothing is said.

use std::{collections::BTreeSet, time::Duration};

use mcp_defectdojo::config::{
    Config, Upstream,
    settings::{
        AuditReads, Dojo, ImportDefaults, Keys, ListDetail, ResultContent, TransportKind, Wrapping,
    },
    variables,
};

use super::{alone, load, network, problems, said, secret, with};

fn dojo(config: &Config) -> &Dojo {
    match &config.upstream {
        Upstream::Real(dojo) => dojo,
        Upstream::Demo => panic!("not the demo"),
    }
}

#[test]
fn the_least_that_works_has_the_documented_defaults() {
    let config = load(&[]);
    assert_eq!(dojo(&config).url.as_str(), "https://dojo.test/");
    assert!(matches!(dojo(&config).keys, Keys::Single(_)));
    assert_eq!(config.transport.kind, TransportKind::Stdio);
    assert_eq!((config.transport.port, config.transport.path), (8000, "/mcp"));
    assert_eq!((config.limits.mutations, config.limits.open_access_mutations), (60, 10));
    assert_eq!(config.limits.window, Duration::from_mins(1));
    assert_eq!(config.screening.wrapping, Wrapping::On);
    assert_eq!(config.answers.list_detail, ListDetail::Summary);
    assert_eq!(config.answers.result_content, ResultContent::Both);
    assert_eq!(config.imports.defaults, ImportDefaults::DefectDojo);
    assert_eq!((config.audit.queue_size, config.audit.reads), (10_000, AuditReads::Async));
    assert_eq!(said(&config.notices), [""; 0]);
}

/// Each wrong value names its variable, what it is, what is allowed and what to try.
#[test]
fn a_wrong_value_says_what_is_allowed() {
    for (name, value, line) in [
        (
            "MCP_PORT",
            "65536",
            r#"MCP_PORT must be a whole number from 0 to 65,535: it is "65536" — try 8080"#,
        ),
        (
            "FASTMCP_PORT",
            "-1",
            r#"FASTMCP_PORT must be a whole number from 0 to 65,535: it is "-1" — try 8080"#,
        ),
        (
            "MCP_TRANSPORT",
            "htpp",
            r#"MCP_TRANSPORT must be stdio, streamable-http, http or sse: it is "htpp" — did you mean http?"#,
        ),
        (
            "MCP_HOST",
            "localhost:8000",
            r#"MCP_HOST must be an IP address or a host name, without a port: it is "localhost:8000" — try 127.0.0.1"#,
        ),
        (
            "MUTATION_RATE_LIMIT",
            "0",
            r#"MUTATION_RATE_LIMIT must be a whole number from 1 to 1,000,000,000: it is "0" — try 60"#,
        ),
        (
            "MUTATION_RATE_LIMIT",
            "+5",
            r#"MUTATION_RATE_LIMIT must be a whole number from 1 to 1,000,000,000: it is "+5" — try 60"#,
        ),
        (
            "MUTATION_RATE_WINDOW",
            "2d",
            r#"MUTATION_RATE_WINDOW must be seconds, or a number with s, m, h or d, from 1 second to 24 hours: it is "2d" — try 60"#,
        ),
        (
            "MUTATION_RATE_WINDOW",
            "inf",
            r#"MUTATION_RATE_WINDOW must be seconds, or a number with s, m, h or d, from 1 second to 24 hours: it is "inf" — try 60"#,
        ),
        (
            "LOG_LEVEL",
            "TRACE",
            r#"LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL: it is "TRACE" — try DEBUG"#,
        ),
        (
            "LOG_LEVEL",
            "WARN",
            r#"LOG_LEVEL must be DEBUG, INFO, WARNING, ERROR or CRITICAL: it is "WARN" — try DEBUG"#,
        ),
        (
            "UNTRUSTED_CONTENT_WRAPPING",
            "offf",
            r#"UNTRUSTED_CONTENT_WRAPPING must be on, off, compact or nonce: it is "offf" — did you mean off?"#,
        ),
        (
            "REQUIRE_AUTH",
            "maybe",
            r#"REQUIRE_AUTH must be true or false: it is "maybe" — try false"#,
        ),
        (
            "MCP_STDIO_ROLE",
            "reeder",
            r#"MCP_STDIO_ROLE must be admin, writer, scanner or reader: it is "reeder" — did you mean reader?"#,
        ),
        (
            "DEFECTDOJO_DEFAULT_FOUND_BY_ID",
            "0",
            r#"DEFECTDOJO_DEFAULT_FOUND_BY_ID must be a positive whole number: it is "0" — try 1"#,
        ),
        (
            "LIST_DETAIL",
            "all",
            r#"LIST_DETAIL must be summary, standard or full: it is "all" — try standard"#,
        ),
    ] {
        assert_eq!(problems(with(&[(name, value)])), [line]);
    }
}

/// A person fixes three things once rather than one thing three times.
#[test]
fn all_problems_are_reported_at_once() {
    let report = Config::load(alone(&[
        ("MCP_TRANSPORT", "http"),
        ("MCP_PORT", "eighty"),
        ("LOG_LEVEL", "loud"),
        ("ALLOW_INSECURE_HTTP", "please"),
        ("DEFECTDOJO_URL", "http://dojo.test/"),
        ("DEFECTDOJO_API_KYE", "x"),
    ]))
    .unwrap_err();
    insta::assert_snapshot!("problem_report", report);
}

#[test]
fn values_are_taken_in_the_forms_people_write() {
    let window = |text| load(&[("MUTATION_RATE_WINDOW", text)]).limits.window;
    assert_eq!(window("90"), Duration::from_secs(90));
    assert_eq!(window(" 1.5 "), Duration::from_millis(1500));
    assert_eq!(window("2m"), Duration::from_mins(2));
    assert_eq!(window("1h"), Duration::from_hours(1));
    for (text, wrapping) in [
        ("ON", Wrapping::On),
        ("On", Wrapping::On),
        ("off", Wrapping::Off),
        ("compact", Wrapping::Compact),
        ("nonce", Wrapping::Nonce),
    ] {
        assert_eq!(load(&[("UNTRUSTED_CONTENT_WRAPPING", text)]).screening.wrapping, wrapping);
    }
    for yes in ["true", "True", "1", "yes", "on"] {
        let config =
            load(&[("ALLOW_INSECURE_HTTP", yes), ("DEFECTDOJO_URL", "http://localhost:8080")]);
        assert!(dojo(&config).allow_insecure_http);
    }
}

/// What a compose file writes for "not set" must not stop the start, nor switch a protection off.
#[test]
fn an_empty_value_is_not_set() {
    let empty: Vec<_> = variables::all()
        .filter(|variable| !variable.is_family() && !variable.name.starts_with("DEFECTDOJO_"))
        .map(|variable| (variable.name, " "))
        .collect();
    assert!(load(&empty).auth.require);
}

#[test]
fn the_url_is_corrected_where_its_meaning_is_plain() {
    for (given, taken, is_corrected) in [
        ("https://dojo.test", "https://dojo.test/", false),
        ("https://dojo.test//", "https://dojo.test/", false),
        ("https://dojo.test/security/dojo", "https://dojo.test/security/dojo/", false),
        ("https://dojo.test/api/v2", "https://dojo.test/", true),
        ("https://dojo.test/dojo/api/v2/", "https://dojo.test/dojo/", true),
        ("HTTPS://DOJO.test:8443/", "https://dojo.test:8443/", false),
    ] {
        let config = load(&[("DEFECTDOJO_URL", given)]);
        assert_eq!(dojo(&config).url.as_str(), taken);
        assert_eq!(config.notices.len(), usize::from(is_corrected), "{given}");
    }
}

#[test]
fn a_url_that_cannot_be_meant_is_refused() {
    let key = secret("pasted9");
    for (given, line) in [
        (
            "http://dojo.test",
            r#"DEFECTDOJO_URL must use https:// (set ALLOW_INSECURE_HTTP=true to override): it is "http://dojo.test""#,
        ),
        (
            "dojo.test:8443",
            r#"DEFECTDOJO_URL must be a URL that starts with https://: it is "dojo.test:8443" — try https://dojo.test:8443"#,
        ),
        (
            "ftp://dojo.test",
            r#"DEFECTDOJO_URL must be a URL that starts with https://: it is "ftp://dojo.test" — try https://defectdojo.example.com"#,
        ),
        (
            "https://",
            r#"DEFECTDOJO_URL must be a valid URL: it is "https://" — try https://defectdojo.example.com"#,
        ),
        (
            "https://me:pass@dojo.test/",
            r#"DEFECTDOJO_URL must not hold credentials: it is "https://…@dojo.test/" — leave out what stands before the @ and set DEFECTDOJO_API_KEY"#,
        ),
        (
            "https://dojo.test/?next=/login",
            r#"DEFECTDOJO_URL must not hold a query or a fragment: it is "https://dojo.test/" — leave out everything from the ? or # on"#,
        ),
        (
            &key,
            "DEFECTDOJO_URL must be a URL that starts with https://: it is <29 characters> — try https://defectdojo.example.com",
        ),
    ] {
        assert_eq!(problems(with(&[("DEFECTDOJO_URL", given)])), [line]);
    }
}

#[test]
fn keys_combine_as_the_python_server_combines_them() {
    let (single, read, write) = (secret("single"), secret("read"), secret("write"));
    let of = |variables: &[(&str, &str)]| {
        let variables: Vec<_> =
            [("DEFECTDOJO_URL", "https://dojo.test")].iter().chain(variables).copied().collect();
        Config::load(alone(&variables))
    };
    let (s, r, w) = (
        ("DEFECTDOJO_API_KEY", single.as_str()),
        ("DEFECTDOJO_READ_API_KEY", read.as_str()),
        ("DEFECTDOJO_WRITE_API_KEY", write.as_str()),
    );
    let keys = |variables: &[(&str, &str)]| match of(variables).unwrap().upstream {
        Upstream::Real(dojo) => dojo.keys,
        Upstream::Demo => panic!("not the demo"),
    };
    assert!(matches!(keys(&[s]), Keys::Single(_)));
    assert!(matches!(keys(&[r, w]), Keys::Pair { .. }));
    assert!(matches!(keys(&[s, r, w]), Keys::Pair { .. }));
    assert!(matches!(keys(&[s, r]), Keys::Single(_)));
    assert!(matches!(keys(&[r]), Keys::ReadOnly(_)));
    assert!(!keys(&[r]).can_write());
    let report = of(&[w]).unwrap_err();
    assert_eq!(
        super::lines(&report),
        [
            "DEFECTDOJO_WRITE_API_KEY stands alone — set DEFECTDOJO_READ_API_KEY beside it, or DEFECTDOJO_API_KEY for both"
        ]
    );
}

/// A key with "Token " in front of it makes every request fail with a riddle.
#[test]
fn a_key_that_is_no_header_is_refused_unseen() {
    let pasted = format!("Token {}", secret("dojo"));
    let lines = problems(with(&[("DEFECTDOJO_API_KEY", &pasted)]));
    assert_eq!(lines.len(), 1);
    assert!(lines[0].contains("without \"Token \" in front of it"), "{}", lines[0]);
    assert!(!lines[0].contains(&secret("dojo")));
}

#[test]
fn the_demo_needs_nothing_and_says_what_it_ignores() {
    let mut sources = with(&[]);
    sources.demo = true;
    let config = Config::load(sources).unwrap();
    assert!(matches!(config.upstream, Upstream::Demo));
    assert_eq!(
        said(&config.notices),
        ["WARNING --demo ignores DEFECTDOJO_API_KEY, DEFECTDOJO_URL"]
    );
}

/// Every configured secret must be known to redaction, or it leaks where nobody looks.
#[test]
fn every_secret_is_known_to_redaction() {
    let secrets: Vec<_> = variables::built()
        .filter(|variable| variable.secret && !variable.is_family())
        .map(|variable| (variable.name, secret(&variable.name.to_ascii_lowercase())))
        .chain([("MCP_ROLE_CI", secret("role"))])
        .collect();
    let variables: Vec<_> = secrets
        .iter()
        .map(|(name, secret)| match *name {
            "MCP_ROLE_CI" => (*name, format!("{secret}:reader")),
            "AUDIT_SINKS" => {
                let entry = format!(r#"{{"url": "https://localhost/in", "token": "{secret}"}}"#);
                (*name, format!("[{entry}]"))
            }
            _ => (*name, secret.clone()),
        })
        .collect();
    let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let config = load(&variables);
    let known: BTreeSet<_> = config
        .screening
        .own_secrets
        .iter()
        .map(|secret| secrecy::ExposeSecret::expose_secret(secret).to_owned())
        .collect();
    assert_eq!(known, secrets.iter().map(|(_, secret)| secret.clone()).collect());
    let shown = format!("{config:?}");
    for (name, secret) in &secrets {
        assert!(!shown.contains(secret), "{name} is shown by Debug");
    }
}

#[test]
fn a_short_secret_is_warned_about() {
    let config = load(&[("MCP_AUTH_TOKEN", "1234567"), ("MCP_STDIO_ROLE", "admin")]);
    assert_eq!(
        said(&config.notices),
        [
            "WARNING MCP_AUTH_TOKEN is shorter than 8 characters: it is easily guessed and is not redacted from answers"
        ]
    );
}

/// Who sets a protection that this build has not must not believe that it works.
#[test]
fn a_variable_of_an_absent_part_stops_the_start() {
    for variable in variables::all().filter(|variable| !variable.feature.is_built()) {
        let value = if variable.secret { "a-secret-value" } else { variable.example };
        let line = format!(
            "{} is not available in this version — remove it or use a later version",
            variable.name
        );
        assert!(problems(with(&[(variable.name, value)])).contains(&line), "{}", variable.name);
    }
}

/// The documents tell people to try these.
/// By group, what a setting of it cannot do without.
const COMPANIONS: [(&str, &str); 6] = [
    ("MCP_OAUTH_ISSUER", "https://login.example.com/"),
    ("MCP_OAUTH_AUDIENCE", "https://mcp.example.com/mcp"),
    ("MCP_OAUTH_ROLE_MAP", "triage=writer"),
    ("MCP_OAUTH_PRODUCTS_CLAIM", "products"),
    ("MCP_TLS_CERT", "/etc/mcp-defectdojo/tls.crt"),
    ("MCP_TLS_KEY", "/etc/mcp-defectdojo/tls.key"),
];

#[test]
fn every_example_and_default_is_accepted() {
    let key = secret("audit-hmac-key-of-the-test-run");
    let binding = format!("{}:admin", secret("ci"));
    for variable in variables::built().filter(|variable| !variable.secret) {
        for value in [variable.example, variable.default] {
            if !value.is_empty() {
                let mut settings = vec![(variable.name, value)];
                // Some settings only mean something beside others of their group.
                let group = COMPANIONS.iter().filter(|(name, _)| {
                    let prefix: String = name.split_inclusive('_').take(2).collect();
                    variable.name.starts_with(&prefix) && variable.name != *name
                });
                settings.extend(group);
                load(&network(&key, &binding, &settings));
            }
        }
    }
}

#[test]
fn the_start_line_says_what_runs_where() {
    let key = secret("audit-hmac-key-of-the-test-run");
    let binding = format!("{}:admin", secret("ci"));
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(
        load(&[]).start_line(),
        format!(
            "mcp-defectdojo {version} serves https://dojo.test/ on stdio to one caller with the role admin, auditing to stderr; settings from the environment"
        )
    );
    assert_eq!(
        load(&network(&key, &binding, &[("AUDIT_LOG_FILE", "/var/log/a.log")])).start_line(),
        format!(
            "mcp-defectdojo {version} serves https://dojo.test/ over streamable-http at http://0.0.0.0:8000/mcp to 1 caller by token, auditing to /var/log/a.log; settings from the environment"
        )
    );
    let everything = [
        ("MCP_TRANSPORT", "sse"),
        ("MCP_HOST", "::1"),
        ("MCP_PORT", "8443"),
        ("MCP_TLS_CERT", "/etc/tls.crt"),
        ("MCP_TLS_KEY", "/etc/tls.key"),
        ("MCP_TLS_CLIENT_CA", "/etc/clients.pem"),
        ("MCP_ROLES_FILE", "/etc/roles.toml"),
        ("MCP_OAUTH_ISSUER", "https://login.example.com/"),
        ("MCP_OAUTH_AUDIENCE", "here"),
        ("MCP_OAUTH_ROLE_MAP", "triage=writer"),
        ("MCP_READ_ONLY", "true"),
        ("AUDIT_LOG_SYSLOG", "siem.example.com"),
        ("AUDIT_SPOOL_DIR", "/var/spool/dojo"),
        ("AUDIT_HMAC_KEY", &key),
        ("MCP_ROLE_CI", &binding),
    ];
    let line = load(&everything).start_line();
    insta::assert_snapshot!(line.replace(version, "VERSION"), @"mcp-defectdojo VERSION serves https://dojo.test/ over sse at https://[::1]:8443/sse and /mcp behind client certificates to 1 caller by token, the callers of /etc/roles.toml and access tokens of https://login.example.com/ with the 15 tools that change nothing (read-only), auditing to a spool in /var/spool/dojo and 1 destination; settings from the environment");
    let open = [("MCP_TRANSPORT", "http"), ("REQUIRE_AUTH", "false"), ("MCP_PORT", "0")];
    let narrow = [("MCP_TOOLSETS", "findings"), ("AUDIT_HMAC_KEY", &key)];
    let line = load(&[&open[..], &narrow[..]].concat()).start_line();
    insta::assert_snapshot!(line.replace(version, "VERSION"), @"mcp-defectdojo VERSION serves https://dojo.test/ over streamable-http at http://127.0.0.1:<a free port>/mcp to anybody with the role admin (open access) with 4 of 27 tools, auditing to stderr; settings from the environment");
}
