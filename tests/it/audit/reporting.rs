//! `audit report`: the page that the real binary writes, opened by a real browser.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use mcp_defectdojo::audit::{Ended, Log, Outcome, Record, RefusedLogin, Upstream};
use serde_json::json;
use tempfile::{TempDir, tempdir};
use uuid::Uuid;

use super::{KEY, call, settings, success, tool};

/// Texts that would run, fetch, break out of an attribute or hide what follows them if they were more than text.
const HOSTILE: [&str; 7] = [
    "<script>document.title='run'</script>",
    "<img src=x onerror=\"document.title='run'\">",
    "\"><svg onload=\"document.title='run'\">",
    "</title></style><style>body{display:none}</style>",
    "<meta http-equiv=refresh content=\"0;url=http://127.0.0.1:9/\">",
    "<!-- \u{202e}\u{200b} ]]> <textarea>",
    "&lt;b&gt; {{7*7}} ' onmouseover='x",
];

/// A log in which everything that others write is hostile.
async fn hostile_log() -> TempDir {
    let directory = tempdir().unwrap();
    fs::create_dir(directory.path().join("log")).unwrap();
    let log = Log::open(&settings(&directory.path().join("log/audit.log"))).unwrap();
    for text in HOSTILE {
        let mut change = call("close_finding");
        change.findings_read_before_mutation = Some(vec![3, 17]);
        change.request_params.insert(text.to_owned(), json!(text));
        log.append(Record::intent(&change)).await.unwrap();
        let mut ended = Ended::new(Outcome::Success, Duration::from_millis(3));
        ended.upstream = vec![Upstream {
            method: "POST".to_owned(),
            path: format!("/api/v2/findings/{text}/close/"),
            status: Some(200),
        }];
        log.append(Record::outcome(&change, &ended)).await.unwrap();

        let mut unknown = call(text);
        text.clone_into(&mut unknown.authenticated_caller_id);
        let mut ended = Ended::new(Outcome::Denied, Duration::ZERO);
        ended.reason = Some("unknown_tool");
        ended.error = Some(text.to_owned());
        log.append(Record::outcome(&unknown, &ended)).await.unwrap();
        let warning = json!({"detail": text, "chain_event": text});
        let warning = super::object(warning);
        log.append(Record::security_warning(text, &warning)).await.unwrap();
    }
    let login = RefusedLogin {
        request_id: Uuid::now_v7(),
        reason: "unknown_token",
        peer: Some("127.0.0.1:50000".to_owned()),
        throttled: false,
        unreported: 0,
    };
    log.append(Record::login_refused(&login)).await.unwrap();
    log.append(success(&call("get_finding"))).await.unwrap();
    log.close().await;
    directory
}

fn report(directory: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"))
        .args(["audit", "report", "log"])
        .args(arguments)
        .env_clear()
        .current_dir(directory)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn a_page_tells_what_happened_and_whether_that_is_proven() {
    let directory = hostile_log().await;
    let here = directory.path();
    let page = report(here, &["--key", KEY]);
    for told in [
        "<strong>Proven</strong>",
        "Read before: findings 3, 17",
        "Changes, and what was read before each (7)",
        "Refused calls (8)",
        "refused: unknown_token",
        "from 127.0.0.1:50000",
        "<dt>changes made</dt><dd>7</dd>",
        "<dt>logins refused</dt><dd>1</dd>",
    ] {
        assert!(page.contains(told), "{told} is not in the page");
    }
    // Nothing is fetched and nothing runs.
    for forbidden in
        ["<script", "<img", "<link", "<iframe", "src=", "href=", " style=", "@import", "url("]
    {
        let ours = page.replace("&lt;", "").replace("src=x", "").replace("url=http", "");
        assert!(!ours.contains(forbidden), "{forbidden} is in the page");
    }
    assert!(page.contains("default-src 'none'; style-src 'sha256-"));

    let unverified = report(here, &[]);
    assert!(unverified.contains("<strong>Not verified</strong>"));
    let nothing = report(here, &["--key", KEY, "--until", "2020"]);
    assert!(nothing.contains("No calls.") && nothing.contains("<strong>Proven</strong>"));

    let file = here.join("log/audit.log");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("writer-one", "writer-two", 1)).unwrap();
    let tampered = report(here, &["--key", KEY]);
    assert!(tampered.contains("<strong>Tampered with</strong>"));
    assert!(tampered.contains("modified: audit.log, line 2,"), "{tampered}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_page_is_for_its_owners_eyes() {
    use std::os::unix::fs::PermissionsExt as _;
    let directory = hostile_log().await;
    let out = report(directory.path(), &["--key", KEY, "--output", "page.html"]);
    assert!(out.is_empty());
    let metadata = fs::metadata(directory.path().join("page.html")).unwrap();
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
}

/// In a real browser no text of others runs, and nothing on the page breaks its own policy.
#[tokio::test]
async fn a_browser_finds_nothing_to_run() {
    let Some(chromium) = tool("chromium") else { return };
    let directory = hostile_log().await;
    let page = directory.path().join("page.html");
    fs::write(&page, report(directory.path(), &["--key", KEY])).unwrap();
    let mut browser = tokio::process::Command::new(chromium);
    browser
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .args(["--disable-dev-shm-usage", "--enable-logging=stderr", "--window-size=390,844"])
        .arg(format!("--user-data-dir={}", directory.path().join("profile").display()))
        .arg("--dump-dom")
        .arg(format!("file://{}", page.display()))
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let output = tokio::time::timeout(Duration::from_secs(50), browser.output()).await;
    let output = output.expect("the browser ends").unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let dom = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{errors}");
    let console: Vec<_> = errors.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert!(console.is_empty(), "{console:?}");
    assert!(dom.contains("<title>Audit report</title>"), "{dom}");
    assert!(dom.contains("</footer>"), "the page is whole");
    // What a parser made of the page has only our own elements.
    for element in ["<script", "<img", "<svg onload", "<textarea", "<iframe", "<b>"] {
        assert!(!dom.contains(element), "{element} is in the document");
    }
    assert_eq!(dom.matches("<style>").count(), 1);
    assert_eq!(dom.matches("<meta ").count(), 4);
}
