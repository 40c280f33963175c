//! A DefectDojo that takes reports of any size and says what came of each.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Multipart, State},
    http::StatusCode,
    routing::post,
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// What arrived in one import.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Arrived {
    pub(super) fields: Vec<(String, String)>,
    pub(super) name: String,
    pub(super) length: u64,
    pub(super) sha256: String,
}

#[derive(Clone, Default)]
struct Taken(Arc<Mutex<Vec<Arrived>>>);

pub(super) struct Receiver {
    pub(super) url: String,
    taken: Taken,
}

impl Receiver {
    pub(super) async fn start() -> Self {
        let taken = Taken::default();
        let routes = Router::new()
            .route("/api/v2/import-scan/", post(take))
            .route("/api/v2/reimport-scan/", post(take))
            .layer(DefaultBodyLimit::disable())
            .with_state(taken.clone());
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { url, taken }
    }

    /// The imports that were complete.
    pub(super) fn arrived(&self) -> Vec<Arrived> {
        self.taken.0.lock().unwrap().clone()
    }
}

async fn take(
    State(taken): State<Taken>,
    mut form: Multipart,
) -> Result<(StatusCode, Json<Value>), StatusCode> {
    let mut arrived = Arrived::default();
    let broken = |_| StatusCode::BAD_REQUEST;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap().to_owned();
        if name != "file" {
            arrived.fields.push((name, field.text().await.map_err(broken)?));
            continue;
        }
        field.file_name().unwrap().clone_into(&mut arrived.name);
        let mut hash = Sha256::new();
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            hash.update(&piece);
            arrived.length += piece.len() as u64;
        }
        arrived.sha256 = hex(&hash.finalize());
    }
    taken.0.lock().unwrap().push(arrived);
    let answer =
        json!({"test": 1, "test_id": 1, "engagement_id": 1, "product_id": 1, "scan_type": "SARIF"});
    Ok((StatusCode::CREATED, Json(answer)))
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

/// The digest that a report arrives with.
pub(super) fn digest_of(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
