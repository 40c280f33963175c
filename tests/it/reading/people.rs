//! `list_users`: names and ids to search by, for keys that may see them, and nothing else about people.

use mcp_defectdojo::{
    access::{Principal, Role, Scope},
    dojo::Keys,
};
use secrecy::SecretString;
use serde_json::json;

use crate::support::{Dojo, Setup, plain};

#[tokio::test]
async fn users_are_found_by_part_of_any_name() {
    let dojo = Dojo::start().await;
    let client = Setup::default().client(&dojo.url).await;
    let users = dojo.read("users/?limit=100").await["results"].clone();
    let users = users.as_array().unwrap();
    let all = client.good("list_users", json!({})).await;
    assert_eq!(all["pagination"]["count"], users.len());
    for user in users {
        for member in ["username", "first_name", "last_name"] {
            let name = user[member].as_str().unwrap().to_uppercase();
            let part: String = name.chars().take(4).collect();
            let found = client.good("list_users", json!({ "name": part })).await;
            let rows = found["items"].as_array().unwrap();
            let row = rows.iter().find(|row| row["id"] == user["id"]).unwrap();
            assert_eq!(plain(&row["username"]), &user["username"], "{member}");
        }
    }
    let text = all.to_string();
    for private in ["email", "@demo.invalid", "last_login", "date_joined", "is_superuser"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
    let id = users[0]["id"].as_u64().unwrap();
    let reported = json!({"filters": {"reporter": id}, "count_only": true});
    let reported = client.good("list_findings", reported).await["pagination"]["count"].clone();
    assert_eq!(reported, dojo.read(&format!("findings/?reporter={id}&limit=1")).await["count"]);
}

#[tokio::test]
async fn a_key_that_may_not_and_a_caller_that_is_bound_are_told() {
    let dojo = Dojo::start().await;
    let keys = Keys::Single(SecretString::from(mcp_defectdojo::demo::MEMBER_KEY));
    let text = Setup { keys, ..Setup::default() }
        .client(&dojo.url)
        .await
        .bad("list_users", json!({}))
        .await;
    assert!(text.starts_with("Permission denied (HTTP 403)"), "{text}");
    assert!(text.contains("a key with more rights"), "{text}");
    let scope = Scope::Products([1].into());
    let caller = Principal { scope, ..Principal::new("bound", Role::Admin) };
    let text = Setup { caller, ..Setup::default() }
        .client(&dojo.url)
        .await
        .bad("list_users", json!({}))
        .await;
    assert!(text.contains("limited to some products, and users belong to none"), "{text}");
}
