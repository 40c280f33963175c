//! The roles file, while the server runs.

use std::{fs, path::PathBuf, time::Duration};

use mcp_defectdojo::{
    auth::{self, Authenticator, TokenHash},
    transport::Settings,
};
use serde_json::json;
use tempfile::TempDir;

use crate::transport::{
    raw::Request,
    server::{Server, bindings},
};

struct Roles {
    folder: TempDir,
}

impl Roles {
    fn new(lines: &str) -> Self {
        let roles = Self { folder: TempDir::new().unwrap() };
        roles.write(lines);
        roles
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("roles.toml")
    }

    fn write(&self, lines: &str) {
        fs::write(self.path(), lines).unwrap();
    }

    fn settings(&self) -> auth::Settings {
        auth::Settings { roles_file: Some(self.path()), ..bindings() }
    }

    async fn serve(&self) -> Server {
        let reload_interval = Duration::from_millis(5);
        Server::start(Settings { reload_interval, ..Settings::default() }, self.settings()).await
    }
}

fn token(name: &str, role: &str, token: &str, more: &str) -> String {
    let hash = TokenHash::of(token);
    format!("[[token]]\nname = \"{name}\"\nrole = \"{role}\"\nhash = \"{hash}\"\n{more}\n")
}

/// Waits until a token is known. An address that asks too often has to wait, which is not known either.
async fn until_known(server: &Server, token: &str) -> String {
    loop {
        let caller = who(server, token).await;
        if !["401", "429"].contains(&caller.as_str()) {
            return caller;
        }
        tokio::task::yield_now().await;
    }
}

/// Who a token is, or the status that refuses it.
async fn who(server: &Server, token: &str) -> String {
    let header = format!("Bearer {token}");
    let request = Request::call("whoami", &json!({})).header("Authorization", &header);
    let answer = server.connect().await.ask(&request).await;
    if answer.status == 200 { answer.text() } else { answer.status.to_string() }
}

#[tokio::test]
async fn tokens_of_the_file_and_of_the_environment_are_known() {
    let roles = Roles::new(
        &[
            token("ci", "scanner", "one", ""),
            token("ci", "reader", "two", "expires = 2999-01-01"),
            token("ci", "admin", "three", "expires = 2001-01-01T00:00:00Z"),
            token("team", "writer", "four", "products = [3, 7]"),
        ]
        .concat(),
    );
    let server = roles.serve().await;
    for (token, caller) in [
        ("one", "ci scanner"),
        ("two", "ci reader"),
        ("three", "401"),
        ("four", "team writer Products([3, 7])"),
        ("writer-token", "desk writer"),
        ("five", "401"),
    ] {
        assert_eq!(who(&server, token).await, caller, "{token}");
    }
    server.stop().await;
}

/// A token that leaked is taken away by removing its line, without a restart.
#[tokio::test]
async fn a_changed_file_counts_at_once_and_a_broken_one_not_at_all() {
    let roles = Roles::new(&token("ci", "scanner", "old", ""));
    let server = roles.serve().await;
    assert_eq!(who(&server, "old").await, "ci scanner");
    roles.write(&token("ci", "scanner", "new", ""));
    assert_eq!(until_known(&server, "new").await, "ci scanner");
    assert_ne!(who(&server, "old").await, "ci scanner");
    // Whether or not the change has been seen yet: it is never used, and the next good one is.
    roles.write("[[token]]\nname = ");
    assert_eq!(who(&server, "new").await, "ci scanner");
    roles.write(&token("ci", "reader", "third", ""));
    assert_eq!(until_known(&server, "third").await, "ci reader");
    server.stop().await;
}

#[test]
fn a_file_that_cannot_be_used_stops_the_start() {
    let fails = |roles: &Roles| Authenticator::new(roles.settings()).unwrap_err().to_string();
    let roles = Roles::new(&token("ci", "owner", "one", ""));
    let error = fails(&roles);
    assert!(
        error.ends_with(
            "token 1 (`ci`): no such role (known are admin, writer, scanner and reader)"
        ),
        "{error}"
    );
    roles.write("tokens = 3");
    assert!(fails(&roles).contains("unknown field `tokens`"));
    fs::remove_file(roles.path()).unwrap();
    assert!(fails(&roles).contains("it cannot be read"));
}

/// One token for two callers could not say who called.
#[test]
fn a_token_of_the_file_and_of_the_environment_is_refused() {
    let roles = Roles::new(&token("ci", "reader", "writer-token", ""));
    let error = Authenticator::new(roles.settings()).unwrap_err().to_string();
    assert_eq!(error, "the bindings `desk` and `ci` have the same token");
}
