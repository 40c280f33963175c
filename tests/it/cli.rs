//! The real binary in a scrubbed environment: what it prints where, and how it ends.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

fn binary(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"));
    // No `.env` stands in the sources.
    command
        .args(args)
        .env_clear()
        .stdin(Stdio::null())
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    command
}

fn run(args: &[&str]) -> Output {
    binary(args).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// The first thing that anyone sees fits a screen and names every command.
#[test]
fn help_fits_a_screen() {
    let output = run(&["--help"]);
    assert_eq!(output.status.code(), Some(0));
    let help = text(&output.stdout);
    assert!(help.lines().count() <= 24 && help.lines().all(|line| line.len() <= 80), "{help}");
    for command in ["demo", "check", "migrate", "serve", "token", "audit", "screen", "completions"]
    {
        let line = format!("  {command:<12} ");
        assert!(help.lines().any(|text| text.starts_with(&line)), "{command} is in no group");
    }
    insta::assert_snapshot!("help", help);
    // `-h` is no second page to keep in step.
    assert_eq!(text(&run(&["-h"]).stdout), help);
}

#[test]
fn help_of_each_command() {
    insta::assert_snapshot!("help_serve", text(&run(&["serve", "--help"]).stdout));
    insta::assert_snapshot!("help_demo", text(&run(&["demo", "--help"]).stdout));
}

#[test]
fn version_is_the_packages() {
    assert_eq!(
        text(&run(&["--version"]).stdout),
        format!("mcp-defectdojo {}\n", env!("CARGO_PKG_VERSION"))
    );
}

/// Scripts tell a wrong command line (3) from a server that cannot start (1).
#[test]
fn a_wrong_command_line_is_usage() {
    for args in [
        &["--no-such-option"][..],
        &["no-such-command"],
        &["--port", "eighty", "--demo"],
        &["demo", "--rest", "nowhere"],
        &["demo", "--once", "--rest", "127.0.0.1:0"],
        &["completions", "cmd"],
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(3), "{args:?}: {}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "", "{args:?}");
    }
}

#[test]
fn a_wrong_setting_is_a_problem_told_on_stderr() {
    let output = binary(&[]).env("DEFECTDOJO_URL", "http://dojo.test").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(text(&output.stdout), "");
    insta::assert_snapshot!(text(&output.stderr), @r#"
    mcp-defectdojo: 2 settings stop the start:
      DEFECTDOJO_URL must use https:// (set ALLOW_INSECURE_HTTP=true to override): it is "http://dojo.test"
      DEFECTDOJO_API_KEY not set — create one in DefectDojo under API v2 Key, or set DEFECTDOJO_API_KEY_FILE to a file that holds it
    "#);
}

/// A supervisor may close stderr, or stop reading it: that is no reason to die of a panic.
#[cfg(unix)]
#[test]
fn a_closed_stderr_changes_no_exit_code() {
    for (args, code) in
        [("--no-such-option", 3), ("--log-level=loud --demo", 3), ("--port 8000", 1)]
    {
        let script = format!("exec \"$0\" {args} 2>&-");
        let status = Command::new("/bin/sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_mcp-defectdojo")])
            .env_clear()
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
            .stdin(Stdio::null())
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(code), "{args}");
    }
}

/// Colour is for people: a pipe gets none, whatever the environment says about terminals.
#[test]
fn a_pipe_gets_no_colour() {
    for args in [&["--help"][..], &[], &["--no-such-option"]] {
        let output = binary(args).env("TERM", "xterm-256color").output().unwrap();
        let all = [output.stdout, output.stderr].concat();
        assert!(!all.contains(&0x1b), "{args:?}");
    }
}

/// On a terminal what is wrong is red and what is right is green, unless the person asked for no colour.
#[cfg(unix)]
#[test]
fn a_terminal_gets_colour_unless_it_is_unwanted() {
    for args in ["--help", "--no-such-option", "migrate", ""] {
        for (variables, coloured) in
            [("TERM=xterm", true), ("TERM=xterm NO_COLOR=1", false), ("TERM=dumb", false)]
        {
            let text = on_a_terminal(variables, args);
            assert!(text.contains("mcp-defectdojo"), "{args} {variables}: {text}");
            assert_eq!(text.contains('\u{1b}'), coloured, "{args} {variables}: {text}");
        }
    }
}

