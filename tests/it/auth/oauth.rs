//! Access tokens: which are taken, which are not, and what happens while the issuer is away.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use mcp_defectdojo::{
    access::{Role, Scope},
    auth::{self, Authenticator, Refusal, oauth},
    transport::Settings,
};
use serde_json::{Value, json};

use super::issuer::{Issuer, Key, unsigned};
use crate::transport::{
    raw::{Answer, Request},
    server::{Server, bindings},
};

const AUDIENCE: &str = "https://dojo-mcp.example/mcp";

fn settings(issuer: &Issuer) -> oauth::Settings {
    let url = issuer.url().parse().unwrap();
    oauth::Settings {
        role_map: vec![
            ("dojo:write".into(), Role::Writer),
            ("dojo:read".into(), Role::Reader),
            ("dojo:all".into(), Role::Admin),
        ],
        ..oauth::Settings::new(url, AUDIENCE.into(), "scope".into())
    }
}

async fn serving(oauth: oauth::Settings) -> (Server, Arc<Mutex<Vec<Refusal>>>) {
    let refusals = Arc::new(Mutex::new(Vec::new()));
    let seen = refusals.clone();
    let authenticator = Authenticator::new(auth::Settings { oauth: Some(oauth), ..bindings() })
        .unwrap()
        .reporting(move |login| seen.lock().unwrap().push(login.refusal));
    let settings = Settings { trusted_proxies: vec!["127.0.0.1".into()], ..Settings::default() };
    (Server::with(settings, authenticator).await, refusals)
}

fn now() -> i64 {
    Timestamp::now().as_second()
}

fn claims(issuer: &Issuer) -> Value {
    json!({
        "iss": issuer.url(), "aud": AUDIENCE, "sub": "agent-7", "scope": "dojo:read",
        "iat": now(), "nbf": now(), "exp": now() + 300,
    })
}

/// The claims with some of them changed, or removed by null.
fn changed(issuer: &Issuer, changes: &Value) -> Value {
    let mut claims = claims(issuer);
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims
}

async fn ask(server: &Server, token: &str) -> Answer {
    let header = format!("Bearer {token}");
    let request = Request::call("whoami", &json!({})).header("Authorization", &header);
    server.connect().await.ask(&request).await
}

#[tokio::test]
async fn a_token_of_the_issuer_becomes_a_caller() {
    let (rsa, ec) = (Key::rsa("one"), Key::ec("two"));
    let issuer = Issuer::start(&[&rsa, &ec]).await;
    let (server, _) = serving(settings(&issuer)).await;
    for key in [&rsa, &ec] {
        let cases = [
            (json!({}), "oauth:agent-7 reader"),
            (json!({"scope": "openid dojo:write dojo:read"}), "oauth:agent-7 writer"),
            (json!({"scope": ["dojo:all"]}), "oauth:agent-7 admin"),
            (json!({"aud": ["https://other.example", AUDIENCE]}), "oauth:agent-7 reader"),
            (json!({"nbf": null, "iss": issuer.url() + "/"}), "oauth:agent-7 reader"),
        ];
        for (changes, caller) in cases {
            let answer = ask(&server, &key.sign(&changed(&issuer, &changes))).await;
            assert_eq!(answer.text(), caller, "{changes}");
        }
        let plain = json!({"alg": key.header()["alg"], "kid": key.id});
        assert_eq!(ask(&server, &key.sign_as(&plain, &claims(&issuer))).await.status, 200);
    }
    // The server's own tokens go on working, and are no one else's.
    assert_eq!(ask(&server, "writer-token").await.text(), "desk writer");
    let named = rsa.sign(&changed(&issuer, &json!({"sub": "desk"})));
    assert_eq!(ask(&server, &named).await.text(), "oauth:desk reader");
    assert_eq!(issuer.asked(), 1);
    server.stop().await;
}

