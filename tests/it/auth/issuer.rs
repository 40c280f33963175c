//! An OAuth issuer on loopback, whose keys and tokens a test makes as it likes. Tokens are signed here by hand, so
//! that what checks them is not checked by itself.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use aws_lc_rs::{
    hmac,
    rand::SystemRandom,
    rsa::{self, KeySize},
    signature::{self, EcdsaKeyPair, KeyPair as _},
};
use axum::{
    Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse as _, Response},
    routing::get,
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinHandle};

pub(crate) struct Issuer {
    pub(crate) address: SocketAddr,
    state: Arc<Served>,
    task: JoinHandle<()>,
}

struct Served {
    /// `None` answers 500.
    keys: Mutex<Option<Value>>,
    metadata: Mutex<Value>,
    asked: AtomicUsize,
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Issuer {
    pub(crate) async fn start(keys: &[&Key]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let base = format!("http://{address}");
        let metadata = json!({"issuer": base, "jwks_uri": format!("{base}/keys")});
        let state = Arc::new(Served {
            keys: Mutex::new(Some(set(keys))),
            metadata: Mutex::new(metadata),
            asked: AtomicUsize::new(0),
        });
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(metadata_route))
            .route("/keys", get(keys_route))
            .with_state(state.clone());
        let task = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { address, state, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on these are its keys.
    pub(crate) fn rotate(&self, keys: &[&Key]) {
        *self.state.keys.lock().unwrap() = Some(set(keys));
    }

    pub(crate) fn fail(&self) {
        *self.state.keys.lock().unwrap() = None;
    }

    pub(crate) fn claim_to_be(&self, issuer: &str, jwks_uri: &str) {
        *self.state.metadata.lock().unwrap() = json!({"issuer": issuer, "jwks_uri": jwks_uri});
    }

    /// How often its keys were asked for.
    pub(crate) fn asked(&self) -> usize {
        self.state.asked.load(Relaxed)
    }
}

async fn metadata_route(State(state): State<Arc<Served>>) -> Response {
    state.metadata.lock().unwrap().to_string().into_response()
}

async fn keys_route(State(state): State<Arc<Served>>) -> Response {
    state.asked.fetch_add(1, Relaxed);
    match &*state.keys.lock().unwrap() {
        Some(keys) => keys.to_string().into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn set(keys: &[&Key]) -> Value {
    let odd = json!({"kty": "unheard-of", "kid": "odd"});
    let keys: Vec<_> = keys.iter().map(|key| key.public()).chain([odd]).collect();
    json!({ "keys": keys })
}

pub(crate) struct Key {
    pub(crate) id: &'static str,
    pair: Pair,
}

enum Pair {
    Rsa(rsa::KeyPair),
    Ec(EcdsaKeyPair),
}

impl Key {
    pub(crate) fn rsa(id: &'static str) -> Self {
        Self { id, pair: Pair::Rsa(rsa::KeyPair::generate(KeySize::Rsa2048).unwrap()) }
    }

    pub(crate) fn ec(id: &'static str) -> Self {
        let pair = EcdsaKeyPair::generate(&signature::ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        Self { id, pair: Pair::Ec(pair) }
    }

    pub(crate) fn public(&self) -> Value {
        match &self.pair {
            Pair::Rsa(pair) => {
                let modulus =
                    pair.public_key().modulus().big_endian_without_leading_zero().to_vec();
                let n = BASE64_URL_SAFE_NO_PAD.encode(modulus);
                json!({"kty": "RSA", "kid": self.id, "use": "sig", "alg": "RS256", "n": n, "e": "AQAB"})
            }
            Pair::Ec(pair) => {
                let point = pair.public_key().as_ref();
                let part = |from: usize| BASE64_URL_SAFE_NO_PAD.encode(&point[from..from + 32]);
                json!({"kty": "EC", "crv": "P-256", "kid": self.id, "x": part(1), "y": part(33)})
            }
        }
    }

    fn algorithm(&self) -> &'static str {
        match self.pair {
            Pair::Rsa(_) => "RS256",
            Pair::Ec(_) => "ES256",
        }
    }

    pub(crate) fn header(&self) -> Value {
        json!({"typ": "at+jwt", "alg": self.algorithm(), "kid": self.id})
    }

    pub(crate) fn sign(&self, claims: &Value) -> String {
        self.sign_as(&self.header(), claims)
    }

    /// Signs with this key whatever the header says.
    pub(crate) fn sign_as(&self, header: &Value, claims: &Value) -> String {
        let random = SystemRandom::new();
        token(header, claims, |message| match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&signature::RSA_PKCS1_SHA256, &random, message, &mut signature).unwrap();
                signature
            }
            Pair::Ec(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
        })
    }

    /// Signs as someone would who has the public key alone: as if it were a shared secret.
    pub(crate) fn confuse(&self, claims: &Value) -> Vec<String> {
        let header = json!({"typ": "JWT", "alg": "HS256", "kid": self.id});
        let public = self.public();
        let mut secrets = vec![public.to_string().into_bytes()];
        for part in ["n", "x"] {
            if let Some(text) = public[part].as_str() {
                secrets.push(text.as_bytes().to_vec());
                secrets.push(BASE64_URL_SAFE_NO_PAD.decode(text).unwrap());
            }
        }
        let sign = |secret: Vec<u8>| {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
            token(&header, claims, |message| hmac::sign(&key, message).as_ref().to_vec())
        };
        secrets.into_iter().map(sign).collect()
    }
}

pub(crate) fn unsigned(claims: &Value, algorithm: &str) -> String {
    token(&json!({"typ": "JWT", "alg": algorithm}), claims, |_| Vec::new())
}

fn token(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let encode = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", encode(header), encode(claims));
    let signature = BASE64_URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}
