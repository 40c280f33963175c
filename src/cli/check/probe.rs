//! One question to DefectDojo, and what came back told apart as far as it can be.

use std::{error::Error as _, fs, io, time::Duration};

use reqwest::{Client, Response, header, redirect};
use secrecy::{ExposeSecret as _, SecretString};
use tokio_rustls::rustls::{self, CertificateError};
use url::Url;

use super::answer::{Answer, Trouble};
use crate::config::settings::Dojo;

/// Asks as the server itself asks: the same trust, no redirects followed.
pub(super) struct Probe {
    client: Client,
    base: Url,
    timeout: Duration,
}

impl Probe {
    /// `direct` goes past the proxies that the environment names.
    pub(super) fn new(dojo: &Dojo, timeout: Duration, direct: bool) -> Result<Self, Trouble> {
        let mut builder = Client::builder()
            .user_agent(concat!("mcp-defectdojo/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .timeout(timeout);
        if direct {
            builder = builder.no_proxy();
        }
        if let Some(path) = &dojo.ca {
            let unusable = |why: String| Trouble::UnusableCa { path: path.clone(), why };
            let pem = fs::read(path).map_err(|error| unusable(error.to_string()))?;
            let trusted = reqwest::Certificate::from_pem_bundle(&pem)
                .ok()
                .filter(|certificates| !certificates.is_empty())
                .ok_or_else(|| unusable("it holds no certificate in PEM form".to_owned()))?;
            builder = builder.tls_certs_merge(trusted);
        }
        let client = builder.build().map_err(|error| Trouble::Tls(chain(&error)))?;
        Ok(Self { client, base: dojo.url.clone(), timeout })
    }

    /// The answer to a GET of a path below the base URL, at most `most` bytes of it.
    pub(super) async fn ask(
        &self,
        path: &str,
        key: Option<&SecretString>,
        most: usize,
    ) -> Result<Answer, Trouble> {
        let url = self.base.join(path).map_err(|_| Trouble::NotFound)?;
        let mut request = self.client.get(url).header(header::ACCEPT, "application/json");
        if let Some(key) = key {
            request =
                request.header(header::AUTHORIZATION, format!("Token {}", key.expose_secret()));
        }
        let response = request.send().await.map_err(|error| self.trouble(&error))?;
        self.read(response, most).await
    }

    async fn read(&self, mut response: Response, most: usize) -> Result<Answer, Trouble> {
        let mut body = Vec::new();
        while body.len() < most {
            match response.chunk().await {
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) => return Err(self.trouble(&error)),
            }
        }
        Ok(Answer { status: response.status(), headers: response.headers().clone(), body })
    }

    /// Why there is no answer at all. Types are looked at where libraries have them, and their words only where not.
    fn trouble(&self, error: &reqwest::Error) -> Trouble {
        let mut cause = error.source();
        while let Some(inner) = cause {
            if let Some(trouble) = inner.downcast_ref::<io::Error>().and_then(of_io) {
                return trouble;
            }
            match inner.downcast_ref::<hyper::Error>() {
                Some(http) if http.is_parse() => return Trouble::NotHttp,
                Some(http) if http.is_incomplete_message() => return Trouble::Closed,
                _ => {}
            }
            let words = inner.to_string();
            if words.contains("dns error") {
                return Trouble::UnknownHost;
            }
            if words.contains("proxy authorization required") {
                return Trouble::ProxyPassword;
            }
            cause = inner.source();
        }
        if error.is_timeout() {
            return Trouble::TimedOut { seconds: self.timeout.as_secs() };
        }
        Trouble::Broken(chain(error))
    }
}

fn of_io(error: &io::Error) -> Option<Trouble> {
    // What an error of this kind wraps is not its source, and layers wrap each other's.
    if let Some(inner) = error.get_ref() {
        if let Some(tls) = inner.downcast_ref() {
            return Some(of_tls(tls));
        }
        if let Some(trouble) = inner.downcast_ref::<io::Error>().and_then(of_io) {
            return Some(trouble);
        }
    }
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(Trouble::Refused),
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            Some(Trouble::NoRoute)
        }
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => Some(Trouble::Closed),
        _ => None,
    }
}

fn of_tls(error: &rustls::Error) -> Trouble {
    match error {
        rustls::Error::InvalidCertificate(why) => match why {
            CertificateError::UnknownIssuer
            | CertificateError::BadSignature
            | CertificateError::ApplicationVerificationFailure => Trouble::UnknownAuthority,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Trouble::WrongName
            }
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Trouble::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Trouble::NotValidYet
            }
            // The type behind it is private to the verifier.
            other if other.to_string().contains("CaUsedAsEndEntity") => Trouble::AuthorityAsServer,
            other => Trouble::Tls(other.to_string()),
        },
        rustls::Error::InvalidMessage(_) => Trouble::NotTls,
        other => Trouble::Tls(other.to_string()),
    }
}

/// An error with its causes. The URL in it holds no secret: configuration refuses credentials there.
fn chain(error: &reqwest::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        words = format!("{words}: {inner}");
        cause = inner.source();
    }
    words
}