/// A team's agent must not read the products of another because its issuer forgot a claim.
#[tokio::test]
async fn a_token_is_bound_to_the_products_that_it_names() {
    let key = Key::ec("one");
    let issuer = Issuer::start(&[&key]).await;
    let products = |map| Some(oauth::Products { claim: "dojo.products".into(), map });
    let by_id = oauth::Settings { products: products(Vec::new()), ..settings(&issuer) };
    let groups = [
        ("payments".to_owned(), Scope::Products([3, 7].into())),
        ("appsec".to_owned(), Scope::All),
    ];
    let by_group = oauth::Settings { products: products(groups.to_vec()), ..settings(&issuer) };
    let named = |value: Value| json!({"dojo": {"products": value}});
    for (oauth, cases) in [
        (
            by_id,
            vec![
                (named(json!([7, 3])), Some("Products([3, 7])")),
                (named(json!("7")), Some("Products([7])")),
                (json!({"dojo.products": ["3", "7"]}), Some("Products([3, 7])")),
                (json!({}), None),
                (json!({"products": [3]}), None),
                (named(json!([])), None),
                (named(json!(["all"])), None),
                (named(json!([3, "x"])), None),
            ],
        ),
        (
            by_group,
            vec![
                (named(json!(["payments", "cooks"])), Some("Products([3, 7])")),
                (named(json!("payments appsec")), Some("")),
                (named(json!(["cooks"])), None),
                (named(json!([3])), None),
                (json!({}), None),
            ],
        ),
    ] {
        let (server, refusals) = serving(oauth).await;
        for (number, (claims, bound)) in cases.into_iter().enumerate() {
            let mut claims = claims;
            claims["jti"] = json!(number);
            let answer = ask(&server, &key.sign(&changed(&issuer, &claims))).await;
            if let Some(bound) = bound {
                let caller = format!("oauth:agent-7 reader {bound}");
                assert_eq!(answer.text(), caller.trim(), "{claims}");
            } else {
                assert_eq!(answer.status, 403, "{claims}");
                let challenge = answer.header("www-authenticate").unwrap();
                assert!(
                    challenge.starts_with("Bearer error=\"insufficient_scope\""),
                    "{challenge}"
                );
                assert_eq!(refusals.lock().unwrap().pop(), Some(Refusal::NoProducts), "{claims}");
            }
        }
        server.stop().await;
    }
}

#[tokio::test]
async fn nested_claims_are_found_by_their_path() {
    let key = Key::ec("one");
    let issuer = Issuer::start(&[&key]).await;
    let mut settings = settings(&issuer);
    settings.role_claim = "realm.roles".into();
    let (server, _) = serving(settings).await;
    let nested = changed(&issuer, &json!({"realm": {"roles": ["other", "dojo:write"]}}));
    assert_eq!(ask(&server, &key.sign(&nested)).await.text(), "oauth:agent-7 writer");
    server.stop().await;
}

/// Each of these would let somebody in whom the issuer did not send here.
#[tokio::test]
async fn other_tokens_are_refused() {
    let (rsa, ec) = (Key::rsa("one"), Key::ec("two"));
    let stranger = Key::ec("two");
    let issuer = Issuer::start(&[&rsa, &ec]).await;
    let (server, refusals) = serving(settings(&issuer)).await;
    let with = |changes: Value| ec.sign(&changed(&issuer, &changes));
    let good = ec.sign(&claims(&issuer));
    let (message, signature) = good.rsplit_once('.').unwrap();
    let cut = &signature[..signature.len() - 2];
    let swapped = |token: &str| format!("{message}.{}", token.rsplit_once('.').unwrap().1);

    let mut cases = vec![
        (with(json!({"aud": "https://other.example"})), Refusal::WrongAudience),
        (with(json!({"aud": [format!("{AUDIENCE}/x")]})), Refusal::WrongAudience),
        (with(json!({"aud": null})), Refusal::Unknown),
        (with(json!({"iss": "https://other.example"})), Refusal::WrongIssuer),
        (with(json!({"iss": null})), Refusal::Unknown),
        (with(json!({"exp": now() - 31})), Refusal::Expired),
        (with(json!({"exp": null})), Refusal::Unknown),
        (with(json!({"exp": "2999-01-01"})), Refusal::Unknown),
        (with(json!({"nbf": now() + 60})), Refusal::NotYetValid),
        (with(json!({"sub": null})), Refusal::Unknown),
        (with(json!({"sub": ""})), Refusal::Unknown),
        (with(json!({"sub": "line\nbreak"})), Refusal::Unknown),
        (with(json!({"sub": "x".repeat(201)})), Refusal::Unknown),
        (stranger.sign(&claims(&issuer)), Refusal::Unknown),
        (Key::ec("three").sign(&claims(&issuer)), Refusal::Unknown),
        (format!("{message}.{cut}"), Refusal::Unknown),
        (format!("{message}."), Refusal::Unknown),
        (swapped(&with(json!({"scope": "dojo:all"}))), Refusal::Unknown),
        (unsigned(&claims(&issuer), "none"), Refusal::Unknown),
        (unsigned(&claims(&issuer), "NONE"), Refusal::Unknown),
        (unsigned(&claims(&issuer), "ES256"), Refusal::Unknown),
        ("a.b.c".into(), Refusal::Unknown),
        // Two keys: which is meant has to be said.
        (
            ec.sign_as(
                &json!({"alg": "ES256", "typ": "logout+jwt", "kid": "two"}),
                &claims(&issuer),
            ),
            Refusal::Unknown,
        ),
        (ec.sign_as(&json!({"alg": "ES256", "kid": "one"}), &claims(&issuer)), Refusal::Unknown),
        (ec.sign_as(&json!({"alg": "RS256", "kid": "two"}), &claims(&issuer)), Refusal::Unknown),
        (ec.sign_as(&json!({"alg": "ES256", "kid": ""}), &claims(&issuer)), Refusal::Unknown),
        // A token that brings its own key vouches for itself.
        (
            stranger.sign_as(
                &json!({"alg": "ES256", "kid": "three", "jwk": stranger.public()}),
                &claims(&issuer),
            ),
            Refusal::Unknown,
        ),
        (
            ec.sign_as(&json!({"alg": "ES256", "kid": "two", "crit": ["exp"]}), &claims(&issuer)),
            Refusal::Unknown,
        ),
    ];
    for key in [&rsa, &ec] {
        cases.extend(
            key.confuse(&claims(&issuer)).into_iter().map(|token| (token, Refusal::Unknown)),
        );
    }
    for (number, (token, refusal)) in cases.into_iter().enumerate() {
        // Each from an address of its own, or they would have to wait.
        let address = format!("198.51.100.{number}");
        let header = format!("Bearer {token}");
        let request = Request::call("whoami", &json!({}))
            .header("Authorization", &header)
            .header("X-Forwarded-For", &address);
        let answer = server.connect().await.ask(&request).await;
        assert_eq!(answer.status, 401, "{refusal}: {answer:?}");
        assert_eq!(refusals.lock().unwrap().pop(), Some(refusal), "{token}");
    }
    assert_eq!(ask(&server, &good).await.status, 200);
    server.stop().await;
}

