//! The keys of the log: one seals, older ones still verify, and one signs checkpoints.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use aws_lc_rs::rand;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use secrecy::{ExposeSecret as _, SecretString};

use super::{
    chain::{Key, hex, unhex},
    note::{PublicKey, Signer},
};
use crate::platform;

/// Where the keys of a running log come from, and the one that seals.
#[derive(Debug)]
pub(super) struct KeySource {
    pub(super) keyring_file: Option<PathBuf>,
    pub(super) key: Option<SecretString>,
    pub(super) signing_key_file: Option<PathBuf>,
    /// Shared with whoever makes digests.
    pub(super) newest: Arc<RwLock<Key>>,
}

impl KeySource {
    /// Reads the keyring file again. `None` where its newest key is the one in use, or where there is none.
    pub(super) fn reload(&self) -> Result<Option<(Signer, Arc<Keyring>)>, KeyError> {
        let Some(file) = &self.keyring_file else { return Ok(None) };
        let Some(keyring) = Keyring::read(Some(file), self.key.as_ref())? else { return Ok(None) };
        let mut newest = self.newest.write().unwrap_or_else(PoisonError::into_inner);
        if newest.id() == keyring.newest().id() {
            return Ok(None);
        }
        let signer = signer(self.signing_key_file.as_deref(), &keyring)?;
        *newest = keyring.newest().clone();
        Ok(Some((signer, Arc::new(keyring))))
    }
}

/// Keys from the oldest to the newest, which seals.
#[derive(Clone, Debug)]
pub struct Keyring {
    older: Vec<Key>,
    newest: Key,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("{variable}={path} cannot be read: {cause}")]
    Unreadable { variable: &'static str, path: String, cause: io::Error },
    #[error("{path} cannot be written: {cause}")]
    Unwritable { path: String, cause: io::Error },
    #[error("AUDIT_HMAC_KEYRING_FILE={0} holds no key; add one with `audit keys rotate`")]
    NoKey(String),
    #[error(
        "AUDIT_SIGNING_KEY_FILE={0} holds no signing key; it takes 32 bytes in base64 or hex, as `openssl rand -base64 32` prints them"
    )]
    NotASigningKey(String),
    #[error("this system gives no random bytes")]
    NoRandomness,
}

impl Keyring {
    /// Reads the keyring file, one key a line, the newest last; `#` begins a comment. A key given beside it is
    /// older than all of them. `None` where neither is given.
    pub fn read(file: Option<&Path>, key: Option<&SecretString>) -> Result<Option<Self>, KeyError> {
        let mut keys: Vec<Key> =
            key.map(|key| Key::new(key.expose_secret().as_bytes())).into_iter().collect();
        if let Some(path) = file {
            let text = read_secret("AUDIT_HMAC_KEYRING_FILE", path)?;
            let before = keys.len();
            keys.extend(keys_in(text.expose_secret()).map(|line| Key::new(line.as_bytes())));
            if keys.len() == before {
                return Err(KeyError::NoKey(path.display().to_string()));
            }
        }
        Ok(keys.pop().map(|newest| Self { older: keys, newest }))
    }

    /// A key that nobody knows and that ends with the process.
    pub(super) fn ephemeral() -> Result<Self, KeyError> {
        Ok(Self { older: Vec::new(), newest: Key::new(&random()?) })
    }

    pub(super) fn newest(&self) -> &Key {
        &self.newest
    }

    /// The key that a line names. The Python server's lines name none: its only key was the first.
    pub(super) fn named(&self, kid: Option<&str>) -> Option<&Key> {
        match kid {
            Some(kid) => self.all().find(|key| key.id() == kid),
            None => self.all().last(),
        }
    }

    /// From the newest to the oldest.
    pub(super) fn all(&self) -> impl Iterator<Item = &Key> {
        [&self.newest].into_iter().chain(self.older.iter().rev())
    }

    /// The public keys of checkpoints signed with a derived key.
    pub(super) fn public_keys(&self) -> impl Iterator<Item = PublicKey> {
        self.all().filter_map(|key| Some(Signer::from_seed(&key.signing_seed())?.public_key()))
    }
}