/// What the command prints on a terminal of its own, where nobody types.
#[cfg(unix)]
fn on_a_terminal(variables: &str, args: &str) -> String {
    let command = format!("env -i {variables} {} {args}", env!("CARGO_BIN_EXE_mcp-defectdojo"));
    let output = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A server that waits in silence looks broken to whoever starts it by hand.
#[cfg(unix)]
#[test]
fn a_person_is_told_who_is_meant_to_speak() {
    let told = on_a_terminal("TERM=dumb", "serve --demo");
    assert!(told.contains("an MCP client is meant to speak on standard input"), "{told}");
    assert!(told.contains("mcp-defectdojo demo"), "{told}");
}

#[test]
fn completions_know_every_command_and_option() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        for word in ["serve", "demo", "completions", "transport", "env-file", "rest"] {
            assert!(text(&output.stdout).contains(word), "{shell} does not know {word}");
        }
    }
}

/// Whoever starts a server for the first time reads one line that says what to change, and each cause once.
#[test]
fn a_start_that_fails_says_why_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let socket = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = socket.local_addr().unwrap().port().to_string();
    let token = ["reader", "token", "of", "this", "test"].join("-") + ":reader";
    let start = |variables: &[(&str, &str)]| {
        let output = binary(&["serve", "--demo"])
            .env("MCP_TRANSPORT", "http")
            .env("MCP_HOST", "127.0.0.1")
            .env("MCP_PORT", "0")
            .env("MCP_ROLE_DESK", &token)
            .env("AUDIT_HMAC_KEY", "0123456789abcdef".repeat(2))
            .envs(variables.iter().copied())
            .current_dir(&folder)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{variables:?}");
        let said = text(&output.stderr).lines().filter(|line| !line.starts_with('{'));
        said.collect::<Vec<_>>().join("\n").replace(&port, "PORT")
    };
    let cases = [
        &[("MCP_ROLES_FILE", "none.toml")][..],
        &[("MCP_TLS_CERT", "none.crt"), ("MCP_TLS_KEY", "none.key")],
        &[("MCP_PORT", &port)],
        &[("MCP_METRICS_ADDR", &format!("127.0.0.1:{port}"))],
        &[("AUDIT_LOG_FILE", "none/audit.log")],
        &[
            ("MCP_TRUSTED_PROXIES", "proxy.example"),
            ("MCP_ALLOWED_HOSTS", "https://dojo.example"),
            ("MCP_ALLOWED_ORIGINS", "dojo.example"),
        ],
    ];
    insta::assert_snapshot!(cases.map(start).join("\n"), @r#"
    mcp-defectdojo: the roles file none.toml (MCP_ROLES_FILE) cannot be used: it cannot be read: No such file or directory (os error 2)
    mcp-defectdojo: cannot set up TLS: cannot read MCP_TLS_KEY=none.key: I/O error: No such file or directory (os error 2)
    mcp-defectdojo: cannot listen on 127.0.0.1:PORT (MCP_HOST, MCP_PORT): Address already in use (os error 98)
    mcp-defectdojo: cannot listen on 127.0.0.1:PORT (MCP_METRICS_ADDR): Address already in use (os error 98)
    mcp-defectdojo: AUDIT_LOG_FILE=none/audit.log cannot be written: No such file or directory (os error 2); let this user write to the file and its directory, or name another file
    mcp-defectdojo: 3 settings stop the start:
      MCP_ALLOWED_HOSTS must be host names or addresses, each with its port or without, comma-separated: it is "https://dojo.example" — try mcp.example.com
      MCP_ALLOWED_ORIGINS must be origins like https://app.example.com, comma-separated; a port of * stands for any: it is "dojo.example" — try https://mcp.example.com
      MCP_TRUSTED_PROXIES must be addresses or networks like 10.0.0.0/8, comma-separated: it is "proxy.example" — try 10.0.0.0/8
    "#);
}
