//! From an HTTP request to a handler and back: redirects, authentication, bodies and methods.

use std::sync::{Arc, PoisonError, RwLock};

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Multipart};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::answer::{Answer, Outcome};
use super::auth;
use super::call::{Call, Form, Payload, Query, Upload, decode_form, unsupported};
use super::page;
use super::route::Route;
use super::routes::{ANONYMOUS, ROUTES};
use super::store::State;

/// DefectDojo's `SCAN_FILE_MAX_SIZE`: 100 MB. Bytes after it are counted and hashed, not kept.
pub(super) const REPORT_LIMIT: u64 = 100 * 1024 * 1024;

const PREFIX: &str = "/api/v2/";

pub(super) type Shared = Arc<RwLock<State>>;

pub(super) async fn serve(shared: Shared, request: Request<Body>) -> Response {
    let path = request.uri().path().to_owned();
    if path == "/" {
        return Answer::page(StatusCode::OK, page::FRONT).into_response(None);
    }
    let release = shared.read().unwrap_or_else(PoisonError::into_inner).release;
    let missing = path.strip_prefix(PREFIX).is_some_and(|path| release.lacks(path));
    let Some((route, parts)) = find(&path).filter(|_| !missing) else {
        let redirect = !path.ends_with('/') && find(&format!("{path}/")).is_some();
        return if redirect {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            Answer::moved(format!("{path}/{query}")).into_response(None)
        } else {
            Answer::page(StatusCode::NOT_FOUND, page::NOT_FOUND).into_response(None)
        };
    };
    let allow = route.allow();
    let outcome = answer(&shared, route, parts, path, request).await;
    let mut answer = outcome.unwrap_or_else(|refusal| refusal);
    if route.deprecated {
        answer = answer
            .header("x-deprecated", "True")
            .header("x-end-of-life-date", "2026-11-01T00:00:00");
    }
    answer.into_response(Some(&allow))
}

fn find(path: &str) -> Option<(&'static Route, Vec<String>)> {
    let rest = path.strip_prefix(PREFIX)?;
    let rest = if rest.is_empty() { rest } else { rest.strip_suffix('/')? };
    ROUTES.iter().find_map(|route| route.matches(rest).map(|parts| (route, parts)))
}

async fn answer(
    shared: &Shared,
    route: &Route,
    parts: Vec<String>,
    path: String,
    request: Request<Body>,
) -> Outcome {
    let headers = request.headers();
    if !accepts_json(headers) {
        return Err(Answer::detail(
            StatusCode::NOT_ACCEPTABLE,
            "Could not satisfy the request Accept header.",
        ));
    }
    let user = {
        let state = shared.read().unwrap_or_else(PoisonError::into_inner);
        match auth::authenticate(&state, headers) {
            Ok(user) => user,
            Err(_) if ANONYMOUS.contains(&route.path) => {
                state.users.first().cloned().ok_or_else(Answer::forbidden)?
            }
            Err(refusal) => return Err(refusal),
        }
    };
    let method = request.method().clone();
    if method == Method::OPTIONS {
        return Ok(Answer::ok(json!({
            "name": route.name,
            "description": "",
            "renders": ["application/json"],
            "parses": [
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
            ],
        })));
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let call = Call {
        user,
        origin: format!("http://{}", host.unwrap_or("localhost")),
        path,
        query: Query::parse(request.uri().query().unwrap_or_default()),
        payload: read_payload(&method, request).await?,
        parts,
    };
    if let Some(check) = route.before {
        check(&shared.read().unwrap_or_else(PoisonError::into_inner), &call)?;
    }
    if method == Method::POST
        && let Some(check) = route.before_post
    {
        check(&shared.read().unwrap_or_else(PoisonError::into_inner), &call)?;
    }
    let write = match method {
        Method::GET | Method::HEAD => {
            if let Some(read) = route.get {
                return read(&shared.read().unwrap_or_else(PoisonError::into_inner), &call);
            }
            None
        }
        Method::POST => route.post,
        Method::PUT => route.put,
        Method::PATCH => route.patch,
        Method::DELETE => route.delete,
        _ => None,
    };
    match write {
        Some(write) => write(&mut shared.write().unwrap_or_else(PoisonError::into_inner), &call),
        None => Err(Answer::detail(
            StatusCode::METHOD_NOT_ALLOWED,
            format!("Method \"{method}\" not allowed."),
        )),
    }
}

fn accepts_json(headers: &HeaderMap) -> bool {
    let Some(accept) = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()) else {
        return true;
    };
    accept.split(',').any(|item| {
        let kind = item.split(';').next().unwrap_or_default().trim();
        matches!(kind, "*/*" | "application/*" | "application/json" | "")
    })
}

async fn read_payload(method: &Method, request: Request<Body>) -> Result<Payload, Answer> {
    if matches!(*method, Method::GET | Method::HEAD | Method::DELETE) {
        return Ok(Payload::Nothing);
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default().to_owned();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_lowercase();
    if essence == "multipart/form-data" {
        return read_multipart(request).await.map(Payload::Form);
    }
    let broken = |_| Answer::detail(StatusCode::BAD_REQUEST, "Request body could not be read.");
    let bytes = to_bytes(request.into_body(), usize::MAX).await.map_err(broken)?;
    if bytes.is_empty() {
        return Ok(Payload::Nothing);
    }
    match essence.as_str() {
        "application/json" => serde_json::from_slice(&bytes).map(Payload::Json).map_err(|_| {
            Answer::json(
                StatusCode::BAD_REQUEST,
                json!({"message": "JSON request content is malformed"}),
            )
        }),
        "application/x-www-form-urlencoded" => Ok(Payload::Form(Form {
            fields: decode_form(&String::from_utf8_lossy(&bytes)),
            ..Form::default()
        })),
        _ => Err(unsupported(if kind.is_empty() { "" } else { &kind })),
    }
}

async fn read_multipart(request: Request<Body>) -> Result<Form, Answer> {
    let broken = |error: &dyn std::fmt::Display| {
        Answer::detail(StatusCode::BAD_REQUEST, format!("Multipart form parse error - {error}"))
    };
    let mut parts = Multipart::from_request(request, &()).await.map_err(|error| broken(&error))?;
    let mut form = Form { multipart: true, ..Form::default() };
    while let Some(mut part) = parts.next_field().await.map_err(|error| broken(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        let Some(file) = part.file_name().map(str::to_owned) else {
            let text = part.bytes().await.map_err(|error| broken(&error))?;
            form.fields.push((name, String::from_utf8_lossy(&text).into_owned()));
            continue;
        };
        let mut bytes = Vec::new();
        let mut hash = Sha256::new();
        let mut length = 0_u64;
        while let Some(chunk) = part.chunk().await.map_err(|error| broken(&error))? {
            hash.update(&chunk);
            length += chunk.len() as u64;
            if length <= REPORT_LIMIT {
                bytes.extend_from_slice(&chunk);
            }
        }
        // DefectDojo looks at the member `file` alone; a file under another name is no report.
        if name == "file" {
            form.file = Some(Upload {
                name: file,
                bytes: Arc::new(bytes),
                sha256: hex(&hash.finalize()),
                length,
            });
        }
    }
    Ok(form)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|nibble| char::from_digit(u32::from(nibble), 16))
        .collect()
}
