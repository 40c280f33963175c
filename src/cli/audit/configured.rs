//! What the server's own settings say of the log, for what a command line leaves out.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use secrecy::SecretString;

use crate::{
    config::{Config, Environment, Report, Sources},
    forward::Target,
};

/// What the server's settings say of the log, if they can be read.
#[derive(Default)]
pub(super) struct Configured {
    pub(super) file: Option<PathBuf>,
    pub(super) key: Option<SecretString>,
    pub(super) keyring: Option<PathBuf>,
    pub(super) targets: Vec<Target>,
}

impl Configured {
    pub(super) fn read(
        config_file: Option<PathBuf>,
        environment: Environment,
    ) -> Result<Self, Report> {
        // The DefectDojo that the server works on does not matter here.
        let directory = PathBuf::from(".");
        let rest = Sources { demo: true, ..Sources::default() };
        let config = Config::load(Sources { environment, config_file, directory, ..rest })?;
        Ok(Self {
            file: config.audit_file(),
            targets: config.forward.targets,
            key: config.audit.key,
            keyring: config.audit.keyring_file,
        })
    }

    pub(super) fn paths(&self, given: Vec<PathBuf>) -> Result<Vec<PathBuf>> {
        if !given.is_empty() {
            return Ok(given);
        }
        match &self.file {
            Some(file) => Ok(vec![directory_of(file)]),
            None => {
                bail!("no log is named, and AUDIT_LOG_FILE is not set: name a log or its directory")
            }
        }
    }
}

fn directory_of(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new(".")).to_owned()
}
