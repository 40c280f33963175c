//! What the audit log says of protections that were switched off, for those who read nothing else.

use serde_json::Value;

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
