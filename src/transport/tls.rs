//! Native TLS, with client certificates where an authority for them is given.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject as _};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, RootCertStore, ServerConfig,
        crypto::aws_lc_rs,
        server::{VerifierBuilderError, WebPkiClientVerifier},
    },
};
use tokio_util::sync::CancellationToken;

use crate::auth::Watch;

const CERT: &str = "MCP_TLS_CERT";
const KEY: &str = "MCP_TLS_KEY";
const CLIENT_CA: &str = "MCP_TLS_CLIENT_CA";

/// Files in PEM form. They are read again when they change.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The server's certificate, followed by its intermediates.
    pub cert: PathBuf,
    pub key: PathBuf,
    /// Authorities of client certificates. With it, a client without a certificate of theirs is refused before
    /// anything is read from it.
    pub client_ca: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("read {variable}={path}: {source}")]
    Read { variable: &'static str, path: PathBuf, source: pem::Error },
    #[error("find a certificate in {variable}={path}")]
    Empty { variable: &'static str, path: PathBuf },
    #[error("use the certificate of {CERT} with the key of {KEY}: {0}")]
    Unusable(#[from] rustls::Error),
    #[error("use an authority of {CLIENT_CA}: {0}")]
    Authority(#[source] rustls::Error),
    #[error("use the authorities of {CLIENT_CA}: {0}")]
    Authorities(#[from] VerifierBuilderError),
}

/// What connections are set up with at the moment.
pub(super) struct Tls {
    settings: Settings,
    files: Watch,
    current: RwLock<Arc<ServerConfig>>,
}

impl Tls {
    pub(super) fn load(settings: Settings) -> Result<Self, Error> {
        let Settings { cert, key, client_ca } = &settings;
        let files = Watch::new([cert, key].into_iter().chain(client_ca).cloned().collect());
        let current = RwLock::new(read(&settings)?);
        Ok(Self { settings, files, current })
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone().into()
    }

    /// Renews the certificate whenever its files change, until `stop` is cancelled.
    pub(super) async fn follow(self: Arc<Self>, every: Duration, stop: CancellationToken) {
        self.files.clone().run(every, stop, || self.reload()).await;
    }

    /// Reads the files again. What cannot be used, as between the two halves of a renewal, changes nothing.
    fn reload(&self) {
        match read(&self.settings) {
            Ok(config) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = config;
                tracing::info!("the TLS certificate was reloaded");
            }
            Err(error) => {
                tracing::warn!("failed to {error}; the TLS certificate in use stays");
            }
        }
    }
}

fn read(settings: &Settings) -> Result<Arc<ServerConfig>, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()?;
    let builder = match &settings.client_ca {
        None => builder.with_no_client_auth(),
        Some(path) => {
            let mut roots = RootCertStore::empty();
            for authority in certificates(CLIENT_CA, path)? {
                roots.add(authority).map_err(Error::Authority)?;
            }
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build()?;
            builder.with_client_cert_verifier(verifier)
        }
    };
    let key = PrivateKeyDer::from_pem_file(&settings.key).map_err(|source| Error::Read {
        variable: KEY,
        path: settings.key.clone(),
        source,
    })?;
    let mut config = builder.with_single_cert(certificates(CERT, &settings.cert)?, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn certificates(
    variable: &'static str,
    path: &Path,
) -> Result<Vec<CertificateDer<'static>>, Error> {
    let failed = |source| Error::Read { variable, path: path.to_owned(), source };
    let certificates: Vec<_> =
        CertificateDer::pem_file_iter(path).and_then(Iterator::collect).map_err(failed)?;
    if certificates.is_empty() {
        return Err(Error::Empty { variable, path: path.to_owned() });
    }
    Ok(certificates)
}