/// Adds a new random key to a keyring file, making the file if need be, and returns the key's id. The server
/// seals with it from its next `SIGHUP` or start on.
pub fn rotate(path: &Path) -> Result<String, KeyError> {
    let unwritable = |cause| KeyError::Unwritable { path: path.display().to_string(), cause };
    let secret = hex(&random()?);
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    platform::owner_only(&mut options);
    let existing = if path.exists() { fs::read(path).map_err(unwritable)? } else { Vec::new() };
    let newline = if existing.last().is_none_or(|last| *last == b'\n') { "" } else { "\n" };
    let mut file = options.open(path).map_err(unwritable)?;
    io::Write::write_all(&mut file, format!("{newline}{secret}\n").as_bytes())
        .map_err(unwritable)?;
    file.sync_all().map_err(unwritable)?;
    Ok(Key::new(secret.as_bytes()).id().to_owned())
}

/// The key that signs checkpoints: the operator's, or one derived from the newest chain key.
pub(super) fn signer(file: Option<&Path>, keyring: &Keyring) -> Result<Signer, KeyError> {
    let Some(path) = file else {
        return Signer::from_seed(&keyring.newest.signing_seed()).ok_or(KeyError::NoRandomness);
    };
    let text = read_secret("AUDIT_SIGNING_KEY_FILE", path)?;
    let text = text.expose_secret().trim();
    unhex::<32>(text)
        .or_else(|| BASE64.decode(text).ok()?.try_into().ok())
        .and_then(|seed| Signer::from_seed(&seed))
        .ok_or_else(|| KeyError::NotASigningKey(path.display().to_string()))
}

fn keys_in(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn read_secret(variable: &'static str, path: &Path) -> Result<SecretString, KeyError> {
    fs::read_to_string(path).map(SecretString::from).map_err(|cause| KeyError::Unreadable {
        variable,
        path: path.display().to_string(),
        cause,
    })
}

fn random() -> Result<[u8; 32], KeyError> {
    let mut secret = [0; 32];
    rand::fill(&mut secret).map_err(|_| KeyError::NoRandomness)?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_seals_and_every_key_verifies() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("keys");
        fs::write(&path, "# made by hand\nfirst\n\n  second  ").unwrap();
        let old = SecretString::from("old");
        let third = rotate(&path).unwrap();
        let keyring = Keyring::read(Some(&path), Some(&old)).unwrap().unwrap();
        let ids: Vec<_> = keyring.all().map(Key::id).collect();
        let id = |secret: &str| Key::new(secret.as_bytes()).id().to_owned();
        assert_eq!(ids, [third, id("second"), id("first"), id("old")]);
        assert_eq!(keyring.named(None).unwrap().id(), id("old"));
        assert_eq!(keyring.named(Some(&id("second"))).unwrap().id(), id("second"));
        assert!(keyring.named(Some("00000000")).is_none());
    }

    #[test]
    fn errors_name_the_variable() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("keys");
        let error = Keyring::read(Some(&path), None).unwrap_err().to_string();
        assert!(error.starts_with("AUDIT_HMAC_KEYRING_FILE="), "{error}");
        fs::write(&path, "# nothing\n").unwrap();
        let error = Keyring::read(Some(&path), None).unwrap_err().to_string();
        assert!(error.contains("holds no key"), "{error}");
        let keyring = Keyring::ephemeral().unwrap();
        let error = signer(Some(&path), &keyring).unwrap_err().to_string();
        assert!(error.starts_with("AUDIT_SIGNING_KEY_FILE="), "{error}");
    }

    #[test]
    fn a_signing_key_is_read_in_hex_and_base64() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        let keyring = Keyring::ephemeral().unwrap();
        let expected = Signer::from_seed(&[9; 32]).unwrap().public_key();
        for text in [hex(&[9; 32]), BASE64.encode([9; 32]) + "\n"] {
            fs::write(&path, text).unwrap();
            assert_eq!(signer(Some(&path), &keyring).unwrap().public_key(), expected);
        }
    }
}
