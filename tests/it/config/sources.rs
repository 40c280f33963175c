//! Where values come from, and which source wins.

use std::{fs, path::Path};

use mcp_defectdojo::config::{Config, Sources, Upstream, settings::TransportKind};
use tempfile::TempDir;

use super::{alone, lines, load, problems, said, secret, with};

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn minimal_env_file() -> String {
    format!("DEFECTDOJO_URL=https://from-env-file.test\nDEFECTDOJO_API_KEY={}\n", secret("file"))
}

fn url(config: &Config) -> &str {
    match &config.upstream {
        Upstream::Real(dojo) => dojo.url.as_str(),
        Upstream::Demo => "demo",
    }
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

/// Clients start stdio servers inside repositories that nobody checked: once DefectDojo is named in the environment, a
/// `.env` lying there must not redirect anything.
#[test]
fn an_env_file_is_read_only_when_nothing_names_dojo() {
    let folder = folder(&[(".env", &minimal_env_file())]);
    let at = |variables: &[(&str, &str)]| Sources {
        directory: folder.path().to_owned(),
        ..alone(variables)
    };
    let config = Config::load(at(&[("LOG_LEVEL", "ERROR")])).unwrap();
    assert_eq!(url(&config), "https://from-env-file.test/");
    assert_eq!(config.source, format!("the environment, {}", path(folder.path(), ".env")));

    let key = secret("dojo");
    for name in ["DEFECTDOJO_API_KEY", "DEFECTDOJO_READ_API_KEY", "DEFECTDOJO_WRITE_API_KEY"] {
        let report = Config::load(at(&[(name, &key)])).unwrap_err();
        assert!(lines(&report)[0].starts_with("DEFECTDOJO_URL not set"), "{report}");
    }
    let config = Config::load(Sources { environment: with(&[]).environment, ..at(&[]) }).unwrap();
    assert_eq!(url(&config), "https://dojo.test/");
    assert_eq!(
        said(&config.notices),
        ["INFO .env is not read: DefectDojo is named elsewhere; --env-file .env reads it"]
    );

    // The demo and a configuration file need no `.env` either.
    let config = Config::load(Sources { demo: true, ..at(&[]) }).unwrap();
    assert_eq!(
        said(&config.notices),
        ["INFO .env is not read: the demo needs none; --env-file .env reads it"]
    );
}

#[test]
fn a_named_env_file_fills_the_gaps_of_the_environment() {
    let text = minimal_env_file() + "LOG_LEVEL=DEBUG\nMUTATION_RATE_LIMIT=7\n";
    let folder = folder(&[("prod.env", &text)]);
    let sources = Sources {
        env_file: Some(folder.path().join("prod.env")),
        ..with(&[("LOG_LEVEL", "ERROR")])
    };
    let config = Config::load(sources).unwrap();
    assert_eq!(url(&config), "https://dojo.test/");
    assert_eq!(config.log_level.name(), "ERROR");
    assert_eq!(config.limits.mutations, 7);

    let missing = Sources { env_file: Some(folder.path().join("none")), ..with(&[]) };
    let lines = problems(missing);
    assert!(lines[0].starts_with("--env-file names a file that cannot be read"), "{lines:?}");
}

/// Otherwise a repository could have any file of the user sent to an address that it names as well.
#[test]
fn a_found_env_file_may_not_point_at_files() {
    let text = "DEFECTDOJO_URL=https://elsewhere.test\nDEFECTDOJO_API_KEY_FILE=/etc/hostname\n";
    let folder = folder(&[(".env", text)]);
    let lines = problems(Sources {
        directory: folder.path().to_owned(),
        ..alone(&[("LOG_LEVEL", "INFO")])
    });
    assert_eq!(
        lines[0],
        format!(
            "DEFECTDOJO_API_KEY_FILE names files, and this .env was found and not named (in {}) — start with --env-file .env if you trust it",
            path(folder.path(), ".env")
        )
    );
}

/// A line that cannot be read is only passed over when it is none of ours: half a protection is none.
#[test]
fn an_unreadable_line_of_ours_stops_the_start() {
    let text = minimal_env_file() + "what is this\nLOG_LEVEL=\"never closed\n";
    let folder = folder(&[("x.env", &text)]);
    let file = folder.path().join("x.env");
    let report = Config::load(Sources { env_file: Some(file.clone()), ..alone(&[]) }).unwrap_err();
    assert_eq!(
        lines(&report),
        [format!(
            "LOG_LEVEL cannot be read from line 4: its quote is never closed (in {})",
            file.display()
        )]
    );
    assert_eq!(
        said(&report.notices),
        [format!("WARNING line 3 of {} is skipped: it has no `=`", file.display())]
    );
}

#[test]
fn sources_win_in_order() {
    let folder = folder(&[
        ("x.env", "MCP_PORT=3\nMUTATION_RATE_LIMIT=3\nLOG_LEVEL=DEBUG\n"),
        (
            "x.toml",
            "mcp_port = 4\nmutation_rate_limit = 4\nlog_level = \"ERROR\"\nopen_access_mutation_rate_limit = 4\n",
        ),
    ]);
    let config = Config::load(Sources {
        flags: vec![("MCP_PORT", "1".to_owned())],
        env_file: Some(folder.path().join("x.env")),
        config_file: Some(folder.path().join("x.toml")),
        ..with(&[("MCP_PORT", "2"), ("MUTATION_RATE_LIMIT", "2")])
    })
    .unwrap();
    let limits = config.limits;
    assert_eq!((config.transport.port, limits.mutations), (1, 2));
    assert_eq!((config.log_level.name(), limits.open_access_mutations), ("DEBUG", 4));
    assert!(config.source.starts_with("flags, the environment, "), "{}", config.source);
}

#[test]
fn the_shorter_name_wins_over_the_older_one() {
    let config = load(&[("FASTMCP_PORT", "1"), ("MCP_PORT", "2"), ("FASTMCP_TRANSPORT", "stdio")]);
    assert_eq!((config.transport.port, config.transport.kind), (2, TransportKind::Stdio));
    assert_eq!(
        said(&config.notices),
        ["WARNING MCP_PORT and FASTMCP_PORT are both set; MCP_PORT wins"]
    );
    assert_eq!(load(&[("FASTMCP_PORT", "1")]).transport.port, 1);
}

#[test]
fn a_secret_may_stand_in_a_file() {
    let key = secret("dojo");
    let folder = folder(&[("key", &format!("{key}\n")), ("empty", "\n")]);
    let at = |name: &str| path(folder.path(), name);
    let file = |name: &str| {
        Config::load(alone(&[
            ("DEFECTDOJO_URL", "https://dojo.test"),
            ("DEFECTDOJO_API_KEY_FILE", &at(name)),
        ]))
    };
    let config = file("key").unwrap();
    let known = secrecy::ExposeSecret::expose_secret(&config.screening.own_secrets[0]).to_owned();
    assert_eq!(known, key);
    assert!(lines(&file("empty").unwrap_err())[0].contains("names an empty file"));
    assert!(lines(&file("none").unwrap_err())[0].contains("names a file that cannot be read"));
    let both = problems(with(&[("DEFECTDOJO_API_KEY_FILE", &at("key"))]));
    assert_eq!(
        both[0],
        "DEFECTDOJO_API_KEY_FILE stands beside DEFECTDOJO_API_KEY — set one of the two"
    );
}

#[test]
fn the_configuration_file_is_flat_and_strict() {
    let token = secret("ci");
    let good = format!(
        "defectdojo_url = \"https://file.test\"\ndefectdojo_api_key = \"{}\"\nmcp_port = 9000\nrequire_auth = true\nmcp_role_ci = \"{token}:reader\"\nmcp_stdio_role = \"reader\"\nmutation_rate_window = 1.5\n",
        secret("dojo")
    );
    let folder = folder(&[
        ("good.toml", &good),
        ("bad.toml", "mcp_prot = 1\nMCP_HOST = \"x\"\nsection.key = 1\nlog_level = { a = 1 }\n"),
        ("broken.toml", "defectdojo_api_key = \"half-a-secret-0123456789abcdef\n"),
    ]);
    let file = |name: &str| {
        Config::load(Sources { config_file: Some(folder.path().join(name)), ..alone(&[]) })
    };
    let config = file("good.toml").unwrap();
    assert_eq!((url(&config), config.transport.port), ("https://file.test/", 9000));
    assert_eq!(config.auth.bindings[0].name, "ci");

    let report = file("bad.toml").unwrap_err();
    let place = format!(" (in {})", path(folder.path(), "bad.toml"));
    let told = lines(&report);
    for line in [
        format!("mcp_prot is not a setting{place} — did you mean mcp_port?"),
        format!("MCP_HOST is not a setting{place} — did you mean mcp_host?"),
        format!("section is not a setting{place} — docs/configuration.md lists them"),
        format!("log_level must be a string, a number, a boolean or a list of strings{place}"),
    ] {
        assert!(told.contains(&line), "{line}\n{report}");
    }
    let report = file("broken.toml").unwrap_err();
    assert!(lines(&report)[0].starts_with("--config names a file that is not TOML"), "{report}");
    assert!(!report.to_string().contains("half-a-secret"), "{report}");
}

/// A misspelt protection is the one that is missed; another program's variable is none of our business.
#[test]
fn unknown_names_with_our_prefixes_are_warned_about() {
    let config = load(&[
        ("MUTATION_RATE_LIMTI", "5"),
        ("AUDIT_LOG_FLIE", "x"),
        ("MCP_SOMETHING_ELSE_ENTIRELY", "x"),
        ("MCP_TIMEOUT", "30000"),
        ("HOME", "/root"),
        ("PATH", "/bin"),
    ]);
    assert_eq!(
        said(&config.notices),
        [
            "WARNING AUDIT_LOG_FLIE is not a setting of this server; did you mean AUDIT_LOG_FILE?",
            "WARNING MCP_SOMETHING_ELSE_ENTIRELY is not a setting of this server",
            "WARNING MUTATION_RATE_LIMTI is not a setting of this server; did you mean MUTATION_RATE_LIMIT?",
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_value_that_is_not_unicode_stops_the_start() {
    use std::{ffi::OsString, os::unix::ffi::OsStringExt as _};

    let mut sources = with(&[]);
    let broken = OsString::from_vec(vec![0xff, 0xfe]);
    sources.environment =
        [(OsString::from("AUDIT_HMAC_KEY"), broken.clone()), (OsString::from("LANG"), broken)]
            .into_iter()
            .collect();
    assert!(problems(sources).contains(&"AUDIT_HMAC_KEY must be valid UTF-8".to_owned()));
}
