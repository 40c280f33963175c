//! Files that are read again when they change.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

/// Calls `changed` whenever the content of one of `paths` has changed, until `stop` is cancelled.
///
/// The content is compared, every so often, because nothing else holds everywhere: mounted secrets are swapped by
/// links, editors replace files, and times of change are coarse. A file that cannot be read counts as empty.
pub(crate) async fn watch(
    paths: Vec<PathBuf>,
    every: Duration,
    stop: CancellationToken,
    mut changed: impl FnMut() + Send,
) {
    let mut seen = digest(&paths).await;
    loop {
        if stop.run_until_cancelled(tokio::time::sleep(every)).await.is_none() {
            return;
        }
        let now = digest(&paths).await;
        if now != seen {
            seen = now;
            changed();
        }
    }
}

async fn digest(paths: &[PathBuf]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for path in paths {
        let content = read(path).await;
        digest.update(content.len().to_le_bytes());
        digest.update(content);
    }
    digest.finalize().into()
}

async fn read(path: &Path) -> Vec<u8> {
    match tokio::fs::read(path).await {
        Ok(content) => content,
        Err(error) => {
            tracing::debug!(path = %path.display(), %error, "a watched file cannot be read");
            Vec::new()
        }
    }
}
