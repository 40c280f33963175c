//! This server as OAuth clients see it: the challenge that refuses them, and the metadata that it points to.

use http::{
    HeaderValue, Request, StatusCode,
    header::{HOST, WWW_AUTHENTICATE},
    uri::Authority,
};
use serde_json::json;
use url::Url;

use super::reply::{INVALID_REQUEST, Reply, json_reply, refuse, refuse_for_now};
use crate::auth::{Denied, Refusal, oauth};

/// Where metadata is (RFC 9728 section 3); the resource's own path may follow.
pub(super) const PATH: &str = "/.well-known/oauth-protected-resource";

pub(super) struct Resource<'a> {
    issuer: &'a oauth::Settings,
    /// The address of the server, without a path.
    base: String,
}

impl<'a> Resource<'a> {
    /// The audience, where it is an address, is what the operator and the issuer call this server; otherwise it is
    /// what the client called.
    pub(super) fn of<B>(issuer: &'a oauth::Settings, request: &Request<B>, is_tls: bool) -> Self {
        let audience = Url::parse(&issuer.audience).ok();
        let base = audience.filter(Url::has_host).map_or_else(
            || {
                let named = request.headers().get(HOST).and_then(|host| host.to_str().ok());
                let named = named.and_then(|host| host.parse::<Authority>().ok());
                let scheme = if is_tls { "https" } else { "http" };
                format!("{scheme}://{}", named.as_ref().map_or("localhost", Authority::as_str))
            },
            |url| url.origin().ascii_serialization(),
        );
        Self { issuer, base }
    }

    pub(super) fn metadata(&self) -> Reply {
        let is_address = Url::parse(&self.issuer.audience).is_ok_and(|url| url.has_host());
        let resource =
            if is_address { self.issuer.audience.clone() } else { format!("{}/mcp", self.base) };
        json_reply(
            StatusCode::OK,
            &json!({
                "resource": resource,
                "resource_name": "DefectDojo",
                "authorization_servers": [self.issuer.issuer.as_str().trim_end_matches('/')],
                "bearer_methods_supported": ["header"],
                "scopes_supported": self.scopes(),
            }),
        )
    }

    /// The scopes that give a role, the least first, where roles are given by scope.
    fn scopes(&self) -> Vec<&str> {
        if !["scope", "scp"].contains(&self.issuer.role_claim.as_str()) {
            return Vec::new();
        }
        let mut scopes: Vec<_> = self.issuer.role_map.iter().collect();
        scopes.sort_by_key(|(_, role)| *role);
        scopes.into_iter().map(|(scope, _)| scope.as_str()).collect()
    }
}

/// The answer to a caller that was not let in: a challenge (RFC 6750 section 3), with the reason where a token was
/// shown, and where tokens come from.
pub(super) fn unauthorized(
    Denied { refusal, wait }: Denied,
    resource: Option<&Resource<'_>>,
) -> Reply {
    if let Some(wait) = wait {
        let message = "too many failed logins from this address";
        return refuse_for_now(StatusCode::TOO_MANY_REQUESTS, message, wait.as_secs() + 1);
    }
    let (status, code) = match refusal {
        Refusal::Missing => (StatusCode::UNAUTHORIZED, None),
        Refusal::Malformed => (StatusCode::BAD_REQUEST, Some("invalid_request")),
        Refusal::NoRole | Refusal::NoProducts => {
            (StatusCode::FORBIDDEN, Some("insufficient_scope"))
        }
        Refusal::Unavailable => {
            let message = refusal.to_string();
            return refuse_for_now(StatusCode::SERVICE_UNAVAILABLE, &message, 30);
        }
        Refusal::Unknown
        | Refusal::Expired
        | Refusal::NotYetValid
        | Refusal::WrongAudience
        | Refusal::WrongIssuer => (StatusCode::UNAUTHORIZED, Some("invalid_token")),
    };
    let mut parameters = Vec::new();
    if let Some(code) = code {
        parameters.push(format!("error=\"{code}\""));
        if code == "invalid_token" && refusal != Refusal::Unknown {
            parameters.push(format!("error_description=\"{refusal}\""));
        }
    }
    if let Some(resource) = resource {
        parameters.push(format!("resource_metadata=\"{}{PATH}/mcp\"", resource.base));
        if let Some(scope) = resource.scopes().first() {
            parameters.push(format!("scope=\"{scope}\""));
        }
    }
    let challenge = format!("Bearer {}", parameters.join(", "));
    let mut reply = refuse(status, INVALID_REQUEST, &refusal.to_string());
    // What a client wrote into Host may not be fit for a header.
    let challenge = HeaderValue::from_str(challenge.trim_end())
        .unwrap_or_else(|_| HeaderValue::from_static("Bearer"));
    reply.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    reply
}
