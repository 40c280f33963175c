//! The doctor, run as an operator runs it, against servers that are wrong in the ways servers are wrong.

mod stand_in;

use std::{
    path::Path,
    process::{Command, Stdio},
};

use serde_json::Value;

use self::stand_in::{Certificate, Dojo, html, json, silent, start, start_tls};

/// What `check --json` answers, its secrets looked for on the way.
struct Outcome {
    code: i32,
    checks: Vec<Value>,
}

impl Outcome {
    /// Names, statuses and codes of all that is not well.
    fn wrong(&self) -> Vec<String> {
        self.checks
            .iter()
            .filter(|check| check["status"] != "ok")
            .map(|check| {
                let word = |member: &str| check[member].as_str().unwrap().to_owned();
                format!("{} {} {}", word("status"), word("name"), word("code"))
            })
            .collect()
    }
}

fn key() -> String {
    ["check", "-9d21", "-key-", "77b0c4"].concat()
}

fn command(url: &str, args: &[&str], more: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"));
    command
        .arg("check")
        .args(args)
        .env_clear()
        .env("DEFECTDOJO_URL", url)
        .env("DEFECTDOJO_API_KEY", key())
        .env("ALLOW_INSECURE_HTTP", "true")
        .envs(more.iter().copied())
        .stdin(Stdio::null())
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    command
}

fn check(url: &str, more: &[(&str, &str)]) -> Outcome {
    let output = command(url, &["--json", "--timeout", "5"], more).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors, "");
    assert!(!text.contains(&key()), "{text}");
    let answer: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let code = output.status.code().unwrap();
    assert_eq!(answer["ok"], Value::Bool(code == 0), "{text}");
    let checks = answer["checks"].as_array().unwrap().clone();
    for check in &checks {
        let has_fix = check.get("fix").is_some();
        let needs_fix = check["status"] != "ok" && check["name"] != "configuration";
        assert!(has_fix || !needs_fix, "no remedy: {check}");
    }
    Outcome { code, checks }
}