/// A good token without a role here is told so, and which scope would help.
#[tokio::test]
async fn challenges_say_where_tokens_come_from() {
    let key = Key::ec("one");
    let issuer = Issuer::start(&[&key]).await;
    let (server, refusals) = serving(settings(&issuer)).await;
    let metadata =
        "resource_metadata=\"https://dojo-mcp.example/.well-known/oauth-protected-resource/mcp\"";
    let scope = "scope=\"dojo:read\"";

    let answer = server.connect().await.ask(&Request::call("whoami", &json!({}))).await;
    let challenge = format!("Bearer {metadata}, {scope}");
    assert_eq!((answer.status, answer.header("www-authenticate")), (401, Some(&*challenge)));

    let other = key.sign(&changed(&issuer, &json!({"scope": "openid"})));
    let answer = ask(&server, &other).await;
    let challenge = format!("Bearer error=\"insufficient_scope\", {metadata}, {scope}");
    assert_eq!((answer.status, answer.header("www-authenticate")), (403, Some(&*challenge)));

    let expired = key.sign(&changed(&issuer, &json!({"exp": now() - 60})));
    let answer = ask(&server, &expired).await;
    let reason = "error=\"invalid_token\", error_description=\"the token has expired\"";
    let challenge = format!("Bearer {reason}, {metadata}, {scope}");
    assert_eq!((answer.status, answer.header("www-authenticate")), (401, Some(&*challenge)));

    let expected = [Refusal::Missing, Refusal::NoRole, Refusal::Expired];
    assert_eq!(*refusals.lock().unwrap(), expected);
    server.stop().await;
}

#[tokio::test]
async fn metadata_is_served_to_everybody() {
    let key = Key::ec("one");
    let issuer = Issuer::start(&[&key]).await;
    let mut own = settings(&issuer);
    let (server, _) = serving(own.clone()).await;
    for path in
        ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp"]
    {
        let answer = server.connect().await.ask(&Request::get(path)).await;
        let expected = json!({
            "resource": AUDIENCE,
            "resource_name": "DefectDojo",
            "authorization_servers": [issuer.url()],
            "bearer_methods_supported": ["header"],
            "scopes_supported": ["dojo:read", "dojo:write", "dojo:all"],
        });
        assert_eq!((answer.status, answer.json()), (200, expected), "{path}");
    }
    server.stop().await;

    // An audience that is no address leaves the one that the client used.
    own.audience = "dojo-mcp".into();
    own.role_claim = "groups".into();
    let (server, _) = serving(own).await;
    let path = "/.well-known/oauth-protected-resource/mcp";
    let request = Request::get(path).header("Host", "dojo.internal:8000");
    let answer = server.connect().await.ask(&request).await.json();
    assert_eq!(answer["resource"], "http://dojo.internal:8000/mcp");
    assert_eq!(answer["scopes_supported"], json!([]));
    server.stop().await;

    let server = Server::bound().await;
    assert_eq!(server.connect().await.ask(&Request::get(path)).await.status, 404);
    server.stop().await;
}

