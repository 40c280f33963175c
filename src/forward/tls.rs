//! TLS to a destination, and what a failed handshake means in words with the way out.

use std::{
    error::Error,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject as _};
use tokio_rustls::rustls::{
    self, AlertDescription, CertificateError, ClientConfig, RootCertStore, client::Resumption,
    crypto::aws_lc_rs,
};

use super::Verdict;

/// Why TLS cannot be set up. The text names the variable.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("{variable}={} cannot be read as PEM: {source}", path.display())]
    Read { variable: &'static str, path: PathBuf, source: pem::Error },
    #[error("{variable}={} holds no certificate", path.display())]
    Empty { variable: &'static str, path: PathBuf },
    #[error("AUDIT_LOG_SYSLOG_CERT and AUDIT_LOG_SYSLOG_KEY cannot be used together: {0}")]
    Unusable(rustls::Error),
    #[error("AUDIT_LOG_SYSLOG_CERT needs AUDIT_LOG_SYSLOG_KEY beside it, and the other way round")]
    Half,
    #[error(
        "this system has no certificate authorities that can be read; name some with AUDIT_LOG_SYSLOG_CA"
    )]
    NoAuthorities,
}

/// Files in PEM form.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Authorities that are trusted instead of the system's.
    pub ca: Option<PathBuf>,
    /// Our own certificate, followed by its intermediates, and its key.
    pub cert: Option<PathBuf>,
    pub key: Option<PathBuf>,
}

pub(super) fn client(files: &Files) -> Result<Arc<ClientConfig>, TlsError> {
    let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(TlsError::Unusable)?
        .with_root_certificates(authorities(files.ca.as_deref())?);
    let mut config = match (&files.cert, &files.key) {
        (None, None) => builder.with_no_client_auth(),
        (Some(cert), Some(path)) => {
            let variable = "AUDIT_LOG_SYSLOG_KEY";
            let key = PrivateKeyDer::from_pem_file(path).map_err(|source| TlsError::Read {
                variable,
                path: path.clone(),
                source,
            })?;
            let chain = certificates("AUDIT_LOG_SYSLOG_CERT", cert)?;
            builder.with_client_auth_cert(chain, key).map_err(TlsError::Unusable)?
        }
        _ => return Err(TlsError::Half),
    };
    // OpenSSL's servers refuse to resume a session with a client certificate unless they were told a context for it,
    // which rsyslog does not do.
    config.resumption = Resumption::disabled();
    Ok(Arc::new(config))
}

fn authorities(ca: Option<&Path>) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    let Some(path) = ca else {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        return if roots.is_empty() { Err(TlsError::NoAuthorities) } else { Ok(roots) };
    };
    let variable = "AUDIT_LOG_SYSLOG_CA";
    roots.add_parsable_certificates(certificates(variable, path)?);
    if roots.is_empty() {
        return Err(TlsError::Empty { variable, path: path.to_owned() });
    }
    Ok(roots)
}

fn certificates(
    variable: &'static str,
    path: &Path,
) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let certificates: Vec<_> = CertificateDer::pem_file_iter(path)
        .and_then(Iterator::collect)
        .map_err(|source| TlsError::Read { variable, path: path.to_owned(), source })?;
    if certificates.is_empty() {
        return Err(TlsError::Empty { variable, path: path.to_owned() });
    }
    Ok(certificates)
}

/// What a failed connection means. `ca` is the variable that names authorities.
pub(super) fn explain(error: &(dyn Error + 'static), ca: &str) -> Verdict {
    let mut causes = vec![error];
    while let Some(cause) = causes.last().and_then(|last| inner(*last)) {
        causes.push(cause);
    }
    if let Some(error) = causes.iter().find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return handshake(error, ca);
    }
    let io = causes.iter().rev().find_map(|cause| cause.downcast_ref::<io::Error>());
    Verdict::retry(match io.map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => "the connection was refused".to_owned(),
        Some(
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof,
        ) => "the connection was closed before everything was taken".to_owned(),
        Some(io::ErrorKind::TimedOut) => "there was no answer in time".to_owned(),
        Some(io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable) => {
            "there is no route to the host".to_owned()
        }
        _ => {
            let cause = causes.last().map(ToString::to_string).unwrap_or_default();
            if cause.contains("lookup address") || cause.contains("dns") {
                format!("its host name cannot be resolved ({cause})")
            } else {
                format!("the connection failed: {cause}")
            }
        }
    })
}

/// The cause of an error; an I/O error keeps its own inside.
fn inner<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
    match wrapped {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

fn handshake(error: &rustls::Error, ca: &str) -> Verdict {
    use CertificateError as Bad;
    match error {
        rustls::Error::InvalidCertificate(bad) => match bad {
            Bad::Expired | Bad::ExpiredContext { .. } => Verdict::refused(
                "its certificate has expired",
                "renew the certificate of the destination, or set this machine's clock if that is wrong",
            ),
            Bad::NotValidYet | Bad::NotValidYetContext { .. } => Verdict::refused(
                "its certificate is not valid yet",
                "check the clocks of this machine and of the destination",
            ),
            // Of an authority by the same name as one that is trusted.
            Bad::UnknownIssuer | Bad::BadSignature => Verdict::refused(
                "its certificate is signed by an authority that is not trusted",
                format!("name that authority's PEM file with {ca}"),
            ),
            Bad::NotValidForName | Bad::NotValidForNameContext { .. } => Verdict::refused(
                format!("its certificate is for another name ({bad})"),
                "use a name that the certificate holds, or renew the certificate",
            ),
            other if format!("{other:?}").contains("CaUsedAsEndEntity") => Verdict::refused(
                "its certificate is that of an authority, or signed by itself",
                format!("have an authority sign another for it, and name that authority with {ca}"),
            ),
            other => Verdict::refused(
                format!("its certificate cannot be accepted ({other})"),
                "renew the certificate of the destination",
            ),
        },
        rustls::Error::AlertReceived(
            alert @ (AlertDescription::CertificateRequired
            | AlertDescription::BadCertificate
            | AlertDescription::CertificateUnknown
            | AlertDescription::CertificateExpired
            | AlertDescription::CertificateRevoked
            | AlertDescription::UnknownCA
            | AlertDescription::AccessDenied
            | AlertDescription::HandshakeFailure),
        ) => Verdict::refused(
            format!("it does not accept our side of the handshake ({alert:?})"),
            "give a client certificate that it trusts: AUDIT_LOG_SYSLOG_CERT and AUDIT_LOG_SYSLOG_KEY, or cert and key in AUDIT_SINKS",
        ),
        rustls::Error::InvalidMessage(kind) => Verdict::refused(
            format!("it does not speak TLS at this port ({kind:?})"),
            "check transport and port of the destination",
        ),
        other => Verdict::retry(format!("the TLS handshake failed: {other}")),
    }
}