#[test]
fn a_sound_installation_is_said_to_be_one() {
    let url = start(Dojo::default().answering());
    let output = command(&url, &[], &[("MCP_STDIO_ROLE", "reader")]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap().replace(&url, "http://dojo");
    assert_eq!(output.status.code(), Some(0), "{text}");
    insta::assert_snapshot!("sound", text);
}

#[test]
fn a_person_reads_what_is_wrong_and_what_to_do() {
    let url = start(|_: &str| json(403, r#"{"detail":"Invalid token."}"#));
    let output = command(&url, &[], &[("MUTATION_RATE_LIMTI", "9")]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap().replace(&url, "http://dojo");
    assert_eq!(output.status.code(), Some(1), "{text}");
    insta::assert_snapshot!("refused_key", text);
}

/// What answers, and how it is called.
#[test]
fn answers_are_told_apart() {
    let page = |status, words| move |_: &str| html(status, words);
    let detail =
        |words: &'static str| move |_: &str| json(403, &format!("{{\"detail\":\"{words}\"}}"));
    let with_header = |status: u16, header: &'static str| {
        move |_: &str| {
            format!(
                "HTTP/1.1 {status} X\r\n{header}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
            )
            .into_bytes()
        }
    };
    for (url, found) in [
        (start(detail("Invalid token.")), "user key_refused"),
        (start(detail("Invalid token header. No credentials provided.")), "user key_refused"),
        (start(detail("Authentication credentials were not provided.")), "user key_lost"),
        (start(detail("You do not have permission to perform this action.")), "user no_permission"),
        (start(page(403, "<h1>blocked</h1>")), "user forbidden"),
        (start(page(200, "<title>Login | DefectDojo</title>")), "user html"),
        (start(page(200, "<h1>It works!</h1>")), "user html"),
        (start(page(404, "not found")), "user wrong_url"),
        (start(page(400, "<h1>Bad Request (400)</h1>")), "user host_not_allowed"),
        (start(page(400, "The plain HTTP request was sent to HTTPS port")), "user tls_expected"),
        (start(page(502, "Bad Gateway")), "user server_error"),
        (start(page(503, "starting")), "user server_error"),
        (start(page(429, "slow down")), "user rate_limited"),
        (start(page(418, "teapot")), "user unexpected_status"),
        (start(|_: &str| json(200, r#"{"ok":true}"#)), "user not_defectdojo"),
        (start(|_: &str| json(200, r#"{"user": {"username": "#)), "user not_defectdojo"),
        (start(with_header(401, "www-authenticate: Basic realm=x")), "user password_in_front"),
        (start(with_header(301, "location: https://elsewhere.test/api/v2/?x=1")), "user redirect"),
        (start(with_header(302, "location: /login?next=/api/v2/")), "user redirect"),
    ] {
        let outcome = check(&url, &[]);
        assert_eq!(outcome.code, 1, "{found}");
        assert!(
            outcome.wrong().contains(&format!("problem {found}")),
            "{found}: {:?}",
            outcome.wrong()
        );
    }
}

/// Where nothing answers, the way there is what is wrong.
#[test]
fn silence_is_told_apart() {
    let dead = stand_in::dead();
    // A label that no name server can know: it is longer than names may be.
    let unknown = format!("http://{}.test", "x".repeat(64));
    for (url, found) in [
        (dead, "connection_refused"),
        (unknown, "unknown_host"),
        (silent(|_| {}), "connection_closed"),
        (start(|_: &str| b"220 mail.test ESMTP\r\n".to_vec()), "not_http"),
    ] {
        let outcome = check(&url, &[]);
        assert_eq!(outcome.wrong(), [format!("problem connection {found}")]);
        assert_eq!(outcome.code, 1);
    }
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    let (keep, _kept) = std::sync::mpsc::channel();
    let url = silent(move |stream| {
        keep.send(stream).ok();
    });
    let output = command(&url, &["--json", "--timeout", "1"], &[]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\"timeout\"") && text.contains("within 1 s"), "{text}");
}

#[test]
fn certificates_are_told_apart() {
    let here = Certificate::of("localhost");
    let url = start_tls(&here, Dojo::default().answering());
    assert_eq!(check(&url, &[]).wrong(), ["problem connection tls_unknown_ca"]);
    let trusted = here.file();
    let ca = trusted.path().to_str().unwrap();
    assert_eq!(check(&url, &[("DEFECTDOJO_CA", ca)]).wrong(), [""; 0]);

    let authority = Certificate::of_authority("localhost");
    let url = start_tls(&authority, Dojo::default().answering());
    let trusted = authority.file();
    let ca = trusted.path().to_str().unwrap();
    assert_eq!(
        check(&url, &[("DEFECTDOJO_CA", ca)]).wrong(),
        ["problem connection tls_ca_as_server"]
    );

    let other = Certificate::of("other.test");
    let url = start_tls(&other, Dojo::default().answering());
    let trusted = other.file();
    let ca = trusted.path().to_str().unwrap();
    assert_eq!(
        check(&url, &[("DEFECTDOJO_CA", ca)]).wrong(),
        ["problem connection tls_wrong_name"]
    );

    let old = Certificate::between("localhost", 2001, 2002);
    let url = start_tls(&old, Dojo::default().answering());
    let trusted = old.file();
    let ca = trusted.path().to_str().unwrap();
    assert_eq!(check(&url, &[("DEFECTDOJO_CA", ca)]).wrong(), ["problem connection tls_expired"]);

    let early = Certificate::between("localhost", 2400, 2401);
    let url = start_tls(&early, Dojo::default().answering());
    let trusted = early.file();
    let ca = trusted.path().to_str().unwrap();
    assert_eq!(
        check(&url, &[("DEFECTDOJO_CA", ca)]).wrong(),
        ["problem connection tls_not_valid_yet"]
    );
}

#[test]
fn the_wrong_scheme_is_found_either_way() {
    let plain = start(Dojo::default().answering());
    let outcome = check(&plain.replace("http://", "https://"), &[]);
    assert_eq!(outcome.wrong(), ["problem connection tls_not_spoken"]);
    let tls = start_tls(&Certificate::of("localhost"), Dojo::default().answering());
    let wrong = check(&tls.replace("https://", "http://"), &[]).wrong();
    let may = ["problem connection not_http", "problem connection connection_closed"];
    assert!(wrong.len() == 1 && may.contains(&wrong[0].as_str()), "{wrong:?}");
}

#[test]
fn an_unusable_authority_is_found() {
    let url = start(Dojo::default().answering());
    for file in ["/no/such/file.pem", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")] {
        let outcome = check(&url, &[("DEFECTDOJO_CA", file)]);
        assert_eq!(outcome.wrong(), ["problem connection ca_unusable"]);
    }
}

/// A proxy that the shell sets for the internet and that cannot reach an internal host is an evening lost.
#[test]
fn a_proxy_in_the_way_is_found() {
    let url = start(Dojo::default().answering());
    let dead = stand_in::dead();
    let page = start(|_: &str| html(503, "<h1>proxy: no such host</h1>"));
    let password = start(|_: &str| html(407, "<h1>who are you?</h1>"));
    for proxy in [&dead, &page, &password] {
        for variable in ["http_proxy", "HTTP_PROXY", "ALL_PROXY"] {
            let outcome = check(&url, &[(variable, proxy)]);
            assert_eq!(outcome.wrong(), ["problem connection proxy"], "{variable}={proxy}");
            assert!(outcome.checks[1]["message"].as_str().unwrap().contains(variable));
        }
    }
    // A proxy for another scheme is not in the way, and one that asks for a password is told when it is the only way.
    assert_eq!(check(&url, &[("https_proxy", &dead)]).wrong(), [""; 0]);
    assert_eq!(
        check(&dead, &[("http_proxy", &password)]).wrong(),
        ["problem connection proxy_password"]
    );
    // DefectDojo's own refusal comes through the proxy and is not the proxy's.
    let refusing = start(|_: &str| json(403, r#"{"detail":"Invalid token."}"#));
    let wrong = check(&url, &[("http_proxy", &refusing)]).wrong();
    assert!(wrong.contains(&"problem user key_refused".to_owned()), "{wrong:?}");
}

/// It works, and something about it will surprise.
#[test]
fn what_will_surprise_is_a_warning() {
    let hour = 3600;
    for (dojo, found) in [
        (Dojo { clock: hour, ..Dojo::default() }, "clock clock_skew"),
        (Dojo { clock: -hour, ..Dojo::default() }, "clock clock_skew"),
        (Dojo { version: "2.40.1", ..Dojo::default() }, "version old_version"),
        (Dojo { version: "", ..Dojo::default() }, "version version_unknown"),
        (Dojo { products: 0, ..Dojo::default() }, "products no_products"),
        (Dojo { products: 0, is_superuser: true, ..Dojo::default() }, "products no_products"),
    ] {
        let outcome = check(&start(dojo.answering()), &[]);
        assert_eq!((outcome.wrong(), outcome.code), (vec![format!("warning {found}")], 0));
    }
}

#[test]
fn without_a_schema_the_routes_tell_the_generation() {
    for (routes, told) in [
        (r#"{"findings":"","location":"","organizations":""}"#, "DefectDojo 3.x"),
        (r#"{"findings":"","finding_groups":""}"#, "DefectDojo 2.x"),
    ] {
        let dojo = Dojo { version: "", routes, ..Dojo::default() };
        let outcome = check(&start(dojo.answering()), &[]);
        assert_eq!(outcome.wrong(), [""; 0]);
        let messages: Vec<_> =
            outcome.checks.iter().filter_map(|check| check["message"].as_str()).collect();
        assert!(messages.iter().any(|message| message.starts_with(told)), "{messages:?}");
    }
}

#[test]
fn a_release_without_profiles_is_too_old() {
    let url = start(|head: &str| {
        if head.starts_with("GET /api/v2/ ") {
            json(200, r#"{"findings":"http://x/api/v2/findings/"}"#)
        } else {
            html(404, "not found")
        }
    });
    let wrong = check(&url, &[]).wrong();
    assert!(wrong.contains(&"problem user old_version".to_owned()), "{wrong:?}");
}

#[test]
fn both_keys_of_a_pair_are_tried() {
    let good = key();
    let url = start(move |head: &str| {
        if head.contains(&good) || head.contains("/oa3/") {
            Dojo::default().answer(head)
        } else {
            json(403, r#"{"detail":"Invalid token."}"#)
        }
    });
    let pair = |read: &str, write: &str| {
        check(
            &url,
            &[
                ("DEFECTDOJO_API_KEY", ""),
                ("DEFECTDOJO_READ_API_KEY", read),
                ("DEFECTDOJO_WRITE_API_KEY", write),
            ],
        )
    };
    let (good, bad) = (key(), ["some", "-other", "-key"].concat());
    assert_eq!(pair(&good, &good).wrong(), [""; 0]);
    let outcome = pair(&good, &bad);
    assert_eq!(outcome.wrong(), ["problem user key_refused"]);
    assert!(
        outcome.checks.iter().any(|check| check["message"]
            .as_str()
            .unwrap()
            .starts_with("DEFECTDOJO_WRITE_API_KEY"))
    );
}

/// Wrong settings stop the start, so they are what there is to say.
#[test]
fn wrong_settings_are_told_and_nothing_is_sent() {
    let outcome =
        check("http://dojo.test", &[("ALLOW_INSECURE_HTTP", "false"), ("LOG_LEVEL", "loud")]);
    assert_eq!(outcome.wrong(), ["problem configuration configuration"; 2]);
    assert_eq!(outcome.code, 1);
}

#[test]
fn this_machine_is_looked_at_too() {
    let url = start(Dojo::default().answering());
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("audit.log");
    let bad = folder.path().join("none/audit.log");
    assert_eq!(check(&url, &[("AUDIT_LOG_FILE", good.to_str().unwrap())]).wrong(), [""; 0]);
    assert!(!good.exists(), "looking must leave nothing behind");
    let outcome = check(&url, &[("AUDIT_LOG_FILE", bad.to_str().unwrap())]);
    assert_eq!(outcome.wrong(), ["problem audit audit_unwritable"]);

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let network = [
        ("MCP_TRANSPORT", "http"),
        ("MCP_HOST", "127.0.0.1"),
        ("MCP_PORT", port.as_str()),
        ("REQUIRE_AUTH", "false"),
        ("REQUIRE_AUDIT_HMAC_KEY", "false"),
    ];
    let wrong = check(&url, &network).wrong();
    assert!(wrong.contains(&"warning address address_in_use".to_owned()), "{wrong:?}");
    assert!(wrong.contains(&"warning audit audit_not_kept".to_owned()), "{wrong:?}");
}

#[test]
fn the_demo_needs_no_doctor() {
    let output = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"))
        .args(["check", "--demo"])
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

/// What a container asks every few seconds: alive or not, by exit code, and nothing of DefectDojo.
#[test]
fn live_asks_the_server_itself() {
    let live = |place: &str, host: &str| {
        let port = place.rsplit(':').next().unwrap().to_owned();
        let token = format!("{}:reader", key());
        let audit = [key(), key()].concat();
        let network = [
            ("MCP_TRANSPORT", "http"),
            ("MCP_HOST", host),
            ("MCP_PORT", port.as_str()),
            ("MCP_ROLE_CI", token.as_str()),
            ("AUDIT_HMAC_KEY", audit.as_str()),
        ];
        let dead = stand_in::dead();
        command(&dead, &["--live", "--timeout", "5"], &network).output().unwrap().status.code()
    };
    let healthy = start(|head: &str| {
        let code = if head.starts_with("GET /health ") { 200 } else { 500 };
        json(code, "{}")
    });
    assert_eq!(live(&healthy, "127.0.0.1"), Some(0));
    assert_eq!(live(&healthy, "0.0.0.0"), Some(0));
    assert_eq!(live(&healthy, "localhost"), Some(0));
    assert_eq!(live(&start(|_: &str| html(500, "broken")), "127.0.0.1"), Some(1));
    assert_eq!(live(&stand_in::dead(), "127.0.0.1"), Some(1));
    let on_stdio = command(&healthy, &["--live"], &[]).output().unwrap();
    assert_eq!(on_stdio.status.code(), Some(1));
}