#[tokio::test]
async fn a_new_key_is_fetched_when_a_token_names_it() {
    let (old, new) = (Key::ec("old"), Key::ec("new"));
    let issuer = Issuer::start(&[&old]).await;
    let key_retry = Duration::ZERO;
    let (server, _) = serving(oauth::Settings { key_retry, ..settings(&issuer) }).await;
    assert_eq!(ask(&server, &old.sign(&claims(&issuer))).await.status, 200);
    issuer.rotate(&[&new]);
    assert_eq!(ask(&server, &new.sign(&claims(&issuer))).await.status, 200);
    // The old one is gone with its last verified token.
    let later = changed(&issuer, &json!({"jti": "2"}));
    assert_eq!(ask(&server, &old.sign(&later)).await.status, 401);
    server.stop().await;
}

/// Made-up key names must not turn this server into a hammer on the issuer.
#[tokio::test]
async fn unknown_keys_are_not_asked_for_again_and_again() {
    let key = Key::ec("one");
    let issuer = Issuer::start(&[&key]).await;
    let (server, _) = serving(settings(&issuer)).await;
    assert_eq!(ask(&server, &key.sign(&claims(&issuer))).await.status, 200);
    for _ in 0..5 {
        assert_eq!(ask(&server, &Key::ec("made-up").sign(&claims(&issuer))).await.status, 401);
    }
    assert_eq!(issuer.asked(), 1);
    server.stop().await;
}

#[tokio::test]
async fn while_the_issuer_is_away_known_keys_go_on() {
    let key = Key::ec("one");
    let issuer = Issuer::start(&[&key]).await;
    let oauth = oauth::Settings {
        key_lifetime: Duration::ZERO,
        key_retry: Duration::ZERO,
        ..settings(&issuer)
    };
    let (server, _) = serving(oauth).await;
    assert_eq!(ask(&server, &key.sign(&claims(&issuer))).await.status, 200);
    issuer.fail();
    for number in 0..3 {
        let token = key.sign(&changed(&issuer, &json!({"jti": number})));
        assert_eq!(ask(&server, &token).await.status, 200);
    }
    assert_eq!(ask(&server, &Key::ec("two").sign(&claims(&issuer))).await.status, 401);
    server.stop().await;
}

/// Keys that nobody has confirmed for long may have been taken back.
#[tokio::test]
async fn known_keys_are_not_used_for_ever() {
    let key = Key::ec("one");
    let issuer = Issuer::start(&[&key]).await;
    let oauth = oauth::Settings {
        key_lifetime: Duration::ZERO,
        key_grace: Duration::ZERO,
        key_retry: Duration::ZERO,
        ..settings(&issuer)
    };
    let (server, refusals) = serving(oauth).await;
    issuer.fail();
    assert_eq!(ask(&server, &key.sign(&claims(&issuer))).await.status, 503);
    assert_eq!(*refusals.lock().unwrap(), [Refusal::Unavailable]);
    server.stop().await;
}

/// Without a key nothing can be checked: nobody is let in, and nobody is called a liar for it.
#[tokio::test]
async fn without_any_key_nobody_is_let_in() {
    let key = Key::ec("one");
    let issuer = Issuer::start(&[&key]).await;
    issuer.fail();
    let key_retry = Duration::ZERO;
    let (server, refusals) = serving(oauth::Settings { key_retry, ..settings(&issuer) }).await;
    let answer = ask(&server, &key.sign(&claims(&issuer))).await;
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("30")));
    assert_eq!(*refusals.lock().unwrap(), [Refusal::Unavailable]);
    assert_eq!(ask(&server, "writer-token").await.status, 200);
    issuer.rotate(&[&key]);
    assert_eq!(ask(&server, &key.sign(&claims(&issuer))).await.status, 200);
    server.stop().await;
}

/// Metadata of another issuer, or keys from an insecure place, would be somebody else's word.
#[tokio::test]
async fn metadata_must_be_the_issuers_own() {
    let key = Key::ec("one");
    let issuer = Issuer::start(&[&key]).await;
    let keys = issuer.url() + "/keys";
    for (name, place) in [
        ("https://other.example", keys.as_str()),
        (&issuer.url(), "ftp://127.0.0.1/keys"),
        (&issuer.url(), "keys"),
    ] {
        issuer.claim_to_be(name, place);
        let (server, _) = serving(settings(&issuer)).await;
        assert_eq!(ask(&server, &key.sign(&claims(&issuer))).await.status, 503, "{name} {place}");
        server.stop().await;
    }
    assert_eq!(issuer.asked(), 0);
}
