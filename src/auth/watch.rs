//! Files that are read again when they change.

use std::{fs, path::PathBuf, time::Duration};

use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

/// Some files, and what was in them when they were last looked at.
///
/// The content is compared, every so often, because nothing else holds everywhere: mounted secrets are swapped by
/// links, editors replace files, and times of change are coarse. A file that cannot be read counts as empty.
#[derive(Clone, Debug)]
pub(crate) struct Watch {
    paths: Vec<PathBuf>,
    seen: [u8; 32],
}

impl Watch {
    /// To be made before the files are read for use: a change in between is then seen.
    pub(crate) fn new(paths: Vec<PathBuf>) -> Self {
        let seen = digest(&paths);
        Self { paths, seen }
    }

    /// Calls `changed` whenever a file has changed, until `stop` is cancelled.
    pub(crate) async fn run(
        mut self,
        every: Duration,
        stop: CancellationToken,
        changed: impl Fn() + Send,
    ) {
        while stop.run_until_cancelled(tokio::time::sleep(every)).await.is_some() {
            let paths = self.paths.clone();
            let Ok(now) = tokio::task::spawn_blocking(move || digest(&paths)).await else { return };
            if now != self.seen {
                self.seen = now;
                changed();
            }
        }
    }
}

fn digest(paths: &[PathBuf]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for path in paths {
        let content = fs::read(path).unwrap_or_else(|error| {
            tracing::debug!(path = %path.display(), %error, "a watched file cannot be read");
            Vec::new()
        });
        digest.update(content.len().to_le_bytes());
        digest.update(content);
    }
    digest.finalize().into()
}
