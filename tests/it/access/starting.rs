//! What the audit log says of protections that were switched off, for those who read nothing else.

use std::process::Command;

use serde_json::{Value, json};

use super::served::{Served, token};

fn critical(records: &[Value]) -> Vec<&str> {
    let critical = records.iter().filter(|record| record["level"] == "CRITICAL");
    critical.map(|record| record["message"].as_str().unwrap()).collect()
}

/// One record for each, in the log and in the audit log alike.
#[tokio::test]
async fn each_opt_out_is_a_critical_record() {
    let served = Served::start(
        "",
        &[
            ("REQUIRE_AUTH", "false"),
            ("REQUIRE_AUDIT_HMAC_KEY", "false"),
            ("AUDIT_HMAC_KEY", ""),
            ("MCP_HOST", "0.0.0.0"),
            ("ALLOW_OPEN_NETWORK", "true"),
        ],
    )
    .await;
    let said = served.said.clone();
    let records = served.stop().await;
    insta::assert_snapshot!(critical(&records).join("\n"), @r"
    REQUIRE_AUTH=false on network transport 'streamable-http': every caller is open-access with the role admin
    ALLOW_OPEN_NETWORK=true: whoever reaches 0.0.0.0 can use DefectDojo without a token
    REQUIRE_AUDIT_HMAC_KEY=false: the audit log of this run cannot be proven after it
    ");
    let said: Vec<_> = said.into_iter().filter(|line| line["event_type"].is_null()).collect();
    assert_eq!(critical(&said), critical(&records));
    let kinds = records.iter().filter(|record| record["level"] == "CRITICAL");
    assert!(kinds.into_iter().all(|record| record["event_type"] == "security_warning"
        && record["retention_class"] == "security_audit"));
}

#[tokio::test]
async fn a_careful_start_has_nothing_critical_to_say() {
    let served = Served::start(&token("ci", "reader", "one", ""), &[]).await;
    assert_eq!(critical(&served.said), [""; 0]);
    assert_eq!(critical(&served.stop().await), [""; 0]);
}

/// A line of what `token new` prints, by its beginning.
fn line<'a>(printed: &'a str, beginning: &str) -> &'a str {
    printed.lines().find_map(|line| line.strip_prefix(beginning)).unwrap()
}

fn new_token(name: &str, role: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"))
        .args(["token", "new", "--name", name, "--role", role])
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What is printed is pasted, token and configuration: both forms must let the caller in, with its name and role.
#[tokio::test]
async fn a_new_token_works_as_it_was_printed() {
    let (variable, file) = (new_token("CI_Nightly", "scanner"), new_token("night-shift", "writer"));
    assert!(!file.contains("MCP_ROLE_NIGHT"), "no shell sets that variable: {file}");
    let entry = &file[file.find("[[token]]").unwrap()..];
    let binding = line(&variable, "MCP_ROLE_CI_NIGHTLY=");
    let served = Served::start(entry, &[("MCP_ROLE_CI_NIGHTLY", binding)]).await;
    for (printed, role) in [(&variable, "scanner"), (&file, "writer")] {
        let token = line(printed, "token  ");
        let answer = served.call(token, "server_info", &json!({})).await;
        assert_eq!(answer["result"]["structuredContent"]["caller"]["role"], role, "{answer}");
    }
    let records = served.stop().await;
    let callers: Vec<_> = records
        .iter()
        .filter(|record| record["tool_name"] == "server_info")
        .map(|record| record["authenticated_caller_id"].as_str().unwrap())
        .collect();
    assert_eq!(callers, ["ci_nightly", "night-shift"]);
}

/// A name that the server would not take is refused when the token is made, not when the server starts.
#[test]
fn a_token_is_made_for_names_that_the_server_takes() {
    for name in ["", "a b", "open-access", "ci:admin", &"x".repeat(65)] {
        let output = Command::new(env!("CARGO_BIN_EXE_mcp-defectdojo"))
            .args(["token", "new", "--name", name])
            .env_clear()
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(3), "{name}");
        assert!(output.stdout.is_empty(), "{name}");
    }
}
