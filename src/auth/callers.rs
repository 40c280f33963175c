//! The tokens that are known, and their callers.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{PoisonError, RwLock},
};

use jiff::Timestamp;

use super::{Binding, Error, Refusal, TokenHash, roles};
use crate::access::Principal;

/// What a token gives, and until when.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Grant {
    pub(super) principal: Principal,
    pub(super) expires: Option<Timestamp>,
}

/// The bindings of the environment and those of the roles file, which may change while the server runs.
///
/// The table is keyed by SHA-256: which bucket or byte a wrong token misses by says nothing about a right one, so
/// the time of a look-up leaks nothing.
#[derive(Debug)]
pub(super) struct Callers {
    bindings: Vec<Binding>,
    file: Option<PathBuf>,
    known: RwLock<HashMap<TokenHash, Grant>>,
}

impl Callers {
    pub(super) fn new(bindings: Vec<Binding>, file: Option<PathBuf>) -> Result<Self, Error> {
        let callers = Self { bindings, file, known: RwLock::default() };
        *callers.known.write().unwrap_or_else(PoisonError::into_inner) = callers.read()?;
        Ok(callers)
    }

    /// Reads the roles file again. One that cannot be used changes nothing.
    pub(super) fn reload(&self) {
        match self.read() {
            Ok(known) => {
                tracing::info!(tokens = known.len(), "the roles file was reloaded");
                *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
            }
            Err(error) => {
                tracing::error!(
                    "the roles file changed and is not used: {error}; its last state holds"
                );
            }
        }
    }

    pub(super) fn find(&self, token: &str, now: Timestamp) -> Result<Principal, Refusal> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let grant = known.get(&TokenHash::of(token)).ok_or(Refusal::Unknown)?;
        if grant.expires.is_some_and(|expires| expires <= now) {
            return Err(Refusal::Expired);
        }
        Ok(grant.principal.clone())
    }

    fn read(&self) -> Result<HashMap<TokenHash, Grant>, Error> {
        let bound = self.bindings.iter().map(|Binding { name, token, role }| {
            (*token, Grant { principal: Principal::new(name.as_str(), *role), expires: None })
        });
        let filed = match &self.file {
            Some(path) => {
                roles::read(path).map_err(|source| Error::Roles { path: path.clone(), source })?
            }
            None => Vec::new(),
        };
        let mut known: HashMap<TokenHash, Grant> = HashMap::new();
        for (token, grant) in bound.chain(filed) {
            let second = grant.principal.name.clone();
            if let Some(first) = known.insert(token, grant) {
                let first = first.principal.name.to_string();
                return Err(Error::SharedToken { first, second: second.to_string() });
            }
        }
        Ok(known)
    }
}
